//! What the size of the register costs: taking people in, finding one, matching an application, and the memory of who asks.
//!
//! `SCALE_PEOPLE=10000,1000000 cargo bench --bench scale` measures at these sizes on SQLite, and with
//! `SCALE_URL=postgres://…` on that server, where each size gets a database of its own. With `SCALE_FOLDER` the invented people
//! and the databases are kept: the next time nobody is taken in, and people are looked up alone. Without it all of it goes to
//! the system's temporary folder and is gone at the end. Without `--bench` a few hundred people are taken in and looked up
//! once. The figures of 10^4 to 10^7 stand in `docs/scale.md`.
//!
//! A regression would be: a look-up and match above 5 ms at the 99th percentile at any size; an asker whose memory grows
//! with the register; an import whose rate falls below half of that at 10^5.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot set itself up stops")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dinhdanh::identity::matching::{self, Outcome};
use dinhdanh::identity::person::{Declared, Form};
use dinhdanh::registry::Registry as _;
use dinhdanh::registry::embedded::Embedded;
use dinhdanh::store::engine::Database;
use tempfile::TempDir;
use tokio::runtime::Runtime;

fn main() {
    let measures = env::args().any(|argument| argument == "--bench");
    let asked = setting("SCALE_PEOPLE").unwrap_or_else(|| String::from("10000,100000"));
    let sizes = if measures { asked } else { String::from("300") };
    let looks = if measures { 20_000 } else { 20 };
    println!(
        "| people | CSV MB | made s | taken in s | a second | importer MiB | table MB | found and matched p50 µs | p99 µs | most µs | asker's growth MiB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for size in sizes.split(',') {
        let people: u32 = size.trim().parse().expect("SCALE_PEOPLE is numbers with commas between");
        measure(people, looks);
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
fn measure(people: u32, looks: usize) {
    let kept = setting("SCALE_FOLDER");
    let passing = TempDir::new().expect("a folder");
    let folder = kept.as_ref().map_or(passing.path(), Path::new);
    let house = House::new(folder, people, kept.is_some());
    let file = folder.join(format!("people_{people}.csv"));
    let [path, data] = [file.as_path(), passing.path()].map(|path| path.to_str().expect("a path of plain letters"));

    let began = Instant::now();
    if !file.exists() {
        let unfinished = format!("{path}.unfinished");
        house.run(&["population", "generate", "--people", &people.to_string(), "--seed", "10", "--out", &unfinished]);
        fs::rename(unfinished, path).expect("the file gets its name");
    }
    let made = began.elapsed();
    let taken_in = (!house.mark.exists()).then(|| {
        let began = Instant::now();
        let importer = house.run(&["population", "import", path, "--data", data, "--database", &house.url]);
        fs::write(&house.mark, "").expect("the mark stands");
        (began.elapsed(), importer)
    });

    let declared = declared(&file, people, looks);
    let csv = fs::metadata(&file).expect("the file").len();
    if kept.is_none() {
        fs::remove_file(&file).expect("the file goes");
    }
    let before = memory("VmRSS", std::process::id());
    let mut times = house.look_up(&declared);
    let growth = memory("VmRSS", std::process::id()).saturating_sub(before);
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share / 1000).min(times.len() - 1)).map_or(0, Duration::as_micros);
    let imported = taken_in.map_or_else(
        || String::from("kept | kept | kept"),
        |(time, importer)| {
            let seconds = time.as_secs_f64();
            format!("{seconds:.1} | {:.0} | {}", f64::from(people) / seconds, importer / 1024)
        },
    );
    println!(
        "| {people} | {} | {:.1} | {imported} | {} | {} | {} | {} | {} |",
        csv / 1_000_000,
        made.as_secs_f64(),
        house.table() / 1_000_000,
        at(500),
        at(990),
        at(1000),
        growth / 1024,
    );
}

/// A house of the real commands in a folder, on SQLite or on a database of its own of a server.
struct House {
    url: String,
    server: Option<(String, String)>,
    /// A file that says that the people are in to the last.
    mark: PathBuf,
    is_kept: bool,
}

