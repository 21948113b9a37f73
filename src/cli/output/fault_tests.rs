//! A disk that fails: after n bytes, at the n-th operation, or for good (as if the process had been killed there).
//! Whatever fails, the report that was there before is whole, and the next run leaves nothing behind.

use super::*;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

struct FailingDisk {
    /// Bytes that can still be written.
    bytes: Rc<Cell<u64>>,
    /// Operations that still succeed.
    operations: Rc<Cell<u64>>,
    /// Whether everything fails after the first failure, cleaning too.
    killed: bool,
    /// Whether two folders can be exchanged in one step.
    exchanges: bool,
}

struct FailingFile(Box<dyn DiskFile>, Rc<Cell<u64>>);

impl Write for FailingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.1.get() == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let fits = bytes.len().min(usize::try_from(self.1.get()).unwrap_or(usize::MAX));
        let written = self.0.write(&bytes[..fits])?;
        self.1.set(self.1.get() - written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl DiskFile for FailingFile {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()
    }
}

impl FailingDisk {
    fn after(bytes: u64, operations: u64) -> Self {
        let (bytes, operations) = (Rc::new(Cell::new(bytes)), Rc::new(Cell::new(operations)));
        Self { bytes, operations, killed: false, exchanges: true }
    }

    fn step(&self) -> io::Result<()> {
        let left = self.operations.get();
        if left == 0 {
            if !self.killed {
                self.operations.set(u64::MAX);
            }
            return Err(io::Error::other("this disk fails here"));
        }
        self.operations.set(left - 1);
        Ok(())
    }
}

impl Disk for FailingDisk {
    fn stage_folder(&self, parent: &Path, prefix: &str) -> io::Result<(PathBuf, Option<File>)> {
        self.step().and_then(|()| RealDisk.stage_folder(parent, prefix))
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        Ok(Box::new(FailingFile(RealDisk.create(path)?, self.bytes.clone())))
    }
    fn open_device(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step().and_then(|()| RealDisk.open_device(path))
    }
    fn make_folders(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.make_folders(path))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.rename(from, to))
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.step()?;
        if self.exchanges { RealDisk.exchange(one, other) } else { Err(io::ErrorKind::Unsupported.into()) }
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.sync_folder(path))
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.remove_folder(path))
    }
}

const OLD: [(&str, &[u8]); 2] = [("report.html", b"old page"), ("charts/alpha.png", b"old chart")];
const NEW: [(&str, &[u8]); 3] =
    [("report.html", b"new page"), ("charts/alpha.png", b"new chart"), ("audit.json", b"{}")];

/// What is streamed into every report of these tests.
const STREAMED: (&str, &[u8]) = ("consensus.csv", b"item,label\n");

fn write(disk: &dyn Disk, folder: &Path, files: &[(&str, &[u8])]) -> Result<(), OutputError> {
    let page = folder.with_extension("html");
    let destinations =
        vec![Destination::Folder(folder.to_path_buf()), Destination::File(page, FileFormat::Html)];
    let mut outbox = Outbox::open(disk, destinations)?;
    let last = StreamedArtifact { name: STREAMED.0, write: Box::new(|out| out.write_all(STREAMED.1)) };
    outbox.stage(files.iter().copied(), &[last])?;
    outbox.commit()
}

/// Every file below a folder but the manifest.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    ["report.html", "charts/alpha.png", "audit.json"]
        .iter()
        .filter_map(|name| Some((name.to_string(), fs::read(folder.join(name)).ok()?)))
        .collect()
}

fn expected(files: &[(&str, &[u8])]) -> BTreeMap<String, Vec<u8>> {
    files.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect()
}

/// Names in the folder that holds the destinations.
fn around(place: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(place)
        .expect("the test's own folder")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn with_old_report() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().expect("a place for the test");
    let folder = place.path().join("audit");
    write(&RealDisk, &folder, &OLD).expect("the first report");
    (place, folder)
}

#[test]
fn a_full_disk_after_n_bytes_leaves_the_old_report_and_nothing_else() {
    let mut failures = 0;
    for bytes in (0..2000).step_by(3) {
        let (place, folder) = with_old_report();
        let disk = FailingDisk::after(bytes, u64::MAX);
        match write(&disk, &folder, &NEW) {
            Ok(()) => {
                assert_eq!(content(&folder), expected(&NEW));
                assert!(failures > 100, "the manifest alone has more than 300 bytes");
                return;
            }
            Err(error) => {
                failures += 1;
                assert!(error.path.starts_with(place.path()), "{error:?}");
                assert!(error.remedy.contains("free some space"), "{error:?}");
                assert_eq!(content(&folder), expected(&OLD), "after {bytes} bytes");
                assert_eq!(fs::read(folder.with_extension("html")).expect("the page"), b"old page");
                assert_eq!(around(place.path()), ["audit", "audit.html"]);
            }
        }
    }
    panic!("2000 bytes are enough for the new report");
}

