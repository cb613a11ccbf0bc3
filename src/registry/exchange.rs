//! What the national exchange asks and answers, as JSON in the shape of the service of the population (`vietnam.md` 4.2).
//!
//! Read strictly: a member that we do not know, one that is missing, one that occurs twice, a value that our rules cannot
//! read, a person or a question other than ours: each makes the whole answer none (F39). Questions travel in bodies, never
//! in addresses, and an answer repeats the mark and the number of its question.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::{Card, CardState, Details, Organisation, Passport, Record, Relative, VitalStatus};
use crate::identity::phone::{Email, Phone};
use crate::identity::place::Place;

/// A question about one person, or about one telephone number.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The mark that the answer repeats.
    #[serde(rename = "MaYeuCau")]
    pub mark: String,
    /// The number that is asked for: 12 digits, the 9 of a former card, or a telephone number.
    #[serde(rename = "SoHoi")]
    pub number: String,
}

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

/// Why an answer is none. Nothing of what was answered is repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoSense {
    /// Not the JSON that was agreed.
    #[error("not the agreed document")]
    Shape,
    /// The answer to another question.
    #[error("the answer to another question")]
    OtherQuestion,
    /// Somebody other than who was asked for.
    #[error("somebody else than who was asked for")]
    OtherPerson,
    /// A value that our rules cannot read.
    #[error("a value that cannot be read")]
    Value,
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

/// A place of since 1/7/2025: there is no district.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct DiaChi {
    MaTinhThanh: String,
    PhuongXa: String,
    ChiTiet: String,
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
        let (details, name, birth) = (&record.details, record.name.parts(), record.birth.iso());
        let related = |relative: &Option<Relative>| relative.as_ref().map(NguoiLienQuan::from);
        let digits: String = birth.chars().filter(char::is_ascii_digit).collect();
        Self {
            SoDinhDanh: record.number.as_str().to_owned(),
            SoDinhDanhDaHuy: record.cancelled_numbers.iter().map(|former| former.as_str().to_owned()).collect(),
            SoCMND: record.legacy_number.as_ref().map(|legacy| legacy.as_str().to_owned()),
            HoVaTen: HoVaTen { Ho: name.family.to_owned(), ChuDem: name.middle.clone(), Ten: name.given.to_owned() },
            GioiTinh: record.gender.vietnamese().to_owned(),
            NamSinh: format!("{:04}", record.birth.year()),
            NgayThangNam: Some(digits).filter(|digits| digits.len() > 4),
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

/// The year and the rest must be of one date: the precision is a fact of the register.
fn birth(year: &str, date: Option<&str>) -> Option<BirthDate> {
    let Some(date) = date else { return BirthDate::parse_iso(year) };
    if !date.is_ascii() || !date.starts_with(year) || year.len() != 4 {
        return None;
    }
    match (date.get(4..6), date.get(6..)) {
        (Some(month), Some("")) => BirthDate::parse_iso(&format!("{year}-{month}")),
        (Some(month), Some(day)) => BirthDate::parse_iso(&format!("{year}-{month}-{day}")),
        _ => None,
    }
}

/// Nothing where nothing was answered; no reading at all where what was answered cannot be read.
fn maybe<T>(text: Option<&str>, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => parse(text).map(Some),
    }
}

fn each<T>(texts: &[String], parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    texts.iter().map(|text| parse(text)).collect()
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

impl From<&Place> for DiaChi {
    fn from(place: &Place) -> Self {
        let Place { province, commune, detail } = place.clone();
        Self { MaTinhThanh: province, PhuongXa: commune, ChiTiet: detail }
    }
}

impl DiaChi {
    fn place(self) -> Place {
        Place { province: self.MaTinhThanh, commune: self.PhuongXa, detail: self.ChiTiet }
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
