//! What an authorization request wants back, and by which way (OAuth 2.0 Multiple Response Types, Form Post).

use std::fmt;

/// What is wanted from the authorization endpoint.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ResponseType {
    /// A code.
    Code,
    /// A code and an ID token.
    CodeIdToken,
    /// A code, an ID token and an access token.
    CodeIdTokenToken,
    /// A code and an access token.
    CodeToken,
    /// An ID token.
    IdToken,
    /// An ID token and an access token.
    IdTokenToken,
}

impl ResponseType {
    /// Every response type of the house.
    pub const ALL: [Self; 6] =
        [Self::Code, Self::CodeIdToken, Self::CodeIdTokenToken, Self::CodeToken, Self::IdToken, Self::IdTokenToken];

    /// The registered text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::CodeIdToken => "code id_token",
            Self::CodeIdTokenToken => "code id_token token",
            Self::CodeToken => "code token",
            Self::IdToken => "id_token",
            Self::IdTokenToken => "id_token token",
        }
    }

    /// Reads the parameter: words between single spaces in any order (RFC 6749 §3.1.1).
    pub fn parse(text: &str) -> Option<Self> {
        let mut words: Vec<_> = text.split(' ').collect();
        words.sort_unstable();
        let sorted = words.join(" ");
        Self::ALL.into_iter().find(|known| known.as_str() == sorted)
    }

    /// Whether a code is wanted.
    pub const fn has_code(self) -> bool {
        matches!(self, Self::Code | Self::CodeIdToken | Self::CodeIdTokenToken | Self::CodeToken)
    }

    /// Whether an ID token is wanted in the front channel.
    pub const fn has_id_token(self) -> bool {
        matches!(self, Self::CodeIdToken | Self::CodeIdTokenToken | Self::IdToken | Self::IdTokenToken)
    }

    /// Whether an access token is wanted in the front channel.
    pub const fn has_token(self) -> bool {
        matches!(self, Self::CodeIdTokenToken | Self::CodeToken | Self::IdTokenToken)
    }

    /// The way that an answer takes when the request does not say.
    pub const fn default_mode(self) -> ResponseMode {
        match self {
            Self::Code => ResponseMode::Query,
            _ => ResponseMode::Fragment,
        }
    }
}

impl fmt::Display for ResponseType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The way that an answer takes.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ResponseMode {
    /// A form that sends itself.
    FormPost,
    /// Behind the `#`, which no server and no log sees.
    Fragment,
    /// Behind the `?`.
    Query,
}

impl ResponseMode {
    /// Every response mode of the house.
    pub const ALL: [Self; 3] = [Self::FormPost, Self::Fragment, Self::Query];

    /// The registered text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FormPost => "form_post",
            Self::Fragment => "fragment",
            Self::Query => "query",
        }
    }

    /// Reads the parameter.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_response_type_stand_in_any_order_once() {
        assert_eq!(ResponseType::parse("token id_token code"), Some(ResponseType::CodeIdTokenToken));
        assert_eq!(ResponseType::parse("id_token code"), Some(ResponseType::CodeIdToken));
        for wrong in
            ["", " ", "code code", "code  id_token", "token", "none", "Code", "code,id_token", "code id_token "]
        {
            assert_eq!(ResponseType::parse(wrong), None, "{wrong:?}");
        }
        for known in ResponseType::ALL {
            assert_eq!(ResponseType::parse(known.as_str()), Some(known));
        }
    }

    #[test]
    fn a_token_never_goes_by_the_query_on_its_own() {
        for known in ResponseType::ALL {
            let in_front = known.has_token() || known.has_id_token();
            assert_eq!(known.default_mode() == ResponseMode::Query, !in_front);
        }
    }
}
