//! What people are told by SMS and by e-mail, in the language of their account.
//!
//! A text message is plain ASCII, since GSM-7 has no Vietnamese letters, and no message of ours ever holds a link: a link in
//! a message about one's account is what phishing looks like (`vietnam.md` 4.4, PW13). A letter begins with its subject on
//! a line of its own.

use crate::clock::{Day, Seconds, Timestamp};
use crate::config::Config;
use crate::identity::account::{self, Account};
use crate::identity::language::{Language, texts};
use crate::identity::name::{Name, without_marks};
use crate::identity::phone::Phone;
use crate::identity::short_code::{Purpose, ShortCode};
use crate::limits;
use crate::store::outbox::{Channel, Message};

pub mod card;
pub mod dependant;
pub mod factor;
pub mod freeze;
pub mod mend;
pub mod new_browser;
pub mod password;
pub mod recovery;
pub mod sign_in;
pub mod stay;
pub mod visit;

/// A code.
pub fn code(account: &Account, purpose: Purpose, code: &ShortCode, config: &Config) -> Message {
    let (language, code) = (account.language, code.expose());
    let minutes = limits::SHORT_CODE.get() / 60;
    match purpose {
        Purpose::Activation => letter(
            account,
            "activation_code",
            || bound_to_origin(language.sms_activation_code(code, minutes), code, config),
            || (language.email_activation_code_subject(), language.email_activation_code(code, minutes)),
        ),
        // No telephone fills this one into a page: it is read out.
        Purpose::Call => letter(
            account,
            "call_code",
            || language.sms_call_code(code, minutes, &config.hotline),
            || (language.email_call_code_subject(), language.email_call_code(code, minutes, &config.hotline)),
        ),
        Purpose::SignIn => letter(
            account,
            "sign_in_code",
            || bound_to_origin(language.sms_sign_in_code(code, minutes), code, config),
            || (language.email_sign_in_code_subject(), language.email_sign_in_code(code, minutes)),
        ),
        Purpose::LetTry => letter(
            account,
            "let_try_code",
            || bound_to_origin(language.sms_let_try_code(code, minutes), code, config),
            || (language.email_sign_in_code_subject(), language.email_sign_in_code(code, minutes)),
        ),
        Purpose::Recovery => letter(
            account,
            "recovery_code",
            || bound_to_origin(language.sms_recovery_code(code, minutes), code, config),
            || (language.email_recovery_code_subject(), language.email_recovery_code(code, minutes)),
        ),
        Purpose::Unlock => letter(
            account,
            "unlock_code",
            || bound_to_origin(language.sms_unlock_code(code, minutes), code, config),
            || (language.email_sign_in_code_subject(), language.email_sign_in_code(code, minutes)),
        ),
    }
}

/// The enrolment is approved and waits for its holder until the end of that day.
pub fn approved(account: &Account, name: &Name, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    let last = written(last_day(account.activation_closes_at));
    letter(
        account,
        "enrolment_approved",
        || language.sms_approved(name.ascii(), &last, hotline),
        || (language.email_approved_subject(), language.email_approved(name.as_str(), &last, hotline)),
    )
}

/// Somebody enrolled again with the right data; there is an account already.
pub fn enrolled_again(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "enrolled_again",
        || language.sms_enrolled_again(hotline),
        || (language.email_enrolled_again_subject(), language.email_enrolled_again(hotline)),
    )
}

/// The holder has taken the account over.
pub fn activated(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "account_activated",
        || language.sms_activated(hotline),
        || (language.email_activated_subject(), language.email_activated(hotline)),
    )
}

/// The window of activation has passed.
pub fn lapsed(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "activation_lapsed",
        || language.sms_lapsed(hotline),
        || (language.email_lapsed_subject(), language.email_lapsed(hotline)),
    )
}

/// The account has level 2.
pub fn raised(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "account_raised",
        || language.sms_raised(hotline),
        || (language.email_raised_subject(), language.email_raised(hotline)),
    )
}

