//! The envelope of the exchange's answers about one subject, and that it answers this question and no other.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::registry::exchange::{NoSense, Question};

/// What one register answers about one subject, with the name of a type as the exchange writes it.
pub trait Document: DeserializeOwned + Serialize {
    /// What the rules make of it.
    type Record;

    /// The document of a record.
    fn of(record: &Self::Record) -> Self;

    /// The record, when the rules can read every value of it.
    fn record(self) -> Option<Self::Record>;

    /// Whether the record is the one that was asked for.
    fn is_asked_for(record: &Self::Record, asked: &str) -> bool;
}

/// An answer: the mark and the number of its question, and the document, if only as `null`.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: DeserializeOwned"))]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct Answer<T> {
    MaYeuCau: String,
    SoHoi: String,
    #[serde(deserialize_with = "Option::deserialize")]
    KetQua: Option<T>,
}

impl<T: Document> Answer<T> {
    /// The answer to this question.
    pub fn of(question: &Question, record: Option<&T::Record>) -> Self {
        let Question { mark, number } = question.clone();
        Self { MaYeuCau: mark, SoHoi: number, KetQua: record.map(T::of) }
    }

    /// Reads an answer to this question, and checks that it is one.
    pub fn read(body: &[u8], question: &Question) -> Result<Option<T::Record>, NoSense> {
        let answer: Self = serde_json::from_slice(body).map_err(|_| NoSense::Shape)?;
        if answer.MaYeuCau != question.mark || answer.SoHoi != question.number {
            return Err(NoSense::OtherQuestion);
        }
        let Some(document) = answer.KetQua else { return Ok(None) };
        let record = document.record().ok_or(NoSense::Value)?;
        if T::is_asked_for(&record, &question.number) { Ok(Some(record)) } else { Err(NoSense::OtherPerson) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::clock::Day;
    use crate::registry::exchange::card::{NguoiThamGia, TheCanCuoc};
    use crate::registry::exchange::foreigner::{NguoiNuocNgoai, asked_by_document};
    use crate::registry::exchange::licence::GiayPhepLaiXe;
    use crate::registry::exchange::organisation::{ToChuc, asked_by_number, asked_by_tax_code};
    use crate::registry::synthetic;

    fn on() -> Day {
        Day::new(2026, 11, 22).unwrap()
    }

    fn question(number: &str) -> Question {
        Question { mark: "m1".into(), number: number.into() }
    }

    fn read<T: Document>(answer: &Value, asked: &str) -> Result<Option<T::Record>, NoSense> {
        Answer::<T>::read(answer.to_string().as_bytes(), &question(asked))
    }

    /// What holds of every register: its records come back the same, an answer about another subject, to another question or
    /// of another shape is none.
    fn holds<T: Document>(records: &[T::Record], asked: impl Fn(&T::Record) -> String)
    where
        T::Record: PartialEq,
    {
        for record in records {
            let written = serde_json::to_value(Answer::<T>::of(&question(&asked(record)), Some(record))).unwrap();
            assert!(read::<T>(&written, &asked(record)).unwrap().as_ref() == Some(record), "{written}");
        }
        let (one, other) = (&records[0], &asked(&records[1]));
        let good = serde_json::to_value(Answer::<T>::of(&question(&asked(one)), Some(one))).unwrap();
        assert!(matches!(read::<T>(&good, other), Err(NoSense::OtherQuestion)));
        let mut about_another = good.clone();
        about_another["SoHoi"] = json!(other);
        assert!(matches!(read::<T>(&about_another, other), Err(NoSense::OtherPerson)));
        let nobody = serde_json::to_value(Answer::<T>::of(&question(other), None)).unwrap();
        assert!(read::<T>(&nobody, other).unwrap().is_none());
        for member in good["KetQua"].as_object().unwrap().keys() {
            let mut without = good.clone();
            without["KetQua"].as_object_mut().unwrap().remove(member);
            assert!(matches!(read::<T>(&without, &asked(one)), Err(NoSense::Shape)), "without {member}");
            let mut otherwise = good.clone();
            otherwise["KetQua"][member] = json!({ "another": 7 });
            assert!(read::<T>(&otherwise, &asked(one)).is_err(), "{member} is something else");
        }
        let mut more = good.clone();
        more["KetQua"]["Moi"] = json!(1);
        assert!(matches!(read::<T>(&more, &asked(one)), Err(NoSense::Shape)));
        let silent = json!({ "MaYeuCau": "m1", "SoHoi": asked(one) });
        assert!(matches!(read::<T>(&silent, &asked(one)), Err(NoSense::Shape)), "nothing said is not nobody");
        let twice = good.to_string().replacen("\"SoHoi\"", "\"SoHoi\":\"x\",\"SoHoi\"", 1);
        assert!(matches!(Answer::<T>::read(twice.as_bytes(), &question(&asked(one))), Err(NoSense::Shape)));
    }

    #[test]
    fn f39_every_registers_answer_is_about_whom_was_asked_for_or_it_is_none() {
        let cards = synthetic::cards(30, 7, on()).unwrap();
        holds::<TheCanCuoc>(&cards, |held| held.number.as_str().to_owned());
        let insured = synthetic::insured(30, 7, on()).unwrap();
        holds::<NguoiThamGia>(&insured, |insured| insured.number.as_str().to_owned());
        let licences = synthetic::licences(30, 7, on()).unwrap();
        holds::<GiayPhepLaiXe>(&licences, |licence| licence.number.as_str().to_owned());
        let foreigners = synthetic::foreigners(30, 7, on()).unwrap();
        let foreigners: Vec<_> = foreigners.into_iter().map(|foreigner| foreigner.record).collect();
        holds::<NguoiNuocNgoai>(&foreigners, |record| record.number.as_str().to_owned());
        holds::<NguoiNuocNgoai>(&foreigners, |record| asked_by_document(&record.document));
        let organisations = synthetic::organisations(30, 7, on()).unwrap();
        let organisations: Vec<_> = organisations.into_iter().map(|organisation| organisation.record).collect();
        holds::<ToChuc>(&organisations, |record| asked_by_number(&record.number));
        let with_code: Vec<_> = organisations.into_iter().filter(|record| record.tax_code.is_some()).collect();
        holds::<ToChuc>(&with_code, |record| asked_by_tax_code(&record.tax_code.unwrap()));
    }

    #[test]
    fn f39_a_stay_whose_end_was_left_out_is_not_endless_and_a_citizen_is_no_foreigner() {
        let record = synthetic::foreigners(2, 7, on()).unwrap().remove(1).record;
        let asked = record.number.as_str().to_owned();
        let good = serde_json::to_value(Answer::<NguoiNuocNgoai>::of(&question(&asked), Some(&record))).unwrap();
        for (member, value) in [
            ("CuTru", json!({ "Loai": "temporary", "DenNgay": null })),
            ("CuTru", json!({ "Loai": "forever", "DenNgay": "2030-01-01" })),
            ("QuocTich", json!("VNM")),
            ("SoHoChieu", json!("?")),
            ("HoVaTen", json!("Nguyễn")),
            ("NgayThangNam", json!("18900101")),
        ] {
            let mut wrong = good.clone();
            wrong["KetQua"][member] = value;
            assert!(matches!(read::<NguoiNuocNgoai>(&wrong, &asked), Err(NoSense::Value)), "{member}");
        }
    }

    #[test]
    fn f39_a_class_whose_end_was_left_out_is_not_endless_and_points_are_twelve_at_most() {
        let licence = synthetic::licences(6, 7, on()).unwrap().remove(5);
        let asked = licence.number.as_str().to_owned();
        let good = serde_json::to_value(Answer::<GiayPhepLaiXe>::of(&question(&asked), Some(&licence))).unwrap();
        for (member, value) in [
            ("Hang", json!([])),
            ("Hang", json!([{ "Ma": "B", "NgayCap": "2026-01-01", "NgayHetHan": "" }])),
            ("Hang", json!([{ "Ma": "B2", "NgayCap": "2026-01-01", "NgayHetHan": "never" }])),
            ("SoDiem", json!(13)),
            ("SoDiem", json!(-1)),
            ("TrangThai", json!("valid")),
            ("SoGiayPhep", json!("79")),
        ] {
            let mut wrong = good.clone();
            wrong["KetQua"][member] = value;
            assert!(matches!(read::<GiayPhepLaiXe>(&wrong, &asked), Err(NoSense::Value)), "{member}");
        }
        let mut endless = good.clone();
        endless["KetQua"]["Hang"][0].as_object_mut().unwrap().remove("NgayHetHan");
        assert!(matches!(read::<GiayPhepLaiXe>(&endless, &asked), Err(NoSense::Shape)));
    }
}
