//! The command line: parses, calls a flow or a port, prints. Exit 0 done, 1 refused with a sentence, 2 a fault.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub(crate) mod house;

mod account;
mod config;
mod keys;
mod ledger;
mod matching;
mod officer;
mod organisation;
mod organisation_square;
mod population;
mod published;
mod qr;
mod receipt;
mod register;
mod relying_party;
mod sandbox;
mod serve;
mod unit;
mod verify;
mod whole_file;

/// Electronic identity for a nation.
#[derive(Debug, Parser)]
#[command(name = "dinhdanh", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Account(account::AccountArgs),
    Config(config::ConfigArgs),
    Keys(keys::Keys),
    Ledger(ledger::LedgerArgs),
    Match(matching::Match),
    Officer(officer::OfficerArgs),
    Organisation(organisation::OrganisationArgs),
    Permission(officer::PermissionArgs),
    Population(population::Population),
    Qr(qr::QrArgs),
    Receipt(receipt::ReceiptArgs),
    Register(register::RegisterArgs),
    RelyingParty(relying_party::RelyingPartyArgs),
    Sandbox(sandbox::Sandbox),
    Serve(serve::Serve),
    Unit(unit::UnitArgs),
    Verify(verify::Verify),
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Stop {
    /// The answer is no and was printed. Exit code 1.
    Answered,
    /// The answer is no; the sentence says why and what to do. Exit code 1.
    Refused(String),
    /// The answer is one of several and was printed; the command's help says which exit code is which.
    Told(u8),
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
        Err(Stop::Answered) => ExitCode::from(1),
        Err(Stop::Told(code)) => ExitCode::from(code),
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
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match command {
        Command::Account(account) => runtime()?.block_on(account::run(account)),
        Command::Config(config) => config::run(&config),
        Command::Keys(keys) => runtime()?.block_on(keys::run(keys)),
        Command::Ledger(ledger) => runtime()?.block_on(ledger::run(ledger)),
        Command::Match(command) => matching::run(&command),
        Command::Officer(command) => runtime()?.block_on(officer::run(command)),
        Command::Organisation(command) => runtime()?.block_on(organisation::run(command)),
        Command::Permission(command) => runtime()?.block_on(officer::permit(command)),
        Command::Population(command) => runtime()?.block_on(population::run(command)),
        Command::Qr(qr) => runtime()?.block_on(qr::run(qr)),
        Command::Receipt(receipt) => runtime()?.block_on(receipt::run(receipt)),
        Command::Register(arguments) => runtime()?.block_on(register::run(arguments)),
        Command::RelyingParty(arguments) => runtime()?.block_on(relying_party::run(arguments)),
        Command::Sandbox(command) => runtime()?.block_on(sandbox::run(command)),
        Command::Serve(serve) => {
            log_to_stderr();
            runtime()?.block_on(serve::run(serve))
        }
        Command::Unit(command) => runtime()?.block_on(unit::run(command)),
        Command::Verify(verify) => runtime()?.block_on(verify::run(verify)),
    }
}

/// Logs go to stderr as JSON lines; `RUST_LOG` chooses. Nothing that is logged holds a secret or a personal number.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        // What webauthn-rs calls an error is a stranger's wrong answer, which the journal tells of.
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn,webauthn_rs_core=off"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
}
