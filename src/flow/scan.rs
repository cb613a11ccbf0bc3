//! A scan: by an officer on duty or by a registered party's system.
//!
//! ```text
//! text -> throttle -> signature by our QR key ⊙ Square::read, check -> store.scanned_presentation ⊙ answer
//!   genuine -> the register, and for whom a guardian shows it, the relation -> ▣ spend_presentation (one winner; for sharing with release and receipt)
//!   else    ▣ the refused scan, in both histories
//! ```
//!
//! What the scanner is shown comes from the server, never from the text (QR08). A text that we did not sign is `unknown`
//! whatever it looks like, and so is one whose row is gone.

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::dependant;
use crate::flow::release;
use crate::flow::who;
use crate::identity::event::{Actor, Event, Kind as Happened};
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::person::Record;
use crate::jose::key_life::Purpose as KeyPurpose;
use crate::limits;
use crate::oauth::claims::Claim;
use crate::oauth::relying_party::RelyingParty;
use crate::provider::Provider;
use crate::secret::{AccountId, AskId, PresentationId};
use crate::store::ask::Release;
use crate::store::presentation::Spending;
use crate::store::throttle::Throttle;
use crate::wallet::ask::Question;
use crate::wallet::asker::{Asker, AskerId};
use crate::wallet::disclosure::{self, Glimpse};
use crate::wallet::field::{Field, Fields};
use crate::wallet::presentation::{Answer, Kind, PresentationFacts, Square, TYP};
use crate::wallet::purpose::Purpose;

/// Who scans.
#[derive(Clone, Copy, Debug)]
pub enum Scanner<'a> {
    /// An officer on duty.
    Officer(&'a Officer),
    /// A registered party's system, which has proved itself.
    Party(&'a RelyingParty),
}

/// What a scan came to.
#[derive(Clone, Debug)]
pub struct Scan {
    /// The answer.
    pub answer: Answer,
    /// What was scanned, when it was ours.
    pub presentation: Option<(PresentationId, Kind)>,
    /// What the scan alone shows an officer, when it was genuine.
    pub glimpse: Option<Glimpse>,
    /// For sharing: where what the holder picked is to be read.
    pub released: Option<AskId>,
}

/// Why nothing was looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The officer's group may not scan, or the party is not registered for it.
    NotPermitted,
    /// Too many scans in the last minute.
    TooMany(Timestamp),
}

/// Looks at a text from a square and, if it is genuine, spends it.
pub async fn scan(
    text: &str,
    scanner: Scanner<'_>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Scan, Refusal>, Fault> {
    if !scanner.may_scan() {
        return Ok(Err(Refusal::NotPermitted));
    }
    let who = scanner.asker();
    if let Some(until) = too_many(scanner, who.who.id(), address, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let Some(square) = read(text, provider, now) else {
        return refused(Answer::Unknown, None, &who, provider, now).await.map(Ok);
    };
    let Some(facts) = provider.store.scanned_presentation(&square.digest(), now).await? else {
        // Ours, and forgotten since: its minute is long over.
        let answer = square.check(now).err().unwrap_or(Answer::Unknown);
        return refused(answer, None, &who, provider, now).await.map(Ok);
    };
    match facts.answer(&who.who, now) {
        Answer::Genuine => genuine(&facts, scanner, &who, provider, now).await.map(Ok),
        answer => refused(answer, Some(&facts), &who, provider, now).await.map(Ok),
    }
}

impl Scanner<'_> {
    /// The scanner as rows, receipts and the holder's screen have it.
    pub fn asker(self) -> Asker {
        match self {
            Self::Officer(officer) => who::officer(officer),
            Self::Party(party) => who::party(party),
        }
    }

    fn may_scan(self) -> bool {
        match self {
            Self::Officer(officer) => officer.may(Module::Scan, Action::Check),
            // The endpoint has checked the scope; a party without it never comes here.
            Self::Party(_) => true,
        }
    }

    /// What of the fields that a holder picked this scanner may receive: a party gets what it is registered for.
    fn receives(self, picked: &Fields) -> Fields {
        match self {
            Self::Officer(_) => picked.clone(),
            Self::Party(party) => {
                let registered =
                    |field: &Field| Claim::parse(field.as_str()).is_some_and(|it| party.claims.contains(&it));
                picked.iter().filter(registered).collect()
            }
        }
    }
}

