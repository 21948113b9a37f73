//! Stage 8: arguments → settings → stages → files. [`run`] is the front door.

mod exit_status;
mod output;
mod trouble;

pub use exit_status::ExitStatus;
pub use trouble::Trouble;
