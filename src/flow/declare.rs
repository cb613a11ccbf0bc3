//! Somebody declares whom they answer for (Decree 69/2024 Art. 10(1); inventory A02 to A04, G01).
//!
//! ```text
//! declare     ⊙ fresh second factor, own level, fields ▣ count the try → both records, subscriber
//!             ⊙ dependant::decide ▣ account + relation, or the refusal
//!             ▣ or, when no register answers: the declaration is kept and waits (`flow::wait`)
//! decide_late → the same of one that waited, by the records of now ▣ decided, and who declared is told
//! ```

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::dependant::{about, guardian};
use crate::flow::{letter, second_factor, wait};
use crate::identity::account::{Account, AccountKind, AccountLevel, Channel, State};
use crate::identity::activation;
use crate::identity::decree;
use crate::identity::dependant::{self, DeclarationFacts};
use crate::identity::enrolment::Finding;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Declared, DeclaredRefusal, Form, Record};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, DependantId};
use crate::store::dependant::{Declaration, Declared as Became};
use crate::store::enrolment::Application;
use crate::store::enrolment_wait::{Applicant, Waiting};
use crate::store::near_match::Nearness;
use crate::store::outbox::Message;
use crate::store::throttle::Throttle;

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
    /// The register says so, and the rules of the day give the person nothing of their own.
    NoneOfOwn,
    /// The register says so, and the guardian's telephone is no longer in the guardian's name.
    PhoneNotOwn,
    /// No register answered for as long as a declaration is kept.
    Undecided,
}

impl Refusal {
    /// What a finding is to who declared: only who answers for somebody is told more than that it could not be confirmed.
    fn of(finding: &str) -> Self {
        let told = [
            (Finding::NoCard, Self::NoCard),
            (Finding::AppliesAlone, Self::AppliesAlone),
            (Finding::NoneOfOwn, Self::NoneOfOwn),
            (Finding::PhoneNotOwn, Self::PhoneNotOwn),
            (Finding::Undecided, Self::Undecided),
        ];
        told.into_iter().find(|(known, _)| known.as_str() == finding).map_or(Self::NotConfirmed, |(_, told)| told)
    }
}

/// What became of a declaration.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The relation stands.
    Kept(DependantId),
    /// No register answered; it goes on by itself, and who declared is told.
    Waits,
}

/// A declaration that waited, and did not come to a relation yet or at all.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// The name as it was declared; whoever sees it here has typed it.
    pub name: String,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// Why it came to nothing; none while it waits.
    pub refusal: Option<Refusal>,
}

/// Declares somebody whom the session's person answers for.
pub async fn declare(
    session: &SessionFacts,
    form: Form<'_>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Outcome, Refusal>, Fault> {
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
    let known = match ask(&guardian, &declared, provider).await {
        Ok(known) => known,
        Err(Fault::RegistryDown(why)) => {
            tracing::warn!(%why, "a declaration waits for a register");
            let person = provider.store.person_digest(&declared.number);
            let applicant = Applicant {
                person,
                declared,
                channel: Channel::Sms,
                language: guardian.language,
                applied_by: Some(guardian.id),
            };
            wait::begin(applicant, provider, now).await?;
            return Ok(Ok(Outcome::Waits));
        }
        Err(fault) => return Err(fault),
    };
    let (became, finding) =
        decide(Asked { guardian: &guardian, declared: &declared, waited: None }, &known, provider, now).await?;
    Ok(match became {
        Became::Kept(id) => Ok(Outcome::Kept(id)),
        _ => Err(Refusal::of(finding.as_str())),
    })
}

/// Decides a declaration that waited. Of who may no longer act for anybody it is refused, like a stranger's: what counts is
/// who answers for whom when the account is made.
pub(super) async fn decide_late(
    waiting: &Waiting,
    declarer: &AccountId,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let account = provider.store.account(declarer).await?;
    let account = account.ok_or_else(|| Fault::internal("a declaration hangs from no account"))?;
    let known = ask(&account, &waiting.applicant.declared, provider).await?;
    let may = guardian(declarer, provider).await?.is_some();
    let known = Known { own: known.own.filter(|_| may), ..known };
    let asked = Asked { guardian: &account, declared: &waiting.applicant.declared, waited: Some(waiting) };
    decide(asked, &known, provider, now).await.map(drop)
}

