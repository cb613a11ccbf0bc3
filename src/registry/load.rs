//! The commits of an import: each loads a run of lines and moves the mark behind them, or does neither.
//!
//! The mark moves first and only from where the reader believed it to be. Two imports of one file therefore take turns,
//! and one that was killed goes on behind its last commit without loading anybody twice.

use std::collections::HashSet;

use sqlx::Connection as _;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::registry::columns::Person;
use crate::registry::embedded::Embedded;
use crate::registry::json_rows;
use crate::registry::line::LineRefusal;
use crate::registry::person_row::{bound, former_numbers};
use crate::registry::update::change_person;
use crate::store::Tx;
use crate::store::engine::Engine;
use crate::store::row::{maybe_instant, number, text};

/// How far a file has been loaded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Mark {
    /// The first byte that is not yet taken in.
    pub(super) byte: i64,
    /// The line that stands there.
    pub(super) line: i64,
    /// People loaded from the file.
    pub(super) loaded: i64,
    /// Lines refused.
    pub(super) refused: i64,
    /// Whether nothing is left to do.
    pub(super) is_finished: bool,
}

impl Mark {
    /// The mark behind a batch of which so many were taken in and so many refused.
    pub(super) fn behind(self, batch: &Batch, loaded: usize, refused: usize) -> Self {
        let more = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Self {
            byte: batch.next_byte,
            line: batch.next_line,
            loaded: self.loaded.saturating_add(more(loaded)),
            refused: self.refused.saturating_add(more(refused)),
            is_finished: batch.is_last,
        }
    }
}

/// What is done with the people of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Manner {
    /// They are new; who is there already is refused.
    Load,
    /// They take the place of what was known of them, and the feed tells of who changed.
    Update,
}

/// A run of lines with where it ends.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) people: Vec<(i64, Person)>,
    pub(super) refused: Vec<(i64, LineRefusal)>,
    pub(super) next_byte: i64,
    pub(super) next_line: i64,
    pub(super) is_last: bool,
}

impl Embedded {
    /// Where the import of a file stands; begins it when it is new.
    pub(super) async fn mark(&self, file: &str, now: Timestamp) -> Result<Mark, Fault> {
        sqlx::query(
            "INSERT INTO population_import (file, begun_at, next_byte, next_line, loaded, refused) \
             VALUES ($1, $2, 0, 1, 0, 0) ON CONFLICT (file) DO NOTHING",
        )
        .bind(file)
        .bind(now.unix())
        .execute(self.database().pool())
        .await?;
        let row = sqlx::query(
            "SELECT next_byte, next_line, loaded, refused, finished_at FROM population_import WHERE file = $1",
        )
        .bind(file)
        .fetch_one(self.database().pool())
        .await?;
        Ok(Mark {
            byte: number(&row, "next_byte")?,
            line: number(&row, "next_line")?,
            loaded: number(&row, "loaded")?,
            refused: number(&row, "refused")?,
            is_finished: maybe_instant(&row, "finished_at")?.is_some(),
        })
    }

    /// Takes a batch in and moves the mark; none when the mark is no longer where it was.
    pub(super) async fn commit_batch(
        &self,
        file: &str,
        mark: Mark,
        batch: &Batch,
        manner: Manner,
        now: Timestamp,
    ) -> Result<Option<Mark>, Fault> {
        let mut tx = self.database().begin().await?;
        let moved = sqlx::query(MOVE_MARK)
            .bind(file)
            .bind(mark.byte)
            .bind(batch.next_byte)
            .bind(batch.next_line)
            .execute(&mut *tx)
            .await?;
        if moved.rows_affected() == 0 {
            return Ok(None);
        }
        let (loaded, refused) = match (manner, self.database().engine()) {
            (Manner::Load, Engine::Sqlite) => json_rows::insert(&mut tx, &batch.people).await?,
            (Manner::Load, Engine::PostgreSql) | (Manner::Update, _) => {
                line_by_line(&mut tx, &batch.people, manner, now).await?
            }
        };
        let refusals = || batch.refused.iter().chain(&refused);
        for (line, refusal) in refusals() {
            let refuse = sqlx::query(REFUSE).bind(file).bind(*line).bind(refusal.field).bind(refusal.reason.as_str());
            refuse.execute(&mut *tx).await?;
        }
        let mark = mark.behind(batch, loaded, refusals().count());
        let finish = sqlx::query(FINISH)
            .bind(file)
            .bind(mark.loaded)
            .bind(mark.refused)
            .bind(mark.is_finished.then_some(now.unix()));
        finish.execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(Some(mark))
    }

