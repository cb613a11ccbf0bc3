use std::collections::BTreeMap;

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::clock::Seconds;
use crate::config::Config;
use crate::jose::algorithm::Algorithm;
use crate::secret::Secret;

const ES256: KeyAlgorithm = KeyAlgorithm::Sign(Algorithm::Es256);
const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

/// A house without any key, in a folder that goes with the test.
async fn house(folder: &TempDir, master: u8) -> Provider {
    let file = format!("[database]\nurl = \"sqlite://{}\"", folder.path().join("house.sqlite").display());
    let config = Config::load(&file, &BTreeMap::new()).unwrap();
    Provider::assemble(config, &Secret::new([master; 32])).await.unwrap()
}

fn days(days: i64) -> Timestamp {
    NOW.plus(Seconds::days(days))
}

/// One key of one purpose; all eight would spend the test's time on RSA.
async fn first_key(store: &Store) -> KeyLife {
    let Rotation::Made(life) = rotate(store, Purpose::Token, ES256, NOW).await.unwrap() else { panic!("not made") };
    assert_eq!(life.active_from, NOW);
    life
}

async fn stage(store: &Store, kid: &str, now: Timestamp) -> Option<Stage> {
    lives(store).await.unwrap().iter().find(|life| life.kid == kid).map(|life| life.stage(now))
}

async fn assert_sound(store: &Store, now: Timestamp) {
    store.integrate_events(100, now).await.unwrap();
    assert_eq!(store.verify(now).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_house_begins_with_every_key_and_does_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let provider = house(&folder, 1).await;
    let (one, other) = tokio::join!(look_after(&provider.store, NOW), look_after(&provider.store, NOW));
    one.and(other).unwrap();
    begin(&provider, NOW).await.unwrap();
    assert_eq!(lives(&provider.store).await.unwrap().len(), 9);
    let ring = provider.keys.ring();
    for algorithm in Algorithm::ALL {
        let token = ring.sign(Purpose::Token, algorithm, "JWT", &json!({}), NOW).unwrap();
        assert!(ring.verify_own(&token, Purpose::Token, "JWT", NOW).is_ok());
    }
    // A year later every key has a successor, published before it signs.
    look_after(&provider.store, days(365)).await.unwrap();
    let lives = lives(&provider.store).await.unwrap();
    assert_eq!(lives.iter().filter(|life| life.stage(days(365)) == Stage::Current).count(), 9);
    assert_eq!(lives.iter().filter(|life| life.stage(days(365)) == Stage::Next).count(), 9);
    assert_sound(&provider.store, days(365)).await;
}

#[tokio::test]
async fn a_rotated_key_hands_over_on_the_day_and_is_deleted_when_it_is_worth_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let provider = house(&folder, 1).await;
    let old = first_key(&provider.store).await;
    let Rotation::Made(new) = rotate(&provider.store, Purpose::Token, ES256, days(3)).await.unwrap() else { panic!() };
    assert_eq!(rotate(&provider.store, Purpose::Token, ES256, days(3)).await.unwrap(), Rotation::UnderWay(new.clone()));

    refresh(&provider, days(3)).await.unwrap();
    let ring = provider.keys.ring();
    let signed = |now| ring.sign(Purpose::Token, Algorithm::Es256, "JWT", &json!({}), now).unwrap();
    let signer = |now| ring.verify_own(&signed(now), Purpose::Token, "JWT", now).unwrap().header.kid.unwrap();
    assert_eq!((signer(days(3)), signer(days(4))), (old.kid.clone(), new.kid));

    let worthless = old.forget_after(days(4));
    assert_eq!(provider.store.forget_keys(worthless.minus(Seconds::new(1))).await.unwrap(), 0);
    assert_eq!(provider.store.forget_keys(worthless).await.unwrap(), 1);
    assert_eq!(stage(&provider.store, &old.kid, worthless).await, None);
}

#[tokio::test]
async fn a_removed_key_is_refused_by_a_node_that_had_it_in_its_ring() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (house(&folder, 1).await, house(&folder, 1).await);
    let stolen = first_key(&one.store).await;
    refresh(&other, NOW).await.unwrap();
    let ring = other.keys.ring();
    let token = ring.sign(Purpose::Token, Algorithm::Es256, "JWT", &json!({}), NOW).unwrap();

    assert!(remove(&one.store, &stolen.kid, days(1)).await.unwrap());
    assert!(!remove(&one.store, &stolen.kid, days(1)).await.unwrap());
    assert!(!remove(&one.store, "no such key", days(1)).await.unwrap());
    refresh(&other, days(1)).await.unwrap();
    let ring = other.keys.ring();
    assert!(ring.verify_own(&token, Purpose::Token, "JWT", days(1)).is_err());
    assert!(ring.sign(Purpose::Token, Algorithm::Es256, "JWT", &json!({}), days(1)).is_ok());
    assert!(!ring.public_set(days(1)).to_string().contains(&stolen.kid));
    assert_sound(&one.store, days(1)).await;
}

#[tokio::test]
async fn a_retired_key_is_removed_without_disturbing_the_one_that_signs() {
    let folder = tempfile::tempdir().unwrap();
    let provider = house(&folder, 1).await;
    let old = first_key(&provider.store).await;
    let Rotation::Made(new) = rotate(&provider.store, Purpose::Token, ES256, NOW).await.unwrap() else { panic!() };
    let Rotation::Made(next) = rotate(&provider.store, Purpose::Token, ES256, days(2)).await.unwrap() else { panic!() };
    assert!(remove(&provider.store, &old.kid, days(2)).await.unwrap());
    let at = days(2);
    assert_eq!(stage(&provider.store, &old.kid, at).await, Some(Stage::Forgotten));
    assert_eq!(stage(&provider.store, &new.kid, at).await, Some(Stage::Current));
    assert_eq!(stage(&provider.store, &next.kid, at).await, Some(Stage::Next));
    assert_eq!(lives(&provider.store).await.unwrap().len(), 3, "the spare was not needed");
}

#[tokio::test]
async fn a_private_half_opens_only_with_the_master_secret_and_for_what_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let provider = house(&folder, 1).await;
    let key = first_key(&provider.store).await;
    assert!(ring(&provider.store, NOW).await.is_ok());

    let folder_url = format!("sqlite://{}", folder.path().join("house.sqlite").display());
    let config = Config::load(&format!("[database]\nurl = \"{folder_url}\""), &BTreeMap::new()).unwrap();
    let other = Provider::assemble(config, &Secret::new([2; 32])).await.unwrap_err();
    assert!(matches!(other, Fault::Corrupt { table: "signing_key", .. }), "{other}");
    assert!(!format!("{provider:?}").contains(&key.kid));
}
