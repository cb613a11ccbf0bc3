//! The documents: licence, vehicle, insurance, residence, each with its source, its standing and the instant of that.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::{Day, Timestamp};
use crate::flow::documents::{self, Documents, Found, WITHOUT_REGISTER};
use crate::identity::language::Language;
use crate::identity::licence::{Granted, Heard, Licence, Points, Standing};
use crate::identity::proofing::document::{DocumentKind, Integrated};
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::page::wallet::{Paper, paper};
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "page/documents.html")]
struct DocumentsPage {
    shell: Shell,
    documents: Option<Shown>,
}

impl Page for DocumentsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Shown {
    as_of: String,
    documents: Vec<Document>,
}

/// One document on the page.
struct Document {
    word: &'static str,
    name: String,
    /// `in_register`, `not_in_register`, `unclear`, `out_of_reach` or `no_register`; of what can stand otherwise than well also
    /// `expired`, `without_points`, `withheld` or `revoked`.
    status: &'static str,
    says: String,
    facts: Vec<(String, String)>,
    papers: Vec<Paper>,
    source: String,
}

/// The holder's documents, as their registers have them now.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let found = documents::open(&session, &provider, now).await?;
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::FORBIDDEN };
    let documents = found.map(|found| Shown { as_of: words::moment(now), documents: all(&found, now, t) });
    Ok(page(status, &DocumentsPage { shell: Shell::new(&browser, &provider, t.documents_title()), documents }))
}

fn all(found: &Documents, now: Timestamp, t: Language) -> Vec<Document> {
    let papers = |kind| papers_of(&found.papers, kind, now, t);
    let mut all = vec![licence(&found.licence, papers(DocumentKind::DrivingLicence), now.day_in_vietnam(), t)];
    all.extend(WITHOUT_REGISTER.into_iter().map(|kind| Document {
        word: kind.as_str(),
        name: kind.words(t),
        status: "no_register",
        says: t.documents_no_register(),
        facts: Vec::new(),
        papers: papers(kind),
        source: t.documents_source_officer(),
    }));
    let (status, says) = standing(&found.insured, t);
    all.push(Document {
        word: DocumentKind::SocialInsurance.as_str(),
        name: DocumentKind::SocialInsurance.words(t),
        status,
        says,
        facts: match &found.insured {
            Found::Has(number) => vec![(t.documents_insurance_number(), number.clone())],
            Found::Nothing | Found::OutOfReach => Vec::new(),
        },
        papers: papers(DocumentKind::SocialInsurance),
        source: t.documents_source_insurance(),
    });
    let (status, says) = standing(&found.residence, t);
    all.push(Document {
        word: "residence",
        name: t.documents_residence(),
        status,
        says,
        facts: match &found.residence {
            Found::Has(said) => said.iter().map(|said| (words::label(said.field, t), words::told(said, t))).collect(),
            Found::Nothing | Found::OutOfReach => Vec::new(),
        },
        papers: Vec::new(),
        source: t.documents_source_population(),
    });
    all
}

/// The licence as its register has it today, beside the paper that was compared once.
fn licence(heard: &Heard, papers: Vec<Paper>, today: Day, t: Language) -> Document {
    let (status, says) = match heard {
        Heard::Has(licence) => match licence.standing(today) {
            Standing::Valid => ("in_register", t.documents_licence_valid()),
            Standing::Expired => ("expired", t.documents_licence_expired()),
            Standing::WithoutPoints => ("without_points", t.documents_licence_without_points()),
            Standing::Withheld => ("withheld", t.documents_licence_withheld()),
            Standing::Revoked => ("revoked", t.documents_licence_revoked()),
        },
        Heard::Nothing => ("not_in_register", t.documents_not_in_register()),
        Heard::Unclear => ("unclear", t.documents_unclear()),
        Heard::OutOfReach => ("out_of_reach", t.documents_out_of_reach()),
    };
    Document {
        word: DocumentKind::DrivingLicence.as_str(),
        name: DocumentKind::DrivingLicence.words(t),
        status,
        says,
        facts: if let Heard::Has(licence) = heard { facts_of(licence, today, t) } else { Vec::new() },
        papers,
        source: t.documents_source_licences(),
    }
}

fn facts_of(licence: &Licence, today: Day, t: Language) -> Vec<(String, String)> {
    let term = |granted: &Granted| match granted.valid_until {
        None => t.office_card_for_life(),
        Some(last) if last < today => t.documents_class_ended(words::day(last)),
        Some(last) => t.office_card_until(words::day(last)),
    };
    let class = |granted: &Granted| (t.documents_class(granted.class.letters), term(granted));
    let number = (t.documents_licence_number(), licence.licence_number.as_str().to_owned());
    let points = t.documents_points(licence.points.number(), Points::ALL.number());
    std::iter::once(number)
        .chain(licence.classes.iter().map(class))
        .chain([(t.documents_points_left(), points)])
        .collect()
}

fn standing<T>(found: &Found<T>, t: Language) -> (&'static str, String) {
    match found {
        Found::Has(_) => ("in_register", t.documents_in_register()),
        Found::Nothing => ("not_in_register", t.documents_not_in_register()),
        Found::OutOfReach => ("out_of_reach", t.documents_out_of_reach()),
    }
}

fn papers_of(papers: &[Integrated], kind: DocumentKind, now: Timestamp, t: Language) -> Vec<Paper> {
    papers.iter().filter(|one| one.original.kind == kind).map(|one| paper(one, now, t)).collect()
}
