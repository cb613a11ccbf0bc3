//! What an applicant declared at the counter, and what stands on a paper, as they are sealed in a case.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::fault::Fault;
use crate::identity::language::Language;
use crate::identity::proofing::Applicant;
use crate::identity::proofing::document::{DocumentKind, Original};
use crate::seal::{Place, Vault};
use crate::secret::{CaseId, OriginalId};
use crate::store::enrolment::Kept;

#[derive(Deserialize, Serialize)]
struct KeptApplicant {
    declared: Kept,
    language: String,
}

#[derive(Deserialize, Serialize)]
struct KeptOriginal {
    kind: String,
    number: String,
    issued_on: String,
    expires_on: Option<String>,
}

/// Seals a declaration into its case.
pub(super) fn seal(vault: &Vault, case: &CaseId, applicant: &Applicant) -> Result<String, Fault> {
    let kept = KeptApplicant { declared: Kept::of(&applicant.declared), language: applicant.language.tag().to_owned() };
    vault.seal(declared_place(case.as_str()), &written(&kept)?)
}

/// Opens what was declared in a case.
pub(super) fn open(vault: &Vault, case: &str, sealed: &str) -> Result<Applicant, Fault> {
    let corrupt = || Fault::Corrupt { table: "officer_case", column: "declared_sealed", id: case.to_owned() };
    let kept: KeptApplicant =
        serde_json::from_str(&vault.open(declared_place(case), sealed)?).map_err(|_| corrupt())?;
    Ok(Applicant {
        declared: kept.declared.declared().ok_or_else(corrupt)?,
        language: Language::parse(&kept.language).ok_or_else(corrupt)?,
    })
}

/// Seals what stands on a paper.
pub(super) fn seal_original(vault: &Vault, id: &OriginalId, original: &Original) -> Result<String, Fault> {
    let kept = KeptOriginal {
        kind: original.kind.as_str().to_owned(),
        number: original.number.clone(),
        issued_on: original.issued_on.to_string(),
        expires_on: original.expires_on.map(|day| day.to_string()),
    };
    vault.seal(paper_place(id.as_str()), &written(&kept)?)
}

/// Opens what stands on a paper.
pub(super) fn open_original(vault: &Vault, id: &str, sealed: &str) -> Result<Original, Fault> {
    let corrupt = || Fault::Corrupt { table: "original_document", column: "paper_sealed", id: id.to_owned() };
    let kept: KeptOriginal = serde_json::from_str(&vault.open(paper_place(id), sealed)?).map_err(|_| corrupt())?;
    Ok(Original {
        kind: DocumentKind::parse(&kept.kind).ok_or_else(corrupt)?,
        number: kept.number,
        issued_on: Day::parse(&kept.issued_on).ok_or_else(corrupt)?,
        expires_on: match kept.expires_on {
            None => None,
            Some(day) => Some(Day::parse(&day).ok_or_else(corrupt)?),
        },
    })
}

fn written(kept: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(kept).map_err(|error| Fault::caused("what is sealed in a case could not be written", error))
}

fn declared_place(row: &str) -> Place<'_> {
    Place { table: "officer_case", column: "declared", row }
}

fn paper_place(row: &str) -> Place<'_> {
    Place { table: "original_document", column: "paper", row }
}
