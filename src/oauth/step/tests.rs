use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::limits;
use crate::oauth::authorization::{Prompt, Wanted};
use crate::oauth::error::Code;
use crate::oauth::params::Params;
use crate::oauth::relying_party::PartyKind;
use crate::secret::{AccountId, ConsentId, Digest, SessionId};

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

/// Everything that facts are made of, so that a test changes one thing.
#[derive(Clone, Debug)]
struct World {
    party: RelyingParty,
    request: Request,
    session: Option<SessionFacts>,
    signed_in_for_this: bool,
    is_frozen: bool,
    last_use: Option<Timestamp>,
    must_choose: bool,
    is_another_person: bool,
    consent: Option<Consent>,
    consented_for_this: bool,
}

impl World {
    fn facts(&self) -> Facts<'_> {
        Facts {
            request: &self.request,
            party: &self.party,
            session: self.session.as_ref(),
            signed_in_for_this: self.signed_in_for_this,
            is_frozen: self.is_frozen,
            last_use: self.last_use,
            for_organisation: false,
            must_choose: self.must_choose,
            is_another_person: self.is_another_person,
            consent: self.consent.as_ref(),
            consented_for_this: self.consented_for_this,
        }
    }

    fn next(&self) -> Step {
        next(&self.facts(), NOW)
    }
}

fn party(least_account_level: i64) -> RelyingParty {
    let metadata = json!({
        "client_id": "rp_1", "client_name": "Cổng", "redirect_uris": ["https://rp.example/cb"],
        "scope": "openid profile email offline_access", "least_account_level": least_account_level,
    });
    RelyingParty::parse(&metadata.to_string()).unwrap()
}

/// A party that takes a proofing of that many seconds, of whatever level.
fn fresh(seconds: i64) -> RelyingParty {
    RelyingParty { proofing_max_age: Some(Seconds::new(seconds)), ..party(1) }
}

fn request(scope: &str) -> Request {
    let query = format!(
        "response_type=code&scope={scope}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
         &code_challenge_method=S256"
    );
    Request::parse(&Params::parse(query.as_bytes()).unwrap(), &BTreeSet::new(), &party(1)).unwrap()
}

fn session(level: i64, age: i64, account_level: i64) -> SessionFacts {
    let authenticated_at = NOW.minus(Seconds::new(age));
    SessionFacts {
        id: SessionId::new([1; 16]),
        account: AccountId::new([2; 16]),
        account_level: Some(account_level),
        holder_level: Some(account_level),
        account_is_open: true,
        proofed_at: Some(NOW.minus(Seconds::new(100))),
        restrained_until: None,
        browser: Digest::sha256(b"browser"),
        began_at: authenticated_at,
        ends_at: NOW.plus(limits::SESSION_ABSOLUTE),
        authenticated_at,
        level,
        methods: vec!["pwd".into()],
        used_at: NOW,
        ended_at: None,
    }
}

/// A consent to everything in these scopes.
fn consent(scope: &str, party: &RelyingParty) -> Consent {
    let request = request(scope);
    let question = consent::question(&request, party, Some(2), false);
    let ticked = consent::Choice::Ticked(question.lines.iter().map(|line| line.claim).collect());
    let answer = consent::answer(&question, &ticked, &request, None, NOW);
    Consent {
        id: ConsentId::new([3; 16]),
        allowed: answer.allowed,
        declined: answer.declined,
        scope: answer.scope,
        terms: answer.terms,
        given_at: NOW,
        expires_at: answer.expires_at,
    }
}

fn settled() -> World {
    World {
        party: party(1),
        request: request("openid+email"),
        session: Some(session(1, 60, 1)),
        signed_in_for_this: false,
        is_frozen: false,
        last_use: None,
        must_choose: false,
        is_another_person: false,
        consent: Some(consent("openid+email", &party(1))),
        consented_for_this: false,
    }
}

#[test]
fn what_is_settled_is_issued() {
    let Step::Issue(grant) = settled().next() else { panic!() };
    assert_eq!((grant.level, grant.offline, grant.scope.to_string().as_str()), (1, false, "openid email"));
    assert_eq!(grant.claims.userinfo.len(), 2);
    // What was allowed for longer than a session is not granted to who does not ask for it now.
    let earlier = Some(consent("openid+email+offline_access", &party(1)));
    assert!(matches!(World { consent: earlier, ..settled() }.next(), Step::Issue(grant) if !grant.offline));
}

