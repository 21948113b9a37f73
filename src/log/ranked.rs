use super::Names;
use super::interner::NONE;
use rayon::prelude::*;

/// Names in sorted order.
pub(super) struct Ranked {
    /// The names.
    pub names: Names,
    /// Code → place among the names, [`NONE`] where the name was not kept.
    pub place: Vec<u32>,
    /// Whether every code is its own place already.
    pub same: bool,
}

impl Ranked {
    /// Turns codes into places.
    pub fn replace(&self, codes: &mut [u32]) {
        if self.same {
            return;
        }
        codes.par_iter_mut().with_min_len(1 << 13).for_each(|code| {
            if *code != NONE {
                *code = self.place[*code as usize];
            }
        });
    }
}
