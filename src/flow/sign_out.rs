//! Sign-out: of this browser or of every one, at the person's wish or a party's.
//!
//! ```text
//! a party asks -> its hint is ours -> where the person may go -> is the hint of this very session?
//!    yes: the session ends                        no: the person is asked, on our own page
//! the end: one row a session, a notice for every party in the same commit; then on to the party, or the list of who is told,
//!    which frames the parties that are told through the browser and then goes on to the party too
//! ```

use serde::{Deserialize, Serialize};

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::identity::event::Actor;
use crate::jose::key_life::Purpose;
use crate::oauth::logout::{self, Asked, Frame, Hint, Notice, Participant, Refusal, Told, Way};
use crate::oauth::params::Params;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::session::SessionFacts;
use crate::oauth::token::JWT;
use crate::provider::Provider;
use crate::seal::Place;
use crate::secret::{ClientId, SessionId};
use crate::store::logout::Ends;
use crate::store::relying_party::Registered;

/// What a browser is to do.
#[derive(Debug)]
pub enum Outcome {
    /// Ask the person.
    Ask(Box<Question>),
    /// Forget the session's cookie and go to the party's address.
    Leave(String),
    /// Forget the session's cookie and show who is told, by this reference.
    Tell(String),
    /// Show why nothing was done.
    Refuse(Refusal),
}

/// What the person is asked.
#[derive(Debug)]
pub struct Question {
    /// The services that this browser's session was used for.
    pub services: Vec<Participant>,
    /// The service that asks, if one does.
    pub asking: Option<RelyingParty>,
    /// How many sessions the person has, this one among them.
    pub sessions: i64,
    /// Where the person goes afterwards, for the page's policy.
    pub way: Option<Way>,
    /// What was asked, sealed, to come back with the answer.
    pub asked: String,
}

/// What stands of a sign-out on the page after it.
#[derive(Debug, Default)]
pub struct SignedOut {
    /// The services that were used, and whether they know; each once.
    pub notices: Vec<Notice>,
    /// What the browser opens to tell those that are told through it.
    pub frames: Vec<Frame>,
    /// Where the person goes then.
    pub onward: Option<String>,
}

/// Which sessions a person ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reach {
    /// This browser's.
    Here,
    /// Every browser's.
    Everywhere,
}

/// Reads what a party sent to the end session endpoint: parameters, or what [`keep`] made of them.
pub fn read(params: &Params, provider: &Provider, now: Timestamp) -> Result<Asked, Refusal> {
    if let Some(sealed) = params.get("asked") {
        return opened(sealed, provider, now).ok_or(Refusal::ForeignHint);
    }
    let hint = params.get("id_token_hint").map(|token| hint(token, provider, now)).transpose()?;
    Ok(Asked {
        hint,
        client_id: params.get("client_id").map(ClientId::from_text),
        post_logout_redirect_uri: params.get("post_logout_redirect_uri").map(str::to_owned),
        state: params.get("state").map(str::to_owned),
    })
}

/// What was asked, sealed for a URL or a form: a hint holds claims about a person and stands in neither.
pub fn keep(asked: &Asked, provider: &Provider, now: Timestamp) -> Result<String, Fault> {
    let kept = Kept {
        party: asked.hint.as_ref().map(|hint| hint.party.clone()),
        sid: asked.hint.as_ref().and_then(|hint| hint.sid.clone()),
        client_id: asked.client_id.clone(),
        uri: asked.post_logout_redirect_uri.clone(),
        state: asked.state.clone(),
        until: now.plus(KEPT),
    };
    let text = serde_json::to_string(&kept).map_err(|error| Fault::caused("a sign-out could not be kept", error))?;
    provider.store.vault().seal(ASKED, &text)
}

