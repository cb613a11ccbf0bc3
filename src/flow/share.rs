//! The permission: an officer asks for named fields, the holder allows some or none, and both keep the receipt.
//!
//! ```text
//! ask   ⊙ Question::of_officer ▣ put_question                      one question a scan
//! allow ⊙ AskFacts::allowed -> the register -> sign -> ▣ allow     answer, release, receipt, event: all or nothing
//! deny  ▣ deny
//! ```

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{dependant, ledger, release, watch_cards, who};
use crate::identity::officer::{Action, Module, Officer};
use crate::jose::key_life::Purpose as KeyPurpose;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, AskId, PresentationId, ReceiptId};
use crate::store::receipt::KeptReceipt;
use crate::wallet::ask::{AskFacts, Asked, Choice, Question, Refusal as QuestionRefusal, State};
use crate::wallet::asker::AskerId;
use crate::wallet::disclosure::{self, Disclosed};
use crate::wallet::field::Fields;
use crate::wallet::inclusion::Inclusion;
use crate::wallet::presentation::PresentationFacts;
use crate::wallet::receipt::{Receipt, TYP};
use crate::wallet::selective;

/// Why a question was not put.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The officer's group may not ask, or the scan was another's.
    NotPermitted,
    /// Something is wrong with the question.
    Question(QuestionRefusal),
    /// The scan buys no question any more.
    TooLate,
}

/// What the holder's answer came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answered {
    /// Released; the receipt's id.
    Allowed(ReceiptId),
    /// Nothing was released.
    Denied,
    /// Answered before, too late, or not to be answered any more; nothing was released.
    TooLate,
    /// It is about somebody else, and a second factor must be shown first.
    StepUp,
    /// It is about somebody for whom the one who was asked answers no more; nothing was released.
    NotTheirs,
}

/// A question as whoever asked sees it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The facts.
    pub asked: AskFacts,
    /// Where it stands now.
    pub state: State,
    /// What was released and since when the register says so, for as long as it can be read.
    pub released: Option<(Vec<Disclosed>, Option<Timestamp>)>,
    /// The signed release, for a case file.
    pub signed: Option<String>,
    /// The receipt.
    pub receipt: Option<ReceiptId>,
}

/// A receipt whose signature is ours, and the signed text.
#[derive(Clone, Debug)]
pub struct Held {
    /// What it says; none when it no longer verifies.
    pub receipt: Option<Receipt>,
    /// The signed text.
    pub kept: KeptReceipt,
    /// The proof that the ledger holds it, where one was asked for and there is one yet.
    pub inclusion: Option<Inclusion>,
    /// The initials of the one in whose name it was shown; none for oneself.
    pub in_name_of: Option<String>,
}

impl Held {
    /// The file that `dinhdanh receipt check` reads.
    pub fn to_json(&self) -> Value {
        let inclusion = self.inclusion.as_ref().map(Inclusion::to_json);
        json!({ "receipt": self.kept.signed, "inclusion": inclusion })
    }
}

