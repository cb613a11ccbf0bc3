//! A correction of the register's data that a person asks for: one field, what it should be, why; proposed by one officer,
//! decided by another one, within the term of Decree 58/2026.
//!
//! ```text
//! submitted -> proposed -> approved -> handed to the register -> applied
//!                       -> refused                            -> sent, unanswered -> settled by an officer
//!                                                             -> refused          -> settled by an officer
//! ```

use crate::clock::Timestamp;
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::language::Language;
use crate::identity::mend::Field;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Label, Module, Officer};
use crate::secret::{AccountId, CorrectionId};

/// Where a correction stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It waits for an officer.
    Submitted,
    /// One officer has proposed a decision.
    Proposed,
    /// Another one has approved; the register is told.
    Approved,
    /// Another one has refused.
    Refused,
}

impl State {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::Submitted, Self::Proposed, Self::Approved, Self::Refused];
        all.into_iter().find(|state| state.as_str() == text)
    }
}

/// What became of a correction that was handed to the register.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Handing {
    /// The register has it.
    Applied,
    /// The register does not take it as it is: its authority must look.
    Refused,
    /// It was sent to the authority that keeps the register.
    Sent,
}

impl Handing {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Sent => "sent",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Applied, Self::Refused, Self::Sent].into_iter().find(|handing| handing.as_str() == text)
    }
}

/// How an officer settled what the register refused, or did not answer in time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Settlement {
    /// The register has it after all.
    Corrected,
    /// The register stays as it is.
    NotCorrected,
}

impl Settlement {
    /// The word in columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::NotCorrected => "not_corrected",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Corrected, Self::NotCorrected].into_iter().find(|settlement| settlement.as_str() == text)
    }
}

/// The first instant at which the register's authority is late with an answer: it decides as an officer does, in the term
/// of the same decree.
pub fn answer_due_at(handed_at: Timestamp) -> Timestamp {
    calendar::working_term_ends(handed_at, decree::CORRECTION_WORKING_DAYS)
}

/// A correction that was asked for. Its values are not printed by `Debug`.
#[derive(Clone)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// What people call it.
    pub code: String,
    /// Whose record.
    pub number: PersonalNumber,
    /// Which field.
    pub field: Field,
    /// What it should be, as `Field::value` spells it.
    pub wanted: String,
    /// Why, in the person's words.
    pub reason: String,
    /// In which language the person is written to.
    pub language: Language,
    /// The unit where the person lives; none: any.
    pub unit: Option<Label>,
    /// When it was asked for.
    pub submitted_at: Timestamp,
    /// The first instant at which a decision is late.
    pub due_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Who proposed a decision.
    pub proposed_by: Option<AccountId>,
    /// Whether the proposal is to approve.
    pub proposes_approval: bool,
    /// The proposing officer's words, which the person reads when the other one agrees.
    pub opinion: Option<String>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// What became of it at the register, once it was handed over.
    pub handing: Option<Handing>,
    /// The first instant at which the register's answer to what was sent is late.
    pub answer_due_at: Option<Timestamp>,
    /// How an officer settled it, and why.
    pub settled: Option<(Settlement, String)>,
    /// Rises with each change.
    pub version: i64,
}

impl std::fmt::Debug for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "(correction {})", self.id)
    }
}

impl Correction {
    /// Whether this officer may look at it: of the own unit, or of none.
    pub fn may_view(&self, who: &Officer) -> Result<(), Bar> {
        if !who.may(Module::Correction, Action::View) {
            Err(Bar::NotPermitted)
        } else if self.unit.as_ref().is_some_and(|unit| *unit != who.unit) {
            Err(Bar::OtherUnit)
        } else {
            Ok(())
        }
    }

    /// Whether this officer may propose a decision.
    pub fn may_propose(&self, who: &Officer) -> Result<(), Bar> {
        self.may_view(who)?;
        if who.may(Module::Correction, Action::Process) { Ok(()) } else { Err(Bar::NotPermitted) }
    }

    /// Whether it waits for an officer although it was decided: the register refused it, or is late with its answer.
    pub fn is_unsettled(&self, now: Timestamp) -> bool {
        self.settled.is_none()
            && match self.handing {
                Some(Handing::Refused) => true,
                Some(Handing::Sent) => self.answer_due_at.is_some_and(|due| due <= now),
                Some(Handing::Applied) | None => false,
            }
    }

