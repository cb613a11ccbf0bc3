//! The square of an organisation, from both sides.
//!
//! ```text
//! make    -> what the party is registered for ⊙ Wanted::read ▣ the square            the operator, or the party's system
//! look    -> the name, or the short code, counted -> the square ⊙ may_open           who asks, where, for what; asks nobody
//! open    -> counted ▣ the square is taken and the person is asked, in one commit     then as after an officer's scan
//! answers -> the questions of the last minutes ▣ each release is read once            the party's system alone
//! ```

use serde_json::{Value, json};

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{Refused, client_auth, scan_for_party, watch_cards};
use crate::identity::event::Actor;
use crate::identity::language::Language;
use crate::limits;
use crate::oauth::claims::Claim;
use crate::oauth::client_auth::{Credentials, Unusable};
use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::scope::Scope;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AskId, Digest, OrganisationSquareId, PresentationId, decode, encode};
use crate::store::organisation_square::{NewSquare, Opening};
use crate::store::throttle::Throttle;
use crate::wallet::ask::{AskFacts, Question, State as Stands};
use crate::wallet::asker::AskerId;
use crate::wallet::field::{Field, Fields};
use crate::wallet::organisation_square::{Kind, Name, Refusal, SquareFacts, Unmade, Wanted};
use crate::wallet::purpose::Purpose;
use crate::wallet::sign_in_square::Code;

/// A square that was made, or stands.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its id, for its own party and for operators.
    pub id: OrganisationSquareId,
    /// What stands in the picture.
    pub address: String,
    /// What is typed where there is no camera.
    pub code: String,
}

/// A square as somebody sees it who is not asked yet.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The facts.
    pub facts: SquareFacts,
    /// Who asks.
    pub party: RelyingParty,
    /// The end of its address.
    pub name: Name,
    /// The short code.
    pub code: String,
}

/// What the party is registered to ask for: fields whose purpose it has registered, as claims of the same name.
pub fn registered(party: &RelyingParty) -> Fields {
    Field::ALL.iter().copied().filter(|field| purpose(party, *field, Language::Vi).is_some()).collect()
}

/// The registered words that say what the party wants a field for.
pub fn purpose(party: &RelyingParty, field: Field, language: Language) -> Option<String> {
    let claim = Claim::parse(field.as_str()).filter(|claim| party.claims.contains(claim))?;
    party.purpose(claim, language).map(str::to_owned)
}

/// What a party wants each field of its question for; nothing where an officer asks.
pub async fn reasons(asked: &AskFacts, t: Language, provider: &Provider) -> Result<Vec<(Field, String)>, Fault> {
    let AskerId::RelyingParty(party) = &asked.asker else { return Ok(Vec::new()) };
    let Some(registered) = provider.store.relying_party(party).await? else { return Ok(Vec::new()) };
    let fields = asked.question.fields.iter();
    Ok(fields.filter_map(|field| Some((field, purpose(&registered.party, field, t)?))).collect())
}

