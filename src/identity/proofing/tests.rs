use std::collections::BTreeSet;

use proptest::prelude::*;

use super::company::tests::alone;
use super::*;
use crate::clock::{Day, Seconds};
use crate::identity::officer::{Group, OfficerName};
use crate::identity::person::{Card, CardState};
use crate::identity::unit::UnitKind;
use crate::secret::GroupId;

fn who(byte: u8) -> Officer {
    Officer {
        account: AccountId::new([byte; 16]),
        name: OfficerName::new("Cán bộ"),
        unit: Label::parse("Công an phường A").unwrap(),
        unit_kind: Some(UnitKind::Commune),
        province: Some("01".into()),
        title: Label::parse("Cán bộ").unwrap(),
        group: Group {
            id: GroupId::new([0; 16]),
            name: Label::parse("Nhóm").unwrap(),
            permissions: BTreeSet::from([(Module::Account, Action::All)]),
            version: 1,
        },
        appointed_at: Timestamp::from_unix(0),
        ended_at: None,
    }
}

fn seen(kind: EvidenceKind, passed: bool, position: i64) -> Evidence {
    let recorded_by = who(1).account;
    Evidence { kind, passed, reference: None, recorded_at: Timestamp::from_unix(1), recorded_by, position }
}

fn all_passed() -> Vec<Evidence> {
    (2i64..).zip(EvidenceKind::ALL).map(|(position, kind)| seen(kind, true, position)).collect()
}

fn open(evidence: Vec<Evidence>) -> Open {
    let opened_at = Day::new(2026, 11, 20).unwrap().start_in_vietnam().plus(Seconds::hours(16));
    let intake = Intake {
        id: CaseId::new([5; 16]),
        kind: CaseKind::Raise,
        account: AccountId::new([9; 16]),
        unit: who(1).unit,
        basis: Basis::Card,
        applicant: None,
        opened_at,
        opened_by: who(1).account,
        due_at: Basis::Card.due(opened_at),
        card_reference: None,
        evidence,
        companion: None,
        originals: Vec::new(),
        supplements: Vec::new(),
        version: 4,
    };
    Open { intake, given_back: None }
}

fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

const NOW: Timestamp = Timestamp::from_unix(1_795_000_000);

#[test]
fn level_two_takes_card_face_and_fingerprints() {
    assert_eq!(sufficient(&EvidenceKind::ALL, &all_passed()), Verdict::Sufficient);
    assert_eq!(sufficient(&EvidenceKind::ALL, &[]), Verdict::Missing(EvidenceKind::ALL.to_vec()));
    for kind in EvidenceKind::ALL {
        let without: Vec<Evidence> = all_passed().into_iter().filter(|one| one.kind != kind).collect();
        assert_eq!(sufficient(&EvidenceKind::ALL, &without), Verdict::Missing(vec![kind]));
        let mut failed = all_passed();
        failed.push(seen(kind, false, 9));
        assert_eq!(sufficient(&EvidenceKind::ALL, &failed), Verdict::Failed(vec![kind]));
        failed.push(seen(kind, true, 10));
        assert_eq!(sufficient(&EvidenceKind::ALL, &failed), Verdict::Sufficient);
    }
}

#[test]
fn a_case_is_submitted_when_everything_was_looked_at_or_something_failed() {
    assert!(open(all_passed()).submit(None, alone(), &who(1), NOW).is_ok());
    let missing = open(vec![seen(EvidenceKind::Card, true, 2)]).submit(None, alone(), &who(1), NOW);
    assert_eq!(missing.unwrap_err(), SubmitRefusal::Missing(vec![EvidenceKind::Face, EvidenceKind::Fingerprints]));
    assert!(open(vec![seen(EvidenceKind::Card, false, 2)]).submit(None, alone(), &who(1), NOW).is_ok());
}