#[test]
fn a_failure_at_any_operation_leaves_one_whole_report() {
    for exchanges in [true, false] {
        for operations in 0..60 {
            let (place, folder) = with_old_report();
            let mut disk = FailingDisk::after(u64::MAX, operations);
            disk.exchanges = exchanges;
            let outcome = write(&disk, &folder, &NEW);
            let found = content(&folder);
            let whole = if outcome.is_ok() { found == expected(&NEW) } else { found == expected(&OLD) };
            // Only what comes after the exchange (syncing the parent, removing the old one) can fail with the new
            // report already in place.
            assert!(whole || found == expected(&NEW), "{exchanges} {operations}: {found:?}");
            write(&RealDisk, &folder, &NEW).expect("the next run works");
            assert_eq!(content(&folder), expected(&NEW));
            assert_eq!(around(place.path()), ["audit", "audit.html"], "{exchanges} {operations}");
        }
    }
}

#[test]
fn a_run_killed_at_any_operation_leaves_one_whole_report_for_the_next_run_to_find() {
    for exchanges in [true, false] {
        for operations in 0..60 {
            let (place, folder) = with_old_report();
            let mut disk = FailingDisk::after(u64::MAX, operations);
            (disk.killed, disk.exchanges) = (true, exchanges);
            let _ = write(&disk, &folder, &NEW);
            // Between the two steps of a system that cannot exchange, the old report stands aside; looking at the
            // destination brings it back.
            drop(Outbox::open(&RealDisk, vec![Destination::Folder(folder.clone())]).expect("still ours"));
            let found = content(&folder);
            assert!(
                found == expected(&OLD) || found == expected(&NEW),
                "{exchanges} {operations}: {found:?}"
            );
            write(&RealDisk, &folder, &NEW).expect("the next run works");
            assert_eq!(around(place.path()), ["audit", "audit.html"], "{exchanges} {operations}");
        }
    }
}

#[test]
fn folders_with_anything_but_our_own_files_are_refused() {
    let foreign = |change: &dyn Fn(&Path)| {
        let (_place, folder) = with_old_report();
        change(&folder);
        let error = write(&RealDisk, &folder, &NEW).expect_err("must be refused");
        assert_eq!(content(&folder).get("charts/alpha.png").map(Vec::as_slice), Some(&b"old chart"[..]));
        error.what
    };
    let put = |path: PathBuf, text: &str| {
        RealDisk
            .create(&path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .expect("a file of the test's own");
    };
    assert!(foreign(&|folder| put(folder.join("thesis.txt"), "mine")).contains("thesis.txt"));
    assert!(foreign(&|folder| put(folder.join("charts/mine.png"), "mine")).contains("charts/mine.png"));
    assert!(foreign(&|folder| fs::create_dir(folder.join("notes")).expect("made")).contains("notes/"));
    let edited = foreign(&|folder| {
        fs::remove_file(folder.join("report.html")).expect("ours");
        put(folder.join("report.html"), "edited");
    });
    assert!(edited.contains("changed since"), "{edited}");
    let unmarked = foreign(&|folder| fs::remove_file(folder.join(MANIFEST_NAME)).expect("ours"));
    assert!(unmarked.contains("did not write"), "{unmarked}");
}

#[test]
fn an_empty_folder_and_one_that_lost_a_file_are_taken() {
    let place = tempfile::tempdir().expect("a place for the test");
    let folder = place.path().join("audit");
    fs::create_dir(&folder).expect("empty");
    write(&RealDisk, &folder, &OLD).expect("an empty folder is taken");
    fs::remove_file(folder.join("charts/alpha.png")).expect("ours");
    write(&RealDisk, &folder, &NEW).expect("nothing strange in it");
    assert_eq!(content(&folder), expected(&NEW));
}

#[test]
fn no_artifact_can_be_written_outside_its_folder() {
    let place = tempfile::tempdir().expect("a place for the test");
    for name in ["../../etc/passwd", "/etc/passwd", "charts/../../x", ""] {
        let error = write(&RealDisk, &place.path().join("audit"), &[(name, b"x")]).expect_err("refused");
        assert!(error.what.contains("an artifact is called"), "{error:?}");
    }
    assert_eq!(around(place.path()), Vec::<String>::new());
}

#[test]
fn a_streamed_file_replaces_the_old_one_only_when_complete() {
    let place = tempfile::tempdir().expect("a place for the test");
    let path = place.path().join("rows.csv");
    let mut first = StreamedFile::open(&RealDisk, &path).expect("opened");
    first.write_all(b"first").expect("written");
    first.commit().expect("in place");
    let mut second = StreamedFile::open(&RealDisk, &path).expect("opened");
    second.write_all(b"second").expect("written");
    drop(second);
    assert_eq!(fs::read(&path).expect("still there"), b"first");
    assert_eq!(around(place.path()), ["rows.csv"]);
}
