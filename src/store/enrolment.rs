//! Applications, and the pending account that a matching one makes: one commit for both.
//!
//! A refused application does the same work as an approved one and takes it back to a savepoint, so that the time of the
//! answer does not tell which it was (PM01).

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::account::{Account, AccountLevel};
use crate::identity::birth::BirthDate;
use crate::identity::enrolment::{Finding, Refused};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::person::Declared;
use crate::identity::phone::{Email, Phone};
use crate::seal::Place;
use crate::secret::{AccountId, Digest, EnrolmentId};
use crate::store::account::place;
use crate::store::engine::is_unique;
use crate::store::hand_over::Opening;
use crate::store::near_match::{self, Nearness};
use crate::store::outbox::{self, Message};
use crate::store::short_code::{self, NewCode};
use crate::store::{Store, Tx, audit, credential, row};

/// An application that was decided.
#[derive(Clone, Debug)]
pub struct Application {
    /// The person whose number was declared.
    pub person: Digest,
    /// What was declared.
    pub declared: Declared,
    /// What it came to.
    pub finding: Finding,
    /// Whether an officer should look at it, and where.
    pub nearness: Nearness,
}

/// A pending account, its first code, and what its holder is told.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The account.
    pub account: Account,
    /// Whose it is.
    pub person: Digest,
    /// The first code.
    pub code: NewCode,
    /// The notice and the code.
    pub messages: Vec<Message>,
    /// For who takes over an account in which others acted: the taking over, in place of all this.
    pub opening: Option<Opening>,
}

/// A synthetic person's account, as if enrolled and activated.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The account, already active.
    pub account: Account,
    /// What would have been declared.
    pub declared: Declared,
    /// The password as it is kept.
    pub hash: String,
}

impl Store {
    /// Keeps an application and, when it matched, makes the account. Answers the finding: who lost a race against another
    /// application of the same person has an account after all.
    ///
    /// `pending` is handed in for every finding and made for one; `notice` is for a holder who enrolled again.
    pub async fn commit_enrolment(
        &self,
        application: &Application,
        pending: &Pending,
        notice: Option<&Message>,
        now: Timestamp,
    ) -> Result<Finding, Fault> {
        let mut tx = self.begin().await?;
        let finding = self.make_if_matched(&mut tx, application.finding, pending, now).await?;
        let account = (finding == Finding::Matched).then_some(&pending.account.id);
        let applicant = (&application.person, &application.declared);
        let id = self.insert_enrolment(&mut tx, applicant, Some(finding), account, None, now).await?;
        audit::append(&mut tx, &event(Kind::EnrolmentSubmitted, &id, account, now)).await?;
        self.tell(&mut tx, &id, (application, finding), account, notice, now).await?;
        tx.commit().await?;
        Ok(finding)
    }

    /// Makes the pending account and takes it back again unless this is the one matching application. Answers the finding:
    /// who lost a race has an account after all.
    pub(super) async fn make_if_matched(
        &self,
        tx: &mut Tx,
        finding: Finding,
        pending: &Pending,
        now: Timestamp,
    ) -> Result<Finding, Fault> {
        sqlx::query("SAVEPOINT pending").execute(&mut **tx).await?;
        let made = self.make_pending(tx, pending, now).await?;
        if finding == Finding::Matched && made {
            sqlx::query("RELEASE SAVEPOINT pending").execute(&mut **tx).await?;
            return Ok(finding);
        }
        sqlx::query("ROLLBACK TO SAVEPOINT pending").execute(&mut **tx).await?;
        if let Some(opening) = pending.opening.as_ref().filter(|_| finding == Finding::HandedOver) {
            self.open_hand_over(tx, opening, now).await?;
        }
        Ok(if finding == Finding::Matched { Finding::HasAccount } else { finding })
    }

