use super::*;

fn roles(columns: &str, options: &Options) -> Result<Vec<(String, Role)>, LogError> {
    let columns: Vec<String> = columns.split(',').map(String::from).collect();
    let assigned = assign("log.csv", &columns, options)?;
    require("log.csv", &assigned, options.wide)?;
    Ok(assigned.into_iter().filter(|a| a.role != Role::Ignored).map(|a| (a.column, a.role)).collect())
}

fn short(columns: &str) -> String {
    let named = |(column, role): (String, Role)| format!("{column}={role:?}");
    roles(columns, &Options::default()).expect("roles").into_iter().map(named).collect::<Vec<_>>().join(" ")
}

#[test]
fn canonical_names_beat_aliases_and_equal_ranks_are_an_error() {
    assert_eq!(
        short("worker,annotator_id,task,item_id,label,rating"),
        "annotator_id=Annotator item_id=Item label=Label(\"label\")"
    );
    let error = roles("task,unit,worker,label", &Options::default()).expect_err("two aliases");
    assert!(error.to_string().contains("`task`, `unit`"), "{error}");
    let settled = Options { item: Some("unit".into()), ..Options::default() };
    assert!(roles("task,unit,worker,label", &settled).is_ok());
}

#[test]
fn tools_columns_are_known() {
    assert_eq!(
        short("INPUT:image,OUTPUT:tone,ASSIGNMENT:worker_id,ASSIGNMENT:submitted"),
        "INPUT:image=Item OUTPUT:tone=Label(\"tone\") ASSIGNMENT:worker_id=Annotator ASSIGNMENT:submitted=SubmittedAt"
    );
    assert_eq!(
        short("HITId,WorkerId,Answer.tone,Answer.topic,WorkTimeInSeconds"),
        "HITId=Item WorkerId=Annotator Answer.tone=Label(\"tone\") Answer.topic=Label(\"topic\") \
         WorkTimeInSeconds=TimeOnItem"
    );
    assert_eq!(
        short("id,annotation_id,annotator,choice,created_at,updated_at,lead_time"),
        "id=Item annotator=Annotator choice=Label(\"choice\") created_at=SubmittedAt lead_time=TimeOnItem"
    );
}

#[test]
fn objects_in_json_are_known_by_their_path() {
    assert_eq!(
        short("data_row.id,data_row.global_key,label_details.created_by,annotator.name,label"),
        "data_row.id=Item label_details.created_by=Annotator label=Label(\"label\")"
    );
}

#[test]
fn models_and_their_confidences_are_paired_and_an_annotators_own_is_not() {
    assert_eq!(
        short("item,annotator,label,model_gpt-4o,gpt-4o_confidence,confidence_pct"),
        "item=Item annotator=Annotator label=Label(\"label\") model_gpt-4o=ModelLabel(\"gpt-4o\") \
         gpt-4o_confidence=ModelConfidence(\"gpt-4o\")"
    );
    assert_eq!(
        short("item,annotator,label,model_label,model_confidence,model_version"),
        "item=Item annotator=Annotator label=Label(\"label\") model_label=ModelLabel(\"model\") \
         model_confidence=ModelConfidence(\"model\") model_version=ModelVersion"
    );
}

#[test]
fn a_missing_role_names_columns_and_flag() {
    let error = roles("item_id,who,labl", &Options::default()).expect_err("no annotator").to_string();
    assert!(error.contains("`item_id`, `who`, `labl`") && error.contains("--annotator"), "{error}");
    let wide = roles("item_id,ann1,ann2,label", &Options::default()).expect_err("wide").to_string();
    assert!(wide.ends_with("or give --wide where each annotator has a column"), "{wide}");
    let typo = Options { annotator: Some("woh".into()), ..Options::default() };
    let error = roles("item_id,who,labl", &typo).expect_err("no such column").to_string();
    assert!(error.contains("no column `woh`") && error.contains("has `who`"), "{error}");
}

#[test]
fn patterns_name_several_columns() {
    assert!(matches("model_*", "Model_a") && matches("*_x", "a_x") && matches("a*c*e", "abcde"));
    assert!(!matches("a*c*e", "abde") && !matches("label", "label_x"));
}
