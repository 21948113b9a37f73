//! A scene as a PNG for slides: 1600 px wide, light, title and caption inside.

use super::palette::Colour;
use super::scene::{Anchor, Ink, Label, Mark, Point, Scene};
use super::typeface::{self, Weight};
use plotters::prelude::{BitMapBackend, Color, DrawingBackend, RGBAColor, RGBColor};
use plotters::style::ShapeStyle;

/// Pixels of the picture per pixel of the scene.
const SCALE: f64 = 2.0;
/// Width of the picture before scaling.
const WIDTH: f64 = 800.0;
const MARGIN: f64 = 20.0;
const TITLE: f64 = 20.0;
const CAPTION: f64 = 14.0;

/// Why a picture could not be drawn.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The scene as a PNG with its words. The picture is empty where drawing fails, which the tests exclude: it is drawn
/// into memory from the embedded font.
pub fn draw(scene: &Scene, title: &str, caption: &str) -> Vec<u8> {
    let framed = framed(scene, title, caption);
    let (width, height) = ((WIDTH * SCALE) as u32, (framed.height * SCALE).ceil() as u32);
    let mut pixels = vec![0xff; width as usize * height as usize * 3];
    let mut backend = BitMapBackend::with_buffer(&mut pixels, (width, height));
    let painted = framed.marks.iter().try_for_each(|mark| paint(&mut backend, mark));
    drop(backend);
    painted.and_then(|()| encoded(&pixels, width, height)).unwrap_or_default()
}

/// The scene under its title and over its caption.
fn framed(scene: &Scene, title: &str, caption: &str) -> Scene {
    let mut out = Scene::new(WIDTH);
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = MARGIN;
    for line in typeface::wrap(title, TITLE, Weight::Bold, room).into_iter().take(3) {
        y += TITLE * 1.3;
        out.text(Label::new(line, (MARGIN, y - 6.0), TITLE).bold());
    }
    y += 14.0;
    let shift = (MARGIN + ((room - scene.width) / 2.0).max(0.0), y);
    out.marks.extend(scene.marks.iter().map(|mark| shifted(mark, shift)));
    y += scene.height + 12.0;
    for line in typeface::wrap(caption, CAPTION, Weight::Regular, room).into_iter().take(6) {
        y += CAPTION * 1.4;
        out.text(Label::new(line, (MARGIN, y - 5.0), CAPTION).muted());
    }
    out.height = (y + MARGIN).ceil();
    out
}

fn shifted(mark: &Mark, (dx, dy): Point) -> Mark {
    let at = |(x, y): Point| (x + dx, y + dy);
    let all = |points: &[Point]| points.iter().map(|point| at(*point)).collect::<Vec<_>>();
    match mark {
        Mark::Rectangle(place, width, height, ink) => Mark::Rectangle(at(*place), *width, *height, *ink),
        Mark::Line(from, to, width, ink) => Mark::Line(at(*from), at(*to), *width, *ink),
        Mark::Dashes(from, to, colour) => Mark::Dashes(at(*from), at(*to), *colour),
        Mark::Path(points, width, ink) => Mark::Path(all(points), *width, *ink),
        Mark::Area(points, ink) => Mark::Area(all(points), *ink),
        Mark::Dot(place, radius, colour) => Mark::Dot(at(*place), *radius, *colour),
        Mark::Text(label) => Mark::Text(Label { at: at(label.at), ..label.clone() }),
    }
}

fn paint<B: DrawingBackend>(backend: &mut B, mark: &Mark) -> Result<(), Failure>
where
    B::ErrorType: 'static,
{
    match mark {
        Mark::Rectangle((x, y), width, height, ink) => {
            block(backend, (*x, *y), (x + width, y + height), *ink)?;
        }
        Mark::Line(from, to, width, ink) => straight(backend, *from, *to, *width, *ink)?,
        Mark::Dashes(from, to, colour) => {
            for (start, end) in dashes(*from, *to) {
                straight(backend, start, end, 1.0, (*colour).into())?;
            }
        }
        Mark::Path(points, width, ink) => {
            backend.draw_path(points.iter().map(pixel), &brush(*ink, *width))?;
        }
        Mark::Area(points, ink) => backend.fill_polygon(points.iter().map(pixel), &brush(*ink, 1.0))?,
        Mark::Dot(at, radius, colour) => {
            let ring = ((radius + 1.5) * SCALE).round() as u32;
            backend.draw_circle(pixel(at), ring, &brush(Colour::Paper.into(), 1.0), true)?;
            let dot = (radius * SCALE).round() as u32;
            backend.draw_circle(pixel(at), dot, &brush((*colour).into(), 1.0), true)?;
        }
        Mark::Text(label) => write(backend, label)?,
    }
    Ok(())
}

