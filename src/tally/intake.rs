use crate::log::Account;

/// What was read, as the audit reports it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    /// The account of rows, inputs, period and notes.
    pub account: Account,
    /// Items in the log.
    pub items: u64,
    /// Human annotators in the log.
    pub annotators: u64,
}
