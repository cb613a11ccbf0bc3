//! What every change of what opens an account does in its own commit (PW20): it is written down, told on every channel,
//! and ends what others may have opened before.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::oauth::session::SessionFacts;
use crate::seal::Vault;
use crate::store::outbox::{self, Message};
use crate::store::presentation::holds;
use crate::store::{Tx, account, audit, credential};

/// A change that a person makes in a session.
#[derive(Clone, Copy, Debug)]
pub struct FactorChange<'a> {
    /// The session in which it is made; it goes on.
    pub session: &'a SessionFacts,
    /// Which factor, in a word of ours.
    pub factor: &'static str,
    /// What the person is told, one message a channel.
    pub notices: &'a [Message],
    /// Whether the person wants the other sessions to go on.
    pub keeps_others: bool,
}

impl FactorChange<'_> {
    /// Takes the account's turn and sees that the session still lives, before anything is changed; false when it has ended.
    pub(super) async fn begin(&self, tx: &mut Tx, now: Timestamp) -> Result<bool, Fault> {
        account::take_turn(tx, &self.session.account).await?;
        holds(tx, &self.session.id, now).await
    }

    /// Writes down what was done, tells it, and ends the other sessions and every family that is not of this one alone.
    pub(super) async fn finish(&self, tx: &mut Tx, vault: &Vault, kind: Kind, now: Timestamp) -> Result<(), Fault> {
        let account = &self.session.account;
        let event = Event::new(kind, Actor::Person(account.clone()), now).about(account).with("factor", self.factor);
        audit::append(tx, &event).await?;
        for notice in self.notices {
            outbox::post(tx, vault, notice, now).await?;
        }
        if self.keeps_others {
            return Ok(());
        }
        credential::end_all_but(tx, vault, account, &self.session.id, WHY, now).await
    }
}

const WHY: &str = "factor_changed";
