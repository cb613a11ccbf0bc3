//! What goes to the holder, and to who answers for the holder, at every address, about what is frozen and what opens again.

use crate::clock::Timestamp;
use crate::config::Config;
use crate::flow::letter::{by_every_channel, letter, written};
use crate::identity::account::Account;
use crate::identity::freeze::Category;
use crate::identity::language::{Language, texts};
use crate::identity::name::without_marks;
use crate::store::outbox::Message;

/// Whom a letter reaches.
#[derive(Clone, Copy, Debug)]
pub enum To<'a> {
    /// Whose account it is.
    Holder(&'a Account),
    /// Who answers for the holder.
    Guardian(&'a Account),
}

impl<'a> To<'a> {
    const fn account(self) -> &'a Account {
        match self {
            Self::Holder(account) | Self::Guardian(account) => account,
        }
    }

    /// Of two texts the one for whom it reaches.
    fn text(self, holder: impl Fn() -> String, guardian: impl Fn() -> String) -> String {
        match self {
            Self::Holder(_) => holder(),
            Self::Guardian(_) => guardian(),
        }
    }
}

/// These are frozen from now on.
pub fn frozen(to: To<'_>, categories: &[Category], config: &Config) -> Vec<Message> {
    let (t, hotline) = (to.account().language, &config.hotline);
    let what = categories.iter().map(|category| name(*category, t)).collect::<Vec<_>>().join(", ");
    let plain = without_marks(&what);
    by_every_channel(to.account(), |account| {
        letter(
            account,
            "frozen",
            || to.text(|| t.sms_frozen(&plain, hotline), || t.sms_dependant_frozen(&plain, hotline)),
            || {
                let body = to.text(|| t.email_frozen(&what, hotline), || t.email_dependant_frozen(&what, hotline));
                (t.email_frozen_subject(), body)
            },
        )
    })
}

/// This opens again at that instant, unless it is taken back.
pub fn lifting(to: To<'_>, category: Category, lifts_at: Timestamp, config: &Config) -> Vec<Message> {
    let (t, hotline) = (to.account().language, &config.hotline);
    let (hour, minute) = lifts_at.time_in_vietnam();
    let when = format!("{hour:02}:{minute:02} {}", written(lifts_at.day_in_vietnam()));
    let what = name(category, t);
    let plain = without_marks(&what);
    by_every_channel(to.account(), |account| {
        letter(
            account,
            "freeze_lifting",
            || {
                let guardian = || t.sms_dependant_freeze_lifting(&plain, &when, hotline);
                to.text(|| t.sms_freeze_lifting(&plain, &when, hotline), guardian)
            },
            || {
                let guardian = || t.email_dependant_freeze_lifting(&what, &when, hotline);
                let body = to.text(|| t.email_freeze_lifting(&what, &when, hotline), guardian);
                (t.email_freeze_lifting_subject(), body)
            },
        )
    })
}

/// The lifting was taken back.
pub fn kept(to: To<'_>, category: Category, config: &Config) -> Vec<Message> {
    let (t, hotline) = (to.account().language, &config.hotline);
    let what = name(category, t);
    let plain = without_marks(&what);
    by_every_channel(to.account(), |account| {
        letter(
            account,
            "freeze_kept",
            || to.text(|| t.sms_freeze_kept(&plain, hotline), || t.sms_dependant_freeze_kept(&plain, hotline)),
            || {
                let guardian = || t.email_dependant_freeze_kept(&what, hotline);
                (t.email_freeze_kept_subject(), to.text(|| t.email_freeze_kept(&what, hotline), guardian))
            },
        )
    })
}

fn name(category: Category, language: Language) -> String {
    match category {
        Category::BankAccount => language.freeze_bank_account(),
        Category::Sim => language.freeze_sim(),
        Category::Company => language.freeze_company(),
        Category::Loan => language.freeze_loan(),
    }
}

