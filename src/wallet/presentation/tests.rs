//! The state machine against a model, and the square against whatever is put in it.

use proptest::prelude::*;

use super::*;
use crate::clock::Seconds;

const ISSUER: &str = "https://id.example";
const MADE_AT: Timestamp = Timestamp::from_unix(1_800_000_000);

fn square() -> Square {
    Square::new([7; 16], Kind::Verification, MADE_AT)
}

fn officer(byte: u8) -> AskerId {
    AskerId::Officer(AccountId::new([byte; 16]))
}

fn facts(state: State) -> PresentationFacts {
    PresentationFacts {
        id: PresentationId::new([1; 16]),
        digest: square().digest(),
        kind: Kind::Verification,
        holder: AccountId::new([2; 16]),
        session: SessionId::new([3; 16]),
        presenter: None,
        fields: Fields::default(),
        made_at: MADE_AT,
        expires_at: MADE_AT.plus(limits::PRESENTATION),
        state,
        scanner: state.was_scanned().then(|| officer(9)),
        scanned_at: state.was_scanned().then(|| MADE_AT.plus(Seconds::new(5))),
        still_holds: true,
        account_is_open: true,
        level: Some(2),
    }
}

#[test]
fn a_square_lives_59_seconds_and_is_dead_at_60() {
    let square = square();
    assert_eq!(square.check(MADE_AT), Ok(()));
    assert_eq!(square.check(MADE_AT.plus(Seconds::new(59))), Ok(()));
    assert_eq!(square.check(MADE_AT.plus(Seconds::new(60))), Err(Answer::Expired));
    assert_eq!(square.check(MADE_AT.minus(Seconds::new(31))), Err(Answer::Unknown));
    let live = facts(State::Live);
    assert_eq!(live.answer(&officer(9), MADE_AT.plus(Seconds::new(59))), Answer::Genuine);
    assert_eq!(live.answer(&officer(9), MADE_AT.plus(Seconds::new(60))), Answer::Expired);
}

#[test]
fn what_a_guardian_shows_is_scanned_by_others_alone_and_what_a_guardian_shares_asked_no_further() {
    let presenter =
        Presenter { link: DependantId::new([5; 16]), account: AccountId::new([6; 16]), relation: Relation::Mother };
    let shown = PresentationFacts { presenter: Some(presenter), ..facts(State::Live) };
    assert_eq!(shown.shown_by(), &AccountId::new([6; 16]));
    for own in [2, 6] {
        assert_eq!(shown.answer(&officer(own), MADE_AT), Answer::Own);
    }
    assert_eq!(shown.answer(&officer(9), MADE_AT), Answer::Genuine);
    let scanned = PresentationFacts { presenter: shown.presenter, ..facts(State::Scanned) };
    let soon = MADE_AT.plus(Seconds::new(6));
    assert!(PresentationFacts { kind: Kind::Verification, ..scanned.clone() }.may_be_asked_by(&officer(9), soon));
    assert!(!PresentationFacts { kind: Kind::Sharing, ..scanned }.may_be_asked_by(&officer(9), soon));
}

#[test]
fn a_square_is_read_only_as_it_was_written() {
    let written = square().claims(ISSUER).as_object().cloned().unwrap();
    assert_eq!(Square::read(&written, ISSUER), Some(square()));
    assert_eq!(Square::read(&written, "https://evil.example"), None);
    let mut names: Vec<_> = written.keys().collect();
    names.sort_unstable();
    assert_eq!(names, ["exp", "iat", "iss", "jti", "kind"]);
    let with = |name: &str, value: Value| {
        let mut claims = written.clone();
        claims.insert(name.to_owned(), value);
        Square::read(&claims, ISSUER)
    };
    // A longer life, another kind, a name of another length, a passenger, a wrong type.
    assert_eq!(with("exp", json!(1_800_000_061)), None);
    assert_eq!(with("kind", json!("sign_in")), None);
    assert_eq!(with("jti", json!(encode(&[7; 15]))), None);
    assert_eq!(with("name", json!("<b>Nguyễn</b>")), None);
    assert_eq!(with("iat", json!("1800000000")), None);
    for name in ["iss", "jti", "iat", "exp", "kind"] {
        let mut claims = written.clone();
        claims.remove(name);
        assert_eq!(Square::read(&claims, ISSUER), None, "{name}");
    }
}

