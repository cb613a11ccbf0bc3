//! The measures on accounts that wait, each with the clock of its next step, and the ways to receive one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Timestamp;
use crate::flow::measure::{self, Queue};
use crate::identity::account::{Ground, State as Stands};
use crate::identity::language::Language;
use crate::identity::measure::{Deed, Measure, Standing};
use crate::identity::officer::{Action, Module};
use crate::provider::Provider;
use crate::secret::MeasureId;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::office::desk::{Desk, Limit, Place, moment};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/measures.html")]
struct MeasuresPage {
    shell: Shell,
    desk: Desk,
    deeds: Vec<(&'static str, String)>,
    waiting: Vec<Line>,
    decided: Vec<Line>,
    sees_decided: bool,
}

impl Page for MeasuresPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A measure in a table.
struct Line {
    address: String,
    code: String,
    deed: String,
    received: String,
    state: String,
    tone: &'static str,
    limit: Option<Limit>,
    decided: String,
}

/// The queue.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    if !officer.may(Module::Lock, Action::Menu) {
        return Err(PageError::Forbidden.into());
    }
    let t = browser.language;
    let Queue { waiting, decided } = measure::queue(&officer, &provider).await?;
    let receives = officer.may(Module::Lock, Action::Receive);
    let deeds = Deed::ALL.iter().filter(|_| receives).map(|deed| (deed.as_str(), deed_name(*deed, t)));
    let shown = MeasuresPage {
        shell: Shell::new(&browser, &provider, t.measures_title()),
        desk: Desk::new(&officer, Place::Measures, t),
        deeds: deeds.collect(),
        waiting: waiting.iter().map(|measure| line(measure, now, t)).collect(),
        decided: decided.iter().map(|measure| line(measure, now, t)).collect(),
        sees_decided: officer.may(Module::Lock, Action::SubMenu),
    };
    Ok(page(StatusCode::OK, &shown))
}

fn line(measure: &Measure, now: Timestamp, t: Language) -> Line {
    let (state, tone) = state(&measure.standing, t);
    Line {
        address: format!("/office/measure/{}", measure.id),
        code: code(&measure.id),
        deed: deed_name(measure.draft.deed, t),
        received: moment(measure.received_at),
        state,
        tone,
        limit: measure.due_at().map(|due| Limit::new(due, now, t)),
        decided: match &measure.standing {
            Standing::Approved(_, decision) | Standing::Refused(_, decision) => moment(decision.at),
            Standing::Received | Standing::Submitted(_) => String::new(),
        },
    }
}

/// What officers call a measure: eight letters of its id.
pub(super) fn code(id: &MeasureId) -> String {
    let random = id.as_str().split_once('_').map_or(id.as_str(), |(_, random)| random);
    random.chars().filter(char::is_ascii_alphanumeric).take(8).collect::<String>().to_ascii_uppercase()
}

/// What a standing is called, and the class of its tag.
pub(super) fn state(standing: &Standing, t: Language) -> (String, &'static str) {
    match standing {
        Standing::Received => (t.measure_state_received(), ""),
        Standing::Submitted(_) => (t.measure_state_submitted(), "warning"),
        Standing::Approved(..) => (t.measure_state_approved(), ""),
        Standing::Refused(..) => (t.measure_state_refused(), "danger"),
    }
}

/// What a deed is called.
pub(super) fn deed_name(deed: Deed, t: Language) -> String {
    match deed {
        Deed::LockAuthority => t.deed_lock_authority(),
        Deed::LockBreach => t.deed_lock_breach(),
        Deed::UnlockAuthority => t.deed_unlock_authority(),
        Deed::UnlockOwnRequest => t.deed_unlock_own_request(),
        Deed::UnlockBreach => t.deed_unlock_breach(),
        Deed::UnlockDeath => t.deed_unlock_death(),
        Deed::UnlockPhone => t.deed_unlock_phone(),
        Deed::Recover => t.deed_recover(),
        Deed::Close => t.deed_close(),
        Deed::Merge => t.deed_merge(),
    }
}

/// What a ground is called.
pub(super) fn ground_name(ground: Ground, t: Language) -> String {
    match ground {
        Ground::OwnRequest => t.lock_ground_own_request(),
        Ground::Authority => t.lock_ground_authority(),
        Ground::CardRevoked => t.lock_ground_card_revoked(),
        Ground::CardExpired => t.lock_ground_card_expired(),
        Ground::Death => t.lock_ground_death(),
        Ground::Breach => t.lock_ground_breach(),
        Ground::PhoneNotOwn => t.lock_ground_phone_not_own(),
        Ground::PassportExpired => t.lock_ground_passport_expired(),
        Ground::ResidenceEnded => t.lock_ground_residence_ended(),
    }
}

/// What a state of an account is called.
pub(super) fn account_state(state: Stands, t: Language) -> String {
    match state {
        Stands::Approved => t.account_state_approved(),
        Stands::Lapsed => t.account_state_lapsed(),
        Stands::Active => t.account_state_active(),
        Stands::Closed => t.account_state_closed(),
    }
}
