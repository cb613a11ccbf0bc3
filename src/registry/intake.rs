//! Taking in a file of a register other than the population's: each line is put in the place of what was known, and the
//! feed tells of whom that changed.
//!
//! Nothing marks how far a file is: a line that is known already changes nothing, so a file that was stopped is simply taken
//! in again. As with people, a line is a record and one broken quote costs one line.

use std::io;
use std::path::Path;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::insured::Insured;
use crate::identity::licence::Licence;
use crate::limits;
use crate::registry::embedded::{Embedded, cards, immigration, insurance, licences, organisations};
use crate::registry::import::{ImportError, Lines, Progress, TooLong, fields};
use crate::registry::line::{Header, Line, LineRefusal};
use crate::registry::{
    cards as cards_port, immigration as immigration_port, insurance as insurance_port, licences as licences_port,
    organisations as organisations_port,
};
use crate::store::Tx;

/// Whose file it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Identity cards.
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
    /// The columns of such a file, in the order in which they are written.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Cards => &cards_port::COLUMNS,
            Self::Immigration => &immigration_port::COLUMNS,
            Self::Insurance => &insurance_port::COLUMNS,
            Self::Licences => &licences_port::COLUMNS,
            Self::Organisations => &organisations_port::COLUMNS,
        }
    }

    fn read(self, line: &Line<'_>) -> Result<Entry, LineRefusal> {
        match self {
            Self::Cards => cards_port::Held::read(line).map(Entry::Card),
            Self::Insurance => insurance_port::read(line).map(|one| Entry::Insured(Box::new(one))),
            Self::Licences => licences_port::read(line).map(|one| Entry::Licence(Box::new(one))),
            Self::Immigration => immigration_port::Foreigner::read(line).map(|one| Entry::Foreigner(Box::new(one))),
            Self::Organisations => {
                organisations_port::Organisation::read(line).map(|one| Entry::Organisation(Box::new(one)))
            }
        }
    }
}

/// One record of a register.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A card.
    Card(cards_port::Held),
    /// A foreigner.
    Foreigner(Box<immigration_port::Foreigner>),
    /// An insured person.
    Insured(Box<Insured>),
    /// A driving licence.
    Licence(Box<Licence>),
    /// An organisation.
    Organisation(Box<organisations_port::Organisation>),
}

impl Entry {
    /// The fields in the order of the columns.
    pub fn write(&self) -> Vec<String> {
        match self {
            Self::Card(held) => held.write().into(),
            Self::Foreigner(foreigner) => foreigner.write().into(),
            Self::Insured(insured) => insurance_port::write(insured).into(),
            Self::Licence(licence) => licences_port::write(licence).into(),
            Self::Organisation(organisation) => organisation.write().into(),
        }
    }

    async fn put(&self, tx: &mut Tx, now: Timestamp) -> Result<Result<bool, LineRefusal>, Fault> {
        match self {
            Self::Card(held) => cards::put(tx, held, now).await,
            Self::Foreigner(foreigner) => immigration::put(tx, foreigner, now).await,
            Self::Insured(insured) => insurance::put(tx, insured, now).await,
            Self::Licence(licence) => licences::put(tx, licence, now).await,
            Self::Organisation(organisation) => organisations::put(tx, organisation, now).await,
        }
    }
}

/// What became of a file.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Taken {
    /// Records that are new or were known otherwise.
    pub changed: u64,
    /// Records that were known so.
    pub known: u64,
    /// Lines refused.
    pub refused: u64,
}

/// Hears of a refused line: its number and why.
pub type Refused<'a> = dyn FnMut(i64, &LineRefusal) -> io::Result<()> + Send + 'a;

