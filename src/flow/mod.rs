//! What happens, story by story: read facts, decide by a rule, write once, answer.
//!
//! Every flow promises: nothing is answered before the write that pays for it; no transaction is open while anything but
//! the database is waited for; a refusal is a value of the story's own type; only what is ours to mend is a
//! [`Fault`].

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::oauth::error::Error;

pub mod act;
pub mod activate;
mod answer;
pub mod apply;
pub mod apply_for_organisation;
pub mod appoint;
pub mod authenticator;
pub mod authorize;
pub mod call;
pub mod case_letter;
pub mod case_view;
pub mod change_password;
pub mod check_case;
pub mod check_ledger;
pub mod check_session;
pub mod check_square;
pub mod claims;
pub mod client_auth;
pub mod company;
pub mod consent;
pub mod contact;
pub mod contact_report;
pub mod correct;
pub mod credential;
pub mod decide;
pub mod decide_organisation;
pub mod declare;
pub mod deliver;
pub mod dependant;
pub mod discovery;
pub mod documents;
pub mod duty;
pub mod enrol;
pub mod follow;
pub mod follow_organisations;
pub mod foreigner;
pub mod freeze;
mod gather;
pub mod hand_over;
pub mod history;
pub mod introspect;
pub mod late_scan;
pub mod ledger;
pub mod let_try;
pub mod letter;
pub mod licence;
pub mod lock;
pub mod lock_present;
pub mod master;
pub mod measure;
pub mod measure_organisation;
pub mod mend;
pub mod mint;
pub mod near_match;
pub mod not_me;
pub mod notify;
pub mod organisation;
pub mod organisation_letter;
pub mod organisation_square;
pub mod originals;
pub mod paper_code;
pub mod party_keys;
pub mod passkey;
pub mod permit;
pub mod person;
pub mod present;
pub mod print_case;
pub mod prove;
pub mod prove_history;
pub mod pushed;
pub mod receive;
pub mod recover;
pub mod refresh;
pub mod register;
mod release;
pub mod represent;
pub mod request_file;
mod request_object;
pub mod revoke;
pub mod rotate_keys;
pub mod sandbox;
pub mod scan;
pub mod scan_for_party;
pub mod script_origin;
pub mod search_cases;
pub mod second_factor;
pub mod self_service;
pub mod session;
pub mod sessions;
pub mod settle;
pub mod share;
mod shelf;
pub mod short_code;
pub mod show_proof;
pub mod sign_in;
pub mod sign_in_answer;
pub mod sign_in_square;
pub mod sign_out;
pub mod supplement;
pub mod supplement_organisation;
pub mod sweep;
pub mod token;
pub mod unlock;
pub mod userinfo;
pub mod visit;
pub mod visitors;
pub mod wait;
pub mod waiting;
pub mod wallet;
pub mod wallet_scan;
pub mod watch_cards;
pub mod watch_officers;
pub mod watch_returned;
pub mod watch_stays;
pub mod who;

/// What a flow for machines gives up with.
#[derive(Debug)]
pub enum Refused {
    /// An error in the words of the protocol.
    Error(Error),
    /// Too many failures; nothing was looked at. Try again at that instant.
    TooMany(Timestamp),
    /// Ours to mend.
    Fault(Fault),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
