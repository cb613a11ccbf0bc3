//! The one client for calls to the outside, because an address that somebody registered is an order to call it.
//!
//! What is called is https on a usual port at a public address (V117): names are resolved here, once, every answer is
//! looked at, and the connection goes to what was looked at, so that a name that changes its mind changes nothing. No
//! redirect is followed, no proxy asked, nothing is inflated; an answer is cut off after some seconds and kilobytes. The
//! sandbox may also call this machine.

use std::error::Error as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, header};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use url::{Host, Url};

use crate::clock::Seconds;
use crate::config::Config;
use crate::fault::Fault;
use crate::limits;
use crate::post::NotSent;
use crate::post::sms::Line;
use crate::registry;
use crate::secret::Secret;

/// The client.
#[derive(Clone, Debug)]
pub struct Outbound {
    guarded: Client,
    unguarded: Client,
    reach: Reach,
}

/// What may be called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reach {
    /// Public addresses.
    Public,
    /// Those, and this machine, without TLS too.
    PublicAndLoopback,
}

/// An answer, whatever it says.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, when it is no longer than allowed.
    pub body: Vec<u8>,
}

/// Why there is no answer. Nothing of what the other side sent is repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoAnswer {
    /// An address that is not called.
    #[error("not an address that is called")]
    Address,
    /// No connection, no TLS, no answer in time.
    #[error("no answer")]
    Unreachable,
    /// More than is read.
    #[error("the answer is too long")]
    TooLong,
}

impl Outbound {
    /// The client that the configuration describes.
    pub fn new(config: &Config) -> Result<Self, Fault> {
        let reach = if config.sandbox { Reach::PublicAndLoopback } else { Reach::Public };
        let tls = tls(config)?;
        let base = || {
            let seconds = Duration::from_secs(limits::OUTBOUND.get().unsigned_abs());
            Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .redirect(Policy::none())
                .no_proxy()
                .referer(false)
                .timeout(seconds)
                .connect_timeout(seconds)
                .pool_max_idle_per_host(2)
                .user_agent("dinhdanh")
        };
        let built = |error| Fault::caused("the outbound client could not be made", error);
        Ok(Self {
            guarded: base().dns_resolver(Arc::new(Guard(reach))).build().map_err(built)?,
            unguarded: base().build().map_err(built)?,
            reach,
        })
    }

    /// Whether an address could be called as it is written; its name is resolved only when it is called.
    pub fn may_call(&self, url: &str) -> bool {
        self.allowed(url).is_ok()
    }

    /// Fetches a document from an address that somebody registered.
    pub async fn get(&self, url: &str) -> Result<Answer, NoAnswer> {
        self.get_as(url, "application/json").await
    }

    /// Fetches a request object from an address that somebody registered (RFC 9101 §5.2.3).
    pub async fn get_object(&self, url: &str) -> Result<Answer, NoAnswer> {
        self.get_as(url, "application/oauth-authz-req+jwt, application/jwt;q=0.9, */*;q=0.1").await
    }

    async fn get_as(&self, url: &str, media_type: &'static str) -> Result<Answer, NoAnswer> {
        let url = self.allowed(url)?;
        answered(self.guarded.get(url).header(header::ACCEPT, media_type)).await
    }

    /// Posts a form to an address that somebody registered.
    pub async fn post_form(&self, url: &str, fields: &[(&str, &str)]) -> Result<Answer, NoAnswer> {
        let url = self.allowed(url)?;
        answered(self.guarded.post(url).form(fields)).await
    }

    /// Posts JSON to an address of the operator's own configuration, which may be a private one, under a key by which the
    /// other side knows a second attempt.
    pub async fn danger_post_json(
        &self,
        url: &Url,
        bearer: &Secret<String>,
        key: &str,
        body: &Value,
    ) -> Result<Answer, NoAnswer> {
        let request = self.unguarded.post(url.clone()).bearer_auth(bearer.expose());
        answered(request.header("idempotency-key", key).json(body)).await
    }

