use crate::analysis::agreement::{Distance, SideRoom, TwoSides};
use crate::analysis::disparity::label_cells::LabelCells;
use crate::analysis::inference::{Relabelling, Stream};

/// So many relabellings on the rarer side as far out as the group settle that nothing is told (Besag & Clifford 1991,
/// Biometrika 78:301): p is then known to a seventh of itself, and drawing ends.
const SETTLED: u64 = 50;
/// Floating-point dust between equal differences.
const DUST: f64 = 1e-12;

/// Who is in a group and who is known to be in another, both ascending.
#[derive(Debug, Clone)]
pub(super) struct Members {
    pub group: Vec<u32>,
    pub others: Vec<u32>,
}

/// A group ready to be tested.
pub(super) struct Candidate<'a> {
    pub cells: &'a LabelCells,
    pub labels: usize,
    pub distance: &'a Distance,
    pub members: &'a Members,
    /// Stratum by annotator.
    pub strata: &'a [u32],
}

/// What relabelling tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Relabelled {
    pub exchangeable: (u64, u64),
    pub draws: u64,
    pub expected: f64,
    pub sd: Option<f64>,
    pub p: f64,
    /// The group's own difference, on the items that were tested.
    pub difference: f64,
}

impl Candidate<'_> {
    /// Members and others by stratum, strata ascending.
    fn strata(&self) -> Vec<(Vec<u32>, Vec<u32>)> {
        let of = |who: &u32| self.strata[*who as usize];
        let most = self.members.group.iter().chain(&self.members.others).map(of).max();
        let mut strata = vec![(Vec::new(), Vec::new()); most.map_or(0, |last| last as usize + 1)];
        self.members.group.iter().for_each(|who| strata[of(who) as usize].0.push(*who));
        self.members.others.iter().for_each(|who| strata[of(who) as usize].1.push(*who));
        strata
    }

    /// Who may be exchanged for whom.
    pub fn dealt(&self, stream: Stream<'_>) -> Relabelling {
        Relabelling::new(self.strata(), stream)
    }

    /// IRR − xRR of these annotations by cell; `None` where either cannot be had.
    fn difference(&self, first: &[u32], both: &[u32], room: &mut SideRoom) -> Option<f64> {
        let sides = TwoSides {
            offsets: &self.cells.offsets,
            label: &self.cells.label,
            first,
            both,
            labels: self.labels,
            distance: self.distance,
        };
        sides.agreement(room).difference()
    }

    /// The group's own difference.
    pub fn own_difference(&self) -> Option<f64> {
        let first = self.cells.counts(self.members.group.iter().copied());
        self.difference(&first, &self.both(), &mut SideRoom::default())
    }

    fn both(&self) -> Vec<u32> {
        self.cells.counts(self.members.group.iter().chain(&self.members.others).copied())
    }

    /// Draws relabellings until `most`, or until the group's difference is known to be nothing special. Either side is
    /// looked at and the rarer doubled. Drawing until the rarer side has its fiftieth makes 50 / B a valid p (Besag &
    /// Clifford), and (1 + b) / (1 + B) is a little more. A relabelling without a difference counts on both sides.
    pub fn test(&self, difference: f64, stream: Stream<'_>, most: u64) -> Relabelled {
        let mut dealt = self.dealt(stream);
        let both = self.both();
        let before = self.before(&dealt);
        let (mut first, mut room) = (before.clone(), SideRoom::default());
        let (mut above, mut below, mut draws) = (0u64, 0u64, 0u64);
        let (mut known, mut sum, mut squares) = (0u64, 0.0, 0.0);
        while draws < most && above.min(below) < SETTLED {
            first.copy_from_slice(&before);
            dealt.draw(|who, joins| {
                for &cell in self.cells.own(who) {
                    let count = &mut first[cell as usize];
                    *count = if joins { *count + 1 } else { *count - 1 };
                }
            });
            draws += 1;
            match self.difference(&first, &both, &mut room) {
                None => (above, below) = (above + 1, below + 1),
                Some(drawn) => {
                    above += u64::from(drawn >= difference - DUST);
                    below += u64::from(drawn <= difference + DUST);
                    known += 1;
                    sum += drawn - difference;
                    squares += (drawn - difference).powi(2);
                }
            }
        }
        let n = known.max(1) as f64;
        let mean = sum / n;
        let variance = if known > 1 { (squares - n * mean * mean) / (n - 1.0) } else { 0.0 };
        Relabelled {
            exchangeable: dealt.exchangeable(),
            draws,
            expected: difference + mean,
            sd: (variance > 0.0).then(|| variance.sqrt()),
            p: (2.0 * (1 + above.min(below)) as f64 / (1 + draws) as f64).min(1.0),
            difference,
        }
    }

    /// Annotations by cell of those who belong before a draw: members who cannot be exchanged, and who belongs before
    /// others leave.
    fn before(&self, dealt: &Relabelling) -> Vec<u32> {
        let fixed = self.strata().into_iter().filter(|(_, others)| others.is_empty());
        let fixed: Vec<u32> = fixed.flat_map(|(members, _)| members).collect();
        self.cells.counts(fixed.into_iter().chain(dealt.before()))
    }
}
