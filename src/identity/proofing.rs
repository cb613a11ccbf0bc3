//! Proofing: what officers do before an account is made, raised or given papers, and the case in which it is kept.
//!
//! ```text
//! Received ── begin ──> Open ── submit ──> Submitted ── approve ──> Approved
//!                      ^ │ ^                   │
//!          supplemented│ │ └──── give_back ────┼──── refuse ────> Refused
//!                      │ └── return_for ──> Returned
//!                      └───────────────────────┘
//! Returned ── the person does not come back ──> Lapsed
//! ```
//!
//! Decree 69/2024 Art. 10(2): in person, with a valid card, face and fingerprints compared. Knows no biometric data: a
//! comparison is made elsewhere and comes as a result with a reference.

use crate::clock::Timestamp;
use crate::identity::language::Language;
use crate::identity::officer::{self, Action, Bar, Hands, Label, Module, Officer};
use crate::identity::person::Declared;
use crate::secret::{AccountId, CaseId};

mod basis;
pub mod company;
pub mod decision;
pub mod document;
mod evidence;
pub mod supplement;
mod words;

pub use basis::{Basis, CaseKind};
use company::{Accompanied, Companion};
use decision::{Decided, Ground};
use document::Shown;
pub use evidence::{Evidence, EvidenceKind, Verdict, sufficient};
use supplement::{Lack, ReturnRefusal, Supplement};
pub use words::{Words, WordsRefusal};

/// What stays the same in a case, whatever its state.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The case.
    pub id: CaseId,
    /// What it is to come to.
    pub kind: CaseKind,
    /// Whose account it is about; in a case that makes one, the id that the account will have, so that what was looked at
    /// before stands in its holder's history.
    pub account: AccountId,
    /// The unit that received the person.
    pub unit: Label,
    /// On what it rests.
    pub basis: Basis,
    /// What was declared at the counter (form TK01), in a case that makes an account.
    pub applicant: Option<Applicant>,
    /// When the person was received.
    pub opened_at: Timestamp,
    /// By which officer.
    pub opened_by: AccountId,
    /// The first instant at which a decision is late; moved by as much as the clock stood still.
    pub due_at: Timestamp,
    /// Under what number the identity card was applied for together with the account (C15, C18).
    pub card_reference: Option<Label>,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// Who came along with the person, where somebody must; the last one counts.
    pub companion: Option<Companion>,
    /// The papers that were shown in the original.
    pub originals: Vec<Shown>,
    /// Every round in which the person completed something, the last one last.
    pub supplements: Vec<Supplement>,
    /// Rises with each change; who decides says which version was looked at.
    pub version: i64,
}

impl Intake {
    /// What the evidence amounts to.
    pub fn verdict(&self) -> Verdict {
        sufficient(self.kind.needed(), &self.evidence)
    }

    fn touched_by<'a>(&'a self, submitted_by: Option<&'a AccountId>) -> Vec<&'a AccountId> {
        let recorded = self.evidence.iter().map(|evidence| &evidence.recorded_by);
        let compared = self.originals.iter().map(|shown| &shown.recorded_by);
        let returned = self.supplements.iter().map(|round| &round.returned_by);
        let all = std::iter::once(&self.opened_by).chain(submitted_by).chain(recorded);
        // Who answers for the person is a party to the case and decides nothing in it.
        let came = self.companion.iter().flat_map(|one| [&one.account, &one.recorded_by]);
        all.chain(compared).chain(returned).chain(came).collect()
    }

    /// Whether this officer may work on it; on a foreigner's case at an immigration office alone.
    fn may_process(&self, who: &Officer) -> Result<(), Bar> {
        officer::may_process(&self.hands(None), who)?;
        self.is_in_its_place(who)
    }

    /// Whether the officer's unit is one that such a case belongs to.
    fn is_in_its_place(&self, who: &Officer) -> Result<(), Bar> {
        if self.kind.is_of_foreigner() { who.may_serve_foreigners() } else { Ok(()) }
    }

    fn hands<'a>(&'a self, submitted_by: Option<&'a AccountId>) -> Hands<'a> {
        Hands { about: &self.account, unit: &self.unit, touched_by: self.touched_by(submitted_by) }
    }
}

