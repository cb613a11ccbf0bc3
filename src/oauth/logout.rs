//! Sign-out that a party asks for (OpenID Connect RP-Initiated Logout 1.0): what may be done, and where the person goes.
//!
//! The browser's cookie decides whose session ends, never the hint: a hint is a token that many have seen. What a hint is
//! good for is to say which party asks, and to spare the person a question when it is of this very session.

use crate::clock::Timestamp;
use crate::oauth::relying_party::RelyingParty;
use crate::secret::ClientId;

/// What a party sent, its hint already verified as ours (an expired one is as good).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Asked {
    /// The party and session that the hint names.
    pub hint: Option<Hint>,
    /// The `client_id` parameter.
    pub client_id: Option<ClientId>,
    /// Where the person is to go afterwards.
    pub post_logout_redirect_uri: Option<String>,
    /// What is handed back there.
    pub state: Option<String>,
}

/// What an ID token of ours says that matters here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hint {
    /// The party that it was made for.
    pub party: ClientId,
    /// How that party knows the session.
    pub sid: Option<String>,
}

/// Why a sign-out is not even asked about. Nothing is ended and nobody is sent anywhere.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The hint was not signed by us, or is no ID token.
    ForeignHint,
    /// The hint was made for another party than the one named.
    OtherParty,
    /// There is no such party, or it is suspended.
    UnknownParty,
    /// The address is not registered for this party, or nobody says which party asks.
    UnregisteredAddress,
}

/// Where the person goes when signed out: an address that this party registered. Made by [`check`] alone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Way {
    uri: String,
    state: Option<String>,
}

impl Way {
    /// The address with the state, as a browser is sent there.
    pub fn location(&self) -> String {
        let Some(state) = &self.state else { return self.uri.clone() };
        let joint = if self.uri.contains('?') { '&' } else { '?' };
        let state: String = form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
        format!("{}{joint}{state}", self.uri)
    }

    /// The registered address.
    pub fn uri(&self) -> &str {
        &self.uri
    }
}

/// A party that used a session.
#[derive(Clone, Debug)]
pub struct Participant {
    /// The party.
    pub party: RelyingParty,
    /// How it knows the session.
    pub sid: String,
}

/// A party that used an ended session, and whether it knows.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The party.
    pub party: RelyingParty,
    /// How it knows the session.
    pub sid: String,
    /// Whether it is served now; a party that is not is framed nowhere.
    pub is_served: bool,
    /// Whether it knows.
    pub told: Told,
    /// When it confirmed that it knows.
    pub confirmed_at: Option<Timestamp>,
    /// When what it got from us in that session ends by itself, whether it knows or not.
    pub ends_at: Timestamp,
}

/// Whether a party knows that a session ended.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Told {
    /// It confirmed the notice.
    Yes,
    /// The browser that the session was in tells it, by a frame; nobody hears whether it listened.
    Here,
    /// The notice is on its way.
    Soon,
    /// It did not take the notice, however often it was tried.
    Failed,
    /// It has no address for notices; its own session ends by itself.
    NoAddress,
}

/// What a page of ours frames, so that a party ends its own session in this browser.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Frame {
    /// The address, with what the party knows the session by.
    pub uri: String,
    /// What the page's policy must name.
    pub origin: String,
}

/// The frame of a party that registered for one (OpenID Connect Front-Channel Logout §3). Issuer and sid always go along:
/// by them the party knows its own session from the one of whoever uses the browser next.
pub fn frame(party: &RelyingParty, sid: &str, issuer: &str) -> Option<Frame> {
    let registered = party.frontchannel_logout_uri.as_ref()?;
    let joint = if registered.as_str().contains('?') { '&' } else { '?' };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("iss", issuer).append_pair("sid", sid);
    Some(Frame { uri: format!("{}{joint}{}", registered.as_str(), query.finish()), origin: registered.origin() })
}

/// Which party asks, if anybody says so: the hint's, which the parameter must not contradict (§2).
pub fn party(asked: &Asked) -> Result<Option<&ClientId>, Refusal> {
    match (&asked.hint, &asked.client_id) {
        (Some(hint), Some(named)) if hint.party != *named => Err(Refusal::OtherParty),
        (Some(hint), _) => Ok(Some(&hint.party)),
        (None, named) => Ok(named.as_ref()),
    }
}

/// Where the person may be sent: byte for byte an address that the asking party registered; none when none was asked for
/// (§3). `registered` are the party's addresses, when a party is known.
pub fn check(asked: &Asked, registered: Option<&[String]>) -> Result<Option<Way>, Refusal> {
    let Some(uri) = &asked.post_logout_redirect_uri else { return Ok(None) };
    let known = registered.is_some_and(|registered| registered.contains(uri));
    if !known {
        return Err(Refusal::UnregisteredAddress);
    }
    Ok(Some(Way { uri: uri.clone(), state: asked.state.clone() }))
}

