//! What waiting pages wait for: where all of it stands, in one statement for all the streams of a node.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::limits;
use crate::secret::SessionId;
use crate::store::engine::Engine;
use crate::store::{Store, row};
use crate::wallet::awaited::Awaited;

/// Where things stand at one instant.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    things: HashMap<String, String>,
    live: HashSet<String>,
}

impl Standing {
    /// Where that thing stands, in words that only comparing makes sense of.
    pub fn of(&self, awaited: &Awaited) -> &str {
        self.things.get(awaited.id()).map(String::as_str).unwrap_or_default()
    }

    /// Whether that session lives.
    pub fn is_live(&self, session: &SessionId) -> bool {
        self.live.contains(session.as_str())
    }
}

/// `$1` holds every id of every kind: each begins with the name of its kind, so none is taken for another.
macro_rules! standing {
    ($ids:literal) => {
        concat!(
            "SELECT 'thing' AS what, id, state FROM presentation WHERE id IN ",
            $ids,
            " UNION ALL SELECT 'thing', id, state FROM ask WHERE id IN ",
            $ids,
            " UNION ALL SELECT 'thing', asked_id, id FROM ask WHERE state = 'asked' AND asked_id IN ",
            $ids,
            " UNION ALL SELECT 'session', id, 'live' FROM session WHERE ended_at IS NULL AND ends_at > $2 \
             AND used_at > $3 AND id IN ",
            $ids,
            " ORDER BY 2, 3"
        )
    };
}

impl Store {
    /// Where these things and sessions stand.
    pub async fn standing<'a>(
        &self,
        awaited: impl Iterator<Item = &'a Awaited>,
        sessions: impl Iterator<Item = &'a SessionId>,
        now: Timestamp,
    ) -> Result<Standing, Fault> {
        let ids: HashSet<&str> = awaited.map(Awaited::id).chain(sessions.map(SessionId::as_str)).collect();
        let statement = match self.database().engine() {
            Engine::Sqlite => standing!("(SELECT value FROM json_each($1))"),
            Engine::PostgreSql => standing!("(SELECT json_array_elements_text(CAST($1 AS json)))"),
        };
        let rows = sqlx::query(statement)
            .bind(json!(ids).to_string())
            .bind(now.unix())
            .bind(now.minus(limits::SESSION_IDLE).unix())
            .fetch_all(self.pool())
            .await?;
        let mut standing = Standing::default();
        for row in &rows {
            let (id, state) = (row::text(row, "id")?, row::text(row, "state")?);
            if row::text(row, "what")? == "session" {
                standing.live.insert(id);
            } else {
                let known: &mut String = standing.things.entry(id).or_default();
                known.push_str(&state);
                known.push(' ');
            }
        }
        Ok(standing)
    }
}