/// Takes in a file, telling of each refused line, and how far it is after each commit.
pub async fn take_in(
    register: &Embedded,
    kind: Kind,
    path: &Path,
    now: Timestamp,
    refused: &mut Refused<'_>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Taken, ImportError> {
    let size = std::fs::metadata(path)?.len();
    let mut lines = Lines::open(path)?;
    let header = header(&mut lines, kind)?;
    let mut taken = Taken::default();
    loop {
        let Batch { lines: entries, is_last } = batch(&mut lines, &header, kind)?;
        let mut tx = register.database().begin().await?;
        for (line, entry) in entries {
            let outcome = match entry {
                Ok(entry) => entry.put(&mut tx, now).await?,
                Err(refusal) => Err(refusal),
            };
            match outcome {
                Ok(true) => taken.changed += 1,
                Ok(false) => taken.known += 1,
                Err(refusal) => {
                    taken.refused += 1;
                    refused(line, &refusal)?;
                }
            }
        }
        tx.commit().await.map_err(Fault::from)?;
        progress(Progress { bytes: u64::try_from(lines.byte).unwrap_or_default(), of: size, line: lines.line });
        if is_last {
            return Ok(taken);
        }
    }
}

/// Puts records that stand in no file, all of them or none.
pub async fn put(register: &Embedded, entries: &[Entry], now: Timestamp) -> Result<(), ImportError> {
    let mut tx = register.database().begin().await?;
    for entry in entries {
        let unsound = |refusal: LineRefusal| {
            ImportError::Fault(Fault::internal(format!("a made-up record: {} {}", refusal.field, refusal.reason)))
        };
        entry.put(&mut tx, now).await?.map_err(unsound)?;
    }
    tx.commit().await.map_err(Fault::from)?;
    Ok(())
}

fn header(lines: &mut Lines, kind: Kind) -> Result<Header, ImportError> {
    let all = || ImportError::Header(format!("expected: {}", kind.columns().join(",")));
    let Some(Ok(line)) = lines.next()? else { return Err(all()) };
    let fields = fields(line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)).map_err(|_| all())?;
    Header::find(kind.columns(), fields.iter()).map_err(|wrong| ImportError::Header(wrong.join(", ")))
}

/// A run of lines as they were read, each with its number, and whether the file is at its end.
#[derive(Default)]
struct Batch {
    lines: Vec<(i64, Result<Entry, LineRefusal>)>,
    is_last: bool,
}

