//! Pages for officers. Each needs an [`OnDuty`](crate::web::extract::OnDuty) officer, and each flow behind them asks again
//! what the officer's group may do.

pub(super) mod closed;
