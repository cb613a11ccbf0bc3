//! Work on a case: what one officer sees, records and hands on, for another to decide.
//!
//! ```text
//! begin   ▣ from received to processed (K10)
//! record  documents: what the officer saw · face, fingerprints: → the comparing system ▣ evidence
//! submit  → company, where the person needs it ⊙ Open::submit ▣
//! ```
//!
//! A case begins in `flow::receive`, `flow::apply`; it is returned in `flow::supplement` and ends in `flow::decide`.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::case_view::subject;
use crate::flow::{apply, company, person};
use crate::identity::account::Account;
use crate::identity::officer::{Bar, Officer};
use crate::identity::person::Record;
use crate::identity::proofing::company::CompanyRefusal;
use crate::identity::proofing::document::OriginalRefusal;
use crate::identity::proofing::supplement::ReturnRefusal;
use crate::identity::proofing::{
    Case, CaseKind, EvidenceKind, Open, SubmitRefusal, Submitted, Verdict, Words, WordsRefusal,
};
use crate::provider::Provider;
use crate::secret::CaseId;

/// Why something at the counter was not done.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not.
    Barred(Bar),
    /// What was typed is not 12 digits.
    NotANumber,
    /// No case can be opened for this number; one answer for every reason, so that the counter is no oracle.
    NotPossible,
    /// The officer has opened or tried as many cases as a day allows.
    TooMany(Timestamp),
    /// There is no such case.
    NoSuchCase,
    /// Somebody else changed the case first, or it is not in the state for that.
    Stale,
    /// Who must come along did not, or does not count.
    Company(CompanyRefusal),
    /// These were not yet looked at.
    Missing(Vec<EvidenceKind>),
    /// The evidence does not carry level 2.
    Insufficient(Verdict),
    /// The register has no valid card of this person, so that none can have been seen.
    CardNotValid,
    /// What the officer wrote is no reason.
    Reason(WordsRefusal),
    /// A refusal without the clause on which it rests.
    NoGround,
    /// A refusal is proposed without an opinion.
    NoOpinion,
    /// No paper was compared in a case about papers.
    NoOriginal,
    /// What was typed from a paper cannot be read, or proves nothing.
    Original(OriginalRefusal),
    /// The officer did not say that the paper was compared with its original.
    NotCompared,
    /// A case takes in no more papers.
    TooManyOriginals,
    /// The case may not be returned for that.
    NotReturned(ReturnRefusal),
    /// What was typed is no number of a card's dossier.
    NotAReference,
    /// What was declared differs from the register.
    DeclaredDiffers,
    /// The phone number is not in the person's own name.
    PhoneNotOwn,
    /// The person may not have such an account now.
    NotEntitled,
    /// The passport has run out.
    PassportExpired,
    /// The residence has ended, or there never was one.
    StayEnded,
    /// The account was locked, closed or raised meanwhile.
    AccountChanged,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<CompanyRefusal> for Refusal {
    fn from(refusal: CompanyRefusal) -> Self {
        Self::Company(refusal)
    }
}

impl From<Bar> for Refusal {
    fn from(bar: Bar) -> Self {
        Self::Barred(bar)
    }
}

/// Begins to work on a case that was received (K07, K10).
pub async fn begin(
    id: &CaseId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let received = match case_for(id, officer, provider).await? {
        Case::Received(received) if received.intake.version == version => received,
        _ => return Err(Refusal::Stale),
    };
    received.may_begin(officer)?;
    let begun = provider.store.begin_case(&received.intake, &officer.account, now).await?;
    if begun { Ok(()) } else { Err(Refusal::Stale) }
}

/// Records that the officer held the card or travel document and compared it with the register and the person.
pub async fn record_document(
    id: &CaseId,
    version: i64,
    kind: EvidenceKind,
    passed: bool,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    if !kind.is_held_in_hand() || !open.intake.kind.needed().contains(&kind) {
        return Err(Refusal::Stale);
    }
    if passed && !subject(record_of(&Case::Open(open.clone()), provider).await?, now).document_is_valid(kind) {
        return Err(Refusal::CardNotValid);
    }
    let recorded = provider.store.record_evidence(&open, kind, passed, None, &officer.account, now).await?;
    if recorded { Ok(()) } else { Err(Refusal::Stale) }
}

/// Has the face or the fingerprints that were captured at the counter compared, and records the result.
pub async fn compare(
    id: &CaseId,
    version: i64,
    kind: EvidenceKind,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    if kind.is_held_in_hand() || !open.intake.kind.needed().contains(&kind) {
        return Err(Refusal::Stale);
    }
    let number = holder(&Case::Open(open.clone()), provider, now).await?.number;
    let found = provider.biometrics.compare(&number, kind).await?;
    let recorded = provider
        .store
        .record_evidence(&open, kind, found.passed, Some(&found.reference), &officer.account, now)
        .await?;
    if recorded { Ok(()) } else { Err(Refusal::Stale) }
}

