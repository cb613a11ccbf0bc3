//! Endpoints for machines.

pub(super) mod authorize;
pub(super) mod check_session;
pub(super) mod discovery;
pub(super) mod end_session;
pub(super) mod health;
pub(super) mod ledger;
pub(super) mod openapi;
pub(super) mod organisation_square;
pub(super) mod passkey_endpoints;
pub(super) mod pushed;
pub(super) mod register;
pub(super) mod sandbox;
pub(super) mod scan;
pub(super) mod token;
pub(super) mod userinfo;
