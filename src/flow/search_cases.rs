//! An officer looks for a case of the own unit: by its code, its state, its time limit, or the whole number of a person.
//!
//! There is no search for people (OF01): who has no case at this unit is found by nothing that can be typed here, and each
//! search is counted and journalled before its answer is shown (OF02).

use crate::clock::Timestamp;
use crate::flow::person;
use crate::flow::prove::Refusal;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::proofing::document::day;
use crate::identity::proofing::{CODE, STATES, Waiting};
use crate::limits;
use crate::provider::Provider;
use crate::store::case_facts::Sought;
use crate::store::throttle::Throttle;

/// What was typed; what is empty is not asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// What people call the case.
    pub code: &'a str,
    /// The state's word.
    pub state: &'a str,
    /// The last day of the time limit, `dd/mm/yyyy`.
    pub due: &'a str,
    /// A whole personal number.
    pub number: &'a str,
}

/// Which field cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unreadable {
    /// No code of a case.
    Code,
    /// No day.
    Due,
    /// Nothing was asked for: that would be the whole unit.
    Nothing,
    /// Not 12 digits; a part of a number finds nobody.
    Number,
    /// No state.
    State,
}

/// Whether this officer may search at all.
pub fn may_search(officer: &Officer) -> bool {
    officer.may(Module::Account, Action::Search) && officer.may(Module::Account, Action::View)
}

/// The cases of the officer's unit that are as sought, never one about the officer.
pub async fn search(
    typed: Typed<'_>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Vec<Waiting>, Unreadable>, Refusal> {
    if !may_search(officer) {
        return Err(Bar::NotPermitted.into());
    }
    let who = officer.account.as_str();
    let (mut sought, number) = match read(typed) {
        Ok(read) => read,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let counted =
        provider.store.throttle("searches of an officer", who, limits::SEARCHES_DAY, limits::DAY, now).await?;
    if let Throttle::Closed(until) = counted {
        tracing::warn!(officer = who, "an officer has searched more than a day allows");
        record(&sought, number.is_some(), None, &[], officer, provider, now).await?;
        return Err(Refusal::TooMany(until));
    }
    let mut found = Vec::new();
    match &number {
        None => found = provider.store.sought_cases(&officer.unit, &officer.account, &sought, FOUND).await?,
        Some(number) => {
            for digest in person::known_by(number.as_str(), provider).await?.digests() {
                sought.person = Some(digest.clone());
                found.extend(provider.store.sought_cases(&officer.unit, &officer.account, &sought, FOUND).await?);
            }
        }
    }
    record(&sought, number.is_some(), Some(found.len()), &found, officer, provider, now).await?;
    Ok(Ok(found))
}

fn read(typed: Typed<'_>) -> Result<(Sought, Option<PersonalNumber>), Unreadable> {
    let code = typed.code.trim().to_ascii_uppercase();
    let state = typed.state.trim();
    let (due, number) = (typed.due.trim(), typed.number.replace(' ', ""));
    if !code.is_empty() && (code.chars().count() > CODE || !code.chars().all(|letter| letter.is_ascii_alphanumeric())) {
        return Err(Unreadable::Code);
    }
    if !state.is_empty() && !STATES.contains(&state) {
        return Err(Unreadable::State);
    }
    let due_before = match due {
        "" => None,
        due => Some(day(due).ok_or(Unreadable::Due)?.plus_days(1).start_in_vietnam()),
    };
    let number = match number.as_str() {
        "" => None,
        text => Some(PersonalNumber::parse(text).ok_or(Unreadable::Number)?),
    };
    if code.is_empty() && state.is_empty() && due_before.is_none() && number.is_none() {
        return Err(Unreadable::Nothing);
    }
    let said = |text: String| (!text.is_empty()).then_some(text);
    Ok((Sought { code: said(code), state: said(state.to_owned()), due_before, person: None }, number))
}

/// Which fields were used and how many cases were found: never what was typed. A person who was found by number reads it.
async fn record(
    sought: &Sought,
    by_number: bool,
    count: Option<usize>,
    found: &[Waiting],
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let by = [
        (sought.code.is_some(), "code"),
        (sought.state.is_some(), "state"),
        (sought.due_before.is_some(), "due"),
        (by_number, "number"),
    ];
    let by = by.into_iter().filter(|(is_used, _)| *is_used).map(|(_, word)| word).collect::<Vec<_>>().join(" ");
    let answer = count.map_or_else(|| String::from("too_many"), |count| count.to_string());
    let mut event = Event::new(Kind::CasesSearched, Actor::Officer(officer.account.clone()), now)
        .because("search_cases")
        .with("by", by)
        .with("found", answer);
    if by_number
        && let Some(first) = found.first()
        && let Some(case) = provider.store.officer_case(&first.id).await?
    {
        event = event.about(&case.intake().account);
    }
    provider.store.record(&event).await?;
    Ok(())
}

/// Cases on one page of an answer; who finds more says more of what is sought.
const FOUND: i64 = 50;
