//! The command line: parses, calls a flow or a port, prints. Exit 0 done, 1 refused with a sentence, 2 a fault.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Electronic identity for a nation.
#[derive(Debug, Parser)]
#[command(name = "dinhdanh", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Stop {
    /// The answer is no; the sentence says why and what to do. Exit code 1.
    Refused(String),
    /// Something of ours failed; the chain is printed. Exit code 2.
    Failed(Box<dyn std::error::Error>),
}

impl<E: std::error::Error + 'static> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// Runs the command that these arguments name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => {
            // clap prints help and version to stdout with code 0, misuse to stderr with code 2.
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    match dispatch(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Refused(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::from(1)
        }
        Err(Stop::Failed(error)) => {
            eprintln!("{error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Command) -> Result<(), Stop> {
    match command {}
}
