//! An authorization request from its first byte to its answer.
//!
//! ```text
//! begin:   read ⊙ → party → where an answer may go ⊙ → the request ⊙ → ▣ kept, bound to this browser
//! advance: open it → facts → ⊙ step::next → a page of ours, or ▣ what was granted (flow::answer) → the answer
//! ```
//!
//! Until there is a [`ReplyTo`] whatever is wrong is shown to the person and sent nowhere; from then on it is sent.

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::act::{self, Acting};
use crate::flow::gather::{self, Gathered, Ungathered};
use crate::flow::{answer, mint};
use crate::identity::event::{Actor, Event, Kind};
use crate::jose::key_life::Purpose;
use crate::limits;
use crate::oauth::authorization::Request;
use crate::oauth::consent::Consent;
use crate::oauth::error::{Code, Error, describe};
use crate::oauth::params::Params;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::reply::{Reply, ReplyTo, Unanswerable};
use crate::oauth::session::SessionFacts;
use crate::oauth::step::{self, Facts, Step};
use crate::provider::Provider;
use crate::secret::{ClientId, RequestId, Token};
use crate::store::relying_party::Registered;
use crate::store::request::{Kept, NewRequest};

/// What the browser is to do.
#[derive(Debug)]
pub enum Outcome {
    /// Visit a page of ours.
    Visit(String),
    /// Take an answer to the party.
    Send(Reply),
    /// Take a good answer to the party, and keep this of the session that it was given in.
    Issued(Reply, String),
    /// Take an answer to the party that says that we failed; the fault is for the log.
    Failed(Reply, Fault),
    /// Show what is wrong; nothing can be sent anywhere.
    Show(Problem),
}

/// What is wrong with a request that cannot be answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Problem {
    /// It cannot be read.
    Unreadable,
    /// No party is registered, or served, under that `client_id`; or there is none.
    ClientUnknown,
    /// No `redirect_uri`.
    RedirectUriMissing,
    /// A `redirect_uri` that the party did not register.
    RedirectUriNotRegistered,
    /// A request object that is not valid, and nothing beside it that says where that could be told.
    RequestObject,
    /// A `request_uri` under which nothing of this party can be found.
    RequestUri,
    /// There is no such request.
    RequestUnknown,
    /// The person took too long.
    RequestExpired,
    /// It was answered before.
    RequestAnswered,
    /// It was begun in another browser.
    OtherBrowser,
}

/// A request on its way, in the browser that it belongs to.
#[derive(Clone, Debug)]
pub struct Open {
    /// The request as it is kept.
    pub kept: Kept,
    /// What it says.
    pub request: Request,
    /// Who asks.
    pub party: RelyingParty,
    /// Where the answer goes.
    pub reply_to: ReplyTo,
}

