//! What the journal says of officers' conduct, and the report of it that waits for another officer.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::conduct::Conduct;
use crate::identity::event::{Actor, Event, Kind};
use crate::secret::{AccountId, ReportId};
use crate::store::{Store, audit, row};
use crate::wallet::contact::Complaint;

/// Something unusual.
#[derive(Clone, Debug)]
pub struct Unusual {
    /// Whose conduct.
    pub officer: AccountId,
    /// About whom, where one person is what is unusual.
    pub about: Option<AccountId>,
    /// What.
    pub conduct: Conduct,
    /// How often, or how many.
    pub times: i64,
}

impl Store {
    /// Every officer of whom that is more than usual in the span that ends now.
    pub async fn unusual(&self, conduct: Conduct, now: Timestamp) -> Result<Vec<Unusual>, Fault> {
        let statement = match conduct {
            Conduct::ManyPeople => {
                "SELECT actor_id, COUNT(DISTINCT account_id) AS times, CAST(NULL AS TEXT) AS account_id FROM audit_event \
                 WHERE actor_kind = 'officer' AND at > $1 AND at <= $2 AND account_id IS NOT NULL \
                 GROUP BY actor_id HAVING COUNT(DISTINCT account_id) > $3 ORDER BY actor_id"
            }
            Conduct::OnePerson => {
                "SELECT actor_id, COUNT(*) AS times, account_id FROM audit_event \
                 WHERE actor_kind = 'officer' AND at > $1 AND at <= $2 AND account_id IS NOT NULL \
                 AND kind IN ('presentation_scanned', 'presentation_refused') \
                 GROUP BY actor_id, account_id HAVING COUNT(*) > $3 ORDER BY actor_id, account_id"
            }
            Conduct::ManyRefused => {
                "SELECT actor_id, COUNT(*) AS times, CAST(NULL AS TEXT) AS account_id FROM audit_event \
                 WHERE actor_kind = 'officer' AND at > $1 AND at <= $2 AND kind IN ('case_not_opened', \
                 'contact_not_opened', 'measure_not_received', 'presentation_refused') \
                 GROUP BY actor_id HAVING COUNT(*) > $3 ORDER BY actor_id"
            }
        };
        let rows = sqlx::query(statement)
            .bind(now.minus(Conduct::SPAN).unix())
            .bind(now.unix())
            .bind(i64::from(conduct.usual()))
            .fetch_all(self.pool())
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Unusual {
                    officer: AccountId::from_text(row::text(row, "actor_id")?),
                    about: row::maybe_text(row, "account_id")?.map(AccountId::from_text),
                    conduct,
                    times: row::number(row, "times")?,
                })
            })
            .collect()
    }

    /// Keeps it as a report with its event; false when the same was reported within the span, by whichever node.
    pub async fn report_conduct(&self, id: &ReportId, unusual: &Unusual, now: Timestamp) -> Result<bool, Fault> {
        let Unusual { officer, about, conduct, times } = unusual;
        let about = about.as_ref().map(AccountId::as_str);
        let span = now.unix() / Conduct::SPAN.get();
        let mut tx = self.begin().await?;
        // Two nodes look at once: the unique index on what is said once lets one of them say it.
        let kept = sqlx::query(
            "INSERT INTO contact_report (id, complaint, reported_at, officer_id, conduct, times, about_id, said_once) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM contact_report r \
             WHERE r.officer_id = $4 AND r.conduct = $5 AND r.reported_at > $9 AND COALESCE(r.about_id, '') = $10) \
             ON CONFLICT (said_once) DO NOTHING",
        )
        .bind(id.as_str())
        .bind(Complaint::Unusual.as_str())
        .bind(now.unix())
        .bind(officer.as_str())
        .bind(conduct.as_str())
        .bind(times)
        .bind(about)
        .bind(format!("{} {} {} {span}", officer.as_str(), conduct.as_str(), about.unwrap_or_default()))
        .bind(now.minus(Conduct::SPAN).unix())
        .bind(about.unwrap_or_default())
        .execute(&mut *tx)
        .await?;
        if kept.rows_affected() == 0 {
            return Ok(false);
        }
        let event = Event::new(Kind::ContactReported, Actor::System, now)
            .with("report", id.as_str())
            .with("complaint", Complaint::Unusual.as_str())
            .with("conduct", conduct.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

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

    #[tokio::test]
    async fn of08_more_different_people_in_an_hour_than_a_counter_serves_are_unusual() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&format!("sqlite://{}", folder.path().join("x.sqlite").display())).await.unwrap();
        migrations::run(&database).await.unwrap();
        let store = Store::new(database, Arc::new(Vault::new(&Secret::new([7; 32])).unwrap()));
        let officer = AccountId::new([1; 16]);
        let usual = u8::try_from(Conduct::ManyPeople.usual()).unwrap();
        let look = async |person: u8, at: Timestamp| {
            let event = Event::new(Kind::RecordViewed, Actor::Officer(officer.clone()), at);
            store.record(&event.about(&AccountId::new([person; 16]))).await.unwrap();
        };
        // As many as are usual, each twice, and others longer ago.
        for person in 0..usual {
            look(person, NOW).await;
            look(person, NOW.minus(Seconds::minutes(30))).await;
            look(person + 100, NOW.minus(Seconds::minutes(61))).await;
        }
        assert!(store.unusual(Conduct::ManyPeople, NOW).await.unwrap().is_empty());
        look(usual, NOW).await;
        let unusual = store.unusual(Conduct::ManyPeople, NOW).await.unwrap();
        let told: Vec<_> = unusual.iter().map(|one| (&one.officer, &one.about, one.times)).collect();
        assert_eq!(told, [(&officer, &None, i64::from(usual) + 1)]);
    }
}
