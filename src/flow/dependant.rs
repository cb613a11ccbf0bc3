//! Whom a person answers for: declared, looked at, activated, and ended by itself.
//!
//! ```text
//! declare → guardian's and dependant's records, subscriber ⊙ dependant::decide ▣ account + relation, or the refusal
//! prove   → the relation that is kept → both records ⊙ Link::still          stands: what it opens · else ▣ ended, both told
//! ```
//!
//! What is kept opens nothing: every use asks the register again, and while the register is out of reach nothing opens
//! (A04, PM09).

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{hand_over, letter, second_factor};
use crate::identity::account::{Account, AccountKind, AccountLevel, Channel, State};
use crate::identity::activation;
use crate::identity::decree;
use crate::identity::dependant::{self, DeclarationFacts, Link, Reach, Standing};
use crate::identity::enrolment::Finding;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Declared, DeclaredRefusal, Form, Record};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, DependantId};
use crate::store::dependant::{Declaration, Declared as Became};
use crate::store::enrolment::Application;
use crate::store::hand_over::Hands;
use crate::store::near_match::Nearness;
use crate::store::throttle::Throttle;
use crate::wallet::disclosure::{self, Disclosed};
use crate::wallet::field::{Field, Fields};

/// Why nothing was declared or done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// A second factor must be shown first.
    StepUp,
    /// Who acts for another has an open account of level 2 of their own (Decree 69/2024 Art. 10(1)).
    LevelTooLow,
    /// Some fields cannot be read.
    Fields(DeclaredRefusal),
    /// Too many declarations; again at that instant.
    TooMany(Timestamp),
    /// Not found, not equal, not theirs: which of them is not told.
    NotConfirmed,
    /// The register says that they answer for that person, who has no valid card.
    NoCard,
    /// The register says so, and the person applies alone.
    AppliesAlone,
    /// The register says so, and the guardian's telephone is no longer in the guardian's name.
    PhoneNotOwn,
}

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

/// Declares somebody whom the session's person answers for.
pub async fn declare(
    session: &SessionFacts,
    form: Form<'_>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<DependantId, Refusal>, Fault> {
    if !second_factor::is_fresh(session, now) {
        return Ok(Err(Refusal::StepUp));
    }
    let Some(guardian) = guardian(&session.account, provider).await? else { return Ok(Err(Refusal::LevelTooLow)) };
    // A dependant is reached by the guardian's own telephone.
    let declared = match Declared::parse(Form { phone: guardian.phone.as_str(), email: "", ..form }) {
        Ok(declared) => declared,
        Err(refusal) => return Ok(Err(Refusal::Fields(refusal))),
    };
    if let Throttle::Closed(until) = counted(&guardian, &declared, address, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let (record, own, subscriber) = tokio::try_join!(
        provider.registry.look_up(&declared.number),
        about(&guardian.number, provider),
        provider.registry.subscriber(&guardian.phone)
    )?;
    let Some(own) = own else { return Ok(Err(Refusal::NotConfirmed)) };
    for _ in 0..2 {
        let known = Known { guardian: &guardian, own: &own, record: record.as_ref(), subscriber: subscriber.as_ref() };
        match decide(&declared, known, provider, now).await? {
            Ok(Became::Kept(id)) => return Ok(Ok(id)),
            // The other parent's declaration won: what it made is found now.
            Ok(Became::AnotherWasFirst) => {}
            Ok(Became::Refused) => return Ok(Err(Refusal::NotConfirmed)),
            Err(refusal) => return Ok(Err(refusal)),
        }
    }
    Err(Fault::Busy("two parents declared one child in one moment".into()))
}

#[derive(Clone, Copy)]
struct Known<'a> {
    guardian: &'a Account,
    own: &'a Record,
    record: Option<&'a Record>,
    subscriber: Option<&'a PersonalNumber>,
}

