//! Requests that cannot be answered, and the answer that goes by a form.

use crate::identity::language::texts;

texts! {
    problem_client_unknown { vi: "Dịch vụ này chưa được đăng ký", en: "This service is not registered" }
    problem_redirect_missing { vi: "Dịch vụ không cho biết nơi nhận kết quả", en: "The service did not say where the answer goes" }
    problem_redirect_not_registered { vi: "Địa chỉ nhận kết quả chưa được đăng ký", en: "The address for the answer is not registered" }
    problem_of_service_help {
        vi: "Để bảo vệ bạn, không có thông tin nào được gửi đi. Đề nghị báo cho dịch vụ nơi bạn vừa đến đây.",
        en: "To protect you, nothing was sent anywhere. Please tell the service that you came from."
    }
    problem_request_object { vi: "Yêu cầu của dịch vụ không hợp lệ", en: "The request of the service is not valid" }
    problem_request_uri {
        vi: "Yêu cầu của dịch vụ không hợp lệ, đã hết hạn hoặc đã được trả lời",
        en: "The request of the service is not valid, has expired or was answered before"
    }
    problem_request_unknown { vi: "Không tìm thấy yêu cầu đăng nhập", en: "This sign-in request is not known" }
    problem_request_expired { vi: "Yêu cầu đăng nhập đã hết hạn", en: "This sign-in request has expired" }
    problem_request_answered { vi: "Yêu cầu đăng nhập này đã được trả lời", en: "This sign-in request was answered before" }
    problem_begin_again_help {
        vi: "Đề nghị quay lại dịch vụ bạn muốn dùng và bắt đầu đăng nhập lại.",
        en: "Please go back to the service that you want to use and begin to sign in again."
    }
    problem_other_browser { vi: "Yêu cầu được bắt đầu ở trình duyệt khác", en: "The request was started in another browser" }
    problem_other_browser_help {
        vi: "Nếu có người gửi cho bạn đường dẫn này, đừng tiếp tục: người đó có thể muốn vào dịch vụ bằng tài khoản của bạn. Không có gì bị thay đổi.",
        en: "If somebody sent you this link, do not go on: they may want to enter a service as you. Nothing has changed."
    }
    form_post_title { vi: "Đang quay lại dịch vụ", en: "Going back to the service" }
    form_post_lead { vi: "Nếu trang không tự chuyển, đề nghị chọn Tiếp tục.", en: "If nothing happens, choose Continue." }
    form_post_go_on { vi: "Tiếp tục", en: "Continue" }
}
