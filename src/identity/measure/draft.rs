//! What an officer writes down of a measure: what its deed needs and nothing else.

use crate::clock::Day;
use crate::identity::measure::{Clause, Deed, Stays};
use crate::identity::officer::Label;
use crate::identity::phone::Phone;
use crate::identity::proofing::{Words, WordsRefusal};

/// An authority's paper.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Paper {
    /// Its number.
    pub document: Label,
    /// Its date.
    pub dated: Day,
    /// Whose it is.
    pub authority: Label,
    /// On which ground of the law.
    pub clause: Clause,
}

/// The fields of the form as they came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form<'a> {
    /// Number of the authority's paper.
    pub document: &'a str,
    /// Its date, `dd/mm/yyyy`.
    pub dated: &'a str,
    /// The authority.
    pub authority: &'a str,
    /// The clause.
    pub clause: &'a str,
    /// Why.
    pub reason: &'a str,
    /// The ground on which the holder may not be told; empty when there is none.
    pub secrecy: &'a str,
    /// A new telephone.
    pub phone: &'a str,
    /// Which account stays.
    pub stays: &'a str,
    /// Whether the holder's card lies on the reader.
    pub chip: bool,
}

/// What an officer wrote down of a measure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Draft {
    /// The deed.
    pub deed: Deed,
    /// The paper it rests on.
    pub paper: Option<Paper>,
    /// Why.
    pub reason: Option<Words>,
    /// The legal ground on which the holder may not be told.
    pub secrecy: Option<Words>,
    /// The telephone that is the holder's own now.
    pub phone: Option<Phone>,
    /// Which of two accounts stays.
    pub stays: Option<Stays>,
}

/// Which fields are wrong.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct DraftRefusal {
    /// The paper has no number.
    pub document: bool,
    /// Its date is none, or is to come.
    pub dated: bool,
    /// No authority.
    pub authority: bool,
    /// No clause of the law.
    pub clause: bool,
    /// Why the reason is none.
    pub reason: Option<WordsRefusal>,
    /// Why the ground of secrecy is none.
    pub secrecy: Option<WordsRefusal>,
    /// The telephone is none.
    pub phone: bool,
    /// Which account stays is not said.
    pub stays: bool,
}

impl Draft {
    /// Reads what the deed needs, and nothing else; every wrong field is told at once.
    pub fn parse(deed: Deed, form: Form<'_>, today: Day) -> Result<Self, DraftRefusal> {
        let mut wrong = DraftRefusal::default();
        let paper = if deed.needs_paper() { paper(form, today, &mut wrong) } else { None };
        let reason = match form.reason.trim() {
            "" if deed.needs_paper() || deed.needs_presence() => None,
            written => Words::parse(written).map_err(|refusal| wrong.reason = Some(refusal)).ok(),
        };
        let secrecy = match form.secrecy.trim() {
            written if deed == Deed::LockAuthority && !written.is_empty() => {
                Words::parse(written).map_err(|refusal| wrong.secrecy = Some(refusal)).ok()
            }
            _ => None,
        };
        let needs_phone = deed.needs_phone();
        let phone = Phone::parse(form.phone).ok().filter(|_| needs_phone);
        wrong.phone = needs_phone && phone.is_none();
        let merges = deed == Deed::Merge;
        let stays = Stays::parse(form.stays).filter(|_| merges);
        wrong.stays = merges && stays.is_none();
        let draft = Self { deed, paper, reason, secrecy, phone, stays };
        if wrong == DraftRefusal::default() { Ok(draft) } else { Err(wrong) }
    }
}

fn paper(form: Form<'_>, today: Day, wrong: &mut DraftRefusal) -> Option<Paper> {
    let (document, authority) = (Label::parse(form.document), Label::parse(form.authority));
    let dated = day_written(form.dated).filter(|day| *day <= today);
    let clause = Clause::parse(form.clause);
    wrong.document = document.is_none();
    wrong.authority = authority.is_none();
    wrong.dated = dated.is_none();
    wrong.clause = clause.is_none();
    Some(Paper { document: document?, dated: dated?, authority: authority?, clause: clause? })
}

/// A day as people write it.
fn day_written(text: &str) -> Option<Day> {
    let [day, month, year]: [&str; 3] = text.trim().split('/').collect::<Vec<_>>().try_into().ok()?;
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
