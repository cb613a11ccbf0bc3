//! What a signature costs: alone, as a whole token through the key ring, and checked again.
//!
//! A regression would be: ES256 or EdDSA signing slower than a tenth of RS256 of 2048 bits (a key is parsed for each
//! signature again, or the wrong one is used); a token through the ring more than 10 us above its bare signature (claims
//! are copied or the header is built twice); a scan's verification (`verify_own EdDSA`) above 150 us on one core; a
//! party's keys above 300 us for three keys (they are parsed at every request).

#![expect(clippy::expect_used, reason = "a bench that cannot set itself up stops")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dinhdanh::clock::Timestamp;
use dinhdanh::jose::algorithm::{Algorithm, ContentEncryption, KeyAlgorithm, KeyWrap};
use dinhdanh::jose::jwk::PublicKeys;
use dinhdanh::jose::key_life::Purpose;
use dinhdanh::jose::key_ring::KeyRing;
use dinhdanh::jose::stored_key::StoredKey;
use dinhdanh::jose::{jwe, jws};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

fn claims() -> Value {
    json!({
        "iss": "https://id.example", "sub": "Xw0nTq0cK3b2d6mT8gq1y9v5eJr4uZs7", "aud": "rp_0a1b2c3d4e5f6a7b8c9d0e1f",
        "iat": 1_800_000_000, "exp": 1_800_000_600, "auth_time": 1_800_000_000, "acr": "loa2", "amr": ["pwd", "otp"],
        "nonce": "n-0S6_WzA2Mj", "sid": "Yt3oQh1xP5s", "account_level": 2, "at_hash": "77QmUPtjPfzWtF2AnpK9RQ"
    })
}

fn ring() -> KeyRing {
    let of = |purpose: Purpose| {
        let keys = purpose.algorithms().iter();
        keys.map(move |algorithm| StoredKey::generate(purpose, *algorithm, NOW, NOW)).collect::<Vec<_>>()
    };
    let keys = Purpose::ALL.into_iter().flat_map(of).collect::<Result<_, _>>();
    KeyRing::new(keys.expect("keys"), NOW).expect("ring")
}

fn sign(c: &mut Criterion) {
    let (ring, claims) = (ring(), claims());
    let set = PublicKeys::parse(&ring.public_set(NOW)).expect("set");
    for algorithm in Algorithm::ALL {
        let name = algorithm.as_str();
        let token = || ring.sign(Purpose::Token, algorithm, "JWT", &claims, NOW).expect("token");
        c.bench_function(&format!("token/sign {name}"), |b| b.iter(|| black_box(token())));
        let token = token();
        c.bench_function(&format!("token/verify_own {name}"), |b| {
            b.iter(|| ring.verify_own(black_box(&token), Purpose::Token, "JWT", NOW).expect("own"));
        });
        c.bench_function(&format!("token/verify {name} by a party's keys"), |b| {
            b.iter(|| jws::verify(black_box(&token), &set, &[algorithm], &["JWT"]).expect("verified"));
        });
    }
}

fn square(c: &mut Criterion) {
    let ring = ring();
    let claims =
        json!({ "iss": "https://id.example", "jti": "AAAAAAAAAAAAAAAAAAAAAA", "iat": 1, "exp": 61, "kind": "verify" });
    let make = || ring.sign(Purpose::Presentation, Algorithm::EdDsa, "vnqr+jwt", &claims, NOW).expect("square");
    c.bench_function("square/make", |b| b.iter(|| black_box(make())));
    let token = make();
    c.bench_function("square/check", |b| {
        b.iter(|| ring.verify_own(black_box(&token), Purpose::Presentation, "vnqr+jwt", NOW).expect("own"));
    });
}

fn keys(c: &mut Criterion) {
    let set = ring().public_set(NOW);
    c.bench_function("keys/parse a set of eight", |b| b.iter(|| PublicKeys::parse(black_box(&set)).expect("set")));
    let algorithm = KeyAlgorithm::Sign(Algorithm::Es256);
    let make = || StoredKey::generate(Purpose::Token, algorithm, NOW, NOW).expect("key");
    c.bench_function("keys/make ES256", |b| b.iter(|| black_box(make())));
}

fn seal(c: &mut Criterion) {
    let ring = ring();
    let set = PublicKeys::parse(&ring.public_set(NOW)).expect("set");
    let signed = ring.sign(Purpose::Token, Algorithm::Es256, "JWT", &claims(), NOW).expect("token");
    for wrap in [KeyWrap::EcdhEs, KeyWrap::RsaOaep256] {
        let seal = || jwe::encrypt(&signed, &set, wrap, ContentEncryption::A256Gcm).expect("sealed");
        c.bench_function(&format!("sealed/encrypt {}", wrap.as_str()), |b| b.iter(|| black_box(seal())));
        let sealed = seal();
        c.bench_function(&format!("sealed/decrypt {}", wrap.as_str()), |b| {
            b.iter(|| ring.decrypt(black_box(&sealed), NOW).expect("opened"));
        });
    }
}

criterion_group!(benches, sign, square, keys, seal);
criterion_main!(benches);
