use super::format::Format;
use super::names::slug;
use super::sketch::Sketch;
use super::{
    agreement, annotators, calibration, cohesion, comparison, course, coverage, drift, fairness, fatigue,
    guideline, human_model, interventions, parts, picture, risk_coverage, severity, svg, two_annotators,
    views,
};
use crate::audit::{Audit, Disparity, QuestionAudit};
use crate::compare::Comparison;
use crate::render::number;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A finished chart with its words. Words hold names from the log: escape them.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its name, safe in a file name and unique in the report: `label-agreement`.
    pub id: String,
    /// The question it is about.
    pub question: String,
    /// Where on the page: `headline`, `agreement`, `labels`, `matrix`, `annotators`, `slices`, `human_model`, `human_model_details`, `confidence`, `interventions`, `fatigue`, `course`, `coverage`, `guideline_versions`, `cohesion`, `severity`, `views`, `fairness`.
    pub section: String,
    /// The finding in words.
    pub title: String,
    /// What is drawn.
    pub caption: String,
    /// What it says to those who do not see it; the SVGs hold it too.
    pub alt: String,
    /// Whether it needs the page's whole width (a large heat map) instead of a column of about 400 px.
    pub broad: bool,
    /// The drawing for wide screens, an escaped `<svg>` element.
    pub svg: String,
    /// The drawing for narrow screens.
    pub svg_narrow: String,
    /// The picture for slides, 1600 px wide.
    pub png: Vec<u8>,
}

/// Questions that are drawn, and shown on the page in full: nobody looks at thousands of pictures.
pub const MOST_QUESTIONS: usize = 40;
/// Attributes of a question that are drawn, and shown on the page with details.
pub const MOST_ATTRIBUTES: usize = 12;

/// Every chart that the audit allows, question by question in the page's order. What cannot be estimated has no
/// chart: the page says why.
pub fn draw_all(audit: &Audit) -> Vec<Chart> {
    let level = number::level(audit.provenance.plan.inference.level);
    let questions = audit.questions.iter().take(MOST_QUESTIONS);
    drawn(
        questions.map(|own| (own.question.name.as_str(), of_question(own, &level))).collect(),
        audit.questions.len() > 1,
    )
}

/// Every chart that a comparison allows, question by question in the page's order.
pub fn draw_comparison(compared: &Comparison) -> Vec<Chart> {
    let level = number::level(compared.level);
    let questions = compared.questions.iter().take(MOST_QUESTIONS);
    let all = questions.map(|own| (own.question.as_str(), comparison::sketches(own, &level))).collect();
    drawn(all, compared.questions.len() > 1)
}

/// Draws the sketches of each question; names bear the question's where there are several.
fn drawn(questions: Vec<(&str, Vec<Sketch>)>, several: bool) -> Vec<Chart> {
    let mut taken = BTreeSet::new();
    let mut sketches: Vec<(&str, String, Sketch)> = Vec::new();
    for (question, own) in questions {
        for sketch in own {
            let wanted = match several {
                true => format!("{}-{}", slug(question), sketch.id),
                false => sketch.id.clone(),
            };
            let id = unique(wanted.trim_matches('-'), &mut taken);
            sketches.push((question, id, sketch));
        }
    }
    sketches.into_par_iter().map(|(question, id, sketch)| draw(question, id, sketch)).collect()
}

fn of_question(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    [
        agreement::sketches(question, level),
        two_annotators::sketches(question, level),
        annotators::sketches(question, level),
        parts::slices(question, level),
        human_model::sketches(question, level),
        calibration::sketches(question, level),
        risk_coverage::sketches(question, level),
        interventions::sketches(question, level),
        drift::sketches(question, level),
        fatigue::sketches(question, level),
        course::sketches(question, level),
        coverage::sketches(question, level),
        guideline::sketches(question, level),
        question.disparity.as_ref().map_or_else(Vec::new, |found| of_disparity(found, level)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_disparity(found: &Disparity, level: &str) -> Vec<Sketch> {
    let mut sketches = Vec::new();
    sketches.extend(found.cohesion.estimated().map_or_else(Vec::new, |part| cohesion::sketches(part, level)));
    sketches.extend(found.severity.estimated().map_or_else(Vec::new, |part| severity::sketches(part, level)));
    sketches.extend(found.views.estimated().map_or_else(Vec::new, |part| views::sketches(part, level)));
    sketches.extend(found.fairness.estimated().map_or_else(Vec::new, |part| fairness::sketches(part, level)));
    sketches
}

/// Draws a sketch for page and slide.
pub(super) fn draw(question: &str, id: String, sketch: Sketch) -> Chart {
    let broad = sketch.form.is_broad();
    let format = if broad { Format::BROAD } else { Format::COLUMN };
    let alt = &sketch.alt;
    Chart {
        svg: svg::write(&sketch.form.lay_out(format), alt),
        svg_narrow: svg::write(&sketch.form.lay_out(Format::NARROW), alt),
        png: picture::draw(&sketch.form.lay_out(Format::SLIDE), &sketch.title, &sketch.caption),
        id,
        question: question.to_owned(),
        section: sketch.section.to_owned(),
        title: sketch.title,
        caption: sketch.caption,
        alt: sketch.alt,
        broad,
    }
}

/// The wanted name, or the first of `name-2`, `name-3` … that is free.
pub(super) fn unique(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let mut id = wanted.to_owned();
    let mut next = 2;
    while !taken.insert(id.clone()) {
        id = format!("{wanted}-{next}");
        next += 1;
    }
    id
}
