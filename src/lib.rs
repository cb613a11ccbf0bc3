//! Dinhdanh (định danh: identification): electronic identity for a nation.
//!
//! # The house
//!
//! Six rings; imports point inward only, and `tests/house/layers.rs` holds this table.
//!
//! ```text
//! entry    main
//! faces    web cli
//! flows    flow provider config
//! ports    store registry post jose
//! rules    identity oauth wallet
//! ground   clock entropy fault limits seal secret
//! ```
//!
//! | Ring | May use | Never |
//! |---|---|---|
//! | ground | std, ring, zeroize | anything of ours outside ground |
//! | rules | ground; `oauth` and `wallet` also `identity` | async, sqlx, axum, files, sockets, the clock itself |
//! | ports | rules, ground; the embedded register also the store's connections | one another otherwise, `flow`, `web` |
//! | flows | ports, rules, ground | axum, askama, sqlx, HTTP status codes |
//! | faces | flows, rule types to show, ground; `cli` also `store`, `registry` and `jose`; `cli::serve` starts `web` | `web` the store; `web` and `cli` one another otherwise |
//! | entry | `cli` | |
//!
//! Seven sentences that decide most questions:
//!
//! 1. A flow reads, decides, then writes once: the rule that decides is a pure function, the write is one store call
//!    that succeeds whole or not at all.
//! 2. Nothing leaves the house before the write that pays for it.
//! 3. No transaction is open while we wait for anything but the database.
//! 4. One function decides the next step of a sign-in ([`oauth::step::next`]).
//! 5. Errors are values until the face: [`fault::Fault`] is ours, a refusal is an answer.
//! 6. Time is a value handed in once per request; random bytes are arguments to the rules.
//! 7. Each foreign crate has one door: sqlx in `store` (and `registry`, for the embedded register), axum and askama in
//!    `web`, josekit in `jose`, totp-rs in `identity::second_factor`, webauthn-rs in
//!    `identity::passkey`, argon2 in `identity::credential`, qrcode in `web::qr`,
//!    reqwest in `provider::outbound` (the one guarded client), lettre in `post::mail`, clap in `cli`.
//!
//! `fault` stands in the ground, not in `flow`, because ports make faults and must not know flows.

pub mod clock;
pub mod entropy;
pub mod fault;
pub mod limits;
pub mod seal;
pub mod secret;

pub mod identity;
pub mod oauth;
pub mod wallet;

pub mod jose;
pub mod post;
pub mod registry;
pub mod store;

pub mod config;
pub mod flow;
pub mod provider;

pub mod cli;
pub mod web;
