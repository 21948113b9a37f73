use super::{Chart, draw_all, sample};
use crate::audit::PersonVerdict;
use crate::vocabulary::Outcome;

/// Whether tags nest, attributes are quoted, and `&` and `<` stand only where XML allows them.
fn is_well_formed(xml: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        let (text, tail) = rest.split_at(start);
        let Some(end) = tail.find('>') else { return false };
        let tag = &tail[1..end];
        let name = tag.trim_matches('/').split([' ', '/']).next().unwrap_or("");
        let fine = text.split('&').skip(1).all(|entity| {
            ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|known| entity.starts_with(known))
        }) && tag.matches('"').count() % 2 == 0
            && !tag.contains('<')
            && !text.chars().any(char::is_control);
        if !fine {
            return false;
        }
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) => {
                if open.pop() != Some(name) {
                    return false;
                }
            }
            (false, false) => open.push(name),
            (false, true) => {}
        }
        rest = &tail[end + 1..];
    }
    open.is_empty() && rest.is_empty()
}

fn width_of(png: &[u8]) -> u32 {
    assert_eq!(&png[1..4], b"PNG");
    u32::from_be_bytes([png[16], png[17], png[18], png[19]])
}

fn check(charts: &[Chart]) {
    for chart in charts {
        for svg in [&chart.svg, &chart.svg_narrow] {
            assert!(is_well_formed(svg), "{}: {svg}", chart.id);
            assert!(!svg.contains("<script"), "{}", chart.id);
            assert!(svg.contains("role=\"img\" aria-label=\""), "{}", chart.id);
        }
        assert_eq!(width_of(&chart.png), 1600, "{}", chart.id);
        assert!(!chart.alt.is_empty() && !chart.title.is_empty() && !chart.caption.is_empty());
        let safe = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(!chart.id.is_empty() && chart.id.chars().all(safe), "{}", chart.id);
    }
    let mut ids: Vec<&str> = charts.iter().map(|chart| chart.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), charts.len());
}

/// Writes the charts where they can be looked at, if `RATERSCOPE_CHARTS` names a folder.
fn show(charts: &[Chart], name: &str) {
    let Ok(folder) = std::env::var("RATERSCOPE_CHARTS") else { return };
    let folder = std::path::Path::new(&folder).join(name);
    let mut page = format!(
        "<!doctype html><meta charset=utf-8><style>{}</style><style>{}</style>",
        super::palette_css(),
        include_str!("sample_page.css")
    );
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for chart in charts {
        page.push_str(&format!(
            "<figure class=\"{}\">{}<figcaption>{}</figcaption></figure><figure class=n>{}</figure>",
            if chart.broad { "b" } else { "c" },
            chart.svg,
            chart.id,
            chart.svg_narrow
        ));
        save(&folder.join(format!("{}.png", chart.id)), &chart.png);
    }
    save(&folder.join("charts.html"), page.as_bytes());
}

fn save(path: &std::path::Path, bytes: &[u8]) {
    use std::io::Write;
    let file = std::fs::OpenOptions::new().create(true).write(true).truncate(true).open(path);
    file.and_then(|mut file| file.write_all(bytes)).expect("the file can be written");
}

#[test]
fn a_usual_audit_has_every_chart() {
    let charts = draw_all(&sample::usual());
    let ids: Vec<&str> = charts.iter().map(|chart| chart.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "headline",
            "coefficients",
            "label-agreement",
            "label-pairs",
            "coincidences",
            "annotator-matrix",
            "annotator-differences",
            "slice-batch",
            "human-reference",
            "confusion-gpt-4o",
            "model-labels-gpt-4o",
            "confusion-llama-31",
            "model-labels-llama-31",
            "reliability-gpt-4o",
            "reliability-llama-31",
            "risk-coverage-gpt-4o",
            "risk-coverage-llama-31",
            "fatigue",
            "time-on-item",
            "coverage-gender",
            "unseen-gender",
            "alpha-by-gender"
        ]
    );
    check(&charts);
    show(&charts, "usual");
}

#[test]
fn hostile_names_do_nothing() {
    let long = "very long label name that goes on and on ".repeat(40);
    let labels = [
        "<script>alert(1)</script>",
        long.as_str(),
        "שלום עולם",
        "🙂🙃👩‍👩‍👧",
        "a\u{202e}b\u{0}\u{1b}[31m",
        "]]>&\"'",
    ];
    let annotators = ["=cmd|' /C calc'!A0", "../../etc/passwd", long.as_str(), "日本語の名前", "", " "];
    let charts = draw_all(&sample::audit(&labels, &annotators, &labels[..3], &labels));
    check(&charts);
    show(&charts, "hostile");
}

#[test]
fn large_audits_stay_small() {
    let names: Vec<String> = (0..120).map(|k| format!("label number {k}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let models = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"];
    let charts = draw_all(&sample::audit(&names, &names, &models, &names[..50]));
    check(&charts);
    let bytes: usize = charts.iter().map(|chart| chart.svg.len() + chart.svg_narrow.len()).sum();
    show(&charts, "large");
    assert!(bytes < 1_200_000, "{bytes}");
}

#[test]
fn the_smallest_audits_are_drawn() {
    let charts = draw_all(&sample::audit(&["yes", "no"], &["a", "b"], &["m"], &["x", "y"]));
    check(&charts);
    show(&charts, "small");
    check(&draw_all(&sample::audit(&["yes"], &["a"], &["m"], &["x"])));
}

#[test]
fn the_same_audit_gives_the_same_bytes_on_any_number_of_threads() {
    let audit = sample::usual();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one");
    assert!(alone.install(|| draw_all(&audit)) == draw_all(&audit));
}

fn by_id<'a>(charts: &'a [Chart], id: &str) -> Option<&'a Chart> {
    charts.iter().find(|chart| chart.id == id)
}

#[test]
fn who_shares_too_few_items_is_not_drawn_but_counted() {
    let mut audit = sample::usual();
    if let Outcome::Estimated(all) = &mut audit.questions[0].agreement.annotators {
        all[0].annotator = "hardly there".into();
        all[0].verdict = PersonVerdict::TooFew;
    }
    let charts = draw_all(&audit);
    let chart = by_id(&charts, "annotator-differences").expect("the others are drawn");
    assert!(!chart.svg.contains("hardly there"));
    assert!(chart.caption.contains("1 annotator shares too few items"), "{}", chart.caption);
}

#[test]
fn two_blocks_make_no_curve() {
    let mut audit = sample::usual();
    if let Outcome::Estimated(fatigue) = &mut audit.questions[0].fatigue {
        fatigue.outcome_curve.everybody.points.truncate(2);
        fatigue.outcome_curve.panel.points.truncate(2);
    }
    let charts = draw_all(&audit);
    assert!(by_id(&charts, "fatigue").is_none() && by_id(&charts, "time-on-item").is_some());
}

#[test]
fn shares_are_drawn_from_zero() {
    let mut audit = sample::usual();
    for pair in &mut audit.questions[0].agreement.label_pairs {
        pair.share = sample::about(0.03, 0.005);
    }
    let charts = draw_all(&audit);
    let chart = by_id(&charts, "label-pairs").expect("pairs are drawn");
    assert!(!chart.svg.contains(">\u{2212}."), "a share has nothing under 0");
}
