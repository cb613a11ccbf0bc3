//! What an operator may set: a TOML file, then `DINHDANH_SECTION_FIELD` from the environment, checked once into [`Config`].
//!
//! A pure function of text and a map; only `cli` reads files and the environment. An unknown key refuses to start.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use crate::clock::Seconds;
use crate::identity::network::Networks;
use crate::identity::officer_access::{Hours, OfficerAccess};
use crate::limits;
use crate::secret::Secret;

/// What the house uses; nothing in it is left to interpret.
#[derive(Clone, Debug)]
pub struct Config {
    /// The issuer, without a slash at the end; every link and token says this and never the Host header.
    pub issuer: String,
    /// Where people and parties are listened to.
    pub listen: SocketAddr,
    /// Where operators are listened to (health, metrics); never a public address.
    pub operator_listen: Option<SocketAddr>,
    /// The database.
    pub database_url: Secret<String>,
    /// Where the master secret is kept.
    pub keys_directory: PathBuf,
    /// The SMS gateway, when there is one.
    pub sms: Option<Sms>,
    /// Codes that are sent a day before the house stops and raises an alarm (PW12).
    pub codes_a_day: u32,
    /// The mail server, when there is one.
    pub email: Option<Email>,
    /// The registers of the state, when they are asked over HTTP and not the embedded one.
    pub registry: Option<Registers>,
    /// Whether this is a synthetic nation.
    pub sandbox: bool,
    /// Further certificate authorities that outbound calls trust, in PEM.
    pub outbound_ca: Option<PathBuf>,
    /// What citizens are told to call.
    pub hotline: String,
    /// Proxies that may speak for a client's address, by the address they connect from.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// What networks are called on the pages where people see from where they are signed in.
    pub networks: Networks,
    /// From where, when and with what officers work.
    pub officers: OfficerAccess,
}

/// A gateway that takes a message over HTTP and sends it as SMS.
#[derive(Clone, Debug)]
pub struct Sms {
    /// Where messages are posted.
    pub gateway: Url,
    /// The bearer token.
    pub token: Secret<String>,
}

