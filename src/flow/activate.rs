//! Activation: the holder of an approved account shows the code and chooses a password.
//!
//! ```text
//! submit ⊙ number, code, password, typed twice       wrong fields go back to the form
//!        ▣ count by address and by person
//!        ▣ count the try of the code ⊙ judge          one answer for no account, no code and a wrong code
//!        ⊙ activation::accept ⊙ password fits          only who has the code hears more
//!        → hash
//!        ▣ commit_activation: code spent + account active + password + message + events
//!          or, where others acted in it until now, hand_over::take
//! ```

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::flow::short_code::{self, Sending};
use crate::flow::{credential, hand_over, letter, person};
use crate::identity::account::{Account, State};
use crate::identity::activation::{self, ActivationRefusal};
use crate::identity::credential::{Password, PasswordRefusal};
use crate::identity::decree;
use crate::identity::event::Actor;
use crate::identity::number::PersonalNumber;
use crate::identity::short_code::{Check, Purpose, ShortCode};
use crate::limits;
use crate::provider::Provider;
use crate::secret::{AccountId, HandOverId, Token};
use crate::store::activation::Activation;
use crate::store::short_code::CodeId;
use crate::store::throttle::Throttle;

/// What came from the form.
#[derive(Clone, Copy)]
pub struct Submitted<'a> {
    /// The personal number.
    pub number: &'a str,
    /// The code.
    pub code: &'a str,
    /// The new password.
    pub password: &'a str,
    /// The same, once more.
    pub password_again: &'a str,
    /// The browser's cookie.
    pub browser: &'a Token,
}

/// What is wrong with the form itself, whoever sent it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Fields {
    /// The number is not 12 digits.
    pub number: bool,
    /// The code is not six digits.
    pub code: bool,
    /// Why the password may not be chosen.
    pub password: Option<PasswordRefusal>,
    /// The second password is another one.
    pub differs: bool,
}

/// Why an account was not activated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Some fields cannot be accepted.
    Fields(Fields),
    /// The number and the code do not belong together: no account, none waiting, a wrong code, or tried too often.
    Code,
    /// It was the code, too late: another one can be asked for.
    CodeExpired,
    /// It was the code, and the window has passed.
    Lapsed,
    /// It was the code, and the account is active already.
    AlreadyActive,
    /// It was the code, and the account is locked or over.
    Barred,
    /// Too many tries for the person or from the address; the next at that instant.
    TooMany(Timestamp),
}

/// Activates, or says why not.
pub async fn submit(
    submitted: Submitted<'_>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<AccountId, Refusal>, Fault> {
    let password = match parse(&submitted) {
        Ok(password) => password,
        Err(fields) => return Ok(Err(Refusal::Fields(fields))),
    };
    let (account, taking) = match counted("activation", submitted.number, address, provider, now).await? {
        Ok(known) => known,
        Err(until) => return Ok(Err(Refusal::TooMany(until))),
    };
    let (judged, code) = attempt(account.as_ref(), submitted.code, provider, now).await?;
    let Some(account) = account.filter(|_| !matches!(judged, Check::Wrong | Check::TooManyTries)) else {
        return Ok(Err(Refusal::Code));
    };
    if let Err(refusal) = activation::accept(&account, now) {
        return Ok(Err(refusal.into()));
    }
    let Some(code) = code else {
        return match judged {
            Check::Expired => Ok(Err(Refusal::CodeExpired)),
            _ => Ok(Err(somebody_was_first(&account.id, provider).await?)),
        };
    };
    if let Err(refusal) = credential::fits(&password, &account, provider).await? {
        return Ok(Err(Refusal::Fields(Fields { password: Some(refusal), ..Fields::default() })));
    }
    let hash = credential::hash_password(&password, provider).await?;
    let message = letter::activated(&account, &provider.config);
    let browser = submitted.browser.digest();
    let activation = Activation { account: account.id.clone(), code, hash, browser, message };
    let is_done = match &taking {
        None => provider.store.commit_activation(&activation, now).await?,
        Some(id) => hand_over::take(id, &activation, &account, provider, now).await?,
    };
    if is_done {
        return Ok(Ok(account.id));
    }
    Ok(Err(somebody_was_first(&account.id, provider).await?))
}

/// The right code was spent meanwhile: by the same person in another tab, who may go on to sign in.
async fn somebody_was_first(account: &AccountId, provider: &Provider) -> Result<Refusal, Fault> {
    let stands = provider.store.account(account).await?;
    let is_active = stands.is_some_and(|account| account.state == State::Active);
    Ok(if is_active { Refusal::AlreadyActive } else { Refusal::Code })
}

