//! The application for a level-1 account. Every application that can be read is answered with the same page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Day;
use crate::flow::enrol::{self, ChannelRefusal, Refusal, Submitted};
use crate::identity::birth::{BirthDate, BirthRefusal};
use crate::identity::card_text::CardText;
use crate::identity::gender::Gender;
use crate::identity::language::Language;
use crate::identity::machine_zone::MachineZone;
use crate::identity::name::{Name, NameRefusal};
use crate::identity::number::PersonalNumber;
use crate::identity::person::{DeclaredRefusal, Form};
use crate::identity::phone::PhoneRefusal;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/enrol.html")]
struct Enrol {
    shell: Shell,
    mistakes: Mistakes,
    typed: Typed,
    filled: Option<Filled>,
}

/// That the fields were filled from what is printed on a card.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Filled {
    /// From its QR.
    Whole,
    /// From its machine-readable lines: the name still lacks its marks.
    NamePlain,
}

#[derive(Template)]
#[template(path = "page/enrolled.html")]
struct Enrolled {
    shell: Shell,
}

/// What stands in the fields.
#[derive(Clone, Default)]
struct Typed {
    card_text: String,
    number: String,
    name: String,
    birth_date: String,
    gender: String,
    phone: String,
    email: String,
    channel: String,
}

impl Page for Enrol {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for Enrolled {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The empty form.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    let typed = Typed { channel: "sms".into(), ..Typed::default() };
    form(StatusCode::OK, typed, Mistakes::default(), None, &browser, &provider)
}

/// Takes the application, or fills the form from a card's text when that was asked for.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let mut typed = Typed::of(&fields);
    let mut mistakes = Mistakes::default();
    let (is_filling, mut filled) = (fields.has("fill"), None);
    if !typed.card_text.trim().is_empty() {
        filled = typed.fill_from_card(is_filling, now.day_in_vietnam());
        if filled.is_none() {
            mistakes.add("card_text", browser.language.enrol_card_text_wrong());
        }
    } else if is_filling {
        mistakes.add("card_text", browser.language.enrol_card_text_empty());
    }
    if is_filling || !mistakes.is_empty() {
        let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(form(status, typed, mistakes, filled, &browser, &provider));
    }
    let submitted = Submitted { form: typed.form(), channel: &typed.channel, language: browser.language };
    match enrol::submit(submitted, &browser.counted_address(), &provider, now).await? {
        Ok(()) => {
            let shell = Shell::new(&browser, &provider, browser.language.enrolled_title());
            Ok(page(StatusCode::OK, &Enrolled { shell }))
        }
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(Refusal::Fields { declared, channel }) => {
            let mistakes = mistakes_of(&declared, channel, browser.language);
            Ok(form(StatusCode::UNPROCESSABLE_ENTITY, typed, mistakes, None, &browser, &provider))
        }
    }
}

fn form(
    status: StatusCode,
    typed: Typed,
    mistakes: Mistakes,
    filled: Option<Filled>,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.enrol_title());
    page(status, &Enrol { shell, mistakes, typed, filled })
}

impl Typed {
    fn of(fields: &Params) -> Self {
        let typed = |name| fields.typed(name).to_owned();
        Self {
            card_text: typed("card_text"),
            // People copy numbers as cards print them, in groups.
            number: typed("personal_id_number").replace(' ', ""),
            name: typed("full_name"),
            birth_date: typed("birth_date"),
            gender: typed("gender"),
            phone: typed("phone"),
            email: typed("email"),
            channel: typed("channel"),
        }
    }

    /// Takes over what the card says: everything when that was asked for, else only what was left empty. None when no
    /// card says so; then everything stays as it was typed.
    fn fill_from_card(&mut self, all: bool, today: Day) -> Option<Filled> {
        let filled = if let Some(card) = CardText::parse(&self.card_text) {
            self.fill(all, &card.number, &card.birth, card.gender);
            take_over(&mut self.name, card.name.as_str(), all);
            Filled::Whole
        } else {
            let zone = MachineZone::parse(&self.card_text, today)?;
            self.fill(all, &zone.number, &zone.birth, zone.gender);
            let is_typed = Name::parse(&self.name).is_ok_and(|typed| zone.may_be_named(&typed));
            // A name without marks never matches: it is put there only for somebody to complete.
            if all && !is_typed {
                zone.plain_name.as_str().clone_into(&mut self.name);
            }
            Filled::NamePlain
        };
        self.card_text.clear();
        Some(filled)
    }

    fn fill(&mut self, all: bool, number: &PersonalNumber, birth: &BirthDate, gender: Gender) {
        take_over(&mut self.number, number.as_str(), all);
        take_over(&mut self.birth_date, &birth.to_string(), all);
        take_over(&mut self.gender, gender.as_str(), all);
    }

    fn form(&self) -> Form<'_> {
        Form {
            number: &self.number,
            name: &self.name,
            birth_date: &self.birth_date,
            gender: &self.gender,
            phone: &self.phone,
            email: &self.email,
        }
    }
}

fn take_over(field: &mut String, value: &str, all: bool) {
    if all || field.trim().is_empty() {
        value.clone_into(field);
    }
}

/// What is wrong with a declaration, field by field.
pub(in crate::web) fn mistakes_of(
    declared: &DeclaredRefusal,
    channel: Option<ChannelRefusal>,
    t: Language,
) -> Mistakes {
    let mut mistakes = Mistakes::default();
    if declared.number {
        mistakes.add("personal_id_number", t.number_wrong());
    }
    if let Some(refusal) = declared.name {
        mistakes.add("full_name", name_words(refusal, t));
    }
    if let Some(refusal) = declared.birth {
        mistakes.add("birth_date", birth_words(refusal, t));
    }
    if declared.gender {
        mistakes.add("gender", t.enrol_gender_wrong());
    }
    match declared.phone {
        None => {}
        Some(PhoneRefusal::ElevenDigits) => mistakes.add("phone", t.enrol_phone_old()),
        Some(PhoneRefusal::Shape) => mistakes.add("phone", t.enrol_phone_wrong()),
    }
    if declared.email {
        mistakes.add("email", t.enrol_email_wrong());
    }
    match channel {
        None => {}
        Some(ChannelRefusal::None) => mistakes.add("channel", t.enrol_channel_wrong()),
        Some(ChannelRefusal::NoAddress) => mistakes.add("email", t.enrol_email_needed()),
    }
    mistakes
}

fn name_words(refusal: NameRefusal, t: Language) -> String {
    match refusal {
        NameRefusal::Empty => t.enrol_name_empty(),
        NameRefusal::TooLong => t.enrol_name_long(),
        NameRefusal::Letter(_) | NameRefusal::Character(_) | NameRefusal::Mark(_) => t.enrol_name_letters(),
        NameRefusal::TwoTones => t.enrol_name_tones(),
    }
}

fn birth_words(refusal: BirthRefusal, t: Language) -> String {
    match refusal {
        BirthRefusal::DateFormat => t.enrol_birth_format(),
        BirthRefusal::Month => t.enrol_birth_month(),
        BirthRefusal::Day => t.enrol_birth_day(),
        BirthRefusal::Year => t.enrol_birth_year(),
    }
}
