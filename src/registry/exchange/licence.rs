//! A driving licence as the exchange writes it.

use serde::{Deserialize, Serialize};

use crate::identity::licence::{Classes, Granted, Licence, LicenceNumber, LicenceState, Points};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::registry::exchange::answer::Document;
use crate::registry::exchange::{birth, birth_digits};

/// A driving licence with its holder.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct GiayPhepLaiXe {
    SoGiayPhep: String,
    SoDinhDanh: String,
    HoVaTen: String,
    NamSinh: String,
    #[serde(deserialize_with = "Option::deserialize")]
    NgayThangNam: Option<String>,
    Hang: Vec<Hang>,
    SoDiem: i64,
    TrangThai: String,
}

/// A class with its term.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct Hang {
    Ma: String,
    NgayCap: String,
    /// `never` is written where there is none: a term that was left out is not endless.
    NgayHetHan: String,
}

impl Document for GiayPhepLaiXe {
    type Record = Licence;

    fn of(licence: &Licence) -> Self {
        let class = |granted: &Granted| Hang {
            Ma: granted.class.letters.to_owned(),
            NgayCap: granted.issued_on.to_string(),
            NgayHetHan: granted.last_day(),
        };
        Self {
            SoGiayPhep: licence.licence_number.as_str().to_owned(),
            SoDinhDanh: licence.number.as_str().to_owned(),
            HoVaTen: licence.name.as_str().to_owned(),
            NamSinh: format!("{:04}", licence.birth.year()),
            NgayThangNam: birth_digits(&licence.birth),
            Hang: licence.classes.iter().map(class).collect(),
            SoDiem: licence.points.number().into(),
            TrangThai: licence.state.as_str().to_owned(),
        }
    }

    fn record(self) -> Option<Licence> {
        let class = |class: &Hang| Granted::parse(&class.Ma, &class.NgayCap, &class.NgayHetHan);
        Some(Licence {
            licence_number: LicenceNumber::parse(&self.SoGiayPhep)?,
            number: PersonalNumber::parse(&self.SoDinhDanh)?,
            name: Name::parse(&self.HoVaTen).ok()?,
            birth: birth(&self.NamSinh, self.NgayThangNam.as_deref())?,
            classes: Classes::of(self.Hang.iter().map(class).collect::<Option<_>>()?)?,
            points: Points::new(self.SoDiem)?,
            state: LicenceState::parse(&self.TrangThai)?,
        })
    }

    fn is_asked_for(licence: &Licence, asked: &str) -> bool {
        licence.number.as_str() == asked
    }
}
