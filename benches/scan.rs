//! What a square costs inside the process: making one (two writes: the square and its event), and an officer's scan of it
//! (signature, one read, the register, one conditional write), beside the one signature in it, in the same run.
//!
//! A regression would be: a scan slower than twice the making of a square; either growing with the number of rounds; the
//! signature more than a hundredth of a scan on SQLite (the commit to disk is what costs).

#![expect(clippy::expect_used, clippy::panic, reason = "a bench that cannot set itself up stops")]

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use dinhdanh::clock::Timestamp;
use dinhdanh::flow::present;
use dinhdanh::flow::scan::{self, Scanner};
use dinhdanh::wallet::field::Fields;
use dinhdanh::wallet::presentation::{Answer, Kind};

use stage::Stage;

#[expect(dead_code, reason = "each bench uses its part of the stage")]
mod stage;

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
fn squares(criterion: &mut Criterion) {
    let stage = Stage::new(None);
    let now = stage.later();
    let on = stage.runtime.block_on(present::switch(&stage.session, true, &stage.provider, now));
    on.expect("no fault");
    let officer = stage.runtime.block_on(stage.provider.store.officer(&stage.officer));
    let officer = officer.expect("no fault").expect("an officer");
    criterion.bench_function("make a square", |bencher| {
        bencher.iter(|| stage.runtime.block_on(make(&stage, stage.later())));
    });
    criterion.bench_function("scan a square", |bencher| {
        bencher.iter_custom(|rounds| {
            let mut spent = Duration::ZERO;
            for _ in 0..rounds {
                let now = stage.later();
                let text = stage.runtime.block_on(make(&stage, now));
                let began = Instant::now();
                let scanner = Scanner::Officer(&officer);
                let scanned = stage.runtime.block_on(scan::scan(&text, scanner, "127.0.0.1", &stage.provider, now));
                spent += began.elapsed();
                assert_eq!(scanned.expect("no fault").expect("a scan").answer, Answer::Genuine);
            }
            spent
        });
    });
    criterion.bench_function("the signature of a square alone", |bencher| {
        let facts = stage.runtime.block_on(async {
            make(&stage, stage.later()).await;
            let now = stage.later();
            let id = present::mint(&stage.session, Kind::Verification, &nothing(), &stage.provider, now).await;
            let id = id.expect("no fault").expect("a square");
            stage.provider.store.presentation(&id, now).await.expect("no fault").expect("the square")
        });
        bencher.iter(|| present::token(&facts, &stage.provider, facts.made_at).expect("a token"));
    });
}

async fn make(stage: &Stage, now: Timestamp) -> String {
    // Twenty squares an hour: four minutes a round stay under it.
    let made = present::mint(&stage.session, Kind::Verification, &nothing(), &stage.provider, now).await;
    let id = made.expect("no fault").expect("a square");
    let facts = stage.provider.store.presentation(&id, now).await.expect("no fault").expect("the square");
    present::token(&facts, &stage.provider, now).expect("a token")
}

fn nothing() -> Fields {
    Fields::parse("").expect("no fields")
}

criterion_group!(benches, squares);
criterion_main!(benches);
