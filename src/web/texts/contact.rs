//! An officer contacts somebody: the officer's page, the wallet's, the public one, and what people report.

use crate::identity::language::texts;

texts! {
    home_officer { vi: "Kiểm tra cán bộ đang liên hệ với bạn", en: "Check an officer who contacts you" }
    home_officer_hint { vi: "Có người gọi điện hoặc đến nhà, xưng là công an?", en: "Somebody calls or comes and says they are from the police?" }
    footer_officer { vi: "Có người xưng là công an? Kiểm tra tại đây.", en: "Somebody says they are from the police? Check here." }

    officer_title { vi: "Có đúng cán bộ đang liên hệ với tôi không?", en: "Is an officer really contacting me?" }
    officer_lead {
        vi: "Cán bộ thật đọc cho bạn một mã 6 chữ số. Nhập mã đó và số định danh cá nhân của chính bạn. Người gọi không có mã, hoặc không chịu đọc mã, không phải là cán bộ.",
        en: "A genuine officer tells you a code of 6 digits. Enter it with your own personal number. A caller who has no code, or will not tell it, is no officer."
    }
    officer_number { vi: "Số định danh cá nhân của bạn", en: "Your personal identification number" }
    officer_number_hint { vi: "12 chữ số trên thẻ căn cước. Đừng đọc số này cho người gọi.", en: "The 12 digits on your identity card. Do not tell it to the caller." }
    officer_number_wrong { vi: "Số định danh gồm 12 chữ số. Đề nghị xem lại trên thẻ căn cước.", en: "The number has 12 digits. Please look at your identity card again." }
    officer_code { vi: "Mã cán bộ đọc", en: "The officer's code" }
    officer_code_hint { vi: "6 chữ số. Nếu người đó không đọc mã nào, để trống.", en: "6 digits. If they told you none, leave it empty." }
    officer_check { vi: "Kiểm tra", en: "Check" }
    officer_check_again { vi: "Kiểm tra mã khác", en: "Check another code" }
    officer_signed_in { vi: "Bạn đã đăng nhập: xem ai đang liên hệ với bạn", en: "You are signed in: see who is contacting you" }
    officer_genuine { vi: "Đúng: cán bộ này đang liên hệ với bạn", en: "Yes: this officer is contacting you" }
    officer_genuine_help {
        vi: "Đối chiếu họ tên và đơn vị dưới đây với lời người đó nói; khác một điểm là không đúng. Cán bộ không bao giờ hỏi mật khẩu, mã xác thực gửi đến máy của bạn, không yêu cầu chuyển tiền hay cài ứng dụng.",
        en: "Compare the name and the unit below with what they say; one difference, and it is not them. An officer never asks for your password or for codes that are sent to you, nor to send money or to install an app."
    }
    officer_none { vi: "Không có cán bộ nào đang liên hệ với bạn", en: "No officer is contacting you" }
    officer_none_help {
        vi: "Mã này không cho biết cán bộ nào đang liên hệ với bạn vào lúc này.",
        en: "This code tells of no officer who is contacting you now."
    }
    officer_none_hang_up { vi: "Ngắt máy, hoặc không mở cửa. Không làm theo lời người đó.", en: "Hang up, or do not open the door. Do nothing that they ask." }
    officer_none_tell_nothing { vi: "Không đọc mã, mật khẩu; không chuyển tiền; không cài ứng dụng.", en: "Tell no code and no password, send no money, install nothing." }
    officer_none_call(hotline) { vi: "Tự bấm số gọi tổng đài {hotline}, hoặc Công an cấp xã nơi gần nhất.", en: "Dial {hotline} yourself, or call the nearest commune police." }
    officer_none_again { vi: "Nếu có thể bạn nhập nhầm, kiểm tra lại một lần nữa.", en: "If you may have mistyped, check once more." }
    officer_none_report { vi: "Báo cho chúng tôi bằng biểu mẫu dưới đây.", en: "Tell us, by the form below." }

    contact_name { vi: "Họ tên cán bộ", en: "Officer" }
    contact_unit { vi: "Đơn vị", en: "Unit" }
    contact_duty { vi: "Nhiệm vụ", en: "Duty" }
    contact_purpose { vi: "Mục đích", en: "Purpose" }
    contact_case { vi: "Hồ sơ", en: "Case" }
    contact_no_case { vi: "Không theo hồ sơ", en: "Without a case" }
    contact_since { vi: "Từ", en: "Since" }
    contact_until { vi: "Đến chậm nhất", en: "Until at the latest" }
    contact_ended { vi: "Kết thúc", en: "Ended" }

    report_title { vi: "Báo cáo", en: "Report this" }
    report_complaint { vi: "Điều gì không đúng?", en: "What is wrong?" }
    report_not_genuine { vi: "Người này không phải là cán bộ như họ nói", en: "They are not who they say" }
    report_pressed { vi: "Tôi bị ép, bị đe dọa, hoặc bị đòi tiền, mã, mật khẩu", en: "I am pressed or threatened, or asked for money, codes or passwords" }
    report_complaint_missing { vi: "Đề nghị chọn điều không đúng.", en: "Please choose what is wrong." }
    report_words { vi: "Chuyện gì đã xảy ra? (không bắt buộc)", en: "What happened? (optional)" }
    report_words_hint { vi: "Số điện thoại đã gọi, họ nói gì, muốn gì. Không ghi mật khẩu hoặc mã.", en: "Which number called, what they said and wanted. Write no passwords or codes." }
    report_do { vi: "Gửi báo cáo", en: "Send the report" }
    report_done(reference) {
        vi: "Đã nhận báo cáo. Số báo cáo của bạn: {reference}. Giữ số này để hỏi tổng đài.",
        en: "Your report was received. Its number is {reference}. Keep it for when you ask the call centre."
    }

    contacts_title { vi: "Cán bộ liên hệ với bạn", en: "Officers who contact you" }
    contacts_hint { vi: "Ai đang gọi hoặc đến gặp bạn", en: "Who is calling or visiting you" }
    contacts_now { vi: "Đang liên hệ", en: "Contacting you now" }
    contacts_none {
        vi: "Không có cán bộ nào đang liên hệ với bạn. Nếu có người đang gọi hoặc đến nhà và xưng là công an, hãy ngắt máy và tự gọi tổng đài.",
        en: "No officer is contacting you. If somebody is calling or at your door and says they are from the police, hang up and call us yourself."
    }
    contacts_past { vi: "Trước đây", en: "Before" }
    contacts_of_wallet(who) { vi: "{who} đang liên hệ với bạn.", en: "{who} is contacting you." }
    contacts_see { vi: "Xem và kiểm tra", en: "See and check" }
    contacts_check_code { vi: "Người gọi đọc một mã? Kiểm tra mã", en: "They told you a code? Check it" }

    office_module_contact { vi: "Liên hệ công dân", en: "Contacts with citizens" }
    office_way_contact { vi: "Liên hệ công dân", en: "Contact a citizen" }
    office_way_reports { vi: "Báo cáo về cán bộ", en: "Reports about officers" }
    office_contact_title { vi: "Liên hệ công dân", en: "Contact a citizen" }
    office_contact_lead {
        vi: "Mở liên hệ trước khi gọi hoặc đến gặp. Công dân thấy trong ví ai đang liên hệ; người không có ví kiểm tra bằng mã bạn đọc. Trang này không cho biết người đó có tài khoản hay không.",
        en: "Open a contact before you call or visit. The citizen sees in the wallet who it is; who has none checks the code that you read out. This page does not tell whether anybody has an account."
    }
    office_contact_number_hint { vi: "12 chữ số của người bạn sắp gọi hoặc đến gặp.", en: "The 12 digits of whom you are going to call or visit." }
    office_contact_purpose_missing { vi: "Đề nghị chọn một mục đích.", en: "Please choose a purpose." }
    office_contact_own { vi: "Không thể mở liên hệ với chính mình.", en: "You cannot open a contact with yourself." }
    office_contact_open { vi: "Mở liên hệ", en: "Open the contact" }
    office_contact_opened { vi: "Đã mở liên hệ", en: "The contact is open" }
    office_contact_say(code, address) {
        vi: "Mã của tôi là {code}. Bác kiểm tra tại {address} trước khi nói chuyện với tôi.",
        en: "My code is {code}. Please check it at {address} before you talk to me."
    }
    office_contact_read_out { vi: "Đọc cho công dân:", en: "Read this out:" }
    office_contact_once(until) { vi: "Mã chỉ hiện một lần và có giá trị đến {until}.", en: "The code is shown only now and holds until {until}." }
    office_contact_mine { vi: "Liên hệ đang mở của bạn", en: "Your open contacts" }
    office_contact_none { vi: "Bạn không có liên hệ nào đang mở.", en: "You have no open contact." }
    office_contact_end { vi: "Kết thúc", en: "End the contact" }
    office_contact_end_of(since) { vi: "Kết thúc liên hệ mở lúc {since}", en: "End the contact opened at {since}" }
    office_contact_about_case(case) { vi: "Theo hồ sơ {case}.", en: "About case {case}." }
    office_contact_logged {
        vi: "Mỗi liên hệ đều được ghi lại và công dân đọc được.",
        en: "Every contact is recorded, and the citizen can read it."
    }
    office_case_contact { vi: "Liên hệ với người này về hồ sơ", en: "Contact this person about the case" }

    office_reports_title { vi: "Báo cáo về cán bộ", en: "Reports about officers" }
    office_reports_lead {
        vi: "Báo cáo chưa xử lý, cũ nhất trước. Báo cáo về chính bạn không hiện ở đây.",
        en: "Reports that nobody has dealt with, the oldest first. Reports about yourself are not here."
    }
    office_reports_none { vi: "Không có báo cáo nào đang chờ.", en: "No report is waiting." }
    office_report_number { vi: "Số báo cáo", en: "Number" }
    office_report_at { vi: "Lúc", en: "At" }
    office_report_complaint { vi: "Nội dung", en: "Complaint" }
    office_report_about { vi: "Về", en: "About" }
    report_unusual { vi: "Hệ thống thấy điều bất thường trong công việc của một cán bộ", en: "The house saw something unusual in an officer's work" }
    office_conduct_many_people(times) {
        vi: "Trong một giờ, cán bộ này đã tác động đến dữ liệu của {times} người khác nhau.",
        en: "Within an hour this officer touched the data of {times} different people."
    }
    office_conduct_one_person(times) {
        vi: "Trong một giờ, cán bộ này đã quét mã của cùng một người {times} lần.",
        en: "Within an hour this officer scanned one person's squares {times} times."
    }
    office_conduct_many_refused(times) {
        vi: "Trong một giờ, {times} thao tác của cán bộ này đã bị từ chối.",
        en: "Within an hour {times} tries of this officer were refused."
    }
    office_conduct_lead {
        vi: "Đây không phải là lời buộc tội: quầy đông người cũng có thể như vậy. Đề nghị xem lý do và ghi nhận đã xử lý.",
        en: "This accuses nobody: a busy counter may look like this too. Please find out the reason and say that it was dealt with."
    }
    office_report_nobody { vi: "Người mạo danh: không có liên hệ nào", en: "Somebody who pretended: there was no contact" }
    office_report_title(reference) { vi: "Báo cáo {reference}", en: "Report {reference}" }
    office_report_words { vi: "Lời của người báo", en: "In the person's words" }
    office_report_no_words { vi: "Người báo không viết gì thêm.", en: "The person wrote nothing more." }
    office_report_settle { vi: "Đã xử lý", en: "It was dealt with" }
    office_report_settled(at) { vi: "Đã xử lý lúc {at}.", en: "It was dealt with at {at}." }
    office_report_logged { vi: "Việc đọc báo cáo này đã được ghi lại.", en: "That you read this report was recorded." }

    event_contact_opened(by) { vi: "{by} đã mở liên hệ với bạn.", en: "{by} opened a contact with you." }
    event_contact_ended { vi: "Một liên hệ của cán bộ đã kết thúc.", en: "An officer's contact ended." }
    event_contact_not_opened(by) { vi: "{by} định mở liên hệ nhưng không được phép.", en: "{by} tried to open a contact and was refused." }
    event_contact_checked { vi: "Có người nhập đúng mã để kiểm tra cán bộ đang liên hệ với bạn.", en: "Somebody checked, with the right code, the officer who was contacting you." }
    event_officer_turned_away {
        vi: "Các trang của cán bộ không mở cho tài khoản này: sai mạng, ngoài giờ, hoặc không dùng khóa truy cập. Nếu không phải bạn, hãy báo ngay cho đơn vị.",
        en: "Officers' pages were not opened to this account: from a strange network, at a strange hour, or without a passkey. If it was not you, tell your unit at once."
    }
    event_contact_reported { vi: "Đã gửi báo cáo về một cán bộ liên hệ.", en: "A report about an officer's contact was sent." }
    event_contact_report_read(by) { vi: "{by} đã đọc báo cáo của bạn về một liên hệ.", en: "{by} read your report about a contact." }
    event_contact_report_settled(by) { vi: "{by} đã xử lý một báo cáo về liên hệ.", en: "{by} dealt with a report about a contact." }
}
