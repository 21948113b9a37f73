//! Distances of labels from a file the user wrote: a square table with the labels as header and first column.

use super::Trouble;
use super::settings::Settings;
use crate::audit::DistanceTable;
use crate::tally::Tallies;
use csv::{ReaderBuilder, StringRecord, Trim};
use std::fs;
use std::path::Path;

const SHAPE: &str = "the first row and the first column name the labels, each cell is the distance of two of them, 0 to itself";

/// Reads the file that the settings name, where they name one, into the plan.
pub fn read(settings: &mut Settings) -> Result<(), Trouble> {
    let Some(name) = &settings.distance else { return Ok(()) };
    if settings.plan.agreement.weights.is_some() {
        return Err(Trouble::usage(
            format!("weights and a file of distances ({name}) are both set"),
            "leave one of them out: the file gives the weights of the weighted coefficients too",
        ));
    }
    let text = fs::read_to_string(name).map_err(|error| {
        let remedy = "name a CSV file of distances, in UTF-8, as `agreement.distance` or by --distance";
        Trouble::usage(format!("{name}: cannot read the distances: {error}"), remedy)
    })?;
    settings.plan.agreement.distance = Some(parse(name, &text)?);
    Ok(())
}

/// Every label of every question must have its row.
pub fn check(settings: &Settings, tallies: &Tallies) -> Result<(), Trouble> {
    let (Some(table), Some(name)) = (&settings.plan.agreement.distance, &settings.distance) else {
        return Ok(());
    };
    for question in tallies.questions.iter().map(|tallies| &tallies.question) {
        let labels = &question.labels;
        let given = |k: usize| labels.declared || labels.used.is_empty() || labels.used[k];
        let missing: Vec<String> = (0..labels.len())
            .filter(|&k| given(k) && !table.labels.contains(&labels.names[k]))
            .map(|k| format!("`{}`", labels.names[k]))
            .collect();
        if !missing.is_empty() {
            let shown = missing.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let more =
                if missing.len() > 5 { format!(" and {} more", missing.len() - 5) } else { String::new() };
            return Err(Trouble::usage(
                format!("{name}: no distances of {shown}{more}, labels of the question `{}`", question.name),
                "add a row and a column for each of them",
            ));
        }
    }
    Ok(())
}

fn parse(name: &str, text: &str) -> Result<DistanceTable, Trouble> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let mut rows: Vec<(u64, StringRecord)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Trouble::usage(format!("{name}: {error}"), SHAPE))?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record));
    }
    let Some((first, rest)) = rows.split_first() else {
        return Err(Trouble::usage(format!("{name}: the file is empty"), SHAPE));
    };
    let labels: Vec<String> = first.1.iter().skip(1).map(str::to_string).collect();
    let place = Place { name, labels: &labels };
    place.labels_differ(first.0)?;
    let mut rows_of: Vec<Option<(u64, Vec<f64>)>> = vec![None; labels.len()];
    for (line, record) in rest {
        let own = record.get(0).unwrap_or_default();
        let Some(k) = labels.iter().position(|label| label == own) else {
            return Err(place.wrong(
                *line,
                1,
                &format!("the row `{own}` is no column"),
                "name rows as columns",
            ));
        };
        if rows_of[k].is_some() {
            return Err(place.wrong(
                *line,
                1,
                &format!("the row `{own}` comes twice"),
                "leave one of them out",
            ));
        }
        rows_of[k] = Some((*line, place.numbers(*line, record)?));
    }
    if let Some(k) = rows_of.iter().position(Option::is_none) {
        return Err(Trouble::usage(format!("{name}: there is no row for `{}`", labels[k]), SHAPE));
    }
    let rows: Vec<(u64, Vec<f64>)> = rows_of.into_iter().flatten().collect();
    place.symmetric(&rows)?;
    let file = Path::new(name).file_name().map_or(name.into(), |file| file.to_string_lossy().into_owned());
    let values = rows.into_iter().flat_map(|(_, row)| row).collect();
    Ok(DistanceTable { name: file, labels, values })
}

/// Where in which file something is wrong.
struct Place<'a> {
    name: &'a str,
    labels: &'a [String],
}

