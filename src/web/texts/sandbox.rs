//! The page of the synthetic nation.

use crate::identity::language::texts;

texts! {
    sandbox_title { vi: "Quốc gia giả lập", en: "A synthetic nation" }
    sandbox_lead {
        vi: "Mọi người dưới đây đều được tạo ra để thử. Tin nhắn không được gửi đi đâu mà hiện tại đây.",
        en: "Everybody below was made up. Messages are sent nowhere; they appear here."
    }
    sandbox_messages { vi: "Tin nhắn và thư", en: "Messages and letters" }
    sandbox_no_messages { vi: "Chưa có tin nhắn nào.", en: "No message yet." }
    sandbox_refresh { vi: "Tải lại", en: "Refresh" }
    sandbox_people { vi: "Người dân và cán bộ", en: "People and officers" }
    sandbox_password { vi: "Mật khẩu của mọi người đã có tài khoản:", en: "The password of everybody who has an account:" }
    sandbox_level_two { vi: "Tài khoản mức độ 02", en: "Level-2 accounts" }
    sandbox_officers { vi: "Cán bộ", en: "Officers" }
    sandbox_level_one { vi: "Tài khoản mức độ 01", en: "Level-1 accounts" }
    sandbox_dependants { vi: "Con nhỏ và người được giám hộ, chưa khai báo", en: "Young children and wards, not declared yet" }
    sandbox_answered_for_by(number) { vi: "người đại diện: {number}", en: "answered for by {number}" }
    sandbox_unenrolled { vi: "Chưa có tài khoản", en: "Without an account" }
    sandbox_foreigners { vi: "Người nước ngoài", en: "Foreigners" }
    sandbox_document { vi: "Hộ chiếu", en: "Passport" }
    sandbox_organisations { vi: "Tổ chức", en: "Organisations" }
    sandbox_tax_code { vi: "Mã số thuế", en: "Tax code" }
    sandbox_state { vi: "Trạng thái", en: "State" }
    sandbox_representatives { vi: "Người đại diện theo pháp luật", en: "Legal representatives" }
    sandbox_phone { vi: "Điện thoại", en: "Phone" }
    sandbox_clock { vi: "Đồng hồ", en: "The clock" }
    sandbox_now(at) { vi: "Bây giờ là {at}. Đồng hồ chỉ chạy tới.", en: "It is {at}. The clock only goes forward." }
    sandbox_a_minute { vi: "Thêm 61 giây", en: "61 seconds on" }
    sandbox_an_hour { vi: "Thêm 1 giờ", en: "1 hour on" }
    sandbox_a_day { vi: "Thêm 1 ngày", en: "1 day on" }
    sandbox_eight_days { vi: "Thêm 8 ngày", en: "8 days on" }
}