    /// Fetches from an address that somebody typed at the command line, which may be a private one: by TLS, or from this
    /// machine, because keys that anybody on the way can exchange prove nothing.
    pub async fn danger_get(&self, url: &str) -> Result<Answer, NoAnswer> {
        let url = Url::parse(url).map_err(|_| NoAnswer::Address)?;
        let here = match url.host().ok_or(NoAnswer::Address)? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => is_loopback(IpAddr::V4(address)),
            Host::Ipv6(address) => is_loopback(IpAddr::V6(address)),
        };
        if url.scheme() != "https" && !here {
            return Err(NoAnswer::Address);
        }
        answered(self.unguarded.get(url)).await
    }

    /// Puts a question to an address of the operator's own configuration, which may be a private one.
    pub async fn danger_ask_json(
        &self,
        url: &Url,
        bearer: &Secret<String>,
        within: Seconds,
        body: &Value,
    ) -> Result<Answer, NoAnswer> {
        let request = self.unguarded.post(url.clone()).bearer_auth(bearer.expose());
        answered(request.timeout(Duration::from_secs(within.get().unsigned_abs())).json(body)).await
    }

    /// The address when it may be called. A host that is a number is judged here, since nobody resolves it.
    fn allowed(&self, url: &str) -> Result<Url, NoAnswer> {
        let url = Url::parse(url).map_err(|_| NoAnswer::Address)?;
        let number = match url.host().ok_or(NoAnswer::Address)? {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
        };
        let here = match number {
            Some(address) => is_loopback(address),
            None => url.host_str() == Some("localhost"),
        };
        let plain = url.username().is_empty() && url.password().is_none();
        let usual = url.scheme() == "https" && url.port().is_none_or(|port| PORTS.contains(&port));
        let at_home = self.reach == Reach::PublicAndLoopback && here && matches!(url.scheme(), "http" | "https");
        let reachable = number.is_none_or(|address| self.reach.allows(address));
        if plain && reachable && (usual || at_home) { Ok(url) } else { Err(NoAnswer::Address) }
    }
}

impl Line for Outbound {
    fn post<'a>(
        &'a self,
        gateway: &'a Url,
        token: &'a Secret<String>,
        key: &'a str,
        document: &'a Value,
    ) -> Pin<Box<dyn Future<Output = Result<u16, NotSent>> + Send + 'a>> {
        Box::pin(async move {
            match self.danger_post_json(gateway, token, key, document).await {
                Ok(answer) => Ok(answer.status),
                // What was answered at such length was an answer; what it said is not known.
                Err(NoAnswer::TooLong) => Err(NotSent::Refused),
                Err(NoAnswer::Address | NoAnswer::Unreachable) => Err(NotSent::Unreachable),
            }
        })
    }
}

impl registry::http::Line for Outbound {
    fn ask<'a>(
        &'a self,
        url: &'a Url,
        token: &'a Secret<String>,
        within: Seconds,
        question: &'a Value,
    ) -> Pin<Box<dyn Future<Output = Option<(u16, Vec<u8>)>> + Send + 'a>> {
        Box::pin(async move {
            match self.danger_ask_json(url, token, within, question).await {
                Ok(answer) => Some((answer.status, answer.body)),
                Err(why) => {
                    tracing::debug!(%why, "a register was not heard");
                    None
                }
            }
        })
    }
}

async fn answered(request: RequestBuilder) -> Result<Answer, NoAnswer> {
    let mut response = request.send().await.map_err(|error| unanswered(&error))?;
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| NoAnswer::Unreachable)? {
        if body.len() + chunk.len() > limits::OUTBOUND_BYTES {
            return Err(NoAnswer::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, body })
}

/// A name that stands for an address that is not called is told apart: its owner should hear so when registering it.
fn unanswered(error: &reqwest::Error) -> NoAnswer {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<NotCalled>() {
            return NoAnswer::Address;
        }
        cause = error.source();
    }
    NoAnswer::Unreachable
}

