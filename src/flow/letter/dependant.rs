//! What goes to those who answer for somebody, and to whom they answered for.

use crate::config::Config;
use crate::flow::letter::{letter, to_applicant};
use crate::identity::account::Account;
use crate::identity::language::{Language, texts};
use crate::identity::name::Name;
use crate::identity::phone::Phone;
use crate::store::outbox::Message;

/// The register says that the account's holder answers for somebody, who has an account from now on.
pub fn declared(account: &Account, name: &Name, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "dependant_declared",
        || language.sms_dependant_declared(name.ascii(), hotline),
        || (language.email_dependant_declared_subject(), language.email_dependant_declared(name.as_str(), hotline)),
    )
}

/// One more person acts in the account.
pub fn joined(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "dependant_joined",
        || language.sms_dependant_joined(hotline),
        || (language.email_dependant_joined_subject(), language.email_dependant_joined(hotline)),
    )
}

/// The account's holder no longer answers for somebody. Who that is, is not said: by now it is another's affair.
pub fn guardian_ended(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "guardian_ended",
        || language.sms_guardian_ended(hotline),
        || (language.email_guardian_ended_subject(), language.email_guardian_ended(hotline)),
    )
}

/// Somebody no longer answers for the account's holder.
pub fn ended(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "dependant_ended",
        || language.sms_dependant_ended(hotline),
        || (language.email_dependant_ended_subject(), language.email_dependant_ended(hotline)),
    )
}

/// From today on somebody for whom the account's holder answers acts alone.
pub fn grown(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "dependant_grown",
        || language.sms_dependant_grown(hotline),
        || (language.email_dependant_grown_subject(), language.email_dependant_grown(hotline)),
    )
}

/// Somebody took over the account in which this account's holder acted.
pub fn taken_over(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "account_taken_over",
        || language.sms_taken_over(hotline),
        || (language.email_taken_over_subject(), language.email_taken_over(hotline)),
    )
}

/// A declaration that waited came to a relation with somebody who has an account.
pub fn confirmed(account: &Account, name: &Name, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "dependant_confirmed",
        || language.sms_dependant_confirmed(name.ascii(), hotline),
        || (language.email_dependant_confirmed_subject(), language.email_dependant_confirmed(name.as_str(), hotline)),
    )
}

/// A declaration that waited came to nothing. Why stands on the list, behind two factors.
pub fn not_confirmed(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "dependant_not_confirmed",
        || language.sms_dependant_not_confirmed(hotline),
        || (language.email_dependant_not_confirmed_subject(), language.email_dependant_not_confirmed(hotline)),
    )
}

/// The decision on a declaration is late, since no register answers; it goes on by itself.
pub fn late(phone: &Phone, language: Language, config: &Config) -> Message {
    to_applicant("dependant_late", phone, language.sms_dependant_late(&config.hotline))
}

/// No register answered for as long as a declaration is kept.
pub fn undecided(phone: &Phone, language: Language, config: &Config) -> Message {
    to_applicant("dependant_undecided", phone, language.sms_dependant_undecided(&config.hotline))
}

