//! Points over an axis: curves with bands, or dots with whiskers.

use super::axis::Axis;
use super::format::{Form, Format};
use super::palette::Colour;
use super::scene::{Anchor, Label, Scene};
use super::typeface::{self, Weight};

/// One point of a [`Trace`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Place on the lower axis.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Ends of its interval.
    pub ends: Option<(f64, f64)>,
}

/// How a trace is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Line, dots and a band.
    Curve,
    /// Line and small dots, standing back.
    Thin,
    /// Dots on upright whiskers.
    Dots,
    /// Line and a band, without dots: too many points for them.
    Line,
    /// Dots of this radius in pixels, standing back a little, on upright whiskers: what counts more is larger.
    Discs(u8),
    /// A dashed line to compare with.
    Dashed,
    /// A band alone, standing back: where values were to be expected.
    Band,
}

/// Points that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// What it is, written beside it.
    pub name: String,
    /// Its hue.
    pub hue: Colour,
    /// How it is drawn.
    pub style: Style,
    /// In order of x.
    pub spots: Vec<Spot>,
}

/// Traces over an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// From the ground up.
    pub traces: Vec<Trace>,
    /// The lower axis.
    pub x: Axis,
    /// Places on the lower axis that bear a number.
    pub x_ticks: Vec<(f64, String)>,
    /// What the lower axis measures.
    pub x_measure: String,
    /// The upright axis.
    pub y: Axis,
    /// What the upright axis measures, written above it.
    pub y_measure: String,
}

/// Where things lie in one format.
struct Plan {
    format: Format,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Form for Plane {
    fn lay_out(&self, format: Format) -> Scene {
        let plan = self.plan(format);
        let mut scene = Scene::new(format.width);
        self.draw_axes(&mut scene, &plan);
        for trace in &self.traces {
            self.draw_trace(&mut scene, &plan, trace);
        }
        self.draw_key(&mut scene, &plan);
        scene.height = plan.bottom + 2.0 * format.small + 18.0;
        scene
    }
}

impl Plane {
    fn plan(&self, format: Format) -> Plan {
        let ticks =
            self.y.ticks.iter().map(|t| typeface::width(&self.y.written(*t), format.small, Weight::Regular));
        let left = ticks.fold(0.0, f64::max) * 1.06 + 12.0;
        let last =
            self.x_ticks.last().map_or(0.0, |(_, t)| typeface::width(t, format.small, Weight::Regular));
        let top = format.small + 14.0 + self.key_rows(format) * (format.small + 7.0);
        let height = if format.narrow { 190.0 } else { format.width.min(620.0) * 0.46 };
        Plan { format, left, right: format.width - last / 2.0 - 8.0, top, bottom: top + height }
    }

    /// Lines that the names of the traces take.
    fn key_rows(&self, format: Format) -> f64 {
        let named = self.traces.iter().filter(|trace| !trace.name.is_empty());
        let needed: f64 =
            named.map(|t| typeface::width(&t.name, format.small, Weight::Bold) * 1.06 + 44.0).sum();
        (needed / format.width).ceil()
    }

    fn draw_axes(&self, scene: &mut Scene, plan: &Plan) {
        let small = plan.format.small;
        let words = typeface::cut(&self.y_measure, small, Weight::Regular, plan.format.width - 8.0);
        scene.text(Label::new(words, (4.0, small), small).muted());
        for tick in &self.y.ticks {
            let y = plan.y(self, *tick);
            scene.line((plan.left, y), (plan.right, y), 1.0, Colour::Grid);
            let at = (plan.left - 7.0, y + small * 0.36);
            scene.text(Label::new(self.y.written(*tick), at, small).muted().anchored(Anchor::End));
        }
        let mut free = f64::NEG_INFINITY;
        for (tick, words) in &self.x_ticks {
            let half = typeface::width(words, small, Weight::Regular) * 0.55;
            let x = plan.x(self, *tick);
            if x - half < free {
                continue;
            }
            free = x + half + 8.0;
            scene.line((x, plan.bottom), (x, plan.bottom + 4.0), 1.0, Colour::Rule);
            let at = (x, plan.bottom + small + 7.0);
            scene.text(Label::new(words, at, small).muted().anchored(Anchor::Middle));
        }
        let at = ((plan.left + plan.right) / 2.0, plan.bottom + 2.0 * small + 13.0);
        let words = typeface::cut(&self.x_measure, small, Weight::Regular, plan.format.width - 8.0);
        scene.text(Label::new(words, at, small).muted().anchored(Anchor::Middle));
    }

