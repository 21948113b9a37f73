use super::section::Section;
use crate::audit::{Audit, QuestionAudit};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Scale;
use std::collections::BTreeSet;

/// The rules a reader meets, in words.
pub fn section(audit: &Audit) -> Section {
    let mut section = Section::new("methods".into(), "Methods and caveats");
    section.list(counted());
    section.heading(Prose::of("Intervals"));
    section.list(intervals(audit));
    section.heading(Prose::of("Agreement"));
    section.list(agreement(audit));
    section.heading(Prose::of("People, models, sessions, groups"));
    section.list(people(audit));
    section
}

fn points(points: &[&str]) -> Vec<Prose> {
    points.iter().map(Prose::of).collect()
}

fn counted() -> Vec<Prose> {
    points(&[
        "An annotation is one label by one annotator for one item and question. Where the same annotator labelled an \
         item more than once, the settings say which one counts; exact duplicates count once; different labels at one \
         time, or without a time, are set aside.",
        "Missing, skipped and the text of a label are three things: a skip is counted, a missing value is no label, and \
         a label that happens to read “nan” is a label.",
        "An item with one annotation is rated but not pairable: it enters label shares and no agreement.",
    ])
}

/// What is said of guideline versions, where the log names any.
fn versions() -> &'static str {
    "Guideline versions are compared in the order of their names, on the items annotated under both where there are twenty such \
     items, else on all items of each. Two intervals stand beside each other: annotators as they are, and items and annotators \
     drawn anew, both left out of both versions at once; the wider one leads unless the panel is declared fixed."
}

fn intervals(audit: &Audit) -> Vec<Prose> {
    let inference = &audit.provenance.plan.inference;
    let mut all = vec![Prose::of(format!(
        "Intervals are at {} and speak of these annotators: items are resampled with all their annotations ({} \
         replicates, percentile) and annotators stay as they are. With other annotators the numbers could move further.",
        number::percent(inference.level),
        number::count(u64::from(inference.replicates)),
    ))];
    all.extend(audit.questions.iter().filter_map(clustered));
    if audit.questions.iter().any(|question| question.guideline_versions.is_some()) {
        all.push(Prose::of(versions()));
    }
    all.extend(points(&[
        "With few items, or few that divide their annotators, a jackknife interval on a transformed scale is used instead \
         and named. Perfect agreement gets a one-sided exact bound, never the interval [1, 1].",
        "Shares over annotations are clustered by annotator. Where many comparisons are made, false discoveries are \
         held at 5 % by Benjamini and Hochberg over one family per section.",
        "A band is the highest that the coefficient reaches with probability .95: below .667 not reliable, to .800 \
         tentative, above reliable (Krippendorff). It is never read off the bare number.",
        "Analytic intervals take no replicates: Gwet's linearisation (Krippendorff's alpha: each item left out once), annotators \
         as they are, t with items − 1 degrees of freedom, cut off at the ends of the range.",
        "The bands of other coefficients than alpha are Landis and Koch's (poor below 0, slight to .2, fair to .4, moderate to \
         .6, substantial to .8, almost perfect), by Gwet's benchmarking: the highest whose probability, cumulated from above, \
         reaches .95.",
        "What cannot be estimated says why, and is never shown as 0, 1 or nothing.",
    ]));
    all
}

/// What is drawn where items belong together.
fn clustered(question: &QuestionAudit) -> Option<Prose> {
    let found = question.agreement.clusters.as_ref()?;
    let rules = format!(
        "” belong together, and the {} of them are drawn and left out whole, in intervals of pooled coefficients, labels, \
         label pairs, slices and their differences, influence, other annotators and analytic errors; the rules for few \
         items count clusters. An item without a cluster is one by itself, and so is an item that rows put into several, \
         which is counted as a defect. Intervals whose method (in estimates.csv) says “clusters of items not taken into \
         account” take items as independent: read them as too narrow.",
        number::count(found.clusters),
    );
    Some(Prose::of("Items of one “").name(&found.column).say(rules))
}

