use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// What the program is at, on one line of standard error: only where that is a terminal, and not with `--quiet`.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// Starts to tell.
    pub fn new(quiet: bool) -> Self {
        if quiet {
            return Self(None);
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// The next stage begins.
    pub fn stage(&self, what: impl Into<String>) {
        if let Some(bar) = &self.0 {
            bar.set_message(what.into());
        }
    }

    /// Removes the line, so that something else can be said.
    pub fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
