use std::sync::Arc;

use super::{Chunk, SourceError, SourceFacts};

/// What every format's reader can do. [`super::Source`] says what each means.
pub(super) trait Reader: Send {
    fn columns(&self) -> Arc<[String]>;

    fn keep(&mut self, names: &[String]);

    fn next_chunk(&mut self) -> Option<Result<Chunk, SourceError>>;

    fn facts(&self) -> SourceFacts;
}
