//! Taking in and comparing names, and matching a whole declaration with a record.
//!
//! A regression: `parse` above 10 µs, because an import then spends more on names than on the database; matching, or the
//! comparison of two parsed names, above 1 µs, because a million of them a second on one core is what the register is
//! promised; a hostile name of a megabyte that costs more than a long real one, because it must be cut off before it is
//! looked at.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dinhdanh::identity::matching::compare;
use dinhdanh::identity::name::Name;
use dinhdanh::identity::person::{Declared, Details, Form, Record, VitalStatus};

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

fn declarations(criterion: &mut Criterion) {
    let form = Form {
        number: "001190000001",
        name: "Nguyễn Thị Hồng Ánh",
        birth_date: "01/05/1990",
        gender: "Nữ",
        phone: "0912345678",
        email: "",
    };
    let record = |declared: &Declared| Record {
        number: declared.number,
        name: declared.name.clone(),
        birth: declared.birth,
        gender: declared.gender,
        status: VitalStatus::Alive,
        cancelled_numbers: Vec::new(),
        legacy_number: None,
        phone: Some(declared.phone.clone()),
        phone_owner: Some(declared.number),
        email: None,
        details: Details::default(),
    };
    let record = Declared::parse(form).map(|declared| record(&declared)).ok();
    for (what, name) in [("match a declaration", form.name), ("find what differs in one", "Nguyễn Hồng Anh Thị")]
    {
        let declared = Declared::parse(Form { name, ..form });
        criterion.bench_function(what, |bench| {
            bench.iter(|| black_box(&declared).as_ref().map(|declared| compare(declared, black_box(record.as_ref()))));
        });
    }
}

criterion_group!(benches, names, declarations);
criterion_main!(benches);
