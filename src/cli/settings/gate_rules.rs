use super::file::File;
use super::nearest::nearest;
use super::rule_keys::RULE_KEYS;
use super::value::{Origin, Value};
use crate::cli::Trouble;
use crate::gate::{Evidence, Inconclusive, Level, Place, Rule};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

impl File<'_> {
    /// The tables of `[[gate.rules]]`.
    pub(super) fn rules(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<Rule>, Trouble> {
        let remedy = "write each rule as a table of its own: [[gate.rules]], then metric = … and min = …";
        let Some(rules) = value.get_ref().as_array() else {
            return Err(self.trouble(value.span(), "`gate.rules` must be a list of tables", remedy));
        };
        let table = |rule: &Spanned<DeValue<'_>>| match rule.get_ref().as_table() {
            Some(table) => self.rule(table, rule),
            None => Err(self.trouble(rule.span(), "a rule of the gate must be a table", remedy)),
        };
        rules.iter().map(table).collect()
    }

    fn rule(&self, table: &DeTable<'_>, whole: &Spanned<DeValue<'_>>) -> Result<Rule, Trouble> {
        let mut rule = Rule { place: Some(self.place(whole.span())), ..Rule::default() };
        for (name, value) in table {
            let Some(key) = RULE_KEYS.iter().find(|key| key.name() == name.get_ref()) else {
                let remedy = match nearest(name.get_ref(), RULE_KEYS.iter().map(|key| key.name())) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "a rule takes metric, question, slice, level, min, max, max_drop, max_rise, evidence and \
                             inconclusive"
                        .into(),
                };
                return Err(self.trouble(name.span(), &format!("unknown key `{}`", name.get_ref()), remedy));
            };
            match (key.name(), self.entry(key, value)?.value) {
                ("metric", Value::Text(text)) => rule.metric = text,
                ("question", Value::Text(text)) => rule.question = Some(text),
                ("slice", Value::Text(text)) => rule.slice = Some(text),
                ("level", Value::Text(word)) => rule.level = Level::of_name(&word).unwrap_or_default(),
                ("min", Value::Number(number)) => rule.min = Some(number),
                ("max", Value::Number(number)) => rule.max = Some(number),
                ("max_drop", Value::Number(number)) => rule.max_drop = Some(number),
                ("max_rise", Value::Number(number)) => rule.max_rise = Some(number),
                ("evidence", Value::Text(word)) => rule.evidence = Evidence::of_name(&word),
                ("evidence", Value::Number(level)) => rule.evidence = Some(Evidence::Level(level)),
                ("inconclusive", Value::Text(word)) => rule.inconclusive = Inconclusive::of_name(&word),
                _ => {}
            }
        }
        if rule.metric.is_empty() {
            let remedy = "name a metric as in estimates.csv: metric = \"krippendorff_alpha\"";
            return Err(self.trouble(whole.span(), "a rule of the gate without a metric", remedy));
        }
        Ok(rule)
    }

    /// The line on which a rule's table begins.
    fn place(&self, span: Range<usize>) -> Place {
        match self.origin(span) {
            Origin::File { path, line, .. } => Place { path: path.display().to_string(), line },
            Origin::Flag(_) => Place { path: String::new(), line: 1 },
        }
    }
}