    /// Lets a file be taken in once more from its beginning, when that had been done to its end.
    pub(super) async fn begin_again(&self, file: &str, now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.database().begin().await?;
        let again = sqlx::query(
            "UPDATE population_import SET begun_at = $2, next_byte = 0, next_line = 1, loaded = 0, refused = 0, \
             finished_at = NULL WHERE file = $1 AND finished_at IS NOT NULL",
        )
        .bind(file)
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if again.rows_affected() == 0 {
            return Ok(());
        }
        sqlx::query("DELETE FROM population_refused WHERE file = $1").bind(file).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Up to a thousand refused lines of a file after a line: line, field, reason.
    pub(super) async fn refused_after(&self, file: &str, line: i64) -> Result<Vec<(i64, String, String)>, Fault> {
        let rows = sqlx::query(
            "SELECT line, field, reason FROM population_refused WHERE file = $1 AND line > $2 ORDER BY line LIMIT 1000",
        )
        .bind(file)
        .bind(line)
        .fetch_all(self.database().pool())
        .await?;
        rows.iter().map(|row| Ok((number(row, "line")?, text(row, "field")?, text(row, "reason")?))).collect()
    }
}

/// Takes people in by a statement for each line: how many were news, and which lines are refused.
async fn line_by_line(
    tx: &mut Tx,
    people: &[(i64, Person)],
    manner: Manner,
    now: Timestamp,
) -> Result<(usize, Vec<(i64, LineRefusal)>), Fault> {
    let (mut news, mut refused) = (0, Vec::new());
    for (line, person) in people {
        let taken_in = match manner {
            Manner::Load => insert_person(tx, person).await?.map(|()| true),
            Manner::Update => change_person(tx, person, now).await?,
        };
        match taken_in {
            Ok(is_news) => news += usize::from(is_news),
            Err(refusal) => refused.push((*line, refusal)),
        }
    }
    Ok((news, refused))
}

/// Moves the mark of a file, from where it was read and nowhere else.
pub(super) const MOVE_MARK: &str = "UPDATE population_import SET next_byte = $3, next_line = $4 WHERE file = $1 AND next_byte = $2 AND finished_at IS NULL";

/// Notes a line that was not taken in.
pub(super) const REFUSE: &str = "INSERT INTO population_refused (file, line, field, reason) VALUES ($1, $2, $3, $4)";

/// Keeps the counts of a file, and when its end was reached.
pub(super) const FINISH: &str =
    "UPDATE population_import SET loaded = $2, refused = $3, finished_at = $4 WHERE file = $1";

/// Whom a batch loads: nobody with a number that the register, or a line before, has given to somebody.
pub(super) fn accepted(
    people: &[(i64, Person)],
    mut given: HashSet<String>,
) -> (Vec<&Person>, Vec<(i64, LineRefusal)>) {
    let (mut accepted, mut refused) = (Vec::with_capacity(people.len()), Vec::new());
    for (line, person) in people {
        let number = person.record.number.as_str();
        if given.contains(number) {
            refused.push((*line, LineRefusal::of("number", "number_taken")));
            continue;
        }
        let mut own = HashSet::from([number]);
        match former_numbers(person).find(|(former, _)| given.contains(*former) || !own.insert(former)) {
            Some((_, kind)) => refused.push((*line, taken(kind))),
            None => {
                given.extend(own.into_iter().map(str::to_owned));
                accepted.push(person);
            }
        }
    }
    (accepted, refused)
}

/// Inserts a person with all numbers, or nothing of the person.
async fn insert_person(tx: &mut Tx, person: &Person) -> Result<Result<(), LineRefusal>, Fault> {
    let record = &person.record;
    let former: Vec<_> = former_numbers(person).collect();
    // A savepoint costs two round trips and is needed only where a second row may fail.
    if former.is_empty() {
        return insert_row(tx, person).await;
    }
    let mut savepoint = tx.begin().await?;
    let mut outcome = insert_row(&mut savepoint, person).await?;
    for (former, kind) in former {
        if outcome.is_ok() && !insert_former(&mut savepoint, former, record.number.as_str(), kind).await? {
            outcome = Err(taken(kind));
        }
    }
    match outcome {
        Ok(()) => savepoint.commit().await?,
        Err(_) => savepoint.rollback().await?,
    }
    Ok(outcome)
}

/// That a former number of this kind leads to somebody else.
pub(super) fn taken(kind: &str) -> LineRefusal {
    LineRefusal::of(if kind == "legacy" { "legacy_number" } else { "cancelled_numbers" }, "number_taken")
}

pub(super) async fn insert_row(
    connection: &mut sqlx::AnyConnection,
    person: &Person,
) -> Result<Result<(), LineRefusal>, Fault> {
    let inserted = bound(
        "INSERT INTO population (number, name, name_key, name_folded, birth, gender, status, phone, phone_owner, \
         email, cohort, details) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 \
         WHERE NOT EXISTS (SELECT 1 FROM population_former_number WHERE number = $1) \
         ON CONFLICT (number) DO NOTHING",
        person,
    )?
    .execute(connection)
    .await?;
    Ok(if inserted.rows_affected() == 1 { Ok(()) } else { Err(LineRefusal::of("number", "number_taken")) })
}

pub(super) async fn insert_former(
    connection: &mut sqlx::AnyConnection,
    former: &str,
    person: &str,
    kind: &str,
) -> Result<bool, Fault> {
    let inserted = sqlx::query(
        "INSERT INTO population_former_number (number, person, kind) SELECT $1, $2, $3 \
         WHERE NOT EXISTS (SELECT 1 FROM population WHERE number = $1) ON CONFLICT (number) DO NOTHING",
    )
    .bind(former)
    .bind(person)
    .bind(kind)
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() == 1)
}
