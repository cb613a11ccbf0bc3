//! What to mend after an application that did not match, for who holds the phone that the register knows; and a correction
//! of what the register has. Every number is answered alike.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::mend::{self, Opened, Refusal, Wish};
use crate::identity::language::Language;
use crate::identity::mend::Field;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::words_refused;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/mend.html")]
struct MendPage {
    shell: Shell,
    mistakes: Mistakes,
    number: String,
    /// Whether a code was asked for.
    sent: bool,
}

#[derive(Template)]
#[template(path = "page/mended.html")]
struct MendedPage {
    shell: Shell,
    mistakes: Mistakes,
    /// What differs; none when only the form is shown again.
    mends: Option<Vec<(&'static str, String, String)>>,
    fields: Vec<(&'static str, String, bool)>,
    number: String,
    ticket: String,
    wanted: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "page/correction_asked.html")]
struct AskedPage {
    shell: Shell,
    code: String,
}

impl Page for MendPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for MendedPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for AskedPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The empty form.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    form(StatusCode::OK, Mistakes::default(), "", false, &browser, &provider)
}

/// Sends a code, if there is something to mend and a phone to send it to.
pub(in crate::web) async fn send(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let number = fields.typed("personal_id_number");
    match mend::send(number, &browser.counted_address(), browser.language, &provider, now).await? {
        Ok(()) => Ok(form(StatusCode::OK, Mistakes::default(), number, true, &browser, &provider)),
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(_) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("personal_id_number", browser.language.number_wrong());
            Ok(form(StatusCode::UNPROCESSABLE_ENTITY, mistakes, number, false, &browser, &provider))
        }
    }
}

/// Shows which fields differ to who has the code.
pub(in crate::web) async fn open(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, number) = (browser.language, fields.typed("personal_id_number"));
    let code = fields.typed("code");
    match mend::open(number, code, &browser.counted_address(), &provider, now).await? {
        Ok(Opened { mends, ticket }) => {
            let shown = MendedPage {
                shell: Shell::new(&browser, &provider, t.mend_title()),
                mistakes: Mistakes::default(),
                fields: choices(mends.first().map(|mend| mend.field), t),
                mends: Some(
                    mends
                        .iter()
                        .map(|mend| (mend.field.as_str(), field_name(mend.field, t), kind_name(mend.kind, t)))
                        .collect(),
                ),
                number: number.to_owned(),
                ticket,
                wanted: String::new(),
                reason: String::new(),
            };
            Ok(page(StatusCode::OK, &shown))
        }
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(refusal) => {
            let mut mistakes = Mistakes::default();
            match refusal {
                Refusal::Number => mistakes.add("personal_id_number", t.number_wrong()),
                _ => mistakes.add("code", t.mend_code_wrong()),
            }
            Ok(form(StatusCode::UNPROCESSABLE_ENTITY, mistakes, number, true, &browser, &provider))
        }
    }
}

/// Asks for a correction of the register's data.
pub(in crate::web) async fn correct(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let t = browser.language;
    let wish = Wish {
        number: fields.typed("personal_id_number"),
        ticket: fields.typed("ticket"),
        field: fields.typed("field"),
        wanted: fields.typed("wanted"),
        reason: fields.typed("reason"),
    };
    let refusal = match mend::ask(wish, &browser.counted_address(), t, &provider, now).await? {
        Ok(code) => {
            let shell = Shell::new(&browser, &provider, t.correction_asked_title());
            return Ok(page(StatusCode::OK, &AskedPage { shell, code }));
        }
        Err(refusal) => refusal,
    };
    let mut mistakes = Mistakes::default();
    match refusal {
        Refusal::TooMany(until) => return Ok(too_many(until, now)),
        Refusal::Value => mistakes.add("wanted", t.correction_wanted_wrong()),
        Refusal::Reason(words) => mistakes.add("reason", words_refused(words, t)),
        Refusal::Exists => mistakes.add("field", t.correction_exists()),
        Refusal::Number | Refusal::Code | Refusal::Ticket => mistakes.add("field", t.correction_ticket()),
    }
    let shown = MendedPage {
        shell: Shell::new(&browser, &provider, t.mend_title()),
        mistakes,
        mends: None,
        fields: choices(Field::parse(wish.field), t),
        number: wish.number.to_owned(),
        ticket: wish.ticket.to_owned(),
        wanted: wish.wanted.to_owned(),
        reason: wish.reason.to_owned(),
    };
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown))
}

fn form(
    status: StatusCode,
    mistakes: Mistakes,
    number: &str,
    sent: bool,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.mend_title());
    page(status, &MendPage { shell, mistakes, number: number.to_owned(), sent })
}

fn choices(chosen: Option<Field>, t: Language) -> Vec<(&'static str, String, bool)> {
    Field::ALL.iter().map(|field| (field.as_str(), field_name(*field, t), Some(*field) == chosen)).collect()
}

/// What a field is called.
pub(in crate::web) fn field_name(field: Field, t: Language) -> String {
    match field {
        Field::Name => t.mend_field_name(),
        Field::BirthDate => t.mend_field_birth_date(),
        Field::Gender => t.mend_field_gender(),
    }
}

/// What a kind of difference is called.
pub(in crate::web) fn kind_name(kind: &str, t: Language) -> String {
    match kind {
        "punctuation" => t.mend_kind_punctuation(),
        "tone" => t.mend_kind_tone(),
        "diacritics_or_i_y" => t.mend_kind_diacritics(),
        "order" => t.mend_kind_order(),
        "middle_name" => t.mend_kind_middle_name(),
        "precision" => t.mend_kind_precision(),
        _ => t.mend_kind_different(),
    }
}