/// Lines along an axis are blocks: crisp, and cheaper than a polygon.
fn straight<B: DrawingBackend>(
    backend: &mut B,
    from: Point,
    to: Point,
    width: f64,
    ink: Ink,
) -> Result<(), Failure>
where
    B::ErrorType: 'static,
{
    let half = width / 2.0;
    if from.1 == to.1 {
        block(backend, (from.0.min(to.0), from.1 - half), (from.0.max(to.0), to.1 + half), ink)
    } else if from.0 == to.0 {
        block(backend, (from.0 - half, from.1.min(to.1)), (to.0 + half, from.1.max(to.1)), ink)
    } else {
        Ok(backend.draw_path([pixel(&from), pixel(&to)], &brush(ink, width))?)
    }
}

fn block<B: DrawingBackend>(backend: &mut B, from: Point, to: Point, ink: Ink) -> Result<(), Failure>
where
    B::ErrorType: 'static,
{
    let (x0, y0) = pixel(&from);
    let (x1, y1) = pixel(&to);
    // plotters paints both corners; a block is at least one pixel.
    Ok(backend.draw_rect((x0, y0), ((x1 - 1).max(x0), (y1 - 1).max(y0)), &brush(ink, 1.0), true)?)
}

fn dashes((x0, y0): Point, (x1, y1): Point) -> Vec<(Point, Point)> {
    const DASH: f64 = 3.0;
    let length = (x1 - x0).hypot(y1 - y0);
    let along = |d: f64| (x0 + (x1 - x0) * d / length, y0 + (y1 - y0) * d / length);
    let pieces = (length / (2.0 * DASH)).ceil() as usize;
    (0..pieces)
        .map(|piece| piece as f64 * 2.0 * DASH)
        .map(|start| (along(start), along((start + DASH).min(length))))
        .collect()
}

fn write<B: DrawingBackend>(backend: &mut B, label: &Label) -> Result<(), Failure>
where
    B::ErrorType: 'static,
{
    let size = label.size * SCALE;
    let width = typeface::width(&label.text, size, label.weight);
    let back = match label.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let mut colour = rgb(label.colour).to_backend_color();
    let (x, y) = (label.at.0 * SCALE, label.at.1 * SCALE);
    // A text turned upright runs from the bottom to the top: what was right is up, what was down is right.
    let (along, across) = if label.upright { (-(y + back), x) } else { (x - back, y) };
    let (start, base) = (along.floor(), across.round() as i32);
    typeface::paint(&label.text, size, label.weight, along - start, |right, down, cover| {
        let (right, down) = (start as i32 + right, base + down);
        let at = if label.upright { (down, -right) } else { (right, down) };
        colour.alpha = f64::from(cover);
        backend.draw_pixel(at, colour)
    })?;
    Ok(())
}

fn pixel(point: &Point) -> (i32, i32) {
    ((point.0 * SCALE).round() as i32, (point.1 * SCALE).round() as i32)
}

fn rgb(colour: Colour) -> RGBColor {
    let (red, green, blue) = colour.rgb();
    RGBColor(red, green, blue)
}

fn brush(ink: Ink, width: f64) -> ShapeStyle {
    let color: RGBAColor = rgb(ink.colour).mix(ink.opacity);
    ShapeStyle { color, filled: true, stroke_width: ((width * SCALE).round() as u32).max(1) }
}

fn encoded(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::with_capacity(pixels.len() / 16);
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    // Charts are flat: the row above is the best guess, and trying all five filters costs more than it saves.
    encoder.set_filter(png::Filter::Up);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}
