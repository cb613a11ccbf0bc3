//! Relying parties on client libraries that no one here wrote, in their own languages: `tests/foreign/` has a program for
//! each. One JSON object a line: we hand over the task, lead a person's browser wherever the program sends it, and hear
//! in the end what the library made of it all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::browser::Browser;
use super::house::House;
use super::person::Person;

/// A client library.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Library {
    /// openid-client of npm.
    OpenidClient,
    /// Authlib of PyPI.
    Authlib,
    /// sd-jwt of PyPI.
    SdJwt,
}

/// A program at work.
#[derive(Debug)]
struct Program {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Library {
    /// Whether `tests/run` has installed it; where it has not, one line says what is not looked at.
    pub(crate) fn is_here(self) -> bool {
        let (name, needed) = match self {
            Self::OpenidClient => ("openid-client", installed("node/node_modules/openid-client")),
            Self::Authlib => ("Authlib", installed("python/bin/python")),
            Self::SdJwt => ("sd-jwt", installed("python/bin/python")),
        };
        if !needed.exists() {
            skipped(name);
        }
        needed.exists()
    }

    /// Lets a party on this library do its task with this person's browser; answers what it did, as the program tells it.
    pub(crate) async fn play(self, house: &House, browser: &mut Browser, person: &Person, task: &Value) -> Value {
        let mut program = Program::start(self);
        let mut task = task.clone();
        task["issuer"] = json!(house.issuer());
        program.tell(&task).await;
        loop {
            let heard = program.hear().await;
            if let Some(secret) = heard["secret"].as_str() {
                house.wire().alarm().watch(secret);
            } else if let Some(url) = heard["visit"].as_str() {
                browser.open(url).await;
                house.pass(browser, person).await;
                program.tell(&came_back(browser)).await;
            } else {
                return heard["done"].clone();
            }
        }
    }

    /// Lets a reader judge texts one after another; answers what it makes of each.
    pub(crate) async fn judge(self, tasks: &[Value]) -> Vec<Value> {
        let mut program = Program::start(self);
        let mut judged = Vec::new();
        for task in tasks {
            program.tell(task).await;
            judged.push(program.hear().await);
        }
        judged
    }

    fn command(self) -> Command {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign");
        let mut command = match self {
            Self::OpenidClient => Command::new("node"),
            Self::Authlib | Self::SdJwt => Command::new(installed("python/bin/python")),
        };
        command.arg(scripts.join(match self {
            Self::OpenidClient => "openid_client.mjs",
            Self::Authlib => "authlib_client.py",
            Self::SdJwt => "sd_jwt_reader.py",
        }));
        command.env("TOOLS", installed("node")).env("PYTHONDONTWRITEBYTECODE", "1");
        // The house is on this machine, whatever stands between the machine and the world.
        command.env("NO_PROXY", "*");
        command
    }
}

impl Program {
    fn start(library: Library) -> Self {
        let mut command = library.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{library:?} does not start: {error}"));
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, to, from: BufReader::new(from).lines() }
    }

    async fn tell(&mut self, message: &Value) {
        // A program that is gone already says why when it is listened to.
        let _ = self.to.write_all(format!("{message}\n").as_bytes()).await;
    }

    async fn hear(&mut self) -> Value {
        match self.from.next_line().await.unwrap() {
            Some(line) => serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}")),
            None => {
                let mut complaint = String::new();
                self.child.stderr.take().unwrap().read_to_string(&mut complaint).await.unwrap();
                panic!("the client does not take it:\n{complaint}");
            }
        }
    }
}

/// What the browser asks of the party in the end: an address, and the form that is sent there.
fn came_back(browser: &Browser) -> Value {
    let page = browser.page();
    if !page.has("form#form-post") {
        return json!({ "came_back": browser.outside() });
    }
    let names = page.attributes("form#form-post input[type=hidden]", "name");
    let values = page.attributes("form#form-post input[type=hidden]", "value");
    let fields: Map<_, _> = names.into_iter().zip(values.into_iter().map(Value::String)).collect();
    json!({ "came_back": page.attribute("form#form-post", "action"), "form": fields })
}

fn installed(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/foreign").join(path)
}

/// What zbar reads in a picture; none where it is not installed.
pub(crate) fn zbar(picture: &[u8]) -> Option<String> {
    let file = tempfile::Builder::new().suffix(".png").tempfile().unwrap();
    std::fs::write(file.path(), picture).unwrap();
    let Ok(read) = std::process::Command::new("zbarimg").args(["--raw", "--quiet"]).arg(file.path()).output() else {
        skipped("zbar");
        return None;
    };
    assert!(read.status.success(), "zbar reads nothing: {}", String::from_utf8_lossy(&read.stderr));
    Some(String::from_utf8(read.stdout).unwrap().trim_end().to_owned())
}

/// Says on the terminal, past the capture of passing tests, that a judge was absent; once for each.
pub(crate) fn skipped(name: &'static str) {
    use std::io::Write as _;
    static SAID: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
    if SAID.lock().unwrap().insert(name) {
        let _ = writeln!(std::io::stderr(), "skipped: {name} is not installed here; tests/run installs it");
    }
}
