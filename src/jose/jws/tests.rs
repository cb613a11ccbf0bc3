use serde_json::json;

use super::super::samples::{header, key, registered, token};
use super::*;
use crate::jose::algorithm::KeyAlgorithm;

const CLAIMS: &str = r#"{"iss":"a"}"#;

#[test]
fn a_token_of_every_algorithm_is_verified_with_the_public_half() {
    for algorithm in Algorithm::ALL {
        let signing = SigningKey::new(key(algorithm)).unwrap();
        let token = sign(&signing, "at+jwt", &json!({ "iss": "a", "n": 1 })).unwrap();
        let verified = verify(&token, &registered(key(algorithm)), &[algorithm], &["at+jwt"]).unwrap();
        assert_eq!(verified.claims.members().len(), 2);
        assert_eq!(verified.header.algorithm, algorithm);
        assert_eq!(verified.header.kid.as_deref(), Some(signing.kid()));
        assert_eq!(verified.header.thumbprint, signing.kid());
        assert_eq!(verified.header.typ.as_deref(), Some("at+jwt"));
    }
}

#[test]
fn a_changed_byte_anywhere_is_refused() {
    for algorithm in Algorithm::ALL {
        let token = token(key(algorithm), &header(key(algorithm), &json!({})), CLAIMS);
        for at in (0..token.len()).step_by(7) {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(verify(&changed, &registered(key(algorithm)), &Algorithm::ALL, &["JWT"]).is_err(), "{at}");
        }
    }
}

#[test]
fn a_type_is_compared_without_case_and_prefix_and_its_absence_means_jwt() {
    let key = key(Algorithm::Es256);
    let keys = registered(key);
    let wanted = ["oauth-authz-req+jwt", "JWT"];
    let read = |typ: Value| {
        verify(&token(key, &header(key, &json!({ "typ": typ })), CLAIMS), &keys, &[Algorithm::Es256], &wanted)
    };
    for typ in ["OautH-auThZ-REQ+jWt", "application/oauth-authz-req+jwt", "jwt", "JWT", "Application/JWT"] {
        assert!(read(json!(typ)).is_ok(), "{typ}");
    }
    for typ in ["at+jwt", "", "application/", "JWT ", "logout+jwt"] {
        assert_eq!(read(json!(typ)).unwrap_err(), Rejected::Type, "{typ}");
    }
    assert!(matches!(read(json!(1)), Err(Rejected::Header { name: "typ", .. })));
    let bare = token(key, &json!({ "alg": "ES256" }).to_string(), CLAIMS);
    assert!(verify(&bare, &keys, &[Algorithm::Es256], &wanted).is_ok());
    assert_eq!(verify(&bare, &keys, &[Algorithm::Es256], &["dpop+jwt"]).unwrap_err(), Rejected::Type);
}

#[test]
fn a_key_is_found_by_its_name_and_never_guessed_among_many() {
    let (one, other) = (key(Algorithm::Es256), key(Algorithm::EdDsa));
    let both = json!({ "keys": [one.public_set().unwrap()["keys"][0], other.public_set().unwrap()["keys"][0]] });
    let both = PublicKeys::parse(&both).unwrap();
    let nameless = token(one, r#"{"alg":"ES256"}"#, CLAIMS);
    assert!(verify(&nameless, &both, &Algorithm::ALL, &["JWT"]).is_ok());
    let misnamed = token(one, &header(one, &json!({ "kid": other.life.kid })), CLAIMS);
    assert_eq!(verify(&misnamed, &both, &Algorithm::ALL, &["JWT"]).unwrap_err(), Rejected::UnknownKey);

    let many: Vec<_> = (0..4)
        .map(|_| {
            let algorithm = KeyAlgorithm::Sign(Algorithm::Es256);
            let key = StoredKey::generate(crate::jose::key_life::Purpose::Token, algorithm, NOW, NOW).unwrap();
            key.public_set().unwrap()["keys"][0].clone()
        })
        .collect();
    let four = PublicKeys::parse(&json!({ "keys": many })).unwrap();
    assert_eq!(verify(&nameless, &four, &Algorithm::ALL, &["JWT"]).unwrap_err(), Rejected::AmbiguousKey);
    let three = PublicKeys::parse(&json!({ "keys": many[..3] })).unwrap();
    assert_eq!(verify(&nameless, &three, &Algorithm::ALL, &["JWT"]).unwrap_err(), Rejected::Signature);
    let third = json!({ "keys": [many[0], many[1], one.public_set().unwrap()["keys"][0]] });
    assert!(verify(&nameless, &PublicKeys::parse(&third).unwrap(), &Algorithm::ALL, &["JWT"]).is_ok());
}

#[test]
fn a_proof_is_verified_by_the_key_that_it_carries() {
    let key = key(Algorithm::Es256);
    let jwk = json!(registered_jwk(key));
    let proof = token(key, &header(key, &json!({ "typ": "dpop+jwt", "jwk": jwk })), r#"{"htm":"POST"}"#);
    let verified = verify_embedded(&proof, &[Algorithm::Es256], &["dpop+jwt"]).unwrap();
    assert_eq!(verified.header.thumbprint, key.life.kid);
    assert_eq!(verified.claims.text("htm").unwrap(), Some("POST"));

    let with = |jwk: Value| token(key, &header(key, &json!({ "typ": "dpop+jwt", "jwk": jwk })), "{}");
    let mut private = jwk.clone();
    private["d"] = json!("AAAA");
    let mut encrypting = jwk.clone();
    encrypting.as_object_mut().unwrap().shift_remove("alg");
    encrypting["use"] = json!("enc");
    let other = json!(registered_jwk(super::super::samples::key(Algorithm::EdDsa)));
    for wrong in [private, encrypting, other, json!("key"), json!(null), json!({ "kty": "oct", "k": "AAAA" })] {
        assert!(verify_embedded(&with(wrong.clone()), &Algorithm::ALL, &["dpop+jwt"]).is_err(), "{wrong}");
    }
    let keyless = token(key, &header(key, &json!({ "typ": "dpop+jwt" })), "{}");
    assert!(matches!(verify_embedded(&keyless, &Algorithm::ALL, &["dpop+jwt"]), Err(Rejected::Header { .. })));
    assert_eq!(verify_embedded(&proof, &[Algorithm::Ps256], &["dpop+jwt"]).unwrap_err(), Rejected::Algorithm);
}

#[test]
fn unverified_claims_are_read_by_the_same_strict_reader() {
    let key = key(Algorithm::EdDsa);
    let good = token(key, &header(key, &json!({})), r#"{"sub":"rp_1"}"#);
    assert_eq!(unverified_claims(&good).unwrap().text("sub").unwrap(), Some("rp_1"));
    let double = token(key, &header(key, &json!({})), r#"{"sub":"rp_1","sub":"rp_2"}"#);
    assert!(unverified_claims(&double).is_err());
}

#[test]
fn a_decryption_key_does_not_sign() {
    let key = super::super::samples::opening_key(crate::jose::algorithm::KeyWrap::EcdhEs);
    assert!(SigningKey::new(key).is_err());
}

fn registered_jwk(key: &StoredKey) -> Value {
    key.public_set().unwrap()["keys"][0].clone()
}

const NOW: crate::clock::Timestamp = super::super::samples::NOW;
