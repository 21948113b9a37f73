use std::io::{self, Write};

/// Writes a file's bytes.
pub type WriteTo<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'a;

/// A file of a report folder that is as long as the log: it is written as it is made, never held whole.
pub struct StreamedArtifact<'a> {
    /// Its name in the folder.
    pub name: &'a str,
    /// Writes it; the same bytes each time, once for each folder that is asked for.
    pub write: Box<WriteTo<'a>>,
}
