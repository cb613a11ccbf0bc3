//! What to mend after an application that did not match, corrections of the register's data, and the desk's side of both.

use crate::identity::language::texts;

texts! {
    mend_go { vi: "Không nhận được tin nhắn? Xem thông tin cần sửa", en: "No message came? See what to mend" }
    mend_title { vi: "Xem thông tin cần sửa", en: "See what to mend" }
    mend_lead {
        vi: "Nếu hồ sơ đăng ký của bạn chưa trùng khớp, bạn có thể biết mục nào cần sửa. Mã được gửi đến số điện thoại mà Cơ sở dữ liệu quốc gia về dân cư ghi nhận là của bạn, không phải số đã kê khai.",
        en: "If your application did not match, you can learn which field to mend. A code goes to the phone that the National Population Database knows as yours, not to the one declared."
    }
    mend_send { vi: "Gửi mã", en: "Send a code" }
    mend_sent {
        vi: "Nếu có hồ sơ cần sửa và cơ sở dữ liệu có số điện thoại chính chủ của bạn, mã đã được gửi đến số đó. Có thể yêu cầu lại sau 60 giây. Nếu không nhận được mã, đề nghị mang thẻ căn cước đến Công an cấp xã.",
        en: "If there is something to mend and the database knows a phone of your own, a code has been sent to it. You can ask again after 60 seconds. If no code comes, please take your identity card to the commune police."
    }
    mend_code { vi: "Mã vừa nhận", en: "The code" }
    mend_code_hint { vi: "6 chữ số, có hiệu lực 2 phút", en: "6 digits, valid for 2 minutes" }
    mend_code_wrong {
        vi: "Mã không đúng hoặc không còn dùng được. Đề nghị kiểm tra lại hoặc yêu cầu mã mới.",
        en: "The code is not right or can no longer be used. Please check it or ask for another one."
    }
    mend_open { vi: "Xem", en: "See" }
    mend_fields { vi: "Những mục chưa trùng khớp", en: "What does not match" }
    mend_fields_lead {
        vi: "Vì lý do bảo mật, trang này chỉ cho biết mục và loại khác biệt, không cho biết dữ liệu đang lưu.",
        en: "For security this page names only the field and the kind of difference, never what is recorded."
    }
    mend_nothing { vi: "Hồ sơ gần nhất của bạn không còn điểm nào khác. Đề nghị kê khai lại.", en: "Nothing of your last application differs any more. Please declare again." }
    mend_again { vi: "Kê khai lại", en: "Declare again" }
    mend_field_name { vi: "Họ, chữ đệm và tên", en: "Full name" }
    mend_field_birth_date { vi: "Ngày, tháng, năm sinh", en: "Date of birth" }
    mend_field_gender { vi: "Giới tính", en: "Gender" }
    mend_kind_punctuation { vi: "khác cách viết liền, tách hoặc dấu nối", en: "spaces, hyphens or apostrophes" }
    mend_kind_tone { vi: "khác dấu thanh", en: "a tone mark" }
    mend_kind_diacritics { vi: "khác dấu chữ hoặc i, y", en: "diacritics, or i and y" }
    mend_kind_order { vi: "khác thứ tự các tiếng", en: "the order of the syllables" }
    mend_kind_middle_name { vi: "khác chữ đệm", en: "the middle name" }
    mend_kind_precision { vi: "mức đầy đủ của ngày sinh (ngày, tháng, năm)", en: "how exact the date is (day, month, year)" }
    mend_kind_different { vi: "khác", en: "different" }
    correction_ask { vi: "Dữ liệu đang lưu chưa đúng?", en: "Is what is recorded wrong?" }
    correction_ask_lead {
        vi: "Bạn có thể yêu cầu điều chỉnh một mục. Yêu cầu được quyết định trong 02 ngày làm việc (Nghị định 58/2026/NĐ-CP).",
        en: "You can ask for one field to be corrected. It is decided within 2 working days (Decree 58/2026/NĐ-CP)."
    }
    correction_field { vi: "Mục cần điều chỉnh", en: "Field to correct" }
    correction_wanted { vi: "Nội dung đúng", en: "What it should be" }
    correction_wanted_hint { vi: "Đúng như giấy khai sinh; ngày sinh dạng 01/05/1990", en: "As on the birth certificate; a date as 01/05/1990" }
    correction_wanted_wrong { vi: "Nội dung này không phải là giá trị của mục đã chọn. Đề nghị kiểm tra lại.", en: "That is no value of the field chosen. Please check it." }
    correction_reason { vi: "Lý do", en: "Reason" }
    correction_reason_hint { vi: "Giấy tờ nào ghi khác, ít nhất 10 ký tự", en: "Which paper says otherwise, at least 10 characters" }
    correction_send { vi: "Gửi yêu cầu điều chỉnh", en: "Ask for the correction" }
    correction_exists { vi: "Mục này đã có yêu cầu đang được xử lý.", en: "A correction of this field is under way already." }
    correction_ticket { vi: "Đã quá 15 phút hoặc đã gửi một yêu cầu. Đề nghị yêu cầu mã mới.", en: "More than 15 minutes have passed, or one was sent already. Please ask for another code." }
    correction_asked_title { vi: "Đã nhận yêu cầu điều chỉnh", en: "Your request has been received" }
    correction_asked_code { vi: "Mã hồ sơ", en: "Case number" }
    correction_asked_keep { vi: "Đề nghị giữ mã hồ sơ này để tra cứu. Mã cũng được gửi đến điện thoại của bạn.", en: "Please keep this number to see where it stands. It is also sent to your phone." }
    correction_title { vi: "Điều chỉnh thông tin", en: "Correction of data" }
    correction_lead { vi: "Nhập mã hồ sơ. Mã xác thực được gửi đến số điện thoại ghi nhận trong cơ sở dữ liệu.", en: "Enter the case number. A code goes to the phone that the database knows." }
    correction_sent { vi: "Nếu mã hồ sơ đúng, mã xác thực đã được gửi. Có thể yêu cầu lại sau 60 giây.", en: "If the case number is right, a code has been sent. You can ask again after 60 seconds." }
    correction_state { vi: "Trạng thái", en: "State" }
    correction_state_submitted { vi: "Đang xử lý", en: "Under way" }
    correction_state_approved { vi: "Được chấp thuận", en: "Approved" }
    correction_state_refused { vi: "Không được chấp thuận", en: "Refused" }
    correction_due { vi: "Quyết định chậm nhất", en: "Decided at the latest" }
    correction_answer { vi: "Ý kiến của cơ quan", en: "The authority's words" }
    correction_passed_on { vi: "Kết quả đã được chuyển đến cơ quan quản lý cơ sở dữ liệu để cập nhật.", en: "It was sent to the authority that keeps the database, which brings it up to date." }
    correction_not_taken { vi: "Cơ sở dữ liệu chưa nhận điều chỉnh này. Cán bộ đang làm rõ và sẽ trả lời bạn.", en: "The database has not taken this correction yet. An officer is clearing it up and will answer you." }
    correction_in_force { vi: "Cơ sở dữ liệu đã được cập nhật. Bạn có thể kê khai lại.", en: "The database has been brought up to date. You can declare again." }

    office_way_matches { vi: "Gần khớp", en: "Near matches" }
    office_matches_title { vi: "Hồ sơ đăng ký gần khớp", en: "Applications that nearly matched" }
    office_matches_lead { vi: "Chỉ hiển thị mục và loại khác biệt. Dữ liệu đang lưu không hiển thị tại đây.", en: "Only the field and the kind of difference are shown, never what is recorded." }
    office_matches_none { vi: "Không có hồ sơ nào chờ xem.", en: "Nothing is waiting." }
    office_match_declared { vi: "Đã kê khai", en: "Declared" }
    office_match_kind { vi: "Loại khác biệt", en: "Kind of difference" }
    office_match_come { vi: "Mời đến đối chiếu trực tiếp", en: "Ask the person to come" }
    office_match_tell { vi: "Báo mục cần sửa", en: "Tell which field to mend" }
    office_match_correct { vi: "Chuyển sang điều chỉnh dữ liệu", en: "Have the register corrected" }
    office_match_close { vi: "Đóng: không phải cùng một người", en: "Close: not the same person" }
    office_match_told { vi: "Tin nhắn chỉ được gửi đến số điện thoại chính chủ ghi nhận trong cơ sở dữ liệu.", en: "Messages go only to the person's own phone as the database knows it." }
    office_match_stale { vi: "Hồ sơ này vừa thay đổi, hoặc đã có yêu cầu điều chỉnh đang xử lý.", en: "This has just changed, or a correction of it is under way already." }
    office_match_no_phone { vi: "Cơ sở dữ liệu không có số điện thoại chính chủ của người này, nên không báo được. Có thể đóng hồ sơ hoặc chờ người đó đến.", en: "The database knows no phone of this person's own, so nobody can be told. Close it, or wait for the person to come." }
    office_way_corrections { vi: "Điều chỉnh", en: "Corrections" }
    office_corrections_title { vi: "Yêu cầu điều chỉnh dữ liệu dân cư", en: "Corrections of the population register" }
    office_corrections_none { vi: "Không có yêu cầu nào đang xử lý.", en: "Nothing is under way." }
    office_correction_case(code) { vi: "Yêu cầu {code}", en: "Correction {code}" }
    office_correction_present { vi: "Đang lưu", en: "Recorded" }
    office_correction_wanted { vi: "Đề nghị sửa thành", en: "Asked for" }
    office_correction_reason { vi: "Lý do của người dân", en: "The person's reason" }
    office_correction_state_submitted { vi: "Chờ đề xuất", en: "Awaits a proposal" }
    office_correction_state_proposed { vi: "Chờ quyết định", en: "Awaits a decision" }
    office_correction_proposal { vi: "Đề xuất của bạn", en: "Your proposal" }
    office_correction_opinion { vi: "Ý kiến gửi người dân", en: "Words to the person" }
    office_correction_propose_yes { vi: "Đề xuất chấp thuận", en: "Propose to approve" }
    office_correction_propose_no { vi: "Đề xuất từ chối", en: "Propose to refuse" }
    office_correction_proposed_yes { vi: "Đề xuất chấp thuận", en: "Approval is proposed" }
    office_correction_proposed_no { vi: "Đề xuất từ chối", en: "A refusal is proposed" }
    office_correction_agree { vi: "Đồng ý với đề xuất", en: "Agree" }
    office_correction_back { vi: "Trả lại", en: "Give back" }
    office_correction_other { vi: "Cán bộ khác phải quyết định.", en: "Another officer has to decide." }
    office_correction_stale { vi: "Yêu cầu vừa được người khác thay đổi, hoặc là của chính bạn.", en: "Somebody else has just changed it, or it is about you." }
    office_corrections_unsettled { vi: "Cơ sở dữ liệu chưa thực hiện", en: "Not carried out by the register" }
    office_corrections_unsettled_lead {
        vi: "Đã được chấp thuận, nhưng cơ sở dữ liệu từ chối hoặc quá hạn trả lời. Đề nghị làm rõ với cơ quan quản lý cơ sở dữ liệu rồi trả lời người dân.",
        en: "Approved, but the register refused it or is late with its answer. Please clear it up with the authority that keeps the register, then answer the person."
    }
    office_correction_applied { vi: "Cơ sở dữ liệu đã cập nhật", en: "The register has it" }
    office_correction_refused_there { vi: "Cơ sở dữ liệu từ chối", en: "The register refused it" }
    office_correction_sent { vi: "Đã gửi đến cơ quan quản lý cơ sở dữ liệu", en: "Sent to the authority that keeps the register" }
    office_correction_settle { vi: "Trả lời người dân", en: "Settle it" }
    office_correction_settle_lead {
        vi: "Người dân đọc được nguyên văn. Chỉ ghi là đã cập nhật khi mục Đang lưu ở trên đã đúng như đề nghị.",
        en: "The person reads these words. It can be said to be corrected only when what is recorded above is what was asked for."
    }
    office_correction_settle_yes { vi: "Cơ sở dữ liệu đã cập nhật", en: "The register has it now" }
    office_correction_settle_no { vi: "Không điều chỉnh", en: "It stays as it is" }
    office_correction_not_there {
        vi: "Cơ sở dữ liệu vẫn lưu nội dung cũ. Đề nghị chờ cơ quan quản lý cập nhật, hoặc trả lời là không điều chỉnh.",
        en: "The register still has the old value. Please wait until its authority has changed it, or say that it stays as it is."
    }
    correction_not_corrected { vi: "Cơ sở dữ liệu không được điều chỉnh. Nếu không đồng ý, bạn có thể khiếu nại tại cơ quan đã trả lời.", en: "The database stays as it is. If you do not agree, you can complain to the office that answered." }
    correction_late { vi: "Cơ quan quản lý cơ sở dữ liệu chưa trả lời trong thời hạn. Cán bộ đang làm rõ và sẽ trả lời bạn.", en: "The authority that keeps the database has not answered in time. An officer is clearing it up and will answer you." }
    home_correction { vi: "Tra cứu yêu cầu điều chỉnh thông tin", en: "Where my correction stands" }
    home_correction_hint { vi: "Bằng mã hồ sơ và mã gửi đến điện thoại của bạn", en: "With the case number and a code sent to your phone" }
    office_module_near_match { vi: "Hồ sơ gần khớp", en: "Near matches" }
    office_module_correction { vi: "Điều chỉnh dữ liệu", en: "Corrections" }
}