fn batch(lines: &mut Lines, header: &Header, kind: Kind) -> io::Result<Batch> {
    let mut batch = Batch::default();
    while batch.lines.len() < limits::IMPORT_BATCH {
        let number = lines.line;
        let entry = match lines.next()? {
            None => return Ok(Batch { is_last: true, ..batch }),
            Some(Ok([])) => continue,
            Some(Ok(line)) => fields(line).and_then(|fields| {
                let fields: Vec<&str> = fields.iter().collect();
                kind.read(&header.line(&fields)?)
            }),
            Some(Err(TooLong)) => Err(LineRefusal::of("", "line_too_long")),
        };
        batch.lines.push((number, entry));
    }
    Ok(batch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Day;
    use crate::registry::synthetic;

    fn read(kind: Kind, fields: &[String]) -> Result<Vec<String>, LineRefusal> {
        let header = Header::find(kind.columns(), kind.columns().iter().copied()).unwrap();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        header.line(&fields).and_then(|line| kind.read(&line)).map(|entry| entry.write())
    }

    fn with(kind: Kind, fields: &[String], column: &str, value: &str) -> Vec<String> {
        let mut fields = fields.to_vec();
        let at = kind.columns().iter().position(|known| *known == column).unwrap();
        value.clone_into(&mut fields[at]);
        fields
    }

    #[test]
    fn what_is_written_is_read_back() {
        let on = Day::parse("2026-11-21").unwrap();
        for foreigner in synthetic::foreigners(50, 3, on).unwrap() {
            let fields = foreigner.write().to_vec();
            assert_eq!(read(Kind::Immigration, &fields).unwrap(), fields);
        }
        for organisation in synthetic::organisations(50, 3, on).unwrap() {
            let fields = organisation.write().to_vec();
            assert_eq!(read(Kind::Organisations, &fields).unwrap(), fields);
        }
        for held in synthetic::cards(20, 3, on).unwrap() {
            assert_eq!(read(Kind::Cards, &held.write()).unwrap(), held.write());
        }
        for insured in synthetic::insured(20, 3, on).unwrap() {
            let fields = insurance_port::write(&insured);
            assert_eq!(read(Kind::Insurance, &fields).unwrap(), fields);
        }
        for licence in synthetic::licences(20, 3, on).unwrap() {
            let fields = licences_port::write(&licence);
            assert_eq!(read(Kind::Licences, &fields).unwrap(), fields);
        }
    }

    #[test]
    fn a_wrong_field_is_refused_by_its_name() {
        let on = Day::parse("2026-11-21").unwrap();
        let foreigner = synthetic::foreigners(2, 3, on).unwrap().remove(1).write().to_vec();
        for (column, value) in [
            ("number", "123"),
            ("nationality", "VNM"),
            ("nationality", "Korea"),
            ("document", "?"),
            ("document_expires_on", "2026-02-30"),
            ("name", "Müller"),
            ("birth_date", "31/02/1990"),
            ("gender", ""),
            ("status", "gone"),
            ("residence_kind", "tourist"),
            ("residence_kind", ""),
            ("residence_ends_on", ""),
            ("residence_ends_on", "never"),
            ("biometrics", "yes"),
            ("phone", "0123"),
            ("cohort", "a\u{7}b"),
        ] {
            let refusal = read(Kind::Immigration, &with(Kind::Immigration, &foreigner, column, value)).unwrap_err();
            assert_eq!((refusal.field, refusal.reason.contains("123")), (column, false), "{value}");
        }
        let organisation = synthetic::organisations(1, 3, on).unwrap().remove(0).write().to_vec();
        let someone = "001090000001|Nguyễn Văn An|Giám đốc";
        for (column, value) in [
            ("number", "a b"),
            ("tax_code", "0109999905"),
            ("enterprise_code", "0109999904-001"),
            ("name", ""),
            ("short_name", "a\u{202E}b"),
            ("founded_on", "yesterday"),
            ("address", "99|x|y"),
            ("state", "closed"),
            ("representatives", "001090000001|Nguyễn Văn An"),
            ("representatives", "1|Nguyễn Văn An|Giám đốc"),
            ("representatives", &format!("{someone};{someone}")),
        ] {
            let wrong = with(Kind::Organisations, &organisation, column, value);
            assert_eq!(read(Kind::Organisations, &wrong).unwrap_err().field, column, "{value}");
        }
        assert_eq!(read(Kind::Organisations, &organisation[1..]).unwrap_err().field, "");
        let card = synthetic::cards(1, 3, on).unwrap().remove(0).write().to_vec();
        for (column, value) in [
            ("number", "1"),
            ("card_issued_on", ""),
            ("card_expires_on", ""),
            ("card_expires_on", "1999-01-01"),
            ("card_state", "lost"),
        ] {
            assert_eq!(read(Kind::Cards, &with(Kind::Cards, &card, column, value)).unwrap_err().field, column);
        }
        let insured = insurance_port::write(&synthetic::insured(1, 3, on).unwrap().remove(0)).to_vec();
        for (column, value) in [("insurance_number", "123"), ("number", ""), ("name", "?"), ("birth_date", "0")] {
            assert_eq!(
                read(Kind::Insurance, &with(Kind::Insurance, &insured, column, value)).unwrap_err().field,
                column
            );
        }
        let licence = licences_port::write(&synthetic::licences(1, 3, on).unwrap().remove(0)).to_vec();
        for (column, value) in [
            ("licence_number", "79012345678"),
            ("number", "1"),
            ("name", "?"),
            ("birth_date", "31/02/1990"),
            ("classes", ""),
            ("classes", "B|2026-01-01"),
            ("classes", "B2|2026-01-01|2036-01-01"),
            ("classes", "B|2026-01-01|2025-12-31"),
            ("points", "13"),
            ("points", ""),
            ("state", "lost"),
        ] {
            let refusal = read(Kind::Licences, &with(Kind::Licences, &licence, column, value)).unwrap_err();
            assert_eq!((refusal.field, refusal.reason.contains("790")), (column, false), "{value}");
        }
    }
}
