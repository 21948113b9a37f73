use super::analytic::analytic;
use super::annotator_agreement::annotators;
use super::annotator_matrix::annotator_matrix;
use super::band::band;
use super::benchmark::benchmark;
use super::coincidences::coincidences;
use super::crossed::Crossed;
use super::disputed::disputed;
use super::further::{further, pooled_kinds};
use super::influence::Influence;
use super::label_agreement::SpecificAgreement;
use super::label_pairs::{LabelPairs, PairFacts};
use super::many_sets::alpha_of_many_sets;
use super::member_agreement::member_agreement;
use super::paradox::paradox;
use super::pattern_items::PatternItems;
use super::pool::Pool;
use super::pooled::{Coefficients, Weighted};
use super::redrawn_shares::redrawn_shares;
use super::sampling::{Sampling, item_stream};
use super::skipped_items::{skipped_items, skips_of};
use super::slices::slices;
use super::{
    Agreement, AgreementOptions, ClusterCount, Coefficient, LabelAgreement, Pooled, Redrawn, continuous,
};
use crate::analysis::inference::{InferenceOptions, Resampled, resample_units};
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize, SliceKey};

/// How far the annotators of one question agree: all that the report says of it. Pooled numbers come from the pattern
/// table in one resampling of items that serves all of them; annotators by name and example items come from the index.
pub fn measure(tallies: &QuestionTallies, asked: &AgreementOptions, options: &InferenceOptions) -> Agreement {
    let question = &tallies.question;
    if let Some(reason) = question.not_of_labels().filter(|_| asked.distance.is_none()) {
        return continuous::measure(tallies, asked, options, &reason);
    }
    let table = &tallies.summaries.patterns;
    let coefficients = Coefficients::new(table, question, asked);
    let whole = coefficients.at(&table.items);
    let columns = Columns::new(pooled_kinds(tallies, asked), &coefficients, &whole, tallies);
    let sampling = sampling_of(tallies, &coefficients);
    let resampled = columns.resampled(tallies, &coefficients, &sampling, options);
    let mut outcomes = columns.outcomes(&coefficients, &resampled, &sampling, options.level);
    let drawn = (outcomes.len(), &sampling.units);
    if let Some((alpha, own)) = alpha_of_many_sets(table, question, sampling.pairable, asked, options) {
        outcomes[0] = headline_of_sets(&outcomes[0], &alpha, &own);
    }
    let beside = outcomes.split_off(Pooled::default_set(question.scale).len());
    let pool = &coefficients.pool;
    let pattern_items = tallies.index.as_ref().map(|index| PatternItems::of(index, table.len()));
    let facts = pair_facts(tallies, pool, pattern_items.as_ref());
    let influence = Influence::new(tallies, crossed(tallies, &coefficients, &sampling), options.level);
    let (slices, without_slices) = slices(tallies, &coefficients.alpha().distance, asked, options);
    let (members, members_total) = member_agreement(table, question, sampling.pairable.annotators, options);
    let labels = columns.labels.rows(pool, &whole, &question.labels, &resampled, drawn, options.level);
    let known = (&*outcomes, &*labels);
    let redrawn = redrawn(tallies, &coefficients, &influence, known, sampling.pairable, options.level);
    let found = Agreement {
        members,
        members_total,
        redrawn,
        influence: [influence.without_labels(tallies), without_slices].concat(),
        rated: sampling.rated,
        pairable: sampling.pairable,
        disagreeing_items: sampling.disagreeing,
        clusters: ClusterCount::of(&sampling),
        band: outcomes[0].band.clone().unwrap_or(Outcome::NotEstimable(Reason::NothingPairable)),
        coefficients: outcomes,
        further: further(tallies, asked, &beside, options),
        labels,
        label_pairs: columns.pairs.rows(
            &resampled,
            drawn.0 + columns.labels.columns(),
            options.level,
            &facts,
        ),
        annotators: annotators(tallies, &coefficients, &influence, options.level),
        disputed_total: sampling.disagreeing,
        slices,
        ..without_intervals(tallies, &coefficients, &whole, asked, options)
    };
    continuous::with_numbers(found, tallies, asked, options)
}

