//! Who saw my data, and what happened to my account.

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::clock::Timestamp;
use crate::flow::history::{self, By, Line};
use crate::flow::prove_history::{self, Whose};
use crate::identity::event::Kind;
use crate::identity::language::Language;
use crate::identity::licence_class::LicenceClass;
use crate::oauth::claims::Claim;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::EventId;
use crate::wallet::asker::Fixed;
use crate::wallet::purpose::Purpose;
use crate::web::answer;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::page::claim;
use crate::web::page::history_lines::Lines;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

/// Which lines are shown.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Which {
    #[serde(default)]
    seen: String,
}

#[derive(Template)]
#[template(path = "page/history.html")]
struct History {
    shell: Shell,
    seen_only: bool,
    history: Lines,
}

impl Page for History {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A line as it is told.
#[derive(Clone, Debug)]
pub(in crate::web) struct Told {
    /// The event's word, for the style and for tests.
    pub(in crate::web) kind: &'static str,
    /// When.
    pub(in crate::web) at: String,
    /// What happened.
    pub(in crate::web) sentence: String,
    /// Whether somebody else saw data.
    pub(in crate::web) seen: bool,
    /// Why; may be empty.
    pub(in crate::web) purpose: String,
    /// Which data; may be empty.
    pub(in crate::web) fields: String,
    /// Where; may be empty.
    pub(in crate::web) place: String,
    /// The receipt's id; may be empty.
    pub(in crate::web) receipt: String,
    /// The event's id; may be empty.
    pub(in crate::web) id: String,
    /// Its leaf in the ledger; may be empty.
    pub(in crate::web) leaf: String,
    /// When, in Unix seconds, for the script that holds the line to its leaf.
    pub(in crate::web) second: i64,
}

/// The history of the signed-in person.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let t = browser.language;
    let seen_only = which.seen == "1";
    let lines = history::of_holder(&session, &provider).await?;
    let told = lines.iter().filter(|line| !seen_only || line.was_seen()).map(|line| tell(line, t));
    let history = Lines::of(told, PATH.to_owned());
    let shell = Shell::new(&browser, &provider, t.history_title());
    Ok(page(StatusCode::OK, &History { shell, seen_only, history }))
}

/// The proofs of every line that the page shows, for the script that checks them in the page.
pub(in crate::web) async fn proofs(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    proven(Whose::Reader, &session, &provider, now).await
}

/// One line with its proof, as a file for whoever checks it elsewhere.
pub(in crate::web) async fn proof(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    proven_line(Whose::Reader, &id, &session, &provider, now).await
}

/// The proofs of a history, for the script of its page.
pub(super) async fn proven(
    whose: Whose<'_>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let proofs = prove_history::lines(whose, session, provider, now).await?;
    Ok(Json(proofs.ok_or(PageError::NotFound)?).into_response())
}

/// One line of a history with its proof, as a file.
pub(super) async fn proven_line(
    whose: Whose<'_>,
    id: &str,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let proof = prove_history::line(whose, &EventId::from_text(id), session, provider, now).await?;
    Ok(answer::file("history-entry.json", &proof.ok_or(PageError::NotFound)?))
}

/// A line in sentences.
pub(in crate::web) fn tell(line: &Line, t: Language) -> Told {
    let fixed = Fixed { licence_class: LicenceClass::parse(line.word("licence_class")), province: None };
    let mut fields: Vec<String> = line
        .fields
        .iter()
        .map(|field| match field {
            Ok(field) => words::label_for(*field, &fixed, t),
            Err(word) => recorded(word, t),
        })
        .collect();
    // A claim and what says how it was checked have one name.
    fields.dedup();
    let purpose = line.purpose.as_deref().and_then(Purpose::parse).map(|purpose| purpose.words(t));
    Told {
        kind: line.kind.as_str(),
        at: words::moment(line.at),
        sentence: sentence(line, t),
        seen: line.was_seen(),
        purpose: purpose.unwrap_or_default(),
        fields: fields.join(", "),
        place: line.word("place").to_owned(),
        receipt: line.word("receipt").to_owned(),
        id: line.leaf.as_ref().map(|(id, _)| id.as_str().to_owned()).unwrap_or_default(),
        leaf: line.leaf.as_ref().map(|(_, leaf)| leaf.to_string()).unwrap_or_default(),
        second: line.at.unix(),
    }
}

/// What an event calls that was seen, where it is no field of the wallet.
fn recorded(word: &str, t: Language) -> String {
    match word {
        "account" => t.history_field_account(),
        "card" => t.history_field_card(),
        "case" => t.history_field_case(),
        "enrolments" => t.history_field_enrolments(),
        "originals" => t.history_field_originals(),
        "organisation" => t.organisation_name(),
        "status" => t.history_field_status(),
        word => Claim::parse(word).map_or_else(|| word.to_owned(), |of_protocol| claim::name(of_protocol, t)),
    }
}

