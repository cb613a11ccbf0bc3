//! Messages to people, behind a port: an SMS gateway, a mail server.
//!
//! The trait exists because an outsider stands behind it. Whether and when to try again is the outbox's business: a port
//! is asked once and says what became of it.

use std::fmt::Debug;
use std::pin::Pin;

pub mod mail;
pub mod sms;

/// A message on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>>;

/// Something that takes messages to people.
pub trait Post: Debug + Send + Sync {
    /// Hands a message over. A message may be handed over twice; its id lets the other side notice.
    fn send<'a>(&'a self, parcel: Parcel<'a>) -> Sending<'a>;
}

/// A message as it is handed over.
#[derive(Clone, Copy)]
pub struct Parcel<'a> {
    /// Its id, the same at each attempt.
    pub id: &'a str,
    /// A phone in E.164, or an address.
    pub to: &'a str,
    /// The text; of a letter the first line is the subject.
    pub body: &'a str,
}

impl Debug for Parcel<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parcel").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why a message was not taken. Nothing of what the other side said is repeated: it may quote the message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NotSent {
    /// The other side said no.
    Refused,
    /// The other side did not answer.
    Unreachable,
    /// It cannot be written as a message at all.
    Unwritable,
}

impl NotSent {
    /// The word for the outbox.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Unwritable => "unwritable",
        }
    }
}
