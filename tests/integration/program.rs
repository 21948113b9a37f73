//! The program as a user meets it: run in a folder of its own, judged by exit status, standard output and error.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run said.
#[derive(Debug)]
pub struct Ran {
    /// Exit status; −n where signal n ended the run.
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The program in `folder`, without anything of the caller's environment that it listens to.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raterscope"));
    clean(&mut command, folder);
    command
}

/// A line for the shell in `folder`; `$RATERSCOPE` is the program.
pub fn shell(folder: &Path, line: &str) -> Ran {
    let mut command = Command::new("sh");
    command.args(["-c", line]).env("RATERSCOPE", env!("CARGO_BIN_EXE_raterscope"));
    clean(&mut command, folder);
    ran(command.output().expect("sh runs"))
}

/// Runs the program in `folder`.
pub fn raterscope(folder: &Path, args: &[&str]) -> Ran {
    ran(command(folder).args(args).output().expect("the program runs"))
}

fn clean(command: &mut Command, folder: &Path) {
    command.current_dir(folder).stdin(Stdio::null());
    for variable in ["RATERSCOPE_KEY", "NO_COLOR"] {
        command.env_remove(variable);
    }
}

fn ran(output: Output) -> Ran {
    use std::os::unix::process::ExitStatusExt;
    Ran {
        status: output.status.code().unwrap_or_else(|| -output.status.signal().unwrap_or(0)),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A folder for one test.
pub fn place() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// Writes a file of the test's own.
pub fn put(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
    #[expect(clippy::disallowed_methods, reason = "a test's own file, not an output of the program")]
    fs::write(path, content).expect("the file can be written");
}

/// A log of `items` items × 6 annotators: three labels, mostly agreed on, ten seconds between submissions.
pub fn small_log(items: u32) -> String {
    let mut log = String::from("item_id,annotator_id,label,submitted_at\n");
    for annotator in 0..6 {
        for item in 0..items {
            let noise = (item * 7 + annotator * 13 + item * annotator * 5) % 10;
            let label = ["spam", "ham", "unsure"][((item + u32::from(noise == 0)) % 3) as usize];
            let (hour, minute, second) = (9 + item / 360, item / 6 % 60, item % 6 * 10);
            log.push_str(&format!(
                "item-{item:04},ann-{annotator},{label},2026-03-{:02}T{hour:02}:{minute:02}:{second:02}Z\n",
                annotator + 1
            ));
        }
    }
    log
}

/// A JSON file.
pub fn json(path: &Path) -> serde_json::Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether a report folder holds exactly the files of its manifest, byte for byte.
pub fn assert_whole(report: &Path) {
    let manifest = json(&report.join(".raterscope-manifest.json"));
    let mut listed: Vec<String> = vec![".raterscope-manifest.json".into()];
    for file in manifest["files"].as_array().expect("a list of files") {
        let name = file["name"].as_str().expect("a name");
        let bytes = fs::read(report.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"], digest.as_str(), "{name} is not what was written");
        listed.push(name.into());
    }
    listed.sort();
    assert_eq!(files(report), listed);
}

/// Names of all files below a folder, sorted.
pub fn files(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
                names.push(below);
            }
        }
    }
    names.sort();
    names
}

/// One row of `estimates.csv`.
#[derive(Debug)]
pub struct Row {
    pub question: String,
    pub section: String,
    pub metric: String,
    pub slice: String,
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub se: Option<f64>,
    pub status: String,
    pub reason: String,
    pub method: String,
}

/// The rows of an `estimates.csv`.
pub fn estimates(path: &Path) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let header = reader.headers().expect("a header").clone();
    let at =
        |name: &str| header.iter().position(|column| column == name).unwrap_or_else(|| panic!("no {name}"));
    let names = [
        "question", "section", "metric", "slice", "status", "reason", "method", "value", "lower", "upper",
        "se",
    ];
    let columns = names.map(at);
    let row = |record: csv::StringRecord| {
        let cells = columns.map(|column| record[column].to_owned());
        let [question, section, metric, slice, status, reason, method, value, lower, upper, se] = cells;
        let [value, lower, upper, se] = [value, lower, upper, se].map(|cell| cell.parse().ok());
        Row { question, section, metric, slice, value, lower, upper, se, status, reason, method }
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}
