use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::x509::X509Builder;
use serde_json::json;

use super::super::samples::{key, opening_key};
use super::*;
use crate::jose::stored_key::StoredKey;
use crate::secret;

fn jwk(key: &StoredKey) -> Value {
    key.public_set().unwrap()["keys"][0].clone()
}

fn with(mut jwk: Value, name: &str, value: Value) -> Value {
    jwk[name] = value;
    jwk
}

fn without(mut jwk: Value, names: &[&str]) -> Value {
    for name in names {
        jwk.as_object_mut().unwrap().shift_remove(*name);
    }
    jwk
}

fn set(keys: &[Value]) -> Result<PublicKeys, Rejected> {
    PublicKeys::parse(&json!({ "keys": keys }))
}

#[test]
fn thumbprints_are_those_of_the_standards() {
    // RFC 7638 §3.1.
    let rsa = json!({
        "kty": "RSA", "alg": "RS256", "kid": "2011-04-29", "e": "AQAB",
        "n": concat!(
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs",
            "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn",
            "1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        )
    });
    assert_eq!(PublicKey::parse(&rsa).unwrap().thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    // RFC 8037 appendix A.3.
    let ed25519 = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    assert_eq!(PublicKey::parse(&ed25519).unwrap().thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn j_11_weak_and_foreign_keys_are_refused() {
    let (rsa, ec, ed) = (jwk(key(Algorithm::Rs256)), jwk(key(Algorithm::Es256)), jwk(key(Algorithm::EdDsa)));
    let b64 = |bytes: &[u8]| json!(secret::encode(bytes));
    let identity: Vec<u8> = std::iter::once(1).chain([0; 31]).collect();
    let wrong = [
        with(rsa.clone(), "e", b64(&[1])),
        with(rsa.clone(), "e", b64(&[3])),
        with(rsa.clone(), "e", b64(&[1, 0, 0])),
        with(rsa.clone(), "n", b64(&[0xff; 128])),
        with(rsa.clone(), "n", b64(&[0xff; 1024])),
        with(rsa.clone(), "d", b64(&[7; 256])),
        with(rsa.clone(), "crv", json!("P-256")),
        with(rsa.clone(), "n", json!("AAA=")),
        without(rsa, &["n"]),
        with(ec.clone(), "y", b64(&[7; 32])),
        with(ec.clone(), "x", b64(&[0; 31])),
        with(ec.clone(), "d", b64(&[7; 32])),
        with(ec.clone(), "kty", json!("OKP")),
        without(ec, &["crv"]),
        with(ed.clone(), "x", b64(&[0; 32])),
        with(ed.clone(), "x", b64(&identity)),
        with(ed.clone(), "x", b64(&[0xff; 32])),
        with(ed.clone(), "d", b64(&[7; 32])),
        with(ed, "crv", json!("P-256")),
        json!({ "kty": "oct", "k": "AAAA" }),
        json!({ "kty": "oct" }),
        json!({ "kty": "AKP", "alg": "ML-DSA-44", "d": "AAAA" }),
        json!({ "kty": 7 }),
        json!("key"),
        json!({}),
    ];
    for wrong in wrong {
        assert!(matches!(set(std::slice::from_ref(&wrong)), Err(Rejected::Key(_))), "{wrong}");
    }
}

#[test]
fn ca06_a_key_that_we_do_not_speak_is_passed_over_and_a_bad_one_beside_it_is_not() {
    let (rsa, ec, ed) = (jwk(key(Algorithm::Rs256)), jwk(key(Algorithm::Es256)), jwk(key(Algorithm::EdDsa)));
    let others = [
        json!({ "kty": "EC", "crv": "P-384", "x": "AAAA", "y": "AAAA", "kid": "other" }),
        json!({ "kty": "EC", "crv": "secp256k1", "x": "AAAA", "y": "AAAA" }),
        json!({ "kty": "OKP", "crv": "Ed448", "x": "AAAA" }),
        json!({ "kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA" }),
        with(rsa.clone(), "alg", json!("RS512")),
        with(rsa.clone(), "alg", json!("RSA-OAEP")),
        with(rsa, "alg", json!("none")),
        with(ed, "use", json!("tls")),
    ];
    for other in &others {
        assert_eq!(set(&[other.clone(), ec.clone()]).unwrap().iter().count(), 1, "{other}");
        assert!(PublicKey::parse(other).is_err(), "{other}");
        assert!(set(&[other.clone(), with(ec.clone(), "d", json!("AAAA"))]).is_err(), "{other}");
    }
    // Nothing of ours is in it: nothing is verified with it.
    let none = set(&others).unwrap();
    assert!(!none.has(None, &Algorithm::ALL.map(KeyAlgorithm::Sign)));
    assert_eq!(none.signers(None, Algorithm::Rs256).unwrap_err(), Rejected::UnknownKey);
}

#[test]
fn ca03_a_set_says_whether_it_has_the_key_that_is_wanted() {
    let ec = with(without(jwk(key(Algorithm::Es256)), &["alg"]), "kid", json!("one"));
    let keys = set(&[ec]).unwrap();
    let sign = [KeyAlgorithm::Sign(Algorithm::Es256)];
    assert!(keys.has(None, &sign) && keys.has(Some("one"), &sign));
    assert!(!keys.has(Some("two"), &sign) && !keys.has(Some("one"), &[KeyAlgorithm::Sign(Algorithm::Rs256)]));
    // It says that it is for signatures.
    assert!(!keys.has(Some("one"), &[KeyAlgorithm::Unwrap(KeyWrap::EcdhEs)]) && !keys.has(None, &[]));
}

#[test]
fn a_set_has_at_most_twenty_keys_and_no_name_twice() {
    let nameless = without(jwk(key(Algorithm::Es256)), &["kid"]);
    assert!(set(&vec![nameless.clone(); 20]).is_ok());
    assert!(set(&vec![nameless; 21]).is_err());
    let (one, other) = (jwk(key(Algorithm::Es256)), jwk(key(Algorithm::EdDsa)));
    assert!(set(&[one.clone(), other.clone()]).is_ok());
    assert!(set(&[one.clone(), with(other, "kid", one["kid"].clone())]).is_err());
    for wrong in [json!([]), json!({}), json!({ "keys": {} }), json!(null), json!({ "keys": [[]] })] {
        assert!(PublicKeys::parse(&wrong).is_err(), "{wrong}");
    }
    assert!(PublicKeys::read(br#"{"keys":[],"keys":[]}"#).is_err());
}

#[test]
fn a_name_is_short_and_plain() {
    let key = jwk(key(Algorithm::Es256));
    for kid in ["1", "2011-04-29", "https://rp.example/key", "a+b/c==", &"k".repeat(128)] {
        assert!(set(&[with(key.clone(), "kid", json!(kid))]).is_ok(), "{kid}");
    }
    for kid in ["", "' or 1", "a\0", "a\n", "khóa", "\"", "a\\b", &"k".repeat(129)] {
        assert!(set(&[with(key.clone(), "kid", json!(kid))]).is_err(), "{kid}");
    }
    assert!(set(&[with(key, "kid", json!(7))]).is_err());
}

#[test]
fn use_operations_and_algorithm_must_agree() {
    let bare = without(jwk(key(Algorithm::Es256)), &["use", "alg"]);
    let told = |members: Value| {
        let mut jwk = bare.clone();
        for (name, value) in members.as_object().unwrap() {
            jwk[name] = value.clone();
        }
        set(&[jwk])
    };
    for members in [
        json!({ "use": "sig", "alg": "ES256", "key_ops": ["verify"] }),
        json!({ "use": "enc", "alg": "ECDH-ES", "key_ops": ["deriveKey", "deriveBits"] }),
        json!({ "key_ops": ["verify"] }),
        json!({}),
    ] {
        assert!(told(members.clone()).is_ok(), "{members}");
    }
    for members in [
        json!({ "use": "enc", "alg": "ES256" }),
        json!({ "use": "sig", "alg": "ECDH-ES" }),
        json!({ "use": "sig", "key_ops": ["deriveKey"] }),
        json!({ "key_ops": ["verify", "deriveKey"] }),
        json!({ "key_ops": [] }),
        json!({ "key_ops": "verify" }),
        json!({ "key_ops": [1] }),
        json!({ "use": 1 }),
        json!({ "alg": "RS256" }),
        json!({ "alg": "EdDSA" }),
        json!({ "alg": null }),
    ] {
        assert!(told(members.clone()).is_err(), "{members}");
    }
    assert!(told(json!({ "use": "enc" })).unwrap().signers(None, Algorithm::Es256).is_err());
    assert!(told(json!({ "use": "sig" })).unwrap().recipient(KeyWrap::EcdhEs).is_err());
}

#[test]
fn the_recipient_is_the_key_that_says_so_before_one_that_could_be() {
    let could = with(without(jwk(key(Algorithm::Es256)), &["use", "alg"]), "kid", json!("could"));
    let says = with(jwk(opening_key(KeyWrap::EcdhEs)), "kid", json!("says"));
    let keys = set(&[could.clone(), says]).unwrap();
    assert_eq!(keys.recipient(KeyWrap::EcdhEs).unwrap().kid(), Some("says"));
    assert_eq!(keys.recipient(KeyWrap::EcdhEsA256Kw).unwrap().kid(), Some("could"));
    assert_eq!(keys.recipient(KeyWrap::RsaOaep256).unwrap_err(), Rejected::UnknownKey);
}

#[test]
fn a_certificate_beside_a_key_must_be_of_that_key() {
    let certificate = |key: &StoredKey| {
        let private = PKey::private_key_from_der(key.private_der.expose()).unwrap();
        let mut builder = X509Builder::new().unwrap();
        builder.set_pubkey(&private).unwrap();
        builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
        builder.sign(&private, MessageDigest::sha256()).unwrap();
        builder.build().to_der().unwrap()
    };
    for algorithm in [Algorithm::Rs256, Algorithm::Es256] {
        let der = certificate(key(algorithm));
        let text = STANDARD.encode(&der);
        let keys = set(&[with(jwk(key(algorithm)), "x5c", json!([text]))]).unwrap();
        assert_eq!(keys.iter().next().unwrap().certificate(), Some(&Digest::sha256(&der)));
        let other = jwk(key(Algorithm::EdDsa));
        for wrong in [json!([]), json!([text, 1, 1, 1, 1, 1]), json!(text), json!(["AAAA"]), json!([7]), json!(null)] {
            assert!(set(&[with(jwk(key(algorithm)), "x5c", wrong.clone())]).is_err(), "{wrong}");
        }
        assert!(set(&[with(other, "x5c", json!([text]))]).is_err());
    }
}
