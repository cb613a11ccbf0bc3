//! What a party would have, and the answer.

use crate::identity::language::texts;

texts! {
    consent_title { vi: "Chia sẻ thông tin", en: "Share your information" }
    consent_lead(service) { vi: "{service} đề nghị bạn chia sẻ những thông tin sau.", en: "{service} asks you to share the following." }
    consent_lead_nothing(service) {
        vi: "{service} chỉ cần biết bạn đã đăng nhập và không nhận thông tin nào khác về bạn.",
        en: "{service} only needs to know that you signed in, and gets nothing else about you."
    }
    consent_essential { vi: "Cần thiết", en: "Essential" }
    consent_voluntary { vi: "Tự nguyện", en: "Voluntary" }
    consent_no_purpose { vi: "Để phục vụ bạn trong dịch vụ này", en: "To serve you in this service" }
    consent_show_value { vi: "Xem thông tin sẽ chia sẻ", en: "See what will be shared" }
    consent_no_value { vi: "Cơ sở dữ liệu không có thông tin này.", en: "The database has nothing for this." }
    consent_choose { vi: "Chọn từng mục", en: "Choose one by one" }
    consent_choose_legend {
        vi: "Ngoài các mục cần thiết, chỉ chia sẻ những mục được đánh dấu",
        en: "Besides what is essential, share only what is ticked"
    }
    consent_share_sensitive(name) { vi: "Tôi đồng ý chia sẻ: {name}", en: "I agree to share: {name}" }
    consent_offline(service) {
        vi: "{service} muốn tiếp tục nhận những thông tin này cả khi bạn không đăng nhập, cho đến khi bạn rút lại.",
        en: "{service} wants to go on getting this while you are not signed in, until you withdraw it."
    }
    consent_remembered(until) {
        vi: "Sự đồng ý được ghi nhớ đến ngày {until}. Bạn có thể rút lại bất cứ lúc nào tại",
        en: "Your answer is remembered until {until}. You can withdraw it at any time in"
    }
    consent_withdraw_where { vi: "Tài khoản của bạn", en: "your account" }
    consent_allow { vi: "Đồng ý", en: "Allow" }
    consent_allow_all { vi: "Đồng ý chia sẻ tất cả", en: "Allow all of it" }
    consent_allow_chosen { vi: "Chỉ chia sẻ mục đã chọn", en: "Share only what is chosen" }
    consent_deny { vi: "Từ chối", en: "Deny" }
}
