//! Truth and seed → chunks of an annotation log.
