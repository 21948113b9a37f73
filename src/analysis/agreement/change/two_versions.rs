use super::Counts;
use super::joint_patterns::JointPatterns;
use crate::analysis::agreement::contrast::Contrast;
use crate::analysis::agreement::crossed::{Crossed, Part, View};
use crate::analysis::agreement::pooled::Coefficients;
use crate::analysis::agreement::share_sums::{ShareColumns, ShareSums};
use crate::analysis::agreement::{AgreementOptions, Distance, Pooled};
use crate::analysis::inference::{LeaveOuts, redrawn};
use crate::tally::{OwnLabel, PatternTable, SliceCrossing};
use crate::vocabulary::{Label, Question, Reason};

/// Two values of a slicing column beside each other, with who gave what in each: items and people that both share are known
/// to be the same.
pub(super) struct TwoVersions {
    /// Patterns over (value, label) of the items that are compared.
    crossing: PatternTable,
    cells: Vec<OwnLabel>,
    /// Row of either side by pattern; `ABSENT` where the pattern shows nothing there.
    rows: Vec<[u32; 2]>,
    values: [usize; 2],
    labels: usize,
    all_values: usize,
    /// What is compared.
    pub joint: JointPatterns,
}

/// Annotators that redrawn errors need: with two, leaving one out leaves nothing to compare.
const FEWEST_ANNOTATORS: usize = 3;
/// Things left out × labels beyond which redrawn errors are not worked out.
const MOST_WORK: usize = 50_000_000;

/// One thing left out: (side, row, label of the annotation that goes or `None` for the whole item, items).
type Gone = Vec<(usize, u32, Option<usize>, f64)>;

impl TwoVersions {
    /// All items of either value, or only those that two or more people annotated under both.
    pub fn of(crossing: &SliceCrossing, values: [usize; 2], labels: usize, shared_only: bool) -> Self {
        let of_value = |counts: &[(Label, u32)], value: usize| -> Counts {
            let own = counts.iter().filter(|(label, _)| label.index() / labels == value);
            own.map(|&(label, n)| (Label((label.index() % labels) as u32), n)).collect()
        };
        let pairable = |counts: &Counts| counts.iter().map(|&(_, n)| n).sum::<u32>() >= 2;
        let mut table = PatternTable::default();
        let (mut sides, mut place) = (Vec::new(), vec![u32::MAX; crossing.patterns.len()]);
        for (p, pattern) in crossing.patterns.iter().enumerate() {
            let [before, after] = values.map(|value| of_value(pattern.counts, value));
            let kept = match shared_only {
                true => pairable(&before) && pairable(&after),
                false => !before.is_empty() || !after.is_empty(),
            };
            if kept {
                place[p] = table.items.len() as u32;
                table.entries.extend_from_slice(pattern.counts);
                table.offsets.push(table.entries.len() as u32);
                table.items.push(pattern.items);
                sides.push((before, after, pattern.items));
            }
        }
        let cells = crossing.annotator_patterns.cells.iter().filter_map(|cell| {
            let pattern = place[cell.pattern as usize];
            (pattern != u32::MAX).then_some(OwnLabel { pattern, ..*cell })
        });
        let joint = JointPatterns::of(sides.iter().cloned());
        let row = |table: &PatternTable, counts: &Counts| {
            let same = |p: &usize| table.pattern(*p).counts == counts.as_slice();
            (0..table.len()).find(same).map_or(u32::MAX, |p| p as u32)
        };
        let rows =
            sides.iter().map(|(before, after, _)| [row(&joint.before, before), row(&joint.after, after)]);
        let rows = rows.collect();
        Self {
            cells: cells.collect(),
            crossing: table,
            rows,
            values,
            labels,
            all_values: crossing.values.len(),
            joint,
        }
    }

    /// Annotators who gave something under either.
    pub fn annotators(&self) -> u64 {
        let own = self.cells.chunk_by(|a, b| a.annotator == b.annotator);
        own.filter(|own| own.iter().any(|cell| self.side(cell.label).is_some())).count() as u64
    }

    fn side(&self, label: Label) -> Option<usize> {
        self.values.iter().position(|&value| value == label.index() / self.labels)
    }

    /// The error of alpha's change with items and annotators redrawn, both paired where the two sides share them.
    pub fn alpha_error(&self, distance: &Distance) -> Result<LeaveOuts, Reason> {
        let crossed = Crossed {
            table: &self.crossing,
            cells: &self.cells,
            clusters: None,
            labels: self.labels,
            values: self.all_values,
            distance,
        };
        let [before, after] = self.values.map(|value| Part::of(crossed, View::Only(value)));
        Contrast::of(&after?, Some(&before?), true).wider().ok_or(Reason::NoErrorToEstimate)
    }

