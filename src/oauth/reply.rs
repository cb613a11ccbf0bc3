//! Where and how an answer to an authorization request may be sent.
//!
//! A [`ReplyTo`] is made by the check alone and only it can send, so that an answer to an address that was not checked
//! does not compile (RFC 6749 §4.1.2.1). Every answer carries `iss` (RFC 9207), and `state` when one was sent.

use crate::oauth::error::Error;
use crate::oauth::params::Params;
use crate::oauth::redirect_uri::Checked;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::response::{ResponseMode, ResponseType};

/// A checked address with the way to it.
#[derive(Clone, Debug)]
pub struct ReplyTo {
    uri: Checked,
    mode: ResponseMode,
    state: Option<String>,
    issuer: String,
}

/// Why no answer can be sent anywhere: the person sees a page instead.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unanswerable {
    /// No `redirect_uri`.
    RedirectUriMissing,
    /// One that this party did not register.
    RedirectUriNotRegistered,
}

/// An answer, ready to be handed to the browser.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Reply {
    /// Send the browser there.
    Redirect(String),
    /// Let the browser post these fields there.
    Form {
        /// The address.
        action: String,
        /// What a page's policy must allow.
        origin: String,
        /// The fields.
        fields: Vec<(&'static str, String)>,
    },
}

impl ReplyTo {
    /// Checks the address. The way there is what was asked for where that is allowed; a wrong wish is an error that can be
    /// sent, by the default way.
    pub fn check(params: &Params, party: &RelyingParty, issuer: &str) -> Result<Self, Unanswerable> {
        let sent = params.get("redirect_uri").ok_or(Unanswerable::RedirectUriMissing)?;
        let uri = Checked::find(sent, &party.redirect_uris, party.application)
            .ok_or(Unanswerable::RedirectUriNotRegistered)?;
        let response_type = params.get("response_type").and_then(ResponseType::parse);
        Ok(Self {
            uri,
            mode: mode(params.get("response_mode"), response_type),
            state: params.get("state").map(str::to_owned),
            issuer: issuer.to_owned(),
        })
    }