#[test]
fn who_recorded_opened_or_submitted_does_not_decide() {
    // Opened and recorded by 1, submitted by 2: only 3 decides.
    for decider in [1, 2] {
        let submitted = open(all_passed()).submit(None, alone(), &who(2), NOW).unwrap();
        assert_eq!(
            submitted.clone().approve(alone(), &who(decider), NOW).unwrap_err(),
            ApproveRefusal::Barred(Bar::OwnWork)
        );
        assert_eq!(
            submitted.clone().refuse(Ground::NotThePerson, words("không đúng người"), &who(decider), NOW).unwrap_err(),
            Bar::OwnWork
        );
        let back = submitted.give_back(Vec::new(), words("đối chiếu lại"), &who(decider), NOW);
        assert_eq!(back.unwrap_err(), Bar::OwnWork);
    }
    let submitted = open(all_passed()).submit(None, alone(), &who(2), NOW).unwrap();
    assert_eq!(submitted.clone().approve(alone(), &who(9), NOW).unwrap_err(), ApproveRefusal::Barred(Bar::OwnAccount));
    let decided = submitted.approve(alone(), &who(3), NOW).unwrap();
    assert_eq!((decided.decided_by, decided.refusal), (who(3).account, None));
}

#[test]
fn what_failed_is_refused_or_given_back_and_never_approved() {
    let mut evidence = all_passed();
    evidence.push(seen(EvidenceKind::Face, false, 9));
    let submitted = open(evidence).submit(None, alone(), &who(1), NOW).unwrap();
    assert_eq!(
        submitted.clone().approve(alone(), &who(2), NOW).unwrap_err(),
        ApproveRefusal::Insufficient(Verdict::Failed(vec![EvidenceKind::Face]))
    );
    let back = submitted.clone().give_back(vec![EvidenceKind::Face], words("chụp lại ảnh"), &who(2), NOW).unwrap();
    assert_eq!(back.given_back.unwrap().kinds, vec![EvidenceKind::Face]);
    assert!(submitted.refuse(Ground::NotThePerson, words("không đúng người"), &who(2), NOW).unwrap().refusal.is_some());
}

#[test]
fn the_time_limit_is_three_working_days_with_a_card_and_seven_without() {
    let friday = Day::new(2026, 11, 20).unwrap();
    let received = friday.start_in_vietnam().plus(Seconds::hours(16));
    let last_day = |basis: Basis| basis.due(received).minus(Seconds::new(1)).day_in_vietnam().to_string();
    let card = Card { issued_on: friday, expires_on: Some(friday), state: CardState::Issued };
    assert_eq!(Basis::of(Some(&card), friday), Basis::Card);
    assert_eq!(Basis::of(Some(&card), friday.plus_days(1)), Basis::CardApplication);
    assert_eq!(Basis::of(None, friday), Basis::CardApplication);
    assert_eq!(last_day(Basis::Card), "2026-11-25");
    assert_eq!(last_day(Basis::CardApplication), "2026-12-01");
}

#[test]
fn the_terms_of_foreigners_and_of_papers_are_the_decrees() {
    let received = Day::new(2026, 11, 20).unwrap().start_in_vietnam().plus(Seconds::hours(16));
    let last_day = |basis: Basis| basis.due(received).minus(Seconds::new(1)).day_in_vietnam().to_string();
    assert_eq!(last_day(Basis::BiometricsHeld), "2026-11-24");
    assert_eq!(last_day(Basis::BiometricsTaken), "2026-11-27");
    assert_eq!(last_day(Basis::Original), "2026-11-27");
}

#[test]
fn a_foreigner_is_proven_by_a_travel_document_and_papers_by_the_card_and_one_paper() {
    let foreigner: Vec<Evidence> =
        (2i64..).zip(EvidenceKind::FOREIGNER).map(|(position, kind)| seen(kind, true, position)).collect();
    assert_eq!(sufficient(CaseKind::Foreigner.needed(), &foreigner), Verdict::Sufficient);
    let missing = Verdict::Missing(vec![EvidenceKind::TravelDocument]);
    assert_eq!(sufficient(CaseKind::Foreigner.needed(), &all_passed()), missing);

    let mut papers = open(vec![seen(EvidenceKind::Card, true, 2)]);
    papers.intake.kind = CaseKind::Documents;
    assert_eq!(papers.clone().submit(None, alone(), &who(1), NOW).unwrap_err(), SubmitRefusal::NoOriginal);
    let proposed = papers.propose_refusal(Some(words("không có bản gốc")), &who(1), NOW).unwrap();
    assert!(!proposed.is_sufficient() && proposed.approve(alone(), &who(2), NOW).is_err());
}

