//! An application for an organisation's account (Decree 69/2024 Art. 12, form TK02): who may make it, whose consent it
//! needs, and how long its decision may take.
//!
//! ```text
//! asking ──all said yes──▶ waiting ──an officer hands on──▶ submitted ──another──▶ approved │ refused
//!    ├── one said no ──▶ declined     └──an officer returns it──▶ returned ──the applicant completes it──▶ waiting
//!    └── nobody answered in time ──▶ lapsed ◀──not completed in time──┘
//! asking, waiting, returned ── withdrawn by the applicant
//! not_accepted: it does not match the register, or the applicant may not     joined: there is an account, and who applies
//! superseded: another application was approved first                         is one of its legal representatives
//! ```

use unicode_normalization::UnicodeNormalization as _;

use crate::clock::Timestamp;
use crate::identity::account::words;
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::officer::{Action, Module, Officer, is_unprintable};
use crate::identity::proofing::Words;
use crate::identity::representation::Capacity;
use crate::secret::{AccountId, ApplicationId, Digest};

words! {
    /// Where an application stands.
    State {
        /// Other legal representatives are asked.
        Asking = "asking",
        /// It is whole and waits for an officer.
        Waiting = "waiting",
        /// An officer returned it to the applicant to be completed; the time limit stands still.
        Returned = "returned",
        /// One officer has looked and handed it on.
        Submitted = "submitted",
        /// The account was made.
        Approved = "approved",
        /// Officers refused it.
        Refused = "refused",
        /// It does not match the register, or the applicant may not make it; which, nobody is told.
        NotAccepted = "not_accepted",
        /// A legal representative said no.
        Declined = "declined",
        /// A legal representative did not answer in time.
        Lapsed = "lapsed",
        /// The applicant took it back.
        Withdrawn = "withdrawn",
        /// There is an account, and the applicant represents it from now on.
        Joined = "joined",
        /// Another application for the same organisation was approved first.
        Superseded = "superseded",
    }
}

impl State {
    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asking | Self::Waiting | Self::Returned | Self::Submitted)
    }
}

/// What is declared of an organisation. Public registers show such things of enterprises.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Declared {
    /// The identification number.
    pub number: String,
    /// The tax code, when it has one.
    pub tax_code: Option<String>,
    /// The Vietnamese name.
    pub name: String,
    /// The short name; may be empty.
    pub short_name: String,
    /// The name in another language; may be empty.
    pub foreign_name: String,
    /// Where it has its seat.
    pub address: String,
    /// How it is reached; may be empty.
    pub phone: String,
    /// The same by e-mail; may be empty.
    pub email: String,
    /// Its site; may be empty.
    pub website: String,
    /// The day of its founding, ISO 8601; empty where it was not declared.
    #[serde(default)]
    pub founded_on: String,
}

/// The key by which two spellings of an organisation's name are one: composed, in capitals, words between single spaces.
/// Nothing is forgiven beyond that: names of enterprises differ by a letter (Decree 69/2024 Art. 12: matched exactly).
pub fn name_key(name: &str) -> String {
    let composed: String = name.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// One line that somebody typed: composed, spaces single, nothing unprintable; none when longer than that.
pub fn line(text: &str, longest: usize) -> Option<String> {
    let composed: String = text.nfc().take(longest * 4).collect();
    let clean = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = clean.chars().count() <= longest && !clean.chars().any(is_unprintable);
    fits.then_some(clean)
}

/// What is known when an application comes in.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What the register knows under that number; none when no register knows it.
    pub known: Option<Known>,
    /// Whether there is an account for that number.
    pub has_account: bool,
    /// Whether the applicant represents it already.
    pub represents: bool,
    /// The blind index of the applicant.
    pub applicant: Digest,
}

