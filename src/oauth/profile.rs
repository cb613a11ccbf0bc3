//! What each client profile demands (protocol.md B). Behaviour belongs to the registered party, never to the house as a
//! whole: the certification plans contradict one another per client.

use serde::{Deserialize, Serialize};

use crate::clock::Seconds;
use crate::limits;
use crate::oauth::relying_party::{AuthMethod, SignatureAlgorithm};

/// The class of protocol that a party speaks.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Profile {
    /// OpenID Connect, for what cannot do better yet.
    #[default]
    #[serde(rename = "oidc")]
    Oidc,
    /// FAPI 2.0.
    #[serde(rename = "fapi2")]
    Fapi2,
    /// FAPI-CIBA.
    #[serde(rename = "fapi-ciba")]
    FapiCiba,
}

/// Which `aud` an assertion of the client may name (V037).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AssertionAudience {
    /// The issuer, as one text.
    Issuer,
    /// The issuer or the token endpoint's address.
    IssuerOrToken,
    /// The issuer, the token endpoint's or the backchannel endpoint's address.
    IssuerTokenOrBackchannel,
}

/// What happens to a refresh token that is used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refresh {
    /// Replaced; the old one used again ends the family.
    Rotated,
    /// Kept: it is worth nothing without the sender's key (FAPI 2.0 §5.3.2.1).
    SenderConstrained,
}

/// How an access token is bound to who may use it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Binding {
    /// To nobody, unless the client shows a DPoP proof.
    BearerOrProof,
    /// To a certificate.
    Certificate,
    /// To a DPoP key or a certificate.
    ProofOrCertificate,
}

/// The demands of a profile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Demands {
    /// How a client may prove who it is.
    pub auth_methods: &'static [AuthMethod],
    /// The `aud` of its assertions.
    pub assertion_audience: AssertionAudience,
    /// The algorithms of its assertions and request objects.
    pub algorithms: &'static [SignatureAlgorithm],
    /// Whether a request object must say from whom, for whom and how long it is (FAPI 2.0 Message Signing §5.3.1).
    pub whole_request_objects: bool,
    /// Whether PKCE may be left out by a confidential client that an operator registered so.
    pub pkce_may_be_waived: bool,
    /// Whether requests must be pushed.
    pub pushed_only: bool,
    /// Whether a person is sent to us at all; else requests come over the back channel.
    pub authorization_endpoint: bool,
    /// Whether response types with tokens in the front channel may be registered.
    pub front_channel_tokens: bool,
    /// How access tokens are bound.
    pub binding: Binding,
    /// Life of a code.
    pub code_life: Seconds,
    /// What happens to refresh tokens.
    pub refresh: Refresh,
}

impl Profile {
    /// What the profile demands.
    pub const fn demands(self) -> &'static Demands {
        match self {
            Self::Oidc => &OIDC,
            Self::Fapi2 => &FAPI2,
            Self::FapiCiba => &FAPI_CIBA,
        }
    }
}

const OIDC: Demands = Demands {
    auth_methods: &[
        AuthMethod::ClientSecretBasic,
        AuthMethod::ClientSecretPost,
        AuthMethod::PrivateKeyJwt,
        AuthMethod::None,
    ],
    assertion_audience: AssertionAudience::IssuerOrToken,
    algorithms: &[
        SignatureAlgorithm::Rs256,
        SignatureAlgorithm::Ps256,
        SignatureAlgorithm::Es256,
        SignatureAlgorithm::EdDsa,
    ],
    whole_request_objects: false,
    pkce_may_be_waived: true,
    pushed_only: false,
    authorization_endpoint: true,
    front_channel_tokens: true,
    binding: Binding::BearerOrProof,
    code_life: limits::CODE,
    refresh: Refresh::Rotated,
};

const FAPI2: Demands = Demands {
    auth_methods: &[AuthMethod::PrivateKeyJwt, AuthMethod::TlsClientAuth, AuthMethod::SelfSignedTlsClientAuth],
    assertion_audience: AssertionAudience::Issuer,
    algorithms: &[SignatureAlgorithm::Ps256, SignatureAlgorithm::Es256, SignatureAlgorithm::EdDsa],
    whole_request_objects: true,
    pkce_may_be_waived: false,
    pushed_only: true,
    authorization_endpoint: true,
    front_channel_tokens: false,
    binding: Binding::ProofOrCertificate,
    code_life: limits::CODE,
    refresh: Refresh::SenderConstrained,
};

const FAPI_CIBA: Demands = Demands {
    auth_methods: &[AuthMethod::PrivateKeyJwt, AuthMethod::TlsClientAuth, AuthMethod::SelfSignedTlsClientAuth],
    assertion_audience: AssertionAudience::IssuerTokenOrBackchannel,
    algorithms: &[SignatureAlgorithm::Ps256, SignatureAlgorithm::Es256],
    whole_request_objects: true,
    pkce_may_be_waived: false,
    pushed_only: false,
    authorization_endpoint: false,
    front_channel_tokens: false,
    binding: Binding::Certificate,
    code_life: limits::CODE,
    refresh: Refresh::SenderConstrained,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fapi_profile_accepts_a_shared_secret_rs256_or_a_bearer_token() {
        for profile in [Profile::Fapi2, Profile::FapiCiba] {
            let demands = profile.demands();
            assert!(demands.auth_methods.iter().all(|method| !method.is_secret() && *method != AuthMethod::None));
            assert!(!demands.algorithms.contains(&SignatureAlgorithm::Rs256));
            assert!(demands.binding != Binding::BearerOrProof && !demands.front_channel_tokens);
        }
    }
}
