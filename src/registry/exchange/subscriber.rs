//! In whose name a telephone number is, as the exchange writes it.

use serde::{Deserialize, Serialize};

use crate::identity::number::PersonalNumber;
use crate::registry::exchange::{NoSense, Question};

/// The answer about a telephone number.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriberAnswer {
    #[serde(rename = "MaYeuCau")]
    mark: String,
    #[serde(rename = "SoHoi")]
    number: String,
    #[serde(rename = "SoDinhDanhChuThueBao", deserialize_with = "Option::deserialize")]
    owner: Option<String>,
}

impl SubscriberAnswer {
    /// The answer to this question.
    pub fn of(question: &Question, owner: Option<&PersonalNumber>) -> Self {
        let Question { mark, number } = question.clone();
        Self { mark, number, owner: owner.map(|owner| owner.as_str().to_owned()) }
    }

    /// Reads an answer to this question, and checks that it is one.
    pub fn read(body: &[u8], question: &Question) -> Result<Option<PersonalNumber>, NoSense> {
        let answer: Self = serde_json::from_slice(body).map_err(|_| NoSense::Shape)?;
        if answer.mark != question.mark || answer.number != question.number {
            return Err(NoSense::OtherQuestion);
        }
        answer.owner.map(|owner| PersonalNumber::parse(&owner).ok_or(NoSense::Value)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(number: &str) -> Question {
        Question { mark: "m1".into(), number: number.into() }
    }

    #[test]
    fn the_owner_of_a_telephone_number_is_read_as_strictly() {
        let asked = question("+84912345678");
        let owner = PersonalNumber::parse("001090000001").unwrap();
        let answer = serde_json::to_vec(&SubscriberAnswer::of(&asked, Some(&owner))).unwrap();
        assert!(SubscriberAnswer::read(&answer, &asked) == Ok(Some(owner)));
        assert!(SubscriberAnswer::read(&answer, &question("+84912345679")) == Err(NoSense::OtherQuestion));
        let nobodys = serde_json::to_vec(&SubscriberAnswer::of(&asked, None)).unwrap();
        assert!(SubscriberAnswer::read(&nobodys, &asked) == Ok(None));
        let text = br#"{"MaYeuCau":"m1","SoHoi":"+84912345678"}"#;
        assert!(SubscriberAnswer::read(text, &asked) == Err(NoSense::Shape));
        let text = br#"{"MaYeuCau":"m1","SoHoi":"+84912345678","SoDinhDanhChuThueBao":"12"}"#;
        assert!(SubscriberAnswer::read(text, &asked) == Err(NoSense::Value));
    }
}
