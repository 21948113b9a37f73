use super::{log_of, plain};
use crate::log::{LogError, Options};

const TEXT: &str = "item,worker,label,thread\n\
    1,a,x,t2\n1,b,x,t2\n2,a,x,t1\n2,b,y,\n3,a,x,t1\n3,b,x,t2\n4,a,y,\n4,b,y,";

fn clustered(text: &str, column: &str) -> crate::log::AnnotationLog {
    log_of(text, &Options { cluster: Some(column.into()), ..plain() }).expect("log")
}

#[test]
fn an_item_has_one_cluster_or_stands_by_itself() {
    let log = clustered(TEXT, "thread");
    let clusters = log.clusters.expect("a column tells");
    assert_eq!(
        (clusters.name.as_str(), clusters.clusters.iter().collect::<Vec<_>>()),
        ("thread", vec!["t1", "t2"])
    );
    // Item 2 is told once, item 3 is put into two, item 4 into none.
    assert_eq!(clusters.of_item, [1, 0, u32::MAX, u32::MAX]);
    let defect = ("items in more than one cluster (each taken by itself)".to_owned(), 1);
    assert!(log.account.field_defects.contains(&defect), "{:?}", log.account.field_defects);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut lines: Vec<&str> = TEXT.lines().map(str::trim).collect();
    lines[1..].reverse();
    assert_eq!(clustered(&lines.join("\n"), "thread").clusters, clustered(TEXT, "thread").clusters);
}

#[test]
fn the_canonical_names_need_no_flag_and_an_empty_column_is_none() {
    for name in ["cluster_id", "Cluster"] {
        let log = log_of(&TEXT.replace("thread", name), &plain()).expect("log");
        assert_eq!(log.clusters.map(|found| found.name), Some(name.to_owned()));
    }
    assert_eq!(log_of(TEXT, &plain()).expect("log").clusters, None);
    let log = clustered("item,worker,label,thread\n1,a,x,\n1,b,x,NA", "thread");
    assert!(log.clusters.is_none());
    assert!(
        log.account.notes.iter().any(|note| note.contains("names no cluster")),
        "{:?}",
        log.account.notes
    );
    let unknown = log_of(TEXT, &Options { cluster: Some("threat".into()), ..plain() });
    assert!(matches!(unknown, Err(LogError::UnknownColumn { .. })));
}
