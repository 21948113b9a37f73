//! One file per command. A command strings the stages together and decides nothing that a stage could.

mod annotator_sheets;
mod audit;
mod audit_file;
mod audit_source;
mod coefficients;
mod columns;
mod compare;
mod consensus_files;
mod flips_file;
mod gate;
mod gate_outputs;
mod group_items_file;
mod init;
mod plain_table;
mod plan;
mod prepared;
mod render;
mod report;
mod role_words;
mod schema;
mod set_aside;
mod settings_file;
mod simulate;
mod trend;

pub use audit::audit;
pub use coefficients::coefficients;
pub use columns::columns;
pub use compare::compare;
pub use gate::gate;
pub use init::init;
pub use plan::plan;
pub use render::render;
pub use schema::schema;
pub use simulate::simulate;
pub use trend::trend;