    /// The holder's notice, where there is one, and the journal's line about the decision.
    pub(super) async fn tell(
        &self,
        tx: &mut Tx,
        id: &EnrolmentId,
        (application, finding): (&Application, Finding),
        account: Option<&AccountId>,
        notice: Option<&Message>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let differences = finding.differences().unwrap_or_default();
        near_match::open(tx, id, &application.person, &differences, &application.nearness, now).await?;
        if let Some(notice) = notice.filter(|_| finding == Finding::HasAccount) {
            outbox::post(tx, &self.vault, notice, now).await?;
        }
        let decided = match finding {
            Finding::Matched => event(Kind::EnrolmentMatched, id, account, now),
            refused => event(Kind::EnrolmentRefused, id, account, now).with("finding", refused.as_str()),
        };
        audit::append(tx, &decided).await?;
        Ok(())
    }

    /// Makes the account of a synthetic person, enrolled and activated in one moment; false when there is one.
    pub async fn commit_seed(&self, seed: &Seed, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let person = self.person_digest(&seed.account.number);
        if !self.insert_account(&mut tx, &seed.account, &person).await? {
            return Ok(false);
        }
        let account = &seed.account.id;
        let id = self
            .insert_enrolment(&mut tx, (&person, &seed.declared), Some(Finding::Matched), Some(account), None, now)
            .await?;
        credential::set(&mut tx, account, &seed.hash, now).await?;
        for kind in [Kind::EnrolmentSubmitted, Kind::EnrolmentMatched, Kind::AccountActivated, Kind::PasswordSet] {
            let event = Event { actor: Actor::System, ..event(kind, &id, Some(account), now) };
            audit::append(&mut tx, &event.with("synthetic", true)).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// What the holder of an account declared when it was made.
    pub async fn declared(&self, account: &AccountId) -> Result<Option<Declared>, Fault> {
        let row = sqlx::query(
            "SELECT id, declared_sealed FROM enrolment WHERE account_id = $1 AND outcome = 'matched' LIMIT 1",
        )
        .bind(account.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| {
            let id = row::text(&row, "id")?;
            self.opened(&id, &row::text(&row, "declared_sealed")?)
        })
        .transpose()
    }

    /// The latest applications for a person that made no account, the newest first: for the officer's case.
    pub async fn refused_enrolments(&self, person: &Digest, limit: i64) -> Result<Vec<Refused>, Fault> {
        let rows = sqlx::query(
            "SELECT id, declared_sealed, outcome, submitted_at FROM enrolment \
             WHERE person_digest = $1 AND outcome NOT IN ('matched', 'waiting') ORDER BY submitted_at DESC, id LIMIT $2",
        )
        .bind(person.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                let id = row::text(row, "id")?;
                Ok(Refused {
                    submitted_at: row::instant(row, "submitted_at")?,
                    finding: row::text(row, "outcome")?,
                    declared: self.opened(&id, &row::text(row, "declared_sealed")?)?,
                })
            })
            .collect()
    }

    /// The account, its code and its messages; false when the person has an account, and then nothing may follow in this
    /// transaction but a return to the savepoint.
    pub(super) async fn make_pending(&self, tx: &mut Tx, pending: &Pending, now: Timestamp) -> Result<bool, Fault> {
        if !self.insert_account(tx, &pending.account, &pending.person).await?
            || !short_code::keep(tx, &pending.code, now).await?
        {
            return Ok(false);
        }
        for message in &pending.messages {
            outbox::post(tx, &self.vault, message, now).await?;
        }
        Ok(true)
    }

    pub(super) async fn insert_account(&self, tx: &mut Tx, account: &Account, person: &Digest) -> Result<bool, Fault> {
        let id = account.id.as_str();
        let email = account.email.as_ref().map(|email| self.vault.seal(place("email", id), email.as_str()));
        let inserted = sqlx::query(
            "INSERT INTO account (id, person_digest, kind, created_at, number_sealed, level, state, \
             activation_closes_at, activated_at, raised_at, channel, phone_sealed, email_sealed, language, \
             verification_qr_at, proofed_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)",
        )
        .bind(id)
        .bind(person.as_str())
        .bind(account.kind.as_str())
        .bind(account.created_at.unix())
        .bind(self.vault.seal(place("number", id), account.number.as_str())?)
        .bind(account.level.map(AccountLevel::number))
        .bind(account.state.as_str())
        .bind(account.activation_closes_at.unix())
        .bind(account.activated_at.map(Timestamp::unix))
        .bind(account.raised_at.map(Timestamp::unix))
        .bind(account.channel.as_str())
        .bind(self.vault.seal(place("phone", id), account.phone.as_str())?)
        .bind(email.transpose()?)
        .bind(account.language.tag())
        .bind(account.verification_qr_at.map(Timestamp::unix))
        .bind(account.proofed_at.map(Timestamp::unix))
        .execute(&mut **tx)
        .await;
        match inserted {
            Ok(_) => Ok(true),
            Err(error) if is_unique(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens what was declared.
    pub(super) fn opened(&self, id: &str, sealed: &str) -> Result<Declared, Fault> {
        let opened = self.vault.open(declared_place(id), sealed)?;
        let kept: Kept = serde_json::from_str(&opened).map_err(|_| corrupt(id))?;
        kept.declared().ok_or_else(|| corrupt(id))
    }

    /// An application of a person, with what it came to; without that, it waits.
    pub(super) async fn insert_enrolment(
        &self,
        tx: &mut Tx,
        (person, declared): (&Digest, &Declared),
        finding: Option<Finding>,
        account: Option<&AccountId>,
        applied_by: Option<&AccountId>,
        now: Timestamp,
    ) -> Result<EnrolmentId, Fault> {
        let id = EnrolmentId::new(entropy::bytes()?);
        let declared = serde_json::to_string(&Kept::of(declared))
            .map_err(|error| Fault::caused("a declaration could not be written", error))?;
        sqlx::query(
            "INSERT INTO enrolment (id, person_digest, declared_sealed, outcome, differences, account_id, applied_by, \
             submitted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.as_str())
        .bind(person.as_str())
        .bind(self.vault.seal(declared_place(id.as_str()), &declared)?)
        .bind(finding.map_or(WAITING, Finding::as_str))
        .bind(finding.and_then(Finding::differences))
        .bind(account.map(AccountId::as_str))
        .bind(applied_by.map(AccountId::as_str))
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
        Ok(id)
    }
}

/// The outcome of an application that has none yet.
pub(super) const WAITING: &str = "waiting";

/// A declaration as it is sealed.
#[derive(Deserialize, Serialize)]
pub(super) struct Kept {
    number: String,
    name: String,
    birth: String,
    gender: String,
    phone: String,
    email: Option<String>,
}

impl Kept {
    pub(super) fn of(declared: &Declared) -> Self {
        Self {
            number: declared.number.as_str().to_owned(),
            name: declared.name.as_str().to_owned(),
            birth: declared.birth.iso(),
            gender: declared.gender.as_str().to_owned(),
            phone: declared.phone.as_str().to_owned(),
            email: declared.email.as_ref().map(|email| email.as_str().to_owned()),
        }
    }

    pub(super) fn declared(&self) -> Option<Declared> {
        Some(Declared {
            number: PersonalNumber::parse(&self.number)?,
            name: Name::parse(&self.name).ok()?,
            birth: BirthDate::parse_iso(&self.birth)?,
            gender: Gender::parse(&self.gender)?,
            phone: Phone::parse(&self.phone).ok()?,
            email: match &self.email {
                None => None,
                Some(email) => Some(Email::parse(email)?),
            },
        })
    }
}

pub(super) fn event(kind: Kind, enrolment: &EnrolmentId, account: Option<&AccountId>, now: Timestamp) -> Event {
    let event = Event::new(kind, Actor::Nobody, now).with("enrolment", enrolment.as_str());
    match account {
        Some(account) => event.about(account),
        None => event,
    }
}

fn declared_place(row: &str) -> Place<'_> {
    Place { table: "enrolment", column: "declared", row }
}

fn corrupt(id: &str) -> Fault {
    Fault::Corrupt { table: "enrolment", column: "declared_sealed", id: id.to_owned() }
}
