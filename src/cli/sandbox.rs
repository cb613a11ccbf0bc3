//! `dinhdanh sandbox people`: the synthetic people of a sandbox, with all that they would declare.

use std::io::{self, Write as _};

use clap::{Args, Subcommand};

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::flow::sandbox::{self, Person, Wanted};

/// The synthetic nation of `serve --sandbox`.
#[derive(Args, Debug)]
pub(crate) struct Sandbox {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List synthetic people: number, name, birth, gender, phone, e-mail, and the password of who has an account.
    People {
        /// Only those without an account, who may have one.
        #[arg(long, conflicts_with_all = ["level", "officer", "cohort"])]
        unenrolled: bool,
        /// Only citizens with an account of this level, 1 or 2.
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..=2), conflicts_with_all = ["officer", "cohort"])]
        level: Option<i64>,
        /// Only officers.
        #[arg(long, conflicts_with_all = ["dependants", "cohort"])]
        officer: bool,
        /// Only children and wards whom a parent or guardian with an account may declare.
        #[arg(long, conflicts_with_all = ["unenrolled", "level", "cohort"])]
        dependants: bool,
        /// Only the people of this special case; see `population generate --help`.
        #[arg(long, value_name = "WORD")]
        cohort: Option<String>,
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: usize,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        house: HouseArgs,
    },
}

pub(crate) async fn run(command: Sandbox) -> Result<(), Stop> {
    let What::People { unenrolled, level, officer, dependants, cohort, limit, json, house } = command.what;
    let provider = house.provider().await?;
    if !provider.store.is_sandbox().await? {
        return Err(Stop::Refused(String::from("this is no sandbox: start one with `dinhdanh serve --sandbox`")));
    }
    let wanted = match (unenrolled, level, officer, cohort) {
        _ if dependants => Wanted::Dependants,
        (true, ..) => Wanted::Unenrolled,
        (_, Some(level), ..) => Wanted::Level(level),
        (_, _, true, _) => Wanted::Officers,
        (.., Some(cohort)) => Wanted::Cohort(cohort),
        _ => Wanted::Known,
    };
    let people = sandbox::people(&wanted, limit, &provider, provider.now()).await?;
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, &people)?;
        writeln!(out)?;
        return Ok(());
    }
    for person in &people {
        let Person { personal_id_number, full_name, birth_date, gender, phone, .. } = person;
        let password = person.password.unwrap_or("-");
        let level = person.level.map_or_else(|| String::from("-"), |level| level.to_string());
        writeln!(out, "{personal_id_number}\t{full_name}\t{birth_date}\t{gender}\t{phone}\t{level}\t{password}")?;
    }
    Ok(())
}