texts! {
    sms_dependant_confirmed(name, hotline) {
        vi: "Dinh danh: Khai bao {name} la nguoi phu thuoc cua ban da duoc xac nhan. Xem muc Nguoi phu thuoc. Khong phai ban? Goi {hotline}.",
        en: "Dinhdanh: {name} is confirmed as your dependant. See Dependants. Not you? Call {hotline}."
    }
    email_dependant_confirmed_subject { vi: "Khai báo người phụ thuộc đã được xác nhận", en: "Your dependant is confirmed" }
    email_dependant_confirmed(name, hotline) {
        vi: "Khai báo {name} là người phụ thuộc của bạn đã được Cơ sở dữ liệu quốc gia về dân cư xác nhận. Đề nghị xem mục Người phụ thuộc.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "The National Population Database confirms that you answer for {name}. Please see Dependants.\n\nIf it was not you, call {hotline} at once."
    }
    sms_dependant_not_confirmed(hotline) {
        vi: "Dinh danh: Khai bao nguoi phu thuoc cua ban chua duoc xac nhan. Vao muc Nguoi phu thuoc de xem viec can lam tiep. Tong dai: {hotline}.",
        en: "Dinhdanh: the dependant whom you declared is not confirmed. See under Dependants what to do next. Call centre: {hotline}."
    }
    email_dependant_not_confirmed_subject { vi: "Khai báo người phụ thuộc chưa được xác nhận", en: "Your dependant is not confirmed" }
    email_dependant_not_confirmed(hotline) {
        vi: "Khai báo người phụ thuộc của bạn chưa được xác nhận. Đề nghị vào mục Người phụ thuộc để xem việc cần làm tiếp.\n\nCần hỏi thêm? Gọi tổng đài {hotline}.",
        en: "The dependant whom you declared is not confirmed. Please see under Dependants what to do next.\n\nQuestions? Call {hotline}."
    }
    sms_dependant_late(hotline) {
        vi: "Dinh danh: Khai bao nguoi phu thuoc cua ban chua duoc giai quyet trong thoi han, vi co so du lieu khong tra loi. Khai bao duoc giu va tu dong tiep tuc, khong can khai bao lai. Tong dai: {hotline}.",
        en: "Dinhdanh: your declaration of a dependant is not decided in time, because a register does not answer. It is kept and goes on by itself; you need not declare again. Call centre: {hotline}."
    }
    sms_dependant_undecided(hotline) {
        vi: "Dinh danh: He thong khong doi chieu duoc khai bao nguoi phu thuoc cua ban, vi co so du lieu khong tra loi. De nghi khai bao lai. Tong dai: {hotline}.",
        en: "Dinhdanh: your declaration of a dependant could not be checked, because a register did not answer. Please declare again. Call centre: {hotline}."
    }
    sms_dependant_declared(name, hotline) {
        vi: "Dinh danh: Tai khoan dinh danh dien tu cua {name} da duoc lap theo de nghi cua ban. Vao muc Nguoi phu thuoc de kich hoat. Khong phai ban? Goi {hotline}.",
        en: "Dinhdanh: an e-ID account for {name} was made at your request. Activate it under Dependants. Not you? Call {hotline}."
    }
    email_dependant_declared_subject { vi: "Tài khoản của người phụ thuộc đã được lập", en: "An account for your dependant was made" }
    email_dependant_declared(name, hotline) {
        vi: "Tài khoản định danh điện tử của {name} đã được lập theo đề nghị của bạn. Đề nghị vào mục Người phụ thuộc để kích hoạt.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "An e-ID account for {name} was made at your request. Please activate it under Dependants.\n\nIf it was not you, call {hotline} at once."
    }
    sms_dependant_joined(hotline) {
        vi: "Dinh danh: Them mot nguoi dai dien theo Co so du lieu quoc gia ve dan cu da duoc ghi nhan cho nguoi phu thuoc. Tong dai: {hotline}.",
        en: "Dinhdanh: one more representative, as the National Population Database has it, now acts for the dependant. Call centre: {hotline}."
    }
    email_dependant_joined_subject { vi: "Thêm một người đại diện", en: "One more representative" }
    email_dependant_joined(hotline) {
        vi: "Thêm một người đại diện theo Cơ sở dữ liệu quốc gia về dân cư đã được ghi nhận cho người phụ thuộc.\n\nThấy điều bất thường? Gọi tổng đài {hotline}.",
        en: "One more representative, as the National Population Database has it, now acts for the dependant.\n\nSomething looks wrong? Call {hotline}."
    }
    sms_guardian_ended(hotline) {
        vi: "Dinh danh: Viec dai dien cua ban cho mot nguoi phu thuoc da cham dut theo quy dinh. Du lieu cua nguoi do khong con hien thi voi ban. Tong dai: {hotline}.",
        en: "Dinhdanh: you no longer act for one of your dependants, as the law has it; their data are closed to you. Call centre: {hotline}."
    }
    email_guardian_ended_subject { vi: "Việc đại diện cho người phụ thuộc đã chấm dứt", en: "You no longer act for a dependant" }
    email_guardian_ended(hotline) {
        vi: "Việc đại diện của bạn cho một người phụ thuộc đã chấm dứt theo tuổi hoặc theo Cơ sở dữ liệu quốc gia về dân cư. Dữ liệu của người đó không còn hiển thị với bạn.\n\nCần hỏi thêm? Gọi tổng đài {hotline}.",
        en: "You no longer act for one of your dependants, by age or as the National Population Database has it. Their data are closed to you.\n\nQuestions? Call {hotline}."
    }
    sms_dependant_ended(hotline) {
        vi: "Dinh danh: Mot nguoi dai dien khong con duoc xem du lieu va hanh dong trong tai khoan nay. Tong dai: {hotline}.",
        en: "Dinhdanh: one representative no longer sees the data of this account or acts in it. Call centre: {hotline}."
    }
    email_dependant_ended_subject { vi: "Việc đại diện đã chấm dứt", en: "A representation ended" }
    email_dependant_ended(hotline) {
        vi: "Một người đại diện không còn được xem dữ liệu và hành động trong tài khoản này.\n\nCần hỏi thêm? Gọi tổng đài {hotline}.",
        en: "One representative no longer sees the data of this account or acts in it.\n\nQuestions? Call {hotline}."
    }
    sms_dependant_grown(hotline) {
        vi: "Dinh danh: Mot nguoi phu thuoc cua ban da du tuoi tu su dung tai khoan: dang ky bang so dien thoai chinh chu cua minh de nhan tai khoan. Tong dai: {hotline}.",
        en: "Dinhdanh: one of your dependants is old enough to act alone and takes the account over by applying with a phone of their own. Call centre: {hotline}."
    }
    email_dependant_grown_subject { vi: "Người phụ thuộc đã đủ tuổi tự sử dụng tài khoản", en: "A dependant now acts alone" }
    email_dependant_grown(hotline) {
        vi: "Một người phụ thuộc của bạn đã đủ tuổi tự sử dụng tài khoản định danh điện tử. Người đó đăng ký bằng số điện thoại chính chủ của mình để nhận tài khoản; dữ liệu không còn hiển thị với bạn.\n\nCần hỏi thêm? Gọi tổng đài {hotline}.",
        en: "One of your dependants is old enough to use the e-ID account alone, and takes it over by applying with a phone of their own. The data are closed to you from now on.\n\nQuestions? Call {hotline}."
    }
    sms_taken_over(hotline) {
        vi: "Dinh danh: Mot nguoi phu thuoc cua ban da nhan tai khoan va tu su dung tu nay. Neu thay bat thuong, goi {hotline}.",
        en: "Dinhdanh: one of your dependants took the account over and acts alone from now on. Something wrong? Call {hotline}."
    }
    email_taken_over_subject { vi: "Người phụ thuộc đã nhận tài khoản", en: "A dependant took the account over" }
    email_taken_over(hotline) {
        vi: "Một người phụ thuộc của bạn đã nhận tài khoản định danh điện tử và tự sử dụng từ nay.\n\nThấy điều bất thường? Gọi tổng đài {hotline}.",
        en: "One of your dependants took the e-ID account over and acts alone from now on.\n\nSomething looks wrong? Call {hotline}."
    }
}
