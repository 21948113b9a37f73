//! A policy judges an audit → verdicts.
