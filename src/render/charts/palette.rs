/// The colours of charts: one blue, one orange, greys; red, amber and green only behind words. The light values are
/// drawn; on the page each stands for a custom property, so that dark mode recolours them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Text.
    Ink,
    /// Text that stands back.
    Mute,
    /// The ground.
    Paper,
    /// Ground of what is empty.
    Wash,
    /// Frames.
    Rule,
    /// Grid lines.
    Grid,
    /// First hue.
    Blue,
    /// Second hue.
    Orange,
    /// Band `not reliable`.
    Low,
    /// Band `tentative`.
    Middle,
    /// Band `reliable`.
    High,
}

impl Colour {
    const ALL: [Colour; 11] = [
        Colour::Ink,
        Colour::Mute,
        Colour::Paper,
        Colour::Wash,
        Colour::Rule,
        Colour::Grid,
        Colour::Blue,
        Colour::Orange,
        Colour::Low,
        Colour::Middle,
        Colour::High,
    ];

    /// Red, green and blue of the light value.
    pub fn rgb(self) -> (u8, u8, u8) {
        match self {
            Colour::Ink => (0x1b, 0x24, 0x30),
            Colour::Mute => (0x5d, 0x6b, 0x7c),
            Colour::Paper => (0xff, 0xff, 0xff),
            Colour::Wash => (0xf5, 0xf7, 0xfa),
            Colour::Rule => (0xdf, 0xe5, 0xec),
            Colour::Grid => (0xe8, 0xed, 0xf2),
            Colour::Blue => (0x0b, 0x5c, 0xad),
            Colour::Orange => (0xc4, 0x57, 0x1a),
            Colour::Low => (0xf3, 0xd9, 0xd3),
            Colour::Middle => (0xf6, 0xe7, 0xc4),
            Colour::High => (0xcf, 0xe8, 0xd8),
        }
    }

    /// The light value in hex, as SVG attributes have it: `#0b5cad`.
    pub fn hex(self) -> String {
        let (red, green, blue) = self.rgb();
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The page's custom property of this colour.
    fn property(self) -> &'static str {
        match self {
            Colour::Ink => "--ink",
            Colour::Mute => "--mute",
            Colour::Paper => "--paper",
            Colour::Wash => "--wash",
            Colour::Rule => "--rule",
            Colour::Grid => "--grid",
            Colour::Blue => "--s1",
            Colour::Orange => "--s2",
            Colour::Low => "--b0",
            Colour::Middle => "--b1",
            Colour::High => "--b2",
        }
    }
}

/// Style rules that give every drawn colour to the page's custom properties (`--ink`, `--mute`, `--paper`, `--wash`,
/// `--rule`, `--grid`, `--s1`, `--s2`, `--b0`, `--b1`, `--b2`), and keep sizes and colours of text as drawn.
pub fn palette_css() -> String {
    let mut css = String::from(
        "svg.chart{display:block;width:100%;height:auto}\
         svg.chart text{fill:inherit;font-size:inherit;font-weight:inherit;font-family:inherit}",
    );
    for colour in Colour::ALL {
        let (hex, property) = (colour.hex(), colour.property());
        css.push_str(&format!(
            "svg [fill=\"{hex}\"]{{fill:var({property})}}svg [stroke=\"{hex}\"]{{stroke:var({property})}}"
        ));
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_has_its_rule_and_no_two_are_alike() {
        let css = palette_css();
        assert!(css.contains("svg [fill=\"#0b5cad\"]{fill:var(--s1)}"));
        let mut hexes: Vec<String> = Colour::ALL.iter().map(|c| c.hex()).collect();
        hexes.sort();
        hexes.dedup();
        assert_eq!(hexes.len(), Colour::ALL.len());
        assert!(hexes.iter().all(|hex| css.contains(hex)));
    }
}
