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
    office_closed_network {
        vi: "Các trang của cán bộ chỉ mở từ mạng của đơn vị. Lần truy cập này đã được ghi lại.",
        en: "Officers' pages are open from the networks of their units only. This visit was recorded."
    }
    office_closed_hours {
        vi: "Các trang của cán bộ chưa mở vào giờ này. Lần truy cập này đã được ghi lại.",
        en: "Officers' pages are not open at this hour. This visit was recorded."
    }
    office_closed_passkey {
        vi: "Cán bộ làm việc bằng khóa truy cập dùng ngay trên máy này. Đề nghị đăng xuất rồi đăng nhập lại bằng khóa truy cập; nếu chưa có, hãy thêm một khóa.",
        en: "Officers work with a passkey, used on this very computer. Please sign out and sign in again with your passkey; if you have none, add one."
    }
    office_closed_to_passkeys { vi: "Khóa truy cập của tôi", en: "My passkeys" }
    office_closed_to_wallet { vi: "Về ví giấy tờ", en: "To my wallet" }

    office_ways { vi: "Các trang của cán bộ", en: "Officers' pages" }
    office_way_queue { vi: "Hồ sơ", en: "Cases" }
    office_way_new_case { vi: "Tiếp nhận", en: "Receive" }
    office_way_apply { vi: "Cấp tài khoản", en: "New account" }
    office_way_search { vi: "Tìm hồ sơ", en: "Find a case" }
    office_way_scan { vi: "Quét mã QR", en: "Scan a QR" }
    office_way_groups { vi: "Phân quyền", en: "Permissions" }

    office_left_days(days, hours) { vi: "còn {days} ngày {hours} giờ", en: "{days} d {hours} h left" }
    office_left_hours(hours) { vi: "còn {hours} giờ", en: "{hours} h left" }
    office_late_days(days) { vi: "quá hạn {days} ngày", en: "{days} d late" }
    office_late_hours(hours) { vi: "quá hạn {hours} giờ", en: "{hours} h late" }

    office_title { vi: "Hồ sơ", en: "Cases" }
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
        vi: "Không mở được hồ sơ cho số này. Chỉ mở được khi người đó có tài khoản mức độ 01 đang hoạt động, không phải là chính bạn hay người bạn đại diện, và chưa có hồ sơ tại đơn vị khác. Trẻ em chưa đến tuổi theo quy định chỉ có mức độ 01; con nhỏ và người được giám hộ chưa có tài khoản thì người đại diện khai báo trong ví của mình trước. Tích hợp giấy tờ cần tài khoản mức độ 02; người nước ngoài đến cơ quan quản lý xuất nhập cảnh.",
        en: "No case can be opened for this number. It takes an active level-1 account of somebody who is not you and for whom you do not answer, with no case at another unit. A child below the age of the decree has level 1 only; a child or ward without an account is first declared by whoever answers for them, in their own wallet. For papers it takes level 2; foreigners go to an immigration office."
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
        vi: "Trình được khi đã kiểm tra thẻ, khuôn mặt và vân tay, hoặc khi có một mục không khớp; với con nhỏ, người được giám hộ thì đã ghi nhận cả người đi cùng.",
        en: "It can be submitted when card, face and fingerprints were checked, or when one of them does not match; of a child or ward, when the company is recorded too."
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
    office_bar_not_immigration {
        vi: "Hồ sơ của người nước ngoài chỉ được giải quyết tại cơ quan quản lý xuất nhập cảnh.",
        en: "A foreigner's case is decided at an immigration office alone."
    }
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
    office_module_call { vi: "Tổng đài", en: "Call centre" }
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

    office_kind { vi: "Thủ tục", en: "Procedure" }
    office_kind_raise { vi: "Nâng lên mức độ 02", en: "Raise to level 2" }
    office_kind_make { vi: "Cấp tài khoản mức độ 02", en: "Make a level-2 account" }
    office_kind_foreigner { vi: "Cấp tài khoản cho người nước ngoài", en: "Make a foreigner's account" }
    office_kind_again { vi: "Kiểm tra lại danh tính", en: "Proof the identity again" }
    office_kind_foreigner_again { vi: "Kiểm tra lại danh tính người nước ngoài", en: "Proof a foreigner's identity again" }
    office_kind_documents { vi: "Tích hợp giấy tờ", en: "Papers for the wallet" }
    office_kind_foreigner_documents { vi: "Tích hợp giấy tờ của người nước ngoài", en: "A foreigner's papers for the wallet" }
    office_law_make {
        vi: "Nghị định 69/2024/NĐ-CP: Điều 10 khoản 2 và khoản 3, Điều 13; tờ khai TK01",
        en: "Decree 69/2024/NĐ-CP, Articles 10(2), 10(3) and 13; form TK01"
    }
    office_law_foreigner {
        vi: "Nghị định 69/2024/NĐ-CP: Điều 11, Điều 13, sửa đổi bởi Nghị định 320/2026/NĐ-CP; tờ khai TK01",
        en: "Decree 69/2024/NĐ-CP, Articles 11 and 13, as amended by Decree 320/2026/NĐ-CP; form TK01"
    }
    office_law_documents {
        vi: "Nghị định 69/2024/NĐ-CP: Điều 8, sửa đổi bởi Nghị định 320/2026/NĐ-CP",
        en: "Decree 69/2024/NĐ-CP, Article 8, as amended by Decree 320/2026/NĐ-CP"
    }
    office_basis_biometrics_held { vi: "Đã có sinh trắc học tại cơ sở dữ liệu xuất nhập cảnh", en: "Biometrics held by immigration" }
    office_basis_biometrics_taken { vi: "Thu nhận sinh trắc học tại chỗ", en: "Biometrics taken at the counter" }
    office_basis_original { vi: "Bản gốc giấy tờ", en: "Original papers" }
    office_state_received { vi: "Đã tiếp nhận", en: "Received" }
    office_state_lapsed { vi: "Tự kết thúc, không bổ sung", en: "Ended, nothing was brought" }
    office_state_returned { vi: "Chờ người dân bổ sung", en: "Waiting for the person" }
    office_approve_lead_make {
        vi: "Thẻ, khuôn mặt và vân tay đều khớp. Khi phê duyệt, tài khoản mức độ 02 được lập và công dân nhận thông báo kích hoạt.",
        en: "Card, face and fingerprints match. On approval a level-2 account is made and the citizen is told to activate it."
    }
    office_approve_lead_foreigner {
        vi: "Hộ chiếu, khuôn mặt và vân tay đều khớp. Khi phê duyệt, tài khoản được lập và người nước ngoài nhận thông báo kích hoạt.",
        en: "Passport, face and fingerprints match. On approval the account is made and the foreigner is told to activate it."
    }
    office_approve_lead_again {
        vi: "Giấy tờ, khuôn mặt và vân tay đều khớp. Khi phê duyệt, thời điểm kiểm tra danh tính gần nhất là bây giờ và chủ tài khoản được thông báo.",
        en: "Document, face and fingerprints all match. On approval the identity counts as proofed now, and the holder is told."
    }
    office_approve_lead_documents {
        vi: "Giấy tờ đã được đối chiếu với bản gốc. Khi phê duyệt, giấy tờ có trong ví của người đề nghị.",
        en: "The papers were compared with their originals. On approval they stand in the holder's wallet."
    }
    office_result_raise { vi: "Tài khoản định danh điện tử đã được nâng lên mức độ 02.", en: "The e-ID account has been raised to level 2." }
    office_result_make { vi: "Tài khoản định danh điện tử đã được phê duyệt; đề nghị kích hoạt trong thời hạn ghi trong tin nhắn.", en: "The e-ID account is approved; please activate it within the time that the message says." }
    office_result_again { vi: "Danh tính của chủ tài khoản đã được kiểm tra lại.", en: "The identity of the holder was proofed again." }
    office_result_documents { vi: "Giấy tờ đã được đưa vào ví giấy tờ.", en: "The papers stand in the wallet." }

    office_receive_go_on { vi: "Tiếp nhận và xử lý", en: "Receive and go on" }
    office_receive_only { vi: "Chỉ tiếp nhận", en: "Receive only" }
    office_receive_again { vi: "Kiểm tra lại danh tính", en: "Proof the identity again" }
    office_receive_documents { vi: "Tiếp nhận giấy tờ để tích hợp", en: "Receive papers for the wallet" }
    office_begin { vi: "Bắt đầu xử lý", en: "Begin to work on it" }
    office_stands_still(at, last) { vi: "Thời hạn tạm dừng từ {at}; người dân bổ sung chậm nhất ngày {last}, sau đó hồ sơ tự kết thúc", en: "The clock has stood still since {at}; the person has until {last}, then the case ends by itself" }

    office_apply_title { vi: "Cấp tài khoản cho người chưa có", en: "Make an account for a person without one" }
    office_apply_lead {
        vi: "Tờ khai TK01, điền cùng người đang có mặt và theo giấy tờ xuất trình. Chưa có thẻ căn cước còn giá trị thì làm thủ tục cấp thẻ trong cùng hồ sơ.",
        en: "Form TK01, filled in with the person who is present, from the document shown. Without a valid card, the card is applied for in the same case."
    }
    office_apply_phone_hint { vi: "Số chính chủ; mã kích hoạt được gửi đến số này", en: "In the person's own name; the activation code goes there" }
    office_apply_email_hint { vi: "Không bắt buộc", en: "Optional" }
    office_apply_language { vi: "Ngôn ngữ của thông báo", en: "Language of messages" }
    office_apply_not_possible {
        vi: "Không mở được hồ sơ cho số này. Đề nghị kiểm tra lại số; người đã có tài khoản, người dưới 14 tuổi, người được giám hộ và người nước ngoài làm thủ tục khác.",
        en: "No case can be opened for this number. Please check the number; people with an account, under 14, under guardianship, and foreigners have other procedures."
    }
    office_mend_title { vi: "Sửa thông tin kê khai", en: "Mend what was declared" }
    office_mend_lead {
        vi: "Sửa theo lời khai và giấy tờ của người đang có mặt. Nếu cơ sở dữ liệu sai, đề nghị điều chỉnh tại cơ quan quản lý dữ liệu dân cư.",
        en: "As the person who is present says and the document shows. If the register is wrong, it is corrected at the population authority."
    }
    office_mend { vi: "Lưu thông tin kê khai", en: "Save what is declared" }
    office_declared_title { vi: "Kê khai và cơ sở dữ liệu", en: "Declared and in the register" }
    office_declared_phone { vi: "Số điện thoại kê khai", en: "Phone declared" }
    office_declared_differs {
        vi: "Thông tin kê khai khác cơ sở dữ liệu. Sửa kê khai nếu nhầm, hoặc đề nghị điều chỉnh cơ sở dữ liệu trước khi phê duyệt.",
        en: "What was declared differs from the register. Mend it if it was a slip, or have the register corrected before an approval."
    }
    office_phone_not_own {
        vi: "Số điện thoại không đứng tên người đề nghị. Đề nghị bổ sung số chính chủ.",
        en: "The phone number is not in the person's own name. Please ask for one that is."
    }
    office_not_entitled {
        vi: "Người này hiện không thuộc đối tượng được cấp theo thủ tục này. Đề nghị từ chối kèm lý do.",
        en: "This person may not have such an account now. Please refuse with the reason."
    }

    office_check_registers { vi: "Kiểm tra thông tin", en: "Check with the registers" }
    office_checked_title { vi: "Kết quả kiểm tra", en: "What the registers say" }
    office_checked_alive { vi: "Còn sống, không mất tích", en: "Alive and not missing" }
    office_checked_not_alive { vi: "Đã chết hoặc bị tuyên bố mất tích", en: "Dead, or declared missing" }
    office_checked_document { vi: "Giấy tờ tùy thân còn giá trị", en: "The identity document holds" }
    office_checked_no_document { vi: "Không có giấy tờ tùy thân còn giá trị", en: "No identity document that holds" }
    office_checked_phone { vi: "Số điện thoại chính chủ", en: "The phone is the person's own" }
    office_checked_phone_not_own { vi: "Số điện thoại không chính chủ", en: "The phone is not the person's own" }

    office_card_results { vi: "Hai kết quả của hồ sơ", en: "Two results of this case" }
    office_card_result { vi: "Thẻ căn cước", en: "Identity card" }
    office_account_result { vi: "Tài khoản định danh", en: "e-ID account" }
    office_card_result_issued { vi: "Đã cấp, còn giá trị", en: "Issued and valid" }
    office_card_result_waits { vi: "Chưa cấp", en: "Not yet issued" }
    office_card_reference { vi: "Mã hồ sơ cấp thẻ", en: "Number of the card's dossier" }
    office_card_reference_hint { vi: "Chữ và số, do hệ thống cấp thẻ tạo khi thu nhận khuôn mặt và vân tay", en: "Letters and digits, from the card system when face and fingerprints were captured" }
    office_card_apply { vi: "Ghi nhận đề nghị cấp thẻ", en: "Record the application for a card" }
    office_reference_wrong { vi: "Đề nghị nhập mã hồ sơ cấp thẻ: chữ, số, dấu gạch", en: "Please enter the number of the card's dossier: letters, digits, hyphens" }

    office_evidence_travel_document { vi: "Hộ chiếu hoặc giấy tờ đi lại quốc tế", en: "Passport or travel document" }
    office_document_passed { vi: "Giấy tờ đúng người", en: "The person's document" }

    office_originals { vi: "Giấy tờ đối chiếu với bản gốc", en: "Papers compared with their originals" }
    office_originals_none { vi: "Chưa có giấy tờ nào.", en: "None yet." }
    office_original_add { vi: "Thêm giấy tờ", en: "Add a paper" }
    office_original_kind { vi: "Loại giấy tờ", en: "Kind of paper" }
    office_choose { vi: "Chọn", en: "Choose" }
    office_original_number { vi: "Số giấy tờ", en: "Number" }
    office_original_number_hint { vi: "Đúng như in trên giấy tờ", en: "As printed on the paper" }
    office_original_issued { vi: "Ngày cấp", en: "Issued on" }
    office_original_day_hint { vi: "ngày/tháng/năm", en: "dd/mm/yyyy" }
    office_original_expires { vi: "Có giá trị đến", en: "Valid until" }
    office_original_expires_hint { vi: "Để trống nếu không thời hạn", en: "Leave empty when it never ends" }
    office_original_compared { vi: "Tôi đã đối chiếu với bản gốc", en: "I have compared it with the original" }
    office_original_save { vi: "Ghi nhận giấy tờ", en: "Record the paper" }
    office_original_remove { vi: "Bỏ ra", en: "Take out" }
    office_compared_by(name, at) { vi: "{name} đối chiếu bản gốc lúc {at}", en: "Compared with the original by {name} at {at}" }
    office_company { vi: "Người đi cùng", en: "Company" }
    office_company_lead(who) {
        vi: "Người này do người khác đại diện nên phải có người đại diện đi cùng: {who}. Quan hệ được kiểm tra với Cơ sở dữ liệu quốc gia về dân cư khi ghi nhận, khi trình và khi phê duyệt.",
        en: "Somebody else answers for this person and must come along: {who}. The relation is checked with the National Population Database when it is recorded, handed on and approved."
    }
    office_company_nobody {
        vi: "Cơ sở dữ liệu quốc gia về dân cư không ghi cha, mẹ hay người giám hộ của người này, nên chưa giải quyết được. Đề nghị hướng dẫn gia đình cập nhật quan hệ tại Công an cấp xã, rồi trả hồ sơ để bổ sung.",
        en: "The National Population Database names no parent or guardian of this person, so the case cannot go on. Please have the family bring the register up to date at the commune police, and return the case to be completed."
    }
    office_company_number { vi: "Số định danh cá nhân của người đi cùng", en: "The companion's personal identification number" }
    office_company_seen { vi: "Người đi cùng có mặt và đã xuất trình thẻ căn cước; tôi đã đối chiếu", en: "The companion is here and has shown the identity card; I compared it" }
    office_company_record { vi: "Kiểm tra quan hệ và ghi nhận", en: "Check the relation and record" }
    office_company_by(name, at) { vi: "{name} ghi nhận lúc {at}", en: "Recorded by {name} at {at}" }
    office_company_not_needed { vi: "Người này tự làm thủ tục, không cần người đi cùng.", en: "This person comes alone; no company is needed." }
    office_company_not_seen { vi: "Chỉ ghi nhận người có mặt và đã xuất trình thẻ căn cước", en: "Only somebody who is here and has shown the card is recorded" }
    office_company_not_answering {
        vi: "Cơ sở dữ liệu quốc gia về dân cư không ghi người này là cha, mẹ hoặc người giám hộ đang đại diện. Đề nghị kiểm tra lại số; nếu số đúng, người đại diện phải đến, hoặc gia đình cập nhật quan hệ trước.",
        en: "The National Population Database does not say that this is a parent or the guardian who answers for the person. Please check the number; if it is right, whoever does must come, or the family brings the register up to date first."
    }
    office_company_no_account {
        vi: "Người đại diện phải có tài khoản mức độ 02 đang hoạt động của chính mình. Đề nghị nâng mức hoặc mở khóa tài khoản đó tại quầy trước, hoặc người đại diện khác đi cùng.",
        en: "Whoever answers for the person needs an open level-2 account of their own. Please raise or unlock it at the counter first, or let another representative come."
    }
    office_company_card {
        vi: "Người đi cùng không có thẻ căn cước còn giá trị. Đề nghị làm thủ tục cấp thẻ trước, hoặc người đại diện khác đi cùng.",
        en: "The companion has no valid identity card. Please have it renewed first, or let another representative come."
    }
    office_company_officer {
        vi: "Người đi cùng là chính bạn. Đề nghị chuyển hồ sơ cho cán bộ khác.",
        en: "The companion is you. Please leave the case to a colleague."
    }
    office_company_missing {
        vi: "Chưa ghi nhận người đại diện đi cùng. Đề nghị ghi nhận trước khi trình; nếu không có ai đi cùng, trả hồ sơ để bổ sung.",
        en: "No representative is recorded as company. Please record one before you submit; if nobody came, return the case to be completed."
    }
    office_company_ended {
        vi: "Người đi cùng đã ghi nhận không còn là người đại diện theo Cơ sở dữ liệu quốc gia về dân cư. Đề nghị trả lại hồ sơ để người đại diện hiện nay đi cùng.",
        en: "The companion on record no longer answers for the person, as the National Population Database has it. Please give the case back so that the present representative comes along."
    }
    office_no_original { vi: "Hồ sơ chưa có giấy tờ nào được đối chiếu với bản gốc", en: "No paper was compared with its original yet" }
    office_not_compared { vi: "Chỉ ghi nhận khi đã đối chiếu với bản gốc", en: "Only a paper that was compared with its original is recorded" }
    office_too_many_originals { vi: "Một hồ sơ nhận tối đa 20 giấy tờ", en: "A case takes in at most 20 papers" }
    office_original_kind_wrong { vi: "Đề nghị chọn loại giấy tờ", en: "Please choose the kind of paper" }
    office_original_number_wrong { vi: "Đề nghị nhập số đúng như in trên giấy tờ", en: "Please enter the number as printed on the paper" }
    office_original_issued_wrong { vi: "Đề nghị nhập ngày cấp, không sau hôm nay", en: "Please enter the day of issue, not after today" }
    office_original_expires_wrong { vi: "Đề nghị nhập ngày hết giá trị, sau ngày cấp", en: "Please enter the last day, after the day of issue" }
    office_original_expired { vi: "Giấy tờ đã hết giá trị nên không tích hợp được", en: "The paper has run out and cannot be taken in" }

    office_return { vi: "Đề nghị người dân bổ sung", en: "Ask the person to complete it" }
    office_return_lead {
        vi: "Nêu toàn bộ nội dung còn thiếu trong một lần. Lần sau chỉ được nêu lại nội dung đã bổ sung mà chưa đạt. Thời hạn tạm dừng cho đến khi người dân bổ sung.",
        en: "Name everything that is lacking at once. A later round can only name again what was brought and is lacking still. The clock stands still meanwhile."
    }
    office_lacks { vi: "Nội dung cần bổ sung", en: "What is lacking" }
    office_return_guidance_hint { vi: "Người dân nhận được nguyên văn, ít nhất 10 ký tự", en: "The person reads these words, at least 10 characters" }
    office_nothing_lacking { vi: "Đề nghị chọn ít nhất một nội dung cần bổ sung", en: "Please choose at least one thing that is lacking" }
    office_not_in_one_round(lacks) {
        vi: "Lần trước chưa nêu: {lacks}. Mọi nội dung cần bổ sung phải nêu đủ trong một lần.",
        en: "Not named in the round before: {lacks}. Everything must be asked for in one round."
    }
    office_rounds { vi: "Các lần bổ sung", en: "Rounds of completion" }
    office_round(round, name, at) { vi: "Lần {round}: {name} đề nghị lúc {at}", en: "Round {round}: asked by {name} at {at}" }
    office_round_answered(at) { vi: "Đã bổ sung lúc {at}", en: "Brought at {at}" }
    office_round_lapsed(at) { vi: "Không bổ sung trong thời hạn; hồ sơ tự kết thúc lúc {at}", en: "Not brought within the term; the case ended by itself at {at}" }
    office_round_waits { vi: "Đang chờ bổ sung", en: "Not yet brought" }
    office_resume { vi: "Đã nhận đủ phần bổ sung", en: "Everything was brought" }

    office_propose_refusal { vi: "Trình từ chối", en: "Submit to be refused" }
    office_propose_refusal_lead {
        vi: "Khi hồ sơ không thể hoàn thiện: nêu lý do để cán bộ khác quyết định.",
        en: "When the case can never be complete: say why, for another officer to decide."
    }
    office_ground { vi: "Căn cứ từ chối", en: "Ground of the refusal" }
    office_no_ground { vi: "Đề nghị chọn căn cứ từ chối", en: "Please choose the ground of the refusal" }

    office_papers { vi: "Giấy tờ để in", en: "Papers to print" }
    office_form_receipt { vi: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", en: "Receipt and day of the result" }
    office_form_supplement { vi: "Phiếu hướng dẫn bổ sung hồ sơ", en: "What to bring to complete the case" }
    office_form_refusal { vi: "Thông báo từ chối giải quyết hồ sơ", en: "Notice of refusal" }
    office_form_result { vi: "Giấy thông báo kết quả", en: "Notice of the result" }
    office_paper_due { vi: "Hẹn trả kết quả chậm nhất", en: "The result comes by" }
    office_paper_returned { vi: "Thời hạn tạm dừng từ", en: "The clock stands still since" }
    office_paper_ends { vi: "Bổ sung chậm nhất", en: "To be brought by" }
    office_paper_person { vi: "Người đề nghị (chữ cái đầu)", en: "Applicant (initials)" }
    office_paper_one_round { vi: "Đây là toàn bộ nội dung cần bổ sung.", en: "This is everything that is needed." }
    office_paper_complain(hotline) {
        vi: "Nếu không đồng ý, đề nghị gọi tổng đài {hotline} hoặc khiếu nại tại cơ quan đã quyết định.",
        en: "If you do not agree, please call {hotline} or complain to the office that decided."
    }
    office_paper_keep(hotline) {
        vi: "Mang giấy này và giấy tờ tùy thân khi nhận kết quả. Tổng đài: {hotline}.",
        en: "Bring this paper and your identity document for the result. Call centre: {hotline}."
    }
    office_paper_by(name, at) { vi: "{name}, in lúc {at}", en: "{name}, printed at {at}" }
    office_paper_print { vi: "In bằng lệnh In của trình duyệt", en: "Print it with the browser's Print command" }
    office_foreigner_number { vi: "Số định danh của người nước ngoài", en: "Foreigner's identification number" }

    office_search { vi: "Tìm", en: "Find" }
    office_search_title { vi: "Tìm hồ sơ của đơn vị", en: "Find a case of the unit" }
    office_search_lead {
        vi: "Chỉ tìm trong hồ sơ do đơn vị tiếp nhận. Không có chức năng tìm kiếm người.",
        en: "Only among cases that this unit received. There is no search for people."
    }
    office_search_code { vi: "Mã hồ sơ", en: "Code of the case" }
    office_search_code_hint { vi: "8 chữ và số, như trên giấy tiếp nhận", en: "The 8 letters and digits on the receipt" }
    office_search_code_wrong { vi: "Mã hồ sơ có 8 chữ và số", en: "A code has 8 letters and digits" }
    office_search_any { vi: "Mọi trạng thái", en: "Any state" }
    office_search_due { vi: "Đến hạn chậm nhất ngày", en: "Due by" }
    office_search_due_hint { vi: "ngày/tháng/năm", en: "dd/mm/yyyy" }
    office_search_due_wrong { vi: "Đề nghị nhập ngày/tháng/năm", en: "Please enter dd/mm/yyyy" }
    office_search_number_hint { vi: "Đủ 12 chữ số; một phần của số không tìm được gì", en: "All 12 digits; a part of a number finds nothing" }
    office_search_nothing { vi: "Đề nghị nhập ít nhất một điều kiện tìm", en: "Please say what to look for" }
    office_search_found(count) { vi: "Tìm thấy {count} hồ sơ", en: "{count} cases found" }
    office_search_none { vi: "Không có hồ sơ nào của đơn vị như vậy.", en: "The unit has no such case." }
    office_search_logged { vi: "Mỗi lần tìm đều được ghi nhật ký và có giới hạn trong ngày.", en: "Every search is logged, and a day has a limit." }

    office_way_foreigner { vi: "Người nước ngoài", en: "Foreigners" }
    office_foreigner_title { vi: "Cấp tài khoản cho người nước ngoài", en: "Make an account for a foreigner" }
    office_foreigner_lead {
        vi: "Tại cơ quan quản lý xuất nhập cảnh, theo hộ chiếu hoặc giấy tờ đi lại quốc tế đang xuất trình. Thông tin được đối chiếu với cơ sở dữ liệu quốc gia về xuất nhập cảnh.",
        en: "At the immigration office, from the passport or travel document shown. The data are compared with the national immigration database."
    }
    office_nationality_hint { vi: "3 chữ cái như trong hộ chiếu, ví dụ KOR", en: "The 3 letters of the passport, for instance KOR" }
    office_nationality_wrong { vi: "Đề nghị nhập 3 chữ cái quốc tịch nước ngoài như trong hộ chiếu", en: "Please enter the 3 letters of a foreign nationality as in the passport" }
    office_document { vi: "Số hộ chiếu hoặc giấy tờ đi lại quốc tế", en: "Number of the passport or travel document" }
    office_document_hint { vi: "Chữ và số, từ 5 đến 20 ký tự", en: "Letters and digits, 5 to 20 of them" }
    office_document_wrong { vi: "Đề nghị nhập số giấy tờ: chữ và số, từ 5 đến 20 ký tự", en: "Please enter the document's number: 5 to 20 letters and digits" }
    office_latin_hint { vi: "Chữ Latinh không dấu, như hai dòng cuối trang hộ chiếu", en: "Latin letters without marks, as in the two lines at the foot of the passport" }
    office_latin_wrong { vi: "Đề nghị nhập tên bằng chữ Latinh không dấu như trong hộ chiếu", en: "Please enter the name in Latin letters without marks, as in the passport" }
    office_passport_expired {
        vi: "Hộ chiếu đã hết hạn nên không giải quyết được. Đề nghị người đó gia hạn hoặc đổi hộ chiếu rồi quay lại.",
        en: "The passport has expired, so nothing can be done. Please ask the person to renew it and come again."
    }
    office_stay_ended {
        vi: "Đã hết thời hạn cư trú nên không giải quyết được. Đề nghị người đó làm thủ tục cư trú trước.",
        en: "The residence has ended, so nothing can be done. Please ask the person to settle the residence first."
    }
    office_foreigner_not_possible {
        vi: "Không mở được hồ sơ cho giấy tờ này. Đề nghị kiểm tra lại quốc tịch và số; người đã có tài khoản và người dưới 14 tuổi làm thủ tục khác.",
        en: "No case can be opened for this document. Please check nationality and number; people with an account and under 14 have other procedures."
    }
    office_foreigner_elsewhere {
        vi: "Người nước ngoài được tiếp nhận và giải quyết tại cơ quan quản lý xuất nhập cảnh (Nghị định 320/2026/NĐ-CP, Điều 11 mới). Đơn vị của bạn không phải là cơ quan quản lý xuất nhập cảnh. Đề nghị hướng dẫn người đó đến một trong những nơi sau đây.",
        en: "Foreigners are received at an immigration office, which alone decides (Decree 320/2026/NĐ-CP, new Article 11). Your unit is none. Please send the person to one of these."
    }
    office_foreigner_offices { vi: "Nơi tiếp nhận", en: "Where foreigners are received" }
    office_foreigner_no_office(hotline) {
        vi: "Chưa có cơ quan quản lý xuất nhập cảnh nào trong danh sách đơn vị. Đề nghị gọi tổng đài {hotline}.",
        en: "No immigration office stands among the units yet. Please call {hotline}."
    }
    language_vi { vi: "Tiếng Việt", en: "Tiếng Việt" }
    language_en { vi: "English", en: "English" }
}