/// Takes a request as it came. `browser` is none when another site posted it: its browser then shows no cookie.
pub async fn begin(
    raw: &[u8],
    browser: Option<&Token>,
    session: Option<&SessionFacts>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Outcome, Fault> {
    let Ok((params, doubled)) = Params::parse_apart(raw) else { return Ok(Outcome::Show(Problem::Unreadable)) };
    let Some(party) = served(params.get("client_id"), provider).await? else {
        return Ok(Outcome::Show(Problem::ClientUnknown));
    };
    let issuer = &provider.config.issuer;
    let Gathered { params, doubled, pushed } = match gather::gather(&params, &doubled, &party, provider, now).await {
        Ok(gathered) => gathered,
        Err(Ungathered::Show(problem)) => return Ok(Outcome::Show(problem)),
        Err(Ungathered::Fault(fault)) => return Err(fault),
        // Sent where what stands outside says, if that is registered: what an object says was believed by nobody yet.
        Err(Ungathered::Tell(error)) => {
            return Ok(match ReplyTo::check(&params, &party, issuer) {
                Ok(reply_to) => refused(&reply_to, &party, &error),
                Err(unanswerable) => {
                    tracing::info!(party = %party.client_id, %error, "a request was refused and nobody could be told");
                    Outcome::Show(Problem::of_form(&error).unwrap_or(unanswerable.into()))
                }
            });
        }
    };
    let reply_to = match ReplyTo::check(&params, &party, issuer) {
        Ok(reply_to) => reply_to,
        Err(unanswerable) => return Ok(Outcome::Show(unanswerable.into())),
    };
    if let Err(error) = read(&params, &doubled, &party, provider, now) {
        return Ok(refused(&reply_to, &party, &error));
    }
    let id = RequestId::new(entropy::bytes()?);
    let bound = browser.map(Token::digest);
    let kept = NewRequest {
        id: &id,
        browser: bound.as_ref(),
        party: &party.client_id,
        parameters: &params,
        pushed: pushed.as_ref(),
        expires_at: now.plus(limits::REQUEST),
    };
    if let Err(fault) = provider.store.keep_request(&kept, now).await {
        return Ok(Outcome::Failed(reply_to.error(&answer::of_fault(&fault)), fault));
    }
    match browser {
        Some(browser) => advance(&id, browser, session, provider, now).await,
        None => Ok(Outcome::Visit(page("/authorize/continue", &id, params.get("ui_locales")))),
    }
}

/// Reads a request whose parameters stand together, and refuses what would not be answered.
pub(super) fn read(
    params: &Params,
    doubled: &BTreeSet<String>,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Request, Error> {
    let request = Request::parse(params, doubled, party)?;
    expected_subjects(&request, party, provider, now)?;
    Ok(request)
}

/// Takes a request one step on.
pub async fn advance(
    id: &RequestId,
    browser: &Token,
    session: Option<&SessionFacts>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Outcome, Fault> {
    let open = match open(id, browser, provider, now).await? {
        Ok(open) => open,
        Err(outcome) => return Ok(outcome),
    };
    let Next { step, acting, is_frozen, .. } = next(&open, session, provider, now).await?;
    let visit = |path| Ok(Outcome::Visit(page(path, id, open.request.ui_locales.as_deref())));
    match (step, session) {
        (Step::SignIn(_), _) => visit("/sign-in"),
        (Step::Frozen, Some(session)) => {
            frozen(&open, session, provider, now).await?;
            visit("/sign-in/frozen")
        }
        (Step::Frozen, None) => Err(Fault::internal("nobody has frozen something")),
        (Step::Choose, _) => visit("/sign-in/for"),
        (Step::RaiseAccount | Step::ProveAgain, _) => visit("/sign-in/level"),
        (Step::SecondFactor, _) => visit("/sign-in/code"),
        (Step::Consent(_), _) => visit("/consent"),
        (Step::Issue(grant), Some(session)) => answer::issue(&open, session, &acting, &grant, provider, now).await,
        (Step::Issue(_), None) => Err(Fault::internal("a code was granted to nobody")),
        (Step::Refuse(error), session) => {
            if let Some(session) = session.filter(|_| is_frozen) {
                frozen(&open, session, provider, now).await?;
            }
            refuse(&open, &error, provider, now).await
        }
    }
}

/// The holder reads who was turned away by a freeze.
async fn frozen(open: &Open, session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let party = &open.party.client_id;
    let event = Event::new(Kind::ReleaseFrozen, Actor::RelyingParty(party.clone()), now);
    provider.store.record(&event.about(&session.account).for_party(party)).await.map(drop)
}

/// Opens a request in the browser that it belongs to, or says what that browser is to do instead.
pub async fn open(
    id: &RequestId,
    browser: &Token,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Open, Outcome>, Fault> {
    let show = |problem| Ok(Err(Outcome::Show(problem)));
    let Some(kept) = provider.store.request(id).await? else { return show(Problem::RequestUnknown) };
    // V027, V029, V073: whoever else has learnt the id gets no further than this, and learns nothing of the request.
    let is_ours = match &kept.browser {
        Some(bound) => bound.matches(&browser.digest()),
        None => provider.store.bind_request(id, &browser.digest()).await?,
    };
    if !is_ours {
        return show(Problem::OtherBrowser);
    }
    if kept.answered_at.is_some() {
        return show(Problem::RequestAnswered);
    }
    if now >= kept.expires_at {
        return show(Problem::RequestExpired);
    }
    let Some(party) = served(Some(kept.party.as_str()), provider).await? else { return show(Problem::ClientUnknown) };
    // Checked again at each step: what was registered may have changed since.
    let reply_to = match ReplyTo::check(&kept.parameters, &party, &provider.config.issuer) {
        Ok(reply_to) => reply_to,
        Err(unanswerable) => return show(unanswerable.into()),
    };
    match Request::parse(&kept.parameters, &Default::default(), &party) {
        Ok(request) => Ok(Ok(Open { kept, request, party, reply_to })),
        Err(error) if provider.store.answer_request(id, now).await? => Ok(Err(refused(&reply_to, &party, &error))),
        Err(_) => show(Problem::RequestAnswered),
    }
}

/// What an open request needs next, and what is known so far.
#[derive(Debug)]
pub struct Next {
    /// The step.
    pub step: Step,
    /// What the person lets the party have.
    pub consent: Option<Consent>,
    /// For whom the person acts.
    pub acting: Acting,
    /// Whether the holder has frozen what the party does.
    pub is_frozen: bool,
}

/// What an open request needs next.
pub async fn next(
    open: &Open,
    session: Option<&SessionFacts>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Next, Fault> {
    let consent = match session {
        Some(session) => provider.store.consent(&session.account, &open.party.client_id).await?,
        None => None,
    };
    let expected = match expected_subjects(&open.request, &open.party, provider, now) {
        Ok(expected) => expected,
        Err(error) => {
            return Ok(Next { step: Step::Refuse(error), consent, acting: Acting::Myself, is_frozen: false });
        }
    };
    let acting = match session {
        Some(session) => act::acting(open, session, &expected, provider, now).await?,
        None => Acting::Myself,
    };
    let is_another = |session: &SessionFacts| {
        let subject = mint::subject(&open.party, acting.holder(session), provider);
        expected.iter().any(|names| !names.contains(&subject))
    };
    let signed_in = |session: &SessionFacts| {
        open.kept.session.as_ref() == Some(&session.id) && session.authenticated_at >= open.kept.begun_at
    };
    let (is_frozen, last_use) = match session {
        Some(session) => (
            provider.store.is_frozen(&session.account, &open.party.client_id, now).await?,
            provider.store.last_use(&session.id, &open.party.client_id).await?,
        ),
        None => (false, None),
    };
    let facts = Facts {
        request: &open.request,
        party: &open.party,
        session,
        signed_in_for_this: session.is_some_and(signed_in),
        last_use,
        is_frozen,
        for_organisation: matches!(acting, Acting::For(_)),
        must_choose: matches!(acting, Acting::Unsaid),
        is_another_person: session.is_some_and(is_another),
        consent: consent.as_ref(),
        consented_for_this: open.kept.consented_at.is_some(),
    };
    let step = step::next(&facts, now);
    Ok(Next { step, consent, acting, is_frozen })
}

/// The person gives up, on whatever page: the party hears `access_denied`.
pub async fn cancel(open: &Open, provider: &Provider, now: Timestamp) -> Result<Outcome, Fault> {
    refuse(open, &step::said_no(), provider, now).await
}

/// Where an open request goes on.
pub fn onward(open: &Open) -> String {
    page("/authorize/continue", &open.kept.id, open.request.ui_locales.as_deref())
}

/// Answers an open request with an error.
pub(super) async fn refuse(open: &Open, error: &Error, provider: &Provider, now: Timestamp) -> Result<Outcome, Fault> {
    if provider.store.answer_request(&open.kept.id, now).await? {
        Ok(refused(&open.reply_to, &open.party, error))
    } else {
        Ok(Outcome::Show(Problem::RequestAnswered))
    }
}

fn refused(reply_to: &ReplyTo, party: &RelyingParty, error: &Error) -> Outcome {
    tracing::info!(party = %party.client_id, %error, "an authorization request was refused");
    Outcome::Send(reply_to.error(error))
}

async fn served(client_id: Option<&str>, provider: &Provider) -> Result<Option<RelyingParty>, Fault> {
    let Some(client_id) = client_id else { return Ok(None) };
    let registered = provider.store.relying_party(&ClientId::from_text(client_id)).await?;
    Ok(registered.filter(Registered::is_served).map(|registered| registered.party))
}

/// The persons that the request means, by `sub` in `claims` and by an ID token of ours: of each set, the one who signs in
/// has a name.
fn expected_subjects(
    request: &Request,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Vec<Vec<String>>, Error> {
    let mut expected: Vec<_> = request.subjects.iter().cloned().collect();
    if let Some(hint) = &request.unverified_hint {
        expected.push(vec![hinted(hint, party, provider, now)?]);
    }
    Ok(expected)
}

/// The person that an ID token names: ours, made for this party; its end does not matter (OpenID Connect Core §3.1.2.1).
fn hinted(hint: &str, party: &RelyingParty, provider: &Provider, now: Timestamp) -> Result<String, Error> {
    let wrong = |why: String| Error::invalid_request(describe!("id_token_hint is not valid")).because(why);
    let claims = provider
        .keys
        .ring()
        .verify_own(hint, Purpose::Token, "JWT", now)
        .map_err(|rejected| wrong(rejected.to_string()))?
        .claims;
    let is_ours = claims.text("iss").is_ok_and(|issuer| issuer == Some(provider.config.issuer.as_str()));
    let is_theirs = claims.audience().is_ok_and(|audience| audience.contains(&party.client_id.as_str()));
    // Userinfo and notices are signed by the same keys: what has no auth_time is no ID token.
    let is_id_token = claims.instant("auth_time").is_ok_and(|at| at.is_some());
    match claims.required_text("sub") {
        Ok(subject) if is_ours && is_theirs && is_id_token => Ok(subject.to_owned()),
        _ => Err(wrong("another issuer, audience or kind of token".into())),
    }
}

/// A page about a request, in a language that the party asked for.
fn page(path: &str, id: &RequestId, ui_locales: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("request", id.as_str());
    if let Some(locales) = ui_locales {
        query.append_pair("ui_locales", locales);
    }
    format!("{path}?{}", query.finish())
}

impl Problem {
    /// What a person is shown of an error in the form of a request.
    fn of_form(error: &Error) -> Option<Self> {
        match error.code {
            Code::InvalidRequestObject | Code::RequestNotSupported => Some(Self::RequestObject),
            Code::InvalidRequestUri | Code::RequestUriNotSupported => Some(Self::RequestUri),
            _ => None,
        }
    }
}

impl From<Unanswerable> for Problem {
    fn from(unanswerable: Unanswerable) -> Self {
        match unanswerable {
            Unanswerable::RedirectUriMissing => Self::RedirectUriMissing,
            Unanswerable::RedirectUriNotRegistered => Self::RedirectUriNotRegistered,
        }
    }
}
