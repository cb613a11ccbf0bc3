//! Whether the time of an answer tells who is in the register or has an account: enrolment for somebody who matches, whose
//! name differs, whom nobody knows, who has an account; sign-in with a wrong password for an account and for none.
//!
//! The cases take turns and are compared by the two-sample test of Kolmogorov and Smirnov (security.md V097: two thousand
//! of each, p above 0.01). A regression would be: medians further apart than a twentieth, which a network does not hide.
//!
//! `cargo bench --bench uniform` measures; without `--bench` three rounds are run and nothing is said of them.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench that cannot set itself up stops"
)]

use std::time::{Duration, Instant};

use dinhdanh::clock::Timestamp;
use dinhdanh::flow::enrol::{self, Submitted};
use dinhdanh::flow::sandbox::{self, Person, Wanted};
use dinhdanh::flow::sign_in::{self, Attempt};
use dinhdanh::identity::language::Language;
use dinhdanh::identity::number::PersonalNumber;
use dinhdanh::identity::person::Form;
use dinhdanh::registry::embedded::Embedded;
use dinhdanh::registry::import;
use dinhdanh::secret::{Token, TokenKind};

use stage::Stage;

#[expect(dead_code, reason = "each bench uses its part of the stage")]
mod stage;

fn main() {
    let measures = std::env::args().any(|argument| argument == "--bench");
    let rounds = if measures { 2000 } else { 3 };
    let stage = Stage::new(None);
    let (unenrolled, known) = people(&stage, 2 * rounds);
    let (enrolled, others) = unenrolled.split_at(rounds);
    let enrolments = stage.runtime.block_on(enrolments(&stage, enrolled, others));
    let sign_ins = stage.runtime.block_on(sign_ins(&stage, &known, others));
    for (what, mut cases) in [("enrolment", enrolments), ("sign-in", sign_ins)] {
        for (_, times) in &mut cases {
            times.sort_unstable();
        }
        let (first, rest) = cases.split_first().expect("cases");
        println!("{what}, {} of each; median of {}: {:?}", first.1.len(), first.0, median(&first.1));
        for (name, times) in rest {
            let (distance, p) = kolmogorov_smirnov(&first.1, times);
            println!("  {name}: {:?}, D = {distance:.3}, p = {p:.3}", median(times));
        }
    }
}

type Cases = Vec<(&'static str, Vec<Duration>)>;

/// People of the register without an account, and numbers of accounts.
fn people(stage: &Stage, wanted: usize) -> (Vec<Person>, Vec<Person>) {
    let (provider, now) = (&stage.provider, stage.later());
    stage.runtime.block_on(async {
        let register = Embedded::new(provider.store.database().clone());
        let many = u32::try_from(wanted * 3).expect("a number of people");
        import::fill(&register, many, 97, now.day_in_vietnam(), now).await.expect("people");
        let unenrolled = sandbox::people(&Wanted::Unenrolled, wanted, provider, now).await.expect("people");
        assert_eq!(unenrolled.len(), wanted, "the register is large enough");
        (unenrolled, sandbox::people(&Wanted::Known, 100, provider, now).await.expect("people"))
    })
}

async fn enrolments(stage: &Stage, enrolled: &[Person], others: &[Person]) -> Cases {
    let mut cases: Cases = ["a match", "another name", "nobody", "an account"].map(|name| (name, Vec::new())).into();
    for (round, (person, other)) in enrolled.iter().zip(others).enumerate() {
        let stranger = Person { personal_id_number: nobody(stage, other).await, ..other.clone() };
        let renamed = Person { full_name: "Tôn Nữ Hạc Tùng Vân".into(), ..other.clone() };
        // Who has an account has had it since the round before.
        let again = &enrolled[round.saturating_sub(1)];
        let mut turns = [(0, person), (1, &renamed), (2, &stranger), (3, again)];
        turns.rotate_left(if round == 0 { 0 } else { round % 4 });
        for (case, person) in turns {
            let took = enrol(stage, person, &format!("10.{case}.{}.{}", round / 250, round % 250), stage.later()).await;
            cases[case].1.push(took);
        }
    }
    cases
}

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
async fn enrol(stage: &Stage, person: &Person, address: &str, now: Timestamp) -> Duration {
    let form = Form {
        number: &person.personal_id_number,
        name: &person.full_name,
        birth_date: &person.birth_date,
        gender: person.gender,
        phone: &person.phone,
        email: "",
    };
    let submitted = Submitted { form, channel: "sms", language: Language::Vi };
    let began = Instant::now();
    let answer = enrol::submit(submitted, address, &stage.provider, now).await;
    let took = began.elapsed();
    assert_eq!(answer.expect("no fault"), Ok(()), "every application is taken");
    took
}

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
async fn sign_ins(stage: &Stage, known: &[Person], others: &[Person]) -> Cases {
    let mut cases: Cases = ["an account", "nobody"].map(|name| (name, Vec::new())).into();
    let browser = Token::mint(TokenKind::Browser, [9; 32]);
    for (round, (known, other)) in known.iter().cycle().zip(others).enumerate() {
        let stranger = nobody(stage, other).await;
        let mut turns = [(0, known.personal_id_number.as_str()), (1, stranger.as_str())];
        turns.rotate_left(round % 2);
        for (case, number) in turns {
            let now = stage.later();
            let attempt = Attempt {
                number,
                password: "Sai-mat-khau-2026",
                address: &format!("10.9.{}.{}", round / 250, round % 250),
                browser: &browser,
                browser_kind: "",
                session: None,
                request: None,
            };
            let began = Instant::now();
            let answer = sign_in::submit(&attempt, &stage.provider, now).await;
            cases[case].1.push(began.elapsed());
            assert_eq!(answer.expect("no fault").err(), Some(sign_in::Refusal::Wrong));
        }
    }
    cases
}

/// A number of the same province and year that nobody has.
async fn nobody(stage: &Stage, like: &Person) -> String {
    let (place, own) = like.personal_id_number.split_at(6);
    let own: u32 = own.parse().expect("six digits");
    for step in 1..1_000_000 {
        let number = format!("{place}{:06}", (own + step) % 1_000_000);
        let parsed = PersonalNumber::parse(&number).expect("a number");
        if stage.provider.registry.look_up(&parsed).await.expect("no fault").is_none() {
            return number;
        }
    }
    unreachable!("no province has a million people of one year")
}

fn median(sorted: &[Duration]) -> Duration {
    sorted[sorted.len() / 2]
}

/// The greatest distance between the two distributions, and how probable one so great is when they are the same.
#[expect(clippy::cast_precision_loss, reason = "thousands")]
fn kolmogorov_smirnov(one: &[Duration], other: &[Duration]) -> (f64, f64) {
    let share =
        |times: &[Duration], at: &Duration| times.partition_point(|time| time <= at) as f64 / times.len() as f64;
    let distance = one.iter().chain(other).map(|at| (share(one, at) - share(other, at)).abs()).fold(0.0, f64::max);
    let size = ((one.len() * other.len()) as f64 / (one.len() + other.len()) as f64).sqrt();
    let lambda = (size + 0.12 + 0.11 / size) * distance;
    let term = |k: i32| {
        let sign = if k % 2 == 0 { -1.0 } else { 1.0 };
        sign * (-2.0 * f64::from(k * k) * lambda * lambda).exp()
    };
    (distance, (2.0 * (1..=100).map(term).sum::<f64>()).clamp(0.0, 1.0))
}
