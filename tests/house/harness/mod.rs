//! The words in which the stories are told: a [`House`] that runs, a [`Browser`] in front of it, the [`Person`] who uses
//! it, the [`RelyingParty`] that a person enters, the [`Inbox`] of whoever is told something.
//!
//! The harness knows what people, parties and operators know: addresses, pages, commands. It reaches nothing inside, so
//! that the suite would pass if `src/` were written anew.

mod alarm;
mod apache;
mod browser;
mod database;
mod device;
mod exchange;
mod foreign;
mod form;
mod house;
mod inbox;
mod listening;
mod page;
mod person;
mod process;
mod proxy;
mod relying_party;
mod site;
mod wire;

/// Says on the terminal, past the capture of passing tests, what this run did not look at.
pub(crate) fn left_out(what: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "left out: {what}; HOUSE_DB=postgres (tests/run) looks at it");
}

pub(crate) use apache::Apache;
pub(crate) use browser::Browser;
pub(crate) use database::{Engine, PgDatabase};
pub(crate) use device::{Device, Said};
pub(crate) use exchange::{Exchange, Mood};
pub(crate) use foreign::{Library, zbar};
pub(crate) use house::{House, Message, Node};
pub(crate) use inbox::{Inbox, Letter};
pub(crate) use listening::Listening;
pub(crate) use page::Page;
pub(crate) use person::Person;
pub(crate) use proxy::Proxy;
pub(crate) use relying_party::{Authorization, RelyingParty, Tokens, bank, portal};
pub(crate) use site::{Printed, Site};
pub(crate) use wire::{Answer, Wire};
