//! Who saw whose data, with the proof: what opens each line's leaf, its path, and the signed head that it leads to.
//!
//! ```text
//! line, lines → whose history ⊙ who may read it, asked anew        → their entries → the paths under one head
//! ```
//!
//! A proof opens nothing that the page of that history does not show, and to nobody to whom it is not shown.

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::dependant::{self, Proven};
use crate::flow::{history, ledger, organisation};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, DependantId, EventId, OrganisationId};
use crate::store::audit::Entry;

/// Whose history is meant.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// The reader's own.
    Reader,
    /// Of somebody whom the reader answers for.
    Dependant(&'a DependantId),
    /// Of an organisation that the reader administers.
    Organisation(&'a OrganisationId),
}

/// One line as a file that anybody can check who is given it (`dinhdanh ledger entry`); none when it is not of that history.
/// `inclusion` is null until the ledger holds it, which takes seconds.
pub async fn line(
    whose: Whose<'_>,
    id: &EventId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Value>, Fault> {
    let Some(accounts) = accounts(whose, session, provider, now).await? else { return Ok(None) };
    let is_one = |id: &str| accounts.iter().any(|account| account.as_str() == id);
    let is_theirs = |entry: &Entry| {
        let did_it = entry.actor_kind == "person" && entry.actor_id.as_deref().is_some_and(is_one);
        entry.account_id.as_ref().is_some_and(|account| did_it || is_one(account.as_str()))
    };
    let Some(entry) = provider.store.event(id).await?.filter(is_theirs) else { return Ok(None) };
    let inclusion = ledger::proofs(&[(entry.opening.leaf(), entry.leaf)], provider).await?.pop().flatten();
    Ok(Some(json!({
        "entry": entry.opening.to_json(),
        "leaf": entry.opening.leaf().to_string(),
        "inclusion": inclusion.map(|inclusion| inclusion.to_json()),
    })))
}

/// The same of every line that the page of that history shows, the one head told once.
pub async fn lines(
    whose: Whose<'_>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Value>, Fault> {
    let Some(accounts) = accounts(whose, session, provider, now).await? else { return Ok(None) };
    let entries = history::entries(&accounts, provider).await?;
    let leaves: Vec<_> = entries.iter().map(|entry| (entry.opening.leaf(), entry.leaf)).collect();
    let proofs = ledger::proofs(&leaves, provider).await?;
    let head = proofs.iter().flatten().next().map(|proof| proof.head.clone());
    let lines = entries.iter().zip(&leaves).zip(proofs).map(|((entry, (leaf, _)), proof)| {
        let (number, path) = proof.map(|proof| (proof.number, proof.path)).unzip();
        json!({
            "leaf": leaf.to_string(),
            "entry": entry.opening.to_json(),
            "number": number,
            "path": path.map(|path| crate::wallet::inclusion::hashes(&path)),
        })
    });
    Ok(Some(json!({ "head": head, "lines": lines.collect::<Vec<_>>() })))
}

/// The accounts whose history it is; none when it is not the reader's to read.
async fn accounts(
    whose: Whose<'_>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Vec<AccountId>>, Fault> {
    Ok(match whose {
        Whose::Reader => Some(history::readers(&session.account, provider).await?),
        Whose::Dependant(id) => {
            let proven = dependant::prove(&session.account, id, provider, now).await?;
            proven.filter(Proven::opens).map(|proven| vec![proven.link.account])
        }
        Whose::Organisation(id) => {
            let administers = organisation::administers(id, session, provider, now).await?;
            administers.then(|| vec![AccountId::from_text(id.as_str())])
        }
    })
}
