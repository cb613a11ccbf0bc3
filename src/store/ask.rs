//! Questions for fields and their answers. What is released, its receipt and its audited event are one commit: no receipt,
//! no data.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind as Happened};
use crate::identity::licence_class::LicenceClass;
use crate::limits;
use crate::seal::{Place, Vault};
use crate::secret::{AccountId, AskId, Digest, PresentationId, ReceiptId, SessionId};
use crate::store::audit::Draft;
use crate::store::{Store, Tx, audit, freeze, presentation, receipt, row};
use crate::wallet::ask::{AskFacts, Question, State};
use crate::wallet::asker::AskerId;
use crate::wallet::field::{Field, Fields};
use crate::wallet::presentation::{Kind, PresentationFacts, Presenter};
use crate::wallet::purpose::Purpose;

/// What is released, with the receipt that pays for it.
#[derive(Clone)]
pub struct Release {
    /// The question that is answered; for sharing, the one that the scan itself is.
    pub ask: AskId,
    /// The scan.
    pub presentation: PresentationId,
    /// Whose data.
    pub holder: AccountId,
    /// Who allows it in the holder's name; none when the holder does.
    pub presenter: Option<Presenter>,
    /// To whom.
    pub asker: AskerId,
    /// Why, for what, where.
    pub question: Question,
    /// What is allowed of it.
    pub allowed: Fields,
    /// The signed release.
    pub signed: String,
    /// The receipt's id.
    pub receipt: ReceiptId,
    /// The signed receipt.
    pub receipt_signed: String,
    /// The event of the release, whose leaf the receipt names.
    pub event: Draft,
}

impl Release {
    /// Who allows it: the holder, or who shows the square in the holder's name.
    pub fn by(&self) -> &AccountId {
        self.presenter.as_ref().map_or(&self.holder, |presenter| &presenter.account)
    }
}

/// The signed texts hold a person's data.
impl std::fmt::Debug for Release {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "(release {})", self.receipt)
    }
}

/// The facts of a question.
macro_rules! facts {
    ($which:literal) => {
        concat!(
            "SELECT k.id, k.presentation_id, k.account_id, k.asker_kind, k.asker_id, k.purpose, k.fields, k.place, ",
            "k.asked_at, k.lapses_at, k.state, k.answered_at, k.allowed, p.digest, p.kind, p.session_id, ",
            "p.dependant_id, d.guardian_id, d.relation, a.level AS account_level ",
            "FROM ask k JOIN presentation p ON p.id = k.presentation_id JOIN account a ON a.id = k.account_id ",
            "LEFT JOIN dependant d ON d.id = p.dependant_id WHERE ",
            $which
        )
    };
}

/// The event of a release, drafted before anything that names its leaf is signed.
pub fn released(
    (ask, question, allowed): (&AskId, &Question, &Fields),
    (holder, presenter): (&AccountId, Option<&Presenter>),
    (asker, class): (&AskerId, Option<LicenceClass>),
    receipt: &ReceiptId,
    now: Timestamp,
) -> Result<Draft, Fault> {
    let by = presenter.map_or(holder, |presenter| &presenter.account);
    let event = about(Happened::FieldsAllowed, Actor::Person(by.clone()), ask, question, allowed, now);
    let mut event = in_name_of(event, presenter)
        .about(holder)
        .with("asker", asker.id())
        .with("asker_kind", asker.kind())
        .with("receipt", receipt.as_str());
    if let Some(class) = class.filter(|_| allowed.has(Field::LicenceClass)) {
        event = event.with("licence_class", class.as_str());
    }
    Draft::new(&event)
}

