//! What the protocol says: OpenID Connect and OAuth 2.0 as pure decisions.
