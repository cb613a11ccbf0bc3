//! Requests to one node, under the name by which the outside knows the house, and to anybody else under their own.

use std::net::SocketAddr;
use std::sync::Once;

use http::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION, SET_COOKIE};
use http::{Method, StatusCode};
use serde::de::DeserializeOwned;
use url::Url;

use super::alarm::Alarm;

/// The way to one node.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    client: reqwest::Client,
    issuer: Url,
    node: SocketAddr,
    alarm: Alarm,
    /// What a proxy adds to each request.
    added: Vec<(&'static str, &'static str)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    pub(crate) fn new(issuer: &str, node: SocketAddr, alarm: Alarm) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
        // The house hangs up on a connection that was idle for 10 s; whoever sends at that very moment hears of it too late.
        let kept = std::time::Duration::from_secs(5);
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        let client = client.pool_idle_timeout(kept);
        Self { client: client.build().unwrap(), issuer: Url::parse(issuer).unwrap(), node, alarm, added: Vec::new() }
    }

    /// The same way, by a proxy that adds these headers.
    pub(crate) fn adding(&self, added: &[(&'static str, &'static str)]) -> Self {
        Self { added: added.to_vec(), ..self.clone() }
    }

    /// How the outside names the house: no slash at its end.
    pub(crate) fn issuer(&self) -> &str {
        self.issuer.as_str().trim_end_matches('/')
    }

    /// A path of the house, or an address anywhere.
    pub(crate) fn url(&self, target: &str) -> Url {
        self.issuer.join(target).unwrap_or_else(|error| panic!("{target}: {error}"))
    }

    /// Whether this address is the house's.
    pub(crate) fn is_ours(&self, url: &Url) -> bool {
        url.origin() == self.issuer.origin()
    }

    /// Where the node listens.
    pub(crate) fn node(&self) -> SocketAddr {
        self.node
    }

    /// Where secrets and faults are noted.
    pub(crate) fn alarm(&self) -> &Alarm {
        &self.alarm
    }

    /// One request, no redirect followed.
    pub(crate) async fn send(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let url = self.url(target);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        self.try_send(method, url.clone(), map, body.into()).await.unwrap_or_else(|error| panic!("{url}: {error}"))
    }

    /// One request whose failing is part of the story.
    pub(crate) async fn try_send(
        &self,
        method: Method,
        url: Url,
        mut headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Answer, reqwest::Error> {
        let what = format!("{method} {}", url.path());
        let response = self.begin(method, &url, &mut headers, body).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        self.alarm.answered(&what, status.as_u16());
        Ok(Answer { url, status, headers, body: response.bytes().await?.to_vec() })
    }

    /// A request of which only the head of the answer is waited for.
    pub(crate) async fn begin(
        &self,
        method: Method,
        url: &Url,
        headers: &mut HeaderMap,
        body: Vec<u8>,
    ) -> Result<reqwest::Response, reqwest::Error> {
        let mut reached = url.clone();
        if self.is_ours(url) {
            // The node is spoken to at its own port, but called by the name of the house: two nodes have one issuer.
            reached.set_host(Some(&self.node.ip().to_string())).unwrap();
            reached.set_port(Some(self.node.port())).unwrap();
            headers
                .entry(HOST)
                .or_insert(HeaderValue::from_str(&url[url::Position::BeforeHost..url::Position::AfterPort]).unwrap());
            for (name, value) in &self.added {
                headers.append(*name, HeaderValue::from_static(value));
            }
        }
        self.client.request(method, reached).headers(headers.clone()).body(body).send().await
    }

    /// A GET.
    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send(Method::GET, target, &[], "").await
    }

    /// A GET with an access token.
    pub(crate) async fn get_with_token(&self, target: &str, token: &str) -> Answer {
        self.send(Method::GET, target, &[("authorization", &format!("Bearer {token}"))], "").await
    }

    /// A form as a machine sends it: no cookies, no `Origin`.
    pub(crate) async fn post_form(&self, target: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let mut headers = headers.to_vec();
        headers.push((CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"));
        self.send(Method::POST, target, &headers, encoded(fields)).await
    }
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{} {} answered no such JSON ({error}): {}", self.url, self.status, self.text())
        })
    }

    /// A header's text; empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it leads, when it is a redirect.
    pub(crate) fn location(&self) -> Option<Url> {
        let target = self.headers.get(LOCATION)?.to_str().unwrap();
        Some(self.url.join(target).unwrap())
    }

    /// The cookies that it sets, as written.
    pub(crate) fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// The same answer, once its status is this one.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{} answered {}",
            shortened(self.url.as_str()),
            shortened(&self.text())
        );
        self
    }
}

/// Enough of a text for the message of a failed test.
fn shortened(text: &str) -> String {
    text.chars().take(2_000).collect()
}

/// Fields as a form body.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