fn sentence(line: &Line, t: Language) -> String {
    let by = match &line.by {
        By::Reader => t.by_reader(),
        By::Person => t.by_person(),
        By::Named(asker) => words::asker(asker),
        By::Operator => t.by_operator(),
        By::House => t.by_house(),
        By::Nobody => t.by_nobody(),
    };
    let other = line.other.as_ref().map_or_else(|| t.other_unknown(), words::asker);
    match line.kind {
        Kind::EnrolmentSubmitted => t.event_enrolment_submitted(),
        Kind::EnrolmentMatched => t.event_enrolment_matched(),
        Kind::EnrolmentWaiting => t.event_enrolment_waiting(),
        Kind::EnrolmentLate => t.event_enrolment_late(),
        Kind::EnrolmentRefused => t.event_enrolment_refused(),
        Kind::ActivationLapsed => t.event_activation_lapsed(),
        Kind::ActivationReopened => t.event_activation_reopened(),
        Kind::AccountActivated => t.event_account_activated(),
        Kind::DependantDeclared => {
            of_dependant(line, t.event_dependant_declared(), |who| t.event_guardian_declared(who), t)
        }
        Kind::DependantRefused => t.event_dependant_refused(),
        Kind::DependantViewed => of_dependant(line, t.event_dependant_viewed(), |who| t.event_guardian_viewed(who), t),
        Kind::DependantGrown => t.event_dependant_grown(),
        Kind::DependantEnded => t.event_dependant_ended(),
        Kind::HandOverOpened => t.event_hand_over_opened(),
        Kind::AccountHandedOver => t.event_account_handed_over(),
        Kind::AccountRaised => t.event_account_raised(by),
        Kind::AccountRenumbered => t.event_account_renumbered(),
        Kind::AccountLocked => t.event_account_locked(by),
        Kind::AccountUnlocked => t.event_account_unlocked(by),
        Kind::CardEnding => t.event_card_ending(),
        Kind::CardEnded => t.event_card_ended(),
        Kind::CardRestored => t.event_card_restored(),
        Kind::StayEnding => t.event_stay_ending(),
        Kind::StayEnded => t.event_stay_ended(),
        Kind::PasswordSet => t.event_password_set(),
        Kind::RecoveryBegun => t.event_recovery_begun(),
        Kind::RecoveryProven => t.event_recovery_proven(),
        Kind::RecoveryWaiting => t.event_recovery_waiting(),
        Kind::RecoveryStopped => t.event_recovery_stopped(),
        Kind::AccountRecovered => t.event_account_recovered(),
        Kind::CodesStopped => t.event_codes_stopped(),
        Kind::FactorAdded => match line.word("factor") {
            "passkey" => t.event_passkey_added(),
            "paper_codes" => t.event_paper_added(),
            _ => t.event_factor_added(),
        },
        Kind::FactorRemoved => match line.word("factor") {
            "passkey" => t.event_passkey_removed(),
            "paper_codes" => t.event_paper_removed(),
            _ => t.event_factor_removed(),
        },
        Kind::FactorSuspected => t.event_passkey_suspected(),
        Kind::PaperCodeUsed => t.event_paper_used(line.detail.get("left").and_then(Value::as_i64).unwrap_or_default()),
        Kind::SignedIn if line.detail.contains_key("square") => t.event_signed_in_by_square(),
        Kind::SignedIn => t.event_signed_in(),
        Kind::Frozen if line.detail.contains_key("relation") => {
            of_dependant(line, t.event_dependant_frozen(), |who| t.event_guardian_froze(who), t)
        }
        Kind::FreezeLifting if line.detail.contains_key("relation") => {
            of_dependant(line, t.event_dependant_freeze_lifting(), |who| t.event_guardian_freeze_lifting(who), t)
        }
        Kind::FreezeKept if line.detail.contains_key("relation") => {
            of_dependant(line, t.event_dependant_freeze_kept(), |who| t.event_guardian_freeze_kept(who), t)
        }
        Kind::Frozen => t.event_frozen(),
        Kind::FreezeLifting => t.event_freeze_lifting(),
        Kind::FreezeKept => t.event_freeze_kept(),
        Kind::ReleaseFrozen => t.event_release_frozen(other),
        Kind::BrowserNew => t.event_browser_new(),
        Kind::SignInDisowned => t.event_sign_in_disowned(),
        Kind::SignInOpened => t.event_sign_in_opened(),
        Kind::SignInApproved => t.event_sign_in_approved(),
        Kind::SignInDenied => match line.word("answer") {
            "reported" => t.event_sign_in_reported(),
            "wrong_number" => t.event_sign_in_wrong_number(),
            _ => t.event_sign_in_denied(),
        },
        Kind::SignInFailed => t.event_sign_in_failed(),
        Kind::SessionRaised => t.event_session_raised(),
        Kind::SessionLowered => t.event_session_lowered(),
        Kind::SignedOut => t.event_signed_out(),
        Kind::ConsentGiven => t.event_consent_given(other),
        Kind::ConsentWithdrawn => t.event_consent_withdrawn(other),
        Kind::ConsentDenied => t.event_consent_denied(other),
        Kind::CodeIssued | Kind::TokensIssued => t.event_code_issued(other),
        Kind::CodeRedeemed => t.event_code_redeemed(other),
        Kind::CodeReplayed => t.event_code_replayed(other),
        Kind::TokenRefreshed => t.event_token_refreshed(other),
        Kind::RefreshReplayed => t.event_refresh_replayed(other),
        Kind::TokenRevoked => t.event_token_revoked(other),
        Kind::FamilyEnded => t.event_family_ended(other),
        Kind::PartyTold => t.event_party_told(other),
        Kind::PartyNotTold => t.event_party_not_told(other),
        Kind::ClaimsReleased => t.event_claims_released(other),
        Kind::PartyRegistered => t.event_party_registered(),
        Kind::CaseOpened => t.event_case_opened(by),
        Kind::CaseBegun => t.event_case_begun(by),
        Kind::CaseReturned => t.event_case_returned(by),
        Kind::CaseSupplemented => t.event_case_supplemented(by),
        Kind::HolderRecognised => t.event_holder_recognised(by),
        Kind::CaseLapsed => t.event_case_lapsed(),
        Kind::CaseChecked => t.event_case_checked(by),
        Kind::CasesSearched => t.event_cases_searched(by),
        Kind::CasePrinted => t.event_case_printed(by),
        Kind::CardApplied => t.event_card_applied(by),
        Kind::DeclarationMended => t.event_declaration_mended(by),
        Kind::OriginalCompared => t.event_original_compared(by),
        Kind::OriginalRemoved => t.event_original_removed(by),
        Kind::CaseNotOpened => t.event_case_not_opened(by),
        Kind::CaseSubmitted => t.event_case_submitted(by),
        Kind::CaseGivenBack => t.event_case_given_back(by),
        Kind::CompanyRecorded if line.detail.contains_key("came") => t.event_company_given(by),
        Kind::CompanyRecorded => t.event_company_recorded(by),
        Kind::CompanyRefused => t.event_company_refused(by),
        Kind::EvidenceRecorded => t.event_evidence_recorded(by),
        Kind::MeasureReceived => t.event_measure_received(by),
        Kind::MeasureNotReceived => t.event_measure_not_received(by),
        Kind::MeasureSubmitted => t.event_measure_submitted(by),
        Kind::MeasureApproved => t.event_measure_approved(by),
        Kind::MeasureRefused => t.event_measure_refused(by),
        Kind::AccountClosed => t.event_account_closed(by),
        Kind::AccountMerged => t.event_account_merged(by),
        Kind::CallTaken if line.word("answer") == "recognised" => t.event_call_recognised(by),
        Kind::CallTaken => t.event_call_not_recognised(by),
        Kind::CaseApproved => t.event_case_approved(by),
        Kind::CaseRefused => t.event_case_refused(by),
        Kind::RecordViewed => t.event_record_viewed(by),
        Kind::OfficerChanged => t.event_officer_changed(),
        Kind::PermissionChanged => t.event_permission_changed(),
        Kind::PresentationSwitched if line.detail.get("on").is_some_and(|on| on == true) => t.event_switched_on(),
        Kind::PresentationSwitched => t.event_switched_off(),
        Kind::PresentationMade if line.word("kind") == "sharing" => {
            of_dependant(line, t.event_sharing_square_made(), |who| t.event_guardian_showed(who), t)
        }
        Kind::PresentationMade => {
            of_dependant(line, t.event_square_made(), |who| t.event_guardian_showed_square(who), t)
        }
        Kind::PresentationScanned => t.event_scanned(by),
        Kind::PresentationConfirmed => t.event_scan_confirmed(by, scanned_at(line)),
        Kind::PresentationDoubled => t.event_scan_doubled(by, scanned_at(line)),
        Kind::PresentationRefused if line.detail.contains_key("without_network") => {
            t.event_late_scan_refused(by, scanned_at(line), refused(line.word("answer"), t))
        }
        Kind::PresentationRefused => t.event_scan_refused(by, refused(line.word("answer"), t)),
        Kind::FieldsAsked => t.event_fields_asked(by),
        Kind::FieldsAllowed if line.detail.contains_key("relation") => {
            let done = t.event_fields_allowed(other.clone());
            of_dependant(line, done, |who| t.event_guardian_allowed(who, other), t)
        }
        Kind::FieldsAllowed => t.event_fields_allowed(other),
        Kind::FieldsDenied if line.detail.contains_key("relation") => {
            let done = t.event_fields_denied(other.clone());
            of_dependant(line, done, |who| t.event_guardian_denied(who, other), t)
        }
        Kind::FieldsDenied => t.event_fields_denied(other),
        Kind::FieldsLapsed => t.event_fields_lapsed(other),
        Kind::OrganisationSquareMade => t.event_organisation_square_made(other),
        Kind::OrganisationSquareOpened => t.event_organisation_square_opened(other),
        Kind::OrganisationSquareRevoked => t.event_organisation_square_revoked(other),
        Kind::OrganisationApplied => t.event_organisation_applied(by),
        Kind::OrganisationConsent => t.event_organisation_consent(by),
        Kind::OrganisationDecided => t.event_organisation_decided(by),
        Kind::OrganisationRegistered => t.event_organisation_registered(by),
        Kind::OrganisationViewed => t.event_organisation_viewed(by),
        Kind::OrganisationLocked => t.event_organisation_locked(by),
        Kind::OrganisationUnlocked => t.event_organisation_unlocked(by),
        Kind::OrganisationMeasure => t.event_organisation_measure(by),
        Kind::RepresentationOffered => t.event_representation_offered(by),
        Kind::RepresentationBegun => t.event_representation_begun(by),
        Kind::RepresentationChanged => t.event_representation_changed(by),
        Kind::RepresentationEnded => t.event_representation_ended(by),
        Kind::KeyMoved => t.event_key_moved(),
        Kind::NearMatchOpened => t.event_near_match_opened(),
        Kind::NearMatchDecided => t.event_near_match_decided(by),
        Kind::CorrectionAsked => t.event_correction_asked(),
        Kind::CorrectionProposed => t.event_correction_proposed(by),
        Kind::CorrectionDecided => t.event_correction_decided(by),
        Kind::CorrectionHanded => t.event_correction_handed(),
        Kind::CorrectionSettled => t.event_correction_settled(by),
        Kind::UnitChanged => t.event_unit_changed(),
        Kind::VisitBooked => t.event_visit_booked(),
        Kind::VisitMoved => t.event_visit_moved(),
        Kind::VisitCancelled => t.event_visit_cancelled(by),
        Kind::VisitsListed => t.event_visits_listed(),
        Kind::VisitKept => t.event_visit_kept(by),
        Kind::VisitMissed => t.event_visit_missed(by),
        Kind::ContactOpened => t.event_contact_opened(by),
        Kind::ContactEnded => t.event_contact_ended(),
        Kind::ContactNotOpened => t.event_contact_not_opened(by),
        Kind::ContactChecked => t.event_contact_checked(),
        Kind::OfficerTurnedAway => t.event_officer_turned_away(),
        Kind::ContactReported => t.event_contact_reported(),
        Kind::ContactReportRead => t.event_contact_report_read(by),
        Kind::ContactReportSettled => t.event_contact_report_settled(by),
    }
}

