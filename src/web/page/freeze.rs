//! What the holder has frozen, or who answers for the holder in their name: freezing, lifting and keeping it. And the page on the
//! way to a party that a freeze closes.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::authorize;
use crate::flow::freeze::{self, Whose};
use crate::identity::freeze::{Category, Freeze, Refusal};
use crate::identity::language::Language;
use crate::oauth::params::Params;
use crate::oauth::session::SessionFacts;
use crate::oauth::step::Step;
use crate::provider::Provider;
use crate::secret::DependantId;
use crate::web::answer::answered;
use crate::web::browser::Browser;
use crate::web::coming::InRequest;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::page::asking::Asking;
use crate::web::page::claim;
use crate::web::page::dependant::none as no_dependant;
use crate::web::page::dependants::{self, step_up, two_factors};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/freeze.html")]
struct FreezePage {
    shell: Shell,
    /// Its own address.
    action: String,
    back: String,
    in_name_of: bool,
    mistakes: Mistakes,
    lines: Vec<Line>,
    /// Whether anything is frozen, or being lifted.
    has_frozen: bool,
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
    let asked = Asked { session: &session, dependant: None, browser: &browser, provider: &provider, now };
    let whose = freeze::own(&session, &provider).await?;
    asked.page(StatusCode::OK, Mistakes::default(), &whose).await
}

/// Freezes what was ticked, lifts one, or keeps one frozen.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { session: &session, dependant: None, browser: &browser, provider: &provider, now };
    let whose = freeze::own(&session, &provider).await?;
    asked.done(&fields, &whose).await
}

/// The same page of somebody for whom the person answers.
pub(in crate::web) async fn show_for(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asked = Asked { session: &session, dependant: Some(&id), browser: &browser, provider: &provider, now };
    match asked.whose().await? {
        Ok(whose) => asked.page(StatusCode::OK, Mistakes::default(), &whose).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// The same in the name of somebody for whom the person answers.
pub(in crate::web) async fn submit_for(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { session: &session, dependant: Some(&id), browser: &browser, provider: &provider, now };
    match asked.whose().await? {
        Ok(whose) => asked.done(&fields, &whose).await,
        Err(elsewhere) => Ok(elsewhere),
    }
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

/// Who asks, and for whom.
struct Asked<'a> {
    session: &'a SessionFacts,
    /// The relation by which the person answers for somebody; none for the person's own account.
    dependant: Option<&'a str>,
    browser: &'a Browser,
    provider: &'a Provider,
    now: Timestamp,
}

impl Asked<'_> {
    fn address(&self) -> String {
        self.dependant.map_or_else(|| OWN.to_owned(), |id| format!("{}/{id}/freeze", dependants::PATH))
    }

    /// The dependant's account; or the answer to who may not, which takes two factors, as all that is another's.
    async fn whose(&self) -> Result<Result<Whose, Response>, Failure> {
        if let Some(step_up) = two_factors(self.session, &self.address()) {
            return Ok(Err(step_up));
        }
        let id = DependantId::from_text(self.dependant.unwrap_or_default());
        let whose = freeze::of_dependant(self.session, &id, self.provider, self.now).await?;
        Ok(whose.ok_or_else(|| no_dependant(self.browser, self.provider)))
    }

    async fn done(&self, fields: &Params, whose: &Whose) -> Result<Response, Failure> {
        let (t, provider, now) = (self.browser.language, self.provider, self.now);
        let named =
            |field| fields.get(field).map(|word| Category::parse(word).ok_or(PageError::Unreadable)).transpose();
        let mut mistakes = Mistakes::default();
        if let Some(category) = named("keep")? {
            freeze::keep(category, whose, provider, now).await?;
        } else if let Some(category) = named("lift")? {
            match freeze::lift(category, whose, self.session, provider, now).await? {
                Ok(_) | Err(Refusal::NotFrozen) => {}
                Err(Refusal::StepUp) => return Ok(step_up(&self.address())),
                Err(Refusal::LevelTwoNeeded) => mistakes.add("lift", t.freeze_level_two()),
                Err(Refusal::TheirsToDecide) => mistakes.add("lift", t.freeze_theirs()),
            }
        } else {
            let ticked: Vec<_> = Category::ALL.iter().copied().filter(|one| fields.has(one.as_str())).collect();
            if ticked.is_empty() {
                mistakes.add("categories", t.freeze_nothing_ticked());
            } else {
                freeze::freeze(&ticked, whose, provider, now).await?;
            }
        }
        if mistakes.is_empty() {
            return Ok(Redirect::to(&self.address()).into_response());
        }
        self.page(StatusCode::UNPROCESSABLE_ENTITY, mistakes, whose).await
    }

    async fn page(&self, status: StatusCode, mistakes: Mistakes, whose: &Whose) -> Result<Response, Failure> {
        let t = self.browser.language;
        let standing = freeze::standing(whose, self.provider, self.now).await?;
        let lines: Vec<_> = Category::ALL.iter().map(|category| line(*category, &standing, t)).collect();
        let shown = FreezePage {
            shell: Shell::new(self.browser, self.provider, t.freeze_title()),
            action: self.address(),
            back: self.dependant.map_or_else(|| "/account".to_owned(), |id| format!("{}/{id}", dependants::PATH)),
            in_name_of: self.dependant.is_some(),
            mistakes,
            has_frozen: lines.iter().any(|line| !matches!(line.standing, Standing::Open)),
            has_open: lines.iter().any(|line| matches!(line.standing, Standing::Open)),
            is_low: self.session.holder_level == Some(1),
            lines,
        };
        Ok(page(status, &shown))
    }
}

const OWN: &str = "/account/freeze";

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