fn tls(config: &Config) -> Result<ClientConfig, Fault> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = &config.outbound_ca {
        let unread = |error| Fault::caused("the certificate authorities of outbound.ca cannot be read", error);
        for certificate in CertificateDer::pem_file_iter(path).map_err(unread)? {
            roots
                .add(certificate.map_err(unread)?)
                .map_err(|error| Fault::caused("a certificate authority of outbound.ca is none", error))?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Fault::caused("TLS could not be set up", error))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Why a name was not resolved to what it stands for.
#[derive(Debug, thiserror::Error)]
#[error("the name stands for an address that is not called")]
struct NotCalled;

/// Resolves names and lets no address through that is not to be called.
struct Guard(Reach);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One private answer among public ones is enough to distrust the name.
            if found.iter().any(|address| !reach.allows(address.ip())) {
                return Err(NotCalled.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

impl Reach {
    fn allows(self, address: IpAddr) -> bool {
        is_public(address) || (self == Self::PublicAndLoopback && is_loopback(address))
    }
}

fn is_loopback(address: IpAddr) -> bool {
    // An IPv4 address in IPv6 clothing is not this machine: nobody needs to write it so.
    address.is_loopback()
}

/// Whether the address is of the public Internet (the IANA registries of special-purpose addresses).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast();
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocols = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
    let benchmark = a == 198 && (b == 18 || b == 19);
    !(special || a == 0 || a >= 240 || shared || protocols || relay || benchmark)
}

/// Only 2000::/3 is given out; what in it carries an IPv4 address or is for documents is left out whole.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let global = (0x2000..0x4000).contains(&first);
    let special = first == 0x2001 && second < 0x0200; // Teredo, benchmarks, ORCHID
    let documents = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
    let six_to_four = first == 0x2002;
    global && !special && !documents && !six_to_four
}

/// Where https is served (SS01).
const PORTS: [u16; 2] = [443, 8443];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn outbound(sandbox: bool) -> Outbound {
        let text = format!("[sandbox]\nenabled = {sandbox}");
        Outbound::new(&Config::load(&text, &BTreeMap::new()).unwrap()).unwrap()
    }

    #[test]
    fn v117_no_spelling_of_a_private_address_is_called() {
        let outbound = outbound(false);
        for wrong in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://0.0.0.0/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://192.168.0.1/",
            "https://100.64.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://192.0.0.8/",
            "https://198.18.0.1/",
            "https://224.0.0.1/",
            "https://240.0.0.1/",
            "https://255.255.255.255/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[::127.0.0.1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/",
            "https://[2001:0:1::]/",
            "https://[2001:db8::1]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://[ff02::1]/",
            "http://id.example/",
            "ftp://id.example/",
            "https://id.example:22/",
            "https://user@id.example/",
            "https://localhost:8080/",
            "http://localhost/",
            "file:///etc/passwd",
            "//id.example",
            "",
        ] {
            assert_eq!(outbound.allowed(wrong).err(), Some(NoAnswer::Address), "{wrong}");
        }
        for right in
            ["https://id.example/jwks", "https://id.example:8443/", "https://1.1.1.1/", "https://[2606:4700::1]/"]
        {
            assert!(outbound.allowed(right).is_ok(), "{right}");
        }
    }

    #[test]
    fn the_sandbox_also_calls_this_machine_and_nothing_else_private() {
        let outbound = outbound(true);
        for right in
            ["http://127.0.0.1:9000/x", "http://localhost:9000/x", "https://[::1]:9000/", "https://id.example/"]
        {
            assert!(outbound.allowed(right).is_ok(), "{right}");
        }
        for wrong in [
            "http://10.0.0.1/",
            "http://[::ffff:127.0.0.1]/",
            "http://localhost.evil.example/",
            "http://169.254.169.254/",
        ] {
            assert_eq!(outbound.allowed(wrong).err(), Some(NoAnswer::Address), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_name_that_means_this_machine_is_not_connected_to() {
        let answer = Guard(Reach::Public).resolve("localhost".parse().unwrap()).await;
        assert!(answer.is_err());
        assert_eq!(outbound(false).get("https://localhost/").await.unwrap_err(), NoAnswer::Address);
        assert!(Guard(Reach::PublicAndLoopback).resolve("localhost".parse().unwrap()).await.is_ok());
    }
}
