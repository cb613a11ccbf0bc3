//! What a case is to come to, and on what it rests: both decide what must be seen and how long it may take.

use crate::clock::{Day, Timestamp};
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::person::Card;
use crate::identity::proofing::EvidenceKind;

/// What a case is to come to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CaseKind {
    /// An account of level 1 becomes one of level 2.
    Raise,
    /// A citizen without an account is given one of level 2 (Decree 69/2024 Art. 10(2), (3)).
    Make,
    /// A foreigner is given an account (Decree 320/2026 new Art. 11).
    Foreigner,
    /// Who holds an account of level 2 is looked at anew, for parties that take no old proofing (NIST SP 800-63A).
    Again,
    /// The same of a foreigner.
    ForeignerAgain,
    /// Papers that the holder showed in the original come into the wallet (C19).
    Documents,
    /// The same for a foreigner, whose account opens what level 2 opens (Decree 320/2026 new Art. 9(3)).
    ForeignerDocuments,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Raise,
        Self::Make,
        Self::Foreigner,
        Self::Again,
        Self::ForeignerAgain,
        Self::Documents,
        Self::ForeignerDocuments,
    ];

    /// The word in columns and pages, and the purpose that the holder's history names.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Raise => "raise_level",
            Self::Make => "make_account",
            Self::Foreigner => "make_foreigner_account",
            Self::Again => "prove_again",
            Self::ForeignerAgain => "prove_foreigner_again",
            Self::Documents => "integrate_documents",
            Self::ForeignerDocuments => "integrate_foreigner_documents",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// What must be seen before it is approved.
    pub const fn needed(self) -> &'static [EvidenceKind] {
        match self {
            Self::Raise | Self::Make | Self::Again => &EvidenceKind::ALL,
            Self::Foreigner | Self::ForeignerAgain => &EvidenceKind::FOREIGNER,
            // The holder has shown face and fingerprints for the account; the card says that it is the holder who came.
            Self::Documents => &[EvidenceKind::Card],
            Self::ForeignerDocuments => &[EvidenceKind::TravelDocument],
        }
    }

    /// Whether an approval makes an account that was not there.
    pub const fn makes_account(self) -> bool {
        matches!(self, Self::Make | Self::Foreigner)
    }

    /// Whether it is about papers that are shown in the original.
    pub const fn is_about_papers(self) -> bool {
        matches!(self, Self::Documents | Self::ForeignerDocuments)
    }

    /// Whether its approval says that the holder was there in person and is who the account says.
    pub const fn proves_anew(self) -> bool {
        matches!(self, Self::Again | Self::ForeignerAgain)
    }

    /// The same for a foreigner, where a counter has one kind for everybody.
    pub const fn of_foreigner(self) -> Self {
        match self {
            Self::Again => Self::ForeignerAgain,
            Self::Documents => Self::ForeignerDocuments,
            other => other,
        }
    }

    /// Whether it is about a foreigner, and so an immigration office's.
    pub const fn is_of_foreigner(self) -> bool {
        matches!(self, Self::Foreigner | Self::ForeignerAgain | Self::ForeignerDocuments)
    }
}

/// On what a case rests, which decides how long it may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Basis {
    /// A valid card.
    Card,
    /// No valid card: the account comes together with the issue of one (Decree 69 Art. 10(3), C15).
    CardApplication,
    /// A foreigner whose face and fingerprints the immigration database holds.
    BiometricsHeld,
    /// A foreigner whose face and fingerprints are taken at the counter.
    BiometricsTaken,
    /// Papers that no database confirms: the original is the proof.
    Original,
}

impl Basis {
    const ALL: [Self; 5] =
        [Self::Card, Self::CardApplication, Self::BiometricsHeld, Self::BiometricsTaken, Self::Original];

    /// What the register's card makes of a case that is opened that day.
    pub fn of(card: Option<&Card>, day: Day) -> Self {
        if card.is_some_and(|card| card.is_valid_on(day)) { Self::Card } else { Self::CardApplication }
    }

    /// The word in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::CardApplication => "card_application",
            Self::BiometricsHeld => "biometrics_held",
            Self::BiometricsTaken => "biometrics_taken",
            Self::Original => "original",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.as_str() == text)
    }

    /// The working days that the decision may take (Decree 69 Art. 13, Decree 320 Art. 7 and new Art. 8).
    pub fn working_days(self, received: Timestamp) -> u16 {
        let rules = decree::in_force(received.day_in_vietnam());
        match self {
            Self::Card => rules.level_two_working_days,
            Self::CardApplication => rules.without_card_working_days,
            Self::BiometricsHeld => rules.foreigner_working_days,
            Self::BiometricsTaken => rules.foreigner_without_biometrics_working_days,
            Self::Original => rules.original_document_working_days,
        }
    }

    /// The first instant at which the decision is late.
    pub fn due(self, received: Timestamp) -> Timestamp {
        calendar::working_term_ends(received, self.working_days(received))
    }
}
