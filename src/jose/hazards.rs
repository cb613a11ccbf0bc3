//! What published libraries and josekit itself were seen to accept (security.md section 5 and group 2C), each sent here.

use josekit::jwe::{ECDH_ES, JweContext, JweHeader, PBES2_HS256_A128KW, RSA_OAEP_256};
use josekit::jwk::Jwk;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::{RsaPssSaltlen, Signer as OpensslSigner};
use serde_json::{Value, json};

use super::algorithm::{Algorithm, ContentEncryption, KeyAlgorithm, KeyWrap};
use super::claims::{Audience, Expected};
use super::jwk::PublicKeys;
use super::jws::{verify, verify_embedded};
use super::key_life::Purpose;
use super::key_ring::KeyRing;
use super::samples::{NOW, header, key, opening_key, registered, token};
use super::stored_key::StoredKey;
use super::{Rejected, jwe};
use crate::limits;
use crate::secret::{decode, encode};

const CLAIMS: &str = r#"{"iss":"rp_1","sub":"rp_1"}"#;

/// Every way in for a signed token refuses this one.
fn refused(token: &str, key: &StoredKey) -> Rejected {
    let error = verify(token, &registered(key), &Algorithm::ALL, &["JWT"]).unwrap_err();
    let mut own = key.clone();
    own.life.purpose = Purpose::Token;
    let ring = KeyRing::new(vec![own], NOW).unwrap();
    assert!(ring.verify_own(token, Purpose::Token, "JWT", NOW).is_err(), "{token}");
    error
}

fn with_header(key: &StoredKey, more: &Value) -> String {
    token(key, &header(key, more), CLAIMS)
}

/// A ring that opens, and an envelope to it with any header members and content, made by josekit itself.
fn ring() -> KeyRing {
    KeyRing::new(KeyWrap::ALL.map(|wrap| opening_key(wrap).clone()).to_vec(), NOW).unwrap()
}

fn signed() -> String {
    with_header(key(Algorithm::Es256), &json!({}))
}

fn envelope(wrap: KeyWrap, more: &Value, content: &[u8]) -> String {
    let mut header = json!({ "alg": wrap.as_str(), "enc": "A256GCM", "kid": opening_key(wrap).life.kid });
    for (name, value) in more.as_object().unwrap() {
        header[name] = value.clone();
    }
    let header = JweHeader::from_map(header.as_object().unwrap().clone()).unwrap();
    let public = opening_key(wrap).public_set().unwrap()["keys"][0].as_object().unwrap().clone();
    let public = Jwk::from_map(public).unwrap();
    let context = JweContext::new();
    match wrap {
        KeyWrap::RsaOaep256 => {
            context.serialize_compact(content, &header, &*RSA_OAEP_256.encrypter_from_jwk(&public).unwrap())
        }
        _ => context.serialize_compact(content, &header, &*ECDH_ES.encrypter_from_jwk(&public).unwrap()),
    }
    .unwrap()
}

/// An envelope with one of its five parts replaced.
fn replaced(envelope: &str, part: usize, by: &str) -> String {
    let mut parts: Vec<_> = envelope.split('.').collect();
    parts[part] = by;
    parts.join(".")
}

/// An envelope with its header rewritten; the parts stay.
fn reheaded(envelope: &str, more: &Value) -> String {
    let header = decode(envelope.split('.').next().unwrap()).unwrap();
    let mut header: Value = serde_json::from_slice(&header).unwrap();
    for (name, value) in more.as_object().unwrap() {
        header[name] = value.clone();
    }
    replaced(envelope, 0, &encode(header.to_string().as_bytes()))
}

fn private(key: &StoredKey) -> PKey<Private> {
    PKey::private_key_from_der(key.private_der.expose()).unwrap()
}

#[test]
fn j_1_v047_a_gcm_tag_cut_short_is_refused_before_the_library_sees_it() {
    let inner = signed();
    let whole = envelope(KeyWrap::EcdhEs, &json!({}), inner.as_bytes());
    assert_eq!(ring().decrypt(&whole, NOW).unwrap(), inner);
    let tag = decode(whole.rsplit('.').next().unwrap()).unwrap();
    for length in (0..16).chain([17, 32]) {
        let tag: Vec<u8> = tag.iter().copied().cycle().take(length).collect();
        let cut = replaced(&whole, 4, &encode(&tag));
        assert_eq!(ring().decrypt(&cut, NOW).unwrap_err(), Rejected::NotCompact("length of IV or tag"), "{length}");
    }
}