/// One look at the person's account, the decision, and the commit that keeps it.
async fn decide(
    declared: &Declared,
    known: Known<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Became, Refusal>, Fault> {
    let person = provider.store.person_digest(&declared.number);
    let existing = provider.store.account_of_person(&person).await?.filter(|account| account.state != State::Closed);
    let rules = decree::in_force(now.day_in_vietnam());
    let (finding, standing) = dependant::decide(&DeclarationFacts {
        declared,
        guardian: known.own,
        dependant: known.record,
        subscriber: known.subscriber,
        has_account: existing.is_some(),
        today: now.day_in_vietnam(),
        rules,
    });
    let guardian = known.guardian;
    let told = existing.iter().filter(|account| account.phone != guardian.phone);
    let mut messages: Vec<_> = told.map(|account| letter::dependant::joined(account, &provider.config)).collect();
    if finding == Finding::Matched {
        messages.push(letter::dependant::declared(guardian, &declared.name, &provider.config));
    }
    let account = Account {
        id: AccountId::new(entropy::bytes()?),
        kind: AccountKind::Citizen,
        state: State::Approved,
        level: Some(AccountLevel::One),
        number: declared.number,
        phone: declared.phone.clone(),
        email: None,
        channel: Channel::Sms,
        language: guardian.language,
        created_at: now,
        activation_closes_at: activation::closes_at(now, rules),
        activated_at: None,
        raised_at: None,
        verification_qr_at: None,
        grounds: Vec::new(),
        version: 1,
    };
    let id = DependantId::new(entropy::bytes()?);
    let became = provider
        .store
        .commit_declaration(
            &Declaration {
                guardian: &guardian.id,
                application: &Application {
                    person,
                    declared: declared.clone(),
                    finding,
                    nearness: Nearness::far(guardian.language, now),
                },
                proven: standing.as_ref().map(|standing| (&id, standing)),
                account: existing.as_ref().unwrap_or(&account),
                messages: &messages,
            },
            now,
        )
        .await?;
    Ok(match finding {
        Finding::NoCard => Err(Refusal::NoCard),
        Finding::AppliesAlone => Err(Refusal::AppliesAlone),
        Finding::PhoneNotOwn => Err(Refusal::PhoneNotOwn),
        _ => Ok(became),
    })
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
    let level = proven.account.level.map(AccountLevel::number);
    let fields: Fields = Field::ALL.iter().copied().filter(|field| field.opens_at(level)).collect();
    let facts = disclosure::reveal(&fields, &proven.record, now.day_in_vietnam());
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
async fn guardian(id: &AccountId, provider: &Provider) -> Result<Option<Account>, Fault> {
    let account = provider.store.account(id).await?;
    Ok(account.filter(|account| {
        account.is_open() && account.kind == AccountKind::Citizen && account.level == Some(AccountLevel::Two)
    }))
}

/// The record of the person with that number; none when the register answers about somebody else (F39).
async fn about(number: &PersonalNumber, provider: &Provider) -> Result<Option<Record>, Fault> {
    let record = provider.registry.look_up(number).await?;
    Ok(record.filter(|record| record.number == *number || record.cancelled_numbers.contains(number)))
}

/// By person, by address, and by the number that is declared, which is counted with every other way to ask for it (I8).
async fn counted(
    guardian: &Account,
    declared: &Declared,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Throttle, Fault> {
    let person = provider.store.person_digest(&declared.number);
    let (hour, day) = (Seconds::hours(1), Seconds::days(1));
    for (what, whom, limit, window) in [
        ("enrolment address", address, limits::ENROLMENTS_ADDRESS_HOUR, hour),
        ("declaration", guardian.id.as_str(), limits::DECLARATIONS_DAY, day),
        ("enrolment", person.as_str(), limits::ENROLMENTS_NUMBER_DAY, day),
    ] {
        let throttle = provider.store.throttle(what, whom, limit, window, now).await?;
        if throttle != Throttle::Open {
            return Ok(throttle);
        }
    }
    Ok(Throttle::Open)
}

/// Relations ended or told of in one run.
const BATCH: i64 = 200;
