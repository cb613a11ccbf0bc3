//! What a party is told about a person: the register's record, in the register's spelling, and no more than was agreed.
//!
//! ```text
//! asked for -> registered for this party -> agreed to now -> the account's level -> the record -> journal -> answer
//! ```
//!
//! Read at each call: a consent withdrawn a second ago is gone, a name corrected a second ago is the new one (UI01).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::act::{self, Choice};
use crate::flow::claims::values::About;
use crate::flow::{Refused, licence, lock, mint, person};
use crate::identity::account::{Account, Ground};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::organisation::OrganisationRecord;
use crate::identity::person::{Record, VitalStatus};
use crate::oauth::claims::{Asked, Claim};
use crate::oauth::error::{Error, describe};
use crate::oauth::family::Family;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::scope::{Scope, Scopes};
use crate::provider::Provider;
use crate::secret::AccountId;

pub mod organisation_values;
pub mod values;

/// Claims by name, and how each was asked for.
pub type Wanted = BTreeMap<Claim, Asked>;

/// What goes into an ID token beyond the sign-in itself: what the request named for it, and what the account is, for
/// scope `vn_account`. Everything else is for userinfo (OpenID Connect Core §5.4).
pub async fn for_id_token(
    party: &RelyingParty,
    family: &Family,
    scope: &Scopes,
    provider: &Provider,
    now: Timestamp,
) -> Result<Map<String, Value>, Refused> {
    let mut wanted = family.claims.id_token.clone();
    if scope.has(Scope::VnAccount) {
        wanted.entry(Claim::AccountLevel).or_default();
    }
    if scope.has(Scope::VnAccount) || scope.has(Scope::VnOrganisation) {
        wanted.entry(Claim::AccountType).or_default();
    }
    release(wanted, "id_token", party, family, provider, now).await
}

/// What userinfo says: what was granted for it, less what stood under a scope that the access token no longer has (RT03).
pub async fn for_userinfo(
    party: &RelyingParty,
    family: &Family,
    scope: &Scopes,
    provider: &Provider,
    now: Timestamp,
) -> Result<Map<String, Value>, Refused> {
    let stands_under = |claim: &Claim, scopes: &Scopes| claim.scopes().iter().any(|scope| scopes.has(*scope));
    let mut wanted = family.claims.userinfo.clone();
    wanted.retain(|claim, _| !stands_under(claim, &family.scope) || stands_under(claim, scope));
    release(wanted, "userinfo", party, family, provider, now).await
}

/// What the holder is shown before agreeing: the present value of each claim that has one. Empty while the register is out
/// of reach, since nobody must wait for it to say yes or no.
pub async fn for_holder(
    account: &AccountId,
    (claims, party): (&[Claim], &RelyingParty),
    provider: &Provider,
    now: Timestamp,
) -> Result<BTreeMap<Claim, Value>, Fault> {
    let Some(account) = provider.store.account(account).await? else { return Ok(BTreeMap::new()) };
    let record = match record(&account, provider).await {
        Ok(record) => record,
        Err(fault) if fault.is_passing() => {
            tracing::warn!(%fault, "a person is asked without being shown the values");
            return Ok(BTreeMap::new());
        }
        Err(fault) => return Err(fault),
    };
    let about = About {
        account: &account,
        record: record.as_ref(),
        province: party.province.as_deref(),
        may_drive: may_drive(claims.contains(&Claim::LicenceClass), &account, record.as_ref(), party, provider, now)
            .await?,
        today: now.day_in_vietnam(),
    };
    Ok(claims.iter().filter_map(|claim| Some((*claim, values::value(*claim, about)?))).collect())
}

/// The same of the organisation that the holder acts for.
pub fn of_choice(choice: &Choice, record: Option<&OrganisationRecord>, claims: &[Claim]) -> BTreeMap<Claim, Value> {
    let value =
        |claim: &Claim| Some((*claim, organisation_values::value(*claim, &choice.account, &choice.own, record)?));
    claims.iter().filter_map(value).collect()
}

/// Whether the register says that the person has died. If so the account is locked, which ends all that hangs from it. A
/// register out of reach ends nobody's sign-in (F39).
pub async fn has_died(account: &AccountId, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    let Some(account) = provider.store.account(account).await? else { return Ok(false) };
    match record(&account, provider).await {
        Ok(Some(record)) if record.status == VitalStatus::Deceased => {
            lock::lock(&account, Ground::Death, &Actor::System, Some("register"), provider, now).await?;
            Ok(true)
        }
        Ok(_) => Ok(false),
        Err(fault) if fault.is_passing() => {
            tracing::warn!(%fault, "whether somebody lives could not be asked");
            Ok(false)
        }
        Err(fault) => Err(fault),
    }
}