/// What needs no resampling: why coefficients differ, who says what beside whom, example items.
fn without_intervals(
    tallies: &QuestionTallies,
    coefficients: &Coefficients<'_>,
    whole: &Weighted<'_, '_>,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Agreement {
    let (skipped, skipped_total) = skipped_items(tallies);
    Agreement {
        paradox: paradox(tallies, coefficients),
        coincidences: coincidences(&coefficients.pool, &tallies.question.labels),
        annotator_matrix: annotator_matrix(tallies, asked, options),
        disputed: disputed_items(tallies, &coefficients.pool, whole),
        skipped,
        skipped_total,
        ..Agreement::without_labels(&Reason::NothingPairable)
    }
}

fn pair_facts<'f>(
    tallies: &'f QuestionTallies,
    pool: &'f Pool<'f>,
    pattern_items: Option<&'f PatternItems>,
) -> PairFacts<'f> {
    PairFacts {
        pool,
        labels: &tallies.question.labels,
        annotator_patterns: &tallies.summaries.annotator_patterns,
        pattern_items,
        items: &tallies.items,
    }
}

fn disputed_items(
    tallies: &QuestionTallies,
    pool: &Pool<'_>,
    whole: &Weighted<'_, '_>,
) -> Vec<super::DisputedItem> {
    let labels = &tallies.question.labels;
    let Some(index) = &tallies.index else { return Vec::new() };
    let mut found = disputed(pool, whole, index, &tallies.items, labels);
    for own in &mut found {
        own.skips = tallies.items.id(&own.item).map_or(0, |item| skips_of(tallies, item));
    }
    found
}

/// The headline where alpha came from one pass over many distinct sets.
fn headline_of_sets(headline: &Coefficient, alpha: &Outcome<Estimate>, own: &Resampled) -> Coefficient {
    let band = Some(band(alpha, own, 0));
    Coefficient { outcome: alpha.clone(), analytic: None, p_value: None, band, ..headline.clone() }
}

/// What the table holds, with the annotators behind it.
fn sampling_of<'a>(tallies: &'a QuestionTallies, coefficients: &Coefficients<'_>) -> Sampling<'a> {
    let question = &tallies.question;
    let mut sampling = Sampling::of(&tallies.summaries.patterns).on(question.scale, &question.labels);
    sampling.rated.annotators = tallies.summaries.annotator_labels.len() as u64;
    sampling.pairable.annotators = pairable_annotators(tallies, &coefficients.pool);
    sampling
}

/// The whole log as what moves alpha sees it.
fn crossed<'c>(
    tallies: &'c QuestionTallies,
    coefficients: &'c Coefficients<'_>,
    sampling: &'c Sampling<'_>,
) -> Crossed<'c> {
    Crossed {
        clusters: sampling.units.clusters().zip(tallies.own_clusters.as_ref()),
        table: &tallies.summaries.patterns,
        cells: &tallies.summaries.annotator_patterns.cells,
        labels: tallies.question.labels.len(),
        values: 1,
        distance: &coefficients.alpha().distance,
    }
}

/// What one resampling of items carries: coefficients, then labels, then label pairs.
struct Columns {
    kinds: Vec<Pooled>,
    labels: SpecificAgreement,
    pairs: LabelPairs,
}

impl Columns {
    fn new(
        kinds: Vec<Pooled>,
        coefficients: &Coefficients<'_>,
        whole: &Weighted<'_, '_>,
        tallies: &QuestionTallies,
    ) -> Self {
        Self {
            kinds,
            labels: SpecificAgreement::new(&tallies.question.labels),
            pairs: LabelPairs::of(&coefficients.pool, whole),
        }
    }

    fn count(&self) -> usize {
        self.kinds.len() + self.labels.columns() + self.pairs.columns()
    }

