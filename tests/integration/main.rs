//! One binary for all tests over the public face: every extra one is one more heavy link.

mod agreement;
mod build;
mod fatigue_reference;
mod house;
mod oracles;
