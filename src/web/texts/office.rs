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

    office_ways { vi: "Các trang của cán bộ", en: "Officers' pages" }
    office_way_queue { vi: "Hồ sơ", en: "Cases" }
    office_way_new_case { vi: "Tiếp nhận", en: "Receive" }
    office_way_scan { vi: "Quét mã QR", en: "Scan a QR" }
    office_way_groups { vi: "Phân quyền", en: "Permissions" }

    office_left_days(days, hours) { vi: "còn {days} ngày {hours} giờ", en: "{days} d {hours} h left" }
    office_left_hours(hours) { vi: "còn {hours} giờ", en: "{hours} h left" }
    office_late_days(days) { vi: "quá hạn {days} ngày", en: "{days} d late" }
    office_late_hours(hours) { vi: "quá hạn {hours} giờ", en: "{hours} h late" }

    office_title { vi: "Hồ sơ nâng mức độ 02", en: "Level-2 cases" }
    office_receive { vi: "Tiếp nhận người đến làm thủ tục", en: "Receive a person" }
    office_to_decide { vi: "Chờ bạn phê duyệt", en: "Yours to decide" }
    office_nothing_to_decide { vi: "Không có hồ sơ nào chờ bạn phê duyệt.", en: "Nothing waits for your decision." }
    office_waiting { vi: "Đang thực hiện tại đơn vị", en: "Under way in your unit" }
    office_nothing_waiting { vi: "Không có hồ sơ nào đang thực hiện.", en: "Nothing is under way." }
    office_decided { vi: "Đã quyết định", en: "Decided" }
    office_nothing_decided { vi: "Chưa có hồ sơ nào được quyết định.", en: "Nothing has been decided yet." }
    office_case { vi: "Hồ sơ", en: "Case" }
    office_state { vi: "Trạng thái", en: "State" }
    office_received { vi: "Tiếp nhận", en: "Received" }
    office_received_by(at, name) { vi: "{at}, {name}", en: "{at}, {name}" }
    office_basis { vi: "Căn cứ", en: "Basis" }
    office_limit { vi: "Thời hạn", en: "Time limit" }
    office_decided_at { vi: "Quyết định lúc", en: "Decided at" }
    office_basis_card { vi: "Thẻ căn cước còn giá trị", en: "Valid identity card" }
    office_basis_card_application { vi: "Cấp cùng với thẻ căn cước", en: "Together with an identity card" }
    office_state_open { vi: "Đang xử lý", en: "In progress" }
    office_state_given_back { vi: "Trả lại để bổ sung", en: "Given back to be completed" }
    office_state_submitted { vi: "Chờ phê duyệt", en: "Awaiting approval" }
    office_state_approved { vi: "Đã phê duyệt", en: "Approved" }
    office_state_refused { vi: "Đã từ chối", en: "Refused" }

    office_receive_lead {
        vi: "Chỉ nhập số của người đang có mặt và đã xuất trình thẻ căn cước. Không có chức năng tìm kiếm người.",
        en: "Enter only the number of a person who is present and has shown the identity card. There is no search for people."
    }
    office_number { vi: "Số định danh cá nhân", en: "Personal identification number" }
    office_number_hint { vi: "12 chữ số trên thẻ", en: "The 12 digits on the card" }
    office_number_wrong { vi: "Đề nghị nhập đủ 12 chữ số trên thẻ", en: "Please enter the 12 digits on the card" }
    office_not_possible {
        vi: "Không mở được hồ sơ cho số này. Chỉ mở được khi người đó có tài khoản mức độ 01 đang hoạt động, không phải là chính bạn, và chưa có hồ sơ tại đơn vị khác.",
        en: "No case can be opened for this number. It takes an active level-1 account of somebody other than you, with no case at another unit."
    }
    office_open_case { vi: "Mở hồ sơ", en: "Open the case" }
    office_back_to_queue { vi: "Về danh sách hồ sơ", en: "Back to the cases" }
    office_receive_logged {
        vi: "Mỗi lần nhập số đều được ghi nhật ký và người đó xem được.",
        en: "Every number entered is logged, and the person can see it."
    }

    office_case_title(code) { vi: "Hồ sơ {code}", en: "Case {code}" }
    office_not_done { vi: "Việc vừa rồi chưa được thực hiện", en: "That was not done" }
    office_law { vi: "Căn cứ pháp lý", en: "Law" }
    office_law_raise {
        vi: "Nghị định 69/2024/NĐ-CP: Điều 10 khoản 2, Điều 13",
        en: "Decree 69/2024/NĐ-CP, Articles 10(2) and 13"
    }
    office_photo { vi: "Ảnh trong cơ sở dữ liệu căn cước, hiển thị tại thiết bị đối chiếu", en: "The photo of the card database is shown on the comparing device" }
    office_birth { vi: "Ngày, tháng, năm sinh", en: "Date of birth" }
    office_gender { vi: "Giới tính", en: "Gender" }
    office_male { vi: "Nam", en: "Male" }
    office_female { vi: "Nữ", en: "Female" }
    office_other_gender { vi: "Khác", en: "Other" }
    office_card { vi: "Thẻ căn cước", en: "Identity card" }
    office_card_none { vi: "Chưa được cấp", en: "None issued" }
    office_card_issued(day) { vi: "cấp ngày {day}", en: "issued {day}" }
    office_card_until(day) { vi: "có giá trị đến {day}", en: "valid until {day}" }
    office_card_for_life { vi: "không thời hạn", en: "without expiry" }
    office_card_expired { vi: "đã hết hạn", en: "expired" }
    office_card_withheld { vi: "đang bị giữ", en: "withheld" }
    office_card_revoked { vi: "đã bị thu hồi", en: "revoked" }
    office_card_warning {
        vi: "Chưa có thẻ còn giá trị: tài khoản mức độ 02 được cấp cùng với thẻ. Hoàn tất thủ tục cấp thẻ trước, rồi ghi nhận thẻ tại đây.",
        en: "No valid card: level 2 comes together with a new card. Complete the card procedure first, then record the card here."
    }
    office_look_logged { vi: "Lần xem này đã được ghi vào lịch sử truy cập của công dân.", en: "This look is in the citizen's access history." }
    office_to_enrolments { vi: "Các lần đăng ký không trùng khớp", en: "Applications that did not match" }

    office_evidence { vi: "Kiểm tra tại chỗ", en: "Checks in person" }
    office_evidence_card { vi: "Thẻ căn cước", en: "Identity card" }
    office_evidence_face { vi: "Khuôn mặt", en: "Face" }
    office_evidence_fingerprints { vi: "Vân tay", en: "Fingerprints" }
    office_check_missing { vi: "Chưa kiểm tra", en: "Not yet checked" }
    office_check_passed { vi: "Khớp", en: "Matches" }
    office_check_failed { vi: "Không khớp", en: "Does not match" }
    office_reference(reference) { vi: "mã đối chiếu {reference}", en: "comparison {reference}" }
    office_card_passed { vi: "Thẻ đúng người", en: "The person's card" }
    office_card_failed { vi: "Không đúng", en: "Not the person's" }
    office_compare { vi: "Đối chiếu", en: "Compare" }
    office_compare_again { vi: "Đối chiếu lại", en: "Compare again" }
    office_every_check { vi: "Mọi lần kiểm tra", en: "Every check" }

    office_hand_on { vi: "Trình phê duyệt", en: "Submit for approval" }
    office_opinion { vi: "Ý kiến của cán bộ", en: "Your opinion" }
    office_opinion_hint { vi: "Không bắt buộc", en: "Optional" }
    office_submit { vi: "Trình phê duyệt", en: "Submit" }
    office_not_yet_submitted {
        vi: "Trình được khi đã kiểm tra thẻ, khuôn mặt và vân tay, hoặc khi có một mục không khớp.",
        en: "It can be submitted when card, face and fingerprints were checked, or when one of them does not match."
    }
    office_submitted { vi: "Đã trình", en: "Submitted" }
    office_submitted_by(name, at) { vi: "{name} trình lúc {at}", en: "By {name} at {at}" }
    office_your_decision { vi: "Quyết định của bạn", en: "Your decision" }
    office_approve_lead {
        vi: "Thẻ, khuôn mặt và vân tay đều khớp. Khi phê duyệt, tài khoản đạt mức độ 02 ngay và công dân được thông báo.",
        en: "Card, face and fingerprints match. On approval the account is level 2 at once and the citizen is told."
    }
    office_approve { vi: "Phê duyệt", en: "Approve" }
    office_give_back { vi: "Trả lại để bổ sung", en: "Give back to be completed" }
    office_give_back_kinds { vi: "Cần kiểm tra lại", en: "To be checked again" }
    office_look_again(kinds) { vi: "Kiểm tra lại: {kinds}.", en: "Check again: {kinds}." }
    office_guidance { vi: "Hướng dẫn", en: "Guidance" }
    office_guidance_hint { vi: "Nêu đầy đủ trong một lần, ít nhất 10 ký tự", en: "Everything at once, at least 10 characters" }
    office_given_back_by(name, at) { vi: "{name} trả lại lúc {at}", en: "Given back by {name} at {at}" }
    office_refuse { vi: "Từ chối", en: "Refuse" }
    office_reason { vi: "Lý do từ chối", en: "Reason for the refusal" }
    office_reason_hint { vi: "Công dân nhận được nguyên văn, ít nhất 10 ký tự", en: "The citizen reads these words, at least 10 characters" }
    office_decided_by(name, at) { vi: "{name}, {at}", en: "{name}, {at}" }

    office_stale { vi: "Hồ sơ vừa được người khác thay đổi. Dưới đây là trạng thái mới nhất.", en: "Somebody else has just changed the case. Below is how it stands now." }
    office_account_changed { vi: "Tài khoản đã bị khóa, đóng hoặc nâng mức độ trong lúc này nên không phê duyệt được.", en: "The account was locked, closed or raised meanwhile and cannot be approved." }
    office_missing(kinds) { vi: "Chưa kiểm tra: {kinds}", en: "Not yet checked: {kinds}" }
    office_insufficient {
        vi: "Có mục không khớp nên không phê duyệt được; chỉ trả lại để bổ sung hoặc từ chối.",
        en: "Something does not match, so it cannot be approved; give it back or refuse it."
    }
    office_card_not_valid { vi: "Cơ sở dữ liệu không có thẻ còn giá trị của người này, nên không ghi nhận được thẻ.", en: "The register has no valid card of this person, so none can be recorded." }
    office_words_too_short { vi: "Đề nghị ghi rõ, ít nhất 10 ký tự", en: "Please write at least 10 characters" }
    office_words_too_long { vi: "Đề nghị ghi ngắn hơn 1000 ký tự", en: "Please write fewer than 1,000 characters" }
    office_words_unprintable { vi: "Có ký tự không đọc được, đề nghị gõ lại", en: "There is an unreadable character, please type it again" }
    office_bar_not_permitted { vi: "Nhóm của bạn không có quyền phê duyệt. Hồ sơ chờ cán bộ có quyền.", en: "Your group may not approve. The case waits for an officer who may." }
    office_bar_own_account { vi: "Hồ sơ này là của chính bạn.", en: "This case is about you." }
    office_bar_own_work { vi: "Bạn đã xử lý hồ sơ này. Cán bộ khác phải phê duyệt.", en: "You worked on this case. Another officer must decide it." }
    office_bar_other_unit { vi: "Hồ sơ thuộc đơn vị khác.", en: "The case belongs to another unit." }

    office_enrolments_title { vi: "Các lần đăng ký không trùng khớp", en: "Applications that did not match" }
    office_enrolments_none { vi: "Không có lần đăng ký nào không trùng khớp.", en: "Every application matched." }
    office_enrolments_lead { vi: "Âm tiết khác nhau được đánh dấu.", en: "The syllables that differ are marked." }
    office_enrolment_at(at) { vi: "Đăng ký lúc {at}", en: "Applied at {at}" }
    office_field { vi: "Thông tin", en: "Field" }
    office_declared { vi: "Kê khai", en: "Declared" }
    office_in_register { vi: "Cơ sở dữ liệu dân cư", en: "Population database" }
    office_name { vi: "Họ, chữ đệm và tên", en: "Full name" }
    office_same { vi: "trùng khớp", en: "matches" }
    office_differs { vi: "không trùng khớp", en: "differs" }
    office_back_to_case { vi: "Về hồ sơ", en: "Back to the case" }
    office_finding_differs { vi: "Thông tin không trùng khớp", en: "Data differ" }
    office_finding_cancelled { vi: "Số đã bị hủy", en: "The number was cancelled" }
    office_finding_under_age { vi: "Chưa đủ tuổi tự đăng ký", en: "Too young to apply alone" }
    office_finding_ward { vi: "Người được giám hộ", en: "Under guardianship" }
    office_finding_phone { vi: "Số thuê bao không chính chủ", en: "The phone is not the applicant's own" }
    office_finding_undecided { vi: "Cơ sở dữ liệu không trả lời trong thời hạn", en: "No register answered in time" }
    office_finding_has_account { vi: "Đã có tài khoản", en: "Has an account already" }
    office_finding_not_answering { vi: "Người khai báo không phải cha, mẹ, người giám hộ", en: "Declared by somebody who is no parent or guardian" }
    office_finding_no_card { vi: "Người phụ thuộc chưa có thẻ còn giá trị", en: "The dependant has no valid card" }
    office_finding_applies_alone { vi: "Người phụ thuộc đã đủ tuổi tự đăng ký", en: "The dependant is old enough to apply alone" }
    office_finding_handed_over { vi: "Nhận lại tài khoản do người đại diện lập", en: "Takes over the account that a representative made" }
    office_finding_joined { vi: "Thêm người đại diện", en: "One more representative" }
    office_finding_other { vi: "Không đủ điều kiện", en: "Not eligible" }

    office_groups_title { vi: "Phân quyền theo nhóm", en: "What groups may do" }
    office_groups_lead {
        vi: "Mỗi hàng được ghi riêng và được ghi nhật ký. Bỏ quyền có hiệu lực ngay; cấp thêm quyền chờ một người quản trị khác phê duyệt.",
        en: "Each row is saved on its own and logged. What is taken away is gone at once; what is granted waits for another administrator."
    }
    office_group_own { vi: "Đây là nhóm của bạn. Không ai tự sửa quyền của nhóm mình.", en: "This is your own group. Nobody changes what the own group may do." }
    office_group_stale { vi: "Nhóm vừa được người khác thay đổi. Dưới đây là quyền hiện tại.", en: "Somebody else has just changed the group. Below is what it may do now." }
    office_group_new { vi: "Thêm nhóm", en: "Add a group" }
    office_group_name { vi: "Tên nhóm", en: "Name of the group" }
    office_group_add { vi: "Thêm", en: "Add" }
    office_group_name_wrong { vi: "Đề nghị nhập tên nhóm, nhiều nhất 120 ký tự trên một dòng", en: "Please enter a name of one line, at most 120 characters" }
    office_group_name_taken { vi: "Đã có nhóm mang tên này", en: "A group has this name" }
    office_save { vi: "Ghi", en: "Save" }
    office_module { vi: "Phân hệ", en: "Module" }
    office_may_do(action, module) { vi: "{module}: {action}", en: "{module}: {action}" }
    office_module_account { vi: "Tài khoản định danh", en: "e-ID accounts" }
    office_module_scan { vi: "Quét mã QR", en: "QR scanning" }
    office_module_lock { vi: "Khóa, mở khóa", en: "Locks" }
    office_module_permanent { vi: "Thường trú", en: "Permanent residence" }
    office_module_temporary { vi: "Tạm trú", en: "Temporary residence" }
    office_module_absence { vi: "Tạm vắng", en: "Temporary absence" }
    office_module_stay { vi: "Lưu trú", en: "Short stay" }
    office_module_organisation { vi: "Tài khoản tổ chức", en: "Organisations" }
    office_module_permission { vi: "Phân quyền", en: "Permissions" }
    office_module_visit { vi: "Lịch hẹn", en: "Visits" }
    office_action_all { vi: "Tất cả", en: "All" }
    office_action_menu { vi: "Menu", en: "Menu" }
    office_action_sub_menu { vi: "Menu con", en: "Sub-menu" }
    office_action_receive { vi: "Tiếp nhận", en: "Receive" }
    office_action_view { vi: "Xem", en: "View" }
    office_action_check { vi: "Kiểm tra", en: "Check" }
    office_action_process { vi: "Xử lý", en: "Process" }
    office_action_approve { vi: "Phê duyệt", en: "Approve" }
    office_action_add { vi: "Thêm", en: "Add" }
    office_action_update { vi: "Cập nhật", en: "Update" }
    office_action_delete { vi: "Xóa", en: "Delete" }
    office_action_search { vi: "Tìm kiếm", en: "Search" }
}
