use std::io::Write;

use crate::source::{Format, Options, SourceError, expand, open};

fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        tempfile::NamedTempFile::new_in(folder.path())
            .and_then(|mut file| {
                file.write_all(bytes)?;
                file.persist(folder.path().join(name)).map_err(|error| error.error)
            })
            .expect("a file");
    }
    folder
}

fn told(result: Result<crate::source::Source, SourceError>) -> String {
    result.err().expect("must not open").to_string()
}

#[test]
fn a_file_is_read_from_the_disk_and_ends_once() {
    let folder = folder_with(&[("a.csv", b"item_id,label\n1,yes\n")]);
    let mut source = open(&folder.path().join("a.csv"), &Options::default()).expect("it opens");
    assert_eq!(source.columns().to_vec(), ["item_id", "label"]);
    assert_eq!(source.facts().rows, 0);
    let chunks: Vec<_> = source.by_ref().collect();
    assert_eq!(chunks.len(), 1);
    assert!(source.next().is_none());
    let facts = source.facts();
    assert_eq!((facts.rows, facts.bytes), (1, 20));
    assert_eq!(facts.sha256.len(), 64);
}

#[test]
fn what_cannot_be_opened_says_what_to_do() {
    let folder = folder_with(&[]);
    let path = folder.path().join("none.csv");
    assert_eq!(
        told(open(&path, &Options::default())),
        format!("{}: no such file; check the spelling and the working folder", path.display())
    );
    let message = told(open(folder.path(), &Options::default()));
    assert!(message.contains("this is a folder; name the files in it, for instance '"), "{message}");
}

#[test]
fn an_error_ends_the_chunks() {
    let folder = folder_with(&[("a.csv", b"a,b\n1,2\n3,\"4\n")]);
    let mut source = open(&folder.path().join("a.csv"), &Options::default()).expect("it opens");
    let results: Vec<bool> = source.by_ref().map(|chunk| chunk.is_ok()).collect();
    assert_eq!(results.iter().filter(|ok| !**ok).count(), 1);
    assert_eq!(results.last(), Some(&false));
    assert!(source.next().is_none());
}

#[test]
fn a_stated_format_beats_what_the_name_says() {
    let folder = folder_with(&[("a.json", b"a,b\n1,2\n")]);
    let options = Options { format: Some(Format::Delimited), ..Options::default() };
    assert_eq!(open(&folder.path().join("a.json"), &options).expect("it opens").columns().len(), 2);
}

#[test]
fn globs_are_sorted_and_an_existing_path_beats_one() {
    let folder = folder_with(&[("b.csv", b""), ("a.csv", b""), ("[a].csv", b""), ("c.txt", b"")]);
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let names = |arguments: &[String]| -> Result<Vec<String>, SourceError> {
        Ok(expand(arguments)?
            .iter()
            .map(|path| path.file_name().expect("it opens").to_string_lossy().into_owned())
            .collect())
    };
    assert_eq!(names(&[at("*.csv")]).expect("it opens"), ["[a].csv", "a.csv", "b.csv"]);
    assert_eq!(names(&[at("[a].csv"), at("c.txt"), at("c.txt")]).expect("it opens"), ["[a].csv", "c.txt"]);
    assert_eq!(expand(&[at("none.csv"), "-".to_owned()]).expect("it opens").len(), 2);
    assert!(names(&[at("*.parquet")]).unwrap_err().to_string().contains("no file matches this pattern"));
}

#[test]
fn settings_spell_a_delimiter_as_a_character() {
    let read = |text: &str| toml::from_str::<Options>(text);
    assert_eq!(read("delimiter = 'tab'").expect("it opens").delimiter, Some(b'\t'));
    assert_eq!(
        read("delimiter = ';'\nformat = 'json_lines'").expect("it opens").format,
        Some(Format::JsonLines)
    );
    assert!(read("delimiter = ';;'").unwrap_err().to_string().contains("one ASCII character"));
    assert!(read("separator = ';'").is_err());
}
