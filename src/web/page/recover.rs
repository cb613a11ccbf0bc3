//! An account is taken back: who one is, what one can show, the waiting, a new password. The page shows how far this browser is.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::recover::{self, Comer, Refusal};
use crate::flow::show_proof;
use crate::identity::language::Language;
use crate::identity::person::Form;
use crate::identity::recovery::{Proof, Recovery, State as Standing};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::page::activate::password_words;
use crate::web::page::passkey::question;
use crate::web::page::{claim, enrol};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/recover.html")]
struct RecoverPage {
    shell: Shell,
    mistakes: Mistakes,
    stage: Stage,
    /// The proof for which a code was just asked for; empty when none was.
    sent: &'static str,
    /// Whether one may be shown now; whether anybody has one is not said.
    takes_passkeys: bool,
}

impl Page for RecoverPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// How far this browser is.
enum Stage {
    Declare(Typed),
    Prove(Seen),
    Stopped,
    Done,
}

/// What was typed, to be shown again.
#[derive(Default)]
struct Typed {
    number: String,
    name: String,
    birth_date: String,
    gender: String,
    phone: String,
}

/// What was shown, and until when is waited.
struct Seen {
    proofs: Vec<(&'static str, String)>,
    waits: Option<String>,
    ready: i64,
    is_ready: bool,
    phone: String,
}

impl Seen {
    /// Whether this proof is still to be shown.
    fn lacks(&self, proof: &str) -> bool {
        self.proofs.iter().all(|(shown, _)| *shown != proof)
    }
}

/// How far one is.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
) -> Result<Response, Failure> {
    let asked = Asked { browser: &browser, provider: &provider, now };
    asked.page(StatusCode::OK, Mistakes::default(), "").await
}

/// Begins.
pub(in crate::web) async fn begin(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let number = fields.typed("personal_id_number").replace(' ', "");
    let form = Form {
        number: &number,
        name: fields.typed("full_name"),
        birth_date: fields.typed("birth_date"),
        gender: fields.typed("gender"),
        phone: fields.typed("phone"),
        email: "",
    };
    let address = browser.counted_address();
    let comer = Comer { address: &address, browser: &browser.token };
    match recover::begin(form, comer, &provider, now).await? {
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(Refusal::Fields(wrong)) => {
            let typed = Typed {
                number: fields.typed("personal_id_number").to_owned(),
                name: form.name.to_owned(),
                birth_date: form.birth_date.to_owned(),
                gender: form.gender.to_owned(),
                phone: form.phone.to_owned(),
            };
            let mistakes = enrol::mistakes_of(&wrong, None, browser.language);
            let asked = Asked { browser: &browser, provider: &provider, now };
            Ok(asked.drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, Stage::Declare(typed), ""))
        }
        Ok(()) | Err(_) => Ok(Redirect::to(PATH).into_response()),
    }
}

/// What the page's script asks the browser for, to show a passkey.
pub(in crate::web) async fn ask_passkey(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    let address = browser.counted_address();
    let comer = Comer { address: &address, browser: &browser.token };
    let asked = show_proof::ask_passkey(comer, &provider, now).await?.ok_or(PageError::NotFound)?;
    question(asked, now)
}

/// Sends a code, or takes what is shown.
pub(in crate::web) async fn prove(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let proof = Proof::parse(fields.typed("proof")).ok_or(PageError::Unreadable)?;
    let address = browser.counted_address();
    let comer = Comer { address: &address, browser: &browser.token };
    let asked = Asked { browser: &browser, provider: &provider, now };
    if fields.get("action") == Some("send") {
        return match show_proof::send(proof, comer, &provider, now).await? {
            Ok(()) => asked.page(StatusCode::OK, Mistakes::default(), proof.as_str()).await,
            Err(refusal) => asked.refused(refusal, "email_code").await,
        };
    }
    let field = match proof {
        Proof::Phone => "phone_code",
        Proof::Password => "known_password",
        Proof::Paper => "paper_code",
        Proof::Passkey => "answer",
        Proof::Email | Proof::Register | Proof::Card | Proof::Officer => "email_code",
    };
    match show_proof::prove(proof, fields.typed(field), comer, &provider, now).await? {
        Ok(()) => Ok(Redirect::to(PATH).into_response()),
        Err(refusal) => asked.refused(refusal, field).await,
    }
}

/// Sends the last code, or sets the new password with it.
pub(in crate::web) async fn finish(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let address = browser.counted_address();
    let comer = Comer { address: &address, browser: &browser.token };
    let asked = Asked { browser: &browser, provider: &provider, now };
    if fields.get("action") == Some("send") {
        return match recover::send_last(comer, &provider, now).await? {
            Ok(()) => asked.page(StatusCode::OK, Mistakes::default(), LAST).await,
            Err(refusal) => asked.refused(refusal, "code").await,
        };
    }
    let (password, again) = (fields.typed("password"), fields.typed("password_again"));
    match recover::finish(fields.typed("code"), password, again, comer, &provider, now).await? {
        Ok(()) => Ok(asked.drawn(StatusCode::OK, Mistakes::default(), Stage::Done, "")),
        Err(refusal) => asked.refused(refusal, "code").await,
    }
}

