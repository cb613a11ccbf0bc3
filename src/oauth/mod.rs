//! What the protocol says: OpenID Connect and OAuth 2.0 as pure decisions. Knows assurance and subjects, no person.

pub mod params;
pub mod pkce;
pub mod session;
