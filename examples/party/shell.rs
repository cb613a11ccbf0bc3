//! What every page of a party has around its content: names, style, language, cookie, headers.

use std::fmt;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;

use super::Party;
use super::desk::Visit;
use super::face::{Face, Words};

/// The language of an answer: Vietnamese unless English was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Tongue {
    is_english: bool,
}

impl Tongue {
    /// The text in this language; both stand side by side where they are written.
    pub(super) fn say<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        if self.is_english { en } else { vi }
    }

    /// The same for a pair.
    pub(super) fn of(&self, words: &Words) -> &'static str {
        if self.is_english { words.en } else { words.vi }
    }

    /// The language's tag.
    pub(super) fn tag(&self) -> &'static str {
        self.say("vi", "en")
    }

    /// The other one's tag.
    pub(super) fn other(&self) -> &'static str {
        self.say("en", "vi")
    }
}

/// What the layout shows.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    pub(super) tongue: Tongue,
    pub(super) name: &'static str,
    pub(super) class: &'static str,
    pub(super) issuer: String,
    /// The name of who is signed in.
    pub(super) signed_in: Option<String>,
    /// Whether the provider has just ended the visit.
    pub(super) was_ended: bool,
}

impl Shell {
    pub(super) fn new(party: &Party, headers: &HeaderMap) -> Self {
        let tongue = tongue(headers);
        let cookie = cookie(party, headers);
        Self {
            tongue,
            name: tongue.of(&party.face.name()),
            class: match party.face {
                Face::NationalPortal => "national",
                Face::ProvincialPortal => "province",
                Face::Bank => "bank",
            },
            issuer: party.provider.issuer().to_owned(),
            signed_in: cookie.as_ref().and_then(|cookie| party.desk.visit(cookie)).map(|visit| name_of(&visit)),
            was_ended: cookie.is_some_and(|cookie| party.desk.was_ended(&cookie)),
        }
    }
}

/// The name to greet with.
pub(super) fn name_of(visit: &Visit) -> String {
    visit.who.text("name").to_owned()
}

/// The visit of this browser and the cookie that it is known by.
pub(super) fn visit(party: &Party, headers: &HeaderMap) -> Option<(String, Visit)> {
    let cookie = cookie(party, headers)?;
    let visit = party.desk.visit(&cookie)?;
    Some((cookie, visit))
}

/// A page as an answer.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            eprintln!("a page cannot be drawn: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message<'a> {
    shell: Shell,
    code: &'a str,
    heading: &'a str,
    words: &'a str,
}

/// A page that says one thing.
pub(super) fn message(status: StatusCode, shell: Shell, code: &str, heading: &str, words: &str) -> Response {
    page(status, &Message { shell, code, heading, words })
}

/// The value of this party's cookie.
pub(super) fn cookie(party: &Party, headers: &HeaderMap) -> Option<String> {
    named_cookie(headers, &cookie_name(party))
}

/// An answer that gives the browser a cookie for as long as it is open.
pub(super) fn with_cookie(party: &Party, value: &str, response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    set_cookie(party, value, SESSION, &mut response);
    response
}

/// Puts the cookie on an answer; zero seconds take it away.
pub(super) fn set_cookie(party: &Party, value: &str, seconds: u32, response: &mut Response) {
    // Lax: the answer of the provider is a navigation from another site and must bring the cookie.
    let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax", cookie_name(party));
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Adds what is not about people: style, fonts, language, headers.
pub(super) fn around(pages: Router<Arc<Party>>, party: &Arc<Party>) -> Router<Arc<Party>> {
    pages
        .route("/language/{tag}", get(choose_language))
        .route("/style.css", get(|| asset("text/css; charset=utf-8", include_bytes!("style.css"))))
        .route("/font/{name}", get(font))
        .fallback(missing)
        .layer(from_fn_with_state(Arc::clone(party), guard))
}

async fn choose_language(Path(tag): Path<String>, headers: HeaderMap) -> Response {
    let tag = if tag == "en" { "en" } else { "vi" };
    // Back to where the link was, by its path alone.
    let back =
        headers.get(header::REFERER).and_then(|value| value.to_str().ok()).and_then(|text| text.split('/').nth(3));
    let back = back.filter(|path| path.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')).unwrap_or("");
    let mut response = Redirect::to(&format!("/{back}")).into_response();
    let cookie = format!("{LANGUAGE}={tag}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

async fn font(Path(name): Path<String>) -> Response {
    let bytes: &'static [u8] = match name.as_str() {
        "latin-400.woff2" => include_bytes!("../../src/web/assets/be-vietnam-pro-latin-400.woff2"),
        "latin-600.woff2" => include_bytes!("../../src/web/assets/be-vietnam-pro-latin-600.woff2"),
        "vietnamese-400.woff2" => include_bytes!("../../src/web/assets/be-vietnam-pro-vietnamese-400.woff2"),
        "vietnamese-600.woff2" => include_bytes!("../../src/web/assets/be-vietnam-pro-vietnamese-600.woff2"),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    asset("font/woff2", bytes).await
}

async fn asset(kind: &'static str, bytes: &'static [u8]) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=3600")], bytes).into_response()
}

async fn missing(State(party): State<Arc<Party>>, headers: HeaderMap) -> Response {
    let shell = Shell::new(&party, &headers);
    let t = shell.tongue;
    let heading = t.say("Không tìm thấy trang", "Page not found");
    let words = t.say("Địa chỉ có thể đã bị gõ sai. Đề nghị bắt đầu từ trang chủ.", "Please start from the home page.");
    message(StatusCode::NOT_FOUND, shell, "not_found", heading, words)
}

/// Headers of every answer. A form may lead to this party and, on signing out, to the provider.
async fn guard(State(party): State<Arc<Party>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policy = format!(
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self' {}; \
         frame-ancestors 'none'; base-uri 'none'",
        party.provider.issuer().trim_end_matches('/')
    );
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", policy.as_str()),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn tongue(headers: &HeaderMap) -> Tongue {
    let preferred = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let chosen = named_cookie(headers, LANGUAGE);
    let tag = chosen.as_deref().unwrap_or(preferred).to_ascii_lowercase();
    // The first of the two that is named wins: browsers list languages in order.
    let at = |language| tag.find(language).unwrap_or(usize::MAX);
    Tongue { is_english: at("en") < at("vi") }
}

/// Cookies know no ports, and several parties stand on one host here: the port stands in the name.
fn cookie_name(party: &Party) -> String {
    format!("party-{}", party.address.rsplit(':').next().unwrap_or_default())
}

fn named_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let texts = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
}

impl fmt::Display for Tongue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

const LANGUAGE: &str = "party-language";
const SESSION: u32 = 8 * 3600;
