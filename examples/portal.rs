//! A portal of public services as a relying party: `cargo run --example portal -- --help`.
//!
//! It is connected in three steps: print its metadata with `--registration`, let an operator register them with
//! `dinhdanh relying-party add --file FILE`, and start it with what that printed as `--credentials`. With
//! `--face provincial-portal` it is the portal of a province: two of them show what single sign-on is.

use std::process::ExitCode;

use clap::Parser as _;

#[path = "party/flags.rs"]
mod flags;
#[path = "party/mod.rs"]
mod party;

fn main() -> ExitCode {
    flags::Flags::parse().run(party::Face::NationalPortal)
}
