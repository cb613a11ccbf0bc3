//! What pages load: one style sheet, four fonts, a few scripts and icons; in the binary, cached for ever under a name that changes.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::secret::Digest;

struct Asset {
    file: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

/// Answers an asset. The mark is a folder, so that what the style sheet names beside itself is found; it is of the whole
/// set's content, so that a browser may keep it for a year.
pub(super) async fn show(Path((mark, file)): Path<(String, String)>) -> Response {
    let found = ASSETS.iter().find(|asset| asset.file == file).filter(|_| mark == *MARK);
    match found {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(asset) => (
            [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")],
            asset.bytes,
        )
            .into_response(),
    }
}

/// The path of an asset, with the mark of the whole set.
pub(super) fn path(file: &str) -> String {
    format!("/assets/{}/{file}", *MARK)
}

/// What a telephone keeps for when there is no network: all that the two pages load that stand in then.
pub(super) const KEPT_OFFLINE: &[&str] = &[
    "style.css",
    "be-vietnam-pro-latin-400.woff2",
    "be-vietnam-pro-latin-600.woff2",
    "be-vietnam-pro-vietnamese-400.woff2",
    "be-vietnam-pro-vietnamese-600.woff2",
    "jsqr.js",
    "queue.js",
    "scan.js",
];

/// One mark for all: the style sheet names the fonts, so they change together.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let all: Vec<u8> = ASSETS.iter().flat_map(|asset| asset.bytes.iter().copied()).collect();
    Digest::sha256(&all).as_str().replace(['-', '_'], "0").chars().take(MARK_LENGTH).collect()
});

const MARK_LENGTH: usize = 12;

const SCRIPT: &str = "text/javascript; charset=utf-8";

const ASSETS: &[Asset] = &[
    Asset { file: "style.css", kind: "text/css; charset=utf-8", bytes: include_bytes!("style.css") },
    Asset { file: "check_session.js", kind: SCRIPT, bytes: include_bytes!("assets/check_session.js") },
    Asset { file: "follow.js", kind: SCRIPT, bytes: include_bytes!("assets/follow.js") },
    Asset { file: "icon.svg", kind: "image/svg+xml", bytes: include_bytes!("assets/icon.svg") },
    Asset { file: "icon-192.png", kind: "image/png", bytes: include_bytes!("assets/icon-192.png") },
    Asset { file: "icon-512.png", kind: "image/png", bytes: include_bytes!("assets/icon-512.png") },
    Asset { file: "icon-mask-512.png", kind: "image/png", bytes: include_bytes!("assets/icon-mask-512.png") },
    Asset { file: "ledger.js", kind: SCRIPT, bytes: include_bytes!("assets/ledger.js") },
    Asset { file: "passkey.js", kind: SCRIPT, bytes: include_bytes!("assets/passkey.js") },
    Asset { file: "pocket.js", kind: SCRIPT, bytes: include_bytes!("assets/pocket.js") },
    Asset { file: "queue.js", kind: SCRIPT, bytes: include_bytes!("assets/queue.js") },
    Asset { file: "picture.js", kind: SCRIPT, bytes: include_bytes!("assets/picture.js") },
    Asset { file: "scan.js", kind: SCRIPT, bytes: include_bytes!("assets/scan.js") },
    // npm jsqr 1.4.0, Apache-2.0 (assets/jsqr.LICENSE): reads a camera's frames where the browser has no BarcodeDetector.
    Asset { file: "jsqr.js", kind: SCRIPT, bytes: include_bytes!("assets/jsqr.js") },
    Asset {
        file: "be-vietnam-pro-latin-400.woff2",
        kind: "font/woff2",
        bytes: include_bytes!("assets/be-vietnam-pro-latin-400.woff2"),
    },
    Asset {
        file: "be-vietnam-pro-latin-600.woff2",
        kind: "font/woff2",
        bytes: include_bytes!("assets/be-vietnam-pro-latin-600.woff2"),
    },
    Asset {
        file: "be-vietnam-pro-vietnamese-400.woff2",
        kind: "font/woff2",
        bytes: include_bytes!("assets/be-vietnam-pro-vietnamese-400.woff2"),
    },
    Asset {
        file: "be-vietnam-pro-vietnamese-600.woff2",
        kind: "font/woff2",
        bytes: include_bytes!("assets/be-vietnam-pro-vietnamese-600.woff2"),
    },
];