/// Who applies for an account at the counter, as the form TK01 says it.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// What is declared.
    pub declared: Declared,
    /// In which language the person wants to be written to.
    pub language: Language,
}

/// A case, by its state.
#[derive(Clone, Debug)]
pub enum Case {
    /// The person was received; nobody works on it yet (K06).
    Received(Received),
    /// Evidence is being recorded.
    Open(Open),
    /// The person completes what is lacking; the clock stands still.
    Returned(Returned),
    /// It waits for another officer.
    Submitted(Submitted),
    /// Another officer approved it.
    Approved(Decided),
    /// Another officer refused it.
    Refused(Decided),
    /// The person did not bring what was asked for within the term: it ended by itself.
    Lapsed(Lapsed),
}

impl Case {
    /// What stays the same.
    pub fn intake(&self) -> &Intake {
        match self {
            Self::Received(received) => &received.intake,
            Self::Open(open) => &open.intake,
            Self::Returned(returned) => &returned.intake,
            Self::Submitted(submitted) => &submitted.intake,
            Self::Approved(decided) | Self::Refused(decided) => &decided.intake,
            Self::Lapsed(lapsed) => &lapsed.intake,
        }
    }

    /// The state's word in columns and pages.
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Received(_) => "received",
            Self::Open(_) => "open",
            Self::Returned(_) => "returned",
            Self::Submitted(_) => "submitted",
            Self::Approved(_) => "approved",
            Self::Refused(_) => "refused",
            Self::Lapsed(_) => "lapsed",
        }
    }

    /// Whether it is over.
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Approved(_) | Self::Refused(_) | Self::Lapsed(_))
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

/// The words of the states, in the order in which a case goes through them.
pub const STATES: [&str; 7] = ["received", "open", "returned", "submitted", "approved", "refused", "lapsed"];

/// A case that nobody works on yet.
#[derive(Clone, Debug)]
pub struct Received {
    /// What stays the same.
    pub intake: Intake,
}

impl Received {
    /// Whether this officer may begin to work on it (K07).
    pub fn may_begin(&self, who: &Officer) -> Result<(), Bar> {
        self.intake.may_process(who)
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

/// Why a deciding officer gave a case back: everything that is to be looked at again.
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
    /// No paper was compared in a case that is about papers.
    NoOriginal,
    /// A refusal is proposed without saying why.
    NoOpinion,
}

impl Open {
    /// Whether this officer may record what was seen.
    pub fn may_record(&self, who: &Officer) -> Result<(), Bar> {
        self.intake.may_process(who)
    }

    /// Hands the case to another officer. What failed may be handed on too, to be refused.
    pub fn submit(
        self,
        opinion: Option<Words>,
        _: Accompanied,
        who: &Officer,
        now: Timestamp,
    ) -> Result<Submitted, SubmitRefusal> {
        self.may_record(who).map_err(SubmitRefusal::Barred)?;
        if let Verdict::Missing(kinds) = self.intake.verdict() {
            return Err(SubmitRefusal::Missing(kinds));
        }
        if self.intake.kind.is_about_papers() && self.intake.originals.is_empty() {
            return Err(SubmitRefusal::NoOriginal);
        }
        Ok(Submitted { intake: self.intake, submitted_at: now, submitted_by: who.account.clone(), opinion })
    }

    /// Hands on what will never be complete, so that it ends with a reason and does not lie: the opinion says which.
    pub fn propose_refusal(
        self,
        opinion: Option<Words>,
        who: &Officer,
        now: Timestamp,
    ) -> Result<Submitted, SubmitRefusal> {
        self.may_record(who).map_err(SubmitRefusal::Barred)?;
        if opinion.is_none() {
            return Err(SubmitRefusal::NoOpinion);
        }
        Ok(Submitted { intake: self.intake, submitted_at: now, submitted_by: who.account.clone(), opinion })
    }

