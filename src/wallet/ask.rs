//! A scanner's question for named fields, and the holder's answer: allowed ⊆ asked ⊆ what the purpose is registered for.

use crate::clock::Timestamp;
use crate::secret::{AccountId, AskId, Digest, PresentationId, SessionId};
use crate::wallet::asker::{Asker, AskerId};
use crate::wallet::field::{Field, Fields, Sensitivity};
use crate::wallet::presentation::{Kind, Presenter};
use crate::wallet::purpose::Purpose;

/// A question that may be put.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
    /// Why.
    pub purpose: Purpose,
    /// For what.
    pub fields: Fields,
    /// Where, in the scanner's words; may be empty.
    pub place: String,
}

/// Why a question may not be put; each belongs beside a field of the form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// No registered purpose was chosen.
    Purpose,
    /// No field was chosen.
    NoField,
    /// A field that this purpose is not registered for.
    FieldBeyondPurpose,
    /// The place is longer than a place.
    Place,
}

impl Question {
    /// Reads what an officer wants to ask.
    pub fn of_officer(purpose: &str, fields: Fields, place: &str) -> Result<Self, Refusal> {
        let purpose = Purpose::of_officer(purpose).ok_or(Refusal::Purpose)?;
        if fields.is_empty() {
            return Err(Refusal::NoField);
        }
        if !fields.is_within(&purpose.fields()) {
            return Err(Refusal::FieldBeyondPurpose);
        }
        let place = place.trim();
        if place.chars().count() > LONGEST_PLACE || place.chars().any(char::is_control) {
            return Err(Refusal::Place);
        }
        Ok(Self { purpose, fields, place: place.to_owned() })
    }
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// The holder is asked.
    Asked,
    /// The holder let some be seen.
    Allowed,
    /// The holder said no.
    Denied,
    /// The holder said nothing in time.
    Lapsed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Allowed, Self::Denied, Self::Lapsed];

    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Lapsed => "lapsed",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What is known of a question, in one read.
#[derive(Clone, Debug)]
pub struct AskFacts {
    /// The question.
    pub id: AskId,
    /// The scan that bought it.
    pub presentation: PresentationId,
    /// Digest of the square's name, for the receipt.
    pub presentation_digest: Digest,
    /// The square's kind.
    pub kind: Kind,
    /// The session that showed the square.
    pub session: SessionId,
    /// Whose data.
    pub holder: AccountId,
    /// The level of that account now, where the law knows levels.
    pub level: Option<i64>,
    /// Who shows the square in the holder's name, and is asked; none when the holder is.
    pub presenter: Option<Presenter>,
    /// Who asks.
    pub asker: AskerId,
    /// Why, for what, where.
    pub question: Question,
    /// When.
    pub asked_at: Timestamp,
    /// The first instant at which it is too late to answer.
    pub lapses_at: Timestamp,
    /// Where it stands as written; see [`AskFacts::state_at`].
    pub state: State,
    /// When the holder answered.
    pub answered_at: Option<Timestamp>,
    /// What the holder allowed.
    pub allowed: Fields,
}

impl AskFacts {
    /// Who answers: the holder, or who shows the square in the holder's name.
    pub fn answered_by(&self) -> &AccountId {
        self.presenter.as_ref().map_or(&self.holder, |presenter| &presenter.account)
    }

    /// Where it stands at an instant, whether or not the chore that writes lapses down has come by.
    pub fn state_at(&self, now: Timestamp) -> State {
        if self.state == State::Asked && now >= self.lapses_at { State::Lapsed } else { self.state }
    }

    /// The holder's answer: what was asked and is chosen and the account's level opens; `None` is a no.
    pub fn allowed(&self, choice: &Choice, level: Option<i64>) -> Option<Fields> {
        let chosen: Fields = self.question.fields.iter().filter(|field| choice.takes(*field)).collect();
        let allowed = chosen.opened_at(level);
        (!allowed.is_empty()).then_some(allowed)
    }

    /// What a written row must satisfy; the words name what it breaks (I16, I19).
    pub fn broken(&self) -> Option<&'static str> {
        let answered = self.answered_at.is_some();
        if !self.question.fields.is_within(&self.question.purpose.fields()) {
            Some("asked for more than the purpose is registered for")
        } else if !self.allowed.is_within(&self.question.fields) {
            Some("allowed more than was asked")
        } else if (self.state == State::Allowed) == self.allowed.is_empty() {
            Some("allowed without fields, or fields without an allowance")
        } else if answered != matches!(self.state, State::Allowed | State::Denied) {
            Some("an answer without an instant, or an instant without an answer")
        } else if self.answered_at.is_some_and(|at| at >= self.lapses_at || at < self.asked_at) {
            Some("answered out of its time")
        } else {
            None
        }
    }
}

/// What a holder chooses who answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Choice {
    /// Everything that was asked for, but sensitive fields only where ticked.
    All(Fields),
    /// What is ticked.
    Ticked(Fields),
    /// Nothing.
    Nothing,
}

