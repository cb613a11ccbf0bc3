//! A case: the person as far as the task needs, what was seen and by whom, and what the officer may do next.

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::check_case::Checked;
use crate::flow::prove::{self, Refusal};
use crate::flow::{case_view, decide};
use crate::identity::officer::{Bar, Officer};
use crate::identity::proofing::{EvidenceKind, code};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::case_shown::{Typed, Wrong, case_page};
use crate::web::office::case_wrong::wrong;
use crate::web::shell::{Shell, page};

/// The case.
pub(in crate::web) async fn show(asked: Asked) -> Result<Response, Failure> {
    asked.page(StatusCode::OK, None, None, Typed::default()).await
}

/// Begins to work on a case that was received.
pub(in crate::web) async fn begin(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let done = prove::begin(&asked.id, version(&fields)?, &asked.officer, &asked.provider, asked.now).await;
    asked.answer(done, Typed::default()).await
}

/// Records one thing that was seen.
pub(in crate::web) async fn record(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let Asked { id, officer, provider, now, .. } = &asked;
    let kind = EvidenceKind::parse(fields.typed("kind")).ok_or(PageError::Unreadable)?;
    let version = version(&fields)?;
    let done = match (kind.is_held_in_hand(), fields.typed("result")) {
        (true, "passed") => prove::record_document(id, version, kind, true, officer, provider, *now).await,
        (true, "failed") => prove::record_document(id, version, kind, false, officer, provider, *now).await,
        (true, _) => return Err(PageError::Unreadable.into()),
        (false, _) => prove::compare(id, version, kind, officer, provider, *now).await,
    };
    asked.answer(done, Typed::default()).await
}

/// Hands the case to another officer; as complete, or to be refused.
pub(in crate::web) async fn submit(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let Asked { id, officer, provider, now, .. } = &asked;
    let (version, opinion) = (version(&fields)?, fields.typed("opinion"));
    let done = match fields.typed("proposal") {
        "refuse" => prove::propose_refusal(id, version, opinion, officer, provider, *now).await,
        _ => prove::submit(id, version, opinion, officer, provider, *now).await,
    };
    asked.answer(done, Typed { opinion: opinion.to_owned(), ..Typed::default() }).await
}

/// Decides what another officer submitted.
pub(in crate::web) async fn decide(asked: Asked, Posted(fields): Posted) -> Result<Response, Failure> {
    let Asked { id, officer, provider, now, .. } = &asked;
    let version = version(&fields)?;
    let (ground, reason, guidance) = (fields.typed("ground"), fields.typed("reason"), fields.typed("guidance"));
    let done = match fields.typed("decision") {
        "approve" => decide::approve(id, version, officer, provider, *now).await,
        "refuse" => decide::refuse(id, version, ground, reason, officer, provider, *now).await,
        "give_back" => {
            let kinds = EvidenceKind::EVERY.into_iter().filter(|kind| fields.has(kind.as_str())).collect();
            prove::give_back(id, version, kinds, guidance, officer, provider, *now).await
        }
        _ => return Err(PageError::Unreadable.into()),
    };
    let typed = Typed {
        ground: ground.to_owned(),
        reason: reason.to_owned(),
        guidance: guidance.to_owned(),
        ..Typed::default()
    };
    asked.answer(done, typed).await
}

/// Who asks about which case.
#[derive(Debug)]
pub(in crate::web) struct Asked {
    pub(super) id: CaseId,
    pub(super) officer: Officer,
    pub(super) browser: Browser,
    pub(super) provider: Provider,
    pub(super) now: Timestamp,
}

impl FromRequestParts<Provider> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, provider: &Provider) -> Result<Self, Response> {
        let Path(id) =
            Path::<String>::from_request_parts(parts, provider).await.map_err(IntoResponse::into_response)?;
        let OnDuty(officer) = OnDuty::from_request_parts(parts, provider).await?;
        let browser = <Browser as FromRequestParts<Provider>>::from_request_parts(parts, provider).await;
        let browser = browser.map_err(IntoResponse::into_response)?;
        let Ok(Now(now)) = Now::from_request_parts(parts, provider).await;
        Ok(Self { id: CaseId::from_text(id), officer, browser, provider: provider.clone(), now })
    }
}

impl Asked {
    /// Back to the case when it was done; else the case again with what was wrong and what was typed.
    pub(super) async fn answer(&self, done: Result<(), Refusal>, typed: Typed) -> Result<Response, Failure> {
        let wrong = match done {
            Ok(()) => return Ok(Redirect::to(&format!("/office/case/{}", self.id)).into_response()),
            Err(Refusal::TooMany(until)) => return Ok(too_many(until, self.now)),
            Err(refusal) => wrong(refusal, self.browser.language)?,
        };
        let status = if wrong.field == "case" { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.page(status, Some(wrong), None, typed).await
    }

    /// The case, with what was wrong or what the registers said just now.
    pub(super) async fn page(
        &self,
        status: StatusCode,
        wrong: Option<Wrong>,
        checked: Option<Checked>,
        typed: Typed,
    ) -> Result<Response, Failure> {
        let t = self.browser.language;
        let view = case_view::view(&self.id, &self.officer, &self.provider, self.now).await.map_err(failure)?;
        let mut shell = Shell::new(&self.browser, &self.provider, t.office_case_title(code(&self.id)));
        // The address of a form is no page to come back to.
        shell.target = format!("%2Foffice%2Fcase%2F{}", self.id);
        Ok(page(status, &case_page(shell, &self.officer, &view, self.now, wrong, checked, typed)))
    }
}

/// The version that the officer looked at.
pub(super) fn version(fields: &Params) -> Result<i64, Failure> {
    fields.get("version").and_then(|text| text.parse().ok()).ok_or_else(|| PageError::Unreadable.into())
}

/// A refusal that has a page of its own. A case of another unit is none: it is not said that it exists.
pub(super) fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.into(),
        Refusal::NoSuchCase | Refusal::Barred(Bar::OtherUnit) => PageError::NotFound.into(),
        _ => PageError::Forbidden.into(),
    }
}