/// What somebody did who answers for a person: to the one, what was done; to the other, who did it.
fn of_dependant(line: &Line, done: String, by: impl FnOnce(String) -> String, t: Language) -> String {
    match (&line.by, line.word("relation")) {
        (By::Reader, _) => done,
        _ if !line.about_reader => by(t.by_other_guardian()),
        (_, "father") => by(t.by_father()),
        (_, "mother") => by(t.by_mother()),
        _ => by(t.by_guardian()),
    }
}

/// When a scan was made that arrived later, by the clock of who made it.
fn scanned_at(line: &Line) -> String {
    let at = line.detail.get("scanned_at").and_then(serde_json::Value::as_i64).unwrap_or_default();
    words::moment(Timestamp::from_unix(at))
}

fn refused(answer: &str, t: Language) -> String {
    match answer {
        "too_late" => t.refused_too_late(),
        "expired" => t.refused_expired(),
        "used" => t.refused_used(),
        "cancelled" => t.refused_cancelled(),
        "locked" => t.refused_locked(),
        "own" => t.refused_own(),
        _ => t.refused_unknown(),
    }
}

const PATH: &str = "/wallet/history";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_reads_a_word_of_ours_in_the_history() {
        for word in ["account", "card", "organisation", "status", "phone_number", "address", "tax_code"] {
            for t in [Language::Vi, Language::En] {
                assert_ne!(recorded(word, t), word);
            }
            assert_ne!(recorded(word, Language::Vi), recorded(word, Language::En), "{word}");
        }
    }
}
