use super::file::File;
use super::validity;
use super::value::{Origin, Values};
use crate::cli::Trouble;
use crate::vocabulary::Group;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// The table of bands by attribute: `[bands] age = [18, 30]`.
pub const BANDS: &str = "bands";
/// The tables of target shares by attribute: `[targets.gender] Female = 0.5`; as a text, the file that holds them.
pub const TARGETS: &str = "targets";

/// Target shares of one attribute's groups, and where they were stated.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedTarget {
    /// Share by group.
    pub shares: BTreeMap<String, f64>,
    /// Where.
    pub origin: Origin,
}

impl File<'_> {
    /// The table `[bands]`.
    pub(super) fn bands(&self, values: &mut Values, table: &DeTable<'_>) -> Result<(), Trouble> {
        for (name, value) in table {
            let edges: Option<Vec<f64>> = value
                .get_ref()
                .as_array()
                .and_then(|edges| edges.iter().map(|edge| number(edge.get_ref())).collect());
            let edges = edges.filter(|edges| validity::are_edges(edges)).ok_or_else(|| {
                let what = format!("the bands of `{}` must be a list of ascending numbers", name.get_ref());
                self.trouble(value.span(), &what, "for example: age = [18, 30, 45, 60]")
            })?;
            values.bands.insert(name.get_ref().to_string(), (edges, self.origin(value.span())));
        }
        Ok(())
    }

    /// The tables `[targets.ATTRIBUTE]`.
    pub(super) fn targets(&self, values: &mut Values, table: &DeTable<'_>) -> Result<(), Trouble> {
        for (name, value) in table {
            let wrong = |span, what: String| {
                self.trouble(span, &what, "for example: [targets.gender], then Female = 0.5 and Male = 0.5")
            };
            let Some(groups) = value.get_ref().as_table() else {
                let what = format!("the target of `{}` must be a table of shares by group", name.get_ref());
                return Err(wrong(value.span(), what));
            };
            let mut shares = BTreeMap::new();
            for (group, share) in groups {
                let read =
                    number(share.get_ref()).filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| {
                        wrong(
                            share.span(),
                            format!("the target share of `{}` must be a number in 0–1", group.get_ref()),
                        )
                    })?;
                shares.insert(group.get_ref().to_string(), read);
            }
            state(
                &mut values.targets,
                name.get_ref(),
                StatedTarget { shares, origin: self.origin(value.span()) },
            )?;
        }
        Ok(())
    }
}

/// Takes one attribute's target, its intersection's parts put in order, once its shares are found to sum to 1.
///
/// # Errors
/// The shares do not sum to 1, a group of an intersection has another number of parts, an attribute is stated twice.
pub fn state(
    stated: &mut BTreeMap<String, StatedTarget>,
    attribute: &str,
    target: StatedTarget,
) -> Result<(), Trouble> {
    let origin = &target.origin;
    let sum: f64 = target.shares.values().sum();
    if (sum - 1.0).abs() > 1e-6 {
        return Err(Trouble::usage(
            format!("{origin}: the target shares of `{attribute}` sum to {sum}, not to 1"),
            "state every group that the target knows, as a share: 0.5 and not 50",
        ));
    }
    let parts = parts(attribute);
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&part| &parts[part]);
    let joined = |parts: &[String]| {
        order.iter().map(|&part| parts[part].as_str()).collect::<Vec<_>>().join(Group::CROSS)
    };
    let mut shares = BTreeMap::new();
    for (group, &share) in &target.shares {
        let own = if parts.len() > 1 { self::parts(group) } else { vec![group.clone()] };
        if own.len() != parts.len() {
            return Err(Trouble::usage(
                format!("{origin}: the group `{group}` of `{attribute}` does not name one group of each"),
                "write it as Female × Black (or Female x Black), in the attribute's order",
            ));
        }
        *shares.entry(joined(&own)).or_default() += share;
    }
    let attribute = joined(&parts);
    if stated.contains_key(&attribute) {
        return Err(Trouble::usage(
            format!("{origin}: the target of `{attribute}` is stated twice"),
            "leave one of them out",
        ));
    }
    stated.insert(attribute, StatedTarget { shares, origin: target.origin });
    Ok(())
}

/// The parts of an intersection's name: `gender × race`, or `gender x race` where the keyboard has no ×.
fn parts(name: &str) -> Vec<String> {
    let name = name.replace(" x ", Group::CROSS);
    name.split(Group::CROSS).map(|part| part.trim().to_string()).collect()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => value.as_integer()?.as_str().parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::settings::Settings;
    use crate::vocabulary::Group;

    fn refusal(text: &str) -> String {
        Settings::parse("s.toml", text).expect_err(text).to_string()
    }

    #[test]
    fn bands_and_targets_are_tables_of_their_own() {
        let text = "[bands]\nage = [18, 30.5]\n[targets.gender]\nFemale = 0.5\nMale = 0.5\n[targets.\"race x gender\"]\n\
                    \"A x f\" = 1\n";
        let settings = Settings::parse("s.toml", text).expect("settings");
        assert_eq!(settings.log.bands["age"], [18.0, 30.5]);
        assert_eq!(settings.plan.targets.0["gender"]["Male"], 0.5);
        let crossed = format!("gender{}race", Group::CROSS);
        assert_eq!(settings.plan.targets.0[&crossed][&format!("f{}A", Group::CROSS)], 1.0);
        assert_eq!(settings.log.intersections, 2, "a joint target asks for its intersection");
        assert_eq!(settings.plan.settings["bands.age"], "18, 30.5");
    }

    #[test]
    fn what_cannot_be_a_target_is_told_where_it_stands() {
        for (text, told) in [
            (
                "[bands]\nage = [30, 18]\n",
                "s.toml:2:7: the bands of `age` must be a list of ascending numbers",
            ),
            ("[bands]\nage = []\n", "ascending numbers"),
            (
                "[targets.gender]\nFemale = 0.5\nMale = 0.6\n",
                "the target shares of `gender` sum to 1.1, not to 1",
            ),
            (
                "[targets.gender]\nFemale = 50\n",
                "s.toml:2:10: the target share of `Female` must be a number in 0–1",
            ),
            ("[targets]\ngender = 0.5\n", "must be a table of shares by group"),
            ("[targets.\"a × b\"]\nf = 1\n", "does not name one group of each"),
        ] {
            assert!(refusal(text).contains(told), "{}", refusal(text));
        }
    }
}