    /// The same of the coefficients that weigh items alike, by kind; those that do not are not in the list.
    pub fn share_errors(
        &self,
        question: &Question,
        asked: &AgreementOptions,
        kinds: &[Pooled],
    ) -> Vec<(Pooled, Result<LeaveOuts, Reason>)> {
        let coefficients =
            [&self.joint.before, &self.joint.after].map(|table| Coefficients::new(table, question, asked));
        let [(old, kept), (new, _)] = coefficients.each_ref().map(|own| ShareColumns::new(own, kinds, 0));
        let gone = [self.units(), self.people(), self.parts()];
        let work: usize = gone.iter().map(|gone| gone.len() * self.labels).sum();
        let refusal = match self.annotators() as usize {
            found if found < FEWEST_ANNOTATORS => Some(Reason::TooFew {
                what: "annotators".into(),
                found: found as u64,
                needed: FEWEST_ANNOTATORS as u64,
            }),
            _ if work > MOST_WORK => Some(Reason::TooMany {
                what: "labels × what is left out for other annotators".into(),
                found: work as u64,
                limit: MOST_WORK as u64,
            }),
            _ => None,
        };
        if let Some(reason) = refusal {
            return kept.into_iter().map(|kind| (kind, Err(reason.clone()))).collect();
        }
        let left = gone.map(|gone| left(&gone, [&old, &new]));
        let of = |(column, kind): (usize, Pooled)| {
            let rows = left.each_ref().map(|rows| -> Option<Vec<(f64, u64)>> {
                rows.iter().map(|(values, times)| Some((values[column]?, *times))).collect()
            });
            let error = match rows {
                [Some(units), Some(people), Some(parts)] => {
                    redrawn(&units, &people, &parts).ok_or(Reason::NoErrorToEstimate)
                }
                _ => Err(Reason::TooFew {
                    what: "items or annotators on which the value rests".into(),
                    found: 1,
                    needed: 2,
                }),
            };
            (kind, error)
        };
        kept.into_iter().enumerate().map(of).collect()
    }

    fn units(&self) -> Vec<(Gone, u64)> {
        let item = |rows: &[u32; 2]| -> Gone {
            let sides = rows.iter().enumerate().filter(|(_, row)| **row != u32::MAX);
            sides.map(|(side, &row)| (side, row, None, 1.0)).collect()
        };
        self.rows.iter().zip(&self.crossing.items).map(|(rows, &items)| (item(rows), items)).collect()
    }

    fn people(&self) -> Vec<(Gone, u64)> {
        let cell = |cell: &OwnLabel| {
            let side = self.side(cell.label)?;
            let row = self.rows[cell.pattern as usize][side];
            Some((side, row, Some(cell.label.index() % self.labels), cell.items as f64))
        };
        let own = self.cells.chunk_by(|a, b| a.annotator == b.annotator);
        own.map(|own| (own.iter().filter_map(cell).collect::<Gone>(), 1))
            .filter(|(gone, _)| !gone.is_empty())
            .collect()
    }

    fn parts(&self) -> Vec<(Gone, u64)> {
        let mut out = Vec::new();
        for (p, pattern) in self.crossing.iter().enumerate() {
            for &(label, n) in pattern.counts {
                if let Some(side) = self.side(label) {
                    let gone = vec![(side, self.rows[p][side], Some(label.index() % self.labels), 1.0)];
                    out.push((gone, u64::from(n) * pattern.items));
                }
            }
        }
        out
    }
}

/// The differences that are left when each of these goes; what changes nothing is not in the list.
fn left(gone: &[(Gone, u64)], columns: [&ShareColumns<'_>; 2]) -> Vec<(Vec<Option<f64>>, u64)> {
    let whole = columns.map(ShareColumns::sums);
    let mut rooms: [ShareSums; 2] = whole.clone();
    let mut values = columns.map(|columns| vec![None; columns.len()]);
    let mut out = Vec::with_capacity(gone.len());
    for (gone, times) in gone.iter().filter(|(_, times)| *times > 0) {
        for side in 0..2 {
            rooms[side].clone_from(&whole[side]);
        }
        let mut paired = false;
        for &(side, row, taken, items) in gone {
            paired |= columns[side].add(&mut rooms[side], row as usize, None, -items);
            if taken.is_some() {
                columns[side].add(&mut rooms[side], row as usize, taken, items);
            }
        }
        if !paired {
            continue;
        }
        for side in 0..2 {
            columns[side].values(&rooms[side], &mut values[side]);
        }
        let difference =
            values[1].iter().zip(&values[0]).map(|(new, old)| new.zip(*old).map(|(new, old)| new - old));
        out.push((difference.collect(), *times));
    }
    out
}
