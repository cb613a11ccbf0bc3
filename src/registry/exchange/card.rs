//! A card and an insured person as the exchange writes them.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::identity::insured::{InsuranceNumber, Insured};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Card, CardState};
use crate::registry::cards::Held;
use crate::registry::exchange::answer::Document;
use crate::registry::exchange::{birth, birth_digits, maybe};

/// An identity card with its holder.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct TheCanCuoc {
    SoDinhDanh: String,
    NgayCap: String,
    #[serde(deserialize_with = "Option::deserialize")]
    NgayHetHan: Option<String>,
    TrangThai: String,
}

impl Document for TheCanCuoc {
    type Record = Held;

    fn of(held: &Held) -> Self {
        Self {
            SoDinhDanh: held.number.as_str().to_owned(),
            NgayCap: held.card.issued_on.to_string(),
            NgayHetHan: held.card.expires_on.map(|day| day.to_string()),
            TrangThai: held.card.state.as_str().to_owned(),
        }
    }

    fn record(self) -> Option<Held> {
        let card = Card {
            issued_on: Day::parse(&self.NgayCap)?,
            expires_on: maybe(self.NgayHetHan.as_deref(), Day::parse)?,
            state: CardState::parse(&self.TrangThai)?,
        };
        Some(Held { number: PersonalNumber::parse(&self.SoDinhDanh)?, card })
    }

    fn is_asked_for(held: &Held, asked: &str) -> bool {
        held.number.as_str() == asked
    }
}

/// Somebody who is insured.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct NguoiThamGia {
    MaSoBHXH: String,
    SoDinhDanh: String,
    HoVaTen: String,
    NamSinh: String,
    #[serde(deserialize_with = "Option::deserialize")]
    NgayThangNam: Option<String>,
}

impl Document for NguoiThamGia {
    type Record = Insured;

    fn of(insured: &Insured) -> Self {
        Self {
            MaSoBHXH: insured.insurance_number.as_str().to_owned(),
            SoDinhDanh: insured.number.as_str().to_owned(),
            HoVaTen: insured.name.as_str().to_owned(),
            NamSinh: format!("{:04}", insured.birth.year()),
            NgayThangNam: birth_digits(&insured.birth),
        }
    }

    fn record(self) -> Option<Insured> {
        Some(Insured {
            insurance_number: InsuranceNumber::parse(&self.MaSoBHXH)?,
            number: PersonalNumber::parse(&self.SoDinhDanh)?,
            name: Name::parse(&self.HoVaTen).ok()?,
            birth: birth(&self.NamSinh, self.NgayThangNam.as_deref())?,
        })
    }

    fn is_asked_for(insured: &Insured, asked: &str) -> bool {
        insured.number.as_str() == asked
    }
}
