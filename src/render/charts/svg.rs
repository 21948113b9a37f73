//! A scene as inline SVG: compact, without fixed size, in the page's font and colours.

use super::scene::{Anchor, Ink, Label, Mark, Point, Scene};
use super::typeface::Weight;
use std::fmt::Write;

/// The scene as one `<svg>` element. `alt` is read aloud in its place.
pub fn write(scene: &Scene, alt: &str) -> String {
    let mut svg = Writer::default();
    for mark in &scene.marks {
        svg.mark(mark);
    }
    svg.close();
    let (width, height) = (number(scene.width), number(scene.height));
    // Beyond a third more than its size a chart would shout.
    let most = number((scene.width * 4.0 / 3.0).round());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {height}\" \
         style=\"max-width:{most}px\" role=\"img\" aria-label=\"{}\">{}</svg>",
        escaped(alt),
        svg.done
    )
}

/// Neighbours of one style share one element: a heat map of 40 × 40 cells is a few dozen paths.
#[derive(Default)]
struct Writer {
    done: String,
    opening: String,
    closing: &'static str,
}

impl Writer {
    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Rectangle(at, width, height, ink) => {
                let shape = format!(
                    "M{} {}h{}v{}h{}z",
                    number(at.0),
                    number(at.1),
                    number(*width),
                    number(*height),
                    number(-width)
                );
                self.shape(&fill(*ink), &shape);
            }
            Mark::Line(from, to, width, ink) => self.shape(&stroke(*ink, *width), &track(&[*from, *to])),
            Mark::Dashes(from, to, colour) => {
                let style = format!("{} stroke-dasharray=\"3 3\"", stroke((*colour).into(), 1.0));
                self.shape(&style, &track(&[*from, *to]));
            }
            Mark::Path(points, width, ink) => {
                let style = format!("fill=\"none\" {} stroke-linejoin=\"round\"", stroke(*ink, *width));
                self.shape(&style, &track(points));
            }
            Mark::Area(points, ink) => self.shape(&fill(*ink), &format!("{}z", track(points))),
            Mark::Dot(at, radius, colour) => {
                let style = format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"", colour.hex(), PAPER);
                self.append(format!("<g {style}>"), "</g>", |out| {
                    let (x, y, r) = (number(at.0), number(at.1), number(radius + 0.75));
                    let _ = write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>");
                });
            }
            Mark::Text(label) => self.label(label),
        }
    }

    fn label(&mut self, label: &Label) {
        let anchor = match label.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = match label.weight {
            Weight::Regular => "",
            Weight::Bold => " font-weight=\"600\"",
        };
        let opening = format!(
            "<g fill=\"{}\" font-size=\"{}\"{weight}{anchor}>",
            label.colour.hex(),
            number(label.size)
        );
        let (x, y) = (number(label.at.0), number(label.at.1));
        self.append(opening, "</g>", |out| {
            let _ = match label.upright {
                true => write!(out, "<text transform=\"translate({x} {y})rotate(-90)\">"),
                false => write!(out, "<text x=\"{x}\" y=\"{y}\">"),
            };
            out.push_str(&escaped(&label.text));
            out.push_str("</text>");
        });
    }

    fn shape(&mut self, style: &str, shape: &str) {
        self.append(format!("<path {style} d=\""), "\"/>", |out| out.push_str(shape));
    }

    fn append(&mut self, opening: String, closing: &'static str, add: impl FnOnce(&mut String)) {
        if self.opening != opening {
            self.close();
            self.done.push_str(&opening);
            self.opening = opening;
            self.closing = closing;
        }
        add(&mut self.done);
    }

    fn close(&mut self) {
        self.done.push_str(self.closing);
        self.opening.clear();
        self.closing = "";
    }
}

const PAPER: &str = "#ffffff";

fn fill(ink: Ink) -> String {
    let hex = ink.colour.hex();
    match ink.opacity < 1.0 {
        true => format!("fill=\"{hex}\" fill-opacity=\"{}\"", fraction(ink.opacity)),
        false => format!("fill=\"{hex}\""),
    }
}

fn stroke(ink: Ink, width: f64) -> String {
    let hex = ink.colour.hex();
    let width = number(width);
    match ink.opacity < 1.0 {
        true => {
            format!("stroke=\"{hex}\" stroke-width=\"{width}\" stroke-opacity=\"{}\"", fraction(ink.opacity))
        }
        false => format!("stroke=\"{hex}\" stroke-width=\"{width}\""),
    }
}

fn track(points: &[Point]) -> String {
    let mut out = String::new();
    for (place, (x, y)) in points.iter().enumerate() {
        out.push(if place == 0 { 'M' } else { 'L' });
        let _ = write!(out, "{} {}", number(*x), number(*y));
    }
    out
}

/// A coordinate with at most one digit behind the point.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".into() } else { text.to_owned() }
}

fn fraction(value: f64) -> String {
    format!("{value:.2}").trim_start_matches('0').to_owned()
}

/// Text for XML: markup escaped, and what XML cannot hold replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::palette::Colour;
    use super::*;

    #[test]
    fn neighbours_of_one_style_share_an_element() {
        let mut scene = Scene::new(100.0);
        scene.height = 50.0;
        scene.rectangle((0.0, 0.0), 9.0, 9.0, Colour::Blue.at(0.5));
        scene.rectangle((10.0, 0.0), 9.0, 9.0, Colour::Blue.at(0.5));
        scene.text(Label::new("<script>\u{8}", (1.5, 2.0), 13.0));
        assert_eq!(
            write(&scene, "a \"b\""),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 100 50\" \
             style=\"max-width:133px\" role=\"img\" aria-label=\"a &quot;b&quot;\">\
             <path fill=\"#0b5cad\" fill-opacity=\".50\" d=\"M0 0h9v9h-9zM10 0h9v9h-9z\"/>\
             <g fill=\"#1b2430\" font-size=\"13\"><text x=\"1.5\" y=\"2\">&lt;script&gt; </text></g></svg>"
        );
    }
}
