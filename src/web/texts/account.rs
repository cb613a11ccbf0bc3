//! The account, its consents and sessions, and the authenticator app.

use crate::identity::language::texts;

texts! {
    account_title { vi: "Tài khoản của bạn", en: "Your account" }
    account_citizen { vi: "Công dân", en: "Citizen" }
    account_foreigner { vi: "Người nước ngoài", en: "Foreigner" }
    account_organisation { vi: "Tổ chức", en: "Organisation" }
    account_level(level) { vi: "Mức độ 0{level}", en: "Level {level}" }
    account_lower { vi: "Chỉ dùng mức độ 01 trong phiên này", en: "Act at level 1 in this session" }
    account_lower_hint {
        vi: "Dùng khi ở máy lạ hoặc khi chỉ cần việc đơn giản: giấy tờ, thông tin tài chính và mã QR xác minh không mở được cho đến khi bạn xác thực lại hai yếu tố.",
        en: "For a strange device, or when you need no more: documents, financial data and the verification QR stay closed until you show both factors again."
    }
    account_lowered { vi: "Phiên này chỉ dùng mức độ 01.", en: "This session acts at level 1." }
    account_raise { vi: "Dùng lại mức độ 02", en: "Act at level 2 again" }
    account_lowered_wallet {
        vi: "Phiên này chỉ dùng mức độ 01: giấy tờ và mã QR xác minh không mở được.",
        en: "This session acts at level 1: documents and the verification QR are closed."
    }
    account_level_hint {
        vi: "Để nâng lên mức độ 02, đề nghị mang thẻ căn cước đến Công an cấp xã nơi gần nhất.",
        en: "To get to level 2, please bring your identity card to the nearest commune police."
    }
    account_authenticator { vi: "Ứng dụng xác thực", en: "Authenticator app" }
    account_authenticator_since(since) { vi: "Đang dùng từ ngày {since}.", en: "In use since {since}." }
    account_authenticator_none {
        vi: "Chưa có. Mã xác thực được gửi bằng tin nhắn đến số điện thoại của bạn.",
        en: "None yet. Codes are sent to your phone by text message."
    }
    account_authenticator_go { vi: "Quản lý ứng dụng xác thực", en: "Manage the authenticator app" }
    account_consents { vi: "Dịch vụ được bạn chia sẻ thông tin", en: "Services that you share information with" }
    account_consents_none { vi: "Chưa có dịch vụ nào.", en: "None yet." }
    account_consent_nothing { vi: "Chỉ biết bạn đã đăng nhập", en: "Only that you signed in" }
    account_consent_offline { vi: "Cả khi bạn không đăng nhập", en: "Also while you are not signed in" }
    account_consent_dates(since, until) { vi: "Từ ngày {since} đến ngày {until}", en: "From {since} to {until}" }
    account_consent_enter { vi: "Đến dịch vụ", en: "Go to the service" }
    account_consent_withdraw { vi: "Rút lại", en: "Withdraw" }
    account_sessions { vi: "Nơi bạn đang đăng nhập", en: "Where you are signed in" }
    account_session_this { vi: "Trình duyệt này", en: "This browser" }
    account_session_end { vi: "Kết thúc", en: "End" }
    account_sessions_end_others { vi: "Kết thúc mọi phiên khác", en: "End all other sessions" }
    account_unknown_browser { vi: "Trình duyệt khác", en: "Another browser" }
    authenticator_title { vi: "Ứng dụng xác thực", en: "Authenticator app" }
    authenticator_lead {
        vi: "Ứng dụng xác thực tạo mã đăng nhập ngay trên điện thoại của bạn, không cần sóng và không cần tin nhắn.",
        en: "An authenticator app makes sign-in codes on your phone, without a network and without text messages."
    }
    authenticator_add { vi: "Thêm ứng dụng", en: "Add an app" }
    authenticator_scan {
        vi: "Mở ứng dụng xác thực, quét hình vuông này, rồi nhập mã mà ứng dụng hiển thị.",
        en: "Open your authenticator app, scan this square, then enter the code that the app shows."
    }
    authenticator_square { vi: "Mã QR để thêm tài khoản vào ứng dụng xác thực", en: "QR code to add the account to an authenticator app" }
    authenticator_open_app { vi: "Mở trong ứng dụng trên thiết bị này", en: "Open in an app on this device" }
    authenticator_type_instead { vi: "Không quét được? Nhập khóa này vào ứng dụng.", en: "Cannot scan? Type this key into the app." }
    authenticator_confirm { vi: "Xác nhận", en: "Confirm" }
    authenticator_give_up { vi: "Không thêm", en: "Do not add" }
    authenticator_wrong {
        vi: "Mã không đúng. Đề nghị kiểm tra giờ trên điện thoại và nhập mã đang hiển thị.",
        en: "The code is not right. Please check the time on your phone and enter the code shown now."
    }
    authenticator_remove { vi: "Gỡ ứng dụng", en: "Remove the app" }
    authenticator_remove_hint {
        vi: "Sau khi gỡ, mã xác thực được gửi bằng tin nhắn đến số điện thoại của bạn.",
        en: "Afterwards codes are sent to your phone by text message."
    }
    authenticator_back { vi: "Về tài khoản", en: "Back to the account" }
}
