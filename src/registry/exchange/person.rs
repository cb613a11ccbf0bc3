//! A person as the exchange writes one (`vietnam.md` 4.2).

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::{Card, CardState, Details, Organisation, Passport, Record, Relative, VitalStatus};
use crate::identity::phone::{Email, Phone};
use crate::registry::exchange::{DiaChi, NoSense, Question, birth, birth_digits, each, maybe};

/// The register's answer about a person.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PersonAnswer {
    #[serde(rename = "MaYeuCau")]
    mark: String,
    #[serde(rename = "SoHoi")]
    number: String,
    #[serde(rename = "CongDan", deserialize_with = "Option::deserialize")]
    person: Option<CongDan>,
}

impl PersonAnswer {
    /// The answer to this question.
    pub fn of(question: &Question, record: Option<&Record>) -> Self {
        let Question { mark, number } = question.clone();
        Self { mark, number, person: record.map(CongDan::from) }
    }

    /// Reads an answer to this question, and checks that it is one.
    pub fn read(body: &[u8], question: &Question) -> Result<Option<Record>, NoSense> {
        let answer: Self = serde_json::from_slice(body).map_err(|_| NoSense::Shape)?;
        if answer.mark != question.mark || answer.number != question.number {
            return Err(NoSense::OtherQuestion);
        }
        let Some(person) = answer.person else { return Ok(None) };
        let record = person.record().ok_or(NoSense::Value)?;
        let asked = question.number.as_str();
        let is_who_was_asked_for = record.number.as_str() == asked
            || record.cancelled_numbers.iter().any(|former| former.as_str() == asked)
            || record.legacy_number.as_ref().is_some_and(|legacy| legacy.as_str() == asked);
        if is_who_was_asked_for { Ok(Some(record)) } else { Err(NoSense::OtherPerson) }
    }
}