fn agreement(audit: &Audit) -> Vec<Prose> {
    let mut all: Vec<Prose> = audit
        .questions
        .iter()
        .flat_map(formulas)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(Prose::of)
        .collect();
    if audit.questions.iter().any(|question| question.question.scale == Scale::Set) {
        all.push(Prose::of(
            "Where an annotation is a set of labels, two sets are the nearer the more they share: J is the share of their \
             labels that both have; Jaccard distance is 1 − J, MASI distance 1 − J · M with M = 1 for equal sets, 2/3 where \
             one holds the other, 1/3 where they overlap otherwise (Passonneau 2006). Two empty sets are equal; an empty \
             set is as far from any other as can be.",
        ));
    }
    all.extend(points(&[
        "A chance-corrected coefficient is 1 − observed / expected disagreement. Alpha weighs an item by its annotations, \
         Fleiss' kappa weighs all items alike; they differ where items have unequal numbers of annotations.",
        "Fleiss' kappa and Gwet's coefficients take label shares from all rated items, those with one annotation among them; \
         alpha and Scott's pi from items with two or more. Weights and distances go by position among the labels on an ordinal \
         scale, by value on an interval or ratio scale. q counts the declared labels, or else the labels that people used.",
        "Cohen's kappa of two annotators rests on the items that both labelled, with the error of Fleiss, Cohen and Everitt \
         and normal quantiles. On ordered scales near misses count in part, and the weights are named. Kappa falls where \
         one label prevails, and where two people use the labels at different rates.",
        "The consensus is a majority and is never presented as truth; accuracy is said only against gold.",
    ]));
    let chosen =
        audit.questions.iter().filter_map(|question| question.consensus.chosen.as_ref()?.estimated());
    let methods: BTreeSet<String> =
        chosen.map(|chosen| format!("Consensus asked for: {}.", chosen.model.method())).collect();
    all.extend(methods.into_iter().map(Prose::of));
    all
}

/// Which formula stands behind each pooled coefficient.
fn formulas(question: &QuestionAudit) -> Vec<String> {
    let agreement = &question.agreement;
    agreement
        .coefficients
        .iter()
        .chain(&agreement.further)
        .filter_map(|c| {
            c.outcome.estimated().map(|e| format!("{}: {}.", c.name, e.method.trim_end_matches('.')))
        })
        .collect()
}

