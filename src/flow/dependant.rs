//! Whom a person answers for: looked at, activated, and ended by itself; declared in `flow::declare`.
//!
//! ```text
//! prove   → the relation that is kept → both records ⊙ Link::still          stands: what it opens · else ▣ ended, both told
//! ```
//!
//! What is kept opens nothing: every use asks the register again, and while the register is out of reach nothing opens
//! (A04, PM09).

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::declare::Refusal;
use crate::flow::{hand_over, letter, second_factor};
use crate::identity::account::{Account, AccountKind, AccountLevel, State};
use crate::identity::decree;
use crate::identity::dependant::{self, Link, Reach, Standing};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::identity::person::Record;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, DependantId};
use crate::store::hand_over::Hands;
use crate::wallet::asker::Fixed;
use crate::wallet::disclosure::{self, Disclosed, Known};
use crate::wallet::field::{Field, Fields};

/// A dependant on the guardian's list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What is kept.
    pub link: Link,
    /// The name as it was declared; whoever sees it here has typed it.
    pub name: String,
    /// Where the account stands.
    pub state: State,
}

/// A relation that was proven a moment ago.
#[derive(Clone, Debug)]
pub struct Proven {
    /// What is kept of it.
    pub link: Link,
    /// What the records say.
    pub standing: Standing,
    /// The dependant's account.
    pub account: Account,
    /// The dependant's record.
    pub record: Record,
    /// The record of who answers.
    pub own: Record,
    /// Whether the account is its holder's alone: taken over, or made by its holder.
    pub is_own: bool,
}

/// What the guardian is shown of a dependant.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The relation.
    pub proven: Proven,
    /// The facts that the account's level opens; none when the relation or the account opens nothing.
    pub facts: Vec<Disclosed>,
}

/// Whom the session's person answers for, by what is kept; none when the person's own account is not one that may.
pub async fn list(session: &SessionFacts, provider: &Provider) -> Result<Option<Vec<Listed>>, Fault> {
    if guardian(&session.account, provider).await?.is_none() {
        return Ok(None);
    }
    let mut listed = Vec::new();
    for link in provider.store.dependants_of(&session.account).await? {
        let Some(account) = provider.store.account(&link.account).await? else { continue };
        let name = provider.store.declared(&link.account).await?;
        let name = name.map(|declared| declared.name.as_str().to_owned()).unwrap_or_default();
        listed.push(Listed { link, name, state: account.state });
    }
    Ok(Some(listed))
}

