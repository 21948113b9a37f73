//! The embedded typeface: what text measures, and how it is cut and wrapped to a width.

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use std::sync::OnceLock;

const FAMILY: &str = "raterscope charts";
/// Height of a line (ascent and descent) in ems; plotters sizes fonts by it, everybody else by the em.
const LINE_HEIGHT: f64 = 1.362;
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

/// The font at this size in pixels per em, registered before its first use.
pub fn font(size: f64, weight: Weight) -> FontDesc<'static> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    // An unreadable font would show in every test of a PNG: nothing to report at run time.
    REGISTERED.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    });
    let style = match weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    FontDesc::new(FontFamily::Name(FAMILY), size * LINE_HEIGHT, style)
}

/// Width of a text in pixels at this size. Characters that the font lacks count as one em: the page shows them in
/// another font.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let known: String = text.chars().filter(|c| is_covered(*c)).collect();
    let unknown = text.chars().count() - known.chars().count();
    let per_em = 1000.0;
    let known = match font(per_em, weight).layout_box(&known) {
        Ok((_, (width, _))) => f64::from(width) / per_em,
        Err(_) => 0.6 * known.chars().count() as f64,
    };
    (known + unknown as f64) * size
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
