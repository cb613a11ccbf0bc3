//! An approved correction as the exchange takes it to the register of the population, and what the register makes of it.

use serde::{Deserialize, Serialize};

use crate::identity::correction::Handing;
use crate::identity::mend::Field;
use crate::identity::number::PersonalNumber;
use crate::registry::Amendment;
use crate::registry::exchange::NoSense;

/// One field of one person, and what it is to be. Handed over twice it changes nothing.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct CorrectionQuestion {
    MaYeuCau: String,
    SoHoi: String,
    Truong: String,
    GiaTri: String,
}

/// What became of it: taken, not taken, or received by the authority that keeps the register.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct CorrectionAnswer {
    MaYeuCau: String,
    SoHoi: String,
    KetQua: String,
}

impl CorrectionQuestion {
    /// This correction under that mark.
    pub fn of(mark: String, amendment: &Amendment) -> Self {
        Self {
            MaYeuCau: mark,
            SoHoi: amendment.number.as_str().to_owned(),
            Truong: amendment.field.as_str().to_owned(),
            GiaTri: amendment.value.clone(),
        }
    }

    /// The correction, when every value of it can be read.
    pub fn amendment(&self) -> Option<Amendment> {
        let field = Field::parse(&self.Truong)?;
        let number = PersonalNumber::parse(&self.SoHoi)?;
        field.is_value(&self.GiaTri).then(|| Amendment { number, field, value: self.GiaTri.clone() })
    }
}

impl CorrectionAnswer {
    /// The answer to this question.
    pub fn of(question: &CorrectionQuestion, handing: Handing) -> Self {
        Self { MaYeuCau: question.MaYeuCau.clone(), SoHoi: question.SoHoi.clone(), KetQua: handing.as_str().to_owned() }
    }

    /// Reads an answer to this question, and checks that it is one.
    pub fn read(body: &[u8], question: &CorrectionQuestion) -> Result<Handing, NoSense> {
        let answer: Self = serde_json::from_slice(body).map_err(|_| NoSense::Shape)?;
        if answer.MaYeuCau != question.MaYeuCau || answer.SoHoi != question.SoHoi {
            return Err(NoSense::OtherQuestion);
        }
        Handing::parse(&answer.KetQua).ok_or(NoSense::Value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn question() -> CorrectionQuestion {
        let number = PersonalNumber::parse("001090000001").unwrap();
        let amendment = Amendment { number, field: Field::BirthDate, value: "1990-05-01".into() };
        CorrectionQuestion::of("m1".into(), &amendment)
    }

    #[test]
    fn a_correction_is_read_as_it_was_handed_over() {
        let read = question().amendment().unwrap();
        assert_eq!(
            (read.number.as_str(), read.field, read.value.as_str()),
            ("001090000001", Field::BirthDate, "1990-05-01")
        );
        for (member, wrong) in [("SoHoi", "1"), ("Truong", "phone"), ("GiaTri", "32/5/1990")] {
            let mut written = serde_json::to_value(question()).unwrap();
            written[member] = json!(wrong);
            let question: CorrectionQuestion = serde_json::from_value(written).unwrap();
            assert!(question.amendment().is_none(), "{member}");
        }
    }

    #[test]
    fn f39_an_answer_that_is_none_says_nothing_of_the_correction() {
        let good = serde_json::to_value(CorrectionAnswer::of(&question(), Handing::Sent)).unwrap();
        let read = |answer: &Value| CorrectionAnswer::read(answer.to_string().as_bytes(), &question());
        assert_eq!(read(&good), Ok(Handing::Sent));
        for (member, value, refusal) in [
            ("MaYeuCau", json!("m2"), NoSense::OtherQuestion),
            ("SoHoi", json!("001090000002"), NoSense::OtherQuestion),
            ("KetQua", json!("done"), NoSense::Value),
            ("KetQua", json!(true), NoSense::Shape),
            ("Moi", json!(1), NoSense::Shape),
        ] {
            let mut wrong = good.clone();
            wrong[member] = value;
            assert_eq!(read(&wrong), Err(refusal), "{member}");
        }
    }
}
