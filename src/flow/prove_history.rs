//! Who saw my data, with the proof: what opens each line's leaf, its path, and the signed head that it leads to.

use serde_json::{Value, json};

use crate::fault::Fault;
use crate::flow::{history, ledger};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::EventId;
use crate::store::audit::Entry;

/// One line as a file that anybody can check who is given it (`dinhdanh ledger entry`); none when it is not the reader's.
/// `inclusion` is null until the ledger holds it, which takes seconds.
pub async fn line(id: &EventId, session: &SessionFacts, provider: &Provider) -> Result<Option<Value>, Fault> {
    let readers = history::readers(&session.account, provider).await?;
    let is_theirs = |entry: &Entry| {
        let is_reader = |id: Option<&str>| readers.iter().any(|reader| id == Some(reader.as_str()));
        let did_it = entry.actor_kind == "person" && is_reader(entry.actor_id.as_deref());
        is_reader(entry.account_id.as_ref().map(crate::secret::AccountId::as_str))
            || (did_it && entry.account_id.is_some())
    };
    let Some(entry) = provider.store.event(id).await?.filter(is_theirs) else { return Ok(None) };
    let inclusion = ledger::proofs(&[(entry.opening.leaf(), entry.leaf)], provider).await?.pop().flatten();
    Ok(Some(json!({
        "entry": entry.opening.to_json(),
        "leaf": entry.opening.leaf().to_string(),
        "inclusion": inclusion.map(|inclusion| inclusion.to_json()),
    })))
}

/// The same of every line that the history page shows, the one head told once.
pub async fn lines(session: &SessionFacts, provider: &Provider) -> Result<Value, Fault> {
    let readers = history::readers(&session.account, provider).await?;
    let entries = history::entries(&readers, provider).await?;
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
    Ok(json!({ "head": head, "lines": lines.collect::<Vec<_>>() }))
}
