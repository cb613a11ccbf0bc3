//! Proofing: what an officer must see before an account is raised to level 2, and the case in which it is kept.
//!
//! ```text
//! Open ── submit ──> Submitted ── approve ──> Approved
//!   ^                    │
//!   └──── give_back ─────┴──── refuse ────> Refused
//! ```
//!
//! Decree 69/2024 Art. 10(2): in person, with a valid card, face and fingerprints compared. Knows no biometric data: a
//! comparison is made elsewhere and comes as a result with a reference.

use crate::clock::{Day, Timestamp};
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::officer::{self, Action, Bar, Hands, Label, Module, Officer, is_unprintable};
use crate::identity::person::Card;
use crate::secret::{AccountId, CaseId};

/// What is looked at.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum EvidenceKind {
    /// The identity card, in the officer's hands.
    Card,
    /// The face, compared with the card database.
    Face,
    /// The fingerprints, compared with the card database.
    Fingerprints,
}

impl EvidenceKind {
    /// Everything that level 2 needs.
    pub const ALL: [Self; 3] = [Self::Card, Self::Face, Self::Fingerprints];

    /// The word in columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Face => "face",
            Self::Fingerprints => "fingerprints",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
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
    /// Card, face and fingerprints are the person's.
    Sufficient,
    /// These were looked at and are not.
    Failed(Vec<EvidenceKind>),
    /// These were not yet looked at.
    Missing(Vec<EvidenceKind>),
}

/// Judges evidence by the last check of each kind.
pub fn sufficient(evidence: &[Evidence]) -> Verdict {
    let last = |kind| evidence.iter().filter(|one| one.kind == kind).max_by_key(|one| one.position);
    let of = |wanted: Option<bool>| -> Vec<EvidenceKind> {
        EvidenceKind::ALL.into_iter().filter(|kind| last(*kind).map(|one| one.passed) == wanted).collect()
    };
    let (failed, missing) = (of(Some(false)), of(None));
    match (failed.is_empty(), missing.is_empty()) {
        (false, _) => Verdict::Failed(failed),
        (true, false) => Verdict::Missing(missing),
        (true, true) => Verdict::Sufficient,
    }
}

/// On what a case rests, which decides how long it may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Basis {
    /// A valid card.
    Card,
    /// No valid card: the account is raised together with the issue of one (Decree 69 Art. 10(3), C15).
    CardApplication,
}

impl Basis {
    /// What the register's card makes of a case that is opened that day.
    pub fn of(card: Option<&Card>, day: Day) -> Self {
        if card.is_some_and(|card| card.is_valid_on(day)) { Self::Card } else { Self::CardApplication }
    }

    /// The word in the column.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::CardApplication => "card_application",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Card, Self::CardApplication].into_iter().find(|basis| basis.as_str() == text)
    }

    /// The working days that the decision may take (Decree 69 Art. 13).
    pub fn working_days(self, received: Timestamp) -> u16 {
        let rules = decree::in_force(received.day_in_vietnam());
        match self {
            Self::Card => rules.level_two_working_days,
            Self::CardApplication => rules.without_card_working_days,
        }
    }

    /// The first instant at which the decision is late.
    pub fn due(self, received: Timestamp) -> Timestamp {
        calendar::working_term_ends(received, self.working_days(received))
    }
}

/// What stays the same in a case, whatever its state.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The case.
    pub id: CaseId,
    /// Whose account it is about.
    pub account: AccountId,
    /// The unit that received the person.
    pub unit: Label,
    /// On what it rests.
    pub basis: Basis,
    /// When the person was received.
    pub opened_at: Timestamp,
    /// By which officer.
    pub opened_by: AccountId,
    /// The first instant at which a decision is late.
    pub due_at: Timestamp,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// Rises with each change; who decides says which version was looked at.
    pub version: i64,
}

