//! What a person can show: presentations, what may be asked and disclosed, receipts, and the
//! ledger that holds every look at a person's data. Pure rules; knows no OAuth.

pub mod ask;
pub mod asker;
pub mod awaited;
pub mod contact;
pub mod disclosure;
pub mod field;
pub mod inclusion;
pub mod late;
pub mod leaf;
pub mod merkle;
pub mod offline;
pub mod organisation_square;
pub mod presentation;
pub mod purpose;
pub mod receipt;
pub mod selective;
pub mod sign_in_square;
pub mod tree_head;
