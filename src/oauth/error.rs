//! Protocol errors: the code that a program reads, a description that is checked when we compile, and a cause for our log.
//!
//! Knows no HTTP: whether an error becomes JSON, a redirect or a page is the face's to say.

use std::fmt;

/// A text that may stand in `error_description`: the grammar of RFC 6749 §4.1.2.1, printable ASCII without quote and
/// backslash. Made by `describe!` alone, which checks it when we compile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Description(&'static str);

impl Description {
    /// Checks the text; fails to compile when it is called by `describe!` on another text.
    #[doc(hidden)]
    pub const fn checked(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        assert!(!bytes.is_empty(), "a description says something");
        let mut rest = bytes;
        while let [byte, others @ ..] = rest {
            assert!(*byte >= 0x20 && *byte <= 0x7e && *byte != b'"' && *byte != b'\\', "RFC 6749 allows less");
            rest = others;
        }
        Self(text)
    }

    /// The text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// Makes a [`Description`] of a literal, or does not compile.
macro_rules! describe {
    ($text:literal) => {
        const { $crate::oauth::error::Description::checked($text) }
    };
}
pub(crate) use describe;

/// Declares the codes, each with a constructor of its own name.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $constructor:ident,)+) => {
        /// A registered error code.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code as it is sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($constructor),)+ }
            }
        }

        impl Error {$(
            $(#[$doc])*
            pub const fn $constructor(description: Description) -> Self {
                Self { code: Code::$name, description, because: None }
            }
        )+}
    };
}

/// A refusal in the words of the protocol.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Error {
    /// What a program reads.
    pub code: Code,
    /// What a developer reads.
    pub description: Description,
    /// What our log says; never sent.
    pub because: Option<String>,
}

impl Error {
    /// With a cause for the log: ids and words of ours, no secret and nothing about a person.
    #[must_use]
    pub fn because(mut self, cause: impl Into<String>) -> Self {
        self.because = Some(cause.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.description.as_str())?;
        match &self.because {
            Some(because) => write!(f, " ({because})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

codes! {
    // RFC 6749 §4.1.2.1 and §5.2
    /// A parameter is missing, doubled or malformed.
    InvalidRequest = invalid_request,
    /// This party may not do this.
    UnauthorizedClient = unauthorized_client,
    /// The person, or the house for the person, said no.
    AccessDenied = access_denied,
    /// No such response type for this party.
    UnsupportedResponseType = unsupported_response_type,
    /// A scope that is unknown, malformed or not this party's.
    InvalidScope = invalid_scope,
    /// A defect of ours.
    ServerError = server_error,
    /// Overloaded, or a dependency is down.
    TemporarilyUnavailable = temporarily_unavailable,
    /// The party did not prove who it is.
    InvalidClient = invalid_client,
    /// The code or refresh token buys nothing.
    InvalidGrant = invalid_grant,
    /// No such grant type.
    UnsupportedGrantType = unsupported_grant_type,
    // OpenID Connect Core §3.1.2.6
    /// A page would be needed, and none was allowed.
    InteractionRequired = interaction_required,
    /// A sign-in would be needed, and no page was allowed.
    LoginRequired = login_required,
    /// A choice between accounts would be needed, and no page was allowed.
    AccountSelectionRequired = account_selection_required,
    /// A consent would be needed, and no page was allowed.
    ConsentRequired = consent_required,
    /// The request URI answers nothing valid.
    InvalidRequestUri = invalid_request_uri,
    /// The request object is not valid.
    InvalidRequestObject = invalid_request_object,
    /// Request objects are not supported here.
    RequestNotSupported = request_not_supported,
    /// Request URIs are not supported here.
    RequestUriNotSupported = request_uri_not_supported,
    /// Registration in the request is not supported.
    RegistrationNotSupported = registration_not_supported,
    // OpenID Connect Core Error Code unmet_authentication_requirements
    /// The authentication that was asked for as essential cannot be done.
    UnmetAuthenticationRequirements = unmet_authentication_requirements,
    // RFC 8707
    /// The resource is not one that this party may use.
    InvalidTarget = invalid_target,
    // RFC 9449
    /// The DPoP proof is not valid.
    InvalidDpopProof = invalid_dpop_proof,
    /// A DPoP proof with our nonce is needed.
    UseDpopNonce = use_dpop_nonce,
    // RFC 6750 §3.1
    /// The access token is dead or not one.
    InvalidToken = invalid_token,
    /// The access token does not reach this far.
    InsufficientScope = insufficient_scope,
    // RFC 9470
    /// The authentication behind the access token is too weak or too old.
    InsufficientUserAuthentication = insufficient_user_authentication,
    // RFC 7591 §3.2.2
    /// A redirect URI that may not be registered.
    InvalidRedirectUri = invalid_redirect_uri,
    /// Metadata that may not be registered.
    InvalidClientMetadata = invalid_client_metadata,
    /// A software statement that is none.
    InvalidSoftwareStatement = invalid_software_statement,
    /// A software statement by somebody whose word is not taken.
    UnapprovedSoftwareStatement = unapproved_software_statement,
    // RFC 7009 §2.2.1
    /// Tokens of this type cannot be revoked.
    UnsupportedTokenType = unsupported_token_type,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_reads_like_the_specification() {
        let error = Error::invalid_grant(describe!("the code is not valid")).because("redeemed 14 s ago");
        assert_eq!(error.to_string(), "invalid_grant: the code is not valid (redeemed 14 s ago)");
        assert_eq!(Code::UseDpopNonce.as_str(), "use_dpop_nonce");
        assert!(
            Code::ALL.iter().all(|code| code.as_str().bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase()))
        );
    }

    #[test]
    fn a_description_outside_the_grammar_is_none() {
        for text in ["", "m\u{e3}", "a\"b", "a\\b", "a\nb"] {
            assert!(std::panic::catch_unwind(|| Description::checked(text)).is_err(), "{text:?}");
        }
    }
}
