//! The good answer to an authorization request: made whole in memory, written in one go, then sent.
//!
//! ```text
//! how the party knows the session → code, access token, ID token in memory → ▣ the answer with all that hangs from it → sent
//! ```

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::act::Acting;
use crate::flow::authorize::{Open, Outcome, Problem, refuse};
use crate::flow::mint::{self, Beside};
use crate::flow::{Refused, check_session, claims};
use crate::limits;
use crate::oauth::error::{Code, Error, describe};
use crate::oauth::family::Family;
use crate::oauth::pkce::Challenge;
use crate::oauth::session::SessionFacts;
use crate::oauth::session_state::session_state;
use crate::oauth::step::{self, Grant};
use crate::provider::Provider;
use crate::secret::{FamilyId, Token, TokenKind, encode};
use crate::store::access::NewAccess;
use crate::store::code::{Issue, NewAnswer, NewCode};

/// What goes out through the browser. Nobody has any of it before it is written.
struct Front {
    code: Option<Token>,
    access: Option<Token>,
    id_token: Option<String>,
}

/// Hands out what was granted, and sends it; a fault of ours is sent as well.
pub(super) async fn issue(
    open: &Open,
    session: &SessionFacts,
    acting: &Acting,
    grant: &Grant,
    provider: &Provider,
    now: Timestamp,
) -> Result<Outcome, Fault> {
    let issued = match issued(open, session, acting, grant, provider, now).await {
        // The party came to know the session by another name meanwhile, and will not come to know it by a third.
        Ok(None) => issued(open, session, acting, grant, provider, now).await,
        once => once,
    };
    match issued {
        Ok(Some(outcome)) => Ok(outcome),
        Ok(None) => Err(Fault::internal("a party knows a session by a name that changes")),
        Err(Refused::Fault(fault)) => Ok(Outcome::Failed(open.reply_to.error(&of_fault(&fault)), fault)),
        // The register says that the person has died, and the account is locked now.
        Err(Refused::Error(error)) if error.code == Code::InvalidToken => {
            refuse(open, &Error::access_denied(describe!("the account is closed")), provider, now).await
        }
        Err(Refused::Error(error)) => refuse(open, &error, provider, now).await,
        Err(Refused::TooMany(_)) => Err(Fault::internal("nobody is counted where an answer is made")),
    }
}

