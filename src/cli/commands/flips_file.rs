use crate::audit::FlippedUnder;
use crate::cli::output::StreamedArtifact;
use crate::render::inert;
use std::io::{self, Write};

/// `flips.csv`: every item whose majority would be another label if annotators were weighted to a stated target, of which
/// `audit.json` keeps the first.
pub fn artifact<'a>(found: &'a [(&'a str, Vec<FlippedUnder>)]) -> Option<StreamedArtifact<'a>> {
    let write = move |out: &mut dyn Write| write(found, out);
    (!found.is_empty()).then(|| StreamedArtifact { name: "flips.csv", write: Box::new(write) })
}

fn write(found: &[(&str, Vec<FlippedUnder>)], out: &mut dyn Write) -> io::Result<()> {
    let mut file = csv::Writer::from_writer(out);
    file.write_record(["question", "target", "item", "from", "to"])?;
    for (question, weightings) in found {
        for under in weightings {
            let target = inert(&under.attributes.join(" + "));
            for item in &under.items {
                let row = [*question, &*target, &*item.item, &*item.from, &*item.to].map(inert);
                file.write_record(&row)?;
            }
        }
    }
    file.flush()
}
