//! Whether the time of an answer tells who is in the register or has an account: each form about somebody is sent for who
//! is known and for who is not, through the whole of the web as a browser would, eight at a time.
//!
//! The cases take turns and are compared by the two-sample test of Kolmogorov and Smirnov (security.md V097: two thousand
//! of each, p above 0.01). A regression would be: a p below 0.01 in two runs, which says that a path works longer than the
//! beat (`limits::ANSWER_BEAT_MILLISECONDS`) or stands beside it.
//!
//! `cargo bench --bench uniform` measures; without `--bench` three rounds are run and nothing is said of them.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench that cannot set itself up stops"
)]

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use dinhdanh::clock::Seconds;
use dinhdanh::flow::credential;
use dinhdanh::flow::sandbox::{self, Person, Wanted};
use dinhdanh::identity::number::PersonalNumber;
use dinhdanh::registry::embedded::Embedded;
use dinhdanh::registry::import;
use dinhdanh::web;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use stage::Stage;

#[expect(dead_code, reason = "each bench uses its part of the stage")]
mod stage;

/// Forms that are on their way at once.
const AT_ONCE: usize = 8;

fn main() {
    let measures = std::env::args().any(|argument| argument == "--bench");
    let rounds = if measures { 2000 } else { 3 };
    let stage = Stage::new(None);
    let (unenrolled, known) = people(&stage, 2 * rounds);
    let (enrolled, others) = unenrolled.split_at(rounds);
    let strangers: Vec<Person> = stage.runtime.block_on(async {
        let mut strangers = Vec::new();
        for other in others {
            strangers.push(Person { personal_id_number: nobody(&stage, other).await, ..other.clone() });
        }
        strangers
    });
    stage.runtime.block_on(measure(&stage, &Cast { enrolled, others, strangers: &strangers, known: &known }));
}

/// Who is asked about.
struct Cast<'a> {
    /// In the register, and with an account after the first form.
    enrolled: &'a [Person],
    /// In the register, never with an account.
    others: &'a [Person],
    /// In no register.
    strangers: &'a [Person],
    /// With an account that is in use.
    known: &'a [Person],
}

/// A form, and what each kind of person's answer took.
struct Measured {
    what: &'static str,
    cases: Vec<(&'static str, Vec<Duration>)>,
}

/// One kind of person in a form: the number's owner of a round, and what is sent.
type Case<'a> = (&'static str, Box<dyn Fn(usize) -> Vec<(&'static str, String)> + 'a>);

/// Measures each form and says what came of it before the next, since all of them take minutes.
async fn measure(stage: &Stage, cast: &Cast<'_>) {
    let browser = Browser::open(stage).await;
    let known = |round: usize| &cast.known[round % cast.known.len()];

    let first = vec![
        case("a match", |round| declaration(&cast.enrolled[round])),
        case("another name", |round| declaration(&misnamed(&cast.others[round]))),
        case("nobody", |round| declaration(&cast.strangers[round])),
    ];
    browser.send("an enrolment", "/enrol", first, cast, stage).await.print();
    // Whoever matched has an account now, and what is compared takes turns in one form: no minute of the machine is another's.
    let again = vec![
        case("an account that waits", |round| declaration(&cast.enrolled[round])),
        case("another name", |round| declaration(&misnamed(&cast.others[round]))),
        case("nobody", |round| declaration(&cast.strangers[round])),
    ];
    browser.send("a second enrolment", "/enrol", again, cast, stage).await.print();

    let passwords = vec![
        case("an account", |round| password(known(round))),
        case("an account that waits", |round| password(&cast.enrolled[round])),
        case("nobody", |round| password(&cast.strangers[round])),
    ];
    browser.send("a sign-in", "/sign-in", passwords, cast, stage).await.print();

    let activations = vec![
        case("an account that waits", |round| activation(&cast.enrolled[round])),
        case("an account in use", |round| activation(known(round))),
        case("nobody", |round| activation(&cast.strangers[round])),
    ];
    browser.send("an activation", "/activate", activations, cast, stage).await.print();

    let number = |person: &Person| vec![("personal_id_number", person.personal_id_number.clone())];
    let mends = vec![
        case("another name", |round| number(&cast.others[round])),
        case("an account in use", |round| number(known(round))),
        case("nobody", |round| number(&cast.strangers[round])),
    ];
    browser.send("a field to mend", "/enrol/mend", mends, cast, stage).await.print();

    let unlocks = vec![
        case("an account", |round| password(known(round))),
        case("nobody", |round| password(&cast.strangers[round])),
    ];
    browser.send("an unlocking", "/unlock", unlocks, cast, stage).await.print();

    let recoveries = vec![
        case("an account", |round| declaration(known(round))),
        case("another name", |round| declaration(&misnamed(known(round)))),
        case("no account", |round| declaration(&cast.others[round])),
        case("nobody", |round| declaration(&cast.strangers[round])),
    ];
    browser.send("a recovery", "/recover", recoveries, cast, stage).await.print();
}

fn case<'a>(name: &'static str, fields: impl Fn(usize) -> Vec<(&'static str, String)> + 'a) -> Case<'a> {
    (name, Box::new(fields))
}

fn misnamed(person: &Person) -> Person {
    Person { full_name: "Tôn Nữ Hạc Tùng Vân".into(), ..person.clone() }
}

