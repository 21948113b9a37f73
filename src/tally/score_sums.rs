/// Sums of two proper scores of a model's probabilities over items, were one label the right one: Brier in the sum form,
/// Σ_k (p_k − 1[k is right])², in 0–2, and log loss, −ln p_right. In units of 10⁻¹², rounded item by item, so that sums
/// are exact in any order and over any split of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScoreSums {
    /// Items.
    pub items: u64,
    /// Σ Brier, 10⁻¹².
    pub brier: i128,
    /// Σ Brier², 10⁻²⁴.
    pub brier_squared: i128,
    /// Σ log loss, 10⁻¹².
    pub log_loss: i128,
    /// Σ log loss², 10⁻²⁴.
    pub log_loss_squared: i128,
}

impl ScoreSums {
    /// Units in 1.
    pub const UNIT: f64 = 1e12;

    /// Adds one item.
    pub(super) fn add(&mut self, brier: f64, log_loss: f64) {
        let [brier, log_loss] = [brier, log_loss].map(|score| (score * Self::UNIT).round() as i128);
        self.absorb(&Self {
            items: 1,
            brier,
            brier_squared: brier * brier,
            log_loss,
            log_loss_squared: log_loss * log_loss,
        });
    }

    /// Adds other items' sums.
    pub fn absorb(&mut self, other: &Self) {
        self.items += other.items;
        self.brier += other.brier;
        self.brier_squared += other.brier_squared;
        self.log_loss += other.log_loss;
        self.log_loss_squared += other.log_loss_squared;
    }
}
