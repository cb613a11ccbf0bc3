//! What people are told about their visits to a unit.

use crate::clock::Timestamp;
use crate::config::Config;
use crate::flow::letter::{letter, written};
use crate::identity::account::Account;
use crate::identity::language::{Language, texts};
use crate::identity::name::without_marks;
use crate::identity::unit::Unit;
use crate::store::outbox::Message;

/// A visit is booked.
pub fn booked(account: &Account, unit: &Unit, begins_at: Timestamp, config: &Config) -> Message {
    let (t, at, hotline) = (account.language, moment(begins_at), &config.hotline);
    letter(
        account,
        "visit_booked",
        || t.sms_visit_booked(&at, short(unit, t), hotline),
        || (t.email_visit_booked_subject(), t.email_visit_booked(&at, unit.name_in(t), &unit.address, hotline)),
    )
}

/// A visit is moved.
pub fn moved(account: &Account, unit: &Unit, begins_at: Timestamp, config: &Config) -> Message {
    let (t, at, hotline) = (account.language, moment(begins_at), &config.hotline);
    letter(
        account,
        "visit_moved",
        || t.sms_visit_moved(&at, short(unit, t), hotline),
        || (t.email_visit_moved_subject(), t.email_visit_moved(&at, unit.name_in(t), &unit.address, hotline)),
    )
}

/// The holder cancelled a visit.
pub fn cancelled(account: &Account, begins_at: Timestamp, config: &Config) -> Message {
    let (t, at, hotline) = (account.language, moment(begins_at), &config.hotline);
    letter(
        account,
        "visit_cancelled",
        || t.sms_visit_cancelled(&at, hotline),
        || (t.email_visit_cancelled_subject(), t.email_visit_cancelled(&at, hotline)),
    )
}

/// The unit called a visit off; another one can be booked. A text has room for the beginning of the reason.
pub fn called_off(account: &Account, unit: &Unit, begins_at: Timestamp, reason: &str, config: &Config) -> Message {
    let (t, at, hotline) = (account.language, moment(begins_at), &config.hotline);
    let reason = if reason.is_empty() { t.visit_unit_closed() } else { reason.to_owned() };
    letter(
        account,
        "visit_called_off",
        || t.sms_visit_called_off(&at, plain(&reason, 60), hotline),
        || {
            let body = t.email_visit_called_off(&at, unit.name_in(t), &reason, hotline);
            (t.email_visit_called_off_subject(), body)
        },
    )
}

/// A visit is tomorrow.
pub fn reminder(account: &Account, unit: &Unit, begins_at: Timestamp, config: &Config) -> Message {
    let (t, at, hotline) = (account.language, moment(begins_at), &config.hotline);
    letter(
        account,
        "visit_reminder",
        || t.sms_visit_reminder(&at, short(unit, t), hotline),
        || (t.email_visit_reminder_subject(), t.email_visit_reminder(&at, unit.name_in(t), &unit.address, hotline)),
    )
}

fn moment(at: Timestamp) -> String {
    let (hour, minute) = at.time_in_vietnam();
    format!("{hour:02}:{minute:02} {}", written(at.day_in_vietnam()))
}

fn short(unit: &Unit, language: Language) -> String {
    plain(unit.name_in(language), 50)
}

/// The beginning of a text in the letters that a telephone's alphabet has.
fn plain(text: &str, longest: usize) -> String {
    let words: String = without_marks(text).split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(char::is_ascii).take(longest).collect()
}