/// What the register knows.
#[derive(Clone, Debug)]
pub struct Known {
    /// Whether number, tax code and name are exactly the register's.
    pub matches: bool,
    /// Whether it is in being.
    pub is_active: bool,
    /// Its legal representatives, each under every number that the person has or had, the one in force first.
    pub legal: Vec<Vec<Digest>>,
}

/// What comes of an application.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Finding {
    /// Nothing; one answer whatever the reason.
    NotAccepted,
    /// The applicant represents the account that is there.
    Joins,
    /// The application goes on, as whom, once these have agreed.
    GoesOn(Capacity, Vec<Vec<Digest>>),
}

/// Decides. Who is no legal representative by the register needs the consent of all who are: it is their authorisation.
pub fn decide(facts: &Facts) -> Finding {
    let Some(known) = &facts.known else {
        // No register says who heads it: officers look at papers, and two of them.
        return if facts.has_account { Finding::NotAccepted } else { Finding::GoesOn(Capacity::Head, Vec::new()) };
    };
    if !known.matches || !known.is_active || known.legal.is_empty() || facts.represents {
        return Finding::NotAccepted;
    }
    let is_legal = known.legal.iter().any(|one| one.contains(&facts.applicant));
    match (facts.has_account, is_legal) {
        (true, true) => Finding::Joins,
        (true, false) => Finding::NotAccepted,
        (false, _) => {
            let others = known.legal.iter().filter(|one| !one.contains(&facts.applicant)).cloned().collect();
            Finding::GoesOn(if is_legal { Capacity::Legal } else { Capacity::Authorised }, others)
        }
    }
}

/// The first instant at which the decision about an application that is whole since then is late (Decree 69/2024
/// Art. 13(4), Decree 320/2026 Art. 7).
pub fn due(complete_at: Timestamp, in_register: bool) -> Timestamp {
    let rules = decree::in_force(complete_at.day_in_vietnam());
    let days = if in_register { rules.organisation_working_days } else { rules.unknown_organisation_working_days };
    calendar::working_term_ends(complete_at, days)
}

/// An application in the hands of officers.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Who applied.
    pub applicant: AccountId,
    /// As whom.
    pub capacity: Capacity,
    /// What was declared.
    pub declared: Declared,
    /// Whether a register knows the organisation.
    pub in_register: bool,
    /// Where it stands.
    pub state: State,
    /// When it came.
    pub made_at: Timestamp,
    /// Until when those who are asked answer.
    pub answers_by: Timestamp,
    /// The first instant at which a decision is late, once it is whole.
    pub due_at: Option<Timestamp>,
    /// The officer who handed it on.
    pub submitted_by: Option<AccountId>,
    /// What that officer thinks.
    pub opinion: Option<Words>,
    /// The officer who decided.
    pub decided_by: Option<AccountId>,
    /// When it was over.
    pub decided_at: Option<Timestamp>,
    /// Why it was refused or declined.
    pub reason: Option<Words>,
    /// Raised at each change.
    pub version: i64,
}

/// Why an officer may not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bar {
    /// The group may not.
    NotPermitted,
    /// The officer applied, or was asked for consent.
    OwnCase,
    /// The officer handed it on: four eyes are two people.
    OwnWork,
    /// It is not at that step, or somebody else was faster.
    NotNow,
}

/// Whether this officer may look at the application; `asked` are the accounts of those who were asked for consent.
pub fn may_view(application: &Application, asked: &[AccountId], who: &Officer) -> Result<(), Bar> {
    if !who.may(Module::Organisation, Action::View) {
        Err(Bar::NotPermitted)
    } else if application.applicant == who.account || asked.contains(&who.account) {
        Err(Bar::OwnCase)
    } else {
        Ok(())
    }
}

/// Whether this officer may hand it on.
pub fn may_submit(application: &Application, asked: &[AccountId], who: &Officer) -> Result<(), Bar> {
    may_view(application, asked, who)?;
    match (who.may(Module::Organisation, Action::Process), application.state) {
        (false, _) => Err(Bar::NotPermitted),
        (true, State::Waiting) => Ok(()),
        (true, _) => Err(Bar::NotNow),
    }
}