/// What is released about whom the family's tokens are about. Of somebody who acts for an organisation: the organisation's
/// claims, and the person's own under `act`, so that nobody takes the one for the other (RFC 8693 §4.1).
async fn release(
    mut wanted: Wanted,
    place: &'static str,
    party: &RelyingParty,
    family: &Family,
    provider: &Provider,
    now: Timestamp,
) -> Result<Map<String, Value>, Refused> {
    let Some((standing, own)) = act::looked_at(family, provider, now).await? else {
        wanted.retain(|claim, _| !claim.is_of_organisation());
        return released(wanted, place, party, family, provider, now).await;
    };
    let is_its = |claim: &Claim| claim.is_of_organisation() || *claim == Claim::AccountType;
    let mut of_it = wanted.clone();
    of_it.retain(|claim, _| is_its(claim) && party.claims.contains(claim));
    wanted.retain(|claim, _| !is_its(claim) && *claim != Claim::AccountLevel);
    let agreed = provider.store.agreed_claims(&family.account, &party.client_id, now).await?;
    of_it.retain(|claim, _| agreed.contains(claim));
    let mut about = Map::new();
    for (claim, asked) in &of_it {
        let value = organisation_values::value(*claim, &standing.account, &own, standing.record.as_ref());
        about.extend(value.filter(|value| asked.accepts(value)).map(|value| (claim.as_str().to_owned(), value)));
    }
    if !about.is_empty() {
        let event = Event::new(Kind::ClaimsReleased, Actor::RelyingParty(party.client_id.clone()), now)
            .about_organisation(&standing.account.id)
            .for_party(&party.client_id)
            .because("sign_in")
            .fields(about.keys().cloned())
            .with("at", place);
        provider.store.record(&event).await?;
    }
    let mut person = released(wanted, place, party, family, provider, now).await?;
    person.insert("sub".into(), mint::subject(party, family.account.as_str(), provider).into());
    about.insert("act".into(), Value::Object(person));
    Ok(about)
}

/// What is released about the person.
async fn released(
    mut wanted: Wanted,
    place: &'static str,
    party: &RelyingParty,
    family: &Family,
    provider: &Provider,
    now: Timestamp,
) -> Result<Map<String, Value>, Refused> {
    wanted.retain(|claim, _| !claim.is_of_protocol() && party.claims.contains(claim));
    if wanted.is_empty() {
        return Ok(Map::new());
    }
    let agreed = provider.store.agreed_claims(&family.account, &party.client_id, now).await?;
    wanted.retain(|claim, _| agreed.contains(claim) || claim.explains().is_some_and(|other| agreed.contains(&other)));
    if wanted.is_empty() {
        return Ok(Map::new());
    }
    let Some(account) = provider.store.account(&family.account).await? else {
        return Err(Fault::internal("a family hangs from no account").into());
    };
    // Only what nobody but the register knows waits for it.
    let of_account = wanted.keys().all(|claim| values::is_of_account(*claim));
    let record = if of_account { None } else { record(&account, provider).await? };
    if record.as_ref().is_some_and(|record| record.status == VitalStatus::Deceased) {
        lock::lock(&account, Ground::Death, &Actor::System, Some("register"), provider, now).await?;
        return Err(Error::invalid_token(describe!("the token is not valid")).because("the person has died").into());
    }
    let asks_to_drive = wanted.contains_key(&Claim::LicenceClass);
    let about = About {
        account: &account,
        record: record.as_ref(),
        province: party.province.as_deref(),
        may_drive: may_drive(asks_to_drive, &account, record.as_ref(), party, provider, now).await?,
        today: now.day_in_vietnam(),
    };
    let released = filled(&wanted, about);
    if !released.is_empty() {
        // Before the answer: what was seen and not written down was never seen (I16, I19).
        let mut event = Event::new(Kind::ClaimsReleased, Actor::RelyingParty(party.client_id.clone()), now)
            .about(&family.account)
            .for_party(&party.client_id)
            .because("sign_in")
            .fields(released.keys().cloned())
            .with("at", place)
            .with("source", source(of_account, &released))
            .with("as_of", now.unix());
        // The party's registration may say another one tomorrow.
        if let Some(class) = party.licence_class.filter(|_| released.contains_key(Claim::LicenceClass.as_str())) {
            event = event.with("licence_class", class.as_str());
        }
        provider.store.record(&event).await?;
    }
    Ok(released)
}

/// Whether the person may drive the party's own class of vehicles, where that is asked. A register out of reach gives no
/// answer, and no "no".
async fn may_drive(
    is_asked: bool,
    account: &Account,
    record: Option<&Record>,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<bool>, Fault> {
    let (true, Some(record), Some(class)) = (is_asked, record, party.licence_class) else { return Ok(None) };
    if !values::opens(Claim::LicenceClass, account) {
        return Ok(None);
    }
    Ok(licence::of(account, record, provider).await?.may_drive(class, record, now.day_in_vietnam()))
}

/// Where the values came from, for the journal.
fn source(of_account: bool, released: &Map<String, Value>) -> &'static str {
    match released.contains_key(Claim::LicenceClass.as_str()) {
        _ if of_account => "account",
        true if released.len() == 1 => "driving_licence_register",
        true => "population_register driving_licence_register",
        false => "population_register",
    }
}

/// The values that there are. A value that is not among those asked for is as good as absent (OpenID Connect Core §5.5.1).
fn filled(wanted: &Wanted, about: About<'_>) -> Map<String, Value> {
    let value = |(claim, asked): (&Claim, &Asked)| {
        let value = values::value(*claim, about).filter(|value| asked.accepts(value))?;
        Some((claim.as_str().to_owned(), value))
    };
    wanted.iter().filter_map(value).collect()
}

/// The register's record of an account's holder: none when the register answers about somebody else (F39).
async fn record(account: &Account, provider: &Provider) -> Result<Option<Record>, Fault> {
    let record = person::record_of(account, provider).await?;
    Ok(record.filter(|record| record.number == account.number || record.cancelled_numbers.contains(&account.number)))
}
