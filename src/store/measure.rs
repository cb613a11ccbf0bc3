//! The commits of measures. Each is conditional on the version that was looked at and on the officer still being on duty
//! with the permission for it; the two officers are told apart here once more, so that no caller can forget it.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::account::{Ground, State};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::measure::draft::Paper;
use crate::identity::measure::{Deed, Measure, Standing, Submission};
use crate::identity::number::PersonalNumber;
use crate::identity::proofing::Words;
use crate::secret::AccountId;
use crate::store::account::{self, place, put_ground, take_ground, take_turn};
use crate::store::measure_facts::place as sealed_at;
use crate::store::outbox::{self, Message};
use crate::store::recovery::{self, NewRecovery, Waits};
use crate::store::{Store, Tx, audit, engine, row};

/// What came of receiving a measure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Receiving {
    /// It is received.
    Received,
    /// The same is under way for this account.
    Exists,
    /// The officer may not receive.
    NotPossible,
}

/// What came of approving one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Approving {
    /// It is done.
    Done,
    /// Somebody else changed or decided it first, or the officer may not decide it.
    Stale,
    /// The account is no longer as the measure takes it to be.
    AccountChanged,
}

/// What an approval tells its holder, and what it changes beside the ground.
#[derive(Clone, Debug, Default)]
pub struct Effect {
    /// For the holder; posted for an unlock only with the last ground.
    pub message: Option<Message>,
    /// Of a merging, the number in force.
    pub number: Option<PersonalNumber>,
    /// The recovery that begins by it.
    pub recovery: Option<(NewRecovery, Waits)>,
}

impl Store {
    /// Receives a measure.
    pub async fn receive_measure(&self, new: &Measure) -> Result<Receiving, Fault> {
        let (draft, paper) = (&new.draft, new.draft.paper.as_ref());
        let phone = match &draft.phone {
            Some(phone) => Some(self.vault.seal(sealed_at(&new.id), phone.as_str())?),
            None => None,
        };
        let mut tx = self.begin().await?;
        let received = sqlx::query(
            "INSERT INTO measure (id, deed, account_id, into_account_id, unit, received_at, received_by, hand_on_by, \
             document, dated, authority, clause, reason, secrecy, phone_sealed, comparison, chip, state, version) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'received', 1 \
             FROM officer o WHERE o.account_id = $7 AND o.ended_at IS NULL AND o.account_id <> $3 AND EXISTS \
             (SELECT 1 FROM permission p WHERE p.group_id = o.group_id AND p.module = 'lock' \
             AND p.action IN ('all', 'receive'))",
        )
        .bind(new.id.as_str())
        .bind(draft.deed.as_str())
        .bind(new.account.as_str())
        .bind(new.into.as_ref().map(AccountId::as_str))
        .bind(new.unit.as_str())
        .bind(new.received_at.unix())
        .bind(new.received_by.as_str())
        .bind(new.hand_on_by.unix())
        .bind(paper.map(|paper| paper.document.as_str()))
        .bind(paper.map(|paper| paper.dated.to_string()))
        .bind(paper.map(|paper| paper.authority.as_str()))
        .bind(paper.map(|Paper { clause, .. }| clause.as_str()))
        .bind(draft.reason.as_ref().map(Words::as_str))
        .bind(draft.secrecy.as_ref().map(Words::as_str))
        .bind(phone)
        .bind(new.comparison.as_deref())
        .bind(new.chip.as_deref())
        .execute(&mut *tx)
        .await;
        match received {
            Err(error) if engine::is_unique(&error) => return Ok(Receiving::Exists),
            Ok(received) if received.rows_affected() == 0 => return Ok(Receiving::NotPossible),
            other => other?,
        };
        audit::append(&mut tx, &by_officer(Kind::MeasureReceived, new, &new.received_by, new.received_at)).await?;
        tx.commit().await?;
        Ok(Receiving::Received)
    }

