use crate::log::interner::{Interner, NONE};
use crate::source::{Column, TextColumn};
use proptest::prelude::*;

fn column(texts: &[String]) -> Column {
    let mut out = TextColumn::default();
    texts.iter().for_each(|text| out.push(text));
    Column::Text(out)
}

/// Names that mostly ascend, now and then go back, and hold null tokens and letters beyond ASCII.
fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec((0u32..400, 0u32..60), 1..600).prop_map(|draws| {
        let mut next = 0;
        let text = |(draw, step): (u32, u32)| {
            next += u32::from(step < 50);
            match draw {
                0 => "NA".to_string(),
                1 => "é".to_string(),
                2..20 => format!("i{:04}", draw % 7),
                20..40 => "a name of more than sixteen bytes".to_string(),
                _ => format!("i{next:04}"),
            }
        };
        draws.into_iter().map(text).collect()
    })
}

proptest! {
    /// Whatever order names come in and wherever it breaks, equal texts have one code and names rank as they sort.
    #[test]
    fn ordered_or_not_every_text_keeps_its_name(texts in texts(), cut in 0usize..600, skipped in 0u32..40) {
        // Without the draws that break the order at once, the order lasts.
        let texts: Vec<String> = texts.into_iter().filter(|t| skipped < 20 || (t != "é" && t.len() < 16)).collect();
        let cut = cut.min(texts.len());
        let mut interner = Interner::large(&["NA".to_string(), String::new()]);
        let mut codes = interner.codes(&column(&texts[..cut]));
        codes.extend(interner.codes(&column(&texts[cut..])));
        for (text, &code) in texts.iter().zip(&codes) {
            prop_assert_eq!(if code == NONE { "NA" } else { interner.name(code) }, text.as_str());
        }
        let mut sorted: Vec<&String> = texts.iter().filter(|text| *text != "NA").collect();
        sorted.sort();
        sorted.dedup();
        let ranked = interner.ranked(|_| true);
        prop_assert_eq!(ranked.names.iter().collect::<Vec<_>>(), sorted);
        for (text, &code) in texts.iter().zip(&codes).filter(|(_, code)| **code != NONE) {
            prop_assert_eq!(ranked.names.name(ranked.place[code as usize]), text.as_str());
        }
    }
}