#[test]
fn j_2_v047_an_iv_of_another_length_is_refused_and_does_not_panic() {
    for wrap in [KeyWrap::EcdhEs, KeyWrap::RsaOaep256] {
        let whole = envelope(wrap, &json!({}), signed().as_bytes());
        for length in [0, 1, 11, 13, 16] {
            assert!(ring().decrypt(&replaced(&whole, 2, &encode(&vec![0; length])), NOW).is_err(), "{length}");
        }
    }
}

#[test]
fn a_wrapped_key_of_another_length_is_refused_and_does_not_panic() {
    // josekit subtracts 8 from the length before it looks at it.
    let to = registered(opening_key(KeyWrap::EcdhEsA256Kw));
    let whole = jwe::encrypt(&signed(), &to, KeyWrap::EcdhEsA256Kw, ContentEncryption::A256Gcm).unwrap();
    assert!(ring().decrypt(&whole, NOW).is_ok());
    for wrap in [KeyWrap::EcdhEs, KeyWrap::RsaOaep256] {
        let other = envelope(wrap, &json!({}), signed().as_bytes());
        for length in [1, 7, 8, 9, 16, 24, 32, 39, 40, 41, 255, 256, 257, 4096] {
            let wrapped = encode(&vec![7; length]);
            assert!(ring().decrypt(&replaced(&whole, 1, &wrapped), NOW).is_err(), "{length}");
            assert!(ring().decrypt(&replaced(&other, 1, &wrapped), NOW).is_err(), "{length}");
        }
        assert!(ring().decrypt(&replaced(&whole, 1, ""), NOW).is_err());
    }
}

