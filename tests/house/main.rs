//! The house from outside: HTTP and the command line, told as stories. One binary, so that it links once.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

#[expect(dead_code, unused_imports, reason = "words for slices that have not landed yet")]
mod harness;

mod acting;
mod activation;
mod applicants;
mod asked;
mod astray;
mod authorize;
mod beat;
mod bounds;
mod call;
mod card;
mod casework;
mod citizens;
mod client_auth;
mod company;
mod conduct;
mod consent;
mod contact;
mod cors;
mod counter;
mod delivery;
mod dependant;
mod desk;
mod discovery;
mod encounter;
mod encryption;
mod enrolment;
mod entrance;
mod entry;
mod envelope;
mod feed;
mod foreign;
mod frames;
mod freeze;
mod front_channel;
mod frozen_for;
mod fuzz;
mod grant;
mod grown;
mod guesses;
mod history;
mod hostile;
mod immigrant;
mod in_name_of;
mod insider;
mod intake;
mod keys;
mod kin;
mod kin_wait;
mod layers;
mod ledger;
mod licence;
mod logout;
mod lowered;
mod matching;
mod measure;
mod merge;
mod near_match;
mod officer;
mod openapi;
mod organisation;
mod organisation_desk;
mod organisation_square;
mod outage;
mod paper_code;
mod passkey;
mod password;
mod permission;
mod pocket;
mod population;
mod presentation;
mod proofed_again;
mod proofing;
mod proven_history;
mod pushed;
mod qr_check;
mod queued_scan;
mod reach;
mod receipt;
mod recovery;
mod recovery_card;
mod recovery_foreign;
mod recovery_proof;
mod refresh;
mod registers;
mod registration;
mod representative;
mod request_object;
mod resource;
mod revocation;
mod second_factor;
mod selective;
mod session_state;
mod sessions;
mod settlement;
mod shown_for;
mod sign_in;
mod sign_in_square;
mod source;
mod sql;
mod stage;
mod standards;
mod stay;
mod story;
mod stream;
mod texts;
mod token;
mod unlock;
mod userinfo;
mod visit;
mod withheld;
mod withheld_desk;
