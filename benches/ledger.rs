//! What the ledger costs: an event in a commit of its own, its share of an integration, a leaf's proof and the proof that
//! a tree continues another, at two sizes one of which is sixteen times the other.
//!
//! A regression would be: an event slower than half as much again as a counter raised (benches/store.rs), for its commit to
//! disk is what costs; an integrated event slower than an event; a proof at the larger size slower than twice the one at
//! the smaller (it reads a range more at most), or with a bare tree in memory slower than a millisecond.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench that cannot set itself up stops")]

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use dinhdanh::identity::event::{Actor, Event, Kind};
use dinhdanh::wallet::merkle::{Growing, Hash};

use stage::Stage;

#[expect(dead_code, reason = "each bench uses its part of the stage")]
mod stage;

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
fn ledger(criterion: &mut Criterion) {
    let stage = Stage::new(None);
    let (store, runtime) = (&stage.provider.store, &stage.runtime);
    let event = |_: u64| {
        let event = Event::new(Kind::RecordViewed, Actor::Officer(stage.officer.clone()), stage.later());
        event.about(&stage.session.account).because("bench").fields(["name", "birthdate"])
    };
    let record = |which: u64| runtime.block_on(store.record(&event(which))).expect("no fault");
    let integrate = || while runtime.block_on(store.integrate_events(500, stage.later())).expect("no fault") == 500 {};
    criterion.bench_function("an event recorded", |bencher| bencher.iter(|| record(0)));
    integrate();
    criterion.bench_function("an event integrated, of 500", |bencher| {
        bencher.iter_custom(|rounds| {
            let mut spent = Duration::ZERO;
            for _ in 0..rounds {
                (0..500).for_each(|which| drop(record(which)));
                let began = Instant::now();
                integrate();
                spent += began.elapsed();
            }
            spent / 500
        });
    });
    let mut size = 0;
    for larger in [1_000_u64, 16_000] {
        integrate();
        while runtime.block_on(store.ledger_size()).expect("no fault") < larger {
            (0..500).for_each(|which| drop(record(which)));
            integrate();
        }
        size = larger;
        criterion.bench_function(&format!("a leaf proved, of {size}"), |bencher| {
            bencher.iter(|| runtime.block_on(store.tree(size).inclusion(size / 3)).expect("no fault").expect("a leaf"));
        });
        criterion.bench_function(&format!("a tree continued, to {size}"), |bencher| {
            bencher
                .iter(|| runtime.block_on(store.tree(size).consistency(size / 3)).expect("no fault").expect("a path"));
        });
    }
    criterion.bench_function(&format!("the root of {size} leaves in memory, leaf by leaf"), |bencher| {
        bencher.iter(|| {
            let mut tree = Growing::default();
            for number in 0..size {
                tree.append(Hash::leaf(&number.to_be_bytes()));
            }
            tree.root()
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = ledger
}
criterion_main!(benches);