/// Who asks.
struct Asked<'a> {
    browser: &'a Browser,
    provider: &'a Provider,
    now: Timestamp,
}

impl Asked<'_> {
    async fn refused(&self, refusal: Refusal, field: &'static str) -> Result<Response, Failure> {
        let t = self.browser.language;
        let (field, words) = match refusal {
            Refusal::TooMany(until) => return Ok(too_many(until, self.now)),
            Refusal::Nothing | Refusal::Fields(_) => return Ok(Redirect::to(PATH).into_response()),
            Refusal::Wrong if field == "known_password" => (field, t.recover_password_wrong()),
            Refusal::Wrong if field == "paper_code" => (field, t.recover_paper_wrong()),
            Refusal::Wrong if field == "answer" => ("by-passkey", t.recover_passkey_wrong()),
            Refusal::Wrong => (field, t.mend_code_wrong()),
            Refusal::Password(refusal) => ("password", password_words(refusal, t)),
            Refusal::Differs => ("password_again", t.password_differs()),
        };
        let mut mistakes = Mistakes::default();
        mistakes.add(field, words);
        self.page(StatusCode::UNPROCESSABLE_ENTITY, mistakes, "").await
    }

    async fn page(&self, status: StatusCode, mistakes: Mistakes, sent: &'static str) -> Result<Response, Failure> {
        let stage = match recover::current(&self.browser.token, self.provider, self.now).await? {
            None => Stage::Declare(Typed::default()),
            Some(recovery) if recovery.state == Standing::Stopped => Stage::Stopped,
            Some(recovery) => Stage::Prove(seen(&recovery, self.now, self.browser.language)),
        };
        Ok(self.drawn(status, mistakes, stage, sent))
    }

    fn drawn(&self, status: StatusCode, mistakes: Mistakes, stage: Stage, sent: &'static str) -> Response {
        let shell = Shell::new(self.browser, self.provider, self.browser.language.recover_title());
        let gathers = matches!(&stage, Stage::Prove(seen) if !seen.is_ready);
        let takes_passkeys = gathers && self.provider.passkeys.is_some();
        page(status, &RecoverPage { shell, mistakes, stage, sent, takes_passkeys })
    }
}

fn seen(recovery: &Recovery, now: Timestamp, t: Language) -> Seen {
    let name = |proof: Proof| match proof {
        Proof::Register => t.recover_proof_register(),
        Proof::Password => t.recover_proof_password(),
        Proof::Email => t.recover_proof_email(),
        Proof::Phone => t.recover_proof_phone(),
        Proof::Paper => t.recover_proof_paper(),
        Proof::Passkey => t.recover_proof_passkey(),
        Proof::Card => t.recover_proof_card(),
        Proof::Officer => t.recover_proof_officer(),
    };
    Seen {
        proofs: recovery.proofs.iter().map(|proof| (proof.as_str(), name(*proof))).collect(),
        waits: recovery.ready_at.map(claim::moment),
        ready: recovery.ready_at.map_or(0, Timestamp::unix),
        is_ready: recover::is_ready(recovery, now),
        phone: recovery.phone.masked(),
    }
}

#[derive(Template)]
#[template(path = "page/recover_stop.html")]
struct StopPage {
    shell: Shell,
    mistakes: Mistakes,
    number: String,
    is_done: bool,
}

impl Page for StopPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Where who is not behind it says no.
pub(in crate::web) async fn show_stop(State(provider): State<Provider>, browser: Browser) -> Response {
    stop_page(StatusCode::OK, Mistakes::default(), &Params::default(), false, &browser, &provider)
}

/// Stops it with the code of the notice.
pub(in crate::web) async fn stop(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (number, code) = (fields.typed("personal_id_number").replace(' ', ""), fields.typed("code"));
    match recover::stop(&number, code, &browser.counted_address(), &provider, now).await? {
        Ok(()) => Ok(stop_page(StatusCode::OK, Mistakes::default(), &fields, true, &browser, &provider)),
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(_) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("code", browser.language.recover_stop_wrong());
            Ok(stop_page(StatusCode::UNPROCESSABLE_ENTITY, mistakes, &fields, false, &browser, &provider))
        }
    }
}

fn stop_page(
    status: StatusCode,
    mistakes: Mistakes,
    fields: &Params,
    is_done: bool,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.recover_stop_title());
    let number = fields.typed("personal_id_number").to_owned();
    page(status, &StopPage { shell, mistakes, number, is_done })
}

const PATH: &str = "/recover";

/// The code that sets the password is for no proof.
const LAST: &str = "last";