#[test]
fn az12_each_step_is_taken_where_it_is_needed_and_refused_where_no_page_may_be_shown() {
    let two = Wanted { least: Level::Two, most: None };
    let needs: Vec<(&str, World, Step, Code)> = vec![
        ("nobody", World { session: None, ..settled() }, Step::SignIn(Why::Nobody), Code::LoginRequired),
        (
            "too old",
            World { request: Request { max_age: Some(Seconds::new(60)), ..settled().request }, ..settled() },
            Step::SignIn(Why::TooOld),
            Code::LoginRequired,
        ),
        (
            "another",
            World { is_another_person: true, ..settled() },
            Step::SignIn(Why::AnotherPerson),
            Code::LoginRequired,
        ),
        ("frozen", World { is_frozen: true, ..settled() }, Step::Frozen, Code::AccessDenied),
        ("choice", World { must_choose: true, ..settled() }, Step::Choose, Code::AccountSelectionRequired),
        ("account", World { party: party(2), ..settled() }, Step::RaiseAccount, Code::AccessDenied),
        ("proofing", World { party: fresh(60), ..settled() }, Step::ProveAgain, Code::AccessDenied),
        (
            "factor",
            World { request: Request { level: two, ..settled().request }, ..settled() },
            Step::SecondFactor,
            Code::LoginRequired,
        ),
        (
            "consent",
            World { consent: None, ..settled() },
            Step::Consent(consent::question(&settled().request, &party(1), Some(1), false)),
            Code::ConsentRequired,
        ),
    ];
    for (name, world, step, code) in needs {
        assert_eq!(world.next(), step, "{name}");
        let prompt = Prompt { none: true, ..Prompt::default() };
        let silent = World { request: Request { prompt, ..world.request.clone() }, ..world };
        let Step::Refuse(error) = silent.next() else { panic!("{name}: a page under prompt=none") };
        assert_eq!(error.code, code, "{name}");
    }
}

#[test]
fn a_proofing_is_fresh_until_the_very_second_of_its_limit_and_who_was_never_proofed_is_not() {
    let at = |limit| World { party: fresh(limit), ..settled() }.next();
    assert_eq!((at(100), matches!(at(101), Step::Issue(_))), (Step::ProveAgain, true));
    let never = settled().session.map(|session| SessionFacts { proofed_at: None, ..session });
    assert_eq!(World { party: fresh(100_000), session: never, ..settled() }.next(), Step::ProveAgain);
}

#[test]
fn se03_a_partys_shorter_limits_ask_for_another_sign_in_and_a_sign_in_for_it_is_enough() {
    let limited = |idle, absolute| {
        let mut party = party(1);
        party.session =
            crate::oauth::session::Limits { idle: Some(Seconds::new(idle)), absolute: Some(Seconds::new(absolute)) };
        World { party, session: Some(session(1, 600, 1)), ..settled() }
    };
    for (idle, absolute, last_use, passes) in [
        (601, 601, None, true),
        // Whole seconds: an age of exactly the limit may be a moment more.
        (600, 900, None, false),
        (900, 600, None, false),
        (300, 900, Some(299), true),
        (300, 900, Some(300), false),
        // However often it is used, the absolute end comes.
        (300, 600, Some(1), false),
    ] {
        let last_use = last_use.map(|ago| NOW.minus(Seconds::new(ago)));
        let world = World { last_use, ..limited(idle, absolute) };
        let name = format!("{idle} {absolute} {last_use:?}");
        assert_eq!(matches!(world.next(), Step::Issue(_)), passes, "{name}");
        assert!(passes || world.next() == Step::SignIn(Why::TooOld), "{name}");
        assert!(matches!(World { signed_in_for_this: true, ..world }.next(), Step::Issue(_)), "{name}");
    }
}

/// A session in which the holder of a level-2 account acts at level 1.
fn lowered() -> SessionFacts {
    SessionFacts { account_level: Some(1), ..session(1, 60, 2) }
}

#[test]
fn who_acts_at_level_1_shows_another_factor_where_level_2_is_needed_and_never_hears_that_the_account_is_too_low() {
    let strict = World { party: party(2), session: Some(lowered()), ..settled() };
    assert_eq!(strict.next(), Step::SecondFactor);
    let prompt = Prompt { none: true, ..Prompt::default() };
    let silent = World { request: Request { prompt, ..strict.request.clone() }, ..strict };
    assert!(matches!(silent.next(), Step::Refuse(error) if error.code == Code::LoginRequired));
    let modest = World { session: Some(lowered()), ..settled() };
    assert!(matches!(modest.next(), Step::Issue(grant) if grant.level == 1));
}

