//! Contacts of officers with people, and what people reported about them.
//!
//! Whoever opens a contact first takes the officer's row: on PostgreSQL it is then held to the end of the commit, so that an
//! appointment that ends meanwhile finds the contact and ends it too, as SQLite's write lock has it anyway.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::conduct::Conduct;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::{Label, Officer, OfficerName};
use crate::seal::{Place, Vault};
use crate::secret::{AccountId, CaseId, ContactId, Digest, ReportId};
use crate::store::{Store, Tx, audit, officer, row};
use crate::wallet::contact::{Complaint, Contact, End, Noticed, Report, expires_at};
use crate::wallet::purpose::Purpose;

/// Whom an officer contacts: a number in force, and the account under it, if there is one.
#[derive(Clone, Debug)]
pub struct Whom {
    /// The digest of the number.
    pub person: Digest,
    /// The account.
    pub account: Option<AccountId>,
}

/// A contact that is being opened.
#[derive(Clone, Debug)]
pub struct NewContact<'a> {
    /// Its id.
    pub id: ContactId,
    /// The digest of its code.
    pub digest: Digest,
    /// Whom.
    pub whom: &'a Whom,
    /// Why.
    pub purpose: Purpose,
    /// About which case.
    pub case: Option<&'a CaseId>,
}

/// A report as the list has it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: ReportId,
    /// What is wrong.
    pub complaint: Complaint,
    /// The unit whose officer is meant; none when nobody's was.
    pub unit: Option<Label>,
    /// When.
    pub reported_at: Timestamp,
}

/// A contact with what its officer may do now; the columns that [`Store::contact_in`] reads.
macro_rules! contacts {
    ($which:literal) => {
        concat!(
            "SELECT c.id, c.digest, c.officer_id, o.name_sealed, c.unit, c.title, c.purpose, c.case_id, c.opened_at, ",
            "c.expires_at, c.ended_at, CASE WHEN o.ended_at IS NULL AND o.appointed_at <= c.opened_at ",
            "AND EXISTS (SELECT 1 FROM account a WHERE a.id = o.account_id AND a.state = 'active' AND a.level = 2) ",
            "AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = o.account_id AND l.lifted_at IS NULL) ",
            "AND EXISTS (SELECT 1 FROM permission p WHERE p.group_id = o.group_id AND p.module = 'contact' ",
            "AND p.action IN ('all', 'add')) THEN 1 ELSE 0 END AS officer_stands ",
            "FROM contact c JOIN officer o ON o.account_id = c.officer_id WHERE ",
            $which
        )
    };
}