#[test]
fn what_can_never_be_complete_is_handed_on_with_the_reason_and_never_approved() {
    let empty = open(Vec::new());
    assert_eq!(empty.clone().propose_refusal(None, &who(1), NOW).unwrap_err(), SubmitRefusal::NoOpinion);
    let proposed = empty.propose_refusal(Some(words("người này không quay lại")), &who(1), NOW).unwrap();
    assert!(matches!(proposed.clone().approve(alone(), &who(2), NOW), Err(ApproveRefusal::Insufficient(_))));
    assert!(proposed.refuse(Ground::Incomplete, words("không bổ sung"), &who(2), NOW).is_ok());
}

#[test]
fn who_returned_a_case_had_a_hand_in_it() {
    let lacks = vec![Lack::Phone];
    let guidance = words("Mang số chính chủ.");
    let mut returned = open(all_passed()).return_for(lacks, guidance, &who(2), NOW).unwrap();
    assert_eq!(returned.asked.round, 1);
    returned.intake.supplements[0].answered_at = Some(NOW);
    let submitted = Open { intake: returned.intake, given_back: None }.submit(None, alone(), &who(1), NOW).unwrap();
    assert_eq!(submitted.clone().approve(alone(), &who(2), NOW).unwrap_err(), ApproveRefusal::Barred(Bar::OwnWork));
    assert!(submitted.approve(alone(), &who(3), NOW).is_ok());
}

#[test]
fn a_case_is_late_while_the_office_works_and_not_while_it_waits_for_the_person() {
    let waiting = |state: &str| Waiting {
        id: CaseId::new([5; 16]),
        kind: CaseKind::Raise,
        state: state.into(),
        basis: Basis::Card,
        opened_at: Timestamp::from_unix(1),
        due_at: NOW,
        decided_at: None,
        is_given_back: false,
        is_own: false,
    };
    for (state, late) in
        [("received", true), ("open", true), ("submitted", true), ("returned", false), ("refused", false)]
    {
        assert_eq!(waiting(state).is_overdue(NOW), late, "{state}");
        assert!(!waiting(state).is_overdue(NOW.minus(Seconds::new(1))));
    }
}

#[test]
fn words_of_columns_are_read_back() {
    for kind in CaseKind::ALL {
        assert_eq!(CaseKind::parse(kind.as_str()), Some(kind));
    }
    for kind in EvidenceKind::EVERY {
        assert_eq!(EvidenceKind::parse(kind.as_str()), Some(kind));
    }
    for ground in Ground::ALL {
        assert_eq!(Ground::parse(ground.as_str()), Some(ground));
    }
    for lack in Lack::ALL {
        assert_eq!(Lack::parse(lack.as_str()), Some(lack));
    }
    assert_eq!(code(&CaseId::from_text("cas_a-b_cdEFgh12")), "ABCDEFGH");
}

#[test]
fn a_reason_says_something_and_holds_nothing_hidden() {
    assert_eq!(words("  Ảnh không khớp.\r\nMời lại. ").as_str(), "Ảnh không khớp.\nMời lại.");
    assert_eq!(Words::parse("   ngắn   "), Err(WordsRefusal::TooShort));
    assert_eq!(Words::parse("đủ dài nhưng \u{202E}ngược"), Err(WordsRefusal::Unprintable));
    assert_eq!(Words::parse("đủ dài nhưng \u{0}"), Err(WordsRefusal::Unprintable));
    assert_eq!(Words::parse(&"x".repeat(1001)), Err(WordsRefusal::TooLong));
}

proptest! {
    /// Whatever is recorded in whatever order, an approval has a last passed check of every kind and two pairs of eyes.
    #[test]
    fn an_approval_always_has_its_evidence_and_another_officer(
        checks in prop::collection::vec((0usize..3, any::<bool>(), 1u8..4), 0..12),
        submitter in 1u8..4,
        decider in 1u8..4,
    ) {
        let evidence: Vec<Evidence> = (2i64..)
            .zip(&checks)
            .map(|(position, (kind, passed, by))| Evidence {
                recorded_by: who(*by).account,
                ..seen(EvidenceKind::ALL[*kind], *passed, position)
            })
            .collect();
        let Ok(submitted) = open(evidence).submit(None, alone(), &who(submitter), NOW) else { return Ok(()) };
        let Ok(decided) = submitted.approve(alone(), &who(decider), NOW) else { return Ok(()) };
        prop_assert!(decider != submitter && decider != 1);
        for kind in EvidenceKind::ALL {
            let last = decided.intake.evidence.iter().rfind(|one| one.kind == kind);
            prop_assert!(last.is_some_and(|one| one.passed && one.recorded_by != decided.decided_by));
        }
    }
}
