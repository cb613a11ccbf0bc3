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
    /// By what a framed script tells one session from another; opens nothing.
    State,
}

impl Cookie {
    /// The cookie's name. `__Host-` pins the name to this host, path and TLS; browsers refuse it without TLS, so a loopback issuer has plain names.
    pub(super) fn name(self, config: &Config) -> &'static str {
        match (self, config.is_https()) {
            (Self::Browser, true) => "__Host-browser",
            (Self::Browser, false) => "dinhdanh-browser",
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "dinhdanh-session",
            (Self::Language, true) => "__Host-language",
            (Self::Language, false) => "dinhdanh-language",
            (Self::State, true) => "__Host-state",
            (Self::State, false) => "dinhdanh-state",
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
        let reach = match self {
            // A script reads it in a frame on a party's page; without TLS browsers know no such cookie, and a developer's
            // services are all of one site.
            Self::State if config.is_https() => "SameSite=None",
            Self::State => "SameSite=Lax",
            Self::Browser | Self::Session | Self::Language => "HttpOnly; SameSite=Lax",
        };
        let text = format!("{}={value}; Path=/; Max-Age={}; {reach}{secure}", self.name(config), keep.get());
        // A value of ours is base64url or a language tag, always legal here.
        HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// A `Set-Cookie` that forgets it.
    pub(super) fn forget(self, config: &Config) -> HeaderValue {
        self.set("", Seconds::new(0), config)
    }
}