/// Makes a square for a party.
pub async fn make(
    party: &RelyingParty,
    kind: Kind,
    (fields, place): (&str, &str),
    by: Actor,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Made, Unmade>, Fault> {
    let wanted = match Wanted::read(kind, fields, place, &registered(party)) {
        Ok(wanted) => wanted,
        Err(unmade) => return Ok(Err(unmade)),
    };
    let id = OrganisationSquareId::new(entropy::bytes()?);
    let new = NewSquare {
        digest: name(&id, provider)?.digest(),
        code: code_digest(&code(&id, provider)?, provider),
        kind,
        party: party.client_id.clone(),
        wanted,
        expires_at: (kind == Kind::Shown).then(|| now.plus(limits::ORGANISATION_SQUARE)),
        id,
    };
    provider.store.make_organisation_square(&new, by, now).await?;
    made(&new.id, provider).map(Ok)
}

/// The address and the code of a square, made again: they are kept nowhere.
pub fn made(id: &OrganisationSquareId, provider: &Provider) -> Result<Made, Fault> {
    Ok(Made { address: address(&name(id, provider)?, provider), code: code(id, provider)?.grouped(), id: id.clone() })
}

/// What stands in the picture of that name.
pub fn address(name: &Name, provider: &Provider) -> String {
    format!("{}{PATH}{}", provider.config.issuer.trim_end_matches('/'), name.write())
}

/// The square of that name, for whoever looks at it; none when there is none.
pub async fn offered(text: &str, provider: &Provider) -> Result<Option<Offered>, Fault> {
    let Some(name) = Name::parse(text) else { return Ok(None) };
    let Some(facts) = provider.store.named_organisation_square(&name.digest()).await? else { return Ok(None) };
    let Some(registered) = provider.store.relying_party(&facts.party).await? else { return Ok(None) };
    let code = code(&facts.id, provider)?.grouped();
    Ok(Some(Offered { facts, party: registered.party, name, code }))
}

/// The name of the square that a person scanned or whose code was typed.
pub async fn read(
    session: &SessionFacts,
    text: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Name, Refusal>, Fault> {
    let (text, issuer) = (text.trim(), provider.config.issuer.trim_end_matches('/'));
    if let Some(path) = text.strip_prefix(issuer) {
        return Ok(path.strip_prefix(PATH).and_then(Name::parse).ok_or(Refusal::Unknown));
    }
    let Some(code) = Code::parse(text) else {
        let is_token = text.split('.').count() == 3 && !text.contains('/');
        return Ok(Err(if is_token { Refusal::AnotherKind } else { Refusal::Unknown }));
    };
    for (what, whom, limit) in [
        ("organisation codes of an address", address, limits::SIGN_IN_CODES_ADDRESS),
        ("organisation codes", session.account.as_str(), limits::ORGANISATION_CODES),
    ] {
        let tries = provider.store.throttle(what, whom, limit, limits::PASSWORD_WINDOW, now).await?;
        if let Throttle::Closed(until) = tries {
            return Ok(Err(Refusal::TooMany(until)));
        }
    }
    match provider.store.coded_organisation_square(&code_digest(&code, provider)).await? {
        Some(square) => name(&square.id, provider).map(Ok),
        None => Ok(Err(Refusal::Unknown)),
    }
}

/// Opens a square: from here on the person is asked, and answers as after an officer's scan.
pub async fn open(
    session: &SessionFacts,
    text: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<AskId, Refusal>, Fault> {
    let Some(offered) = offered(text, provider).await? else { return Ok(Err(Refusal::Unknown)) };
    let facts = &offered.facts;
    if let Err(refusal) = facts.may_open(now) {
        return Ok(Err(refusal));
    }
    if provider.store.is_frozen(&session.account, &offered.party.client_id, now).await? {
        return Ok(Err(Refusal::Frozen));
    }
    if let Some(until) = session.restrained_until.filter(|until| now < *until && offered.party.is_finance()) {
        return Ok(Err(Refusal::Restrained(until)));
    }
    if !offered.party.takes_proofing_of(session.proofed_at, now) {
        return Ok(Err(Refusal::ProofedLongAgo));
    }
    // Registered when the square was made and no longer now: not asked for.
    let fields = facts.fields.and(&registered(&offered.party));
    let level = watch_cards::opened_level(session, provider, now).await?;
    if fields.opened_at(level).is_empty() {
        return Ok(Err(Refusal::NothingToShow));
    }
    let (whom, hour) = (session.account.as_str(), Seconds::hours(1));
    let opens = provider.store.throttle("organisation squares", whom, limits::ORGANISATION_SQUARES_HOUR, hour, now);
    if let Throttle::Closed(until) = opens.await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let opening = Opening {
        square: facts,
        session,
        presentation: PresentationId::new(entropy::bytes()?),
        digest: Digest::sha256(&entropy::bytes::<16>()?),
        ask: AskId::new(entropy::bytes()?),
        question: Question { purpose: Purpose::Party, fields, place: facts.place.clone() },
    };
    if provider.store.open_organisation_square(&opening, now).await? {
        return Ok(Ok(opening.ask));
    }
    // Somebody was first, or it was taken back, between the look and the write.
    let present = provider.store.organisation_square(&facts.id).await?;
    Ok(Err(present.and_then(|present| present.may_open(now).err()).unwrap_or(Refusal::NoLonger)))
}

/// Takes a square back, for an operator.
pub async fn revoke(id: &OrganisationSquareId, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    let Some(square) = provider.store.organisation_square(id).await? else { return Ok(false) };
    provider.store.revoke_organisation_square(&square, Actor::Operator, now).await
}

/// A party's system makes a square for a screen.
pub async fn make_for_party(
    form: &Params,
    credentials: Result<Credentials, Unusable>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Value, Refused> {
    let party = scanning(credentials, address, provider, now).await?;
    let (whom, minute) = (party.client_id.as_str(), Seconds::minutes(1));
    let making = provider.store.throttle("squares of a party", whom, limits::SCANS_PARTY_MINUTE, minute, now).await;
    if let Throttle::Closed(until) = making? {
        return Err(Refused::TooMany(until));
    }
    let wanted = (form.get("fields").unwrap_or_default(), form.get("place").unwrap_or_default());
    let by = Actor::RelyingParty(party.client_id.clone());
    match make(&party, Kind::Shown, wanted, by, provider, now).await? {
        Ok(made) => Ok(json!({
            "square": made.id,
            "address": made.address,
            "code": made.code,
            "expires_at": now.plus(limits::ORGANISATION_SQUARE),
        })),
        Err(unmade) => Err(Error::invalid_request(describe!("fields or place are not what this client may ask"))
            .because(unmade.to_string())
            .into()),
    }
}

/// What came of a party's square: where it stands, and each release that was not read yet, once. Signed, and sealed to the
/// party's key as the answer to a scan is.
pub async fn answers(
    form: &Params,
    credentials: Result<Credentials, Unusable>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Refused> {
    let party = scanning(credentials, address, provider, now).await?;
    let id = form.get("square").ok_or(Error::invalid_request(describe!("square is missing")))?;
    let square = provider.store.organisation_square(&OrganisationSquareId::from_text(id)).await?;
    // Another party's square is none, as one that was never made.
    let square = square.filter(|square| square.party == party.client_id);
    let square = square.ok_or(Error::invalid_request(describe!("this client has no such square")))?;
    let since = now.minus(limits::ASK).minus(limits::RELEASE_READABLE);
    let mut answers = Vec::new();
    for put in provider.store.put_by_square(&square.id, since).await? {
        let lapsed = put.state == Stands::Asked && now >= put.lapses_at;
        let state = if lapsed { Stands::Lapsed } else { put.state };
        let mut answer = json!({ "ask": put.ask, "state": state.as_str(), "asked_at": put.asked_at });
        if state == Stands::Allowed && !put.was_read {
            let asker = AskerId::RelyingParty(party.client_id.clone());
            let (release, receipt) = match provider.store.take_release(&put.ask, &asker, now).await? {
                Some(release) => (Some(release), provider.store.receipt_of(&put.ask).await?),
                None => (None, None),
            };
            if let (Some(answer), Some(release), Some(receipt)) = (answer.as_object_mut(), release, receipt) {
                answer.insert("release".to_owned(), json!(release));
                answer.insert("receipt".to_owned(), json!(receipt.signed));
            }
        }
        answers.push(answer);
    }
    let claims = json!({
        "iss": provider.config.issuer,
        "aud": party.client_id,
        "iat": now,
        "jti": encode(&entropy::bytes::<16>()?),
        "square": square.id,
        "state": square.state_at(now).as_str(),
        "answers": answers,
    });
    Ok(scan_for_party::sealed_answer(&claims, &party, provider, now).await?)
}

/// A party that has proved itself and is registered to scan; whoever has not learns nothing about any square.
async fn scanning(
    credentials: Result<Credentials, Unusable>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<RelyingParty, Refused> {
    let party = client_auth::authenticate(credentials, address, provider, now).await?;
    if !party.is_confidential() || !party.scopes.has(Scope::Scan) {
        return Err(Error::unauthorized_client(describe!("this client is not registered to scan")).into());
    }
    Ok(party)
}

fn name(id: &OrganisationSquareId, provider: &Provider) -> Result<Name, Fault> {
    derived(&["organisation name", id.as_str()], provider).map(Name::new)
}

fn code(id: &OrganisationSquareId, provider: &Provider) -> Result<Code, Fault> {
    derived(&["organisation code", id.as_str()], provider).map(Code::of)
}

fn code_digest(code: &Code, provider: &Provider) -> Digest {
    provider.store.vault().square(&["organisation code digest", code.as_str()])
}

/// 128 bits that nobody can tell from random ones without the master secret.
fn derived(parts: &[&str], provider: &Provider) -> Result<[u8; 16], Fault> {
    let keyed = decode(provider.store.vault().square(parts).as_str());
    let first = keyed.as_deref().and_then(|bytes| bytes.first_chunk::<16>().copied());
    first.ok_or_else(|| Fault::internal("a keyed digest is shorter than it is"))
}

/// Where the pictures lead.
const PATH: &str = "/o/";
