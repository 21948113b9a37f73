use super::{AgreementOptions, Distance, DistanceMatrix, DistanceTable, Weights};
use crate::vocabulary::{LabelSet, Question, Reason, Scale};

/// Labels up to which distances that have no closed sum are taken pair by pair: every replicate does so.
const PAIRWISE_LIMIT: usize = 1_000;

/// The numbers of kappa weights: how much of an agreement two labels are, 1 for equal ones, 0 for the farthest.
///
/// Where they stand on the line: by position among the labels of the set (1, 2, 3 …) on an ordinal scale, by value on an
/// interval or ratio one, as scikit-learn and Gwet have it respectively (places on a circle or between poles by value where
/// all are numbers); the set is the declared one, or else the labels that
/// people used. Formulas: Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., §3.5 and appendix B; ordinal weights
/// 1 − C(|k − l| + 1, 2) / C(q, 2). A file's distances, and those of sets, become 1 − d over the largest d. Never
/// labels × labels in memory but where a file brings them.
///
/// Refused, with the reason: any but identity weights for labels without an order; ratio weights for values below 0.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightTable {
    kind: Kind,
    places: Vec<f64>,
    low: f64,
    high: f64,
    widest: f64,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Named(Weights),
    Matrix(DistanceMatrix),
}

impl Weights {
    /// The weights of a scale where none are asked for: squared distances on an ordered one, as Krippendorff's alpha has
    /// them there, so that coefficients do not part for the sake of the distance; identity else.
    pub fn of_scale(scale: Scale) -> Self {
        match scale {
            Scale::Ordinal | Scale::Interval => Weights::Quadratic,
            Scale::Ratio => Weights::Ratio,
            Scale::Circular => Weights::Circular,
            Scale::Bipolar => Weights::Bipolar,
            Scale::Nominal | Scale::Set => Weights::Identity,
        }
    }
}

impl WeightTable {
    /// The weights in effect: a file's distances, else the weights asked for, else those of the scale.
    pub fn of(asked: &AgreementOptions, question: &Question) -> Result<Self, Reason> {
        match (&asked.distance, asked.weights) {
            (Some(table), _) => Self::of_distances(table, &question.labels),
            (None, Some(weights)) => Self::new(weights, question.scale, &question.labels),
            (None, None) if question.scale == Scale::Set => {
                match asked.set_distance.of_labels(&question.labels) {
                    Distance::Matrix(matrix) => Ok(Self::of_matrix(matrix)),
                    Distance::Refused(reason) => Err(reason),
                    _ => Ok(Self::identity()),
                }
            }
            (None, None) => Self::new(Weights::of_scale(question.scale), question.scale, &question.labels),
        }
    }

    /// Unweighted.
    pub fn identity() -> Self {
        Self { kind: Kind::Named(Weights::Identity), places: Vec::new(), low: 0.0, high: 0.0, widest: 1.0 }
    }

    /// One kind of weights for the labels of a set.
    pub fn new(weights: Weights, scale: Scale, labels: &LabelSet) -> Result<Self, Reason> {
        if weights == Weights::Identity {
            return Ok(Self::identity());
        }
        let places = match (scale, &labels.values) {
            (Scale::Nominal | Scale::Set, _) => {
                return Err(Reason::NotOnThisScale { scale: scale.name().into() });
            }
            (Scale::Ordinal, _) | (_, None) => positions(labels),
            (_, Some(_)) if weights == Weights::Ordinal => positions(labels),
            (_, Some(values)) => values.clone(),
        };
        let member = |k: usize| labels.declared || labels.used.is_empty() || labels.used[k];
        let set: Vec<f64> = (0..places.len()).filter(|&k| member(k)).map(|k| places[k]).collect();
        let low = set.iter().copied().fold(f64::INFINITY, f64::min);
        let high = set.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if weights == Weights::Ratio && low < 0.0 {
            return Err(Reason::NotOnThisScale { scale: format!("{} (with values below 0)", scale.name()) });
        }
        let mut table = Self { kind: Kind::Named(weights), places, low, high, widest: 1.0 };
        table.widest = match weights {
            Weights::Circular | Weights::Bipolar if set.len() > PAIRWISE_LIMIT => {
                let (what, found) = ("labels for these weights".into(), set.len() as u64);
                return Err(Reason::TooMany { what, found, limit: PAIRWISE_LIMIT as u64 });
            }
            Weights::Circular | Weights::Bipolar => {
                let pairs = set.iter().flat_map(|&x| set.iter().map(move |&y| (x, y)));
                pairs.map(|(x, y)| table.apart(weights, x, y)).fold(0.0, f64::max)
            }
            _ if set.is_empty() => 1.0,
            _ => table.apart(weights, low, high),
        };
        if table.widest <= 0.0 {
            table.widest = 1.0;
        }
        Ok(table)
    }

