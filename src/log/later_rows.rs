//! Rows that are set aside only once the whole log is known: duplicates, conflicts, replaced annotations, labels outside
//! the declared set.

use super::Names;
use super::reading::Reading;
use super::records::Fate;
use rayon::prelude::*;

/// Counts them and hands them out. A row of several annotations is set aside only where none of them is used; the lost
/// ones of a used row are counted as defects.
pub(super) fn set_aside(reading: &mut Reading, fates: &[Fate], items: &Names, annotators: &Names) {
    if fates.par_chunks(1 << 16).all(|fates| fates.iter().all(|fate| fate.is_used())) {
        return;
    }
    let records = &reading.records;
    let (labels, defects) = (&reading.labels, &mut reading.defects);
    let mut best: Vec<(Fate, u32)> = Vec::new();
    if records.row.is_some() {
        best = vec![(Fate::Replaced, u32::MAX); records.origins.rows() as usize];
        for (i, &fate) in fates.iter().enumerate() {
            let own = &mut best[records.row_of(i) as usize];
            *own = (*own).min((fate, i as u32));
        }
        for (i, &fate) in fates.iter().enumerate().filter(|(_, fate)| !fate.is_used()) {
            if best[records.row_of(i) as usize].0.is_used() {
                defects.field(format!("annotation of a used row: {}", fate.reason()), 1);
            }
        }
    }
    let text = |i: u32| {
        let at = i as usize;
        let (item, annotator) = (items.name(records.item[at]), annotators.name(records.annotator[at]));
        format!("item_id={item},annotator_id={annotator},label={}", labels.name(records.label[at]))
    };
    let rows: Box<dyn Iterator<Item = (u32, Fate, u32)>> = if records.row.is_some() {
        Box::new((0u32..).zip(best).map(|(row, (fate, i))| (row, fate, i)))
    } else {
        Box::new((0u32..).zip(fates).map(|(i, &fate)| (i, fate, i)))
    };
    for (row, fate, i) in rows.filter(|(_, fate, _)| !fate.is_used()) {
        let (file, number) = records.origins.origin(row);
        defects.set_aside(file, number, fate.reason(), || text(i));
    }
}
