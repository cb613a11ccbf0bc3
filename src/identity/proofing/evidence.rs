//! What an officer looks at, and what all of it amounts to.

use crate::clock::Timestamp;
use crate::secret::AccountId;

/// What is looked at.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum EvidenceKind {
    /// The identity card, in the officer's hands.
    Card,
    /// The face, compared with the database.
    Face,
    /// The fingerprints, compared with the database.
    Fingerprints,
    /// A foreigner's passport or travel document, in the officer's hands.
    TravelDocument,
}

impl EvidenceKind {
    /// Everything that level 2 needs (Decree 69/2024 Art. 10(2)).
    pub const ALL: [Self; 3] = [Self::Card, Self::Face, Self::Fingerprints];
    /// Everything that a foreigner's account needs (Decree 320/2026 new Art. 11).
    pub const FOREIGNER: [Self; 3] = [Self::TravelDocument, Self::Face, Self::Fingerprints];

    /// Every kind there is.
    pub const EVERY: [Self; 4] = [Self::Card, Self::TravelDocument, Self::Face, Self::Fingerprints];

    /// The word in columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Face => "face",
            Self::Fingerprints => "fingerprints",
            Self::TravelDocument => "travel_document",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether the officer looks at it with the own eyes; the rest is compared by a system.
    pub const fn is_held_in_hand(self) -> bool {
        matches!(self, Self::Card | Self::TravelDocument)
    }
}

/// One check: what, with what result, by whom and when.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Evidence {
    /// What was looked at.
    pub kind: EvidenceKind,
    /// Whether it is the person's.
    pub passed: bool,
    /// What the comparing system calls the comparison.
    pub reference: Option<String>,
    /// When.
    pub recorded_at: Timestamp,
    /// By which officer.
    pub recorded_by: AccountId,
    /// Its place in the case: a later check of the same kind replaces what an earlier one says.
    pub position: i64,
}

/// What evidence amounts to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Everything that is needed is the person's.
    Sufficient,
    /// These were looked at and are not.
    Failed(Vec<EvidenceKind>),
    /// These were not yet looked at.
    Missing(Vec<EvidenceKind>),
}

/// Judges evidence by the last check of each kind that is needed.
pub fn sufficient(needed: &[EvidenceKind], evidence: &[Evidence]) -> Verdict {
    let last = |kind| evidence.iter().filter(|one| one.kind == kind).max_by_key(|one| one.position);
    let of = |wanted: Option<bool>| -> Vec<EvidenceKind> {
        needed.iter().copied().filter(|kind| last(*kind).map(|one| one.passed) == wanted).collect()
    };
    let (failed, missing) = (of(Some(false)), of(None));
    match (failed.is_empty(), missing.is_empty()) {
        (false, _) => Verdict::Failed(failed),
        (true, false) => Verdict::Missing(missing),
        (true, true) => Verdict::Sufficient,
    }
}
