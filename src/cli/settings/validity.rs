use super::nearest::nearest;
use super::value::{Value, Values};
use crate::audit::{CATALOGUE, SMALLEST_MIN_GROUP, SetDistance, Weights};
use crate::cli::Trouble;
use crate::vocabulary::Scale;

/// What the kinds alone cannot tell: ranges, dates, names of encodings.
pub fn check(values: &Values) -> Result<(), Trouble> {
    min_group(values)?;
    whole(values, "inference.replicates", 100, 1_000_000, "2000 are enough for a 95 % interval")?;
    whole(values, "inference.min_overlap", 2, u64::MAX, "20 is a good floor")?;
    whole(values, "attributes.intersections", 1, 4, "groups of more parts are too small to be shown")?;
    whole(values, "threads", 1, 1024, "leave it out to use all processors")?;
    coefficients(values)?;
    shares(values)?;
    if let Some(day) = values.text("as_of") {
        day.parse::<jiff::civil::Date>()
            .map_err(|_| refused(values, "as_of", "write a day as 2026-01-31"))?;
    }
    if let Some(text) = values.text("rows.delimiter") {
        let delimiter = delimiter(&text);
        delimiter.ok_or_else(|| refused(values, "rows.delimiter", "one ASCII character, or tab"))?;
    }
    if values.text("labels.set_separator").is_some_and(|separator| separator.trim().is_empty()) {
        return Err(refused(values, "labels.set_separator", "one sign or more, other than spaces: \"|\""));
    }
    if let Some(name) = values.text("rows.encoding") {
        encoding(values, &name)?;
    }
    let own = values.questions.values().filter_map(|entries| entries.get("declared"));
    for entry in values.entries.get("labels.declared").into_iter().chain(own) {
        if let Value::Texts(labels) = &entry.value
            && let Some(twice) = labels.iter().enumerate().find(|(i, label)| labels[..*i].contains(label))
        {
            let message = format!("{}: the label {:?} is declared twice", entry.origin, twice.1);
            return Err(Trouble::usage(message, "declare each label once, in the scale's order"));
        }
    }
    Ok(())
}

/// Groups of one or two people are persons: who wants to see them must say so.
fn min_group(values: &Values) -> Result<(), Trouble> {
    let allowed = values.truth("privacy.allow_small_groups").unwrap_or_default();
    let least = if allowed { 1 } else { SMALLEST_MIN_GROUP };
    let why =
        "smaller groups would point at persons; --allow-small-groups lets them be shown, with a warning";
    whole(values, "privacy.min_group", least, u64::MAX, if allowed { "1 withholds nothing" } else { why })
}

/// Whether numbers can be edges of bands: at least one, finite, ascending.
pub fn are_edges(edges: &[f64]) -> bool {
    !edges.is_empty() && edges.iter().all(|edge| edge.is_finite()) && edges.is_sorted_by(|a, b| a < b)
}

/// Numbers that must lie between two others.
fn shares(values: &Values) -> Result<(), Trouble> {
    share(values, "agreement.target_reliability", 0.01, 0.999, "it is a reliability below 1: 0.8 is usual")?;
    share(values, "inference.level", 0.5, 0.9999, "0.95 is usual")?;
    share(
        values,
        "human_model.epsilon",
        0.0,
        1.0,
        "0.2 for experts, 0.15 for trained people, 0.1 for a crowd",
    )?;
    share(values, "severity.margin", 0.0, 1.0, "it is a difference of shares: 0.05 for 5 points")?;
    share(values, "views.max_weight", 1.0, 1e6, "it is a multiple of the mean weight: 5 is usual")?;
    share(values, "fairness.margin", 0.0, 1.0, "it is a difference of shares: 0.02 for 2 points")?;
    share(values, "views.margin", 0.0, 1.0, "it is a difference of shares: 0.02 for 2 points")?;
    share(values, "fatigue.cap_margin", 0.0, 1.0, "it is a fall of a share: 0.02 for 2 points")?;
    share(values, "cohesion.margin", 0.0, 2.0, "it is a difference of two coefficients: 0.02 is usual")?;
    share(values, "rows.max_set_aside", 0.0, 1.0, "it is a share of all rows: 0.05 for 5 %")?;
    share(values, "coverage.interval_width", 0.001, 1.0, "it is a width of shares: 0.1 for ten points")?;
    share(values, "coverage.far_below", 0.0, 1.0, "it is a part of the target: 0.8 for four fifths")?;
    share(values, "routing.target_error", 0.0001, 0.5, "it is a share of wrong labels: 0.05 for 5 %")?;
    share(values, "routing.human_hours", 0.0, 1e9, "it is a number of hours")?;
    share(values, "routing.secs_per_item", 0.01, 1e6, "it is a number of seconds")
}

