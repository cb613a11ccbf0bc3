//! Presentations, questions, releases and receipts against a real database: SQLite, or PostgreSQL when `HOUSE_DB` says so.

use std::sync::Arc;

use sqlx::AssertSqlSafe;

use super::*;
use crate::clock::Seconds;
use crate::limits;
use crate::seal::Vault;
use crate::secret::{AskId, ReceiptId, Secret};
use crate::store::ask::Release;
use crate::store::engine::Database;
use crate::store::migrations;
use crate::wallet::ask::Question;
use crate::wallet::presentation::Answer;
use crate::wallet::purpose::Purpose;

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

/// A store with a holder (account 1, session 1, level 2, switch on) and two officers (accounts 2 and 3).
struct Stage {
    store: Store,
    _folder: tempfile::TempDir,
    server: Option<(String, String)>,
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (url, server) = url(folder.path()).await;
        let database = Database::open(&url).await.unwrap();
        migrations::run(&database).await.unwrap();
        let store = Store::new(database, Arc::new(Vault::new(&Secret::new([1; 32])).unwrap()));
        let stage = Self { store, _folder: folder, server };
        stage.run("INSERT INTO permission_group (id, name, created_at, version) VALUES ('grp', 'Scan', 1, 1)").await;
        for person in 1..=3 {
            let (account, session) = (account(person), session(person));
            stage
                .run(&format!(
                    "INSERT INTO account (id, person_digest, kind, created_at, number_sealed, level, state, \
                     activation_closes_at, channel, phone_sealed, language, verification_qr_at, version) \
                     VALUES ('{account}', 'p{person}', 'citizen', 1, '', 2, 'active', 1, 'sms', '', 'vi', 1, 1)"
                ))
                .await;
            stage
                .run(&format!(
                    "INSERT INTO session (id, account_id, browser, began_at, ends_at, digest, authenticated_at, level, \
                     methods, used_at) VALUES ('{session}', '{account}', 'b', 1, {}, 'd{person}', 1, 2, 'pwd otp mfa', 1)",
                    NOW.unix() + 10_000
                ))
                .await;
            if person > 1 {
                stage
                    .run(&format!(
                        "INSERT INTO officer (account_id, appointed_at, name_sealed, unit, title, group_id) \
                         VALUES ('{account}', 1, '', 'Unit', 'Title', 'grp')"
                    ))
                    .await;
            }
        }
        stage
    }

    async fn run(&self, sql: &str) {
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(self.store.pool()).await.unwrap();
    }

    async fn make(&self, byte: u8, kind: Kind, now: Timestamp) -> PresentationFacts {
        let fields = if kind == Kind::Sharing { "name gender" } else { "" };
        let new = NewPresentation {
            id: PresentationId::new([byte; 16]),
            digest: Digest::sha256(&[byte]),
            kind,
            holder: account(1),
            session: session(1),
            presenter: None,
            level: Some(2),
            fields: Fields::parse(fields).unwrap(),
            expires_at: now.plus(limits::PRESENTATION),
        };
        assert!(self.store.make_presentation(&new, now).await.unwrap());
        self.seen(byte, now).await
    }

    async fn seen(&self, byte: u8, now: Timestamp) -> PresentationFacts {
        self.store.scanned_presentation(&Digest::sha256(&[byte]), now).await.unwrap().unwrap()
    }

    async fn scan(&self, facts: &PresentationFacts, by: u8, now: Timestamp) -> bool {
        let event = Event::new(Happened::PresentationScanned, Actor::Officer(account(by)), now).about(&facts.holder);
        let spending = Spending { facts, scanner: &officer(by), event: &event, release: None };
        self.store.spend_presentation(&spending, now).await.unwrap()
    }

    async fn ask(&self, facts: &PresentationFacts, by: u8, now: Timestamp) -> Option<AskId> {
        let id = AskId::new([by; 16]);
        self.store.put_question(facts, &id, &officer(by), &question(), now).await.unwrap().then_some(id)
    }

    async fn sound(&self, now: Timestamp) -> Vec<String> {
        self.store.integrate_events(500, now).await.unwrap();
        // The people of this stage were never enrolled; whatever else is broken is ours.
        let mut broken = self.store.verify(now).await.unwrap();
        broken.retain(|line| !line.contains(": acc_"));
        broken
    }

    async fn close(self) {
        self.store.database().close().await;
        if let Some((admin, name)) = &self.server {
            let admin = Database::open(admin).await.unwrap();
            let drop = AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"));
            sqlx::query(drop).execute(admin.pool()).await.unwrap();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the environment says which engine is tested")]
async fn url(folder: &std::path::Path) -> (String, Option<(String, String)>) {
    if std::env::var("HOUSE_DB").as_deref() != Ok("postgres") {
        return (format!("sqlite://{}", folder.join("t.sqlite").display()), None);
    }
    let admin = std::env::var("HOUSE_PG_URL").expect("HOUSE_DB=postgres needs HOUSE_PG_URL");
    let name = format!("store_{}", encoded(&crate::entropy::bytes::<8>().unwrap()));
    let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(Database::open(&admin).await.unwrap().pool()).await.unwrap();
    let (server, _) = admin.rsplit_once('/').unwrap();
    (format!("{server}/{name}"), Some((admin, name)))
}

fn encoded(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn account(byte: u8) -> AccountId {
    AccountId::new([byte; 16])
}

fn session(byte: u8) -> SessionId {
    SessionId::new([byte; 16])
}

fn officer(byte: u8) -> AskerId {
    AskerId::Officer(account(byte))
}

fn question() -> Question {
    Question::of_officer("identity_check", Fields::parse("name birthdate").unwrap(), "Hồ Gươm").unwrap()
}

fn release(facts: &PresentationFacts, ask: &AskId, by: u8, allowed: &str) -> Release {
    let (allowed, receipt) = (Fields::parse(allowed).unwrap(), ReceiptId::new([by; 16]));
    let what = (ask, &question(), &allowed);
    let event = super::ask::released(what, (&facts.holder, None), (&officer(by), None), &receipt, NOW).unwrap();
    Release {
        ask: ask.clone(),
        presentation: facts.id.clone(),
        presenter: None,
        holder: facts.holder.clone(),
        asker: officer(by),
        question: question(),
        allowed,
        signed: "release".into(),
        receipt,
        receipt_signed: "receipt".into(),
        event,
    }
}

fn later(seconds: i64) -> Timestamp {
    NOW.plus(Seconds::new(seconds))
}

#[tokio::test]
async fn a_new_square_cancels_the_old_one_of_its_kind_only() {
    let stage = Stage::new().await;
    let first = stage.make(1, Kind::Verification, NOW).await;
    let sharing = stage.make(2, Kind::Sharing, NOW).await;
    let second = stage.make(3, Kind::Verification, later(1)).await;
    let now = later(2);
    assert_eq!(stage.seen(1, now).await.answer(&officer(2), now), Answer::Cancelled);
    assert!(!stage.scan(&first, 2, now).await);
    assert_eq!(stage.seen(2, now).await.answer(&officer(2), now), Answer::Genuine);
    assert!(stage.scan(&second, 2, now).await);
    assert_eq!(sharing.fields.to_column(), "name gender");
    assert_eq!(stage.sound(now).await, [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn of_many_scanners_exactly_one_wins_and_the_others_see_it_used() {
    let stage = Stage::new().await;
    for round in 10..30 {
        let facts = stage.make(round, Kind::Verification, NOW).await;
        let scans = (0..8).map(|scanner| {
            let (store, facts, by) = (stage.store.clone(), facts.clone(), 2 + scanner % 2);
            tokio::spawn(async move {
                let event =
                    Event::new(Happened::PresentationScanned, Actor::Officer(account(by)), NOW).about(&facts.holder);
                let spending = Spending { facts: &facts, scanner: &officer(by), event: &event, release: None };
                store.spend_presentation(&spending, NOW).await.unwrap()
            })
        });
        let mut won = 0;
        for scan in scans.collect::<Vec<_>>() {
            won += u32::from(scan.await.unwrap());
        }
        assert_eq!(won, 1);
        assert_eq!(stage.seen(round, NOW).await.answer(&officer(3), NOW), Answer::Used(NOW));
    }
    assert_eq!(stage.sound(NOW).await, [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn whatever_ends_the_holder_s_side_ends_the_square_before_it_is_spent() {
    let ends = [
        ("UPDATE session SET ended_at = 5", "UPDATE session SET ended_at = NULL", Answer::Cancelled),
        ("UPDATE session SET ends_at = 1800000000", "UPDATE session SET ends_at = 1800010000", Answer::Cancelled),
        ("UPDATE account SET level = 1", "UPDATE account SET level = 2", Answer::Cancelled),
        (
            "UPDATE account SET verification_qr_at = NULL",
            "UPDATE account SET verification_qr_at = 1",
            Answer::Cancelled,
        ),
        ("UPDATE account SET state = 'closed'", "UPDATE account SET state = 'active'", Answer::Locked),
        (
            "INSERT INTO account_lock (id, account_id, ground, since_at, by_kind) \
             SELECT 'l' || id, id, 'breach', 1, 'system' FROM account",
            "DELETE FROM account_lock",
            Answer::Locked,
        ),
    ];
    let stage = Stage::new().await;
    for (round, (end, mend, answer)) in ends.into_iter().enumerate() {
        let facts = stage.make(40 + u8::try_from(round).unwrap(), Kind::Verification, NOW).await;
        stage.run(end).await;
        assert_eq!(stage.seen(40 + u8::try_from(round).unwrap(), NOW).await.answer(&officer(2), NOW), answer, "{end}");
        assert!(!stage.scan(&facts, 2, NOW).await, "{end}");
        stage.run(mend).await;
    }
    // At exactly sixty seconds the write refuses too, whatever was read before.
    let facts = stage.make(60, Kind::Verification, NOW).await;
    assert!(!stage.scan(&facts, 2, later(60)).await);
    assert!(stage.scan(&facts, 2, later(59)).await);
    assert_eq!(stage.sound(later(60)).await, [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn the_switch_off_kills_the_square_for_good() {
    let stage = Stage::new().await;
    let facts = stage.make(1, Kind::Verification, NOW).await;
    assert!(stage.store.switch_verification(&facts.holder, false, NOW).await.unwrap());
    assert!(!stage.store.switch_verification(&facts.holder, false, NOW).await.unwrap());
    assert!(stage.store.switch_verification(&facts.holder, true, NOW).await.unwrap());
    assert_eq!(stage.seen(1, NOW).await.answer(&officer(2), NOW), Answer::Cancelled);
    assert!(!stage.scan(&facts, 2, NOW).await);
    stage.run("UPDATE account SET level = 1, verification_qr_at = NULL").await;
    assert!(!stage.store.switch_verification(&facts.holder, true, NOW).await.unwrap());
    assert_eq!(stage.sound(NOW).await, [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn no_receipt_no_data_and_one_answer_to_one_question() {
    let stage = Stage::new().await;
    let facts = stage.make(1, Kind::Verification, NOW).await;
    assert!(stage.scan(&facts, 2, NOW).await);
    assert!(stage.ask(&facts, 3, NOW).await.is_none(), "another officer asked");
    let ask = stage.ask(&facts, 2, NOW).await.unwrap();
    assert!(stage.ask(&facts, 2, NOW).await.is_none(), "one scan bought two questions");
    let waiting = stage.store.open_asks(&facts.holder, NOW).await.unwrap();
    assert_eq!(waiting.iter().map(|asked| &asked.id).collect::<Vec<_>>(), [&ask]);
    // The officer's appointment ends in between: nothing is released any more.
    stage.run("UPDATE officer SET ended_at = 1").await;
    let release = release(&facts, &ask, 2, "name");
    assert!(!stage.store.allow(&facts.session, &release, later(5)).await.unwrap());
    stage.run("UPDATE officer SET ended_at = NULL").await;
    assert!(!stage.store.allow(&session(9), &release, later(5)).await.unwrap(), "no such session");
    assert!(!stage.store.allow(&facts.session, &release, later(120)).await.unwrap(), "too late");
    assert!(stage.store.allow(&facts.session, &release, later(119)).await.unwrap());
    assert!(!stage.store.allow(&facts.session, &release, later(119)).await.unwrap(), "answered twice");
    assert!(!stage.store.deny(&waiting[0], later(119)).await.unwrap());
    assert_eq!(stage.store.released(&ask, later(120)).await.unwrap().as_deref(), Some("release"));
    assert_eq!(stage.store.released(&ask, later(119).plus(limits::RELEASE_READABLE)).await.unwrap(), None);
    stage.store.forget_releases(later(119).plus(limits::RELEASE_READABLE)).await.unwrap();
    assert_eq!(stage.store.released(&ask, later(120)).await.unwrap(), None);
    for receipts in [
        stage.store.receipts_of_holder(&facts.holder, 10).await.unwrap(),
        stage.store.receipts_of_asker(&officer(2), 10).await.unwrap(),
    ] {
        assert_eq!(receipts.iter().map(|receipt| receipt.signed.as_str()).collect::<Vec<_>>(), ["receipt"]);
    }
    assert!(stage.store.receipts_of_asker(&officer(3), 10).await.unwrap().is_empty());
    assert_eq!(stage.sound(later(120)).await, [""; 0]);
    // What verify would say of rows that somebody changed behind our back.
    stage.run("UPDATE ask SET allowed = 'name religion'").await;
    stage.run("UPDATE presentation SET scanned_at = expires_at").await;
    stage.run("DELETE FROM receipt").await;
    let broken = stage.sound(later(120)).await.join("\n");
    for id in ["I1 ", "I7 ", "I11 ", "I16 what", "I16 a question allowed more"] {
        assert!(broken.contains(id), "{id}: {broken}");
    }
    stage.close().await;
}

#[tokio::test]
async fn a_sharing_scan_releases_what_was_picked_with_its_receipt_in_one_commit() {
    let stage = Stage::new().await;
    let facts = stage.make(1, Kind::Sharing, NOW).await;
    let event = Event::new(Happened::PresentationScanned, Actor::Officer(account(2)), NOW).about(&facts.holder);
    let question = Question { purpose: Purpose::Shared, fields: facts.fields.clone(), place: String::new() };
    let ask = AskId::new([7; 16]);
    let release = Release { question, ..release(&facts, &ask, 2, "name gender") };
    let spending = Spending { facts: &facts, scanner: &officer(2), event: &event, release: Some(&release) };
    assert!(stage.store.spend_presentation(&spending, NOW).await.unwrap());
    assert!(!stage.store.spend_presentation(&spending, NOW).await.unwrap());
    assert_eq!(stage.seen(1, NOW).await.state, State::Allowed);
    assert_eq!(stage.store.ask_of(&facts.id).await.unwrap().unwrap().allowed, facts.fields);
    assert_eq!(stage.store.receipts_of_holder(&facts.holder, 10).await.unwrap().len(), 1);
    assert_eq!(stage.sound(NOW).await, [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn silence_lapses_and_a_square_that_nobody_scanned_expires() {
    let stage = Stage::new().await;
    let silent = stage.make(1, Kind::Verification, NOW).await;
    assert!(stage.scan(&silent, 2, NOW).await);
    let ask = stage.ask(&silent, 2, NOW).await.unwrap();
    stage.make(2, Kind::Verification, NOW).await;
    assert_eq!(stage.store.lapse_asks(10, later(119)).await.unwrap(), 0);
    assert_eq!(stage.store.expire_presentations(10, later(59)).await.unwrap(), 0);
    assert_eq!(stage.store.lapse_asks(10, later(120)).await.unwrap(), 1);
    assert_eq!(stage.store.lapse_asks(10, later(120)).await.unwrap(), 0);
    assert_eq!(stage.store.expire_presentations(10, later(60)).await.unwrap(), 1);
    assert_eq!(stage.seen(1, NOW).await.state, State::Lapsed);
    assert_eq!(stage.seen(2, NOW).await.state, State::Expired);
    assert!(!stage.store.allow(&silent.session, &release(&silent, &ask, 2, "name"), later(60)).await.unwrap());
    assert_eq!(stage.sound(later(120)).await, [""; 0]);
    stage.close().await;
}

#[tokio::test]
async fn a_scan_and_a_sign_out_at_once_never_both_succeed_with_the_scan_later() {
    let stage = Stage::new().await;
    for round in 100..120 {
        stage.run("UPDATE session SET ended_at = NULL, ended_by = NULL").await;
        let facts = stage.make(round, Kind::Verification, NOW).await;
        let (store, scanned) = (stage.store.clone(), facts.clone());
        let out = tokio::spawn(async move {
            let ended = "UPDATE session SET ended_at = 1800000000, ended_by = 'person' WHERE ended_at IS NULL";
            sqlx::query(ended).execute(store.pool()).await.unwrap();
            // Answered: from here on no scan may win.
            let before = store.presentation(&scanned.id, NOW).await.unwrap().unwrap().state;
            (before, store, scanned)
        });
        let won = stage.scan(&facts, 2, NOW).await;
        let (at_sign_out, store, scanned) = out.await.unwrap();
        let at_the_end = store.presentation(&scanned.id, NOW).await.unwrap().unwrap().state;
        assert_eq!(at_sign_out, at_the_end, "the scan won after the sign-out was answered");
        assert_eq!(won, at_the_end == State::Scanned);
    }
    assert_eq!(stage.sound(NOW).await, [""; 0]);
    stage.close().await;
}
