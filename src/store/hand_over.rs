//! An account in which others acted, taken over by its holder: opened by the holder's own application, done with the code
//! that went to the holder's own telephone.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::account::Ground;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::phone::Phone;
use crate::seal::Place;
use crate::secret::{AccountId, HandOverId};
use crate::store::activation::Activation;
use crate::store::outbox::{self, Message};
use crate::store::short_code::{self, NewCode};
use crate::store::{Store, Tx, account, audit, credential, freeze, known_browser, row};

/// An account that is to be taken over.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The account.
    pub account: AccountId,
    /// The holder's own telephone, where the code goes.
    pub phone: Phone,
    /// The end of the window.
    pub closes_at: Timestamp,
    /// The code.
    pub code: NewCode,
    /// The notice and the code.
    pub messages: Vec<Message>,
}

/// In whose hands an account is.
#[derive(Clone, Debug)]
pub enum Hands {
    /// In its holder's.
    Own,
    /// In those of who answers for its holder.
    Care,
    /// In those, and its holder is taking it over.
    Taking {
        /// The taking over.
        id: HandOverId,
        /// The holder's own telephone.
        phone: Phone,
        /// The end of the window.
        closes_at: Timestamp,
    },
}

impl Store {
    /// In whose hands an account is; one that nobody has is in its holder's.
    pub async fn hands(&self, id: &AccountId) -> Result<Hands, Fault> {
        let row = sqlx::query(
            "SELECT h.id, h.phone_sealed, h.closes_at FROM account a \
             LEFT JOIN hand_over h ON h.account_id = a.id AND h.done_at IS NULL AND h.cancelled_at IS NULL \
             WHERE a.id = $1 AND EXISTS (SELECT 1 FROM dependant d WHERE d.account_id = a.id) \
             AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.account_id = a.id)",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(Hands::Own) };
        let (Some(id), Some(sealed)) = (row::maybe_text(&row, "id")?, row::maybe_text(&row, "phone_sealed")?) else {
            return Ok(Hands::Care);
        };
        let phone = Phone::parse(&self.vault.open(phone_place(&id), &sealed)?);
        Ok(Hands::Taking {
            phone: phone.map_err(|_| row::corrupt(&row, "hand_over", "phone_sealed"))?,
            closes_at: row::instant(&row, "closes_at")?,
            id: HandOverId::from_text(id),
        })
    }

    /// Opens the taking over in the caller's transaction; a newer one cancels an older one.
    pub(crate) async fn open_hand_over(&self, tx: &mut Tx, opening: &Opening, now: Timestamp) -> Result<(), Fault> {
        let id = HandOverId::new(entropy::bytes()?);
        sqlx::query(
            "UPDATE hand_over SET cancelled_at = $2 WHERE account_id = $1 AND done_at IS NULL AND cancelled_at IS NULL",
        )
        .bind(opening.account.as_str())
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
        let opened = sqlx::query(
            "INSERT INTO hand_over (id, account_id, phone_sealed, opened_at, closes_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
        )
        .bind(id.as_str())
        .bind(opening.account.as_str())
        .bind(self.vault.seal(phone_place(id.as_str()), opening.phone.as_str())?)
        .bind(now.unix())
        .bind(opening.closes_at.unix())
        .execute(&mut **tx)
        .await?;
        if opened.rows_affected() == 0 || !short_code::keep(tx, &opening.code, now).await? {
            return Err(Fault::Busy("the same person applied twice in one moment".into()));
        }
        for message in &opening.messages {
            outbox::post(tx, &self.vault, message, now).await?;
        }
        let event = Event::new(Kind::HandOverOpened, Actor::Nobody, now).about(&opening.account);
        audit::append(tx, &event).await?;
        Ok(())
    }

    /// Takes an account over: the code is spent, the password is the holder's, the telephone too, and who acted until now
    /// is told. False when the code was spent, the window closed or a lock added in the meantime, and nothing happened.
    pub async fn commit_hand_over(
        &self,
        id: &HandOverId,
        taken: &Activation,
        phone: &Phone,
        told: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let account = taken.account.as_str();
        if !short_code::spend(&mut tx, &taken.code, now).await? {
            return Ok(false);
        }
        let done = sqlx::query(
            "UPDATE hand_over SET done_at = $2 WHERE id = $1 AND done_at IS NULL AND cancelled_at IS NULL \
             AND closes_at > $2",
        )
        .bind(id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        // The telephone that was lost is replaced by one that was proven a moment ago: its ground goes.
        let lifted = account::take_ground(&mut tx, &taken.account, Ground::PhoneNotOwn, now).await?.is_some();
        let first = self.account_is_inactive(&mut tx, &taken.account).await?;
        let activated = sqlx::query(
            "UPDATE account SET state = 'active', phone_sealed = $3, channel = 'sms', email_sealed = NULL, \
             activation_closes_at = CASE WHEN activated_at IS NULL \
               THEN (SELECT h.closes_at FROM hand_over h WHERE h.id = $4) ELSE activation_closes_at END, \
             activated_at = COALESCE(activated_at, $2), version = version + 1 \
             WHERE id = $1 AND state IN ('approved', 'lapsed', 'active') \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = account.id AND l.lifted_at IS NULL)",
        )
        .bind(account)
        .bind(now.unix())
        .bind(self.vault.seal(account::place("phone", account), phone.as_str())?)
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 || activated.rows_affected() == 0 {
            return Ok(false);
        }
        credential::set(&mut tx, &taken.account, &taken.hash, now).await?;
        // Whatever browsers it was used in were of those who acted until now.
        known_browser::forget_all(&mut tx, &taken.account, now).await?;
        known_browser::meet(&mut tx, &taken.account, &taken.browser, now).await?;
        // What is frozen passes to the holder as it stands; what those others were lifting is the holder's to decide.
        let kept = freeze::keep(&mut tx, &taken.account, None, now).await? > 0;
        for message in std::iter::once(&taken.message).chain(told) {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let by_holder = |kind| Event::new(kind, Actor::Person(taken.account.clone()), now).about(&taken.account);
        if lifted {
            let event = by_holder(Kind::AccountUnlocked).with("ground", Ground::PhoneNotOwn.as_str());
            audit::append(&mut tx, &event).await?;
        }
        let kinds = [Kind::AccountHandedOver, Kind::PasswordSet].into_iter().chain(kept.then_some(Kind::FreezeKept));
        for kind in first.then_some(Kind::AccountActivated).into_iter().chain(kinds) {
            audit::append(&mut tx, &by_holder(kind)).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn account_is_inactive(&self, tx: &mut Tx, id: &AccountId) -> Result<bool, Fault> {
        let row = sqlx::query("SELECT activated_at FROM account WHERE id = $1")
            .bind(id.as_str())
            .fetch_one(&mut **tx)
            .await?;
        Ok(row::maybe_number(&row, "activated_at")?.is_none())
    }
}

fn phone_place(row: &str) -> Place<'_> {
    Place { table: "hand_over", column: "phone", row }
}