impl Place<'_> {
    fn wrong(&self, line: u64, column: usize, what: &str, remedy: &str) -> Trouble {
        Trouble::usage(format!("{}: row {line}, column {column}: {what}", self.name), remedy)
    }

    fn labels_differ(&self, line: u64) -> Result<(), Trouble> {
        if self.labels.len() < 2 {
            return Err(self.wrong(line, 2, "two labels or more are needed", SHAPE));
        }
        match (1..self.labels.len()).find(|&k| self.labels[..k].contains(&self.labels[k])) {
            Some(k) => {
                let what = format!("the column `{}` comes twice", self.labels[k]);
                Err(self.wrong(line, k + 2, &what, "leave one of them out"))
            }
            None => Ok(()),
        }
    }

    fn numbers(&self, line: u64, record: &StringRecord) -> Result<Vec<f64>, Trouble> {
        if record.len() != self.labels.len() + 1 {
            let what =
                format!("{} distances, where {} labels are named", record.len() - 1, self.labels.len());
            return Err(self.wrong(line, record.len() + 1, &what, SHAPE));
        }
        let number = |(k, text): (usize, &str)| match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
            _ => {
                let what = format!("{text:?} is no distance");
                Err(self.wrong(line, k + 2, &what, "a number, 0 or more, with a point before decimals"))
            }
        };
        record.iter().skip(1).enumerate().map(number).collect()
    }

    fn symmetric(&self, rows: &[(u64, Vec<f64>)]) -> Result<(), Trouble> {
        for (k, (line, row)) in rows.iter().enumerate() {
            if row[k] != 0.0 {
                let what = format!("`{}` has the distance {} to itself", self.labels[k], row[k]);
                return Err(self.wrong(*line, k + 2, &what, "write 0 there"));
            }
            for l in 0..k {
                if row[l] != rows[l].1[k] {
                    let (a, b) = (&self.labels[k], &self.labels[l]);
                    let what =
                        format!("`{a}` to `{b}` is {}, but `{b}` to `{a}` is {}", row[l], rows[l].1[k]);
                    return Err(self.wrong(*line, l + 2, &what, "write the same distance both ways"));
                }
            }
        }
        if rows.iter().all(|(_, row)| row.iter().all(|&distance| distance == 0.0)) {
            return Err(Trouble::usage(format!("{}: every distance is 0", self.name), SHAPE));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn refusal(text: &str) -> String {
        parse("d.csv", text).expect_err(text).to_string()
    }

    #[test]
    fn rows_may_come_in_any_order() {
        let table =
            parse("x/d.csv", "\u{feff}label, a, b,c\nb,1,0,2.5\nc,4,2.5,0\na,0,1,4\n").expect("a table");
        assert_eq!((table.name.as_str(), table.labels.join("")), ("d.csv", "abc".into()));
        assert_eq!(table.values, [0.0, 1.0, 4.0, 1.0, 0.0, 2.5, 4.0, 2.5, 0.0]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_row_and_column() {
        for (text, told) in [
            ("", "the file is empty"),
            (",a\na,0\n", "row 1, column 2: two labels or more"),
            (",a,b,a\n", "row 1, column 4: the column `a` comes twice"),
            (",a,b\na,0,1\nc,1,0\n", "row 3, column 1: the row `c` is no column"),
            (",a,b\na,0,1\na,0,1\n", "row 3, column 1: the row `a` comes twice"),
            (",a,b\na,0,1\n", "there is no row for `b`"),
            (",a,b\na,0\nb,1,0\n", "row 2, column 3: 1 distances, where 2 labels are named"),
            (",a,b\na,0,1\nb,one,0\n", "row 3, column 2: \"one\" is no distance"),
            (",a,b\na,0,-1\nb,-1,0\n", "row 2, column 3: \"-1\" is no distance"),
            (",a,b\na,0,1\nb,1,2\n", "row 3, column 3: `b` has the distance 2 to itself"),
            (",a,b\na,0,1\nb,2,0\n", "row 3, column 2: `b` to `a` is 2, but `a` to `b` is 1"),
            (",a,b\na,0,0\nb,0,0\n", "every distance is 0"),
        ] {
            assert!(refusal(text).contains(told), "{}", refusal(text));
        }
    }
}
