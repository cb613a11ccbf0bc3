//! Organisations: the application, the account, who acts for it, and the choice for whom to act.

use crate::identity::language::texts;

texts! {
    organisations_title { vi: "Tổ chức của bạn", en: "Your organisations" }
    organisations_lead {
        vi: "Tổ chức không tự đăng nhập. Người đại diện đăng nhập bằng tài khoản mức độ 02 của chính mình rồi chọn thay mặt tổ chức nào.",
        en: "An organisation does not sign in. Its representatives sign in with their own level-2 accounts and choose for whom they act."
    }
    organisations_level_two {
        vi: "Chỉ người có tài khoản định danh điện tử mức độ 02 mới đại diện được cho tổ chức. Đề nghị mang thẻ căn cước đến Công an cấp xã để nâng mức độ, rồi quay lại trang này.",
        en: "Only somebody with a level-2 account can represent an organisation. Please take your identity card to the commune police to have your account raised, then come back."
    }
    organisations_none { vi: "Bạn chưa đại diện cho tổ chức nào.", en: "You represent no organisation yet." }
    organisations_apply { vi: "Đề nghị cấp tài khoản cho tổ chức", en: "Apply for an organisation's account" }
    organisations_open { vi: "Mở trang của tổ chức", en: "Open the organisation's page" }
    organisations_open_list { vi: "Xem tổ chức và lời mời", en: "See organisations and offers" }
    organisation_locked_tag { vi: "Đang bị khóa", en: "Locked" }
    organisation_number { vi: "Số định danh của tổ chức", en: "Identification number of the organisation" }
    organisation_number_hint { vi: "Chữ in hoa, chữ số, dấu chấm, dấu gạch nối; với doanh nghiệp là mã số doanh nghiệp", en: "Capitals, digits, dots and hyphens; for an enterprise, its enterprise code" }
    organisation_number_wrong { vi: "Đề nghị nhập số định danh gồm 3 đến 20 chữ in hoa, chữ số, dấu chấm hoặc dấu gạch nối", en: "Please enter 3 to 20 capitals, digits, dots or hyphens" }
    organisation_tax_code { vi: "Mã số thuế", en: "Tax code" }
    organisation_tax_code_hint { vi: "10 chữ số, hoặc 13 chữ số với đơn vị phụ thuộc; để trống nếu không có", en: "10 digits, or 13 for a branch; leave empty if there is none" }
    organisation_tax_code_wrong { vi: "Mã số thuế không đúng: đề nghị kiểm tra lại từng chữ số", en: "This is no tax code: please check every digit" }
    organisation_name { vi: "Tên tổ chức bằng tiếng Việt", en: "Vietnamese name of the organisation" }
    organisation_name_hint { vi: "Đúng từng chữ như trong giấy đăng ký hoặc quyết định thành lập", en: "Exactly as it stands in the registration or the founding decision" }
    organisation_name_wrong { vi: "Đề nghị nhập tên đầy đủ, tối đa 300 ký tự", en: "Please enter the full name, 300 characters at most" }
    organisation_short_name { vi: "Tên viết tắt", en: "Short name" }
    organisation_foreign_name { vi: "Tên bằng tiếng nước ngoài", en: "Name in a foreign language" }
    organisation_if_any { vi: "Nếu có", en: "If there is one" }
    organisation_address { vi: "Địa chỉ trụ sở", en: "Address of the head office" }
    organisation_address_hint { vi: "Số nhà, đường, xã hoặc phường, tỉnh hoặc thành phố", en: "House, street, commune, province" }
    organisation_address_wrong { vi: "Đề nghị nhập địa chỉ trụ sở", en: "Please enter the address" }
    organisation_phone { vi: "Điện thoại của tổ chức", en: "Telephone of the organisation" }
    organisation_email { vi: "Thư điện tử của tổ chức", en: "E-mail of the organisation" }
    organisation_email_wrong { vi: "Địa chỉ thư điện tử không đúng", en: "This is no e-mail address" }
    organisation_website { vi: "Trang thông tin điện tử", en: "Website" }
    organisation_other_wrong { vi: "Một ô không bắt buộc quá dài hoặc có ký tự không in được", en: "An optional field is too long or holds characters that cannot be printed" }
    organisation_founded { vi: "Ngày thành lập", en: "Founded on" }
    organisation_founded_hint { vi: "Ngày/tháng/năm; cần khi tổ chức chưa có trong cơ sở dữ liệu", en: "Day/month/year; needed for an organisation that no register knows" }
    organisation_founded_wrong { vi: "Nhập đủ ngày, tháng, năm thành lập, không sau hôm nay", en: "Type the whole day of founding, not after today" }
    organisation_complete { vi: "Bổ sung hồ sơ", en: "Complete it" }
    organisation_complete_lead(until) {
        vi: "Cơ quan quản lý định danh đề nghị bạn bổ sung những nội dung sau trước hết ngày {until}. Thời hạn giải quyết tạm dừng cho đến khi bạn gửi.",
        en: "The identity authority asks you to complete the following by the end of {until}. Its time limit stands still until you send it."
    }
    organisation_complete_submit { vi: "Gửi bổ sung", en: "Send" }
    application_returned { vi: "Cần bạn bổ sung", en: "Waits for you to complete it" }
    organisation_enterprise_code { vi: "Mã số doanh nghiệp", en: "Enterprise code" }
    organisation_apply_lead {
        vi: "Người đại diện theo pháp luật, người đứng đầu hoặc người được ủy quyền nộp đề nghị (mẫu TK02). Mọi người đại diện theo pháp luật khác phải đồng ý trong tài khoản của chính mình.",
        en: "A legal representative, the head, or somebody they authorise applies (form TK02). Every other legal representative must agree in the own account."
    }
    organisation_apply_terms(known, unknown) {
        vi: "Thời hạn giải quyết: {known} ngày làm việc nếu thông tin của tổ chức đã có trong cơ sở dữ liệu, {unknown} ngày làm việc nếu chưa có, tính từ khi đủ sự đồng ý.",
        en: "It is decided in {known} working days where the databases know the organisation, in {unknown} where they do not, from when everybody has agreed."
    }
    organisation_apply_submit { vi: "Nộp đề nghị", en: "Apply" }
    organisation_applied_title { vi: "Đã tiếp nhận đề nghị", en: "Your application was received" }
    organisation_applied_lead {
        vi: "Kết quả đối chiếu, việc xin ý kiến những người đại diện khác và quyết định được ghi ở trang Tổ chức của bạn. Mỗi thay đổi được báo đến bạn.",
        en: "What the comparison found, who is still asked, and the decision stand on the page of your organisations. You are told of each change."
    }
    organisation_applications { vi: "Đề nghị của bạn", en: "Your applications" }
    organisation_until(until) { vi: "Đến hết ngày {until}", en: "Until the end of {until}" }
    organisation_made_at(at) { vi: "Nộp lúc {at}", en: "Made at {at}" }
    organisation_withdraw { vi: "Rút đề nghị", en: "Withdraw" }
    application_asking { vi: "Đang chờ những người đại diện theo pháp luật khác đồng ý", en: "Other legal representatives are asked" }
    application_waiting { vi: "Đang chờ cơ quan quản lý định danh xem xét", en: "Waits for the identity authority" }
    application_submitted { vi: "Đang chờ phê duyệt", en: "Awaiting approval" }
    application_approved { vi: "Đã cấp tài khoản", en: "The account was made" }
    application_refused { vi: "Đã từ chối", en: "Refused" }
    application_not_accepted {
        vi: "Không được chấp nhận: thông tin không trùng khớp với cơ sở dữ liệu, hoặc đề nghị không do người có thẩm quyền nộp. Đề nghị đối chiếu với giấy đăng ký, hoặc liên hệ cơ quan quản lý định danh.",
        en: "Not accepted: the data do not match the databases, or somebody else must apply. Please compare with the registration, or ask the identity authority."
    }
    application_declined { vi: "Một người đại diện theo pháp luật không đồng ý", en: "A legal representative did not agree" }
    application_lapsed { vi: "Hết hạn: chưa đủ sự đồng ý. Bạn có thể nộp lại.", en: "Lapsed: not everybody agreed in time. You can apply again." }
    application_withdrawn { vi: "Bạn đã rút", en: "You withdrew it" }
    application_joined { vi: "Tổ chức đã có tài khoản; bạn đã là người đại diện", en: "There is an account; you represent it now" }
    application_superseded { vi: "Tổ chức đã được cấp tài khoản theo đề nghị khác", en: "The account was made on another application" }
    questions_title { vi: "Chờ bạn trả lời", en: "Waiting for your answer" }
    question_consent(applicant, name) {
        vi: "{applicant} đề nghị cấp tài khoản cho {name}. Bạn là người đại diện theo pháp luật của tổ chức này theo cơ sở dữ liệu.",
        en: "{applicant} applies for an account for {name}. By the register you are one of its legal representatives."
    }
    question_somebody { vi: "Một người", en: "Somebody" }
    question_agree { vi: "Đồng ý", en: "I agree" }
    question_refuse { vi: "Không đồng ý", en: "I do not agree" }
    question_reason { vi: "Lý do không đồng ý", en: "Why you do not agree" }
    question_reason_hint { vi: "Ít nhất 10 ký tự; người nộp đề nghị sẽ đọc", en: "At least 10 characters; the applicant will read it" }
    question_reason_wrong { vi: "Đề nghị ghi lý do, từ 10 đến 1000 ký tự", en: "Please give a reason of 10 to 1000 characters" }
    question_offer(organisation, role) { vi: "{organisation} mời bạn: {role}.", en: "{organisation} offers you: {role}." }
    question_accept { vi: "Nhận lời", en: "Accept" }
    question_decline { vi: "Từ chối", en: "Decline" }
    role_view { vi: "Chỉ xem", en: "See only" }
    role_act { vi: "Thay mặt tổ chức tại các dịch vụ", en: "Act at services" }
    role_administer { vi: "Quản trị tài khoản và thay mặt tổ chức", en: "Administer and act" }
    capacity_legal { vi: "Người đại diện theo pháp luật", en: "Legal representative" }
    capacity_head { vi: "Người đứng đầu", en: "Head" }
    capacity_authorised { vi: "Người được ủy quyền", en: "Authorised" }
    organisation_locked_title { vi: "Tài khoản của tổ chức đang bị khóa", en: "The organisation's account is locked" }
    organisation_locked_lead {
        vi: "Không ai thay mặt tổ chức vào dịch vụ được cho đến khi không còn căn cứ khóa.",
        en: "Nobody can act for it at services until no ground is left."
    }
    ground_own_request { vi: "Theo yêu cầu của tổ chức. Người quản trị có thể mở khóa bên dưới.", en: "At the organisation's own request. Who administers it can unlock it below." }
    ground_breach { vi: "Vi phạm điều khoản sử dụng. Đề nghị liên hệ cơ quan quản lý định danh.", en: "The terms were broken. Please ask the identity authority." }
    ground_dissolved { vi: "Cơ sở dữ liệu ghi tổ chức đã giải thể hoặc chấm dứt hoạt động.", en: "The register says that it was dissolved or has ended." }
    ground_bankrupt { vi: "Cơ sở dữ liệu ghi tổ chức phá sản.", en: "The register says that it is bankrupt." }
    ground_suspended { vi: "Cơ sở dữ liệu ghi tổ chức tạm ngừng hoạt động. Tự mở khi hoạt động trở lại.", en: "The register says that it is suspended. It unlocks when that ends." }
    ground_ended { vi: "Cơ sở dữ liệu không còn thông tin của tổ chức.", en: "The register no longer knows it." }
    ground_registrant_enforced {
        vi: "Người đã đăng ký tài khoản đang bị cưỡng chế thi hành án. Tự mở khi người đại diện theo pháp luật khác đăng ký.",
        en: "Who registered the account is under a decision on enforcement of a judgment. It unlocks when another legal representative registers."
    }
    ground_unrepresented {
        vi: "Không còn ai quản trị tài khoản. Tự mở khi một người đại diện theo pháp luật đăng ký.",
        en: "Nobody is left who administers it. It unlocks when a legal representative registers."
    }
    organisation_people { vi: "Người đại diện", en: "Representatives" }
    organisation_people_you { vi: "Bạn", en: "You" }
    organisation_person_unknown { vi: "Một người đại diện", en: "A representative" }
    organisation_since(since) { vi: "Từ ngày {since}", en: "Since {since}" }
    organisation_role { vi: "Quyền", en: "Role" }
    organisation_role_change { vi: "Đổi quyền", en: "Change" }
    organisation_end { vi: "Chấm dứt", en: "End" }
    organisation_leave { vi: "Thôi đại diện", en: "Stop representing" }
    organisation_offer_title { vi: "Mời người đại diện", en: "Offer a role" }
    organisation_offer_lead {
        vi: "Người được mời trả lời trong tài khoản mức độ 02 của chính mình trong 7 ngày. Trang này không cho biết người đó có tài khoản hay không.",
        en: "The person answers in the own level-2 account within 7 days. This page does not tell whether there is one."
    }
    organisation_offer_number_wrong { vi: "Đề nghị nhập đủ 12 chữ số", en: "Please enter the 12 digits" }
    organisation_offer_submit { vi: "Mời", en: "Offer" }
    organisation_offers { vi: "Lời mời chờ trả lời", en: "Offers without an answer" }
    organisation_offer_to(ending, role) { vi: "Số định danh kết thúc bằng {ending}: {role}", en: "Number ending in {ending}: {role}" }
    organisation_offer_withdraw { vi: "Rút lời mời", en: "Withdraw" }
    organisation_lock { vi: "Khóa tài khoản của tổ chức", en: "Lock the organisation's account" }
    organisation_lock_lead { vi: "Mọi phiên thay mặt tổ chức kết thúc ngay.", en: "Everything that is open for it ends at once." }
    organisation_unlock { vi: "Mở khóa", en: "Unlock" }
    organisation_history { vi: "Lịch sử của tài khoản tổ chức", en: "History of the organisation's account" }
    organisation_back { vi: "Về danh sách tổ chức", en: "Back to your organisations" }
    bar_not_administrator { vi: "Chỉ người quản trị tài khoản của tổ chức làm được việc này.", en: "Only who administers the organisation's account can do this." }
    bar_legal_representative {
        vi: "Tư cách người đại diện theo pháp luật chỉ thay đổi theo cơ sở dữ liệu hoặc do chính người đó.",
        en: "A legal representative is changed by the register, or gives the role up alone."
    }
    bar_last_administrator {
        vi: "Phải luôn còn ít nhất một người quản trị. Đề nghị giao quyền quản trị cho người khác trước.",
        en: "Somebody must be left who administers the account. Please give that role to somebody else first."
    }
    organisation_stale { vi: "Thông tin vừa thay đổi. Đề nghị xem lại rồi thực hiện lại nếu còn cần.", en: "This changed a moment ago. Please look again, and repeat what is still needed." }
    home_organisation { vi: "Tài khoản của tổ chức, doanh nghiệp", en: "For an organisation or enterprise" }
    home_organisation_hint {
        vi: "Đăng nhập bằng tài khoản mức độ 02 của bạn để đăng ký hoặc quản trị",
        en: "Sign in with your own level-2 account to apply for one or to administer it"
    }
    acting_title { vi: "Bạn vào dịch vụ cho ai?", en: "For whom do you act?" }
    acting_lead(service) {
        vi: "{service} nhận cả người thay mặt tổ chức. Dịch vụ biết tổ chức bạn chọn và quyền của bạn ở đó, và không biết những tổ chức khác.",
        en: "{service} also serves people who act for an organisation. It learns which one you choose and what you may do there, and none of the others."
    }
    acting_self { vi: "Cho chính tôi", en: "For myself" }
    acting_go_on { vi: "Tiếp tục", en: "Continue" }
    acting_for(name) { vi: "Bạn đang thay mặt: {name}", en: "You act for: {name}" }

    organisation_measures_title { vi: "Khóa, mở khóa tài khoản tổ chức", en: "Locks of organisations' accounts" }
    organisation_measures_number_hint { vi: "Mã định danh của tổ chức", en: "The organisation's identification number" }
    organisation_measures_find { vi: "Mở tài khoản", en: "Open" }
    organisation_measures_none { vi: "Không có tài khoản tổ chức nào mang số này. Đề nghị kiểm tra lại số.", en: "No organisation's account has this number. Please check it." }
    organisation_measures_stands { vi: "Căn cứ khóa đang có hiệu lực", en: "Grounds that stand" }
    organisation_measures_unlocked { vi: "Tài khoản không bị khóa.", en: "The account is not locked." }
    organisation_measures_propose { vi: "Đề xuất", en: "Propose" }
    organisation_measures_propose_lead {
        vi: "Một người đề xuất, một người khác quyết định. Việc khóa chấm dứt ngay mọi phiên và quyền thay mặt tổ chức.",
        en: "One officer proposes, another decides. A lock ends at once everything that is done for the organisation."
    }
    organisation_measures_paper { vi: "Số văn bản làm căn cứ", en: "Number of the decision or request" }
    organisation_measures_paper_hint { vi: "Ví dụ 12/QĐ-THADS; không ghi dữ liệu cá nhân", en: "For example 12/QĐ-THADS; no personal data" }
    organisation_measures_paper_wrong { vi: "Nhập số văn bản, từ 3 đến 120 ký tự", en: "Type the number of the paper, 3 to 120 characters" }
    organisation_measures_made { vi: "Các đề xuất", en: "Proposals" }
    organisation_measures_deed_lock(ground) { vi: "Khóa: {ground}", en: "Lock: {ground}" }
    organisation_measures_deed_unlock(ground) { vi: "Mở khóa: {ground}", en: "Unlock: {ground}" }
    organisation_measures_own_work { vi: "Bạn đã đề xuất; người khác quyết định.", en: "You proposed it; somebody else decides." }
    organisation_measures_does_not_fit { vi: "Trạng thái tài khoản đã thay đổi; đề xuất này không còn thực hiện được.", en: "The account is no longer so that this could be done." }
    organisation_ground_own_request { vi: "tổ chức yêu cầu", en: "the organisation's request" }
    organisation_ground_breach { vi: "vi phạm điều khoản", en: "breach of the terms" }
    organisation_ground_dissolved { vi: "giải thể", en: "dissolved" }
    organisation_ground_bankrupt { vi: "phá sản", en: "bankrupt" }
    organisation_ground_suspended { vi: "tạm ngừng hoạt động", en: "suspended" }
    organisation_ground_ended { vi: "không còn trong cơ sở dữ liệu", en: "no longer in the register" }
    organisation_ground_registrant_enforced { vi: "người đăng ký bị cưỡng chế thi hành án", en: "enforcement against who registered it" }
    organisation_ground_unrepresented { vi: "không còn người đại diện", en: "nobody represents it" }

    office_way_organisations { vi: "Tổ chức", en: "Organisations" }
    office_organisations_title { vi: "Đề nghị cấp tài khoản tổ chức", en: "Applications for organisations" }
    office_organisation_in_register { vi: "Có trong cơ sở dữ liệu", en: "In the databases" }
    office_organisation_unknown { vi: "Chưa có trong cơ sở dữ liệu", en: "Not in the databases" }
    office_organisation_applicant { vi: "Người nộp", en: "Applicant" }
    office_organisation_declared { vi: "Khai báo", en: "Declared" }
    office_organisation_register { vi: "Cơ sở dữ liệu", en: "Register" }
    office_organisation_consents { vi: "Sự đồng ý của những người đại diện khác", en: "Consent of the other legal representatives" }
    office_organisation_agreed(agreed, asked) { vi: "{agreed} trên {asked} người", en: "{agreed} of {asked}" }
    office_organisation_same { vi: "Trùng khớp", en: "Matches" }
    office_organisation_changed {
        vi: "Cơ sở dữ liệu không còn khớp với đề nghị này; chỉ có thể từ chối.",
        en: "The register no longer says what this application says; it can only be refused."
    }
    office_organisation_law { vi: "Nghị định 69/2024/NĐ-CP: Điều 12, Điều 13 khoản 4; Nghị định 320/2026/NĐ-CP: Điều 7", en: "Decree 69/2024/NĐ-CP Articles 12 and 13(4), Decree 320/2026/NĐ-CP Article 7" }
    office_organisation_own_case { vi: "Đề nghị này liên quan đến chính bạn.", en: "This application concerns yourself." }
    office_organisation_round(round, at, until) { vi: "Lần {round}: đề nghị lúc {at}, trước hết ngày {until}", en: "Round {round}: asked at {at}, until the end of {until}" }
    office_organisation_return { vi: "Đề nghị người nộp bổ sung", en: "Ask the applicant to complete it" }
    office_organisation_own_work { vi: "Bạn đã trình đề nghị này; người khác phê duyệt.", en: "You handed it on; somebody else decides." }
}