    /// Hands a measure to who decides; false when it changed meanwhile or the officer may not.
    pub async fn hand_on_measure(&self, measure: &Measure, submission: &Submission) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let handed_on = sqlx::query(
            "UPDATE measure SET state = 'submitted', submitted_at = $4, submitted_by = $3, decide_by = $5, \
             version = version + 1 WHERE id = $1 AND version = $2 AND state = 'received' AND account_id <> $3 \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
             WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'lock' AND p.action IN ('all', 'process'))",
        )
        .bind(measure.id.as_str())
        .bind(measure.version)
        .bind(submission.by.as_str())
        .bind(submission.at.unix())
        .bind(submission.decide_by.unix())
        .execute(&mut *tx)
        .await?;
        if handed_on.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &by_officer(Kind::MeasureSubmitted, measure, &submission.by, submission.at)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Refuses a measure; false when it changed meanwhile or the officer may not decide it.
    pub async fn refuse_measure(
        &self,
        measure: &Measure,
        who: &AccountId,
        reason: &Words,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !decide(&mut tx, measure, "refused", who, Some(reason), now).await? {
            return Ok(false);
        }
        audit::append(&mut tx, &by_officer(Kind::MeasureRefused, measure, who, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Approves a measure and does it, with everything that ends by it, in one commit.
    pub async fn approve_measure(
        &self,
        measure: &Measure,
        who: &AccountId,
        effect: &Effect,
        now: Timestamp,
    ) -> Result<Approving, Fault> {
        let mut tx = self.begin().await?;
        if !decide(&mut tx, measure, "approved", who, None, now).await? {
            return Ok(Approving::Stale);
        }
        // Two of one person's accounts always in one order: two mergings of a moment wait and do not block one another.
        let mut turns: Vec<&AccountId> =
            [Some(&measure.account), measure.into.as_ref()].into_iter().flatten().collect();
        turns.sort_by_key(|id| id.as_str());
        for id in turns {
            take_turn(&mut tx, id).await?;
        }
        let done = match (measure.draft.deed, measure.draft.deed.ground(), &measure.into) {
            (deed, Some(ground), _) if deed.locks() => self.lock_by(&mut tx, measure, ground, who, effect, now).await?,
            (_, Some(ground), _) => self.unlock_by(&mut tx, measure, ground, who, effect, now).await?,
            (Deed::Recover, ..) => self.recover_by(&mut tx, measure, who, effect, now).await?,
            (Deed::Merge, _, Some(into)) => self.merge_by(&mut tx, measure, into, who, effect, now).await?,
            _ => close(&mut tx, self, measure, None, who, now).await?,
        };
        if !done {
            return Ok(Approving::AccountChanged);
        }
        let approved = Event::new(Kind::MeasureApproved, Actor::Officer(who.clone()), now)
            .about(&measure.account)
            .with("measure", measure.id.as_str())
            .with("deed", measure.draft.deed.as_str())
            .with("told", effect.message.is_some());
        audit::append(&mut tx, &approved).await?;
        tx.commit().await?;
        Ok(Approving::Done)
    }

    /// Two officers begin a recovery and see nothing of it: no code and no password (PW22).
    async fn recover_by(
        &self,
        tx: &mut Tx,
        measure: &Measure,
        who: &AccountId,
        effect: &Effect,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let Some((new, waits)) = effect.recovery.as_ref() else { return Ok(false) };
        if !is_in(tx, &measure.account, State::Active).await? {
            return Ok(false);
        }
        recovery::begin_by_office(tx, self, new, waits, who, now).await?;
        Ok(true)
    }

    async fn lock_by(
        &self,
        tx: &mut Tx,
        measure: &Measure,
        ground: Ground,
        who: &AccountId,
        effect: &Effect,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let (id, by) = (&measure.account, Actor::Officer(who.clone()));
        if !is_in(tx, id, State::Closed).await?
            && put_ground(tx, &self.vault, id, ground, &by, Some(measure.id.as_str()), now).await?
        {
            if let Some(message) = &effect.message {
                outbox::post(tx, &self.vault, message, now).await?;
            }
            audit::append(tx, &changed(Kind::AccountLocked, measure, id, ground, who, now)).await?;
            return Ok(true);
        }
        Ok(false)
    }

    async fn unlock_by(
        &self,
        tx: &mut Tx,
        measure: &Measure,
        ground: Ground,
        who: &AccountId,
        effect: &Effect,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let id = &measure.account;
        let Some(grounds_left) = take_ground(tx, id, ground, now).await? else { return Ok(false) };
        if let Some(phone) = &measure.draft.phone {
            let sealed = self.vault.seal(place("phone", id.as_str()), phone.as_str())?;
            sqlx::query("UPDATE account SET phone_sealed = $2 WHERE id = $1")
                .bind(id.as_str())
                .bind(sealed)
                .execute(&mut **tx)
                .await?;
        }
        if let Some(message) = effect.message.as_ref().filter(|_| grounds_left == 0) {
            outbox::post(tx, &self.vault, message, now).await?;
        }
        audit::append(tx, &changed(Kind::AccountUnlocked, measure, id, ground, who, now)).await?;
        Ok(true)
    }

    /// The account that stays takes over what keeps the other locked, and the number in force: nobody gets out of an
    /// authority's lock by having two accounts.
    async fn merge_by(
        &self,
        tx: &mut Tx,
        measure: &Measure,
        into: &AccountId,
        who: &AccountId,
        effect: &Effect,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        if is_in(tx, into, State::Closed).await? || !close(tx, self, measure, Some(into), who, now).await? {
            return Ok(false);
        }
        let grounds = sqlx::query(
            "SELECT ground FROM account_lock WHERE account_id = $1 AND lifted_at IS NULL \
             AND ground IN ('own_request', 'authority', 'breach', 'death') ORDER BY ground",
        )
        .bind(measure.account.as_str())
        .fetch_all(&mut **tx)
        .await?;
        let by = Actor::Officer(who.clone());
        for row in &grounds {
            let ground = row::parsed(row, "account_lock", "ground", Ground::parse)?;
            if put_ground(tx, &self.vault, into, ground, &by, Some(measure.id.as_str()), now).await? {
                audit::append(tx, &changed(Kind::AccountLocked, measure, into, ground, who, now)).await?;
            }
        }
        if let Some(number) = &effect.number {
            let sealed = self.vault.seal(place("number", into.as_str()), number.as_str())?;
            sqlx::query("UPDATE account SET number_sealed = $2 WHERE id = $1")
                .bind(into.as_str())
                .bind(sealed)
                .execute(&mut **tx)
                .await?;
        }
        if let Some(message) = &effect.message {
            outbox::post(tx, &self.vault, message, now).await?;
        }
        let merged = Event::new(Kind::AccountMerged, by, now)
            .about(into)
            .with("measure", measure.id.as_str())
            .with("closed", measure.account.as_str());
        audit::append(tx, &merged).await?;
        Ok(true)
    }
}

/// Closes an account in the caller's transaction: into another, or for good. What was open ends, and no code of it counts.
async fn close(
    tx: &mut Tx,
    store: &Store,
    measure: &Measure,
    into: Option<&AccountId>,
    who: &AccountId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let closed = sqlx::query(
        "UPDATE account SET state = 'closed', closed_at = $2, merged_into = $3 WHERE id = $1 AND state <> 'closed' \
         AND NOT EXISTS (SELECT 1 FROM officer o WHERE o.account_id = account.id AND o.ended_at IS NULL)",
    )
    .bind(measure.account.as_str())
    .bind(now.unix())
    .bind(into.map(AccountId::as_str))
    .execute(&mut **tx)
    .await?;
    if closed.rows_affected() == 0 {
        return Ok(false);
    }
    account::end_everything(tx, &store.vault, &measure.account, "closed", now).await?;
    sqlx::query(
        "UPDATE short_code SET cancelled_at = $2 WHERE account_id = $1 AND spent_at IS NULL AND cancelled_at IS NULL",
    )
    .bind(measure.account.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    let event = Event::new(Kind::AccountClosed, Actor::Officer(who.clone()), now)
        .about(&measure.account)
        .with("measure", measure.id.as_str());
    audit::append(tx, &event).await?;
    Ok(true)
}

async fn is_in(tx: &mut Tx, id: &AccountId, state: State) -> Result<bool, Fault> {
    let row = sqlx::query("SELECT id FROM account WHERE id = $1 AND state = $2")
        .bind(id.as_str())
        .bind(state.as_str())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.is_some())
}

/// Writes a decision when the measure is as it was looked at, and who decides is another officer who may.
async fn decide(
    tx: &mut Tx,
    measure: &Measure,
    state: &'static str,
    who: &AccountId,
    reason: Option<&Words>,
    now: Timestamp,
) -> Result<bool, Fault> {
    if !matches!(measure.standing, Standing::Submitted(_)) {
        return Ok(false);
    }
    let decided = sqlx::query(
        "UPDATE measure SET state = $4, decided_at = $5, decided_by = $3, refusal = $6, version = version + 1 \
         WHERE id = $1 AND version = $2 AND state = 'submitted' AND account_id <> $3 \
         AND COALESCE(into_account_id, '') <> $3 AND received_by <> $3 AND submitted_by <> $3 \
         AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
         WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'lock' AND p.action IN ('all', 'approve'))",
    )
    .bind(measure.id.as_str())
    .bind(measure.version)
    .bind(who.as_str())
    .bind(state)
    .bind(now.unix())
    .bind(reason.map(Words::as_str))
    .execute(&mut **tx)
    .await?;
    Ok(decided.rows_affected() == 1)
}

fn changed(
    kind: Kind,
    measure: &Measure,
    account: &AccountId,
    ground: Ground,
    who: &AccountId,
    now: Timestamp,
) -> Event {
    Event::new(kind, Actor::Officer(who.clone()), now)
        .about(account)
        .with("ground", ground.as_str())
        .with("measure", measure.id.as_str())
}

/// What an officer did with a measure. One that must not be made vain stands in nobody's history before it is done.
pub(crate) fn by_officer(kind: Kind, measure: &Measure, officer: &AccountId, now: Timestamp) -> Event {
    let event = Event::new(kind, Actor::Officer(officer.clone()), now)
        .because(MEASURE)
        .with("measure", measure.id.as_str())
        .with("deed", measure.draft.deed.as_str());
    if measure.draft.deed.is_quiet() { event } else { event.about(&measure.account) }
}

/// The purpose of all that officers do about a measure.
pub const MEASURE: &str = "account_measure";
