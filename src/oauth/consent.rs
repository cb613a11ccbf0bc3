//! What a person lets a party have: what is asked, when an earlier answer still covers it, and what an answer means.

use std::collections::BTreeSet;

use serde_json::json;

use crate::clock::Timestamp;
use crate::identity::account::level_in_rules;
use crate::limits;
use crate::oauth::authorization::Request;
use crate::oauth::claims::Claim;
use crate::oauth::redirect_uri::{RedirectUri, WebUri};
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::scope::{Scope, Scopes};
use crate::secret::{ConsentId, Digest};

/// What a person agreed to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// What the person may have.
    pub allowed: BTreeSet<Claim>,
    /// What the person was asked for and did not give.
    pub declined: BTreeSet<Claim>,
    /// The scopes that were agreed to.
    pub scope: Scopes,
    /// Digest of the terms that the person read.
    pub terms: Digest,
    /// When.
    pub given_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

impl Consent {
    /// Whether the party may use refresh tokens while the person is away.
    pub fn is_offline(&self) -> bool {
        self.scope.has(Scope::OfflineAccess)
    }
}

/// A consent as its holder sees it.
#[derive(Clone, Debug)]
pub struct Given {
    /// What was agreed to.
    pub consent: Consent,
    /// Who has it.
    pub party: RelyingParty,
}

/// What a person is asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
    /// Claim by claim.
    pub lines: Vec<Line>,
    /// Whether the party wants to ask while the person is away.
    pub offline: bool,
    /// Digest of the terms.
    pub terms: Digest,
}

impl Question {
    /// A mark of everything that is asked: the answer names the question that it answers.
    pub fn mark(&self) -> Digest {
        let line = |line: &Line| json!([line.claim.as_str(), line.essential]);
        let lines: Vec<_> = self.lines.iter().map(line).collect();
        Digest::sha256(json!([lines, self.offline, self.terms.as_str()]).to_string().as_bytes())
    }
}

/// One line of the question.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// The claim.
    pub claim: Claim,
    /// Claims that only explain it and go with it.
    pub with: Vec<Claim>,
    /// Whether the service cannot be given without it.
    pub essential: bool,
}

/// What the person must have been asked for this request. What an account of that level cannot have is not asked for, nor
/// what only a foreigner has, whose account has no level, nor what only an organisation has while the person acts for nobody
/// else.
pub fn question(
    request: &Request,
    party: &RelyingParty,
    account_level: Option<i64>,
    for_organisation: bool,
) -> Question {
    let asked = request.claims.of_person();
    let reachable = |claim: &Claim| {
        is_opened(*claim, account_level)
            && (account_level.is_none() || !claim.is_of_foreigner())
            && (for_organisation || !claim.is_of_organisation())
    };
    let head = |claim: &Claim| claim.explains().filter(|head| asked.contains_key(head)).is_none();
    let lines = Claim::ALL
        .iter()
        .copied()
        .filter(|claim| asked.contains_key(claim) && reachable(claim) && head(claim))
        .map(|claim| {
            let with: Vec<_> = asked.keys().copied().filter(|other| other.explains() == Some(claim)).collect();
            let essential = std::iter::once(&claim)
                .chain(&with)
                .any(|claim| party.needs(*claim) || asked.get(claim).is_some_and(|essential| *essential));
            Line { claim, with, essential }
        })
        .collect();
    Question { lines, offline: request.is_offline(), terms: terms(party) }
}

/// What of these claims the level opens at which a person acts.
pub fn opened(claims: &BTreeSet<Claim>, account_level: Option<i64>) -> BTreeSet<Claim> {
    claims.iter().copied().filter(|claim| is_opened(*claim, account_level)).collect()
}

fn is_opened(claim: Claim, account_level: Option<i64>) -> bool {
    claim.least_account_level() <= level_in_rules(account_level)
}

/// Whether an earlier answer covers the question: the same terms, each claim decided, none that is needed declined.
pub fn covers(consent: &Consent, question: &Question, now: Timestamp) -> bool {
    let decided = |line: &Line| {
        let each = || std::iter::once(&line.claim).chain(&line.with);
        let allowed = || each().all(|claim| consent.allowed.contains(claim));
        let declined = || each().all(|claim| consent.declined.contains(claim));
        allowed() || (!line.essential && declined())
    };
    now < consent.expires_at
        && consent.terms.matches(&question.terms)
        && (consent.is_offline() || !question.offline)
        && question.lines.iter().all(decided)
}