impl Choice {
    fn takes(&self, field: Field) -> bool {
        match self {
            Self::All(ticked) => field.sensitivity() == Sensitivity::Basic || ticked.has(field),
            Self::Ticked(ticked) => ticked.has(field),
            Self::Nothing => false,
        }
    }
}

/// A question as its two sides see it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The facts.
    pub facts: AskFacts,
    /// Who asks, in words.
    pub asker: Asker,
    /// In whose name the one who is asked answers, as they declared it; none for oneself.
    pub in_name_of: Option<String>,
}

const LONGEST_PLACE: usize = 120;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::Seconds;

    const ASKED_AT: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn asked(fields: &str) -> AskFacts {
        AskFacts {
            id: AskId::new([1; 16]),
            presentation: PresentationId::new([2; 16]),
            presentation_digest: Digest::sha256(b"x"),
            kind: Kind::Verification,
            session: SessionId::new([3; 16]),
            holder: AccountId::new([4; 16]),
            level: Some(2),
            presenter: None,
            asker: AskerId::Officer(AccountId::new([5; 16])),
            question: Question::of_officer("identity_check", Fields::parse(fields).unwrap(), "").unwrap(),
            asked_at: ASKED_AT,
            lapses_at: ASKED_AT.plus(Seconds::new(120)),
            state: State::Asked,
            answered_at: None,
            allowed: Fields::default(),
        }
    }

    #[test]
    fn a_question_stays_within_its_purpose() {
        let put = |purpose, fields, place| Question::of_officer(purpose, Fields::parse(fields).unwrap(), place);
        assert!(put("identity_check", "name birthdate", " Phường Hoàn Kiếm ").is_ok());
        assert_eq!(put("", "name", ""), Err(Refusal::Purpose));
        assert_eq!(put("shared_by_holder", "name", ""), Err(Refusal::Purpose));
        assert_eq!(put("identity_check", "", ""), Err(Refusal::NoField));
        assert_eq!(put("identity_check", "name religion", ""), Err(Refusal::FieldBeyondPurpose));
        assert_eq!(put("traffic_check", "marital_status", ""), Err(Refusal::FieldBeyondPurpose));
        assert_eq!(put("traffic_check", "name", "a\nb"), Err(Refusal::Place));
        assert_eq!(put("traffic_check", "name", &"a".repeat(121)), Err(Refusal::Place));
    }

    #[test]
    fn a_question_lapses_at_exactly_120_seconds() {
        let asked = asked("name");
        assert_eq!(asked.state_at(ASKED_AT.plus(Seconds::new(119))), State::Asked);
        assert_eq!(asked.state_at(ASKED_AT.plus(Seconds::new(120))), State::Lapsed);
        assert_eq!(AskFacts { state: State::Denied, ..asked }.state_at(ASKED_AT.plus(Seconds::days(1))), State::Denied);
    }

    #[test]
    fn a_broken_row_is_named() {
        let answered_at = Some(ASKED_AT.plus(Seconds::new(3)));
        let good =
            AskFacts { state: State::Allowed, answered_at, allowed: Fields::parse("name").unwrap(), ..asked("name") };
        assert_eq!(good.broken(), None);
        assert_eq!(asked("name").broken(), None);
        let broken = [
            AskFacts { allowed: Fields::parse("name gender").unwrap(), ..good.clone() },
            AskFacts { allowed: Fields::default(), ..good.clone() },
            AskFacts { answered_at: None, ..good.clone() },
            AskFacts { answered_at: Some(good.lapses_at), ..good.clone() },
            AskFacts { state: State::Denied, ..good.clone() },
            AskFacts {
                question: Question { fields: Fields::parse("religion name").unwrap(), ..good.question.clone() },
                ..good
            },
        ];
        for row in broken {
            assert!(row.broken().is_some(), "{row:?}");
        }
    }

    proptest! {
        #[test]
        fn no_choice_allows_more_than_was_asked(ticks in proptest::collection::vec(0usize..Field::ALL.len(), 0..20), level in 1i64..3) {
            let mut asked = asked("name birthdate permanent_residence");
            // No purpose of an officer's has sensitive fields; the rule holds for whoever may ask for them.
            asked.question.fields = Fields::parse("name birthdate permanent_residence religion").unwrap();
            let ticked: Fields = ticks.iter().map(|at| Field::ALL[*at]).collect();
            let level = Some(level);
            prop_assert_eq!(asked.allowed(&Choice::Nothing, level), None);
            if let Some(allowed) = asked.allowed(&Choice::Ticked(ticked.clone()), level) {
                prop_assert!(allowed.is_within(&asked.question.fields.opened_at(level)) && allowed.is_within(&ticked));
            } else {
                prop_assert!(ticked.and(&asked.question.fields).opened_at(level).is_empty());
            }
            let all = asked.allowed(&Choice::All(ticked.clone()), level).unwrap();
            prop_assert!(all.is_within(&asked.question.fields.opened_at(level)));
            prop_assert!(all.has(Field::Name) && all.has(Field::Birthdate));
            prop_assert!(!all.has(Field::Religion) || ticked.has(Field::Religion));
        }
    }
}
