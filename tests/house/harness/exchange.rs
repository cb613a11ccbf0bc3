//! The national exchange as another house sees it: it passes questions on to a house's synthetic register, until it is told
//! to fail in one of the ways in which registers fail. On a thread of its own: it answers while a test waits for a command.

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::house::House;

/// What the exchange does with questions.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mood {
    /// It answers them.
    Answers,
    /// It answers with this status and nothing else.
    Refuses(u16),
    /// It sends whoever asks to another address, where a good answer would be.
    Redirects,
    /// It answers them, but not those for the register of that name.
    Without(&'static str),
    /// It answers something that is no document.
    Babbles,
    /// It does not answer in time.
    Sleeps,
    /// It answers half of the document.
    Truncates,
    /// It answers about somebody else.
    Confuses,
    /// It answers a document that was not agreed.
    Changed,
    /// It answers more than anybody reads.
    Floods,
    /// The population's copy of a card is from before the card was taken.
    OldCopies,
    /// It answers, but corrections are not carried out: this became of them.
    Corrects(&'static str),
}

/// The exchange.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    address: SocketAddr,
    told: Arc<Told>,
}

#[derive(Debug)]
struct Told {
    mood: Mutex<Mood>,
    /// The one register that is so, where it is not all of them.
    only: Mutex<&'static str>,
    asked: AtomicUsize,
    /// Whether anybody went where it sent them.
    followed: AtomicBool,
    /// Somebody's record by what was asked, for confusion.
    last: Mutex<HashMap<String, Value>>,
    house: SocketAddr,
    host: String,
}

impl Exchange {
    /// Opens one before this house's register.
    pub(crate) fn before(house: &House) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let told = Arc::new(Told {
            mood: Mutex::new(Mood::Answers),
            only: Mutex::new(""),
            asked: AtomicUsize::new(0),
            followed: AtomicBool::new(false),
            last: Mutex::default(),
            house: house.wire().node(),
            host: house.issuer().split_once("://").unwrap().1.to_owned(),
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&told));
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, router).await.unwrap();
            });
        });
        Self { address, told }
    }

    /// The settings of a house that asks here.
    pub(crate) fn settings(&self) -> [String; 3] {
        [
            format!("DINHDANH_REGISTRY_URL=http://localhost:{}/sandbox/exchange", self.address.port()),
            String::from("DINHDANH_REGISTRY_TOKEN=sandbox"),
            String::from("DINHDANH_REGISTRY_TIMEOUT_SECONDS=1"),
        ]
    }

    /// From now on it does this.
    pub(crate) fn is(&self, mood: Mood) {
        self.is_at("", mood);
    }

    /// From now on the register of that name does this, and every other one answers.
    pub(crate) fn is_at(&self, register: &'static str, mood: Mood) {
        *self.told.only.lock().unwrap() = register;
        *self.told.mood.lock().unwrap() = mood;
    }

    /// Whether anybody went to the other address.
    pub(crate) fn was_followed(&self) -> bool {
        self.told.followed.load(Ordering::SeqCst)
    }

    /// How many questions have come about subjects.
    pub(crate) fn asked(&self) -> usize {
        self.told.asked.load(Ordering::SeqCst)
    }
}

async fn answer(State(told): State<Arc<Told>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    // Feeds are followed all the time.
    if !uri.path().ends_with("/changes") {
        told.asked.fetch_add(1, Ordering::SeqCst);
    }
    assert!(uri.query().is_none(), "a question in an address: {uri}");
    let is_meant = uri.path().ends_with(*told.only.lock().unwrap());
    let mood = if is_meant { *told.mood.lock().unwrap() } else { Mood::Answers };
    match mood {
        Mood::Refuses(status) => return answered(StatusCode::from_u16(status).unwrap(), String::new()),
        Mood::Without(register) if uri.path().ends_with(register) => {
            return answered(StatusCode::SERVICE_UNAVAILABLE, String::new());
        }
        Mood::Floods => return answered(StatusCode::OK, " ".repeat(10 << 20)),
        Mood::Babbles => return answered(StatusCode::OK, String::from("<html>\u{202E}\0{]</html>")),
        Mood::Redirects if uri.path().starts_with("/elsewhere") => told.followed.store(true, Ordering::SeqCst),
        Mood::Redirects => {
            let location = [("location", format!("/elsewhere{}", uri.path()))];
            return (StatusCode::TEMPORARY_REDIRECT, location, String::new()).into_response();
        }
        Mood::Sleeps => sleep().await,
        _ => {}
    }
    if let Mood::Corrects(became) = mood
        && uri.path().ends_with("/corrections")
    {
        let asked: Value = serde_json::from_slice(&body).unwrap();
        let answer = json!({ "MaYeuCau": asked["MaYeuCau"], "SoHoi": asked["SoHoi"], "KetQua": became });
        return answered(StatusCode::OK, answer.to_string());
    }
    let (status, text) = passed_on(&told, &uri, &headers, body).await;
    let Ok(mut document) = serde_json::from_str::<Value>(&text) else { return answered(status, text) };
    match mood {
        Mood::Truncates => answered(status, text[..text.len() / 2].to_owned()),
        Mood::Changed => {
            document["PhienBan"] = json!(2);
            answered(status, document.to_string())
        }
        Mood::Confuses => {
            let last = told.last.lock().unwrap();
            let is_feed = document.get("SauSo").is_some();
            if let Some(result) = result(&mut document) {
                // Where nobody was asked for before, somebody whom nobody knows.
                *result = last.get(uri.path()).cloned().unwrap_or_else(|| json!({ "SoDinhDanh": "001000000000" }));
            } else if is_feed {
                document["SauSo"] = json!(-1);
            } else {
                document["SoHoi"] = json!("+84900000000");
            }
            answered(status, document.to_string())
        }
        Mood::OldCopies => {
            if let Some(card) = document.pointer_mut("/CongDan/The/TrangThai") {
                *card = json!("issued");
            }
            answered(status, document.to_string())
        }
        _ => {
            if let Some(result) = result(&mut document).filter(|result| result.is_object()) {
                told.last.lock().unwrap().insert(uri.path().to_owned(), result.clone());
            }
            answered(status, text)
        }
    }
}

/// What a register answers about a subject.
fn result(document: &mut Value) -> Option<&mut Value> {
    let name = if document.get("CongDan").is_some() { "CongDan" } else { "KetQua" };
    document.get_mut(name)
}

fn answered(status: StatusCode, text: String) -> Response {
    (status, text).into_response()
}

async fn passed_on(told: &Told, uri: &Uri, headers: &HeaderMap, body: Bytes) -> (StatusCode, String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.post(format!("http://{}{}", told.house, uri.path())).header("host", &told.host);
    let request =
        headers.get("authorization").into_iter().fold(request, |request, key| request.header("authorization", key));
    let answer = request.header("content-type", "application/json").body(body).send().await.unwrap();
    let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
    (status, answer.text().await.unwrap())
}

#[expect(clippy::disallowed_methods, reason = "a register that is slow")]
async fn sleep() {
    tokio::time::sleep(Duration::from_secs(3)).await;
}
