use super::{annotations, log_and_rest, log_of, plain};
use crate::log::{LogError, Options};
use crate::vocabulary::Scale;

#[test]
fn null_tokens_are_no_values_and_the_word_nan_is_a_label() {
    let text = "item_id,annotator_id,label\n1,a,nan\n2,a,NA\n,a,x\n3,,x\n4,b,null\n5,b,";
    let (log, rest) = log_and_rest(text, &plain());
    assert_eq!(annotations(&log, 0), ["1 a nan"]);
    let reasons: Vec<&str> = rest.iter().map(String::as_str).collect();
    assert_eq!(
        reasons,
        [
            "2: no label: item_id=2,annotator_id=a,label=NA",
            "3: no item id: item_id=,annotator_id=a,label=x",
            "4: no annotator id: item_id=3,annotator_id=,label=x",
            "5: no label: item_id=4,annotator_id=b,label=null",
            "6: no label: item_id=5,annotator_id=b,label=",
        ]
    );
    let declared = Options { null: vec!["nan".into()], ..plain() };
    assert!(matches!(
        log_of("item_id,annotator_id,label\n1,a,nan", &declared),
        Err(LogError::NoUsableRow { of: 1, .. })
    ));
}

#[test]
fn ids_stay_as_written_and_come_in_sorted_order() {
    let log = log_of("item,worker,label\n10,b,x\n01,a,x\n1,a,x\n2,b,y", &plain()).expect("log");
    assert_eq!(log.items.iter().collect::<Vec<_>>(), ["01", "1", "10", "2"]);
    assert_eq!(annotations(&log, 0), ["01 a x", "1 a x", "10 b x", "2 b y"]);
}

#[test]
fn unicode_forms_are_one_label_and_one_id() {
    let log =
        log_of("item,worker,label\n1,Jose\u{301},cafe\u{301}\n2,Jos\u{e9},caf\u{e9}", &plain()).expect("log");
    assert_eq!(annotations(&log, 0), ["1 Jos\u{e9} caf\u{e9}", "2 Jos\u{e9} caf\u{e9}"]);
}

#[test]
fn several_label_columns_are_several_questions() {
    let text = "item,worker,label_tone,label_topic,gold\n1,a,calm,news,calm\n2,a,,sport,angry\n3,a,,,calm";
    let (log, rest) = log_and_rest(text, &plain());
    let names: Vec<&str> = log.questions.iter().map(|q| q.question.name.as_str()).collect();
    assert_eq!(names, ["label_tone", "label_topic"]);
    assert_eq!(annotations(&log, 0), ["1 a calm"]);
    assert_eq!(annotations(&log, 1), ["1 a news", "2 a sport"]);
    assert_eq!(rest.len(), 1);
    assert!(
        log.questions[0].gold.is_some() && log.questions[1].gold.is_none(),
        "gold goes with the labels it shares"
    );
}

#[test]
fn a_question_column_makes_questions() {
    let text = "item,worker,question,label\n1,a,tone,calm\n1,a,topic,news\n1,b,tone,angry\n1,b,,angry";
    let (log, rest) = log_and_rest(text, &plain());
    assert_eq!(log.questions[0].question.name, "tone");
    assert_eq!(annotations(&log, 0), ["1 a calm", "1 b angry"]);
    assert_eq!(annotations(&log, 1), ["1 a news"]);
    assert!(rest[0].starts_with("4: no question"), "{rest:?}");
}

#[test]
fn a_wide_log_is_melted() {
    let wide = Options { wide: true, ..plain() };
    let (log, rest) = log_and_rest("item,anna,bert,gold\n1,x,y,x\n2,,x,x\n3,,,x", &wide);
    assert_eq!(annotations(&log, 0), ["1 anna x", "1 bert y", "2 bert x"]);
    assert_eq!(rest.len(), 1);
    assert!(log.questions[0].gold.is_some());
    assert_eq!(log.questions[0].question.name, "label");
    let named = Options { wide: true, wide_columns: vec!["bert".into()], ..plain() };
    let log = log_of("item,anna,bert\n1,x,y\n2,,x", &named).expect("log");
    assert_eq!(annotations(&log, 0), ["1 bert y", "2 bert x"]);
}