    /// A file's distances for the labels of a set. Every label that a person gave or the settings declare needs its row.
    pub fn of_distances(table: &DistanceTable, labels: &LabelSet) -> Result<Self, Reason> {
        let n = labels.len();
        let place: Vec<Option<usize>> =
            labels.names.iter().map(|name| table.labels.iter().position(|known| known == name)).collect();
        let needed = |k: usize| labels.declared || labels.used.is_empty() || labels.used[k];
        if let Some(missing) = (0..n).find(|&k| place[k].is_none() && needed(k)) {
            let what = format!("a distance of the label {}", labels.names[missing]);
            return Err(Reason::NotInLog { what, columns: format!("a row for it to {}", table.name) });
        }
        let mut values = vec![0.0; n * n];
        for (k, from) in place.iter().enumerate() {
            for (l, to) in place.iter().enumerate() {
                if let (Some(from), Some(to)) = (from, to) {
                    values[k * n + l] = table.values[from * table.labels.len() + to];
                }
            }
        }
        Ok(Self::of_matrix(DistanceMatrix { name: table.name.clone(), labels: n, values: values.into() }))
    }

    fn of_matrix(matrix: DistanceMatrix) -> Self {
        let widest = Some(matrix.values.iter().copied().fold(0.0, f64::max)).filter(|&d| d > 0.0);
        let (places, widest) = (Vec::new(), widest.unwrap_or(1.0));
        Self { kind: Kind::Matrix(matrix), places, low: 0.0, high: 0.0, widest }
    }

    /// Whether only equal labels agree.
    pub fn is_identity(&self) -> bool {
        self.kind == Kind::Named(Weights::Identity)
    }

    /// Word for method columns: `quadratic`, `MASI`, or the file's name.
    pub fn name(&self) -> &str {
        match &self.kind {
            Kind::Named(weights) => weights.name(),
            Kind::Matrix(matrix) => &matrix.name,
        }
    }

    /// The weight of two labels, in 0–1.
    pub fn between(&self, k: usize, l: usize) -> f64 {
        if k == l {
            return 1.0;
        }
        match &self.kind {
            Kind::Named(Weights::Identity) => 0.0,
            Kind::Named(weights) => 1.0 - self.apart(*weights, self.places[k], self.places[l]) / self.widest,
            Kind::Matrix(matrix) => 1.0 - matrix.values[k * matrix.labels + l] / self.widest,
        }
    }

    /// 1 − weight as the distance of a coefficient, in 0–1: in closed form for identity, linear and quadratic weights, as a
    /// matrix otherwise. Refused where a matrix would have more than `PAIRWISE_LIMIT` labels a side.
    pub fn distance(&self, labels: usize) -> Distance {
        let ascending = self.places.is_sorted();
        let over = |widest: f64| self.places.iter().map(|place| (place - self.low) / widest).collect();
        match &self.kind {
            Kind::Named(Weights::Identity) => Distance::Nominal,
            Kind::Named(Weights::Linear) if ascending => Distance::Absolute(over(self.widest)),
            Kind::Named(Weights::Quadratic) => Distance::Squared(over(self.widest.sqrt())),
            _ if labels > PAIRWISE_LIMIT => Distance::Refused(Reason::TooMany {
                what: format!("labels for {} distances", self.name()),
                found: labels as u64,
                limit: PAIRWISE_LIMIT as u64,
            }),
            _ => {
                let pairs = (0..labels).flat_map(|k| (0..labels).map(move |l| (k, l)));
                let values = pairs.map(|(k, l)| 1.0 - self.between(k, l)).collect();
                Distance::Matrix(DistanceMatrix { name: self.name().into(), labels, values })
            }
        }
    }

    /// Distance of two places, not yet over the widest.
    fn apart(&self, weights: Weights, x: f64, y: f64) -> f64 {
        let d = (x - y).abs();
        match weights {
            Weights::Identity => f64::from(u8::from(d > 0.0)),
            Weights::Linear => d,
            Weights::Quadratic => d * d,
            Weights::Ordinal => d * (d + 1.0),
            Weights::Radical => d.sqrt(),
            Weights::Ratio if x + y == 0.0 => 0.0,
            Weights::Ratio => (d / (x + y)).powi(2),
            Weights::Circular => (std::f64::consts::PI * d / (self.high - self.low + 1.0)).sin().powi(2),
            Weights::Bipolar if d == 0.0 => 0.0,
            Weights::Bipolar => {
                let sum = x + y;
                d * d / ((sum - 2.0 * self.low) * (2.0 * self.high - sum))
            }
        }
    }
}