/// A citizen, or a foreigner with a number. What decides must be there, if only as `null`.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct CongDan {
    SoDinhDanh: String,
    SoDinhDanhDaHuy: Vec<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    SoCMND: Option<String>,
    HoVaTen: HoVaTen,
    GioiTinh: String,
    /// The year alone, which is always known.
    NamSinh: String,
    /// `YYYYMMDD`, `YYYYMM` when the day is not known, nothing when the year alone is.
    #[serde(deserialize_with = "Option::deserialize")]
    NgayThangNam: Option<String>,
    TrangThai: String,
    QuocTich: String,
    #[serde(deserialize_with = "Option::deserialize")]
    SoDienThoai: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    ChuThueBao: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    ThuDienTu: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    The: Option<The>,
    #[serde(deserialize_with = "Option::deserialize")]
    HoChieu: Option<HoChieu>,
    #[serde(deserialize_with = "Option::deserialize")]
    Cha: Option<NguoiLienQuan>,
    #[serde(deserialize_with = "Option::deserialize")]
    Me: Option<NguoiLienQuan>,
    #[serde(deserialize_with = "Option::deserialize")]
    VoChong: Option<NguoiLienQuan>,
    #[serde(deserialize_with = "Option::deserialize")]
    NguoiDaiDien: Option<NguoiLienQuan>,
    #[serde(deserialize_with = "Option::deserialize")]
    ChuHo: Option<NguoiLienQuan>,
    Con: Vec<NguoiLienQuan>,
    QuanHeVoiChuHo: String,
    SoSoHoKhau: String,
    DanToc: String,
    TonGiao: String,
    NhomMau: String,
    TinhTrangHonNhan: String,
    NoiDangKyKhaiSinh: DiaChi,
    QueQuan: DiaChi,
    ThuongTru: DiaChi,
    TamTru: DiaChi,
    NoiOHienTai: DiaChi,
    #[serde(deserialize_with = "Option::deserialize")]
    ToChuc: Option<ToChuc>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct HoVaTen {
    Ho: String,
    ChuDem: String,
    Ten: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct NguoiLienQuan {
    SoDinhDanh: String,
    HoVaTen: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct The {
    NgayCap: String,
    #[serde(deserialize_with = "Option::deserialize")]
    NgayHetHan: Option<String>,
    TrangThai: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct HoChieu {
    SoHoChieu: String,
    NgayHetHan: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct ToChuc {
    MaSo: String,
    Ten: String,
}

impl From<&Record> for CongDan {
    fn from(record: &Record) -> Self {
        let (details, name) = (&record.details, record.name.parts());
        let related = |relative: &Option<Relative>| relative.as_ref().map(NguoiLienQuan::from);
        Self {
            SoDinhDanh: record.number.as_str().to_owned(),
            SoDinhDanhDaHuy: record.cancelled_numbers.iter().map(|former| former.as_str().to_owned()).collect(),
            SoCMND: record.legacy_number.as_ref().map(|legacy| legacy.as_str().to_owned()),
            HoVaTen: HoVaTen { Ho: name.family.to_owned(), ChuDem: name.middle.clone(), Ten: name.given.to_owned() },
            GioiTinh: record.gender.vietnamese().to_owned(),
            NamSinh: format!("{:04}", record.birth.year()),
            NgayThangNam: birth_digits(&record.birth),
            TrangThai: record.status.as_str().to_owned(),
            QuocTich: details.nationality.clone(),
            SoDienThoai: record.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            ChuThueBao: record.phone_owner.as_ref().map(|owner| owner.as_str().to_owned()),
            ThuDienTu: record.email.as_ref().map(|email| email.as_str().to_owned()),
            The: details.card.map(|card| The {
                NgayCap: card.issued_on.to_string(),
                NgayHetHan: card.expires_on.map(|day| day.to_string()),
                TrangThai: card.state.as_str().to_owned(),
            }),
            HoChieu: details.passport.as_ref().map(|passport| HoChieu {
                SoHoChieu: passport.number.clone(),
                NgayHetHan: passport.expires_on.to_string(),
            }),
            Cha: related(&details.father),
            Me: related(&details.mother),
            VoChong: related(&details.spouse),
            NguoiDaiDien: related(&details.guardian),
            ChuHo: related(&details.household_head),
            Con: details.children.iter().map(NguoiLienQuan::from).collect(),
            QuanHeVoiChuHo: details.relation_to_head.clone(),
            SoSoHoKhau: details.household_file.clone(),
            DanToc: details.ethnicity.clone(),
            TonGiao: details.religion.clone(),
            NhomMau: details.blood_group.clone(),
            TinhTrangHonNhan: details.marital_status.clone(),
            NoiDangKyKhaiSinh: DiaChi::from(&details.birth_place),
            QueQuan: DiaChi::from(&details.native_place),
            ThuongTru: DiaChi::from(&details.permanent_residence),
            TamTru: DiaChi::from(&details.temporary_residence),
            NoiOHienTai: DiaChi::from(&details.current_residence),
            ToChuc: details
                .represents
                .as_ref()
                .map(|body| ToChuc { MaSo: body.number.clone(), Ten: body.name.clone() }),
        }
    }
}

impl CongDan {
    fn record(self) -> Option<Record> {
        let HoVaTen { Ho: family, ChuDem: middle, Ten: given } = self.HoVaTen;
        let name = [family, middle, given].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let related =
            |relative: Option<NguoiLienQuan>| relative.map_or(Some(None), |relative| relative.relative().map(Some));
        Some(Record {
            number: PersonalNumber::parse(&self.SoDinhDanh)?,
            name: Name::parse(&name).ok()?,
            birth: birth(&self.NamSinh, self.NgayThangNam.as_deref())?,
            gender: Gender::parse(&self.GioiTinh)?,
            status: VitalStatus::parse(&self.TrangThai)?,
            cancelled_numbers: each(&self.SoDinhDanhDaHuy, PersonalNumber::parse)?,
            legacy_number: maybe(self.SoCMND.as_deref(), LegacyNumber::parse)?,
            phone: maybe(self.SoDienThoai.as_deref(), |text| Phone::parse(text).ok())?,
            phone_owner: maybe(self.ChuThueBao.as_deref(), PersonalNumber::parse)?,
            email: maybe(self.ThuDienTu.as_deref(), Email::parse)?,
            details: Details {
                nationality: self.QuocTich,
                ethnicity: self.DanToc,
                religion: self.TonGiao,
                blood_group: self.NhomMau,
                birth_place: self.NoiDangKyKhaiSinh.place(),
                native_place: self.QueQuan.place(),
                permanent_residence: self.ThuongTru.place(),
                temporary_residence: self.TamTru.place(),
                current_residence: self.NoiOHienTai.place(),
                marital_status: self.TinhTrangHonNhan,
                household_file: self.SoSoHoKhau,
                relation_to_head: self.QuanHeVoiChuHo,
                household_head: related(self.ChuHo)?,
                father: related(self.Cha)?,
                mother: related(self.Me)?,
                spouse: related(self.VoChong)?,
                children: self.Con.into_iter().map(NguoiLienQuan::relative).collect::<Option<_>>()?,
                guardian: related(self.NguoiDaiDien)?,
                card: self.The.map_or(Some(None), |card| card.card().map(Some))?,
                passport: self.HoChieu.map_or(Some(None), |passport| passport.passport().map(Some))?,
                represents: self.ToChuc.map(|body| Organisation { number: body.MaSo, name: body.Ten }),
            },
        })
    }
}

impl From<&Relative> for NguoiLienQuan {
    fn from(relative: &Relative) -> Self {
        Self { SoDinhDanh: relative.number.as_str().to_owned(), HoVaTen: relative.name.clone() }
    }
}

impl NguoiLienQuan {
    fn relative(self) -> Option<Relative> {
        Some(Relative { number: PersonalNumber::parse(&self.SoDinhDanh)?, name: self.HoVaTen })
    }
}

impl The {
    fn card(&self) -> Option<Card> {
        Some(Card {
            issued_on: Day::parse(&self.NgayCap)?,
            expires_on: maybe(self.NgayHetHan.as_deref(), Day::parse)?,
            state: CardState::parse(&self.TrangThai)?,
        })
    }
}

impl HoChieu {
    fn passport(self) -> Option<Passport> {
        Some(Passport { expires_on: Day::parse(&self.NgayHetHan)?, number: self.SoHoChieu })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::registry::synthetic;

    fn people() -> Vec<Record> {
        let mut people = Vec::new();
        let on = Day::new(2026, 11, 22).unwrap();
        synthetic::generate(400, 7, on, &mut |person| {
            people.push(person.record.clone());
            Ok(())
        })
        .unwrap();
        people
    }

    fn question(number: &str) -> Question {
        Question { mark: "m1".into(), number: number.into() }
    }

    fn answered(record: &Record) -> Value {
        serde_json::to_value(PersonAnswer::of(&question(record.number.as_str()), Some(record))).unwrap()
    }

    fn read(answer: &Value, number: &str) -> Result<Option<Record>, NoSense> {
        PersonAnswer::read(answer.to_string().as_bytes(), &question(number))
    }

    #[test]
    fn everybody_of_the_invented_population_comes_back_the_same() {
        for record in people() {
            let answer = answered(&record);
            assert!(read(&answer, record.number.as_str()).unwrap().unwrap() == record, "{answer}");
            for former in &record.cancelled_numbers {
                let answer = PersonAnswer::of(&question(former.as_str()), Some(&record));
                let answer = serde_json::to_value(answer).unwrap();
                assert!(read(&answer, former.as_str()).unwrap().unwrap() == record);
            }
        }
    }

    #[test]
    fn f39_the_answer_is_about_who_was_asked_for_or_it_is_none() {
        let people = people();
        let (one, other) = (&people[0], people[1].number.as_str());
        let mut answer = answered(one);
        assert!(matches!(read(&answer, other), Err(NoSense::OtherQuestion)));
        answer["SoHoi"] = json!(other);
        assert!(matches!(read(&answer, other), Err(NoSense::OtherPerson)));
        answer["MaYeuCau"] = json!("m2");
        assert!(matches!(read(&answer, other), Err(NoSense::OtherQuestion)));
        // Nobody is an answer too, and only to its own question.
        let nobody = json!({ "MaYeuCau": "m1", "SoHoi": other, "CongDan": null });
        assert!(read(&nobody, other).unwrap().is_none());
        assert!(matches!(read(&nobody, one.number.as_str()), Err(NoSense::OtherQuestion)));
    }

    #[test]
    fn f39_a_document_that_was_not_agreed_is_no_answer() {
        let people = people();
        let record = &people[0];
        let number = record.number.as_str();
        let good = answered(record);
        let members: Vec<String> = good["CongDan"].as_object().unwrap().keys().cloned().collect();
        for member in &members {
            let mut without = good.clone();
            without["CongDan"].as_object_mut().unwrap().remove(member);
            assert!(matches!(read(&without, number), Err(NoSense::Shape)), "without {member}");
            let mut otherwise = good.clone();
            otherwise["CongDan"][member] = json!({ "another": 7 });
            assert!(read(&otherwise, number).is_err(), "{member} is something else");
        }
        for (member, value) in [
            ("SoDinhDanh", "1"),
            ("NamSinh", "1890"),
            ("NgayThangNam", "19000230"),
            ("NgayThangNam", "2001ợ"),
            ("GioiTinh", "1"),
            ("TrangThai", "?"),
            ("SoDienThoai", "01621234567"),
        ] {
            let mut wrong = good.clone();
            wrong["CongDan"][member] = json!(value);
            assert!(matches!(read(&wrong, number), Err(NoSense::Value)), "{member}");
        }
        let mut more = good.clone();
        more["CongDan"]["Moi"] = json!(1);
        assert!(matches!(read(&more, number), Err(NoSense::Shape)));
        let text = good.to_string();
        for broken in [
            text[..text.len() / 2].to_owned(),
            format!("{text}{text}"),
            text.replacen("\"SoHoi\"", "\"SoHoi\":\"x\",\"SoHoi\"", 1),
            String::from("{}"),
            String::from("null"),
            String::new(),
        ] {
            assert!(matches!(PersonAnswer::read(broken.as_bytes(), &question(number)), Err(NoSense::Shape)));
        }
        let missing = json!({ "MaYeuCau": "m1", "SoHoi": number });
        assert!(matches!(read(&missing, number), Err(NoSense::Shape)), "nothing said is not nobody");
    }
}