/// The request for level 2 is refused, with the officer's reason; a text has room for its beginning.
pub fn not_raised(account: &Account, reason: &str, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    let beginning: String = without_marks(reason).split_whitespace().collect::<Vec<_>>().join(" ");
    let beginning: String = beginning.chars().take(REASON_IN_TEXT).collect();
    letter(
        account,
        "account_not_raised",
        || language.sms_not_raised(beginning, hotline),
        || (language.email_not_raised_subject(), language.email_not_raised(reason, hotline)),
    )
}

/// The holder's second account was merged into this one.
pub fn accounts_merged(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "accounts_merged",
        || language.sms_accounts_merged(hotline),
        || (language.email_accounts_merged_subject(), language.email_accounts_merged(hotline)),
    )
}

/// The account was locked, or the last ground for it was lifted.
pub fn lock_changed(account: &Account, is_locked: bool, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    if is_locked {
        letter(
            account,
            "account_locked",
            || language.sms_locked(hotline),
            || (language.email_locked_subject(), language.email_locked(hotline)),
        )
    } else {
        letter(
            account,
            "account_unlocked",
            || language.sms_unlocked(hotline),
            || (language.email_unlocked_subject(), language.email_unlocked(hotline)),
        )
    }
}

/// An authenticator app was added or removed (PW20).
pub fn authenticator_changed(account: &Account, is_added: bool, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    if is_added {
        letter(
            account,
            "authenticator_added",
            || language.sms_authenticator_added(hotline),
            || (language.email_authenticator_added_subject(), language.email_authenticator_added(hotline)),
        )
    } else {
        letter(
            account,
            "authenticator_removed",
            || language.sms_authenticator_removed(hotline),
            || (language.email_authenticator_removed_subject(), language.email_authenticator_removed(hotline)),
        )
    }
}

/// The decision on an application is late, since no register answers; it goes on by itself.
pub fn late(phone: &Phone, language: Language, config: &Config) -> Message {
    to_applicant("enrolment_late", phone, language.sms_late(&config.hotline))
}

/// No register answered for as long as an application is kept.
pub fn undecided(phone: &Phone, language: Language, config: &Config) -> Message {
    to_applicant("enrolment_undecided", phone, language.sms_undecided(&config.hotline))
}

/// To the phone that was declared, which nobody has checked, and so without a word about anybody.
fn to_applicant(kind: &'static str, phone: &Phone, body: String) -> Message {
    Message {
        channel: Channel::Sms,
        kind,
        account: None,
        relying_party: None,
        session: None,
        recipient: phone.as_str().to_owned(),
        body,
    }
}

/// A message to an account's holder by the channel chosen: a text, or a subject and a letter.
pub fn letter(
    account: &Account,
    kind: &'static str,
    text: impl FnOnce() -> String,
    mail: impl FnOnce() -> (String, String),
) -> Message {
    let (channel, recipient) = account.reached_by();
    let (channel, body) = match channel {
        account::Channel::Sms => (Channel::Sms, text()),
        account::Channel::Email => {
            let (subject, body) = mail();
            (Channel::Email, format!("{subject}\n\n{body}"))
        }
    };
    Message {
        channel,
        kind,
        account: Some(account.id.clone()),
        relying_party: None,
        session: None,
        recipient: recipient.to_owned(),
        body,
    }
}

/// The same message by every channel that the account has: who took one over must not be the only one to hear (PW20).
pub fn by_every_channel(account: &Account, message: impl Fn(&Account) -> Message) -> Vec<Message> {
    let by = |channel| message(&Account { channel, ..account.clone() });
    // A telephone that is no longer the holder's own belongs to somebody else by now.
    let has_phone = !account.grounds.contains(&account::Ground::PhoneNotOwn);
    let mut messages: Vec<_> = has_phone.then(|| by(account::Channel::Sms)).into_iter().collect();
    if account.email.is_some() {
        messages.push(by(account::Channel::Email));
    }
    messages
}

/// Telephones fill such a code into pages of that host only; they do so for https alone (PW13).
fn bound_to_origin(text: String, code: &str, config: &Config) -> String {
    if config.is_https() { format!("{text}\n@{} #{code}", config.authority()) } else { text }
}

/// Characters of a reason that a text of two parts has room for.
const REASON_IN_TEXT: usize = 120;

