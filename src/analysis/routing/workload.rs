use crate::tally::{ModelTally, SequenceTally};
use crate::vocabulary::{Label, Outcome, Reason};

/// The items that are to be labelled, by how confident the model is of them.
#[derive(Debug, Clone)]
pub(super) struct Workload {
    /// (confidence, label, items), most confident first, of rated and unrated items together.
    pub confident: Vec<(u32, Label, u64)>,
    /// All items that the model answered or people rated.
    pub items: u64,
    /// Seconds that one person takes for one item.
    pub secs_per_item: Outcome<f64>,
}

impl Workload {
    pub fn of(model: &ModelTally, secs_per_item: Outcome<f64>) -> Self {
        let unrated = model.unrated_confidence.iter().map(|cell| (cell.confidence, cell.label, cell.items));
        let mut confident: Vec<(u32, Label, u64)> = unrated.collect();
        // Rated cells are as many as items and come in order of confidence: they are added up run by run.
        let mut own: Vec<(Label, u64)> = Vec::new();
        for run in model.confidence.chunk_by(|a, b| a.confidence == b.confidence) {
            for cell in run {
                match own.iter_mut().find(|known| known.0 == cell.label) {
                    Some(known) => known.1 += cell.items,
                    None => own.push((cell.label, cell.items)),
                }
            }
            confident.extend(own.drain(..).map(|(label, items)| (run[0].confidence, label, items)));
        }
        confident.sort_unstable_by_key(|&(confidence, label, _)| (std::cmp::Reverse(confidence), label));
        confident.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 += next.2;
            }
            same
        });
        let answered: u64 = model.joint.iter().map(|cell| cell.2).sum();
        Self { confident, items: answered + model.unanswered + model.unrated, secs_per_item }
    }

    /// Items with a usable confidence.
    pub fn confident_items(&self) -> u64 {
        self.confident.iter().map(|cell| cell.2).sum()
    }

    /// Items from this confidence up that satisfy `which`.
    pub fn alone(&self, confidence: u32, which: impl Fn(Label) -> bool) -> u64 {
        let above = self.confident.iter().take_while(|cell| cell.0 >= confidence);
        above.filter(|cell| which(cell.1)).map(|cell| cell.2).sum()
    }

    /// The lowest number of items left to people that fits into so many hours, and the highest confidence from which
    /// the model must then label alone; `None` where people manage all of it, or not even what has no confidence.
    pub fn threshold_for(&self, affordable: u64) -> Option<u32> {
        let mut left = self.items;
        for run in self.confident.chunk_by(|a, b| a.0 == b.0) {
            left -= run.iter().map(|cell| cell.2).sum::<u64>();
            if left <= affordable {
                return Some(run[0].0);
            }
        }
        None
    }

    /// Hours for so many items.
    pub fn hours(&self, items: u64) -> Outcome<f64> {
        self.secs_per_item.clone().map(|secs| items as f64 * secs / 3600.0)
    }
}

/// Seconds of one person on one item: as stated, else the median of the log's times.
pub(super) fn secs_per_item(stated: Option<f64>, sequence: &Outcome<SequenceTally>) -> Outcome<f64> {
    if let Some(secs) = stated {
        return Outcome::Estimated(secs);
    }
    let median = sequence.estimated().and_then(|sequence| median(&sequence.times.cells));
    match median {
        Some(ms) => Outcome::Estimated(ms / 1e3),
        None => Outcome::NotEstimable(Reason::NotInLog {
            what: "how long people take for an item".into(),
            columns: "time_on_item_secs, or state routing.secs_per_item in the settings".into(),
        }),
    }
}

/// The median of counted values in ascending order.
fn median(cells: &[(u32, u64)]) -> Option<f64> {
    let total: u64 = cells.iter().map(|cell| cell.1).sum();
    let at = |place: u64| {
        let mut seen = 0;
        let reached = cells.iter().find(|cell| {
            seen += cell.1;
            seen > place
        });
        reached.map(|cell| f64::from(cell.0))
    };
    Some((at(total.checked_sub(1)? / 2)? + at(total / 2)?) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_lie_between() {
        assert_eq!(median(&[(10, 1), (20, 1)]), Some(15.0));
        assert_eq!(median(&[(10, 1), (20, 2)]), Some(20.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn hours_buy_the_least_confident_items() {
        let load = Workload {
            confident: vec![
                (900, Label(0), 50),
                (800, Label(0), 20),
                (800, Label(1), 10),
                (500, Label(1), 20),
            ],
            items: 105,
            secs_per_item: Outcome::Estimated(36.0),
        };
        assert_eq!(load.threshold_for(25), Some(800), "20 below and 5 without confidence");
        assert_eq!(load.threshold_for(24), Some(500), "the ties of .8 do not fit");
        assert_eq!(load.threshold_for(4), None, "not even those without confidence fit");
        assert_eq!(load.threshold_for(55), Some(900));
        assert_eq!((load.alone(800, |_| true), load.alone(800, |l| l == Label(1))), (80, 10));
        assert_eq!(load.hours(25), Outcome::Estimated(0.25));
    }
}
