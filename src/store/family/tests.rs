//! Families, codes, tokens, assertions and the end of sessions against a real database, raced on two nodes.

use std::sync::Arc;

use sqlx::AssertSqlSafe;

use super::*;
use crate::clock::Seconds;
use crate::entropy;
use crate::limits;
use crate::oauth::claims::Claim;
use crate::oauth::logout::Told;
use crate::oauth::resource::Resources;
use crate::seal::Vault;
use crate::secret::{Digest, Secret};
use crate::store::access::NewAccess;
use crate::store::engine::Database;
use crate::store::logout::Ends;
use crate::store::migrations;
use crate::store::redemption::{Redemption, Spending};
use crate::store::refresh::{NewRefresh, Next, Rotation};

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

/// A person with a session, two parties that took part in it (one takes notices), and codes as they are made.
struct Stage {
    scratch: Scratch,
    account: AccountId,
    session: SessionId,
}

impl Stage {
    async fn new() -> Self {
        let scratch = Scratch::open().await;
        let (account, session) = (AccountId::new([1; 16]), SessionId::new([2; 16]));
        scratch
            .run(&format!(
                "INSERT INTO account (id, person_digest, kind, created_at, number_sealed, level, state, \
                 activation_closes_at, channel, phone_sealed, language, version) \
                 VALUES ('{account}', 'p', 'citizen', 1, '', 1, 'active', 1, 'sms', '', 'vi', 1)"
            ))
            .await;
        scratch
            .run(&format!(
                "INSERT INTO session (id, account_id, browser, began_at, ends_at, digest, authenticated_at, level, \
                 methods, used_at) VALUES ('{session}', '{account}', 'b', 1, {}, 'd', 1, 1, 'pwd', 1)",
                NOW.unix() + 10_000
            ))
            .await;
        for (party, logout) in [("rp_a", r#","backchannel_logout_uri":"https://a.example/out""#), ("rp_b", "")] {
            scratch
                .run(&format!(
                    "INSERT INTO relying_party (id, created_at, registered_by, metadata, changed_at, version) VALUES ('{party}', 1, 'operator', \
                     '{{\"client_id\":\"{party}\",\"client_name\":\"{party}\",\"scope\":\"openid email\",\
                     \"redirect_uris\":[\"https://{party}.example/cb\"]{logout}}}', 1, 1)"
                ))
                .await;
            scratch
                .run(&format!(
                    "INSERT INTO participant (session_id, relying_party_id, sid, joined_at) \
                     VALUES ('{session}', '{party}', 'sid_{party}', 1)"
                ))
                .await;
        }
        Self { scratch, account, session }
    }

    fn store(&self) -> &Store {
        &self.scratch.store
    }

    /// A code of party a.
    async fn code(&self, offline: bool) -> Digest {
        let family = FamilyId::new(entropy::bytes().unwrap());
        let digest = Digest::sha256(&entropy::bytes::<16>().unwrap());
        let (session, account) = (&self.session, &self.account);
        let (offline, now, ends) = (i64::from(offline), NOW.unix(), NOW.unix() + 9_000);
        let family_row = format!(
            "INSERT INTO family (id, session_id, account_id, relying_party_id, sid, scope, claims, resources, authenticated_at, \
             level, methods, offline, began_at, ends_at) VALUES ('{family}', '{session}', '{account}', 'rp_a', \
             'sid_rp_a', 'openid email', '{{\"userinfo\":{{\"email\":null}}}}', '', 1, 1, 'pwd', {offline}, {now}, {ends})"
        );
        self.scratch.run(&family_row).await;
        self.scratch
            .run(&format!(
                "INSERT INTO code (digest, family_id, redirect_uri, issued_at, expires_at) \
                 VALUES ('{}', '{family}', 'https://rp_a.example/cb', {now}, {})",
                digest.as_str(),
                now + 60
            ))
            .await;
        digest
    }

    /// The first refresh token of a new family.
    async fn refresh(&self, offline: bool) -> Digest {
        let code = self.code(offline).await;
        let refresh = new_refresh(NOW);
        let first = refresh.digest.clone();
        let family = self.store().code_facts(&code, NOW).await.unwrap().unwrap().family;
        let change = Redemption { code: &code, family: &family, access: new_access(NOW), refresh: Some(refresh) };
        assert_eq!(self.store().commit_redemption(&change, NOW).await.unwrap(), Spending::Spent);
        first
    }

    async fn is_alive(&self, refresh: &Digest, now: Timestamp) -> bool {
        self.store().refresh_facts(refresh, now).await.unwrap().unwrap().family.is_alive
    }

    async fn sound(self) {
        self.store().integrate_events(500, NOW).await.unwrap();
        // The person of this stage was never enrolled and never asked, and nobody answered a request; whatever else is
        // broken is ours.
        let mut broken = self.store().verify(NOW).await.unwrap();
        let beforehand = ["I16 a family follows", "I11 what a party was given for a request"];
        broken.retain(|line| {
            !line.ends_with(self.account.as_str()) && !beforehand.iter().any(|name| line.starts_with(name))
        });
        assert_eq!(broken, [""; 0]);
        self.scratch.close().await;
    }
}

fn new_access(now: Timestamp) -> NewAccess {
    NewAccess {
        digest: Digest::sha256(&entropy::bytes::<16>().unwrap()),
        scope: Scopes::parse("openid email").unwrap(),
        audience: Resources::default(),
        expires_at: now.plus(limits::ACCESS_TOKEN),
    }
}

fn new_refresh(now: Timestamp) -> NewRefresh {
    NewRefresh { digest: Digest::sha256(&entropy::bytes::<16>().unwrap()), expires_at: now.plus(Seconds::new(8_000)) }
}

fn party() -> Actor {
    Actor::RelyingParty(ClientId::from_text("rp_a"))
}

#[tokio::test]
async fn a_family_is_read_as_it_was_written() {
    let stage = Stage::new().await;
    let code = stage.code(true).await;
    let facts = stage.store().code_facts(&code, NOW).await.unwrap().unwrap();
    assert_eq!(facts.family.scope.to_string(), "openid email");
    assert!(facts.family.claims.userinfo.contains_key(&Claim::Email));
    assert_eq!((facts.family.sid.as_str(), facts.family.level, facts.family.offline), ("sid_rp_a", 1, true));
    assert_eq!(facts.redirect_uri, "https://rp_a.example/cb");
    assert!(facts.family.is_alive && facts.redeemed_at.is_none() && facts.challenge.is_none());
    assert!(stage.store().code_facts(&Digest::sha256(b"?"), NOW).await.unwrap().is_none());
    stage.sound().await;
}

#[tokio::test]
async fn a_family_dies_with_whatever_it_hangs_from() {
    for (ended, ends_online, ends_offline) in [
        ("UPDATE session SET ended_at = 1800000000, ended_by = 'person'", true, false),
        ("UPDATE session SET ends_at = 1800000000", true, false),
        ("UPDATE account SET state = 'closed'", true, true),
        (
            "INSERT INTO account_lock (id, account_id, ground, since_at, by_kind) \
             SELECT 'l', id, 'authority', 1, 'system' FROM account",
            true,
            true,
        ),
        ("UPDATE relying_party SET suspended_at = 1 WHERE id = 'rp_a'", true, true),
        ("UPDATE relying_party SET suspended_at = 1 WHERE id = 'rp_b'", false, false),
        ("UPDATE family SET ended_at = 1800000000, ended_by = 'revoked'", true, true),
        ("UPDATE family SET ends_at = 1800000000", true, true),
        (
            "INSERT INTO consent (id, account_id, relying_party_id, given_at, claims, declined, scope, terms, changed_at, \
             expires_at, withdrawn_at) SELECT 'c', id, 'rp_a', 1799999000, '', '', 'openid', 't', 1, 1900000000, \
             1800000001 FROM account",
            true,
            true,
        ),
        (
            "INSERT INTO consent (id, account_id, relying_party_id, given_at, claims, declined, scope, terms, changed_at, \
             expires_at, withdrawn_at) SELECT 'c', id, 'rp_a', 1, '', '', 'openid', 't', 1, 1900000000, 1799999999 \
             FROM account",
            false,
            false,
        ),
    ] {
        let stage = Stage::new().await;
        let (online, offline) = (stage.code(false).await, stage.code(true).await);
        stage.scratch.run(ended).await;
        for (code, dies) in [(&online, ends_online), (&offline, ends_offline)] {
            let facts = stage.store().code_facts(code, NOW).await.unwrap().unwrap();
            assert_eq!(facts.family.is_alive, !dies, "{ended}");
            let change =
                Redemption { code, family: &facts.family, access: new_access(NOW), refresh: Some(new_refresh(NOW)) };
            let expected = if dies { Spending::TooLate } else { Spending::Spent };
            assert_eq!(stage.store().commit_redemption(&change, NOW).await.unwrap(), expected, "{ended}");
        }
        stage.scratch.close().await;
    }
}

#[tokio::test]
async fn f22_of_many_who_redeem_one_code_on_two_nodes_one_does() {
    let stage = Stage::new().await;
    let other = stage.scratch.second_node().await;
    for _ in 0..10 {
        let code = stage.code(true).await;
        let family = stage.store().code_facts(&code, NOW).await.unwrap().unwrap().family;
        let racers: Vec<_> = (0..8)
            .map(|racer| {
                let store = if racer % 2 == 0 { stage.store().clone() } else { other.clone() };
                let (code, family) = (code.clone(), family.clone());
                tokio::spawn(async move {
                    let access = new_access(NOW);
                    let refresh = Some(new_refresh(NOW));
                    let change = Redemption { code: &code, family: &family, access, refresh };
                    store.commit_redemption(&change, NOW).await.unwrap()
                })
            })
            .collect();
        let mut spent = 0;
        for racer in racers {
            spent += usize::from(racer.await.unwrap() == Spending::Spent);
        }
        assert_eq!(spent, 1);
        // The losers are replays: what the code bought ends, once.
        assert!(stage.store().end_family(&family, Ending::CodeReplayed, party(), NOW).await.unwrap());
        assert!(!other.end_family(&family, Ending::CodeReplayed, party(), NOW).await.unwrap());
        assert!(!stage.store().code_facts(&code, NOW).await.unwrap().unwrap().family.is_alive);
    }
    other.database().close().await;
    stage.sound().await;
}

#[tokio::test]
async fn tk07_what_a_code_buys_is_written_with_its_spending_or_not_at_all() {
    let stage = Stage::new().await;
    let taken = new_access(NOW);
    for (access, is_written) in [(taken.clone(), true), (taken, false), (new_access(NOW), true)] {
        let code = stage.code(true).await;
        let family = stage.store().code_facts(&code, NOW).await.unwrap().unwrap().family;
        let refresh = new_refresh(NOW);
        let digest = refresh.digest.clone();
        let change = Redemption { code: &code, family: &family, access, refresh: Some(refresh) };
        let written = stage.store().commit_redemption(&change, NOW).await;
        assert_eq!(written.is_ok(), is_written, "a digest that is taken breaks the write in its middle");
        assert_eq!(stage.store().refresh_facts(&digest, NOW).await.unwrap().is_some(), is_written);
        if !is_written {
            // The code buys what it would have bought.
            let change = Redemption { access: new_access(NOW), refresh: Some(new_refresh(NOW)), ..change };
            assert_eq!(stage.store().commit_redemption(&change, NOW).await.unwrap(), Spending::Spent);
        }
    }
    stage.sound().await;
}

#[tokio::test]
async fn v054_of_many_who_rotate_one_refresh_token_one_does_and_an_end_of_the_same_moment_holds() {
    let stage = Stage::new().await;
    let other = stage.scratch.second_node().await;
    for round in 0..10 {
        let shown = stage.refresh(true).await;
        let family = stage.store().refresh_facts(&shown, NOW).await.unwrap().unwrap().family;
        let racers: Vec<_> = (0..8)
            .map(|racer| {
                let store = if racer % 2 == 0 { stage.store().clone() } else { other.clone() };
                let (shown, family) = (shown.clone(), family.clone());
                tokio::spawn(async move {
                    let next = Next::Rotate(new_refresh(NOW));
                    let change = Rotation { shown: &shown, family: &family, access: new_access(NOW), next };
                    store.commit_rotation(&change, NOW).await.unwrap()
                })
            })
            .collect();
        if round % 2 == 1 {
            other.end_family(&family, Ending::Revoked, party(), NOW).await.unwrap();
        }
        let mut spent = 0;
        for racer in racers {
            spent += usize::from(racer.await.unwrap() == Spending::Spent);
        }
        assert!(if round % 2 == 1 { spent <= 1 } else { spent == 1 }, "{spent}");
        assert_eq!(stage.is_alive(&shown, NOW).await, round % 2 == 0);
    }
    other.database().close().await;
    stage.sound().await;
}

#[tokio::test]
async fn a_kept_refresh_token_stays_and_its_idle_end_moves() {
    let stage = Stage::new().await;
    let shown = stage.refresh(true).await;
    for seconds in [10, 20] {
        let now = NOW.plus(Seconds::new(seconds));
        let facts = stage.store().refresh_facts(&shown, now).await.unwrap().unwrap();
        let next = Next::Keep(now.plus(Seconds::new(8_000)));
        let change = Rotation { shown: &shown, family: &facts.family, access: new_access(now), next };
        assert_eq!(stage.store().commit_rotation(&change, now).await.unwrap(), Spending::Spent);
        let facts = stage.store().refresh_facts(&shown, now).await.unwrap().unwrap();
        assert_eq!((facts.expires_at, facts.spent_at), (now.plus(Seconds::new(8_000)), None));
    }
    stage.sound().await;
}

#[tokio::test]
async fn v031_an_assertion_is_accepted_once_on_all_nodes() {
    let stage = Stage::new().await;
    let other = stage.scratch.second_node().await;
    let id = ClientId::from_text("rp_a");
    let racers: Vec<_> = (0..50)
        .map(|racer| {
            let store = if racer % 2 == 0 { stage.store().clone() } else { other.clone() };
            let id = id.clone();
            tokio::spawn(async move { store.spend_assertion(&id, "jti", NOW).await.unwrap() })
        })
        .collect();
    let mut accepted = 0;
    for racer in racers {
        accepted += usize::from(racer.await.unwrap());
    }
    assert_eq!(accepted, 1);
    assert!(stage.store().spend_assertion(&ClientId::from_text("rp_b"), "jti", NOW).await.unwrap());
    assert!(stage.store().spend_assertion(&ClientId::from_text("rp_"), "a:jti", NOW).await.unwrap());
    stage.store().forget_assertions(NOW).await.unwrap();
    assert!(!stage.store().spend_assertion(&id, "jti", NOW).await.unwrap());
    stage.store().forget_assertions(NOW.plus(Seconds::new(1))).await.unwrap();
    assert!(stage.store().spend_assertion(&id, "jti", NOW).await.unwrap());
    other.database().close().await;
    stage.sound().await;
}

#[tokio::test]
async fn an_access_token_dies_alone_when_it_is_given_back() {
    let stage = Stage::new().await;
    let code = stage.code(false).await;
    let family = stage.store().code_facts(&code, NOW).await.unwrap().unwrap().family;
    let access = new_access(NOW);
    let token = access.digest.clone();
    let change = Redemption { code: &code, family: &family, access, refresh: None };
    stage.store().commit_redemption(&change, NOW).await.unwrap();
    assert!(stage.store().access_facts(&token, NOW).await.unwrap().unwrap().is_alive(NOW));
    let last = NOW.plus(limits::ACCESS_TOKEN);
    assert!(!stage.store().access_facts(&token, last).await.unwrap().unwrap().is_alive(last));
    for _ in 0..2 {
        stage.store().end_access(&token, &family, NOW).await.unwrap();
        assert!(!stage.store().access_facts(&token, NOW).await.unwrap().unwrap().is_alive(NOW));
    }
    assert!(stage.store().code_facts(&code, NOW).await.unwrap().unwrap().family.is_alive);
    stage.sound().await;
}

#[tokio::test]
async fn the_end_of_a_session_tells_every_party_once_in_the_same_commit() {
    let stage = Stage::new().await;
    let actor = Actor::Person(stage.account.clone());
    let end = |ends| stage.store().end_sessions(&stage.account, ends, "person", &actor, NOW);
    assert_eq!(stage.store().participants(&stage.session).await.unwrap().len(), 2);
    assert_eq!(stage.store().count_sessions(&stage.account, NOW).await.unwrap(), 1);
    let nobodys = SessionId::new([9; 16]);
    assert!(end(Ends::One(&nobodys)).await.unwrap().is_empty());
    assert_eq!(end(Ends::All).await.unwrap(), std::slice::from_ref(&stage.session));
    assert!(end(Ends::One(&stage.session)).await.unwrap().is_empty());
    assert_eq!(stage.store().count_sessions(&stage.account, NOW).await.unwrap(), 0);
    let told = |notices: Vec<crate::oauth::logout::Notice>| -> Vec<_> {
        notices.iter().map(|notice| (notice.party.client_id.as_str().to_owned(), notice.told)).collect()
    };
    let notices = told(stage.store().notices(&stage.session).await.unwrap());
    assert_eq!(notices, [("rp_a".to_owned(), Told::Soon), ("rp_b".to_owned(), Told::NoAddress)]);
    let held = stage.store().lease_messages(true, 10, NOW).await.unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].recipient, "https://a.example/out");
    assert!(held[0].body.contains("sid_rp_a") && stage.store().lease_messages(true, 10, NOW).await.unwrap().is_empty());
    stage.store().message_delivered(&held[0].id, NOW).await.unwrap();
    let notices = told(stage.store().notices(&stage.session).await.unwrap());
    assert_eq!(notices[0].1, Told::Yes);
    stage.sound().await;
}

