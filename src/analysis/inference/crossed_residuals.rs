use std::collections::BTreeMap;

/// What the error of a mean over annotations needs where items *and* annotators are samples: sums of residuals by item and
/// by annotator, and their squares (Cameron, Gelbach & Miller 2011, JBES 29:238, eq. 2.5). Residuals are an annotation's
/// weight times its value less the expectation; annotations come item by item, in a fixed order.
#[derive(Debug, Clone, Default)]
pub struct CrossedResiduals {
    item: f64,
    items: f64,
    both: f64,
    annotators: BTreeMap<u32, f64>,
}

impl CrossedResiduals {
    /// Takes one annotation of the item at hand.
    pub fn add(&mut self, annotator: u32, residual: f64) {
        self.item += residual;
        self.both += residual * residual;
        *self.annotators.entry(annotator).or_default() += residual;
    }

    /// The item at hand is done.
    pub fn end_item(&mut self) {
        self.items += self.item * self.item;
        self.item = 0.0;
    }

    /// Variance over items + over annotators − over annotations, never below the larger of the first two.
    pub fn variance(&self) -> f64 {
        let annotators: f64 = self.annotators.values().map(|sum| sum * sum).sum();
        (self.items + annotators - self.both).max(self.items).max(annotators)
    }
}

#[cfg(test)]
mod tests {
    use super::CrossedResiduals;

    /// One annotation an item and annotator: all three sums are the same, and so is the variance.
    #[test]
    fn single_annotations_have_the_plain_variance() {
        let mut residuals = CrossedResiduals::default();
        for (who, residual) in [0.3, -0.1, -0.2].into_iter().enumerate() {
            residuals.add(who as u32, residual);
            residuals.end_item();
        }
        assert!((residuals.variance() - 0.14).abs() < 1e-12);
    }

    /// Two annotators who differ everywhere by the same: items say nothing, annotators all.
    #[test]
    fn annotators_who_differ_are_few_however_many_items() {
        let mut residuals = CrossedResiduals::default();
        for _ in 0..100 {
            residuals.add(0, 0.005);
            residuals.add(1, -0.005);
            residuals.end_item();
        }
        assert!((residuals.variance() - 0.5).abs() < 1e-9);
    }
}