/// Opens a dependant's data to who answers for them, and writes the look down under the dependant; none when the register
/// says so no more, and then it is over.
pub async fn open(
    session: &SessionFacts,
    id: &DependantId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Shown>, Fault> {
    let Some(proven) = prove(&session.account, id, provider, now).await? else { return Ok(None) };
    if !proven.opens() {
        return Ok(Some(Shown { proven, facts: Vec::new() }));
    }
    let level = proven.opened_level(now);
    let fields: Fields =
        Field::ALL.iter().copied().filter(|field| field.opens_at(level) && !field.is_answer()).collect();
    let facts = disclosure::reveal(&fields, Known::of(&proven.record), &Fixed::default(), now.day_in_vietnam());
    let event = Event::new(Kind::DependantViewed, Actor::Person(session.account.clone()), now)
        .about(&proven.link.account)
        .fields(facts.iter().map(|said| said.field.as_str()))
        .with("relation", proven.standing.relation.as_str());
    provider.store.record(&event).await?;
    Ok(Some(Shown { proven, facts }))
}

/// Activates a dependant's account in the session of who answers for them.
pub async fn activate(
    session: &SessionFacts,
    id: &DependantId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<bool, Refusal>, Fault> {
    if !second_factor::is_fresh(session, now) {
        return Ok(Err(Refusal::StepUp));
    }
    let proven = prove(&session.account, id, provider, now).await?;
    let Some(proven) = proven.filter(|proven| proven.standing.reach == Reach::Whole) else { return Ok(Ok(false)) };
    let message = letter::activated(&proven.account, &provider.config);
    provider.store.activate_dependant(&proven.link, &message, now).await.map(Ok)
}

/// Proves a relation again. What does not hold ends here, whether or not the feed has said so yet.
pub async fn prove(
    guardian_id: &AccountId,
    id: &DependantId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Proven>, Fault> {
    let link = provider.store.dependant(id).await?.filter(|link| link.guardian == *guardian_id);
    let (Some(link), Some(guardian)) = (link, guardian(guardian_id, provider).await?) else { return Ok(None) };
    let account = provider.store.account(&link.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a relation hangs from no account"))?;
    let records = tokio::try_join!(about(&guardian.number, provider), about(&account.number, provider))?;
    let rules = decree::in_force(now.day_in_vietnam());
    let (Some(own), Some(record)) = records else {
        end(&link, "relation", provider, now).await?;
        return Ok(None);
    };
    let Some(standing) = link.still(&own, &record, now, rules) else {
        end(&link, why(&link, now), provider, now).await?;
        return Ok(None);
    };
    let is_own = matches!(hand_over::hands(Some(&account), provider).await?, Hands::Own);
    Ok(Some(Proven { link, standing, account, record, own, is_own }))
}

impl Proven {
    /// Whether the dependant's data open: to who acts for them, while the account carries anything.
    pub fn opens(&self) -> bool {
        self.standing.reach == Reach::Whole && self.account.is_open()
    }

    /// What of the account's level the dependant's data open at today: the e-card ends with the card, and with it what level
    /// 2 adds (Decree 320/2026 new Art. 9(11)).
    pub fn opened_level(&self, now: Timestamp) -> Option<i64> {
        let holds = self.record.details.card.is_some_and(|card| card.is_valid_on(now.day_in_vietnam()));
        let level = if holds { self.account.level } else { self.account.level.min(Some(AccountLevel::One)) };
        level.map(AccountLevel::number)
    }

    /// Whether the account may be raised to level 2 on request, in person.
    pub fn may_rise(&self, now: Timestamp) -> bool {
        let today = now.day_in_vietnam();
        let highest = dependant::highest_level(self.record.birth.age_on(today), decree::in_force(today));
        self.account.level < highest
    }
}

/// What a change in the register asks of the relations of an account, on either side.
pub(super) async fn heed(account: &Account, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let mut links = provider.store.dependants_of(&account.id).await?;
    links.extend(provider.store.guardians_of(&account.id).await?);
    for link in links {
        let (guardian, whom) =
            tokio::try_join!(provider.store.account(&link.guardian), provider.store.account(&link.account))?;
        let (Some(guardian), Some(whom)) = (guardian, whom) else { continue };
        let records = tokio::try_join!(about(&guardian.number, provider), about(&whom.number, provider))?;
        let rules = decree::in_force(now.day_in_vietnam());
        let standing = match &records {
            (Some(own), Some(record)) => link.still(own, record, now, rules),
            _ => None,
        };
        match standing {
            None => end(&link, why(&link, now), provider, now).await?,
            Some(standing) if is_dated_otherwise(&link, &standing) => {
                provider.store.date_dependant(&link, &standing).await?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// The chore of the calendar: who is of age has nobody answering for them by age, and who grew up is said to have.
pub async fn by_calendar(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    for link in provider.store.dependants_due(BATCH, now).await? {
        if link.of_age_at.is_some_and(|at| now >= at) {
            end(&link, why(&link, now), &provider, now).await?;
        } else if let Some(guardian) = provider.store.account(&link.guardian).await? {
            let message = letter::dependant::grown(&guardian, &provider.config);
            provider.store.tell_grown(&link, &message, now).await?;
        }
    }
    Ok(())
}

/// Ends a relation and tells both sides, each where nobody else reads it.
async fn end(link: &Link, why: &'static str, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let (guardian, whom) =
        tokio::try_join!(provider.store.account(&link.guardian), provider.store.account(&link.account))?;
    let mut messages = Vec::new();
    if let Some(guardian) = &guardian {
        messages.push(letter::dependant::guardian_ended(guardian, &provider.config));
    }
    // A child without a telephone of its own is told by way of who still answers for it.
    let own_phone = whom.filter(|whom| guardian.as_ref().is_none_or(|guardian| guardian.phone != whom.phone));
    match own_phone {
        Some(whom) => messages.push(letter::dependant::ended(&whom, &provider.config)),
        None => {
            for other in provider.store.guardians_of(&link.account).await? {
                if other.guardian != link.guardian
                    && let Some(other) = provider.store.account(&other.guardian).await?
                {
                    messages.push(letter::dependant::ended(&other, &provider.config));
                }
            }
        }
    }
    provider.store.end_dependant(link, why, &messages, now).await?;
    Ok(())
}

fn why(link: &Link, now: Timestamp) -> &'static str {
    if link.of_age_at.is_some_and(|at| now >= at) { "of_age" } else { "relation" }
}

fn is_dated_otherwise(link: &Link, standing: &Standing) -> bool {
    standing.hands_over_at() != link.hands_over_at || standing.of_age_at() != link.of_age_at
}

/// The account of who acts for others: a citizen's, open, of level 2; none otherwise.
pub(super) async fn guardian(id: &AccountId, provider: &Provider) -> Result<Option<Account>, Fault> {
    let account = provider.store.account(id).await?;
    Ok(account.filter(|account| {
        account.is_open() && account.kind == AccountKind::Citizen && account.level == Some(AccountLevel::Two)
    }))
}

/// The record of the person with that number; none when the register answers about somebody else (F39).
pub(super) async fn about(number: &PersonalNumber, provider: &Provider) -> Result<Option<Record>, Fault> {
    let record = provider.registry.look_up(number).await?;
    Ok(record.filter(|record| record.number == *number || record.cancelled_numbers.contains(number)))
}

/// Relations ended or told of in one run.
const BATCH: i64 = 200;
