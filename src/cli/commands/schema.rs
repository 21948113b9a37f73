use crate::cli::args::{SchemaArgs, SchemaWord};
use crate::cli::{ExitStatus, Trouble, output, settings};

/// `raterscope schema`: the JSON Schema of a file. That of the settings is made of the known keys; the others are made of
/// the types that are written, by the tests, which hold them against the sources (`tests/integration/schemas`).
pub fn schema(args: &SchemaArgs) -> Result<ExitStatus, Trouble> {
    match kept(args.of) {
        Some(text) => output::print(text.as_bytes())?,
        None => output::print_json(&settings::schema())?,
    }
    Ok(ExitStatus::Done)
}

/// The schema that lies in the repository.
fn kept(of: SchemaWord) -> Option<&'static str> {
    Some(match of {
        SchemaWord::Settings => return None,
        SchemaWord::Audit => include_str!("../../../schemas/audit.json"),
        SchemaWord::Comparison => include_str!("../../../schemas/comparison.json"),
        SchemaWord::Trend => include_str!("../../../schemas/trend.json"),
        SchemaWord::Items => include_str!("../../../schemas/items.json"),
        SchemaWord::Verdicts => include_str!("../../../schemas/verdicts.json"),
        SchemaWord::Plan => include_str!("../../../schemas/plan.json"),
        SchemaWord::Manifest => include_str!("../../../schemas/manifest.json"),
        SchemaWord::Coefficients => include_str!("../../../schemas/coefficients.json"),
        SchemaWord::Truth => include_str!("../../../schemas/truth.json"),
    })
}
