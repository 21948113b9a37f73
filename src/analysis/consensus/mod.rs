//! One label per item from several annotators. Never presented as truth.
