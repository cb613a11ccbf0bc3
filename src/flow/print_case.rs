//! A paper of a case is printed for the person: who printed which is in the journal, since a paper leaves the house.

use crate::clock::Timestamp;
use crate::flow::company;
use crate::flow::prove::{Refusal, case_for, record_of};
use crate::identity::dependant::Relation;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::Officer;
use crate::identity::proofing::Case;
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::wallet::disclosure;

/// Which paper.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// That the case was received and when the result comes (CT04).
    Receipt,
    /// What is to be completed (CT05).
    Supplement,
    /// That the case is refused, on what ground and why (CT06).
    Refusal,
    /// That the case is approved.
    Result,
}

impl Form {
    /// The word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Supplement => "supplement",
            Self::Refusal => "refusal",
            Self::Result => "result",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Receipt, Self::Supplement, Self::Refusal, Self::Result].into_iter().find(|form| form.as_str() == text)
    }
}

/// What a paper is made of.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The case.
    pub case: Case,
    /// All of the person's name that a paper needs.
    pub initials: String,
    /// Who came along, and the initials of their name.
    pub came: Option<(Relation, String)>,
}

/// Prints a paper that a case in its state has.
pub async fn print(
    id: &CaseId,
    form: Form,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<Printed, Refusal> {
    let case = case_for(id, officer, provider).await?;
    let has_it = match form {
        Form::Receipt => true,
        Form::Supplement => !case.intake().supplements.is_empty(),
        Form::Refusal => matches!(case, Case::Refused(_)),
        Form::Result => matches!(case, Case::Approved(_)),
    };
    if !has_it {
        return Err(Refusal::NoSuchCase);
    }
    let event = Event::new(Kind::CasePrinted, Actor::Officer(officer.account.clone()), now)
        .about(&case.intake().account)
        .because(case.intake().kind.as_str())
        .with("case", id.as_str())
        .with("form", form.as_str());
    provider.store.record(&event).await?;
    let initials = disclosure::initials(&record_of(&case, provider).await?);
    let came = company::came(&case, provider).await?;
    Ok(Printed { case, initials, came })
}