/// What a person chooses who agrees. What is essential goes with either.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Everything that was asked for, but sensitive data only where ticked.
    All(BTreeSet<Claim>),
    /// What is ticked.
    Ticked(BTreeSet<Claim>),
}

impl Choice {
    fn takes(&self, claim: Claim) -> bool {
        match self {
            Self::All(ticked) => !claim.is_sensitive() || ticked.contains(&claim),
            Self::Ticked(ticked) => ticked.contains(&claim),
        }
    }
}

/// What an answer means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// What the party may have from now on.
    pub allowed: BTreeSet<Claim>,
    /// What it may not have.
    pub declined: BTreeSet<Claim>,
    /// The scopes that were agreed to.
    pub scope: Scopes,
    /// Digest of the terms.
    pub terms: Digest,
    /// Until when.
    pub expires_at: Timestamp,
}

/// The answer of somebody who agrees. An earlier answer to the same terms stays where this one
/// says nothing.
pub fn answer(
    question: &Question,
    choice: &Choice,
    request: &Request,
    earlier: Option<&Consent>,
    now: Timestamp,
) -> Answer {
    let earlier = earlier.filter(|consent| consent.terms.matches(&question.terms) && now < consent.expires_at);
    let (mut allowed, mut declined) =
        earlier.map(|consent| (consent.allowed.clone(), consent.declined.clone())).unwrap_or_default();
    for line in &question.lines {
        let is_allowed = line.essential || choice.takes(line.claim);
        for claim in std::iter::once(line.claim).chain(line.with.iter().copied()) {
            let (to, from) = if is_allowed { (&mut allowed, &mut declined) } else { (&mut declined, &mut allowed) };
            from.remove(&claim);
            to.insert(claim);
        }
    }
    let scope = request.scope.iter().chain(earlier.iter().flat_map(|consent| consent.scope.iter())).collect();
    Answer { allowed, declined, scope, terms: question.terms.clone(), expires_at: now.plus(limits::CONSENT) }
}

