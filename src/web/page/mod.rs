//! Pages for people: a struct that is its template's context, `show` for GET, `submit` for POST.

pub(super) mod activate;
pub(super) mod enrol;
pub(super) mod history;
pub(super) mod home;
pub(super) mod language;
pub(super) mod missing;
pub(super) mod receipts;
pub(super) mod requests;
pub(super) mod share;
pub(super) mod sign_out;
pub(super) mod square;
pub(super) mod wallet;
