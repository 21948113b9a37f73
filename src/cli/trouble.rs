use super::ExitStatus;
use super::output::OutputError;
use std::fmt;

/// Why a command ends before its time: what to say, and the status that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The exit status.
    pub status: ExitStatus,
    /// What is wrong, in one line: where, what.
    pub message: String,
    /// What to do about it; empty where the message says it already.
    pub remedy: String,
}

impl Trouble {
    /// The command line or the settings are wrong.
    pub fn usage(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { status: ExitStatus::Usage, message: message.into(), remedy: remedy.into() }
    }

    /// The log could not be read or audited.
    pub fn log(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { status: ExitStatus::Log, message: message.into(), remedy: remedy.into() }
    }
}

impl From<OutputError> for Trouble {
    fn from(error: OutputError) -> Self {
        Self {
            status: ExitStatus::Output,
            message: format!("{}: {}", error.path.display(), error.what),
            remedy: error.remedy,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if !self.remedy.is_empty() {
            write!(f, "\n  help: {}", self.remedy)?;
        }
        Ok(())
    }
}
