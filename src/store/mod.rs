//! All SQL. A method is a *fact* (one SELECT that fills a read model) or a *commit* (one transaction, named for what it
//! achieves). Transactions never leave this folder.
//!
//! The portable subset, checked by `tests/house/sql.rs`: columns are TEXT or BIGINT; instants are whole Unix seconds;
//! flags are nullable instants; bytes are base64url text; ids are made in Rust; no booleans, no `SUM` without a cast, no
//! `FOR UPDATE`, no `LIKE` on people's text, no `SELECT *`; an enum column has a CHECK; `$1` placeholders, each bound.
//!
//! `engine` is also used by `registry`, which keeps the embedded register in the same database.

use std::sync::Arc;

use sqlx::{Any, Transaction};

use crate::fault::Fault;
use crate::seal::Vault;

pub mod access;
pub mod account;
pub mod activation;
mod applicant;
pub mod ask;
pub mod assertion;
pub mod audit;
pub mod browser_pass;
pub mod card_watch;
pub mod case_decision;
pub mod case_facts;
pub mod case_supplement;
pub mod code;
mod companion;
pub mod conduct;
pub mod consent;
pub mod contact;
pub mod correction;
pub mod credential;
pub mod dependant;
pub mod engine;
pub mod enrolment;
pub mod enrolment_wait;
pub mod factor_change;
pub mod family;
pub mod founding;
pub mod freeze;
pub mod grant;
pub mod group;
pub mod guess;
pub mod hand_over;
pub mod known_browser;
pub mod late_scan;
pub mod ledger;
pub mod logout;
pub mod mark;
pub mod measure;
pub mod measure_facts;
pub mod migrations;
pub mod near_match;
pub mod not_me;
pub mod officer;
pub mod officer_case;
pub mod organisation;
pub mod organisation_application;
pub mod organisation_decision;
pub mod organisation_measure;
pub mod organisation_square;
pub mod organisation_supplement;
pub mod original_document;
pub mod outbox;
mod page_origin;
pub mod paper_code;
pub mod passkey;
pub mod person_code;
pub mod presentation;
pub mod pushed_request;
pub mod receipt;
pub mod recovery;
pub mod recovery_proof;
pub mod redemption;
pub mod refresh;
pub mod register_cursor;
pub mod registration;
pub mod release;
pub mod relying_party;
pub mod representation;
pub mod request;
pub mod row;
pub mod second_factor;
pub mod session;
pub mod settlement;
pub mod short_code;
pub mod sign_in_square;
pub mod signing_key;
pub mod throttle;
pub mod unit;
pub mod verify;
mod verify_cases;
mod verify_factors;
mod verify_ledger;
mod verify_organisations;
mod verify_protocol;
mod verify_shown;
pub mod visit;
pub mod waiting;

/// The database and the vault by which columns are sealed.
#[derive(Clone, Debug)]
pub struct Store {
    database: engine::Database,
    vault: Arc<Vault>,
}

/// A transaction of ours.
pub type Tx = Transaction<'static, Any>;

impl Store {
    /// The store over an open database whose migrations have run.
    pub fn new(database: engine::Database, vault: Arc<Vault>) -> Self {
        Self { database, vault }
    }

    /// The vault, for digests that a flow computes.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The database, for the embedded register and for health.
    pub fn database(&self) -> &engine::Database {
        &self.database
    }

    pub(crate) async fn begin(&self) -> Result<Tx, Fault> {
        self.database.begin().await
    }

    pub(crate) fn pool(&self) -> &sqlx::AnyPool {
        self.database.pool()
    }
}