/// Position of each label among those of the set, from 1; a label outside of it stands where the one before it does.
fn positions(labels: &LabelSet) -> Vec<f64> {
    let mut before = 0.0;
    (0..labels.len())
        .map(|k| {
            if labels.declared || labels.used.is_empty() || labels.used[k] {
                before += 1.0;
            }
            before
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(values: &[f64]) -> LabelSet {
        LabelSet {
            names: values.iter().map(f64::to_string).collect(),
            values: Some(values.to_vec()),
            declared: false,
            used: vec![true; values.len()],
        }
    }

    fn row(weights: Weights, scale: Scale, values: &[f64]) -> Vec<f64> {
        let table = WeightTable::new(weights, scale, &numbers(values)).expect("an ordered scale");
        (0..values.len()).map(|l| table.between(0, l)).collect()
    }

    /// First rows for the labels 1 … 5, worked by hand from Gwet 2014, appendix B.
    #[test]
    fn first_rows_by_hand() {
        let five = [1.0, 2.0, 3.0, 4.0, 5.0];
        let close = |weights, expected: [f64; 5]| {
            let found = row(weights, Scale::Interval, &five);
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-12, "{weights:?} {found} {expected}");
            }
        };
        close(Weights::Identity, [1.0, 0.0, 0.0, 0.0, 0.0]);
        close(Weights::Linear, [1.0, 0.75, 0.5, 0.25, 0.0]);
        close(Weights::Quadratic, [1.0, 0.9375, 0.75, 0.4375, 0.0]);
        close(Weights::Ordinal, [1.0, 0.9, 0.7, 0.4, 0.0]);
        close(Weights::Radical, [1.0, 0.5, 1.0 - 0.5_f64.sqrt(), 1.0 - 0.75_f64.sqrt(), 0.0]);
        close(Weights::Ratio, [1.0, 0.75, 0.4375, 0.19, 0.0]);
        close(Weights::Bipolar, [1.0, 6.0 / 7.0, 2.0 / 3.0, 0.4, 0.0]);
    }

    #[test]
    fn positions_for_ordinal_labels_and_values_for_interval_ones() {
        assert_eq!(row(Weights::Linear, Scale::Ordinal, &[1.0, 2.0, 5.0]), [1.0, 0.5, 0.0]);
        assert_eq!(row(Weights::Linear, Scale::Interval, &[1.0, 2.0, 5.0]), [1.0, 0.75, 0.0]);
    }

    #[test]
    fn labels_that_only_a_model_gave_move_nothing() {
        let mut labels = numbers(&[1.0, 2.0, 3.0, 9.0]);
        labels.used[3] = false;
        for scale in [Scale::Ordinal, Scale::Interval] {
            let table = WeightTable::new(Weights::Linear, scale, &labels).expect("ordered");
            assert_eq!([table.between(0, 1), table.between(0, 2)], [0.5, 0.0], "{scale:?}");
        }
    }

    #[test]
    fn no_order_no_weights() {
        let refused = WeightTable::new(Weights::Linear, Scale::Nominal, &numbers(&[1.0, 2.0]));
        assert_eq!(refused, Err(Reason::NotOnThisScale { scale: "nominal".into() }));
        assert!(WeightTable::new(Weights::Identity, Scale::Nominal, &numbers(&[1.0, 2.0])).is_ok());
        assert!(WeightTable::new(Weights::Ratio, Scale::Interval, &numbers(&[-1.0, 2.0])).is_err());
        let one = WeightTable::new(Weights::Quadratic, Scale::Ordinal, &numbers(&[4.0])).expect("one label");
        assert_eq!(one.between(0, 0), 1.0);
    }

    #[test]
    fn a_file_of_distances_is_read_by_name() {
        let table = DistanceTable {
            name: "d.csv".into(),
            labels: vec!["3".into(), "1".into(), "2".into()],
            values: vec![0.0, 3.0, 6.0, 3.0, 0.0, 1.0, 6.0, 1.0, 0.0],
        };
        let weights = WeightTable::of_distances(&table, &numbers(&[1.0, 2.0, 3.0])).expect("all three");
        assert!((weights.between(0, 1) - (1.0 - 1.0 / 6.0)).abs() < 1e-15);
        assert_eq!([weights.between(0, 2), weights.between(1, 2)], [0.5, 0.0]);
        let missing = WeightTable::of_distances(&table, &numbers(&[1.0, 4.0]));
        assert!(matches!(missing, Err(Reason::NotInLog { .. })));
    }

    proptest! {
        #[test]
        fn weights_are_symmetric_and_in_range(
            steps in prop::collection::vec(0.1f64..5.0, 1..7), scale in prop::sample::select(vec![
                Scale::Ordinal, Scale::Interval,
            ]),
        ) {
            let mut at = 0.0;
            let values: Vec<f64> = steps.iter().map(|step| { at += step; at }).collect();
            for weights in Weights::ALL {
                let table = WeightTable::new(weights, scale, &numbers(&values)).expect("ordered, above 0");
                for k in 0..values.len() {
                    for l in 0..values.len() {
                        let w = table.between(k, l);
                        prop_assert!((-1e-12..=1.0).contains(&w), "{weights:?} {w}");
                        prop_assert!((w - table.between(l, k)).abs() < 1e-12);
                        prop_assert!(k != l || w == 1.0);
                    }
                }
            }
        }
    }
}