/// One try; none when another answer of the same moment told the party another name of the session.
async fn issued(
    open: &Open,
    session: &SessionFacts,
    acting: &Acting,
    grant: &Grant,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Outcome>, Refused> {
    let family = family(open, session, acting, grant, provider, now).await?;
    let front = front(open, &family, provider, now).await?;
    let demands = open.party.profile.demands();
    let answer = NewAnswer {
        request: &open.kept.id,
        family: &family,
        code: front.code.as_ref().map(|code| NewCode {
            digest: code.digest(),
            challenge: open.request.challenge.as_ref().map(Challenge::as_str),
            redirect_uri: open.reply_to.uri(),
            expires_at: now.plus(demands.code_life),
        }),
        access: front.access.as_ref().map(|access| NewAccess {
            digest: access.digest(),
            scope: family.scope.clone(),
            audience: family.resources.clone(),
            expires_at: family.access_expiry(now),
        }),
    };
    Ok(Some(match provider.store.commit_answer(&answer, now).await? {
        Issue::Issued => {
            let browser_state = check_session::browser_state(&session.id, provider);
            let mut fields = fields(&front, &family, now);
            let salt = encode(&entropy::bytes::<16>()?);
            if let Some(state) = session_state(&open.party, &open.reply_to.origin(), &browser_state, &salt) {
                fields.push(("session_state", state));
            }
            Outcome::Issued(open.reply_to.answer(fields), browser_state)
        }
        Issue::Answered => Outcome::Show(Problem::RequestAnswered),
        Issue::SessionEnded => {
            Outcome::Send(open.reply_to.error(&Error::login_required(describe!("the session has ended"))))
        }
        Issue::RepresentationEnded => {
            let error = Error::access_denied(describe!("the person may not act for the organisation any more"));
            Outcome::Send(open.reply_to.error(&error))
        }
        Issue::Frozen => Outcome::Send(open.reply_to.error(&step::said_no())),
        Issue::KnownOtherwise => return Ok(None),
    }))
}

/// What everything that is handed out hangs from.
async fn family(
    open: &Open,
    session: &SessionFacts,
    acting: &Acting,
    grant: &Grant,
    provider: &Provider,
    now: Timestamp,
) -> Result<Family, Fault> {
    let sid = match provider.store.sid(&session.id, &open.party.client_id).await? {
        Some(known) => known,
        None => encode(&entropy::bytes::<16>()?),
    };
    Ok(Family {
        id: FamilyId::new(entropy::bytes()?),
        session: session.id.clone(),
        account: session.account.clone(),
        acts_for: acting.acts_for(),
        relying_party: open.party.client_id.clone(),
        sid,
        scope: grant.scope.clone(),
        claims: grant.claims.clone(),
        resources: open.request.resources.clone(),
        nonce: open.request.nonce.clone(),
        authenticated_at: session.authenticated_at,
        level: grant.level,
        methods: session.methods.clone(),
        offline: grant.offline,
        // What outlives the session outlives the party's limits of it too: the person allowed that.
        ends_at: match grant.offline {
            true => now.plus(limits::REFRESH_ABSOLUTE),
            false => open.party.session.ends_at(session.authenticated_at, session.ends_at),
        },
        idle: open.party.session.idle.filter(|_| !grant.offline),
        is_alive: true,
    })
}

async fn front(open: &Open, family: &Family, provider: &Provider, now: Timestamp) -> Result<Front, Refused> {
    let wanted = open.request.response_type;
    let token = |kind, is_wanted: bool| -> Result<_, Fault> {
        if is_wanted { Ok(Some(Token::mint(kind, entropy::bytes()?))) } else { Ok(None) }
    };
    let code = token(TokenKind::Code, wanted.has_code())?;
    let access = token(TokenKind::Access, wanted.has_token())?;
    if !wanted.has_id_token() {
        return Ok(Front { code, access, id_token: None });
    }
    // Beside a code the person's data waits for the ID token that no browser carries (OpenID Connect Core §3.3.3.6).
    let about = match wanted.has_code() {
        true => Default::default(),
        false => claims::for_id_token(&open.party, family, &family.scope, provider, now).await?,
    };
    let beside = Beside { access: access.as_ref(), code: code.as_ref(), state: open.reply_to.state() };
    let nonce = family.nonce.as_deref();
    let id_token = mint::id_token(&open.party, family, nonce, beside, about, provider, now).await?;
    Ok(Front { code, access, id_token: Some(id_token) })
}

/// The answer's parameters (OpenID Connect Core §3.2.2.5, §3.3.2.5).
fn fields(front: &Front, family: &Family, now: Timestamp) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    if let Some(code) = &front.code {
        fields.push(("code", code.expose().to_owned()));
    }
    if let Some(access) = &front.access {
        fields.push(("access_token", access.expose().to_owned()));
        fields.push(("token_type", "Bearer".into()));
        fields.push(("expires_in", family.access_expiry(now).since(now).get().to_string()));
        fields.push(("scope", family.scope.to_string()));
    }
    if let Some(id_token) = &front.id_token {
        fields.push(("id_token", id_token.clone()));
    }
    fields
}

/// What a party is told of a fault of ours.
pub(super) fn of_fault(fault: &Fault) -> Error {
    if fault.is_passing() {
        Error::temporarily_unavailable(describe!("the service is busy, try again later"))
    } else {
        Error::server_error(describe!("something went wrong on our side"))
    }
}