    fn draw_trace(&self, scene: &mut Scene, plan: &Plan, trace: &Trace) {
        let at = |x: f64, y: f64| (plan.x(self, x), plan.y(self, y));
        let line: Vec<_> = trace.spots.iter().map(|spot| at(spot.x, spot.y)).collect();
        match trace.style {
            Style::Curve => {
                self.draw_bands(scene, plan, trace);
                if line.len() > 1 {
                    scene.path(line.clone(), 2.0, trace.hue);
                }
                line.iter().for_each(|place| scene.dot(*place, 3.5, trace.hue));
            }
            Style::Thin => {
                if line.len() > 1 {
                    scene.path(line.clone(), 1.5, trace.hue.at(0.9));
                }
                line.iter().for_each(|place| scene.dot(*place, 2.0, trace.hue));
            }
            Style::Dots => {
                for (spot, place) in trace.spots.iter().zip(&line) {
                    if let Some((lower, upper)) = spot.ends {
                        scene.line(at(spot.x, lower), at(spot.x, upper), 3.0, trace.hue.at(0.55));
                    }
                    scene.dot(*place, 4.5, trace.hue);
                }
            }
            Style::Line => {
                self.draw_bands(scene, plan, trace);
                if line.len() > 1 {
                    scene.path(line.clone(), 2.0, trace.hue);
                } else {
                    line.iter().for_each(|place| scene.dot(*place, 3.5, trace.hue));
                }
            }
            Style::Discs(radius) => {
                for (spot, place) in trace.spots.iter().zip(&line) {
                    if let Some((lower, upper)) = spot.ends {
                        scene.line(at(spot.x, lower), at(spot.x, upper), 2.5, trace.hue.at(0.55));
                    }
                    scene.dot(*place, f64::from(radius), trace.hue);
                }
            }
            Style::Band => self.draw_bands(scene, plan, trace),
            Style::Dashed => {
                for pair in line.windows(2) {
                    scene.dashes(pair[0], pair[1], trace.hue);
                }
            }
        }
    }

    /// A band over every stretch of points that have an interval; a single such point gets a whisker.
    fn draw_bands(&self, scene: &mut Scene, plan: &Plan, trace: &Trace) {
        for stretch in trace.spots.split(|spot| spot.ends.is_none()).filter(|s| !s.is_empty()) {
            let at = |x: f64, y: f64| (plan.x(self, x), plan.y(self, y));
            let ends = stretch.iter().filter_map(|spot| spot.ends.map(|ends| (spot.x, ends)));
            let mut outline: Vec<_> = ends.clone().map(|(x, (_, upper))| at(x, upper)).collect();
            outline.extend(ends.rev().map(|(x, (lower, _))| at(x, lower)));
            match outline[..] {
                [upper, lower] => scene.line(upper, lower, 3.0, trace.hue.at(0.3)),
                _ => scene.area(outline, trace.hue.at(0.16)),
            }
        }
    }

    /// The traces' names above the plot, each in its hue beside a piece of its line.
    fn draw_key(&self, scene: &mut Scene, plan: &Plan) {
        let small = plan.format.small;
        let (mut x, mut y) = (4.0, small + 14.0);
        for trace in self.traces.iter().filter(|trace| !trace.name.is_empty()) {
            let name = typeface::cut(&trace.name, small, Weight::Bold, plan.format.width - 48.0);
            let wide = typeface::width(&name, small, Weight::Bold) * 1.06 + 28.0;
            if x > 4.0 && x + wide > plan.format.width {
                (x, y) = (4.0, y + small + 7.0);
            }
            match trace.style {
                Style::Dashed => scene.dashes((x, y), (x + 20.0, y), trace.hue),
                Style::Dots | Style::Discs(_) => scene.dot((x + 10.0, y), 4.5, trace.hue),
                _ => scene.line((x, y), (x + 20.0, y), 2.0, trace.hue),
            }
            let at = (x + 26.0, y + small * 0.36);
            scene.text(Label::new(name, at, small).bold().coloured(trace.hue));
            x += wide + 16.0;
        }
    }
}

impl Plan {
    fn x(&self, plane: &Plane, value: f64) -> f64 {
        // A little room on both sides, so that the first and last dot are whole.
        let (from, to) = (self.left + 8.0, self.right - 8.0);
        from + (to - from) * plane.x.place(value)
    }

    fn y(&self, plane: &Plane, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * plane.y.place(value)
    }
}