fn encoding(values: &Values, name: &str) -> Result<(), Trouble> {
    if encoding_rs::Encoding::for_label(name.as_bytes()).is_some() {
        return Ok(());
    }
    let usual =
        ["utf-8", "windows-1252", "iso-8859-1", "utf-16le", "utf-16be", "shift_jis", "gb18030", "euc-kr"];
    let remedy = match nearest(name, usual) {
        Some(near) => format!("did you mean {near}? (names are those of https://encoding.spec.whatwg.org)"),
        None => {
            "names are those of https://encoding.spec.whatwg.org: utf-8, windows-1252, shift_jis …".into()
        }
    };
    Err(refused(values, "rows.encoding", &remedy))
}

/// The byte that separates fields.
pub fn delimiter(text: &str) -> Option<u8> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Some(b'\t'),
        [b'"' | b'\n' | b'\r'] => None,
        [one] if one.is_ascii() => Some(*one),
        _ => None,
    }
}

/// Coefficients are named by their ids.
fn coefficients(values: &Values) -> Result<(), Trouble> {
    let known = || CATALOGUE.iter().map(|entry| entry.metric);
    let asked = values.texts("agreement.coefficients").unwrap_or_default();
    let Some(unknown) = asked.iter().find(|word| known().all(|metric| metric != word.as_str())) else {
        return Ok(());
    };
    let remedy = match nearest(unknown, known()) {
        Some(near) => format!("did you mean `{near}`? `raterscope coefficients` lists them all"),
        None => "`raterscope coefficients` lists them all".into(),
    };
    let origin = values.origin("agreement.coefficients");
    Err(Trouble::usage(format!("{origin}: unknown coefficient `{unknown}`"), remedy))
}

/// The distance of sets of this name; any other word is a file.
pub fn set_distance(word: &str) -> Option<SetDistance> {
    SetDistance::ALL.into_iter().find(|distance| distance.word() == word)
}

/// The weights of this name.
pub fn weights(word: &str) -> Option<Weights> {
    Weights::ALL.into_iter().find(|weights| weights.name() == word)
}

/// The scale of this name.
pub fn scale(word: &str) -> Option<Scale> {
    Scale::ALL.into_iter().find(|scale| scale.name() == word)
}

fn whole(values: &Values, path: &str, least: u64, most: u64, why: &str) -> Result<(), Trouble> {
    let outside = |whole: &u64| *whole < least || *whole > most;
    match values.whole(path).filter(outside) {
        None => Ok(()),
        Some(_) if most == u64::MAX => {
            Err(refused(values, path, &format!("it must be at least {least}: {why}")))
        }
        Some(_) => Err(refused(values, path, &format!("it must be {least} to {most}: {why}"))),
    }
}

fn share(values: &Values, path: &str, least: f64, most: f64, why: &str) -> Result<(), Trouble> {
    match values.number(path).filter(|number| !(least..=most).contains(number)) {
        None => Ok(()),
        Some(_) => Err(refused(values, path, &format!("it must be {least} to {most}: {why}"))),
    }
}

fn refused(values: &Values, path: &str, remedy: &str) -> Trouble {
    let words = values.entries.get(path).map(|entry| entry.value.words()).unwrap_or_default();
    let name = path.split_once('.').map_or(path, |(_, name)| name);
    Trouble::usage(format!("{}: {words} will not do for `{name}`", values.origin(path)), remedy)
}