#[test]
fn what_was_taken_back_lately_opens_neither_level_2_nor_a_bank_until_its_hour() {
    let bank = || RelyingParty { kind: PartyKind::Bank, ..party(1) };
    let restrained = |after, level, holder| SessionFacts {
        account_level: level,
        holder_level: holder,
        restrained_until: Some(NOW.plus(Seconds::new(after))),
        ..session(2, 60, 1)
    };
    for (name, party, session, needs_more) in [
        ("a party of level 1", party(1), restrained(1, Some(1), Some(2)), false),
        ("a party of level 2", party(2), restrained(1, Some(1), Some(2)), true),
        // An account without a level counts as one of the highest, but not then.
        ("a foreigner's", party(2), restrained(1, None, None), true),
        ("a foreigner's, later", party(2), restrained(0, None, None), false),
        ("a bank", bank(), restrained(1, Some(1), Some(2)), true),
        ("a bank, later", bank(), restrained(0, Some(2), Some(2)), false),
        ("a bank, of whom nothing was taken back", bank(), session(2, 60, 2), false),
    ] {
        let consent = Some(consent("openid+email", &party));
        let step = World { party, session: Some(session), consent, ..settled() }.next();
        assert_eq!(step == Step::RaiseAccount, needs_more, "{name}: {step:?}");
        assert!(needs_more || matches!(step, Step::Issue(_)), "{name}: {step:?}");
    }
}

#[test]
fn what_level_2_opens_is_not_issued_to_who_acts_at_level_1_whatever_was_agreed_to_before() {
    let cards = ["openid email vn_card", "openid+email+vn_card"];
    let metadata = json!({
        "client_id": "rp_1", "client_name": "Cổng", "kind": "state_body", "redirect_uris": ["https://rp.example/cb"],
        "scope": cards[0], "purposes": { "vn_card": { "vi": "Mở tài khoản", "en": "To open an account" } },
    });
    let party = RelyingParty::parse(&metadata.to_string()).unwrap();
    let query = format!(
        "response_type=code&scope={}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
         &code_challenge_method=S256",
        cards[1]
    );
    let request = Request::parse(&Params::parse(query.as_bytes()).unwrap(), &BTreeSet::new(), &party).unwrap();
    let question = consent::question(&request, &party, Some(2), false);
    let everything = consent::Choice::Ticked(question.lines.iter().map(|line| line.claim).collect());
    let answer = consent::answer(&question, &everything, &request, None, NOW);
    let earlier = Consent { allowed: answer.allowed, terms: answer.terms, ..consent("openid+email", &party) };
    let granted = |session| {
        let (request, consent) = (request.clone(), Some(earlier.clone()));
        let world = World { party: party.clone(), request, session: Some(session), consent, ..settled() };
        let Step::Issue(grant) = world.next() else { panic!() };
        grant.claims.of_person().into_keys().collect::<BTreeSet<_>>()
    };
    let (whole, less) = (granted(session(1, 60, 2)), granted(lowered()));
    assert!(whole.iter().any(|claim| claim.least_account_level() > 1), "{whole:?}");
    let opened: BTreeSet<_> = whole.into_iter().filter(|claim| claim.least_account_level() == 1).collect();
    assert_eq!(less, opened);
}

#[test]
fn a_sign_in_that_was_asked_for_is_done_once() {
    let prompt = Prompt { sign_in: true, ..Prompt::default() };
    let asked = World { request: Request { prompt, max_age: Some(Seconds::new(0)), ..settled().request }, ..settled() };
    assert_eq!(asked.next(), Step::SignIn(Why::Asked));
    // However long the person then takes for the other pages.
    assert!(matches!(World { signed_in_for_this: true, ..asked }.next(), Step::Issue(_)));
    let other = World { is_another_person: true, signed_in_for_this: true, ..settled() };
    assert!(matches!(other.next(), Step::Refuse(error) if error.code == Code::LoginRequired));
}

#[test]
fn a_consent_that_was_asked_for_is_asked_once() {
    let prompt = Prompt { consent: true, ..Prompt::default() };
    let asked = World { request: Request { prompt, ..settled().request }, ..settled() };
    assert!(matches!(asked.next(), Step::Consent(_)));
    assert!(matches!(World { consented_for_this: true, ..asked }.next(), Step::Issue(_)));
}

#[test]
fn se08_acr_is_never_overstated_and_stays_below_what_was_asked_as_essential() {
    let most = Wanted { least: Level::One, most: Some(Level::One) };
    let world =
        World { request: Request { level: most, ..settled().request }, session: Some(session(2, 60, 1)), ..settled() };
    assert!(matches!(world.next(), Step::Issue(grant) if grant.level == 1));
    let world = World { session: Some(session(2, 60, 1)), ..settled() };
    assert!(matches!(world.next(), Step::Issue(grant) if grant.level == 2));
}

