//! What a party would have, claim by claim, and the person's answer.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::Value;

use crate::clock::Timestamp;
use crate::flow::act::{self, Acting};
use crate::flow::authorize::{self, Open};
use crate::flow::claims;
use crate::flow::consent::{self, Answered};
use crate::identity::language::Language;
use crate::limits;
use crate::oauth::claims::Claim;
use crate::oauth::consent::{Choice, Line, Question};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::web::answer::answered;
use crate::web::browser::Browser;
use crate::web::coming::InRequest;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::asking::Asking;
use crate::web::page::claim;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/consent.html")]
struct ConsentPage {
    shell: Shell,
    asking: Asking,
    acts_for: Option<String>,
    lines: Vec<Shown>,
    offline: bool,
    mark: String,
    until: String,
}

impl Page for ConsentPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A line as it is shown.
struct Shown {
    field: String,
    name: String,
    purpose: String,
    essential: bool,
    sensitive: bool,
    value: Option<String>,
}

impl ConsentPage {
    /// What is chosen one by one, in its own part of the page.
    fn voluntary(&self) -> Vec<&Shown> {
        self.lines.iter().filter(|line| !line.essential && !line.sensitive).collect()
    }
}

/// The question that stands.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    InRequest(open): InRequest,
) -> Result<Response, Failure> {
    match consent::question(&open, &session, &provider, now).await? {
        Some((question, acting)) => shown(&open, &session, (&question, &acting), &browser, &provider, now).await,
        None => Ok(Redirect::to(&authorize::onward(&open)).into_response()),
    }
}

/// Yes to everything, to what is ticked, or no.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    InRequest(open): InRequest,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let ticked = Claim::ALL.iter().copied().filter(|claim| fields.has(&field(*claim))).collect();
    let choice = match fields.get("action") {
        Some("allow") => Choice::All(ticked),
        Some("allow-chosen") => Choice::Ticked(ticked),
        _ => return answered(consent::deny(&open, &session, &provider, now).await?, &browser, &provider),
    };
    match consent::allow(&open, &session, &choice, fields.typed("mark"), &provider, now).await? {
        Answered::Over(problem) => Err(PageError::Authorization(problem).into()),
        // Both lead where the request stands now: on, or back to the question as it is now.
        Answered::GoOn | Answered::AskAgain => Ok(Redirect::to(&authorize::onward(&open)).into_response()),
    }
}

async fn shown(
    open: &Open,
    session: &SessionFacts,
    (question, acting): (&Question, &Acting),
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let asked: Vec<_> = question.lines.iter().map(|line| line.claim).collect();
    let mut values = claims::for_holder(&session.account, (&asked, &open.party), provider, now).await?;
    let mut acts_for = None;
    if let Acting::For(choice) = acting {
        let record = act::record(choice, provider).await?;
        values.extend(claims::of_choice(choice, record.as_ref(), &asked));
        acts_for = Some(choice.account.name.clone());
    }
    let shown = ConsentPage {
        shell: Shell::new(browser, provider, t.consent_title()).leading_to(open.reply_to.origin()),
        asking: Asking::of(open, t),
        acts_for,
        lines: question.lines.iter().map(|line| shown_line(line, open, &values, t)).collect(),
        offline: question.offline,
        mark: question.mark().as_str().to_owned(),
        until: claim::day(now.plus(limits::CONSENT)),
    };
    Ok(page(StatusCode::OK, &shown))
}

fn shown_line(line: &Line, open: &Open, values: &BTreeMap<Claim, Value>, t: Language) -> Shown {
    let purpose = open.party.purpose(line.claim, t).map_or_else(|| t.consent_no_purpose(), str::to_owned);
    Shown {
        field: field(line.claim),
        name: claim::name_for(line.claim, &open.party, t),
        purpose,
        essential: line.essential,
        sensitive: line.claim.is_sensitive(),
        value: values.get(&line.claim).map(|value| claim::value(line.claim, value, t)),
    }
}

/// One field a claim: no parameter of a form stands twice.
fn field(claim: Claim) -> String {
    format!("claim-{}", claim.as_str())
}
