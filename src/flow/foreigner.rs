//! A foreigner applies at the immigration office (Decree 320/2026 new Art. 11): passport or travel document in hand, face
//! and fingerprints, matched against the register of immigration.
//!
//! ```text
//! open      ⊙ an immigration office, document, name, declaration ▣ count the try → immigration by document ⊙ passport, stay, account ▣ case
//! still_may → immigration, telephone companies: the same again at the approval
//! ```
//!
//! The account has no level since Decree 320/2026. An expired passport and an ended stay are said to the officer, who holds
//! the passport; everything else is one answer.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::apply::account_to_be;
use crate::flow::case_letter;
use crate::flow::prove::Refusal;
use crate::flow::receive::{self, account_of};
use crate::identity::decree;
use crate::identity::foreigner::{DocumentId, ForeignerRecord, LatinName, Nationality};
use crate::identity::language::Language;
use crate::identity::matching::{self, Outcome, PhoneStanding};
use crate::identity::name::NameRefusal;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::{Declared, DeclaredRefusal, Form, Record, VitalStatus};
use crate::identity::proofing::{Applicant, Basis, CaseKind, code};
use crate::identity::unit::Unit;
use crate::provider::Provider;
use crate::secret::{AccountId, CaseId};
use crate::store::officer_case::NewCase;

/// What came from the form TK01 of a foreigner; the number of the form is the register's to say.
#[derive(Clone, Copy)]
pub struct Submitted<'a> {
    /// Three capitals.
    pub nationality: &'a str,
    /// The number of the passport or travel document.
    pub document: &'a str,
    /// What is declared.
    pub form: Form<'a>,
    /// In which language the person wants to be written to.
    pub language: &'a str,
}

/// Why an application was not taken.
#[derive(Debug)]
pub enum Refused {
    /// Some fields cannot be read.
    Fields {
        /// The nationality is no three capitals, or Viet Nam's own.
        nationality: bool,
        /// The document's number.
        document: bool,
        /// What is declared.
        declared: DeclaredRefusal,
    },
    /// The unit is no immigration office; these are, the nearest first.
    Elsewhere(Vec<Unit>),
    /// The counter refuses.
    Counter(Refusal),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Counter(refusal)
    }
}

impl From<Bar> for Refused {
    fn from(bar: Bar) -> Self {
        Self::Counter(bar.into())
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Counter(fault.into())
    }
}

/// Where foreigners are received: the immigration offices, those of the officer's own province first.
pub async fn offices(officer: &Officer, provider: &Provider) -> Result<Vec<Unit>, Fault> {
    let here = provider.store.unit_named(&officer.unit).await?.map(|unit| unit.province);
    let mut offices = provider.store.immigration_offices().await?;
    offices.sort_by_key(|office| Some(&office.province) != here.as_ref());
    Ok(offices)
}

