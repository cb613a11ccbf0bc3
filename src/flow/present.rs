//! The holder's side of the square: the switch, making one, and what has become of it.
//!
//! ```text
//! mint   -> store.account ⊙ presentation::may_make -> throttle ▣ store.make_presentation (cancels the old one)
//! token  -> the square's text, made again from the row each time it is drawn: it is kept nowhere
//! shown  -> store.presentation -> who scanned, and what is asked
//! ```

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{dependant, watch_cards, who};
use crate::identity::account::AccountLevel;
use crate::jose::algorithm::Algorithm;
use crate::jose::key_life::Purpose;
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, DependantId, PresentationId, decode};
use crate::store::presentation::NewPresentation;
use crate::store::throttle::Throttle;
use crate::wallet::ask::AskFacts;
use crate::wallet::asker::Asker;
use crate::wallet::field::Fields;
use crate::wallet::presentation::{self, Kind, PresentationFacts, Presenter, Refusal, Square, State, TYP};

/// A presentation as its holder sees it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The facts.
    pub facts: PresentationFacts,
    /// Where it stands now.
    pub state: State,
    /// Who scanned it, in words.
    pub scanner: Option<Asker>,
    /// What the scanner asks.
    pub ask: Option<AskFacts>,
}

/// Switches "verify the app by QR" on or off; false when nothing was changed.
pub async fn switch(session: &SessionFacts, on: bool, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    if on && session.is_lowered() {
        return Ok(false);
    }
    provider.store.switch_verification(&session.account, on, now).await
}

/// Whether the switch is on.
pub async fn is_switched_on(session: &SessionFacts, provider: &Provider) -> Result<bool, Fault> {
    let account = provider.store.account(&session.account).await?;
    Ok(account.is_some_and(|account| account.verification_qr_at.is_some()))
}

/// Makes a square; the holder's live one of that kind is dead from then on.
pub async fn mint(
    session: &SessionFacts,
    kind: Kind,
    fields: &Fields,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<PresentationId, Refusal>, Fault> {
    let is_on = is_switched_on(session, provider).await?;
    let level = watch_cards::opened_level(session, provider, now).await?;
    if let Err(refusal) = presentation::may_make(kind, fields, level, is_on) {
        let for_card = level != session.account_level && refusal != Refusal::NothingPicked;
        return Ok(Err(if for_card { Refusal::CardNotValid } else { refusal }));
    }
    let whose = Whose { holder: &session.account, level: session.holder_level, presenter: None };
    make(session, whose, kind, fields, provider, now).await
}

/// Makes a square in the name of somebody whom the session's person answers for, once that is proven again. The switch that
/// counts is of who shows it: it is their app that is verified.
pub async fn mint_for(
    session: &SessionFacts,
    dependant: &DependantId,
    kind: Kind,
    fields: &Fields,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<PresentationId, Refusal>, Fault> {
    if session.is_lowered() {
        return Ok(Err(Refusal::LevelTooLow));
    }
    let proven = dependant::prove(&session.account, dependant, provider, now).await?;
    let Some(proven) = proven.filter(dependant::Proven::opens) else { return Ok(Err(Refusal::NotTheirs)) };
    let level = proven.account.level.map(AccountLevel::number);
    let (opened, is_on) = (proven.opened_level(now), is_switched_on(session, provider).await?);
    if let Err(refusal) = presentation::may_make(kind, fields, opened, is_on) {
        let for_card = level != opened && refusal != Refusal::NothingPicked;
        return Ok(Err(if for_card { Refusal::CardNotValid } else { refusal }));
    }
    let presenter = Presenter {
        link: proven.link.id.clone(),
        account: session.account.clone(),
        relation: proven.standing.relation,
    };
    let whose = Whose { holder: &proven.link.account, level, presenter: Some(presenter) };
    make(session, whose, kind, fields, provider, now).await
}

/// In whose name a square is made.
struct Whose<'a> {
    holder: &'a AccountId,
    level: Option<i64>,
    presenter: Option<Presenter>,
}

async fn make(
    session: &SessionFacts,
    whose: Whose<'_>,
    kind: Kind,
    fields: &Fields,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<PresentationId, Refusal>, Fault> {
    let (whom, hour) = (session.account.as_str(), Seconds::hours(1));
    let throttle = provider.store.throttle("presentation", whom, limits::PRESENTATIONS_HOUR, hour, now);
    if let Throttle::Closed(until) = throttle.await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let id = PresentationId::new(entropy::bytes()?);
    let square = Square::new(name(&id, provider)?, kind, now);
    let new = NewPresentation {
        digest: square.digest(),
        kind,
        holder: whose.holder.clone(),
        session: session.id.clone(),
        presenter: whose.presenter,
        level: whose.level,
        fields: fields.clone(),
        expires_at: square.expires_at(),
        id,
    };
    let made = provider.store.make_presentation(&new, now).await?;
    Ok(made.then_some(new.id).ok_or(Refusal::NoLonger))
}

/// The live square of that kind that this session shows.
pub async fn live(
    session: &SessionFacts,
    kind: Kind,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<PresentationFacts>, Fault> {
    provider.store.live_presentation(&session.id, kind, now).await
}

/// A presentation that this person shows, and what has become of it; none when it is somebody else's.
pub async fn shown(
    session: &SessionFacts,
    id: &PresentationId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Shown>, Fault> {
    let facts = provider.store.presentation(id, now).await?;
    let Some(facts) = facts.filter(|facts| *facts.shown_by() == session.account) else { return Ok(None) };
    let state = match facts.state {
        State::Live if now >= facts.expires_at => State::Expired,
        State::Live if !facts.still_holds || !facts.account_is_open => State::Cancelled,
        state => state,
    };
    let scanner = match &facts.scanner {
        None => None,
        Some(scanner) => Some(who::named(scanner, provider).await?),
    };
    let ask = if state.was_scanned() { provider.store.ask_of(&facts.id).await? } else { None };
    // A question lapses by the clock, whether or not the chore has come by.
    let state = match &ask {
        Some(asked) if state == State::Asked && now >= asked.lapses_at => State::Lapsed,
        _ => state,
    };
    Ok(Some(Shown { facts, state, scanner, ask }))
}

/// The text in the square. It is not kept: the row's id and the master secret make its name again, and Ed25519 makes the
/// same signature again.
pub fn token(facts: &PresentationFacts, provider: &Provider, now: Timestamp) -> Result<String, Fault> {
    let square = Square::new(name(&facts.id, provider)?, facts.kind, facts.made_at);
    let claims = square.claims(&provider.config.issuer);
    provider.keys.ring().sign(Purpose::Presentation, Algorithm::EdDsa, TYP, &claims, now)
}

/// The square's name: 128 bits that nobody can tell from random ones without the master secret.
fn name(id: &PresentationId, provider: &Provider) -> Result<[u8; 16], Fault> {
    let keyed = decode(provider.store.vault().index("presentation", id.as_str()).as_str());
    let first = keyed.as_deref().and_then(|bytes| bytes.first_chunk::<16>().copied());
    first.ok_or_else(|| Fault::internal("a keyed digest is shorter than it is"))
}
