use super::super::hostile_text::harmless;
use super::line::{Line, standing};
use crate::gate::{Effect, Judgement, Ruling, Verdict};

/// Workflow commands of GitHub Actions, which shows them beside the rule in the settings file: errors for what keeps the
/// gate from passing, warnings and notices for the rest; the standing is the last line.
/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
pub(super) fn text(ruling: &Ruling) -> String {
    let mut out = String::new();
    for verdict in &ruling.verdicts {
        if let Some(command) = command(verdict) {
            out.push_str(&command);
        }
    }
    out.push_str(&format!("{}\n", data(&standing(ruling))));
    out
}

fn command(verdict: &Verdict) -> Option<String> {
    let command = match (verdict.effect(), verdict.judgement) {
        (Effect::Kept, _) => return None,
        (Effect::Fails | Effect::Open, _) => "error",
        (Effect::Told, Judgement::Fail) => "warning",
        (Effect::Told, _) => "notice",
    };
    let line = Line::of(verdict);
    let place = verdict
        .place
        .as_ref()
        .map_or_else(String::new, |place| format!("file={},line={},", property(&place.path), place.line));
    let title = property(&format!("Gate: {}: {}", line.verdict, verdict.metric));
    Some(format!("::{command} {place}title={title}::{}\n", data(&line.sentence())))
}

/// A text as a command's data.
fn data(text: &str) -> String {
    harmless(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_a_command_of_its_own() {
        assert_eq!(data("50 %\n::stop-commands::x"), "50 %25↵::stop-commands::x");
        assert_eq!(property("a: b, c"), "a%3A b%2C c");
    }
}
