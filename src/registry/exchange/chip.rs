//! A question to the readers of cards, and its answer, as the exchange writes them: beside the mark and the number also the
//! challenge goes there and comes back.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::identity::chip::{Challenge, Reading};
use crate::identity::number::PersonalNumber;
use crate::registry::exchange::NoSense;

/// A question about the chip that lies on a reader.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChipQuestion {
    #[serde(rename = "MaYeuCau")]
    mark: String,
    #[serde(rename = "SoHoi")]
    number: String,
    #[serde(rename = "ThachThuc")]
    challenge: String,
}

impl ChipQuestion {
    /// The question with this mark.
    pub fn of(mark: String, number: &PersonalNumber, challenge: &Challenge) -> Self {
        Self { mark, number: number.as_str().to_owned(), challenge: challenge.as_str().to_owned() }
    }

    /// Who is said to hold the card, and what its chip is to answer.
    pub fn asked(&self) -> Option<(PersonalNumber, Challenge)> {
        Some((PersonalNumber::parse(&self.number)?, Challenge::parse(&self.challenge)?))
    }
}

/// The answer to it.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChipAnswer {
    #[serde(rename = "MaYeuCau")]
    mark: String,
    #[serde(rename = "SoHoi")]
    number: String,
    #[serde(rename = "ThachThuc")]
    challenge: String,
    #[serde(rename = "KetQua", deserialize_with = "Option::deserialize")]
    result: Option<ChipDaDoc>,
}

/// What was read.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct ChipDaDoc {
    SoDinhDanh: String,
    ChuKyHopLe: bool,
    ChipNguyenGoc: bool,
    NgayCap: String,
    MaThamChieu: String,
}

impl ChipAnswer {
    /// The answer to this question.
    pub fn of(question: &ChipQuestion, reading: Option<&Reading>) -> Self {
        let ChipQuestion { mark, number, challenge } = question.clone();
        let result = reading.map(|reading| ChipDaDoc {
            SoDinhDanh: reading.number.as_str().to_owned(),
            ChuKyHopLe: reading.is_signed,
            ChipNguyenGoc: reading.is_original,
            NgayCap: reading.issued_on.to_string(),
            MaThamChieu: reading.reference.clone(),
        });
        Self { mark, number, challenge, result }
    }

    /// Reads an answer to this question, and checks that it is one. That the card is another person's is an answer: it lies
    /// there, and `identity::chip` judges it.
    pub fn read(body: &[u8], question: &ChipQuestion) -> Result<Option<Reading>, NoSense> {
        let answer: Self = serde_json::from_slice(body).map_err(|_| NoSense::Shape)?;
        let is_its = answer.mark == question.mark && answer.number == question.number;
        if !is_its || answer.challenge != question.challenge {
            return Err(NoSense::OtherQuestion);
        }
        let Some(read) = answer.result else { return Ok(None) };
        let is_reference =
            |text: &str| (1..=REFERENCE).contains(&text.len()) && text.bytes().all(|one| one.is_ascii_graphic());
        if !is_reference(&read.MaThamChieu) {
            return Err(NoSense::Value);
        }
        Ok(Some(Reading {
            number: PersonalNumber::parse(&read.SoDinhDanh).ok_or(NoSense::Value)?,
            is_signed: read.ChuKyHopLe,
            is_original: read.ChipNguyenGoc,
            issued_on: Day::parse(&read.NgayCap).ok_or(NoSense::Value)?,
            reference: read.MaThamChieu,
        }))
    }
}

/// Characters of a reference, which stands in our journal of measures.
const REFERENCE: usize = 64;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::secret::MeasureId;

    fn number(serial: u32) -> PersonalNumber {
        PersonalNumber::parse(&format!("001090{serial:06}")).unwrap()
    }

    fn question(random: u8) -> ChipQuestion {
        let challenge = Challenge::of(&MeasureId::new([1; 16]), [random; 32]);
        ChipQuestion::of("m1".into(), &number(1), &challenge)
    }

    fn reading(serial: u32) -> Reading {
        let issued_on = Day::new(2024, 7, 2).unwrap();
        Reading { number: number(serial), is_signed: true, is_original: false, issued_on, reference: "CHIP-1".into() }
    }

    #[test]
    fn f39_a_reading_answers_this_challenge_whole_or_is_none() {
        let asked = question(1);
        let read = |answer: &Value| ChipAnswer::read(answer.to_string().as_bytes(), &asked);
        let good = serde_json::to_value(ChipAnswer::of(&asked, Some(&reading(1)))).unwrap();
        assert_eq!(read(&good), Ok(Some(reading(1))));
        // Another's card is an answer, as is a chip that cannot be read.
        let of_another = serde_json::to_value(ChipAnswer::of(&asked, Some(&reading(2)))).unwrap();
        assert_eq!(read(&of_another), Ok(Some(reading(2))));
        assert_eq!(read(&serde_json::to_value(ChipAnswer::of(&asked, None)).unwrap()), Ok(None));
        // What a chip answered before is no answer now.
        let before = serde_json::to_value(ChipAnswer::of(&question(2), Some(&reading(1)))).unwrap();
        assert_eq!(read(&before), Err(NoSense::OtherQuestion));
        for (member, value, expected) in [
            ("/MaYeuCau", json!("m2"), NoSense::OtherQuestion),
            ("/SoHoi", json!("001090000002"), NoSense::OtherQuestion),
            ("/KetQua/SoDinhDanh", json!("12"), NoSense::Value),
            ("/KetQua/NgayCap", json!("2024-02-30"), NoSense::Value),
            ("/KetQua/MaThamChieu", json!(""), NoSense::Value),
            ("/KetQua/MaThamChieu", json!("a b"), NoSense::Value),
            ("/KetQua/MaThamChieu", json!("a".repeat(65)), NoSense::Value),
            ("/KetQua/ChuKyHopLe", json!("true"), NoSense::Shape),
            ("/KetQua/ChipNguyenGoc", json!(null), NoSense::Shape),
        ] {
            let mut wrong = good.clone();
            *wrong.pointer_mut(member).unwrap() = value;
            assert_eq!(read(&wrong), Err(expected), "{member}");
        }
        for member in ["SoDinhDanh", "ChuKyHopLe", "ChipNguyenGoc", "NgayCap", "MaThamChieu"] {
            let mut without = good.clone();
            without["KetQua"].as_object_mut().unwrap().remove(member);
            assert_eq!(read(&without), Err(NoSense::Shape), "without {member}");
        }
        let mut silent = good;
        silent.as_object_mut().unwrap().remove("KetQua");
        assert_eq!(read(&silent), Err(NoSense::Shape), "nothing said is not no chip");
        assert!(question(1).asked() == Some((number(1), Challenge::of(&MeasureId::new([1; 16]), [1; 32]))));
    }
}
