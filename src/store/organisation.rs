//! Organisations' accounts: read whole with the grounds that lock them; a lock ends what is open in the same commit.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::organisation::OrganisationNumber;
use crate::identity::organisation_account::{Ground, OrganisationAccount};
use crate::identity::tax_code::TaxCode;
use crate::secret::{AccountId, OrganisationId, encode};
use crate::store::logout::{self, Ended};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit, row};

impl Store {
    /// The organisation's account of that id.
    pub async fn organisation(&self, id: &OrganisationId) -> Result<Option<OrganisationAccount>, Fault> {
        let rows = sqlx::query(
            "SELECT o.id, o.number, o.in_register, o.name, o.tax_code, o.created_at, o.registered_by, l.ground \
             FROM organisation o LEFT JOIN organisation_lock l ON l.organisation_id = o.id AND l.lifted_at IS NULL \
             WHERE o.id = $1 ORDER BY l.ground",
        )
        .bind(id.as_str())
        .fetch_all(self.pool())
        .await?;
        Ok(organisations(&rows)?.pop())
    }

    /// The account of the organisation with that identification number.
    pub async fn organisation_of_number(
        &self,
        number: &OrganisationNumber,
    ) -> Result<Option<OrganisationAccount>, Fault> {
        let rows = sqlx::query(
            "SELECT o.id, o.number, o.in_register, o.name, o.tax_code, o.created_at, o.registered_by, l.ground \
             FROM organisation o LEFT JOIN organisation_lock l ON l.organisation_id = o.id AND l.lifted_at IS NULL \
             WHERE o.number = $1 ORDER BY l.ground",
        )
        .bind(number.as_str())
        .fetch_all(self.pool())
        .await?;
        Ok(organisations(&rows)?.pop())
    }

