//! Pages for people: a struct that is its template's context, `show` for GET, `submit` for POST.

pub(super) mod activate;
pub(super) mod enrol;
pub(super) mod home;
pub(super) mod language;
pub(super) mod missing;
pub(super) mod sign_out;
