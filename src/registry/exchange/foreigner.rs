//! A foreigner as the exchange writes one.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::identity::foreigner::{DocumentId, ForeignerRecord, LatinName, Nationality, Residence, ResidenceKind};
use crate::identity::gender::Gender;
use crate::identity::number::PersonalNumber;
use crate::identity::person::VitalStatus;
use crate::registry::exchange::answer::Document;
use crate::registry::exchange::{birth, birth_digits, maybe};

/// A foreigner. What decides must be there, if only as `null`.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct NguoiNuocNgoai {
    SoDinhDanh: String,
    QuocTich: String,
    SoHoChieu: String,
    HoChieuHetHan: String,
    HoVaTen: String,
    GioiTinh: String,
    NamSinh: String,
    #[serde(deserialize_with = "Option::deserialize")]
    NgayThangNam: Option<String>,
    TrangThai: String,
    #[serde(deserialize_with = "Option::deserialize")]
    CuTru: Option<CuTru>,
    CoSinhTracHoc: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct CuTru {
    Loai: String,
    #[serde(deserialize_with = "Option::deserialize")]
    DenNgay: Option<String>,
}

/// How a question names a document: `KOR/M00000001`. A personal number is asked for as it is.
pub fn asked_by_document(document: &DocumentId) -> String {
    format!("{}/{}", document.nationality().as_str(), document.number())
}

/// The document that such a question names.
pub fn document_asked_for(asked: &str) -> Option<DocumentId> {
    let (nationality, number) = asked.split_once('/')?;
    let document = DocumentId::parse(Nationality::parse(nationality)?, number)?;
    (asked_by_document(&document) == asked).then_some(document)
}

impl Document for NguoiNuocNgoai {
    type Record = ForeignerRecord;

    fn of(record: &ForeignerRecord) -> Self {
        Self {
            SoDinhDanh: record.number.as_str().to_owned(),
            QuocTich: record.document.nationality().as_str().to_owned(),
            SoHoChieu: record.document.number().to_owned(),
            HoChieuHetHan: record.document_expires_on.to_string(),
            HoVaTen: record.name.as_str().to_owned(),
            GioiTinh: record.gender.vietnamese().to_owned(),
            NamSinh: format!("{:04}", record.birth.year()),
            NgayThangNam: birth_digits(&record.birth),
            TrangThai: record.status.as_str().to_owned(),
            CuTru: record.residence.map(|residence| CuTru {
                Loai: residence.kind.as_str().to_owned(),
                DenNgay: residence.ends_on.map(|day| day.to_string()),
            }),
            CoSinhTracHoc: record.has_biometrics,
        }
    }

    fn record(self) -> Option<ForeignerRecord> {
        let nationality = Nationality::parse(&self.QuocTich).filter(|one| !one.is_vietnamese())?;
        Some(ForeignerRecord {
            number: PersonalNumber::parse(&self.SoDinhDanh)?,
            document: DocumentId::parse(nationality, &self.SoHoChieu)?,
            document_expires_on: Day::parse(&self.HoChieuHetHan)?,
            name: LatinName::parse(&self.HoVaTen).ok()?,
            birth: birth(&self.NamSinh, self.NgayThangNam.as_deref())?,
            gender: Gender::parse(&self.GioiTinh)?,
            status: VitalStatus::parse(&self.TrangThai)?,
            residence: self.CuTru.map_or(Some(None), |residence| residence.residence().map(Some))?,
            has_biometrics: self.CoSinhTracHoc,
        })
    }

    fn is_asked_for(record: &ForeignerRecord, asked: &str) -> bool {
        record.number.as_str() == asked || asked_by_document(&record.document) == asked
    }
}

impl CuTru {
    /// Only a permanent residence may be without a term: one that was left out must not make a stay endless.
    fn residence(&self) -> Option<Residence> {
        let kind = ResidenceKind::parse(&self.Loai)?;
        let ends_on = maybe(self.DenNgay.as_deref(), Day::parse)?;
        (ends_on.is_some() || kind == ResidenceKind::Permanent).then_some(Residence { kind, ends_on })
    }
}
