//! What makes the wallet and the officer's scanner apps on a phone: manifests, and the one worker that keeps the shell.
//!
//! The worker keeps the style, the scripts, two pages without anything personal and the published keys. It answers only
//! where the network does not, and never for a page that needs a session (CS05): there is none of those in its store.

use std::sync::LazyLock;

use axum::Json;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::identity::language::Language;
use crate::web::asset;

/// The worker's script. It stands at the root because a worker governs the folder that it comes from.
pub(super) async fn worker() -> Response {
    (
        [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            // Asked for anew at every look, so that a worker with a fault does not outlive its successor.
            (header::CACHE_CONTROL, "no-cache"),
            (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
        ],
        WORKER.as_str(),
    )
        .into_response()
}

/// The manifest of an app, in that language.
pub(super) async fn manifest(Path((app, tag)): Path<(String, String)>) -> Response {
    let app = App::ALL.into_iter().find(|known| known.word() == app);
    let (Some(app), Some(t)) = (app, Language::parse(&tag)) else { return StatusCode::NOT_FOUND.into_response() };
    let headers =
        [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, Json(app.manifest(t))).into_response()
}

/// An app that can be put on a phone's first screen.
#[derive(Clone, Copy, Debug)]
enum App {
    /// The officer's scanner.
    Office,
    /// The citizen's wallet.
    Wallet,
}

impl App {
    const ALL: [Self; 2] = [Self::Office, Self::Wallet];

    const fn word(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Wallet => "wallet",
        }
    }

    fn manifest(self, t: Language) -> Value {
        let (start, name, short) = match self {
            Self::Office => ("/office/scan", t.app_office_name(), t.scan_title()),
            Self::Wallet => ("/wallet", t.app_wallet_name(), t.house_name()),
        };
        let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": asset::path(file), "sizes": sizes, "type": kind, "purpose": purpose });
        json!({
            "id": start,
            "name": name,
            "short_name": short,
            "lang": t.tag(),
            "dir": "ltr",
            "start_url": start,
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0b6b63",
            "icons": [
                icon("icon.svg", "any", "image/svg+xml", "any"),
                icon("icon-192.png", "192x192", "image/png", "any"),
                icon("icon-512.png", "512x512", "image/png", "any"),
                icon("icon-mask-512.png", "512x512", "image/png", "maskable"),
            ],
        })
    }
}

/// The worker asks this house and nobody else, and runs nothing but itself.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The script with the names of what it keeps: another set of assets is another worker, and the old store goes.
static WORKER: LazyLock<String> = LazyLock::new(|| {
    let kept: Vec<String> = asset::KEPT_OFFLINE.iter().map(|file| asset::path(file)).collect();
    format!("const KEPT = {};\n{}", json!(kept), include_str!("assets/worker.js"))
});
