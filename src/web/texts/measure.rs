//! The office's pages for measures on accounts, and the call centre's.

use crate::identity::language::texts;

texts! {
    office_way_measures { vi: "Khóa, mở khóa", en: "Locks" }
    office_way_call { vi: "Tổng đài", en: "Call centre" }

    measures_title { vi: "Khóa, mở khóa, đóng, hợp nhất tài khoản", en: "Locking, unlocking, closing, merging accounts" }
    measures_receive { vi: "Tiếp nhận đề nghị", en: "Receive a request" }
    measures_what { vi: "Nội dung", en: "What is asked" }
    measures_step { vi: "Bước", en: "Step" }
    measure_title(code) { vi: "Đề nghị {code}", en: "Request {code}" }
    measure_state_received { vi: "Chờ trình", en: "To be handed on" }
    measure_state_submitted { vi: "Chờ quyết định", en: "Awaiting decision" }
    measure_state_approved { vi: "Đã thực hiện", en: "Done" }
    measure_state_refused { vi: "Đã từ chối", en: "Refused" }
    measure_state_merged { vi: "còn giữ", en: "stays" }
    measure_state_closes { vi: "sẽ đóng", en: "to be closed" }

    deed_lock_authority { vi: "Khóa theo yêu cầu của cơ quan có thẩm quyền", en: "Lock at a competent authority's request" }
    deed_lock_breach { vi: "Khóa do vi phạm thỏa thuận sử dụng", en: "Lock for a breach of the terms" }
    deed_unlock_authority { vi: "Mở khóa theo yêu cầu của cơ quan có thẩm quyền", en: "Unlock at the authority's request" }
    deed_unlock_own_request { vi: "Mở khóa theo đề nghị của chủ tài khoản", en: "Unlock at the holder's request" }
    deed_unlock_breach { vi: "Mở khóa khi đã khắc phục vi phạm", en: "Unlock when the breach is settled" }
    deed_unlock_death { vi: "Mở khóa khi đã cải chính thông tin khai tử", en: "Unlock when a death was recorded by mistake" }
    deed_recover { vi: "Lấy lại tài khoản cho người không còn mật khẩu hoặc điện thoại", en: "Recovery for a holder without password or phone" }
    deed_unlock_phone { vi: "Mở khóa khi đăng ký lại số thuê bao chính chủ", en: "Unlock with a telephone of the holder's own" }
    deed_close { vi: "Đóng tài khoản của người đã chết", en: "Close the account of somebody who has died" }
    deed_merge { vi: "Hợp nhất hai tài khoản của một người", en: "Merge two accounts of one person" }

    measure_law_lock {
        vi: "Luật Căn cước Điều 34 khoản 1; Nghị định 69/2024/NĐ-CP Điều 15; Nghị định 320/2026/NĐ-CP",
        en: "Law on Identification Art. 34(1); Decree 69/2024/NĐ-CP Art. 15; Decree 320/2026/NĐ-CP"
    }
    measure_lead {
        vi: "Chỉ nhập số của người mà đề nghị nêu đích danh. Không có chức năng tìm kiếm người.",
        en: "Enter only the number of the person whom the request names. There is no search for people."
    }
    measure_present_lead {
        vi: "Người đó phải có mặt: khuôn mặt được đối chiếu ngay khi tiếp nhận.",
        en: "The person must be present: the face is compared as you receive the request."
    }
    measure_terms {
        vi: "Nơi tiếp nhận trình trong 01 ngày làm việc; người có thẩm quyền quyết định trong 02 ngày làm việc kể từ khi trình.",
        en: "Hand it on within 1 working day; the decision is due 2 working days after that."
    }
    measure_document { vi: "Số văn bản", en: "Number of the document" }
    measure_dated { vi: "Ngày văn bản", en: "Date of the document" }
    measure_dated_hint { vi: "ngày/tháng/năm", en: "day/month/year" }
    measure_authority { vi: "Cơ quan yêu cầu", en: "Requesting authority" }
    measure_clause { vi: "Căn cứ", en: "Ground" }
    measure_clause_procedural { vi: "Cơ quan tiến hành tố tụng (Luật Căn cước, Điều 34 khoản 1)", en: "A body that conducts proceedings (Law on Identification Art. 34(1))" }
    measure_clause_other { vi: "Cơ quan khác có thẩm quyền (Luật Căn cước, Điều 34 khoản 1)", en: "Another competent body (Law on Identification Art. 34(1))" }
    measure_reason { vi: "Lý do", en: "Reason" }
    measure_reason_hint { vi: "Nêu rõ sự việc, ít nhất 10 ký tự", en: "What happened, at least 10 characters" }
    measure_note { vi: "Ghi chú", en: "Note" }
    measure_secrecy { vi: "Căn cứ không thông báo cho chủ tài khoản", en: "Legal ground for not telling the holder" }
    measure_secrecy_hint {
        vi: "Chỉ ghi khi pháp luật không cho phép thông báo; để trống thì chủ tài khoản được thông báo",
        en: "Only where the law forbids telling; left empty, the holder is told"
    }
    measure_phone { vi: "Số thuê bao chính chủ", en: "The holder's own mobile number" }
    measure_phone_hint { vi: "Được kiểm tra với nhà mạng", en: "It is checked with the operator" }
    measure_stays { vi: "Tài khoản được giữ", en: "The account that stays" }
    measure_stays_present { vi: "Lập theo số định danh hiện tại", en: "Made under the number in force" }
    measure_stays_former { vi: "Lập theo số định danh đã hủy", en: "Made under the cancelled number" }
    measure_do_receive { vi: "Tiếp nhận", en: "Receive" }
    measure_back { vi: "Về danh sách đề nghị", en: "Back to the requests" }
    measure_logged { vi: "Mỗi lần nhập số đều được ghi nhật ký.", en: "Every number entered is logged." }
    measure_not_possible {
        vi: "Không tiếp nhận được đề nghị này cho số vừa nhập. Kiểm tra lại số, nội dung đề nghị và các đề nghị đang xử lý.",
        en: "This request cannot be received for that number. Please check the number, what is asked, and the requests under way."
    }
    measure_not_recognised {
        vi: "Khuôn mặt không khớp với dữ liệu căn cước nên không tiếp nhận được.",
        en: "The face does not match the identity database, so the request cannot be received."
    }
    measure_chip { vi: "Đọc chip thẻ căn cước", en: "Reading of the card's chip" }
    measure_chip_read { vi: "Thẻ căn cước gắn chip đang đặt trên đầu đọc", en: "The card with its chip lies on the reader" }
    measure_chip_hint {
        vi: "Không bắt buộc. Chip được xác thực ngay khi tiếp nhận; thẻ thật và đúng người thì thời gian chờ ngắn hơn.",
        en: "Not required. The chip is verified as you receive the request; a genuine card of the person makes the waiting shorter."
    }
    measure_chip_unread {
        vi: "Không đọc được chip. Đặt lại thẻ trên đầu đọc và thử lại, hoặc bỏ chọn mục này.",
        en: "The chip could not be read. Lay the card on the reader again, or receive the request without it."
    }
    measure_chip_not_genuine {
        vi: "Chip không phải chip gốc hoặc dữ liệu không do Bộ Công an ký. Không tiếp nhận và báo cáo người phụ trách.",
        en: "The chip is a copy, or its data are not signed by the Ministry of Public Security. Do not receive the request, and report it to whoever is in charge."
    }
    measure_chip_not_theirs {
        vi: "Thẻ trên đầu đọc là của người khác. Kiểm tra lại số và thẻ.",
        en: "The card on the reader is somebody else's. Check the number and the card."
    }
    measure_chip_not_in_force {
        vi: "Thẻ trên đầu đọc không phải là thẻ đang có giá trị sử dụng theo cơ sở dữ liệu căn cước. Bỏ chọn mục này để tiếp nhận mà không dùng thẻ.",
        en: "The card on the reader is not the one that is in force by the register. Receive the request without the card."
    }
    measure_wrong_field { vi: "Đề nghị kiểm tra lại mục này", en: "Please check this field" }

    measure_received_by(at, name, unit) { vi: "{at}, {name}, {unit}", en: "{at}, {name}, {unit}" }
    measure_paper { vi: "Văn bản", en: "Document" }
    measure_paper_of(document, day, authority) { vi: "{document} ngày {day}, {authority}", en: "{document} of {day}, {authority}" }
    measure_told { vi: "Thông báo cho chủ tài khoản", en: "Telling the holder" }
    measure_told_yes { vi: "Được thông báo ngay khi thực hiện", en: "Told as soon as it is done" }
    measure_told_no(ground) { vi: "Không thông báo: {ground}", en: "Not told: {ground}" }
    measure_comparison { vi: "Đối chiếu khuôn mặt", en: "Comparison of the face" }
    measure_account { vi: "Tài khoản", en: "Account" }
    measure_account_line(state, level, made) { vi: "{state}; mức độ {level}; lập ngày {made}", en: "{state}; level {level}; made {made}" }
    measure_account_locked(grounds) { vi: "đang khóa: {grounds}", en: "locked: {grounds}" }
    measure_name_unknown { vi: "Chưa đọc được từ cơ sở dữ liệu dân cư", en: "Could not be read from the population database" }
    account_state_approved { vi: "chưa kích hoạt", en: "not activated" }
    account_state_lapsed { vi: "hết thời hạn kích hoạt", en: "activation lapsed" }
    account_state_active { vi: "đang hoạt động", en: "active" }
    account_state_closed { vi: "đã đóng", en: "closed" }
    lock_ground_own_request { vi: "chủ tài khoản đề nghị", en: "holder's request" }
    lock_ground_authority { vi: "cơ quan có thẩm quyền yêu cầu", en: "authority's request" }
    lock_ground_card_revoked { vi: "thẻ bị thu hồi hoặc giữ", en: "card revoked or withheld" }
    lock_ground_card_expired { vi: "thẻ hết hạn", en: "card expired" }
    lock_ground_death { vi: "khai tử", en: "death" }
    lock_ground_breach { vi: "vi phạm thỏa thuận", en: "breach of the terms" }
    lock_ground_phone_not_own { vi: "số thuê bao không còn chính chủ", en: "phone no longer own" }
    lock_ground_passport_expired { vi: "hộ chiếu hết hạn", en: "passport expired" }
    lock_ground_residence_ended { vi: "hết thời hạn cư trú", en: "residence ended" }

    measure_hand_on { vi: "Trình người có thẩm quyền", en: "Hand on for decision" }
    measure_handed_on_by(name, at) { vi: "{name} trình lúc {at}", en: "Handed on by {name} at {at}" }
    measure_your_decision { vi: "Quyết định của bạn", en: "Your decision" }
    measure_approve_lead {
        vi: "Khi phê duyệt, đề nghị được thực hiện ngay: khóa hoặc đóng thì mọi phiên, mã QR và quyền truy cập của tài khoản chấm dứt cùng lúc.",
        en: "On approval it is done at once: a lock or a closing ends every session, QR and access of the account with it."
    }
    measure_approve { vi: "Phê duyệt và thực hiện", en: "Approve and do it" }
    measure_refuse { vi: "Từ chối", en: "Refuse" }
    measure_refusal { vi: "Lý do từ chối", en: "Reason for the refusal" }
    measure_stale { vi: "Đề nghị vừa được người khác xử lý. Dưới đây là trạng thái mới nhất.", en: "Somebody else has just handled the request. Below is how it stands now." }
    measure_account_changed {
        vi: "Tài khoản đã thay đổi nên không thực hiện được như đề nghị. Kiểm tra lại hoặc từ chối đề nghị.",
        en: "The account has changed, so it cannot be done as asked. Check it again or refuse the request."
    }

    call_title { vi: "Tổng đài: xác minh người gọi", en: "Call centre: verify the caller" }
    call_lead {
        vi: "Gõ những gì người gọi nói; hệ thống đối chiếu và không hiển thị dữ liệu nào. Không đọc cho người gọi bất kỳ thông tin nào.",
        en: "Type what the caller says; the system compares it and shows no data. Read nothing out to the caller."
    }
    call_number_hint { vi: "12 chữ số, người gọi đọc", en: "The 12 digits that the caller says" }
    call_send { vi: "Gửi mã đến số đã đăng ký", en: "Send a code to the registered phone" }
    call_sent {
        vi: "Nếu số này có tài khoản, mã đã được gửi đến số điện thoại đã đăng ký. Hỏi người gọi mã vừa nhận.",
        en: "If this number has an account, a code was sent to the registered phone. Ask the caller for the code."
    }
    call_code { vi: "Mã người gọi đọc", en: "The code that the caller reads" }
    call_name { vi: "Họ, chữ đệm và tên", en: "Full name" }
    call_birth { vi: "Ngày, tháng, năm sinh", en: "Date of birth" }
    call_birth_hint { vi: "ngày/tháng/năm", en: "day/month/year" }
    call_wish { vi: "Đề nghị của người gọi", en: "What the caller wants" }
    call_wish_activate { vi: "Mở lại thời hạn kích hoạt và gửi mã kích hoạt mới", en: "Open the time to activate again and send a new activation code" }
    call_wish_lock { vi: "Khóa tài khoản ngay", en: "Lock the account now" }
    call_take { vi: "Xác minh và thực hiện", en: "Verify and do it" }
    call_done_activate {
        vi: "Đã xác minh. Thời hạn kích hoạt được mở lại và mã kích hoạt mới đã gửi đến số đã đăng ký.",
        en: "Verified. The time to activate is open again and a new activation code was sent to the registered phone."
    }
    call_done_lock {
        vi: "Đã xác minh và khóa tài khoản. Muốn mở khóa, chủ tài khoản mang thẻ căn cước đến Công an cấp xã nơi gần nhất.",
        en: "Verified and locked. To unlock, the holder takes the identity card to the nearest commune police."
    }
    call_not_recognised {
        vi: "Không xác minh được người gọi. Không nói cho người gọi biết mục nào chưa đúng.",
        en: "The caller could not be verified. Do not tell the caller what was wrong."
    }
    call_nothing_to_do {
        vi: "Đã xác minh, nhưng không thực hiện được: tài khoản không chờ kích hoạt lại, hoặc đang khóa. Hướng dẫn người gọi đến Công an cấp xã nơi gần nhất.",
        en: "Verified, but it cannot be done: the account does not wait to be activated again, or is locked. Direct the caller to the nearest commune police."
    }
    call_logged { vi: "Mỗi cuộc gọi đều được ghi nhật ký và chủ tài khoản xem được.", en: "Every call is logged, and the holder can see it." }

    account_lock { vi: "Khóa tài khoản", en: "Lock your account" }
    account_lock_hint {
        vi: "Dùng khi bạn mất điện thoại hoặc nghi có người khác dùng tài khoản. Mọi phiên đăng nhập, mã QR và quyền truy cập của các dịch vụ chấm dứt ngay. Muốn mở khóa, bạn mang thẻ căn cước đến Công an cấp xã nơi gần nhất.",
        en: "For when you lost your phone or think that somebody else uses your account. Every session, QR and access of services ends at once. To unlock it, take your identity card to the nearest commune police."
    }
    account_lock_sure { vi: "Tôi hiểu và muốn khóa tài khoản ngay", en: "I understand and want to lock my account now" }
    account_lock_do { vi: "Khóa tài khoản", en: "Lock the account" }
    account_lock_unsure { vi: "Đề nghị đánh dấu vào ô xác nhận để khóa tài khoản", en: "Please tick the box to lock the account" }
    account_locked_title { vi: "Tài khoản của bạn đã được khóa", en: "Your account is locked" }
    account_locked_lead {
        vi: "Mọi phiên đăng nhập đã chấm dứt. Muốn mở khóa, bạn dùng mật khẩu và mã gửi đến điện thoại của bạn tại trang Mở khóa tài khoản, hoặc mang thẻ căn cước đến Công an cấp xã nơi gần nhất.",
        en: "Every session has ended. To unlock it, use your password and a code to your phone on the page Unlock my account, or take your identity card to the nearest commune police."
    }
    unlock_title { vi: "Mở khóa tài khoản", en: "Unlock my account" }
    unlock_lead {
        vi: "Nếu chính bạn đã yêu cầu khóa, bạn tự mở khóa bằng mật khẩu và mã gửi đến điện thoại đã đăng ký. Khóa vì lý do khác không mở được tại đây.",
        en: "If you asked for the lock yourself, you lift it with your password and a code to your registered phone. A lock for another reason is not lifted here."
    }
    unlock_sent(phone) { vi: "Mã đã được gửi đến {phone}.", en: "A code was sent to {phone}." }
    unlock_do { vi: "Mở khóa", en: "Unlock" }
    unlock_again { vi: "Làm lại từ đầu", en: "Begin again" }
    unlock_counter {
        vi: "Không còn điện thoại hoặc quên mật khẩu? Đề nghị mang thẻ căn cước đến Công an cấp xã nơi gần nhất.",
        en: "No telephone any more, or the password forgotten? Please take your identity card to the nearest commune police."
    }
    unlock_done { vi: "Tài khoản đã được mở khóa. Bạn có thể đăng nhập.", en: "Your account is unlocked. You can sign in." }
    unlock_others_stand(hotline) {
        vi: "Đã bỏ khóa theo yêu cầu của bạn, nhưng tài khoản còn bị khóa vì lý do khác. Để biết lý do, đề nghị gọi tổng đài {hotline}.",
        en: "Your own lock is lifted, but the account is still locked for another reason. To learn which, please call {hotline}."
    }
    unlock_not_own(hotline) {
        vi: "Tài khoản không bị khóa theo yêu cầu của bạn, nên không có gì để mở tại đây. Nếu không đăng nhập được, đề nghị gọi tổng đài {hotline}.",
        en: "The account is not locked at your own request, so there is nothing to lift here. If you cannot sign in, please call {hotline}."
    }
    unlock_phone_not_own {
        vi: "Số điện thoại đã đăng ký không còn là của bạn. Đề nghị mang thẻ căn cước đến Công an cấp xã để mở khóa và đăng ký số mới.",
        en: "The registered phone is no longer your own. Please take your identity card to the commune police to unlock the account and register another phone."
    }
    lock_present_title { vi: "Khóa tài khoản của người đang có mặt", en: "Lock the account of who is present" }
    lock_present_lead {
        vi: "Khi người dân đến trực tiếp, mất hoặc không mang điện thoại, và yêu cầu khóa tài khoản của mình. Khuôn mặt vừa thu nhận được đối chiếu; nếu khớp, tài khoản bị khóa ngay.",
        en: "For somebody who came in person without a telephone and asks that the own account be locked. The face just captured is compared; if it is the holder's, the account is locked at once."
    }
    lock_present_do { vi: "Đối chiếu khuôn mặt và khóa", en: "Compare the face and lock" }
    lock_present_done { vi: "Đã khóa theo yêu cầu của chủ tài khoản.", en: "Locked at the holder's request." }
    lock_present_not_possible {
        vi: "Không khóa được cho số này. Đề nghị kiểm tra lại số trên thẻ căn cước.",
        en: "Nothing can be locked for this number. Please check the number on the identity card."
    }
    sign_in_former_number {
        vi: "Số định danh này đã bị hủy và được thay bằng số khác. Đề nghị đăng nhập bằng số in trên thẻ căn cước hiện tại; mật khẩu không đổi.",
        en: "This number was cancelled and replaced. Please sign in with the number on your present identity card; the password is the same."
    }
}
