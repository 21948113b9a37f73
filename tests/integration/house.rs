//! The import table of ARCHITECTURE.md, held against the sources. Every path that names a stage counts, in `use` as
//! well as in expressions, types and macros' arguments that parse.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::visit::Visit;

/// Stage → stages it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("vocabulary", &[]),
    ("source", &["vocabulary"]),
    ("simulate", &["vocabulary", "source"]),
    ("log", &["vocabulary", "source"]),
    ("tally", &["vocabulary", "log"]),
    ("analysis", &["vocabulary", "tally"]),
    ("audit", &["vocabulary", "tally", "analysis"]),
    ("compare", &["vocabulary", "tally", "analysis", "audit"]),
    ("gate", &["vocabulary", "analysis", "audit", "compare"]),
    ("render", &["vocabulary", "audit", "compare", "gate"]),
    (
        "cli",
        &[
            "vocabulary",
            "source",
            "simulate",
            "log",
            "tally",
            "analysis",
            "audit",
            "compare",
            "gate",
            "render",
        ],
    ),
];

/// Crates that one stage alone may name.
const CRATES: &[(&str, &[&str])] = &[
    ("polars", &["source"]),
    ("ab_glyph", &["render"]),
    ("plotters", &["render"]),
    ("minijinja", &["render"]),
    ("clap", &["cli"]),
    ("toml", &["cli"]),
    ("indicatif", &["cli"]),
    ("rustix", &["cli"]),
    ("tempfile", &["cli"]),
];

struct Paths {
    stage: String,
    depth: usize,
    stages: BTreeSet<String>,
    crates: BTreeSet<String>,
}

impl Paths {
    fn segments(&mut self, segments: &[String]) {
        let ups = segments.iter().take_while(|s| *s == "super").count();
        match segments.first().map(String::as_str) {
            Some("crate") if segments.len() > 1 => drop(self.stages.insert(segments[1].clone())),
            Some("super") if ups == self.depth && segments.len() > ups => {
                self.stages.insert(segments[ups].clone());
            }
            Some("super") if ups > self.depth => drop(self.stages.insert("out of the crate".into())),
            Some(first) => drop(self.crates.insert(first.to_owned())),
            None => {}
        }
    }

    fn tree(&mut self, before: &mut Vec<String>, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.tree(before, &path.tree);
                before.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(before, item)),
            syn::UseTree::Name(syn::UseName { ident })
            | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                before.push(ident.to_string());
                self.segments(before);
                before.pop();
            }
            syn::UseTree::Glob(_) => self.segments(before),
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&mut Vec::new(), &item.tree);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.depth += 1;
        let crates = self.crates.clone();
        syn::visit::visit_item_mod(self, item);
        if item.ident == "tests" {
            // Unit tests may use any crate, though no stage that their own may not.
            self.crates = crates;
        }
        self.depth -= 1;
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if segments.len() > 1 {
            self.segments(&segments);
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let parser = syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        if let Ok(arguments) = called.parse_body_with(parser) {
            arguments.iter().for_each(|argument| self.visit_expr(argument));
        }
        syn::visit::visit_macro(self, called);
    }
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder of sources")
        .map(|e| e.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// How many modules deep below the crate a file's own module lies.
fn depth(below_src: &Path) -> usize {
    let parts = below_src.components().count();
    if below_src.file_name().is_some_and(|f| f == "mod.rs") { parts - 1 } else { parts }
}

fn paths_of(root: &Path, file: &Path) -> Paths {
    let below_src = file.strip_prefix(root).expect("inside src");
    let stage = below_src.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(file).expect("a readable source");
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut paths =
        Paths { stage, depth: depth(below_src), stages: BTreeSet::new(), crates: BTreeSet::new() };
    paths.visit_file(&parsed);
    paths
}

#[test]
fn every_stage_imports_only_what_the_table_allows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let crates: BTreeMap<&str, &[&str]> = CRATES.iter().copied().collect();
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut trespasses = Vec::new();
    for file in &files {
        let paths = paths_of(&root, file);
        if paths.stage == "lib.rs" || paths.stage == "main.rs" {
            continue;
        }
        let may = allowed.get(paths.stage.as_str()).unwrap_or_else(|| panic!("{} is no stage", paths.stage));
        for stage in paths.stages.iter().filter(|s| **s != paths.stage && allowed.contains_key(s.as_str())) {
            if !may.contains(&stage.as_str()) {
                trespasses.push(format!("{}: {} may not import {stage}", file.display(), paths.stage));
            }
        }
        let is_test =
            file.components().any(|part| part.as_os_str() == "tests") || file.ends_with("fault_tests.rs");
        for (name, stages) in crates.iter().filter(|_| !is_test) {
            if paths.crates.contains(*name) && !stages.contains(&paths.stage.as_str()) {
                trespasses.push(format!("{}: only {stages:?} may use the crate {name}", file.display()));
            }
        }
    }
    assert!(files.len() > 40, "only {} sources found", files.len());
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn the_table_has_an_empty_upper_triangle() {
    let order: Vec<&str> = MAY_IMPORT.iter().map(|(stage, _)| *stage).collect();
    for (at, (stage, imports)) in MAY_IMPORT.iter().enumerate() {
        for import in *imports {
            let from = order.iter().position(|s| s == import).expect("a stage of the table");
            assert!(from < at, "{stage} imports {import}, which comes after it");
        }
    }
}

#[test]
fn the_check_sees_imports_in_use_groups_expressions_and_macros() {
    let code = "use crate::{audit::Audit, vocabulary::{Label, Seed}}; \
        fn f() { let _ = crate::cli::run(); assert!(crate::gate::judge()); super::super::source::open(); }";
    let mut paths = Paths { stage: "x".into(), depth: 2, stages: BTreeSet::new(), crates: BTreeSet::new() };
    paths.visit_file(&syn::parse_str(code).expect("valid code"));
    let found: Vec<&str> = paths.stages.iter().map(String::as_str).collect();
    assert_eq!(found, ["audit", "cli", "gate", "source", "vocabulary"]);
}

#[test]
fn files_and_folders_keep_to_the_house_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    sources(&root.join("tests"), &mut files);
    let mut breaches = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).expect("a readable source");
        let lines = text.lines().count();
        if lines > 400 {
            breaches.push(format!("{} has {lines} lines: over 400", file.display()));
        }
        let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
        if ["util", "utils", "common", "helpers"].contains(&stem.as_str()) {
            breaches.push(format!("{}: name the concept", file.display()));
        }
        let writes = ["fs::write(", "File::create("].iter().any(|w| text.contains(w));
        let in_src = file.starts_with(root.join("src"));
        if in_src && writes && !file.ends_with("cli/output.rs") && !text.contains("#[cfg(test)]") {
            breaches.push(format!("{}: only cli/output.rs opens files for writing", file.display()));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
