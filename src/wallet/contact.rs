//! An officer's contact with somebody: what makes the caller who says "I am from the police" one whom the person can check.
//!
//! ```text
//! open ── officer ends ──────────► ended
//!   ├──── opens another ─────────► replaced
//!   ├──── appointment ends ──────► appointment over
//!   └──── 30 minutes ────────────► lapsed, without a write
//! ```
//!
//! The code alone says nothing: it is bound to the number of whom it was made for, so that who tries all codes without
//! knowing whom an officer contacts learns nothing, and who overhears one cannot use it on somebody else.

use crate::clock::Timestamp;
use crate::identity::conduct::Conduct;
use crate::identity::officer::{Action, Bar, Label, Module, Officer, OfficerName};
use crate::limits;
use crate::secret::{AccountId, CaseId, ContactId, ReportId};
use crate::wallet::purpose::Purpose;

/// A contact as the person contacted, and its officer, read it.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The officer.
    pub officer: AccountId,
    /// The officer's name as citizens see it.
    pub name: OfficerName,
    /// The unit for which the officer opened it.
    pub unit: Label,
    /// What the officer is there.
    pub title: Label,
    /// Why.
    pub purpose: Purpose,
    /// About which case, if any.
    pub case: Option<CaseId>,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when at most.
    pub expires_at: Timestamp,
    /// When it ended before.
    pub ended_at: Option<Timestamp>,
    /// Whether the officer, as the database has him now, may still contact anybody.
    pub officer_stands: bool,
}

impl Contact {
    /// Whether it holds now: at exactly its end it is dead, and with the officer's right to it.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.officer_stands && self.ended_at.is_none() && now < self.expires_at
    }

    /// When it ended or will end.
    pub fn until(&self) -> Timestamp {
        self.ended_at.unwrap_or(self.expires_at)
    }
}

/// How a contact ended before its time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// The officer ended it.
    Officer,
    /// The officer opened another one with the same person.
    Replaced,
    /// The officer's appointment ended, or became another one.
    Appointment,
}

impl End {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Replaced => "replaced",
            Self::Appointment => "appointment",
        }
    }
}

/// What somebody says is wrong with a contact.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Complaint {
    /// Who called or came is not who they say.
    NotGenuine,
    /// A sign-in was somebody else's: said by pressing a button, and never chosen for a contact.
    NotMe,
    /// The house itself saw something unusual in how an officer works; nobody chooses it.
    Unusual,
    /// Who called or came pressed or threatened, or asked for money, codes or passwords.
    Pressed,
}

impl Complaint {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::NotGenuine, Self::NotMe, Self::Pressed, Self::Unusual];

    /// The word in columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotGenuine => "not_genuine",
            Self::NotMe => "not_me",
            Self::Pressed => "pressed",
            Self::Unusual => "unusual",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|complaint| complaint.as_str() == text)
    }

    /// Reads what somebody chose of a contact.
    pub fn chosen(text: &str) -> Option<Self> {
        Self::parse(text).filter(|complaint| matches!(complaint, Self::NotGenuine | Self::Pressed))
    }
}

/// A report as the desk that receives it reads it. Who reported is not shown.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// What is wrong.
    pub complaint: Complaint,
    /// The contact that it is about; none when there was none: somebody pretended.
    pub contact: Option<Contact>,
    /// What was unusual, where the house itself reports.
    pub conduct: Option<Noticed>,
    /// Whose history tells of it, when the person has an account.
    pub account: Option<AccountId>,
    /// What the person wrote.
    pub words: Option<String>,
    /// When.
    pub reported_at: Timestamp,
    /// When an officer had dealt with it.
    pub settled_at: Option<Timestamp>,
}

/// What the house noticed of an officer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Noticed {
    /// Which officer.
    pub officer: AccountId,
    /// What.
    pub conduct: Conduct,
    /// How often, or how many people.
    pub times: i64,
}

impl Report {
    /// Whether this officer may read it: nobody reads, and so nobody settles, what is said about the own conduct.
    pub fn may_read(&self, who: &Officer) -> Result<(), Bar> {
        if !who.may(Module::Contact, Action::View) {
            Err(Bar::NotPermitted)
        } else if self.is_about(&who.account) {
            Err(Bar::OwnWork)
        } else {
            Ok(())
        }
    }

    fn is_about(&self, officer: &AccountId) -> bool {
        self.contact.as_ref().is_some_and(|contact| contact.officer == *officer)
            || self.conduct.as_ref().is_some_and(|noticed| noticed.officer == *officer)
    }

    /// Whether this officer may say that it was dealt with.
    pub fn may_settle(&self, who: &Officer) -> Result<(), Bar> {
        self.may_read(who)?;
        if who.may(Module::Contact, Action::Process) { Ok(()) } else { Err(Bar::NotPermitted) }
    }
}

