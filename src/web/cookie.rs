//! Cookies: read strictly, written with all their attributes in one place.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::clock::Seconds;
use crate::config::Config;

/// The cookies of the house.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cookie {
    /// The browser; authenticates nobody, binds requests and forms.
    Browser,
    /// The session.
    Session,
    /// The language chosen.
    Language,
}

impl Cookie {
    /// `__Host-` pins the name to this host, path and TLS; browsers refuse it without TLS, so a loopback issuer has plain names.
    fn name(self, config: &Config) -> &'static str {
        match (self, config.is_https()) {
            (Self::Browser, true) => "__Host-browser",
            (Self::Browser, false) => "dinhdanh-browser",
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "dinhdanh-session",
            (Self::Language, true) => "__Host-language",
            (Self::Language, false) => "dinhdanh-language",
        }
    }

    /// The cookie's value in a request. Two of one name are none: somebody has planted the other.
    pub(super) fn read(self, headers: &HeaderMap, config: &Config) -> Option<String> {
        let name = self.name(config);
        let mut values = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned());
        let first = values.next();
        if values.next().is_some() { None } else { first }
    }

    /// A `Set-Cookie` that keeps the value for a span.
    pub(super) fn set(self, value: &str, keep: Seconds, config: &Config) -> HeaderValue {
        let secure = if config.is_https() { "; Secure" } else { "" };
        let text =
            format!("{}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}", self.name(config), keep.get());
        // A value of ours is base64url or a language tag, always legal here.
        HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// A `Set-Cookie` that forgets it.
    pub(super) fn forget(self, config: &Config) -> HeaderValue {
        self.set("", Seconds::new(0), config)
    }
}
