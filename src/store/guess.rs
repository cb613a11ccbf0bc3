//! Guesses of a person's secrets: passwords and codes of the second factor. One counter a secret and person, over every
//! number, path and node; it is raised, and the next guess put off, by the one statement that lets a guess be looked at
//! (PW08), so that two hundred at once are five (V077).

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::limits;
use crate::store::throttle::Throttle;
use crate::store::{Store, row};

/// A secret that is guessed at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Guessed {
    /// The password.
    Password,
    /// A code of the second factor.
    SecondFactor,
}

impl Guessed {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SecondFactor => "second factor",
        }
    }

    /// Guesses in a row before each pause.
    const fn between_pauses(self) -> u32 {
        match self {
            Self::Password => limits::PASSWORD_TRIES,
            Self::SecondFactor => limits::FACTOR_TRIES,
        }
    }
}

impl Store {
    /// Counts a guess and says whether it may be looked at. One that is not looked at counts for nothing: whoever hammers at
    /// a closed door does not keep it closed.
    pub async fn guess(&self, what: Guessed, whom: &str, now: Timestamp) -> Result<Throttle, Fault> {
        let id = self.vault.index(what.as_str(), whom);
        let counted = sqlx::query(
            "INSERT INTO guess (id, count, next_wait, opens_at, guessed_at) VALUES ($1, 1, $3, $2, $2) \
             ON CONFLICT (id) DO UPDATE SET count = guess.count + 1, guessed_at = $2, \
                opens_at = CASE WHEN (guess.count + 1) % $4 = 0 THEN $2 + guess.next_wait ELSE guess.opens_at END, \
                next_wait = CASE WHEN (guess.count + 1) % $4 <> 0 THEN guess.next_wait \
                    WHEN guess.next_wait * 2 > $5 THEN $5 ELSE guess.next_wait * 2 END \
             WHERE guess.opens_at <= $2 AND guess.count < $6 RETURNING count",
        )
        .bind(id.as_str())
        .bind(now.unix())
        .bind(limits::PASSWORD_WINDOW.get())
        .bind(i64::from(what.between_pauses()))
        .bind(limits::GUESS_WAIT_LONGEST.get())
        .bind(i64::from(limits::GUESSES_IN_A_ROW))
        .fetch_optional(self.pool())
        .await?;
        if counted.is_some() {
            return Ok(Throttle::Open);
        }
        let closed = sqlx::query("SELECT count, opens_at FROM guess WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.pool())
            .await?;
        let is_over =
            closed.as_ref().map(|row| row::number(row, "count")).transpose()?.is_some_and(|count| count >= MOST);
        let opens_at = closed.map(|row| row::instant(&row, "opens_at")).transpose()?;
        let until = if is_over { now.plus(limits::GUESS_WAIT_LONGEST) } else { opens_at.unwrap_or(now) };
        Ok(Throttle::Closed(until))
    }

    /// Forgets the guesses of one secret, after a right one; those of the others stand (PW08).
    pub async fn forget_guesses(&self, what: Guessed, whom: &str) -> Result<(), Fault> {
        sqlx::query("DELETE FROM guess WHERE id = $1")
            .bind(self.vault.index(what.as_str(), whom).as_str())
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Forgets guesses that nobody has added to for long, at most `batch`: what is counted for numbers that anybody types is
    /// bounded (RL05).
    pub async fn forget_old_guesses(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM guess WHERE id IN (SELECT id FROM guess WHERE guessed_at <= $1 AND opens_at <= $2 \
             ORDER BY guessed_at LIMIT $3)",
        )
        .bind(now.minus(limits::GUESSES_KEPT).unix())
        .bind(now.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}

const MOST: i64 = limits::GUESSES_IN_A_ROW as i64;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::Seconds;
    use crate::seal::Vault;
    use crate::secret::Secret;
    use crate::store::engine::Database;
    use crate::store::migrations;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    async fn store(folder: &std::path::Path) -> Store {
        let database = Database::open(&format!("sqlite://{}", folder.join("x.sqlite").display())).await.unwrap();
        migrations::run(&database).await.unwrap();
        Store::new(database, Arc::new(Vault::new(&Secret::new([7; 32])).unwrap()))
    }

    /// Guesses as often as it is let, at each earliest instant; answers the waits, in minutes.
    async fn hammered(store: &Store, what: Guessed, mut now: Timestamp) -> (u32, Vec<i64>) {
        let (mut looked_at, mut waits) = (0, Vec::new());
        while looked_at < 200 && waits.len() < 30 {
            match store.guess(what, "an", now).await.unwrap() {
                Throttle::Open => looked_at += 1,
                Throttle::Closed(until) => {
                    waits.push(until.since(now).get() / 60);
                    now = until;
                }
            }
        }
        (looked_at, waits)
    }

    #[tokio::test]
    async fn pw07_pauses_double_and_a_hundred_in_a_row_are_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let (looked_at, waits) = hammered(&store, Guessed::Password, NOW).await;
        assert_eq!(looked_at, limits::GUESSES_IN_A_ROW);
        assert_eq!(waits.get(..8).unwrap(), [15, 30, 60, 120, 240, 480, 960, 1440]);
        assert!(waits.iter().skip(8).all(|wait| *wait == 1440), "{waits:?}");
        // The other secret, another person and who was right are none of it.
        assert_eq!(store.guess(Guessed::SecondFactor, "an", NOW).await.unwrap(), Throttle::Open);
        assert_eq!(store.guess(Guessed::Password, "binh", NOW).await.unwrap(), Throttle::Open);
        store.forget_guesses(Guessed::SecondFactor, "an").await.unwrap();
        assert!(matches!(store.guess(Guessed::Password, "an", NOW).await.unwrap(), Throttle::Closed(_)));
        store.forget_guesses(Guessed::Password, "an").await.unwrap();
        assert_eq!(store.guess(Guessed::Password, "an", NOW).await.unwrap(), Throttle::Open);
    }

    #[tokio::test]
    async fn v077_of_two_hundred_at_once_five_are_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let mut racers = tokio::task::JoinSet::new();
        for _ in 0..200 {
            let store = store.clone();
            racers.spawn(async move { store.guess(Guessed::Password, "an", NOW).await.unwrap() });
        }
        let verdicts = racers.join_all().await;
        let open = verdicts.iter().filter(|verdict| **verdict == Throttle::Open).count();
        assert_eq!(open, limits::PASSWORD_TRIES as usize);
        let opens_at = NOW.plus(limits::PASSWORD_WINDOW);
        assert!(
            verdicts.iter().all(|verdict| matches!(verdict, Throttle::Open) || *verdict == Throttle::Closed(opens_at))
        );
    }

    #[tokio::test]
    async fn guesses_are_forgotten_a_month_after_the_last() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        hammered(&store, Guessed::Password, NOW).await;
        assert_eq!(store.forget_old_guesses(10, NOW.plus(limits::GUESSES_KEPT)).await.unwrap(), 0);
        let later = NOW.plus(limits::GUESSES_KEPT).plus(Seconds::days(30));
        assert_eq!(store.forget_old_guesses(10, later).await.unwrap(), 1);
        assert_eq!(store.guess(Guessed::Password, "an", later).await.unwrap(), Throttle::Open);
    }
}
