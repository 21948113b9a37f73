//! One coefficient on the scale of Krippendorff's bands.

use super::axis::{Axis, Unit};
use super::format::{Form, Format};
use super::palette::Colour;
use super::scene::{Anchor, Label, Scene};
use super::typeface::{self, Weight};

/// Where Krippendorff's bands `tentative` and `reliable` begin (Krippendorff 2004, p. 241).
pub const TENTATIVE: f64 = 0.667;
/// Where `reliable` begins.
pub const RELIABLE: f64 = 0.8;

/// A coefficient on the bands.
#[derive(Debug, Clone, PartialEq)]
pub struct BandStrip {
    /// The coefficient.
    pub value: f64,
    /// Ends of its interval.
    pub ends: Option<(f64, f64)>,
    /// The value in words, above its dot.
    pub words: String,
}

impl Form for BandStrip {
    fn lay_out(&self, format: Format) -> Scene {
        let mut scene = Scene::new(format.width);
        let low = self.ends.map_or(self.value, |(lower, _)| lower.min(self.value)).min(0.0);
        let low = if low < 0.0 { Axis::around([low, 1.0], Unit::Share).low.max(-1.0) } else { 0.0 };
        let (from, to) = (16.0, format.width - 16.0);
        let x = |value: f64| from + (to - from) * ((value - low) / (1.0 - low)).clamp(0.0, 1.0);
        let (top, height) = (format.text + 16.0, 16.0);
        let bands = [
            (low, TENTATIVE, Colour::Low, "not reliable"),
            (TENTATIVE, RELIABLE, Colour::Middle, "tentative"),
            (RELIABLE, 1.0, Colour::High, "reliable"),
        ];
        for (start, end, colour, name) in bands {
            scene.rectangle((x(start), top), x(end) - x(start) - 2.0, height, colour);
            let at = ((x(start) + x(end)) / 2.0, top + height + format.small + 6.0);
            scene.text(Label::new(name, at, format.small.min(13.0)).muted().anchored(Anchor::Middle));
        }
        let middle = top + height / 2.0;
        if let Some((lower, upper)) = self.ends {
            scene.line((x(lower), middle), (x(upper), middle), 4.0, Colour::Blue);
        }
        scene.dot((x(self.value), middle), 6.0, Colour::Blue);
        let half = (typeface::width(&self.words, format.text, Weight::Bold) * 0.54).min(format.width / 2.0);
        let at = (x(self.value).clamp(half, format.width - half), top - 8.0);
        scene.text(Label::new(&self.words, at, format.text).bold().anchored(Anchor::Middle));
        let axis = Axis::between(low, 1.0, 5, Unit::Share);
        let baseline = top + height + 2.0 * format.small + 14.0;
        for tick in axis.ticks.iter().filter(|tick| **tick >= low) {
            // The bands' edges bear their own numbers; round ones beside them would touch.
            if [TENTATIVE, RELIABLE].iter().all(|edge| (x(*tick) - x(*edge)).abs() > 28.0) {
                let at = (x(*tick), baseline);
                scene
                    .text(Label::new(axis.written(*tick), at, format.small).muted().anchored(Anchor::Middle));
            }
        }
        for (edge, words) in [(TENTATIVE, ".667"), (RELIABLE, ".800")] {
            let at = (x(edge), baseline);
            scene.text(Label::new(words, at, format.small).muted().anchored(Anchor::Middle));
        }
        scene.height = baseline + 8.0;
        scene
    }
}
