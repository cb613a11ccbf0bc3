//! The one place that decides what an authorization request needs next. Pages return here and never to one another.
//!
//! ```text
//!   SignIn → Frozen → Choose → RaiseAccount → ProveAgain → SecondFactor → Consent → Issue     each only while it is needed
//!      └────────── prompt=none: the first that is needed is refused with its own code
//! ```
//!
//! The tests below are the security argument: nothing is issued below the level asked for, no page is shown under
//! `prompt=none`, and asking for less never needs more.

use crate::clock::{Seconds, Timestamp};
use crate::identity::account::level_in_rules;
use crate::identity::assurance::Level;
use crate::oauth::authorization::Request;
use crate::oauth::claims::ClaimsRequest;
use crate::oauth::consent::{self, Consent, Question};
use crate::oauth::error::{Error, describe};
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::scope::{Scope, Scopes};
use crate::oauth::session::SessionFacts;

/// What is known when the next step is decided.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The request.
    pub request: &'a Request,
    /// The party.
    pub party: &'a RelyingParty,
    /// The live session of the browser that began it.
    pub session: Option<&'a SessionFacts>,
    /// Whether that session signed in for this very request.
    pub signed_in_for_this: bool,
    /// When this party was last given something in that session.
    pub last_use: Option<Timestamp>,
    /// Whether the holder has frozen what this party does.
    pub is_frozen: bool,
    /// Whether the person acts for an organisation here.
    pub for_organisation: bool,
    /// Whether the person represents an organisation, the party takes that, and for whom the person acts is not yet said.
    pub must_choose: bool,
    /// Whether the party named another person than the session's (`id_token_hint`, a `sub` by value).
    pub is_another_person: bool,
    /// What the person lets the party have.
    pub consent: Option<&'a Consent>,
    /// Whether the person was asked in this very request.
    pub consented_for_this: bool,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The person signs in.
    SignIn(Why),
    /// The person has frozen what this party does: said on a page, then refused.
    Frozen,
    /// The person says for whom to act.
    Choose,
    /// The party serves a higher account level than the person has: said on a page, then refused.
    RaiseAccount,
    /// The party takes no proofing as old as the person's: said on a page, then refused.
    ProveAgain,
    /// The person shows a second factor.
    SecondFactor,
    /// The person is asked.
    Consent(Question),
    /// The party is told no.
    Refuse(Error),
    /// The party gets what was granted.
    Issue(Grant),
}

/// Why a person signs in; the page says it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Why {
    /// Nobody is signed in.
    Nobody,
    /// The party asked for it.
    Asked,
    /// The last sign-in is older than the party takes.
    TooOld,
    /// The party meant another person.
    AnotherPerson,
}

/// What is granted.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// The scopes.
    pub scope: Scopes,
    /// The claims and where they go.
    pub claims: ClaimsRequest,
    /// The level that the answer claims: what was reached, or the highest asked for as essential below that.
    pub level: i64,
    /// Whether it outlives the session.
    pub offline: bool,
}

/// Decides.
pub fn next(facts: &Facts<'_>, now: Timestamp) -> Step {
    let Some(session) = facts.session else { return shown(facts, &SIGN_IN, Step::SignIn(Why::Nobody)) };
    for check in &CHECKS {
        if let Some(step) = (check.needed)(facts, session, now) {
            return shown(facts, check, step);
        }
    }
    match granted(facts, session) {
        Some(grant) => Step::Issue(grant),
        // The checks above have seen to it; without a consent nothing is granted whatever they say.
        None => Step::Refuse(Error::consent_required(describe!("consent is missing"))),
    }
}

