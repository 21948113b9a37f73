//! What can go wrong on the way out: full devices, limits, kills. Whatever happens, the report that was there before
//! is whole.

use crate::program::{Ran, assert_whole, command, files, json, place, put, raterscope, shell, small_log};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

fn audit(folder: &Path, title: &str) -> Ran {
    raterscope(folder, &["audit", "log.csv", "-o", "out", "--replicates", "100", "--title", title])
}

/// A folder with a log and a report of it called `first`.
fn with_report(items: u32) -> tempfile::TempDir {
    let place = place();
    put(place.path(), "log.csv", small_log(items));
    let ran = audit(place.path(), "first");
    assert_eq!(ran.status, 0, "{ran:?}");
    place
}

fn title(folder: &Path) -> String {
    assert_whole(&folder.join("out"));
    json(&folder.join("out/audit.json"))["title"].as_str().expect("a title").into()
}

/// Nothing lies about beside the log and the report.
fn assert_tidy(folder: &Path) {
    let strays: Vec<String> =
        files(folder).into_iter().filter(|name| name != "log.csv" && !name.starts_with("out/")).collect();
    assert!(strays.is_empty(), "{strays:?}");
}

fn failed(ran: &Ran, words: &[&str]) {
    assert_eq!(ran.status, 5, "{ran:?}");
    for word in words {
        assert!(ran.stderr.contains(word), "{word:?} is not in: {}", ran.stderr);
    }
    assert!(ran.stderr.contains("help: "), "{}", ran.stderr);
}

#[test]
fn a_report_replaces_the_one_before_and_leaves_nothing_else() {
    let place = with_report(30);
    assert_eq!(audit(place.path(), "second").status, 0);
    assert_eq!(title(place.path()), "second");
    assert_tidy(place.path());
    let names = files(&place.path().join("out"));
    for name in ["report.html", "audit.json", "estimates.csv", "summary.md"] {
        assert!(names.iter().any(|found| found == name), "{name} is not in {names:?}");
    }
    assert!(names.iter().any(|name| name.starts_with("charts/") && name.ends_with(".png")), "{names:?}");
}