fn last_day(closes_at: Timestamp) -> Day {
    closes_at.minus(Seconds::new(1)).day_in_vietnam()
}

/// A day as people write it.
fn written(day: Day) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

texts! {
    sms_let_try_code(code, minutes) {
        vi: "Dinh danh: {code} la ma de tiep tuc dang nhap, co hieu luc {minutes} phut. Sau ma nay van can mat khau. Khong dua ma nay cho bat ky ai.",
        en: "Dinhdanh: {code} lets you go on to sign in, valid for {minutes} minutes. The password is still needed. Give the code to nobody."
    }
    sms_recovery_code(code, minutes) {
        vi: "Dinh danh: {code} la ma de lay lai tai khoan, co hieu luc {minutes} phut. Neu khong phai ban yeu cau, khong dua ma nay cho bat ky ai va goi tong dai.",
        en: "Dinhdanh: {code} is the code to recover your account, valid for {minutes} minutes. If you did not ask for it, give it to nobody and call us."
    }
    email_recovery_code_subject { vi: "Mã lấy lại tài khoản", en: "The code to recover your account" }
    email_recovery_code(code, minutes) {
        vi: "Mã để lấy lại tài khoản định danh điện tử của bạn là {code}.\n\nMã có hiệu lực {minutes} phút và chỉ dùng được một lần, trên trình duyệt đã yêu cầu. Nếu không phải bạn yêu cầu, không đưa mã này cho bất kỳ ai, kể cả cán bộ, và hãy gọi tổng đài.",
        en: "The code to recover your e-ID account is {code}.\n\nIt is valid for {minutes} minutes and works once, in the browser that asked for it. If you did not ask for it, give it to nobody, officers included, and call us."
    }
    sms_unlock_code(code, minutes) {
        vi: "Dinh danh: {code} la ma de mo khoa tai khoan cua ban, co hieu luc {minutes} phut. Neu khong phai ban yeu cau, khong dua ma nay cho bat ky ai.",
        en: "Dinhdanh: {code} is your code to unlock your account, valid for {minutes} minutes. If you did not ask for it, give it to nobody."
    }
    sms_call_code(code, minutes, hotline) {
        vi: "Dinh danh: {code} la ma xac minh cuoc goi cua ban den tong dai {hotline}, co hieu luc {minutes} phut. Neu ban khong dang goi tong dai, khong doc ma nay cho ai.",
        en: "Dinhdanh: {code} verifies your call to {hotline}, valid for {minutes} minutes. If you are not calling the call centre now, read it to nobody."
    }
    email_call_code_subject { vi: "Mã xác minh cuộc gọi đến tổng đài", en: "The code for your call to the call centre" }
    email_call_code(code, minutes, hotline) {
        vi: "Mã xác minh cuộc gọi của bạn đến tổng đài {hotline} là {code}.\n\nMã có hiệu lực {minutes} phút và chỉ dùng được một lần. Chỉ đọc mã này khi chính bạn đã gọi đến tổng đài. Nếu có người gọi cho bạn và hỏi mã, hãy dừng cuộc gọi.",
        en: "The code for your call to {hotline} is {code}.\n\nIt is valid for {minutes} minutes and works once. Read it out only if it was you who called. If somebody called you and asks for it, hang up."
    }
    sms_accounts_merged(hotline) {
        vi: "Dinh danh: Tai khoan thu hai cua ban da duoc hop nhat vao tai khoan nay. Tu nay chi dung mot tai khoan. Tong dai: {hotline}.",
        en: "Dinhdanh: your second account was merged into this one. From now on you have one account. Call centre: {hotline}."
    }
    email_accounts_merged_subject { vi: "Hai tài khoản của bạn đã được hợp nhất", en: "Your two accounts were merged" }
    email_accounts_merged(hotline) {
        vi: "Tài khoản thứ hai của bạn đã được hợp nhất vào tài khoản này. Từ nay bạn đăng nhập bằng số định danh cá nhân hiện tại; lịch sử và biên nhận của tài khoản kia vẫn xem được tại đây. Dịch vụ mà bạn chỉ dùng bằng tài khoản kia sẽ hỏi lại sự đồng ý của bạn.\n\nNếu có điều chưa đúng, hãy gọi tổng đài {hotline}.",
        en: "Your second account was merged into this one. From now on you sign in with your present personal identification number; the history and the receipts of the other account are still here for you. A service that you used only with the other account will ask for your consent again.\n\nIf something is wrong, call {hotline}."
    }
    sms_authenticator_added(hotline) {
        vi: "Dinh danh: Mot ung dung xac thuc da duoc them vao tai khoan cua ban. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: an authenticator app was added to your account. If it was not you, call {hotline} at once."
    }
    email_authenticator_added_subject { vi: "Đã thêm ứng dụng xác thực", en: "An authenticator app was added" }
    email_authenticator_added(hotline) {
        vi: "Một ứng dụng xác thực đã được thêm vào tài khoản định danh điện tử của bạn.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "An authenticator app was added to your e-ID account.\n\nIf it was not you, call {hotline} at once."
    }
    sms_authenticator_removed(hotline) {
        vi: "Dinh danh: Ung dung xac thuc da duoc go khoi tai khoan cua ban. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: the authenticator app was removed from your account. If it was not you, call {hotline} at once."
    }
    email_authenticator_removed_subject { vi: "Đã gỡ ứng dụng xác thực", en: "The authenticator app was removed" }
    email_authenticator_removed(hotline) {
        vi: "Ứng dụng xác thực đã được gỡ khỏi tài khoản định danh điện tử của bạn. Từ nay mã đăng nhập được gửi đến số điện thoại của bạn.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "The authenticator app was removed from your e-ID account. From now on sign-in codes go to your phone.\n\nIf it was not you, call {hotline} at once."
    }
    sms_activation_code(code, minutes) {
        vi: "Dinh danh: {code} la ma kich hoat tai khoan dinh danh dien tu, co hieu luc {minutes} phut. Khong dua ma nay cho bat ky ai.",
        en: "Dinhdanh: {code} is your account activation code, valid for {minutes} minutes. Never give it to anybody."
    }
    email_activation_code_subject { vi: "Mã kích hoạt tài khoản định danh điện tử", en: "Your account activation code" }
    email_activation_code(code, minutes) {
        vi: "Mã kích hoạt tài khoản định danh điện tử của bạn là {code}.\n\nMã có hiệu lực {minutes} phút và chỉ dùng được một lần. Không đưa mã này cho bất kỳ ai, kể cả cán bộ.",
        en: "Your code to activate your e-ID account is {code}.\n\nIt is valid for {minutes} minutes and works once. Never give it to anybody, officers included."
    }
    sms_sign_in_code(code, minutes) {
        vi: "Dinh danh: {code} la ma dang nhap, co hieu luc {minutes} phut. Khong dua ma nay cho bat ky ai.",
        en: "Dinhdanh: {code} is your sign-in code, valid for {minutes} minutes. Never give it to anybody."
    }
    email_sign_in_code_subject { vi: "Mã đăng nhập", en: "Your sign-in code" }
    email_sign_in_code(code, minutes) {
        vi: "Mã đăng nhập của bạn là {code}.\n\nMã có hiệu lực {minutes} phút và chỉ dùng được một lần. Nếu bạn không đăng nhập, hãy đổi mật khẩu.",
        en: "Your sign-in code is {code}.\n\nIt is valid for {minutes} minutes and works once. If you are not signing in, change your password."
    }
    sms_approved(name, last, hotline) {
        vi: "Dinh danh: Ho so dang ky tai khoan dinh danh dien tu muc do 01 cua cong dan {name} da duoc phe duyet. De nghi kich hoat tai khoan truoc het ngay {last}. Tong dai: {hotline}.",
        en: "Dinhdanh: the application of {name} for a level-1 e-ID account is approved. Please activate the account by the end of {last}. Call centre: {hotline}."
    }
    email_approved_subject {
        vi: "Hồ sơ đăng ký tài khoản định danh điện tử đã được phê duyệt",
        en: "Your application for an e-ID account is approved"
    }
    email_approved(name, last, hotline) {
        vi: "Hồ sơ đăng ký tài khoản định danh điện tử mức độ 01 của công dân {name} đã được phê duyệt.\n\nĐề nghị mở trang Kích hoạt tài khoản và kích hoạt trước hết ngày {last}. Mã kích hoạt được gửi trong một thư riêng; nếu mã đã hết hiệu lực, hãy yêu cầu mã mới tại trang đó.\n\nTổng đài: {hotline}.",
        en: "The application of {name} for a level-1 e-ID account is approved.\n\nPlease open the page Activate an account and activate it by the end of {last}. The activation code comes in a letter of its own; when it has expired, ask for another one on that page.\n\nCall centre: {hotline}."
    }
    sms_late(hotline) {
        vi: "Dinh danh: Ho so dang ky tai khoan cua ban chua duoc giai quyet trong thoi han, vi co so du lieu khong tra loi. Ho so duoc giu va tu dong tiep tuc, khong can dang ky lai. Tong dai: {hotline}.",
        en: "Dinhdanh: your application for an account is not decided in time, because a register does not answer. It is kept and goes on by itself; you need not apply again. Call centre: {hotline}."
    }
    sms_undecided(hotline) {
        vi: "Dinh danh: He thong khong doi chieu duoc ho so dang ky tai khoan, vi co so du lieu khong tra loi. De nghi dang ky lai. Tong dai: {hotline}.",
        en: "Dinhdanh: your application for an account could not be checked, because a register did not answer. Please apply again. Call centre: {hotline}."
    }
    sms_enrolled_again(hotline) {
        vi: "Dinh danh: Co nguoi vua dang ky tai khoan bang thong tin cua ban, nhung ban da co tai khoan. Neu khong phai ban, goi tong dai {hotline}.",
        en: "Dinhdanh: somebody applied for an account with your data, but you have one already. If it was not you, call {hotline}."
    }
    email_enrolled_again_subject { vi: "Bạn đã có tài khoản định danh điện tử", en: "You already have an e-ID account" }
    email_enrolled_again(hotline) {
        vi: "Có người vừa đăng ký tài khoản định danh điện tử bằng thông tin của bạn. Mỗi người chỉ có một tài khoản và bạn đã có tài khoản, nên không có gì thay đổi.\n\nNếu là bạn, hãy đăng nhập, hoặc kích hoạt tài khoản nếu chưa kích hoạt. Nếu không phải bạn, hãy gọi tổng đài {hotline}.",
        en: "Somebody has just applied for an e-ID account with your data. One person has one account and you have yours, so nothing has changed.\n\nIf it was you, sign in, or activate the account if you have not yet. If it was not you, call {hotline}."
    }
    sms_activated(hotline) {
        vi: "Dinh danh: Tai khoan cua ban da duoc kich hoat. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: your account has been activated. If it was not you, call {hotline} at once."
    }
    email_activated_subject { vi: "Tài khoản của bạn đã được kích hoạt", en: "Your account has been activated" }
    email_activated(hotline) {
        vi: "Tài khoản của bạn đã được kích hoạt. Từ nay bạn đăng nhập bằng số định danh cá nhân và mật khẩu vừa đặt.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "Your account has been activated. From now on you sign in with your personal identification number and the password just set.\n\nIf it was not you, call {hotline} at once."
    }
    sms_raised(hotline) {
        vi: "Dinh danh: Tai khoan cua ban da duoc nang len muc do 02. Neu ban khong den lam thu tuc, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: your account has been raised to level 2. If you did not visit an office for this, call {hotline} at once."
    }
    email_raised_subject { vi: "Tài khoản của bạn đã đạt mức độ 02", en: "Your account has been raised to level 2" }
    email_raised(hotline) {
        vi: "Tài khoản định danh điện tử của bạn đã được nâng lên mức độ 02. Từ nay ví giấy tờ có căn cước điện tử của bạn.\n\nNếu bạn không đến làm thủ tục này, hãy gọi ngay tổng đài {hotline}.",
        en: "Your e-ID account has been raised to level 2. Your wallet now holds your electronic identity card.\n\nIf you did not visit an office for this, call {hotline} at once."
    }
    sms_not_raised(reason, hotline) {
        vi: "Dinh danh: De nghi nang tai khoan len muc do 02 khong duoc chap thuan. Ly do: {reason}. Tong dai: {hotline}.",
        en: "Dinhdanh: your request for a level-2 account was refused. Reason: {reason}. Call centre: {hotline}."
    }
    email_not_raised_subject {
        vi: "Đề nghị nâng tài khoản lên mức độ 02 không được chấp thuận",
        en: "Your request for a level-2 account was refused"
    }
    email_not_raised(reason, hotline) {
        vi: "Đề nghị nâng tài khoản định danh điện tử lên mức độ 02 của bạn không được chấp thuận.\n\nLý do: {reason}\n\nTài khoản mức độ 01 của bạn vẫn dùng được như trước. Nếu không đồng ý, đề nghị gọi tổng đài {hotline} hoặc đến Công an cấp xã nơi gần nhất.",
        en: "Your request to raise your e-ID account to level 2 was refused.\n\nReason: {reason}\n\nYour level-1 account works as before. If you do not agree, please call {hotline} or go to the nearest commune police."
    }
    sms_lapsed(hotline) {
        vi: "Dinh danh: Tai khoan chua duoc kich hoat trong 07 ngay ke tu ngay thong bao. De nghi lien he tong dai {hotline} de kich hoat.",
        en: "Dinhdanh: the account was not activated within 7 days of the notice. Please call {hotline} to activate it."
    }
    email_lapsed_subject { vi: "Tài khoản chưa được kích hoạt", en: "The account was not activated" }
    email_lapsed(hotline) {
        vi: "Tài khoản chưa được kích hoạt trong 07 ngày kể từ ngày thông báo. Đề nghị liên hệ tổng đài {hotline} để kích hoạt.",
        en: "The account was not activated within 7 days of the notice. Please call {hotline} to activate it."
    }
    sms_locked(hotline) {
        vi: "Dinh danh: Tai khoan cua ban da bi khoa. Moi phien dang nhap da ket thuc. Tong dai: {hotline}.",
        en: "Dinhdanh: your account has been locked. Every session has ended. Call centre: {hotline}."
    }
    email_locked_subject { vi: "Tài khoản của bạn đã bị khóa", en: "Your account has been locked" }
    email_locked(hotline) {
        vi: "Tài khoản định danh điện tử của bạn đã bị khóa. Mọi phiên đăng nhập đã kết thúc.\n\nĐể biết lý do và cách mở khóa, hãy gọi tổng đài {hotline}.",
        en: "Your e-ID account has been locked. Every session has ended.\n\nTo learn why and how it is unlocked, call {hotline}."
    }
    sms_unlocked(hotline) {
        vi: "Dinh danh: Tai khoan cua ban da duoc mo khoa. Tong dai: {hotline}.",
        en: "Dinhdanh: your account has been unlocked. Call centre: {hotline}."
    }
    email_unlocked_subject { vi: "Tài khoản của bạn đã được mở khóa", en: "Your account has been unlocked" }
    email_unlocked(hotline) {
        vi: "Tài khoản định danh điện tử của bạn đã được mở khóa. Bạn có thể đăng nhập lại.\n\nNếu cần hỗ trợ, hãy gọi tổng đài {hotline}.",
        en: "Your e-ID account has been unlocked. You can sign in again.\n\nIf you need help, call {hotline}."
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::identity::account::{AccountKind, AccountLevel, State};
    use crate::identity::foreigner::Ending;
    use crate::identity::language::Language;
    use crate::identity::number::PersonalNumber;
    use crate::identity::phone::{Email, Phone};
    use crate::secret::AccountId;

    pub(in crate::flow) fn account(language: Language, channel: account::Channel) -> Account {
        Account {
            id: AccountId::new([1; 16]),
            kind: AccountKind::Citizen,
            state: State::Approved,
            level: Some(AccountLevel::One),
            number: PersonalNumber::parse("001090000001").unwrap(),
            phone: Phone::parse("0912345678").unwrap(),
            email: Email::parse("an@example.vn"),
            channel,
            language,
            created_at: Timestamp::from_unix(1_793_552_400),
            activation_closes_at: Timestamp::from_unix(1_794_243_600),
            activated_at: None,
            raised_at: None,
            proofed_at: None,
            verification_qr_at: None,
            grounds: Vec::new(),
            version: 1,
        }
    }

    /// Of a message by every channel the one by the account's own.
    fn own(messages: Vec<Message>, account: &Account) -> Message {
        let is_letter = account.channel == account::Channel::Email;
        messages.into_iter().find(|message| (message.channel == Channel::Email) == is_letter).unwrap()
    }

    fn all(account: &Account, config: &Config) -> Vec<Message> {
        let digits = ShortCode::parse("012345").unwrap();
        let name = Name::parse("H'Hen Niê Đặng").unwrap();
        vec![
            code(account, Purpose::Activation, &digits, config),
            code(account, Purpose::SignIn, &digits, config),
            approved(account, &name, config),
            enrolled_again(account, config),
            activated(account, config),
            lapsed(account, config),
            lock_changed(account, true, config),
            lock_changed(account, false, config),
            raised(account, config),
            not_raised(account, "Ảnh thẻ căn cước không đọc được, đề nghị mang theo bản chính và đến lại", config),
            accounts_merged(account, config),
            authenticator_changed(account, true, config),
            authenticator_changed(account, false, config),
            card::ending(account, Timestamp::from_unix(1_794_243_600), Some(25), config),
            card::ended(account, config),
            card::restored(account, config),
            own(factor::passkey_added(account, config), account),
            own(factor::passkey_removed(account, config), account),
            own(factor::passkey_suspected(account, config), account),
            own(factor::paper_made(account, config), account),
            own(factor::paper_removed(account, config), account),
            own(factor::paper_used(account, 9, config), account),
            dependant::declared(account, &name, config),
            dependant::joined(account, config),
            dependant::guardian_ended(account, config),
            dependant::ended(account, config),
            dependant::grown(account, config),
            dependant::taken_over(account, config),
            sign_in::let_in(account, "Samsung Internet", Timestamp::from_unix(1_794_243_600), config),
            stay::ending(account, Ending::Residence, Day::new(2027, 12, 31).unwrap(), config),
            stay::ended(account, Ending::Passport, config),
        ]
    }

    #[test]
    fn texts_are_ascii_and_no_message_holds_a_link_or_the_personal_number() {
        let config = Config::load("[server]\nissuer = \"https://id.example.vn\"", &BTreeMap::new()).unwrap();
        for language in [Language::Vi, Language::En] {
            for message in all(&account(language, account::Channel::Sms), &config) {
                assert!(message.body.is_ascii(), "{}", message.body);
                assert!(message.body.len() <= 320, "more than two texts: {}", message.body);
            }
            for channel in [account::Channel::Sms, account::Channel::Email] {
                for message in all(&account(language, channel), &config) {
                    let body = &message.body;
                    assert!(!body.contains("http") && !body.contains("001090000001") && !body.contains('<'), "{body}");
                    assert_eq!(message.recipient.contains('@'), channel == account::Channel::Email);
                    assert_eq!(body.split_once("\n\n").is_some(), channel == account::Channel::Email, "{body}");
                }
            }
        }
    }

    #[test]
    fn a_code_is_bound_to_our_origin_where_there_is_tls() {
        let account = account(Language::Vi, account::Channel::Sms);
        let digits = ShortCode::parse("012345").unwrap();
        let with = |issuer: &str| {
            let config = Config::load(&format!("[server]\nissuer = \"{issuer}\""), &BTreeMap::new()).unwrap();
            code(&account, Purpose::SignIn, &digits, &config).body
        };
        assert!(with("https://id.example.vn").ends_with("\n@id.example.vn #012345"));
        assert!(!with("http://localhost:8080").contains('#'));
    }

    #[test]
    fn the_last_day_is_the_one_on_which_one_is_still_in_time() {
        let config = Config::load("", &BTreeMap::new()).unwrap();
        let message = approved(&account(Language::Vi, account::Channel::Sms), &Name::parse("An").unwrap(), &config);
        assert!(message.body.contains("truoc het ngay 09/11/2026"), "{}", message.body);
    }
}
