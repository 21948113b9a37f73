//! The only place that opens files for writing. Everything is staged beside its destination first and put in place
//! last, so that a run that fails or is killed leaves the report that was there before whole.

mod append;
mod destination;
mod digesting;
mod disk;
mod error;
mod file_size_limit;
mod folder;
mod manifest;
mod outbox;
mod standard_output;
mod stream;
mod streamed_artifact;

pub use append::append;
pub use destination::{Destination, FileFormat};
pub use disk::{Disk, DiskFile, RealDisk};
pub use error::OutputError;
pub use file_size_limit::outlive_file_size_limits;
pub use manifest::{MANIFEST_NAME, Occupancy, hex};
pub use outbox::Outbox;
pub use standard_output::{print, print_json};
pub use stream::StreamedFile;
pub use streamed_artifact::StreamedArtifact;

#[cfg(test)]
mod fault_tests;
