//! A release in the making: the record, the signed release and its signed receipt, before the one commit that gives both.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{licence, lock, person};
use crate::identity::account::Ground;
use crate::identity::event::Actor;
use crate::identity::licence::Heard;
use crate::identity::person::{Record, VitalStatus};
use crate::jose::algorithm::Algorithm;
use crate::jose::key_life::Purpose as KeyPurpose;
use crate::provider::Provider;
use crate::secret::{AccountId, AskId, Digest, PresentationId, ReceiptId};
use crate::store::ask::{self, Release};
use crate::wallet::ask::Question;
use crate::wallet::asker::Asker;
use crate::wallet::disclosure::{self, Known};
use crate::wallet::field::{Field, Fields};
use crate::wallet::presentation::{Kind, Presenter};
use crate::wallet::receipt::{self, Receipt};

/// What is to be released, and to whom.
#[derive(Clone, Debug)]
pub(super) struct Making {
    /// The question that is answered.
    pub(super) ask: AskId,
    /// The scan.
    pub(super) presentation: PresentationId,
    /// Digest of the square's name.
    pub(super) digest: Digest,
    /// The square's kind.
    pub(super) kind: Kind,
    /// Whose data.
    pub(super) holder: AccountId,
    /// Who shows the square in the holder's name.
    pub(super) presenter: Option<Presenter>,
    /// To whom.
    pub(super) asker: Asker,
    /// Why, for what, where.
    pub(super) question: Question,
    /// What is allowed of it.
    pub(super) allowed: Fields,
}

/// The holder's record as it is now; none when the register knows nobody alive. A death that is learnt here locks the
/// account, which ends everything else of it too.
pub(super) async fn record(holder: &AccountId, provider: &Provider, now: Timestamp) -> Result<Option<Record>, Fault> {
    let account = provider.store.account(holder).await?;
    let account = account.ok_or_else(|| Fault::internal("a presentation hangs from no account"))?;
    let record = person::record_of(&account, provider).await?;
    if record.as_ref().is_some_and(|record| record.status == VitalStatus::Deceased) {
        lock::lock(&account, Ground::Death, &Actor::System, Some("register"), provider, now).await?;
    }
    Ok(record.filter(|record| record.status == VitalStatus::Alive))
}

/// Signs release and receipt, in memory: nothing of it is anybody's before it is written.
pub(super) async fn make(
    making: Making,
    record: &Record,
    provider: &Provider,
    now: Timestamp,
) -> Result<Release, Fault> {
    let licence = licence(&making, record, provider).await?;
    let id = ReceiptId::new(entropy::bytes()?);
    let what = (&making.ask, &making.question, &making.allowed);
    let asker = (&making.asker.who, making.asker.fixed.licence_class);
    let event = ask::released(what, (&making.holder, making.presenter.as_ref()), asker, &id, now)?;
    let receipt = Receipt {
        id,
        presentation: making.digest,
        kind: making.kind,
        presented_by: making.presenter.as_ref().map(|presenter| presenter.relation),
        asker: making.asker,
        purpose: making.question.purpose,
        fields: making.allowed.clone(),
        place: making.question.place.clone(),
        issued_at: now,
        leaf: event.leaf(),
    };
    let (keys, issuer) = (provider.keys.ring(), &provider.config.issuer);
    let known = Known { record, licence: licence.as_ref() };
    let said = disclosure::reveal(&making.allowed, known, &receipt.asker.fixed, now.day_in_vietnam());
    let salts = said.iter().map(|_| entropy::bytes()).collect::<Result<Vec<_>, _>>()?;
    let (claims, concealed) = disclosure::release(issuer, &receipt, &said, &salts, now);
    let signed = keys.sign(KeyPurpose::Token, Algorithm::Es256, disclosure::TYP, &claims, now)?;
    let signed = concealed.behind(&signed);
    let claims = receipt.claims(issuer);
    let receipt_signed = keys.sign(KeyPurpose::Receipt, Algorithm::Es256, receipt::TYP, &claims, now)?;
    Ok(Release {
        ask: making.ask,
        presentation: making.presentation,
        presenter: making.presenter,
        holder: making.holder,
        asker: receipt.asker.who,
        question: making.question,
        allowed: making.allowed,
        signed,
        receipt: receipt.id,
        receipt_signed,
        event,
    })
}

/// What the register of driving licences says, where it is asked about: of nobody else is it read.
async fn licence(making: &Making, record: &Record, provider: &Provider) -> Result<Option<Heard>, Fault> {
    if !making.allowed.has(Field::LicenceClass) || making.asker.fixed.licence_class.is_none() {
        return Ok(None);
    }
    let account = provider.store.account(&making.holder).await?;
    let account = account.ok_or_else(|| Fault::internal("a presentation hangs from no account"))?;
    licence::of(&account, record, provider).await.map(Some)
}
