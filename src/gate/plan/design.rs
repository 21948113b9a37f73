use super::{Basis, PlanMetric};
use crate::analysis::inference::{normal_quantile, t_quantile};

/// Whose differences an interval allows for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Annotators who share the work.
    pub annotators: u64,
    /// Standard deviation of what one annotator adds to the coefficient, so that the pool adds its square over their
    /// number; 0 where the same people are all that is meant.
    pub deviation: f64,
}

/// Some work: items, annotators per item, and who does it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    /// Items.
    pub items: f64,
    /// Annotators per item.
    pub per_item: f64,
    /// Who annotates.
    pub panel: Panel,
}

impl Design {
    /// Variance over items, σ²(k) / N.
    fn items_variance(&self, basis: &Basis, metric: PlanMetric) -> f64 {
        basis.item_deviation(metric, self.per_item).powi(2) / self.items
    }

    /// Variance over annotators, σ²_people / A, which no number of items makes smaller.
    fn people_variance(&self) -> f64 {
        match self.panel.annotators {
            0 => 0.0,
            annotators => self.panel.deviation.powi(2) / annotators as f64,
        }
    }

    /// Standard error of the coefficient.
    pub fn error(&self, basis: &Basis, metric: PlanMetric) -> f64 {
        (self.items_variance(basis, metric) + self.people_variance()).sqrt()
    }

    /// The t quantile of an interval of `sides` such logs: degrees of freedom by Satterthwaite over items and people,
    /// never more than annotators − 1 for each, as the audit's own intervals have it.
    pub fn quantile(&self, basis: &Basis, metric: PlanMetric, level: f64, sides: f64) -> f64 {
        let people = self.people_variance();
        let tail = 0.5 + level / 2.0;
        if people <= 0.0 {
            return normal_quantile(tail);
        }
        let most = (self.panel.annotators.max(2) - 1) as f64;
        let items = self.items_variance(basis, metric);
        let df = (items + people).powi(2) / (items.powi(2) / self.items.max(2.0) + people.powi(2) / most);
        t_quantile(tail, df.min(most) * sides)
    }

    /// The width of an interval where items are without number: no number of them makes it narrower.
    pub fn floor(&self, level: f64) -> f64 {
        let people = self.people_variance();
        if people <= 0.0 {
            return 0.0;
        }
        let most = (self.panel.annotators.max(2) - 1) as f64;
        2.0 * t_quantile(0.5 + level / 2.0, most) * people.sqrt()
    }
}
