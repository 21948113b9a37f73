use super::{Joined, Typed, annotations, log_of, normalize_tables, plain};
use crate::log::{AnnotationLog, Options};
use crate::vocabulary::Label;

fn groups(log: &AnnotationLog, n: usize) -> String {
    let attribute = &log.roster[n];
    let group = |(annotator, &id): (&str, &u32)| format!("{annotator}={}", attribute.groups[id as usize].0);
    log.annotators.iter().zip(&attribute.of_annotator).map(group).collect::<Vec<_>>().join(" ")
}

#[test]
fn attributes_are_constant_or_unknown() {
    let text = "item,worker,label,gender,country\n1,a,x,f,DE\n2,a,x,f,FR\n1,b,x,,DE\n2,b,x,m,DE\n1,c,x,DATA_EXPIRED,NA";
    let options = Options { null: ["", "NA", "DATA_EXPIRED"].map(String::from).to_vec(), ..plain() };
    let log = log_of(text, &options).expect("log");
    assert_eq!(groups(&log, 0), "a=unknown b=DE c=unknown");
    assert_eq!(groups(&log, 1), "a=f b=m c=unknown");
    assert!(
        log.account.notes.iter().any(|note| note.contains("`country`: 1 annotators")),
        "{:?}",
        log.account.notes
    );
    let undeclared = log_of(text, &plain()).expect("log");
    assert!(undeclared.account.notes.iter().any(|note| note.contains("--null DATA_EXPIRED")));
}

#[test]
fn a_roster_joins_by_id() {
    let roster = Typed::new("annotator_id,gender,team\na,f,red\nz,m,blue", 1);
    let logs = vec![Typed::new("item,worker,label\n1,a,x\n1,b,x", 9)];
    let options = plain();
    let log = normalize_tables(logs, Joined { roster: Some(roster), ..Joined::none() }, &options, None)
        .expect("log");
    assert_eq!((groups(&log, 0), groups(&log, 1)), ("a=f b=unknown".into(), "a=red b=unknown".into()));
    assert_eq!(
        log.account.notes,
        [
            "roster: 1 of 2 annotators are not in the log",
            "roster: 1 of the log's 2 annotators are not listed"
        ]
    );
    assert_eq!(log.account.rows_read, 2);
    assert_eq!(log.account.inputs[1].kind, "roster");
}

#[test]
fn many_ages_are_cut_into_bands() {
    let rows: String = (0..15).map(|i| format!("1,w{i},x,{}.0\n", 18 + 3 * i)).collect();
    let log = log_of(&format!("item,worker,label,age\n{rows}"), &plain()).expect("log");
    assert_eq!(
        log.roster[0].groups.iter().map(|g| g.0.as_str()).collect::<Vec<_>>(),
        ["18–24", "25–34", "35–44", "45–54", "55–64"]
    );
}

#[test]
fn models_and_gold_hold_one_value_an_item() {
    let text = "item,worker,label,gold,model_label,model_confidence,model_big\n1,a,x,x,x,0.9,eel\n1,b,y,x,x,0.9,eel\n\
                2,a,x,y,x,1.7,eel\n2,b,x,x,y,0.5,eel";
    let log = log_of(text, &plain()).expect("log");
    let rows = &log.questions[0];
    assert_eq!(rows.question.labels.names, ["eel", "x", "y"]);
    assert_eq!(rows.question.labels.q(), 2);
    assert_eq!(rows.gold, Some(vec![Label(1), Label::NONE]));
    let names: Vec<&str> = rows.models.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["big", "model"]);
    assert_eq!(rows.models[1].label, [Label(1), Label::NONE]);
    let confidence = rows.models[1].confidence.clone().expect("a confidence");
    assert_eq!(confidence, [0.9, 0.5]);
    assert_eq!(
        log.account.field_defects,
        [
            ("items with more than one answer of a model".to_string(), 1),
            ("items with more than one gold label".to_string(), 1),
            ("model_confidence is no number in 0–1, read as unknown".to_string(), 1),
        ]
    );
}

#[test]
fn versions_and_rows_of_models_are_models() {
    let text = "item,worker,label,model_label,model_version\n1,a,x,x,v1\n1,b,x,y,v2";
    let log = log_of(text, &plain()).expect("log");
    let names: Vec<&str> = log.questions[0].models.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["v1", "v2"]);
    let text = "item,annotator,label,annotator_kind,model_confidence\n1,a,x,human,\n1,gpt,y,model,0.75";
    let log = log_of(text, &plain()).expect("log");
    assert_eq!(annotations(&log, 0), ["1 a x"]);
    assert_eq!(log.annotators.iter().collect::<Vec<_>>(), ["a"]);
    assert_eq!(log.questions[0].models[0].confidence, Some(vec![0.75]));
    assert_eq!(log.account.rows_used, 2);
}

