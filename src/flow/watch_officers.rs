//! What is unusual in how officers work is seen within a minute and waits for another officer (OF08).
//!
//! ```text
//! watch → the journal's last hour, by officer ⊙ Conduct::usual ▣ report + event, once an hour over all nodes
//! ```
//!
//! It reads the journal, which no insider edits, and not counters that a node would lose.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::conduct::Conduct;
use crate::provider::Provider;
use crate::secret::ReportId;

/// The chore.
pub async fn watch(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    for conduct in Conduct::ALL {
        for unusual in provider.store.unusual(conduct, now).await? {
            let id = ReportId::new(entropy::bytes()?);
            if provider.store.report_conduct(&id, &unusual, now).await? {
                let (officer, times) = (unusual.officer.as_str(), unusual.times);
                tracing::warn!(officer, conduct = conduct.as_str(), times, "an officer's conduct is unusual");
            }
        }
    }
    Ok(())
}
