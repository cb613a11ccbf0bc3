//! An account in which parents acted, taken over at the age of the decree: the young person applies alone, as anybody does,
//! and activates with the code that comes to a telephone of one's own.
//!
//! ```text
//! enrol    ⊙ enrolment::decide -> handed over ▣ hand_over + code + messages, beside the account as it stands
//! activate → hands: the account as its holder takes it over ▣ code spent + password + telephone + both sides told
//! ```
//!
//! Until the code is shown everything stays as it was: an application alone takes nothing from anybody.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{letter, short_code};
use crate::identity::account::{Account, Channel, Ground, State};
use crate::identity::activation;
use crate::identity::decree;
use crate::identity::language::Language;
use crate::identity::person::Declared;
use crate::identity::phone::Phone;
use crate::identity::short_code::Purpose;
use crate::provider::Provider;
use crate::secret::{AccountId, HandOverId};
use crate::store::activation::Activation;
use crate::store::hand_over::{Hands, Opening};

/// In whose hands somebody's account is. For nobody's the same statement runs.
pub async fn hands(account: Option<&Account>, provider: &Provider) -> Result<Hands, Fault> {
    let nobody = AccountId::from_text("acc_nobody");
    provider.store.hands(account.map_or(&nobody, |account| &account.id)).await
}

/// What an application of one's own opens.
pub(super) fn opening(
    account: &Account,
    declared: &Declared,
    language: Language,
    provider: &Provider,
    now: Timestamp,
) -> Result<Opening, Fault> {
    let closes_at = activation::closes_at(now, decree::in_force(now.day_in_vietnam()));
    let taker = Account { language, ..taker(account, declared.phone.clone(), closes_at) };
    let (code, message) = short_code::make(&taker, Purpose::Activation, taker.id.as_str(), provider, now)?;
    let notice = letter::approved(&taker, &declared.name, &provider.config);
    Ok(Opening { account: taker.id, phone: taker.phone, closes_at, code, messages: vec![notice, message] })
}

/// The account as the page of activation may treat it: as it is while it is in its holder's hands, as its holder takes it
/// over, and not at all while others act in it, whose telephone would receive the code.
pub(super) async fn to_activate(
    account: Option<Account>,
    provider: &Provider,
) -> Result<(Option<Account>, Option<HandOverId>), Fault> {
    Ok(match (hands(account.as_ref(), provider).await?, account) {
        (Hands::Own, account) => (account, None),
        (Hands::Taking { id, phone, closes_at }, Some(account)) => (Some(taker(&account, phone, closes_at)), Some(id)),
        (Hands::Care | Hands::Taking { .. }, _) => (None, None),
    })
}

/// Takes it over, and tells who acted in it until now.
pub(super) async fn take(
    id: &HandOverId,
    taken: &Activation,
    taker: &Account,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let mut told = Vec::new();
    for link in provider.store.guardians_of(&taken.account).await? {
        if let Some(guardian) = provider.store.account(&link.guardian).await? {
            told.push(letter::dependant::taken_over(&guardian, &provider.config));
        }
    }
    provider.store.commit_hand_over(id, taken, &taker.phone, &told, now).await
}

fn taker(account: &Account, phone: Phone, closes_at: Timestamp) -> Account {
    let grounds = account.grounds.iter().copied();
    Account {
        // Over is over; whatever else it is, its holder activates it now.
        state: if account.state == State::Closed { State::Closed } else { State::Approved },
        channel: Channel::Sms,
        email: None,
        activation_closes_at: closes_at,
        // A telephone of one's own takes the place of the one that was lost.
        grounds: grounds.filter(|ground| *ground != Ground::PhoneNotOwn).collect(),
        phone,
        ..account.clone()
    }
}