#[test]
fn predictions_join_by_item() {
    let log = || vec![Typed::new("item,worker,label\n1,a,cat\n2,a,dog", 9)];
    let options = plain();
    let file = Typed::new("item_id,model,label,confidence\n1,m,cat,0.8\n3,m,dog,0.6\n2,,dog,0.7", 2);
    let named = normalize_tables(log(), Joined { predictions: vec![file], ..Joined::none() }, &options, None)
        .expect("log");
    let models = &named.questions[0].models;
    assert_eq!((models[0].name.as_str(), models[1].name.as_str()), ("m", "model"));
    assert_eq!(named.items.iter().collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(
        named.account.notes,
        ["log.csv: 1 item is not in the log (`3` for one): predicted, and rated by nobody"]
    );
    let shares = Typed::new("item_id,p_cat,p_dog\n1,0.3,0.7\n2,0.5,0.5", 1);
    let log = normalize_tables(log(), Joined { predictions: vec![shares], ..Joined::none() }, &options, None)
        .expect("log");
    let model = &log.questions[0].models[0];
    assert_eq!(model.label, [Label(1), Label(0)]);
    assert_eq!(model.confidence, Some(vec![0.7, 0.5]));
}

#[test]
fn slices_are_sorted_values() {
    let log = log_of("item,worker,label,batch\n1,a,x,b2\n2,a,x,b1\n3,a,x,", &plain()).expect("log");
    let slice = &log.questions[0].slices[0];
    assert_eq!(
        (slice.values.clone(), slice.code.clone()),
        (vec!["b1".into(), "b2".into()], vec![1, 0, u32::MAX])
    );
}

#[test]
fn options_may_speak_of_the_rosters_columns() {
    let joined = |options: &Options| {
        let roster = Typed::new("annotator_id,team,shoe\na,red,38\nb,blue,42", 9);
        normalize_tables(
            vec![Typed::new("item,worker,label\n1,a,x\n1,b,x", 9)],
            Joined { roster: Some(roster), ..Joined::none() },
            options,
            None,
        )
    };
    let named = |log: AnnotationLog| log.roster.into_iter().map(|a| a.attribute.0).collect::<Vec<_>>();
    let asked = Options { attribute: vec!["team".into()], ..plain() };
    assert_eq!(named(joined(&asked).expect("log")), ["team"]);
    let ignored = Options { ignore: vec!["sho*".into()], ..plain() };
    assert_eq!(named(joined(&ignored).expect("log")), ["team"]);
    let nowhere = Options { attribute: vec!["tema".into()], ..plain() };
    assert!(joined(&nowhere).is_err());
}

#[test]
fn whoever_names_attributes_slices_or_models_means_no_others() {
    let header = "item,worker,label,gender,age,batch,language,model_a,model_b";
    let text = format!("{header}\n1,a,x,f,30,b1,en,x,y\n1,b,x,m,40,b1,en,x,y");
    let all = log_of(&text, &plain()).expect("log");
    assert_eq!((all.roster.len(), all.questions[0].slices.len(), all.questions[0].models.len()), (2, 2, 2));
    let one = |name: &str| vec![name.to_string()];
    let some = Options { attribute: one("age"), slice: one("batch"), model: one("model_b"), ..plain() };
    let log = log_of(&text, &some).expect("log");
    assert_eq!(log.roster[0].attribute.0, "age");
    assert_eq!((log.roster.len(), log.questions[0].slices.len(), log.questions[0].models.len()), (1, 1, 1));
}

#[test]
fn a_roster_names_people_and_only_what_describes_them_is_an_attribute() {
    let joined = |options: &Options| {
        let text = "Participant id,Email,Started at,Status,Sex,Team\na,a@x.org,2024-01-01,OK,f,red\nb,,2024-01-02,OK,m,red";
        let logs = vec![Typed::new("item,worker,label,gender\n1,a,x,f\n1,b,x,m", 9)];
        normalize_tables(logs, Joined { roster: Some(Typed::new(text, 9)), ..Joined::none() }, options, None)
            .expect("log")
    };
    let named = |log: &AnnotationLog| log.roster.iter().map(|a| a.attribute.0.clone()).collect::<Vec<_>>();
    let plainly = joined(&plain());
    assert_eq!(named(&plainly), ["Sex", "Team", "gender"]);
    let told = "roster: not taken as attributes: `Email`, `Started at`, `Status`; --attribute takes them";
    assert!(plainly.account.notes.contains(&told.into()), "{:?}", plainly.account.notes);
    assert!(!format!("{plainly:?}").contains("a@x.org"));
    assert_eq!(named(&joined(&Options { attribute: vec!["team".into()], ..plain() })), ["Team"]);
}

#[test]
fn a_slice_by_what_describes_people_is_refused() {
    let text = "item,worker,label,Gender\n1,a,x,f\n1,b,x,m";
    let error = log_of(text, &Options { slice: vec!["gender".into()], ..plain() }).expect_err("people");
    assert!(error.is_usage() && error.to_string().contains("--attribute Gender"), "{error}");
}
