//! The response types and the grant types of metadata, which ask for one another.

use std::collections::BTreeSet;

use crate::oauth::relying_party::metadata::Metadata;
use crate::oauth::relying_party::{GrantType, MetadataError};
use crate::oauth::response::ResponseType;

impl Metadata {
    /// Response types and grant types, each with its default, and each asking for the other (OpenID Connect
    /// Registration §2).
    pub(in crate::oauth) fn flows(&self) -> Result<(BTreeSet<ResponseType>, BTreeSet<GrantType>), MetadataError> {
        let demands = self.profile.demands();
        let unknown = || MetadataError::wrong("response_types", "it is not one of ours");
        let types: BTreeSet<_> = match &self.response_types {
            None if demands.authorization_endpoint => BTreeSet::from([ResponseType::Code]),
            None => BTreeSet::new(),
            Some(types) => {
                types.iter().map(|text| ResponseType::parse(text).ok_or_else(unknown)).collect::<Result<_, _>>()?
            }
        };
        if !demands.front_channel_tokens && types.iter().any(|known| *known != ResponseType::Code) {
            return Err(MetadataError::wrong("response_types", "the profile allows code alone"));
        }
        let wants_code = types.iter().any(|known| known.has_code());
        let wants_front = types.iter().any(|known| known.has_id_token() || known.has_token());
        let mut grants = self.grant_types.clone().unwrap_or_else(|| {
            let all = [(GrantType::AuthorizationCode, wants_code), (GrantType::Implicit, wants_front)];
            all.into_iter().filter(|(_, wanted)| *wanted).map(|(grant, _)| grant).collect()
        });
        if demands.authorization_endpoint {
            if types.is_empty() {
                return Err(MetadataError::wrong("response_types", "there is none"));
            }
            // Clients name every grant that they know: one that no response type leads to is left out, which is the
            // consistency that RFC 7591 §2.1 asks for, and the answer says so (§3.2.1).
            grants.retain(|grant| match grant {
                GrantType::Implicit => wants_front,
                GrantType::AuthorizationCode | GrantType::RefreshToken => wants_code,
            });
        }
        if wants_code && !grants.contains(&GrantType::AuthorizationCode) {
            return Err(MetadataError::wrong("grant_types", "a response type with code needs authorization_code"));
        }
        if wants_front && !grants.contains(&GrantType::Implicit) {
            return Err(MetadataError::wrong("grant_types", "a response type with tokens needs implicit"));
        }
        Ok((types, grants))
    }
}
