use super::{Change, QuestionComparison};
use crate::vocabulary::{Estimate, Outcome};

/// Percent agreement that changed where alpha is not told to have, and what chance alone would give: it came between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ByChance<'a> {
    /// The change of percent agreement.
    pub percent: &'a Estimate,
    /// Agreement by chance alone before, 1 − (1 − percent agreement) / (1 − alpha).
    pub before: f64,
    /// The same after.
    pub after: f64,
}

impl QuestionComparison {
    /// Why percent agreement is told to have changed and alpha is not: agreement by chance alone moved the same way, because
    /// labels are spread otherwise than before. Of nominal labels, for which both count the same disagreements; `None`
    /// elsewhere.
    pub fn by_chance(&self) -> Option<ByChance<'_>> {
        let whole = |metric: &str| -> Option<&Change> {
            self.changes.iter().find(|change| change.slice.is_whole() && change.metric == metric)
        };
        let (alpha, percent) = (whole("krippendorff_alpha")?, whole("percent_agreement")?);
        if !alpha.name.ends_with("(nominal)") || alpha.reported || !percent.reported {
            return None;
        }
        let chance = |alpha: &Outcome<f64>, percent: &Outcome<f64>| -> Option<f64> {
            let (alpha, percent) = (alpha.estimated()?, percent.estimated()?);
            let chance = 1.0 - (1.0 - percent) / (1.0 - alpha);
            (0.0..=1.0).contains(&chance).then_some(chance)
        };
        let (before, after) =
            (chance(&alpha.before, &percent.before)?, chance(&alpha.after, &percent.after)?);
        let percent = percent.change.estimated()?;
        ((after - before) * percent.value > 0.0).then_some(ByChance { percent, before, after })
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::inference::InferenceOptions;
    use crate::analysis::test_log::TestLog;
    use crate::audit::test_audit::audit_of;
    use crate::audit::{Audit, Plan};
    use crate::compare::between;

    /// Two annotators, 400 items: both say 0 of the first `zeros`, both 1 of the next `ones`, of the rest each another.
    fn week(zeros: u32, ones: u32) -> Audit {
        let rows = (0..400).flat_map(|item| {
            let (first, second) = match item {
                item if item < zeros => (0, 0),
                item if item < zeros + ones => (1, 1),
                item => (item % 2, 1 - item % 2),
            };
            [(item, 0, first), (item, 1, second)]
        });
        let log =
            TestLog { rows: rows.collect(), labels: 2, items: 400, annotators: 2, ..TestLog::default() };
        audit_of(&log, &Plan::default())
    }

    #[test]
    fn agreement_that_rose_with_chance_is_told_from_agreement_that_rose() {
        let compared = |after: &Audit| {
            let mut found =
                between(&week(140, 140), after, &InferenceOptions::default()).expect("comparable");
            found.questions.remove(0)
        };
        // .70 and .84 of items agreed on; half of the labels 0, and five in six.
        let skewed = compared(&week(304, 32));
        let found = skewed.by_chance().expect("alpha about the same");
        assert!((found.before - 0.5).abs() < 0.01 && (found.after - 0.733).abs() < 0.01, "{found:?}");
        assert!((found.percent.value - 0.14).abs() < 1e-9);
        assert_eq!(compared(&week(140, 140)).by_chance(), None, "nothing changed");
        assert_eq!(compared(&week(190, 190)).by_chance(), None, "alpha rose, too");
    }
}
