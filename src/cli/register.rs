//! `dinhdanh register …`: the embedded registers beside the population's. Make a file, take one in, look at one record.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::cli::whole_file::WholeFile;
use crate::clock::{Clock, Day};
use crate::registry::embedded::Embedded;
use crate::registry::import::ImportError;
use crate::registry::intake::{self, Entry};
use crate::registry::line::LineRefusal;
use crate::registry::synthetic::{self, FOREIGN_COHORTS, ORGANISATION_COHORTS};

/// The registers of foreigners and of organisations.
#[derive(Args, Debug)]
pub(crate) struct RegisterArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write a CSV of invented records that go with the population of the same seed and day.
    #[command(after_long_help = cohorts_help())]
    Generate {
        /// Which register.
        #[arg(long)]
        kind: Kind,
        /// How many.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        count: u32,
        /// What the dice begin with.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Count days from this one (YYYY-MM-DD); from today when not given.
        #[arg(long, value_parser = day)]
        on: Option<Day>,
        /// Write here; to the standard output when not given.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Take in a CSV: each line takes the place of what was known, and who is known so already is left alone.
    ///
    /// Each change is put into the register's feed in the commit that makes it. A file that was stopped is taken in again.
    Import {
        /// Which register.
        #[arg(long)]
        kind: Kind,
        /// The file.
        file: PathBuf,
        /// Write the refused lines here; FILE.refused.csv when not given.
        #[arg(long, value_name = "FILE")]
        refused: Option<PathBuf>,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// List what the register holds, special cases first, as CSV.
    List {
        /// Which register.
        #[arg(long)]
        kind: Kind,
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
        #[command(flatten)]
        house: HouseArgs,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Foreigners.
    Immigration,
    /// Organisations.
    Organisations,
}

impl Kind {
    fn kept(self) -> intake::Kind {
        match self {
            Self::Immigration => intake::Kind::Immigration,
            Self::Organisations => intake::Kind::Organisations,
        }
    }
}

pub(crate) async fn run(command: RegisterArgs) -> Result<(), Stop> {
    match command.what {
        What::Generate { kind, count, seed, on, out } => generate(kind, count, seed, on, out.as_deref()),
        What::Import { kind, file, refused, house } => load(kind, &file, refused, &house).await,
        What::List { kind, limit, house } => list(kind, limit, &house).await,
    }
}

fn generate(kind: Kind, count: u32, seed: u64, on: Option<Day>, out: Option<&Path>) -> Result<(), Stop> {
    let on = on.unwrap_or_else(|| Clock::system().now().day_in_vietnam());
    let entries: Vec<Entry> = match kind {
        Kind::Immigration => {
            synthetic::foreigners(count, seed, on)?.into_iter().map(|one| Entry::Foreigner(Box::new(one))).collect()
        }
        Kind::Organisations => synthetic::organisations(count, seed, on)?
            .into_iter()
            .map(|one| Entry::Organisation(Box::new(one)))
            .collect(),
    };
    match out {
        None => Ok(write(kind, &entries, &mut io::stdout().lock())?),
        Some(path) => {
            let unwritable = |error: io::Error| Stop::Refused(format!("{} cannot be written: {error}", path.display()));
            let mut file = WholeFile::create(path).map_err(unwritable)?;
            file.writer().and_then(|out| write(kind, &entries, out)).map_err(unwritable)?;
            file.keep().map_err(unwritable)
        }
    }
}

fn write(kind: Kind, entries: &[Entry], out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(kind.kept().columns())?;
    for entry in entries {
        csv.write_record(entry.write())?;
    }
    csv.flush()
}

async fn load(kind: Kind, path: &Path, refused: Option<PathBuf>, house: &HouseArgs) -> Result<(), Stop> {
    // A wrong path is said before a database is made for nothing.
    std::fs::File::open(path).map_err(|error| Stop::Refused(format!("{} cannot be read: {error}", path.display())))?;
    let provider = house.provider().await?;
    let register = Embedded::new(provider.store.database().clone());
    let place = refused.unwrap_or_else(|| beside(path));
    let unwritable = |error: io::Error| Stop::Refused(format!("{} cannot be written: {error}", place.display()));
    let mut list = WholeFile::create(&place).map_err(unwritable)?;
    writeln!(list.writer()?, "line,column,reason")?;
    let mut refuse = |line: i64, refusal: &LineRefusal| {
        let (field, reason) = (refusal.field, &refusal.reason);
        writeln!(list.writer()?, "{line},{field},{reason}")
    };
    let taken = intake::take_in(&register, kind.kept(), path, provider.now(), &mut refuse, &mut |_| {}).await;
    let taken = taken.map_err(|error| stop(error, path))?;
    let mut out = io::stdout();
    writeln!(out, "changed {} known {} refused {}", taken.changed, taken.known, taken.refused)?;
    if taken.refused > 0 {
        list.keep().map_err(unwritable)?;
        writeln!(out, "refused lines: {}", place.display())?;
    }
    provider.store.database().close().await;
    Ok(())
}

async fn list(kind: Kind, limit: u32, house: &HouseArgs) -> Result<(), Stop> {
    let provider = house.provider().await?;
    let register = Embedded::new(provider.store.database().clone());
    let entries: Vec<Entry> = match kind {
        Kind::Immigration => {
            register.foreigners(limit).await?.into_iter().map(|one| Entry::Foreigner(Box::new(one))).collect()
        }
        Kind::Organisations => {
            register.organisations(limit).await?.into_iter().map(|one| Entry::Organisation(Box::new(one))).collect()
        }
    };
    Ok(write(kind, &entries, &mut io::stdout().lock())?)
}

fn stop(error: ImportError, path: &Path) -> Stop {
    match error {
        ImportError::Fault(fault) => Stop::from(fault),
        refusal => Stop::Refused(format!("{}: {refusal}", path.display())),
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".refused.csv");
    PathBuf::from(name)
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text)
        .filter(|day| (2000..=2100).contains(&day.year()))
        .ok_or_else(|| String::from("not a day of 2000 to 2100 as YYYY-MM-DD"))
}

fn cohorts_help() -> String {
    let cohorts = FOREIGN_COHORTS.iter().chain(&ORGANISATION_COHORTS);
    let lines: Vec<String> = cohorts.map(|(cohort, what)| format!("  {cohort}: {what}")).collect();
    format!("Special cases:\n{}", lines.join("\n"))
}