impl Store {
    /// Opens a contact in place of the officer's former one with the same person; false when the officer may not any more.
    pub async fn open_contact(&self, new: &NewContact<'_>, officer: &Officer, now: Timestamp) -> Result<bool, Fault> {
        let who = officer.account.as_str();
        let mut tx = self.begin().await?;
        let taken = sqlx::query(
            "UPDATE officer SET unit = unit WHERE account_id = $1 AND ended_at IS NULL AND EXISTS (SELECT 1 FROM permission p \
             WHERE p.group_id = officer.group_id AND p.module = 'contact' AND p.action IN ('all', 'add'))",
        )
        .bind(who)
        .execute(&mut *tx)
        .await?;
        if taken.rows_affected() == 0 {
            return Ok(false);
        }
        let former = sqlx::query(
            "UPDATE contact SET ended_at = CASE WHEN expires_at < $3 THEN expires_at ELSE $3 END, ended_by = $4 \
             WHERE officer_id = $1 AND person_digest = $2 AND ended_at IS NULL RETURNING id, account_id",
        )
        .bind(who)
        .bind(new.whom.person.as_str())
        .bind(now.unix())
        .bind(End::Replaced.as_str())
        .fetch_all(&mut *tx)
        .await?;
        let by = Actor::Officer(officer.account.clone());
        for row in &former {
            audit::append(&mut tx, &ended(row, End::Replaced, by.clone(), now)?).await?;
        }
        sqlx::query(
            "INSERT INTO contact (id, digest, person_digest, account_id, officer_id, unit, title, purpose, case_id, \
             opened_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(new.id.as_str())
        .bind(new.digest.as_str())
        .bind(new.whom.person.as_str())
        .bind(new.whom.account.as_ref().map(|account| account.as_str().to_owned()))
        .bind(who)
        .bind(officer.unit.as_str())
        .bind(officer.title.as_str())
        .bind(new.purpose.as_str())
        .bind(new.case.map(|case| case.as_str().to_owned()))
        .bind(now.unix())
        .bind(expires_at(now).unix())
        .execute(&mut *tx)
        .await?;
        let mut event =
            Event::new(Kind::ContactOpened, by, now).because(new.purpose.as_str()).with("contact", new.id.as_str());
        event.account.clone_from(&new.whom.account);
        if let Some(case) = new.case {
            event = event.with("case", case.as_str());
        }
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends an officer's own contact; false when it is over or another officer's.
    pub async fn end_contact(&self, id: &ContactId, officer: &AccountId, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let row = sqlx::query(
            "UPDATE contact SET ended_at = $3, ended_by = $4 WHERE id = $1 AND officer_id = $2 AND ended_at IS NULL \
             AND expires_at > $3 RETURNING id, account_id",
        )
        .bind(id.as_str())
        .bind(officer.as_str())
        .bind(now.unix())
        .bind(End::Officer.as_str())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(false) };
        audit::append(&mut tx, &ended(&row, End::Officer, Actor::Officer(officer.clone()), now)?).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The contacts that an officer opened and that may still hold, newest first.
    pub async fn contacts_by(&self, officer: &AccountId, now: Timestamp) -> Result<Vec<Contact>, Fault> {
        let rows = sqlx::query(contacts!(
            "c.officer_id = $1 AND c.ended_at IS NULL AND c.expires_at > $2 ORDER BY c.opened_at DESC, c.id"
        ))
        .bind(officer.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| self.contact_in(row)).collect()
    }

    /// The contacts with an account's holder, those from before there was an account too, newest first.
    pub async fn contacts_with(&self, account: &AccountId, limit: i64) -> Result<Vec<Contact>, Fault> {
        let rows = sqlx::query(contacts!(
            "c.account_id = $1 OR c.person_digest = (SELECT a.person_digest FROM account a WHERE a.id = $1) \
             ORDER BY c.opened_at DESC, c.id LIMIT $2"
        ))
        .bind(account.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| self.contact_in(row)).collect()
    }

    /// The contacts with the person of that digest that may still hold, each with the digest of its code.
    pub async fn contacts_to_check(&self, person: &Digest, now: Timestamp) -> Result<Vec<(Contact, Digest)>, Fault> {
        let rows = sqlx::query(contacts!(
            "c.person_digest = $1 AND c.ended_at IS NULL AND c.expires_at > $2 ORDER BY c.opened_at DESC, c.id"
        ))
        .bind(person.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok((self.contact_in(row)?, Digest::from_column(row::text(row, "digest")?)))).collect()
    }

    /// The account that a contact was opened with, and whose history tells of it.
    pub async fn account_contacted(&self, id: &ContactId) -> Result<Option<AccountId>, Fault> {
        let row = sqlx::query("SELECT account_id FROM contact WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.pool())
            .await?;
        Ok(row.map(|row| row::maybe_text(&row, "account_id")).transpose()?.flatten().map(AccountId::from_text))
    }

    /// Keeps a report with its event, which is about `about`.
    pub async fn report_contact(&self, report: &Report, about: Option<&AccountId>) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        keep_report(&mut tx, &self.vault, report, about).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The reports that nobody has dealt with, the oldest first; without those about the officer who looks.
    pub async fn contact_reports(&self, who: &AccountId, limit: i64) -> Result<Vec<Listed>, Fault> {
        let rows = sqlx::query(
            "SELECT r.id, r.complaint, r.reported_at, COALESCE(c.unit, o.unit) AS unit FROM contact_report r \
             LEFT JOIN contact c ON c.id = r.contact_id LEFT JOIN officer o ON o.account_id = r.officer_id \
             WHERE r.settled_at IS NULL AND (c.officer_id IS NULL OR c.officer_id <> $1) \
             AND (r.officer_id IS NULL OR r.officer_id <> $1) ORDER BY r.reported_at, r.id LIMIT $2",
        )
        .bind(who.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Listed {
                    id: ReportId::from_text(row::text(row, "id")?),
                    complaint: row::parsed(row, "contact_report", "complaint", Complaint::parse)?,
                    unit: row::maybe_text(row, "unit")?.as_deref().and_then(Label::parse),
                    reported_at: row::instant(row, "reported_at")?,
                })
            })
            .collect()
    }

    /// The report of that id.
    pub async fn contact_report(&self, id: &ReportId) -> Result<Option<Report>, Fault> {
        let row = sqlx::query(
            "SELECT id, complaint, contact_id, account_id, words_sealed, reported_at, settled_at, officer_id, conduct, times \
             FROM contact_report WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let contact = match row::maybe_text(&row, "contact_id")? {
            None => None,
            Some(contact) => sqlx::query(contacts!("c.id = $1")).bind(contact).fetch_optional(self.pool()).await?,
        };
        let words = row::maybe_text(&row, "words_sealed")?;
        let noticed = row::maybe_text(&row, "officer_id")?.map(|officer| {
            Ok::<_, Fault>(Noticed {
                officer: AccountId::from_text(officer),
                conduct: row::parsed(&row, "contact_report", "conduct", Conduct::parse)?,
                times: row::number(&row, "times")?,
            })
        });
        Ok(Some(Report {
            id: id.clone(),
            complaint: row::parsed(&row, "contact_report", "complaint", Complaint::parse)?,
            contact: contact.as_ref().map(|row| self.contact_in(row)).transpose()?,
            conduct: noticed.transpose()?,
            account: row::maybe_text(&row, "account_id")?.map(AccountId::from_text),
            words: words.map(|sealed| self.vault.open(words_of(id.as_str()), &sealed)).transpose()?,
            reported_at: row::instant(&row, "reported_at")?,
            settled_at: row::maybe_instant(&row, "settled_at")?,
        }))
    }

    /// Marks a report as dealt with, once; false when somebody else did.
    pub async fn settle_contact_report(&self, id: &ReportId, who: &AccountId, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let settled = sqlx::query(
            "UPDATE contact_report SET settled_at = $3, settled_by = $2 WHERE id = $1 AND settled_at IS NULL",
        )
        .bind(id.as_str())
        .bind(who.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if settled.rows_affected() == 0 {
            return Ok(false);
        }
        let event =
            Event::new(Kind::ContactReportSettled, Actor::Officer(who.clone()), now).with("report", id.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets contacts from before that instant that nobody reported.
    pub async fn forget_contacts(&self, until: Timestamp, batch: i64) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM contact WHERE id IN (SELECT c.id FROM contact c WHERE c.opened_at <= $1 AND NOT EXISTS \
             (SELECT 1 FROM contact_report r WHERE r.contact_id = c.id) ORDER BY c.opened_at LIMIT $2)",
        )
        .bind(until.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }

    fn contact_in(&self, row: &AnyRow) -> Result<Contact, Fault> {
        let officer = row::text(row, "officer_id")?;
        Ok(Contact {
            id: ContactId::from_text(row::text(row, "id")?),
            name: OfficerName::new(self.vault.open(officer::name(&officer), &row::text(row, "name_sealed")?)?),
            officer: AccountId::from_text(officer),
            unit: row::parsed(row, "contact", "unit", Label::parse)?,
            title: row::parsed(row, "contact", "title", Label::parse)?,
            purpose: row::parsed(row, "contact", "purpose", Purpose::of_officer)?,
            case: row::maybe_text(row, "case_id")?.map(CaseId::from_text),
            opened_at: row::instant(row, "opened_at")?,
            expires_at: row::instant(row, "expires_at")?,
            ended_at: row::maybe_instant(row, "ended_at")?,
            officer_stands: row::number(row, "officer_stands")? == 1,
        })
    }
}

/// Ends every contact of an officer whose appointment ends or becomes another one, in the commit that does it.
pub(super) async fn end_all(tx: &mut Tx, officer: &AccountId, actor: &Actor, now: Timestamp) -> Result<(), Fault> {
    let rows = sqlx::query(
        "UPDATE contact SET ended_at = $2, ended_by = $3 WHERE officer_id = $1 AND ended_at IS NULL AND expires_at > $2 \
         RETURNING id, account_id",
    )
    .bind(officer.as_str())
    .bind(now.unix())
    .bind(End::Appointment.as_str())
    .fetch_all(&mut **tx)
    .await?;
    for row in &rows {
        audit::append(tx, &ended(row, End::Appointment, actor.clone(), now)?).await?;
    }
    Ok(())
}

fn ended(row: &AnyRow, end: End, actor: Actor, now: Timestamp) -> Result<Event, Fault> {
    let id = row::text(row, "id")?;
    let mut event = Event::new(Kind::ContactEnded, actor, now).with("contact", id).with("end", end.as_str());
    event.account = row::maybe_text(row, "account_id")?.map(AccountId::from_text);
    Ok(event)
}

/// Keeps a report with its event, which is about `about`, in the caller's transaction.
pub(super) async fn keep_report(
    tx: &mut Tx,
    vault: &Vault,
    report: &Report,
    about: Option<&AccountId>,
) -> Result<(), Fault> {
    let id = report.id.as_str();
    let words = report.words.as_deref().map(|words| vault.seal(words_of(id), words)).transpose()?;
    let contact = report.contact.as_ref().map(|contact| contact.id.as_str());
    sqlx::query(
        "INSERT INTO contact_report (id, complaint, contact_id, account_id, words_sealed, reported_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(report.complaint.as_str())
    .bind(contact)
    .bind(report.account.as_ref().map(|account| account.as_str().to_owned()))
    .bind(words)
    .bind(report.reported_at.unix())
    .execute(&mut **tx)
    .await?;
    let by = report.account.clone().map_or(Actor::Nobody, Actor::Person);
    let mut event = Event::new(Kind::ContactReported, by, report.reported_at)
        .with("report", id)
        .with("complaint", report.complaint.as_str());
    event.account = about.cloned();
    if let Some(contact) = contact {
        event = event.with("contact", contact);
    }
    audit::append(tx, &event).await?;
    Ok(())
}

fn words_of(report: &str) -> Place<'_> {
    Place { table: "contact_report", column: "words", row: report }
}