impl Intake {
    fn touched_by<'a>(&'a self, submitted_by: Option<&'a AccountId>) -> Vec<&'a AccountId> {
        let recorded = self.evidence.iter().map(|evidence| &evidence.recorded_by);
        std::iter::once(&self.opened_by).chain(submitted_by).chain(recorded).collect()
    }

    fn hands<'a>(&'a self, submitted_by: Option<&'a AccountId>) -> Hands<'a> {
        Hands { about: &self.account, unit: &self.unit, touched_by: self.touched_by(submitted_by) }
    }
}

/// A case, by its state.
#[derive(Clone, Debug)]
pub enum Case {
    /// Evidence is being recorded.
    Open(Open),
    /// It waits for another officer.
    Submitted(Submitted),
    /// Another officer approved it; the account has level 2.
    Approved(Decided),
    /// Another officer refused it.
    Refused(Decided),
}

impl Case {
    /// What stays the same.
    pub fn intake(&self) -> &Intake {
        match self {
            Self::Open(open) => &open.intake,
            Self::Submitted(submitted) => &submitted.intake,
            Self::Approved(decided) | Self::Refused(decided) => &decided.intake,
        }
    }

    /// The state's word in columns and pages.
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Submitted(_) => "submitted",
            Self::Approved(_) => "approved",
            Self::Refused(_) => "refused",
        }
    }

    /// Whether this officer may look at it: received by the own unit, and not about the officer.
    pub fn may_view(&self, who: &Officer) -> Result<(), Bar> {
        let intake = self.intake();
        if !who.may(Module::Account, Action::View) {
            Err(Bar::NotPermitted)
        } else if intake.unit != who.unit {
            Err(Bar::OtherUnit)
        } else if intake.account == who.account {
            Err(Bar::OwnAccount)
        } else {
            Ok(())
        }
    }
}

/// A case in which evidence is being recorded.
#[derive(Clone, Debug)]
pub struct Open {
    /// What stays the same.
    pub intake: Intake,
    /// What the deciding officer asked for, when it came back.
    pub given_back: Option<GivenBack>,
}

/// Why a case came back (K08): everything that is missing, in one round.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GivenBack {
    /// When.
    pub at: Timestamp,
    /// By which officer.
    pub by: AccountId,
    /// What to look at again.
    pub kinds: Vec<EvidenceKind>,
    /// What to do, in the officer's words.
    pub guidance: Words,
}

/// Why a case is not submitted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SubmitRefusal {
    /// The officer may not.
    Barred(Bar),
    /// These were not yet looked at, and nothing failed.
    Missing(Vec<EvidenceKind>),
}

impl Open {
    /// Whether this officer may record what was seen.
    pub fn may_record(&self, who: &Officer) -> Result<(), Bar> {
        officer::may_process(&self.intake.hands(None), who)
    }

    /// Hands the case to another officer. What failed may be handed on too, to be refused.
    pub fn submit(self, opinion: Option<Words>, who: &Officer, now: Timestamp) -> Result<Submitted, SubmitRefusal> {
        self.may_record(who).map_err(SubmitRefusal::Barred)?;
        if let Verdict::Missing(kinds) = sufficient(&self.intake.evidence) {
            return Err(SubmitRefusal::Missing(kinds));
        }
        Ok(Submitted { intake: self.intake, submitted_at: now, submitted_by: who.account.clone(), opinion })
    }
}

/// A case that waits for another officer.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// What stays the same.
    pub intake: Intake,
    /// When it was handed on.
    pub submitted_at: Timestamp,
    /// By which officer.
    pub submitted_by: AccountId,
    /// That officer's opinion (K13).
    pub opinion: Option<Words>,
}

/// Why a case is not approved.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ApproveRefusal {
    /// The officer may not.
    Barred(Bar),
    /// The evidence does not carry level 2.
    Insufficient(Verdict),
}

impl Submitted {
    /// Whether this officer may decide it.
    pub fn may_decide(&self, who: &Officer) -> Result<(), Bar> {
        officer::may_approve(&self.intake.hands(Some(&self.submitted_by)), who)
    }