/// The declarations of this person that wait, and those that waited for nothing lately.
pub async fn unfinished(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Vec<Unfinished>, Fault> {
    let since = now.minus(limits::UNFINISHED_SHOWN);
    let kept = provider.store.unfinished_declarations(&session.account, since, UNFINISHED).await?;
    let unfinished = kept.into_iter().map(|kept| Unfinished {
        name: kept.declared.name.as_str().to_owned(),
        submitted_at: kept.submitted_at,
        refusal: kept.finding.as_deref().map(Refusal::of),
    });
    Ok(unfinished.collect())
}

/// A declaration that is to be decided.
#[derive(Clone, Copy)]
struct Asked<'a> {
    guardian: &'a Account,
    declared: &'a Declared,
    waited: Option<&'a Waiting>,
}

/// What the registers know about a declaration.
struct Known {
    own: Option<Record>,
    record: Option<Record>,
    subscriber: Option<PersonalNumber>,
}

/// Asks the registers; each is heard, so that each one's breaker learns what became of its question. One question at a time
/// goes to each: of a register that was down a single one is let through to try it, and a second would be refused.
async fn ask(guardian: &Account, declared: &Declared, provider: &Provider) -> Result<Known, Fault> {
    let people = async {
        let record = provider.registry.look_up(&declared.number).await?;
        Ok::<_, Fault>((record, about(&guardian.number, provider).await?))
    };
    let (people, subscriber) = tokio::join!(people, provider.registry.subscriber(&guardian.phone));
    let ((record, own), subscriber) = (people?, subscriber?);
    Ok(Known { own, record, subscriber })
}

/// Decides, once more when another parent's declaration won: what that one made is found then.
async fn decide(
    asked: Asked<'_>,
    known: &Known,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Became, Finding), Fault> {
    for _ in 0..2 {
        match once(asked, known, provider, now).await? {
            (Became::AnotherWasFirst, _) => {}
            done => return Ok(done),
        }
    }
    Err(Fault::Busy("two parents declared one child in one moment".into()))
}

/// One look at the person's account, the decision, and the commit that keeps it.
async fn once(
    asked: Asked<'_>,
    known: &Known,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Became, Finding), Fault> {
    let Asked { guardian, declared, waited } = asked;
    let person = provider.store.person_digest(&declared.number);
    let existing = provider.store.account_of_person(&person).await?.filter(|account| account.state != State::Closed);
    let rules = decree::in_force(now.day_in_vietnam());
    let (finding, standing) = match &known.own {
        None => (Finding::NotAnswering, None),
        Some(own) => dependant::decide(&DeclarationFacts {
            declared,
            guardian: own,
            dependant: known.record.as_ref(),
            subscriber: known.subscriber.as_ref(),
            has_account: existing.is_some(),
            today: now.day_in_vietnam(),
            rules,
        }),
    };
    let account = account_to_be(declared, guardian, now)?;
    let id = DependantId::new(entropy::bytes()?);
    let result = waited.and_then(|_| result(asked, finding, provider));
    let said = Declaration {
        guardian: &guardian.id,
        application: &Application {
            person,
            declared: declared.clone(),
            finding,
            nearness: Nearness::far(guardian.language, now),
        },
        proven: standing.as_ref().map(|standing| (&id, standing)),
        account: existing.as_ref().unwrap_or(&account),
        messages: &beginning(asked, finding, existing.as_ref(), provider),
        result: result.as_ref(),
        waited: waited.map(|waiting| &waiting.id),
    };
    Ok((provider.store.commit_declaration(&said, now).await?, finding))
}

/// What is told of a relation that begins.
fn beginning(asked: Asked<'_>, finding: Finding, existing: Option<&Account>, provider: &Provider) -> Vec<Message> {
    let guardian = asked.guardian;
    match finding {
        Finding::Matched => vec![letter::dependant::declared(guardian, &asked.declared.name, &provider.config)],
        // Who acted in the account until now hears of one more.
        Finding::Joined => {
            let others = existing.into_iter().filter(|account| account.phone != guardian.phone);
            others.map(|account| letter::dependant::joined(account, &provider.config)).collect()
        }
        _ => Vec::new(),
    }
}

/// What somebody who waited is told of the result; an account that was made tells it by itself.
fn result(asked: Asked<'_>, finding: Finding, provider: &Provider) -> Option<Message> {
    match finding {
        Finding::Matched => None,
        Finding::Joined => Some(letter::dependant::confirmed(asked.guardian, &asked.declared.name, &provider.config)),
        _ => Some(letter::dependant::not_confirmed(asked.guardian, &provider.config)),
    }
}

fn account_to_be(declared: &Declared, guardian: &Account, now: Timestamp) -> Result<Account, Fault> {
    Ok(Account {
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
        activation_closes_at: activation::closes_at(now, decree::in_force(now.day_in_vietnam())),
        activated_at: None,
        raised_at: None,
        proofed_at: None,
        verification_qr_at: None,
        grounds: Vec::new(),
        version: 1,
    })
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

/// Declarations on one list.
const UNFINISHED: i64 = 20;
