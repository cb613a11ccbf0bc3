//! The officer's scan, question and result.

use crate::identity::language::texts;

texts! {
    scan_presenter { vi: "Người xuất trình thay", en: "Shown by" }
    scan_presented_by(who, initials) { vi: "{who}, {initials}", en: "{who}, {initials}" }
    scan_by_father { vi: "Cha", en: "The father" }
    scan_by_mother { vi: "Mẹ", en: "The mother" }
    scan_by_guardian { vi: "Người giám hộ", en: "The guardian" }
    scan_title { vi: "Quét mã QR", en: "Scan a QR" }
    scan_token { vi: "Nội dung mã QR", en: "Text of the QR" }
    scan_token_hint {
        vi: "Dùng máy ảnh, máy quét cầm tay, hoặc dán nội dung mã vào đây.",
        en: "Use the camera, a hand scanner, or paste the text here."
    }
    scan_token_missing { vi: "Đề nghị quét hoặc dán nội dung mã QR.", en: "Please scan or paste the text of the QR." }
    scan_check { vi: "Kiểm tra", en: "Check" }
    scan_next { vi: "Quét mã tiếp theo", en: "Scan the next one" }
    scan_camera { vi: "Mở máy ảnh", en: "Open the camera" }
    scan_camera_off { vi: "Tắt máy ảnh", en: "Close the camera" }
    scan_camera_refused {
        vi: "Không mở được máy ảnh. Đề nghị cho phép trong trình duyệt hoặc dán nội dung mã.",
        en: "The camera cannot be opened. Please allow it in the browser, or paste the text."
    }
    scan_camera_looking { vi: "Đưa mã QR vào giữa khung hình.", en: "Hold the QR in the middle of the picture." }
    scan_result { vi: "Kết quả", en: "Result" }
    scan_genuine { vi: "Ứng dụng thật", en: "Genuine app" }
    scan_genuine_help {
        vi: "Mã do hệ thống định danh cấp và còn hiệu lực. Đối chiếu chữ cái đầu của tên với người trước mặt.",
        en: "The QR was issued by the e-ID system and is live. Compare the initials with the person before you."
    }
    scan_expired { vi: "Mã đã hết hiệu lực", en: "The QR has expired" }
    scan_expired_help {
        vi: "Mã QR đã hết hiệu lực, đề nghị tạo lại mã.",
        en: "The QR has expired; please ask for a new one."
    }
    scan_used { vi: "Mã đã được dùng", en: "The QR was used before" }
    scan_used_help(time) {
        vi: "Mã này đã được quét lúc {time}. Đề nghị người được kiểm tra tạo mã mới.",
        en: "It was scanned at {time}. Please ask for a new one."
    }
    scan_cancelled { vi: "Mã đã bị hủy", en: "The QR was cancelled" }
    scan_cancelled_help {
        vi: "Chủ tài khoản đã tạo mã khác, tắt chức năng hoặc đăng xuất. Đề nghị tạo mã mới.",
        en: "The holder made another one, switched it off or signed out. Please ask for a new one."
    }
    scan_unknown { vi: "Mã không do hệ thống cấp", en: "Not issued by the e-ID system" }
    scan_unknown_help {
        vi: "Coi là ứng dụng giả. Không tin bất kỳ thông tin nào hiện trên màn hình đó.",
        en: "Treat the app as fake. Believe nothing that is on that screen."
    }
    scan_locked { vi: "Tài khoản đang bị khóa", en: "The account is locked" }
    scan_locked_help {
        vi: "Không dùng được tài khoản này để xác minh. Đề nghị kiểm tra bằng giấy tờ khác.",
        en: "This account cannot be used. Please check another document."
    }
    scan_own { vi: "Mã của chính bạn", en: "Your own QR" }
    scan_own_help { vi: "Cán bộ không tự xác minh chính mình.", en: "Officers do not verify themselves." }
    scan_initials { vi: "Chữ cái đầu của tên", en: "Initials of the name" }
    scan_initials_missing { vi: "Chưa đọc được Cơ sở dữ liệu quốc gia về dân cư", en: "The register cannot be read just now" }
    scan_level { vi: "Mức độ tài khoản", en: "Account level" }
    scan_level_none { vi: "Không phân mức độ", en: "Without a level" }
    scan_kind { vi: "Loại mã", en: "Kind of QR" }
    scan_kind_verification { vi: "Xác minh", en: "Verification" }
    scan_kind_sharing { vi: "Chia sẻ", en: "Sharing" }
    scan_shared { vi: "Xem thông tin được chia sẻ", en: "See what was shared" }
    scan_hidden {
        vi: "Thông tin đã được ẩn sau 30 giây.",
        en: "The information was hidden after 30 seconds."
    }
    scan_show_again { vi: "Hiện lại", en: "Show again" }

    ask_title { vi: "Đề nghị xem thông tin", en: "Ask to see information" }
    ask_lead {
        vi: "Công dân sẽ thấy tên, đơn vị, chức vụ của bạn và mục đích, rồi quyết định từng mục.",
        en: "The citizen sees your name, unit and duty and the purpose, and decides item by item."
    }
    ask_purpose { vi: "Mục đích", en: "Purpose" }
    ask_purpose_missing { vi: "Đề nghị chọn mục đích.", en: "Please choose a purpose." }
    ask_fields { vi: "Thông tin cần xem", en: "What is needed" }
    ask_fields_missing { vi: "Đề nghị chọn ít nhất một thông tin.", en: "Please choose at least one item." }
    ask_fields_beyond {
        vi: "Mục đích đã chọn không được đăng ký cho mọi thông tin này.",
        en: "The chosen purpose is not registered for all of these."
    }
    ask_place { vi: "Địa điểm (nếu cần)", en: "Place (optional)" }
    ask_place_wrong { vi: "Địa điểm dài quá 120 ký tự.", en: "The place is longer than 120 characters." }
    ask_send { vi: "Gửi đề nghị", en: "Send the request" }
    ask_too_late {
        vi: "Lần quét này không còn dùng để đề nghị được nữa. Đề nghị quét mã mới.",
        en: "This scan can no longer be used to ask. Please scan a new QR."
    }
    ask_waiting { vi: "Đang chờ công dân trả lời", en: "Waiting for the citizen" }
    ask_waiting_help {
        vi: "Công dân có 120 giây để trả lời trên thiết bị của mình.",
        en: "The citizen has 120 seconds to answer on their own device."
    }
    ask_left { vi: "Còn lại", en: "Left" }
    ask_allowed { vi: "Công dân đã cho phép", en: "The citizen allowed" }
    ask_denied { vi: "Công dân đã từ chối", en: "The citizen refused" }
    ask_denied_help { vi: "Không có thông tin nào được cung cấp.", en: "Nothing was given." }
    ask_lapsed { vi: "Hết thời hạn trả lời", en: "No answer in time" }
    ask_over {
        vi: "Thông tin không còn đọc lại được. Biên nhận vẫn được lưu.",
        en: "The information can no longer be read again. The receipt is kept."
    }
    ask_receipt { vi: "Biên nhận", en: "Receipt" }
    ask_source(time) {
        vi: "Nguồn: Cơ sở dữ liệu quốc gia về dân cư, lúc {time}. Có chữ ký số.",
        en: "Source: National Population Database, as of {time}. Digitally signed."
    }
    ask_not_allowed(fields) { vi: "Không được cho phép: {fields}.", en: "Not allowed: {fields}." }
    deeds_title { vi: "Việc đã làm", en: "What I did" }
    deeds_none { vi: "Chưa có việc nào được ghi lại.", en: "Nothing is recorded yet." }
    deeds_lead {
        vi: "Mọi lần quét, kể cả lần bị từ chối, đều được ghi lại và công dân nhìn thấy.",
        en: "Every scan, refused ones too, is recorded and the citizen sees it."
    }
}
