//! A bank as a relying party that needs level 2 and two factors: `cargo run --example bank -- --help`.
//!
//! Connected like the portal (`examples/portal.rs`).

use std::process::ExitCode;

use clap::Parser as _;

#[path = "party/flags.rs"]
mod flags;
#[path = "party/mod.rs"]
mod party;

fn main() -> ExitCode {
    flags::Flags::parse().run(party::Face::Bank)
}
