//! An account whose password or telephone is lost is taken back by its holder, and nothing of it changes before the end (PW18).
//!
//! ```text
//! begin  ⊙ declared ▣ count by address and by number → registers, account ⊙ as enrolment asks ▣ recovery, of this browser
//!        or the one that two officers began, taken over by who declares the same telephone
//! prove  (`flow::show_proof`) ▣ proof ⊙ recovery::wait
//!        ▣ the waiting begins, or shortens: every channel is told how to stop it
//! stop   ▣ count → the code of the notice, or the holder's session ▣ stopped
//! finish ⊙ the waiting is over ⊙ new password → the code to the telephone ▣ password, telephone, everything open ended
//! ```
//!
//! A number that leads to nobody goes the same way to no end: what is said, and what is written, is the same (PM01). No step is
//! reached but from the one before, since all of them hang from the row that this browser began (V072), and at the end nobody is
//! signed in (V091).

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::activate::write_for_nobody;
use crate::flow::credential;
use crate::flow::short_code::{self, Sending};
use crate::flow::{foreigner, letter, mend, person};
use crate::identity::account::{Account, Channel};
use crate::identity::credential::{Password, PasswordRefusal};
use crate::identity::event::Actor;
use crate::identity::matching::{self, Outcome, PhoneStanding};
use crate::identity::measure::Measure;
use crate::identity::person::{Declared, DeclaredRefusal, Form};
use crate::identity::phone::Phone;
use crate::identity::recovery::{self, Proof, Recovery, Risk, State};
use crate::identity::short_code::{Check, Purpose};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, Digest, RecoveryId, Token};
use crate::store::recovery::{NewRecovery, Recovered, Waits};
use crate::store::throttle::Throttle;

/// Who comes, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Comer<'a> {
    /// The address, as attempts are counted.
    pub address: &'a str,
    /// The browser's cookie.
    pub browser: &'a Token,
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Some fields cannot be read.
    Fields(DeclaredRefusal),
    /// What was shown is not right or can no longer be used.
    Wrong,
    /// The new password may not be chosen.
    Password(PasswordRefusal),
    /// The second time it is another one.
    Differs,
    /// This browser has begun nothing, or it is over, or not yet so far: back to the start.
    Nothing,
    /// Too many; the next at that instant.
    TooMany(Timestamp),
}

