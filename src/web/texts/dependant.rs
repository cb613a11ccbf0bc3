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

    declare_to_enrol { vi: "Trang đăng ký tài khoản", en: "The page of enrolment" }

    rules_title { vi: "Quy định đang áp dụng", en: "The rules in force today" }
    rules_decree_59 { vi: "Nghị định 59/2022/NĐ-CP", en: "Decree 59/2022/NĐ-CP" }
    rules_decree_69 { vi: "Nghị định 69/2024/NĐ-CP, Điều 7 và Điều 10", en: "Decree 69/2024/NĐ-CP, Articles 7 and 10" }
    rules_decree_320 {
        vi: "Nghị định 69/2024/NĐ-CP, Điều 7 và Điều 10, sửa đổi bởi Nghị định 320/2026/NĐ-CP",
        en: "Decree 69/2024/NĐ-CP, Articles 7 and 10, as amended by Decree 320/2026/NĐ-CP"
    }
    rules_none(age) {
        vi: "Người chưa đủ {age} tuổi không có tài khoản riêng: thông tin được sử dụng qua tài khoản của cha, mẹ hoặc người giám hộ.",
        en: "Below {age}: no account of one's own; the data are used through the account of a parent or guardian."
    }
    rules_one(age) {
        vi: "Trẻ chưa đủ {age} tuổi đã có thẻ căn cước: mức độ 01, do cha, mẹ hoặc người giám hộ khai báo tại trang Người phụ thuộc.",
        en: "Below {age}, with an identity card: level 1, declared by a parent or guardian under Dependants."
    }
    rules_two(from, below) {
        vi: "Từ đủ {from} đến dưới {below} tuổi, đã có thẻ căn cước: mức độ 01 như trên; mức độ 02 khi người đại diện cùng đến Công an cấp xã.",
        en: "From {from} to below {below}, with an identity card: level 1 in the same way; level 2 when the representative comes along to the commune police."
    }
    rules_ward {
        vi: "Người được giám hộ, ở mọi độ tuổi: do người giám hộ khai báo, mức độ theo tuổi như trên.",
        en: "Wards of any age: declared by the guardian, with the level of their age as above."
    }
    rules_ward_none {
        vi: "Người được giám hộ: thông tin được sử dụng qua tài khoản của người giám hộ.",
        en: "Wards: the data are used through the guardian's account."
    }
    rules_alone(age) {
        vi: "Từ đủ {age} tuổi, trừ người được giám hộ: tự đăng ký bằng số điện thoại chính chủ của mình.",
        en: "From {age}, except wards: the person applies alone, with a phone registered in their own name."
    }
    child_card_title { vi: "Trẻ em chưa có thẻ căn cước", en: "A child without an identity card" }
    child_card_lead {
        vi: "Tài khoản định danh điện tử của trẻ em, người được giám hộ cần thẻ căn cước còn giá trị. Trong lúc chờ, giấy khai sinh vẫn được dùng như trước.",
        en: "The e-ID account of a child or ward takes a valid identity card. Meanwhile the birth certificate is used as before."
    }
    child_card_next { vi: "Việc cần làm", en: "What to do" }
    child_card_from(age) {
        vi: "Thẻ được cấp cho người từ đủ {age} tuổi; trước tuổi đó sử dụng giấy khai sinh.",
        en: "Cards are given from {age} on; before that age the birth certificate is used."
    }
    child_card_small(age) {
        vi: "Trẻ dưới {age} tuổi: cha, mẹ hoặc người giám hộ đề nghị cấp thẻ qua Cổng dịch vụ công hoặc tại Công an cấp xã, trẻ không phải đến và không thu nhận sinh trắc học.",
        en: "A child under {age}: a parent or guardian applies on the public service portal or at the commune police; the child need not come, and no biometrics are taken."
    }
    child_card_in_person(age) {
        vi: "Từ đủ {age} tuổi: người đại diện cùng người đó đến Công an cấp xã để thu nhận ảnh khuôn mặt và vân tay.",
        en: "From {age}: come together to the commune police, where face and fingerprints are taken."
    }
    child_card_then {
        vi: "Khi thẻ được cấp, cơ sở dữ liệu tự ghi nhận: khai báo lại tại trang Người phụ thuộc, không cần nộp bản sao thẻ.",
        en: "Once the card is issued the register knows it: declare again under Dependants; no copy of the card is needed."
    }
    child_card_help(hotline) { vi: "Cần hỏi thêm? Gọi tổng đài {hotline}.", en: "Questions? Call {hotline}." }

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
    dependant_verify { vi: "Xuất trình mã QR xác minh của người phụ thuộc", en: "Show the dependant's verification QR" }
    dependant_card_ended {
        vi: "Thẻ căn cước của người phụ thuộc đã hết giá trị, nên dữ liệu mức độ 02 tạm thời không hiển thị. Đề nghị cùng người phụ thuộc làm thủ tục cấp đổi thẻ tại Công an cấp xã; dữ liệu tự hiển thị lại sau đó.",
        en: "The dependant's identity card is no longer valid, so level-2 data are closed for now. Please have it renewed together at the commune police; they open again by themselves."
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