/// The scan that an officer may still put a question about; none when it is another's or over.
pub async fn scanned(
    officer: &Officer,
    id: &PresentationId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<PresentationFacts>, Fault> {
    let asker = AskerId::Officer(officer.account.clone());
    let facts = provider.store.presentation(id, now).await?;
    Ok(facts.filter(|facts| facts.may_be_asked_by(&asker, now)))
}

/// An officer asks the holder of a scanned square.
pub async fn ask(
    officer: &Officer,
    id: &PresentationId,
    (purpose, fields, place): (&str, Fields, &str),
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<AskId, Refusal>, Fault> {
    if !officer.may(Module::Scan, Action::Check) {
        return Ok(Err(Refusal::NotPermitted));
    }
    let Some(facts) = scanned(officer, id, provider, now).await? else { return Ok(Err(Refusal::TooLate)) };
    let question = match Question::of_officer(purpose, fields, place) {
        Ok(question) => question,
        Err(refusal) => return Ok(Err(Refusal::Question(refusal))),
    };
    let (ask, asker) = (AskId::new(entropy::bytes()?), AskerId::Officer(officer.account.clone()));
    let put = provider.store.put_question(&facts, &ask, &asker, &question, now).await?;
    Ok(put.then_some(ask).ok_or(Refusal::TooLate))
}

/// The questions that wait for this person's answer.
pub async fn waiting(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Vec<Asked>, Fault> {
    let mut waiting = Vec::new();
    for facts in provider.store.open_asks(&session.account, now).await? {
        let asker = who::named(&facts.asker, provider).await?;
        let in_name_of = match &facts.presenter {
            None => None,
            Some(_) => name_of(&facts.holder, provider).await?,
        };
        waiting.push(Asked { facts, asker, in_name_of });
    }
    Ok(waiting)
}

/// The holder answers: what is chosen is released, or with nothing chosen nothing is.
pub async fn answer(
    session: &SessionFacts,
    id: &AskId,
    choice: &Choice,
    provider: &Provider,
    now: Timestamp,
) -> Result<Answered, Fault> {
    let facts = provider.store.ask(id).await?.filter(|facts| *facts.answered_by() == session.account);
    let Some(facts) = facts.filter(|facts| facts.state_at(now) == State::Asked) else { return Ok(Answered::TooLate) };
    let level = match &facts.presenter {
        None => watch_cards::opened_level(session, provider, now).await?,
        Some(_) if session.level < TWO_FACTORS => return Ok(Answered::StepUp),
        // Who answers for somebody is asked of the register again at each use (A04).
        Some(presenter) => match dependant::prove(&session.account, &presenter.link, provider, now).await? {
            Some(proven) if proven.opens() => proven.opened_level(now),
            _ => return Ok(Answered::NotTheirs),
        },
    };
    let Some(allowed) = facts.allowed(choice, level) else {
        let denied = provider.store.deny(&facts, now).await?;
        return Ok(if denied { Answered::Denied } else { Answered::TooLate });
    };
    let Some(record) = release::record(&facts.holder, provider, now).await? else { return Ok(Answered::TooLate) };
    let making = release::Making {
        ask: facts.id,
        presentation: facts.presentation,
        digest: facts.presentation_digest,
        kind: facts.kind,
        holder: facts.holder,
        presenter: facts.presenter,
        asker: who::named(&facts.asker, provider).await?,
        question: facts.question,
        allowed,
    };
    let release = release::make(making, &record, provider, now).await?;
    let written = provider.store.allow(&facts.session, &release, now).await?;
    Ok(if written { Answered::Allowed(release.receipt) } else { Answered::TooLate })
}

/// What came of a question, for whoever asked; none for anybody else.
pub async fn outcome(
    asker: &AskerId,
    id: &AskId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Outcome>, Fault> {
    let asked = provider.store.ask(id).await?.filter(|asked| &asked.asker == asker);
    let Some(asked) = asked else { return Ok(None) };
    let signed = provider.store.released(id, now).await?;
    let read = |text: &String| {
        let (ring, signed) = (provider.keys.ring(), selective::signed_part(text));
        let verified = ring.verify_own(signed, KeyPurpose::Token, disclosure::TYP, now).ok()?;
        disclosure::read_release(text, verified.claims.members())
    };
    Ok(Some(Outcome {
        state: asked.state_at(now),
        released: signed.as_ref().and_then(read),
        receipt: provider.store.receipt_of(id).await?.map(|kept| kept.id),
        signed,
        asked,
    }))
}

/// A receipt with its proof, for the holder or for who asked; none for anybody else.
pub async fn receipt(
    id: &ReceiptId,
    viewer: &AccountId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Held>, Fault> {
    let kept = provider.store.receipt(id).await?;
    let former = provider.store.merged_into(viewer).await?;
    let is_theirs = |kept: &KeptReceipt| {
        let acted = kept.acted_by.as_ref();
        &kept.holder == viewer || former.contains(&kept.holder) || acted == Some(viewer) || kept.asker.is_person(viewer)
    };
    let Some(kept) = kept.filter(is_theirs) else { return Ok(None) };
    let mut held = named(held(kept, provider, now), provider).await?;
    if let Some(receipt) = &held.receipt {
        held.inclusion = ledger::proof(&receipt.leaf, provider).await?;
    }
    Ok(Some(held))
}

/// The holder's receipts, newest first.
pub async fn receipts(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Vec<Held>, Fault> {
    let mut kept = provider.store.receipts_of_holder(&session.account, RECEIPTS).await?;
    for former in provider.store.merged_into(&session.account).await? {
        kept.extend(provider.store.receipts_of_holder(&former, RECEIPTS).await?);
    }
    kept.sort_by_key(|kept| std::cmp::Reverse(kept.issued_at));
    let mut receipts = Vec::with_capacity(kept.len());
    for kept in kept {
        receipts.push(named(held(kept, provider, now), provider).await?);
    }
    Ok(receipts)
}

/// A receipt of what somebody showed in another's name says in whose: by initials, as it was declared.
async fn named(held: Held, provider: &Provider) -> Result<Held, Fault> {
    if held.kept.acted_by.is_none() {
        return Ok(held);
    }
    let name = name_of(&held.kept.holder, provider).await?;
    Ok(Held { in_name_of: name.map(|name| disclosure::initials_of(&name)), ..held })
}

/// The name under which a dependant was declared.
async fn name_of(holder: &AccountId, provider: &Provider) -> Result<Option<String>, Fault> {
    let declared = provider.store.declared(holder).await?;
    Ok(declared.map(|declared| declared.name.as_str().to_owned()))
}

/// The receipt with its signature checked.
pub(super) fn held(kept: KeptReceipt, provider: &Provider, now: Timestamp) -> Held {
    let verified = provider.keys.ring().verify_own(&kept.signed, KeyPurpose::Receipt, TYP, now).ok();
    let receipt = verified.and_then(|verified| Receipt::read(verified.claims.members()));
    Held { receipt, kept, inclusion: None, in_name_of: None }
}

/// What another person's data take.
const TWO_FACTORS: i64 = 2;
const RECEIPTS: i64 = 200;
