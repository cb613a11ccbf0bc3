//! The wallet: the card, the square, sharing, requests and receipts.

use crate::identity::language::texts;

texts! {
    field_name { vi: "Họ, chữ đệm và tên", en: "Full name" }
    field_personal_number { vi: "Số định danh cá nhân", en: "Personal identification number" }
    field_birthdate { vi: "Ngày, tháng, năm sinh", en: "Date of birth" }
    field_licence_class { vi: "Được lái hạng xe mà bên hỏi đã đăng ký: có hoặc không", en: "Driving the class of vehicles that whoever asks has registered: yes or no" }
    field_may_drive(class) { vi: "Được lái xe hạng {class}: có hoặc không", en: "Whether you may drive class {class}: yes or no" }
    field_resident_in_province { vi: "Thường trú trong tỉnh của bên hỏi: có hoặc không", en: "Permanent residence in the province of whoever asks: yes or no" }
    field_age_over(age) { vi: "Đủ {age} tuổi: có hoặc không", en: "{age} or older: yes or no" }
    field_gender { vi: "Giới tính", en: "Gender" }
    field_nationality { vi: "Quốc tịch", en: "Nationality" }
    field_birth_place { vi: "Nơi sinh", en: "Place of birth" }
    field_native_place { vi: "Quê quán", en: "Ancestral home" }
    field_phone_number { vi: "Số điện thoại", en: "Phone number" }
    field_permanent_residence { vi: "Nơi thường trú", en: "Permanent residence" }
    field_temporary_residence { vi: "Nơi tạm trú", en: "Temporary residence" }
    field_current_residence { vi: "Nơi ở hiện tại", en: "Current address" }
    field_marital_status { vi: "Tình trạng hôn nhân", en: "Marital status" }
    field_card_status { vi: "Tình trạng thẻ", en: "Card status" }
    field_card_issued_on { vi: "Ngày cấp thẻ", en: "Card issued on" }
    field_card_valid_until { vi: "Thẻ có giá trị đến", en: "Card valid until" }
    field_ethnicity { vi: "Dân tộc", en: "Ethnicity" }
    field_religion { vi: "Tôn giáo", en: "Religion" }
    field_blood_group { vi: "Nhóm máu", en: "Blood group" }
    field_sensitive { vi: "Nhạy cảm", en: "Sensitive" }
    value_male { vi: "Nam", en: "Male" }
    value_female { vi: "Nữ", en: "Female" }
    value_vietnamese { vi: "Việt Nam", en: "Viet Nam" }
    value_single { vi: "Chưa kết hôn", en: "Single" }
    value_married { vi: "Đã kết hôn", en: "Married" }
    value_divorced { vi: "Đã ly hôn", en: "Divorced" }
    value_widowed { vi: "Góa", en: "Widowed" }
    value_card_valid { vi: "Còn giá trị", en: "Valid" }
    value_card_expired { vi: "Hết hạn sử dụng", en: "Expired" }
    value_card_withheld { vi: "Đang bị tạm giữ", en: "Withheld" }
    value_card_revoked { vi: "Đã bị thu hồi", en: "Revoked" }
    value_none { vi: "Chưa có trong Cơ sở dữ liệu quốc gia về dân cư", en: "Not in the National Population Database" }

    wallet_title { vi: "Ví giấy tờ", en: "Document wallet" }
    wallet_card { vi: "Căn cước điện tử", en: "Electronic identity card" }
    wallet_identity { vi: "Dữ liệu định danh", en: "Identity data" }
    wallet_level(level) { vi: "Tài khoản mức độ 0{level}", en: "Level-{level} account" }
    wallet_reveal { vi: "Hiện thông tin", en: "Show the details" }
    wallet_as_of(time) {
        vi: "Theo Cơ sở dữ liệu quốc gia về dân cư, lúc {time}.",
        en: "From the National Population Database, as of {time}."
    }
    wallet_register_down {
        vi: "Chưa đọc được Cơ sở dữ liệu quốc gia về dân cư. Đề nghị thử lại sau ít phút.",
        en: "The National Population Database cannot be read just now. Please try again in a few minutes."
    }
    wallet_show_qr { vi: "Tạo mã QR xác minh", en: "Create a verification QR" }
    wallet_show_qr_hint {
        vi: "Cán bộ quét để xác minh ứng dụng. Mã có hiệu lực trong 1 phút.",
        en: "An officer scans it to verify the app. It is valid for 1 minute."
    }
    wallet_share_hint { vi: "Chọn thông tin, tạo mã QR để chia sẻ", en: "Pick what to show, then create a QR" }
    wallet_requests_hint { vi: "Ai đang đề nghị xem thông tin của bạn", en: "Who is asking to see your data" }
    wallet_receipts_hint { vi: "Biên nhận có chữ ký số của mỗi lần cung cấp", en: "A signed receipt for each disclosure" }
    wallet_history_hint { vi: "Ai đã xem dữ liệu của bạn, khi nào, để làm gì", en: "Who saw your data, when and why" }
    wallet_switch_title { vi: "Xác minh ứng dụng qua QR", en: "Verify the app by QR" }
    wallet_switch_on {
        vi: "Đang bật. Bạn có thể tạo mã QR để cán bộ xác minh.",
        en: "On. You can create a QR for an officer to verify."
    }
    wallet_switch_off {
        vi: "Đang tắt. Không ai có thể xác minh ứng dụng của bạn qua mã QR.",
        en: "Off. Nobody can verify your app by QR."
    }
    wallet_card_out {
        vi: "Thẻ căn cước của bạn không còn giá trị nên căn cước điện tử tạm thời không xuất trình được. Tài khoản vẫn dùng được; khi có thẻ mới, căn cước điện tử tự dùng được trở lại.",
        en: "Your identity card is not valid, so the electronic card cannot be shown for now. Your account works; with a new card it comes back by itself."
    }
    refusal_card_not_valid {
        vi: "Thẻ căn cước của bạn không còn giá trị nên không xuất trình được. Đề nghị làm thủ tục cấp đổi thẻ tại cơ quan quản lý căn cước nơi gần nhất.",
        en: "Your identity card is not valid, so it cannot be shown. Please apply for a new card at the nearest identity-card office."
    }
    wallet_switch_level_two {
        vi: "Chức năng này dành cho tài khoản mức độ 02. Bạn vẫn có thể chia sẻ thông tin bằng mã QR.",
        en: "This is for level-2 accounts. You can still share information by QR."
    }
    wallet_turn_on { vi: "Bật", en: "Turn on" }
    wallet_turn_off { vi: "Tắt", en: "Turn off" }

    square_title { vi: "Mã QR xác minh", en: "Verification QR" }
    square_sharing_title { vi: "Mã QR chia sẻ", en: "Sharing QR" }
    square_alt { vi: "Mã QR của bạn, cán bộ quét bằng máy quét", en: "Your QR code, for a scanner to read" }
    square_hint {
        vi: "Đưa mã cho người kiểm tra quét. Nếu khó quét, đề nghị tăng độ sáng màn hình.",
        en: "Hold it out to be scanned. If it does not scan, turn the screen brighter."
    }
    square_never_send {
        vi: "Không chụp lại, không gửi mã này cho bất kỳ ai.",
        en: "Do not photograph it and do not send it to anybody."
    }
    square_shares(fields) { vi: "Người quét sẽ nhận được: {fields}.", en: "Whoever scans it receives: {fields}." }
    square_seconds { vi: "giây", en: "seconds" }
    square_spoken(seconds) { vi: "còn {seconds} giây", en: "{seconds} seconds left" }
    square_spoken_over { vi: "hết hạn", en: "expired" }
    square_renew { vi: "Tạo mã mới", en: "Create a new one" }
    square_none { vi: "Chưa có mã QR nào đang dùng.", en: "There is no QR in use." }
    square_expired { vi: "Mã QR đã hết hiệu lực, đề nghị tạo lại mã.", en: "The QR has expired, please create a new one." }
    square_cancelled { vi: "Mã QR này đã bị hủy.", en: "This QR was cancelled." }
    square_scanned(name, time) { vi: "{name} đã quét mã của bạn lúc {time}.", en: "{name} scanned your QR at {time}." }
    square_waiting {
        vi: "Nếu người này đề nghị xem thông tin, trang này sẽ hỏi ý kiến bạn. Bạn có quyền từ chối.",
        en: "If they ask to see anything, this page will ask you first. You may refuse."
    }
    square_allowed { vi: "Bạn đã cho phép cung cấp thông tin.", en: "You allowed information to be given." }
    square_shared { vi: "Thông tin bạn chọn đã được chuyển.", en: "What you picked was given." }
    square_denied { vi: "Bạn đã từ chối. Không có thông tin nào được cung cấp.", en: "You refused. Nothing was given." }
    square_lapsed {
        vi: "Yêu cầu đã hết thời hạn trả lời. Không có thông tin nào được cung cấp.",
        en: "The time to answer is over. Nothing was given."
    }
    square_not_you(hotline) {
        vi: "Nếu không phải bạn đang được kiểm tra, hãy gọi tổng đài {hotline} ngay.",
        en: "If it is not you who is being checked, call {hotline} at once."
    }
    square_to_wallet { vi: "Về ví giấy tờ", en: "Back to the wallet" }
    refusal_level {
        vi: "Mã QR xác minh dành cho tài khoản mức độ 02. Đề nghị đến Công an cấp xã để nâng mức tài khoản.",
        en: "The verification QR is for level-2 accounts. Please see the commune police to raise your account."
    }
    refusal_switched_off {
        vi: "Bạn chưa bật “Xác minh ứng dụng qua QR”.",
        en: "“Verify the app by QR” is switched off."
    }
    refusal_nothing_picked { vi: "Đề nghị chọn ít nhất một thông tin.", en: "Please pick at least one item." }
    refusal_beyond_level {
        vi: "Có thông tin chỉ dành cho tài khoản mức độ 02.",
        en: "Some of it is for level-2 accounts only."
    }
    refusal_too_many(time) {
        vi: "Bạn đã tạo quá nhiều mã QR. Đề nghị thử lại sau {time}.",
        en: "You have created too many QR codes. Please try again after {time}."
    }
    refusal_no_longer {
        vi: "Không tạo được mã. Đề nghị thử lại hoặc đăng nhập lại.",
        en: "The QR was not created. Please try again or sign in again."
    }

    share_title { vi: "Chia sẻ thông tin", en: "Share information" }
    share_lead {
        vi: "Chọn đúng những gì bạn muốn người quét nhìn thấy. Mã có hiệu lực trong 1 phút và chỉ dùng được một lần.",
        en: "Pick exactly what the scanner may see. The QR is valid for 1 minute and can be used once."
    }
    share_fields { vi: "Thông tin chia sẻ", en: "What to share" }
    share_create { vi: "Tạo mã QR", en: "Create the QR" }

    requests_title { vi: "Yêu cầu xem thông tin", en: "Requests for your data" }
    requests_in_name_of(name) { vi: "Bạn trả lời thay cho người phụ thuộc: {name}", en: "You answer in the name of your dependant: {name}" }
    requests_none { vi: "Hiện không có yêu cầu nào.", en: "There is no request at the moment." }
    requests_who { vi: "Người đề nghị", en: "Who asks" }
    requests_duty { vi: "Chức vụ", en: "Duty" }
    requests_unit { vi: "Đơn vị", en: "Unit" }
    requests_purpose { vi: "Mục đích", en: "Purpose" }
    requests_ground { vi: "Căn cứ", en: "Legal ground" }
    requests_place { vi: "Địa điểm", en: "Place" }
    requests_fields { vi: "Thông tin được đề nghị", en: "What is asked for" }
    requests_choose { vi: "Chọn từng mục", en: "Choose one by one" }
    requests_choose_legend { vi: "Chỉ cho phép xem những mục được đánh dấu", en: "Only what is ticked may be seen" }
    requests_share_sensitive(name) { vi: "Cho phép xem: {name}", en: "May be seen: {name}" }
    requests_value { vi: "Xem giá trị", en: "Show the value" }
    requests_lapses(seconds) { vi: "Yêu cầu hết hạn sau {seconds} giây", en: "The request lapses in {seconds} seconds" }
    requests_left { vi: "Thời gian còn lại", en: "Time left" }
    requests_allow { vi: "Cho phép tất cả", en: "Allow all of it" }
    requests_allow_chosen { vi: "Chỉ cho phép mục đã chọn", en: "Allow only what is chosen" }
    requests_deny { vi: "Từ chối", en: "Refuse" }
    requests_denied { vi: "Bạn đã từ chối. Không có thông tin nào được cung cấp.", en: "You refused. Nothing was given." }
    requests_too_late {
        vi: "Yêu cầu này đã được trả lời hoặc đã hết hạn. Không có thông tin nào được cung cấp thêm.",
        en: "This request was answered or has lapsed. Nothing further was given."
    }

    receipts_title { vi: "Biên nhận", en: "Receipts" }
    receipts_none { vi: "Chưa có biên nhận nào.", en: "There is no receipt yet." }
    receipts_lead {
        vi: "Mỗi lần thông tin của bạn được cung cấp, hai bên cùng giữ một biên nhận có chữ ký số.",
        en: "Whenever your data are given, both sides keep the same signed receipt."
    }
    receipt_title { vi: "Biên nhận cung cấp thông tin", en: "Receipt of disclosure" }
    receipt_in_name_of { vi: "Thông tin của", en: "Whose data" }
    receipt_acted(who) { vi: "Người xuất trình: {who}", en: "Shown by: {who}" }
    receipt_to { vi: "Bên nhận", en: "Given to" }
    receipt_time { vi: "Thời điểm", en: "Time" }
    receipt_fields { vi: "Thông tin đã cung cấp", en: "What was given" }
    receipt_number { vi: "Số biên nhận", en: "Receipt number" }
    receipt_scan { vi: "Dấu của mã QR", en: "Mark of the QR" }
    receipt_genuine {
        vi: "Chữ ký số của biên nhận hợp lệ.",
        en: "The receipt's digital signature is valid."
    }
    receipt_broken {
        vi: "Không xác minh được chữ ký số của biên nhận này. Đề nghị báo cho tổng đài.",
        en: "The digital signature of this receipt cannot be verified. Please tell the call centre."
    }
    receipt_ledger { vi: "Sổ cái", en: "The ledger" }
    receipt_in_ledger(number) { vi: "Đã ghi vào sổ cái, dòng số {number}.", en: "It stands in the ledger as leaf {number}." }
    receipt_before_ledger { vi: "Đang được ghi vào sổ cái; vài giây nữa xem lại trang này.", en: "It is being written into the ledger; look at this page again in some seconds." }
    receipt_file { vi: "Tải biên nhận kèm bằng chứng", en: "Get the receipt with its proof" }
    receipt_file_help {
        vi: "Ai có tệp này đều kiểm tra được bằng khóa công khai của hệ thống (dinhdanh receipt check), không cần hỏi chúng tôi.",
        en: "Whoever has this file can check it with the published keys (dinhdanh receipt check), without asking us."
    }
    receipt_signed { vi: "Bản có chữ ký số", en: "The signed text" }
    wallet_papers { vi: "Giấy tờ đã đối chiếu bản gốc", en: "Papers compared with their originals" }
    wallet_papers_hint {
        vi: "Cán bộ đã xem bản gốc, chưa có cơ sở dữ liệu xác nhận. Giấy tờ bị mất hoặc đổi thì đến nơi đã tiếp nhận để cập nhật.",
        en: "An officer saw the original; no register confirms it. If a paper is lost or replaced, visit the office to have it brought up to date."
    }
    wallet_paper_seen(unit, day) { vi: "Đã xem bản gốc tại {unit} ngày {day}", en: "Seen in the original by {unit} on {day}" }
}
