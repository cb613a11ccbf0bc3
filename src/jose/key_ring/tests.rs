use proptest::prelude::*;

use super::super::algorithm::{ContentEncryption, KeyWrap};
use super::super::jwk::PublicKeys;
use super::super::samples::{self, NOW, header, key, opening_key, registered, token};
use super::super::{Rejected, jwe};
use super::*;
use crate::clock::Seconds;
use crate::secret::Secret;

fn at(days: i64) -> Timestamp {
    NOW.plus(Seconds::days(days))
}

/// A copy of a key with other dates.
fn dated(key: &StoredKey, active: i64, retired: Option<i64>, forgotten: Option<i64>) -> StoredKey {
    let mut key = key.clone();
    key.life.active_from = at(active);
    key.life.retired_at = retired.map(at);
    key.life.forget_at = forgotten.map(at);
    key
}

fn made(purpose: Purpose, algorithm: Algorithm) -> StoredKey {
    StoredKey::generate(purpose, KeyAlgorithm::Sign(algorithm), NOW, NOW).unwrap()
}

fn kids(set: &Value) -> Vec<String> {
    set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_current_key_signs_and_all_that_are_not_forgotten_verify() {
    let (old, new) = (made(Purpose::Token, Algorithm::EdDsa), made(Purpose::Token, Algorithm::EdDsa));
    let keys = vec![dated(&old, 0, Some(10), Some(20)), dated(&new, 10, None, None)];
    let ring = KeyRing::new(keys, NOW).unwrap();
    let signed = |now| ring.sign(Purpose::Token, Algorithm::EdDsa, "JWT", &json!({ "a": 1 }), now).unwrap();
    let signer =
        |token: &str, now| ring.verify_own(token, Purpose::Token, "JWT", now).map(|read| read.header.kid.unwrap());

    let (first, second) = (signed(at(9)), signed(at(10)));
    assert_eq!(signer(&first, at(9)).unwrap(), old.life.kid);
    assert_eq!(signer(&second, at(10)).unwrap(), new.life.kid);
    assert_eq!(signer(&second, at(9)).unwrap(), new.life.kid, "another node's clock is ahead");
    assert!(signer(&first, at(19)).is_ok());
    assert_eq!(signer(&first, at(20)).unwrap_err(), Rejected::UnknownKey);
    assert_eq!(kids(&ring.public_set(at(9))), [old.life.kid.clone(), new.life.kid.clone()]);
    assert_eq!(kids(&ring.public_set(at(10))), [new.life.kid.clone(), old.life.kid]);
    assert_eq!(kids(&ring.public_set(at(20))), [new.life.kid]);
}

#[test]
fn without_a_current_key_nothing_is_signed() {
    let ring = KeyRing::new(vec![dated(key(Algorithm::Es256), 1, None, None)], NOW).unwrap();
    assert!(ring.sign(Purpose::Token, Algorithm::Es256, "JWT", &json!({}), NOW).is_err());
    assert!(ring.sign(Purpose::Token, Algorithm::Es256, "JWT", &json!({}), at(1)).is_ok());
    assert!(ring.sign(Purpose::Receipt, Algorithm::Es256, "JWT", &json!({}), at(1)).is_err());
    assert!(ring.sign(Purpose::Token, Algorithm::Rs256, "JWT", &json!({}), at(1)).is_err());
}

#[test]
fn a_key_of_one_purpose_never_stands_in_for_another() {
    let square = made(Purpose::Presentation, Algorithm::EdDsa);
    let ring = KeyRing::new(vec![square.clone(), key(Algorithm::EdDsa).clone()], NOW).unwrap();
    let qr = ring.sign(Purpose::Presentation, Algorithm::EdDsa, "vnqr+jwt", &json!({}), NOW).unwrap();
    assert!(ring.verify_own(&qr, Purpose::Presentation, "vnqr+jwt", NOW).is_ok());
    assert_eq!(ring.verify_own(&qr, Purpose::Token, "vnqr+jwt", NOW).unwrap_err(), Rejected::UnknownKey);
    assert_eq!(ring.verify_own(&qr, Purpose::Presentation, "JWT", NOW).unwrap_err(), Rejected::Type);
    assert!(StoredKey::generate(Purpose::Presentation, KeyAlgorithm::Sign(Algorithm::Es256), NOW, NOW).is_err());
    assert!(StoredKey::generate(Purpose::Decrypt, KeyAlgorithm::Sign(Algorithm::Es256), NOW, NOW).is_err());
    assert!(StoredKey::generate(Purpose::Token, KeyAlgorithm::Unwrap(KeyWrap::EcdhEs), NOW, NOW).is_err());
}

#[test]
fn a_token_that_only_names_our_key_is_not_ours() {
    let (ours, theirs) = (key(Algorithm::Es256), made(Purpose::Token, Algorithm::Es256));
    let ring = KeyRing::new(vec![ours.clone()], NOW).unwrap();
    let forged = token(&theirs, &header(ours, &json!({})), "{}");
    assert_eq!(ring.verify_own(&forged, Purpose::Token, "JWT", NOW).unwrap_err(), Rejected::Signature);
    let renamed = token(key(Algorithm::EdDsa), &header(ours, &json!({ "alg": "EdDSA" })), "{}");
    assert_eq!(ring.verify_own(&renamed, Purpose::Token, "JWT", NOW).unwrap_err(), Rejected::Algorithm);
    let nameless = token(ours, r#"{"alg":"ES256"}"#, "{}");
    assert_eq!(ring.verify_own(&nameless, Purpose::Token, "JWT", NOW).unwrap_err(), Rejected::UnknownKey);
}

#[test]
fn the_key_set_holds_public_members_only_and_is_one_that_we_would_take() {
    let keys: Vec<_> = Algorithm::ALL.map(|algorithm| key(algorithm).clone()).into_iter().collect();
    let keys = [keys, KeyWrap::ALL.map(|wrap| opening_key(wrap).clone()).to_vec()].concat();
    let ring = KeyRing::new(keys, NOW).unwrap();
    let set = ring.public_set(NOW);
    assert_eq!(PublicKeys::parse(&set).unwrap().iter().count(), 7);
    for jwk in set["keys"].as_array().unwrap() {
        let allowed = ["kty", "crv", "x", "y", "n", "e", "kid", "use", "alg"];
        assert!(jwk.as_object().unwrap().keys().all(|name| allowed.contains(&name.as_str())), "{jwk}");
        assert!(["kty", "kid", "use", "alg"].iter().all(|name| jwk[*name].is_string()), "{jwk}");
    }
    assert!(!format!("{ring:?}").contains("kid"));
}

#[test]
fn a_row_that_holds_another_key_than_it_says_stops_the_house() {
    let mut swapped = key(Algorithm::Es256).clone();
    swapped.private_der = made(Purpose::Token, Algorithm::Es256).private_der;
    assert!(KeyRing::new(vec![swapped], NOW).is_err());
    let mut broken = key(Algorithm::Es256).clone();
    broken.private_der = Secret::new(vec![1, 2, 3]);
    assert!(KeyRing::new(vec![broken.clone()], NOW).is_err());
    broken.life.forget_at = Some(NOW);
    assert!(KeyRing::new(vec![broken], NOW).is_ok(), "a forgotten key is not even parsed");
    let mut misfit = key(Algorithm::Es256).clone();
    misfit.life.algorithm = KeyAlgorithm::Sign(Algorithm::EdDsa);
    assert!(KeyRing::new(vec![misfit], NOW).is_err());
}

#[test]
fn what_is_encrypted_to_us_opens_to_the_signed_token_inside() {
    let signed = token(key(Algorithm::Es256), &header(key(Algorithm::Es256), &json!({})), "{}");
    for wrap in KeyWrap::ALL {
        let ring = KeyRing::new(vec![opening_key(wrap).clone()], NOW).unwrap();
        let sealed = jwe::encrypt(&signed, &registered(opening_key(wrap)), wrap, ContentEncryption::A256Gcm).unwrap();
        assert_eq!(ring.decrypt(&sealed, NOW).unwrap(), signed);
        let cbc = jwe::encrypt(&signed, &registered(opening_key(wrap)), wrap, ContentEncryption::A128CbcHs256).unwrap();
        assert_eq!(ring.decrypt(&cbc, NOW).unwrap(), signed);
    }
}

#[test]
fn a_nameless_envelope_is_tried_with_the_current_key_alone() {
    let wrap = KeyWrap::EcdhEs;
    let new = StoredKey::generate(Purpose::Decrypt, KeyAlgorithm::Unwrap(wrap), NOW, NOW).unwrap();
    let old = opening_key(wrap);
    let keys = vec![dated(old, 0, Some(10), Some(20)), dated(&new, 10, None, None)];
    let ring = KeyRing::new(keys, NOW).unwrap();
    let signed = token(key(Algorithm::Es256), &header(key(Algorithm::Es256), &json!({})), "{}");
    let seal =
        |to: &Value| jwe::encrypt(&signed, &PublicKeys::parse(to).unwrap(), wrap, ContentEncryption::A256Gcm).unwrap();
    let named = seal(&old.public_set().unwrap());
    let mut nameless = old.public_set().unwrap();
    nameless["keys"][0].as_object_mut().unwrap().shift_remove("kid");
    let nameless = seal(&nameless);
    assert!(ring.decrypt(&named, at(15)).is_ok() && ring.decrypt(&nameless, at(9)).is_ok());
    assert_eq!(ring.decrypt(&nameless, at(15)).unwrap_err(), Rejected::Decryption);
    assert_eq!(ring.decrypt(&named, at(20)).unwrap_err(), Rejected::UnknownKey);
    assert_eq!(kids(&ring.public_set(at(15))), [new.life.kid], "nobody is invited to encrypt to a retired key");
}

proptest! {
    #[test]
    fn what_signs_is_in_the_key_set_and_verifies(days in 0..40_i64, handover in 1..30_i64) {
        let (old, new) = (samples::key(Algorithm::EdDsa), samples::key(Algorithm::Es256));
        // Two slots with one key each and a retired one of the other's algorithm.
        let keys = vec![dated(old, 0, None, None), dated(new, 0, Some(handover), Some(handover + 5))];
        let ring = KeyRing::new(keys, NOW).unwrap();
        let now = at(days);
        let set = PublicKeys::parse(&ring.public_set(now)).unwrap();
        for algorithm in [Algorithm::EdDsa, Algorithm::Es256] {
            match ring.sign(Purpose::Token, algorithm, "JWT", &json!({}), now) {
                Ok(token) => {
                    prop_assert!(ring.verify_own(&token, Purpose::Token, "JWT", now).is_ok());
                    prop_assert!(super::super::jws::verify(&token, &set, &[algorithm], &["JWT"]).is_ok());
                }
                Err(_) => prop_assert!(algorithm == Algorithm::Es256 && days >= handover),
            }
        }
    }
}
