//! Who a person is: numbers, names, matching, accounts, credentials, officers. Pure rules; does not know OAuth.

pub mod event;
pub mod language;
