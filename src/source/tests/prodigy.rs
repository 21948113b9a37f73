use super::reading::{Given, drain, read};
use crate::source::input::Input;
use crate::source::{Format, Options, reader_of};

/// A line of an export: `fields` beside what every line has.
fn line(item: i64, annotator: &str, fields: &str) -> String {
    format!(
        "{{\"text\": \"t{item}\", \"_input_hash\": {item}, \"_task_hash\": {}, {fields}, \"_timestamp\": 16, \
         \"_annotator_id\": \"ds-{annotator}\", \"_session_id\": \"ds-{annotator}\"}}\n",
        -item
    )
}

const OPTIONS: &str = r#""options": [{"id": "no", "text": "No"}, {"id": "yes", "text": "Yes"}]"#;

fn column(given: &Given, name: &str) -> Vec<String> {
    let place = given.names.iter().position(|own| own == name).expect("the column is there");
    (0..given.rows.len()).map(|row| given.row(row)[place].to_owned()).collect()
}

fn notes(text: &str) -> Vec<String> {
    let input = Input::of_bytes("ann1.jsonl", text.as_bytes().to_vec());
    let mut reader = reader_of(input, &Options::default()).expect("it opens");
    while reader.next_chunk().is_some() {}
    assert_eq!(reader.facts().tool, Some("Prodigy"));
    reader.facts().notes
}

