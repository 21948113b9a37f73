//! Chunks become files again, for simulated logs and for tests. Sinks are lent by the caller.

mod csv;
mod parquet;

pub use csv::csv;
pub use parquet::parquet;