texts! {
    visit_unit_closed { vi: "đơn vị ngừng tiếp dân", en: "the unit receives nobody any more" }
    sms_visit_booked(at, unit, hotline) {
        vi: "Dinh danh: Ban co lich hen luc {at} tai {unit}. Mang theo the can cuoc. Doi hoac huy lich: trang Tai khoan. Tong dai: {hotline}.",
        en: "Dinhdanh: your visit is booked for {at} at {unit}. Bring your identity card. Move or cancel it on the page Account. Call centre: {hotline}."
    }
    email_visit_booked_subject { vi: "Lịch hẹn của bạn", en: "Your visit is booked" }
    email_visit_booked(at, unit, address, hotline) {
        vi: "Bạn có lịch hẹn lúc {at} tại {unit}, {address}.\n\nĐề nghị mang theo thẻ căn cước. Có thể đổi hoặc hủy lịch tại trang Tài khoản.\n\nTổng đài: {hotline}.",
        en: "Your visit is booked for {at} at {unit}, {address}.\n\nPlease bring your identity card. You can move or cancel the visit on the page Account.\n\nCall centre: {hotline}."
    }
    sms_visit_moved(at, unit, hotline) {
        vi: "Dinh danh: Lich hen cua ban da doi sang {at} tai {unit}. Mang theo the can cuoc. Tong dai: {hotline}.",
        en: "Dinhdanh: your visit is moved to {at} at {unit}. Bring your identity card. Call centre: {hotline}."
    }
    email_visit_moved_subject { vi: "Lịch hẹn đã được đổi", en: "Your visit is moved" }
    email_visit_moved(at, unit, address, hotline) {
        vi: "Lịch hẹn của bạn đã được đổi sang {at} tại {unit}, {address}.\n\nĐề nghị mang theo thẻ căn cước.\n\nTổng đài: {hotline}.",
        en: "Your visit is moved to {at} at {unit}, {address}.\n\nPlease bring your identity card.\n\nCall centre: {hotline}."
    }
    sms_visit_cancelled(at, hotline) {
        vi: "Dinh danh: Lich hen luc {at} cua ban da duoc huy theo yeu cau. Tong dai: {hotline}.",
        en: "Dinhdanh: your visit at {at} is cancelled as you asked. Call centre: {hotline}."
    }
    email_visit_cancelled_subject { vi: "Lịch hẹn đã được hủy", en: "Your visit is cancelled" }
    email_visit_cancelled(at, hotline) {
        vi: "Lịch hẹn lúc {at} của bạn đã được hủy theo yêu cầu. Bạn có thể đặt lịch khác tại trang Tài khoản.\n\nTổng đài: {hotline}.",
        en: "Your visit at {at} is cancelled as you asked. You can book another one on the page Account.\n\nCall centre: {hotline}."
    }
    sms_visit_called_off(at, reason, hotline) {
        vi: "Dinh danh: Don vi da huy lich hen luc {at} cua ban. Ly do: {reason}. De nghi dat lich khac tai trang Tai khoan. Tong dai: {hotline}.",
        en: "Dinhdanh: the unit has called off your visit at {at}. Reason: {reason}. Please book another one on the page Account. Call centre: {hotline}."
    }
    email_visit_called_off_subject { vi: "Đơn vị đã hủy lịch hẹn của bạn", en: "The unit has called off your visit" }
    email_visit_called_off(at, unit, reason, hotline) {
        vi: "{unit} đã hủy lịch hẹn lúc {at} của bạn.\n\nLý do: {reason}\n\nĐề nghị đặt lịch khác tại trang Tài khoản. Xin lỗi bạn vì sự bất tiện này.\n\nTổng đài: {hotline}.",
        en: "{unit} has called off your visit at {at}.\n\nReason: {reason}\n\nPlease book another one on the page Account. We are sorry for the inconvenience.\n\nCall centre: {hotline}."
    }
    sms_visit_reminder(at, unit, hotline) {
        vi: "Dinh danh: Nhac lich hen luc {at} tai {unit}. Mang theo the can cuoc. Neu khong den duoc, de nghi huy tai trang Tai khoan. Tong dai: {hotline}.",
        en: "Dinhdanh: a reminder of your visit at {at} at {unit}. Bring your identity card. If you cannot come, please cancel it on the page Account. Call centre: {hotline}."
    }
    email_visit_reminder_subject { vi: "Nhắc lịch hẹn", en: "A reminder of your visit" }
    email_visit_reminder(at, unit, address, hotline) {
        vi: "Bạn có lịch hẹn lúc {at} tại {unit}, {address}.\n\nĐề nghị mang theo thẻ căn cước. Nếu không đến được, đề nghị đổi hoặc hủy lịch tại trang Tài khoản để người khác được tiếp.\n\nTổng đài: {hotline}.",
        en: "You have a visit at {at} at {unit}, {address}.\n\nPlease bring your identity card. If you cannot come, please move or cancel the visit on the page Account, so that somebody else can be received.\n\nCall centre: {hotline}."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Day;
    use crate::flow::letter::tests::account;
    use crate::identity::account::Channel;
    use crate::identity::officer::Label;
    use crate::identity::unit::{Hours, UnitCode, UnitKind};

    #[test]
    fn texts_of_visits_are_ascii_and_of_two_parts_whatever_the_unit_is_called() {
        let label = |text: &str| Label::parse(text).unwrap();
        let unit = Unit {
            kind: UnitKind::Commune,
            code: UnitCode::parse("01").unwrap(),
            name: label(&"Công an phường Hoàn Kiếm ".repeat(4)),
            name_en: label(&"Police of Hoàn Kiếm ward ".repeat(4)),
            address: label("2 Tràng Thi"),
            province: "01".into(),
            commune: label("Phường Hoàn Kiếm"),
            hours: Hours::parse("mon 08:00-09:00").unwrap(),
            capacity: 1,
        };
        let (config, at) = (Config::load("", &std::collections::BTreeMap::new()).unwrap(), Day::parse("2026-11-24"));
        let at = at.unwrap().start_in_vietnam();
        let reason = "Đơn vị tập huấn cả ngày, đề nghị thông cảm. ".repeat(9);
        for language in [Language::Vi, Language::En] {
            let account = account(language, Channel::Sms);
            for message in [
                booked(&account, &unit, at, &config),
                moved(&account, &unit, at, &config),
                cancelled(&account, at, &config),
                called_off(&account, &unit, at, &reason, &config),
                called_off(&account, &unit, at, "", &config),
                reminder(&account, &unit, at, &config),
            ] {
                assert!(message.body.is_ascii() && message.body.len() <= 320, "{}", message.body);
                assert!(message.body.contains("24/11/2026") && !message.body.contains("http"), "{}", message.body);
            }
        }
    }
}
