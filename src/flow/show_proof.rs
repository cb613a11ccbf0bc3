//! What is shown to take an account back, one proof at a time, and each the same for a number that leads to nobody (PM01).
//!
//! ```text
//! send        ▣ count → a code to the address or the registered telephone
//! ask_passkey ▣ count, a challenge of this browser and recovery, which names no passkey
//! prove       → a code, the password, a code on paper: each counted with every other guess at it
//!             → a passkey: ▣ its challenge spent ⊙ verified
//!             ▣ the proof, and what is spent by it, in one commit ⊙ recovery::wait (`flow::recover`)
//! ```

use serde_json::Value;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::activate::write_for_nobody;
use crate::flow::credential::{self, Typed, Verdict};
use crate::flow::passkey::{self, Caller, NotAsked};
use crate::flow::recover::{self, Comer, Refusal, SENT};
use crate::flow::{letter, paper_code, short_code};
use crate::identity::account::{Account, Channel};
use crate::identity::paper_code::PaperCode;
use crate::identity::recovery::{Proof, Recovery};
use crate::identity::short_code::{Check, Purpose};
use crate::provider::Provider;
use crate::secret::AccountId;
use crate::store::guess::Guessed;
use crate::store::throttle::Throttle;

/// Sends a code to the address or the registered telephone, if there is one; the answer is the same if not.
pub async fn send(
    proof: Proof,
    comer: Comer<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let Some(recovery) = recover::going_on(comer.browser, provider, now).await? else {
        return Ok(Err(Refusal::Nothing));
    };
    let channel = match proof {
        Proof::Email => Channel::Email,
        Proof::Phone => Channel::Sms,
        Proof::Register | Proof::Password | Proof::Paper | Proof::Passkey | Proof::Card | Proof::Officer => {
            return Ok(Err(Refusal::Nothing));
        }
    };
    if let Some(until) = recover::counted(SENT, recovery.id.as_str(), comer.address, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let account = recover::account(&recovery, provider).await?;
    let reached = account.filter(|account| channel == Channel::Sms || account.email.is_some());
    let reached = reached.map(|account| Account { channel, ..account });
    recover::post(reached, &recover::bound(&recovery.id, proof.as_str()), comer.address, provider, now).await.map(Ok)
}

/// What a browser is asked for to show a passkey; none when it has begun nothing.
pub async fn ask_passkey(
    comer: Comer<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Result<Value, NotAsked>>, Fault> {
    let Some(recovery) = recover::going_on(comer.browser, provider, now).await? else { return Ok(None) };
    passkey::ask_recovery(caller(comer), &recovery.id, provider, now).await.map(Some)
}

/// Takes what was typed, or what a browser answered, as a proof.
pub async fn prove(
    proof: Proof,
    typed: &str,
    comer: Comer<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let Some(recovery) = recover::going_on(comer.browser, provider, now).await? else {
        return Ok(Err(Refusal::Nothing));
    };
    let account = recover::account(&recovery, provider).await?;
    let shown = Shown { recovery: &recovery, account: account.as_ref(), typed, comer };
    let judged = match proof {
        Proof::Email | Proof::Phone => shown.code(proof, provider, now).await?,
        Proof::Password => shown.password(provider, now).await?,
        Proof::Paper => shown.paper(provider, now).await?,
        Proof::Passkey => shown.passkey(provider, now).await?,
        Proof::Register | Proof::Card | Proof::Officer => Err(Refusal::Nothing),
    };
    match judged {
        Ok(()) => drop(recover::current(comer.browser, provider, now).await?),
        Err(Refusal::Wrong) => write_for_nobody(recovery.id.as_str(), provider, now).await?,
        Err(_) => {}
    }
    Ok(judged)
}

/// Something that was shown, for whomever.
struct Shown<'a> {
    recovery: &'a Recovery,
    account: Option<&'a Account>,
    typed: &'a str,
    comer: Comer<'a>,
}

impl Shown<'_> {
    async fn code(&self, proof: Proof, provider: &Provider, now: Timestamp) -> Result<Result<(), Refusal>, Fault> {
        let nobody = AccountId::from_text("acc_nobody");
        let id = self.account.map_or(&nobody, |account| &account.id);
        let bound_to = recover::bound(&self.recovery.id, proof.as_str());
        let check = short_code::check(id, Purpose::Recovery, &bound_to, self.typed, provider, now).await?;
        self.written(check == Check::Right, proof, provider, now).await
    }

    /// For nobody the index of who was declared is looked at, which is no number: it costs the same, and is closed as long.
    async fn password(&self, provider: &Provider, now: Timestamp) -> Result<Result<(), Refusal>, Fault> {
        let number = self.account.map_or(self.recovery.person.as_str(), |account| account.number.as_str());
        let browser = self.comer.browser.digest();
        let from = Typed { address: self.comer.address, browser: &browser };
        let is_right = match credential::verify_password(number, self.typed, from, provider, now).await? {
            Verdict::TooMany(until) => return Ok(Err(Refusal::TooMany(until))),
            Verdict::Right(id) => self.account.is_some_and(|account| account.id == id),
            Verdict::Wrong | Verdict::Locked(_) | Verdict::NotActive(_) | Verdict::FormerNumber(_) => false,
        };
        self.written(is_right, Proof::Password, provider, now).await
    }

    /// A used code is as wrong as one that never was. It is counted with the second factors of every sign-in (V074), and in no
    /// browser apart: whoever has lost the telephone comes with another one.
    async fn paper(&self, provider: &Provider, now: Timestamp) -> Result<Result<(), Refusal>, Fault> {
        let (store, person) = (&provider.store, self.recovery.person.as_str());
        let counted_as = self.account.map_or(person, |account| account.id.as_str());
        if let Throttle::Closed(until) = store.guess(Guessed::SecondFactor, counted_as, now).await? {
            return Ok(Err(Refusal::TooMany(until)));
        }
        let (Some(account), Some(code)) = (self.account, PaperCode::parse(self.typed)) else {
            return Ok(Err(Refusal::Wrong));
        };
        let digest = paper_code::digest(&account.id, &code, provider);
        let told = |left| letter::factor::paper_used(account, left, &provider.config);
        let is_spent = store.prove_recovery_by_paper(&self.recovery.id, &account.id, &digest, told, now).await?;
        Ok(if is_spent { Ok(()) } else { Err(Refusal::Wrong) })
    }

    async fn passkey(&self, provider: &Provider, now: Timestamp) -> Result<Result<(), Refusal>, Fault> {
        let (id, whose) = (&self.recovery.id, self.account.map(|account| &account.id));
        let caller = caller(self.comer);
        let shown = passkey::shown_for_recovery(self.typed, caller, id, whose, provider, now).await?;
        let Some((key, count)) = shown else { return Ok(Err(Refusal::Wrong)) };
        if !provider.store.prove_recovery_by_passkey(id, &key.account, &key.id, count, now).await? {
            passkey::suspect(&key, provider, now).await?;
            return Ok(Err(Refusal::Wrong));
        }
        Ok(Ok(()))
    }

    async fn written(
        &self,
        is_right: bool,
        proof: Proof,
        provider: &Provider,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>, Fault> {
        let Some(account) = self.account.filter(|_| is_right) else { return Ok(Err(Refusal::Wrong)) };
        provider.store.prove_recovery(&self.recovery.id, &account.id, proof, now).await.map(Ok)
    }
}

fn caller(comer: Comer<'_>) -> Caller<'_> {
    Caller { browser: comer.browser, address: comer.address }
}