/// What a person is given to ask after a report by.
pub fn reference(id: &ReportId) -> String {
    let random = id.as_str().split_once('_').map_or(id.as_str(), |(_, random)| random);
    random.chars().filter(char::is_ascii_alphanumeric).take(REFERENCE).collect::<String>().to_ascii_uppercase()
}

/// When a contact that is opened now ends at the latest.
pub const fn expires_at(now: Timestamp) -> Timestamp {
    now.plus(limits::CONTACT)
}

/// Letters of a report's reference.
const REFERENCE: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seconds;
    use crate::identity::officer::Group;
    use crate::secret::GroupId;

    const OPENED: Timestamp = Timestamp::from_unix(1_793_552_400);

    fn label(text: &str) -> Label {
        Label::parse(text).unwrap()
    }

    fn contact() -> Contact {
        Contact {
            id: ContactId::new([1; 16]),
            officer: AccountId::new([1; 16]),
            name: OfficerName::new("Phạm Văn Thành"),
            unit: label("Công an phường Ba Đình"),
            title: label("Cán bộ tiếp dân"),
            purpose: Purpose::Procedure,
            case: None,
            opened_at: OPENED,
            expires_at: expires_at(OPENED),
            ended_at: None,
            officer_stands: true,
        }
    }

    fn officer(byte: u8, actions: &[Action]) -> Officer {
        Officer {
            account: AccountId::new([byte; 16]),
            name: OfficerName::new("Lê Thị Hoa"),
            unit: label("Thanh tra"),
            unit_kind: None,
            province: None,
            title: label("Thanh tra viên"),
            group: Group {
                id: GroupId::new([7; 16]),
                name: label("Thanh tra"),
                permissions: actions.iter().map(|action| (Module::Contact, *action)).collect(),
                version: 1,
            },
            appointed_at: OPENED,
            ended_at: None,
        }
    }

    #[test]
    fn a_contact_is_dead_at_exactly_half_an_hour_and_with_its_officers_right() {
        let last = OPENED.plus(Seconds::minutes(30)).minus(Seconds::new(1));
        assert!(contact().is_live(OPENED) && contact().is_live(last));
        assert!(!contact().is_live(OPENED.plus(Seconds::minutes(30))));
        assert!(!Contact { officer_stands: false, ..contact() }.is_live(OPENED));
        let ended = Contact { ended_at: Some(last), ..contact() };
        assert!(!ended.is_live(OPENED) && ended.until() == last && contact().until() == contact().expires_at);
    }

    #[test]
    fn who_is_reported_neither_reads_nor_settles_the_report() {
        let about = |contact| Report {
            id: ReportId::new([3; 16]),
            complaint: Complaint::Pressed,
            contact,
            conduct: None,
            account: None,
            words: None,
            reported_at: OPENED,
            settled_at: None,
        };
        let (known, unknown) = (about(Some(contact())), about(None));
        let both = [Action::View, Action::Process];
        assert_eq!(known.may_settle(&officer(1, &both)), Err(Bar::OwnWork));
        assert_eq!(known.may_read(&officer(1, &both)), Err(Bar::OwnWork));
        assert_eq!((known.may_settle(&officer(2, &both)), unknown.may_settle(&officer(1, &both))), (Ok(()), Ok(())));
        assert_eq!(known.may_settle(&officer(2, &[Action::View])), Err(Bar::NotPermitted));
        assert_eq!(known.may_settle(&officer(2, &[Action::Process])), Err(Bar::NotPermitted));
        assert_eq!(known.may_read(&officer(2, &[Action::Add])), Err(Bar::NotPermitted));
        let noticed = Noticed { officer: officer(1, &both).account, conduct: Conduct::ManyRefused, times: 21 };
        let unusual = Report { complaint: Complaint::Unusual, conduct: Some(noticed), ..unknown };
        assert_eq!(unusual.may_read(&officer(1, &both)), Err(Bar::OwnWork));
        assert_eq!(unusual.may_settle(&officer(2, &both)), Ok(()));
    }

    #[test]
    fn a_reference_can_be_said_on_the_telephone() {
        let reference = reference(&ReportId::new([0xd7; 16]));
        assert_eq!(reference.len(), REFERENCE);
        assert!(reference.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()), "{reference}");
        for complaint in Complaint::ALL {
            assert_eq!(Complaint::parse(complaint.as_str()), Some(complaint));
        }
        assert_eq!((Complaint::parse("bored"), Complaint::chosen("not_me")), (None, None));
        assert_eq!(Complaint::chosen("unusual"), None);
    }
}
