use super::*;
use std::collections::BTreeSet;

fn parse(text: &str) -> Result<Settings, Trouble> {
    Settings::parse("raterscope.toml", text)
}

fn refusal(text: &str) -> (String, String) {
    let trouble = parse(text).expect_err(text);
    assert_eq!(trouble.status, crate::cli::ExitStatus::Usage);
    (trouble.message, trouble.remedy)
}

#[test]
fn every_key_is_documented_once_and_its_example_is_accepted() {
    let mut seen = BTreeSet::new();
    for key in KEYS {
        assert!(seen.insert(key.path), "{} is listed twice", key.path);
        assert!(key.doc.len() > 10 && key.doc.ends_with('.'), "{}: {}", key.path, key.doc);
        assert!(
            key.table().is_empty() || TABLES.iter().any(|(table, _)| *table == key.table()),
            "{}",
            key.path
        );
        let table = if key.table().is_empty() { String::new() } else { format!("[{}]\n", key.table()) };
        let text = format!("{table}{} = {}\n", key.name(), key.example);
        parse(&text).unwrap_or_else(|trouble| panic!("{text}: {trouble}"));
    }
}

#[test]
fn a_default_written_out_changes_nothing() {
    let mut text = String::new();
    for (table, _) in TABLES {
        text.push_str(&format!("[{table}]\n"));
        for key in KEYS.iter().filter(|key| key.table() == *table && key.unset == Unset::Default) {
            text.push_str(&format!("{} = {}\n", key.name(), key.example));
        }
    }
    let (written, left_out) = (parse(&text).expect("accepted"), parse("").expect("accepted"));
    assert_eq!(written.plan, left_out.plan);
    assert_eq!(written.log, left_out.log);
    assert_eq!(written.plan.settings.get("rows.repeat_lag").map(String::as_str), Some("24 h"));
}

#[test]
fn an_unknown_key_is_an_error_with_line_column_and_the_nearest_key() {
    let (message, remedy) = refusal("title = \"x\"\n[privacy]\nmin_groups = 5\n");
    assert_eq!(message, "raterscope.toml:3:1: unknown key `min_groups`");
    assert_eq!(remedy, "did you mean `min_group`?");
    let (message, remedy) = refusal("[rows]\n  level = 0.9\n");
    assert_eq!(message, "raterscope.toml:2:3: unknown key `level`");
    assert_eq!(remedy, "did you mean `level` in the table `[inference]`?");
    assert!(refusal("[inference]\ntitle = 'x'\n").1.contains("top of the file"));
    let (message, remedy) = refusal("[infrence]\nlevel = 0.9\n");
    assert_eq!(message, "raterscope.toml:1:2: unknown table `[infrence]`");
    assert_eq!(remedy, "did you mean `[inference]`?");
    let (message, remedy) = refusal("[questions.\"is it good?\"]\nscales = \"ordinal\"\n");
    assert_eq!(message, "raterscope.toml:2:1: unknown key `scales`");
    assert_eq!(remedy, "did you mean `scale`?");
    assert!(refusal("zzzzzzzzzz = 1").1.contains("raterscope init"));
}

#[test]
fn a_value_of_the_wrong_type_or_out_of_range_is_an_error_at_its_place() {
    let (message, remedy) = refusal("[rows]\nrepeats = \"latest\"\n");
    assert_eq!(
        message,
        "raterscope.toml:2:11: `rows.repeats` must be one of \"last\", \"first\" or \"error\", not \"latest\""
    );
    assert_eq!(remedy, "for example: repeats = \"last\"");
    assert!(refusal("[inference]\nreplicates = -5\n").0.contains("a whole number, 0 or more, not -5"));
    assert!(refusal("[columns]\nitem = 3\n").0.contains("`columns.item` must be a text in quotes, not 3"));
    assert!(refusal("columns = 3\n").0.contains("1:1"));
    let (message, remedy) = refusal("[privacy]\nmin_group = 2\n");
    assert_eq!(message, "raterscope.toml:2:13: 2 will not do for `min_group`");
    assert!(remedy.starts_with("it must be at least 3: smaller groups would point at persons"), "{remedy}");
    let aloud = Settings::parse("raterscope.toml", "[privacy]\nmin_group = 2\nallow_small_groups = true\n");
    assert_eq!(aloud.expect("it is said aloud").plan.min_group, 2);
    for text in [
        "as_of = 'yesterday'",
        "[inference]\nlevel = 95",
        "[rows]\nencoding = 'utf-88'",
        "[rows]\ndelimiter = '\"'",
        "[labels]\ndeclared = ['a', 'b', 'a']",
        "[questions.q]\ndeclared = ['a', 'a']",
        "[rows]\nsession_gap = 'long'",
        "questions = 3",
        "[questions]\nq = 3",
        "[[rows]]",
        "title = \"",
    ] {
        let (message, remedy) = refusal(text);
        assert!(message.starts_with("raterscope.toml:") && !remedy.is_empty(), "{message} / {remedy}");
    }
}

