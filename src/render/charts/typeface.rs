//! The embedded typeface: what text measures, and how it is cut and wrapped to a width.

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};
use std::sync::OnceLock;

static REGULAR: &[u8] = include_bytes!("../../../reports/assets/fonts/NotoSans-Regular.subset.ttf");
static BOLD: &[u8] = include_bytes!("../../../reports/assets/fonts/NotoSans-Bold.subset.ttf");

/// Text longer than this is cut before it is measured.
const LONGEST: usize = 400;

/// How heavy text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// For most.
    Regular,
    /// For values and titles.
    Bold,
}

/// The font of this weight; `None` only if the embedded file were no font, which the tests exclude.
fn font(weight: Weight) -> Option<&'static FontRef<'static>> {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| [REGULAR, BOLD].map(|bytes| FontRef::try_from_slice(bytes).ok()));
    fonts[usize::from(weight == Weight::Bold)].as_ref()
}

/// The glyphs of a text from the origin along its baseline, each at its exact place (a part of a pixel counts), and
/// the text's width, all at this size in pixels per em.
fn laid_out(text: &str, size: f64, weight: Weight) -> (Vec<Glyph>, f64) {
    let Some(font) = font(weight) else { return (Vec::new(), 0.0) };
    let units = font.units_per_em().unwrap_or(1000.0);
    // ab_glyph sizes a font by its line, everybody else by the em.
    let scale = PxScale::from(size as f32 * font.height_unscaled() / units);
    let scaled = font.as_scaled(scale);
    let (mut x, mut before) = (0.0_f32, None);
    let mut glyphs = Vec::with_capacity(text.len());
    for c in text.chars() {
        let id = font.glyph_id(c);
        x += before.map_or(0.0, |before| scaled.kern(before, id));
        glyphs.push(id.with_scale_and_position(scale, point(x, 0.0)));
        x += scaled.h_advance(id);
        before = Some(id);
    }
    (glyphs, f64::from(x))
}

/// Paints a text: calls `paint` with every pixel it touches, right and down of the start of its baseline, and how far
/// that pixel is covered, in 0–1. `shift` is the part of a pixel by which the start lies beyond a whole one.
pub fn paint<E>(
    text: &str,
    size: f64,
    weight: Weight,
    shift: f64,
    mut paint: impl FnMut(i32, i32, f32) -> Result<(), E>,
) -> Result<(), E> {
    let Some(font) = font(weight) else { return Ok(()) };
    for mut glyph in laid_out(text, size, weight).0 {
        glyph.position.x += shift as f32;
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let corner = outline.px_bounds().min;
        let mut painted = Ok(());
        outline.draw(|x, y, cover| {
            if painted.is_ok() && cover > 0.0 {
                painted = paint(corner.x as i32 + x as i32, corner.y as i32 + y as i32, cover.min(1.0));
            }
        });
        painted?;
    }
    Ok(())
}

/// Width of a text in pixels at this size. Characters that the font lacks count as one em: the page shows them in
/// another font.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let known: String = text.chars().filter(|c| is_covered(*c)).collect();
    let unknown = text.chars().count() - known.chars().count();
    let per_em = 1000.0;
    (laid_out(&known, per_em, weight).1 / per_em + unknown as f64) * size
}

/// The text, or its beginning with an ellipsis, not wider than `room`.
pub fn cut(text: &str, size: f64, weight: Weight, room: f64) -> String {
    let chars: Vec<char> = text.chars().take(LONGEST).collect();
    let whole = text.chars().nth(LONGEST).is_none();
    if whole && width(text, size, weight) <= room {
        return text.to_owned();
    }
    let beginning = |n: usize| chars[..n].iter().collect::<String>().trim_end().to_owned() + "…";
    // Widths grow with the number of characters, so the longest beginning that fits is found by halving.
    let (mut fits, mut too_long) = (0, chars.len() + 1);
    while too_long - fits > 1 {
        let middle = (fits + too_long) / 2;
        if width(&beginning(middle.min(chars.len())), size, weight) <= room {
            fits = middle;
        } else {
            too_long = middle;
        }
    }
    beginning(fits.min(chars.len()))
}

/// The text in lines not wider than `room`, broken at spaces; a word that is too long is cut.
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, weight) <= room {
            line = longer;
        } else {
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = cut(word, size, weight, room);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn is_covered(c: char) -> bool {
    matches!(c, ' '..='\u{24f}' | '\u{300}'..='\u{52f}' | '\u{1e00}'..='\u{20bf}' | '\u{2100}'..='\u{2149}'
        | '\u{2190}'..='\u{2193}' | '\u{2205}' | '\u{2212}' | '\u{221e}' | '\u{2248}' | '\u{2260}'
        | '\u{2264}' | '\u{2265}' | '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_are_there_and_digits_are_tabular() {
        assert_eq!(width("111", 10.0, Weight::Regular), width("888", 10.0, Weight::Regular));
        assert!(width("maximum", 10.0, Weight::Bold) > width("maximum", 10.0, Weight::Regular));
        assert!((width("0", 100.0, Weight::Regular) - 57.2).abs() < 0.2);
    }

    #[test]
    fn cut_text_fits_and_short_text_stays() {
        assert_eq!(cut("hate", 13.0, Weight::Regular, 200.0), "hate");
        let long = cut(&"harassment ".repeat(200), 13.0, Weight::Regular, 120.0);
        assert!(long.ends_with('…') && width(&long, 13.0, Weight::Regular) <= 120.0);
        assert!(width(&long, 13.0, Weight::Regular) > 100.0);
    }

    #[test]
    fn wrapped_lines_fit() {
        let lines = wrap(&"Agreement falls by 6 points ".repeat(9), 13.0, Weight::Regular, 300.0);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| width(line, 13.0, Weight::Regular) <= 300.0));
    }
}
