//! Who may act for an organisation. An end, and a lesser role, end in the same commit what hung from it.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::organisation_account::Ground;
use crate::identity::representation::{Capacity, Ending, Representation, Role};
use crate::secret::{AccountId, Digest, OfferId, OrganisationId, RepresentationId};
use crate::store::logout::{self, Ended};
use crate::store::organisation::{lift, tell};
use crate::store::outbox::Message;
use crate::store::{Store, Tx, audit, row};

/// A role offered to a person.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Blind index of the person.
    pub person: Digest,
    /// The last digits of the number that was typed.
    pub ending: String,
    /// Which role.
    pub role: Role,
    /// By whom.
    pub offered_by: AccountId,
    /// When.
    pub offered_at: Timestamp,
    /// Until when it can be taken.
    pub expires_at: Timestamp,
}

impl Store {
    /// The blind index under which an account stands.
    pub async fn person_of_account(&self, account: &AccountId) -> Result<Digest, Fault> {
        let row = sqlx::query("SELECT person_digest FROM account WHERE id = $1")
            .bind(account.as_str())
            .fetch_one(self.pool())
            .await?;
        row::text(&row, "person_digest").map(Digest::from_column)
    }

    /// Everybody who represents an organisation now, in the order in which they began to.
    pub async fn representations(&self, organisation: &OrganisationId) -> Result<Vec<Representation>, Fault> {
        let rows = sqlx::query(
            "SELECT r.id, r.organisation_id, r.account_id, a.person_digest, r.capacity, r.role, r.since_at, \
             CASE WHEN a.state = 'closed' OR EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id \
             AND l.ground = 'death' AND l.lifted_at IS NULL) THEN 1 ELSE 0 END AS is_over \
             FROM representation r JOIN account a ON a.id = r.account_id \
             WHERE r.organisation_id = $1 AND r.ended_at IS NULL ORDER BY r.since_at, r.id",
        )
        .bind(organisation.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(representation).collect()
    }

    /// The organisations that somebody represents whose own account is over.
    pub async fn organisations_of_the_dead(&self) -> Result<Vec<OrganisationId>, Fault> {
        let rows = sqlx::query(
            "SELECT DISTINCT r.organisation_id AS id FROM representation r JOIN account a ON a.id = r.account_id \
             WHERE r.ended_at IS NULL AND (a.state = 'closed' OR EXISTS (SELECT 1 FROM account_lock l \
             WHERE l.account_id = a.id AND l.ground = 'death' AND l.lifted_at IS NULL))",
        )
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| row::text(row, "id").map(OrganisationId::from_text)).collect()
    }

