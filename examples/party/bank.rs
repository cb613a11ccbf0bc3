//! A bank: opens an account for a person whom the provider vouches for at level 2, signed in with two factors. What it
//! keeps is the signed answer of the provider, not what somebody typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use super::Party;
use super::desk::{Filed, Visit};
use super::portal::{as_written, grouped, identity};
use super::shell::{Shell, Tongue, message, page, visit};

pub(super) fn routes() -> Router<Arc<Party>> {
    Router::new().route("/", get(home)).route("/open", post(open))
}

#[derive(Debug)]
enum Stage {
    Outside,
    Review,
    Open,
}

#[derive(Template)]
#[template(path = "bank.html")]
struct Counter {
    shell: Shell,
    stage: Stage,
    facts: Vec<(&'static str, &'static str, String)>,
    acr: String,
    level: i64,
    account: String,
    must_agree: bool,
}

async fn home(State(party): State<Arc<Party>>, headers: HeaderMap) -> Response {
    let shell = Shell::new(&party, &headers);
    match visit(&party, &headers) {
        None => page(StatusCode::OK, &counter(shell, Stage::Outside, None)),
        Some((_, visit)) if !is_good_enough(&visit) => {
            let t = shell.tongue;
            let heading = t.say("Cần tài khoản mức độ 02", "An account of level 2 is needed");
            let words = t.say(
                "Tài khoản định danh của bạn đang ở mức độ 01. Đề nghị đến Công an cấp xã để được cấp mức độ 02.",
                "Your e-ID account is of level 1. Please have it raised at the commune police.",
            );
            message(StatusCode::FORBIDDEN, shell, "level", heading, words)
        }
        Some((_, visit)) if visit.filed.is_empty() => {
            page(StatusCode::OK, &counter(shell, Stage::Review, Some(&visit)))
        }
        Some((_, visit)) => page(StatusCode::OK, &counter(shell, Stage::Open, Some(&visit))),
    }
}

async fn open(
    State(party): State<Arc<Party>>,
    headers: HeaderMap,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Response {
    let shell = Shell::new(&party, &headers);
    let Some((cookie, visit)) = visit(&party, &headers).filter(|(_, visit)| is_good_enough(visit)) else {
        return Redirect::to("/").into_response();
    };
    if typed.get("agree").is_none_or(|agreed| agreed != "yes") {
        let again = Counter { must_agree: true, ..counter(shell, Stage::Review, Some(&visit)) };
        return page(StatusCode::UNPROCESSABLE_ENTITY, &again);
    }
    if visit.filed.is_empty() {
        let filed = Filed { number: String::new(), title: String::new(), lines: Vec::new() };
        party.desk.file(&cookie, filed, |count| format!("9704 {:04} {:04}", 1000 + count, 4271 * count % 10_000));
    }
    Redirect::to("/").into_response()
}

/// Asked for at the request, and looked at again in what came: a provider's mistake must not become the bank's.
fn is_good_enough(visit: &Visit) -> bool {
    visit.who.account_level() == Some(2) && ["loa2", "loa3", "loa4"].contains(&visit.who.text("acr"))
}

fn counter(shell: Shell, stage: Stage, visit: Option<&Visit>) -> Counter {
    let facts = visit.map(|visit| facts(visit, shell.tongue)).unwrap_or_default();
    Counter {
        shell,
        stage,
        facts,
        acr: visit.map(|visit| visit.who.text("acr").to_owned()).unwrap_or_default(),
        level: visit.and_then(|visit| visit.who.account_level()).unwrap_or(0),
        account: visit.and_then(|visit| visit.filed.first()).map(|filed| filed.number.clone()).unwrap_or_default(),
        must_agree: false,
    }
}

fn facts(visit: &Visit, t: Tongue) -> Vec<(&'static str, &'static str, String)> {
    let who = &visit.who;
    let mut facts = identity(visit, t);
    let more = [
        ("card-number", t.say("Số thẻ căn cước", "Identity card"), grouped(who.text("card_number"))),
        ("card-issued-on", t.say("Ngày cấp", "Issued on"), as_written(who.text("card_issued_on"))),
        ("card-valid-until", t.say("Có giá trị đến", "Valid until"), as_written(who.text("card_valid_until"))),
        ("phone", t.say("Điện thoại", "Telephone"), who.text("phone_number").to_owned()),
    ];
    facts.extend(more.into_iter().filter(|(_, _, value)| !value.is_empty()));
    facts
}