/// The registers of the state behind the national exchange.
#[derive(Clone, Debug)]
pub struct Registers {
    /// Under which its services are: `population` and `subscribers`.
    pub url: Url,
    /// The bearer token.
    pub token: Secret<String>,
    /// How long an answer may take.
    pub within: Seconds,
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Email {
    /// `smtps://user:password@host` or `smtp://host?tls=required`.
    pub server: Secret<String>,
    /// The sender's address.
    pub from: String,
}

/// Why a configuration is not accepted. No value is repeated, since it may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not TOML, or has a key or a type that we do not know.
    #[error("the configuration cannot be read: {0}")]
    Unreadable(String),
    /// A value cannot be used.
    #[error("{section}.{field}: {why}")]
    Wrong {
        /// The section.
        section: &'static str,
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl Config {
    /// Reads the file's text and the environment, and checks them.
    pub fn load(file: &str, environment: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let mut table: toml::Table =
            file.parse().map_err(|error: toml::de::Error| ConfigError::Unreadable(error.message().to_owned()))?;
        for (name, value) in environment {
            let Some(rest) = name.strip_prefix("DINHDANH_") else { continue };
            let Some((section, field)) = rest.split_once('_') else { continue };
            let section = table
                .entry(section.to_ascii_lowercase())
                .or_insert_with(|| toml::Value::Table(toml::Table::new()))
                .as_table_mut()
                .ok_or_else(|| ConfigError::Unreadable(format!("{name} names no section")))?;
            section.insert(field.to_ascii_lowercase(), of_environment(value));
        }
        let file = File::deserialize(table).map_err(|error| ConfigError::Unreadable(error.message().to_owned()))?;
        file.check()
    }

    /// Whether the issuer speaks TLS; cookies are `Secure` and named `__Host-` exactly then.
    pub fn is_https(&self) -> bool {
        self.issuer.starts_with("https://")
    }

    /// Whether the issuer is an address that others reach; a sandbox never has one.
    pub fn is_public(&self) -> bool {
        let host = Url::parse(&self.issuer).ok();
        !host.as_ref().and_then(Url::host_str).is_some_and(is_loopback)
    }

    /// The issuer's origin, as a browser writes it in `Origin`.
    pub fn origin(&self) -> &str {
        &self.issuer
    }

    /// The host and port that the issuer names; requests for another host are refused.
    pub fn authority(&self) -> &str {
        self.issuer.split_once("://").map_or("", |(_, authority)| authority)
    }

    /// Every setting with its effective value, secrets hidden.
    pub fn show(&self) -> String {
        format!(
            "[server]\nissuer = \"{}\"\nlisten = \"{}\"\noperator_listen = {:?}\nhotline = \"{}\"\n\
             trusted_proxies = {:?}\nnetworks = {:?}\n\n[officers]\nnetworks = {:?}\nhours = \"{}\"\npasskey = {}\n\n[database]\nurl = \
             (hidden)\n\n[keys]\ndirectory = {:?}\n\n[sms]\ngateway = {:?}\ntoken = (hidden)\n\n[email]\nserver = \
             (hidden)\nfrom = {:?}\n\n[registry]\nurl = {:?}\ntoken = (hidden)\ntimeout_seconds = {}\n\n[sandbox]\nenabled = {}\n\n[outbound]\nca = {:?}\n",
            self.issuer,
            self.listen,
            self.operator_listen.map(|address| address.to_string()).unwrap_or_default(),
            self.hotline,
            self.trusted_proxies.iter().map(ToString::to_string).collect::<Vec<_>>(),
            self.networks.lines(),
            self.officers.networks.lines(),
            self.officers.hours.map(|hours| hours.to_string()).unwrap_or_default(),
            self.officers.passkey,
            self.keys_directory,
            self.sms.as_ref().map(|sms| sms.gateway.as_str()).unwrap_or_default(),
            self.email.as_ref().map(|email| email.from.as_str()).unwrap_or_default(),
            self.registry.as_ref().map(|set| set.url.as_str()).unwrap_or_default(),
            self.registry.as_ref().map_or(limits::REGISTER_ANSWER, |set| set.within).get(),
            self.sandbox,
            self.outbound_ca,
        )
    }
}

/// A value from the environment: true and false, a list as TOML writes it, and text.
fn of_environment(text: &str) -> toml::Value {
    let list = || format!("it = {text}").parse::<toml::Table>().ok()?.remove("it");
    let written = match text {
        "true" | "false" => Some(toml::Value::Boolean(text == "true")),
        _ if text.trim_start().starts_with('[') => list(),
        _ => None,
    };
    written.unwrap_or_else(|| toml::Value::String(text.to_owned()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    server: ServerSection,
    database: DatabaseSection,
    keys: KeysSection,
    sms: SmsSection,
    email: EmailSection,
    registry: RegistrySection,
    officers: OfficersSection,
    sandbox: SandboxSection,
    outbound: OutboundSection,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ServerSection {
    issuer: String,
    listen: String,
    operator_listen: String,
    hotline: String,
    trusted_proxies: Vec<String>,
    networks: Vec<String>,
}

impl Default for ServerSection {
    fn default() -> Self {
        Self {
            issuer: "http://localhost:8080".into(),
            listen: "127.0.0.1:8080".into(),
            operator_listen: String::new(),
            hotline: "1900 0368".into(),
            trusted_proxies: Vec::new(),
            networks: Vec::new(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DatabaseSection {
    url: String,
}

impl Default for DatabaseSection {
    fn default() -> Self {
        Self { url: "sqlite://data/dinhdanh.sqlite".into() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct KeysSection {
    directory: PathBuf,
}

impl Default for KeysSection {
    fn default() -> Self {
        Self { directory: "keys".into() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SmsSection {
    gateway: String,
    token: String,
    codes_a_day: Option<Whole>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EmailSection {
    server: String,
    from: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RegistrySection {
    url: String,
    token: String,
    timeout_seconds: Option<Whole>,
}

/// A whole number as TOML writes it, or as the environment does.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Whole {
    Number(i64),
    Text(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OfficersSection {
    networks: Vec<String>,
    hours: String,
    passkey: bool,
}

impl OfficersSection {
    fn check(&self) -> Result<OfficerAccess, ConfigError> {
        let networks = Networks::parse(self.networks.iter().map(String::as_str));
        let hours = match self.hours.as_str() {
            "" => None,
            text => Some(Hours::parse(text).ok_or_else(|| wrong("officers", "hours", "not such as \"06:00-22:00\""))?),
        };
        Ok(OfficerAccess {
            networks: networks
                .ok_or_else(|| wrong("officers", "networks", "not a list such as \"10.0.0.0/8 = Name\""))?,
            hours,
            passkey: self.passkey,
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SandboxSection {
    enabled: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OutboundSection {
    ca: Option<PathBuf>,
}

impl File {
    fn check(self) -> Result<Config, ConfigError> {
        let issuer = issuer(&self.server.issuer)?;
        let loopback = issuer.host_str().is_some_and(is_loopback);
        if issuer.scheme() != "https" && !loopback {
            return Err(wrong("server", "issuer", "an issuer that others reach is https"));
        }
        // The sandbox holds known passwords and opens the outbox to anybody: it never answers to the public.
        if self.sandbox.enabled && !loopback {
            return Err(wrong("sandbox", "enabled", "a sandbox has a loopback issuer, never a public one"));
        }
        let operator_listen = match self.server.operator_listen.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| wrong("server", "operator_listen", "not an address and port"))?),
        };
        let proxies = self.server.trusted_proxies.iter().map(|text| text.parse()).collect::<Result<_, _>>();
        let networks = Networks::parse(self.server.networks.iter().map(String::as_str));
        Ok(Config {
            issuer: self.server.issuer.trim_end_matches('/').to_owned(),
            listen: self.server.listen.parse().map_err(|_| wrong("server", "listen", "not an address and port"))?,
            operator_listen,
            database_url: Secret::new(self.database.url),
            keys_directory: self.keys.directory,
            codes_a_day: codes_a_day(self.sms.codes_a_day.as_ref())?,
            sms: sms(self.sms)?,
            email: email(self.email)?,
            registry: registry(self.registry)?,
            sandbox: self.sandbox.enabled,
            outbound_ca: self.outbound.ca,
            hotline: self.server.hotline,
            trusted_proxies: proxies.map_err(|_| wrong("server", "trusted_proxies", "not a list of addresses"))?,
            officers: self.officers.check()?,
            networks: networks
                .ok_or_else(|| wrong("server", "networks", "not a list such as \"10.0.0.0/8 = Name\""))?,
        })
    }
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

fn issuer(text: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(text).map_err(|_| wrong("server", "issuer", "not a URL"))?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    // Byte for byte what tokens will say: a default port or capital letters would drift from it (DI01).
    let exact = url.as_str().trim_end_matches('/') == text.trim_end_matches('/');
    if !matches!(url.scheme(), "https" | "http") || !bare || !exact {
        return Err(wrong("server", "issuer", "an issuer is a scheme, a host and perhaps a port, written plainly"));
    }
    Ok(url)
}

fn sms(section: SmsSection) -> Result<Option<Sms>, ConfigError> {
    if section.gateway.is_empty() {
        return Ok(None);
    }
    let gateway = Url::parse(&section.gateway).map_err(|_| wrong("sms", "gateway", "not a URL"))?;
    // The token and every code travel this way.
    if gateway.scheme() != "https" && !is_this_machine(&gateway) {
        return Err(wrong("sms", "gateway", "a gateway is reached by https, or stands on this machine"));
    }
    Ok(Some(Sms { gateway, token: Secret::new(section.token) }))
}

fn codes_a_day(set: Option<&Whole>) -> Result<u32, ConfigError> {
    let read = match set {
        None => Some(limits::SHORT_CODES_HOUSE_DAY),
        Some(Whole::Number(codes)) => u32::try_from(*codes).ok(),
        Some(Whole::Text(text)) => text.parse().ok(),
    };
    read.filter(|codes| *codes > 0).ok_or_else(|| wrong("sms", "codes_a_day", "a whole number, 1 or more"))
}

fn email(section: EmailSection) -> Result<Option<Email>, ConfigError> {
    match (section.server.is_empty(), section.from.is_empty()) {
        (true, _) => Ok(None),
        (false, true) => Err(wrong("email", "from", "letters need a sender")),
        (false, false) => {
            let server = Url::parse(&section.server).map_err(|_| wrong("email", "server", "not a URL"))?;
            let is_required = server.query_pairs().any(|(name, value)| name == "tls" && value == "required");
            match server.scheme() {
                "smtps" => {}
                "smtp" if is_required || is_this_machine(&server) => {}
                _ => return Err(wrong("email", "server", "smtps://, or smtp:// with ?tls=required")),
            }
            Ok(Some(Email { server: Secret::new(section.server), from: section.from }))
        }
    }
}

fn registry(section: RegistrySection) -> Result<Option<Registers>, ConfigError> {
    let within = match section.timeout_seconds {
        None => Some(limits::REGISTER_ANSWER.get()),
        Some(Whole::Number(seconds)) => Some(seconds),
        Some(Whole::Text(text)) => text.parse().ok(),
    };
    let within = within
        .filter(|seconds| (1..=limits::OUTBOUND.get()).contains(seconds))
        .ok_or_else(|| wrong("registry", "timeout_seconds", "a whole number of seconds, 1 to 5"))?;
    if section.url.is_empty() {
        return Ok(None);
    }
    let url = Url::parse(&section.url).map_err(|_| wrong("registry", "url", "not a URL"))?;
    // Everything about everybody travels this way.
    if url.scheme() != "https" && !(url.scheme() == "http" && is_this_machine(&url)) {
        return Err(wrong("registry", "url", "the exchange is reached by https, or stands on this machine"));
    }
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if !plain || url.password().is_some() {
        return Err(wrong("registry", "url", "an address alone: its key is registry.token"));
    }
    if section.token.is_empty() {
        return Err(wrong("registry", "token", "the exchange answers nobody without a key"));
    }
    Ok(Some(Registers { url, token: Secret::new(section.token), within: Seconds::new(within) }))
}

fn is_this_machine(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

fn wrong(section: &'static str, field: &'static str, why: &'static str) -> ConfigError {
    ConfigError::Wrong { section, field, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Config, ConfigError> {
        Config::load(text, &BTreeMap::new())
    }

    #[test]
    fn an_empty_file_is_a_house_on_this_machine() {
        let config = load("").unwrap();
        assert_eq!((config.issuer.as_str(), config.authority()), ("http://localhost:8080", "localhost:8080"));
        assert!(!config.sandbox);
    }

    #[test]
    fn what_would_hurt_or_is_not_known_refuses_to_start() {
        for (text, word) in [
            ("[server]\nissuer = \"http://id.example\"", "https"),
            ("[server]\nissuer = \"https://id.example/path\"", "plainly"),
            ("[server]\nissuer = \"https://ID.example\"", "plainly"),
            ("[server]\nissuer = \"https://id.example:443\"", "plainly"),
            ("[server]\nissuer = \"https://id.example\"\n[sandbox]\nenabled = true", "public"),
            ("[server]\nport = 1", "unknown field"),
            ("[sever]", "unknown field"),
            ("[sandbox]\nenabled = \"yes\"", "invalid type"),
            ("[email]\nserver = \"smtp://x\"", "sender"),
            ("[email]\nserver = \"smtp://x\"\nfrom = \"a@b.vn\"", "required"),
            ("[email]\nserver = \"http://x\"\nfrom = \"a@b.vn\"", "smtps"),
            ("[sms]\ngateway = \"http://sms.example/\"", "https"),
            ("[registry]\nurl = \"http://exchange.example/\"\ntoken = \"t\"", "https"),
            ("[registry]\nurl = \"https://exchange.example/?key=t\"\ntoken = \"t\"", "alone"),
            ("[registry]\nurl = \"https://exchange.example/\"", "key"),
            ("[registry]\ntimeout_seconds = 0", "whole"),
            ("[registry]\ntimeout_seconds = \"six\"", "whole"),
            ("[server]\nnetworks = [\"10.0.0.0/8\"]", "networks"),
            ("[officers]\nnetworks = [\"10.0.0.0/8\"]", "networks"),
            ("[officers]\nhours = \"6-22\"", "hours"),
            ("not toml", "cannot be read"),
        ] {
            let error = load(text).unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
    }

    #[test]
    fn the_exchange_is_set_by_its_address_its_key_and_its_time() {
        let environment = BTreeMap::from([
            ("DINHDANH_REGISTRY_URL".into(), "https://exchange.example/base".into()),
            ("DINHDANH_REGISTRY_TOKEN".into(), "hunter2".into()),
            ("DINHDANH_REGISTRY_TIMEOUT_SECONDS".into(), "2".into()),
        ]);
        let config = Config::load("", &environment).unwrap();
        assert!(
            config.show().contains("exchange.example") && !format!("{config:?}{}", config.show()).contains("hunter2")
        );
        assert_eq!(config.registry.unwrap().within, Seconds::new(2));
        assert!(load("").unwrap().registry.is_none());
    }

    #[test]
    fn the_environment_overrides_the_file_and_secrets_are_not_shown() {
        let environment = BTreeMap::from([
            ("DINHDANH_DATABASE_URL".into(), "postgres://u:hunter2@db/x".into()),
            ("DINHDANH_SANDBOX_ENABLED".into(), "true".into()),
            ("PATH".into(), "/bin".into()),
        ]);
        let config = Config::load("[database]\nurl = \"sqlite://x\"", &environment).unwrap();
        assert!(config.sandbox && config.database_url.expose().starts_with("postgres://"));
        assert!(!format!("{config:?}{}", config.show()).contains("hunter2"));
    }

    #[test]
    fn lists_come_from_the_environment_as_toml_writes_them_and_are_shown_so() {
        let load = |name: &str, value: &str| {
            Config::load("", &BTreeMap::from([(format!("DINHDANH_{name}"), value.to_owned())]))
        };
        let config = load("SERVER_TRUSTED_PROXIES", "[\"10.0.0.1\", \"::1\"]").unwrap();
        assert_eq!(config.trusted_proxies.len(), 2);
        let config = load("OFFICERS_NETWORKS", " [\"10.20.0.0/16 = Ba Đình\"]").unwrap();
        assert!(config.officers.networks.hold("10.20.0.9".parse().unwrap()) && config.networks.is_empty());
        assert!(config.show().contains("10.20.0.0/16 = Ba Đình"), "{}", config.show());
        load("OFFICERS_NETWORKS", "[10.20.0.0/16").unwrap_err();
        load("OFFICERS_PASSKEY", "yes").unwrap_err();
    }
}
