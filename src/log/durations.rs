use super::interner::NONE;
use super::reading::Reading;
use super::{schema, values};
use crate::source::Chunk;
use rayon::prelude::*;

/// Milliseconds as they are kept.
pub(super) fn whole_ms(ms: f64) -> u32 {
    ms.round().clamp(0.0, f64::from(u32::MAX - 1)) as u32
}

/// Milliseconds on the item, from a column whose name tells the unit.
pub(super) fn durations(reading: &mut Reading, chunk: &Chunk, place: usize) -> Vec<u32> {
    let name = &chunk.names[place];
    let unit = schema::milliseconds_per_unit(name);
    let numbers = values::numbers(&chunk.columns[place], &reading.options.null);
    let negative = numbers.values.iter().filter(|&&value| value < 0.0).count() as u64;
    reading.defects.field(format!("{name} is no number"), numbers.unreadable);
    reading.defects.field(format!("{name} is below 0"), negative);
    let ms = |&value: &f64| if value.is_nan() || value < 0.0 { NONE } else { whole_ms(value * unit) };
    numbers.values.par_iter().with_min_len(1 << 13).map(ms).collect()
}
