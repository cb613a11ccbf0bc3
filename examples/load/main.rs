//! The whole sign-on over sockets, again and again: `cargo run --release --example load -- --users 32 --seconds 20`; squares
//! made and scanned with `--squares`.
//!
//! Starts a provider in a temporary folder, signs in as many browsers as asked for, then lets each of them enter a relying
//! party over and over by single sign-on: authorization request, code, tokens, userinfo. With `--squares` each makes the
//! squares that a person may make in an hour, and a bank scans them. Prints the rate, the latency of each leg, and the memory
//! of the server. It shares the machine with the server, so its numbers are a floor.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use dinhdanh::limits;
use reqwest::Client;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

mod browser;
mod measured;
#[path = "../sandbox/mod.rs"]
mod sandbox;
mod sign_on;
mod squares;

use browser::Browser;
use measured::{Measured, now};
use sandbox::Sandbox;

/// Drives the sign-on of many browsers at once.
#[derive(Clone, Copy, Debug, Parser)]
struct Load {
    /// Browsers at once.
    #[arg(long, default_value_t = 32)]
    users: usize,
    /// People in the register.
    #[arg(long, default_value_t = 1_000)]
    people: u32,
    /// For how long; squares end with what a person may make in an hour.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Squares in place of sign-ons.
    #[arg(long)]
    squares: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct Person {
    personal_id_number: String,
    password: String,
}

/// What every browser needs to know.
#[derive(Debug)]
struct Target {
    issuer: Url,
    client_id: String,
    client_secret: String,
    client: Client,
}

fn main() -> ExitCode {
    if let Some(ended) = sandbox::as_dinhdanh() {
        return ended;
    }
    match run(Load::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(load: Load) -> Result<(), String> {
    let port = sandbox::port_or_free(0)?;
    let issuer = format!("http://localhost:{port}");
    let mut sandbox = Sandbox::new(&issuer)?;
    sandbox.populate(load.people)?;
    let registered: Value = sandbox.register(&json!({
        "client_name": "Load", "kind": "state_body", "redirect_uris": [REDIRECT], "scope": "openid vn_identity vn_account scan",
    }))?;
    sandbox.serve(port)?;
    let mut people: Vec<Person> = sandbox.json(&["sandbox", "people", "--json", "--level", "1"])?;
    if load.squares {
        people.extend(sandbox.json::<Vec<Person>>(&["sandbox", "people", "--json", "--level", "2"])?);
    }
    let text = |name| registered.get(name).and_then(Value::as_str).map(str::to_owned).ok_or("no credentials came");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(load.users);
    let target = Arc::new(Target {
        issuer: Url::parse(&issuer).map_err(|error| error.to_string())?,
        client_id: text("client_id")?,
        client_secret: text("client_secret")?,
        // The name resolves to two addresses and the server has one: ask the right one first.
        client: client
            .resolve("localhost", ([127, 0, 0, 1], port).into())
            .build()
            .map_err(|error| error.to_string())?,
    });
    let before = sandbox.memory();
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let measured = runtime.block_on(drive(load, &target, &people))?;
    report(load, &measured, before, sandbox.memory())?;
    sandbox.close()
}

async fn drive(load: Load, target: &Arc<Target>, people: &[Person]) -> Result<(Measured, Duration), String> {
    // A person has one live square: with squares each browser is another person's.
    let users = if load.squares { load.users.min(people.len()) } else { load.users };
    eprintln!("signing in {users} browsers");
    let mut browsers = Vec::new();
    for person in people.iter().cycle().take(users) {
        let mut browser = Browser::new(target);
        browser.sign_in(person).await?;
        browsers.push(browser);
    }
    eprintln!("{} for {} s", if load.squares { "showing squares" } else { "entering the party" }, load.seconds);
    let (began, until) = (now(), now() + Duration::from_secs(load.seconds));
    // More squares than that the house refuses to one person.
    let most = if load.squares { limits::PRESENTATIONS_HOUR } else { u32::MAX };
    let goes_round = browsers.into_iter().map(|mut browser| {
        tokio::spawn(async move {
            let mut measured = Measured::default();
            for _ in 0..most {
                if now() >= until {
                    break;
                }
                let went = match load.squares {
                    true => squares::show(&mut browser, &mut measured).await,
                    false => sign_on::enter(&mut browser, &mut measured).await,
                };
                if let Err(failure) = went {
                    measured.failed(failure);
                }
            }
            measured
        })
    });
    let mut all = Measured::of(users);
    for task in goes_round.collect::<Vec<_>>() {
        all.add(task.await.map_err(|error| error.to_string())?);
    }
    Ok((all, now() - began))
}

fn report(
    load: Load,
    (measured, took): &(Measured, Duration),
    before: Option<u64>,
    after: Option<u64>,
) -> Result<(), String> {
    let what = if load.squares { "squares made and scanned" } else { "sign-ons" };
    let (rounds, seconds) = (measured.rounds(), took.as_secs_f64());
    let rate = rounds as f64 / seconds;
    println!("{rounds} {what} by {} browsers in {seconds:.1} s: {rate:.0} a second", measured.browsers);
    measured.print();
    if load.squares {
        let signature = squares::one_signature()?.as_secs_f64();
        println!("one signature of a square: {:.0} µs, {:.0} a second on one core", signature * 1e6, 1.0 / signature);
    }
    let mebibytes = |memory: Option<u64>| memory.map_or_else(|| "?".to_owned(), |mebibytes| format!("{mebibytes} MiB"));
    println!("memory of the server: {} before, {} after", mebibytes(before), mebibytes(after));
    Ok(())
}

const REDIRECT: &str = "http://localhost:9/callback";
