//! Whom a person answers for: the list, and the declaration of one more.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::declare::{self, Outcome, Refusal};
use crate::flow::{dependant, second_factor};
use crate::identity::account::State as Stands;
use crate::identity::decree;
use crate::identity::dependant::Relation;
use crate::identity::language::Language;
use crate::identity::person::Form;
use crate::oauth::params::Params;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::page::child_card::{Applies, applies};
use crate::web::page::{claim, enrol};
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "page/dependants.html")]
struct Dependants {
    shell: Shell,
    may_declare: bool,
    rows: Vec<Row>,
    waiting: Vec<Waiting>,
}

struct Row {
    id: String,
    name: String,
    relation: String,
    since: String,
    waits: bool,
}

/// A declaration that waits, or waited for nothing.
struct Waiting {
    name: String,
    since: String,
    /// Why it came to nothing; none while it waits.
    refused: Option<String>,
    /// Where to go on.
    next: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "page/declare.html")]
struct Declare {
    shell: Shell,
    mistakes: Mistakes,
    refused: Option<String>,
    /// Where to go on.
    next: Option<(&'static str, String)>,
    typed: Typed,
    applies: Applies,
}

#[derive(Clone, Default)]
struct Typed {
    number: String,
    name: String,
    birth_date: String,
    gender: String,
}

impl Page for Dependants {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for Declare {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The list.
pub(in crate::web) async fn list(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    if let Some(step_up) = two_factors(&session, PATH) {
        return Ok(step_up);
    }
    let t = browser.language;
    let listed = dependant::list(&session, &provider).await?;
    let rows = listed.iter().flatten().map(|listed| Row {
        id: listed.link.id.as_str().to_owned(),
        name: listed.name.clone(),
        relation: relation(listed.link.relation, t),
        since: claim::day(listed.link.proven_at),
        waits: listed.state == Stands::Approved,
    });
    let rows = rows.collect();
    let unfinished = declare::unfinished(&session, &provider, now).await?;
    let waiting = unfinished.into_iter().map(|one| Waiting {
        name: one.name,
        since: words::moment(one.submitted_at),
        refused: one.refusal.map(|refusal| refused(refusal, t)),
        next: one.refusal.and_then(|refusal| next(refusal, t)),
    });
    let waiting = waiting.collect();
    let shell = Shell::new(&browser, &provider, t.dependants_title());
    Ok(page(StatusCode::OK, &Dependants { shell, may_declare: listed.is_some(), rows, waiting }))
}

/// The empty declaration.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Response {
    if !second_factor::is_fresh(&session, now) {
        return step_up(NEW);
    }
    form(StatusCode::OK, (Typed::default(), Mistakes::default(), None), &browser, &provider, now)
}

/// Takes a declaration.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, typed) = (browser.language, Typed::of(&fields));
    let refusal = match declare::declare(&session, typed.form(), &browser.counted_address(), &provider, now).await? {
        Ok(Outcome::Kept(id)) => return Ok(Redirect::to(&format!("{PATH}/{id}")).into_response()),
        Ok(Outcome::Waits) => return Ok(Redirect::to(PATH).into_response()),
        Err(refusal) => refusal,
    };
    let (mistakes, refused) = match refusal {
        Refusal::StepUp => return Ok(step_up(NEW)),
        Refusal::TooMany(until) => return Ok(too_many(until, now)),
        Refusal::Fields(declared) => (enrol::mistakes_of(&declared, None, t), None),
        refusal => (Mistakes::default(), Some(refusal)),
    };
    Ok(form(StatusCode::UNPROCESSABLE_ENTITY, (typed, mistakes, refused), &browser, &provider, now))
}

fn form(
    status: StatusCode,
    (typed, mistakes, refusal): (Typed, Mistakes, Option<Refusal>),
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Response {
    let t = browser.language;
    let shown = Declare {
        shell: Shell::new(browser, provider, t.declare_title()),
        mistakes,
        refused: refusal.map(|refusal| refused(refusal, t)),
        next: refusal.and_then(|refusal| next(refusal, t)),
        typed,
        applies: applies(decree::in_force(now.day_in_vietnam()), t),
    };
    page(status, &shown)
}

impl Typed {
    fn of(fields: &Params) -> Self {
        let typed = |name| fields.typed(name).to_owned();
        Self {
            // People copy numbers as cards print them, in groups.
            number: typed("personal_id_number").replace(' ', ""),
            name: typed("full_name"),
            birth_date: typed("birth_date"),
            gender: typed("gender"),
        }
    }

    fn form(&self) -> Form<'_> {
        Form {
            number: &self.number,
            name: &self.name,
            birth_date: &self.birth_date,
            gender: &self.gender,
            ..Form::default()
        }
    }
}

/// Why somebody is no dependant of who declared, and what to do next.
fn refused(refusal: Refusal, t: Language) -> String {
    match refusal {
        Refusal::LevelTooLow => t.dependants_level_two(),
        Refusal::NoCard => t.declare_no_card(),
        Refusal::AppliesAlone => t.declare_applies_alone(),
        Refusal::NoneOfOwn => t.declare_none_of_own(),
        Refusal::PhoneNotOwn => t.declare_phone_not_own(),
        Refusal::Undecided => t.declare_undecided(),
        // The first three are answered otherwise.
        Refusal::StepUp | Refusal::TooMany(_) | Refusal::Fields(_) | Refusal::NotConfirmed => t.declare_not_confirmed(),
    }
}

/// Where somebody goes on who was refused.
fn next(refusal: Refusal, t: Language) -> Option<(&'static str, String)> {
    match refusal {
        Refusal::NoCard => Some(("/wallet/dependants/card", t.child_card_title())),
        Refusal::AppliesAlone => Some(("/enrol", t.declare_to_enrol())),
        Refusal::Undecided => Some((NEW, t.dependants_declare())),
        _ => None,
    }
}

/// How somebody answers for somebody, in a word.
pub(super) fn relation(relation: Relation, t: Language) -> String {
    match relation {
        Relation::Father => t.relation_father(),
        Relation::Guardian => t.relation_guardian(),
        Relation::Mother => t.relation_mother(),
    }
}

/// To the page of the second factor and back, for a session that has shown one factor only: another's data are opened by
/// two.
pub(super) fn two_factors(session: &SessionFacts, back: &str) -> Option<Response> {
    (session.level < 2).then(|| step_up(back))
}

/// To the page of the second factor and back.
pub(super) fn step_up(back: &str) -> Response {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
    Redirect::to(&format!("/sign-in/code?{query}")).into_response()
}

/// Where the list stands.
pub(super) const PATH: &str = "/wallet/dependants";
const NEW: &str = "/wallet/dependants/new";
