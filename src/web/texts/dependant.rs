//! Whom a person answers for: the list, the declaration, the dependant's page.

use crate::identity::language::texts;

texts! {
    dependants_title { vi: "Người phụ thuộc", en: "Dependants" }
    dependants_lead {
        vi: "Con chưa đủ tuổi tự sử dụng tài khoản và người mà bạn giám hộ, theo Cơ sở dữ liệu quốc gia về dân cư. Quan hệ được kiểm tra lại mỗi lần sử dụng.",
        en: "Your children who are too young to act alone and your wards, as the National Population Database has it. The relation is checked again at each use."
    }
    dependants_hint { vi: "Con nhỏ và người được giám hộ", en: "Young children and wards" }
    dependants_none { vi: "Bạn chưa khai báo người phụ thuộc nào.", en: "You have declared no dependant yet." }
    dependants_level_two {
        vi: "Chỉ tài khoản mức độ 02 của công dân được khai báo người phụ thuộc. Đề nghị mang thẻ căn cước đến Công an cấp xã nơi gần nhất để nâng mức tài khoản của bạn.",
        en: "Only a citizen's level-2 account may declare dependants. Please bring your identity card to the nearest commune police to raise your account."
    }
    dependants_waits { vi: "Chờ kích hoạt", en: "To be activated" }
    dependants_since(day) { vi: "Từ ngày {day}", en: "Since {day}" }
    dependants_unfinished { vi: "Khai báo chưa hoàn tất", en: "Declarations that are not done" }
    dependants_register_waits { vi: "Chờ đối chiếu", en: "To be checked" }
    dependants_refused { vi: "Chưa xác nhận", en: "Not confirmed" }
    dependants_sent(at) { vi: "Gửi lúc {at}", en: "Sent at {at}" }
    dependants_goes_on {
        vi: "Cơ sở dữ liệu quốc gia chưa trả lời. Khai báo được giữ kín và tự động tiếp tục, không cần khai báo lại; kết quả được nhắn đến điện thoại của bạn.",
        en: "The national register does not answer now. What you declared is kept sealed and goes on by itself; you need not declare again, and the result is sent to your phone."
    }
    dependants_declare { vi: "Khai báo người phụ thuộc", en: "Declare a dependant" }
    relation_father { vi: "Bạn là cha", en: "You are the father" }
    relation_guardian { vi: "Bạn là người giám hộ", en: "You are the guardian" }
    relation_mother { vi: "Bạn là mẹ", en: "You are the mother" }

    declare_title { vi: "Khai báo người phụ thuộc", en: "Declare a dependant" }
    declare_lead {
        vi: "Ghi đúng như trên giấy khai sinh hoặc thẻ căn cước của người phụ thuộc.",
        en: "Write exactly what stands on the dependant's birth certificate or identity card."
    }
    declare_notice {
        vi: "Thông tin được đối chiếu với Cơ sở dữ liệu quốc gia về dân cư. Thông báo được gửi đến số điện thoại của bạn. Mỗi lần khai báo đều được ghi lại.",
        en: "What you write is compared with the National Population Database. Notices go to your own phone. Every declaration is recorded."
    }
    declare_submit { vi: "Gửi đề nghị", en: "Send" }
    declare_not_confirmed {
        vi: "Chưa xác nhận được người này là người phụ thuộc của bạn. Đề nghị kiểm tra lại thông tin; nếu đúng mà vẫn không được, đề nghị đến Công an cấp xã nơi gần nhất.",
        en: "This person could not be confirmed as your dependant. Please check what you wrote; if it is right, please go to the nearest commune police."
    }
    declare_no_card {
        vi: "Người này chưa có thẻ căn cước còn giá trị. Đề nghị làm thẻ căn cước tại Công an cấp xã, rồi khai báo lại.",
        en: "This person has no valid identity card. Please apply for a card at the commune police, then declare again."
    }
    declare_none_of_own {
        vi: "Theo quy định đang áp dụng, người này chưa có tài khoản riêng. Thông tin của người này được sử dụng qua tài khoản của cha, mẹ hoặc người giám hộ; khi cần giao dịch, đề nghị mang giấy tờ của người này đến nơi giải quyết.",
        en: "Under the rules in force this person has no account of their own and appears under the account of a parent or guardian; where something is to be done for them, please bring their papers."
    }
    declare_undecided {
        vi: "Cơ sở dữ liệu không trả lời trong thời gian hệ thống được giữ khai báo. Đề nghị khai báo lại.",
        en: "The register did not answer for as long as a declaration may be kept. Please declare again."
    }
    declare_applies_alone {
        vi: "Người này đã đủ tuổi tự đăng ký tài khoản bằng số điện thoại chính chủ của mình.",
        en: "This person is old enough to apply alone, with a phone registered in their own name."
    }
    declare_phone_not_own {
        vi: "Số điện thoại của tài khoản bạn không còn là số chính chủ. Đề nghị cập nhật số điện thoại tại Công an cấp xã, rồi khai báo lại.",
        en: "The phone of your account is no longer registered in your name. Please have it changed at the commune police, then declare again."
    }

    dependant_title { vi: "Dữ liệu của người phụ thuộc", en: "Your dependant's data" }
    dependant_waits {
        vi: "Tài khoản đã được lập. Bạn kích hoạt thay cho người phụ thuộc; tài khoản không có mật khẩu riêng cho đến khi người đó tự sử dụng.",
        en: "The account is made. You activate it for your dependant; it has no password until they act alone."
    }
    dependant_activate { vi: "Kích hoạt tài khoản", en: "Activate the account" }
    dependant_lapsed(hotline) {
        vi: "Đã hết thời hạn kích hoạt. Đề nghị gọi tổng đài {hotline} để được kích hoạt.",
        en: "The time to activate is over. Please call {hotline} to have it activated."
    }
    dependant_locked(hotline) {
        vi: "Tài khoản của người phụ thuộc đang bị khóa nên dữ liệu không hiển thị. Đề nghị gọi tổng đài {hotline}.",
        en: "The dependant's account is locked, so no data are shown. Please call {hotline}."
    }
    dependant_to_be_taken_over {
        vi: "Người phụ thuộc đã đủ tuổi tự sử dụng tài khoản, nên dữ liệu không còn hiển thị với bạn. Để nhận tài khoản, người đó vào trang Đăng ký và dùng số điện thoại chính chủ của mình.",
        en: "Your dependant is old enough to act alone, so the data are closed to you. To take the account over, they apply on the page of enrolment with a phone of their own."
    }
    dependant_taken_over {
        vi: "Người phụ thuộc đã nhận tài khoản và tự sử dụng. Dữ liệu không hiển thị với bạn.",
        en: "Your dependant took the account over and acts alone. The data are closed to you."
    }
    dependant_journalled { vi: "Lần xem này đã được ghi lại trong lịch sử của cả hai người.", en: "This look is recorded in the histories of both of you." }
    dependant_until(day) {
        vi: "Từ ngày {day}, người phụ thuộc tự sử dụng tài khoản.",
        en: "From {day} on, your dependant acts alone."
    }
    dependant_level_two {
        vi: "Để nâng lên mức độ 02, đề nghị cùng người phụ thuộc mang thẻ căn cước đến Công an cấp xã.",
        en: "For level 2, please come to the commune police together, with the identity card."
    }
    dependant_share { vi: "Chia sẻ thông tin của người phụ thuộc bằng mã QR", en: "Show the dependant's data by QR" }
    dependant_in_name_of {
        vi: "Bạn xuất trình thay cho người phụ thuộc. Người quét thấy rằng người xuất trình là cha, mẹ hoặc người giám hộ.",
        en: "You show this in your dependant's name. Whoever scans it sees that a parent or guardian shows it."
    }
    no_dependant_title { vi: "Không có người phụ thuộc này", en: "No such dependant" }
    no_dependant_lead {
        vi: "Người này hiện không thuộc những người mà bạn được hành động thay, theo Cơ sở dữ liệu quốc gia về dân cư.",
        en: "This is nobody whom you act for now, as the National Population Database has it."
    }
    no_dependant_next(hotline) {
        vi: "Nếu quan hệ vừa được cập nhật, đề nghị khai báo lại hoặc gọi tổng đài {hotline}.",
        en: "If the relation was brought up to date just now, please declare it again or call {hotline}."
    }
}
