//! The browser on the other side: its cookie, its session's cookie, its language, and a nonce for this answer.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::config::Config;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::language::Language;
use crate::limits;
use crate::oauth::params::Params;
use crate::oauth::session::Device;
use crate::provider::Provider;
use crate::secret::{Token, TokenKind, encode};
use crate::web::cookie::Cookie;
use crate::web::error::{self, Failure};

/// What a request says of the browser that sent it.
#[derive(Clone, Debug)]
pub(super) struct Browser {
    /// The browser's cookie; minted for this answer when it brought none.
    pub(super) token: Token,
    /// The session's cookie, live or not.
    pub(super) session: Option<Token>,
    /// The language of the answer.
    pub(super) language: Language,
    /// What makes a script of ours run in this one answer.
    pub(super) nonce: String,
    /// Where the request came from, for counting attempts.
    pub(super) address: IpAddr,
    /// The kind of browser in a few words, for the list of sessions.
    pub(super) kind: &'static str,
    /// The kind of system in a word, for the same.
    pub(super) system: &'static str,
    /// The path and query asked for, to come back to.
    pub(super) target: String,
}

impl Browser {
    /// How attempts from this address are counted.
    pub(super) fn counted_address(&self) -> String {
        counted(self.address)
    }

    /// What is kept of it with a session.
    pub(super) fn device(&self, provider: &Provider) -> Device {
        Device {
            browser: self.kind.to_owned(),
            system: self.system.to_owned(),
            place: provider.config.networks.place(self.address),
        }
    }
}

/// How attempts from an address are counted: an IPv6 holder has a whole /64 (RL01).
pub(super) fn counted(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let segments = address.segments();
            let network: Vec<String> = segments.iter().take(4).map(|segment| format!("{segment:x}")).collect();
            network.join(":")
        }
    }
}

/// Middleware: reads the browser, lets the page answer, gives a new browser its cookie, and turns failures into pages.
pub(super) async fn meet(State(provider): State<Provider>, mut request: Request, next: Next) -> Response {
    let (browser, is_new) = match read(&request, &provider) {
        Ok(read) => read,
        Err(fault) => return Failure::from(fault).into_response(),
    };
    request.extensions_mut().insert(browser.clone());
    // A form of another site brings no cookie (SameSite=Lax): a new one in the answer would take the place of the one that
    // the browser has, and its session with it (LO02).
    let may_be_given_one = is_new && request.method().is_safe();
    let mut response = error::rendered(next.run(request).await, &browser, &provider);
    if may_be_given_one {
        let cookie = Cookie::Browser.set(browser.token.expose(), limits::BROWSER, &provider.config);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn read(request: &Request, provider: &Provider) -> Result<(Browser, bool), Fault> {
    let (headers, config) = (request.headers(), &provider.config);
    let known = Cookie::Browser.read(headers, config).and_then(|text| Token::parse(TokenKind::Browser, &text));
    let is_new = known.is_none();
    let token = match known {
        Some(token) => token,
        None => Token::mint(TokenKind::Browser, entropy::bytes()?),
    };
    let browser = Browser {
        token,
        session: Cookie::Session.read(headers, config).and_then(|text| Token::parse(TokenKind::Session, &text)),
        language: language(request, config),
        nonce: encode(&entropy::bytes::<16>()?),
        address: address(request, config),
        kind: kind(headers),
        system: system(headers),
        target: request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned(),
    };
    Ok((browser, is_new))
}

/// The choice remembered, then `ui_locales` of this request, then what the browser says it prefers. The person's own
/// choice comes first, or whoever is sent here with `ui_locales` could not change the language of the page.
fn language(request: &Request, config: &Config) -> Language {
    let asked = request
        .uri()
        .query()
        .and_then(|query| Params::parse(query.as_bytes()).ok()?.get("ui_locales").and_then(Language::preferred));
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    Cookie::Language
        .read(request.headers(), config)
        .and_then(|tag| Language::parse(&tag))
        .or(asked)
        .or_else(|| header(header::ACCEPT_LANGUAGE).and_then(Language::preferred))
        .unwrap_or_default()
}

/// The peer's address, or what a proxy of ours says: the last entry that no proxy of ours wrote (CS09).
pub(super) fn address(request: &Request, config: &Config) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(NOWHERE, |info| info.0.ip());
    if !config.trusted_proxies.contains(&peer) {
        return peer;
    }
    request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|entry| entry.trim().parse().ok())
        .rfind(|entry: &IpAddr| !config.trusted_proxies.contains(entry))
        .unwrap_or(peer)
}

/// Words of ours for the kind of browser: what it sent is never stored or shown.
fn kind(headers: &HeaderMap) -> &'static str {
    let text = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("coc_coc_browser/", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    known.iter().find(|(mark, _)| text.contains(mark)).map_or("", |(_, name)| name)
}

/// A word of ours for the kind of system; a telephone names its own beside the one that it is made of.
fn system(headers: &HeaderMap) -> &'static str {
    let text = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    known.iter().find(|(mark, _)| text.contains(mark)).map_or("", |(_, name)| name)
}

const NOWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browser_and_system_are_words_of_ours_and_a_telephone_is_no_linux() {
        for (agent, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-A146P) AppleWebKit/537.36 SamsungBrowser/26.0 Chrome/122.0",
                ("Samsung Internet", "Android"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Safari/604.1",
                ("Safari", "iPhone"),
            ),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Safari/605.1", ("Safari", "macOS")),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Edg/126.0", ("Edge", "Windows")),
            ("<script>alert(1)</script>", ("", "")),
        ] {
            let headers = HeaderMap::from_iter([(header::USER_AGENT, agent.parse().unwrap())]);
            assert_eq!((kind(&headers), system(&headers)), expected, "{agent}");
        }
    }
}