texts! {
    freeze_bank_account { vi: "mở tài khoản ngân hàng", en: "bank accounts" }
    freeze_sim { vi: "đăng ký thuê bao điện thoại (SIM)", en: "telephone subscriptions (SIM)" }
    freeze_company { vi: "đăng ký doanh nghiệp", en: "companies" }
    freeze_loan { vi: "vay tiền", en: "loans" }
    sms_frozen(what, hotline) {
        vi: "Dinh danh: Da dong bang: {what}. Khong ai lam duoc viec nay bang tai khoan cua ban cho den khi ban mo lai. Tong dai: {hotline}.",
        en: "Dinhdanh: frozen: {what}. Nobody gets these with your account until you unlock them. Call centre: {hotline}."
    }
    email_frozen_subject { vi: "Đã đóng băng theo yêu cầu của bạn", en: "Frozen, as you asked" }
    email_frozen(what, hotline) {
        vi: "Từ nay tài khoản định danh điện tử của bạn không dùng được để: {what}.\n\nĐể mở lại cần mức độ 02, hai yếu tố xác thực và thời gian chờ; bạn được báo ngay khi có người yêu cầu.\n\nNếu không phải bạn đóng băng, gọi tổng đài {hotline}.",
        en: "From now on your e-ID account gives nobody: {what}.\n\nTo open this again takes level 2, both factors and a time of waiting; you are told as soon as somebody asks for it.\n\nIf it was not you who froze this, call {hotline}."
    }
    sms_freeze_lifting(what, when, hotline) {
        vi: "Dinh danh: Co yeu cau mo bang: {what}, tu {when}. Khong phai ban? Dang nhap, vao Dong bang va chon Giu dong bang, hoac goi ngay {hotline}.",
        en: "Dinhdanh: somebody asked to unfreeze: {what}, from {when}. Not you? Sign in, open Freeze and keep it frozen, or call {hotline} at once."
    }
    email_freeze_lifting_subject { vi: "Sắp mở đóng băng", en: "A freeze is about to be lifted" }
    email_freeze_lifting(what, when, hotline) {
        vi: "Có yêu cầu mở đóng băng: {what}. Việc này mở lại lúc {when}.\n\nNếu không phải bạn: đăng nhập, vào trang Đóng băng và chọn Giữ đóng băng trước lúc đó, hoặc gọi ngay tổng đài {hotline}.",
        en: "Somebody asked to unfreeze: {what}. It opens again at {when}.\n\nIf it was not you: sign in, open the page Freeze and keep it frozen before then, or call {hotline} at once."
    }
    sms_freeze_kept(what, hotline) {
        vi: "Dinh danh: Van dong bang: {what}. Yeu cau mo da duoc rut lai. Tong dai: {hotline}.",
        en: "Dinhdanh: still frozen: {what}. The request to lift it was taken back. Call centre: {hotline}."
    }
    email_freeze_kept_subject { vi: "Vẫn đóng băng", en: "It stays frozen" }
    email_freeze_kept(what, hotline) {
        vi: "Yêu cầu mở đóng băng đã được rút lại. Vẫn đóng băng: {what}.\n\nNếu bạn không rút lại, gọi tổng đài {hotline}.",
        en: "The request to lift the freeze was taken back. Still frozen: {what}.\n\nIf it was not you who took it back, call {hotline}."
    }
    sms_dependant_frozen(what, hotline) {
        vi: "Dinh danh: Nguoi phu thuoc cua ban da duoc dong bang: {what}. Khong phai ban hoac nguoi cung dai dien? Goi {hotline}.",
        en: "Dinhdanh: frozen for your dependant: {what}. Neither you nor who answers for them with you? Call {hotline}."
    }
    email_dependant_frozen(what, hotline) {
        vi: "Từ nay tài khoản định danh điện tử của người phụ thuộc của bạn không dùng được để: {what}.\n\nĐể mở lại cần hai yếu tố xác thực và thời gian chờ; bạn được báo ngay khi có người yêu cầu.\n\nNếu không phải bạn hoặc người cùng đại diện đóng băng, gọi tổng đài {hotline}.",
        en: "From now on your dependant's e-ID account gives nobody: {what}.\n\nTo open this again takes both factors and a time of waiting; you are told as soon as somebody asks for it.\n\nIf it was neither you nor who answers for them with you, call {hotline}."
    }
    sms_dependant_freeze_lifting(what, when, hotline) {
        vi: "Dinh danh: Co yeu cau mo bang cho nguoi phu thuoc: {what}, tu {when}. Khong phai ban? Vao trang nguoi phu thuoc va chon Giu dong bang, hoac goi ngay {hotline}.",
        en: "Dinhdanh: somebody asked to unfreeze for your dependant: {what}, from {when}. Not you? Open your dependant's page and keep it frozen, or call {hotline} at once."
    }
    email_dependant_freeze_lifting(what, when, hotline) {
        vi: "Có yêu cầu mở đóng băng cho người phụ thuộc của bạn: {what}. Việc này mở lại lúc {when}.\n\nNếu không phải bạn hoặc người cùng đại diện: đăng nhập, vào trang của người phụ thuộc và chọn Giữ đóng băng trước lúc đó, hoặc gọi ngay tổng đài {hotline}.",
        en: "Somebody asked to unfreeze for your dependant: {what}. It opens again at {when}.\n\nIf it was neither you nor who answers for them with you: sign in, open your dependant's page and keep it frozen before then, or call {hotline} at once."
    }
    sms_dependant_freeze_kept(what, hotline) {
        vi: "Dinh danh: Nguoi phu thuoc cua ban van duoc dong bang: {what}. Yeu cau mo da duoc rut lai. Tong dai: {hotline}.",
        en: "Dinhdanh: still frozen for your dependant: {what}. The request to lift it was taken back. Call centre: {hotline}."
    }
    email_dependant_freeze_kept(what, hotline) {
        vi: "Yêu cầu mở đóng băng cho người phụ thuộc của bạn đã được rút lại. Vẫn đóng băng: {what}.\n\nNếu không phải bạn hoặc người cùng đại diện rút lại, gọi tổng đài {hotline}.",
        en: "The request to lift a freeze of your dependant was taken back. Still frozen: {what}.\n\nIf it was neither you nor who answers for them with you, call {hotline}."
    }
}