/// Asks for another code. The answer is the same whatever happens: the code goes to whom it belongs, or nowhere.
pub async fn resend(
    number: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    if PersonalNumber::parse(number.trim_matches(' ')).is_none() {
        return Ok(Err(Refusal::Fields(Fields { number: true, ..Fields::default() })));
    }
    let (account, _) = match counted("activation resend", number, address, provider, now).await? {
        Ok(known) => known,
        Err(until) => return Ok(Err(Refusal::TooMany(until))),
    };
    // A window that has passed is told by the chore that ends it, once.
    let account = account.filter(|account| activation::accept(account, now).is_ok());
    let sending = match &account {
        None => None,
        Some(account) => Some(
            short_code::send(account, Purpose::Activation, account.id.as_str(), Some(address), provider, now).await?,
        ),
    };
    match sending {
        Some(Sending::Sent { .. }) => {}
        // As many writes as a code that is sent: its counter, and its commit.
        Some(Sending::TooSoon { .. } | Sending::TooMany) | None => {
            write_for_nobody(number, provider, now).await?;
            write_for_nobody(number, provider, now).await?;
        }
    }
    Ok(Ok(()))
}

/// Opens another window for an account whose window has passed, as the call centre does; false when it has not.
pub async fn reopen(account: &Account, by: &Actor, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    let Some(declared) = provider.store.declared(&account.id).await? else { return Ok(false) };
    let rules = decree::in_force(now.day_in_vietnam());
    let account = Account { activation_closes_at: activation::closes_at(now, rules), ..account.clone() };
    let (code, message) = short_code::make(&account, Purpose::Activation, account.id.as_str(), provider, now)?;
    let messages = [letter::approved(&account, &declared.name, &provider.config), message];
    let closes_at = account.activation_closes_at;
    provider.store.reopen_activation(&account.id, closes_at, &code, &messages, by, now).await
}

/// The chore that writes down which windows have passed, and tells their holders.
pub async fn lapse(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    for id in provider.store.overdue_activations(BATCH, now).await? {
        let Some(account) = provider.store.account(&id).await? else { continue };
        provider.store.lapse_activation(&id, &letter::lapsed(&account, &provider.config), now).await?;
    }
    Ok(())
}

fn parse(submitted: &Submitted<'_>) -> Result<Password, Fields> {
    let mut fields = Fields {
        number: PersonalNumber::parse(submitted.number.trim_matches(' ')).is_none(),
        code: ShortCode::parse(submitted.code).is_none(),
        ..Fields::default()
    };
    match Password::choose(submitted.password) {
        Err(refusal) => fields.password = Some(refusal),
        Ok(_) if submitted.password != submitted.password_again => fields.differs = true,
        Ok(password) if fields == Fields::default() => return Ok(password),
        Ok(_) => {}
    }
    Err(fields)
}

/// Counts an attempt by address and by person and answers the person's account, if there is one to activate; none when it
/// is too many.
async fn counted(
    what: &'static str,
    number: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(Option<Account>, Option<HandOverId>), Timestamp>, Fault> {
    let (store, hour) = (&provider.store, Seconds::hours(1));
    let limit = limits::ACTIVATIONS_ADDRESS_HOUR;
    if let Throttle::Closed(until) = store.throttle("activation address", address, limit, hour, now).await? {
        return Ok(Err(until));
    }
    let person = person::known_by(number, provider).await?;
    let limit = limits::ACTIVATIONS_NUMBER_HOUR;
    if let Throttle::Closed(until) = store.throttle(what, person.counted_as(), limit, hour, now).await? {
        return Ok(Err(until));
    }
    hand_over::to_activate(person::account(&person, provider).await?, provider).await.map(Ok)
}

/// Counts a try of the code. For nobody the same statements run.
async fn attempt(
    account: Option<&Account>,
    code: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Check, Option<CodeId>), Fault> {
    let nobody = AccountId::from_text("acc_nobody");
    let id = account.map_or(&nobody, |account| &account.id);
    let tried = short_code::attempt(id, Purpose::Activation, id.as_str(), code, provider, now).await?;
    if account.is_none() {
        write_for_nobody(code, provider, now).await?;
    }
    Ok(tried)
}

/// One commit, as a known person's attempt costs: what waits for the disk must not tell who is known (V097).
pub(super) async fn write_for_nobody(whom: &str, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    provider.store.throttle("nobody", whom, u32::MAX, Seconds::days(1), now).await.map(drop)
}

impl From<ActivationRefusal> for Refusal {
    fn from(refusal: ActivationRefusal) -> Self {
        match refusal {
            ActivationRefusal::Lapsed => Self::Lapsed,
            ActivationRefusal::AlreadyActive => Self::AlreadyActive,
            ActivationRefusal::Barred => Self::Barred,
        }
    }
}

/// Windows ended in one run.
const BATCH: i64 = 200;
