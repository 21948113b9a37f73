//! Words for label rates by group.

use super::number;
use super::phrase;
use super::prose::Prose;
use crate::audit::{LabelContrast, Severity};

/// The contrasts that say something of their own: of two labels the second, because the first says the same with the sign
/// turned.
pub fn distinct(contrasts: &[LabelContrast]) -> &[LabelContrast] {
    match contrasts {
        [first, second] if first.label.is_some() && second.label.is_some() => &contrasts[1..],
        all => all,
    }
}

/// A contrast with the names of its attribute and group.
type Named<'a> = (&'a str, &'a str, &'a LabelContrast);

/// What was found over all attributes, in a sentence or two.
pub fn verdict(found: &Severity) -> Prose {
    let mut all: Vec<Named<'_>> = Vec::new();
    for attribute in &found.attributes {
        for group in &attribute.groups {
            let own = group.contrasts.estimated().map_or(&[][..], Vec::as_slice);
            all.extend(
                distinct(own).iter().map(|one| (attribute.attribute.as_str(), group.group.as_str(), one)),
            );
        }
    }
    let reported = all.iter().filter(|(.., contrast)| contrast.reported);
    let widest = reported
        .max_by(|a, b| a.2.difference.value.abs().total_cmp(&b.2.difference.value.abs()).then(b.1.cmp(a.1)));
    let family = number::counted(found.tests, "comparison", "comparisons");
    match widest {
        _ if all.is_empty() => Prose::of(
            "No group can be compared with the others: too few annotators of one side share items with the other.",
        ),
        Some(widest) => differs(widest).say(" That is the widest finding, by ").name(widest.0).say(format!(
            ", of one family of {family}. It is a difference of view, not a mistake of either side."
        )),
        None => Prose::default()
            .strong(
                "No group is found to give a label more or less often than all others do on the same items",
            )
            .say(format!(" ({family}, one family).{}", would_have_been_seen(&all))),
    }
}

/// What a reported contrast says.
fn differs((_, group, contrast): &Named<'_>) -> Prose {
    let up = contrast.difference.value > 0.0;
    let start = Prose::default().strong("Annotators of the group ").strong_name(group);
    match &contrast.label {
        Some(label) => {
            let more = if up { "more" } else { "less" };
            let size = phrase::signed_points(&contrast.difference);
            start
                .strong(" give ")
                .strong_name(label)
                .strong(format!(" {more} often than all others do on the same items: {size}."))
        }
        None => {
            let higher = if up { "higher" } else { "lower" };
            let size = number::signed_estimate(&contrast.difference);
            start.strong(format!(" place the same items {higher} on the scale than all others do: {size}."))
        }
    }
}

/// The smallest differences that would have been found, over groups and labels.
fn would_have_been_seen(all: &[Named<'_>]) -> String {
    let shares = all.iter().filter(|(.., contrast)| contrast.label.is_some());
    let least = shares.filter_map(|(.., contrast)| contrast.detectable);
    let (low, high) = least.fold((f64::INFINITY, 0.0_f64), |(low, high), own| (low.min(own), high.max(own)));
    if low > high {
        return String::new();
    }
    if number::points(low) == number::points(high) {
        return format!(" A difference of {} would have been seen four times in five.", number::points(low));
    }
    format!(
        " Differences of {} to {}, by group and label, would have been seen four times in five.",
        number::points(low),
        number::points(high)
    )
}