fn worlds() -> impl Strategy<Value = World> {
    let scopes =
        prop::sample::select(vec!["openid", "openid+email", "openid+email+profile", "openid+email+offline_access"]);
    let session = (1_i64..=2, 0_i64..1000, 1_i64..=2, 0_u8..4).prop_map(|(level, age, account, kind)| match kind {
        0 if account == 2 => lowered(),
        1 if account == 2 => SessionFacts { restrained_until: Some(NOW.plus(Seconds::new(age))), ..lowered() },
        _ => session(level, age, account),
    });
    let wish = (scopes.clone(), any::<[bool; 3]>(), prop::option::of(0_i64..1000), any::<[bool; 2]>());
    let party =
        (1_i64..=2, prop::sample::select(vec![PartyKind::Private, PartyKind::Bank]), prop::option::of(0_i64..200))
            .prop_map(|(account, kind, age)| RelyingParty {
                kind,
                proofing_max_age: age.map(Seconds::new),
                ..party(account)
            });
    let rest = (prop::option::weighted(0.9, session), any::<[bool; 5]>(), prop::option::weighted(0.8, scopes), party);
    (wish, rest).prop_map(|((scope, prompt, max_age, level), (session, said, consented, party))| {
        let [none, sign_in, consent_again] = prompt;
        let level =
            Wanted { least: if level[0] { Level::Two } else { Level::One }, most: level[1].then_some(Level::Two) };
        World {
            request: Request {
                prompt: Prompt { none, sign_in: sign_in && !none, consent: consent_again && !none },
                max_age: max_age.map(Seconds::new),
                level,
                ..request(scope)
            },
            session,
            signed_in_for_this: said[0],
            is_another_person: said[1],
            consented_for_this: said[2],
            must_choose: said[3],
            is_frozen: said[4],
            last_use: None,
            consent: consented.map(|scope| consent(scope, &party)),
            party,
        }
    })
}

/// How far the person got: the more a request needs, the earlier it stops.
fn reached(step: &Step) -> u8 {
    match step {
        Step::SignIn(_) => 0,
        Step::Refuse(error) if error.code == Code::LoginRequired && error.description.as_str().contains("factor") => 5,
        Step::Refuse(error) if error.code == Code::LoginRequired => 0,
        Step::Frozen => 1,
        Step::Refuse(error) if *error == said_no() => 1,
        Step::Choose => 2,
        Step::Refuse(error) if error.code == Code::AccountSelectionRequired => 2,
        Step::Refuse(error) if error.description.as_str().contains("proofed") => 4,
        Step::RaiseAccount => 3,
        Step::Refuse(error) if error.code == Code::AccessDenied => 3,
        Step::ProveAgain => 4,
        Step::SecondFactor => 5,
        Step::Consent(_) | Step::Refuse(_) => 6,
        Step::Issue(_) => 7,
    }
}

proptest! {
    #[test]
    fn nothing_is_issued_below_what_was_asked_for(world in worlds()) {
        if let Step::Issue(grant) = world.next() {
            let session = world.session.as_ref().unwrap();
            let consent = world.consent.as_ref().unwrap();
            prop_assert!(session.level >= world.request.level.least.number());
            prop_assert!(grant.level <= session.level && grant.level >= world.request.level.least.number());
            prop_assert!(session.account_level.unwrap() >= world.party.least_account_level);
            prop_assert!(world.party.takes_proofing_of(session.proofed_at, NOW));
            prop_assert!(!(world.party.kind == PartyKind::Bank && session.is_restrained(NOW)));
            prop_assert!(!world.is_another_person && !world.must_choose && !world.is_frozen);
            prop_assert!(grant.scope.within(&world.request.scope));
            prop_assert!(grant.claims.of_person().keys().all(|claim| consent.allowed.contains(claim)));
            prop_assert!(!grant.offline || consent.is_offline());
            if let Some(most) = world.request.max_age {
                prop_assert!(world.signed_in_for_this || NOW.since(session.authenticated_at) < most);
            }
            prop_assert!(world.signed_in_for_this || !world.request.prompt.sign_in);
        }
    }

    #[test]
    fn no_page_is_shown_under_prompt_none(world in worlds()) {
        let prompt = Prompt { none: true, ..Prompt::default() };
        let world = World { request: Request { prompt, ..world.request.clone() }, ..world };
        prop_assert!(matches!(world.next(), Step::Refuse(_) | Step::Issue(_)));
    }

    #[test]
    fn asking_for_less_never_needs_more(world in worlds(), less in any::<[bool; 5]>()) {
        let mut asked = world.request.clone();
        if less[0] { asked.max_age = None }
        if less[1] { asked.level = Wanted { least: Level::One, most: asked.level.most } }
        if less[2] { asked.prompt = Prompt::default() }
        if less[3] {
            let poorer = request("openid");
            (asked.scope, asked.claims) = (poorer.scope, poorer.claims);
        }
        let lower = if less[4] {
            // The same party with a lower demand: its terms stay what they are.
            RelyingParty { least_account_level: 1, proofing_max_age: None, ..world.party.clone() }
        } else {
            world.party.clone()
        };
        let modest = World { request: asked, party: lower, ..world.clone() };
        prop_assert!(reached(&modest.next()) >= reached(&world.next()), "{:?} {:?}", modest.next(), world.next());
    }
}
