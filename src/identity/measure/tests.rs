use proptest::prelude::*;

use super::draft::{Draft, Form};
use super::*;
use crate::clock::{Day, Seconds};
use crate::identity::account::{AccountKind, AccountLevel, Channel};
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::language::Language;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Group, OfficerName};
use crate::identity::person::Details;
use crate::identity::phone::Phone;
use crate::secret::GroupId;

fn at(day: &str, hour: i64) -> Timestamp {
    Day::parse(day).unwrap().start_in_vietnam().plus(Seconds::hours(hour))
}

fn last_day(end: Timestamp) -> String {
    end.minus(Seconds::new(1)).day_in_vietnam().to_string()
}

fn account(byte: u8, state: State) -> Account {
    Account {
        id: AccountId::new([byte; 16]),
        kind: AccountKind::Citizen,
        state,
        level: Some(AccountLevel::One),
        number: PersonalNumber::parse("001090000001").unwrap(),
        phone: Phone::parse("0912345678").unwrap(),
        email: None,
        channel: Channel::Sms,
        language: Language::Vi,
        created_at: Timestamp::from_unix(0),
        activation_closes_at: Timestamp::from_unix(1),
        activated_at: Some(Timestamp::from_unix(0)),
        raised_at: None,
        proofed_at: None,
        verification_qr_at: None,
        grounds: Vec::new(),
        version: 1,
    }
}

fn record(status: VitalStatus) -> Record {
    Record {
        number: PersonalNumber::parse("001090000001").unwrap(),
        name: Name::parse("Nguyễn Văn An").unwrap(),
        birth: BirthDate::parse("01/05/1990").unwrap(),
        gender: Gender::Male,
        status,
        cancelled_numbers: Vec::new(),
        legacy_number: None,
        phone: None,
        phone_owner: None,
        email: None,
        details: Details::default(),
    }
}

fn officer(byte: u8, unit: &str, actions: &[Action]) -> Officer {
    Officer {
        account: AccountId::new([byte; 16]),
        name: OfficerName::new("Lê Văn Bình"),
        unit: Label::parse(unit).unwrap(),
        unit_kind: None,
        province: None,
        title: Label::parse("Cán bộ").unwrap(),
        group: Group {
            id: GroupId::new([byte; 16]),
            name: Label::parse("Nhóm").unwrap(),
            permissions: actions.iter().map(|action| (Module::Lock, *action)).collect(),
            version: 1,
        },
        appointed_at: Timestamp::from_unix(0),
        ended_at: None,
    }
}

fn submitted(received_by: u8, submitted_by: u8, about: u8, into: Option<u8>) -> Measure {
    let draft = Draft { deed: Deed::LockBreach, paper: None, reason: None, secrecy: None, phone: None, stays: None };
    let submission = Submission {
        at: Timestamp::from_unix(10),
        by: AccountId::new([submitted_by; 16]),
        decide_by: Timestamp::from_unix(20),
    };
    Measure {
        id: MeasureId::new([1; 16]),
        draft,
        account: AccountId::new([about; 16]),
        into: into.map(|byte| AccountId::new([byte; 16])),
        unit: Label::parse("A").unwrap(),
        received_at: Timestamp::from_unix(0),
        received_by: AccountId::new([received_by; 16]),
        hand_on_by: Timestamp::from_unix(10),
        comparison: None,
        chip: None,
        standing: Standing::Submitted(submission),
        version: 2,
    }
}

#[test]
fn who_receives_has_one_working_day_and_who_decides_two() {
    // Friday, the last second of it, and the Saturday after.
    assert_eq!(last_day(hand_on_by(at("2026-11-20", 16))), "2026-11-23");
    assert_eq!(last_day(hand_on_by(at("2026-11-21", 0).minus(Seconds::new(1)))), "2026-11-23");
    assert_eq!(last_day(hand_on_by(at("2026-11-21", 0))), "2026-11-23");
    assert_eq!(last_day(decide_by(at("2026-11-20", 16))), "2026-11-24");
    // Over Tết and over New Year.
    assert_eq!(last_day(hand_on_by(at("2026-02-13", 9))), "2026-02-23");
    assert_eq!(last_day(decide_by(at("2026-02-13", 9))), "2026-02-24");
    assert_eq!(last_day(decide_by(at("2026-12-31", 9))), "2027-01-05");
}

