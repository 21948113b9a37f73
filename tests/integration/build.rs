//! The README's two commands share one build of the dependencies.

use std::collections::BTreeSet;
use std::process::Command;

/// (package, feature) pairs that cargo resolves for the library and binary, with or without what tests add.
fn features(edges: &str) -> BTreeSet<String> {
    let out = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--offline",
            "--prefix",
            "none",
            "--no-dedupe",
            "--format",
            "{p} {f}",
            "-e",
            edges,
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo is there: it runs this test");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).lines().map(|line| line.replace(" (*)", "")).collect()
}

#[test]
fn tests_add_no_feature_to_a_crate_that_the_program_builds() {
    let program = features("normal");
    let with_tests = features("normal,dev");
    let name = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let built: BTreeSet<String> = program.iter().map(|line| name(line)).collect();
    assert!(built.iter().any(|package| package.starts_with("polars-core ")), "the tree lists no polars");
    let heavy = |line: &&String| {
        let package = name(line);
        // Proc-macro machinery is built for the host in any case; what counts is what polars and its like are made of.
        built.contains(&package) && !["syn ", "quote ", "proc-macro2 "].iter().any(|p| package.starts_with(p))
    };
    let rebuilt: Vec<&String> = with_tests.difference(&program).filter(heavy).collect();
    assert!(rebuilt.is_empty(), "built once more for the tests: {rebuilt:#?}");
}

#[test]
fn both_commands_of_the_readme_use_the_same_profile() {
    let readme = include_str!("../../README.md");
    let commands: Vec<&str> = readme.lines().filter(|line| line.starts_with("cargo ")).collect();
    assert_eq!(commands.len(), 2, "{commands:?}");
    assert!(commands.iter().all(|command| command.contains("--release --locked")), "{commands:?}");
}