    /// Whether this officer may settle it.
    pub fn may_settle(&self, who: &Officer) -> Result<(), Bar> {
        self.may_view(who)?;
        if who.may(Module::Correction, Action::Update) { Ok(()) } else { Err(Bar::NotPermitted) }
    }

    /// Whether this officer may decide what another one proposed (OF05).
    pub fn may_decide(&self, who: &Officer) -> Result<(), Bar> {
        self.may_view(who)?;
        if !who.may(Module::Correction, Action::Approve) {
            Err(Bar::NotPermitted)
        } else if self.proposed_by.as_ref() == Some(&who.account) {
            Err(Bar::OwnWork)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::officer::{Group, OfficerName};
    use crate::secret::GroupId;

    fn officer(byte: u8, unit: &str, actions: &[Action]) -> Officer {
        let label = |text: &str| Label::parse(text).unwrap();
        Officer {
            account: AccountId::new([byte; 16]),
            name: OfficerName::new("Lê Văn Bình"),
            unit: label(unit),
            unit_kind: None,
            province: None,
            title: label("Cán bộ"),
            group: Group {
                id: GroupId::new([byte; 16]),
                name: label("Nhóm"),
                permissions: actions.iter().map(|action| (Module::Correction, *action)).collect(),
                version: 1,
            },
            appointed_at: Timestamp::from_unix(0),
            ended_at: None,
        }
    }

    #[test]
    fn who_proposes_does_not_decide_and_another_unit_does_not_look() {
        let all = [Action::View, Action::Process, Action::Approve];
        let one = officer(1, "Phường A", &all);
        let correction = Correction {
            id: CorrectionId::new([1; 16]),
            code: "ABC".into(),
            number: PersonalNumber::parse("001090000001").unwrap(),
            field: Field::Name,
            wanted: "Lê An".into(),
            reason: "Giấy khai sinh ghi khác".into(),
            language: Language::Vi,
            unit: Label::parse("Phường A"),
            submitted_at: Timestamp::from_unix(0),
            due_at: Timestamp::from_unix(1),
            state: State::Proposed,
            proposed_by: Some(one.account.clone()),
            proposes_approval: true,
            opinion: None,
            decided_at: None,
            handing: None,
            answer_due_at: None,
            settled: None,
            version: 2,
        };
        assert_eq!(correction.may_decide(&one), Err(Bar::OwnWork));
        assert_eq!(correction.may_decide(&officer(2, "Phường A", &all)), Ok(()));
        assert_eq!(correction.may_decide(&officer(2, "Phường A", &all[..2])), Err(Bar::NotPermitted));
        assert_eq!(correction.may_view(&officer(2, "Phường B", &all)), Err(Bar::OtherUnit));
        assert_eq!(correction.may_propose(&officer(2, "Phường A", &all[..1])), Err(Bar::NotPermitted));
        assert!(!format!("{correction:?}").contains("Lê An"));
        let anywhere = Correction { unit: None, ..correction };
        assert_eq!(anywhere.may_view(&officer(2, "Phường B", &all)), Ok(()));
        assert_eq!(anywhere.may_settle(&officer(2, "Phường B", &all)), Err(Bar::NotPermitted));
        assert_eq!(anywhere.may_settle(&officer(2, "Phường B", &[Action::View, Action::Update])), Ok(()));
        // What the register refused waits at once, what was sent from the end of its term, until somebody settled it.
        let due = Timestamp::from_unix(1_000);
        let handed = |handing| Correction { handing, answer_due_at: Some(due), ..anywhere.clone() };
        for (handing, before, after) in [
            (None, false, false),
            (Some(Handing::Applied), false, false),
            (Some(Handing::Refused), true, true),
            (Some(Handing::Sent), false, true),
        ] {
            let one = handed(handing);
            assert_eq!(
                (one.is_unsettled(Timestamp::from_unix(999)), one.is_unsettled(due)),
                (before, after),
                "{handing:?}"
            );
            let settled = Some((Settlement::NotCorrected, String::from("Không có giấy khai sinh")));
            assert!(!Correction { settled, ..one }.is_unsettled(due));
        }
    }
}
