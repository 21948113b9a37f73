use super::prose::Prose;
use super::{TerminalOptions, confidence_phrase, consensus_phrase, next_step, number, phrase};
use crate::audit::{Audit, QuestionAudit};
use crate::vocabulary::Outcome;

/// Questions and steps that one screen takes.
const QUESTIONS: usize = 5;
const STEPS: usize = 3;

/// The summary of one screen: headline numbers, what to do next, rows used. Where the report went is the caller's to
/// say.
pub fn terminal(audit: &Audit, options: &TerminalOptions) -> String {
    let screen = Screen { colour: options.colour, width: options.width.max(40) };
    let mut out = String::new();
    screen.line(&mut out, Style::Bold, &Prose::of(&audit.title).to_text());
    screen.line(&mut out, Style::Dim, &audited(audit));
    for question in audit.questions.iter().take(QUESTIONS) {
        out.push('\n');
        screen.question(&mut out, question, audit.questions.len() > 1);
    }
    if audit.questions.len() > QUESTIONS {
        out.push_str(&format!("\n{} more questions are in the report.\n", audit.questions.len() - QUESTIONS));
    }
    screen.next_steps(&mut out, audit);
    screen.data(&mut out, audit);
    out
}

struct Screen {
    colour: bool,
    width: usize,
}

#[derive(Clone, Copy)]
enum Style {
    Plain,
    Bold,
    Dim,
    Good,
    Warn,
    Bad,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Bold => "1",
            Style::Dim => "2",
            Style::Good => "32",
            Style::Warn => "33",
            Style::Bad => "31",
        }
    }
}

impl Screen {
    fn styled(&self, style: Style, text: &str) -> String {
        if self.colour && !style.code().is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", style.code())
        } else {
            text.to_owned()
        }
    }

    /// One paragraph, wrapped, set in by as much as its first line is.
    fn line(&self, out: &mut String, style: Style, text: &str) {
        let indent = text.len() - text.trim_start_matches(' ').len();
        self.hanging(out, style, &" ".repeat(indent), text);
    }

    /// One paragraph, wrapped, after a mark that stands alone to its left.
    fn hanging(&self, out: &mut String, style: Style, mark: &str, text: &str) {
        let indent = mark.chars().count();
        for (place, line) in wrapped(text, self.width - indent).iter().enumerate() {
            out.push_str(&if place == 0 { mark.to_owned() } else { " ".repeat(indent) });
            out.push_str(&self.styled(style, line));
            out.push('\n');
        }
    }

    fn question(&self, out: &mut String, question: &QuestionAudit, several: bool) {
        if several {
            self.line(out, Style::Bold, &Prose::named(&question.question.name).to_text());
        }
        let band = phrase::band_word(question);
        let style = match band {
            "reliable" => Style::Good,
            "tentative" => Style::Warn,
            "not reliable" => Style::Bad,
            _ => Style::Dim,
        };
        for (place, coefficient) in
            question.agreement.coefficients.iter().take(if several { 2 } else { 5 }).enumerate()
        {
            let value = match &coefficient.outcome {
                Outcome::Estimated(estimate) => number::estimate(estimate),
                Outcome::NotEstimable(reason) => phrase::short_reason(reason),
            };
            let name = Prose::of(&coefficient.name).to_text();
            let mut text = format!("  {name:<36} {value}");
            if place == 0 {
                text.push_str("  ");
                text.push_str(&self.styled(style, band));
            }
            out.push_str(&text);
            out.push('\n');
        }
        self.line(out, Style::Dim, &format!("  {}", phrase::sample(&question.agreement.pairable)));
        self.line(out, Style::Plain, &format!("  {}", phrase::verdict(question).to_text()));
        if let Some(clusters) = phrase::clusters(question) {
            self.line(out, Style::Dim, &format!("  {}", clusters.to_text()));
        }
        if let Some(consensus) = consensus_phrase::chosen_consensus(question) {
            self.line(out, Style::Plain, &format!("  {}", consensus.to_text()));
        }
        for sentence in confidence_phrase::sentences(question) {
            self.line(out, Style::Plain, &format!("  {}", sentence.to_text()));
        }
        if let Some(needed) = phrase::annotators_needed(question) {
            self.line(out, Style::Dim, &format!("  {}", needed.to_text()));
        }
    }

    fn next_steps(&self, out: &mut String, audit: &Audit) {
        let steps = next_step::next_steps(audit);
        out.push('\n');
        self.line(out, Style::Bold, "What to do next");
        if steps.is_empty() {
            self.line(out, Style::Plain, "  Nothing stands out strongly enough to act on.");
        }
        for (place, step) in steps.iter().take(STEPS).enumerate() {
            let number = match step.number.as_str() {
                "" => String::new(),
                number => format!(" ({} {number})", step.metric),
            };
            let text = format!("{}{number}", step.advice.to_text());
            self.hanging(out, Style::Plain, &format!("  {}. ", place + 1), &text);
            if !step.further.is_empty() {
                self.line(out, Style::Dim, &format!("     {}", step.further));
            }
        }
        if steps.len() > STEPS {
            self.line(out, Style::Dim, &format!("  and {} more in the report", steps.len() - STEPS));
        }
    }

    fn data(&self, out: &mut String, audit: &Audit) {
        let intake = &audit.intake;
        let aside = intake.rows_read.saturating_sub(intake.rows_used);
        out.push('\n');
        self.line(
            out,
            Style::Plain,
            &format!(
                "{} of {} used",
                number::count(intake.rows_used),
                number::counted(intake.rows_read, "row", "rows")
            ),
        );
        for (reason, rows) in intake.set_aside.iter().take(3) {
            let text = format!(
                "  {} set aside: {}",
                number::counted(*rows, "row", "rows"),
                Prose::of(reason).to_text()
            );
            self.line(out, Style::Warn, &text);
        }
        if intake.set_aside.len() > 3 && aside > 0 {
            self.line(
                out,
                Style::Dim,
                &format!("  and {} more reasons in the report", intake.set_aside.len() - 3),
            );
        }
    }
}

fn audited(audit: &Audit) -> String {
    let annotations = audit.questions.iter().map(|q| q.agreement.rated.annotations).sum();
    let mut parts = vec![
        number::counted(annotations, "annotation", "annotations"),
        number::counted(audit.intake.items, "item", "items"),
        number::counted(audit.intake.annotators, "annotator", "annotators"),
    ];
    parts.extend(phrase::period(&audit.intake.period));
    Prose::of(parts.join(" · ")).to_text()
}

/// Words in lines of at most `width` characters; a longer word has a line of its own, cut.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let word: String = word.chars().take(width).collect();
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&word);
            used += length;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_are_never_wider_than_the_screen() {
        let text = format!("several words and {} one", "x".repeat(99));
        assert!(wrapped(&text, 40).iter().all(|line| line.chars().count() <= 40));
        assert_eq!(wrapped("a b c", 3), ["a b", "c"]);
        assert_eq!(wrapped("", 3), [""]);
    }
}
