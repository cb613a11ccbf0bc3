//! Signing out.

use crate::identity::language::texts;

texts! {
    sign_out_title { vi: "Đăng xuất", en: "Sign out" }
    sign_out_lead {
        vi: "Bạn có muốn đăng xuất khỏi tài khoản định danh điện tử trên trình duyệt này?",
        en: "Do you want to sign out of your e-ID account in this browser?"
    }
    sign_out_asked_by(service) {
        vi: "{service} đề nghị đăng xuất tài khoản định danh điện tử của bạn trên trình duyệt này. Bạn có đồng ý không?",
        en: "{service} asks to sign you out of your e-ID account in this browser. Do you agree?"
    }
    sign_out_services { vi: "Các dịch vụ đã đăng nhập", en: "Services you are signed in to" }
    sign_out_services_hint {
        vi: "Khi bạn đăng xuất, các dịch vụ này sẽ được thông báo.",
        en: "These services are told when you sign out."
    }
    sign_out_reach { vi: "Đăng xuất ở đâu?", en: "Where do you want to sign out?" }
    sign_out_here { vi: "Chỉ trên trình duyệt này", en: "In this browser only" }
    sign_out_everywhere(sessions) {
        vi: "Trên mọi thiết bị ({sessions} phiên đăng nhập)",
        en: "On every device ({sessions} sign-ins)"
    }
    sign_out_yes { vi: "Đăng xuất", en: "Sign out" }
    sign_out_no { vi: "Tiếp tục sử dụng", en: "Stay signed in" }
    signed_out_title { vi: "Bạn đã đăng xuất", en: "You are signed out" }
    signed_out_lead {
        vi: "Phiên đăng nhập trên trình duyệt này đã kết thúc.",
        en: "Your sign-in in this browser has ended."
    }
    signed_out_lead_services {
        vi: "Phiên đăng nhập đã kết thúc. Các dịch vụ bạn đã sử dụng:",
        en: "Your sign-in has ended. The services that you used:"
    }
    signed_out_told { vi: "Đã thông báo", en: "Told" }
    signed_out_confirmed(at) { vi: "Đã xác nhận lúc {at}.", en: "Confirmed at {at}." }
    signed_out_ends(at) {
        vi: "Chưa xác nhận; những gì dịch vụ nhận từ chúng tôi tự hết hiệu lực chậm nhất lúc {at}.",
        en: "Not confirmed yet; what it got from us ends by itself at {at} at the latest."
    }
    signed_out_has_ended {
        vi: "Chưa xác nhận; những gì dịch vụ nhận từ chúng tôi đã hết hiệu lực.",
        en: "Not confirmed; what it got from us has ended by itself."
    }
    signed_out_all_known { vi: "Không còn dịch vụ nào đang chờ trả lời.", en: "No answer is awaited any more." }
    signed_out_here { vi: "Được thông báo qua trình duyệt này", en: "Told through this browser" }
    signed_out_soon { vi: "Sẽ được thông báo", en: "Will be told" }
    signed_out_failed { vi: "Không thông báo được, đề nghị đăng xuất tại dịch vụ", en: "Could not be told: please sign out there" }
    signed_out_no_address { vi: "Không nhận thông báo, đề nghị đăng xuất tại dịch vụ", en: "Takes no notices: please sign out there" }
    signed_out_waits {
        vi: "Thông báo được gửi trong ít giây. Trang này tự cập nhật; bạn không cần giữ trang mở.",
        en: "Notices are sent within seconds. This page looks again by itself; you need not keep it open."
    }
    signed_out_look_again { vi: "Xem lại tình trạng", en: "Look again" }
    signed_out_goes_on {
        vi: "Trình duyệt sẽ quay lại dịch vụ sau giây lát.",
        en: "Your browser goes back to the service in a moment."
    }
    signed_out_shared_device {
        vi: "Nếu dùng máy chung, đề nghị đóng tất cả cửa sổ trình duyệt.",
        en: "On a shared computer, please close all browser windows."
    }
    error_foreign_hint { vi: "Không thực hiện được yêu cầu đăng xuất", en: "The request to sign out cannot be carried out" }
    error_foreign_hint_help {
        vi: "Yêu cầu của dịch vụ không hợp lệ hoặc đã quá hạn. Bạn vẫn đang đăng nhập; để đăng xuất, đề nghị chọn Đăng xuất ở đầu trang.",
        en: "The service's request is not valid or too old. You are still signed in; to sign out, use the link at the top of the page."
    }
    error_unknown_party { vi: "Dịch vụ không được đăng ký", en: "The service is not registered" }
    error_unknown_party_help {
        vi: "Yêu cầu đến từ một dịch vụ không có trong danh sách. Không có gì bị thay đổi.",
        en: "The request came from a service that is not on the list. Nothing has changed."
    }
    error_logout_address { vi: "Địa chỉ quay lại không được đăng ký", en: "The address to return to is not registered" }
    error_logout_address_help {
        vi: "Dịch vụ muốn chuyển bạn đến một địa chỉ chưa đăng ký. Bạn vẫn đang đăng nhập; để đăng xuất, đề nghị chọn Đăng xuất ở đầu trang.",
        en: "The service wants to send you to an address that it has not registered. You are still signed in; to sign out, use the link at the top of the page."
    }
}