    /// Up to `limit` organisations' accounts behind that id, in the order of their ids.
    pub async fn organisations_after(&self, after: &str, limit: i64) -> Result<Vec<OrganisationAccount>, Fault> {
        let rows = sqlx::query(
            "SELECT o.id, o.number, o.in_register, o.name, o.tax_code, o.created_at, o.registered_by, l.ground \
             FROM (SELECT id, number, in_register, name, tax_code, created_at, registered_by FROM organisation \
                   WHERE id > $1 ORDER BY id LIMIT $2) o \
             LEFT JOIN organisation_lock l ON l.organisation_id = o.id AND l.lifted_at IS NULL ORDER BY o.id, l.ground",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        organisations(&rows)
    }

    /// Takes over the name and the tax code that the register has now.
    pub async fn rename_organisation(
        &self,
        id: &OrganisationId,
        name: &str,
        tax_code: Option<&str>,
    ) -> Result<(), Fault> {
        sqlx::query("UPDATE organisation SET name = $2, tax_code = $3 WHERE id = $1")
            .bind(id.as_str())
            .bind(name)
            .bind(tax_code)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Adds a ground for a lock, ends everything that people do for the organisation, and tells who administers it; false
    /// when the ground stood already.
    pub async fn lock_organisation(
        &self,
        id: &OrganisationId,
        ground: Ground,
        by: &Actor,
        reason: Option<&str>,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !lock(&mut tx, self, id, ground, (by, reason), messages, now).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Lifts a ground for a lock; false when it did not stand. Who administers it is told when it was the last one.
    pub async fn lift_organisation_lock(
        &self,
        id: &OrganisationId,
        ground: Ground,
        by: &Actor,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !unlock(&mut tx, self, id, ground, by, messages, now).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// Adds a ground in the caller's transaction, with all that ends by it; false when it stood already.
pub(super) async fn lock(
    tx: &mut Tx,
    store: &Store,
    id: &OrganisationId,
    ground: Ground,
    (by, reason): (&Actor, Option<&str>),
    messages: &[Message],
    now: Timestamp,
) -> Result<bool, Fault> {
    let locked = sqlx::query(
        "INSERT INTO organisation_lock (id, organisation_id, ground, since_at, by_kind, by_id, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(format!("lck_{}", encode(&entropy::bytes::<16>()?)))
    .bind(id.as_str())
    .bind(ground.as_str())
    .bind(now.unix())
    .bind(by.kind())
    .bind(by.id())
    .bind(reason)
    .execute(&mut **tx)
    .await?;
    if locked.rows_affected() == 0 {
        return Ok(false);
    }
    // An answer of the same moment has written the representation that it hangs from: this waits for it, then sees it.
    sqlx::query("UPDATE representation SET touched_at = $2 WHERE organisation_id = $1 AND ended_at IS NULL")
        .bind(id.as_str())
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
    logout::tell_of_end(tx, &store.vault, Ended::AllOf(id), now).await?;
    sqlx::query(
        "UPDATE family SET ended_at = $2, ended_by = 'organisation_locked' WHERE ended_at IS NULL \
         AND representation_id IN (SELECT id FROM representation WHERE organisation_id = $1)",
    )
    .bind(id.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    tell(tx, store, messages, now).await?;
    let event =
        Event::new(Kind::OrganisationLocked, by.clone(), now).about_organisation(id).with("ground", ground.as_str());
    audit::append(tx, &event).await?;
    Ok(true)
}

/// Lifts a ground in the caller's transaction and tells who administers it when it was the last one; false when it did
/// not stand.
pub(super) async fn unlock(
    tx: &mut Tx,
    store: &Store,
    id: &OrganisationId,
    ground: Ground,
    by: &Actor,
    messages: &[Message],
    now: Timestamp,
) -> Result<bool, Fault> {
    if !lift(tx, id, ground, by, now).await? {
        return Ok(false);
    }
    let left = sqlx::query(
        "SELECT COUNT(*) AS left_over FROM organisation_lock WHERE organisation_id = $1 AND lifted_at IS NULL",
    )
    .bind(id.as_str())
    .fetch_one(&mut **tx)
    .await?;
    if row::number(&left, "left_over")? == 0 {
        tell(tx, store, messages, now).await?;
    }
    Ok(true)
}

/// Lifts a ground in the caller's transaction; false when it did not stand.
pub(super) async fn lift(
    tx: &mut Tx,
    id: &OrganisationId,
    ground: Ground,
    by: &Actor,
    now: Timestamp,
) -> Result<bool, Fault> {
    let lifted = sqlx::query(
        "UPDATE organisation_lock SET lifted_at = $3 WHERE organisation_id = $1 AND ground = $2 AND lifted_at IS NULL",
    )
    .bind(id.as_str())
    .bind(ground.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    if lifted.rows_affected() == 0 {
        return Ok(false);
    }
    let event =
        Event::new(Kind::OrganisationUnlocked, by.clone(), now).about_organisation(id).with("ground", ground.as_str());
    audit::append(tx, &event).await?;
    Ok(true)
}

/// Posts messages in the caller's transaction.
pub(super) async fn tell(tx: &mut Tx, store: &Store, messages: &[Message], now: Timestamp) -> Result<(), Fault> {
    for message in messages {
        outbox::post(tx, &store.vault, message, now).await?;
    }
    Ok(())
}

/// Rows of organisations joined with their grounds; an organisation's rows stand together.
fn organisations(rows: &[AnyRow]) -> Result<Vec<OrganisationAccount>, Fault> {
    let mut found: Vec<OrganisationAccount> = Vec::new();
    for row in rows {
        let id = row::text(row, "id")?;
        if found.last().is_none_or(|last| last.id.as_str() != id) {
            found.push(OrganisationAccount {
                id: OrganisationId::from_text(id),
                number: row::parsed(row, "organisation", "number", OrganisationNumber::parse)?,
                in_register: row::number(row, "in_register")? == 1,
                name: row::text(row, "name")?,
                tax_code: match row::maybe_text(row, "tax_code")? {
                    None => None,
                    Some(_) => Some(row::parsed(row, "organisation", "tax_code", TaxCode::parse)?),
                },
                created_at: row::instant(row, "created_at")?,
                registered_by: AccountId::from_text(row::text(row, "registered_by")?),
                grounds: Vec::new(),
            });
        }
        if let (Some(last), Some(ground)) = (found.last_mut(), row::maybe_text(row, "ground")?) {
            let unsound = || row::corrupt(row, "organisation_lock", "ground");
            last.grounds.push(Ground::parse(&ground).ok_or_else(unsound)?);
        }
    }
    Ok(found)
}