fn people(audit: &Audit) -> Vec<Prose> {
    let mut all = points(&[
        "Annotators are compared with what others achieved on the same items, and something is said only with 30 or more \
         shared items, a q of at most .05, a difference that matters in practice and the same sign in both halves. Tables \
         of people are alphabetical and are no basis for pay.",
        "The human yardstick for a model is like for like: model against one person beside another person against that \
         person, on the same items.",
        "A model's confusion matrix is against the majority (ties left out), against gold where there is gold, and against \
         every annotation, each counting 1/n of its item. Shares of items have Wilson's interval, F1 the one of the hits \
         among items that either side gave the label; balanced accuracy, Matthews correlation and means over labels the \
         linearised error over items. A mean over labels counts what cannot be had as 0 (a label that the model never \
         gives), a single label says that it cannot be had.",
        "Two models are compared on the items that both answered: McNemar's exact test, Newcombe's interval for paired \
         shares. Inside a slice the consensus is that of the slice's own annotations; items in the slice and in the rest stay \
         paired. Beside groups of people a difference takes items and people as drawn anew.",
        "Whether a model may stand in for a person is the alternative annotator test (Calderon, Reichart and Dror 2025): each \
         annotator of 30 items or more in turn is left out, and the model wins where a one-sided t test shows that the \
         person is ahead by less than ε (Benjamini and Yekutieli at 5 %); it passes where it wins against half of them. With \
         fewer than three annotators there is no such test.",
        "xRR is 1 − observed / expected disagreement of people's labels with the model's (Wong, Paritosh and Aroyo 2021), to be \
         read beside alpha among people on the same items. Model and left-out person are held against the majority of the \
         item's other annotators, ties shared.",
        "A model is called over-confident only where the interval of mean confidence minus the share of right labels \
         (MOVER of Wilson's interval and the t interval of mean confidence, items paired) lies above 0. Bands of equal width \
         are open below and closed above; ECE and MCE are larger than 0 by noise alone and stand beside what they would be \
         were the model calibrated: outcomes drawn anew with the confidence as probability (Bröcker and Smith), or for \
         shares of people gaps drawn with the error found.",
        "A threshold from which a model labels alone is certified by fixed-sequence testing: places on the risk–coverage \
         curve, chosen by confidence alone, are tested from the most confident down by the exact binomial p until one fails, \
         in up to four sequences that share the risk (Learn then Test). A threshold that hours decide rests on confidences \
         alone and has the one-sided exact bound of its error. Both hold for items like the judged ones.",
        "Automation bias compares, on the same items, annotators who were shown a wrong suggestion with annotators who were \
         not: the share with its label, with an intercept for each item and each annotator, items and annotators drawn \
         anew. Wrong is what gold says, or else the annotators who were not shown the suggestion, except the one who is \
         compared. It is called an effect only where the settings say that chance decided who was shown what.",
        "Along the calendar, a change of level is the break that takes most squares away, weighed by what periods' counts and \
         their spread beyond them explain. Its p is the share of 1 999 series without a change, as dispersed and as like their \
         neighbours, whose best break is as large; one family per question (Benjamini and Hochberg). Ten periods are needed.",
    ]);
    all.extend(order());
    all.extend(groups());
    all.extend(label_rates(audit));
    all.extend(views());
    all.push(Prose::of(format!(
        "Groups of fewer than {} annotators are withheld everywhere, in charts and files too, and read “insufficient”, \
         never “pass”.",
        number::count(audit.provenance.plan.min_group)
    )));
    all
}

/// What is said of the order of work.
fn order() -> Vec<Prose> {
    points(&[
        "The slope along a session is within annotator and session (CR2 standard errors clustered by annotator, \
         Bell–McCaffrey degrees of freedom); a verdict also needs the wider interval that allows for annotators of one \
         item not being independent. Without gold the outcome is agreement with the item's other annotators, who \
         may tire too.",
        "A fall along the session is called fatigue only if it is there with the items held fixed too, where gold, or three \
         annotators of an item, can tell items from order; agreement then moves with the others' order as well, so the slope \
         is divided by (k − 2)/(k − 1) for k annotators. A cap on sessions needs such a fall, and the same annotators below \
         their own positions 26 to 75 in a block and in the pooled rest after it by more than a margin, with bounds that \
         hold for all blocks at once. Logs of more than two million annotations are judged by their sums alone.",
        "Whether the label before is given again is read from deviations: what one gives beside what others (or gold) say of \
         the same item, on two items in a row, less own habits. Alike items that follow each other move the others too, and \
         so move no deviation.",
        "A group\'s share is held against a target only where one is stated. Each annotator counts once (Wilson\'s interval, exact \
         binomial p), shares of annotations take annotators as clusters, and all groups together are tested by chi-square on \
         annotators, by 9 999 samples drawn at the target where fewer than five are expected in a group. A group is called \
         far under its target by q of all groups of the question and a share below four fifths of it (a setting). What is not \
         known of annotators, and what they would rather not say, are groups without a target, and no part of what shares are \
         of. Effective numbers of groups are Hill\'s, over the known.",
        "Groups by slice and along the calendar are told in cells of nobody or of enough annotators: small groups are told \
         together, and so are slices, or weeks in a row, in which a group has few people. Intersections of attributes give \
         way where they and their parts cannot both be shown.",
        "Along the calendar each week (Monday to Sunday) has its mean; trends are Mann–Kendall's with Sen's slope over weeks \
         of 10 annotations or more, from 8 weeks on, after annotator effects are taken out, so that who works when is no \
         drift. The variance allows for weeks that resemble their neighbours (Hamed and Rao 1998, or (1 + ρ) / (1 − ρ) of neighbours where that is more). A change of level is told \
         from 10 weeks on where the OLS-CUSUM, widened alike, refuses one level at .05; its place leaves least squared \
         deviations.",
    ])
}

