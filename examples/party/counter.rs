//! The bank's counter: somebody walks in without having signed in anywhere, shows the one-minute square with what they
//! picked, and the teller has it checked. The bank sees what the person picked as far as it is registered for it, signed by
//! the provider, and keeps the receipt.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;

use super::Party;
use super::portal::{as_written, grouped};
use super::scan::Scanned;
use super::shell::{Shell, Tongue, page};

pub(super) fn routes() -> Router<Arc<Party>> {
    Router::new().route("/counter", get(show).post(check))
}

#[derive(Template)]
#[template(path = "counter.html")]
struct CounterPage {
    shell: Shell,
    /// The provider's word, and what it means for the teller.
    result: Option<(String, &'static str)>,
    facts: Vec<(String, &'static str, String)>,
    receipt: String,
}

async fn show(State(party): State<Arc<Party>>, headers: HeaderMap) -> Response {
    let shell = Shell::new(&party, &headers);
    page(StatusCode::OK, &CounterPage { shell, result: None, facts: Vec::new(), receipt: String::new() })
}

async fn check(
    State(party): State<Arc<Party>>,
    headers: HeaderMap,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Response {
    let shell = Shell::new(&party, &headers);
    let t = shell.tongue;
    let square = typed.get("square").map(|text| text.trim()).unwrap_or_default();
    let scanned = match party.provider.scan(square).await {
        Ok(scanned) => scanned,
        Err(trouble) => {
            eprintln!("a square could not be checked: {trouble}");
            let result = Some((
                String::from("trouble"),
                t.say("Chưa kiểm tra được, hãy thử lại.", "Not checked; please try again."),
            ));
            let shown = CounterPage { shell, result, facts: Vec::new(), receipt: String::new() };
            return page(StatusCode::BAD_GATEWAY, &shown);
        }
    };
    let shown = CounterPage {
        result: Some((scanned.result.clone(), meaning(&scanned, t))),
        facts: facts(&scanned, t),
        receipt: scanned.receipt.unwrap_or_default(),
        shell,
    };
    page(StatusCode::OK, &shown)
}

fn meaning(scanned: &Scanned, t: Tongue) -> &'static str {
    let say = |vi: &'static str, en: &'static str| if t.tag() == "en" { en } else { vi };
    match (scanned.result.as_str(), scanned.values.is_empty()) {
        ("genuine", false) => {
            say("Mã thật. Đối chiếu với người trước mặt.", "Genuine. Compare with the person before you.")
        }
        ("genuine", true) => say(
            "Mã thật, nhưng không có thông tin nào cho ngân hàng. Đề nghị khách tạo mã chia sẻ.",
            "Genuine, but it shares nothing with the bank. Please have the customer make a sharing code.",
        ),
        ("expired", _) => say("Mã đã hết hiệu lực, đề nghị khách tạo lại.", "Expired: please have another one made."),
        ("used", _) => say("Mã đã được dùng, đề nghị khách tạo lại.", "Used before: please have another one made."),
        ("cancelled", _) => say("Khách đã hủy mã, đề nghị tạo lại.", "Cancelled: please have another one made."),
        ("locked", _) => say("Tài khoản định danh đang bị khóa.", "The e-ID account is locked."),
        _ => say(
            "Không phải mã của hệ thống định danh: coi là giả.",
            "Not a code of the e-ID system: treat it as a fake.",
        ),
    }
}

fn facts(scanned: &Scanned, t: Tongue) -> Vec<(String, &'static str, String)> {
    let label = |field: &str| -> &'static str {
        let (vi, en) = match field {
            "name" => ("Họ tên", "Name"),
            "personal_id_number" => ("Số định danh cá nhân", "Personal number"),
            "birthdate" => ("Ngày sinh", "Date of birth"),
            "gender" => ("Giới tính", "Gender"),
            "permanent_residence" => ("Nơi thường trú", "Permanent residence"),
            "phone_number" => ("Điện thoại", "Telephone"),
            "card_issued_on" => ("Ngày cấp thẻ", "Card issued on"),
            "card_valid_until" => ("Thẻ có giá trị đến", "Card valid until"),
            _ => ("Thông tin khác", "Other"),
        };
        if t.tag() == "en" { en } else { vi }
    };
    let written = |field: &str, value: &str| match field {
        "personal_id_number" => grouped(value),
        "birthdate" | "card_issued_on" | "card_valid_until" => as_written(value),
        _ => value.to_owned(),
    };
    scanned.values.iter().map(|(field, value)| (field.clone(), label(field), written(field, value))).collect()
}