/// Hands the case to another officer, with an opinion if there is one (K13).
pub async fn submit(
    id: &CaseId,
    version: i64,
    opinion: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    let opinion = match opinion.trim() {
        "" => None,
        written => Some(Words::parse(written).map_err(Refusal::Reason)?),
    };
    let accompanied = company::stands(&Case::Open(open.clone()), provider, now).await?;
    let submitted = open.submit(opinion, accompanied, officer, now).map_err(not_submitted)?;
    if provider.store.submit_case(&submitted).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// Hands on what will never be complete, with the opinion that it be refused.
pub async fn propose_refusal(
    id: &CaseId,
    version: i64,
    opinion: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    let opinion = Words::parse(opinion).map_err(Refusal::Reason)?;
    let submitted = open.propose_refusal(Some(opinion), officer, now).map_err(not_submitted)?;
    if provider.store.submit_case(&submitted).await? { Ok(()) } else { Err(Refusal::Stale) }
}

fn not_submitted(refusal: SubmitRefusal) -> Refusal {
    match refusal {
        SubmitRefusal::Barred(bar) => Refusal::Barred(bar),
        SubmitRefusal::Missing(kinds) => Refusal::Missing(kinds),
        SubmitRefusal::NoOriginal => Refusal::NoOriginal,
        SubmitRefusal::NoOpinion => Refusal::NoOpinion,
    }
}

/// Gives back what another officer submitted, with everything that is to be completed.
pub async fn give_back(
    id: &CaseId,
    version: i64,
    kinds: Vec<EvidenceKind>,
    guidance: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let submitted = submitted_case(id, version, officer, provider).await?;
    submitted.may_decide(officer)?;
    let guidance = Words::parse(guidance).map_err(Refusal::Reason)?;
    let open = submitted.give_back(kinds, guidance, officer, now)?;
    let Some(given_back) = &open.given_back else { return Err(Refusal::Stale) };
    if provider.store.give_back_case(&open.intake, given_back).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// The case, when this officer may see it.
pub(super) async fn case_for(id: &CaseId, officer: &Officer, provider: &Provider) -> Result<Case, Refusal> {
    let case = provider.store.officer_case(id).await?.ok_or(Refusal::NoSuchCase)?;
    case.may_view(officer)?;
    Ok(case)
}

/// The register's record of whom a case is about.
pub(super) async fn record_of(case: &Case, provider: &Provider) -> Result<Record, Fault> {
    let intake = case.intake();
    let record = match (&intake.applicant, intake.kind) {
        (Some(applicant), CaseKind::Foreigner) => person::foreigner(&applicant.declared.number, provider).await?,
        (Some(applicant), _) => provider.registry.look_up(&applicant.declared.number).await?,
        (None, _) => person::record_of(&account_in(case, provider).await?, provider).await?,
    };
    record.ok_or_else(|| Fault::RegistryDown(String::from("the register no longer knows the holder of an account")))
}

/// The open case in that version, when this officer may work on it.
pub(super) async fn open_case(
    id: &CaseId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
) -> Result<Open, Refusal> {
    match case_for(id, officer, provider).await? {
        Case::Open(open) if open.intake.version == version => {
            open.may_record(officer)?;
            Ok(open)
        }
        _ => Err(Refusal::Stale),
    }
}

/// The submitted case in that version.
pub(super) async fn submitted_case(
    id: &CaseId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
) -> Result<Submitted, Refusal> {
    match case_for(id, officer, provider).await? {
        Case::Submitted(submitted) if submitted.intake.version == version => Ok(submitted),
        _ => Err(Refusal::Stale),
    }
}

/// Whom a case is about, as messages reach the person: the account, or what it is to be.
pub(super) async fn holder(case: &Case, provider: &Provider, now: Timestamp) -> Result<Account, Fault> {
    let intake = case.intake();
    match &intake.applicant {
        Some(applicant) => Ok(apply::account_to_be(&intake.account, intake.kind, applicant, now)),
        None => account_in(case, provider).await,
    }
}

async fn account_in(case: &Case, provider: &Provider) -> Result<Account, Fault> {
    let id = &case.intake().account;
    let account = provider.store.account(id).await?;
    account.ok_or_else(|| Fault::Corrupt {
        table: "officer_case",
        column: "account_id",
        id: case.intake().id.to_string(),
    })
}
