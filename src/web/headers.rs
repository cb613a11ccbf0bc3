//! Security headers of every answer, and what is refused before routing.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::limits;
use crate::provider::Provider;

/// What pages may ask the browser for, with who may ask for passkeys.
macro_rules! permissions {
    ($passkeys:literal) => {
        concat!(
            "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=",
            $passkeys,
            ", publickey-credentials-create=",
            $passkeys
        )
    };
}

/// Marks the one answer that parties frame; its own policy says which may.
#[derive(Clone, Copy, Debug)]
pub(super) struct Framed;

/// Marks a page with a form for a passkey: no other page may ask the browser for one, whatever script found its way in.
#[derive(Clone, Copy, Debug)]
pub(super) struct AsksForPasskey;

/// Sets what every answer carries, and what it carries unless a handler said otherwise.
pub(super) async fn set(State(provider): State<Provider>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_framed = response.extensions().get::<Framed>().is_some();
    let asks_for_passkey = response.extensions().get::<AsksForPasskey>().is_some();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let permissions =
        HeaderValue::from_static(if asks_for_passkey { permissions!("(self)") } else { permissions!("()") });
    headers.insert(HeaderName::from_static("permissions-policy"), permissions);
    if is_framed {
        headers.remove(header::X_FRAME_OPTIONS);
        let anywhere = HeaderValue::from_static("cross-origin");
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), anywhere);
    }
    for (name, value) in UNLESS_SET {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if provider.config.is_https() {
        let year = HeaderValue::from_static("max-age=63072000; includeSubDomains; preload");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// 421 for a request that names another host, in whichever of its places: links are built from the issuer alone, and a cache in
/// front of us, which may go by another place than we, must not learn otherwise (CS09, V084).
pub(super) async fn only_our_host(State(provider): State<Provider>, request: Request, next: Next) -> Response {
    let is_ours = |name: &str| name.eq_ignore_ascii_case(provider.config.authority());
    let absolute = request.uri().authority().map(|authority| is_ours(authority.as_str()));
    let hosts = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().is_ok_and(is_ours));
    let named: Vec<bool> = absolute.into_iter().chain(hosts).collect();
    if !named.is_empty() && named.iter().all(|is_ours| *is_ours) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

/// 414 for a target longer than any of ours (AZ19, DS01).
pub(super) async fn bounded_target(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if length > limits::QUERY { StatusCode::URI_TOO_LONG.into_response() } else { next.run(request).await }
}

const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

const UNLESS_SET: [(&str, &str); 2] = [
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
];
