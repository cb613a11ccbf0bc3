//! What a holder has frozen.

use crate::identity::language::texts;

texts! {
    freeze_title { vi: "Đóng băng", en: "Freeze" }
    freeze_see { vi: "Xem những gì đang đóng băng", en: "See what is frozen" }
    freeze_account_hint {
        vi: "Không cho ai mở tài khoản ngân hàng, SIM, doanh nghiệp hay khoản vay mang tên bạn, cho đến khi bạn mở lại.",
        en: "Let nobody open a bank account, a SIM, a company or a loan in your name, until you unlock it."
    }
    freeze_lead {
        vi: "Những việc đóng băng không làm được bằng tài khoản định danh của bạn, kể cả khi có người biết mật khẩu hoặc cầm điện thoại của bạn. Dịch vụ chỉ biết yêu cầu bị từ chối.",
        en: "What is frozen nobody gets with your e-ID account, even with your password or your phone. The service only hears that it was refused."
    }
    freeze_line_bank_account { vi: "Tài khoản ngân hàng", en: "Bank accounts" }
    freeze_line_sim { vi: "Thuê bao điện thoại (SIM)", en: "Telephone subscriptions (SIM)" }
    freeze_line_company { vi: "Doanh nghiệp", en: "Companies" }
    freeze_line_loan { vi: "Khoản vay", en: "Loans" }
    freeze_frozen { vi: "Đang đóng băng", en: "Frozen" }
    freeze_since(since) { vi: "Từ {since}.", en: "Since {since}." }
    freeze_lifting { vi: "Sắp mở", en: "Opens soon" }
    freeze_opens(at) { vi: "Mở lại lúc {at}, trừ khi bạn giữ đóng băng.", en: "Opens again at {at}, unless you keep it frozen." }
    freeze_lift { vi: "Mở lại sau 24 giờ", en: "Open it again in 24 hours" }
    freeze_keep { vi: "Giữ đóng băng", en: "Keep it frozen" }
    freeze_choose { vi: "Bạn muốn đóng băng những gì?", en: "What do you want to freeze?" }
    freeze_do { vi: "Đóng băng ngay", en: "Freeze it now" }
    freeze_hint {
        vi: "Có hiệu lực ngay, cả với ngân hàng, nhà mạng bạn đang dùng. Để mở lại cần mức độ 02, hai yếu tố xác thực và 24 giờ chờ; bạn được báo ở mọi địa chỉ.",
        en: "It holds at once, also for the banks and operators that you use. To open it again takes level 2, both factors and 24 hours; you are told at every address."
    }
    freeze_nothing_ticked { vi: "Đề nghị chọn ít nhất một mục.", en: "Please choose at least one." }
    freeze_level_two {
        vi: "Chỉ tài khoản mức độ 02 mới mở lại được những gì đã đóng băng. Để nâng mức độ, đề nghị mang thẻ căn cước đến Công an cấp xã nơi gần nhất.",
        en: "Only an account of level 2 can open again what was frozen. To get there, please bring your identity card to the nearest commune police."
    }
    frozen_title { vi: "Bạn đã đóng băng loại dịch vụ này", en: "You have frozen services of this sort" }
    frozen_lead {
        vi: "Dịch vụ này thuộc loại mà bạn đã đóng băng, nên không nhận được gì từ tài khoản của bạn. Dịch vụ không biết lý do.",
        en: "This service is of a sort that you have frozen, so it gets nothing from your account. It does not learn why."
    }
    event_frozen { vi: "Bạn đã đóng băng một số loại dịch vụ.", en: "You froze some sorts of services." }
    event_freeze_lifting { vi: "Có yêu cầu mở đóng băng; có hiệu lực sau 24 giờ.", en: "A freeze was asked to be lifted; it opens in 24 hours." }
    event_freeze_kept { vi: "Yêu cầu mở đóng băng đã được rút lại.", en: "The request to lift a freeze was taken back." }
    event_release_frozen(other) { vi: "{other} không nhận được gì, vì bạn đã đóng băng loại dịch vụ này.", en: "{other} got nothing, since you have frozen services of its sort." }
}
