//! The synthetic nation at a glance: its people with their passwords, the messages they were sent, the clock's hand. Exists
//! in the sandbox only.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Seconds;
use crate::flow::sandbox::registers::{self, Shown};
use crate::flow::sandbox::{self, Person, Wanted};
use crate::flow::sweep;
use crate::identity::foreigner::ForeignerRecord;
use crate::identity::organisation::OrganisationRecord;
use crate::identity::phone::Phone;
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::office::desk::moment;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/sandbox.html")]
struct SandboxPage {
    shell: Shell,
    now: String,
    password: &'static str,
    groups: [(String, Vec<Person>); 5],
    foreigners: Vec<Foreigner>,
    organisations: Vec<Organisation>,
    messages: Vec<Message>,
    steps: [(i64, String); 4],
}

impl Page for SandboxPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A message, with the codes in it apart.
struct Message {
    to: String,
    at: String,
    parts: Vec<Part>,
}

struct Part {
    text: String,
    is_code: bool,
}

/// A foreigner of the register of immigration.
struct Foreigner {
    name: String,
    number: String,
    document: String,
    birth: String,
    phone: String,
    cohort: String,
}

impl Foreigner {
    fn of(foreigner: &Shown<ForeignerRecord>) -> Self {
        let record = &foreigner.record;
        let document = &record.document;
        Self {
            name: record.name.as_str().to_owned(),
            number: record.number.as_str().to_owned(),
            document: format!("{} {}", document.nationality().as_str(), document.number()),
            birth: record.birth.to_string(),
            phone: foreigner.phone.as_ref().map(Phone::national).unwrap_or_default(),
            cohort: foreigner.cohort.clone(),
        }
    }
}

/// An organisation of its register.
struct Organisation {
    name: String,
    number: String,
    tax_code: String,
    state: &'static str,
    representatives: Vec<String>,
}

impl Organisation {
    fn of(organisation: &Shown<OrganisationRecord>) -> Self {
        let record = &organisation.record;
        Self {
            name: record.name.to_string(),
            number: record.number.as_str().to_owned(),
            tax_code: record.tax_code.map(|code| code.to_string()).unwrap_or_default(),
            state: record.state.as_str(),
            representatives: record
                .representatives
                .iter()
                .map(|one| format!("{} {}", one.number.as_str(), one.name))
                .collect(),
        }
    }
}

/// The nation.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let messages = provider.store.danger_opened_messages(MESSAGES).await?;
    let people = async |wanted, limit| sandbox::people(&wanted, limit, &provider, now).await;
    let shown = SandboxPage {
        shell: Shell::new(&browser, &provider, t.sandbox_title()),
        now: moment(now),
        password: sandbox::PASSWORD,
        groups: [
            (t.sandbox_level_two(), people(Wanted::Level(2), PEOPLE).await?),
            (t.sandbox_officers(), people(Wanted::Officers, PEOPLE).await?),
            (t.sandbox_level_one(), people(Wanted::Level(1), PEOPLE).await?),
            (t.sandbox_dependants(), people(Wanted::Dependants, PEOPLE).await?),
            (t.sandbox_unenrolled(), people(Wanted::Unenrolled, UNENROLLED).await?),
        ],
        foreigners: registers::foreigners(OTHERS, &provider).await?.iter().map(Foreigner::of).collect(),
        organisations: registers::organisations(OTHERS, &provider).await?.iter().map(Organisation::of).collect(),
        messages: messages
            .into_iter()
            .map(|message| Message {
                to: message.recipient,
                at: moment(message.created_at),
                parts: parts(&message.body),
            })
            .collect(),
        steps: [
            (61, t.sandbox_a_minute()),
            (3600, t.sandbox_an_hour()),
            (24 * 3600, t.sandbox_a_day()),
            (8 * 24 * 3600, t.sandbox_eight_days()),
        ],
    };
    Ok(page(StatusCode::OK, &shown))
}

/// Moves the hand of the clock on, does what became due, and shows the nation again.
pub(in crate::web) async fn advance(
    State(provider): State<Provider>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let seconds = fields.get("advance").and_then(|text| text.parse::<i64>().ok());
    let (Some(seconds), Some(hand)) = (seconds.filter(|seconds| *seconds >= 0), &provider.hand) else {
        return Err(PageError::Unreadable.into());
    };
    hand.advance(Seconds::new(seconds));
    sweep::once(&provider).await?;
    Ok(Redirect::to("/sandbox#clock").into_response())
}

/// The text, with each run of six digits apart.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for letter in text.chars() {
        let is_digit = letter.is_ascii_digit();
        match parts.last_mut() {
            Some(part) if part.is_code == is_digit => part.text.push(letter),
            _ => parts.push(Part { text: letter.to_string(), is_code: is_digit }),
        }
    }
    for part in &mut parts {
        part.is_code = part.is_code && part.text.len() == CODE;
    }
    parts
}

const CODE: usize = crate::limits::SHORT_CODE_DIGITS as usize;
const MESSAGES: i64 = 30;
const PEOPLE: usize = 50;
const UNENROLLED: usize = 8;
const OTHERS: u32 = 20;

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn only_a_run_of_six_digits_is_a_code() {
        let shown = |text| {
            let parts = parts(text).into_iter();
            parts.map(|part| if part.is_code { format!("[{}]", part.text) } else { part.text }).collect::<String>()
        };
        assert_eq!(shown("Dinh danh: 482913 la ma, 120 s, 19000368"), "Dinh danh: [482913] la ma, 120 s, 19000368");
        assert_eq!(shown("482913"), "[482913]");
        assert_eq!(shown(""), "");
    }
}
