//! `dinhdanh population …`: make an invented population, load one, bring it up to date, look at one record.

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::cli::whole_file::WholeFile;
use crate::clock::{Clock, Day};
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::{Record, Relative};
use crate::identity::phone::Phone;
use crate::identity::place::Place;
use crate::registry::Registry as _;
use crate::registry::columns::{self, COLUMNS};
use crate::registry::embedded::Embedded;
use crate::registry::import::{self, ImportError, Progress, Report, write_refused};
use crate::registry::partition::{self, PartitionError};
use crate::registry::synthetic::{self, COHORTS};

/// The register of the population.
#[derive(Args, Debug)]
pub(crate) struct Population {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write a CSV of invented people.
    ///
    /// The same people, seed and day make the same file. Telephone numbers are invented, all within 0500000000 to
    /// 0509999999, which no operator has: never send to them. From 200 people on, every special case is among them,
    /// named in the column "cohort".
    #[command(after_long_help = cohorts_help())]
    Generate {
        /// How many.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(synthetic::MOST)))]
        people: u32,
        /// What the dice begin with.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Count ages on this day (YYYY-MM-DD); today when not given.
        #[arg(long, value_parser = day)]
        on: Option<Day>,
        /// Write here; to the standard output when not given.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Load a CSV of people. One that was stopped goes on where it was, and nobody is loaded twice.
    Import {
        /// The file.
        file: PathBuf,
        /// Write the refused lines here; FILE.refused.csv when not given.
        #[arg(long, value_name = "FILE")]
        refused: Option<PathBuf>,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// Take in a CSV of what has changed: the same columns, a whole line for each person.
    ///
    /// Deaths, new numbers, names and telephones: each line takes the place of what was known. A new number comes with
    /// the former one in "cancelled_numbers"; a former number that a line leaves out is kept, and a person whom the
    /// register does not know is added. Each change is put into the feed in the commit that makes it, and every running
    /// house acts on it within a minute. Refused lines are listed as those of an import are.
    Update {
        /// The file.
        file: PathBuf,
        /// Write the refused lines here; FILE.refused.csv when not given.
        #[arg(long, value_name = "FILE")]
        refused: Option<PathBuf>,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// Divide the table of people into parts by the hash of the number; PostgreSQL only, once.
    ///
    /// Before a national import: each part then has small indexes of its own. Everybody who is in the table stays in it;
    /// nobody reads it meanwhile, and the disk holds it twice until it is done.
    Partition {
        /// How many; docs/scale.md says what to take for how many people.
        #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(2..=i64::from(partition::MOST_PARTS)))]
        parts: u16,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// Show what the register knows of a personal number (12 digits, in force or cancelled) or of a former card's (9).
    Show {
        /// The number.
        number: String,
        #[command(flatten)]
        house: HouseArgs,
    },
}

pub(crate) async fn run(command: Population) -> Result<(), Stop> {
    match command.what {
        What::Generate { people, seed, on, out } => generate(people, seed, on, out.as_deref()),
        What::Import { file, refused, house } => load(&file, refused, &house).await,
        What::Update { file, refused, house } => update(&file, refused, &house).await,
        What::Partition { parts, house } => divide(parts, &house).await,
        What::Show { number, house } => show(&number, &house).await,
    }
}

fn generate(people: u32, seed: u64, on: Option<Day>, out: Option<&Path>) -> Result<(), Stop> {
    let on = on.unwrap_or_else(|| Clock::system().now().day_in_vietnam());
    let write = |out: &mut (dyn Write + Send)| -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(COLUMNS)?;
        synthetic::generate(people, seed, on, &mut |person| Ok(csv.write_record(columns::write(person))?))?;
        csv.flush()
    };
    match out {
        None => Ok(write(&mut io::stdout())?),
        Some(path) => {
            let unwritable = |error: io::Error| Stop::Refused(format!("{} cannot be written: {error}", path.display()));
            let mut file = WholeFile::create(path).map_err(unwritable)?;
            file.writer().and_then(|out| write(out)).map_err(unwritable)?;
            file.keep().map_err(unwritable)
        }
    }
}

async fn divide(parts: u16, house: &HouseArgs) -> Result<(), Stop> {
    let provider = house.provider().await?;
    let register = Embedded::new(provider.store.database().clone());
    let divided = partition::partition(&register, parts).await;
    provider.store.database().close().await;
    match divided {
        Ok(()) => Ok(writeln!(io::stdout(), "the table of people is in {parts} parts")?),
        Err(PartitionError::Fault(fault)) => Err(fault.into()),
        Err(refused) => Err(Stop::Refused(refused.to_string())),
    }
}

async fn load(path: &Path, refused: Option<PathBuf>, house: &HouseArgs) -> Result<(), Stop> {
    // A wrong path is said before a database is made for nothing.
    std::fs::File::open(path).map_err(|error| Stop::Refused(format!("{} cannot be read: {error}", path.display())))?;
    let provider = house.provider().await?;
    let register = Embedded::new(provider.store.database().clone());
    let bar = bar();
    let mut told = 0;
    let result = import::import(&register, path, provider.now(), &mut |progress| tell(&bar, &mut told, progress)).await;
    bar.finish_and_clear();
    let report = result.map_err(|error| stop(error, path))?;
    let mut out = io::stdout();
    if report.was_finished {
        writeln!(out, "this file was loaded before; nothing was changed")?;
    }
    if let Some(line) = report.resumed_at {
        writeln!(out, "resumed at line {line}")?;
    }
    writeln!(out, "loaded {} refused {}", report.loaded, report.refused)?;
    if report.refused > 0 {
        let place = refused.unwrap_or_else(|| beside(path));
        list_refused(&register, &report, &place).await?;
        writeln!(out, "refused lines: {}", place.display())?;
    }
    writeln!(out, "people in the register: {}", register.count().await?)?;
    provider.store.database().close().await;
    Ok(())
}

async fn update(path: &Path, refused: Option<PathBuf>, house: &HouseArgs) -> Result<(), Stop> {
    std::fs::File::open(path).map_err(|error| Stop::Refused(format!("{} cannot be read: {error}", path.display())))?;
    let provider = house.provider().await?;
    let register = Embedded::new(provider.store.database().clone());
    let bar = bar();
    let mut told = 0;
    let result = import::update(&register, path, provider.now(), &mut |progress| tell(&bar, &mut told, progress)).await;
    bar.finish_and_clear();
    let report = result.map_err(|error| stop(error, path))?;
    let mut out = io::stdout();
    if let Some(line) = report.resumed_at {
        writeln!(out, "resumed at line {line}")?;
    }
    writeln!(out, "changed {} refused {}", report.loaded, report.refused)?;
    if report.refused > 0 {
        let place = refused.unwrap_or_else(|| beside(path));
        list_refused(&register, &report, &place).await?;
        writeln!(out, "refused lines: {}", place.display())?;
    }
    writeln!(out, "last change in the feed: {}", register.last_change().await?)?;
    provider.store.database().close().await;
    Ok(())
}

fn stop(error: ImportError, path: &Path) -> Stop {
    match error {
        ImportError::Fault(fault) => Stop::from(fault),
        refusal => Stop::Refused(format!("{}: {refusal}", path.display())),
    }
}

async fn list_refused(register: &Embedded, report: &Report, place: &Path) -> Result<(), Stop> {
    let unwritable = |error: io::Error| Stop::Refused(format!("{} cannot be written: {error}", place.display()));
    let mut file = WholeFile::create(place).map_err(unwritable)?;
    let written = write_refused(register, &report.file, file.writer().map_err(unwritable)?).await;
    written.map_err(|error| stop(error, place))?;
    file.keep().map_err(unwritable)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".refused.csv");
    PathBuf::from(name)
}

fn bar() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}, line {msg}, {eta} to go");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The bar on a terminal; elsewhere a line now and then, so that a log shows that it goes on.
fn tell(bar: &ProgressBar, told: &mut i64, progress: Progress) {
    bar.set_length(progress.of);
    bar.set_position(progress.bytes);
    bar.set_message(progress.line.to_string());
    if bar.is_hidden() && progress.line - *told >= LINES_BETWEEN_WORDS {
        *told = progress.line;
        eprintln!("line {}, {} of {} bytes", progress.line, progress.bytes, progress.of);
    }
}

async fn show(number: &str, house: &HouseArgs) -> Result<(), Stop> {
    enum Sought {
        Personal(PersonalNumber),
        Legacy(LegacyNumber),
    }
    let sought = PersonalNumber::parse(number)
        .map(Sought::Personal)
        .or_else(|| LegacyNumber::parse(number).map(Sought::Legacy))
        .ok_or_else(|| Stop::Refused(String::from("a number has 12 digits, that of a former card 9")))?;
    let provider = house.provider().await?;
    let register = Embedded::new(provider.store.database().clone());
    let found = match &sought {
        Sought::Personal(number) => register.look_up(number).await?,
        Sought::Legacy(number) => register.look_up_legacy(number).await?,
    };
    let record = found.ok_or_else(|| Stop::Refused(String::from("the register knows no such number")))?;
    let mut out = io::stdout().lock();
    for (field, value) in lines(&record) {
        if !value.is_empty() {
            writeln!(out, "{field}: {value}")?;
        }
    }
    Ok(())
}

fn lines(record: &Record) -> Vec<(&'static str, String)> {
    let details = &record.details;
    let relative = |relative: &Relative| format!("{} {}", relative.number.as_str(), relative.name);
    let maybe = |one: &Option<Relative>| one.as_ref().map(relative).unwrap_or_default();
    let card = details.card.map(|card| {
        let expires = card.expires_on.map_or_else(|| String::from("never"), |day| day.to_string());
        format!("issued {}, expires {expires}, {}", card.issued_on, card.state.as_str())
    });
    vec![
        ("number", record.number.as_str().to_owned()),
        ("name", record.name.as_str().to_owned()),
        ("birth_date", record.birth.to_string()),
        ("gender", record.gender.as_str().to_owned()),
        ("status", record.status.as_str().to_owned()),
        (
            "cancelled_numbers",
            record.cancelled_numbers.iter().map(PersonalNumber::as_str).collect::<Vec<_>>().join(" "),
        ),
        ("legacy_number", record.legacy_number.map(|number| number.as_str().to_owned()).unwrap_or_default()),
        ("phone", record.phone.as_ref().map(Phone::national).unwrap_or_default()),
        ("phone_owner", record.phone_owner.map(|number| number.as_str().to_owned()).unwrap_or_default()),
        ("email", record.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default()),
        ("nationality", details.nationality.clone()),
        ("ethnicity", details.ethnicity.clone()),
        ("religion", details.religion.clone()),
        ("blood_group", details.blood_group.clone()),
        ("birth_place", details.birth_place.line()),
        ("native_place", details.native_place.line()),
        ("permanent_residence", details.permanent_residence.line()),
        ("temporary_residence", details.temporary_residence.line()),
        ("current_residence", Place::line(&details.current_residence)),
        ("marital_status", details.marital_status.clone()),
        ("household_file", details.household_file.clone()),
        ("relation_to_head", details.relation_to_head.clone()),
        ("household_head", maybe(&details.household_head)),
        ("father", maybe(&details.father)),
        ("mother", maybe(&details.mother)),
        ("spouse", maybe(&details.spouse)),
        ("children", details.children.iter().map(relative).collect::<Vec<_>>().join(", ")),
        ("guardian", maybe(&details.guardian)),
        ("card", card.unwrap_or_default()),
        (
            "passport",
            details
                .passport
                .as_ref()
                .map(|passport| format!("{}, expires {}", passport.number, passport.expires_on))
                .unwrap_or_default(),
        ),
        (
            "represents",
            details.represents.as_ref().map(|body| format!("{} {}", body.number, body.name)).unwrap_or_default(),
        ),
    ]
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text)
        .filter(|day| (2000..=2100).contains(&day.year()))
        .ok_or_else(|| String::from("not a day of 2000 to 2100 as YYYY-MM-DD"))
}

fn cohorts_help() -> String {
    let lines: Vec<String> = COHORTS.iter().map(|(cohort, what)| format!("  {cohort}: {what}")).collect();
    format!("Special cases:\n{}", lines.join("\n"))
}

const LINES_BETWEEN_WORDS: i64 = 5_000;
