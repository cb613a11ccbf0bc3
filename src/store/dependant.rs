//! Who answers for whom: declared with the dependant's account in one commit, ended with everything that rests on it.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::account::{Account, Ground};
use crate::identity::dependant::{Link, Relation, Standing};
use crate::identity::enrolment::Finding;
use crate::identity::event::{Actor, Event, Kind};
use crate::secret::{AccountId, DependantId, EnrolmentId};
use crate::store::account::{self, place};
use crate::store::enrolment::Application;
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit, enrolment_wait, freeze, row};

/// A declaration that was decided.
#[derive(Clone, Debug)]
pub struct Declaration<'a> {
    /// Who declared.
    pub guardian: &'a AccountId,
    /// What was declared, and what it came to.
    pub application: &'a Application,
    /// The relation that was proven, under the id that it gets, when one was.
    pub proven: Option<(&'a DependantId, &'a Standing)>,
    /// The account that is made; for whom there is one already, that one.
    pub account: &'a Account,
    /// What is told of a relation that begins.
    pub messages: &'a [Message],
    /// What who waited is told, whatever it came to.
    pub result: Option<&'a Message>,
    /// The application that waited; none for one that is decided at once.
    pub waited: Option<&'a EnrolmentId>,
}

/// What became of a declaration.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Declared {
    /// The relation stands, under this id, which may have stood before.
    Kept(DependantId),
    /// It is kept as refused.
    Refused,
    /// Another parent's declaration made the account in the same moment; look again.
    AnotherWasFirst,
    /// It waited, and was decided meanwhile.
    DecidedBefore,
}