/// Something that may be needed, and what is said where no page may be shown.
struct Check {
    needed: fn(&Facts<'_>, &SessionFacts, Timestamp) -> Option<Step>,
    silent: fn() -> Error,
}

const SIGN_IN: Check =
    Check { needed: sign_in, silent: || Error::login_required(describe!("the person must sign in")) };

const CHECKS: [Check; 7] = [
    SIGN_IN,
    Check { needed: frozen, silent: said_no },
    Check {
        needed: choose,
        silent: || Error::account_selection_required(describe!("the person must say for whom to act")),
    },
    Check {
        needed: raise_account,
        silent: || Error::access_denied(describe!("the account level of the person is too low")),
    },
    Check {
        needed: prove_again,
        silent: || Error::access_denied(describe!("the person was proofed longer ago than this client takes")),
    },
    Check {
        needed: second_factor,
        silent: || Error::login_required(describe!("the person must show a second factor")),
    },
    Check { needed: ask, silent: || Error::consent_required(describe!("the person must be asked for consent")) },
];

fn shown(facts: &Facts<'_>, check: &Check, step: Step) -> Step {
    if facts.request.prompt.none { Step::Refuse((check.silent)()) } else { step }
}

fn sign_in(facts: &Facts<'_>, session: &SessionFacts, now: Timestamp) -> Option<Step> {
    if facts.is_another_person {
        // Once the person has chosen who to be, the party hears that it is somebody else (OpenID Connect Core §3.1.2.2).
        let other = || Error::login_required(describe!("another person is signed in than was asked for"));
        return Some(if facts.signed_in_for_this { Step::Refuse(other()) } else { Step::SignIn(Why::AnotherPerson) });
    }
    if facts.signed_in_for_this {
        return None;
    }
    if facts.request.prompt.sign_in {
        return Some(Step::SignIn(Why::Asked));
    }
    // Whole seconds: an age of exactly max_age may be a moment more.
    let is_too_old = |most: Seconds| now.since(session.authenticated_at) >= most;
    let is_over = facts.party.session.is_over(session.authenticated_at, facts.last_use, now);
    (is_over || facts.request.max_age.is_some_and(is_too_old)).then_some(Step::SignIn(Why::TooOld))
}

/// What a party hears of a person who says no. Of a freeze it hears the same: that there is one is nobody's business, and
/// who would lift it first would know whom to press.
pub fn said_no() -> Error {
    Error::access_denied(describe!("the person said no"))
}

fn frozen(facts: &Facts<'_>, _: &SessionFacts, _: Timestamp) -> Option<Step> {
    facts.is_frozen.then_some(Step::Frozen)
}

fn choose(facts: &Facts<'_>, _: &SessionFacts, _: Timestamp) -> Option<Step> {
    facts.must_choose.then_some(Step::Choose)
}

/// An account that was taken back lately has nothing to raise to, and no money hangs from it yet.
fn raise_account(facts: &Facts<'_>, session: &SessionFacts, now: Timestamp) -> Option<Step> {
    let is_restrained = session.is_restrained(now);
    let level = if is_restrained { session.account_level.or(Some(1)) } else { session.holder_level };
    let is_below = level_in_rules(level) < facts.party.least_account_level;
    (is_below || (is_restrained && facts.party.is_finance())).then_some(Step::RaiseAccount)
}

fn prove_again(facts: &Facts<'_>, session: &SessionFacts, now: Timestamp) -> Option<Step> {
    (!facts.party.takes_proofing_of(session.proofed_at, now)).then_some(Step::ProveAgain)
}

fn second_factor(facts: &Facts<'_>, session: &SessionFacts, _: Timestamp) -> Option<Step> {
    // Who chose to act at level 1 takes that back as level 2 is reached at all: by another factor.
    let acts_below = level_in_rules(session.account_level) < facts.party.least_account_level;
    (acts_below || session.level < facts.request.level.least.number()).then_some(Step::SecondFactor)
}

fn ask(facts: &Facts<'_>, session: &SessionFacts, now: Timestamp) -> Option<Step> {
    let question = consent::question(facts.request, facts.party, session.account_level, facts.for_organisation);
    let is_covered = facts.consent.is_some_and(|consent| consent::covers(consent, &question, now));
    let is_asked_again = facts.request.prompt.consent && !facts.consented_for_this;
    (!is_covered || is_asked_again).then_some(Step::Consent(question))
}

fn granted(facts: &Facts<'_>, session: &SessionFacts) -> Option<Grant> {
    let (request, consent) = (facts.request, facts.consent?);
    let offline = request.is_offline() && consent.is_offline();
    let scope = if offline { request.scope.clone() } else { request.scope.without(Scope::OfflineAccess) };
    Some(Grant {
        scope,
        // An earlier answer may allow what the level at which the person acts now does not open.
        claims: request.claims.clone().only(&consent::opened(&consent.allowed, session.account_level)),
        level: request.level.most.map_or(session.level, |most| session.level.min(Level::number(most))),
        offline,
    })
}

#[cfg(test)]
mod tests;
