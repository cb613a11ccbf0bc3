//! What people are told about the organisations that they act for, each in the language and by the channel of the own
//! account. A text message is the same sentence without its marks.

use crate::config::Config;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::Account;
use crate::identity::language::{Language, texts};
use crate::identity::name::without_marks;
use crate::identity::representation::Representation;
use crate::provider::Provider;
use crate::secret::AccountId;
use crate::store::outbox::Message;

/// News about an organisation; the name is the organisation's.
#[derive(Clone, Copy, Debug)]
pub enum News<'a> {
    /// The reader is asked for consent, until that day.
    ConsentAsked(&'a str, &'a str),
    /// A legal representative said no to the reader's application, for this reason.
    Declined(&'a str, &'a str),
    /// A legal representative did not answer the reader's application in time.
    NotAnswered(&'a str),
    /// Officers returned the reader's application, to be completed until that day.
    Returned(&'a str, &'a str),
    /// That day comes near.
    ReturnEnds(&'a str, &'a str),
    /// The reader's application ended since it was not completed.
    ReturnEnded(&'a str),
    /// Officers refused the reader's application, for this reason.
    Refused(&'a str, &'a str),
    /// Another application was approved before the reader's.
    Superseded(&'a str),
    /// The organisation has an account, and the reader represents it.
    Registered(&'a str),
    /// A role is offered to the reader.
    Offered(&'a str),
    /// Somebody represents it from now on.
    Begun(&'a str),
    /// What somebody may do for it was changed.
    Changed(&'a str),
    /// Somebody represents it no longer.
    Ended(&'a str),
    /// The account was locked.
    Locked(&'a str),
    /// The last ground for a lock was lifted.
    Unlocked(&'a str),
}

/// The news for one account's holder.
pub fn news(account: &Account, news: News<'_>, config: &Config) -> Message {
    let (t, hotline) = (account.language, &config.hotline);
    let (kind, sentence) = said(news, t);
    letter::letter(
        account,
        kind,
        || {
            let sentence: String = without_marks(&sentence).chars().filter(char::is_ascii).take(LONGEST).collect();
            t.sms_organisation(sentence, hotline)
        },
        || (t.email_organisation_subject(), t.email_organisation(&sentence, hotline)),
    )
}

/// The news for the holder of that account, when it is there.
pub async fn to(account: &AccountId, about: News<'_>, provider: &Provider) -> Result<Option<Message>, Fault> {
    let account = provider.store.account(account).await?;
    Ok(account.map(|account| news(&account, about, &provider.config)))
}

/// The news for everybody who administers the organisation, and for one more.
pub async fn to_administrators(
    standing: &[Representation],
    and: Option<&AccountId>,
    about: News<'_>,
    provider: &Provider,
) -> Result<Vec<Message>, Fault> {
    let administering = standing.iter().filter(|one| one.role.may_administer() && !one.is_over).map(|one| &one.account);
    let mut told: Vec<&AccountId> = administering.chain(and).collect();
    told.sort_unstable();
    told.dedup();
    let mut messages = Vec::new();
    for account in told {
        messages.extend(to(account, about, provider).await?);
    }
    Ok(messages)
}

fn said(news: News<'_>, t: Language) -> (&'static str, String) {
    match news {
        News::ConsentAsked(name, until) => ("organisation_consent_asked", t.news_consent_asked(name, until)),
        News::Declined(name, reason) => ("organisation_declined", t.news_declined(name, reason)),
        News::NotAnswered(name) => ("organisation_not_answered", t.news_not_answered(name)),
        News::Returned(name, until) => ("organisation_returned", t.news_returned(name, until)),
        News::ReturnEnds(name, until) => ("organisation_return_ends", t.news_return_ends(name, until)),
        News::ReturnEnded(name) => ("organisation_return_ended", t.news_return_ended(name)),
        News::Refused(name, reason) => ("organisation_refused", t.news_refused(name, reason)),
        News::Superseded(name) => ("organisation_superseded", t.news_superseded(name)),
        News::Registered(name) => ("organisation_registered", t.news_registered(name)),
        News::Offered(name) => ("representation_offered", t.news_offered(name)),
        News::Begun(name) => ("representation_begun", t.news_begun(name)),
        News::Changed(name) => ("representation_changed", t.news_changed(name)),
        News::Ended(name) => ("representation_ended", t.news_ended(name)),
        News::Locked(name) => ("organisation_locked", t.news_locked(name)),
        News::Unlocked(name) => ("organisation_unlocked", t.news_unlocked(name)),
    }
}

/// Characters of a sentence that a text of three parts has room for.
const LONGEST: usize = 360;

texts! {
    sms_organisation(sentence, hotline) {
        vi: "Dinh danh: {sentence} Vao muc To chuc trong tai khoan cua ban de xem. Tong dai: {hotline}.",
        en: "Dinhdanh: {sentence} See Organisations in your account. Help: {hotline}."
    }
    email_organisation_subject { vi: "Tài khoản định danh điện tử của tổ chức", en: "An organisation's e-ID account" }
    email_organisation(sentence, hotline) {
        vi: "{sentence}\n\nVào mục Tổ chức trong tài khoản định danh điện tử của bạn để xem. Nếu bạn thấy điều bất thường, hãy gọi tổng đài {hotline}.",
        en: "{sentence}\n\nSee Organisations in your e-ID account. If something looks wrong, call {hotline}."
    }
    news_consent_asked(name, until) {
        vi: "Có người đề nghị cấp tài khoản định danh điện tử cho {name}, nơi bạn là người đại diện theo pháp luật. Đề nghị bạn đồng ý hoặc từ chối trước hết ngày {until}.",
        en: "Somebody applied for an e-ID account for {name}, of which you are a legal representative. Please agree or refuse by the end of {until}."
    }
    news_declined(name, reason) {
        vi: "Một người đại diện theo pháp luật của {name} không đồng ý với đề nghị cấp tài khoản. Lý do: {reason}.",
        en: "A legal representative of {name} did not agree to your application for an account. Reason: {reason}."
    }
    news_not_answered(name) {
        vi: "Đề nghị cấp tài khoản cho {name} đã hết hạn vì chưa đủ sự đồng ý của những người đại diện theo pháp luật. Bạn có thể nộp lại.",
        en: "Your application for an account for {name} lapsed: not every legal representative answered in time. You can apply again."
    }
    news_returned(name, until) {
        vi: "Đề nghị cấp tài khoản cho {name} cần bổ sung trước hết ngày {until}. Nội dung cần bổ sung có trong tài khoản của bạn.",
        en: "Your application for an account for {name} must be completed by the end of {until}. What is lacking stands in your account."
    }
    news_return_ends(name, until) {
        vi: "Đề nghị cấp tài khoản cho {name} vẫn chờ bạn bổ sung. Sau ngày {until} đề nghị sẽ tự kết thúc.",
        en: "Your application for an account for {name} still waits to be completed. After {until} it ends by itself."
    }
    news_return_ended(name) {
        vi: "Đề nghị cấp tài khoản cho {name} đã kết thúc vì chưa được bổ sung. Bạn có thể nộp lại.",
        en: "Your application for an account for {name} ended since it was not completed. You can apply again."
    }
    news_refused(name, reason) {
        vi: "Đề nghị cấp tài khoản cho {name} không được chấp nhận. Lý do: {reason}.",
        en: "Your application for an account for {name} was refused. Reason: {reason}."
    }
    news_superseded(name) {
        vi: "{name} đã được cấp tài khoản theo một đề nghị khác.",
        en: "{name} was given an account on another application."
    }
    news_registered(name) {
        vi: "{name} đã được cấp tài khoản định danh điện tử và bạn là người đại diện quản trị tài khoản.",
        en: "{name} has an e-ID account now, and you administer it."
    }
    news_offered(name) {
        vi: "{name} mời bạn làm người đại diện trong tài khoản định danh điện tử của tổ chức.",
        en: "{name} offers you a role in its e-ID account."
    }
    news_begun(name) {
        vi: "Một người đã trở thành người đại diện của {name} trong tài khoản định danh điện tử.",
        en: "Somebody represents {name} in its e-ID account from now on."
    }
    news_changed(name) {
        vi: "Quyền của một người đại diện của {name} đã thay đổi.",
        en: "What a representative of {name} may do was changed."
    }
    news_ended(name) {
        vi: "Quyền đại diện của một người cho {name} đã chấm dứt.",
        en: "Somebody no longer represents {name}."
    }
    news_locked(name) {
        vi: "Tài khoản định danh điện tử của {name} đã bị khóa.",
        en: "The e-ID account of {name} was locked."
    }
    news_unlocked(name) {
        vi: "Tài khoản định danh điện tử của {name} đã được mở khóa.",
        en: "The e-ID account of {name} was unlocked."
    }
}
