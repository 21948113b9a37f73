use super::wilson;
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize};

/// `hits` of `n` items, where every item counts once: Wilson's interval holds. `sample` tells the annotations and
/// annotators behind it; its items become `n`. Not estimable where `n` is 0.
pub fn share_of_items(hits: u64, n: u64, sample: SampleSize, level: f64, method: &str) -> Outcome<Estimate> {
    match wilson(hits, n, level) {
        None => Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: 0, needed: 1 }),
        Some(interval) => Outcome::Estimated(Estimate {
            value: hits as f64 / n as f64,
            interval: Outcome::Estimated(interval),
            se: None,
            sample: SampleSize { items: n, ..sample },
            method: method.into(),
            warnings: Vec::new(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::share_of_items;
    use crate::vocabulary::SampleSize;

    #[test]
    fn all_of_ten_is_not_certain_and_none_of_none_is_no_share() {
        let all = share_of_items(10, 10, SampleSize::default(), 0.95, "m");
        let all = all.estimated().expect("ten items");
        assert_eq!((all.value, all.sample.items), (1.0, 10));
        assert!(all.interval.estimated().expect("Wilson").lower < 0.8);
        assert!(share_of_items(0, 0, SampleSize::default(), 0.95, "m").reason().is_some());
    }
}
