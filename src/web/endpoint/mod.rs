//! Endpoints for machines.

pub(super) mod health;
pub(super) mod sandbox;
