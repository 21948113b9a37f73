use crate::audit::GroupItems;
use crate::cli::output::StreamedArtifact;
use crate::render::inert;
use std::io::{self, Write};

/// What stands where a cell is withheld.
const WITHHELD: &str = "insufficient";

/// `group_items.csv`: every item's label shares by group of annotators. It is as long as the log, so no `audit.json` holds
/// it and `raterscope render` cannot make it again.
pub fn artifact<'a>(cells: &'a GroupItems<'a>) -> StreamedArtifact<'a> {
    StreamedArtifact { name: "group_items.csv", write: Box::new(|out| write(cells, out)) }
}

/// A line for each label of a cell, and one for a cell that is withheld.
fn write(cells: &GroupItems<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut file = csv::Writer::from_writer(out);
    file.write_record(["question", "item", "attribute", "group", "annotators", "label", "share"])?;
    cells.tell(|cell| {
        let names = [cell.question, cell.item, cell.attribute, cell.group].map(inert);
        let [question, item, attribute, group] = names.each_ref().map(String::as_str);
        match &cell.shares {
            None => file.write_record([question, item, attribute, group, WITHHELD, "", ""])?,
            Some((annotators, shares)) => {
                for (label, share) in shares {
                    let (n, share) = (annotators.to_string(), format!("{share}"));
                    file.write_record([question, item, attribute, group, &n, &inert(label), &share])?;
                }
            }
        }
        Ok::<(), io::Error>(())
    })?;
    file.flush()
}