#[test]
fn a_scan_says_why_it_is_refused() {
    let now = MADE_AT.plus(Seconds::new(30));
    let (mine, live) = (officer(9), facts(State::Live));
    assert_eq!(live.answer(&officer(2), now), Answer::Own);
    assert_eq!(PresentationFacts { account_is_open: false, ..live.clone() }.answer(&mine, now), Answer::Locked);
    assert_eq!(PresentationFacts { still_holds: false, ..live }.answer(&mine, now), Answer::Cancelled);
    assert_eq!(facts(State::Cancelled).answer(&mine, now), Answer::Cancelled);
    assert_eq!(facts(State::Expired).answer(&mine, now), Answer::Expired);
    for used in State::ALL.into_iter().filter(|state| state.was_scanned()) {
        assert_eq!(facts(used).answer(&mine, now), Answer::Used(MADE_AT.plus(Seconds::new(5))));
    }
}

#[test]
fn only_the_scanner_asks_once_and_soon() {
    let scanned = facts(State::Scanned);
    let soon = MADE_AT.plus(Seconds::new(60));
    assert!(scanned.may_be_asked_by(&officer(9), soon));
    assert!(!scanned.may_be_asked_by(&officer(8), soon));
    assert!(!scanned.may_be_asked_by(&officer(9), soon.plus(limits::ASK_AFTER_SCAN)));
    for state in State::ALL.into_iter().filter(|state| *state != State::Scanned) {
        assert!(!facts(state).may_be_asked_by(&officer(9), soon));
    }
    assert!(!PresentationFacts { still_holds: false, ..scanned }.may_be_asked_by(&officer(9), soon));
}

#[test]
fn what_may_be_made_depends_on_level_switch_and_fields() {
    let some: Fields = Fields::parse("name gender").unwrap();
    let card: Fields = Fields::parse("name card_status").unwrap();
    let none = Fields::default();
    for (kind, fields, level, on, expected) in [
        (Kind::Verification, &none, Some(2), true, Ok(())),
        (Kind::Verification, &none, None, true, Ok(())),
        (Kind::Verification, &none, Some(1), true, Err(Refusal::LevelTooLow)),
        (Kind::Verification, &none, Some(2), false, Err(Refusal::SwitchedOff)),
        (Kind::Sharing, &some, Some(1), false, Ok(())),
        (Kind::Sharing, &none, Some(2), true, Err(Refusal::NothingPicked)),
        (Kind::Sharing, &card, Some(1), true, Err(Refusal::FieldBeyondLevel)),
        (Kind::Sharing, &card, Some(2), true, Ok(())),
    ] {
        assert_eq!(may_make(kind, fields, level, on), expected);
    }
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let any = prop_oneof![
        Just(Move::Scan),
        Just(Move::Ask),
        Just(Move::Allow),
        Just(Move::Deny),
        Just(Move::Lapse),
        Just(Move::Expire),
        Just(Move::Cancel),
        Just(Move::Confirm),
    ];
    proptest::collection::vec(any, 0..12)
}

proptest! {
    #[test]
    fn whatever_happens_a_square_is_scanned_once_answered_once_and_never_lives_again(tried in moves()) {
        let mut state = State::Live;
        let (mut scans, mut answers) = (0, 0);
        for made in tried {
            let Some(next) = state.after(made) else { continue };
            prop_assert_ne!(next, State::Live);
            // Nothing is allowed, denied or lapsed that was not scanned first.
            prop_assert!(!matches!(made, Move::Allow | Move::Deny | Move::Lapse | Move::Ask) || state.was_scanned());
            scans += u32::from(matches!(made, Move::Scan | Move::Confirm));
            answers += u32::from(matches!(made, Move::Allow | Move::Deny | Move::Lapse));
            state = next;
        }
        prop_assert!(scans <= 1 && answers <= 1);
        prop_assert_eq!(state.was_scanned(), scans == 1);
    }

    #[test]
    fn a_scan_is_genuine_only_in_its_minute(at in -120i64..240, index in 0usize..9, open: bool, holds: bool) {
        let now = Timestamp::from_unix(MADE_AT.unix() + at);
        let seen = PresentationFacts { account_is_open: open, still_holds: holds, ..facts(State::ALL[index]) };
        if seen.answer(&officer(9), now) == Answer::Genuine {
            prop_assert!(now < seen.expires_at && open && holds && seen.state == State::Live);
        }
    }

    #[test]
    fn no_claims_panic(text in "\\PC{0,40}", number: i64) {
        for name in ["iss", "jti", "iat", "exp", "kind"] {
            for value in [json!(text), json!(number), json!(null), json!([text])] {
                let mut claims = square().claims(ISSUER).as_object().cloned().unwrap();
                claims.insert(name.to_owned(), value);
                if let Some(read) = Square::read(&claims, ISSUER) {
                    let _ = read.check(Timestamp::from_unix(number));
                }
            }
        }
    }
}