#[test]
fn an_authoritys_paper_is_whole_and_not_of_tomorrow() {
    let today = Day::parse("2026-11-22").unwrap();
    let form = Form {
        document: "12/PC02",
        dated: "22/11/2026",
        authority: "Cơ quan điều tra",
        clause: "procedural",
        ..Form::default()
    };
    let draft = Draft::parse(Deed::LockAuthority, form, today).unwrap();
    assert_eq!((draft.paper.unwrap().clause, draft.secrecy, draft.reason), (Clause::Procedural, None, None));
    let wrong = Draft::parse(Deed::LockAuthority, Form { reason: "x", ..Form::default() }, today).unwrap_err();
    assert!(wrong.document && wrong.dated && wrong.authority && wrong.clause && wrong.reason.is_some());
    for dated in ["23/11/2026", "31/02/2026", "2026-11-22", "", "1/2/3/4", "٢/11/2026"] {
        assert!(Draft::parse(Deed::LockAuthority, Form { dated, ..form }, today).unwrap_err().dated, "{dated}");
    }
    // Only an authority's lock is kept from its holder.
    let secret = Form { secrecy: "Điều 12 khoản 3 Luật A", reason: "vi phạm nhiều lần", ..form };
    assert!(Draft::parse(Deed::LockAuthority, secret, today).unwrap().secrecy.is_some());
    assert_eq!(Draft::parse(Deed::LockBreach, secret, today).unwrap().secrecy, None);
    assert!(Draft::parse(Deed::LockBreach, form, today).unwrap_err().reason.is_some());
    assert!(Draft::parse(Deed::UnlockPhone, form, today).unwrap_err().phone);
    assert!(Draft::parse(Deed::Merge, secret, today).unwrap_err().stays);
}

#[test]
fn a_deed_fits_how_things_are() {
    let now = Timestamp::from_unix(100_000_000);
    let open = account(1, State::Active);
    let (alive, dead) = (record(VitalStatus::Alive), record(VitalStatus::Deceased));
    let of = |since: Option<Timestamp>, record: &Record, deed| {
        let facts = Facts { account: &open, since, record: Some(record), phone_is_own: false, into: None };
        fits(deed, &facts, now)
    };
    let since = Some(now.minus(Seconds::days(1)));
    assert_eq!(of(None, &alive, Deed::LockAuthority), Ok(()));
    assert_eq!(of(since, &alive, Deed::LockAuthority), Err("stands_already"));
    for deed in Deed::ALL.iter().filter(|deed| deed.unlocks()) {
        assert_eq!(of(None, &alive, *deed), Err("does_not_stand"), "{deed:?}");
    }
    assert_eq!(of(since, &alive, Deed::UnlockDeath), Ok(()));
    assert_eq!(of(since, &dead, Deed::UnlockDeath), Err("not_alive"));
    assert_eq!(of(since, &alive, Deed::UnlockPhone), Err("phone_not_own"));
    assert_eq!(of(since, &alive, Deed::Close), Err("not_deceased"));
    assert_eq!(of(since, &dead, Deed::Close), Err("too_early"));
    assert_eq!(of(Some(now.minus(limits::DEATH_STANDS)), &dead, Deed::Close), Ok(()));
    assert_eq!(of(None, &alive, Deed::Merge), Err("not_two_accounts"));
    let closed = account(2, State::Closed);
    for deed in Deed::ALL {
        let facts = Facts { account: &closed, since, record: Some(&alive), phone_is_own: true, into: Some(&open) };
        assert_eq!(fits(*deed, &facts, now), Err("account_closed"));
    }
    let into_itself =
        Facts { account: &open, since: None, record: Some(&alive), phone_is_own: false, into: Some(&open) };
    assert_eq!(fits(Deed::Merge, &into_itself, now), Err("not_two_accounts"));
}

#[test]
fn whom_a_measure_is_about_does_not_even_see_it() {
    let measure = submitted(1, 2, 3, Some(4));
    for about in [3, 4] {
        let who = officer(about, "A", &[Action::All]);
        assert_eq!(measure.may_view(&who), Err(Bar::OtherUnit));
        assert_eq!(measure.may_decide(&who), Err(Bar::OwnAccount));
        assert_eq!(measure.may_hand_on(&who), Err(Bar::OwnAccount));
    }
    assert_eq!(measure.may_view(&officer(5, "B", &[Action::View])), Err(Bar::OtherUnit));
    assert_eq!(measure.may_view(&officer(5, "B", &[Action::View, Action::Approve])), Ok(()));
    assert_eq!(measure.may_decide(&officer(5, "B", &[Action::Approve])), Ok(()));
    assert_eq!(measure.may_decide(&officer(5, "A", &[Action::Process])), Err(Bar::NotPermitted));
}

proptest! {
    #[test]
    fn who_had_a_hand_in_a_measure_never_decides_it(received in 1u8..6, handed_on in 1u8..6, who in 1u8..6) {
        let decides = submitted(received, handed_on, 9, None).may_decide(&officer(who, "A", &[Action::All]));
        prop_assert_eq!(decides.is_ok(), who != received && who != handed_on);
    }

    #[test]
    fn no_form_makes_a_draft_panic(text in ".{0,40}", dated in "[0-9/٠-٩]{0,12}") {
        let form = Form { document: &text, dated: &dated, authority: &text, clause: &text, reason: &text,
            secrecy: &text, phone: &text, stays: &text, chip: true };
        for deed in Deed::ALL {
            let _ = Draft::parse(*deed, form, Day::parse("2026-11-22").unwrap());
        }
    }
}
