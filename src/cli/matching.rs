//! `dinhdanh match …`: the comparison rules, one at a time, as the enrolment and the officer's case use them.

use std::io::Write as _;

use clap::{Args, Subcommand};

use crate::cli::Stop;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;

/// Compare what somebody declares with what the register has: prints match, no-match or refused, and how it differs.
///
/// Exit code 0 for a match, 1 for no-match and refused.
#[derive(Args, Debug)]
pub(crate) struct Match {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Two names: by syllable, whatever the placement of tones and the Unicode form.
    Name {
        /// The declared name.
        declared: String,
        /// The register's name.
        record: String,
    },
    /// Two dates of birth, equal in precision and value: dd/mm/yyyy, mm/yyyy or yyyy.
    BirthDate {
        /// The declared date.
        declared: String,
        /// The register's date.
        record: String,
    },
    /// A personal number of 12 digits, with warnings where it disagrees with the birth date or the gender.
    Number {
        /// The number.
        number: String,
        /// The date of birth.
        #[arg(requires = "gender")]
        birth_date: Option<String>,
        /// Nam, Nữ or Khác.
        gender: Option<String>,
    },
}

enum Verdict {
    Match(String),
    NoMatch(&'static str),
    Refused(String),
}

pub(crate) fn run(command: &Match) -> Result<(), Stop> {
    let verdict = match &command.what {
        What::Name { declared, record } => names(declared, record),
        What::BirthDate { declared, record } => birth_dates(declared, record),
        What::Number { number, birth_date, gender } => {
            number_structure(number, birth_date.as_deref(), gender.as_deref())
        }
    };
    let (text, is_match) = match verdict {
        Verdict::Match(warnings) => (format!("match {warnings}"), true),
        Verdict::NoMatch(difference) => (format!("no-match {difference}"), false),
        Verdict::Refused(reason) => (format!("refused {reason}"), false),
    };
    writeln!(std::io::stdout(), "{}", text.trim_end())?;
    if is_match { Ok(()) } else { Err(Stop::Answered) }
}

fn names(declared: &str, record: &str) -> Verdict {
    match (Name::parse(declared), Name::parse(record)) {
        (Ok(declared), Ok(record)) => declared
            .difference(&record)
            .map_or_else(|| Verdict::Match(String::new()), |difference| Verdict::NoMatch(difference.as_str())),
        (Err(refusal), _) | (_, Err(refusal)) => Verdict::Refused(refusal.to_string()),
    }
}

fn birth_dates(declared: &str, record: &str) -> Verdict {
    match (BirthDate::parse(declared), BirthDate::parse(record)) {
        (Ok(declared), Ok(record)) => declared
            .difference(&record)
            .map_or_else(|| Verdict::Match(String::new()), |difference| Verdict::NoMatch(difference.as_str())),
        (Err(refusal), _) | (_, Err(refusal)) => Verdict::Refused(refusal.as_str().to_owned()),
    }
}

fn number_structure(number: &str, birth_date: Option<&str>, gender: Option<&str>) -> Verdict {
    let Some(number) = PersonalNumber::parse(number) else {
        return Verdict::Refused(String::from("E_shape"));
    };
    let birth = match birth_date.map(BirthDate::parse).transpose() {
        Ok(birth) => birth,
        Err(refusal) => return Verdict::Refused(refusal.as_str().to_owned()),
    };
    let parsed = gender.map(Gender::parse);
    if parsed == Some(None) {
        return Verdict::Refused(String::from("gender"));
    }
    let warnings = number.warnings(birth.as_ref(), parsed.flatten());
    Verdict::Match(warnings.iter().map(|warning| warning.as_str()).collect::<Vec<_>>().join(" "))
}
