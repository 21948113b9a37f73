//! JSON Schemas of the files that raterscope writes: made of the types in the sources, kept in `schemas/`, printed by
//! `raterscope schema`. After a change that is meant, `RATERSCOPE_BLESS=1 cargo test --release schemas` writes them anew;
//! `RATERSCOPE_FREEZE=1` also freezes `audit-1.json` and its sample audits, which is for the release of a schema version
//! alone: from then on a schema may only grow by what a reader can do without.

mod documents;
mod frozen;
mod generate;
mod grown;
mod serde_words;
mod settings;
mod sources;
pub(crate) mod validate;

use crate::program::{place, raterscope};
use generate::Root;
use sources::Sources;
use std::path::PathBuf;
use std::sync::Once;

/// Name of the schema, the type that is written, what the schema is called.
const ROOTS: &[(&str, Root<'static>, &str)] = &[
    ("audit", Root::One("audit::Audit"), "audit.json of raterscope, schema version 1"),
    ("comparison", Root::One("compare::Comparison"), "raterscope compare --format json"),
    ("trend", Root::One("compare::trend::result::Trend"), "trend.json of raterscope trend"),
    ("items", Root::One("audit::ItemPatterns"), "items.json of raterscope audit --keep-items"),
    ("verdicts", Root::One("render::gate::json::GateDocument"), "raterscope gate --format json"),
    ("plan", Root::One("gate::plan::outlook::Outlook"), "raterscope plan --format json"),
    (
        "manifest",
        Root::One("cli::output::manifest::Manifest"),
        ".raterscope-manifest.json of an output folder",
    ),
    ("coefficients", Root::List("audit::CatalogueEntry"), "raterscope coefficients --format json"),
    ("truth", Root::One("simulate::side_files::StatedTruth"), "raterscope simulate --truth-file"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn asked(variable: &str) -> bool {
    std::env::var_os(variable).is_some()
}

/// A schema of the repository, written anew first where that is asked for.
fn kept(name: &str) -> serde_json::Value {
    static BLESSED: Once = Once::new();
    if asked("RATERSCOPE_BLESS") || asked("RATERSCOPE_FREEZE") {
        BLESSED.call_once(|| {
            for (name, made) in made() {
                std::fs::write(root().join("schemas").join(format!("{name}.json")), made).expect("written");
            }
        });
    }
    crate::program::json(&root().join("schemas").join(format!("{name}.json")))
}

/// The schemas as the sources give them.
fn made() -> Vec<(&'static str, String)> {
    let sources = Sources::read(&root());
    let made = |(name, of, title): &(&'static str, Root<'_>, &str)| {
        (*name, text(&generate::schema(&sources, of, title)))
    };
    ROOTS.iter().map(made).collect()
}

fn text(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("JSON");
    text.push('\n');
    text
}

#[test]
fn the_schemas_are_those_of_the_sources() {
    for (name, made) in made() {
        assert!(
            text(&kept(name)) == made,
            "schemas/{name}.json is not that of the types: see the head of this file"
        );
    }
}

#[test]
fn the_program_prints_the_schemas() {
    let place = place();
    for (name, ..) in ROOTS {
        let ran = raterscope(place.path(), &["schema", name]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        let printed: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        if !asked("RATERSCOPE_BLESS") && !asked("RATERSCOPE_FREEZE") {
            assert_eq!(printed, kept(name), "{name}");
        }
    }
    assert_eq!(raterscope(place.path(), &["schema", "audits"]).status, 2);
}