/// Whether this officer may decide it.
pub fn may_decide(application: &Application, asked: &[AccountId], who: &Officer) -> Result<(), Bar> {
    may_view(application, asked, who)?;
    match (who.may(Module::Organisation, Action::Approve), application.state) {
        (false, _) => Err(Bar::NotPermitted),
        (true, State::Submitted) if application.submitted_by.as_ref() == Some(&who.account) => Err(Bar::OwnWork),
        (true, State::Submitted) => Ok(()),
        (true, _) => Err(Bar::NotNow),
    }
}

/// Longest name of an organisation, in characters.
pub const NAME_LONGEST: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Day, Seconds};

    fn person(byte: u8) -> Digest {
        Digest::sha256(&[byte])
    }

    fn known(legal: &[u8]) -> Known {
        let legal = legal.iter().map(|byte| vec![person(*byte)]).collect();
        Known { matches: true, is_active: true, legal }
    }

    fn facts(known: Option<Known>, applicant: u8) -> Facts {
        Facts { known, has_account: false, represents: false, applicant: person(applicant) }
    }

    #[test]
    fn a_legal_representative_needs_all_others_and_who_is_authorised_needs_all() {
        let only = |bytes: &[u8]| bytes.iter().map(|byte| vec![person(*byte)]).collect::<Vec<_>>();
        assert_eq!(decide(&facts(Some(known(&[1])), 1)), Finding::GoesOn(Capacity::Legal, Vec::new()));
        assert_eq!(decide(&facts(Some(known(&[1, 2, 3])), 2)), Finding::GoesOn(Capacity::Legal, only(&[1, 3])));
        assert_eq!(decide(&facts(Some(known(&[1, 2])), 9)), Finding::GoesOn(Capacity::Authorised, only(&[1, 2])));
        assert_eq!(decide(&facts(None, 9)), Finding::GoesOn(Capacity::Head, Vec::new()));
    }

    #[test]
    fn what_does_not_match_is_not_in_being_or_has_an_account_is_not_accepted_in_one_word() {
        let no = |facts: Facts| assert_eq!(decide(&facts), Finding::NotAccepted);
        no(facts(Some(Known { matches: false, ..known(&[1]) }), 1));
        no(facts(Some(Known { is_active: false, ..known(&[1]) }), 1));
        no(facts(Some(known(&[])), 1));
        no(Facts { has_account: true, ..facts(Some(known(&[1])), 9) });
        no(Facts { has_account: true, represents: true, ..facts(Some(known(&[1])), 1) });
        no(Facts { has_account: true, ..facts(None, 1) });
        assert_eq!(decide(&Facts { has_account: true, ..facts(Some(known(&[1, 2])), 2) }), Finding::Joins);
    }

    #[test]
    fn names_are_one_by_spelling_and_not_by_likeness() {
        assert_eq!(name_key("Công ty  TNHH Hòa Bình "), name_key("CÔNG TY TNHH HÒA BÌNH"));
        assert_ne!(name_key("Công ty TNHH Hòa Bình"), name_key("Công ty TNHH Hoa Bình"));
        assert_eq!(line("  a \u{202E}b", 10), None);
        assert_eq!(line("a  b", 3), Some("a b".into()));
        assert_eq!(line("abcd", 3), None);
    }

    #[test]
    fn a_decision_is_due_in_three_working_days_or_in_ten() {
        let last = |day: &str, in_register| {
            let at = Day::parse(day).unwrap().start_in_vietnam().plus(Seconds::hours(9));
            due(at, in_register).minus(Seconds::new(1)).day_in_vietnam().to_string()
        };
        assert_eq!((last("2026-11-20", true), last("2026-11-20", false)), ("2026-11-25".into(), "2026-12-04".into()));
        assert_eq!(last("2026-09-01", false), "2026-09-23");
    }
}
