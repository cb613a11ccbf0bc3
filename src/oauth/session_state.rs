//! What a party in a browser is told of the session there, and by what it learns that the session is another one (OpenID
//! Connect Session Management 1.0 §3.2).
//!
//! The browser keeps a text that changes with the session and says nothing of it. A party gets that text hashed with its
//! own name, its own origin and a salt: two parties cannot compare what they got, and neither can ask in the other's name.

use crate::oauth::redirect_uri::Application;
use crate::oauth::relying_party::RelyingParty;
use crate::secret::Digest;

/// The `session_state` for a party whose page is on that origin. `browser_state` is what the browser keeps. None for an
/// application on a device: it has no page that could frame ours.
pub fn session_state(party: &RelyingParty, origin: &str, browser_state: &str, salt: &str) -> Option<String> {
    if party.application == Application::Native || !origin.starts_with("http") {
        return None;
    }
    let told = format!("{} {origin} {browser_state} {salt}", party.client_id);
    Some(format!("{}.{salt}", Digest::sha256(told.as_bytes()).as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn party(id: &str, application: &str) -> RelyingParty {
        let redirect = if application == "native" { "vn.example.app:/cb" } else { "https://rp.example/cb" };
        let metadata = json!({
            "client_id": id, "client_name": "Cổng", "application_type": application, "redirect_uris": [redirect],
        });
        RelyingParty::parse(&metadata.to_string()).unwrap()
    }

    #[test]
    fn it_differs_by_party_origin_session_and_salt_and_has_no_space() {
        let (one, other) = (party("rp_1", "web"), party("rp_2", "web"));
        let first = session_state(&one, "https://rp.example", "state", "salt").unwrap();
        assert!(first.ends_with(".salt") && !first.contains(' ') && !first.contains("state"));
        for another in [
            session_state(&other, "https://rp.example", "state", "salt"),
            session_state(&one, "https://rp.example:8443", "state", "salt"),
            session_state(&one, "https://rp.example", "another", "salt"),
            session_state(&one, "https://rp.example", "state", "grain"),
        ] {
            assert_ne!(another.unwrap(), first);
        }
        assert_eq!(session_state(&one, "https://rp.example", "state", "salt"), Some(first));
    }

    #[test]
    fn an_application_on_a_device_gets_none() {
        assert_eq!(session_state(&party("rp_1", "native"), "vn.example.app:", "state", "salt"), None);
        assert_eq!(session_state(&party("rp_1", "native"), "http://127.0.0.1", "state", "salt"), None);
    }
}
