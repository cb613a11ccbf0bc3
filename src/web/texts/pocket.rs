//! The wallet and the scanner as apps on a telephone: without network, and when it is back.

use crate::identity::language::texts;

texts! {
    app_wallet_name { vi: "Định danh: Ví giấy tờ", en: "Dinhdanh: document wallet" }
    app_office_name { vi: "Định danh: Quét mã QR dành cho cán bộ", en: "Dinhdanh: QR scanner for officers" }

    documents_title { vi: "Giấy tờ", en: "Documents" }
    documents_lead {
        vi: "Mỗi giấy tờ được hỏi trực tiếp cơ sở dữ liệu của nó khi bạn mở trang này; hệ thống không lưu lại.",
        en: "Each document is asked of its own database while you open this page; nothing of it is kept."
    }
    documents_as_of(time) { vi: "Tình trạng lúc {time}.", en: "As of {time}." }
    documents_level_two {
        vi: "Giấy tờ dành cho tài khoản mức độ 02. Đề nghị đến Công an cấp xã để nâng mức tài khoản.",
        en: "Documents are for level-2 accounts. Please see the commune police to raise your account."
    }
    documents_in_register { vi: "Có trong cơ sở dữ liệu", en: "In the database" }
    documents_not_in_register { vi: "Không có trong cơ sở dữ liệu", en: "Not in the database" }
    documents_out_of_reach { vi: "Chưa hỏi được cơ sở dữ liệu", en: "The database cannot be reached" }
    documents_no_register { vi: "Chưa kết nối cơ sở dữ liệu", en: "No database is connected" }
    documents_unclear { vi: "Thông tin trong cơ sở dữ liệu không khớp", en: "The database has other details" }
    documents_licence_valid { vi: "Còn hiệu lực", en: "Valid" }
    documents_licence_expired { vi: "Đã hết hạn", en: "Expired" }
    documents_licence_without_points { vi: "Đã bị trừ hết điểm, không được lái xe", en: "No points left: driving is not allowed" }
    documents_licence_withheld { vi: "Đang bị tạm giữ hoặc tước quyền sử dụng", en: "Withheld or suspended" }
    documents_licence_revoked { vi: "Đã bị thu hồi", en: "Revoked" }
    documents_licence_number { vi: "Số giấy phép lái xe", en: "Licence number" }
    documents_class(class) { vi: "Hạng {class}", en: "Class {class}" }
    documents_class_ended(day) { vi: "đã hết hạn từ sau ngày {day}", en: "ended after {day}" }
    documents_points_left { vi: "Điểm còn lại", en: "Points left" }
    documents_points(left, all) { vi: "{left}/{all}", en: "{left} of {all}" }
    documents_insurance_number { vi: "Mã số bảo hiểm xã hội", en: "Social insurance number" }
    documents_residence { vi: "Cư trú", en: "Residence" }
    documents_source_officer {
        vi: "Nguồn: bản gốc do cán bộ đối chiếu; chưa có cơ sở dữ liệu nào xác nhận tình trạng hiện tại. Muốn đưa giấy tờ vào ví, đề nghị mang bản gốc đến Công an cấp xã.",
        en: "Source: the original, compared by an officer; no database confirms how it stands today. To have a paper in the wallet, please bring the original to the commune police."
    }
    documents_source_insurance {
        vi: "Nguồn: Cơ sở dữ liệu quốc gia về bảo hiểm.",
        en: "Source: National Insurance Database."
    }
    documents_source_licences {
        vi: "Nguồn: Cơ sở dữ liệu về trật tự, an toàn giao thông đường bộ.",
        en: "Source: Database of Road Traffic Order and Safety."
    }
    documents_source_population {
        vi: "Nguồn: Cơ sở dữ liệu quốc gia về dân cư.",
        en: "Source: National Population Database."
    }
    wallet_documents_hint {
        vi: "Giấy phép lái xe, đăng ký xe, bảo hiểm, cư trú: tình trạng hiện tại",
        en: "Licence, vehicle, insurance, residence: as they stand now"
    }
    wallet_sessions_hint { vi: "Thiết bị nào đang đăng nhập, kết thúc phiên", en: "Which devices are signed in, and ending them" }
    wallet_security { vi: "Bảo mật", en: "Security" }
    wallet_security_hint { vi: "Ứng dụng xác thực, khóa tài khoản", en: "Authenticator app, locking the account" }

    offline_title { vi: "Không có mạng", en: "No network" }
    offline_lead {
        vi: "Ví giấy tờ không lưu dữ liệu nào của bạn trên thiết bị này, nên cần có mạng để hiện dữ liệu.",
        en: "The wallet keeps none of your data on this device, so it needs the network to show them."
    }
    offline_works { vi: "Vẫn dùng được", en: "What still works" }
    offline_works_card {
        vi: "Thẻ căn cước và giấy tờ bản gốc có giá trị như thường lệ.",
        en: "Your identity card and original papers hold as always."
    }
    offline_works_officer {
        vi: "Mã QR đang mở trên thiết bị khác có mạng vẫn được cán bộ kiểm tra, kể cả khi máy của cán bộ không có mạng.",
        en: "A QR that is open on another device with a network can be checked, even where the officer's device has none."
    }
    offline_waits { vi: "Chờ có mạng", en: "What waits for the network" }
    offline_waits_qr { vi: "Tạo mã QR xác minh hoặc chia sẻ.", en: "Creating a QR to verify or to share." }
    offline_waits_data { vi: "Xem giấy tờ, biên nhận và lịch sử.", en: "Looking at documents, receipts and history." }
    offline_waits_answer { vi: "Trả lời yêu cầu xem thông tin.", en: "Answering a request for your data." }
    offline_again { vi: "Thử lại với mạng", en: "Try the network again" }

    offline_scan_title { vi: "Kiểm tra khi không có mạng", en: "Check without network" }
    offline_scan_lead {
        vi: "Mã được kiểm tra bằng khóa công khai lưu trên thiết bị. Chỉ khi có mạng mới biết mã đã được dùng hay bị hủy. Kết quả được lưu và tự gửi khi có mạng; đề nghị mở lại trang quét trước khi đăng xuất.",
        en: "The QR is checked with the published keys on this device. Whether it was used or taken back only the network tells. The check is kept and sent by itself when the network is back; please open the scanner again before you sign out."
    }
    offline_scan_script {
        vi: "Trình duyệt này không chạy chương trình trong trang nên không kiểm tra được khi không có mạng. Đề nghị kiểm tra thẻ căn cước bản gốc.",
        en: "This browser runs no scripts, so nothing can be checked without network. Please check the original identity card."
    }
    offline_genuine { vi: "Mã thật, chưa được xác nhận", en: "Genuine, not yet confirmed" }
    offline_genuine_help {
        vi: "Mã do hệ thống định danh cấp và còn trong thời hạn. Chưa biết mã đã được dùng hay bị hủy: đề nghị đối chiếu thêm với thẻ căn cước.",
        en: "The QR was issued by the e-ID system and is in its minute. Whether it was used or taken back is not known yet: please check the identity card too."
    }
    offline_early { vi: "Đồng hồ không khớp", en: "The clocks do not agree" }
    offline_early_help {
        vi: "Theo đồng hồ của thiết bị này, mã chưa được tạo. Đề nghị chỉnh lại giờ rồi quét mã mới.",
        en: "By this device's clock the QR is not made yet. Please set the clock, then scan a new one."
    }
    offline_unchecked { vi: "Chưa kiểm tra được", en: "Not checked" }
    offline_unchecked_help {
        vi: "Trình duyệt này không kiểm tra được chữ ký, hoặc khóa công khai trên thiết bị đã cũ. Lần quét được lưu để gửi khi có mạng; đề nghị kiểm tra thẻ căn cước bản gốc.",
        en: "This browser cannot check the signature, or the published keys on the device are old. The scan is kept to be sent; please check the original identity card."
    }
    offline_repeated { vi: "Mã đã quét trên thiết bị này", en: "Scanned on this device before" }
    offline_repeated_help { vi: "Mỗi mã chỉ dùng một lần. Đề nghị tạo mã mới.", en: "A QR is used once. Please ask for a new one." }
    offline_full { vi: "Không lưu thêm được", en: "No more can be kept" }
    offline_full_help {
        vi: "Thiết bị đã lưu đủ số lần quét. Đề nghị tìm nơi có mạng để gửi rồi quét tiếp.",
        en: "The device keeps as many scans as it may. Please find a network to send them, then go on."
    }
    offline_nobody { vi: "Thiết bị chưa có cán bộ đăng nhập", en: "No officer has used this device" }
    offline_nobody_help {
        vi: "Đề nghị mở trang quét khi có mạng và đăng nhập một lần.",
        en: "Please open the scanner once with a network, and sign in."
    }

    square_confirmed {
        vi: "Mã được kiểm tra khi không có mạng và đã được xác nhận. Không có thông tin nào được cung cấp.",
        en: "It was checked without network and confirmed afterwards. Nothing was given."
    }
    queue_title { vi: "Chờ gửi", en: "Waiting to be sent" }
    queue_hint(hours) {
        vi: "Chỉ lưu nội dung mã và thời điểm, không có dữ liệu cá nhân. Gửi trong vòng {hours} giờ.",
        en: "Only the text of the QR and the time are kept, no personal data. To be sent within {hours} hours."
    }
    queue_waits { vi: "Có những lần kiểm tra không có mạng đang chờ gửi.", en: "Checks that were made without network wait to be sent." }
    queue_send { vi: "Gửi ngay", en: "Send them now" }
    queue_told_title { vi: "Kết quả kiểm tra khi không có mạng", en: "What came of the checks without network" }
    queue_told_lead {
        vi: "Mỗi lần kiểm tra được ghi vào lịch sử của công dân và của bạn. Không có thông tin nào được cung cấp.",
        en: "Each check stands in the citizen's history and in yours. No data are given."
    }
    queue_rest(time) {
        vi: "Đã gửi quá nhiều trong một ngày. Phần còn lại được gửi sau {time}.",
        en: "Too many were sent in one day. The rest can be sent after {time}."
    }
    queue_confirmed { vi: "Đã xác nhận: mã thật", en: "Confirmed: genuine" }
    queue_confirmed_help {
        vi: "Mã còn hiệu lực lúc quét và không ai khác đã dùng.",
        en: "The QR was live when it was scanned, and nobody else has used it."
    }
    queue_repeated { vi: "Đã ghi nhận trước đó", en: "Recorded before" }
    queue_repeated_help { vi: "Bạn đã quét hoặc đã gửi mã này rồi.", en: "You scanned or sent this one already." }
    queue_doubled { vi: "Mã đã được người khác dùng", en: "Somebody else had used it" }
    queue_doubled_help(time) {
        vi: "Mã này được người khác quét lúc {time}: có thể là ảnh chụp. Công dân cũng được báo. Đề nghị báo cáo đơn vị.",
        en: "Somebody else scanned it at {time}: it may have been a photograph. The citizen is told too. Please report it to your unit."
    }
    queue_expired_help {
        vi: "Theo giờ của thiết bị, mã đã hết hoặc chưa có hiệu lực khi quét.",
        en: "By the device's clock the QR was dead, or not made yet, when it was scanned."
    }
    queue_cancelled_help {
        vi: "Chủ tài khoản đã tạo mã khác, tắt chức năng hoặc đăng xuất. Không xác nhận được lần kiểm tra này.",
        en: "The holder made another one, switched it off or signed out. This check cannot be confirmed."
    }
    queue_too_late { vi: "Gửi quá muộn", en: "Sent too late" }
    queue_too_late_help {
        vi: "Lần kiểm tra này không còn xác nhận được nữa.",
        en: "This check can no longer be confirmed."
    }
}