impl Store {
    /// The question of that id.
    pub async fn ask(&self, id: &AskId) -> Result<Option<AskFacts>, Fault> {
        let row = sqlx::query(facts!("k.id = $1")).bind(id.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(facts).transpose()
    }

    /// The question that a scan bought.
    pub async fn ask_of(&self, presentation: &PresentationId) -> Result<Option<AskFacts>, Fault> {
        let row = sqlx::query(facts!("k.presentation_id = $1"))
            .bind(presentation.as_str())
            .fetch_optional(self.pool())
            .await?;
        row.as_ref().map(facts).transpose()
    }

    /// The questions that wait for somebody's answer, about themselves or about whom they show a square for, oldest first.
    pub async fn open_asks(&self, asked: &AccountId, now: Timestamp) -> Result<Vec<AskFacts>, Fault> {
        let rows = sqlx::query(facts!(
            "k.asked_id = $1 AND k.state = 'asked' AND k.lapses_at > $2 ORDER BY k.asked_at, k.id LIMIT 20"
        ))
        .bind(asked.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(facts).collect()
    }

    /// Puts the one question that a scan bought; false when the scan buys none any more.
    pub async fn put_question(
        &self,
        scanned: &PresentationFacts,
        id: &AskId,
        asker: &AskerId,
        question: &Question,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !presentation::holds(&mut tx, &scanned.session, now).await? {
            return Ok(false);
        }
        let asked = sqlx::query(
            "UPDATE presentation SET state = 'asked' WHERE id = $1 AND state = 'scanned' AND scanner_kind = $2 \
             AND scanner_id = $3 AND scanned_at > $4",
        )
        .bind(scanned.id.as_str())
        .bind(asker.kind())
        .bind(asker.id())
        .bind(now.minus(limits::ASK_AFTER_SCAN).unix())
        .execute(&mut *tx)
        .await?;
        if asked.rows_affected() == 0 {
            return Ok(false);
        }
        put(&mut tx, id, &scanned.id, (&scanned.holder, scanned.shown_by()), asker, question, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The holder allows some of what was asked: answer, release, receipt and event, or nothing. False when it is too late,
    /// the session that showed the square has ended, who showed it answers for the holder no more, or whoever asked may ask
    /// no longer.
    pub async fn allow(&self, session: &SessionId, release: &Release, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !presentation::holds(&mut tx, session, now).await? {
            return Ok(false);
        }
        if let AskerId::RelyingParty(party) = &release.asker
            && freeze::stands(&mut tx, &release.holder, party, now).await?
        {
            return Ok(false);
        }
        let allowed = sqlx::query(
            "UPDATE ask SET state = 'allowed', answered_at = $3, allowed = $4, released_sealed = $5 WHERE id = $1 \
             AND account_id = $2 AND state = 'asked' AND lapses_at > $3 AND EXISTS (SELECT 1 FROM account a \
             WHERE a.id = ask.account_id AND a.state = 'active' AND NOT EXISTS \
             (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL)) \
             AND NOT EXISTS (SELECT 1 FROM presentation p JOIN dependant d ON d.id = p.dependant_id \
             WHERE p.id = ask.presentation_id AND d.ended_at IS NOT NULL) \
             AND (asker_kind <> 'officer' OR EXISTS \
             (SELECT 1 FROM officer o WHERE o.account_id = ask.asker_id AND o.ended_at IS NULL)) \
             AND (asker_kind <> 'relying_party' OR EXISTS \
             (SELECT 1 FROM relying_party r WHERE r.id = ask.asker_id AND r.suspended_at IS NULL)) \
             AND NOT EXISTS (SELECT 1 FROM presentation p JOIN organisation_square q ON q.id = p.square_id \
             WHERE p.id = ask.presentation_id AND q.revoked_at IS NOT NULL)",
        )
        .bind(release.ask.as_str())
        .bind(release.holder.as_str())
        .bind(now.unix())
        .bind(release.allowed.to_column())
        .bind(sealed(self.vault(), release)?)
        .execute(&mut *tx)
        .await?;
        if allowed.rows_affected() == 0 {
            return Ok(false);
        }
        close(&mut tx, &release.presentation, State::Allowed).await?;
        receipt::insert(&mut tx, release, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The holder allows nothing; false when it is too late.
    pub async fn deny(&self, asked: &AskFacts, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let denied = sqlx::query(
            "UPDATE ask SET state = 'denied', answered_at = $3 WHERE id = $1 AND account_id = $2 AND state = 'asked' \
             AND lapses_at > $3",
        )
        .bind(asked.id.as_str())
        .bind(asked.holder.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if denied.rows_affected() == 0 {
            return Ok(false);
        }
        close(&mut tx, &asked.presentation, State::Denied).await?;
        let actor = Actor::Person(asked.answered_by().clone());
        let event = about(Happened::FieldsDenied, actor, &asked.id, &asked.question, &asked.question.fields, now);
        audit::append(&mut tx, &in_name_of(answered(event, asked), asked.presenter.as_ref())).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down that questions were not answered in time, at most `batch`; answers how many were looked at.
    pub async fn lapse_asks(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let due = sqlx::query(facts!("k.state = 'asked' AND k.lapses_at <= $1 ORDER BY k.lapses_at, k.id LIMIT $2"))
            .bind(now.unix())
            .bind(batch)
            .fetch_all(self.pool())
            .await?;
        for row in &due {
            let asked = facts(row)?;
            let mut tx = self.begin().await?;
            let lapsed = sqlx::query("UPDATE ask SET state = 'lapsed' WHERE id = $1 AND state = 'asked'")
                .bind(asked.id.as_str())
                .execute(&mut *tx)
                .await?;
            // Another node's chore came by first.
            if lapsed.rows_affected() == 0 {
                continue;
            }
            close(&mut tx, &asked.presentation, State::Lapsed).await?;
            let event =
                about(Happened::FieldsLapsed, Actor::System, &asked.id, &asked.question, &asked.question.fields, now);
            audit::append(&mut tx, &answered(event, &asked)).await?;
            tx.commit().await?;
        }
        Ok(due.len() as u64)
    }

    /// What was released by this question, for as long as it can be read.
    pub async fn released(&self, id: &AskId, now: Timestamp) -> Result<Option<String>, Fault> {
        let row = sqlx::query(
            "SELECT id, released_sealed FROM ask WHERE id = $1 AND released_sealed IS NOT NULL AND answered_at > $2",
        )
        .bind(id.as_str())
        .bind(now.minus(limits::RELEASE_READABLE).unix())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| self.vault().open(release_place(id.as_str()), &row::text(&row, "released_sealed")?)).transpose()
    }

    /// What was released by this question, for the system of the party that asked: once, for as long as it can be read.
    pub async fn take_release(&self, id: &AskId, asker: &AskerId, now: Timestamp) -> Result<Option<String>, Fault> {
        let row = sqlx::query(
            "UPDATE ask SET read_at = $4 WHERE id = $1 AND asker_kind = $2 AND asker_id = $3 AND read_at IS NULL \
             AND released_sealed IS NOT NULL AND answered_at > $5 RETURNING released_sealed",
        )
        .bind(id.as_str())
        .bind(asker.kind())
        .bind(asker.id())
        .bind(now.unix())
        .bind(now.minus(limits::RELEASE_READABLE).unix())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| self.vault().open(release_place(id.as_str()), &row::text(&row, "released_sealed")?)).transpose()
    }

    /// Forgets what was released and can be read no longer; the receipt stays.
    pub async fn forget_releases(&self, now: Timestamp) -> Result<(), Fault> {
        sqlx::query("UPDATE ask SET released_sealed = NULL WHERE released_sealed IS NOT NULL AND answered_at <= $1")
            .bind(now.minus(limits::RELEASE_READABLE).unix())
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// What is broken in the rows of questions, which SQL alone cannot say (I16: allowed ⊆ asked ⊆ registered).
    pub(super) async fn verify_asks(&self) -> Result<Vec<String>, Fault> {
        let (mut broken, mut after) = (Vec::new(), String::new());
        while broken.len() < 10 {
            let rows = sqlx::query(facts!("k.id > $1 ORDER BY k.id LIMIT 1000"))
                .bind(after.as_str())
                .fetch_all(self.pool())
                .await?;
            let Some(last) = rows.last() else { break };
            after = row::text(last, "id")?;
            for row in &rows {
                let asked = facts(row)?;
                broken.extend(asked.broken().map(|why| format!("I16 a question {why}: {}", asked.id)));
            }
        }
        Ok(broken)
    }
}

/// Puts a question in the caller's transaction, to whom it is about or to who shows the square in their name.
pub(super) async fn put(
    tx: &mut Tx,
    id: &AskId,
    presentation: &PresentationId,
    (holder, asked): (&AccountId, &AccountId),
    asker: &AskerId,
    question: &Question,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO ask (id, presentation_id, account_id, asked_id, asker_kind, asker_id, purpose, fields, place, \
         asked_at, lapses_at, state, allowed) VALUES ($1, $2, $3, $11, $4, $5, $6, $7, $8, $9, $10, 'asked', '')",
    )
    .bind(id.as_str())
    .bind(presentation.as_str())
    .bind(holder.as_str())
    .bind(asker.kind())
    .bind(asker.id())
    .bind(question.purpose.as_str())
    .bind(question.fields.to_column())
    .bind(place(question))
    .bind(now.unix())
    .bind(now.plus(limits::ASK).unix())
    .bind(asked.as_str())
    .execute(&mut **tx)
    .await?;
    let event = about(Happened::FieldsAsked, actor(asker), id, question, &question.fields, now);
    audit::append(tx, &event.about(holder)).await?;
    Ok(())
}

/// Writes the question that a sharing scan itself is, answered by what the holder had picked.
pub(super) async fn insert_released(
    tx: &mut Tx,
    vault: &Vault,
    release: &Release,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO ask (id, presentation_id, account_id, asked_id, asker_kind, asker_id, purpose, fields, place, asked_at, \
         lapses_at, state, answered_at, allowed, released_sealed) \
         VALUES ($1, $2, $3, $13, $4, $5, $6, $7, $8, $9, $10, 'allowed', $9, $11, $12)",
    )
    .bind(release.ask.as_str())
    .bind(release.presentation.as_str())
    .bind(release.holder.as_str())
    .bind(release.asker.kind())
    .bind(release.asker.id())
    .bind(release.question.purpose.as_str())
    .bind(release.question.fields.to_column())
    .bind(place(&release.question))
    .bind(now.unix())
    .bind(now.plus(limits::ASK).unix())
    .bind(release.allowed.to_column())
    .bind(sealed(vault, release)?)
    .bind(release.by().as_str())
    .execute(&mut **tx)
    .await?;
    receipt::insert(tx, release, now).await
}

async fn close(tx: &mut Tx, presentation: &PresentationId, state: State) -> Result<(), Fault> {
    let closed = sqlx::query("UPDATE presentation SET state = $2 WHERE id = $1 AND state = 'asked'")
        .bind(presentation.as_str())
        .bind(state.as_str())
        .execute(&mut **tx)
        .await?;
    match closed.rows_affected() {
        1 => Ok(()),
        _ => Err(Fault::Corrupt { table: "presentation", column: "state", id: presentation.as_str().to_owned() }),
    }
}

fn about(kind: Happened, actor: Actor, id: &AskId, question: &Question, fields: &Fields, now: Timestamp) -> Event {
    let event = Event::new(kind, actor, now).because(question.purpose.as_str()).fields(fields.words());
    let event = event.with("ask", id.as_str());
    if question.place.is_empty() { event } else { event.with("place", question.place.as_str()) }
}

/// Says in an event how who acted answers for whom it is about.
fn in_name_of(event: Event, presenter: Option<&Presenter>) -> Event {
    match presenter {
        Some(presenter) => event.with("relation", presenter.relation.as_str()),
        None => event,
    }
}

fn answered(event: Event, asked: &AskFacts) -> Event {
    event.about(&asked.holder).with("asker", asked.asker.id()).with("asker_kind", asked.asker.kind())
}

fn actor(asker: &AskerId) -> Actor {
    match asker {
        AskerId::Officer(account) => Actor::Officer(account.clone()),
        AskerId::RelyingParty(party) => Actor::RelyingParty(party.clone()),
    }
}

fn place(question: &Question) -> Option<&str> {
    Some(question.place.as_str()).filter(|place| !place.is_empty())
}

fn sealed(vault: &Vault, release: &Release) -> Result<String, Fault> {
    vault.seal(release_place(release.ask.as_str()), &release.signed)
}

fn release_place(row: &str) -> Place<'_> {
    Place { table: "ask", column: "released", row }
}

fn facts(row: &AnyRow) -> Result<AskFacts, Fault> {
    let (kind, id) = (row::text(row, "asker_kind")?, row::text(row, "asker_id")?);
    Ok(AskFacts {
        presenter: presentation::presenter(row)?,
        level: row::maybe_number(row, "account_level")?,
        id: AskId::from_text(row::text(row, "id")?),
        presentation: PresentationId::from_text(row::text(row, "presentation_id")?),
        presentation_digest: Digest::from_column(row::text(row, "digest")?),
        kind: row::parsed(row, "presentation", "kind", Kind::parse)?,
        session: SessionId::from_text(row::text(row, "session_id")?),
        holder: AccountId::from_text(row::text(row, "account_id")?),
        asker: AskerId::parse(&kind, &id).ok_or_else(|| row::corrupt(row, "ask", "asker_kind"))?,
        question: Question {
            purpose: row::parsed(row, "ask", "purpose", Purpose::parse)?,
            fields: row::parsed(row, "ask", "fields", Fields::parse)?,
            place: row::maybe_text(row, "place")?.unwrap_or_default(),
        },
        asked_at: row::instant(row, "asked_at")?,
        lapses_at: row::instant(row, "lapses_at")?,
        state: row::parsed(row, "ask", "state", State::parse)?,
        answered_at: row::maybe_instant(row, "answered_at")?,
        allowed: row::parsed(row, "ask", "allowed", Fields::parse)?,
    })
}
