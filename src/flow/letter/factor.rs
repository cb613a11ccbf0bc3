//! What goes to a holder when what opens the account was changed: on every channel there is, since the one that was chosen may
//! be the one that somebody took over (PW20).

use crate::config::Config;
use crate::flow::letter::{by_every_channel, letter};
use crate::identity::account::Account;
use crate::identity::language::texts;
use crate::store::outbox::Message;

/// A passkey was added.
pub fn passkey_added(account: &Account, config: &Config) -> Vec<Message> {
    let (t, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        let mail = || (t.email_passkey_added_subject(), t.email_passkey_added(hotline));
        letter(account, "passkey_added", || t.sms_passkey_added(hotline), mail)
    })
}

/// A passkey was removed.
pub fn passkey_removed(account: &Account, config: &Config) -> Vec<Message> {
    let (t, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        let mail = || (t.email_passkey_removed_subject(), t.email_passkey_removed(hotline));
        letter(account, "passkey_removed", || t.sms_passkey_removed(hotline), mail)
    })
}

/// A passkey signed with a count that went back.
pub fn passkey_suspected(account: &Account, config: &Config) -> Vec<Message> {
    let (t, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        let mail = || (t.email_passkey_suspected_subject(), t.email_passkey_suspected(hotline));
        letter(account, "passkey_suspected", || t.sms_passkey_suspected(hotline), mail)
    })
}

/// A sheet of codes on paper was made; a former one is over.
pub fn paper_made(account: &Account, config: &Config) -> Vec<Message> {
    let (t, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        let mail = || (t.email_paper_made_subject(), t.email_paper_made(hotline));
        letter(account, "paper_codes_made", || t.sms_paper_made(hotline), mail)
    })
}

/// A code on paper was used, and so many are left: who finds a sheet does not use it unheard.
pub fn paper_used(account: &Account, left: i64, config: &Config) -> Vec<Message> {
    let (t, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        let mail = || (t.email_paper_used_subject(), t.email_paper_used(left, hotline));
        letter(account, "paper_code_used", || t.sms_paper_used(left, hotline), mail)
    })
}

/// The sheet of codes on paper is over.
pub fn paper_removed(account: &Account, config: &Config) -> Vec<Message> {
    let (t, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        let mail = || (t.email_paper_removed_subject(), t.email_paper_removed(hotline));
        letter(account, "paper_codes_removed", || t.sms_paper_removed(hotline), mail)
    })
}

texts! {
    sms_passkey_added(hotline) {
        vi: "Dinh danh: tai khoan cua ban vua duoc them mot khoa truy cap. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: a passkey was added to your account. If it was not you, call {hotline} at once."
    }
    email_passkey_added_subject { vi: "Đã thêm khóa truy cập", en: "A passkey was added" }
    email_passkey_added(hotline) {
        vi: "Tài khoản định danh điện tử của bạn vừa được thêm một khóa truy cập. Người giữ thiết bị đó đăng nhập được mà không cần mật khẩu.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "A passkey was added to your e-ID account. Who holds that device signs in without the password.\n\nIf it was not you, call {hotline} at once."
    }
    sms_passkey_removed(hotline) {
        vi: "Dinh danh: mot khoa truy cap vua bi go khoi tai khoan cua ban. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: a passkey was removed from your account. If it was not you, call {hotline} at once."
    }
    email_passkey_removed_subject { vi: "Đã gỡ khóa truy cập", en: "A passkey was removed" }
    email_passkey_removed(hotline) {
        vi: "Một khóa truy cập vừa được gỡ khỏi tài khoản định danh điện tử của bạn.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "A passkey was removed from your e-ID account.\n\nIf it was not you, call {hotline} at once."
    }
    sms_passkey_suspected(hotline) {
        vi: "Dinh danh: mot khoa truy cap cua ban bi tu choi vi co the da bi sao chep. Hay go khoa do va goi tong dai {hotline}.",
        en: "Dinhdanh: a passkey of yours was refused, since a copy of it may exist. Remove it and call {hotline}."
    }
    email_passkey_suspected_subject { vi: "Khóa truy cập có thể đã bị sao chép", en: "A passkey may have been copied" }
    email_passkey_suspected(hotline) {
        vi: "Một khóa truy cập của tài khoản định danh điện tử của bạn vừa bị từ chối: bộ đếm của nó chạy lùi, như khi có hai thiết bị cùng giữ một khóa.\n\nHãy gỡ khóa đó ở mục Khóa truy cập trong trang Tài khoản và gọi tổng đài {hotline}.",
        en: "A passkey of your e-ID account was refused: its counter went back, as it does when two devices hold one key.\n\nRemove it under Passkeys on your account page and call {hotline}."
    }
    sms_paper_made(hotline) {
        vi: "Dinh danh: tai khoan cua ban vua co to ma du phong moi; to cu het hieu luc. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: a new sheet of paper codes was made for your account; an older one is void. If it was not you, call {hotline} at once."
    }
    email_paper_made_subject { vi: "Đã lập tờ mã dự phòng mới", en: "A new sheet of paper codes" }
    email_paper_made(hotline) {
        vi: "Tài khoản định danh điện tử của bạn vừa có một tờ mã dự phòng mới. Tờ cũ, nếu có, không còn hiệu lực.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "A new sheet of paper codes was made for your e-ID account. An older one, if there was one, is void.\n\nIf it was not you, call {hotline} at once."
    }
    sms_paper_used(left, hotline) {
        vi: "Dinh danh: mot ma tren to ma du phong cua ban vua duoc dung, con lai {left}. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: a paper code of yours was just used, codes left: {left}. If it was not you, call {hotline} at once."
    }
    email_paper_used_subject { vi: "Một mã dự phòng vừa được dùng", en: "A paper code was used" }
    email_paper_used(left, hotline) {
        vi: "Một mã trên tờ mã dự phòng của tài khoản định danh điện tử của bạn vừa được dùng. Số mã còn lại: {left}.\n\nNếu không phải bạn, người khác đang có tờ mã đó: hãy gọi ngay tổng đài {hotline}. Nếu là bạn, hãy gạch mã đó đi; khi sắp hết mã, hãy lập tờ mới ở mục Mã dự phòng trong trang Tài khoản.",
        en: "A code of the paper sheet of your e-ID account was just used. Codes left: {left}.\n\nIf it was not you, somebody else has that sheet: call {hotline} at once. If it was you, cross the code out; before the last one is used, make a new sheet under Paper codes on your account page."
    }
    sms_paper_removed(hotline) {
        vi: "Dinh danh: to ma du phong cua tai khoan ban vua bi huy. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: the sheet of paper codes of your account was cancelled. If it was not you, call {hotline} at once."
    }
    email_paper_removed_subject { vi: "Đã hủy tờ mã dự phòng", en: "The sheet of paper codes was cancelled" }
    email_paper_removed(hotline) {
        vi: "Tờ mã dự phòng của tài khoản định danh điện tử của bạn vừa bị hủy.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "The sheet of paper codes of your e-ID account was cancelled.\n\nIf it was not you, call {hotline} at once."
    }
}
