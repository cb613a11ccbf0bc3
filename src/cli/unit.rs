//! `dinhdanh unit …`: the units of the police at which people book visits.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Deserialize;

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::flow::visitors;
use crate::identity::event::Actor;
use crate::identity::officer::Label;
use crate::identity::unit::{self, Hours, Unit, UnitCode, UnitKind};
use crate::limits;
use crate::provider::Provider;

/// Units of the police at which people book visits.
#[derive(Args, Debug)]
pub(crate) struct UnitArgs {
    #[command(subcommand)]
    what: UnitCommand,
}

#[derive(Debug, Subcommand)]
enum UnitCommand {
    /// Add a unit, or change the one of that code.
    Add {
        #[command(flatten)]
        unit: Columns,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// Add or change the units of a CSV, all or none: code, name, name_en, address, province, commune, hours, capacity, and
    /// kind, which is `commune` where the column is missing.
    Import {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// List the units.
    List(HouseArgs),
    /// Close a unit: nobody books there any more, and whoever has is told and may choose another one.
    Close {
        /// Its code.
        #[arg(long, value_parser = code)]
        code: UnitCode,
        #[command(flatten)]
        house: HouseArgs,
    },
}

/// A unit as an operator writes it, in flags or in a line of a file.
#[derive(Args, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    /// Its code: capital letters, digits and hyphens.
    #[arg(long)]
    code: String,
    /// Its name in Vietnamese; officers of this unit are appointed with the same name.
    #[arg(long)]
    name: String,
    /// Its name in English.
    #[arg(long)]
    name_en: String,
    /// House and street.
    #[arg(long)]
    address: String,
    /// The two-digit code of the province of the commune that it serves.
    #[arg(long)]
    province: String,
    /// That commune with its type, as the register writes it.
    #[arg(long)]
    commune: String,
    /// When it receives people, such as `mon-thu 07:30-11:30 13:30-17:00, fri 07:30-11:30`.
    #[arg(long)]
    hours: String,
    /// How many people it receives in half an hour.
    #[arg(long)]
    capacity: String,
    /// Whom it receives: `commune`, citizens, or `immigration`, foreigners.
    #[arg(long, default_value = COMMUNE)]
    #[serde(default = "commune")]
    kind: String,
}

impl Columns {
    /// The unit, or the name of the first column that cannot be read.
    fn unit(&self) -> Result<Unit, &'static str> {
        let label = |text: &str, name| Label::parse(text).ok_or(name);
        Ok(Unit {
            code: UnitCode::parse(&self.code).ok_or("code")?,
            kind: UnitKind::parse(&self.kind).ok_or("kind")?,
            name: label(&self.name, "name")?,
            name_en: label(&self.name_en, "name_en")?,
            address: label(&self.address, "address")?,
            province: unit::province(&self.province).ok_or("province")?,
            commune: label(&self.commune, "commune")?,
            hours: Hours::parse(&self.hours).ok_or("hours")?,
            capacity: unit::capacity(&self.capacity).ok_or("capacity")?,
        })
    }
}

pub(crate) async fn run(command: UnitArgs) -> Result<(), Stop> {
    match command.what {
        UnitCommand::Add { unit, house } => {
            let unit = unit.unit().map_err(|column| Stop::Refused(format!("--{column} cannot be read")))?;
            put(&[unit], &house.provider().await?).await
        }
        UnitCommand::Import { file, house } => {
            let units = read(&file)?;
            put(&units, &house.provider().await?).await
        }
        UnitCommand::List(house) => list(&house.provider().await?).await,
        UnitCommand::Close { code, house } => {
            let provider = house.provider().await?;
            let now = provider.now();
            if !provider.store.close_unit(&code, Actor::Operator, now).await? {
                return Err(Stop::Refused(format!("no open unit has the code {code}")));
            }
            visitors::look_after(provider, now).await?;
            say("closed")
        }
    }
}

/// Every line, or a sentence on each that cannot be read.
fn read(path: &Path) -> Result<Vec<Unit>, Stop> {
    let unread = |error: csv::Error| Stop::Refused(format!("{} cannot be read: {error}", path.display()));
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(unread)?;
    let (mut units, mut wrong) = (Vec::new(), Vec::new());
    for (line, columns) in (2..).zip(reader.deserialize::<Columns>()) {
        match columns.map_err(unread)?.unit() {
            Ok(unit) => units.push(unit),
            Err(column) => wrong.push(format!("line {line}: {column} cannot be read")),
        }
        if units.len() > limits::UNITS {
            return Err(Stop::Refused(format!("a file holds at most {} units", limits::UNITS)));
        }
    }
    if wrong.is_empty() { Ok(units) } else { Err(Stop::Refused(wrong.join("\n"))) }
}

async fn put(units: &[Unit], provider: &Provider) -> Result<(), Stop> {
    match provider.store.put_units(units, &Actor::Operator, provider.now()).await? {
        Ok(changed) => say(&format!("{changed} of {} are new or were changed", units.len())),
        Err(name) => Err(Stop::Refused(format!("another unit is called {name}"))),
    }
}

async fn list(provider: &Provider) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    for listed in provider.store.units().await? {
        let Unit { code, kind, name, province, commune, hours, capacity, .. } = &listed.unit;
        let kind = kind.as_str();
        let state = if listed.is_closed { "closed" } else { "open" };
        writeln!(out, "{code}\t{name}\t{province}\t{commune}\t{}\t{capacity}\t{kind}\t{state}", hours.text())?;
    }
    Ok(())
}

fn commune() -> String {
    String::from(COMMUNE)
}

fn code(text: &str) -> Result<UnitCode, String> {
    UnitCode::parse(text).ok_or_else(|| String::from("capital letters, digits and hyphens, at most 20"))
}

fn say(words: &str) -> Result<(), Stop> {
    Ok(writeln!(io::stdout(), "{words}")?)
}

/// What most units are.
const COMMUNE: &str = UnitKind::Commune.as_str();
