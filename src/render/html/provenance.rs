use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::Audit;
use crate::render::number;
use crate::render::prose::Prose;

/// Where the numbers come from: inputs, settings, seed, version, what was withheld.
pub fn section(audit: &Audit) -> Section {
    let mut section = Section::new("provenance".into(), "Provenance");
    let plan = &audit.provenance.plan;
    section.text(Prose::of(format!(
        "Made by raterscope {} from these inputs with seed {}; the same inputs and settings give the same bytes. \
         Annotator names are {}.",
        audit.provenance.raterscope,
        plan.inference.seed.0,
        if plan.pseudonymized { "pseudonyms" } else { "those of the log" },
    )));
    section.table(Table::capped(
        "Inputs",
        vec![words("file"), words("read as"), numbers("rows"), words("SHA-256")],
        &audit.intake.inputs,
        50,
        |input| {
            vec![
                Cell::name(&input.name),
                Cell::text(&input.kind),
                Cell::count(input.rows),
                Cell::text(&input.sha256).toned("digest"),
            ]
        },
    ));
    section.table(settings(audit));
    section.heading(Prose::of("Withheld"));
    withheld(&mut section, audit);
    section
}

/// The suppression log: what is withheld by which rule, and how many numbers of which part that concerns.
fn withheld(section: &mut Section, audit: &Audit) {
    let plan = &audit.provenance.plan;
    if let Some(warning) = plan.small_groups_warning() {
        section.text(Prose::default().strong(warning));
    }
    if audit.suppression.is_empty() {
        section.text(Prose::of(format!(
            "Nothing was withheld. A group of fewer than {} annotators would be.",
            number::count(plan.min_group)
        )));
    }
    section.table(Table::capped(
        "What was withheld, and why",
        vec![
            words("question"),
            words("what"),
            words("rule"),
            numbers("groups"),
            words("where"),
            words("why"),
        ],
        &audit.suppression,
        50,
        |note| {
            let question =
                if note.question.is_empty() { Cell::text("all") } else { Cell::name(&note.question) };
            let groups = note.groups.map_or_else(|| Cell::absent(number::DASH), Cell::count);
            let (rule, place) = (Cell::text(note.rule.words()), Cell::text(&note.place));
            vec![question, Cell::name(&note.what), rule, groups, place, Cell::text(&note.why)]
        },
    ));
    section.table(Table::capped(
        "Numbers withheld, by part of audit.json",
        vec![words("question"), words("part"), words("rule"), numbers("numbers")],
        &audit.suppressed_cells,
        50,
        |cells| {
            vec![
                Cell::name(&cells.question),
                Cell::text(&cells.part),
                Cell::text(cells.rule.words()),
                Cell::count(cells.cells),
            ]
        },
    ));
}

fn settings(audit: &Audit) -> Table {
    let plan = &audit.provenance.plan;
    let mut all: Vec<(String, String)> = vec![
        ("bootstrap replicates".into(), number::count(u64::from(plan.inference.replicates))),
        ("confidence level".into(), number::share(plan.inference.level)),
        ("smallest overlap of two annotators".into(), number::count(plan.inference.min_overlap)),
        ("smallest group shown".into(), number::count(plan.min_group)),
    ];
    if let Some(day) = &plan.as_of {
        all.push(("as of".into(), day.clone()));
    }
    all.extend(plan.settings.iter().map(|(name, value)| (name.clone(), value.clone())));
    Table::capped("Settings in effect", vec![words("setting"), words("value")], &all, 100, |(name, value)| {
        vec![Cell::text(name), Cell::name(value)]
    })
}