    /// Returns it to the person for everything that is lacking (K08); the clock stands still.
    pub fn return_for(
        mut self,
        lacks: Vec<Lack>,
        guidance: Words,
        who: &Officer,
        now: Timestamp,
    ) -> Result<Returned, NotReturned> {
        self.may_record(who).map_err(NotReturned::Barred)?;
        supplement::may_return(self.intake.supplements.last().map(|last| last.lacks.as_slice()), &lacks)
            .map_err(NotReturned::Refused)?;
        let round = self.intake.supplements.last().map_or(1, |last| last.round + 1);
        let asked = Supplement {
            round,
            lacks,
            guidance,
            returned_at: now,
            returned_by: who.account.clone(),
            ends_at: supplement::ends_at(now),
            warned_at: None,
            lapsed_at: None,
            answered_at: None,
        };
        self.intake.supplements.push(asked.clone());
        Ok(Returned { intake: self.intake, asked })
    }
}

/// Why a case was not returned.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NotReturned {
    /// The officer may not.
    Barred(Bar),
    /// What is asked for may not be asked for.
    Refused(ReturnRefusal),
}

/// A case that waits for the person.
#[derive(Clone, Debug)]
pub struct Returned {
    /// What stays the same.
    pub intake: Intake,
    /// What the person was asked for.
    pub asked: Supplement,
}

impl Returned {
    /// Takes up again what the person has completed: the clock goes on. Answers when a decision is late now.
    pub fn supplemented(&self, who: &Officer, now: Timestamp) -> Result<Timestamp, Bar> {
        self.intake.may_process(who)?;
        Ok(supplement::due_after(self.intake.due_at, self.asked.returned_at, now))
    }
}

/// A case that ended because its person did not come back.
#[derive(Clone, Debug)]
pub struct Lapsed {
    /// What stays the same.
    pub intake: Intake,
    /// When it ended.
    pub lapsed_at: Timestamp,
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
    /// The evidence does not carry it.
    Insufficient(Verdict),
}

impl Submitted {
    /// Whether this officer may decide it.
    pub fn may_decide(&self, who: &Officer) -> Result<(), Bar> {
        officer::may_approve(&self.intake.hands(Some(&self.submitted_by)), who)?;
        self.intake.is_in_its_place(who)
    }

    /// Whether what was seen carries an approval.
    pub fn is_sufficient(&self) -> bool {
        let has_papers = !self.intake.kind.is_about_papers() || !self.intake.originals.is_empty();
        has_papers && self.intake.verdict() == Verdict::Sufficient
    }

    /// Approves what nobody is missing at.
    pub fn approve(self, _: Accompanied, who: &Officer, now: Timestamp) -> Result<Decided, ApproveRefusal> {
        self.may_decide(who).map_err(ApproveRefusal::Barred)?;
        if self.is_sufficient() {
            Ok(self.decided(None, who, now))
        } else {
            Err(ApproveRefusal::Insufficient(self.intake.verdict()))
        }
    }

    /// Refuses, on a ground of the law and with the reason that the person is told (K09).
    pub fn refuse(self, ground: Ground, reason: Words, who: &Officer, now: Timestamp) -> Result<Decided, Bar> {
        self.may_decide(who)?;
        Ok(self.decided(Some((ground, reason)), who, now))
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

    fn decided(self, refusal: Option<(Ground, Words)>, who: &Officer, now: Timestamp) -> Decided {
        Decided {
            intake: self.intake,
            submitted_at: self.submitted_at,
            submitted_by: self.submitted_by,
            opinion: self.opinion,
            decided_at: now,
            decided_by: who.account.clone(),
            refusal,
        }
    }
}

/// A case as the queue lists it: nothing about the person.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The case.
    pub id: CaseId,
    /// What it is to come to.
    pub kind: CaseKind,
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

impl Waiting {
    /// Whether its decision is late: a case that waits for the person is not, unless it was before.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        matches!(self.state.as_str(), "received" | "open" | "submitted") && self.due_at <= now
    }
}

/// What officers and applicants call a case: eight letters of its id.
pub fn code(id: &CaseId) -> String {
    let random = id.as_str().split_once('_').map_or(id.as_str(), |(_, random)| random);
    random.chars().filter(char::is_ascii_alphanumeric).take(CODE).collect::<String>().to_ascii_uppercase()
}

/// Letters of a case's code.
pub const CODE: usize = 8;

#[cfg(test)]
mod tests;
