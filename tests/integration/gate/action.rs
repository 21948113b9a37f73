//! The action of GitHub and the pre-commit hook: their files keep their schemas, and what they run is run here.

use crate::program::{place, put, raterscope, small_log};
use crate::schemas::validate::mistakes;
use serde_json::{Map, Value};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use yaml_rust2::{Yaml, YamlLoader};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json_of(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::String(text) => Value::from(text.as_str()),
        Yaml::Boolean(truth) => Value::from(*truth),
        Yaml::Integer(number) => Value::from(*number),
        Yaml::Array(list) => list.iter().map(json_of).collect(),
        Yaml::Hash(entries) => {
            let entry =
                |(key, value): (&Yaml, &Yaml)| (key.as_str().expect("a text").to_owned(), json_of(value));
            Value::Object(entries.iter().map(entry).collect::<Map<_, _>>())
        }
        Yaml::Null => Value::Null,
        other => panic!("not used in our files: {other:?}"),
    }
}

fn yaml(text: &str) -> Value {
    let documents = YamlLoader::load_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(documents.len(), 1, "one document");
    json_of(&documents[0])
}

/// What a run of the action's steps left behind.
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
    summary: String,
    outputs: String,
    cargo: String,
}

/// Runs the steps of the action as GitHub does, with `inputs` over the defaults.
fn act(folder: &Path, inputs: &[(&str, &str)]) -> Run {
    let action = yaml(&text("action.yml"));
    let input = |name: &str| {
        let given = inputs.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
        given.unwrap_or_else(|| action["inputs"][name]["default"].as_str().unwrap_or_default().to_owned())
    };
    // A cargo that installs the program under test at once.
    let cargo = "#!/bin/sh\necho \"$@\" >> cargo.log\nwhile [ \"$1\" != --root ]; do shift; done\n\
                 mkdir -p \"$2/bin\" && ln -sf \"$RATERSCOPE\" \"$2/bin/raterscope\"\n";
    put(folder, "tools/cargo", cargo);
    fs::set_permissions(folder.join("tools/cargo"), fs::Permissions::from_mode(0o755)).expect("ours");
    let path = format!("{}:{}", folder.join("tools").display(), std::env::var("PATH").expect("a path"));
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let mut run = Run {
        status: 0,
        stdout: String::new(),
        stderr: String::new(),
        summary: String::new(),
        outputs: String::new(),
        cargo: String::new(),
    };
    for step in action["runs"]["steps"].as_array().expect("steps") {
        if step["if"].as_str().is_some_and(|when| !holds(when, &input)) {
            continue;
        }
        let script = step["run"].as_str().expect("a script");
        assert!(!script.contains("${{"), "inputs come by the environment: {script}");
        put(folder, "step.sh", script);
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "step.sh"])
            .current_dir(folder)
            .env("PATH", &path);
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            let of = value.as_str().and_then(|value| value.strip_prefix("${{ inputs.")?.strip_suffix(" }}"));
            bash.env(name, input(of.expect("an input")));
        }
        bash.env("RUNNER_TEMP", folder.join("temp")).env("GITHUB_ACTION_PATH", repository());
        bash.env("GITHUB_OUTPUT", folder.join("outputs"))
            .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
        let out = bash.env("RATERSCOPE", env!("CARGO_BIN_EXE_raterscope")).output().expect("bash runs");
        run.status = out.status.code().expect("an end of its own");
        run.stdout.push_str(&String::from_utf8_lossy(&out.stdout));
        run.stderr.push_str(&String::from_utf8_lossy(&out.stderr));
        if run.status != 0 {
            break;
        }
    }
    Run { summary: read("summary.md"), outputs: read("outputs"), cargo: read("cargo.log"), ..run }
}

/// The one kind of condition that the action uses.
fn holds(condition: &str, input: &dyn Fn(&str) -> String) -> bool {
    let inside = condition.strip_prefix("${{ inputs.").and_then(|rest| rest.strip_suffix(" == '' }}"));
    input(inside.unwrap_or_else(|| panic!("another condition: {condition}"))).is_empty()
}

#[test]
fn the_action_keeps_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("github-action.schema.json")).expect("JSON");
    let action = yaml(&text("action.yml"));
    assert_eq!(mistakes(&schema, &action), [""; 0]);
    let mut wrong = action.clone();
    wrong["runs"]["steps"][0].as_object_mut().expect("a step").remove("shell");
    wrong["inputs"]["log"]["requird"] = true.into();
    assert_eq!(mistakes(&schema, &wrong).len(), 2, "the schema notices");
    // What is named is there.
    for step in action["runs"]["steps"].as_array().expect("steps") {
        for value in step["env"].as_object().into_iter().flatten().map(|(_, value)| value) {
            let name =
                value.as_str().and_then(|value| value.strip_prefix("${{ inputs.")?.strip_suffix(" }}"));
            assert!(action["inputs"].get(name.expect("an input")).is_some(), "{value}");
        }
    }
}

