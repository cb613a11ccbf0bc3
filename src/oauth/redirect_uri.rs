//! Where an answer may be sent: what may be registered, and when a sent address is a registered one.
//!
//! The comparison is of bytes (RFC 9700 §2.1). Nothing is normalised, so that nobody can find a spelling that we and a
//! browser read differently; the one freedom is the port of a loopback address of a native application (RFC 8252 §7.3).

use std::fmt;
use std::net::Ipv4Addr;

use url::{Host, Url};

/// A redirect URI that was registered.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct RedirectUri(String);

/// A redirect URI that was sent, and is a registered one.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Checked(String);

/// What kind of application a party is (OpenID Connect Registration §2).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Application {
    /// On a device of its user.
    Native,
    /// On a server.
    #[default]
    Web,
}

/// Why an address may not be registered.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UriRefusal {
    /// Longer than any honest one.
    #[error("the address is too long")]
    TooLong,
    /// Not a URI in the one spelling that browsers and we share.
    #[error("the address is not a URI in its one spelling: lower-case scheme and host, no space, no default port")]
    Spelling,
    /// A scheme that runs, shows or opens something else.
    #[error("the address is neither https nor a loopback address nor a native application's own scheme")]
    Scheme,
    /// A user or a password in the authority.
    #[error("the address names a user")]
    UserInfo,
    /// A fragment.
    #[error("the address has a fragment")]
    Fragment,
    /// A star: an address is one address.
    #[error("the address has a wildcard")]
    Wildcard,
    /// A segment that names a parent, plainly or escaped.
    #[error("the address has dot segments or escaped slashes")]
    DotSegment,
    /// A host that is a number and not of this machine.
    #[error("the address names a host by number")]
    HostNumber,
}

impl RedirectUri {
    /// Reads an address to register.
    pub fn parse(text: &str, application: Application) -> Result<Self, UriRefusal> {
        let url = plain(text)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            // RFC 8252 §7.1: a reversed domain name, whose owner is known, and one slash. Nothing that browsers run has a dot.
            scheme if application == Application::Native && scheme.contains('.') && !url.has_host() => {}
            _ => return Err(UriRefusal::Scheme),
        }
        Ok(Self(text.to_owned()))
    }

    /// Reads the column text, which was parsed before it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the sent address is this one.
    pub fn admits(&self, sent: &str, application: Application) -> bool {
        sent == self.0 || (application == Application::Native && self.differs_in_loopback_port(sent))
    }

    /// RFC 8252 §7.3: an application on a device cannot know beforehand which port is free.
    fn differs_in_loopback_port(&self, sent: &str) -> bool {
        LOOPBACK_HOSTS.iter().any(|host| {
            let split = |text: &str| -> Option<String> {
                let rest = text.strip_prefix(host)?;
                let port_end = match rest.strip_prefix(':') {
                    None => return rest.starts_with(['/', '?']).then(|| rest.to_owned()),
                    Some(rest) => rest.find(['/', '?']).map_or(rest.len(), |at| at),
                };
                let (port, path) = rest.split_at_checked(port_end + 1)?;
                let port = port.strip_prefix(':')?;
                let canonical = port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port);
                canonical.then(|| path.to_owned())
            };
            matches!((split(&self.0), split(sent)), (Some(registered), Some(sent)) if registered == sent)
        })
    }

    /// The host, for the sector of pairwise names; an application's own scheme stands for itself.
    pub fn host(&self) -> String {
        let url = Url::parse(&self.0).ok();
        url.and_then(|url| url.host_str().map(str::to_owned).or_else(|| Some(url.scheme().to_owned())))
            .unwrap_or_default()
    }

    /// The origin of the page there, when it is a page and not an application's own scheme.
    pub fn page_origin(&self) -> Option<String> {
        let origin = Url::parse(&self.0).ok()?.origin();
        origin.is_tuple().then(|| origin.ascii_serialization())
    }
}

impl Checked {
    /// The registered address that this text is, if it is one.
    pub fn find(sent: &str, registered: &[RedirectUri], application: Application) -> Option<Self> {
        registered.iter().any(|uri| uri.admits(sent, application)).then(|| Self(sent.to_owned()))
    }

    /// The address as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a page's `form-action` must name so that a form may lead there in the end.
    pub fn origin(&self) -> String {
        match Url::parse(&self.0) {
            Ok(url) if url.has_host() => url.origin().ascii_serialization(),
            Ok(url) => format!("{}:", url.scheme()),
            Err(_) => String::new(),
        }
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address of a page of a party (logo, policy, terms, logout): https, or loopback without it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WebUri(String);

impl WebUri {
    /// Reads an address to register.
    pub fn parse(text: &str) -> Result<Self, UriRefusal> {
        let url = plain(text)?;
        if url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(UriRefusal::Scheme)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What browsers hold it for: scheme, host and port.
    pub fn origin(&self) -> String {
        Url::parse(&self.0).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
    }

    /// The host.
    pub fn host(&self) -> String {
        Url::parse(&self.0).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// The URL, when its text has the one spelling that every reader shares.
fn plain(text: &str) -> Result<Url, UriRefusal> {
    if text.len() > LONGEST {
        return Err(UriRefusal::TooLong);
    }
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>' | b'`' | b'{' | b'}'))
    {
        return Err(UriRefusal::Spelling);
    }
    let url = Url::parse(text).map_err(|_| UriRefusal::Spelling)?;
    if text.contains('#') {
        return Err(UriRefusal::Fragment);
    }
    if text.contains('*') {
        return Err(UriRefusal::Wildcard);
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || text.contains('@') && url.has_host() && names_user(text)
    {
        return Err(UriRefusal::UserInfo);
    }
    // Before the comparison with what the parser made of it, because the parser has already resolved plain dot segments.
    if has_dot_segment(text) {
        return Err(UriRefusal::DotSegment);
    }
    let same = url.as_str() == text || url.as_str().strip_suffix('/') == Some(text);
    if !same {
        return Err(UriRefusal::Spelling);
    }
    if matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_))) && !is_loopback(&url) {
        return Err(UriRefusal::HostNumber);
    }
    Ok(url)
}

fn names_user(text: &str) -> bool {
    let authority = text.split_once("//").map_or("", |(_, rest)| rest);
    authority.split(['/', '?']).next().unwrap_or_default().contains('@')
}

/// `..`, `.`, `..;` and the like, also written with `%2e`, and slashes written with `%2f` or `%5c`, at any depth of escaping.
fn has_dot_segment(text: &str) -> bool {
    let path = text.split('?').next().unwrap_or_default().to_ascii_lowercase();
    let unescaped = path.replace("%25", "%").replace("%25", "%").replace("%2e", ".");
    unescaped.contains("%2f")
        || unescaped.contains("%5c")
        || unescaped.split('/').any(|segment| matches!(segment.split(';').next(), Some("." | "..")))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address == Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

const LOOPBACK_HOSTS: [&str; 2] = ["http://127.0.0.1", "http://[::1]"];
/// Longest address; browsers and logs cope with this.
const LONGEST: usize = 1024;

#[cfg(test)]
mod tests;
