//! The types of the sources, as `syn` reads them: what is written to JSON is described where it is defined, so a schema
//! made from there cannot fall behind, and no type needs a second derive that every build would pay for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A type of the sources.
pub enum Shape {
    Alias(syn::ItemType),
    Struct(syn::ItemStruct),
    Enum(syn::ItemEnum),
}

/// One definition and where it stands.
pub struct Definition {
    pub module: Vec<String>,
    pub shape: Shape,
}

impl Definition {
    pub fn name(&self) -> String {
        match &self.shape {
            Shape::Struct(item) => item.ident.to_string(),
            Shape::Enum(item) => item.ident.to_string(),
            Shape::Alias(item) => item.ident.to_string(),
        }
    }
}

/// All definitions by name, and what every module calls by another path.
pub struct Sources {
    definitions: BTreeMap<String, Vec<Definition>>,
    /// Module → name → path of its `use`.
    uses: BTreeMap<Vec<String>, BTreeMap<String, Vec<String>>>,
}

impl Sources {
    pub fn read(root: &Path) -> Self {
        let mut sources = Self { definitions: BTreeMap::new(), uses: BTreeMap::new() };
        let mut files = Vec::new();
        list(&root.join("src"), &mut files);
        files.sort();
        for path in files {
            let text = std::fs::read_to_string(&path).expect("a source can be read");
            let file = syn::parse_file(&text).expect("a source parses");
            let module = module_of(path.strip_prefix(root.join("src")).expect("it is below src"));
            sources.take(&module, file.items);
        }
        sources
    }

    fn take(&mut self, module: &[String], items: Vec<syn::Item>) {
        for item in items {
            let shape = match item {
                syn::Item::Struct(item) => Shape::Struct(item),
                syn::Item::Enum(item) => Shape::Enum(item),
                syn::Item::Type(item) => Shape::Alias(item),
                syn::Item::Use(item) => {
                    tree(&mut Vec::new(), &item.tree, self.uses.entry(module.to_vec()).or_default());
                    continue;
                }
                _ => continue,
            };
            let definition = Definition { module: module.to_vec(), shape };
            self.definitions.entry(definition.name()).or_default().push(definition);
        }
    }

    /// What `path` means in `module`: its own definition, or what its `use` leads to through re-exports.
    pub fn resolve(&self, module: &[String], path: &[String]) -> &Definition {
        let (name, before) = path.split_last().expect("a path has a segment");
        let start = match before.split_first() {
            None => module.to_vec(),
            Some((first, rest)) => {
                let used = self.uses.get(module).and_then(|uses| uses.get(first));
                let whole: Vec<String> = match used {
                    Some(used) => used.iter().chain(rest).cloned().collect(),
                    None => before.to_vec(),
                };
                absolute(module, &whole)
            }
        };
        self.followed(&start, name, 0).unwrap_or_else(|| {
            let of_that_name = self.definitions.get(name).map(Vec::as_slice).unwrap_or_default();
            match of_that_name {
                [one] => one,
                several => {
                    let modules: Vec<_> = several.iter().map(|one| one.module.join("::")).collect();
                    panic!("{name} in {}: any of {modules:?}", module.join("::"))
                }
            }
        })
    }

    fn followed(&self, module: &[String], name: &str, steps: usize) -> Option<&Definition> {
        let here = |one: &&Definition| one.module == module;
        if let Some(found) = self.definitions.get(name).and_then(|all| all.iter().find(here)) {
            return Some(found);
        }
        let used = self.uses.get(module)?.get(name)?;
        let (name, before) = used.split_last()?;
        if steps > 20 { None } else { self.followed(&absolute(module, before), name, steps + 1) }
    }
}

/// A path of a `use` from the crate's root.
fn absolute(module: &[String], path: &[String]) -> Vec<String> {
    match path.first().map(String::as_str) {
        Some("crate") => path[1..].to_vec(),
        Some("super" | "self") => {
            let ups = path.iter().take_while(|segment| *segment == "super").count();
            let own = &module[..module.len().saturating_sub(ups)];
            let rest = path.iter().filter(|segment| *segment != "super" && *segment != "self");
            own.iter().chain(rest).cloned().collect()
        }
        _ => module.iter().chain(path).cloned().collect(),
    }
}

fn tree(before: &mut Vec<String>, tree_of: &syn::UseTree, out: &mut BTreeMap<String, Vec<String>>) {
    let mut put = |name: &syn::Ident, last: &syn::Ident, before: &[String]| {
        let path = before.iter().cloned().chain([last.to_string()]).collect();
        out.insert(name.to_string(), path);
    };
    match tree_of {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            tree(before, &path.tree, out);
            before.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| tree(before, item, out)),
        syn::UseTree::Name(name) => put(&name.ident, &name.ident, before),
        syn::UseTree::Rename(name) => put(&name.rename, &name.ident, before),
        syn::UseTree::Glob(_) => {}
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// `analysis/fatigue/mod.rs` → `analysis, fatigue`.
fn module_of(path: &Path) -> Vec<String> {
    let text = path.with_extension("").to_string_lossy().replace('\\', "/");
    text.split('/').filter(|part| !["mod", "lib", "main"].contains(part)).map(String::from).collect()
}
