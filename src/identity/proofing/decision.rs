//! What came of a case, and the clause on which a refusal rests.

use crate::clock::Timestamp;
use crate::identity::language::{Language, texts};
use crate::identity::proofing::{Intake, Words};
use crate::secret::AccountId;

/// On what clause a case is refused (K09, K13); the officer's words say how it applies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ground {
    /// Card, face or fingerprints are not the person's (Decree 69/2024 Art. 10(2)).
    NotThePerson,
    /// What is needed was not brought, after it was asked for (Decree 69/2024 Art. 10).
    Incomplete,
    /// What was declared is not what the register has (Decree 69/2024 Art. 10(2)).
    RegisterDiffers,
    /// Not among those who may have such an account (Decree 69/2024 Art. 7, new in Decree 320/2026).
    NotEntitled,
    /// The passport has run out or the residence has ended (Decree 69/2024 Art. 15(2)(a), Decree 320/2026 new Art. 11).
    StayEnded,
    /// The person has an account already: one person, one account (Decree 69/2024 Art. 7).
    HasAccount,
    /// An original is not genuine or has run out (Decree 320/2026 new Art. 8).
    NotGenuine,
}

impl Ground {
    /// Every ground, in the order in which pages show them.
    pub const ALL: [Self; 7] = [
        Self::NotThePerson,
        Self::Incomplete,
        Self::RegisterDiffers,
        Self::NotEntitled,
        Self::StayEnded,
        Self::HasAccount,
        Self::NotGenuine,
    ];

    /// The word in columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotThePerson => "not_the_person",
            Self::Incomplete => "incomplete",
            Self::RegisterDiffers => "register_differs",
            Self::NotEntitled => "not_entitled",
            Self::StayEnded => "stay_ended",
            Self::HasAccount => "has_account",
            Self::NotGenuine => "not_genuine",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == text)
    }

    /// The ground with its clause, in words.
    pub fn words(self, t: Language) -> String {
        match self {
            Self::NotThePerson => t.ground_not_the_person(),
            Self::Incomplete => t.ground_incomplete(),
            Self::RegisterDiffers => t.ground_register_differs(),
            Self::NotEntitled => t.ground_not_entitled(),
            Self::StayEnded => t.ground_stay_ended(),
            Self::HasAccount => t.ground_has_account(),
            Self::NotGenuine => t.ground_not_genuine(),
        }
    }
}

texts! {
    ground_not_the_person {
        vi: "Giấy tờ, khuôn mặt hoặc vân tay không phải của người đề nghị (Nghị định 69/2024/NĐ-CP, Điều 10 khoản 2)",
        en: "Document, face or fingerprints are not the applicant's (Decree 69/2024/NĐ-CP, Article 10(2))"
    }
    ground_incomplete {
        vi: "Không bổ sung đủ giấy tờ, thông tin đã được hướng dẫn (Nghị định 69/2024/NĐ-CP, Điều 10)",
        en: "What was asked for was not brought (Decree 69/2024/NĐ-CP, Article 10)"
    }
    ground_register_differs {
        vi: "Thông tin kê khai không trùng khớp với cơ sở dữ liệu (Nghị định 69/2024/NĐ-CP, Điều 10 khoản 2)",
        en: "The declaration does not agree with the register (Decree 69/2024/NĐ-CP, Article 10(2))"
    }
    ground_not_entitled {
        vi: "Không thuộc đối tượng được cấp (Nghị định 69/2024/NĐ-CP, Điều 7, sửa đổi bởi Nghị định 320/2026/NĐ-CP)",
        en: "Not among those to whom it is given (Decree 69/2024/NĐ-CP, Article 7, as amended by Decree 320/2026/NĐ-CP)"
    }
    ground_stay_ended {
        vi: "Hộ chiếu hết hạn hoặc đã hết thời hạn cư trú (Nghị định 69/2024/NĐ-CP, Điều 11, sửa đổi bởi Nghị định 320/2026/NĐ-CP)",
        en: "The passport has expired or the residence has ended (Decree 69/2024/NĐ-CP, Article 11, as amended by Decree 320/2026/NĐ-CP)"
    }
    ground_has_account {
        vi: "Đã có tài khoản định danh điện tử: mỗi người chỉ có một tài khoản (Nghị định 69/2024/NĐ-CP, Điều 7)",
        en: "There is an e-ID account already: one person has one (Decree 69/2024/NĐ-CP, Article 7)"
    }
    ground_not_genuine {
        vi: "Giấy tờ không phải bản gốc hoặc đã hết giá trị (Nghị định 69/2024/NĐ-CP, Điều 8, sửa đổi bởi Nghị định 320/2026/NĐ-CP)",
        en: "The paper is no original or has run out (Decree 69/2024/NĐ-CP, Article 8, as amended by Decree 320/2026/NĐ-CP)"
    }
}

/// A case that is over.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What stays the same.
    pub intake: Intake,
    /// When it was handed on.
    pub submitted_at: Timestamp,
    /// By which officer.
    pub submitted_by: AccountId,
    /// That officer's opinion.
    pub opinion: Option<Words>,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// By which other officer.
    pub decided_by: AccountId,
    /// On what ground it was refused and why; none when it was approved.
    pub refusal: Option<(Ground, Words)>,
}
