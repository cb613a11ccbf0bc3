//! The layout, the home page, and what is shown instead of a page.

use crate::identity::language::texts;

texts! {
    house_name { vi: "Định danh", en: "Dinhdanh" }
    house_tagline { vi: "Định danh và xác thực điện tử", en: "Electronic identification and authentication" }
    skip_to_content { vi: "Đến nội dung chính", en: "Skip to main content" }
    other_language { vi: "English", en: "Tiếng Việt" }
    sandbox_banner {
        vi: "DỮ LIỆU GIẢ LẬP. Mọi người và mọi số trên trang này đều được tạo ra để thử nghiệm.",
        en: "SYNTHETIC DATA. Every person and number here was made up for trying things out."
    }
    nav_wallet { vi: "Ví giấy tờ", en: "Wallet" }
    nav_account { vi: "Tài khoản", en: "Account" }
    nav_sign_in { vi: "Đăng nhập", en: "Sign in" }
    nav_sign_out { vi: "Đăng xuất", en: "Sign out" }
    footer_help(hotline) {
        vi: "Cần hỗ trợ? Gọi tổng đài {hotline} hoặc đến Công an cấp xã nơi gần nhất.",
        en: "Need help? Call {hotline} or go to the nearest commune police."
    }
    home_title { vi: "Một tài khoản cho mọi dịch vụ công", en: "One account for every public service" }
    home_lead {
        vi: "Tài khoản định danh điện tử được đối chiếu với Cơ sở dữ liệu quốc gia về dân cư. Đăng ký không mất phí.",
        en: "An e-ID account is checked against the National Population Database. Registration is free."
    }
    home_enrol { vi: "Đăng ký tài khoản mức độ 01", en: "Register a level-1 account" }
    home_enrol_hint { vi: "Công dân từ đủ 14 tuổi", en: "Citizens aged 14 and over" }
    home_activate { vi: "Kích hoạt tài khoản", en: "Activate an account" }
    home_activate_hint { vi: "Khi đã nhận được mã kích hoạt", en: "When you have your activation code" }
    home_sign_in { vi: "Đăng nhập", en: "Sign in" }
    home_sign_in_hint { vi: "Ví giấy tờ, mã QR, lịch sử truy cập", en: "Wallet, QR code, who saw my data" }
    home_office { vi: "Dành cho cán bộ", en: "For officers" }
    required_star { vi: "bắt buộc", en: "required" }
    error_summary_title { vi: "Đề nghị sửa những điểm sau", en: "Please correct the following" }
    error_reference(reference) { vi: "Mã tham chiếu: {reference}", en: "Reference: {reference}" }
    error_to_home { vi: "Về trang chủ", en: "To the home page" }
    error_foreign_form { vi: "Yêu cầu không đến từ trang này", en: "The request did not come from this site" }
    error_foreign_form_help {
        vi: "Biểu mẫu được gửi từ một trang khác nên không được thực hiện. Nếu bạn không tự làm việc này, không có gì bị thay đổi.",
        en: "The form was sent from another site and was not carried out. If it was not you, nothing has changed."
    }
    error_form_expired { vi: "Trang đã cũ", en: "This page is out of date" }
    error_form_expired_help {
        vi: "Đề nghị quay lại, tải lại trang rồi thử lại. Việc này xảy ra khi bạn đã đăng nhập hoặc đăng xuất ở một thẻ khác.",
        en: "Please go back, reload the page and try again. This happens when you signed in or out in another tab."
    }
    error_forbidden { vi: "Bạn không có quyền thực hiện việc này", en: "You may not do this" }
    error_forbidden_help {
        vi: "Nếu cần quyền này cho công việc, đề nghị liên hệ người quản trị của đơn vị.",
        en: "If your work needs it, please ask your unit's administrator."
    }
    error_not_found { vi: "Không tìm thấy trang", en: "Page not found" }
    error_not_found_help {
        vi: "Địa chỉ có thể đã thay đổi hoặc bị gõ sai. Đề nghị bắt đầu lại từ trang chủ.",
        en: "The address may have changed or been mistyped. Please start from the home page."
    }
    error_unreadable { vi: "Không đọc được yêu cầu", en: "The request cannot be read" }
    error_unreadable_help {
        vi: "Dữ liệu gửi lên không đúng dạng. Đề nghị quay lại và nhập lại.",
        en: "What was sent is not in the right form. Please go back and enter it again."
    }
    error_too_large { vi: "Dữ liệu gửi lên quá lớn", en: "Too much was sent" }
    error_too_large_help { vi: "Đề nghị quay lại và nhập ngắn hơn.", en: "Please go back and enter less." }
    error_too_many { vi: "Bạn đã thử quá nhiều lần", en: "Too many tries" }
    error_too_many_help {
        vi: "Để bảo vệ tài khoản, đề nghị đợi ít phút rồi thử lại.",
        en: "To protect the account, please wait a few minutes and try again."
    }
    error_unavailable { vi: "Hệ thống đang bận", en: "The service is busy" }
    error_unavailable_help {
        vi: "Dữ liệu bạn đã gửi chưa được ghi nhận. Đề nghị thử lại sau ít phút.",
        en: "What you sent was not recorded. Please try again in a few minutes."
    }
    error_internal { vi: "Đã có lỗi của hệ thống", en: "Something went wrong on our side" }
    error_internal_help {
        vi: "Đề nghị thử lại. Nếu lỗi lặp lại, hãy báo cho tổng đài mã tham chiếu dưới đây.",
        en: "Please try again. If it happens again, give the reference below to the call centre."
    }
}
