//! The registered purposes for which an officer may ask, each with its legal ground and the fields that it can need.
//!
//! What a party may ask for stands in its registration; here is what the offices are registered for.

use crate::identity::language::{Language, texts};
use crate::wallet::field::{Field, Fields};

/// Why somebody asks.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Purpose {
    /// Checking who somebody is.
    IdentityCheck,
    /// Checking where somebody lives.
    ResidenceCheck,
    /// Checking a road user.
    TrafficCheck,
    /// Dealing with an application that the citizen has made.
    Procedure,
    /// Recording an administrative violation.
    Violation,
    /// Nobody asked: the holder picked the fields and showed them.
    Shared,
    /// A party's own registered purpose, whose words stand in its registration.
    Party,
}

impl Purpose {
    /// What an officer can choose from.
    pub const OF_OFFICERS: [Self; 5] =
        [Self::IdentityCheck, Self::ResidenceCheck, Self::TrafficCheck, Self::Procedure, Self::Violation];

    /// The word in columns, forms and receipts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IdentityCheck => "identity_check",
            Self::ResidenceCheck => "residence_check",
            Self::TrafficCheck => "traffic_check",
            Self::Procedure => "administrative_procedure",
            Self::Violation => "administrative_violation",
            Self::Shared => "shared_by_holder",
            Self::Party => "registered_by_party",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::OF_OFFICERS.into_iter().chain([Self::Shared, Self::Party]).find(|purpose| purpose.as_str() == text)
    }

    /// Reads what an officer chose; the purposes that nobody chooses are none.
    pub fn of_officer(text: &str) -> Option<Self> {
        Self::OF_OFFICERS.into_iter().find(|purpose| purpose.as_str() == text)
    }

    /// The words for people.
    pub fn words(self, language: Language) -> String {
        match self {
            Self::IdentityCheck => language.purpose_identity_check(),
            Self::ResidenceCheck => language.purpose_residence_check(),
            Self::TrafficCheck => language.purpose_traffic_check(),
            Self::Procedure => language.purpose_procedure(),
            Self::Violation => language.purpose_violation(),
            Self::Shared => language.purpose_shared(),
            Self::Party => language.purpose_party(),
        }
    }

    /// The legal ground as receipts cite it.
    pub const fn ground(self) -> &'static str {
        match self {
            Self::IdentityCheck => "Luật Căn cước số 26/2023/QH15",
            Self::ResidenceCheck => "Luật Cư trú số 68/2020/QH14",
            Self::TrafficCheck => "Luật Trật tự, an toàn giao thông đường bộ số 36/2024/QH15",
            Self::Procedure => "Nghị định số 69/2024/NĐ-CP, Điều 9 (sửa đổi bởi Nghị định số 320/2026/NĐ-CP)",
            Self::Violation => "Luật Xử lý vi phạm hành chính số 15/2012/QH13",
            Self::Shared | Self::Party => "Sự đồng ý của chủ thể danh tính điện tử",
        }
    }

    /// The most that may be asked for. Sensitive fields are in none of an officer's purposes.
    pub fn fields(self) -> Fields {
        let identity = [
            Field::Name,
            Field::PersonalNumber,
            Field::Birthdate,
            Field::AgeOver14,
            Field::AgeOver16,
            Field::AgeOver18,
            Field::AgeOver60,
            Field::Gender,
            Field::Nationality,
            Field::ResidentInProvince,
            Field::CardStatus,
            Field::CardIssuedOn,
            Field::CardValidUntil,
        ];
        let residence = [Field::PermanentResidence, Field::TemporaryResidence, Field::CurrentResidence];
        let origin = [Field::BirthPlace, Field::NativePlace, Field::MaritalStatus, Field::PhoneNumber];
        match self {
            Self::IdentityCheck => {
                identity.into_iter().chain([Field::NativePlace, Field::PermanentResidence]).collect()
            }
            Self::ResidenceCheck => identity.into_iter().chain(residence).collect(),
            Self::TrafficCheck => identity.into_iter().chain([Field::PermanentResidence]).collect(),
            Self::Procedure => identity.into_iter().chain(residence).chain(origin).collect(),
            Self::Violation => identity.into_iter().chain(residence).chain([Field::PhoneNumber]).collect(),
            Self::Shared | Self::Party => Field::ALL.iter().copied().collect(),
        }
    }
}

texts! {
    purpose_identity_check { vi: "Kiểm tra căn cước", en: "Checking identity" }
    purpose_residence_check { vi: "Kiểm tra cư trú", en: "Checking residence" }
    purpose_traffic_check { vi: "Kiểm tra người tham gia giao thông", en: "Checking a road user" }
    purpose_procedure { vi: "Giải quyết thủ tục hành chính", en: "Handling an administrative procedure" }
    purpose_violation { vi: "Xử lý vi phạm hành chính", en: "Handling an administrative violation" }
    purpose_shared { vi: "Công dân chủ động chia sẻ", en: "Shared on the holder's own initiative" }
    purpose_party { vi: "Mục đích đã đăng ký của bên tiếp nhận", en: "The receiver's registered purpose" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wallet::field::Sensitivity;

    #[test]
    fn an_officer_chooses_a_registered_purpose_and_never_sensitive_fields() {
        for purpose in Purpose::OF_OFFICERS {
            assert_eq!(Purpose::of_officer(purpose.as_str()), Some(purpose));
            assert!(purpose.fields().iter().all(|field| field.sensitivity() == Sensitivity::Basic));
        }
        for none in ["", "shared_by_holder", "registered_by_party", "curiosity"] {
            assert_eq!(Purpose::of_officer(none), None, "{none}");
        }
        assert_eq!(Purpose::parse("shared_by_holder"), Some(Purpose::Shared));
    }
}
