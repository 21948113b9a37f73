use crate::audit::{Against, Fairness, FairnessMeasure, FairnessMetric, ModelFairness};
use crate::render::hostile_text::shown_name;
use crate::render::html::estimate_cell;
use crate::render::html::place::Place;
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Outcome;

/// How models serve groups of items.
pub(super) fn fill(place: &mut Place<'_, '_>, section: &mut Section, found: &Fairness) {
    if found.models.is_empty() {
        return;
    }
    section.heading(Prose::of("Models on groups of items"));
    section.text(lead(found));
    section.text(rules(found));
    section.figures(place.figures("fairness"));
    for model in found.models.iter().take(place.parts) {
        section.table(by_group(model, place.rows));
        section.table(differences(model, found, place.rows));
    }
    section.more(place.parts, found.models.len(), "models and attributes of items");
    if !found.attributes_left_out.is_empty() {
        let names = Prose::default().names(found.attributes_left_out.iter().map(String::as_str));
        section.text(Prose::of("Left out, for having more than 50 groups: ").then(names).say("."));
    }
    if found.labels_left_out > 0 {
        section.text(Prose::of(format!(
            "{} with too few items to be compared one by one.",
            number::counted(found.labels_left_out, "label is left out", "labels are left out")
        )));
    }
}

fn lead(found: &Fairness) -> Prose {
    let reported = |model: &&ModelFairness| model.metrics.iter().any(|metric| metric.reported);
    let told: Vec<&ModelFairness> = found.models.iter().filter(reported).collect();
    let Some(first) = told.first() else {
        return Prose::default()
            .strong("No model is shown to serve one group of items worse than another")
            .say(format!(
                ": none of {} between groups (Benjamini–Hochberg, one family) is beyond chance.",
                number::counted(found.tests, "difference", "differences")
            ));
    };
    let metrics = first.metrics.iter().filter(|metric| metric.reported);
    let widest = metrics.max_by(|a, b| excess(a).total_cmp(&excess(b)));
    let prose = Prose::default()
        .strong_name(&first.model)
        .strong(" differs between groups by ")
        .strong_name(&first.attribute);
    let Some(metric) = widest else { return prose.say(".") };
    let difference = metric.difference.estimated().map_or(0.0, |found| found.value);
    let expected = metric.chance.map_or(0.0, |chance| chance.expected);
    let words = format!(
        " most in {}: by {}, where chance alone makes {}.",
        name(metric.measure, first.against),
        number::points(difference),
        number::points(expected)
    );
    let more = match told.len() {
        1 => String::new(),
        n => format!(" So do {} more models or attributes.", number::count(n as u64 - 1)),
    };
    prose.say(words).say(more)
}

fn excess(metric: &FairnessMetric) -> f64 {
    let difference = metric.difference.estimated().map_or(0.0, |found| found.value);
    difference - metric.chance.map_or(0.0, |chance| chance.expected)
}

fn rules(found: &Fairness) -> Prose {
    let mut labels: Vec<&str> = found
        .models
        .iter()
        .flat_map(|model| &model.metrics)
        .filter_map(|own| own.positive.as_deref())
        .collect();
    labels.sort_unstable();
    labels.dedup();
    let against = match found.models.iter().any(|model| model.against == Against::Consensus) {
        true => "the consensus, which is not the truth: agreement is said, not accuracy",
        false => "gold",
    };
    let prose = match labels.as_slice() {
        [one] => Prose::of("The positive label is ")
            .name(one)
            .say(" (fairness.positive in the settings chooses another)."),
        _ => Prose::of("Each label in turn is the positive one, against all others."),
    };
    prose.say(format!(
        " Rates have fairlearn's names and are against {against}. The largest of several rates minus the smallest is above 0 by \
         chance alone, so it stands beside its mean with the items' groups exchanged."
    ))
}

