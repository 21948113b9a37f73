use comfy_table::{ContentArrangement, Table, presets};

/// Columns of the screen that tables are set for.
const WIDTH: u16 = 80;

/// A table without lines: what is read in `less` or copied into a message is words.
pub fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table
}
