//! A whole nation to try out: `cargo run --release --example nation`.
//!
//! Starts the provider with an embedded database in a temporary folder, ten thousand synthetic people, five officers, two
//! portals and a bank, and prints where they are, who may sign in, and what to click first. Ctrl-C ends all of it and
//! leaves nothing behind.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

#[path = "party/mod.rs"]
mod party;
#[path = "sandbox/mod.rs"]
mod sandbox;

use party::{Credentials, Face, Party};
use sandbox::Sandbox;

/// A synthetic nation on this machine.
#[derive(Debug, Parser)]
struct Nation {
    /// How many people live in it.
    #[arg(long, default_value_t = 10_000)]
    people: u32,
    /// Use any free ports instead of 8080 to 8083.
    #[arg(long)]
    any_ports: bool,
    /// Print one line of JSON instead of the welcome: for tests.
    #[arg(long)]
    json: bool,
}

/// Where everything is and who may be tried.
#[derive(Debug, Serialize)]
struct Map {
    issuer: String,
    national_portal: String,
    provincial_portal: String,
    bank: String,
    /// The square that the bank has printed for its counter.
    bank_square: Square,
    unenrolled: Vec<Person>,
    dependants: Vec<Person>,
    level_1: Vec<Person>,
    level_2: Vec<Person>,
    officers: Vec<Person>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Square {
    address: String,
    code: String,
    png: String,
}

#[derive(Debug, Deserialize, Serialize)]
struct Person {
    personal_id_number: String,
    full_name: String,
    birth_date: String,
    gender: String,
    phone: String,
    email: Option<String>,
    password: Option<String>,
    answered_for_by: Option<String>,
    officer: Option<serde_json::Value>,
}

fn main() -> ExitCode {
    if let Some(ended) = sandbox::as_dinhdanh() {
        return ended;
    }
    match run(&Nation::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the demonstration tells how long it took to be ready")]
fn run(nation: &Nation) -> Result<(), String> {
    let began = Instant::now();
    let port = |wanted| sandbox::port_or_free(if nation.any_ports { 0 } else { wanted });
    let issuer_port = port(8080)?;
    let issuer = format!("http://localhost:{issuer_port}");
    let mut sandbox = Sandbox::new(&issuer)?;
    sandbox.populate(nation.people)?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let (mut addresses, mut bank_square) = (Vec::new(), None);
    for face in [Face::NationalPortal, Face::ProvincialPortal, Face::Bank] {
        let listener = runtime.block_on(listen(port(face.usual_port())?))?;
        let bound = listener.local_addr().map_err(|error| error.to_string())?.port();
        let address = format!("http://localhost:{bound}");
        let credentials: Credentials = sandbox.register(&face.registration(&address))?;
        if face == Face::Bank {
            sandbox.command(&["relying-party", "categorise", &credentials.client_id, "bank_account", "loan"])?;
            bank_square = Some(printed_square(&sandbox, &credentials.client_id)?);
        }
        let party = Party::new(face, &address, &issuer, credentials)?;
        runtime.spawn(party.serve(listener));
        addresses.push(address);
    }
    sandbox.serve(issuer_port)?;
    let [national_portal, provincial_portal, bank] = addresses.try_into().map_err(|_| "three parties were started")?;
    let people = |flags: &[&str]| sandbox.json(&[&["sandbox", "people", "--json"], flags].concat());
    let map = Map {
        issuer,
        national_portal,
        provincial_portal,
        bank,
        bank_square: bank_square.ok_or("the bank was started")?,
        unenrolled: people(&["--unenrolled", "--limit", "3"])?,
        level_1: people(&["--level", "1", "--limit", "3"])?,
        level_2: people(&["--level", "2", "--limit", "5"])?,
        dependants: people(&["--dependants"])?,
        officers: people(&["--officer", "--limit", "5"])?,
    };
    if nation.json {
        println!("{}", serde_json::to_string(&map).map_err(|error| error.to_string())?);
    } else {
        welcome(&map, nation.people, began.elapsed().as_secs_f64(), sandbox.memory());
    }
    runtime.block_on(told_to_stop())?;
    sandbox.close()?;
    if !nation.json {
        println!("\nThe nation is gone; every invariant held.");
    }
    Ok(())
}

/// What hangs at the bank's counter: whoever scans it in the wallet is asked.
fn printed_square(sandbox: &Sandbox, bank: &str) -> Result<Square, String> {
    let wanted = ["--fields", "card_valid_until permanent_residence", "--place", "Quầy 1, chi nhánh Hà Nội"];
    sandbox.json(&[&["relying-party", "square", "add", bank], &wanted[..]].concat())
}

async fn listen(port: u16) -> Result<TcpListener, String> {
    let bound = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await;
    bound.map_err(|error| format!("cannot listen on port {port}: {error}"))
}

async fn told_to_stop() -> Result<(), String> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}

fn welcome(map: &Map, people: u32, seconds: f64, memory: Option<u64>) {
    let Map { issuer, national_portal, provincial_portal, bank, bank_square, .. } = map;
    let Square { address: square, code, .. } = bank_square;
    let memory = memory.map(|mebibytes| format!("; the provider holds {mebibytes} MiB")).unwrap_or_default();
    println!("\nA nation of {people} synthetic people is ready, after {seconds:.1} s{memory}.\n");
    println!("  Provider           {issuer}");
    println!("  National portal    {national_portal}");
    println!("  Provincial portal  {provincial_portal}");
    println!("  Bank (level 2)     {bank}");
    println!("  SMS and e-mails    {issuer}/sandbox/outbox.json\n");
    for (title, people) in [("Level 2", &map.level_2), ("Level 1", &map.level_1), ("Officers", &map.officers)] {
        println!("{title:<28}number         password");
        for person in people {
            let password = person.password.as_deref().unwrap_or_default();
            println!("  {:<26}{:<15}{password}", person.full_name, person.personal_id_number);
        }
    }
    println!("{:<28}number         born         gender  telephone", "Without an account");
    for person in &map.unenrolled {
        let Person { full_name, personal_id_number, birth_date, gender, phone, .. } = person;
        println!("  {full_name:<26}{personal_id_number:<15}{birth_date:<13}{gender:<8}{phone}");
    }
    println!("{:<28}number         born         gender  parent or guardian", "Children and wards");
    for person in &map.dependants {
        let Person { full_name, personal_id_number, birth_date, gender, answered_for_by, .. } = person;
        let by = answered_for_by.as_deref().unwrap_or_default();
        println!("  {full_name:<26}{personal_id_number:<15}{birth_date:<13}{gender:<8}{by}");
    }
    println!(
        "\nWhat to click first\n  \
         1. {national_portal} : sign in as somebody of level 2, agree, file a dossier.\n  \
         2. {provincial_portal} : sign in; nobody asks for a password again.\n  \
         3. {bank} : open an account; now a code comes by SMS (see the messages).\n  \
         4. {issuer}/wallet/qr : show the one-minute QR; in another browser an officer checks it at {issuer}/office/scan\n  \
         5. {issuer}/wallet/share : pick what to share; in another browser a bank's teller checks the QR at {bank}/counter\n  \
         6. {square} : what the bank's printed square says; answer it at {issuer}/wallet/scan with the letters {code}\n  \
         7. {national_portal} : sign out there, then look at the other two.\n  \
         8. {issuer}/enrol : register somebody without an account; two officers raise the account at {issuer}/office\n  \
         9. {issuer}/wallet/dependants : as a parent or guardian above, declare your child or ward\n\n\
         Ctrl-C ends all of it and leaves nothing behind."
    );
}
