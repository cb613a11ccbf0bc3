//! A person as a page of the office shows one: what the task needs, written as people read it.

use crate::clock::Day;
use crate::flow::case_view::Subject;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::language::Language;
use crate::identity::number::PersonalNumber;
use crate::identity::person::CardState;
use crate::identity::proofing::EvidenceKind;

/// The person whom a case is about, in words.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) birth: String,
    pub(super) gender: String,
    pub(super) card: String,
    pub(super) card_is_valid: bool,
    /// A foreigner's passport; shown in the card's place.
    pub(super) travel_document: Option<String>,
}

impl Shown {
    /// The person in this language.
    pub(super) fn new(subject: &Subject, t: Language) -> Self {
        let card = match subject.card {
            None => t.office_card_none(),
            Some(card) => {
                let until =
                    card.expires_on.map_or_else(|| t.office_card_for_life(), |day| t.office_card_until(date(day)));
                let state = match card.state {
                    CardState::Issued if subject.card_is_valid => String::new(),
                    CardState::Issued => format!(" · {}", t.office_card_expired()),
                    CardState::Withheld => format!(" · {}", t.office_card_withheld()),
                    CardState::Revoked => format!(" · {}", t.office_card_revoked()),
                };
                format!("{}, {until}{state}", t.office_card_issued(date(card.issued_on)))
            }
        };
        Self {
            name: subject.name.as_str().to_owned(),
            number: grouped(&subject.number),
            birth: birth(&subject.birth),
            gender: gender(subject.gender, t),
            card,
            card_is_valid: subject.card_is_valid,
            travel_document: subject.passport.as_ref().map(|passport| {
                let state =
                    if subject.passport_is_valid { String::new() } else { format!(" · {}", t.office_card_expired()) };
                format!("{}, {}{state}", passport.number, t.office_card_until(date(passport.expires_on)))
            }),
        }
    }
}

/// `001 090 000 001`.
pub(super) fn grouped(number: &PersonalNumber) -> String {
    let digits: Vec<char> = number.as_str().chars().collect();
    digits.chunks(3).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `01/05/1990`, `05/1990` or `1990`.
pub(super) fn birth(birth: &BirthDate) -> String {
    birth.iso().split('-').rev().collect::<Vec<_>>().join("/")
}

/// The gender's word.
pub(super) fn gender(gender: Gender, t: Language) -> String {
    match gender {
        Gender::Male => t.office_male(),
        Gender::Female => t.office_female(),
        Gender::Other => t.office_other_gender(),
    }
}

/// What a kind of evidence is called.
pub(super) fn kind_name(kind: EvidenceKind, t: Language) -> String {
    match kind {
        EvidenceKind::Card => t.office_evidence_card(),
        EvidenceKind::Face => t.office_evidence_face(),
        EvidenceKind::Fingerprints => t.office_evidence_fingerprints(),
        EvidenceKind::TravelDocument => t.office_evidence_travel_document(),
    }
}

/// `01/05/1990`.
pub(super) fn date(day: Day) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}