#[test]
fn the_steps_of_the_action_gate_a_log() {
    let place = place();
    let folder = place.path();
    let name = "a $(touch pwned) log.csv";
    put(folder, name, small_log(60));
    put(folder, "raterscope.toml", "[[gate.rules]]\nmetric = \"krippendorff_alpha\"\nmin = 0.1\n");
    put(folder, "strict.toml", "[[gate.rules]]\nmetric = \"krippendorff_alpha\"\nmin = 0.99\n");
    let passed = act(folder, &[("log", name), ("arguments", "--replicates\n100\n")]);
    assert_eq!(passed.status, 0, "{}{}", passed.stdout, passed.stderr);
    assert!(passed.cargo.starts_with("install --locked --path "), "{}", passed.cargo);
    assert!(passed.summary.starts_with("## The gate: passed"), "{}", passed.summary);
    assert!(passed.outputs.contains("status=0\nresults=raterscope-gate\n"), "{}", passed.outputs);
    for file in ["gate.json", "gate.md", "gate.xml", "gl-code-quality-report.json"] {
        assert!(folder.join("raterscope-gate").join(file).exists(), "{file}");
    }
    assert!(!folder.join("pwned").exists(), "a name is no code");

    let binary = folder.join("own");
    symlink(env!("CARGO_BIN_EXE_raterscope"), &binary).expect("a link");
    let binary = binary.to_string_lossy().into_owned();
    let base = ["gate", name, "--baseline", "base.json", "--update-baseline", "--replicates", "100", "-q"];
    assert_eq!(raterscope(folder, &base).status, 0);
    let inputs = [
        ("log", name),
        ("binary", binary.as_str()),
        ("config", "strict.toml"),
        ("baseline", "base.json"),
        ("arguments", "--replicates\n100"),
        ("results", "elsewhere"),
    ];
    let failed = act(folder, &inputs);
    assert_eq!(failed.status, 1, "{}{}", failed.stdout, failed.stderr);
    assert_eq!(failed.cargo.lines().count(), 1, "no second build");
    assert!(
        failed.stdout.contains("::error file=strict.toml,line=1,title=Gate%3A fail"),
        "{}",
        failed.stdout
    );
    assert!(failed.outputs.ends_with("status=1\nresults=elsewhere\n"), "{}", failed.outputs);
    assert_eq!(failed.summary.matches("## The gate: ").count(), 2, "summaries are appended");
}

#[test]
fn the_pre_commit_hook_names_a_command_that_runs() {
    let hooks = yaml(&text(".pre-commit-hooks.yaml"));
    let hook = &hooks.as_array().expect("a list")[0];
    for key in ["id", "name", "entry", "language", "files"] {
        assert!(hook[key].is_string(), "{key}");
    }
    let place = place();
    put(place.path(), "log.csv", small_log(60));
    put(place.path(), "raterscope.toml", "[[gate.rules]]\nmetric = \"pairable_share\"\nmin = 0.5\n");
    let entry: Vec<&str> = hook["entry"].as_str().expect("a text").split(' ').collect();
    assert_eq!(entry[0], "raterscope");
    assert_eq!(raterscope(place.path(), &[&entry[1..], &["log.csv"]].concat()).status, 0);
}

/// Blocks of one language in the page about CI.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let mark = format!("```{language}\n");
    page.split(&mark).skip(1).map(|rest| rest.split("```").next().expect("an end")).collect()
}

#[test]
fn the_page_about_ci_can_be_copied() {
    let page = text("docs/ci.md");
    let yamls = blocks(&page, "yaml");
    assert!(yamls.len() >= 3, "{}", yamls.len());
    yamls.iter().for_each(|block| {
        yaml(block);
    });
    let place = place();
    put(place.path(), "log.csv", small_log(60));
    // Every rule of the page is accepted, on a log that has little of what they speak of.
    for (number, block) in blocks(&page, "toml").into_iter().enumerate() {
        let name = format!("{number}.toml");
        put(place.path(), &name, block);
        let args = ["gate", "log.csv", "--config", &name, "--replicates", "100", "-q"];
        let ran = raterscope(place.path(), &args);
        assert!([0, 1, 4].contains(&ran.status), "{block}: {ran:?}");
    }
    // Lines of the shell name options that there are.
    for line in
        blocks(&page, "sh").into_iter().flat_map(str::lines).filter(|line| line.starts_with("raterscope "))
    {
        let command = line.split(' ').nth(1).expect("a command");
        let help = raterscope(place.path(), &[command, "--help"]).stdout;
        for option in line.split(' ').filter(|word| word.starts_with("--")) {
            assert!(help.contains(option.split('=').next().expect("a name")), "{line}: {option}");
        }
    }
}
