use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::Path;

/// The name of the list that marks a folder as one of ours.
pub const MANIFEST_NAME: &str = ".raterscope-manifest.json";

/// What raterscope wrote into a folder, so that a later run knows what it may replace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of raterscope.
    pub raterscope: String,
    /// The files, sorted by name.
    pub files: Vec<ManifestFile>,
}

/// One file of a report folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Path below the folder, with `/`.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
}

/// What is at the path of an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occupancy {
    /// Nothing.
    Absent,
    /// An empty folder.
    Empty,
    /// Files of our manifest, as we wrote them, and nothing else (some may have been deleted).
    Ours,
    /// Something else; the text says what, in words.
    Foreign(String),
}

impl Manifest {
    /// The list of these files.
    pub fn of(mut files: Vec<ManifestFile>) -> Self {
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self { raterscope: env!("CARGO_PKG_VERSION").into(), files }
    }

    /// As it is written.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a manifest is texts and numbers");
        bytes.push(b'\n');
        bytes
    }
}

impl Occupancy {
    /// Looks at an output folder.
    pub fn of(folder: &Path) -> io::Result<Self> {
        match fs::metadata(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Occupancy::Absent),
            Err(error) => return Err(error),
            Ok(found) if !found.is_dir() => return Ok(Occupancy::Foreign("is not a folder".into())),
            Ok(_) => {}
        }
        let mut names = Vec::new();
        list(folder, "", &mut names)?;
        names.sort();
        if names.is_empty() {
            return Ok(Occupancy::Empty);
        }
        let Some(manifest) = fs::read(folder.join(MANIFEST_NAME))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok())
        else {
            return Ok(Occupancy::Foreign(format!(
                "holds files that raterscope did not write: {}",
                listed(&names)
            )));
        };
        judge(folder, &manifest, &names)
    }
}

fn judge(folder: &Path, manifest: &Manifest, names: &[String]) -> io::Result<Occupancy> {
    let (mut strange, mut changed) = (Vec::new(), Vec::new());
    for name in names.iter().filter(|name| name.as_str() != MANIFEST_NAME) {
        // A folder counts as ours where one of our files is, or was, inside it.
        if let Some(below) = name.strip_suffix('/') {
            if !manifest.files.iter().any(|file| file.name.starts_with(&format!("{below}/"))) {
                strange.push(name.clone());
            }
            continue;
        }
        match manifest.files.iter().find(|file| &file.name == name) {
            None => strange.push(name.clone()),
            Some(file) => {
                let bytes = fs::read(folder.join(name))?;
                if bytes.len() as u64 != file.bytes || hex(&Sha256::digest(&bytes)) != file.sha256 {
                    changed.push(name.clone());
                }
            }
        }
    }
    Ok(if !strange.is_empty() {
        Occupancy::Foreign(format!("holds files that raterscope did not write: {}", listed(&strange)))
    } else if !changed.is_empty() {
        Occupancy::Foreign(format!(
            "holds files that were changed since raterscope wrote them: {}",
            listed(&changed)
        ))
    } else {
        Occupancy::Ours
    })
}

/// Names below `folder`; folders end with `/`, links are listed and never followed.
fn list(folder: &Path, below: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            names.push(format!("{name}/"));
            list(&entry.path(), &format!("{name}/"), names)?;
        } else if entry.file_type()?.is_file() {
            names.push(name);
        } else {
            names.push(format!("{name} (a link or device)"));
        }
    }
    Ok(())
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown =
        names.iter().take(SHOWN).map(|name| name.escape_debug().to_string()).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{shown} and {} more", names.len() - SHOWN) } else { shown }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
