//! An application for an organisation's account that goes back to its applicant: all that is lacking in one round, and the
//! clock stands still meanwhile, as for a case at the desk (`proofing::supplement`).

use crate::clock::Timestamp;
use crate::identity::account::words;
use crate::identity::language::{Language, texts};
use crate::identity::officer::Officer;
use crate::identity::organisation_application::{Application, Bar, State, may_submit};
use crate::identity::proofing::Words;
use crate::identity::proofing::supplement::{self, ReturnRefusal};
use crate::secret::AccountId;

words! {
    /// Something that is lacking (form TK02 and its papers, Decree 69/2024 Art. 13).
    Lack {
        /// The name is not as in the founding paper.
        Name = "name",
        /// The seat is missing or not as in the founding paper.
        Seat = "seat",
        /// The day of founding, which no register says of this organisation.
        FoundingDate = "founding_date",
        /// The founding decision or licence was not shown.
        FoundingPaper = "founding_paper",
        /// The decision that appoints the head was not shown.
        HeadPaper = "head_paper",
        /// The paper by which an applicant is authorised was not shown.
        Authorisation = "authorisation",
        /// How the organisation is reached.
        Contact = "contact",
    }
}

impl Lack {
    /// What is asked for, in words.
    pub fn words(self, t: Language) -> String {
        match self {
            Self::Name => t.organisation_lack_name(),
            Self::Seat => t.organisation_lack_seat(),
            Self::FoundingDate => t.organisation_lack_founding_date(),
            Self::FoundingPaper => t.organisation_lack_founding_paper(),
            Self::HeadPaper => t.organisation_lack_head_paper(),
            Self::Authorisation => t.organisation_lack_authorisation(),
            Self::Contact => t.organisation_lack_contact(),
        }
    }
}

/// One round.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Round {
    /// The first is 1.
    pub number: i64,
    /// All that was lacking.
    pub lacks: Vec<Lack>,
    /// What to do, in the officer's words.
    pub guidance: Words,
    /// Since when the clock stands still.
    pub returned_at: Timestamp,
    /// By which officer it was returned.
    pub returned_by: AccountId,
    /// The first instant at which it is too late.
    pub ends_at: Timestamp,
    /// When the applicant had completed it.
    pub answered_at: Option<Timestamp>,
}

/// Why an application is not returned.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NotReturned {
    /// The officer may not.
    Barred(Bar),
    /// It is not to be returned for these.
    Refused(ReturnRefusal<Lack>),
}

/// The next round, where this officer may begin one; `asked` are the accounts of those who were asked for consent.
pub fn next(
    application: &Application,
    asked: &[AccountId],
    before: &[Round],
    (lacks, guidance): (Vec<Lack>, Words),
    who: &Officer,
    now: Timestamp,
) -> Result<Round, NotReturned> {
    may_submit(application, asked, who).map_err(NotReturned::Barred)?;
    let last = before.last();
    supplement::may_return(last.map(|round| round.lacks.as_slice()), &lacks).map_err(NotReturned::Refused)?;
    Ok(Round {
        number: last.map_or(1, |round| round.number + 1),
        lacks,
        guidance,
        returned_at: now,
        returned_by: who.account.clone(),
        ends_at: supplement::ends_at(now),
        answered_at: None,
    })
}

/// When a decision is late after the applicant has completed it now; none where there is nothing to complete any more.
pub fn due_after(application: &Application, round: &Round, now: Timestamp) -> Option<Timestamp> {
    let open = application.state == State::Returned && round.answered_at.is_none() && now < round.ends_at;
    let due = application.due_at.filter(|_| open)?;
    Some(supplement::due_after(due, round.returned_at, now))
}

texts! {
    organisation_lack_name { vi: "Tên đúng như quyết định thành lập", en: "The name as in the founding decision" }
    organisation_lack_seat { vi: "Địa chỉ trụ sở đúng như quyết định thành lập", en: "The seat as in the founding decision" }
    organisation_lack_founding_date { vi: "Ngày thành lập", en: "The day of founding" }
    organisation_lack_founding_paper { vi: "Bản chính quyết định hoặc giấy phép thành lập, mang đến nơi tiếp nhận", en: "The original founding decision or licence, brought to the office" }
    organisation_lack_head_paper { vi: "Bản chính quyết định bổ nhiệm người đứng đầu, mang đến nơi tiếp nhận", en: "The original decision that appoints the head, brought to the office" }
    organisation_lack_authorisation { vi: "Văn bản ủy quyền cho người nộp, mang đến nơi tiếp nhận", en: "The applicant's written authorisation, brought to the office" }
    organisation_lack_contact { vi: "Số điện thoại hoặc thư điện tử của tổ chức", en: "The organisation's telephone or e-mail" }
}
