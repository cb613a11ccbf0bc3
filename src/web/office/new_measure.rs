//! Receiving a measure: the fields that its deed needs, and the number of whom it is about.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::flow::measure::{self, Refusal};
use crate::identity::chip::Unshown;
use crate::identity::language::Language;
use crate::identity::measure::draft::{DraftRefusal, Form};
use crate::identity::measure::{Clause, Deed, Stays};
use crate::identity::officer::{Action, Module, Officer};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Place};
use crate::web::office::measures::deed_name;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/new_measure.html")]
struct NewMeasurePage {
    shell: Shell,
    desk: Desk,
    deed: &'static str,
    what: String,
    is_present: bool,
    /// Whether the card may lie on a reader of the counter.
    reads_chip: bool,
    /// Whether that was said.
    has_chip: bool,
    /// Lines and areas of text.
    fields: Vec<Field>,
    /// One of several.
    choices: Vec<Choices>,
    wrong: Vec<(&'static str, String)>,
}

impl Page for NewMeasurePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A field that is typed.
struct Field {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    is_long: bool,
    is_required: bool,
    error: Option<String>,
}

/// A field that is chosen.
struct Choices {
    name: &'static str,
    label: String,
    options: Vec<(&'static str, String, bool)>,
    error: Option<String>,
}

/// Which deed the page is for.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Wanted {
    deed: String,
}

/// The form.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    if !officer.may(Module::Lock, Action::Receive) {
        return Err(PageError::Forbidden.into());
    }
    let deed = Deed::parse(&wanted.deed).ok_or(PageError::NotFound)?;
    let asked = Asked { deed, officer: &officer, browser: &browser, provider: &provider };
    Ok(asked.form(StatusCode::OK, &Params::default(), &[]))
}

/// Receives it.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let t = browser.language;
    let deed = Deed::parse(fields.typed("deed")).ok_or(PageError::Unreadable)?;
    let asked = Asked { deed, officer: &officer, browser: &browser, provider: &provider };
    let form = Form {
        document: fields.typed("document"),
        dated: fields.typed("dated"),
        authority: fields.typed("authority"),
        clause: fields.typed("clause"),
        reason: fields.typed("reason"),
        secrecy: fields.typed("secrecy"),
        phone: fields.typed("phone"),
        stays: fields.typed("stays"),
        chip: fields.get(CHIP) == Some("1"),
    };
    let wrong = match measure::receive(deed, fields.typed(NUMBER), form, &officer, &provider, now).await {
        Ok(id) => return Ok(Redirect::to(&format!("/office/measure/{id}")).into_response()),
        Err(Refusal::NotANumber) => vec![(NUMBER, t.office_number_wrong())],
        Err(Refusal::NotPossible) => vec![(NUMBER, t.measure_not_possible())],
        Err(Refusal::NotRecognised) => vec![(NUMBER, t.measure_not_recognised())],
        Err(Refusal::Chip(why)) => vec![(CHIP, chip_words(why, t))],
        Err(Refusal::Draft(refusal)) => wrong(refusal, t),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
        Err(_) => return Err(PageError::Forbidden.into()),
    };
    Ok(asked.form(StatusCode::UNPROCESSABLE_ENTITY, &fields, &wrong))
}

/// Who asks for which form.
struct Asked<'a> {
    deed: Deed,
    officer: &'a Officer,
    browser: &'a Browser,
    provider: &'a Provider,
}

impl Asked<'_> {
    fn form(&self, status: StatusCode, typed: &Params, wrong: &[(&'static str, String)]) -> Response {
        let (t, deed) = (self.browser.language, self.deed);
        let error = |name| wrong.iter().find(|(field, _)| *field == name).map(|(_, words)| words.clone());
        let field = |name, label, hint, is_long, is_required| Field {
            value: typed.typed(name).to_owned(),
            error: error(name),
            name,
            label,
            hint,
            is_long,
            is_required,
        };
        let mut fields = vec![field(NUMBER, t.office_number(), t.office_number_hint(), false, true)];
        let mut choices = Vec::new();
        if deed.needs_paper() {
            fields.push(field("document", t.measure_document(), String::new(), false, true));
            fields.push(field("dated", t.measure_dated(), t.measure_dated_hint(), false, true));
            fields.push(field("authority", t.measure_authority(), String::new(), false, true));
            let name = |clause| match clause {
                Clause::Procedural => t.measure_clause_procedural(),
                Clause::OtherCompetent => t.measure_clause_other(),
            };
            let options =
                Clause::ALL.iter().map(|one| (one.as_str(), name(*one), typed.typed("clause") == one.as_str()));
            let options = options.collect();
            choices.push(Choices { name: "clause", label: t.measure_clause(), options, error: error("clause") });
        }
        if deed.needs_phone() {
            fields.push(field("phone", t.measure_phone(), t.measure_phone_hint(), false, true));
        }
        if deed == Deed::Merge {
            let name = |stays| match stays {
                Stays::Present => t.measure_stays_present(),
                Stays::Former => t.measure_stays_former(),
            };
            let options = Stays::ALL.iter().map(|one| (one.as_str(), name(*one), typed.typed("stays") == one.as_str()));
            let options = options.collect();
            choices.push(Choices { name: "stays", label: t.measure_stays(), options, error: error("stays") });
        }
        let is_optional = deed.needs_paper() || deed.needs_presence();
        let label = if is_optional { t.measure_note() } else { t.measure_reason() };
        fields.push(field("reason", label, t.measure_reason_hint(), true, !is_optional));
        if deed == Deed::LockAuthority {
            fields.push(field("secrecy", t.measure_secrecy(), t.measure_secrecy_hint(), true, false));
        }
        let mut shell = Shell::new(self.browser, self.provider, deed_name(deed, t));
        shell.target = format!("%2Foffice%2Fmeasure%2Fnew%3Fdeed%3D{}", deed.as_str());
        let shown = NewMeasurePage {
            shell,
            desk: Desk::new(self.officer, Place::Measures, t),
            deed: deed.as_str(),
            what: deed_name(deed, t),
            is_present: deed.needs_presence(),
            reads_chip: deed.reads_chip() && self.provider.chips.is_some(),
            has_chip: typed.get(CHIP) == Some("1"),
            fields,
            choices,
            wrong: wrong.to_vec(),
        };
        page(status, &shown)
    }
}

fn chip_words(why: Unshown, t: Language) -> String {
    match why {
        Unshown::Unread => t.measure_chip_unread(),
        Unshown::NotGenuine => t.measure_chip_not_genuine(),
        Unshown::NotTheirs => t.measure_chip_not_theirs(),
        Unshown::NotInForce => t.measure_chip_not_in_force(),
    }
}

fn wrong(refusal: DraftRefusal, t: Language) -> Vec<(&'static str, String)> {
    let words = |wrong: bool| wrong.then(|| t.measure_wrong_field());
    let too = |refusal: Option<_>| refusal.map(|refusal| crate::web::office::measure::words_wrong(refusal, t));
    [
        ("document", words(refusal.document)),
        ("dated", words(refusal.dated)),
        ("authority", words(refusal.authority)),
        ("clause", words(refusal.clause)),
        ("phone", words(refusal.phone)),
        ("stays", words(refusal.stays)),
        ("reason", too(refusal.reason)),
        ("secrecy", too(refusal.secrecy)),
    ]
    .into_iter()
    .filter_map(|(name, words)| Some((name, words?)))
    .collect()
}

const NUMBER: &str = "personal_id_number";
const CHIP: &str = "chip";
