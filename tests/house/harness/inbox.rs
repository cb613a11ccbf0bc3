//! Somebody who is told something over HTTP: a party's back-channel logout endpoint, an SMS gateway.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use tokio::net::TcpListener;

/// A listener on a free port that keeps what it is sent. Ends with the test's runtime.
#[derive(Clone, Debug)]
pub(crate) struct Inbox {
    address: String,
    kept: Arc<Kept>,
}

#[derive(Debug)]
struct Kept {
    status: AtomicU16,
    letters: Mutex<Vec<Letter>>,
}

/// One request that came in.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Inbox {
    /// Opens it; every request is answered with 200 until [`Inbox::answer`] says otherwise.
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let kept = Arc::new(Kept { status: AtomicU16::new(200), letters: Mutex::default() });
        let inbox = Self { address: format!("http://{}", listener.local_addr().unwrap()), kept: Arc::clone(&kept) };
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(keep).with_state(kept)).await });
        inbox
    }

    /// Its address with this path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// From now on every request is answered with this status.
    pub(crate) fn answer(&self, status: u16) {
        self.kept.status.store(status, Ordering::SeqCst);
    }

    /// What came in so far, oldest first.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.kept.letters.lock().unwrap().clone()
    }
}

impl Letter {
    /// The fields of a form.
    pub(crate) fn form(&self) -> BTreeMap<String, String> {
        form_urlencoded::parse(&self.body).into_owned().collect()
    }
}

async fn keep(State(kept): State<Arc<Kept>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    let letter = Letter { method, path: uri.path().to_owned(), headers, body: body.to_vec() };
    kept.letters.lock().unwrap().push(letter);
    StatusCode::from_u16(kept.status.load(Ordering::SeqCst)).unwrap()
}