/// What is said of groups beside each other.
fn groups() -> Vec<Prose> {
    points(&[
        "A group’s agreement within itself is Krippendorff’s alpha of its own annotations (IRR), its agreement with the others \
         cross-replication reliability (xRR), and GAI their ratio (GRASP: Prabhakaran et al. 2024), which needs an xRR above 0. \
         A group is said to have a view of its own only where IRR − xRR lies farther from its mean over relabelled annotators \
         than a margin, and than chance would have it: annotators change groups within strata of like people (who share \
         items, directly or through others; the same value of slicing columns that cut people; a number of annotations \
         between the same powers of two), p is (1 + b) / (1 + B) of the rarer side, doubled, drawing ends once that side has \
         been seen fifty times, and q is Benjamini and Hochberg’s over all groups of all attributes. Severe, careless or busy \
         annotators alone make no group stand out so.",
    ])
}

/// What is said of groups beside the consensus, and of models on groups of items.
fn views() -> Vec<Prose> {
    points(&[
        "A group’s distance from the consensus holds each annotation against the majority of the item’s other annotators (with \
         one’s own vote in it a large group would be nearer by construction), less the same share of everybody else on the same \
         items; items and annotators are taken as drawn anew, what each annotator moves in that majority among it. An item \
         flips where another label leads alone when a group alone, all but a group, or annotators weighted to a stated target \
         decide. Flips are held against annotators exchanging places within the same strata; p is one-sided, drawing ends \
         after twenty as many, and distances and flips are one family (Benjamini and Hochberg).",
        "Annotators are weighted to a target by target share / share (one attribute or a joint target) or by raking (several). \
         Groups without a target, or too small to be shown, keep the weight they had. Weights are cut back at a stated multiple \
         of the mean; Kish’s design effect n Σw² / (Σw)² says what the weights cost.",
        "A model’s rates by group of items have fairlearn’s names and definitions; single rates have Wilson’s interval (CR2 over \
         clusters where items belong together), a group’s contrast with the rest Newcombe’s, all groups of a rate together, \
         differences and ratios the bootstrap of items. Whether a largest minus smallest rate is beyond chance is told by dealing \
         the hits anew among the items that the rate is of.",
    ])
}

/// What is said of label rates by group, where there are any.
fn label_rates(audit: &Audit) -> Vec<Prose> {
    let found =
        audit.questions.iter().filter_map(|question| question.disparity.as_ref()?.severity.estimated());
    let Some(first) = found.into_iter().next() else { return Vec::new() };
    let margin = number::points(first.margin);
    let mut all = vec![Prose::of(format!(
        "A group of annotators is held against all other annotators item by item (Mantel and Haenszel’s weights), so that \
         only items that both saw count. The error takes annotators as the units: the difference is a regression’s with one \
         intercept per item, with CR2 errors clustered by annotator and Satterthwaite’s degrees of freedom. A difference is \
         reported where its q is at most .05 over one family of all attributes, groups and labels (Benjamini and Hochberg) \
         and it reaches {margin}. Its p is the larger of that of t and that of group names exchanged among annotators of \
         alike workload. The interval for all contrasts of an attribute at once is Bonferroni’s."
    ))];
    all.extend(points(&[
        "The test of Cochran, Mantel and Haenszel takes every annotation as independent; where annotators differ in severity \
         and no group does, it finds groups in 20 to 40 of 100 logs. It stands in estimates.csv as a naive figure, and \
         nothing rests on it.",
        "How far groups are apart at most, and how far two groups’ label shares lie apart (Jensen–Shannon divergence in bits), \
         are above 0 by noise alone: they stand beside their mean with group names shuffled among annotators of alike \
         workload, and are described, not judged. The ratio of the lowest to the highest rate is a screening figure.",
    ]));
    all
}