impl Store {
    /// Keeps a declaration, with the account and the relation that it made.
    pub async fn commit_declaration(&self, said: &Declaration<'_>, now: Timestamp) -> Result<Declared, Fault> {
        let mut tx = self.begin().await?;
        let (application, finding) = (said.application, said.application.finding);
        let actor = Actor::Person(said.guardian.clone());
        if let Some(waited) = said.waited
            && !enrolment_wait::end_wait(&mut tx, waited).await?
        {
            return Ok(Declared::DecidedBefore);
        }
        if finding == Finding::Matched && !self.insert_account(&mut tx, said.account, &application.person).await? {
            return Ok(Declared::AnotherWasFirst);
        }
        let applicant = (&application.person, &application.declared);
        let made = (finding == Finding::Matched).then_some(&said.account.id);
        let id = match said.waited {
            None => self.insert_enrolment(&mut tx, applicant, Some(finding), made, Some(said.guardian), now).await?,
            Some(waited) => {
                enrolment_wait::decide(&mut tx, waited, finding, made, now).await?;
                waited.clone()
            }
        };
        if let Some(result) = said.result {
            outbox::post(&mut tx, &self.vault, result, now).await?;
        }
        let enrolment = |kind| Event::new(kind, actor.clone(), now).with("enrolment", id.as_str());
        let Some((link, standing)) = said.proven.filter(|_| matches!(finding, Finding::Matched | Finding::Joined))
        else {
            let event = enrolment(Kind::DependantRefused).about(said.guardian).with("finding", finding.as_str());
            audit::append(&mut tx, &event).await?;
            tx.commit().await?;
            return Ok(Declared::Refused);
        };
        if finding == Finding::Matched {
            for kind in [Kind::EnrolmentSubmitted, Kind::EnrolmentMatched] {
                audit::append(&mut tx, &enrolment(kind).about(&said.account.id)).await?;
            }
        }
        if !insert(&mut tx, link, said, standing, now).await? {
            let standing_link = self.dependant_between(said.guardian, &said.account.id).await?;
            tx.commit().await?;
            return Ok(standing_link.map_or(Declared::AnotherWasFirst, |link| Declared::Kept(link.id)));
        }
        self.reach_by_guardian(&mut tx, said, &actor, now).await?;
        for message in said.messages {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = enrolment(Kind::DependantDeclared).about(&said.account.id);
        audit::append(&mut tx, &event.with("relation", standing.relation.as_str())).await?;
        tx.commit().await?;
        Ok(Declared::Kept(link.clone()))
    }

    /// Activates a dependant's account as who answers for it; false when there is nothing to activate, or no longer.
    pub async fn activate_dependant(&self, link: &Link, message: &Message, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let activated = sqlx::query(
            "UPDATE account SET state = 'active', activated_at = $2, version = version + 1 \
             WHERE id = $1 AND state = 'approved' AND activation_closes_at > $2 \
             AND EXISTS (SELECT 1 FROM dependant d WHERE d.id = $3 AND d.ended_at IS NULL) \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = account.id AND l.lifted_at IS NULL)",
        )
        .bind(link.account.as_str())
        .bind(now.unix())
        .bind(link.id.as_str())
        .execute(&mut *tx)
        .await?;
        if activated.rows_affected() == 0 {
            return Ok(false);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        audit::append(&mut tx, &event(Kind::AccountActivated, Actor::Person(link.guardian.clone()), link, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends a relation with what rests on it, and tells both sides; false when it had ended.
    pub async fn end_dependant(
        &self,
        link: &Link,
        why: &'static str,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        account::take_turn(&mut tx, &link.account).await?;
        let ended = sqlx::query("UPDATE dependant SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL")
            .bind(link.id.as_str())
            .bind(now.unix())
            .bind(why)
            .execute(&mut *tx)
            .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        // Written, not only joined: declared again, the old square stays dead.
        sqlx::query("UPDATE presentation SET state = 'cancelled' WHERE dependant_id = $1 AND state = 'live'")
            .bind(link.id.as_str())
            .execute(&mut *tx)
            .await?;
        if freeze::keep(&mut tx, &link.account, None, now).await? > 0 {
            // Whoever asked for a lifting may be who no longer answers for the person.
            let event = Event::new(Kind::FreezeKept, Actor::System, now).about(&link.account);
            audit::append(&mut tx, &event).await?;
        }
        for message in messages {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        for event in both(Kind::DependantEnded, link, now) {
            audit::append(&mut tx, &event.with("why", why)).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down what the calendar says since the register's date of birth is another one.
    pub async fn date_dependant(&self, link: &Link, standing: &Standing) -> Result<(), Fault> {
        sqlx::query("UPDATE dependant SET hands_over_at = $2, of_age_at = $3 WHERE id = $1 AND ended_at IS NULL")
            .bind(link.id.as_str())
            .bind(standing.hands_over_at().map(Timestamp::unix))
            .bind(standing.of_age_at().map(Timestamp::unix))
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Tells a guardian, once, that the dependant acts alone from now on.
    pub async fn tell_grown(&self, link: &Link, message: &Message, now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        let told = sqlx::query(
            "UPDATE dependant SET told_at = $2 WHERE id = $1 AND told_at IS NULL AND hands_over_at <= $2 \
             AND ended_at IS NULL",
        )
        .bind(link.id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if told.rows_affected() == 0 {
            return Ok(());
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        for event in both(Kind::DependantGrown, link, now) {
            audit::append(&mut tx, &event).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// A relation that stands, by its id.
    pub async fn dependant(&self, id: &DependantId) -> Result<Option<Link>, Fault> {
        let row = sqlx::query(
            "SELECT id, guardian_id, account_id, relation, proven_at, hands_over_at, of_age_at FROM dependant \
             WHERE id = $1 AND ended_at IS NULL",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(link).transpose()
    }

    /// The relation that stands between two accounts.
    pub async fn dependant_between(&self, guardian: &AccountId, account: &AccountId) -> Result<Option<Link>, Fault> {
        let row = sqlx::query(
            "SELECT id, guardian_id, account_id, relation, proven_at, hands_over_at, of_age_at FROM dependant \
             WHERE guardian_id = $1 AND account_id = $2 AND ended_at IS NULL",
        )
        .bind(guardian.as_str())
        .bind(account.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(link).transpose()
    }

    /// Whom an account's holder answers for.
    pub async fn dependants_of(&self, guardian: &AccountId) -> Result<Vec<Link>, Fault> {
        let rows = sqlx::query(
            "SELECT id, guardian_id, account_id, relation, proven_at, hands_over_at, of_age_at FROM dependant \
             WHERE guardian_id = $1 AND ended_at IS NULL ORDER BY proven_at, id",
        )
        .bind(guardian.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(link).collect()
    }

    /// Who answers for an account's holder.
    pub async fn guardians_of(&self, account: &AccountId) -> Result<Vec<Link>, Fault> {
        let rows = sqlx::query(
            "SELECT id, guardian_id, account_id, relation, proven_at, hands_over_at, of_age_at FROM dependant \
             WHERE account_id = $1 AND ended_at IS NULL ORDER BY proven_at, id",
        )
        .bind(account.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(link).collect()
    }

    /// The relations that the calendar ends, or hands over and nobody was told, at most `batch`.
    pub async fn dependants_due(&self, batch: i64, now: Timestamp) -> Result<Vec<Link>, Fault> {
        let rows = sqlx::query(
            "SELECT id, guardian_id, account_id, relation, proven_at, hands_over_at, of_age_at FROM dependant \
             WHERE ended_at IS NULL AND (of_age_at <= $1 OR (hands_over_at <= $1 AND told_at IS NULL)) \
             ORDER BY proven_at, id LIMIT $2",
        )
        .bind(now.unix())
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(link).collect()
    }

    /// A telephone that was lost to its guardian gives way to the present one's, which the declaration has just proven;
    /// with it the ground goes (Decree 320/2026 new Art. 15(1)). Only while nobody but guardians opens the account.
    async fn reach_by_guardian(
        &self,
        tx: &mut Tx,
        said: &Declaration<'_>,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let id = said.account.id.as_str();
        let lifted = sqlx::query(
            "UPDATE account_lock SET lifted_at = $3 WHERE account_id = $1 AND ground = $2 AND lifted_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.account_id = $1)",
        )
        .bind(id)
        .bind(Ground::PhoneNotOwn.as_str())
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
        if lifted.rows_affected() == 0 {
            return Ok(());
        }
        sqlx::query("UPDATE account SET phone_sealed = $2, version = version + 1 WHERE id = $1")
            .bind(id)
            .bind(self.vault.seal(place("phone", id), said.application.declared.phone.as_str())?)
            .execute(&mut **tx)
            .await?;
        let event = Event::new(Kind::AccountUnlocked, actor.clone(), now).about(&said.account.id);
        audit::append(tx, &event.with("ground", Ground::PhoneNotOwn.as_str())).await?;
        Ok(())
    }
}

/// Whether a relation stands, in the caller's transaction and behind whatever it waited for.
pub(super) async fn stands(tx: &mut Tx, id: &DependantId) -> Result<bool, Fault> {
    let row = sqlx::query("SELECT 1 FROM dependant WHERE id = $1 AND ended_at IS NULL").bind(id.as_str());
    Ok(row.fetch_optional(&mut **tx).await?.is_some())
}

/// Keeps a proven relation; false when it stands already.
async fn insert(
    tx: &mut Tx,
    id: &DependantId,
    said: &Declaration<'_>,
    standing: &Standing,
    now: Timestamp,
) -> Result<bool, Fault> {
    let inserted = sqlx::query(
        "INSERT INTO dependant (id, guardian_id, account_id, relation, proven_at, hands_over_at, of_age_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(id.as_str())
    .bind(said.guardian.as_str())
    .bind(said.account.id.as_str())
    .bind(standing.relation.as_str())
    .bind(now.unix())
    .bind(standing.hands_over_at().map(Timestamp::unix))
    .bind(standing.of_age_at().map(Timestamp::unix))
    .execute(&mut **tx)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// What the house did, for the histories of both.
fn both(kind: Kind, link: &Link, now: Timestamp) -> [Event; 2] {
    let event = event(kind, Actor::System, link, now);
    [event.clone().about(&link.guardian).with("dependant", link.account.as_str()), event]
}

/// An event about a dependant.
fn event(kind: Kind, actor: Actor, link: &Link, now: Timestamp) -> Event {
    Event::new(kind, actor, now)
        .about(&link.account)
        .with("guardian", link.guardian.as_str())
        .with("relation", link.relation.as_str())
}

fn link(row: &AnyRow) -> Result<Link, Fault> {
    Ok(Link {
        id: DependantId::from_text(row::text(row, "id")?),
        guardian: AccountId::from_text(row::text(row, "guardian_id")?),
        account: AccountId::from_text(row::text(row, "account_id")?),
        relation: row::parsed(row, "dependant", "relation", Relation::parse)?,
        proven_at: row::instant(row, "proven_at")?,
        hands_over_at: row::maybe_instant(row, "hands_over_at")?,
        of_age_at: row::maybe_instant(row, "of_age_at")?,
    })
}