    /// Approves: the account is to have level 2.
    pub fn approve(self, who: &Officer, now: Timestamp) -> Result<Decided, ApproveRefusal> {
        self.may_decide(who).map_err(ApproveRefusal::Barred)?;
        match sufficient(&self.intake.evidence) {
            Verdict::Sufficient => Ok(self.decided(None, who, now)),
            verdict => Err(ApproveRefusal::Insufficient(verdict)),
        }
    }

    /// Refuses, with the reason that the citizen is told.
    pub fn refuse(self, reason: Words, who: &Officer, now: Timestamp) -> Result<Decided, Bar> {
        self.may_decide(who)?;
        Ok(self.decided(Some(reason), who, now))
    }

    /// Gives it back to be completed.
    pub fn give_back(
        self,
        kinds: Vec<EvidenceKind>,
        guidance: Words,
        who: &Officer,
        now: Timestamp,
    ) -> Result<Open, Bar> {
        self.may_decide(who)?;
        let given_back = GivenBack { at: now, by: who.account.clone(), kinds, guidance };
        Ok(Open { intake: self.intake, given_back: Some(given_back) })
    }

    fn decided(self, reason: Option<Words>, who: &Officer, now: Timestamp) -> Decided {
        Decided {
            intake: self.intake,
            submitted_at: self.submitted_at,
            submitted_by: self.submitted_by,
            opinion: self.opinion,
            decided_at: now,
            decided_by: who.account.clone(),
            reason,
        }
    }
}

/// A case that is over.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What stays the same.
    pub intake: Intake,
    /// When it was handed on.
    pub submitted_at: Timestamp,
    /// By which officer.
    pub submitted_by: AccountId,
    /// That officer's opinion.
    pub opinion: Option<Words>,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// By which other officer.
    pub decided_by: AccountId,
    /// Why it was refused; none when it was approved.
    pub reason: Option<Words>,
}

/// A case as the queue lists it: nothing about the person.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The case.
    pub id: CaseId,
    /// Its state's word.
    pub state: String,
    /// On what it rests.
    pub basis: Basis,
    /// When the person was received.
    pub opened_at: Timestamp,
    /// The first instant at which a decision is late.
    pub due_at: Timestamp,
    /// When it was decided, if it was.
    pub decided_at: Option<Timestamp>,
    /// Whether it came back to be completed.
    pub is_given_back: bool,
    /// Whether the officer who asks has opened it, recorded in it, submitted it, or is whom it is about.
    pub is_own: bool,
}

/// What an officer wrote: a reason, an opinion, guidance. May hold line breaks, nothing else that is not printed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Words(String);

/// Why it is none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WordsRefusal {
    /// Fewer than [`WORDS_SHORTEST`] characters: that tells nobody anything.
    TooShort,
    /// More than [`WORDS_LONGEST`].
    TooLong,
    /// A control or direction character.
    Unprintable,
}

impl Words {
    /// Reads what an officer wrote.
    pub fn parse(text: &str) -> Result<Self, WordsRefusal> {
        let plain = text.replace("\r\n", "\n").replace('\t', " ");
        let plain = plain.trim();
        if plain.chars().any(|letter| letter != '\n' && is_unprintable(letter)) {
            return Err(WordsRefusal::Unprintable);
        }
        match plain.chars().take(WORDS_LONGEST + 1).count() {
            0..WORDS_SHORTEST => Err(WordsRefusal::TooShort),
            WORDS_SHORTEST..=WORDS_LONGEST => Ok(Self(plain.to_owned())),
            _ => Err(WordsRefusal::TooLong),
        }
    }

    /// The words as a column that only we write has them.
    pub fn from_column(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A reason shorter than this is none ("no", "x").
pub const WORDS_SHORTEST: usize = 10;
/// Longest, in characters; a page.
pub const WORDS_LONGEST: usize = 1000;

#[cfg(test)]
mod tests;
