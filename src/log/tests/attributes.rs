use super::{Joined, Typed, log_of, normalize_tables, plain};
use crate::log::{AnnotationLog, LogError, Options};

fn groups_of_items(log: &AnnotationLog, n: usize) -> String {
    let attribute = &log.item_attributes[n];
    let of = |(item, &group): (usize, &u32)| {
        format!("{}={}", log.items.name(item as u32), attribute.groups[group as usize].0)
    };
    attribute.of_item.iter().enumerate().map(of).collect::<Vec<_>>().join(" ")
}

#[test]
fn items_have_attributes_from_columns_and_from_a_file_of_their_own() {
    let text = "item,worker,label,region\n1,a,x,north\n2,a,x,south\n1,b,y,north\n3,b,x,\n2,b,y,north";
    let options = Options { item_attribute: vec!["region".into()], ..plain() };
    let log = log_of(text, &options).expect("log");
    assert_eq!(groups_of_items(&log, 0), "1=north 2=unknown 3=unknown", "item 2 has two regions");

    let file = Typed::new("item_id,author,text\n1,woman,aa\n2,man,bb\n9,man,cc", 2);
    let logs = vec![Typed::new("item,worker,label\n1,a,x\n2,a,x\n3,b,y", 9)];
    let beside = Joined { items: Some(file), ..Joined::none() };
    let options = plain();
    let log = normalize_tables(logs, beside, &options, None).expect("log");
    assert_eq!((log.items.len(), groups_of_items(&log, 0)), (3, "1=woman 2=man 3=unknown".into()));
    assert_eq!(log.item_attributes.len(), 1, "a text is no attribute");
    let notes = log.account.notes.join("; ");
    assert!(notes.contains("1 rows name items that are not in the log"), "{notes}");
    assert!(log.account.inputs.iter().any(|input| input.kind == "items"));
}

#[test]
fn a_roster_may_tell_of_models_too() {
    let roster = Typed::new("annotator_id,gender,vendor\na,f,\nb,m,\nbig,,Acme\nsmall,,Zeta", 9);
    let logs = vec![Typed::new("item,worker,label,model_big,model_small\n1,a,x,x,y\n1,b,x,x,y", 9)];
    let options = plain();
    let beside = Joined { roster: Some(roster), ..Joined::none() };
    let log = normalize_tables(logs, beside, &options, None).expect("log");
    assert_eq!(log.annotators.len(), 2, "a model is no annotator");
    assert_eq!(log.model_attributes.len(), 1);
    assert_eq!(
        log.model_attributes[0].of_model,
        [("big".into(), "Acme".into()), ("small".into(), "Zeta".into())]
    );
    assert!(log.account.notes.is_empty(), "{:?}", log.account.notes);
    assert_eq!(log.roster.len(), 1, "nobody has a vendor");
}

#[test]
fn bands_of_what_is_no_attribute_are_refused() {
    let text = "item,worker,label,age\n1,a,x,20\n1,b,x,40";
    let banded = |name: &str| {
        let mut options = plain();
        options.bands.insert(name.into(), vec![30.0]);
        log_of(text, &options)
    };
    let log = banded("age").expect("log");
    assert_eq!(log.roster[0].groups.iter().map(|g| g.0.as_str()).collect::<Vec<_>>(), ["30+", "under 30"]);
    let refused = banded("aeg").expect_err("no such attribute");
    assert!(matches!(refused, LogError::UnknownAttribute { .. }));
    assert!(refused.to_string().contains("`age`") && refused.is_usage(), "{refused}");
}

#[test]
fn attributes_are_crossed_on_request() {
    let text = "item,worker,label,gender,race\n1,a,x,f,A\n1,b,x,m,A\n1,c,y,f,";
    let log = log_of(text, &Options { intersections: 2, ..plain() }).expect("log");
    let names: Vec<(&str, u32)> = log.roster.iter().map(|a| (a.attribute.0.as_str(), a.depth)).collect();
    assert_eq!(names, [("gender", 1), ("gender × race", 2), ("race", 1)]);
    let groups: Vec<&str> = log.roster[1].groups.iter().map(|g| g.0.as_str()).collect();
    assert_eq!(groups, ["f × A", "f × unknown", "m × A"]);
}