    /// Sends an answer.
    pub fn answer(&self, fields: Vec<(&'static str, String)>) -> Reply {
        let mut fields = fields;
        if let Some(state) = &self.state {
            fields.push(("state", state.clone()));
        }
        fields.push(("iss", self.issuer.clone()));
        let encoded = || -> String { form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish() };
        match self.mode {
            ResponseMode::Query => {
                let joint = if self.uri.as_str().contains('?') { '&' } else { '?' };
                Reply::Redirect(format!("{}{joint}{}", self.uri, encoded()))
            }
            ResponseMode::Fragment => Reply::Redirect(format!("{}#{}", self.uri, encoded())),
            ResponseMode::FormPost => {
                Reply::Form { action: self.uri.as_str().to_owned(), origin: self.uri.origin(), fields }
            }
        }
    }

    /// Sends an error.
    pub fn error(&self, error: &Error) -> Reply {
        self.answer(vec![
            ("error", error.code.as_str().to_owned()),
            ("error_description", error.description.as_str().to_owned()),
        ])
    }

    /// What the party sent along to know its own request by.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// The address, which a code is bound to (RFC 6749 §4.1.3).
    pub fn uri(&self) -> &str {
        self.uri.as_str()
    }

    /// What the policy of a page must allow so that its forms may lead there in the end.
    pub fn origin(&self) -> String {
        self.uri.origin()
    }
}

/// The way: a token never goes by the query, whatever was asked for.
fn mode(asked: Option<&str>, response_type: Option<ResponseType>) -> ResponseMode {
    let default = response_type.map_or(ResponseMode::Query, ResponseType::default_mode);
    match asked.and_then(ResponseMode::parse) {
        Some(ResponseMode::Query) | None => default,
        Some(mode) => mode,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::oauth::error::describe;

    fn party() -> RelyingParty {
        let metadata = json!({
            "client_id": "rp_1", "client_name": "Cổng",
            "redirect_uris": ["https://rp.example/cb", "https://rp.example/cb?tenant=1"],
        });
        RelyingParty::parse(&metadata.to_string()).unwrap()
    }

    fn params(query: &str) -> Params {
        Params::parse(query.as_bytes()).unwrap()
    }

    fn checked(query: &str) -> Result<ReplyTo, Unanswerable> {
        ReplyTo::check(&params(query), &party(), "https://op.example")
    }

    const CB: &str = "redirect_uri=https%3A%2F%2Frp.example%2Fcb";

    #[test]
    fn v008_v009_v010_nothing_is_sent_to_an_address_that_was_not_registered() {
        for mode in ["query", "fragment", "form_post", "jwt", "query.jwt", "form_post.jwt", "web_message", "x"] {
            let query = format!("redirect_uri=https%3A%2F%2Fevil.example&response_mode={mode}&response_type=bogus");
            assert_eq!(checked(&query).unwrap_err(), Unanswerable::RedirectUriNotRegistered);
        }
        assert_eq!(checked("response_type=code").unwrap_err(), Unanswerable::RedirectUriMissing);
        assert_eq!(checked("redirect_uri=").unwrap_err(), Unanswerable::RedirectUriMissing);
    }

    #[test]
    fn az09_every_answer_has_iss_and_the_state_that_was_sent() {
        let reply = checked(&format!("{CB}&response_type=code&state=a%26b%0D%0Ac")).unwrap();
        assert_eq!(
            reply.error(&Error::access_denied(describe!("no"))),
            Reply::Redirect(
                "https://rp.example/cb?error=access_denied&error_description=no&state=a%26b%0D%0Ac\
                 &iss=https%3A%2F%2Fop.example"
                    .into()
            )
        );
        let plain = checked(&format!("{CB}&response_type=code")).unwrap().answer(vec![("code", "x".into())]);
        assert_eq!(plain, Reply::Redirect("https://rp.example/cb?code=x&iss=https%3A%2F%2Fop.example".into()));
    }

    #[test]
    fn the_answer_takes_the_way_that_was_asked_for_and_tokens_never_the_query() {
        let way = |query: &str| match checked(&format!("{CB}&{query}")).unwrap().answer(Vec::new()) {
            Reply::Redirect(url) => url.chars().nth("https://rp.example/cb".len()).unwrap(),
            Reply::Form { .. } => 'P',
        };
        for (query, expected) in [
            ("response_type=code", '?'),
            ("response_type=code&response_mode=fragment", '#'),
            ("response_type=code&response_mode=form_post", 'P'),
            ("response_type=code&response_mode=unknown", '?'),
            ("response_type=id_token", '#'),
            ("response_type=code+id_token&response_mode=query", '#'),
            ("response_type=bogus", '?'),
            ("response_mode=form_post", 'P'),
        ] {
            assert_eq!(way(query), expected, "{query}");
        }
    }

    #[test]
    fn a_registered_query_is_kept() {
        let reply = checked("redirect_uri=https%3A%2F%2Frp.example%2Fcb%3Ftenant%3D1&response_type=code").unwrap();
        let Reply::Redirect(url) = reply.answer(Vec::new()) else { panic!() };
        assert_eq!(url, "https://rp.example/cb?tenant=1&iss=https%3A%2F%2Fop.example");
    }

    proptest! {
        /// I10: whatever is sent leads to the registered address and carries nothing that ends a header.
        #[test]
        fn whatever_is_sent_stays_with_the_registered_address(state in "[^\0]{0,40}", mode in "query|fragment|form_post|x") {
            let query: String = form_urlencoded::Serializer::new(String::new())
                .append_pair("redirect_uri", "https://rp.example/cb")
                .append_pair("state", &state)
                .append_pair("response_mode", &mode)
                .finish();
            match checked(&query).unwrap().answer(Vec::new()) {
                Reply::Redirect(url) => {
                    prop_assert!(url.starts_with("https://rp.example/cb?") || url.starts_with("https://rp.example/cb#"));
                    prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic()));
                }
                Reply::Form { action, .. } => prop_assert_eq!(action, "https://rp.example/cb"),
            }
        }
    }
}