/// Somebody came to sign out; `session` is the live one of this browser, if there is one.
pub async fn begin(
    asked: &Asked,
    session: Option<&SessionFacts>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Outcome, Fault> {
    let (asking, way) = match checked(asked, provider).await? {
        Ok(checked) => checked,
        Err(refusal) => return Ok(Outcome::Refuse(refusal)),
    };
    let Some(session) = session else { return left(way, &[], None, provider, now).await };
    let sid = match &asking {
        Some(party) => provider.store.sid(&session.id, &party.client_id).await?,
        None => None,
    };
    if logout::goes_unasked(asked, sid.as_deref()) {
        let actor = match &asking {
            Some(party) => Actor::RelyingParty(party.client_id.clone()),
            None => Actor::Person(session.account.clone()),
        };
        let ends = Ends::One(&session.id);
        let ended = provider.store.end_sessions(&session.account, ends, "party", &actor, now).await?;
        return left(way, &ended, Some(&session.id), provider, now).await;
    }
    Ok(Outcome::Ask(Box::new(Question {
        services: provider.store.participants(&session.id).await?,
        asking,
        sessions: provider.store.count_sessions(&session.account, now).await?,
        way,
        asked: keep(asked, provider, now)?,
    })))
}

/// The person said yes on our page.
pub async fn end(
    asked: &Asked,
    reach: Reach,
    session: Option<&SessionFacts>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Outcome, Fault> {
    let way = match checked(asked, provider).await? {
        Ok((_, way)) => way,
        Err(refusal) => return Ok(Outcome::Refuse(refusal)),
    };
    let Some(session) = session else { return left(way, &[], None, provider, now).await };
    let (ends, why) = match reach {
        Reach::Here => (Ends::One(&session.id), "person"),
        Reach::Everywhere => (Ends::All, "person_everywhere"),
    };
    let actor = Actor::Person(session.account.clone());
    let ended = provider.store.end_sessions(&session.account, ends, why, &actor, now).await?;
    left(way, &ended, Some(&session.id), provider, now).await
}

/// The services that were used in the sessions that a reference names, whether they know, and what the browser has to do.
pub async fn told(reference: &str, provider: &Provider, now: Timestamp) -> Result<SignedOut, Fault> {
    let Some(ended) = referred(reference, provider, now) else { return Ok(SignedOut::default()) };
    let mut shown = SignedOut { onward: ended.onward, ..SignedOut::default() };
    for session in &ended.sessions {
        for mut notice in provider.store.notices(session).await? {
            // Another browser's frames are out of reach.
            let is_here = ended.here.as_ref() == Some(session) && notice.is_served;
            let frame = logout::frame(&notice.party, &notice.sid, &provider.config.issuer).filter(|_| is_here);
            if let Some(frame) = frame {
                shown.frames.push(frame);
                if notice.told == Told::NoAddress {
                    notice.told = Told::Here;
                }
            }
            let known = shown.notices.iter_mut().find(|known| known.party.client_id == notice.party.client_id);
            match known {
                // A service knows when it knows of every session, since it heard of the last one.
                Some(known) => {
                    known.told = known.told.max(notice.told);
                    known.confirmed_at = known.confirmed_at.max(notice.confirmed_at);
                    known.ends_at = known.ends_at.max(notice.ends_at);
                }
                None => shown.notices.push(notice),
            }
        }
    }
    Ok(shown)
}

/// Which party asks, as it is registered, and where the person may go.
async fn checked(
    asked: &Asked,
    provider: &Provider,
) -> Result<Result<(Option<RelyingParty>, Option<Way>), Refusal>, Fault> {
    let asking = match logout::party(asked) {
        Err(refusal) => return Ok(Err(refusal)),
        Ok(None) => None,
        Ok(Some(id)) => match provider.store.relying_party(id).await?.filter(Registered::is_served) {
            Some(registered) => Some(registered.party),
            None => return Ok(Err(Refusal::UnknownParty)),
        },
    };
    let registered: Option<Vec<String>> = asking
        .as_ref()
        .map(|party| party.post_logout_redirect_uris.iter().map(|uri| uri.as_str().to_owned()).collect());
    Ok(logout::check(asked, registered.as_deref()).map(|way| (asking, way)))
}

/// On to the party at once, or by way of the page that frames others. `here` is the session that this browser had.
async fn left(
    way: Option<Way>,
    ended: &[SessionId],
    here: Option<&SessionId>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Outcome, Fault> {
    let here = here.filter(|here| ended.contains(here));
    let frames = match here {
        Some(session) => {
            let used = provider.store.participants(session).await?;
            used.iter().any(|used| used.party.frontchannel_logout_uri.is_some())
        }
        None => false,
    };
    match way {
        Some(way) if !frames => Ok(Outcome::Leave(way.location())),
        way => {
            // The others are told first; an address that no browser would take back stays behind.
            let onward = way.map(|way| way.location()).filter(|location| location.len() <= LONGEST_WAY);
            refer(ended, here, onward, provider, now).map(Outcome::Tell)
        }
    }
}

/// A reference to ended sessions, for the page that shows which parties know.
pub(super) fn refer(
    ended: &[SessionId],
    here: Option<&SessionId>,
    onward: Option<String>,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Fault> {
    let sessions = ended.iter().take(LISTED).cloned().collect();
    let ended = Ended { until: now.plus(KEPT), sessions, here: here.cloned(), onward };
    let text = serde_json::to_string(&ended);
    let text = text.map_err(|error| Fault::caused("a sign-out could not be kept", error))?;
    provider.store.vault().seal(ENDED, &text)
}

fn hint(token: &str, provider: &Provider, now: Timestamp) -> Result<Hint, Refusal> {
    let verified = provider.keys.ring().verify_own(token, Purpose::Token, JWT, now).map_err(|rejected| {
        tracing::info!(%rejected, "a hint that is not ours");
        Refusal::ForeignHint
    })?;
    let claims = verified.claims;
    let text = |name| claims.text(name).map_err(|_| Refusal::ForeignHint);
    // Userinfo and notices are signed by the same keys: what has no auth_time is no ID token.
    let is_id_token = claims.instant("auth_time").is_ok_and(|at| at.is_some());
    if text("iss")? != Some(provider.config.issuer.as_str()) || !is_id_token {
        return Err(Refusal::ForeignHint);
    }
    let party = text("aud")?.map(ClientId::from_text).ok_or(Refusal::ForeignHint)?;
    Ok(Hint { party, sid: text("sid")?.map(str::to_owned) })
}

#[derive(Deserialize, Serialize)]
struct Kept {
    party: Option<ClientId>,
    sid: Option<String>,
    client_id: Option<ClientId>,
    uri: Option<String>,
    state: Option<String>,
    until: Timestamp,
}

fn opened(sealed: &str, provider: &Provider, now: Timestamp) -> Option<Asked> {
    let text = provider.store.vault().open(ASKED, sealed).ok()?;
    let kept: Kept = serde_json::from_str(&text).ok().filter(|kept: &Kept| now < kept.until)?;
    Some(Asked {
        hint: kept.party.map(|party| Hint { party, sid: kept.sid }),
        client_id: kept.client_id,
        post_logout_redirect_uri: kept.uri,
        state: kept.state,
    })
}

/// What a reference to a sign-out says, sealed.
#[derive(Deserialize, Serialize)]
struct Ended {
    until: Timestamp,
    sessions: Vec<SessionId>,
    here: Option<SessionId>,
    onward: Option<String>,
}

fn referred(reference: &str, provider: &Provider, now: Timestamp) -> Option<Ended> {
    let text = provider.store.vault().open(ENDED, reference).ok()?;
    serde_json::from_str(&text).ok().filter(|ended: &Ended| now < ended.until)
}

const ASKED: Place<'static> = Place { table: "(sign-out)", column: "asked", row: "" };
const ENDED: Place<'static> = Place { table: "(sign-out)", column: "ended", row: "" };
/// How long a person may think about it, and how long the list of services can be read again.
const KEPT: Seconds = Seconds::minutes(30);
/// Sessions of one person whose services are listed; nobody has this many browsers.
const LISTED: usize = 20;
/// Characters of an address with its state that a reference carries; sealed it still fits a target of ours.
const LONGEST_WAY: usize = 4096;
