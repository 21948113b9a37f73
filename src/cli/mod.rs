//! Arguments → settings → stages → files.
