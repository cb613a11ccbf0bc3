//! The invariants of the whole database (security.md 4h): read only, run after every test and by `dinhdanh verify`.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::store::{Store, row};

/// An invariant: its name, and a query that lists the ids of rows that break it.
struct Invariant {
    name: &'static str,
    query: &'static str,
}

impl Store {
    /// Checks every invariant and answers what is broken, in words; empty means sound.
    pub async fn verify(&self, now: Timestamp) -> Result<Vec<String>, Fault> {
        let mut broken = self.verify_journal(now).await?;
        for invariant in INVARIANTS {
            let rows = sqlx::query(invariant.query).fetch_all(self.pool()).await?;
            for row in rows.iter().take(3) {
                broken.push(format!("{}: {}", invariant.name, row::text(row, "id")?));
            }
        }
        Ok(broken)
    }
}

const INVARIANTS: &[Invariant] = &[Invariant {
    name: "I20 a message is delivered, given up or queued, not two of them",
    query: "SELECT id FROM outbox WHERE delivered_at IS NOT NULL AND failed_at IS NOT NULL",
}];
