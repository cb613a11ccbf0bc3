//! The two pages that stand in when there is no network. They are the same for everybody and hold nothing about anybody: a
//! telephone keeps them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::late_scan;
use crate::identity::language::Language;
use crate::limits;
use crate::provider::Provider;
use crate::wallet::offline::Offline;
use crate::web::browser::Browser;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/offline.html")]
struct Wallet {
    shell: Shell,
}

impl Page for Wallet {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "page/offline_scan.html")]
struct Scanner {
    shell: Shell,
    issuer: String,
    most: usize,
    slack: i64,
    /// How old the kept keys may be before one that signs now may be missing among them.
    known: i64,
    hours: i64,
    verdicts: Vec<(&'static str, String, String)>,
}

impl Page for Scanner {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// In the place of the wallet: what works without network and what does not.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    let title = browser.language.offline_title();
    page(StatusCode::OK, &Wallet { shell: anybodys(&browser, &provider, title) })
}

/// In the place of the officer's scanner: checks by the published keys that the device keeps.
pub(in crate::web) async fn scanner(State(provider): State<Provider>, browser: Browser) -> Response {
    let t = browser.language;
    let shown = Scanner {
        shell: anybodys(&browser, &provider, t.offline_scan_title()),
        issuer: provider.config.issuer.clone(),
        most: limits::QUEUED_SCANS,
        slack: limits::OFFLINE_CLOCK.get(),
        known: late_scan::KEYS_KNOWN.get(),
        hours: limits::QUEUED_SCAN_WITHIN.get() / 3600,
        verdicts: verdicts(t),
    };
    page(StatusCode::OK, &shown)
}

/// The shell without what is this browser's.
fn anybodys(browser: &Browser, provider: &Provider, title: String) -> Shell {
    let mut shell = Shell::new(browser, provider, title);
    shell.signed_in = false;
    shell.csrf = String::new();
    shell
}

/// Every answer that the page can give: its word, its heading and what to do.
fn verdicts(t: Language) -> Vec<(&'static str, String, String)> {
    let of = |answer: Offline| match answer {
        Offline::NotConfirmed => (t.offline_genuine(), t.offline_genuine_help()),
        Offline::Expired => (t.scan_expired(), t.scan_expired_help()),
        Offline::Early => (t.offline_early(), t.offline_early_help()),
        Offline::OtherKind | Offline::Unknown => (t.scan_unknown(), t.scan_unknown_help()),
    };
    let answers = Offline::ALL.into_iter().map(|answer| {
        let (heading, help) = of(answer);
        (answer.word(), heading, help)
    });
    // What only the page knows: about the device, its browser and its queue.
    let of_device = [
        ("unchecked", t.offline_unchecked(), t.offline_unchecked_help()),
        ("repeated", t.offline_repeated(), t.offline_repeated_help()),
        ("full", t.offline_full(), t.offline_full_help()),
        ("nobody", t.offline_nobody(), t.offline_nobody_help()),
    ];
    answers.chain(of_device).collect()
}
