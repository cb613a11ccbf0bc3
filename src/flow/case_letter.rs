//! What a person is told of a case, at each of its steps: by SMS without marks and without links, or by a letter.

use crate::clock::{Seconds, Timestamp};
use crate::config::Config;
use crate::flow::letter::letter;
use crate::identity::account::{Account, AccountKind};
use crate::identity::language::texts;
use crate::identity::name::{Name, without_marks};
use crate::identity::proofing::Words;
use crate::identity::proofing::decision::Ground;
use crate::identity::proofing::supplement::Supplement;
use crate::store::outbox::Message;

/// The person was received; the result comes by that day.
pub fn received(account: &Account, code: &str, due_at: Timestamp, config: &Config) -> Message {
    let (t, hotline, last) = (account.language, &config.hotline, last_day(due_at));
    letter(
        account,
        "case_received",
        || t.sms_case_received(code, &last, hotline),
        || (t.email_case_received_subject(code), t.email_case_received(code, &last, hotline)),
    )
}

/// The case waits for what is lacking.
pub fn returned(account: &Account, code: &str, asked: &Supplement, config: &Config) -> Message {
    let (t, hotline, last) = (account.language, &config.hotline, last_day(asked.ends_at));
    let lacks = asked.lacks.iter().map(|lack| lack.words(t)).collect::<Vec<_>>();
    letter(
        account,
        "case_returned",
        || t.sms_case_returned(code, &last, beginning(&lacks.join("; ")), hotline),
        || {
            let lacks = lacks.iter().map(|lack| format!("- {lack}")).collect::<Vec<_>>().join("\n");
            let body = t.email_case_returned(code, lacks, asked.guidance.as_str(), &last, hotline);
            (t.email_case_returned_subject(code), body)
        },
    )
}

/// The case ends by itself unless what is lacking is brought by that day.
pub fn ends_soon(account: &Account, code: &str, ends_at: Timestamp, config: &Config) -> Message {
    let (t, hotline, last) = (account.language, &config.hotline, last_day(ends_at));
    letter(
        account,
        "case_ends_soon",
        || t.sms_case_ends_soon(code, &last, hotline),
        || (t.email_case_ends_soon_subject(code), t.email_case_ends_soon(code, &last, hotline)),
    )
}

/// The case has ended, since nothing was brought.
pub fn lapsed(account: &Account, code: &str, config: &Config) -> Message {
    let (t, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "case_lapsed",
        || t.sms_case_lapsed(code, hotline),
        || (t.email_case_lapsed_subject(code), t.email_case_lapsed(code, hotline)),
    )
}

/// What was lacking is there; the result comes by that day.
pub fn supplemented(account: &Account, code: &str, due_at: Timestamp, config: &Config) -> Message {
    let (t, hotline, last) = (account.language, &config.hotline, last_day(due_at));
    letter(
        account,
        "case_supplemented",
        || t.sms_case_supplemented(code, &last, hotline),
        || (t.email_case_supplemented_subject(code), t.email_case_supplemented(code, &last, hotline)),
    )
}

/// The account was made and waits for its holder until the end of that day.
pub fn made(account: &Account, name: &Name, config: &Config) -> Message {
    let (t, hotline, last) = (account.language, &config.hotline, last_day(account.activation_closes_at));
    let is_foreigner = account.kind == AccountKind::Foreigner;
    letter(
        account,
        "account_made",
        || match is_foreigner {
            true => t.sms_foreigner_made(name.ascii(), &last, hotline),
            false => t.sms_made(name.ascii(), &last, hotline),
        },
        || match is_foreigner {
            true => (t.email_made_subject(), t.email_foreigner_made(name.as_str(), &last, hotline)),
            false => (t.email_made_subject(), t.email_made(name.as_str(), &last, hotline)),
        },
    )
}

/// The case is refused, on that ground and with the officer's reason; a text has room for its beginning.
pub fn refused(account: &Account, code: &str, ground: Ground, reason: &Words, config: &Config) -> Message {
    let (t, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "case_refused",
        || t.sms_case_refused(code, beginning(reason.as_str()), hotline),
        || {
            let body = t.email_case_refused(code, ground.words(t), reason.as_str(), hotline);
            (t.email_case_refused_subject(code), body)
        },
    )
}

/// The papers stand in the wallet.
pub fn integrated(account: &Account, count: usize, config: &Config) -> Message {
    let (t, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "documents_integrated",
        || t.sms_integrated(count, hotline),
        || (t.email_integrated_subject(), t.email_integrated(count, hotline)),
    )
}

/// The holder was proofed anew.
pub fn proofed(account: &Account, config: &Config) -> Message {
    let (t, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "identity_proofed",
        || t.sms_proofed(hotline),
        || (t.email_proofed_subject(), t.email_proofed(hotline)),
    )
}

fn beginning(text: &str) -> String {
    let plain = without_marks(text).split_whitespace().collect::<Vec<_>>().join(" ");
    // GSM-7 has no sign of ours beyond ASCII; what has none is left out.
    plain.chars().filter(char::is_ascii).take(IN_TEXT).collect()
}

