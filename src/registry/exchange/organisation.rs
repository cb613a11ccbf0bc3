//! An organisation as the exchange writes one.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::organisation::{
    EnterpriseCode, OrganisationName, OrganisationNumber, OrganisationRecord, OrganisationState, Representative,
};
use crate::identity::tax_code::TaxCode;
use crate::registry::exchange::answer::Document;
use crate::registry::exchange::{DiaChi, maybe};

/// An organisation. What decides must be there, if only as `null`.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct ToChuc {
    MaDinhDanh: String,
    #[serde(deserialize_with = "Option::deserialize")]
    MaSoThue: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    MaSoDoanhNghiep: Option<String>,
    Ten: String,
    #[serde(deserialize_with = "Option::deserialize")]
    TenVietTat: Option<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    TenNuocNgoai: Option<String>,
    NgayThanhLap: String,
    DiaChi: DiaChi,
    TrangThai: String,
    NguoiDaiDien: Vec<NguoiDaiDien>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct NguoiDaiDien {
    SoDinhDanh: String,
    HoVaTen: String,
    ChucVu: String,
}

/// How a question names an organisation by its number, which may look like somebody else's tax code.
pub fn asked_by_number(number: &OrganisationNumber) -> String {
    format!("{BY_NUMBER}{}", number.as_str())
}

/// How a question names one by its tax code.
pub fn asked_by_tax_code(code: &TaxCode) -> String {
    format!("{BY_TAX_CODE}{code}")
}

/// What a question names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Asked {
    /// A number.
    Number(OrganisationNumber),
    /// A tax code.
    TaxCode(TaxCode),
}

impl Asked {
    /// Reads what a question names.
    pub fn parse(text: &str) -> Option<Self> {
        match (text.strip_prefix(BY_NUMBER), text.strip_prefix(BY_TAX_CODE)) {
            (Some(number), _) => OrganisationNumber::parse(number).map(Self::Number),
            (None, Some(code)) => TaxCode::parse(code).map(Self::TaxCode),
            (None, None) => None,
        }
    }
}

impl Document for ToChuc {
    type Record = OrganisationRecord;

    fn of(record: &OrganisationRecord) -> Self {
        let name = |name: &Option<OrganisationName>| name.as_ref().map(ToString::to_string);
        Self {
            MaDinhDanh: record.number.as_str().to_owned(),
            MaSoThue: record.tax_code.map(|code| code.to_string()),
            MaSoDoanhNghiep: record.enterprise_code.map(|code| code.to_string()),
            Ten: record.name.to_string(),
            TenVietTat: name(&record.short_name),
            TenNuocNgoai: name(&record.foreign_name),
            NgayThanhLap: record.founded_on.to_string(),
            DiaChi: DiaChi::from(&record.address),
            TrangThai: record.state.as_str().to_owned(),
            NguoiDaiDien: record
                .representatives
                .iter()
                .map(|one| NguoiDaiDien {
                    SoDinhDanh: one.number.as_str().to_owned(),
                    HoVaTen: one.name.clone(),
                    ChucVu: one.title.clone(),
                })
                .collect(),
        }
    }

    fn record(self) -> Option<OrganisationRecord> {
        let representative = |one: NguoiDaiDien| {
            let (name, title) = (Name::parse(&one.HoVaTen).ok()?, OrganisationName::parse(&one.ChucVu)?);
            let number = PersonalNumber::parse(&one.SoDinhDanh)?;
            Some(Representative { number, name: name.as_str().to_owned(), title: title.to_string() })
        };
        Some(OrganisationRecord {
            number: OrganisationNumber::parse(&self.MaDinhDanh)?,
            tax_code: maybe(self.MaSoThue.as_deref(), TaxCode::parse)?,
            enterprise_code: maybe(self.MaSoDoanhNghiep.as_deref(), EnterpriseCode::parse)?,
            name: OrganisationName::parse(&self.Ten)?,
            short_name: maybe(self.TenVietTat.as_deref(), OrganisationName::parse)?,
            foreign_name: maybe(self.TenNuocNgoai.as_deref(), OrganisationName::parse)?,
            founded_on: Day::parse(&self.NgayThanhLap)?,
            address: self.DiaChi.place(),
            state: OrganisationState::parse(&self.TrangThai)?,
            representatives: self.NguoiDaiDien.into_iter().map(representative).collect::<Option<_>>()?,
        })
    }

    fn is_asked_for(record: &OrganisationRecord, asked: &str) -> bool {
        match Asked::parse(asked) {
            Some(Asked::Number(number)) => record.number == number,
            Some(Asked::TaxCode(code)) => record.tax_code == Some(code),
            None => false,
        }
    }
}

const BY_NUMBER: &str = "MaDinhDanh/";
const BY_TAX_CODE: &str = "MaSoThue/";