#[test]
fn skips_are_counted_and_their_rows_are_used() {
    let text = "item,worker,label,status\n1,a,x,submitted\n2,a,,skipped\n3,a,y,discarded\n4,b,x,draft\n5,b,x,submitted";
    let (log, rest) = log_and_rest(text, &plain());
    assert_eq!(log.questions[0].skips, [2, 0]);
    let skipped = log.questions[0].item_skips.iter().map(|&(item, n)| (log.items.name(item), n));
    assert_eq!(skipped.map(|(_, n)| n).sum::<u64>(), 2);
    assert_eq!((log.account.skips, log.account.rows_used), (2, 4));
    assert!(rest[0].contains("not submitted"), "{rest:?}");
    let by_label = Options { skip_labels: vec!["unsure".into()], ..plain() };
    let log = log_of("item,worker,label\n1,a,unsure\n2,a,x", &by_label).expect("log");
    assert_eq!((annotations(&log, 0), log.questions[0].skips.clone()), (vec!["2 a x".to_string()], vec![1]));
    let cancelled =
        log_of("item,worker,label,was_cancelled\n1,a,x,True\n2,a,x,False", &plain()).expect("log");
    assert_eq!(cancelled.questions[0].skips, [1]);
}

#[test]
fn labels_outside_the_declared_set_are_set_aside() {
    let declared = Options {
        labels: ["1", "2", "3"].map(String::from).to_vec(),
        scale: Some(Scale::Ordinal),
        ..plain()
    };
    let (log, rest) = log_and_rest("item,worker,label\n1,a,1.0\n2,a,7\n3,a,3", &declared);
    assert_eq!(annotations(&log, 0), ["1 a 1", "3 a 3"]);
    assert_eq!(rest, ["2: label outside the declared set: item_id=2,annotator_id=a,label=7"]);
    assert_eq!(log.questions[0].question.labels.q(), 3);
}

#[test]
fn settings_of_an_unknown_question_name_the_known() {
    let mut options = plain();
    options.questions.insert("tome".into(), Default::default());
    let error = log_of("item,worker,label_tone,label_topic\n1,a,x,y", &options)
        .expect_err("no such question")
        .to_string();
    assert!(error.contains("`tome`") && error.contains("asks `label_tone`"), "{error}");
}

#[test]
fn too_many_rows_set_aside_refuse_the_log() {
    let strict = Options { max_set_aside: Some(0.25), ..plain() };
    assert!(log_of("item,worker,label\n1,a,x\n2,a,x\n3,a,x\n4,a,", &strict).is_ok());
    let error = log_of("item,worker,label\n1,a,x\n2,a,x\n3,a,\n4,a,", &strict).expect_err("half").to_string();
    assert!(error.contains("2 of 4 rows were set aside (no label: 2)"), "{error}");
}

#[test]
fn pseudonyms_leave_nothing_of_the_ids() {
    let keyed = Options { pseudonym_key: Some(b"key".to_vec()), ..plain() };
    let text =
        "item,worker,label,country\n1,zoe@x.org,x,DE\n2,adam@x.org,y,FR\n3,zoe@x.org,,DE\n2,adam@x.org,y,FR";
    let (log, rest) = log_and_rest(text, &keyed);
    let names: Vec<&str> = log.annotators.iter().collect();
    assert!(names.iter().all(|name| name.len() == 16 && name.starts_with("ann-")), "{names:?}");
    assert!(names.is_sorted());
    let all = format!("{log:?}{rest:?}");
    assert!(!all.contains("zoe") && !all.contains("adam"), "{all}");
    let other = Options { pseudonym_key: Some(b"yek".to_vec()), ..plain() };
    let renamed = log_of(text, &other).expect("log");
    assert_ne!(renamed.annotators, log.annotators);
}

/// A column `question` that holds the text of each item's question asks nothing of annotators.
#[test]
fn a_column_of_texts_is_no_question() {
    let row = |n: u32| format!("{n},a,x,Why is the sky of planet {n} {}?", "blue".repeat(30));
    let rows: Vec<String> = (0..70_000).map(row).collect();
    let text = format!("item_id,annotator_id,label,question\n{}", rows.join("\n"));
    let error = log_of(&text, &plain()).expect_err("too many");
    let told = error.to_string();
    assert!(matches!(error, LogError::TooManyQuestions { limit: 500, .. }), "{error:?}");
    assert!(told.contains("--ignore COLUMN") && told.len() < 400, "{told}");
}
