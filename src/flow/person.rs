//! Which person a typed number means: the number in force, one that was cancelled in favour of it, or the 9 digits of the
//! former card.

use crate::fault::Fault;
use crate::identity::account::{Account, AccountKind, State};
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::Record;
use crate::provider::Provider;
use crate::secret::Digest;
use crate::store::credential::CredentialFacts;

/// Somebody as named by a number, there or not.
#[derive(Clone, Debug)]
pub struct Known {
    /// The digests under which the person's account may stand, the number in force first. Never empty.
    digests: Vec<Digest>,
}

impl Known {
    /// One name for all of the person's numbers, under which attempts are counted.
    pub fn counted_as(&self) -> &str {
        self.digests.first().map_or("", Digest::as_str)
    }

    /// The digests under which the person's account may stand.
    pub fn digests(&self) -> &[Digest] {
        &self.digests
    }
}

/// Whom a number names. What is no number at all is a person of its own, so that it costs what a number does.
///
/// The register is asked for every number, known here or not, so that neither its answer nor its time tells who has an
/// account. When it is out of reach a 12-digit number still names itself: who has an account can sign in (PM09).
pub async fn known_by(text: &str, provider: &Provider) -> Result<Known, Fault> {
    let text = text.trim_matches(' ');
    let record = if let Some(number) = PersonalNumber::parse(text) {
        match provider.registry.look_up(&number).await {
            Err(fault) if fault.is_passing() => {
                tracing::warn!(%fault, "a number was taken as it is");
                None
            }
            answer => answer?,
        }
    } else if let Some(number) = LegacyNumber::parse(text) {
        provider.registry.look_up_legacy(&number).await?
    } else {
        None
    };
    let digests = match record {
        None => vec![provider.store.vault().index("person", text)],
        Some(record) => std::iter::once(&record.number)
            .chain(&record.cancelled_numbers)
            .map(|number| provider.store.person_digest(number))
            .collect(),
    };
    Ok(Known { digests })
}

/// The register's record of whom an account is: the population's of citizens, immigration's of foreigners.
pub async fn record_of(account: &Account, provider: &Provider) -> Result<Option<Record>, Fault> {
    match account.kind {
        AccountKind::Foreigner => foreigner(&account.number, provider).await,
        AccountKind::Citizen | AccountKind::Organisation => provider.registry.look_up(&account.number).await,
    }
}

/// What immigration knows of the foreigner with this number. An answer about somebody else is none (F39).
pub async fn foreigner(number: &PersonalNumber, provider: &Provider) -> Result<Option<Record>, Fault> {
    let known = provider.immigration.by_number(number).await?.filter(|known| known.number == *number);
    let Some(known) = known else { return Ok(None) };
    known.as_person().map(Some).ok_or_else(|| Fault::RegistryDown(String::from("immigration answered with no name")))
}

/// The person's account. One that was closed is the answer only where there is no other: a number that was cancelled may
/// have had an account of its own, which gave way to the present one.
pub async fn account(person: &Known, provider: &Provider) -> Result<Option<Account>, Fault> {
    let mut closed = None;
    for digest in person.digests() {
        match provider.store.account_of_person(digest).await? {
            Some(account) if account.state == State::Closed => closed = closed.or(Some(account)),
            Some(account) => return Ok(Some(account)),
            None => {}
        }
    }
    Ok(closed)
}

/// What is known of the person's password, of the account that [`account`] answers.
pub async fn credential_facts(person: &Known, provider: &Provider) -> Result<Option<CredentialFacts>, Fault> {
    let mut closed = None;
    for digest in person.digests() {
        match provider.store.credential_facts(digest).await? {
            Some(facts) if facts.state == State::Closed => closed = closed.or(Some(facts)),
            Some(facts) => return Ok(Some(facts)),
            None => {}
        }
    }
    Ok(closed)
}

/// The accounts under any of a person's numbers that are not over, the one under the number in force first; more than one
/// when two people turned out to be one.
pub async fn accounts(record: &Record, provider: &Provider) -> Result<Vec<Account>, Fault> {
    let mut accounts = Vec::new();
    for number in std::iter::once(&record.number).chain(&record.cancelled_numbers) {
        let found = provider.store.account_of_person(&provider.store.person_digest(number)).await?;
        accounts.extend(found.filter(|account| account.state != State::Closed));
    }
    Ok(accounts)
}