impl House {
    fn new(folder: &Path, people: u32, is_kept: bool) -> Self {
        let server = setting("SCALE_URL");
        let engine = if server.is_some() { "postgresql" } else { "sqlite" };
        let mark = folder.join(format!("people_{people}.{engine}.taken_in"));
        let Some(server) = server else {
            let url = format!("sqlite://{}", folder.join(format!("people_{people}.sqlite")).display());
            return Self { url, server: None, mark, is_kept };
        };
        let name = format!("scale_{people}");
        if !mark.exists() {
            psql(&server, &format!("DROP DATABASE IF EXISTS {name}"));
            psql(&server, &format!("CREATE DATABASE {name}"));
        }
        let url = format!("{}/{name}", server.rsplit_once('/').expect("a URL with a database").0);
        Self { url, server: Some((server, name)), mark, is_kept }
    }

    /// Runs a command of the product to its end and answers the most memory that it held, in KiB.
    fn run(&self, arguments: &[&str]) -> u64 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dinhdanh"));
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the command starts");
        let mut most = 0;
        loop {
            most = most.max(memory("VmHWM", child.id()));
            if let Some(status) = child.try_wait().expect("a child") {
                assert!(status.success(), "{arguments:?} ended with {status}");
                return most;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// How long it takes to find each person and to match what is declared with what is known.
    #[expect(clippy::disallowed_methods, reason = "a bench measures")]
    fn look_up(&self, declared: &[Declared]) -> Vec<Duration> {
        let runtime = Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let register = Embedded::new(Database::open(&self.url).await.expect("the database"));
            let mut times = Vec::with_capacity(declared.len());
            for declared in declared {
                let began = Instant::now();
                let record = register.look_up(&declared.number).await.expect("no fault");
                let outcome = matching::compare(declared, record.as_ref());
                let subscriber = register.subscriber(&declared.phone).await.expect("no fault");
                times.push(began.elapsed());
                assert!(matches!(outcome, Outcome::Match(_)) && subscriber.is_some(), "the file's own people match");
            }
            times
        })
    }

    /// The room of the whole database, in bytes.
    fn table(&self) -> u64 {
        match &self.server {
            None => fs::metadata(self.url.trim_start_matches("sqlite://")).expect("the file").len(),
            Some((_, name)) => {
                let said = psql(&self.url, &format!("SELECT pg_database_size('{name}')"));
                said.trim().parse().expect("a size")
            }
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some((server, name)) = self.server.as_ref().filter(|_| !self.is_kept) {
            psql(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// What living people of the file, from all over it, would declare of themselves.
fn declared(file: &Path, people: u32, wanted: usize) -> Vec<Declared> {
    let mut rows = csv::Reader::from_path(file).expect("the file");
    let header = rows.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let [number, name, birth, gender, phone] = ["number", "name", "birth_date", "gender", "phone"].map(column);
    let [status, owner] = ["status", "phone_owner"].map(column);
    // A stride that shares no factor with the size of a household visits them all alike.
    let stride = (people as usize / wanted / 2).max(1);
    let rows = rows.records().step_by(stride).map(|row| row.expect("a row"));
    let own = rows.filter(|row| row.get(status) == Some("alive") && row.get(owner) == row.get(number));
    own.take(wanted)
        .map(|row| {
            let field = |at: usize| row.get(at).unwrap_or_default();
            let form = Form {
                number: field(number),
                name: field(name),
                birth_date: field(birth),
                gender: field(gender),
                phone: field(phone),
                email: "",
            };
            Declared::parse(form).expect("the file's people are well formed")
        })
        .collect()
}

/// A figure of `/proc/PID/status` in KiB; 0 where there is none.
fn memory(what: &str, process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|size| size.parse().ok()).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "whoever measures says what")]
fn setting(name: &str) -> Option<String> {
    env::var(name).ok()
}

fn psql(url: &str, statement: &str) -> String {
    let output = Command::new("psql").args(["-XAtq", "-c", statement, url]).output().expect("psql is on the path");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
