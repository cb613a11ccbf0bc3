//! The words in which the stories are told: a [`House`] that runs, a [`Browser`] in front of it, the [`Person`] who uses
//! it, the [`RelyingParty`] that a person enters, the [`Inbox`] of whoever is told something.
//!
//! The harness knows what people, parties and operators know: addresses, pages, commands. It reaches nothing inside, so
//! that the suite would pass if `src/` were written anew.

mod alarm;
mod browser;
mod database;
mod form;
mod house;
mod inbox;
mod page;
mod person;
mod process;
mod relying_party;
mod site;
mod wire;

pub(crate) use browser::Browser;
pub(crate) use house::{House, Node};
pub(crate) use inbox::Inbox;
pub(crate) use page::Page;
pub(crate) use person::Person;
pub(crate) use relying_party::{Authorization, RelyingParty, Tokens};
pub(crate) use site::{Printed, Site};
pub(crate) use wire::{Answer, Wire};
