//! Facts and commits, an engine at a time: reading a session by its cookie (one SELECT with two joins), and raising a
//! counter (one upsert, its own commit). SQLite always; PostgreSQL when `BENCH_PG_URL` names an empty database.
//!
//! A regression would be: a fact slower than a tenth of a commit on SQLite (an index is missing), or PostgreSQL more than
//! ten round trips of its own socket for either.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench that cannot set itself up stops")]

use criterion::{Criterion, criterion_group, criterion_main};
use dinhdanh::clock::Seconds;
use dinhdanh::secret::Digest;

use stage::Stage;

#[expect(dead_code, reason = "each bench uses its part of the stage")]
mod stage;

#[expect(clippy::disallowed_methods, reason = "a bench is told where PostgreSQL is by the environment")]
fn engines(criterion: &mut Criterion) {
    engine(criterion, "SQLite", &Stage::new(None));
    match std::env::var("BENCH_PG_URL") {
        Ok(url) => engine(criterion, "PostgreSQL", &Stage::new(Some(&url))),
        Err(_) => eprintln!("PostgreSQL is left out: BENCH_PG_URL names no empty database"),
    }
}

fn engine(criterion: &mut Criterion, name: &str, stage: &Stage) {
    let (store, cookie) = (&stage.provider.store, Digest::sha256(b"bench"));
    criterion.bench_function(&format!("{name}: a session by its cookie"), |bencher| {
        bencher.iter(|| stage.runtime.block_on(store.session(&cookie)).expect("no fault").expect("the session"));
    });
    criterion.bench_function(&format!("{name}: a counter raised"), |bencher| {
        bencher.iter(|| {
            let raised = store.throttle("bench", "somebody", u32::MAX, Seconds::hours(1), stage.later());
            stage.runtime.block_on(raised).expect("no fault")
        });
    });
}

criterion_group!(benches, engines);
criterion_main!(benches);