#[test]
fn rules_of_the_gate_are_read_and_their_mistakes_told() {
    let text = "[gate]\ninconclusive = \"pass\"\n[[gate.rules]]\nmetric = \"gwet_ac1\"\nmin = 0.6\n\
                [[gate.rules]]\nmetric = \"x\"\nlevel = \"warn\"\nmax = -1\n";
    let settings = parse(text).expect("accepted");
    assert_eq!(settings.gate.inconclusive, crate::gate::Inconclusive::Pass);
    let limits: Vec<_> = settings.gate.rules.iter().map(|rule| (rule.min, rule.max)).collect();
    assert_eq!(limits, [(Some(0.6), None), (None, Some(-1.0))]);
    let (message, remedy) = refusal("[[gate.rules]]\nmetric = \"x\"\nmaxdrop = 1\n");
    assert_eq!(
        (message.as_str(), remedy.as_str()),
        ("raterscope.toml:3:1: unknown key `maxdrop`", "did you mean `max_drop`?")
    );
    for text in [
        "[gate]\nrules = 3",
        "[gate]\nrules = [3]",
        "[[gate.rules]]\nmin = 1",
        "[gate]\ninconclusive = 2",
        "[[gate.rules]]\nmetric = \"x\"\nevidence = \"all\"",
    ] {
        assert!(refusal(text).0.starts_with("raterscope.toml:"));
    }
}

#[test]
fn an_empty_cell_is_no_value_whatever_else_is_none() {
    let named = parse("[labels]\nnull = [\"DATA_EXPIRED\"]\n").expect("a good file");
    assert_eq!(named.log.null, ["DATA_EXPIRED", ""]);
    let both = parse("[labels]\nnull = [\"\", \"-\"]\n").expect("a good file");
    assert_eq!(both.log.null, ["", "-"]);
}

#[test]
fn files_speak_naturally() {
    let settings = parse(
        "as_of = 2026-01-31\npredictions = \"p.csv\"\n[labels]\ndeclared = [1, 2, 3]\nscale = \"ordinal\"\n\
         [rows]\nrepeat_lag = 60\nsession_gap = \"1h\"\n[questions.tone]\ndeclared = [\"low\", \"high\"]\n",
    )
    .expect("accepted");
    assert_eq!(settings.plan.as_of.as_deref(), Some("2026-01-31"));
    assert_eq!(settings.predictions, ["p.csv"]);
    assert_eq!(settings.log.labels, ["1", "2", "3"]);
    assert_eq!((settings.log.repeat_lag_secs, settings.log.session_gap_secs), (60, 3600));
    assert_eq!(settings.log.questions["tone"].labels, ["low", "high"]);
}

#[test]
fn a_flag_beats_the_file() {
    let mut values =
        file::parse(Path::new("raterscope.toml"), "[privacy]\nmin_group = 10\n").expect("accepted");
    let mut flags = Values::default();
    let origin = Origin::Flag("--min-group");
    flags.entries.insert("privacy.min_group", Entry { value: Value::Whole(2), origin });
    values.overlay(flags);
    let trouble = Settings::compose(&values).expect_err("under 3");
    assert_eq!(trouble.message, "--min-group: 2 will not do for `min_group`");
}