/// Whether the session may end without a question: the hint names the very session in this browser. An image, a frame or
/// a link on another site has no such hint (LO02). `sid` is how the party of the hint knows the browser's session.
pub fn goes_unasked(asked: &Asked, sid: Option<&str>) -> bool {
    let hinted = asked.hint.as_ref().and_then(|hint| hint.sid.as_deref());
    hinted.is_some() && hinted == sid
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        Asked {
            hint: Some(Hint { party: ClientId::from_text("rp_1"), sid: Some("sid_1".into()) }),
            client_id: None,
            post_logout_redirect_uri: Some("https://rp.example/bye".into()),
            state: Some("a b&c=đ".into()),
        }
    }

    fn registered() -> Vec<String> {
        vec!["https://rp.example/bye".into(), "https://rp.example/bye?x=1".into()]
    }

    #[test]
    fn lo01_only_an_address_registered_for_this_party_is_gone_to() {
        let way = check(&asked(), Some(&registered())).unwrap().unwrap();
        assert_eq!(way.location(), "https://rp.example/bye?state=a+b%26c%3D%C4%91");
        for wrong in [
            "https://rp.example/bye/",
            "https://rp.example/bye?foo=bar",
            "https://RP.example/bye",
            "https://evil.example/bye",
            "javascript:alert(1)",
            "",
        ] {
            let asked = Asked { post_logout_redirect_uri: Some(wrong.into()), ..asked() };
            assert_eq!(check(&asked, Some(&registered())), Err(Refusal::UnregisteredAddress), "{wrong}");
        }
        assert_eq!(check(&asked(), None), Err(Refusal::UnregisteredAddress));
        assert_eq!(check(&asked(), Some(&[])), Err(Refusal::UnregisteredAddress));
        let nowhere = Asked { post_logout_redirect_uri: None, ..asked() };
        assert_eq!(check(&nowhere, Some(&registered())), Ok(None));
    }

    #[test]
    fn the_state_is_joined_to_what_is_registered_and_left_out_when_none_was_sent() {
        let uri = Some("https://rp.example/bye?x=1".to_owned());
        let asked = Asked { post_logout_redirect_uri: uri, state: Some("s".into()), ..asked() };
        let way = check(&asked, Some(&registered())).unwrap().unwrap();
        assert_eq!(way.location(), "https://rp.example/bye?x=1&state=s");
        let way = check(&Asked { state: None, ..asked }, Some(&registered())).unwrap().unwrap();
        assert_eq!(way.location(), "https://rp.example/bye?x=1");
    }

    #[test]
    fn the_hint_says_who_asks_and_the_parameter_must_agree() {
        let rp = |name: &str| ClientId::from_text(name);
        assert_eq!(party(&asked()).unwrap(), Some(&rp("rp_1")));
        let agreeing = Asked { client_id: Some(rp("rp_1")), ..asked() };
        assert_eq!(party(&agreeing).unwrap(), Some(&rp("rp_1")));
        let other = Asked { client_id: Some(rp("rp_2")), ..asked() };
        assert_eq!(party(&other), Err(Refusal::OtherParty));
        let alone = Asked { hint: None, client_id: Some(rp("rp_2")), ..asked() };
        assert_eq!(party(&alone).unwrap(), Some(&rp("rp_2")));
        assert_eq!(party(&Asked::default()).unwrap(), None);
    }

    #[test]
    fn a_frame_says_which_session_of_whose_and_keeps_the_registered_query() {
        let party = |uri: Option<&str>| {
            let mut metadata = serde_json::json!({
                "client_id": "rp_1", "client_name": "Cổng", "redirect_uris": ["https://rp.example/cb"],
            });
            metadata["frontchannel_logout_uri"] = uri.map_or_else(|| "https://rp.example/".into(), Into::into);
            RelyingParty::parse(&metadata.to_string())
        };
        let framed = |uri| frame(&party(Some(uri)).unwrap(), "s/1", "https://op.example").unwrap();
        assert_eq!(
            framed("https://rp.example/out"),
            Frame {
                uri: "https://rp.example/out?iss=https%3A%2F%2Fop.example&sid=s%2F1".into(),
                origin: "https://rp.example".into()
            }
        );
        let kept = framed("https://rp.example/out?tenant=1");
        assert_eq!(kept.uri, "https://rp.example/out?tenant=1&iss=https%3A%2F%2Fop.example&sid=s%2F1");
        // Another scheme, host or port than that of its redirect URIs is somebody else's page.
        for wrong in ["http://localhost/out", "https://other.example/out", "https://rp.example:8443/out"] {
            assert!(party(Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn lo02_only_a_hint_of_this_very_session_spares_the_question() {
        assert!(goes_unasked(&asked(), Some("sid_1")));
        for (hint, sid) in [
            (asked().hint, Some("sid_2")),
            (asked().hint, None),
            (Some(Hint { party: ClientId::from_text("rp_1"), sid: None }), None),
            (None, Some("sid_1")),
            (None, None),
        ] {
            assert!(!goes_unasked(&Asked { hint, ..asked() }, sid));
        }
    }
}