fn declaration(person: &Person) -> Vec<(&'static str, String)> {
    vec![
        ("personal_id_number", person.personal_id_number.clone()),
        ("full_name", person.full_name.clone()),
        ("birth_date", person.birth_date.clone()),
        ("gender", person.gender.to_owned()),
        ("phone", person.phone.clone()),
        ("channel", "sms".into()),
    ]
}

fn password(person: &Person) -> Vec<(&'static str, String)> {
    vec![
        ("username", person.personal_id_number.clone()),
        ("password", "Sai-mat-khau-2026".into()),
        ("action", "continue".into()),
    ]
}

fn activation(person: &Person) -> Vec<(&'static str, String)> {
    vec![
        ("personal_id_number", person.personal_id_number.clone()),
        ("code", "000000".into()),
        ("password", "Mot-mat-khau-2026".into()),
        ("password_again", "Mot-mat-khau-2026".into()),
    ]
}

/// A browser before the whole web of the house.
struct Browser {
    app: Router,
    cookie: String,
    csrf: String,
}

impl Browser {
    async fn open(stage: &Stage) -> Self {
        let app = web::app(&stage.provider);
        let request = Request::get("/enrol").header(header::HOST, host(stage)).body(Body::empty()).expect("a request");
        let answer = app.clone().oneshot(request).await.expect("an answer");
        let cookie = answer.headers().get(header::SET_COOKIE).expect("a cookie").to_str().expect("a cookie");
        let cookie = cookie.split(';').next().expect("a cookie").to_owned();
        let page = axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a page");
        let page = String::from_utf8(page.to_vec()).expect("a page");
        let csrf =
            page.split_once("name=\"csrf\" value=\"").expect("a form").1.split('"').next().expect("a token").to_owned();
        Self { app, cookie, csrf }
    }

    /// Every case's form in every round, the cases in turns, each from an address of its own.
    async fn send(
        &self,
        what: &'static str,
        path: &'static str,
        cases: Vec<Case<'_>>,
        cast: &Cast<'_>,
        stage: &Stage,
    ) -> Measured {
        let rounds = cast.enrolled.len();
        let mut taken: Vec<(&'static str, Vec<Duration>)> = cases.iter().map(|(name, _)| (*name, Vec::new())).collect();
        let mut under_way = JoinSet::new();
        for round in 0..rounds {
            // So that no counter of attempts is full: one of mending takes five a day, one of recoveries ten.
            let step = match path {
                "/recover" => 60,
                "/enrol/mend" => 20,
                _ => 4,
            };
            stage.provider.hand.as_ref().expect("a sandbox").advance(Seconds::minutes(step));
            // Of few people the guesses of earlier rounds are forgotten, or the next of one would wait for days.
            forget_guesses(&cast.known[round % cast.known.len()], stage).await;
            for turn in 0..cases.len() {
                let case = (round + turn) % cases.len();
                if under_way.len() >= AT_ONCE {
                    note(under_way.join_next().await.expect("one under way").expect("an answer"), &mut taken);
                }
                let (mut request, app) = (self.form(path, &cases[case].1(round), stage), self.app.clone());
                request.extensions_mut().insert(ConnectInfo(address(case, round)));
                under_way.spawn(async move { (case, timed(app, request).await) });
            }
        }
        while let Some(answered) = under_way.join_next().await {
            note(answered.expect("an answer"), &mut taken);
        }
        Measured { what, cases: taken }
    }

    fn form(&self, path: &str, fields: &[(&'static str, String)], stage: &Stage) -> Request<Body> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("csrf", &self.csrf).extend_pairs(fields);
        let request = Request::post(path)
            .header(header::HOST, host(stage))
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.body(Body::from(body.finish())).expect("a request")
    }
}

async fn forget_guesses(person: &Person, stage: &Stage) {
    let number = PersonalNumber::parse(&person.personal_id_number).expect("a number");
    let person = stage.provider.store.person_digest(&number);
    let account = stage.provider.store.account_of_person(&person).await.expect("no fault").expect("an account");
    credential::forget_guesses(&account, &stage.provider).await.expect("no fault");
}

fn note((case, took): (usize, Duration), taken: &mut [(&'static str, Vec<Duration>)]) {
    taken[case].1.push(took);
}

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
async fn timed(app: Router, request: Request<Body>) -> Duration {
    let path = request.uri().path().to_owned();
    let sent = Instant::now();
    let answer = app.oneshot(request).await.expect("an answer");
    let took = sent.elapsed();
    let status = answer.status();
    assert!(!status.is_server_error() && status != 429, "{path} answered {status}");
    took
}

fn host(stage: &Stage) -> String {
    let issuer = url::Url::parse(&stage.provider.config.issuer.to_string()).expect("an address");
    let host = issuer.host_str().expect("a host");
    issuer.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn address(case: usize, round: usize) -> SocketAddr {
    let octet = |number: usize| u8::try_from(number % 250).expect("below 250");
    SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, octet(case), octet(round / 250), octet(round))), 40_000)
}

/// People of the register without an account, and people with one.
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

impl Measured {
    fn print(mut self) {
        for (_, times) in &mut self.cases {
            times.sort_unstable();
        }
        let (first, rest) = self.cases.split_first().expect("cases");
        println!("{}, {} of each; median of {}: {:?}", self.what, first.1.len(), first.0, median(&first.1));
        for (name, times) in rest {
            let (distance, p) = kolmogorov_smirnov(&first.1, times);
            println!("  {name}: {:?}, D = {distance:.3}, p = {p:.3}", median(times));
        }
    }
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
