use super::estimate_cell;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::TwoGolds;
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Estimate, Outcome};

/// Which of two gold labels people and models follow.
pub fn block(section: &mut Section, golds: &Outcome<TwoGolds>, cap: usize) {
    section.heading(Prose::of("Which of two gold labels is followed?"));
    let golds = match golds {
        Outcome::NotEstimable(reason) => {
            return section.absent(Prose::of("Gold against the second gold label"), reason);
        }
        Outcome::Estimated(golds) => golds,
    };
    if let Some(people) = golds.people.estimated() {
        section.text(
            Prose::default()
                .strong(format!("People follow gold in {}", phrase::percent_with_interval(people)))
                .say(format!(
                    " of the {} that name one of the two labels, on {} where they differ; {} where they are the same \
                     tell nothing and are left out.",
                    number::counted(people.sample.annotations, "annotation", "annotations"),
                    number::counted(golds.items, "item", "items"),
                    number::count(golds.same),
                )),
        );
    }
    let people = (None, &golds.people, &golds.people_neither);
    let models = golds.models.iter().map(|model| (Some(model.model.as_str()), &model.share, &model.neither));
    let rows: Vec<(Option<&str>, &Outcome<Estimate>, &Outcome<f64>)> =
        std::iter::once(people).chain(models).collect();
    let columns = vec![
        words("who"),
        numbers("follows gold, of what names either"),
        numbers("names one of the two"),
        numbers("names neither"),
    ];
    let table =
        Table::capped("Gold against the second gold label", columns, &rows, cap, |(who, share, neither)| {
            vec![
                who.map_or_else(|| Cell::text("people"), Cell::name),
                estimate_cell::share(share),
                match share.estimated() {
                    Some(share) => Cell::count(share.sample.annotations),
                    None => Cell::absent(number::DASH),
                },
                estimate_cell::plain(neither, number::percent),
            ]
        });
    section.table(table.noted(Prose::of(
        "Of people, items and annotators are taken as redrawn; a model answers each item once. A share below that of people \
         says that the model listens to something else than people do.",
    )));
}