/// Opens a case that is to make a foreigner's account, or finds the one that the own unit has open.
pub async fn open(
    submitted: Submitted<'_>,
    begins: bool,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<CaseId, Refused> {
    if !officer.may(Module::Account, Action::Receive) || (begins && !officer.may(Module::Account, Action::Process)) {
        return Err(Bar::NotPermitted.into());
    }
    if officer.may_serve_foreigners().is_err() {
        return Err(Refused::Elsewhere(offices(officer, provider).await?));
    }
    let (document, declared, language) = parse(submitted)?;
    receive::count(officer, provider, now).await?;
    let known = provider.immigration.by_document(&document).await?.filter(|known| known.document == document);
    let existing = match &known {
        Some(known) => account_of(&known.number, provider).await?,
        None => None,
    };
    let refused = async |reason, refusal| {
        receive::not_opened(reason, existing.as_ref(), CaseKind::Foreigner, officer, provider, now).await?;
        Err(Refused::Counter(refusal))
    };
    let Some(known) = known.filter(|known| known.status == VitalStatus::Alive) else {
        return refused("unknown", Refusal::NotPossible).await;
    };
    match standing(&known, now) {
        Err(Refusal::PassportExpired) => return refused("passport_expired", Refusal::PassportExpired).await,
        Err(Refusal::StayEnded) => return refused("stay_ended", Refusal::StayEnded).await,
        Err(_) => return refused("under_age", Refusal::NotPossible).await,
        Ok(()) => {}
    }
    if existing.is_some() {
        return refused("has_account", Refusal::NotPossible).await;
    }
    let applicant = Applicant { declared: Declared { number: known.number, ..declared }, language };
    let basis = if known.has_biometrics { Basis::BiometricsHeld } else { Basis::BiometricsTaken };
    let (id, due_at) = (CaseId::new(entropy::bytes()?), basis.due(now));
    let account = AccountId::new(entropy::bytes()?);
    let to_be = account_to_be(&account, CaseKind::Foreigner, &applicant, now);
    let case = NewCase {
        kind: CaseKind::Foreigner,
        person: provider.store.person_digest(&known.number),
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

/// Whether the account may be made now: passport and stay hold, what was declared is the register's, the phone is own.
pub(super) async fn still_may(applicant: &Applicant, provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    let declared = &applicant.declared;
    let (known, subscriber) = tokio::try_join!(
        provider.immigration.by_number(&declared.number),
        provider.registry.subscriber(&declared.phone)
    )?;
    let known = known.ok_or(Refusal::NotEntitled)?;
    standing(&known, now)?;
    match matching::compare(declared, known.as_person().as_ref()) {
        Outcome::Match(_) => {}
        Outcome::Differs(_) => return Err(Refusal::DeclaredDiffers),
        _ => return Err(Refusal::NotEntitled),
    }
    if matching::phone_standing(subscriber.as_ref(), &declared.number, None) != PhoneStanding::Own {
        return Err(Refusal::PhoneNotOwn);
    }
    if account_of(&declared.number, provider).await?.is_some() {
        return Err(Refusal::AccountChanged);
    }
    Ok(())
}

/// Whether who has an account already still holds a passport and may stay.
pub(super) async fn still_stays(number: &PersonalNumber, provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    let known = provider.immigration.by_number(number).await?.filter(|known| known.number == *number);
    standing(&known.ok_or(Refusal::NotEntitled)?, now)
}

/// The foreigner with this number, who holds a passport and may stay, as the register of the population has people.
pub(super) async fn staying(
    number: &PersonalNumber,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Record>, Fault> {
    let known = provider.immigration.by_number(number).await?.filter(|known| known.number == *number);
    Ok(known.filter(|known| standing(known, now).is_ok()).and_then(|known| known.as_person()))
}

/// Whether passport, stay and age allow an account of one's own.
fn standing(known: &ForeignerRecord, now: Timestamp) -> Result<(), Refusal> {
    let today = now.day_in_vietnam();
    if known.birth.age_on(today) < decree::in_force(today).own_application_age {
        Err(Refusal::NotEntitled)
    } else if !known.has_valid_document_on(today) {
        Err(Refusal::PassportExpired)
    } else if !known.may_stay_on(today) {
        Err(Refusal::StayEnded)
    } else {
        Ok(())
    }
}

/// The document, the declaration and the language, or everything that is wrong with them at once.
fn parse(submitted: Submitted<'_>) -> Result<(DocumentId, Declared, Language), Refused> {
    let typed = submitted.nationality.trim().to_ascii_uppercase();
    let nationality = Nationality::parse(&typed).filter(|nationality| !nationality.is_vietnamese());
    let document = nationality.and_then(|nationality| DocumentId::parse(nationality, submitted.document.trim()));
    let latin = LatinName::parse(submitted.form.name);
    let name = latin.as_ref().map_or("", LatinName::as_str);
    // The number is not declared: it is the register's, and stands in the form's place only until the register is asked.
    let declared = Declared::parse(Form { number: PLACEHOLDER, name, ..submitted.form });
    let language = Language::parse(submitted.language).unwrap_or(Language::En);
    match (document, declared) {
        (Some(document), Ok(declared)) => Ok((document, declared, language)),
        (document, declared) => {
            let mut declared = declared.err().unwrap_or_default();
            if latin.is_err() && declared.name.is_none() {
                declared.name = Some(NameRefusal::Empty);
            }
            Err(Refused::Fields {
                nationality: nationality.is_none(),
                document: nationality.is_some() && document.is_none(),
                declared,
            })
        }
    }
}

/// Nobody's number, of the right shape.
const PLACEHOLDER: &str = "000000000000";