#[test]
fn rendering_again_gives_the_same_bytes() {
    let place = with_report(30);
    let ran = raterscope(place.path(), &["render", "out/audit.json", "-o", "again", "-o", "page.html"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let (first, again) = (place.path().join("out"), place.path().join("again"));
    assert_eq!(files(&first), files(&again));
    for name in files(&first) {
        assert!(
            fs::read(first.join(&name)).expect("read") == fs::read(again.join(&name)).expect("read"),
            "{name}"
        );
    }
    let page = fs::read(place.path().join("page.html")).expect("written");
    assert!(page == fs::read(first.join("report.html")).expect("read"));
    let no_audit = raterscope(place.path(), &["render", "log.csv", "-o", "other"]);
    assert_eq!(no_audit.status, 3, "{no_audit:?}");
}

#[test]
fn a_full_device_is_told() {
    let place = place();
    put(place.path(), "log.csv", small_log(30));
    let straight = raterscope(place.path(), &["audit", "log.csv", "-o", "/dev/full", "--replicates", "100"]);
    failed(&straight, &["/dev/full", "No space left"]);
    let aside =
        raterscope(place.path(), &["audit", "log.csv", "--set-aside", "/dev/full", "--replicates", "100"]);
    failed(&aside, &["/dev/full", "No space left"]);
    for format in ["terminal", "json", "markdown", "csv"] {
        let line = format!("\"$RATERSCOPE\" audit log.csv --replicates 100 --format {format} > /dev/full");
        failed(&shell(place.path(), &line), &["standard output", "No space left"]);
    }
    failed(&shell(place.path(), "\"$RATERSCOPE\" --help > /dev/full"), &["standard output"]);
    let stdout =
        raterscope(place.path(), &["audit", "log.csv", "-q", "-o", "/dev/stdout", "--replicates", "100"]);
    assert_eq!(stdout.status, 0, "{stdout:?}");
    assert!(stdout.stdout.starts_with('#'), "the summary in markdown: {}", stdout.stdout);
}

#[test]
fn a_reader_who_has_seen_enough_is_no_trouble() {
    let place = place();
    put(place.path(), "log.csv", small_log(30));
    let line = "\"$RATERSCOPE\" audit log.csv --replicates 100 --format json; echo $? >&2";
    let ran = shell(place.path(), &format!("{{ {line}; }} | true"));
    assert_eq!(ran.stderr.trim_end().lines().last(), Some("0"), "{ran:?}");
}

#[test]
fn a_limit_on_file_sizes_is_told_and_the_old_report_is_whole() {
    let place = with_report(30);
    // Blocks of 512 bytes: from nothing at all to enough for everything.
    for (stages, blocks) in [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 8192].into_iter().enumerate() {
        let line = format!(
            "ulimit -f {blocks}; exec \"$RATERSCOPE\" audit log.csv -o out --replicates 100 --title limited 2> err || \
             exit $?"
        );
        // The shell's own redirection must not meet the limit: standard error is a pipe.
        let ran = shell(place.path(), &line.replace(" 2> err", ""));
        if ran.status == 0 {
            assert_eq!(title(place.path()), "limited");
            assert_tidy(place.path());
            assert!(stages > 3, "only {stages} limits failed");
            return;
        }
        failed(&ran, &["out/", "ulimit -f"]);
        assert_eq!(title(place.path()), "first", "{blocks} blocks");
        assert_tidy(place.path());
    }
    panic!("4 MiB were not enough");
}

#[test]
fn a_tiny_file_system_is_told_and_the_old_report_is_whole() {
    let place = place();
    put(place.path(), "log.csv", small_log(30));
    fs::create_dir(place.path().join("disk")).expect("made");
    // Its own mount namespace: nothing outside sees the file system, and it goes with the shell.
    let line = "mount -t tmpfs -o size=8m tmpfs disk || exit 77
        \"$RATERSCOPE\" audit log.csv -o disk/out --replicates 100 --title first || exit 78
        cat disk/out/*.* | sha256sum; \
        head -c 16000000 /dev/zero > disk/ballast 2> /dev/null
        \"$RATERSCOPE\" audit log.csv -o disk/out --replicates 100 --title second; status=$?
        cat disk/out/*.* | sha256sum; ls -A disk; exit $status";
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", line])
        .env("RATERSCOPE", env!("CARGO_BIN_EXE_raterscope"))
        .current_dir(place.path())
        .stdin(Stdio::null())
        .output();
    let Ok(output) = output else {
        println!("LEFT OUT: there is no unshare, so a full file system was not tried");
        return;
    };
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.code() == Some(77) || stderr.contains("unshare") {
        println!("LEFT OUT: a tmpfs may not be mounted here, so a full file system was not tried ({stderr})");
        return;
    }
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(5), "{stdout} {stderr}");
    assert!(stderr.contains("No space left") && stderr.contains("free some space"), "{stderr}");
    let digests: Vec<&str> = stdout.lines().filter(|line| line.ends_with("  -")).collect();
    assert!(digests.len() == 2 && digests[0] == digests[1], "the first report is not whole: {stdout}");
    assert!(stdout.ends_with("ballast\nout\n"), "something was left behind: {stdout}");
}

#[test]
fn a_killed_run_leaves_one_whole_report_and_the_next_one_cleans_up() {
    let place = with_report(400);
    let mut killed = 0;
    for delay in (0..40).map(|step| Duration::from_millis(step * 15)) {
        let before = title(place.path());
        let name = format!("after {} ms", delay.as_millis());
        let args = ["audit", "log.csv", "-o", "out", "--replicates", "100", "--title", &name];
        let mut run = command(place.path())
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        sleep(delay);
        run.kill().expect("it is ours to kill");
        let ended = run.wait().expect("it ended").code();
        killed += u32::from(ended.is_none());
        let now = title(place.path());
        assert!(now == before || now == name, "{now}");
    }
    assert!(killed > 0, "no run lasted long enough to be killed");
    let ran = audit(place.path(), "last");
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(title(place.path()), "last");
    assert_tidy(place.path());
}

#[test]
fn a_folder_with_other_files_is_refused_before_the_log_is_read() {
    let place = place();
    put(place.path(), "thesis/chapter-1.txt", "years of work");
    let ran = raterscope(place.path(), &["audit", "nowhere.csv", "-o", "thesis"]);
    failed(&ran, &["thesis", "did not write: chapter-1.txt", "new or empty folder"]);
    assert_eq!(files(&place.path().join("thesis")), ["chapter-1.txt"]);
    let place = with_report(30);
    put(place.path(), "out/charts/mine.png", "mine");
    failed(&audit(place.path(), "second"), &["charts/mine.png"]);
    let place = with_report(30);
    put(place.path(), "out/summary.md", "edited by hand");
    failed(&audit(place.path(), "second"), &["changed since", "summary.md"]);
    assert_eq!(fs::read(place.path().join("out/summary.md")).expect("there"), b"edited by hand");
}

#[test]
fn a_place_that_cannot_be_written_to_is_told() {
    let place = place();
    put(place.path(), "log.csv", small_log(30));
    put(place.path(), "file.txt", "mine");
    let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "file.txt/out", "--replicates", "100"]);
    failed(&ran, &["file.txt/out"]);
    failed(&raterscope(place.path(), &["audit", "log.csv", "-o", "file.txt"]), &["file.txt", ".html"]);
    failed(&raterscope(place.path(), &["audit", "log.csv", "-o", "/"]), &["root"]);
    failed(&raterscope(place.path(), &["audit", "log.csv", "-o", "-"]), &["--format"]);
    failed(&raterscope(place.path(), &["audit", "log.csv", "-o", "a", "-o", "a"]), &["twice"]);
    assert_eq!(fs::read(place.path().join("file.txt")).expect("there"), b"mine");
}

#[test]
fn single_files_are_the_artifacts_of_the_folder() {
    let place = with_report(30);
    let outputs = ["-o", "a.html", "-o", "deep/b.JSON", "-o", "c.csv", "-o", "d.md"];
    let mut args = vec!["audit", "log.csv", "--replicates", "100", "--title", "first", "--quiet"];
    args.extend(outputs);
    let ran = raterscope(place.path(), &args);
    assert_eq!((ran.status, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    let same = [
        ("a.html", "report.html"),
        ("deep/b.JSON", "audit.json"),
        ("c.csv", "estimates.csv"),
        ("d.md", "summary.md"),
    ];
    for (file, artifact) in same {
        let (file, artifact) = (place.path().join(file), place.path().join("out").join(artifact));
        assert!(
            fs::read(&file).expect("written") == fs::read(&artifact).expect("read"),
            "{}",
            file.display()
        );
    }
}

#[test]
fn what_is_read_is_never_written_over() {
    let place = place();
    put(place.path(), "log.csv", small_log(20));
    put(place.path(), "roster.csv", "annotator_id,team\na0,red\n");
    let before = fs::read(place.path().join("log.csv")).expect("a log");
    std::os::unix::fs::symlink("log.csv", place.path().join("link.csv")).expect("a link");
    for flags in [
        &["audit", "log.csv", "-o", "log.csv"][..],
        &["audit", "log.csv", "--set-aside", "./log.csv"],
        &["audit", "*g.csv", "-o", "link.csv"],
        &["audit", "log.csv", "--roster", "roster.csv", "--set-aside", "roster.csv"],
        &["init", "log.csv", "-o", "log.csv", "--force"],
        &["audit", "log.csv", "-o", "out", "--set-aside", "out/rows.csv"],
    ] {
        let ran = raterscope(place.path(), flags);
        assert_eq!(ran.status, 2, "{flags:?}: {ran:?}");
        assert!(
            ran.stderr.contains("help: ") && ran.stderr.contains("whole") != ran.stderr.contains("read in")
        );
        assert_eq!(fs::read(place.path().join("log.csv")).expect("a log"), before, "{flags:?}");
    }
}
