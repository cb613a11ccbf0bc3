//! The history: one sentence for each kind of event, for the person it is about and for the officer who did it.

use crate::identity::language::texts;

texts! {
    history_title { vi: "Lịch sử truy cập", en: "Access history" }
    history_lead {
        vi: "Mọi lần dữ liệu của bạn được xem hoặc tài khoản được sử dụng. Bản ghi không sửa, không xóa được.",
        en: "Every time your data were seen or your account was used. What is recorded cannot be changed or deleted."
    }
    history_seen_only { vi: "Chỉ những lần người khác xem dữ liệu", en: "Only when others saw data" }
    history_everything { vi: "Toàn bộ lịch sử", en: "The whole history" }
    history_none { vi: "Chưa có gì được ghi lại.", en: "Nothing is recorded yet." }
    history_seen { vi: "Đã xem dữ liệu", en: "Data seen" }
    history_purpose(purpose) { vi: "Mục đích: {purpose}.", en: "Purpose: {purpose}." }
    history_field_account { vi: "Tài khoản", en: "The account" }
    history_field_case { vi: "Nội dung hồ sơ", en: "What stands in the case" }
    history_field_enrolments { vi: "Các lần đăng ký không khớp", en: "Applications that did not match" }
    history_field_originals { vi: "Giấy tờ đã xem bản gốc", en: "Papers shown in the original" }
    history_field_card { vi: "Thẻ căn cước", en: "Identity card" }
    history_field_status { vi: "Tình trạng theo cơ sở dữ liệu", en: "Standing in the register" }
    history_fields(fields) { vi: "Thông tin: {fields}.", en: "Data: {fields}." }
    history_place(place) { vi: "Địa điểm: {place}.", en: "Place: {place}." }
    history_before(count) { vi: "Cùng nội dung trong ngày: {count} lần trước đó", en: "The same before, on that day: {count} ×" }
    history_receipt { vi: "Xem biên nhận", en: "See the receipt" }
    history_help(hotline) {
        vi: "Thấy điều bất thường? Gọi tổng đài {hotline}.",
        en: "Something looks wrong? Call {hotline}."
    }

    history_ledger {
        vi: "Mỗi dòng được ghi vào một sổ cái chỉ ghi thêm, không sửa và không xóa được mà không bị phát hiện. Máy của bạn tự đối chiếu từng dòng; bạn cũng có thể tải bằng chứng về và nhờ người khác kiểm tra.",
        en: "Each line is written into a ledger that is only ever added to: no line is changed or removed without being found out. Your device checks each line itself; you can also keep the proof and have somebody else check it."
    }
    history_check { vi: "Tải bằng chứng", en: "Get the proof" }
    history_check_of(at) { vi: "Tải bằng chứng của dòng lúc {at}", en: "Get the proof of the line of {at}" }
    history_proven { vi: "✓ Khớp sổ cái", en: "✓ In the ledger" }
    history_waits { vi: "… Đang được ghi vào sổ cái", en: "… Being written into the ledger" }
    history_not_proven { vi: "⚠ Không khớp sổ cái. Hãy tải bằng chứng và báo tổng đài.", en: "⚠ Does not agree with the ledger. Get the proof and call us." }
    history_all_proven { vi: "Máy của bạn đã đối chiếu mọi dòng: khớp sổ cái.", en: "Your device checked every line: all are in the ledger." }
    history_some_wait {
        vi: "Máy của bạn đã đối chiếu mọi dòng: khớp sổ cái. Dòng mới nhất đang được ghi vào.",
        en: "Your device checked every line: all are in the ledger, but for the newest, which are being written."
    }
    history_some_wrong { vi: "Có dòng không khớp sổ cái; xem từng dòng bên dưới.", en: "Some lines do not agree with the ledger; see each line below." }
    history_unchecked { vi: "Máy của bạn chưa đối chiếu được lúc này. Bằng chứng vẫn tải được ở từng dòng.", en: "Your device could not check just now. The proof of each line can still be kept." }

    by_reader { vi: "Bạn", en: "You" }
    by_person { vi: "Một người khác", en: "Somebody else" }
    by_operator { vi: "Người vận hành hệ thống", en: "An operator of the system" }
    by_house { vi: "Hệ thống", en: "The system" }
    by_nobody { vi: "Người chưa xác định", en: "Somebody unidentified" }
    by_father { vi: "Cha của bạn", en: "Your father" }
    by_mother { vi: "Mẹ của bạn", en: "Your mother" }
    by_guardian { vi: "Người giám hộ của bạn", en: "Your guardian" }
    by_other_guardian { vi: "Một người đại diện khác", en: "Another representative" }
    other_unknown { vi: "bên không còn đăng ký", en: "a party no longer registered" }

    event_enrolment_submitted { vi: "Đã gửi đề nghị cấp tài khoản.", en: "An account was applied for." }
    event_enrolment_matched { vi: "Thông tin kê khai trùng khớp, tài khoản được lập.", en: "The declared data matched; an account was made." }
    event_enrolment_waiting { vi: "Một đề nghị cấp tài khoản đang chờ cơ sở dữ liệu trả lời.", en: "An application for an account waits for a register to answer." }
    event_enrolment_late { vi: "Một đề nghị cấp tài khoản chưa được giải quyết trong thời hạn.", en: "An application for an account was not decided in time." }
    event_enrolment_refused { vi: "Một đề nghị cấp tài khoản không được chấp nhận.", en: "An application for an account was not accepted." }
    event_activation_reopened { vi: "Tổng đài đã mở lại thời hạn kích hoạt tài khoản.", en: "The call centre opened the time to activate the account again." }
    event_activation_lapsed { vi: "Đã hết thời hạn kích hoạt tài khoản.", en: "The time to activate the account is over." }
    event_account_activated { vi: "Tài khoản đã được kích hoạt.", en: "The account was activated." }
    event_dependant_declared { vi: "Bạn đã khai báo một người phụ thuộc; Cơ sở dữ liệu quốc gia về dân cư xác nhận.", en: "You declared a dependant; the National Population Database says so." }
    event_guardian_declared(who) { vi: "{who} đã được ghi nhận là người đại diện.", en: "{who} was recorded as a representative." }
    event_dependant_refused { vi: "Một khai báo người phụ thuộc của bạn không được xác nhận.", en: "A dependant that you declared could not be confirmed." }
    event_dependant_viewed { vi: "Bạn đã xem dữ liệu của người phụ thuộc.", en: "You looked at the data of a dependant." }
    event_guardian_viewed(who) { vi: "{who} đã xem dữ liệu.", en: "{who} looked at the data." }
    event_dependant_grown { vi: "Người phụ thuộc đã đủ tuổi tự sử dụng tài khoản.", en: "The dependant is old enough to act alone." }
    event_dependant_ended { vi: "Một việc đại diện đã chấm dứt; dữ liệu không còn mở cho người đại diện.", en: "A representation ended; the data are closed to the representative." }
    event_hand_over_opened { vi: "Đã gửi đề nghị nhận lại tài khoản do người đại diện lập.", en: "It was asked to take over the account that a representative had made." }
    event_account_handed_over { vi: "Chủ tài khoản đã nhận tài khoản và tự sử dụng.", en: "The account's holder took it over and acts alone." }
    event_account_raised(by) { vi: "{by} đã nâng tài khoản lên mức độ 02.", en: "{by} raised the account to level 2." }
    event_account_renumbered {
        vi: "Số định danh cá nhân của tài khoản đã được cập nhật theo Cơ sở dữ liệu quốc gia về dân cư.",
        en: "The account's personal identification number was brought up to date with the National Population Database."
    }
    event_account_locked(by) { vi: "{by} đã khóa tài khoản.", en: "{by} locked the account." }
    event_account_unlocked(by) { vi: "{by} đã mở khóa tài khoản.", en: "{by} unlocked the account." }
    event_card_ending { vi: "Đã báo thẻ căn cước của bạn sắp hết hạn.", en: "You were told that your identity card expires soon." }
    event_card_ended {
        vi: "Thẻ căn cước hết hạn: căn cước điện tử tạm thời không xuất trình được, tài khoản vẫn dùng được.",
        en: "The identity card expired: the electronic card cannot be shown for now, the account works as before."
    }
    event_card_restored { vi: "Thẻ căn cước đã được cấp đổi, căn cước điện tử dùng được trở lại.", en: "The identity card was renewed; the electronic card works again." }
    event_stay_ending { vi: "Đã báo hộ chiếu hoặc thời hạn cư trú của bạn sắp hết.", en: "You were told that your passport or stay ends soon." }
    event_stay_ended { vi: "Hộ chiếu hoặc thời hạn cư trú đã hết.", en: "The passport or the stay has ended." }
    event_password_set { vi: "Mật khẩu đã được đặt hoặc thay đổi.", en: "The password was set or changed." }
    event_recovery_begun { vi: "Có yêu cầu lấy lại tài khoản này.", en: "Somebody began to recover this account." }
    event_recovery_proven { vi: "Một bằng chứng đã được xuất trình để lấy lại tài khoản.", en: "A proof was shown to recover the account." }
    event_recovery_waiting { vi: "Việc lấy lại tài khoản đang chờ; bạn đã được báo qua mọi kênh.", en: "The recovery is waiting; you were told by every channel." }
    event_recovery_stopped { vi: "Việc lấy lại tài khoản đã bị dừng.", en: "The recovery was stopped." }
    event_account_recovered { vi: "Tài khoản đã được lấy lại với mật khẩu và điện thoại mới.", en: "The account was recovered with a new password and phone." }
    event_codes_stopped { vi: "Hệ thống tạm dừng gửi mã trong ngày.", en: "The service stopped sending codes for the day." }
    event_factor_added { vi: "Đã thêm một ứng dụng xác thực.", en: "An authenticator app was added." }
    event_factor_removed { vi: "Đã gỡ một ứng dụng xác thực.", en: "An authenticator app was removed." }
    event_organisation_square_made(other) { vi: "{other} đã tạo mã QR.", en: "{other} made a QR code." }
    event_organisation_square_opened(other) { vi: "Bạn đã mở mã QR của {other}.", en: "You opened the QR code of {other}." }
    event_organisation_square_revoked(other) { vi: "{other} đã thu hồi mã QR.", en: "{other} took a QR code back." }
    event_passkey_added { vi: "Đã thêm một khóa truy cập.", en: "A passkey was added." }
    event_passkey_removed { vi: "Đã gỡ một khóa truy cập.", en: "A passkey was removed." }
    event_passkey_suspected {
        vi: "Một khóa truy cập bị từ chối vì có thể đã bị sao chép.",
        en: "A passkey was refused, since a copy of it may exist."
    }
    event_paper_added { vi: "Đã lập một tờ mã dự phòng mới.", en: "A new sheet of paper codes was made." }
    event_paper_used(left) { vi: "Một mã dự phòng trên giấy đã được dùng; còn lại {left}.", en: "A paper code was used; codes left: {left}." }
    event_paper_removed { vi: "Đã hủy tờ mã dự phòng.", en: "The sheet of paper codes was cancelled." }
    event_signed_in_by_square { vi: "Đã đăng nhập trên một máy khác, do ví của bạn cho phép.", en: "Signed in on another device that your wallet let in." }
    event_sign_in_opened { vi: "Ví của bạn đã mở mã đăng nhập của một máy khác.", en: "Your wallet opened the sign-in square of another device." }
    event_sign_in_approved { vi: "Bạn đã cho một máy khác đăng nhập.", en: "You let another device sign in." }
    event_sign_in_denied { vi: "Bạn đã không cho một máy khác đăng nhập.", en: "You did not let another device sign in." }
    event_sign_in_reported { vi: "Bạn đã báo: không yêu cầu đăng nhập trên máy khác.", en: "You reported a sign-in on another device that you had not asked for." }
    event_sign_in_wrong_number { vi: "Số nhập trong ví khác số trên máy; lần đăng nhập đó đã kết thúc.", en: "The number typed in the wallet was not the one on the device; that sign-in is over." }
    event_signed_in { vi: "Đã đăng nhập.", en: "Signed in." }
    event_sign_in_failed { vi: "Một lần đăng nhập sai mật khẩu hoặc mã.", en: "A sign-in with a wrong password or code." }
    event_session_raised { vi: "Đã xác thực thêm một yếu tố.", en: "Another factor was shown." }
    event_session_lowered { vi: "Bạn đã chọn chỉ dùng mức độ 01 trong một phiên.", en: "You chose to act at level 1 in a session." }
    event_signed_out { vi: "Đã đăng xuất.", en: "Signed out." }
    event_consent_given(other) { vi: "Bạn đồng ý chia sẻ thông tin với {other}.", en: "You agreed to share data with {other}." }
    event_consent_withdrawn(other) { vi: "Bạn đã rút lại sự đồng ý với {other}.", en: "You withdrew your consent for {other}." }
    event_consent_denied(other) { vi: "Bạn đã từ chối chia sẻ thông tin với {other}.", en: "You refused to share data with {other}." }
    event_code_issued(other) { vi: "Bạn đã vào dịch vụ {other}.", en: "You entered {other}." }
    event_code_redeemed(other) { vi: "{other} đã nhận kết quả đăng nhập.", en: "{other} received the result of the sign-in." }
    event_code_replayed(other) {
        vi: "Mã đăng nhập của {other} bị dùng lại; phiên tại đó đã bị chấm dứt.",
        en: "A sign-in code of {other} was used twice; the session there was ended."
    }
    event_token_refreshed(other) { vi: "{other} đã gia hạn phiên của bạn.", en: "{other} renewed your session." }
    event_refresh_replayed(other) {
        vi: "Mã gia hạn của {other} bị dùng lại; phiên tại đó đã bị chấm dứt.",
        en: "A renewal token of {other} was used twice; the session there was ended."
    }
    event_token_revoked(other) { vi: "{other} đã trả lại quyền truy cập.", en: "{other} gave its access back." }
    event_family_ended(other) { vi: "Quyền truy cập của {other} đã chấm dứt.", en: "The access of {other} was ended." }
    event_party_told(other) { vi: "Đã báo cho {other} rằng bạn đăng xuất.", en: "{other} was told that you signed out." }
    event_party_not_told(other) { vi: "Chưa báo được cho {other} rằng bạn đăng xuất.", en: "{other} could not be told that you signed out." }
    event_claims_released(other) { vi: "{other} đã nhận thông tin của bạn.", en: "{other} received your data." }
    event_party_registered { vi: "Thông tin đăng ký của một dịch vụ đã thay đổi.", en: "A service's registration was changed." }
    event_case_opened(by) { vi: "{by} đã tiếp nhận hồ sơ của bạn.", en: "{by} received your case." }
    event_case_begun(by) { vi: "{by} đã bắt đầu xử lý hồ sơ.", en: "{by} began to work on the case." }
    event_case_returned(by) { vi: "{by} đã đề nghị bạn bổ sung hồ sơ.", en: "{by} asked you to complete the case." }
    event_case_supplemented(by) { vi: "{by} đã nhận phần bổ sung hồ sơ.", en: "{by} took what completes the case." }
    event_holder_recognised(by) { vi: "{by} đã nhận diện bạn bằng khuôn mặt tại nơi tiếp nhận.", en: "{by} recognised you by your face at the counter." }
    event_case_lapsed { vi: "Hồ sơ tự kết thúc vì không được bổ sung trong thời hạn.", en: "A case ended by itself: what was lacking was not brought in time." }
    event_case_checked(by) { vi: "{by} đã kiểm tra thông tin với các cơ sở dữ liệu.", en: "{by} had data checked with the registers." }
    event_cases_searched(by) { vi: "{by} đã tìm hồ sơ của đơn vị.", en: "{by} searched the unit's cases." }
    event_case_printed(by) { vi: "{by} đã in giấy tờ của hồ sơ.", en: "{by} printed a paper of the case." }
    event_card_applied(by) { vi: "{by} đã ghi nhận đề nghị cấp thẻ căn cước.", en: "{by} recorded the application for an identity card." }
    event_declaration_mended(by) { vi: "{by} đã sửa thông tin kê khai.", en: "{by} mended what was declared." }
    event_original_compared(by) { vi: "{by} đã đối chiếu một giấy tờ với bản gốc.", en: "{by} compared a paper with its original." }
    event_original_removed(by) { vi: "{by} đã bỏ một giấy tờ khỏi hồ sơ.", en: "{by} took a paper out of the case." }
    event_case_not_opened(by) { vi: "{by} đã tìm mở hồ sơ nhưng không được phép.", en: "{by} tried to open a case and was refused." }
    event_case_submitted(by) { vi: "{by} đã trình hồ sơ để phê duyệt.", en: "{by} submitted the case for approval." }
    event_case_given_back(by) { vi: "{by} đã trả hồ sơ để bổ sung.", en: "{by} gave the case back to be completed." }
    event_company_recorded(by) { vi: "{by} đã ghi nhận người đi cùng bạn, theo Cơ sở dữ liệu quốc gia về dân cư.", en: "{by} recorded who came along, as the National Population Database has it." }
    event_company_given(by) { vi: "{by} đã ghi nhận bạn đi cùng người mà bạn đại diện.", en: "{by} recorded that you came with somebody for whom you answer." }
    event_company_refused(by) { vi: "{by} đã nhập một người đi cùng nhưng không được ghi nhận.", en: "{by} entered a companion who was not accepted." }
    event_evidence_recorded(by) { vi: "{by} đã ghi nhận kết quả kiểm tra.", en: "{by} recorded what was checked." }
    event_measure_received(by) { vi: "{by} đã tiếp nhận một đề nghị về tài khoản.", en: "{by} received a request about the account." }
    event_measure_not_received(by) { vi: "{by} đã nhập một đề nghị về tài khoản nhưng không được tiếp nhận.", en: "{by} entered a request about the account that was not accepted." }
    event_measure_submitted(by) { vi: "{by} đã trình đề nghị để phê duyệt.", en: "{by} submitted the request for approval." }
    event_measure_approved(by) { vi: "{by} đã phê duyệt đề nghị về tài khoản.", en: "{by} approved the request about the account." }
    event_measure_refused(by) { vi: "{by} đã từ chối đề nghị về tài khoản.", en: "{by} refused the request about the account." }
    event_account_closed(by) { vi: "{by} đã đóng tài khoản.", en: "{by} closed the account." }
    event_account_merged(by) {
        vi: "{by} đã hợp nhất tài khoản thứ hai của bạn vào tài khoản này.",
        en: "{by} merged your second account into this one."
    }
    event_call_recognised(by) { vi: "{by} tại tổng đài đã xác minh đúng bạn gọi đến.", en: "{by} at the call centre verified that it was you who called." }
    event_call_not_recognised(by) {
        vi: "Có người gọi tổng đài về tài khoản của bạn nhưng {by} không xác minh được.",
        en: "Somebody called the call centre about your account, and {by} could not verify who it was."
    }
    event_case_approved(by) { vi: "{by} đã phê duyệt hồ sơ.", en: "{by} approved the case." }
    event_case_refused(by) { vi: "{by} đã từ chối hồ sơ.", en: "{by} refused the case." }
    event_record_viewed(by) { vi: "{by} đã xem dữ liệu trong hồ sơ.", en: "{by} looked at the data in the case." }
    event_organisation_applied(by) { vi: "{by} đã nộp đề nghị cấp tài khoản cho tổ chức.", en: "{by} applied for an organisation's account." }
    event_organisation_consent(by) {
        vi: "{by} đã trả lời về việc cấp tài khoản cho tổ chức.",
        en: "{by} answered whether the organisation is to have an account."
    }
    event_organisation_decided(by) {
        vi: "{by} đã xử lý đề nghị cấp tài khoản cho tổ chức.",
        en: "{by} dealt with the application for the organisation's account."
    }
    event_organisation_registered(by) { vi: "{by} đã đăng ký tài khoản tổ chức.", en: "{by} registered the organisation's account." }
    event_organisation_viewed(by) {
        vi: "{by} đã xem đề nghị cấp tài khoản cho tổ chức.",
        en: "{by} looked at the application for the organisation's account."
    }
    event_organisation_locked(by) { vi: "{by} đã khóa tài khoản tổ chức.", en: "{by} locked the organisation's account." }
    event_organisation_unlocked(by) {
        vi: "{by} đã gỡ một căn cứ khóa tài khoản tổ chức.",
        en: "{by} lifted a ground for the lock of the organisation's account."
    }
    event_organisation_measure(by) {
        vi: "{by} đã đề xuất hoặc quyết định việc khóa, mở khóa tài khoản tổ chức.",
        en: "{by} proposed or decided a lock of the organisation's account, or its lifting."
    }
    event_representation_offered(by) {
        vi: "{by} đã mời một người đại diện cho tổ chức, hoặc lời mời đã được trả lời.",
        en: "{by} offered somebody a role for the organisation, or the offer was answered."
    }
    event_representation_begun(by) { vi: "{by} được đại diện cho tổ chức.", en: "{by} may represent the organisation from now on." }
    event_representation_changed(by) {
        vi: "{by} đã thay đổi quyền của một người đại diện cho tổ chức.",
        en: "{by} changed what somebody may do for the organisation."
    }
    event_representation_ended(by) {
        vi: "{by} đã chấm dứt quyền đại diện cho tổ chức.",
        en: "{by} ended somebody's right to represent the organisation."
    }
    event_officer_changed { vi: "Nhiệm vụ cán bộ đã thay đổi.", en: "An officer's assignment was changed." }
    event_permission_changed { vi: "Quyền của một nhóm cán bộ đã thay đổi.", en: "What a group of officers may do was changed." }
    event_switched_on { vi: "Bạn đã bật “Xác minh ứng dụng qua QR”.", en: "You switched “Verify the app by QR” on." }
    event_switched_off { vi: "Bạn đã tắt “Xác minh ứng dụng qua QR”.", en: "You switched “Verify the app by QR” off." }
    event_guardian_showed(who) { vi: "{who} đã tạo mã QR chia sẻ.", en: "{who} created a sharing QR." }
    event_guardian_showed_square(who) { vi: "{who} đã tạo mã QR xác minh.", en: "{who} created a verification QR." }
    event_guardian_allowed(who, other) { vi: "{who} đã đồng ý cung cấp thông tin cho {other}.", en: "{who} let {other} have data." }
    event_guardian_denied(who, other) { vi: "{who} đã từ chối đề nghị của {other}.", en: "{who} refused the request of {other}." }
    event_square_made { vi: "Bạn đã tạo mã QR xác minh.", en: "You created a verification QR." }
    event_sharing_square_made { vi: "Bạn đã tạo mã QR chia sẻ.", en: "You created a sharing QR." }
    event_scanned(by) { vi: "{by} đã quét mã QR: ứng dụng thật.", en: "{by} scanned the QR: genuine app." }
    event_scan_refused(by, answer) { vi: "{by} đã quét mã QR: {answer}.", en: "{by} scanned a QR: {answer}." }
    event_scan_confirmed(by, time) {
        vi: "{by} đã kiểm tra mã QR lúc {time} khi không có mạng; mã là thật. Không có thông tin nào được cung cấp.",
        en: "{by} checked the QR at {time} without network: genuine. No data were given."
    }
    event_scan_doubled(by, time) {
        vi: "{by} đã kiểm tra mã QR lúc {time} khi không có mạng, nhưng mã đó đã được người khác quét. Nếu bạn không hiểu vì sao, đề nghị gọi tổng đài.",
        en: "{by} checked the QR at {time} without network, and somebody else had scanned it. If you do not know why, please call the call centre."
    }
    event_late_scan_refused(by, time, answer) {
        vi: "{by} đã kiểm tra mã QR lúc {time} khi không có mạng: {answer}.",
        en: "{by} checked a QR at {time} without network: {answer}."
    }
    refused_too_late { vi: "kết quả gửi về quá muộn", en: "it was sent too late" }
    refused_expired { vi: "mã đã hết hiệu lực", en: "it had expired" }
    refused_used { vi: "mã đã được dùng", en: "it had been used" }
    refused_cancelled { vi: "mã đã bị hủy", en: "it had been cancelled" }
    refused_locked { vi: "tài khoản đang bị khóa", en: "the account is locked" }
    refused_own { vi: "mã của chính người quét", en: "it was the scanner's own" }
    refused_unknown { vi: "mã không do hệ thống cấp", en: "it was not issued by the e-ID system" }
    event_fields_asked(by) { vi: "{by} đã đề nghị xem thông tin.", en: "{by} asked to see data." }
    event_fields_allowed(other) { vi: "Thông tin đã được cung cấp cho {other}.", en: "Data were given to {other}." }
    event_fields_denied(other) { vi: "Đề nghị của {other} bị từ chối.", en: "The request of {other} was refused." }
    event_fields_lapsed(other) { vi: "Đề nghị của {other} hết thời hạn trả lời.", en: "The request of {other} lapsed." }
    event_near_match_opened { vi: "Một hồ sơ đăng ký gần khớp chờ cán bộ xem.", en: "An application nearly matched and waits for an officer." }
    event_near_match_decided(by) { vi: "{by} đã xử lý một hồ sơ đăng ký gần khớp.", en: "{by} decided an application that nearly matched." }
    event_correction_asked { vi: "Đã yêu cầu điều chỉnh dữ liệu dân cư.", en: "A correction of the population register was asked for." }
    event_correction_proposed(by) { vi: "{by} đã đề xuất quyết định về yêu cầu điều chỉnh.", en: "{by} proposed a decision on a correction." }
    event_correction_decided(by) { vi: "{by} đã quyết định về yêu cầu điều chỉnh.", en: "{by} decided on a correction." }
    event_correction_handed { vi: "Kết quả điều chỉnh đã được chuyển đến cơ sở dữ liệu.", en: "A correction was handed to the register." }
    event_correction_settled(by) { vi: "{by} đã trả lời yêu cầu điều chỉnh mà cơ sở dữ liệu chưa thực hiện.", en: "{by} settled a correction that the register had not carried out." }
    event_unit_changed { vi: "Thông tin của một đơn vị tiếp dân đã thay đổi.", en: "A unit that receives people was changed." }
    event_visit_booked { vi: "Bạn đã đặt lịch hẹn với đơn vị.", en: "You booked a visit to a unit." }
    event_visit_moved { vi: "Bạn đã đổi lịch hẹn.", en: "You moved your visit." }
    event_visit_cancelled(by) { vi: "{by} đã hủy lịch hẹn.", en: "{by} cancelled the visit." }
    event_visits_listed { vi: "Đã xem danh sách lịch hẹn của đơn vị (chữ viết tắt của tên và giờ).", en: "The unit's list of visits was looked at (initials and times)." }
    event_visit_kept(by) { vi: "{by} đã ghi nhận người hẹn có đến.", en: "{by} recorded that the person came to the visit." }
    event_visit_missed(by) { vi: "{by} đã ghi nhận người hẹn không đến.", en: "{by} recorded that the person did not come." }
    event_key_moved { vi: "Khóa ký của hệ thống đã thay đổi.", en: "A signing key of the system was changed." }
}
