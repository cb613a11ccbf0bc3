//! Pages for officers. Each needs an [`OnDuty`](crate::web::extract::OnDuty) officer, and each flow behind them asks again
//! what the officer's group may do.

pub(super) mod apply;
pub(super) mod apply_foreigner;
pub(super) mod ask;
pub(super) mod call;
pub(super) mod case;
mod case_shown;
pub(super) mod case_steps;
mod case_wrong;
pub(super) mod closed;
pub(super) mod contact;
pub(super) mod corrections;
pub(super) mod deeds;
pub(super) mod desk;
pub(super) mod enrolments;
pub(super) mod grants;
pub(super) mod groups;
pub(super) mod late_scan;
pub(super) mod lock_present;
pub(super) mod matches;
pub(super) mod matrix;
pub(super) mod measure;
pub(super) mod measures;
pub(super) mod new_case;
pub(super) mod new_measure;
pub(super) mod organisation;
pub(super) mod organisation_measures;
pub(super) mod organisations;
pub(super) mod paper;
pub(super) mod queue;
pub(super) mod reports;
pub(super) mod scan;
pub(super) mod search;
mod subject;
pub(super) mod visits;
