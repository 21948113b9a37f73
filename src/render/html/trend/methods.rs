use crate::compare::trend::Trend;
use crate::render::html::section::Section;
use crate::render::number;
use crate::render::prose::Prose;

/// The rules behind the page.
pub fn section(trend: &Trend) -> Section {
    let mut section = Section::new("methods".into(), "Methods and caveats");
    let within = number::level(1.0 - trend.outside_rate);
    let mut points = vec![
        Prose::default().strong("Change of level. ").say(
            "The likeliest single change of each number that ten or more audits have, weighed by the audits' own errors and by \
             how much they differ beyond these (DerSimonian and Laird), allowing for neighbours that hang together. Its p is \
             drawn from series without a change that are as dispersed and as correlated, so that neither the choice of the \
             place nor the estimation of either is taken as known; further changes are looked for before and after it. How alike \
             neighbours are is hard to know of few audits: of 2 000 simulated series of twelve that were alike (correlation .4) and \
             did not change, 8.5 % told a change; where they were not alike, 3.2 to 3.9 %.",
        ),
        Prose::default().strong("Steady rise or fall. ").say(
            "Sen's slope with Mann and Kendall's test over eight audits or more, its variance widened where neighbours hang \
             together.",
        ),
        Prose::default().strong("What was to be expected. ").say(format!(
            "The range in which an audit lies with a probability of {within}, given the other audits of the same level, its own \
             error, and how much audits differ beyond their errors. It needs five others. A point takes no part in its own \
             range.",
        )),
        Prose::default().strong("Many numbers. ").say(format!(
            "A change is told at a false discovery rate of 5 % over all {} that were tested; the same for {} tested for a steady \
             rise or fall. Intervals of changes are at {}.",
            number::counted(trend.tests, "number", "numbers"),
            number::count(trend.slope_tests),
            number::level(trend.level)
        )),
        Prose::default().strong("What a change means. ").say(
            "Other items, other annotators, a new guideline and other settings move a number just as better or worse work does. \
             This page tells that it moved; compare the two audits to see what drove it.",
        ),
    ];
    points.extend(trend.notes.iter().map(|note| Prose::marked(note)));
    section.list(points);
    section
}
