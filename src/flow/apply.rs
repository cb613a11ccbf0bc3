//! A citizen without an account applies at the counter (Decree 69/2024 Art. 10(2), (3); inventory C15 to C18).
//!
//! ```text
//! open   ⊙ Declared::parse ▣ count the try → register, account ⊙ who may have one ▣ case, or the refused try journalled
//! mend   ⊙ Declared::parse ▣ what is declared, as the person says it now
//! apply for card                  ▣ under what number the card was applied for: one case, two results
//! still_may → register, telephone companies ⊙ enrolment::decide: what an approval needs to be true at that moment
//! ```
//!
//! The register is right about who somebody is: what is declared otherwise is shown field by field (K11), mended at the
//! counter or in the register, and never approved.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::case_letter;
use crate::flow::prove::{Refusal, open_case};
use crate::flow::receive::{self, account_of};
use crate::identity::account::{Account, AccountKind, AccountLevel, Channel, State};
use crate::identity::activation;
use crate::identity::decree;
use crate::identity::enrolment::{self, EnrolmentFacts, Finding};
use crate::identity::language::Language;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Label, Module, Officer};
use crate::identity::person::{Declared, DeclaredRefusal, Form, Record};
use crate::identity::proofing::{Applicant, Basis, CaseKind, code};
use crate::provider::Provider;
use crate::secret::{AccountId, CaseId};
use crate::store::officer_case::NewCase;

/// What came from the form TK01.
#[derive(Clone, Copy)]
pub struct Submitted<'a> {
    /// What is declared.
    pub form: Form<'a>,
    /// In which language the person wants to be written to.
    pub language: &'a str,
}

/// Why an application was not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// Some fields cannot be read.
    Fields(DeclaredRefusal),
    /// The counter refuses.
    Counter(Refusal),
}

impl From<Refusal> for NotTaken {
    fn from(refusal: Refusal) -> Self {
        Self::Counter(refusal)
    }
}

impl From<Fault> for NotTaken {
    fn from(fault: Fault) -> Self {
        Self::Counter(fault.into())
    }
}

