//! Every trap of the formats, and what the formats have in common.

mod delimited;
mod encodings;
mod formats;
mod json_lines;
mod opening;
mod prodigy;
mod reading;