fn name(measure: FairnessMeasure, against: Against) -> &'static str {
    match (measure, against) {
        (FairnessMeasure::Accuracy, Against::Gold) => "accuracy",
        (FairnessMeasure::Accuracy, Against::Consensus) => "agreement with the consensus",
        (FairnessMeasure::SelectionRate, _) => "selection rate",
        (FairnessMeasure::TruePositiveRate, _) => "true positive rate",
        (FairnessMeasure::FalsePositiveRate, _) => "false positive rate",
        (FairnessMeasure::Precision, _) => "precision",
    }
}

/// The rate, and the positive label where several are told.
fn rate_name(model: &ModelFairness, metric: &FairnessMetric) -> Cell {
    let words = Prose::of(name(metric.measure, model.against));
    match metric.positive.as_deref().filter(|_| model.odds.len() > 1) {
        Some(label) => Cell::prose(words.say(" of ").name(label)),
        None => Cell::prose(words),
    }
}

fn by_group(model: &ModelFairness, cap: usize) -> Table {
    let caption = format!("{} by {}", shown_name(&model.model), shown_name(&model.attribute));
    let mut rows = Vec::new();
    for metric in &model.metrics {
        rows.extend(metric.by_group.iter().map(|group| (metric, group)));
    }
    let columns = vec![
        words("rate"),
        words("group of items"),
        numbers("items"),
        numbers("rate [95 % interval]"),
        numbers("less that of the other groups"),
    ];
    Table::capped(caption, columns, &rows, cap, |(metric, group)| {
        vec![
            rate_name(model, metric),
            Cell::name(&group.group),
            estimate_cell::items(&group.rate),
            estimate_cell::share(&group.rate),
            estimate_cell::difference(&group.to_rest),
        ]
    })
    .noted(Prose::of(
        "† too few items to rely on. Intervals of the last column hold for all groups of a rate together.",
    ))
}

fn differences(model: &ModelFairness, found: &Fairness, cap: usize) -> Table {
    let caption = format!(
        "Differences between groups: {} by {}",
        shown_name(&model.model),
        shown_name(&model.attribute)
    );
    let columns = vec![
        words("rate"),
        numbers("overall"),
        numbers("largest less smallest"),
        numbers("by chance"),
        numbers("p"),
        numbers("q"),
        numbers("largest distance to overall"),
        numbers("smallest over largest"),
    ];
    let table = Table::capped(caption, columns, &model.metrics, cap, |metric| {
        let difference = estimate_cell::share(&metric.difference);
        let chance =
            |text: fn(f64) -> String, of: fn(&crate::audit::ChanceDifference) -> f64| match &metric.chance {
                Some(chance) => Cell::number(of(chance), text(of(chance))),
                None => Cell::absent(number::DASH),
            };
        vec![
            rate_name(model, metric),
            estimate_cell::share(&metric.overall),
            if metric.reported { difference.toned("warn") } else { difference },
            chance(number::share, |chance| chance.expected),
            chance(number::p_value, |chance| chance.p),
            chance(number::p_value, |chance| chance.q),
            estimate_cell::share(&metric.difference_to_overall),
            estimate_cell::share(&metric.ratio),
        ]
    });
    table.noted(odds(model, found))
}

/// Equalized odds, and the four-fifths rule for what it is.
fn odds(model: &ModelFairness, found: &Fairness) -> Prose {
    let mut text = format!(
        "Intervals resample items and are of the difference as it stands, chance included; a difference is reported at q ≤ .05 \
         over {}, {} or more beyond chance.",
        number::counted(found.tests, "difference", "differences"),
        number::points(found.margin)
    );
    if let [own] = model.odds.as_slice() {
        if let (Outcome::Estimated(difference), Outcome::Estimated(ratio)) = (&own.difference, &own.ratio) {
            text.push_str(&format!(
                " Equalized odds: difference {}, ratio {}.",
                number::share(*difference),
                number::share(*ratio)
            ));
        }
        if let Some(under) = own.under_four_fifths {
            text.push_str(&format!(
                " The smallest selection rate is {} four fifths of the largest, a screening heuristic and no verdict.",
                if under { "under" } else { "at least" }
            ));
        }
    }
    Prose::of(text)
}