#[test]
fn a_choice_of_one_is_its_option_and_an_empty_accept_a_label_of_its_own() {
    let text = [
        line(1, "a", &format!(r#"{OPTIONS}, "accept": ["yes"], "answer": "accept""#)),
        line(1, "b", &format!(r#"{OPTIONS}, "accept": [], "answer": "accept""#)),
        line(2, "a", &format!(r#"{OPTIONS}, "accept": ["no"], "answer": "reject""#)),
        line(2, "b", &format!(r#"{OPTIONS}, "accept": [], "answer": "ignore""#)),
    ]
    .concat();
    let given = read("ds.jsonl", text.as_bytes()).expect("it opens");
    assert_eq!(column(&given, "item_id"), ["1", "1", "2", "2"]);
    assert_eq!(column(&given, "annotator_id"), ["ds-a", "ds-b", "ds-a", "ds-b"]);
    assert_eq!(column(&given, "question"), ["no / yes"; 4]);
    assert_eq!(column(&given, "label"), ["yes", "{}", "no", "{}"]);
    assert_eq!(column(&given, "status"), ["submitted", "submitted", "submitted", "skipped"]);
    assert_eq!(column(&given, "submitted_at"), ["16"; 4]);
    assert_eq!(column(&given, "text"), ["t1", "t1", "t2", "t2"]);
    assert!(!given.names.contains(&"session_id".to_owned()), "sessions tell no more than annotators");
    let told = notes(&text).join("\n");
    assert!(told.contains("2 choices without any option") && told.contains("1 choices that were rejected"));
}

#[test]
fn where_several_may_be_chosen_every_answer_is_a_sorted_list() {
    let options = r#""options": [{"id": 2, "text": "b"}, {"id": 1, "text": "a"}]"#;
    let text = [
        line(1, "a", &format!(r#"{options}, "accept": [2, 1], "answer": "accept""#)),
        line(1, "b", &format!(r#"{options}, "accept": [1], "answer": "accept""#)),
        line(2, "b", &format!(r#"{options}, "accept": [], "answer": "accept""#)),
    ]
    .concat();
    let given = read("ds.jsonl", text.as_bytes()).expect("it opens");
    assert_eq!(column(&given, "label"), [r#"["1","2"]"#, r#"["1"]"#, "[]"]);
    let one = line(
        1,
        "a",
        &format!(r#"{options}, "accept": [1], "answer": "accept", "config": {{"choice_style": "multiple"}}"#),
    );
    assert_eq!(column(&read("ds.jsonl", one.as_bytes()).expect("it opens"), "label"), [r#"["1"]"#]);
}

#[test]
fn binary_tasks_ask_their_label_and_those_about_a_span_ask_it_of_the_task() {
    let text = [
        line(1, "a", r#""label": "INSULT", "answer": "accept", "_is_binary": true"#),
        line(1, "a", r#""label": "THREAT", "answer": "reject", "_view_id": "classification""#),
        line(3, "a", r#""spans": [{"start": 0, "end": 2, "label": "ORG"}], "answer": "reject", "_is_binary": true, "_view_id": "ner""#),
        line(4, "a", r#""image": "x.png", "answer": "accept", "_view_id": "image""#),
        line(5, "a", r#""user_input": "a poem", "answer": "accept", "_view_id": "text_input""#),
    ]
    .concat();
    let given = read("ds.jsonl", text.as_bytes()).expect("it opens");
    assert_eq!(column(&given, "question"), ["INSULT", "THREAT", "ORG", "image", "user_input"]);
    assert_eq!(column(&given, "item_id"), ["1", "1", "-3", "4", "5"]);
    assert_eq!(column(&given, "label"), ["accept", "reject", "reject", "accept", "a poem"]);
}

#[test]
fn different_options_are_different_questions_unless_every_item_has_its_own() {
    let choice = |item: i64, ids: &[&str]| {
        let options: Vec<String> = ids.iter().map(|id| format!("{{\"id\": \"{id}\"}}")).collect();
        line(
            item,
            "a",
            &format!(r#""options": [{}], "accept": ["{}"], "answer": "accept""#, options.join(","), ids[0]),
        )
    };
    let two = [choice(1, &["b", "a"]), choice(1, &["a", "b"]), choice(2, &["x", "y"])].concat();
    assert_eq!(
        column(&read("ds.jsonl", two.as_bytes()).expect("it opens"), "question"),
        ["a / b", "a / b", "x / y"]
    );
    let long: Vec<String> = (0..20).map(|i| format!("option number {i}")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    let names = [choice(1, &long), choice(1, &long[..19])].concat();
    let names = column(&read("ds.jsonl", names.as_bytes()).expect("it opens"), "question");
    assert!(names[0].contains("… (20 options, ") && names[0] != names[1], "{names:?}");
    let own: String = (0..20).map(|i| choice(i, &[&format!("p{i}"), &format!("q{i}")])).collect();
    assert_eq!(column(&read("ds.jsonl", own.as_bytes()).expect("it opens"), "question"), ["choice"; 20]);
    assert!(notes(&own).iter().any(|note| note.contains("options differ from item to item")));
}

#[test]
fn a_pre_annotation_is_a_model_where_it_holds_options() {
    let fields = |pre: &str| {
        format!(
            r#"{OPTIONS}, "accept": ["yes"], "answer": "accept", "pre-ann": {pre}, "prediction": "maybe""#
        )
    };
    let text =
        [line(1, "a", &fields(r#"{"tone": "yes"}"#)), line(2, "a", &fields(r#"{"tone": null}"#))].concat();
    let given = read("ds.jsonl", text.as_bytes()).expect("it opens");
    assert_eq!(column(&given, "model_pre-ann.tone"), ["yes", "∅"]);
    assert!(!given.names.contains(&"model_prediction".to_owned()), "its values are no options");
}

#[test]
fn spans_are_refused_in_words_or_set_aside_among_other_lines() {
    let marked = line(
        1,
        "a",
        r#""spans": [{"start": 0, "end": 2, "label": "ORG"}], "answer": "accept", "_view_id": "ner_manual""#,
    );
    let refused = read("ds.jsonl", marked.as_bytes()).expect_err("nothing but spans").to_string();
    assert!(
        refused.contains("marks spans (view ner_manual)") && refused.contains("--input-format"),
        "{refused}"
    );
    let mixed = [marked, line(2, "a", r#""label": "X", "answer": "accept""#)].concat();
    let given = read("ds.jsonl", mixed.as_bytes()).expect("it opens");
    assert_eq!((column(&given, "item_id"), given.numbers.as_slice()), (vec!["2".to_owned()], [2].as_slice()));
    assert_eq!(given.defective.len(), 1);
    assert!(given.defective[0].reason.contains("marks spans") && given.defective[0].row == 1);
}

#[test]
fn a_review_is_the_reviewers_and_says_so() {
    let reviewed = line(
        1,
        "boss",
        r#""label": "X", "answer": "accept", "_view_id": "review", "sessions": ["ds-a", "ds-b"],
           "versions": [{"label": "X", "answer": "reject", "sessions": ["ds-a"], "default": true}]"#,
    )
    .replace('\n', " ");
    assert_eq!(column(&read("r.jsonl", reviewed.as_bytes()).expect("it opens"), "annotator_id"), ["ds-boss"]);
    assert!(notes(&reviewed).iter().any(|note| note.contains("1 lines of a review")));
}

#[test]
fn a_file_per_annotator_is_named_after_them_where_no_line_is() {
    let text = "{\"_input_hash\": 1, \"_task_hash\": 2, \"label\": \"X\", \"answer\": \"accept\"}\n";
    let given = read("exports/ann1.jsonl", text.as_bytes()).expect("it opens");
    assert_eq!(column(&given, "annotator_id"), ["ann1"]);
    assert!(notes(text).iter().any(|note| note.contains("the file's name does: `ann1`")));
}

#[test]
fn a_stated_format_is_obeyed() {
    let text = line(1, "a", r#""label": "X", "answer": "accept""#);
    let open = |text: &str, format| {
        let input = Input::of_bytes("ds.jsonl", text.as_bytes().to_vec());
        reader_of(input, &Options { format: Some(format), ..Options::default() })
    };
    let mut plain = open(&text, Format::JsonLines).expect("it opens");
    assert!(!drain(&mut *plain).expect("it opens").names.contains(&"item_id".to_owned()));
    let mut tool = open(&text, Format::Prodigy).expect("it opens");
    assert!(drain(&mut *tool).expect("it opens").names.contains(&"item_id".to_owned()));
    let refused = open("{\"a\": 1}", Format::Prodigy).err().expect("another tool's").to_string();
    assert!(refused.contains("no export of Prodigy") && refused.contains("_input_hash"), "{refused}");
}
