//! What the holder has frozen: freezing, lifting and keeping it. And the page on the way to a party that a freeze closes.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::{authorize, freeze};
use crate::identity::freeze::{Category, Freeze, Refusal};
use crate::identity::language::Language;
use crate::oauth::session::SessionFacts;
use crate::oauth::step::Step;
use crate::provider::Provider;
use crate::web::answer::answered;
use crate::web::browser::Browser;
use crate::web::coming::InRequest;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::page::asking::Asking;
use crate::web::page::claim;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/freeze.html")]
struct FreezePage {
    shell: Shell,
    mistakes: Mistakes,
    lines: Vec<Line>,
    /// Whether there is anything left to freeze.
    has_open: bool,
    /// Whether the account has level 1, at which nothing can be lifted.
    is_low: bool,
}

impl Page for FreezePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A category and how it stands.
struct Line {
    word: &'static str,
    name: String,
    standing: Standing,
}

enum Standing {
    Open,
    /// Since then.
    Frozen(String),
    /// Open again from then on.
    Lifting(String),
}

#[derive(Template)]
#[template(path = "page/frozen.html")]
struct FrozenPage {
    shell: Shell,
    asking: Asking,
}

impl Page for FrozenPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The page.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    let standing = freeze::standing(&session, &provider, now).await?;
    Ok(drawn(StatusCode::OK, Mistakes::default(), &standing, &session, &browser, &provider))
}

/// Freezes what was ticked, lifts one, or keeps one frozen.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let t = browser.language;
    let named = |field| fields.get(field).map(|word| Category::parse(word).ok_or(PageError::Unreadable)).transpose();
    let mut mistakes = Mistakes::default();
    if let Some(category) = named("keep")? {
        freeze::keep(category, &session, &provider, now).await?;
    } else if let Some(category) = named("lift")? {
        match freeze::lift(category, &session, &provider, now).await? {
            Ok(_) | Err(Refusal::NotFrozen) => {}
            Err(Refusal::StepUp) => return Ok(Redirect::to("/sign-in/code?back=/account/freeze").into_response()),
            Err(Refusal::LevelTwoNeeded) => mistakes.add("lift", t.freeze_level_two()),
        }
    } else {
        let ticked: Vec<_> = Category::ALL.iter().copied().filter(|one| fields.has(one.as_str())).collect();
        if ticked.is_empty() {
            mistakes.add("categories", t.freeze_nothing_ticked());
        } else {
            freeze::freeze(&ticked, &session, &provider, now).await?;
        }
    }
    if mistakes.is_empty() {
        return Ok(Redirect::to("/account/freeze").into_response());
    }
    let standing = freeze::standing(&session, &provider, now).await?;
    Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, &standing, &session, &browser, &provider))
}

/// On the way to a party: the person's own freeze is in between, and only the person is told so.
pub(in crate::web) async fn in_the_way(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    InRequest(open): InRequest,
) -> Result<Response, Failure> {
    let session = session.map(|SignedIn(session)| session);
    let next = authorize::next(&open, session.as_ref(), &provider, now).await?;
    if next.step != Step::Frozen {
        return Ok(Redirect::to(&authorize::onward(&open)).into_response());
    }
    let t = browser.language;
    let shell = Shell::new(&browser, &provider, t.frozen_title()).leading_to(open.reply_to.origin());
    Ok(page(StatusCode::OK, &FrozenPage { shell, asking: Asking::of(&open, t) }))
}

/// Back to the party, which hears what it hears of anybody who says no.
pub(in crate::web) async fn back(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    InRequest(open): InRequest,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    answered(authorize::cancel(&open, &provider, now).await?, &browser, &provider)
}

fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    standing: &[Freeze],
    session: &SessionFacts,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let t = browser.language;
    let lines: Vec<_> = Category::ALL.iter().map(|category| line(*category, standing, t)).collect();
    let has_open = lines.iter().any(|line| matches!(line.standing, Standing::Open));
    let shell = Shell::new(browser, provider, t.freeze_title());
    page(status, &FreezePage { shell, mistakes, lines, has_open, is_low: session.holder_level == Some(1) })
}

fn line(category: Category, standing: &[Freeze], t: Language) -> Line {
    let standing = match standing.iter().find(|freeze| freeze.category == category) {
        None => Standing::Open,
        Some(Freeze { lifts_at: Some(at), .. }) => Standing::Lifting(claim::moment(*at)),
        Some(freeze) => Standing::Frozen(claim::moment(freeze.since)),
    };
    let name = match category {
        Category::BankAccount => t.freeze_line_bank_account(),
        Category::Sim => t.freeze_line_sim(),
        Category::Company => t.freeze_line_company(),
        Category::Loan => t.freeze_line_loan(),
    };
    Line { word: category.as_str(), name, standing }
}
