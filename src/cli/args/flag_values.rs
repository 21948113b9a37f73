use crate::cli::Trouble;
use crate::cli::settings::{Entry, Origin, Value, Values, are_edges, seconds};

/// Collects what flags set as settings, so that a flag and a line of the file are one thing from here on.
#[derive(Debug, Default)]
pub struct FlagValues {
    values: Values,
    wrong: Option<Trouble>,
}

impl FlagValues {
    /// What was set, or the first value that could not be understood.
    pub fn finish(self) -> Result<Values, Trouble> {
        self.wrong.map_or(Ok(self.values), Err)
    }

    fn put(&mut self, path: &'static str, flag: &'static str, value: Value) {
        self.values.entries.insert(path, Entry { value, origin: Origin::Flag(flag) });
    }

    /// A text.
    pub fn text(&mut self, path: &'static str, flag: &'static str, value: Option<&String>) {
        if let Some(text) = value {
            self.put(path, flag, Value::Text(text.clone()));
        }
    }

    /// One of the words of a list.
    pub fn word(&mut self, path: &'static str, flag: &'static str, value: Option<&'static str>) {
        if let Some(word) = value {
            self.put(path, flag, Value::Text(word.into()));
        }
    }

    /// A list; an empty one was not given.
    pub fn texts(&mut self, path: &'static str, flag: &'static str, value: &[String]) {
        if !value.is_empty() {
            self.put(path, flag, Value::Texts(value.to_vec()));
        }
    }

    /// Edges of bands: `age=18,30,45`.
    pub fn bands(&mut self, flag: &'static str, value: &[String]) {
        for text in value {
            let read = text.split_once('=').and_then(|(name, edges)| {
                let edges: Option<Vec<f64>> = edges.split(',').map(|edge| edge.trim().parse().ok()).collect();
                Some((name.trim(), edges.filter(|edges| are_edges(edges))?))
            });
            match read {
                Some((name, edges)) => {
                    self.values.bands.insert(name.into(), (edges, Origin::Flag(flag)));
                }
                None => {
                    let what = format!("{flag}: {text:?} states no bands");
                    self.wrong
                        .get_or_insert(Trouble::usage(what, "write them as age=18,30,45,60, ascending"));
                }
            }
        }
    }

    /// A whole number.
    pub fn whole(&mut self, path: &'static str, flag: &'static str, value: Option<u64>) {
        if let Some(whole) = value {
            self.put(path, flag, Value::Whole(whole));
        }
    }

    /// A number.
    pub fn number(&mut self, path: &'static str, flag: &'static str, value: Option<f64>) {
        if let Some(number) = value {
            self.put(path, flag, Value::Number(number));
        }
    }

    /// A switch; one that was not given leaves the file's word standing.
    pub fn truth(&mut self, path: &'static str, flag: &'static str, given: bool) {
        if given {
            self.put(path, flag, Value::Truth(true));
        }
    }

    /// A duration.
    pub fn duration(&mut self, path: &'static str, flag: &'static str, value: Option<&String>) {
        let Some(text) = value else { return };
        match seconds(text) {
            Some(secs) => self.put(path, flag, Value::Seconds(secs)),
            None => {
                let wrong = Trouble::usage(
                    format!("{flag}: {text:?} is no duration"),
                    "write 24h, 30min, 45s or a number of seconds",
                );
                self.wrong.get_or_insert(wrong);
            }
        }
    }
}