/// Opens a case that is to make an account, or finds the one that the own unit has open for this person.
pub async fn open(
    submitted: Submitted<'_>,
    begins: bool,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<CaseId, NotTaken> {
    if !officer.may(Module::Account, Action::Receive) || (begins && !officer.may(Module::Account, Action::Process)) {
        return Err(Refusal::from(Bar::NotPermitted).into());
    }
    let applicant = parse(submitted)?;
    receive::count(officer, provider, now).await?;
    let number = applicant.declared.number;
    let record = provider.registry.look_up(&number).await?.filter(|record| record.number == number);
    let existing = account_of(&number, provider).await?;
    // Who the person is, whatever was declared: the differences are the case's matter, and no ground to send anybody away.
    let finding = record.as_ref().map_or(Finding::Unknown, |record| {
        let truth = Declared {
            name: record.name.clone(),
            birth: record.birth,
            gender: record.gender,
            ..applicant.declared.clone()
        };
        decided(&truth, Some(record), existing.is_some(), Some(&number), now)
    });
    let Some(record) = record.filter(|_| finding == Finding::Matched) else {
        receive::not_opened(finding.as_str(), existing.as_ref(), CaseKind::Make, officer, provider, now).await?;
        return Err(Refusal::NotPossible.into());
    };
    let basis = Basis::of(record.details.card.as_ref(), now.day_in_vietnam());
    let (id, due_at) = (CaseId::new(entropy::bytes()?), basis.due(now));
    let account = AccountId::new(entropy::bytes()?);
    let to_be = account_to_be(&account, CaseKind::Make, &applicant, now);
    let case = NewCase {
        kind: CaseKind::Make,
        person: provider.store.person_digest(&number),
        unit: officer.unit.clone(),
        basis,
        opened_by: officer.account.clone(),
        due_at,
        begins,
        message: case_letter::received(&to_be, &code(&id), due_at, &provider.config),
        account,
        applicant: Some(applicant),
        id,
    };
    Ok(receive::open_for(&case, None, officer, provider, now).await?)
}

/// Mends what was declared, as the person says it now; the number stays: another number is another person.
pub async fn mend(
    id: &CaseId,
    version: i64,
    submitted: Submitted<'_>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), NotTaken> {
    let open = open_case(id, version, officer, provider).await?;
    let Some(before) = &open.intake.applicant else { return Err(Refusal::Stale.into()) };
    let form = Form { number: before.declared.number.as_str(), ..submitted.form };
    let applicant = parse(Submitted { form, ..submitted })?;
    let mended = provider.store.mend_declaration(&open, &applicant, &officer.account, now).await?;
    if mended { Ok(()) } else { Err(Refusal::Stale.into()) }
}

/// Writes down under what number the card was applied for, with the same face and fingerprints (C18).
pub async fn apply_for_card(
    id: &CaseId,
    version: i64,
    reference: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    let is_code = |text: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-./".contains(letter));
    let reference =
        Label::parse(reference).filter(|label| label.as_str().len() <= REFERENCE && is_code(label.as_str()));
    let reference = reference.ok_or(Refusal::NotAReference)?;
    if open.intake.basis != Basis::CardApplication {
        return Err(Refusal::Stale);
    }
    let written = provider.store.record_card_application(&open, &reference, &officer.account, now).await?;
    if written { Ok(()) } else { Err(Refusal::Stale) }
}

/// Whether the account may be made now: the declaration matches, the phone is the person's own, the card holds.
pub(super) async fn still_may(applicant: &Applicant, provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    let declared = &applicant.declared;
    let (record, subscriber) =
        tokio::try_join!(provider.registry.look_up(&declared.number), provider.registry.subscriber(&declared.phone))?;
    let existing = account_of(&declared.number, provider).await?;
    match decided(declared, record.as_ref(), existing.is_some(), subscriber.as_ref(), now) {
        Finding::Matched => {}
        Finding::Differs(_) => return Err(Refusal::DeclaredDiffers),
        Finding::PhoneNotOwn => return Err(Refusal::PhoneNotOwn),
        Finding::HasAccount => return Err(Refusal::AccountChanged),
        _ => return Err(Refusal::NotEntitled),
    }
    let card = record.and_then(|record| record.details.card);
    let is_valid = card.is_some_and(|card| card.is_valid_on(now.day_in_vietnam()));
    if is_valid { Ok(()) } else { Err(Refusal::CardNotValid) }
}

/// The account that a case is to make, as it would be made now.
pub(super) fn account_to_be(id: &AccountId, kind: CaseKind, applicant: &Applicant, now: Timestamp) -> Account {
    let rules = decree::in_force(now.day_in_vietnam());
    let (kind, level) = match kind {
        CaseKind::Foreigner => (AccountKind::Foreigner, rules.foreigner_has_level.then_some(AccountLevel::Two)),
        _ => (AccountKind::Citizen, Some(AccountLevel::Two)),
    };
    Account {
        id: id.clone(),
        kind,
        state: State::Approved,
        level,
        number: applicant.declared.number,
        phone: applicant.declared.phone.clone(),
        // As in an enrolment: an address that anybody could have typed, an officer too, must not receive what opens the
        // account (PM04). Codes go to the phone that the telephone companies have in the person's own name.
        email: None,
        channel: Channel::Sms,
        language: applicant.language,
        created_at: now,
        activation_closes_at: activation::closes_at(now, rules),
        activated_at: None,
        raised_at: level.map(|_| now),
        proofed_at: Some(now),
        verification_qr_at: None,
        grounds: Vec::new(),
        version: 1,
    }
}

/// The application as an enrolment of one's own is decided.
fn decided(
    declared: &Declared,
    record: Option<&Record>,
    has_account: bool,
    subscriber: Option<&PersonalNumber>,
    now: Timestamp,
) -> Finding {
    let today = now.day_in_vietnam();
    let facts = EnrolmentFacts {
        declared,
        record,
        subscriber,
        has_account,
        is_in_care: false,
        today,
        rules: decree::in_force(today),
    };
    enrolment::decide(&facts)
}

fn parse(submitted: Submitted<'_>) -> Result<Applicant, NotTaken> {
    let language = Language::parse(submitted.language).unwrap_or(Language::Vi);
    let declared = Declared::parse(submitted.form).map_err(NotTaken::Fields)?;
    Ok(Applicant { declared, language })
}

/// Longest number of a card's dossier.
const REFERENCE: usize = 40;
