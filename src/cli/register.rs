//! `dinhdanh register …`: the embedded registers beside the population's. Make a file, take one in, look at one record.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::cli::whole_file::WholeFile;
use crate::clock::{Clock, Day};
use crate::identity::number::PersonalNumber;
use crate::identity::organisation::OrganisationNumber;
use crate::identity::tax_code::TaxCode;
use crate::provider::Provider;
use crate::registry::cards::Held;
use crate::registry::embedded::Embedded;
use crate::registry::exchange::foreigner::document_asked_for;
use crate::registry::immigration::Foreigner;
use crate::registry::import::ImportError;
use crate::registry::intake::{self, Entry};
use crate::registry::line::LineRefusal;
use crate::registry::organisations::Organisation;
use crate::registry::synthetic::{self, FOREIGN_COHORTS, ORGANISATION_COHORTS};

/// The registers of cards, foreigners, the insured, driving licences and organisations.
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
    /// Ask a register about one subject, the state's where `registry.url` is set: a personal number; for immigration also
    /// NATIONALITY/PASSPORT; for organisations a number or a tax code.
    Show {
        /// Which register.
        #[arg(long)]
        kind: Kind,
        /// The subject.
        subject: String,
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
    /// Identity cards: issued, withheld, revoked.
    Cards,
    /// Foreigners.
    Immigration,
    /// The insured.
    Insurance,
    /// Driving licences.
    Licences,
    /// Organisations.
    Organisations,
}

impl Kind {
    fn kept(self) -> intake::Kind {
        match self {
            Self::Cards => intake::Kind::Cards,
            Self::Immigration => intake::Kind::Immigration,
            Self::Insurance => intake::Kind::Insurance,
            Self::Licences => intake::Kind::Licences,
            Self::Organisations => intake::Kind::Organisations,
        }
    }
}

pub(crate) async fn run(command: RegisterArgs) -> Result<(), Stop> {
    match command.what {
        What::Generate { kind, count, seed, on, out } => generate(kind, count, seed, on, out.as_deref()),
        What::Import { kind, file, refused, house } => load(kind, &file, refused, &house).await,
        What::Show { kind, subject, house } => show(kind, &subject, &house).await,
        What::List { kind, limit, house } => list(kind, limit, &house).await,
    }
}

fn generate(kind: Kind, count: u32, seed: u64, on: Option<Day>, out: Option<&Path>) -> Result<(), Stop> {
    let on = on.unwrap_or_else(|| Clock::system().now().day_in_vietnam());
    let entries: Vec<Entry> = match kind {
        Kind::Cards => synthetic::cards(count, seed, on)?.into_iter().map(Entry::Card).collect(),
        Kind::Immigration => boxed(synthetic::foreigners(count, seed, on)?, Entry::Foreigner),
        Kind::Insurance => boxed(synthetic::insured(count, seed, on)?, Entry::Insured),
        Kind::Licences => boxed(synthetic::licences(count, seed, on)?, Entry::Licence),
        Kind::Organisations => boxed(synthetic::organisations(count, seed, on)?, Entry::Organisation),
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

fn boxed<T>(records: Vec<T>, entry: impl Fn(Box<T>) -> Entry) -> Vec<Entry> {
    records.into_iter().map(Box::new).map(entry).collect()
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
        Kind::Cards => {
            let sentence = "cards stand in the population's records: look at one with `population show NUMBER`";
            return Err(Stop::Refused(String::from(sentence)));
        }
        Kind::Immigration => boxed(register.foreigners(limit).await?, Entry::Foreigner),
        Kind::Insurance => boxed(register.insured_people(limit).await?, Entry::Insured),
        Kind::Licences => boxed(register.licences(limit).await?, Entry::Licence),
        Kind::Organisations => boxed(register.organisations(limit).await?, Entry::Organisation),
    };
    Ok(write(kind, &entries, &mut io::stdout().lock())?)
}

async fn show(kind: Kind, subject: &str, house: &HouseArgs) -> Result<(), Stop> {
    let provider = house.provider().await?;
    let number = || PersonalNumber::parse(subject).ok_or_else(|| Stop::Refused(String::from(NO_SUBJECT)));
    let found = match kind {
        Kind::Cards => {
            let number = number()?;
            provider.cards.card(&number).await?.map(|card| Entry::Card(Held { number, card }))
        }
        Kind::Insurance => provider.insurance.insured(&number()?).await?.map(|one| Entry::Insured(Box::new(one))),
        Kind::Licences => provider.licences.licence(&number()?).await?.map(|one| Entry::Licence(Box::new(one))),
        Kind::Immigration => {
            let found = match document_asked_for(subject) {
                Some(document) => provider.immigration.by_document(&document).await?,
                None => provider.immigration.by_number(&number()?).await?,
            };
            found.map(|record| Entry::Foreigner(Box::new(Foreigner { record, phone: None, cohort: String::new() })))
        }
        Kind::Organisations => organisation(subject, &provider).await?,
    };
    let entry = found.ok_or_else(|| Stop::Refused(String::from("the register knows no such subject")))?;
    let mut out = io::stdout().lock();
    for (column, value) in kind.kept().columns().iter().zip(entry.write()) {
        if !value.is_empty() {
            writeln!(out, "{column}: {value}")?;
        }
    }
    Ok(())
}

/// An enterprise's number may look like a tax code, so both are tried.
async fn organisation(subject: &str, provider: &Provider) -> Result<Option<Entry>, Stop> {
    let (number, code) = (OrganisationNumber::parse(subject), TaxCode::parse(subject));
    if number.is_none() && code.is_none() {
        return Err(Stop::Refused(String::from(NO_SUBJECT)));
    }
    let by_number = match number {
        Some(number) => provider.organisations.by_number(&number).await?,
        None => None,
    };
    let found = match (by_number, code) {
        (None, Some(code)) => provider.organisations.by_tax_code(&code).await?,
        (found, _) => found,
    };
    Ok(found.map(|record| Entry::Organisation(Box::new(Organisation { record, cohort: String::new() }))))
}

const NO_SUBJECT: &str = "no such subject: a personal number has 12 digits; `register show --help` tells of the others";

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
