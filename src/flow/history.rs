//! Who did what with a person's data, and what an officer did, with names in place of ids.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::dependant::Proven;
use crate::flow::{share, who};
use crate::identity::event::Kind;
use crate::identity::officer::Officer;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, ClientId, EventId, OrganisationId};
use crate::store::audit::Entry;
use crate::wallet::asker::{Asker, AskerId};
use crate::wallet::field::Field;
use crate::wallet::merkle::Hash;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: Kind,
    /// Who did it.
    pub by: By,
    /// The officer or party that it was done for, or that was answered.
    pub other: Option<Asker>,
    /// Why, in a registered word.
    pub purpose: Option<String>,
    /// Which fields; words that are none of the wallet's are left to the claims they are.
    pub fields: Vec<Result<Field, String>>,
    /// Further facts in words of ours.
    pub detail: Map<String, Value>,
    /// Whether it is about the reader, and not about somebody whom the reader answers for.
    pub about_reader: bool,
    /// The event and its leaf in the ledger; none for a line that is made of a receipt.
    pub leaf: Option<(EventId, Hash)>,
}

/// Who did something, as the reader is told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum By {
    /// The reader.
    Reader,
    /// Another person; who is not told.
    Person,
    /// An officer or a party.
    Named(Asker),
    /// An operator of the house.
    Operator,
    /// The house by itself.
    House,
    /// Somebody who had not shown who they are.
    Nobody,
}

impl Line {
    /// A word of the detail.
    pub fn word(&self, name: &str) -> &str {
        self.detail.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether somebody else saw data of the person in it.
    pub fn was_seen(&self) -> bool {
        matches!(
            self.kind,
            Kind::PresentationScanned
                | Kind::FieldsAllowed
                | Kind::ClaimsReleased
                | Kind::RecordViewed
                | Kind::CaseOpened
                | Kind::DependantViewed
                | Kind::CaseChecked
                | Kind::CasesSearched
        )
    }
}

/// What happened to a holder's account and data, newest first.
pub async fn of_holder(session: &SessionFacts, provider: &Provider) -> Result<Vec<Line>, Fault> {
    let readers = readers(&session.account, provider).await?;
    let entries = entries(&readers, provider).await?;
    lines(entries, &readers.iter().collect::<Vec<_>>(), provider).await
}

/// The reader's account, and a second one of the same person that gave way to it: what happened to that one is this
/// person's to read.
pub(super) async fn readers(account: &AccountId, provider: &Provider) -> Result<Vec<AccountId>, Fault> {
    let mut readers = vec![account.clone()];
    readers.extend(provider.store.merged_into(account).await?);
    Ok(readers)
}

/// What happened to these accounts of one person, newest first.
pub(super) async fn entries(readers: &[AccountId], provider: &Provider) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    for account in readers {
        entries.extend(provider.store.history(account, LINES).await?);
    }
    if readers.len() > 1 {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    }
    Ok(entries)
}

/// What happened to the account of somebody whom the reader answers for, newest first; nothing unless the relation opens it.
pub async fn of_dependant(session: &SessionFacts, proven: &Proven, provider: &Provider) -> Result<Vec<Line>, Fault> {
    if !proven.opens() {
        return Ok(Vec::new());
    }
    let entries = provider.store.history(&proven.link.account, LINES).await?;
    lines(entries, &[&session.account], provider).await
}

/// What happened to an organisation's account, newest first, for one of its representatives.
pub async fn of_organisation(
    organisation: &OrganisationId,
    session: &SessionFacts,
    provider: &Provider,
) -> Result<Vec<Line>, Fault> {
    let entries = provider.store.history(&AccountId::from_text(organisation.as_str()), LINES).await?;
    lines(entries, &[&session.account], provider).await
}

/// What an officer did as an officer, and what was given for it, newest first.
pub async fn of_officer(officer: &Officer, provider: &Provider, now: Timestamp) -> Result<Vec<Line>, Fault> {
    let entries = provider.store.deeds(&officer.account, LINES).await?;
    let mut lines = lines(entries, &[&officer.account], provider).await?;
    let asker = AskerId::Officer(officer.account.clone());
    for kept in provider.store.receipts_of_asker(&asker, LINES).await? {
        let Some(receipt) = share::held(kept, provider, now).receipt else { continue };
        let detail = [("receipt", receipt.id.as_str()), ("place", receipt.place.as_str())];
        lines.push(Line {
            at: receipt.issued_at,
            kind: Kind::FieldsAllowed,
            by: By::Person,
            purpose: Some(receipt.purpose.as_str().to_owned()),
            fields: receipt.fields.iter().map(Ok).collect(),
            detail: detail.iter().map(|(name, word)| ((*name).to_owned(), Value::from(*word))).collect(),
            other: Some(receipt.asker),
            about_reader: false,
            leaf: None,
        });
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    Ok(lines)
}

async fn lines(entries: Vec<Entry>, readers: &[&AccountId], provider: &Provider) -> Result<Vec<Line>, Fault> {
    let is_reader = |id: &str| readers.iter().any(|reader| reader.as_str() == id);
    let mut names = HashMap::new();
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        let detail = detail(&entry)?;
        let by = match (entry.actor_kind.as_str(), entry.actor_id.as_deref()) {
            ("person", Some(id)) if is_reader(id) => By::Reader,
            ("person", _) => By::Person,
            ("officer", Some(id)) if is_reader(id) => By::Reader,
            ("officer" | "relying_party", Some(id)) => match AskerId::parse(&entry.actor_kind, id) {
                Some(who) => named(who, &mut names, provider).await?.map_or(By::Nobody, By::Named),
                None => By::Nobody,
            },
            ("operator", _) => By::Operator,
            ("system", _) => By::House,
            _ => By::Nobody,
        };
        let other = match other(&entry, &detail) {
            Some(who) => named(who, &mut names, provider).await?,
            None => None,
        };
        let fields = entry.fields.as_deref().unwrap_or_default().split(' ').filter(|word| !word.is_empty());
        lines.push(Line {
            at: entry.at,
            kind: entry.kind,
            by,
            other,
            about_reader: entry.account_id.as_ref().is_some_and(|account| readers.contains(&account)),
            leaf: Some((entry.id, entry.opening.leaf())),
            purpose: entry.purpose,
            fields: fields.map(|word| Field::parse(word).ok_or_else(|| word.to_owned())).collect(),
            detail,
        });
    }
    Ok(lines)
}

/// The other side of an event: the party it was done for, or who was answered.
fn other(entry: &Entry, detail: &Map<String, Value>) -> Option<AskerId> {
    if let Some(party) = &entry.relying_party_id {
        return Some(AskerId::RelyingParty(ClientId::from_text(party.as_str())));
    }
    let word = |name: &str| detail.get(name).and_then(Value::as_str);
    AskerId::parse(word("asker_kind")?, word("asker")?)
}

async fn named(
    who: AskerId,
    names: &mut HashMap<AskerId, Option<Asker>>,
    provider: &Provider,
) -> Result<Option<Asker>, Fault> {
    if let Some(known) = names.get(&who) {
        return Ok(known.clone());
    }
    let asker = who::found(&who, provider).await?;
    names.insert(who, asker.clone());
    Ok(asker)
}

fn detail(entry: &Entry) -> Result<Map<String, Value>, Fault> {
    let Some(text) = &entry.detail else { return Ok(Map::new()) };
    serde_json::from_str(text).map_err(|_| Fault::Corrupt {
        table: "audit_event",
        column: "detail",
        id: entry.id.as_str().to_owned(),
    })
}

const LINES: i64 = 200;