    /// Every organisation that a person represents now.
    pub async fn represented_by(&self, account: &AccountId) -> Result<Vec<Representation>, Fault> {
        let rows = sqlx::query(
            "SELECT r.id, r.organisation_id, r.account_id, a.person_digest, r.capacity, r.role, r.since_at, \
             CASE WHEN a.state = 'closed' OR EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id \
             AND l.ground = 'death' AND l.lifted_at IS NULL) THEN 1 ELSE 0 END AS is_over \
             FROM representation r JOIN account a ON a.id = r.account_id \
             WHERE r.account_id = $1 AND r.ended_at IS NULL ORDER BY r.since_at, r.id",
        )
        .bind(account.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(representation).collect()
    }

    /// Offers a role; false when one is offered to that person already, or who offers no longer administers.
    pub async fn offer_role(&self, offer: &Offer, messages: &[Message], now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let offered = sqlx::query(
            "INSERT INTO representation_offer (id, organisation_id, person_digest, ending, role, offered_by, offered_at, \
             expires_at) SELECT $1, $2, $3, $4, $5, $6, $7, $8 FROM representation r \
             WHERE r.organisation_id = $2 AND r.account_id = $6 AND r.ended_at IS NULL AND r.role = 'administer' \
             ON CONFLICT DO NOTHING",
        )
        .bind(offer.id.as_str())
        .bind(offer.organisation.as_str())
        .bind(offer.person.as_str())
        .bind(&offer.ending)
        .bind(offer.role.as_str())
        .bind(offer.offered_by.as_str())
        .bind(now.unix())
        .bind(offer.expires_at.unix())
        .execute(&mut *tx)
        .await?;
        if offered.rows_affected() == 0 {
            return Ok(false);
        }
        tell(&mut tx, self, messages, now).await?;
        let event = Event::new(Kind::RepresentationOffered, Actor::Person(offer.offered_by.clone()), now)
            .about_organisation(&offer.organisation)
            .with("role", offer.role.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The roles that an organisation has offered and nobody has answered.
    pub async fn offers_of(&self, organisation: &OrganisationId, now: Timestamp) -> Result<Vec<Offer>, Fault> {
        let rows = sqlx::query(
            "SELECT id, organisation_id, person_digest, ending, role, offered_by, offered_at, expires_at \
             FROM representation_offer WHERE organisation_id = $1 AND answer IS NULL AND expires_at > $2 \
             ORDER BY offered_at, id",
        )
        .bind(organisation.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(offer).collect()
    }

    /// The roles that are offered to the holder of an account.
    pub async fn offers_to(&self, account: &AccountId, now: Timestamp) -> Result<Vec<Offer>, Fault> {
        let rows = sqlx::query(
            "SELECT f.id, f.organisation_id, f.person_digest, f.ending, f.role, f.offered_by, f.offered_at, f.expires_at \
             FROM representation_offer f JOIN account a ON a.person_digest = f.person_digest \
             WHERE a.id = $1 AND f.answer IS NULL AND f.expires_at > $2 ORDER BY f.offered_at, f.id",
        )
        .bind(account.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(offer).collect()
    }

    /// The person takes the role, or does not; false when the offer is not there, not this person's or not open, or who
    /// offered it no longer administers.
    pub async fn answer_offer(
        &self,
        offer: &Offer,
        account: &AccountId,
        takes: bool,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let answered = sqlx::query(
            "UPDATE representation_offer SET answer = $3, answered_at = $2 WHERE id = $1 AND answer IS NULL \
             AND expires_at > $2 AND person_digest = (SELECT person_digest FROM account WHERE id = $4) \
             AND EXISTS (SELECT 1 FROM representation r WHERE r.organisation_id = representation_offer.organisation_id \
             AND r.account_id = representation_offer.offered_by AND r.ended_at IS NULL AND r.role = 'administer')",
        )
        .bind(offer.id.as_str())
        .bind(now.unix())
        .bind(if takes { "accepted" } else { "declined" })
        .bind(account.as_str())
        .execute(&mut *tx)
        .await?;
        if answered.rows_affected() == 0 {
            return Ok(false);
        }
        let actor = Actor::Person(account.clone());
        let event = Event::new(Kind::RepresentationOffered, actor.clone(), now)
            .about_organisation(&offer.organisation)
            .with("answer", if takes { "accepted" } else { "declined" });
        audit::append(&mut tx, &event).await?;
        if takes {
            begin(&mut tx, &offer.organisation, account, Capacity::Authorised, offer.role, &actor, now).await?;
        }
        tell(&mut tx, self, messages, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// An administering representative takes an offer back; false when it was answered.
    pub async fn withdraw_offer(
        &self,
        id: &OfferId,
        organisation: &OrganisationId,
        by: &AccountId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let withdrawn = sqlx::query(
            "UPDATE representation_offer SET answer = 'withdrawn', answered_at = $4 \
             WHERE id = $1 AND organisation_id = $2 AND answer IS NULL AND EXISTS (SELECT 1 FROM representation r \
             WHERE r.organisation_id = $2 AND r.account_id = $3 AND r.ended_at IS NULL AND r.role = 'administer')",
        )
        .bind(id.as_str())
        .bind(organisation.as_str())
        .bind(by.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if withdrawn.rows_affected() == 0 {
            return Ok(false);
        }
        let event = Event::new(Kind::RepresentationOffered, Actor::Person(by.clone()), now)
            .about_organisation(organisation)
            .with("answer", "withdrawn");
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Closes offers that nobody answered in time, at most `batch`.
    pub async fn lapse_offers(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let lapsed = sqlx::query(
            "UPDATE representation_offer SET answer = 'lapsed', answered_at = expires_at WHERE answer IS NULL AND id IN \
             (SELECT id FROM representation_offer WHERE answer IS NULL AND expires_at <= $1 LIMIT $2)",
        )
        .bind(now.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(lapsed.rows_affected())
    }

    /// Gives a representative another role; what a lesser one no longer allows ends. False when it does not stand, or
    /// nobody who administers would be left.
    pub async fn change_role(
        &self,
        one: &Representation,
        role: Role,
        by: &Actor,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        take_turn(&mut tx, &one.organisation, now).await?;
        let changed = sqlx::query(
            "UPDATE representation SET role = $2, touched_at = $3 WHERE id = $1 AND ended_at IS NULL AND ($2 = 'administer' \
             OR EXISTS (SELECT 1 FROM representation o WHERE o.organisation_id = representation.organisation_id \
             AND o.id <> $1 AND o.ended_at IS NULL AND o.role = 'administer'))",
        )
        .bind(one.id.as_str())
        .bind(role.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        if !role.may_act() {
            logout::tell_of_end(&mut tx, &self.vault, Ended::One(&one.id), now).await?;
            end_families(&mut tx, &one.id, now).await?;
        }
        tell(&mut tx, self, messages, now).await?;
        journal(&mut tx, Kind::RepresentationChanged, by, one, ("role", role.as_str()), now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends a representation and what hangs from it. False when it does not stand, or when a person would leave nobody
    /// who administers; the register and death end it whatever is left, and the organisation is locked then.
    pub async fn end_representation(
        &self,
        one: &Representation,
        ending: Ending,
        by: &Actor,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        take_turn(&mut tx, &one.organisation, now).await?;
        let is_forced = matches!(ending, Ending::Register | Ending::Person);
        let ended = sqlx::query(
            "UPDATE representation SET ended_at = $2, ended_by = $3, touched_at = $2 WHERE id = $1 AND ended_at IS NULL \
             AND (role <> 'administer' OR $4 = 1 OR EXISTS (SELECT 1 FROM representation o \
             WHERE o.organisation_id = representation.organisation_id AND o.id <> $1 AND o.ended_at IS NULL \
             AND o.role = 'administer'))",
        )
        .bind(one.id.as_str())
        .bind(now.unix())
        .bind(ending.as_str())
        .bind(i64::from(is_forced))
        .execute(&mut *tx)
        .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        logout::tell_of_end(&mut tx, &self.vault, Ended::One(&one.id), now).await?;
        end_families(&mut tx, &one.id, now).await?;
        tell(&mut tx, self, messages, now).await?;
        journal(&mut tx, Kind::RepresentationEnded, by, one, ("ending", ending.as_str()), now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Somebody may act for an organisation from now on, in the caller's transaction. Who stood there with less stands with
/// this; grounds that say that nobody did, or that the wrong one did, are lifted by who calls.
pub(super) async fn begin(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountId,
    capacity: Capacity,
    role: Role,
    by: &Actor,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE representation SET ended_at = $3, ended_by = 'taken_away', touched_at = $3 \
         WHERE organisation_id = $1 AND account_id = $2 AND ended_at IS NULL",
    )
    .bind(organisation.as_str())
    .bind(account.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    let id = RepresentationId::new(entropy::bytes()?);
    sqlx::query(
        "INSERT INTO representation (id, organisation_id, account_id, capacity, since_at, role, touched_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $5)",
    )
    .bind(id.as_str())
    .bind(organisation.as_str())
    .bind(account.as_str())
    .bind(capacity.as_str())
    .bind(now.unix())
    .bind(role.as_str())
    .execute(&mut **tx)
    .await?;
    if role.may_administer() {
        lift(tx, organisation, Ground::Unrepresented, by, now).await?;
    }
    for event in both(Kind::RepresentationBegun, by, organisation, account, now) {
        let event =
            event.with("role", role.as_str()).with("capacity", capacity.as_str()).with("representation", id.as_str());
        audit::append(tx, &event).await?;
    }
    Ok(())
}

/// Two ends of the same moment would each see the other's representation standing: they take turns by the organisation's
/// row (both engines write one at a time).
async fn take_turn(tx: &mut Tx, organisation: &OrganisationId, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("UPDATE organisation SET registered_at = registered_at WHERE id = $1 AND created_at <= $2")
        .bind(organisation.as_str())
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn end_families(tx: &mut Tx, representation: &RepresentationId, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE family SET ended_at = $2, ended_by = 'representation_ended' \
         WHERE representation_id = $1 AND ended_at IS NULL",
    )
    .bind(representation.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn journal(
    tx: &mut Tx,
    kind: Kind,
    by: &Actor,
    one: &Representation,
    detail: (&'static str, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    for event in both(kind, by, &one.organisation, &one.account, now) {
        let event = event.with(detail.0, detail.1).with("representation", one.id.as_str());
        audit::append(tx, &event).await?;
    }
    Ok(())
}

/// The event in the organisation's history and in the person's own.
fn both(kind: Kind, by: &Actor, organisation: &OrganisationId, account: &AccountId, now: Timestamp) -> [Event; 2] {
    [
        Event::new(kind, by.clone(), now).about_organisation(organisation).with("person", account.as_str()),
        Event::new(kind, by.clone(), now).about(account).with("organisation", organisation.as_str()),
    ]
}

fn representation(row: &AnyRow) -> Result<Representation, Fault> {
    Ok(Representation {
        id: RepresentationId::from_text(row::text(row, "id")?),
        organisation: OrganisationId::from_text(row::text(row, "organisation_id")?),
        account: AccountId::from_text(row::text(row, "account_id")?),
        person: Digest::from_column(row::text(row, "person_digest")?),
        capacity: row::parsed(row, "representation", "capacity", Capacity::parse)?,
        role: row::parsed(row, "representation", "role", Role::parse)?,
        since_at: row::instant(row, "since_at")?,
        is_over: row::number(row, "is_over")? == 1,
    })
}

fn offer(row: &AnyRow) -> Result<Offer, Fault> {
    Ok(Offer {
        id: OfferId::from_text(row::text(row, "id")?),
        organisation: OrganisationId::from_text(row::text(row, "organisation_id")?),
        person: Digest::from_column(row::text(row, "person_digest")?),
        ending: row::text(row, "ending")?,
        role: row::parsed(row, "representation_offer", "role", Role::parse)?,
        offered_by: AccountId::from_text(row::text(row, "offered_by")?),
        offered_at: row::instant(row, "offered_at")?,
        expires_at: row::instant(row, "expires_at")?,
    })
}
