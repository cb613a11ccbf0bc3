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
        vi: "Việc đã đóng băng không ai làm được bằng tài khoản định danh của bạn, kể cả khi biết mật khẩu hoặc cầm điện thoại của bạn. Dịch vụ chỉ biết yêu cầu bị từ chối.",
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
        vi: "Có hiệu lực ngay, cả với ngân hàng, nhà mạng bạn đang dùng. Để mở lại cần mức độ 02, hai yếu tố xác thực và 24 giờ chờ; bạn được báo qua mọi kênh đã đăng ký.",
        en: "It holds at once, also for the banks and operators that you use. To open it again takes level 2, both factors and 24 hours; you are told by every channel that you have registered."
    }
    freeze_nothing_ticked { vi: "Đề nghị chọn ít nhất một mục.", en: "Please choose at least one." }
    freeze_level_two {
        vi: "Chỉ tài khoản mức độ 02 mới mở lại được những gì đã đóng băng. Để nâng mức độ, đề nghị mang thẻ căn cước đến Công an cấp xã nơi gần nhất.",
        en: "Only an account of level 2 can open again what was frozen. To get there, please bring your identity card to the nearest commune police."
    }
    freeze_theirs {
        vi: "Khi hết thời gian chờ, người phụ thuộc đã tự sử dụng tài khoản, nên việc mở lại do chính người đó quyết định.",
        en: "By the end of the waiting your dependant acts alone, so it is theirs to open this again."
    }
    freeze_in_name_of { vi: "Bạn làm việc này thay cho người phụ thuộc.", en: "You do this in your dependant's name." }
    freeze_dependant_link {
        vi: "Không cho ai mở tài khoản ngân hàng, SIM, doanh nghiệp hay khoản vay mang tên người phụ thuộc.",
        en: "Let nobody open a bank account, a SIM, a company or a loan in your dependant's name."
    }
    freeze_dependant_lead {
        vi: "Dịch vụ thuộc loại đã đóng băng không nhận được gì từ tài khoản của người phụ thuộc, kể cả khi bạn hoặc người khác xuất trình thay. Khi người phụ thuộc tự sử dụng tài khoản, những gì đang đóng băng vẫn đóng băng cho đến khi người đó mở lại.",
        en: "Services of a sort that is frozen get nothing from your dependant's account, whoever shows it for them. When your dependant acts alone, what is frozen stays so until they open it again."
    }
    freeze_dependant_choose { vi: "Bạn muốn đóng băng những gì cho người phụ thuộc?", en: "What do you want to freeze for your dependant?" }
    freeze_dependant_hint {
        vi: "Có hiệu lực ngay. Để mở lại cần hai yếu tố xác thực và 24 giờ chờ; mọi cha, mẹ, người giám hộ của người phụ thuộc được báo và giữ lại được.",
        en: "It holds at once. To open it again takes both factors and 24 hours; everybody who answers for your dependant is told and can keep it frozen."
    }
    frozen_title { vi: "Bạn đã đóng băng loại dịch vụ này", en: "You have frozen services of this sort" }
    frozen_lead {
        vi: "Dịch vụ này thuộc loại mà bạn đã đóng băng, nên không nhận được gì từ tài khoản của bạn. Dịch vụ không biết lý do.",
        en: "This service is of a sort that you have frozen, so it gets nothing from your account. It does not learn why."
    }
    event_dependant_frozen { vi: "Bạn đã đóng băng một số loại dịch vụ thay cho người phụ thuộc.", en: "You froze some sorts of services in a dependant's name." }
    event_dependant_freeze_lifting { vi: "Bạn đã yêu cầu mở đóng băng thay cho người phụ thuộc; có hiệu lực sau 24 giờ.", en: "You asked for a freeze of a dependant to be lifted; it opens in 24 hours." }
    event_dependant_freeze_kept { vi: "Bạn đã giữ đóng băng thay cho người phụ thuộc.", en: "You kept a freeze of a dependant." }
    event_guardian_froze(who) { vi: "{who} đã đóng băng một số loại dịch vụ.", en: "{who} froze some sorts of services." }
    event_guardian_freeze_lifting(who) { vi: "{who} đã yêu cầu mở đóng băng; có hiệu lực sau 24 giờ.", en: "{who} asked for a freeze to be lifted; it opens in 24 hours." }
    event_guardian_freeze_kept(who) { vi: "{who} đã giữ đóng băng.", en: "{who} kept a freeze." }
    event_frozen { vi: "Bạn đã đóng băng một số loại dịch vụ.", en: "You froze some sorts of services." }
    event_freeze_lifting { vi: "Có yêu cầu mở đóng băng; có hiệu lực sau 24 giờ.", en: "A freeze was asked to be lifted; it opens in 24 hours." }
    event_freeze_kept { vi: "Yêu cầu mở đóng băng đã được rút lại.", en: "The request to lift a freeze was taken back." }
    event_release_frozen(other) { vi: "{other} không nhận được gì, vì bạn đã đóng băng loại dịch vụ này.", en: "{other} got nothing, since you have frozen services of its sort." }
}
