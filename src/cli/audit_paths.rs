use super::Trouble;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders below a named one that are looked through: a folder of months of weekly reports.
const DEPTH: usize = 3;
/// The audit in a report folder.
const AUDIT: &str = "audit.json";

/// What raterscope writes beside audits.
const OTHERS: [&str; 3] = ["trend.json", "items.json", "comparison.json"];

/// The audits that arguments name: files, report folders, folders of either; patterns allowed. Sorted, each once.
///
/// In a folder every `audit.json` counts; a folder that holds none, nor one further down, is taken as a folder of audits under
/// names of their own, so every `.json` in it counts.
pub fn audit_paths(arguments: &[String]) -> Result<Vec<PathBuf>, Trouble> {
    let mut found = Vec::new();
    for argument in arguments {
        for path in expanded(argument)? {
            let own = match path.is_dir() {
                true => in_folder(&path)?,
                false => vec![path],
            };
            found.extend(own);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn expanded(argument: &str) -> Result<Vec<PathBuf>, Trouble> {
    let literal = PathBuf::from(argument);
    if literal.exists() || !argument.contains(['*', '?', '[']) {
        return Ok(vec![literal]);
    }
    let wrong = |what: String| Trouble::usage(format!("{argument}: {what}"), "quote or correct the pattern");
    let matches =
        glob::glob(argument).map_err(|error| wrong(format!("is no pattern of file names: {error}")))?;
    let found: Result<Vec<PathBuf>, _> = matches.collect();
    let found = found.map_err(|error| wrong(format!("cannot be listed: {error}")))?;
    if found.is_empty() { Err(wrong("matches no file".into())) } else { Ok(found) }
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut found = Vec::new();
    reports(folder, DEPTH, &mut found)?;
    if found.is_empty() {
        found = entries(folder)?.into_iter().filter(|path| path.is_file() && is_json(path)).collect();
    }
    if found.is_empty() {
        let what = format!("{}: holds no audit.json, nor does any folder in it", folder.display());
        return Err(Trouble::usage(
            what,
            "name report folders that raterscope audit wrote, or audit.json files",
        ));
    }
    Ok(found)
}

fn reports(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Trouble> {
    let own = folder.join(AUDIT);
    if own.is_file() {
        found.push(own);
    }
    if depth > 0 {
        for inner in entries(folder)?.iter().filter(|path| path.is_dir()) {
            reports(inner, depth - 1, found)?;
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let failed = |error: std::io::Error| {
        Trouble::log(format!("{}: cannot be listed: {error}", folder.display()), "check its permissions")
    };
    let listed: Result<Vec<PathBuf>, _> =
        fs::read_dir(folder).map_err(failed)?.map(|entry| entry.map(|entry| entry.path())).collect();
    // What begins with a dot is staged by a run, or left by one that was killed.
    let hidden =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    Ok(listed.map_err(failed)?.into_iter().filter(|path| !hidden(path)).collect())
}

/// Whether a file may be an audit under a name of its own.
fn is_json(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(".json") && !OTHERS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::audit_paths;
    use std::fs;
    use std::path::Path;

    fn touch(root: &Path, name: &str) {
        let path = root.join(name);
        let folder = path.parent().expect("a folder");
        fs::create_dir_all(folder).expect("a writable place");
        fs::copy(file!(), &path).or_else(|_| fs::copy("Cargo.toml", &path)).expect("any content");
    }

    fn found(root: &Path, arguments: &[&str]) -> Vec<String> {
        let arguments: Vec<String> =
            arguments.iter().map(|name| root.join(name).display().to_string()).collect();
        let found = audit_paths(&arguments).expect("audits");
        found.iter().map(|path| path.strip_prefix(root).expect("inside").display().to_string()).collect()
    }

    #[test]
    fn folders_patterns_and_files_name_audits_once_and_sorted() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        for name in [
            "r/w2/audit.json",
            "r/w1/audit.json",
            "r/w1/other.json",
            "flat/b.json",
            "flat/a.json",
            "flat/trend.json",
        ] {
            touch(root, name);
        }
        assert_eq!(found(root, &["r", "r/w1"]), ["r/w1/audit.json", "r/w2/audit.json"]);
        assert_eq!(found(root, &["r/w*"]), ["r/w1/audit.json", "r/w2/audit.json"]);
        assert_eq!(
            found(root, &["flat", "r/w1/other.json"]),
            ["flat/a.json", "flat/b.json", "r/w1/other.json"]
        );
        assert!(audit_paths(&[root.join("nothing*").display().to_string()]).is_err());
        fs::create_dir(root.join("empty")).expect("a writable place");
        assert!(audit_paths(&[root.join("empty").display().to_string()]).is_err());
    }
}
