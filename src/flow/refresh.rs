//! A refresh token for a new access token, and for the next refresh token where the party's profile rotates.

use crate::clock::Timestamp;
use crate::entropy;
use crate::flow::token::{self, Tokens};
use crate::flow::{Refused, act, claims};
use crate::identity::event::Actor;
use crate::oauth::error::{Error, describe};
use crate::oauth::family::{Ending, Family};
use crate::oauth::params::Params;
use crate::oauth::profile;
use crate::oauth::refresh::{self, Verdict};
use crate::oauth::relying_party::RelyingParty;
use crate::provider::Provider;
use crate::secret::{Token, TokenKind};
use crate::store::redemption::Spending;
use crate::store::refresh::{NewRefresh, Next, Rotation};

/// Continues a family for a party that has proved itself.
pub(super) async fn refresh(
    form: &Params,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Tokens, Refused> {
    let text = form.get("refresh_token").ok_or(Error::invalid_request(describe!("refresh_token is missing")))?;
    let shown = Token::parse(TokenKind::Refresh, text).ok_or_else(|| invalid("it is not a refresh token"))?;
    let digest = shown.digest();
    let Some(facts) = provider.store.refresh_facts(&digest, now).await? else {
        return Err(invalid("there is no such refresh token").into());
    };
    let family = &facts.family;
    let rotates = party.profile.demands().refresh == profile::Refresh::Rotated;
    let next = match refresh::judge(&facts, &party.client_id, rotates, now) {
        Verdict::Rotate => Some(Token::mint(TokenKind::Refresh, entropy::bytes()?)),
        Verdict::Keep => None,
        verdict => return Err(refuse(verdict, family, party, provider, now).await),
    };
    let scope = refresh::narrowed(&family.scope, form.get("scope"))
        .map_err(|_| Error::invalid_scope(describe!("the scope is not one that was granted")))?;
    // The register is asked again: who has died since keeps nothing (V058, TK09).
    if claims::has_died(&family.account, provider, now).await? {
        return Err(invalid("the register says that the person is dead").into());
    }
    // Time alone makes a proofing too old: what the party demands at the door it demands here.
    if party.proofing_max_age.is_some() {
        let account = provider.store.account(&family.account).await?;
        if !party.takes_proofing_of(account.and_then(|account| account.proofed_at), now) {
            return Err(invalid("the person was proofed longer ago than the party takes").into());
        }
    }
    // So is that of organisations: who no longer acts for one keeps nothing either.
    act::looked_at(family, provider, now).await.map_err(|refused| match refused {
        Refused::Error(_) => invalid("the person no longer acts for the organisation").into(),
        other => other,
    })?;
    let reaches = (scope, token::audience(form, family)?);
    let tokens = token::sign(party, family, reaches, None, next, provider, now).await?;
    let until = family.refresh_expiry(now);
    let next = match &tokens.refresh {
        Some(token) => Next::Rotate(NewRefresh { digest: token.digest(), expires_at: until }),
        None => Next::Keep(until),
    };
    let change = Rotation { shown: &digest, family, access: tokens.saved(), next };
    match provider.store.commit_rotation(&change, now).await? {
        Spending::Spent => Ok(tokens),
        // Spent by somebody who was faster, which is a reuse like any other, or ended meanwhile (V054, F25).
        Spending::TooLate => {
            let facts = provider.store.refresh_facts(&digest, now).await?.unwrap_or(facts);
            let verdict = refresh::judge(&facts, &party.client_id, rotates, now);
            Err(refuse(verdict, &facts.family, party, provider, now).await)
        }
    }
}

/// The one answer to whoever may not refresh, once what must end has ended.
async fn refuse(
    verdict: Verdict,
    family: &Family,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Refused {
    let ending = match verdict {
        Verdict::Rotate | Verdict::Keep => return invalid("it was live a moment ago").into(),
        Verdict::Refuse(because) => return invalid(because).into(),
        Verdict::Reuse => Ending::RefreshReplayed,
        Verdict::Stolen => Ending::RefreshStolen,
    };
    let actor = Actor::RelyingParty(party.client_id.clone());
    match provider.store.end_family(family, ending, actor, now).await {
        Ok(_) => invalid(ending.as_str()).into(),
        Err(fault) => Refused::Fault(fault),
    }
}

fn invalid(because: &str) -> Error {
    Error::invalid_grant(describe!("the refresh token is not valid")).because(because)
}
