//! Taking in and comparing names.
//!
//! A regression: `parse` above 10 µs, because an import then spends more on names than on the database; `compare` of two
//! parsed names above 1 µs, because a search over a million people is a million of them; a hostile name of a megabyte
//! that costs more than a long real one, because it must be cut off before it is looked at.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dinhdanh::identity::name::Name;

fn names(criterion: &mut Criterion) {
    let decomposed = "Nguye\u{302}\u{303}n Thi\u{323} Ho\u{302}\u{300}ng A\u{301}nh";
    criterion.bench_function("parse a composed name", |bench| {
        bench.iter(|| Name::parse(black_box("Nguyễn Thị Hồng Ánh")));
    });
    criterion.bench_function("parse a decomposed name", |bench| {
        bench.iter(|| Name::parse(black_box(decomposed)));
    });
    let hostile = "ế".repeat(1_000_000);
    criterion.bench_function("refuse a megabyte", |bench| {
        bench.iter(|| Name::parse(black_box(&hostile)));
    });

    let parsed = |text: &str| Name::parse(text).ok();
    let record = parsed("NGUYỄN THỊ HỒNG ÁNH");
    for (what, declared) in [("compare equal names", decomposed), ("explain a difference", "Nguyễn Thị Hồng Anh")]
    {
        let declared = parsed(declared);
        criterion.bench_function(what, |bench| {
            bench.iter(|| black_box(&declared).as_ref().zip(black_box(&record).as_ref()).map(|(a, b)| a.difference(b)));
        });
    }
}

criterion_group!(benches, names);
criterion_main!(benches);
