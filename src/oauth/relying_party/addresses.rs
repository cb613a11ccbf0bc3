//! The addresses in metadata: where answers go, where requests and keys lie, whose sector a party is of.

use std::collections::BTreeSet;

use crate::oauth::redirect_uri::{RedirectUri, UriRefusal, WebUri};
use crate::oauth::relying_party::metadata::Metadata;
use crate::oauth::relying_party::{MetadataError, SubjectType};

impl Metadata {
    pub(super) fn redirects(&self) -> Result<Vec<RedirectUri>, MetadataError> {
        if self.redirect_uris.len() > MOST_URIS {
            return Err(MetadataError::wrong("redirect_uris", "there are too many"));
        }
        let asks = self.profile.demands().authorization_endpoint && self.serves.is_empty();
        if self.redirect_uris.is_empty() && asks {
            return Err(MetadataError::wrong("redirect_uris", "there is none"));
        }
        let parse = |text: &String| RedirectUri::parse(text, self.application_type).map_err(MetadataError::RedirectUri);
        self.redirect_uris.iter().map(parse).collect()
    }

    /// A request URI may have a fragment: the digest of what stands there (OpenID Connect Core §6.2).
    pub(super) fn request_uris(&self) -> Result<Vec<String>, MetadataError> {
        if self.request_uris.len() > MOST_URIS {
            return Err(MetadataError::wrong("request_uris", "there are too many"));
        }
        for text in &self.request_uris {
            let address = text.split('#').next().unwrap_or_default();
            WebUri::parse(address).map_err(|refusal| MetadataError::Uri { member: "request_uris", refusal })?;
        }
        Ok(self.request_uris.clone())
    }

    /// The host that the pairwise names of people belong to (OpenID Connect Core §8.1).
    pub(super) fn sector(&self, redirects: &[RedirectUri]) -> Result<String, MetadataError> {
        if let Some(uri) = web("sector_identifier_uri", self.sector_identifier_uri.as_deref())? {
            return Ok(uri.host());
        }
        let hosts: BTreeSet<_> = redirects.iter().map(RedirectUri::host).collect();
        if hosts.len() > 1 && self.subject_type == SubjectType::Pairwise {
            return Err(MetadataError::wrong("sector_identifier_uri", "redirect_uris on several hosts need it"));
        }
        // A service that sends nobody here has a sector all the same: its names for people are its own.
        Ok(hosts.into_iter().next().or_else(|| self.serves.first().cloned()).unwrap_or_default())
    }

    /// What is framed stands where the party's own pages do: on the origin of one of its redirect URIs (OpenID Connect
    /// Front-Channel Logout §2).
    pub(super) fn frame(&self, redirects: &[RedirectUri]) -> Result<Option<WebUri>, MetadataError> {
        let member = "frontchannel_logout_uri";
        let Some(uri) = web(member, self.frontchannel_logout_uri.as_deref())? else { return Ok(None) };
        if !redirects.iter().any(|redirect| redirect.page_origin().as_deref() == Some(uri.origin().as_str())) {
            return Err(MetadataError::wrong(member, "no redirect URI has its scheme, host and port"));
        }
        Ok(Some(uri))
    }
}

pub(super) fn web(member: &'static str, text: Option<&str>) -> Result<Option<WebUri>, MetadataError> {
    text.map(|text| WebUri::parse(text).map_err(|refusal| MetadataError::Uri { member, refusal })).transpose()
}

pub(super) fn webs(member: &'static str, texts: &[String]) -> Result<Vec<WebUri>, MetadataError> {
    if texts.len() > MOST_URIS {
        return Err(MetadataError::wrong(member, "there are too many"));
    }
    let parse = |text: &String| WebUri::parse(text);
    let parsed: Result<_, UriRefusal> = texts.iter().map(parse).collect();
    parsed.map_err(|refusal| MetadataError::Uri { member, refusal })
}

/// Addresses in one member (DR03).
const MOST_URIS: usize = 20;
