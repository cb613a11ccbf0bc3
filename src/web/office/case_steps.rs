//! The steps inside a case beside what is seen and decided: returned and taken up again, the registers asked, the card
//! applied for, papers compared with their originals.

use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::originals::Typed as Paper;
use crate::flow::{apply, check_case, company, originals, supplement};
use crate::identity::proofing::supplement::Lack;
use crate::secret::OriginalId;
use crate::web::error::Failure;
use crate::web::form::Posted;
use crate::web::office::case::{Asked, version};
use crate::web::office::case_shown::Typed;

/// Returns the case to the person for everything that is lacking.
pub(in crate::web) async fn return_for(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let Asked { id, officer, provider, now, .. } = &asked;
    let lacks: Vec<Lack> = Lack::ALL.into_iter().filter(|lack| fields.has(lack.as_str())).collect();
    let guidance = fields.typed("supplement_guidance");
    let done = supplement::return_for(id, version(&fields)?, lacks.clone(), guidance, officer, provider, *now).await;
    asked.answer(done, Typed { lacks, supplement: guidance.to_owned(), ..Typed::default() }).await
}

/// Takes the case up again: the person has brought everything.
pub(in crate::web) async fn resume(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let done = supplement::resume(&asked.id, version(&fields)?, &asked.officer, &asked.provider, asked.now).await;
    asked.answer(done, Typed::default()).await
}

/// Asks the registers on demand and shows what they say.
pub(in crate::web) async fn check(asked: Asked, Posted(_): Posted) -> Result<Response, Failure> {
    match check_case::check(&asked.id, &asked.officer, &asked.provider, asked.now).await {
        Ok(checked) => asked.page(StatusCode::OK, None, Some(checked), Typed::default()).await,
        Err(refusal) => asked.answer(Err(refusal), Typed::default()).await,
    }
}

/// Takes down who came along.
pub(in crate::web) async fn accompany(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let Asked { id, officer, provider, now, .. } = &asked;
    let (number, was_seen) = (fields.typed("companion_number"), fields.has("companion_seen"));
    let done = company::record(id, version(&fields)?, (number, was_seen), officer, provider, *now).await;
    asked.answer(done, Typed { companion: number.to_owned(), ..Typed::default() }).await
}

/// Writes down under what number the card was applied for.
pub(in crate::web) async fn apply_for_card(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let Asked { id, officer, provider, now, .. } = &asked;
    let reference = fields.typed("reference");
    let done = apply::apply_for_card(id, version(&fields)?, reference, officer, provider, *now).await;
    asked.answer(done, Typed { reference: reference.to_owned(), ..Typed::default() }).await
}

/// Records a paper that was compared with its original.
pub(in crate::web) async fn add_original(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let Asked { id, officer, provider, now, .. } = &asked;
    let paper = Paper {
        kind: fields.typed("paper_kind"),
        number: fields.typed("paper_number"),
        issued_on: fields.typed("issued_on"),
        expires_on: fields.typed("expires_on"),
        compared: fields.has("compared"),
    };
    let done = originals::add(id, version(&fields)?, paper, officer, provider, *now).await;
    let typed = Typed {
        paper_kind: paper.kind.to_owned(),
        paper_number: paper.number.to_owned(),
        issued_on: paper.issued_on.to_owned(),
        expires_on: paper.expires_on.to_owned(),
        ..Typed::default()
    };
    asked.answer(done, typed).await
}

/// Takes a paper out of the case again.
pub(in crate::web) async fn remove_original(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let Asked { id, officer, provider, now, .. } = &asked;
    let paper = OriginalId::from_text(fields.typed("paper"));
    let done = originals::remove(id, version(&fields)?, &paper, officer, provider, *now).await;
    asked.answer(done, Typed::default()).await
}
