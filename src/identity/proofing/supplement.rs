//! A case returned to the person to be completed: everything that is lacking in one round (K08), and the clock stands
//! still meanwhile.
//!
//! An office that asks for one more paper each time is how people are sent round and round. So a first return names all
//! that is lacking, and a later one only what was asked for and came back lacking still.

use crate::clock::Timestamp;
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::language::{Language, texts};
use crate::identity::proofing::Words;
use crate::limits;
use crate::secret::AccountId;

/// Something that is lacking.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Lack {
    /// The card or travel document was not shown, or does not hold.
    IdentityDocument,
    /// What was declared differs from the register.
    Declaration,
    /// The phone number is not in the person's own name (Decree 69/2024 Art. 10(1)).
    Phone,
    /// The face could not be captured well enough.
    Face,
    /// The fingerprints could not be captured well enough.
    Fingerprints,
    /// An original of a paper to be integrated was not shown.
    Original,
    /// A paper that proves a relation or a representation.
    Relation,
}

impl Lack {
    /// Every one, in the order in which pages show them.
    pub const ALL: [Self; 7] = [
        Self::IdentityDocument,
        Self::Declaration,
        Self::Phone,
        Self::Face,
        Self::Fingerprints,
        Self::Original,
        Self::Relation,
    ];

    /// The word in columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IdentityDocument => "identity_document",
            Self::Declaration => "declaration",
            Self::Phone => "phone_number",
            Self::Face => "face_capture",
            Self::Fingerprints => "fingerprint_capture",
            Self::Original => "original",
            Self::Relation => "relation",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lack| lack.as_str() == text)
    }

    /// What is asked for, in words.
    pub fn words(self, t: Language) -> String {
        match self {
            Self::IdentityDocument => t.lack_identity_document(),
            Self::Declaration => t.lack_declaration(),
            Self::Phone => t.lack_phone(),
            Self::Face => t.lack_face(),
            Self::Fingerprints => t.lack_fingerprints(),
            Self::Original => t.lack_original(),
            Self::Relation => t.lack_relation(),
        }
    }
}

/// One round: what was asked for, and when it came.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Supplement {
    /// The first is 1.
    pub round: i64,
    /// All that was lacking.
    pub lacks: Vec<Lack>,
    /// What to do, in the officer's words.
    pub guidance: Words,
    /// Since when the person supplements and the clock stands still.
    pub returned_at: Timestamp,
    /// By which officer it was returned.
    pub returned_by: AccountId,
    /// The first instant at which it is too late: the case ends by itself.
    pub ends_at: Timestamp,
    /// When the person was told that the end comes near.
    pub warned_at: Option<Timestamp>,
    /// When the person had brought everything; none while the case waits for it.
    pub answered_at: Option<Timestamp>,
    /// When the case ended because nothing was brought.
    pub lapsed_at: Option<Timestamp>,
}

/// Why a case is not returned.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ReturnRefusal<L = Lack> {
    /// Nothing is said to be lacking.
    Nothing,
    /// These should have been asked for in the round before.
    NotInOneRound(Vec<L>),
}

/// Whether something may be returned for these, when the round before asked for those.
pub fn may_return<L: Copy + PartialEq>(before: Option<&[L]>, lacks: &[L]) -> Result<(), ReturnRefusal<L>> {
    if lacks.is_empty() {
        return Err(ReturnRefusal::Nothing);
    }
    let Some(before) = before else { return Ok(()) };
    let new: Vec<L> = lacks.iter().copied().filter(|lack| !before.contains(lack)).collect();
    if new.is_empty() { Ok(()) } else { Err(ReturnRefusal::NotInOneRound(new)) }
}

impl Supplement {
    /// Whether the person is to be told once more that the case ends.
    pub fn is_to_be_warned(&self, now: Timestamp) -> bool {
        let warned_from = self.ends_at.minus(limits::SUPPLEMENT_WARNING);
        self.answered_at.is_none() && self.warned_at.is_none() && (warned_from..self.ends_at).contains(&now)
    }

    /// Whether the term has passed without an answer.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.answered_at.is_none() && self.ends_at <= now
    }
}

/// The first instant at which it is too late to bring what a case was returned for.
pub fn ends_at(returned_at: Timestamp) -> Timestamp {
    calendar::term_ends(returned_at, decree::in_force(returned_at.day_in_vietnam()).supplement_days)
}

/// When a decision is late after the clock stood still. A case that was late already stays so: a return does not wash it.
pub fn due_after(due_at: Timestamp, returned_at: Timestamp, answered_at: Timestamp) -> Timestamp {
    if returned_at >= due_at {
        return due_at;
    }
    calendar::working_term_ends(answered_at, calendar::working_days_left(returned_at, due_at)).max(due_at)
}

