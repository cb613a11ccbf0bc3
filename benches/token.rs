//! What a sign-on costs inside the process: an authorization by single sign-on up to its code, and that code exchanged
//! for an access token and an ID token (ES256). Everything is real but the sockets: client authentication, one read, the
//! rule, the signature, one commit with its journal entry, on SQLite with `synchronous = FULL`.
//!
//! A regression would be: the exchange more than twice the time of the authorization (it has one more signature, but fewer
//! reads); either of them growing with the number of rounds (an index is missing).

#![expect(clippy::expect_used, clippy::panic, reason = "a bench that cannot set itself up stops")]

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use dinhdanh::flow::token;
use dinhdanh::oauth::client_auth;
use dinhdanh::oauth::params::Params;

use stage::{Stage, VERIFIER};

#[expect(dead_code, reason = "each bench uses its part of the stage")]
mod stage;

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
fn token(criterion: &mut Criterion) {
    let stage = Stage::new(None);
    criterion.bench_function("authorize by single sign-on", |bencher| {
        bencher.iter(|| stage.runtime.block_on(stage.code(stage.later())));
    });
    criterion.bench_function("exchange a code", |bencher| {
        bencher.iter_custom(|rounds| {
            let mut spent = Duration::ZERO;
            for _ in 0..rounds {
                let now = stage.later();
                let code = stage.runtime.block_on(stage.code(now));
                let began = Instant::now();
                stage.runtime.block_on(exchange(&stage, &code, now));
                spent += began.elapsed();
            }
            spent
        });
    });
}

async fn exchange(stage: &Stage, code: &str, now: dinhdanh::clock::Timestamp) {
    let form: Params = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", "https://portal.example/cb"),
        ("code_verifier", VERIFIER),
        ("client_id", "rp_bench"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    let basic = base64(&format!("rp_bench:{}", stage.secret.expose()));
    let credentials = client_auth::read(Some(&basic), &form);
    let tokens = token::exchange(&form, credentials, "127.0.0.1", &stage.provider, now).await;
    assert!(tokens.expect("tokens").id_token.is_some());
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text))
}

criterion_group!(benches, token);
criterion_main!(benches);
