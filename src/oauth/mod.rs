//! What the protocol says: OpenID Connect and OAuth 2.0 as pure decisions. Knows assurance and subjects, no person.

pub mod authorization;
pub mod claims;
pub mod client_auth;
pub mod code;
pub mod consent;
pub mod discovery;
pub mod error;
pub mod family;
pub mod logout;
pub mod params;
pub mod pkce;
pub mod profile;
pub mod redirect_uri;
pub mod refresh;
pub mod registration;
pub mod relying_party;
pub mod reply;
pub mod request_object;
pub mod resource;
pub mod response;
pub mod scope;
pub mod session;
pub mod session_state;
pub mod step;
pub mod token;
