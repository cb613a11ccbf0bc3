//! The pages for officers.

use crate::identity::language::texts;

texts! {
    office_closed { vi: "Trang dành cho cán bộ", en: "For officers only" }
    office_closed_not_an_officer {
        vi: "Tài khoản của bạn không được giao nhiệm vụ tại đơn vị nào. Nếu bạn là cán bộ, đề nghị liên hệ người quản trị của đơn vị.",
        en: "Your account is not assigned to any unit. If you are an officer, please ask your unit's administrator."
    }
    office_closed_level_two { vi: "Cần tài khoản định danh mức độ 02", en: "A level-2 account is needed" }
    office_closed_level_two_help {
        vi: "Cán bộ làm việc bằng tài khoản định danh điện tử mức độ 02 của chính mình. Đề nghị mang thẻ căn cước đến Công an cấp xã để được nâng mức độ.",
        en: "Officers work with their own level-2 account. Please take your identity card to the commune police to have your account raised."
    }
    office_closed_to_wallet { vi: "Về ví giấy tờ", en: "To my wallet" }
}
