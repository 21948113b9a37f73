//! Verdicts of the gate for people and for machines, one file per format. All of them are made of [`Effect`]s, as the
//! exit status is, so that no two of them disagree.
//!
//! [`Effect`]: crate::gate::Effect

mod format;
mod github;
mod gitlab;
mod json;
mod junit;
mod line;
mod markdown;
mod terminal;
#[cfg(test)]
mod tests;

pub use format::GateFormat;

use crate::gate::Ruling;

/// A ruling in one format.
pub fn gate(ruling: &Ruling, format: GateFormat) -> String {
    match format {
        GateFormat::Terminal => terminal::text(ruling),
        GateFormat::Json => json::text(ruling),
        GateFormat::Markdown => markdown::text(ruling),
        GateFormat::Junit => junit::text(ruling),
        GateFormat::Github => github::text(ruling),
        GateFormat::Gitlab => gitlab::text(ruling),
    }
}
