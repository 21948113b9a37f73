/// What the process says to the shell. Text and status never disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done; gates, where there were any, passed.
    Done,
    /// A gate failed. Beats [`ExitStatus::GateInconclusive`].
    GateFailed,
    /// The command line or the settings are wrong.
    Usage,
    /// The log could not be read or audited.
    Log,
    /// No gate failed, but one could not be judged; the policy says whether that is told as 0, 1 or this.
    GateInconclusive,
    /// Output could not be written, or would have overwritten something that is not raterscope's.
    Output,
}

impl ExitStatus {
    /// The number the shell sees.
    pub fn code(self) -> i32 {
        match self {
            ExitStatus::Done => 0,
            ExitStatus::GateFailed => 1,
            ExitStatus::Usage => 2,
            ExitStatus::Log => 3,
            ExitStatus::GateInconclusive => 4,
            ExitStatus::Output => 5,
        }
    }
}