fn last_day(end: Timestamp) -> String {
    let day = end.minus(Seconds::new(1)).day_in_vietnam();
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// Characters of an officer's words that a text of two parts has room for.
const IN_TEXT: usize = 120;

texts! {
    sms_case_received(code, last, hotline) {
        vi: "Dinh danh: Da tiep nhan ho so {code}. Hen tra ket qua cham nhat ngay {last}. Neu ban khong den lam thu tuc, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: case {code} was received. The result comes by {last}. If you did not visit an office, call {hotline} at once."
    }
    email_case_received_subject(code) { vi: "Đã tiếp nhận hồ sơ {code}", en: "Case {code} was received" }
    email_case_received(code, last, hotline) {
        vi: "Hồ sơ {code} của bạn đã được tiếp nhận. Kết quả được trả chậm nhất ngày {last}.\n\nNếu bạn không đến làm thủ tục này, hãy gọi ngay tổng đài {hotline}.",
        en: "Your case {code} was received. The result comes by {last}.\n\nIf you did not visit an office for this, call {hotline} at once."
    }
    sms_case_returned(code, last, lacks, hotline) {
        vi: "Dinh danh: Ho so {code} can bo sung cham nhat ngay {last}: {lacks}. Qua han ho so tu ket thuc. Tong dai: {hotline}.",
        en: "Dinhdanh: case {code} needs, by {last}: {lacks}. After that it ends by itself. Call centre: {hotline}."
    }
    email_case_returned_subject(code) { vi: "Hồ sơ {code} cần bổ sung", en: "Case {code} needs to be completed" }
    sms_case_ends_soon(code, last, hotline) {
        vi: "Dinh danh: Ho so {code} con cho bo sung. Sau ngay {last} ho so tu ket thuc. De nghi bo sung tai noi da tiep nhan. Tong dai: {hotline}.",
        en: "Dinhdanh: case {code} still waits for you. After {last} it ends by itself. Please bring what is lacking to the office that received you. Call centre: {hotline}."
    }
    email_case_ends_soon_subject(code) { vi: "Hồ sơ {code} sắp tự kết thúc", en: "Case {code} ends soon" }
    email_case_ends_soon(code, last, hotline) {
        vi: "Hồ sơ {code} của bạn còn chờ bổ sung. Sau ngày {last} hồ sơ tự kết thúc.\n\nĐề nghị bổ sung tại nơi đã tiếp nhận.\n\nTổng đài: {hotline}.",
        en: "Your case {code} still waits for what is lacking. After {last} it ends by itself.\n\nPlease bring it to the office that received you.\n\nCall centre: {hotline}."
    }
    sms_case_lapsed(code, hotline) {
        vi: "Dinh danh: Ho so {code} da ket thuc vi khong duoc bo sung trong thoi han. Ban co the lam thu tuc lai bat cu luc nao, khong mat phi. Tong dai: {hotline}.",
        en: "Dinhdanh: case {code} has ended, since what was lacking was not brought in time. You may apply again at any time, free of charge. Call centre: {hotline}."
    }
    email_case_lapsed_subject(code) { vi: "Hồ sơ {code} đã kết thúc", en: "Case {code} has ended" }
    email_case_lapsed(code, hotline) {
        vi: "Hồ sơ {code} của bạn đã kết thúc vì không được bổ sung trong thời hạn. Bạn có thể làm thủ tục lại bất cứ lúc nào, không mất phí.\n\nTổng đài: {hotline}.",
        en: "Your case {code} has ended, since what was lacking was not brought in time. You may apply again at any time, free of charge.\n\nCall centre: {hotline}."
    }
    email_case_returned(code, lacks, guidance, last, hotline) {
        vi: "Hồ sơ {code} của bạn cần bổ sung:\n\n{lacks}\n\nHướng dẫn: {guidance}\n\nĐây là toàn bộ nội dung cần bổ sung. Thời hạn giải quyết tạm dừng cho đến khi bạn bổ sung đủ tại nơi đã tiếp nhận, chậm nhất ngày {last}; sau đó hồ sơ tự kết thúc.\n\nTổng đài: {hotline}.",
        en: "Your case {code} needs to be completed:\n\n{lacks}\n\nWhat to do: {guidance}\n\nThis is everything. The time limit stands still until you have brought it to the office that received you, by {last}; after that the case ends by itself.\n\nCall centre: {hotline}."
    }
    sms_case_supplemented(code, last, hotline) {
        vi: "Dinh danh: Ho so {code} da duoc bo sung. Hen tra ket qua cham nhat ngay {last}. Tong dai: {hotline}.",
        en: "Dinhdanh: case {code} is complete. The result comes by {last}. Call centre: {hotline}."
    }
    email_case_supplemented_subject(code) { vi: "Hồ sơ {code} đã được bổ sung", en: "Case {code} is complete" }
    email_case_supplemented(code, last, hotline) {
        vi: "Hồ sơ {code} của bạn đã được bổ sung đầy đủ. Kết quả được trả chậm nhất ngày {last}.\n\nTổng đài: {hotline}.",
        en: "Your case {code} is complete. The result comes by {last}.\n\nCall centre: {hotline}."
    }
    sms_made(name, last, hotline) {
        vi: "Dinh danh: Tai khoan dinh danh dien tu muc do 02 cua cong dan {name} da duoc phe duyet. De nghi kich hoat truoc het ngay {last}. Tong dai: {hotline}.",
        en: "Dinhdanh: the level-2 e-ID account of {name} is approved. Please activate it by the end of {last}. Call centre: {hotline}."
    }
    sms_foreigner_made(name, last, hotline) {
        vi: "Dinh danh: Tai khoan dinh danh dien tu cua nguoi nuoc ngoai {name} da duoc phe duyet. De nghi kich hoat truoc het ngay {last}. Tong dai: {hotline}.",
        en: "Dinhdanh: the e-ID account of {name} is approved. Please activate it by the end of {last}. Call centre: {hotline}."
    }
    email_made_subject {
        vi: "Tài khoản định danh điện tử của bạn đã được phê duyệt",
        en: "Your e-ID account is approved"
    }
    email_made(name, last, hotline) {
        vi: "Tài khoản định danh điện tử mức độ 02 của công dân {name} đã được phê duyệt.\n\nĐề nghị mở trang Kích hoạt tài khoản và kích hoạt trước hết ngày {last}. Mã kích hoạt được gửi trong một thư riêng; nếu mã đã hết hiệu lực, hãy yêu cầu mã mới tại trang đó.\n\nNếu bạn không đến làm thủ tục này, hãy gọi ngay tổng đài {hotline}.",
        en: "The level-2 e-ID account of {name} is approved.\n\nPlease open the page Activate an account and activate it by the end of {last}. The activation code comes in a letter of its own; when it has expired, ask for another one on that page.\n\nIf you did not visit an office for this, call {hotline} at once."
    }
    email_foreigner_made(name, last, hotline) {
        vi: "Tài khoản định danh điện tử của người nước ngoài {name} đã được phê duyệt.\n\nĐề nghị mở trang Kích hoạt tài khoản và kích hoạt trước hết ngày {last}, bằng số định danh ghi trên giấy thông báo kết quả. Mã kích hoạt được gửi trong một thư riêng.\n\nTổng đài: {hotline}.",
        en: "The e-ID account of {name} is approved.\n\nPlease open the page Activate an account and activate it by the end of {last}, with the identification number on the paper that you were given. The activation code comes in a letter of its own.\n\nCall centre: {hotline}."
    }
    sms_case_refused(code, reason, hotline) {
        vi: "Dinh danh: Ho so {code} khong duoc chap thuan. Ly do: {reason}. Tong dai: {hotline}.",
        en: "Dinhdanh: case {code} was refused. Reason: {reason}. Call centre: {hotline}."
    }
    email_case_refused_subject(code) { vi: "Hồ sơ {code} không được chấp thuận", en: "Case {code} was refused" }
    email_case_refused(code, ground, reason, hotline) {
        vi: "Hồ sơ {code} của bạn không được chấp thuận.\n\nCăn cứ: {ground}.\n\nLý do: {reason}\n\nNếu không đồng ý, đề nghị gọi tổng đài {hotline} hoặc đến nơi đã tiếp nhận hồ sơ.",
        en: "Your case {code} was refused.\n\nGround: {ground}.\n\nReason: {reason}\n\nIf you do not agree, please call {hotline} or go to the office that received you."
    }
    sms_integrated(count, hotline) {
        vi: "Dinh danh: {count} giay to da duoc dua vao vi cua ban. Neu ban khong den lam thu tuc, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: {count} papers now stand in your wallet. If you did not visit an office for this, call {hotline} at once."
    }
    email_integrated_subject { vi: "Giấy tờ đã được đưa vào ví", en: "Papers now stand in your wallet" }
    email_integrated(count, hotline) {
        vi: "{count} giấy tờ đã được đối chiếu với bản gốc và đưa vào ví của bạn.\n\nNếu bạn không đến làm thủ tục này, hãy gọi ngay tổng đài {hotline}.",
        en: "{count} papers were compared with their originals and stand in your wallet now.\n\nIf you did not visit an office for this, call {hotline} at once."
    }
    sms_proofed(hotline) {
        vi: "Dinh danh: Danh tinh cua ban da duoc can bo kiem tra lai. Neu ban khong den lam thu tuc, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: your identity was proofed again by officers. If you did not visit an office for this, call {hotline} at once."
    }
    email_proofed_subject { vi: "Danh tính đã được kiểm tra lại", en: "Your identity was proofed again" }
    email_proofed(hotline) {
        vi: "Cán bộ đã đối chiếu lại giấy tờ, khuôn mặt và vân tay của bạn. Tài khoản của bạn không thay đổi gì khác.\n\nNếu bạn không đến làm thủ tục này, hãy gọi ngay tổng đài {hotline}.",
        en: "Officers have compared your document, face and fingerprints again. Nothing else of your account has changed.\n\nIf you did not visit an office for this, call {hotline} at once."
    }
}
