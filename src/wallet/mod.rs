//! What a person can show: presentations, what may be asked and disclosed, receipts. Pure rules; knows no OAuth.

pub mod ask;
pub mod asker;
pub mod disclosure;
pub mod field;
pub mod presentation;
pub mod purpose;
pub mod receipt;
