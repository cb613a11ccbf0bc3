//! Every text that a person reads, both languages side by side; a file a face. Terms are the law's (`glossary.tsv`).

mod account;
mod authorize;
mod claim;
mod consent;
mod contact;
mod dependant;
mod enrolment;
mod grants;
mod history;
mod measure;
mod mend;
mod office;
mod organisation;
mod organisation_square;
mod password;
mod pocket;
mod recover;
mod sandbox;
mod scan;
mod shell;
mod sign_in;
mod sign_in_square;
mod sign_out;
mod visit;
mod wallet;
