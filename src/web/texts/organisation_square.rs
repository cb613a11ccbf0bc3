//! The wallet's camera, and the square of an organisation: who asks, and what became of it.

use crate::identity::language::texts;

texts! {
    wallet_scan_hint {
        vi: "Mã QR của một tổ chức, hoặc trên trang đăng nhập của máy khác",
        en: "The QR code of an organisation, or of the sign-in page on another device"
    }
    wallet_scan_title { vi: "Quét mã QR", en: "Scan a QR code" }
    wallet_scan_lead {
        vi: "Quét mã QR của tổ chức hoặc trên trang đăng nhập của máy khác, hoặc nhập mã chữ ở dưới mã QR.",
        en: "Scan the QR code of an organisation or of a sign-in page on another device, or type the letters under it."
    }
    wallet_scan_code { vi: "Mã chữ ở dưới mã QR", en: "Letters under the QR code" }
    wallet_scan_looking { vi: "Đưa mã QR vào khung hình.", en: "Hold the QR code before the camera." }
    wallet_scan_camera_refused {
        vi: "Không mở được máy ảnh. Đề nghị cho phép dùng máy ảnh, hoặc nhập mã chữ.",
        en: "The camera cannot be opened. Please allow it, or type the letters."
    }
    wallet_scan_never {
        vi: "Quét chưa chia sẻ và chưa cho phép điều gì: bạn trả lời ở bước sau. Không quét mã do người lạ gửi qua tin nhắn hoặc cuộc gọi.",
        en: "Scanning shares nothing and allows nothing: you answer in the next step. Never scan a code that a stranger sends you in a message or shows you in a call."
    }
    organisation_square_title { vi: "Một tổ chức đề nghị chia sẻ thông tin", en: "An organisation asks you to share" }
    organisation_square_lead { vi: "Mã này là của", en: "This code is of" }
    organisation_square_nothing_yet {
        vi: "Chưa có thông tin nào được chia sẻ. Ở bước sau bạn đồng ý hoặc từ chối từng thông tin.",
        en: "Nothing is shared yet. On the next page you allow or deny each field."
    }
    organisation_square_ask_me { vi: "Xem đề nghị và trả lời", en: "See the request and answer" }
    organisation_square_camera {
        vi: "Trang này không chia sẻ gì. Nếu muốn trả lời, đề nghị mở mã trong ví của bạn.",
        en: "This page shares nothing. If you want to answer, please open the code in your wallet."
    }
    organisation_square_code { vi: "Không mở được ở đây? Nhập vào ví mã:", en: "Cannot open it here? Type this into your wallet:" }
    organisation_square_png { vi: "Tải hình PNG", en: "Picture as PNG" }
    organisation_square_svg { vi: "Tải hình SVG", en: "Picture as SVG" }
    organisation_refused_unknown {
        vi: "Không có mã này, hoặc đã nhập sai. Đề nghị quét hoặc nhập lại; nếu vẫn không được, hỏi nhân viên của tổ chức.",
        en: "There is no such code, or it was mistyped. Please scan or type it again; if that does not help, ask the organisation's staff."
    }
    organisation_refused_another_kind {
        vi: "Đây là mã do công dân trình ra, chỉ cán bộ hoặc bên kiểm tra quét.",
        en: "This is a code that a person shows. Only an officer or a verifier scans it."
    }
    organisation_refused_revoked {
        vi: "Tổ chức đã thu hồi mã này. Đừng dùng nữa; đề nghị hỏi nhân viên của tổ chức.",
        en: "The organisation has taken this code back. Do not use it any more; please ask its staff."
    }
    organisation_refused_expired {
        vi: "Mã đã hết hiệu lực. Đề nghị nhân viên tạo mã khác.",
        en: "The code is no longer valid. Please ask the staff for another one."
    }
    organisation_refused_spent {
        vi: "Mã này đã có người mở. Đề nghị nhân viên tạo mã khác.",
        en: "Somebody has opened this code. Please ask the staff for another one."
    }
    organisation_refused_nothing {
        vi: "Tài khoản của bạn không có thông tin nào mà tổ chức đề nghị. Có thể cần nâng lên mức độ 02.",
        en: "Your account has none of what the organisation asks for. You may need to raise it to level 2."
    }
    organisation_refused_frozen {
        vi: "Bạn đã đóng băng loại việc mà tổ chức này làm, nên tổ chức không hỏi được gì. Có thể mở lại ở mục Bảo mật.",
        en: "You have frozen what this organisation does, so it can ask you nothing. You can open that again under Security."
    }
    organisation_refused_restrained(until) {
        vi: "Tài khoản vừa được lấy lại, nên chưa mở cho tổ chức tài chính. Đề nghị thử lại sau {until}.",
        en: "The account was taken back lately and is not open to finance yet. Please try again after {until}."
    }
    organisation_refused_proofed_long_ago {
        vi: "Tổ chức này chỉ nhận danh tính đã được cán bộ kiểm tra gần đây hơn. Đề nghị đến Công an cấp xã (người nước ngoài: cơ quan quản lý xuất nhập cảnh) để kiểm tra lại.",
        en: "This organisation only takes an identity that officers have proofed more lately. Please go to the commune police (foreigners: the immigration office) to be proofed again."
    }
    organisation_refused_no_longer {
        vi: "Phiên hoặc tài khoản đã thay đổi. Đề nghị mở lại mã.",
        en: "Your session or account has changed. Please open the code again."
    }
    organisation_refused_too_many(until) {
        vi: "Đã mở hoặc nhập quá nhiều mã. Đề nghị thử lại sau {until}.",
        en: "Too many codes were opened or typed. Please try again after {until}."
    }
}
