//! Numbers told of annotators (ages, years of experience) are cut into stated bands: a group per number says nothing.

use super::values;

/// More distinct numbers than this are cut.
const MOST_DISTINCT: usize = 12;
/// Words beside the numbers that do not make it a column of words.
const MOST_WORDS: usize = 3;
/// About how many bands a column other than an age gets.
const BANDS: f64 = 6.0;
const AGES: [(f64, &str); 7] = [
    (18.0, "under 18"),
    (25.0, "18–24"),
    (35.0, "25–34"),
    (45.0, "35–44"),
    (55.0, "45–54"),
    (65.0, "55–64"),
    (f64::INFINITY, "65+"),
];

/// How an attribute's values are grouped.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bands {
    /// Each value is a group.
    None,
    /// Numbers, few of them: canonical numbers are groups.
    Numbers,
    /// Ages.
    Ages,
    /// Bands of this width from 0.
    Width(f64),
    /// Between these edges, ascending; whether all numbers are whole.
    Stated(Vec<f64>, bool),
}

impl Bands {
    /// The rule for an attribute with these distinct values.
    pub fn of(name: &str, values: &[&str]) -> Self {
        let mut numbers: Vec<f64> = values.iter().filter_map(|value| values::number(value.trim())).collect();
        // An age may also be "prefer not to say", which stays a group of its own.
        if numbers.is_empty() || values.len() - numbers.len() > MOST_WORDS.min(numbers.len() / 4) {
            return Bands::None;
        }
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        let is_age = super::schema::plain(name).split('_').any(|word| word == "age");
        match (numbers.len() > MOST_DISTINCT, is_age) {
            (false, _) => Bands::Numbers,
            (true, true) => Bands::Ages,
            (true, false) => Bands::Width(round_width((numbers[numbers.len() - 1] - numbers[0]) / BANDS)),
        }
    }

    /// The rule for an attribute with these distinct values where the edges are stated; `None` where no value is a number.
    pub fn stated(edges: &[f64], values: &[&str]) -> Option<Self> {
        let numbers: Vec<f64> = values.iter().filter_map(|value| values::number(value.trim())).collect();
        let whole = numbers.iter().chain(edges).all(|number| number.fract() == 0.0);
        (!numbers.is_empty()).then(|| Bands::Stated(edges.to_vec(), whole))
    }

    /// The group of one value.
    pub fn group(&self, value: &str) -> String {
        let number = values::number(value.trim());
        match (self, number) {
            (Bands::Numbers, Some(number)) => values::number_text(number),
            (Bands::Ages, Some(age)) => AGES
                .iter()
                .find(|(below, _)| age < *below)
                .map_or_else(|| value.to_string(), |(_, band)| (*band).into()),
            (Bands::Width(width), Some(number)) => {
                let low = (number / width).floor() * width;
                format!("{} to under {}", tidy(low), tidy(low + width))
            }
            (Bands::Stated(edges, whole), Some(number)) => between(edges, *whole, number),
            _ => value.to_string(),
        }
    }

    /// The rule in words, where values were cut.
    pub fn note(&self, name: &str) -> Option<String> {
        match self {
            Bands::None | Bands::Numbers => None,
            // The edges, not the bands: nobody learns whether a band is empty.
            Bands::Ages => Some(format!("attribute “{name}” is cut into bands at 18, 25, 35, 45, 55 and 65")),
            Bands::Width(width) => Some(format!(
                "attribute “{name}” is cut into bands of {} (1, 2 or 5 times a power of ten, nearest above a sixth of its range)",
                tidy(*width)
            )),
            Bands::Stated(edges, _) => {
                let edges: Vec<String> = edges.iter().map(|&edge| tidy(edge)).collect();
                Some(format!("attribute “{name}” is cut into bands at {}, as stated", edges.join(", ")))
            }
        }
    }
}

/// The band of a number: `under 18`, `18–29`, `60+`; where numbers are not whole, `18 to under 29.5`.
fn between(edges: &[f64], whole: bool, number: f64) -> String {
    let above = edges.partition_point(|&edge| edge <= number);
    match (above.checked_sub(1).map(|low| edges[low]), edges.get(above)) {
        (None, Some(&first)) => format!("under {}", tidy(first)),
        (Some(last), None) => format!("{}+", tidy(last)),
        (Some(low), Some(&high)) if whole && high - low == 1.0 => tidy(low),
        (Some(low), Some(&high)) if whole => format!("{}–{}", tidy(low), tidy(high - 1.0)),
        (Some(low), Some(&high)) => format!("{} to under {}", tidy(low), tidy(high)),
        (None, None) => values::number_text(number),
    }
}

/// The least of 1, 2 and 5 times a power of ten that is not below `width`.
fn round_width(width: f64) -> f64 {
    let power = 10f64.powf(width.log10().floor());
    [1.0, 2.0, 5.0].map(|step| step * power).into_iter().find(|&step| step >= width).unwrap_or(10.0 * power)
}

/// A band's edge without the dust of binary fractions.
fn tidy(value: f64) -> String {
    values::number_text((value * 1e9).round() / 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_fall_into_stated_bands_and_few_numbers_stay() {
        let ages: Vec<String> = (17..80).map(|age| age.to_string()).collect();
        let ages: Vec<&str> = ages.iter().map(String::as_str).collect();
        let bands = Bands::of("Age", &ages);
        assert_eq!(bands, Bands::Ages);
        assert_eq!(
            [17.0, 18.0, 24.9, 25.0, 64.0, 93.0].map(|age| bands.group(&age.to_string())).join(" "),
            "under 18 18–24 18–24 25–34 55–64 65+"
        );
        assert_eq!(Bands::of("age", &["19.0", "20"]).group("19.0"), "19");
        assert_eq!(Bands::of("gender", &["f", "m"]), Bands::None);
        assert_eq!(Bands::of("grade", &["1", "2", "3", "4b", "4a"]), Bands::None);
        let unwilling = Bands::of("age", &[&ages[..], &["prefer not to say"]].concat());
        assert_eq!(
            (unwilling.group("prefer not to say"), unwilling.group("30")),
            ("prefer not to say".into(), "25–34".into())
        );
        assert_eq!(Bands::of("language", &ages), Bands::of("years", &ages));
    }

    #[test]
    fn stated_edges_cut_as_they_are_stated() {
        let bands = Bands::stated(&[18.0, 30.0, 31.0, 45.0], &["17", "44", "n/a"]).expect("numbers");
        let groups = ["17", "18", "29", "30", "31", "45", "n/a"].map(|value| bands.group(value)).join(" | ");
        assert_eq!(groups, "under 18 | 18–29 | 18–29 | 30 | 31–44 | 45+ | n/a");
        let bands = Bands::stated(&[0.5, 2.0], &["0.2", "1"]).expect("numbers");
        assert_eq!(
            ["0.2", "1", "3"].map(|value| bands.group(value)).join(" | "),
            "under 0.5 | 0.5 to under 2 | 2+"
        );
        assert_eq!(Bands::stated(&[1.0], &["f", "m"]), None);
    }

    #[test]
    fn other_numbers_fall_into_round_bands() {
        let values: Vec<String> = (0..60).map(|v| v.to_string()).collect();
        let bands = Bands::of("years", &values.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(bands, Bands::Width(10.0));
        assert_eq!((bands.group("0"), bands.group("19")), ("0 to under 10".into(), "10 to under 20".into()));
    }
}
