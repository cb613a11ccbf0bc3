//! Pages for officers. Each needs an [`OnDuty`](crate::web::extract::OnDuty) officer, and each flow behind them asks again
//! what the officer's group may do.

pub(super) mod ask;
pub(super) mod case;
pub(super) mod closed;
pub(super) mod corrections;
pub(super) mod deeds;
pub(super) mod desk;
pub(super) mod enrolments;
pub(super) mod grants;
pub(super) mod groups;
pub(super) mod matches;
pub(super) mod matrix;
pub(super) mod new_case;
pub(super) mod organisation;
pub(super) mod organisations;
pub(super) mod queue;
pub(super) mod scan;
mod subject;
pub(super) mod visits;
