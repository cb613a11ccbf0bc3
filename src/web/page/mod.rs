//! Pages for people: a struct that is its template's context, `show` for GET, `submit` for POST.

pub(super) mod account;
pub(super) mod activate;
pub(super) mod asking;
pub(super) mod authenticator;
pub(super) mod claim;
pub(super) mod consent;
pub(super) mod dependant;
pub(super) mod dependants;
pub(super) mod enrol;
pub(super) mod form_post;
pub(super) mod history;
pub(super) mod home;
pub(super) mod language;
pub(super) mod level;
pub(super) mod missing;
pub(super) mod receipts;
pub(super) mod requests;
pub(super) mod sandbox;
pub(super) mod second_factor;
pub(super) mod share;
pub(super) mod sign_in;
pub(super) mod sign_out;
pub(super) mod square;
pub(super) mod visit;
pub(super) mod wallet;