    /// One resampling of items for all columns.
    fn resampled(
        &self,
        tallies: &QuestionTallies,
        coefficients: &Coefficients<'_>,
        sampling: &Sampling<'_>,
        options: &InferenceOptions,
    ) -> Resampled {
        let whole_log = SliceKey::whole();
        let stream = item_stream(&tallies.question, &whole_log, options);
        resample_units(&sampling.units, sampling.scheme(options), stream, self.count(), &|weights, out| {
            self.fill(coefficients, weights, out);
        })
    }

    /// The coefficients with their intervals, in the order of the columns.
    fn outcomes(
        &self,
        coefficients: &Coefficients<'_>,
        resampled: &Resampled,
        sampling: &Sampling<'_>,
        level: f64,
    ) -> Vec<Coefficient> {
        let basis = coefficients.basis();
        let one = |(column, &kind): (usize, &Pooled)| {
            let outcome = match sampling.pairable.annotators {
                found if kind.is_of_two() && found > 2 => Outcome::NotEstimable(Reason::TooMany {
                    what: "annotators for a coefficient of two".into(),
                    found,
                    limit: 2,
                }),
                _ => coefficients.estimate(kind, resampled, column, sampling, level),
            };
            let people = sampling.pairable.annotators;
            let (analytic, p_value) = analytic(coefficients, kind, &outcome, people, &sampling.units, level);
            let band = match kind {
                Pooled::KrippendorffAlpha => Some(band(&outcome, resampled, column)),
                kind => benchmark(kind, &analytic),
            };
            let analytic = Some(analytic);
            let named = Coefficient::new(kind.metric(), kind.name(&basis), outcome);
            Coefficient { analytic, p_value, band, ..named }
        };
        self.kinds.iter().enumerate().map(one).collect()
    }

    fn fill(&self, coefficients: &Coefficients<'_>, weights: &[u64], out: &mut [Option<f64>]) {
        let at = coefficients.at(weights);
        let (kinds, rest) = out.split_at_mut(self.kinds.len());
        kinds.iter_mut().zip(&self.kinds).for_each(|(out, &kind)| *out = at.value(kind));
        let (labels, pairs) = rest.split_at_mut(self.labels.columns());
        self.labels.fill(&coefficients.pool, &at, labels);
        let alpha = at.evaluate(Pooled::KrippendorffAlpha).ok();
        self.pairs.fill(&at, alpha.as_ref(), pairs);
    }
}

/// The default set and alpha of each label with annotators redrawn, the headline first.
fn redrawn(
    tallies: &QuestionTallies,
    coefficients: &Coefficients<'_>,
    influence: &Influence<'_>,
    (found, labels): (&[Coefficient], &[LabelAgreement]),
    pairable: SampleSize,
    level: f64,
) -> Vec<Redrawn> {
    let headline = &found[0];
    let method = headline.outcome.estimated().map_or("", |found| found.method.as_str());
    let mut all = vec![influence.redrawn(&headline.metric, pairable, method)];
    let kinds = Pooled::default_set(tallies.question.scale).into_iter().zip(found).skip(1);
    let outcomes: Vec<_> = kinds.map(|(kind, own)| (kind, own.outcome.clone())).collect();
    let labels: Vec<_> = labels.iter().map(|own| (own.label.clone(), own.alpha.clone())).collect();
    all.extend(redrawn_shares(tallies, coefficients, influence.crossed(), &outcomes, &labels, level));
    all
}

/// Annotators with at least one annotation that has company.
fn pairable_annotators(tallies: &QuestionTallies, pool: &Pool<'_>) -> u64 {
    let cells = &tallies.summaries.annotator_patterns.cells;
    let by_annotator = cells.chunk_by(|a, b| a.annotator == b.annotator);
    let paired = by_annotator.filter(|own| own.iter().any(|cell| pool.sizes[cell.pattern as usize] >= 2.0));
    paired.count() as u64
}