/// Begins one. The answer is the same whoever is meant.
pub async fn begin(
    form: Form<'_>,
    comer: Comer<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let declared = match Declared::parse(form) {
        Ok(declared) => declared,
        Err(refusal) => return Ok(Err(Refusal::Fields(refusal))),
    };
    let person = provider.store.person_digest(&declared.number);
    if let Some(until) = counted(BEGUN, person.as_str(), comer.address, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let account = whose(&declared, provider, now).await?;
    let browser = comer.browser.digest();
    let nobody = AccountId::from_text("acc_nobody");
    let id = account.as_ref().map_or(&nobody, |account| &account.id);
    let of_the_office = provider.store.waiting_recoveries(id, true, now).await?;
    if let Some(waiting) = of_the_office.into_iter().find(|one| one.phone == declared.phone)
        && provider.store.adopt_recovery(&waiting.id, &browser).await?
    {
        return Ok(Ok(()));
    }
    let new = NewRecovery {
        id: RecoveryId::new(entropy::bytes()?),
        account: account.map(|account| account.id),
        person,
        phone: declared.phone,
        browser: Some(browser),
        measure: None,
        proofs: vec![Proof::Register],
    };
    provider.store.begin_recovery(&new, now).await.map(Ok)
}

/// The account of whom everything is declared as the registers have it, with a telephone of one's own, when it may be taken back:
/// as enrolment asks, and no less. A locked account is not: whoever locked it, its holder first unlocks it at the counter.
///
/// Both registers are asked for every number, so that the time does not tell whose it is; that of immigration being out of reach
/// keeps no citizen waiting.
async fn whose(declared: &Declared, provider: &Provider, now: Timestamp) -> Result<Option<Account>, Fault> {
    let (record, foreigner, subscriber) = tokio::join!(
        provider.registry.look_up(&declared.number),
        foreigner::staying(&declared.number, provider, now),
        provider.registry.subscriber(&declared.phone)
    );
    let (record, subscriber) = (record?, subscriber?);
    let record = match record {
        Some(record) => Some(record),
        None => foreigner?,
    };
    let account = person::account(&person::known_by(declared.number.as_str(), provider).await?, provider).await?;
    let matches = matches!(matching::compare(declared, record.as_ref()), Outcome::Match(_));
    let is_own = matching::phone_standing(subscriber.as_ref(), &declared.number, None) == PhoneStanding::Own;
    Ok(account.filter(|account| matches && is_own && account.is_open()))
}

/// The one that goes on in this browser.
pub async fn current(browser: &Token, provider: &Provider, now: Timestamp) -> Result<Option<Recovery>, Fault> {
    let Some(recovery) = provider.store.recovery_of_browser(&browser.digest(), now).await? else { return Ok(None) };
    if settle(&recovery, provider, now).await? {
        return provider.store.recovery_of_browser(&browser.digest(), now).await;
    }
    Ok(Some(recovery))
}

/// Stops one with the code of the notice.
pub async fn stop(
    number: &str,
    code: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let person = person::known_by(number, provider).await?;
    if let Some(until) = counted(STOPPED, person.counted_as(), address, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let account = person::account(&person, provider).await?;
    let nobody = AccountId::from_text("acc_nobody");
    let id = account.as_ref().map_or(&nobody, |account| &account.id);
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    let code = code.to_ascii_uppercase();
    for waiting in provider.store.waiting_recoveries(id, false, now).await? {
        let typed = veto(&waiting.id, &code, provider);
        if let (Some(kept), Some(account)) = (&waiting.veto, &account)
            && kept.matches(&typed)
        {
            let messages = letter::recovery::stopped(account, &provider.config);
            let stopped = provider.store.stop_recovery(&waiting.id, id, &Actor::Nobody, &messages, now).await?;
            return Ok(if stopped { Ok(()) } else { Err(Refusal::Wrong) });
        }
    }
    Ok(Err(Refusal::Wrong))
}

/// Whether somebody takes the account of this session back.
pub async fn is_under_way(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    Ok(!provider.store.waiting_recoveries(&session.account, false, now).await?.is_empty())
}

/// The holder, who is signed in, stops every one: it only ever protects.
pub async fn stop_all(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let Some(account) = provider.store.account(&session.account).await? else { return Ok(()) };
    let by = Actor::Person(account.id.clone());
    for waiting in provider.store.waiting_recoveries(&account.id, false, now).await? {
        let messages = letter::recovery::stopped(&account, &provider.config);
        provider.store.stop_recovery(&waiting.id, &account.id, &by, &messages, now).await?;
    }
    Ok(())
}

/// Sends the code with which one is finished, to the telephone that the account will have.
pub async fn send_last(comer: Comer<'_>, provider: &Provider, now: Timestamp) -> Result<Result<(), Refusal>, Fault> {
    let Some(recovery) = ready(comer.browser, provider, now).await? else { return Ok(Err(Refusal::Nothing)) };
    if let Some(until) = counted(SENT, recovery.id.as_str(), comer.address, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let account = account(&recovery, provider).await?;
    let by_phone = account.map(|account| Account { phone: recovery.phone.clone(), channel: Channel::Sms, ..account });
    post(by_phone, &bound(&recovery.id, FINISH), comer.address, provider, now).await.map(Ok)
}

/// Takes the account back with that code and a new password. Nobody is signed in by it.
pub async fn finish(
    code: &str,
    password: &str,
    password_again: &str,
    comer: Comer<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let Some(recovery) = ready(comer.browser, provider, now).await? else { return Ok(Err(Refusal::Nothing)) };
    let chosen = match Password::choose(password) {
        Ok(chosen) if password == password_again => chosen,
        Ok(_) => return Ok(Err(Refusal::Differs)),
        Err(refusal) => return Ok(Err(Refusal::Password(refusal))),
    };
    let Some(account) = account(&recovery, provider).await? else { return Ok(Err(Refusal::Nothing)) };
    let bound_to = bound(&recovery.id, FINISH);
    let tried = short_code::attempt(&account.id, Purpose::Recovery, &bound_to, code, provider, now).await?;
    let (Check::Right, Some(code)) = tried else { return Ok(Err(Refusal::Wrong)) };
    if let Err(refusal) = credential::fits(&chosen, &account, provider).await? {
        return Ok(Err(Refusal::Password(refusal)));
    }
    let done = Recovered {
        id: recovery.id,
        account: account.id.clone(),
        browser: comer.browser.digest(),
        code,
        hash: credential::hash_password(&chosen, provider).await?,
        messages: letter::recovery::done(&account, &recovery.phone, &provider.config),
        phone: recovery.phone,
    };
    if !provider.store.complete_recovery(&done, now).await? {
        return Ok(Err(Refusal::Nothing));
    }
    credential::forget_guesses(&account, provider).await?;
    Ok(Ok(()))
}

/// What two officers begin for who stands before them, with the card where they had it read: it waits at once. They see no code
/// and set nothing (PW22).
pub fn of_the_office(
    account: &Account,
    phone: &Phone,
    measure: &Measure,
    provider: &Provider,
    now: Timestamp,
) -> Result<(NewRecovery, Waits), Fault> {
    let id = RecoveryId::new(entropy::bytes()?);
    let mut proofs = vec![Proof::Register, Proof::Officer];
    proofs.extend(measure.chip.is_some().then_some(Proof::Card));
    let wait = recovery::wait(&proofs, Risk::of(account.level));
    let wait = wait.ok_or_else(|| Fault::internal("two officers do not suffice for a recovery"))?;
    let waits = waits(&id, account, now, recovery::ready_at(now, None, wait), provider)?;
    let new = NewRecovery {
        id,
        account: Some(account.id.clone()),
        person: provider.store.person_digest(&account.number),
        phone: phone.clone(),
        browser: None,
        measure: Some(measure.id.clone()),
        proofs,
    };
    Ok((new, waits))
}

/// Lets one wait that has enough, or wait less that has more; true when something changed. Judged again at each look, so that
/// neither two proofs of one moment nor a crash between two commits leave it behind.
async fn settle(recovery: &Recovery, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    let Some(account) = account(recovery, provider).await? else { return Ok(false) };
    let Some(wait) = recovery::wait(&recovery.proofs, Risk::of(account.level)) else { return Ok(false) };
    let since = recovery.waits_since.unwrap_or(now);
    let ready_at = recovery::ready_at(since, recovery.ready_at, wait);
    let is_settled = recovery.ready_at.is_some_and(|before| before <= ready_at);
    if is_settled || !matches!(recovery.state, State::Open | State::Waiting) {
        return Ok(false);
    }
    let waits = waits(&recovery.id, &account, since, ready_at, provider)?;
    provider.store.let_recovery_wait(&recovery.id, &account.id, &waits, now).await?;
    Ok(true)
}

fn waits(
    id: &RecoveryId,
    account: &Account,
    since: Timestamp,
    ready_at: Timestamp,
    provider: &Provider,
) -> Result<Waits, Fault> {
    let code = mend::case_number()?;
    let (left, right) = code.split_at(code.len() / 2);
    let messages = letter::recovery::waiting(account, ready_at, &format!("{left}-{right}"), &provider.config);
    Ok(Waits { since, ready_at, veto: veto(id, &code, provider), messages })
}

fn veto(id: &RecoveryId, code: &str, provider: &Provider) -> Digest {
    provider.store.vault().short_code("recovery veto", id.as_str(), code)
}

/// The one of this browser that proofs may still be added to.
pub(super) async fn going_on(browser: &Token, provider: &Provider, now: Timestamp) -> Result<Option<Recovery>, Fault> {
    let recovery = provider.store.recovery_of_browser(&browser.digest(), now).await?;
    Ok(recovery.filter(|recovery| matches!(recovery.state, State::Open | State::Waiting)))
}

/// The one of this browser whose waiting is over.
async fn ready(browser: &Token, provider: &Provider, now: Timestamp) -> Result<Option<Recovery>, Fault> {
    let recovery = going_on(browser, provider, now).await?;
    Ok(recovery.filter(|recovery| is_ready(recovery, now)))
}

/// Whether one may be finished.
pub fn is_ready(recovery: &Recovery, now: Timestamp) -> bool {
    recovery.state == State::Waiting && recovery.ready_at.is_some_and(|ready_at| now >= ready_at)
}

/// The account, as long as it may be taken back.
pub(super) async fn account(recovery: &Recovery, provider: &Provider) -> Result<Option<Account>, Fault> {
    match &recovery.account {
        None => Ok(None),
        Some(id) => Ok(provider.store.account(id).await?.filter(Account::is_open)),
    }
}

/// Sends a code, or writes as much for nobody.
pub(super) async fn post(
    to: Option<Account>,
    bound_to: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let sending = match &to {
        None => None,
        Some(account) => {
            Some(short_code::send(account, Purpose::Recovery, bound_to, Some(address), provider, now).await?)
        }
    };
    if !matches!(sending, Some(Sending::Sent { .. })) {
        write_for_nobody(bound_to, provider, now).await?;
        write_for_nobody(bound_to, provider, now).await?;
    }
    Ok(())
}

/// Counts by address and by whom it is about; answers when to come back.
pub(super) async fn counted(
    what: (&'static str, &'static str),
    whom: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Timestamp>, Fault> {
    for (what, whom, limit, window) in [
        (what.0, address, limits::RECOVERIES_ADDRESS_HOUR, Seconds::hours(1)),
        (what.1, whom, limits::RECOVERIES_NUMBER_DAY, limits::DAY),
    ] {
        if let Throttle::Closed(until) = provider.store.throttle(what, whom, limit, window, now).await? {
            return Ok(Some(until));
        }
    }
    Ok(None)
}

/// A code counts for its recovery and its step alone (PW10).
pub(super) fn bound(id: &RecoveryId, step: &str) -> String {
    format!("{id}\u{1f}{step}")
}

/// The last step.
const FINISH: &str = "finish";
/// Counters, by address and by person or recovery.
const BEGUN: (&str, &str) = ("recoveries from", "recoveries");
pub(super) const SENT: (&str, &str) = ("recovery codes for", "recovery codes");
const STOPPED: (&str, &str) = ("recovery stops from", "recovery stops");