#[test]
fn j_3_numbers_beyond_all_reason_are_refused_and_do_not_panic() {
    let key = key(Algorithm::Es256);
    let expected = Expected {
        issuer: "rp_1",
        subject: Some("rp_1"),
        audience: Audience::Only(&["https://op.example"]),
        longest: limits::ASSERTION_LONGEST,
        oldest_start: None,
        once: false,
    };
    for number in ["1e300", "18446744073709551615", "1000000000000000", "-1", "1e-5", "9007199254740993", "1.8e9"] {
        for name in ["exp", "nbf", "iat"] {
            let exp = if name == "exp" { String::new() } else { format!(r#""exp":{},"#, NOW.unix() + 60) };
            let claims = format!(r#"{{"iss":"rp_1","sub":"rp_1","aud":"https://op.example",{exp}"{name}":{number}}}"#);
            let read =
                verify(&token(key, &header(key, &json!({})), &claims), &registered(key), &Algorithm::ALL, &["JWT"]);
            assert!(read.unwrap().claims.accept(&expected, NOW).is_err(), "{name} {number}");
        }
    }
}

#[test]
fn j_7_v048_an_envelope_that_asks_to_be_inflated_is_refused() {
    let bomb = envelope(KeyWrap::EcdhEs, &json!({ "zip": "DEF" }), &vec![b'a'; 8 << 20]);
    assert!(bomb.len() < limits::JWT, "small enough to be looked at: {}", bomb.len());
    assert_eq!(ring().decrypt(&bomb, NOW).unwrap_err(), Rejected::Header { name: "zip", why: "not accepted" });
    let honest = envelope(KeyWrap::EcdhEs, &json!({}), signed().as_bytes());
    for zip in [json!("DEF"), json!("GZ"), json!(null), json!("")] {
        assert!(ring().decrypt(&reheaded(&honest, &json!({ "zip": zip })), NOW).is_err(), "{zip}");
    }
}

#[test]
fn j_8_v035_what_is_critical_to_the_sender_is_refused_whatever_it_is() {
    let key = key(Algorithm::Es256);
    let critical = [
        json!({ "crit": ["bork"], "bork": 1 }),
        json!({ "crit": [] }),
        json!({ "crit": "b64" }),
        json!({ "crit": ["absent"] }),
        json!({ "crit": ["b64"], "b64": false }),
        json!({ "b64": false }),
        json!({ "b64": true }),
        json!({ "crit": null }),
    ];
    for more in critical {
        assert!(matches!(refused(&with_header(key, &more), key), Rejected::Header { .. }), "{more}");
        let envelope = envelope(KeyWrap::EcdhEs, &json!({}), signed().as_bytes());
        assert!(matches!(ring().decrypt(&reheaded(&envelope, &more), NOW), Err(Rejected::Header { .. })), "{more}");
    }
}

#[test]
fn j_8_cr05_the_json_serializations_are_not_read() {
    let key = key(Algorithm::Es256);
    let token = signed();
    let parts: Vec<_> = token.split('.').collect();
    let flat = json!({ "protected": parts[0], "payload": parts[1], "signature": parts[2] });
    let general = json!({ "payload": parts[1], "signatures": [{ "protected": parts[0], "signature": parts[2] }] });
    for text in [flat.to_string(), general.to_string()] {
        assert!(matches!(refused(&text, key), Rejected::NotCompact(_)), "{text}");
        assert!(ring().decrypt(&text, NOW).is_err());
    }
}

#[test]
fn j_9_j_10_v049_v052_other_ways_to_wrap_a_key_are_not_offered() {
    let honest = envelope(KeyWrap::RsaOaep256, &json!({}), signed().as_bytes());
    let others = [
        "RSA1_5",
        "RSA-OAEP",
        "RSA-OAEP-384",
        "RSA-OAEP-512",
        "PBES2-HS256+A128KW",
        "PBES2-HS512+A256KW",
        "dir",
        "A128KW",
        "A256KW",
        "A256GCMKW",
        "ECDH-ES+A128KW",
        "ECDH-ES+A192KW",
        "none",
        "",
    ];
    for alg in others {
        let asked = reheaded(&honest, &json!({ "alg": alg }));
        assert_eq!(ring().decrypt(&asked, NOW).unwrap_err(), Rejected::Algorithm, "{alg}");
    }
    for enc in ["A128GCM", "A192GCM", "A192CBC-HS384", "A256CBC-HS512", "none", ""] {
        let asked = reheaded(&honest, &json!({ "enc": enc }));
        assert_eq!(ring().decrypt(&asked, NOW).unwrap_err(), Rejected::Algorithm, "{enc}");
    }
    let mut header = JweHeader::new();
    header.set_content_encryption("A256GCM");
    header.set_claim("p2c", Some(json!(1_000_000))).unwrap();
    header.set_claim("p2s", Some(json!("c2FsdHNhbHQ"))).unwrap();
    let costly = PBES2_HS256_A128KW.encrypter_from_bytes(b"password").unwrap();
    let costly = JweContext::new().serialize_compact(b"x", &header, &*costly).unwrap();
    assert!(matches!(ring().decrypt(&costly, NOW), Err(Rejected::Header { name: "p2s" | "p2c", .. })));
    let salted = reheaded(&honest, &json!({ "p2c": 2_147_483_648_u64 }));
    assert!(matches!(ring().decrypt(&salted, NOW), Err(Rejected::Header { name: "p2c", .. })));
}

#[test]
fn j_10_v052_every_failure_to_open_is_the_same_failure() {
    let mut seen = Vec::new();
    let ways = KeyWrap::ALL.into_iter().flat_map(|wrap| ContentEncryption::ALL.map(|content| (wrap, content)));
    for (wrap, content) in ways {
        let to = registered(opening_key(wrap));
        let inner = signed();
        let whole = jwe::encrypt(&inner, &to, wrap, content).unwrap();
        assert_eq!(ring().decrypt(&whole, NOW).unwrap(), inner, "{wrap:?} {content:?}");
        let parts: Vec<_> = whole.split('.').map(|part| decode(part).unwrap()).collect();
        for (part, whole_part) in parts.iter().enumerate().skip(1).filter(|(_, part)| !part.is_empty()) {
            for at in [0, whole_part.len() - 1] {
                let mut bytes = whole_part.clone();
                bytes[at] ^= 0x55;
                seen.push(ring().decrypt(&replaced(&whole, part, &encode(&bytes)), NOW).unwrap_err());
            }
        }
        // Bound to the header too.
        seen.push(ring().decrypt(&reheaded(&whole, &json!({ "typ": "JWT" })), NOW).unwrap_err());
    }
    assert!(seen.len() > 36 && seen.iter().all(|error| *error == Rejected::Decryption), "{seen:?}");
}

#[test]
fn tk01_what_comes_out_must_be_a_signed_token() {
    let nested = envelope(KeyWrap::EcdhEs, &json!({}), signed().as_bytes());
    for inner in
        [CLAIMS.as_bytes(), b"", b"a.b", nested.as_bytes(), &[0xff, 0xfe], signed().replace('.', ":").as_bytes()]
    {
        let sealed = envelope(KeyWrap::EcdhEs, &json!({ "cty": "JWT" }), inner);
        assert!(ring().decrypt(&sealed, NOW).is_err(), "{inner:?}");
    }
    let other_content = envelope(KeyWrap::EcdhEs, &json!({ "cty": "json" }), signed().as_bytes());
    assert!(ring().decrypt(&other_content, NOW).is_err());
}

#[test]
fn cr04_an_ephemeral_key_off_the_curve_or_with_a_private_half_is_refused() {
    let whole = envelope(KeyWrap::EcdhEs, &json!({}), signed().as_bytes());
    let header: Value = serde_json::from_slice(&decode(whole.split('.').next().unwrap()).unwrap()).unwrap();
    let good = header["epk"].clone();
    let with = |name: &str, value: Value| {
        let mut epk = good.clone();
        epk[name] = value;
        epk
    };
    let p384 = json!({ "kty": "EC", "crv": "P-384", "x": encode(&[1; 48]), "y": encode(&[1; 48]) });
    let ed25519 = key(Algorithm::EdDsa).public_set().unwrap()["keys"][0].clone();
    for epk in [
        with("y", json!(encode(&[1; 32]))),
        with("x", json!(encode(&[0; 32]))),
        with("x", json!("")),
        with("d", json!(encode(&[1; 32]))),
        with("kty", json!("OKP")),
        with("crv", json!("P-521")),
        p384,
        ed25519,
        json!(null),
        json!([]),
    ] {
        assert!(ring().decrypt(&reheaded(&whole, &json!({ "epk": epk })), NOW).is_err(), "{epk}");
    }
    for more in [json!({ "apu": 1 }), json!({ "apv": "not base64!" }), json!({ "kid": "' or 1" }), json!({ "kid": [] })]
    {
        assert!(ring().decrypt(&reheaded(&whole, &more), NOW).is_err(), "{more}");
    }
}

#[test]
fn j_12_ds02_a_name_that_occurs_twice_is_refused() {
    let key = key(Algorithm::Es256);
    let double = format!(r#"{{"alg":"none","alg":"ES256","kid":"{}"}}"#, key.life.kid);
    assert!(matches!(refused(&token(key, &double, CLAIMS), key), Rejected::Json(_)));
    for claims in [r#"{"sub":"a","sub":"b"}"#, r#"{"aud":"a","aud":"b"}"#, r#"{"x":{"a":1,"a":2}}"#] {
        assert!(matches!(refused(&token(key, &header(key, &json!({})), claims), key), Rejected::Json(_)), "{claims}");
    }
}

#[test]
fn j_13_v033_cr01_an_algorithm_is_never_taken_from_the_token() {
    let rsa = key(Algorithm::Rs256);
    let public = private(rsa);
    let secrets = [
        public.public_key_to_pem().unwrap(),
        public.public_key_to_der().unwrap(),
        rsa.public_set().unwrap()["keys"][0].to_string().into_bytes(),
    ];
    for secret in secrets {
        let header = json!({ "alg": "HS256", "kid": rsa.life.kid, "typ": "JWT" });
        let message = format!("{}.{}", encode(header.to_string().as_bytes()), encode(CLAIMS.as_bytes()));
        let mac = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &secret), message.as_bytes());
        assert_eq!(refused(&format!("{message}.{}", encode(mac.as_ref())), rsa), Rejected::Algorithm);
    }
    for alg in ["none", "None", "nOnE", "NONE", " none", "ｎｏｎｅ", "HS256", "ES256K", "RS512", "rs256", ""] {
        let header = json!({ "alg": alg, "kid": rsa.life.kid }).to_string();
        let bare = format!("{}.{}.", encode(header.as_bytes()), encode(CLAIMS.as_bytes()));
        assert_eq!(refused(&bare, rsa), Rejected::Algorithm, "{alg}");
        assert_eq!(refused(&token(rsa, &header, CLAIMS), rsa), Rejected::Algorithm, "{alg}");
    }
    for alg in [json!(null), json!(["RS256"]), json!(256)] {
        refused(&with_header(rsa, &json!({ "alg": alg })), rsa);
    }
}

#[test]
fn v033_an_rsa_key_registered_for_one_padding_does_not_verify_the_other() {
    let (rs, ps) = (key(Algorithm::Rs256), key(Algorithm::Ps256));
    assert_eq!(refused(&with_header(rs, &json!({ "alg": "PS256" })), rs), Rejected::UnknownKey);
    assert_eq!(refused(&with_header(ps, &json!({ "alg": "RS256" })), ps), Rejected::UnknownKey);
    // A key registered for both still needs the padding that the header names.
    let mut open = rs.public_set().unwrap();
    open["keys"][0].as_object_mut().unwrap().shift_remove("alg");
    let open = PublicKeys::parse(&open).unwrap();
    let crossed = with_header(rs, &json!({ "alg": "PS256" }));
    assert_eq!(verify(&crossed, &open, &Algorithm::ALL, &["JWT"]).unwrap_err(), Rejected::Signature);
    let honest = with_header(rs, &json!({}));
    assert_eq!(verify(&honest, &open, &[Algorithm::Ps256], &["JWT"]).unwrap_err(), Rejected::Algorithm);
}

#[test]
fn j_14_v034_cr03_a_key_in_the_header_is_refused_everywhere_but_in_a_proof() {
    let (ours, theirs) = (key(Algorithm::Es256), key(Algorithm::EdDsa));
    let jwk = theirs.public_set().unwrap()["keys"][0].clone();
    for more in [
        json!({ "jwk": jwk }),
        json!({ "jku": "https://evil.example/jwks" }),
        json!({ "x5u": "https://evil.example/x" }),
        json!({ "x5c": ["AAAA"] }),
    ] {
        assert!(matches!(refused(&with_header(ours, &more), ours), Rejected::Header { .. }), "{more}");
        let envelope = envelope(KeyWrap::EcdhEs, &json!({}), signed().as_bytes());
        assert!(ring().decrypt(&reheaded(&envelope, &more), NOW).is_err(), "{more}");
    }
    for more in [json!({ "jku": "https://e.example" }), json!({ "x5u": "https://e.example" }), json!({ "x5c": ["A"] })]
    {
        let mut header = json!({ "jwk": jwk, "typ": "dpop+jwt" });
        header.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert!(verify_embedded(&with_header(theirs, &header), &Algorithm::ALL, &["dpop+jwt"]).is_err(), "{more}");
    }
}

#[test]
fn cr02_a_kid_is_a_name_and_nothing_else() {
    let key = key(Algorithm::Es256);
    let long = "k".repeat(8 << 10);
    for kid in ["../../dev/null", "' or 1", "http://127.0.0.1/key", "a\0b", "", "khóa", &long] {
        let error = refused(&with_header(key, &json!({ "kid": kid })), key);
        assert!(matches!(error, Rejected::UnknownKey | Rejected::Header { name: "kid", .. }), "{kid} {error}");
    }
    for kid in [json!(1), json!(null), json!(["a"]), json!({})] {
        assert!(matches!(refused(&with_header(key, &json!({ "kid": kid })), key), Rejected::Header { .. }), "{kid}");
    }
}

#[test]
fn v046_cr04_signatures_out_of_range_or_in_another_form_are_refused() {
    let key = key(Algorithm::Es256);
    let whole = signed();
    let (message, signature) = whole.rsplit_once('.').unwrap();
    let signature = decode(signature).unwrap();
    let (r, s) = signature.split_at(32);
    let order = decode("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE").unwrap();
    let mut der = OpensslSigner::new(MessageDigest::sha256(), &private(key)).unwrap();
    let der = der.sign_oneshot_to_vec(message.as_bytes()).unwrap();
    let wrong = [
        vec![0; 64],
        [&[0; 32], s].concat(),
        [r, &[0; 32]].concat(),
        [&order[..], s].concat(),
        [r, &order].concat(),
        [&[0xff; 32], s].concat(),
        der,
        signature[..63].to_vec(),
        [&signature[..], &[0]].concat(),
        [&[0], &signature[..]].concat(),
        Vec::new(),
    ];
    for wrong in wrong {
        assert_eq!(refused(&format!("{message}.{}", encode(&wrong)), key), Rejected::Signature, "{wrong:02x?}");
    }
}

#[test]
fn cr04_an_eddsa_signature_has_one_spelling() {
    let key = key(Algorithm::EdDsa);
    let whole = with_header(key, &json!({}));
    let (message, signature) = whole.rsplit_once('.').unwrap();
    let signature = decode(signature).unwrap();
    // S + L verifies in implementations that do not compare S with the order L (RFC 8032 §5.1.7).
    let order = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut malleable = signature.clone();
    let mut carry = 0;
    for (byte, add) in malleable[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + add + carry;
        *byte = (sum & 0xff) as u8;
        carry = sum >> 8;
    }
    for wrong in [malleable, vec![0; 64], signature[..63].to_vec(), [&signature[..], &[0]].concat(), Vec::new()] {
        assert_eq!(refused(&format!("{message}.{}", encode(&wrong)), key), Rejected::Signature);
    }
}

#[test]
fn cr04_a_pss_salt_has_the_length_of_the_hash() {
    let key = key(Algorithm::Ps256);
    let whole = with_header(key, &json!({}));
    let (message, _) = whole.rsplit_once('.').unwrap();
    let private = private(key);
    let salted = |length: i32| {
        let mut signer = OpensslSigner::new(MessageDigest::sha256(), &private).unwrap();
        signer.set_rsa_padding(openssl::rsa::Padding::PKCS1_PSS).unwrap();
        signer.set_rsa_pss_saltlen(RsaPssSaltlen::custom(length)).unwrap();
        let signature = signer.sign_oneshot_to_vec(message.as_bytes()).unwrap();
        verify(&format!("{message}.{}", encode(&signature)), &registered(key), &[Algorithm::Ps256], &["JWT"])
    };
    assert!(salted(32).is_ok());
    for length in [0, 1, 20, 31, 33, 64, 222] {
        assert_eq!(salted(length).unwrap_err(), Rejected::Signature, "{length}");
    }
}

#[test]
fn v050_ds02_what_is_too_long_or_too_deep_is_refused_before_it_is_read() {
    let key = key(Algorithm::Es256);
    for length in [limits::JWT + 1, 64 << 10, 1 << 20] {
        assert_eq!(refused(&"a".repeat(length), key), Rejected::TooLong("token"));
        assert_eq!(ring().decrypt(&"a".repeat(length), NOW).unwrap_err(), Rejected::TooLong("token"));
    }
    let deep = format!(r#"{{"alg":"ES256","x":{}1{}}}"#, "[".repeat(5000), "]".repeat(5000));
    assert!(matches!(refused(&token(key, &deep, CLAIMS), key), Rejected::Json(_)));
    assert!(matches!(refused(&token(key, &header(key, &json!({})), &"[".repeat(9000)), key), Rejected::Json(_)));
}

#[test]
fn cr05_a_token_has_one_spelling() {
    let key = key(Algorithm::Es256);
    let whole = signed();
    let mut stray = whole.clone().into_bytes();
    // 64 bytes leave four unused bits in the last character.
    let last = stray.last_mut().unwrap();
    *last = match *last {
        b'A' => b'B',
        b'Q' => b'R',
        b'g' => b'h',
        _ => b'x',
    };
    let variants = [
        format!("{whole}="),
        format!("{whole}=="),
        format!("{whole} "),
        format!(" {whole}"),
        format!("{whole}\n"),
        format!("{whole}."),
        format!(".{whole}"),
        format!("Bearer {whole}"),
        whole.replacen('.', "..", 1),
        whole.replacen('.', "=.", 1),
        whole.rsplit_once('.').unwrap().0.to_owned(),
        whole.split('.').next().unwrap().to_owned(),
        String::from_utf8(stray).unwrap(),
        String::new(),
        "..".into(),
        "....".into(),
    ];
    for variant in variants {
        assert!(matches!(refused(&variant, key), Rejected::NotCompact(_) | Rejected::Json(_)), "{variant}");
        assert!(ring().decrypt(&variant, NOW).is_err());
    }
}

#[test]
fn a_key_of_another_party_with_the_same_name_is_another_key() {
    let ours = key(Algorithm::Es256);
    let theirs = StoredKey::generate(Purpose::Token, KeyAlgorithm::Sign(Algorithm::Es256), NOW, NOW).unwrap();
    let mut named_alike = theirs.public_set().unwrap();
    named_alike["keys"][0]["kid"] = json!(ours.life.kid);
    let named_alike = PublicKeys::parse(&named_alike).unwrap();
    assert_eq!(verify(&signed(), &named_alike, &Algorithm::ALL, &["JWT"]).unwrap_err(), Rejected::Signature);
}