/// What a person reads of a party, whatever it asks for; a change of any of it asks the person again (AZ13).
fn terms(party: &RelyingParty) -> Digest {
    let redirects: Vec<_> = party.redirect_uris.iter().map(RedirectUri::as_str).collect();
    let purposes: Vec<_> = party
        .purposes
        .iter()
        .map(|(claim, purpose)| json!([claim.as_str(), purpose.words.vi, purpose.words.en, purpose.essential]))
        .collect();
    let mut text = json!([
        party.name.vi,
        party.name.en,
        party.kind,
        party.province,
        party.logo_uri.as_ref().map(WebUri::as_str),
        redirects,
        purposes,
    ]);
    // Behind the others, so that whoever agreed to a party without one is not asked again.
    if let (Some(class), Some(terms)) = (party.licence_class, text.as_array_mut()) {
        terms.push(class.as_str().into());
    }
    Digest::sha256(text.to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn party(changes: &Value) -> RelyingParty {
        let mut metadata = json!({
            "client_id": "rp_1", "client_name": "Cổng", "redirect_uris": ["https://rp.example/cb"],
            "scope": "openid profile email phone vn_card offline_access",
            "purposes": {"email": {"vi": "Để gửi kết quả", "en": "To send the result", "essential": true}},
        });
        for (name, value) in changes.as_object().unwrap() {
            metadata[name] = value.clone();
        }
        RelyingParty::parse(&metadata.to_string()).unwrap()
    }

    fn request(scope: &str) -> Request {
        let query = format!(
            "response_type=code&scope={scope}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
             &code_challenge_method=S256"
        );
        let params = crate::oauth::params::Params::parse(query.as_bytes()).unwrap();
        Request::parse(&params, &BTreeSet::new(), &party(&json!({}))).unwrap()
    }

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn given(question: &Question, ticked: &[Claim], request: &Request, earlier: Option<&Consent>) -> Consent {
        let choice = Choice::Ticked(ticked.iter().copied().collect());
        let answer = answer(question, &choice, request, earlier, NOW);
        Consent {
            id: ConsentId::new([1; 16]),
            allowed: answer.allowed,
            declined: answer.declined,
            scope: answer.scope,
            terms: answer.terms,
            given_at: NOW,
            expires_at: answer.expires_at,
        }
    }

    #[test]
    fn the_question_has_a_line_a_claim_and_explanations_in_it() {
        let question = question(&request("openid+email+phone+vn_card"), &party(&json!({})), Some(1), false);
        let lines: Vec<_> = question.lines.iter().map(|line| (line.claim, line.with.len(), line.essential)).collect();
        // A level-1 account has no card here, so nobody is asked for one.
        assert_eq!(lines, [(Claim::PhoneNumber, 1, false), (Claim::Email, 1, true)]);
    }

    #[test]
    fn what_was_decided_is_not_asked_again_and_what_is_needed_cannot_be_declined() {
        let (request, party) = (request("openid+email+phone"), party(&json!({})));
        let question = question(&request, &party, Some(2), false);
        let consent = given(&question, &[], &request, None);
        assert!(consent.allowed.contains(&Claim::EmailVerified) && consent.declined.contains(&Claim::PhoneNumber));
        assert!(covers(&consent, &question, NOW));
        assert!(!covers(&consent, &question, consent.expires_at));
        let needed = party_with_phone_essential();
        assert!(!covers(&consent, &super::question(&request, &needed, Some(2), false), NOW));
    }

    fn party_with_phone_essential() -> RelyingParty {
        party(&json!({"purposes": {"phone": {"vi": "Để gọi", "en": "To call", "essential": true}}}))
    }

    #[test]
    fn az13_more_claims_offline_access_or_another_face_are_asked_for_again() {
        let party_now = party(&json!({}));
        let first = request("openid+email");
        let consent = given(&question(&first, &party_now, Some(2), false), &[], &first, None);
        assert!(covers(&consent, &question(&request("openid"), &party_now, Some(2), false), NOW));
        assert!(!covers(&consent, &question(&request("openid+email+phone"), &party_now, Some(2), false), NOW));
        assert!(!covers(&consent, &question(&request("openid+email+offline_access"), &party_now, Some(2), false), NOW));
        for changes in [
            json!({"client_name": "Another"}),
            json!({"kind": "bank"}),
            json!({"province": "79"}),
            json!({"licence_class": "B"}),
            json!({"logo_uri": "https://rp.example/logo.png"}),
            json!({"redirect_uris": ["https://rp.example/cb", "https://rp.example/cb2"]}),
            json!({"purposes": {}}),
        ] {
            assert!(!covers(&consent, &question(&first, &party(&changes), Some(2), false), NOW), "{changes}");
        }
    }

    #[test]
    fn everything_is_everything_but_sensitive_data_that_nobody_ticked() {
        let party = party(&json!({"scope": "openid phone vn_sensitive"}));
        let query = "response_type=code&scope=openid+phone+vn_sensitive&code_challenge_method=S256\
                     &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let params = crate::oauth::params::Params::parse(query.as_bytes()).unwrap();
        let request = Request::parse(&params, &BTreeSet::new(), &party).unwrap();
        let question = question(&request, &party, Some(2), false);
        let all = |ticked: &[Claim]| {
            answer(&question, &Choice::All(ticked.iter().copied().collect()), &request, None, NOW).allowed
        };
        assert_eq!(all(&[]), [Claim::PhoneNumber, Claim::PhoneNumberVerified].into());
        assert!(
            all(&[Claim::Religion]).contains(&Claim::Religion) && !all(&[Claim::Religion]).contains(&Claim::BloodGroup)
        );
    }

    #[test]
    fn an_earlier_answer_stays_where_the_new_one_says_nothing() {
        let party = party(&json!({}));
        let (first, second) = (request("openid+email"), request("openid+phone"));
        let earlier = given(&question(&first, &party, Some(2), false), &[], &first, None);
        let both = given(&question(&second, &party, Some(2), false), &[Claim::PhoneNumber], &second, Some(&earlier));
        assert!(both.allowed.contains(&Claim::Email) && both.allowed.contains(&Claim::PhoneNumberVerified));
        let back = given(&question(&second, &party, Some(2), false), &[], &second, Some(&both));
        assert!(back.allowed.contains(&Claim::Email) && !back.allowed.contains(&Claim::PhoneNumber));
    }
}