#[tokio::test]
async fn what_is_dead_for_a_day_is_forgotten_and_what_lives_is_not() {
    let stage = Stage::new().await;
    let (dead, alive) = (stage.refresh(true).await, stage.refresh(true).await);
    let family = stage.store().refresh_facts(&dead, NOW).await.unwrap().unwrap().family;
    stage.store().end_family(&family, Ending::Revoked, party(), NOW).await.unwrap();
    assert_eq!(stage.store().forget_families(NOW, 10).await.unwrap(), 0);
    assert_eq!(stage.store().forget_families(NOW.plus(Seconds::new(1)), 10).await.unwrap(), 1);
    assert!(stage.store().refresh_facts(&dead, NOW).await.unwrap().is_none());
    assert!(stage.store().refresh_facts(&alive, NOW).await.unwrap().is_some());
    stage.store().forget_access(NOW.plus(Seconds::days(1))).await.unwrap();
    stage.sound().await;
}

/// A store of its own for one test: SQLite in a folder, or a database on the server when `HOUSE_DB` says so.
struct Scratch {
    store: Store,
    url: String,
    server: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

impl Scratch {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (url, server) = url(folder.path()).await;
        let database = Database::open(&url).await.unwrap();
        migrations::run(&database).await.unwrap();
        Self { store: store(database), url, server, _folder: folder }
    }

    /// Another node on the same database.
    async fn second_node(&self) -> Store {
        store(Database::open(&self.url).await.unwrap())
    }

    async fn run(&self, sql: &str) {
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(self.store.pool()).await.unwrap();
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

fn store(database: Database) -> Store {
    Store::new(database, Arc::new(Vault::new(&Secret::new([1; 32])).unwrap()))
}

#[expect(clippy::disallowed_methods, reason = "the environment says which engine is tested")]
async fn url(folder: &std::path::Path) -> (String, Option<(String, String)>) {
    if std::env::var("HOUSE_DB").as_deref() != Ok("postgres") {
        return (format!("sqlite://{}", folder.join("t.sqlite").display()), None);
    }
    let admin = std::env::var("HOUSE_PG_URL").expect("HOUSE_DB=postgres needs HOUSE_PG_URL");
    let random: String = entropy::bytes::<6>().unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("scratch_{random}");
    let database = Database::open(&admin).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(database.pool()).await.unwrap();
    database.close().await;
    let (server, _) = admin.rsplit_once('/').expect("HOUSE_PG_URL ends with the name of a database");
    (format!("{server}/{name}"), Some((admin, name)))
}
