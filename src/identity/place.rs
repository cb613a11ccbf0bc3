//! Places as the register writes them: a provincial unit of since 1/7/2025, a commune, the rest in words.

use serde::{Deserialize, Serialize};

/// A place in the register; there is no district since 1/7/2025.
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Place {
    /// The two-digit code of the provincial unit (Decision 19/2025/QĐ-TTg); empty when abroad or unknown.
    pub province: String,
    /// The name of the commune, with its type.
    pub commune: String,
    /// House, street, hamlet.
    pub detail: String,
}

impl Place {
    /// Whether it is in that provincial unit; none where nobody knows in which it is.
    pub fn is_in(&self, province: &str) -> Option<bool> {
        (!self.province.is_empty()).then(|| self.province == province)
    }

    /// The whole address on one line, smallest unit first.
    pub fn line(&self) -> String {
        let province = province_name(&self.province).unwrap_or_default();
        let parts: Vec<&str> =
            [self.detail.as_str(), &self.commune, province].into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }
}

/// The name of a provincial unit of today.
pub fn province_name(code: &str) -> Option<&'static str> {
    PROVINCES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// The 34 provincial units since 1/7/2025. Codes were re-used with new meanings (24 was Bắc Giang), so this table is for
/// places of today only.
pub const PROVINCES: [(&str, &str); 34] = [
    ("01", "Thành phố Hà Nội"),
    ("04", "Tỉnh Cao Bằng"),
    ("08", "Tỉnh Tuyên Quang"),
    ("11", "Tỉnh Điện Biên"),
    ("12", "Tỉnh Lai Châu"),
    ("14", "Tỉnh Sơn La"),
    ("15", "Tỉnh Lào Cai"),
    ("19", "Tỉnh Thái Nguyên"),
    ("20", "Tỉnh Lạng Sơn"),
    ("22", "Tỉnh Quảng Ninh"),
    ("24", "Tỉnh Bắc Ninh"),
    ("25", "Tỉnh Phú Thọ"),
    ("31", "Thành phố Hải Phòng"),
    ("33", "Tỉnh Hưng Yên"),
    ("37", "Tỉnh Ninh Bình"),
    ("38", "Tỉnh Thanh Hóa"),
    ("40", "Tỉnh Nghệ An"),
    ("42", "Tỉnh Hà Tĩnh"),
    ("44", "Tỉnh Quảng Trị"),
    ("46", "Thành phố Huế"),
    ("48", "Thành phố Đà Nẵng"),
    ("51", "Tỉnh Quảng Ngãi"),
    ("52", "Tỉnh Gia Lai"),
    ("56", "Tỉnh Khánh Hòa"),
    ("66", "Tỉnh Đắk Lắk"),
    ("68", "Tỉnh Lâm Đồng"),
    ("75", "Tỉnh Đồng Nai"),
    ("79", "Thành phố Hồ Chí Minh"),
    ("80", "Tỉnh Tây Ninh"),
    ("82", "Tỉnh Đồng Tháp"),
    ("86", "Tỉnh Vĩnh Long"),
    ("91", "Tỉnh An Giang"),
    ("92", "Thành phố Cần Thơ"),
    ("96", "Tỉnh Cà Mau"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_one_of_the_decision() {
        let csv = include_str!("../registry/province_34.csv");
        let rows: Vec<_> = csv.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).collect();
        assert_eq!(rows.len(), PROVINCES.len());
        for row in rows {
            assert_eq!(province_name(row[0]), Some(row[1]));
        }
    }

    #[test]
    fn an_address_begins_with_the_smallest_unit() {
        let place = Place { province: "24".into(), commune: "Phường Kinh Bắc".into(), detail: String::new() };
        assert_eq!(place.line(), "Phường Kinh Bắc, Tỉnh Bắc Ninh");
    }
}