/// Counts the scan before it is looked at; until when there are too many.
async fn too_many(
    scanner: Scanner<'_>,
    whom: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Timestamp>, Fault> {
    let counted: &[(&'static str, &str, u32)] = match scanner {
        Scanner::Officer(_) => {
            &[("scan", whom, limits::SCANS_MINUTE), ("scan from", address, limits::SCANS_ADDRESS_MINUTE)]
        }
        Scanner::Party(_) => &[("scan", whom, limits::SCANS_PARTY_MINUTE)],
    };
    for (what, whom, limit) in counted {
        let throttle = provider.store.throttle(what, whom, *limit, Seconds::minutes(1), now).await?;
        if let Throttle::Closed(until) = throttle {
            return Ok(Some(until));
        }
    }
    Ok(None)
}

/// The square in a text, when its signature is ours.
pub(super) fn read(text: &str, provider: &Provider, now: Timestamp) -> Option<Square> {
    let verified = provider.keys.ring().verify_own(text.trim(), KeyPurpose::Presentation, TYP, now).ok()?;
    Square::read(verified.claims.members(), &provider.config.issuer)
}

/// Whether the party takes a proofing as old as the holder's; asked of the store only where it demands anything.
async fn takes_proofing(
    party: &RelyingParty,
    holder: &AccountId,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    if party.proofing_max_age.is_none() {
        return Ok(true);
    }
    let account = provider.store.account(holder).await?;
    Ok(party.takes_proofing_of(account.and_then(|account| account.proofed_at), now))
}

async fn genuine(
    facts: &PresentationFacts,
    scanner: Scanner<'_>,
    who: &Asker,
    provider: &Provider,
    now: Timestamp,
) -> Result<Scan, Fault> {
    // What its holder has frozen is for this party as if it were taken back, and so is for a bank what was taken back lately,
    // and for who demands a late proofing whoever was proofed long ago; it learns no more than that.
    if let Scanner::Party(party) = scanner
        && (provider.store.is_frozen(&facts.holder, &party.client_id, now).await?
            || (party.is_finance() && provider.store.is_restrained(&facts.holder, now).await?)
            || !takes_proofing(party, &facts.holder, provider, now).await?)
    {
        return refused(Answer::Cancelled, Some(facts), who, provider, now).await;
    }
    // Before the write, because the register may take its time and no transaction waits for it.
    let record = match release::record(&facts.holder, provider, now).await {
        // A register out of reach makes nobody's square false; sharing has nothing to give without it.
        Err(fault) if fault.is_passing() && facts.kind == Kind::Verification => {
            tracing::warn!(%fault, "a square was checked without the register");
            None
        }
        Err(fault) => return Err(fault),
        Ok(Some(record)) => Some(record),
        // The register knows the holder no more, or knows that the holder has died: the account is locked by now.
        Ok(None) => return refused(Answer::Locked, Some(facts), who, provider, now).await,
    };
    let presented_by = match &facts.presenter {
        None => None,
        // Who shows it answers for the holder at this very moment, or it shows nothing (A04).
        Some(presenter) => match dependant::prove(&presenter.account, &presenter.link, provider, now).await? {
            Some(proven) if proven.opens() => Some((proven.standing.relation, disclosure::initials(&proven.own))),
            _ => return refused(Answer::Cancelled, Some(facts), who, provider, now).await,
        },
    };
    let shared = match (&record, facts.kind) {
        (Some(record), Kind::Sharing) => shared(facts, scanner, who, record, provider, now).await?,
        _ => None,
    };
    let event = Event::new(Happened::PresentationScanned, actor(&who.who), now)
        .about(&facts.holder)
        .with("kind", facts.kind.as_str())
        .with("presentation", facts.id.as_str());
    let spending = Spending { facts, scanner: &who.who, event: &event, release: shared.as_ref() };
    if !provider.store.spend_presentation(&spending, now).await? {
        return lost(facts, who, provider, now).await;
    }
    let is_officer = matches!(scanner, Scanner::Officer(_));
    Ok(Scan {
        answer: Answer::Genuine,
        presentation: Some((facts.id.clone(), facts.kind)),
        glimpse: is_officer.then(|| Glimpse {
            initials: record.as_ref().map(disclosure::initials),
            level: facts.level,
            presented_by,
        }),
        released: shared.map(|release| release.ask),
    })
}

/// What the holder picked, as far as this scanner may have it; none when that is nothing.
async fn shared(
    facts: &PresentationFacts,
    scanner: Scanner<'_>,
    who: &Asker,
    record: &Record,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Release>, Fault> {
    let allowed = scanner.receives(&facts.fields).opened_at(facts.level);
    if allowed.is_empty() {
        return Ok(None);
    }
    let question = Question { purpose: Purpose::Shared, fields: facts.fields.clone(), place: String::new() };
    let made = release::Making {
        ask: AskId::new(entropy::bytes()?),
        presentation: facts.id.clone(),
        digest: facts.digest.clone(),
        kind: facts.kind,
        holder: facts.holder.clone(),
        presenter: facts.presenter.clone(),
        asker: who.clone(),
        question,
        allowed,
    };
    release::make(made, record, provider, now).await.map(Some)
}

/// Somebody or something was first between our look and our write: what it was is read again.
async fn lost(facts: &PresentationFacts, who: &Asker, provider: &Provider, now: Timestamp) -> Result<Scan, Fault> {
    let again = provider.store.presentation(&facts.id, now).await?;
    let answer = match again.map(|again| again.answer(&who.who, now)) {
        // Its minute was over, or its session went, in the very moment.
        None | Some(Answer::Genuine) => Answer::Cancelled,
        Some(answer) => answer,
    };
    refused(answer, Some(facts), who, provider, now).await
}

/// A refused scan stands in the scanner's history, and in the holder's when it is known whose square it was.
async fn refused(
    answer: Answer,
    facts: Option<&PresentationFacts>,
    who: &Asker,
    provider: &Provider,
    now: Timestamp,
) -> Result<Scan, Fault> {
    let mut event = Event::new(Happened::PresentationRefused, actor(&who.who), now).with("answer", answer.word());
    if let Some(facts) = facts {
        event = event.about(&facts.holder).with("kind", facts.kind.as_str()).with("presentation", facts.id.as_str());
    }
    provider.store.record(&event).await?;
    Ok(Scan { answer, presentation: facts.map(|facts| (facts.id.clone(), facts.kind)), glimpse: None, released: None })
}

pub(super) fn actor(who: &AskerId) -> Actor {
    match who {
        AskerId::Officer(account) => Actor::Officer(account.clone()),
        AskerId::RelyingParty(party) => Actor::RelyingParty(party.clone()),
    }
}
