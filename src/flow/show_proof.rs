//! What is shown to take an account back, one proof at a time, and each the same for a number that leads to nobody (PM01).
//!
//! ```text
//! send   ▣ count → a code to the address or the registered telephone
//! prove  → the code, or the password, counted with every other guess ▣ proof ⊙ recovery::wait (`flow::recover`)
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::activate::write_for_nobody;
use crate::flow::credential::{self, Typed, Verdict};
use crate::flow::recover::{self, Comer, Refusal, SENT};
use crate::flow::short_code;
use crate::identity::account::{Account, Channel};
use crate::identity::recovery::Proof;
use crate::identity::short_code::{Check, Purpose};
use crate::provider::Provider;
use crate::secret::AccountId;

/// Sends a code to the address or the registered telephone, if there is one; the answer is the same if not.
pub async fn send(
    proof: Proof,
    comer: Comer<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let Some(recovery) = recover::going_on(comer.browser, provider, now).await? else { return Ok(Err(Refusal::Nothing)) };
    let channel = match proof {
        Proof::Email => Channel::Email,
        Proof::Phone => Channel::Sms,
        Proof::Register | Proof::Password | Proof::Officer => return Ok(Err(Refusal::Nothing)),
    };
    if let Some(until) = recover::counted(SENT, recovery.id.as_str(), comer.address, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let account = recover::account(&recovery, provider).await?;
    let reached = account.filter(|account| channel == Channel::Sms || account.email.is_some());
    let reached = reached.map(|account| Account { channel, ..account });
    recover::post(reached, &recover::bound(&recovery.id, proof.as_str()), comer.address, provider, now).await.map(Ok)
}

/// Takes a code or the password as a proof.
pub async fn prove(
    proof: Proof,
    typed: &str,
    comer: Comer<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let Some(recovery) = recover::going_on(comer.browser, provider, now).await? else { return Ok(Err(Refusal::Nothing)) };
    let account = recover::account(&recovery, provider).await?;
    let is_right = match proof {
        Proof::Email | Proof::Phone => {
            let nobody = AccountId::from_text("acc_nobody");
            let id = account.as_ref().map_or(&nobody, |account| &account.id);
            let bound_to = recover::bound(&recovery.id, proof.as_str());
            short_code::check(id, Purpose::Recovery, &bound_to, typed, provider, now).await? == Check::Right
        }
        Proof::Password => {
            // For nobody a number that is none is looked at, and costs the same.
            let number = account.as_ref().map_or(recovery.id.as_str(), |account| account.number.as_str());
            let browser = comer.browser.digest();
            let from = Typed { address: comer.address, browser: &browser };
            match credential::verify_password(number, typed, from, provider, now).await? {
                Verdict::TooMany(until) => return Ok(Err(Refusal::TooMany(until))),
                Verdict::Right(id) => account.as_ref().is_some_and(|account| account.id == id),
                Verdict::Wrong | Verdict::Locked(_) | Verdict::NotActive(_) | Verdict::FormerNumber(_) => false,
            }
        }
        Proof::Register | Proof::Officer => return Ok(Err(Refusal::Nothing)),
    };
    let Some(account) = account.filter(|_| is_right) else {
        write_for_nobody(recovery.id.as_str(), provider, now).await?;
        return Ok(Err(Refusal::Wrong));
    };
    provider.store.prove_recovery(&recovery.id, &account.id, proof, now).await?;
    recover::current(comer.browser, provider, now).await?;
    Ok(Ok(()))
}