texts! {
    lack_identity_document { vi: "Thẻ căn cước, hộ chiếu hoặc giấy tờ đi lại quốc tế còn giá trị", en: "A valid identity card, passport or travel document" }
    lack_declaration { vi: "Thông tin kê khai khớp với cơ sở dữ liệu", en: "A declaration that agrees with the register" }
    lack_phone { vi: "Số điện thoại chính chủ", en: "A phone number in the person's own name" }
    lack_face { vi: "Thu nhận lại khuôn mặt", en: "Another capture of the face" }
    lack_fingerprints { vi: "Thu nhận lại vân tay", en: "Another capture of the fingerprints" }
    lack_original { vi: "Bản gốc giấy tờ cần tích hợp", en: "The original of a paper for the wallet" }
    lack_relation { vi: "Giấy tờ chứng minh quan hệ hoặc việc đại diện", en: "A paper that proves the relation or the representation" }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::{Day, Seconds};

    fn at(day: &str, hour: i64) -> Timestamp {
        Day::parse(day).unwrap().start_in_vietnam().plus(Seconds::hours(hour))
    }

    fn round(lacks: &[Lack]) -> Supplement {
        Supplement {
            round: 1,
            lacks: lacks.to_vec(),
            guidance: Words::parse("Mang thẻ căn cước đến.").unwrap(),
            returned_at: at("2026-11-20", 9),
            returned_by: AccountId::new([1; 16]),
            ends_at: ends_at(at("2026-11-20", 9)),
            warned_at: None,
            lapsed_at: None,
            answered_at: Some(at("2026-11-24", 9)),
        }
    }

    #[test]
    fn what_was_not_asked_for_in_the_first_round_is_not_asked_for_in_the_second() {
        use Lack::{Face, IdentityDocument, Phone};
        assert_eq!(may_return::<Lack>(None, &[]), Err(ReturnRefusal::Nothing));
        assert_eq!(may_return(None, &[IdentityDocument, Phone]), Ok(()));
        let first: &[Lack] = &[IdentityDocument, Phone];
        assert_eq!(may_return(Some(first), &[Phone]), Ok(()));
        assert_eq!(may_return(Some(first), &[Phone, Face]), Err(ReturnRefusal::NotInOneRound(vec![Face])));
        let refused = may_return(Some(&[Phone]), &[IdentityDocument]);
        assert_eq!(refused, Err(ReturnRefusal::NotInOneRound(vec![IdentityDocument])));
    }

    #[test]
    fn the_days_that_were_left_are_left_when_the_person_comes_back() {
        // Received on Friday with 3 working days: due at the end of Wednesday. Returned on Monday with 2 days left.
        let due = calendar::working_term_ends(at("2026-11-20", 16), 3);
        let last_day = |due: Timestamp| due.minus(Seconds::new(1)).day_in_vietnam().to_string();
        assert_eq!(last_day(due), "2026-11-25");
        assert_eq!(last_day(due_after(due, at("2026-11-23", 9), at("2026-11-30", 9))), "2026-12-02");
        // Back within the day: nothing was gained and nothing lost.
        assert_eq!(due_after(due, at("2026-11-23", 9), at("2026-11-23", 15)), due);
        // Returned on the last day: the day on which the person comes back is the last again.
        assert_eq!(last_day(due_after(due, at("2026-11-25", 9), at("2026-12-05", 9))), "2026-12-07");
        // Late before it was returned: late it stays.
        assert_eq!(due_after(due, due, at("2026-12-30", 9)), due);
    }

    #[test]
    fn the_person_is_warned_in_the_last_week_and_late_from_the_first_instant_after_it() {
        let waits = Supplement { answered_at: None, ..round(&[Lack::Phone]) };
        // Returned on 20 November 2026: the thirtieth day is a Sunday, so that Monday is the last.
        assert_eq!(waits.ends_at, at("2026-12-22", 0));
        for (day, warned, over) in [
            ("2026-12-14", false, false),
            ("2026-12-15", true, false),
            ("2026-12-21", true, false),
            ("2026-12-22", false, true),
        ] {
            assert_eq!((waits.is_to_be_warned(at(day, 0)), waits.is_over(at(day, 0))), (warned, over), "{day}");
        }
        let warned = Supplement { warned_at: Some(at("2026-12-15", 1)), ..waits.clone() };
        assert!(!warned.is_to_be_warned(at("2026-12-16", 0)));
        let answered = round(&[Lack::Phone]);
        assert!(!answered.is_to_be_warned(at("2026-12-16", 0)) && !answered.is_over(at("2026-12-30", 0)));
    }

    proptest! {
        #[test]
        fn a_return_never_shortens_the_term_and_never_washes_a_late_case(
            received in 1_790_000_000i64..1_800_000_000,
            days in 0u16..10,
            until in 0i64..2_000_000,
            stood in 0i64..5_000_000,
        ) {
            let due = calendar::working_term_ends(Timestamp::from_unix(received), days);
            let returned = Timestamp::from_unix(received + until);
            let after = due_after(due, returned, returned.plus(Seconds::new(stood)));
            prop_assert!(after >= due);
            prop_assert!(returned < due || after == due);
        }
    }
}
