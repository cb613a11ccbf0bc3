//! What happens, story by story: read facts, decide by a rule, write once, answer.
//!
//! Every flow promises: nothing is answered before the write that pays for it; no transaction is open while anything but
//! the database is waited for; a refusal is a value of the story's own type; only what is ours to mend is a
//! [`Fault`](crate::fault::Fault).

pub mod activate;
pub mod credential;
pub mod duty;
pub mod enrol;
pub mod letter;
pub mod master;
pub mod permit;
pub mod person;
pub mod prove;
pub mod receive;
pub mod rotate_keys;
pub mod session;
pub mod short_code;
pub mod sweep;
