use std::fmt;

/// Why an audit could not be turned into bytes. Nothing in an audit can cause it: it is a mistake in a template or a
/// chart, and names the place.
#[derive(Debug)]
pub struct RenderError {
    /// What was being made: `report.html`.
    pub artifact: String,
    /// What went wrong.
    pub message: String,
}

impl RenderError {
    /// An error while making `artifact`.
    pub fn new(artifact: &str, message: impl fmt::Display) -> Self {
        Self { artifact: artifact.into(), message: message.to_string() }
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} could not be made: {}", self.artifact, self.message)
    }
}

impl std::error::Error for RenderError {}
