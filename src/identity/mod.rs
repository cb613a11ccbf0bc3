//! Who a person is: numbers, names, matching, accounts, credentials, officers. Pure rules; does not know OAuth.

pub mod account;
pub mod activation;
pub mod assurance;
pub mod birth;
pub mod calendar;
pub mod card_text;
pub mod credential;
pub mod decree;
pub mod enrolment;
pub mod event;
pub mod gender;
pub mod language;
pub mod machine_zone;
pub mod matching;
pub mod name;
pub mod name_key;
pub mod number;
pub mod officer;
pub mod person;
pub mod phone;
pub mod place;
pub mod proofing;
pub mod second_factor;
pub mod short_code;
pub mod subject;
pub mod syllables;
