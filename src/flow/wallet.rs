//! What a holder sees of one's own record: always the register's, read at that moment, kept nowhere.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{licence, person, watch_cards};
use crate::identity::account::AccountKind;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::wallet::asker::Fixed;
use crate::wallet::disclosure::{self, Disclosed, Known};
use crate::wallet::field::{Field, Fields};

/// The wallet's first page.
#[derive(Clone, Debug)]
pub struct Wallet {
    /// Whose account it is.
    pub kind: AccountKind,
    /// Its level, where the law knows levels.
    pub level: Option<i64>,
    /// What of that the wallet opens today: the e-card ends with the card.
    pub opened_level: Option<i64>,
    /// Whether "verify the app by QR" is on.
    pub switch_is_on: bool,
    /// The facts that the level opens; none when the register is out of reach.
    pub facts: Option<Vec<Disclosed>>,
    /// How many questions wait for an answer.
    pub waiting: usize,
}

/// Reads the wallet.
pub async fn open(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Wallet, Fault> {
    let account = provider.store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    let opened = Field::ALL.iter().copied().filter(|field| field.opens_at(session.account_level));
    // A yes or a no is for others; the holder knows the date.
    let shown: Fields = opened.filter(|field| !field.is_answer()).collect();
    Ok(Wallet {
        kind: account.kind,
        level: session.account_level,
        opened_level: watch_cards::opened_level(session, provider, now).await?,
        switch_is_on: account.verification_qr_at.is_some(),
        facts: values(session, &shown, &Fixed::default(), provider, now).await?,
        waiting: provider.store.open_asks(&session.account, now).await?.len(),
    })
}

/// The holder's own values of these fields, as somebody hears them who has that fixed; none when the register is out of reach.
pub async fn values(
    session: &SessionFacts,
    fields: &Fields,
    fixed: &Fixed,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Vec<Disclosed>>, Fault> {
    let account = provider.store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    match person::record_of(&account, provider).await {
        Ok(Some(record)) => {
            let licence = match fixed.licence_class.filter(|_| fields.has(Field::LicenceClass)) {
                Some(_) => Some(licence::of(&account, &record, provider).await?),
                None => None,
            };
            let known = Known { record: &record, licence: licence.as_ref() };
            Ok(Some(disclosure::reveal(fields, known, fixed, now.day_in_vietnam())))
        }
        Ok(None) => Ok(None),
        Err(fault) if fault.is_passing() => {
            tracing::warn!(%fault, "a wallet was opened without the register");
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}
