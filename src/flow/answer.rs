//! The good answer to an authorization request: written whole, then sent.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::authorize::{Open, Outcome, Problem};
use crate::limits;
use crate::oauth::error::{Error, describe};
use crate::oauth::pkce::Challenge;
use crate::oauth::session::SessionFacts;
use crate::oauth::step::Grant;
use crate::provider::Provider;
use crate::secret::{FamilyId, Token, TokenKind, encode};
use crate::store::code::{Issue, NewCode};

/// Issues a code for what was granted, and sends it.
pub(super) async fn issue(
    open: &Open,
    session: &SessionFacts,
    grant: &Grant,
    provider: &Provider,
    now: Timestamp,
) -> Result<Outcome, Fault> {
    let code = Token::mint(TokenKind::Code, entropy::bytes()?);
    let (digest, family) = (code.digest(), FamilyId::new(entropy::bytes()?));
    let sid = encode(&entropy::bytes::<16>()?);
    let new = NewCode {
        request: &open.kept.id,
        party: &open.party.client_id,
        session,
        grant,
        nonce: open.request.nonce.as_deref(),
        challenge: open.request.challenge.as_ref().map(Challenge::as_str),
        redirect_uri: open.reply_to.uri(),
        code: &digest,
        code_expires_at: now.plus(open.party.profile.demands().code_life),
        family: &family,
        family_ends_at: if grant.offline { now.plus(limits::REFRESH_ABSOLUTE) } else { session.ends_at },
        sid: &sid,
    };
    let issued = match provider.store.issue_code(&new, now).await {
        Ok(issued) => issued,
        Err(fault) => return Ok(Outcome::Failed(open.reply_to.error(&of_fault(&fault)), fault)),
    };
    Ok(match issued {
        Issue::Issued => Outcome::Send(open.reply_to.answer(vec![("code", code.expose().to_owned())])),
        Issue::Answered => Outcome::Show(Problem::RequestAnswered),
        Issue::SessionEnded => {
            Outcome::Send(open.reply_to.error(&Error::login_required(describe!("the session has ended"))))
        }
    })
}

/// What a party is told of a fault of ours.
pub(super) fn of_fault(fault: &Fault) -> Error {
    if fault.is_passing() {
        Error::temporarily_unavailable(describe!("the service is busy, try again later"))
    } else {
        Error::server_error(describe!("something went wrong on our side"))
    }
}
