//! The gate as a CI job meets it: whole outcomes, files for machines, the action, the pre-commit hook.

mod action;
mod baseline;
mod junit_schema;
mod outcomes;
mod plan;
mod rules;
mod xml;
