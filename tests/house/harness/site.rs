//! The ground a house stands on: a folder with its keys, a database, and the operator's commands about it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use tempfile::TempDir;
use url::Url;

use super::database::{Engine, PgDatabase, is_of_a_living_process};
use super::process::Process;
use super::proxy::Proxy;

/// A folder and a database. Both go when it goes.
#[derive(Debug)]
pub(crate) struct Site {
    // Dropped first: nobody may hold a connection to the database when it is dropped.
    database: Option<PgDatabase>,
    folder: TempDir,
    /// Between the house and its database server, when a test wants to cut it.
    proxy: Option<Proxy>,
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Site {
    /// Nothing built yet: no schema, no people.
    pub(crate) fn empty() -> Self {
        let database = match Engine::under_test() {
            Engine::Sqlite => None,
            Engine::PostgreSql => Some(PgDatabase::create("site", None)),
        };
        Self { database, folder: new_folder(), proxy: None }
    }

    /// The sandbox as its first start leaves it. The first start is done once for the whole run and copied: a nation's
    /// passwords are hashed slowly on purpose.
    pub(crate) fn sandbox() -> Self {
        static FIRST: OnceLock<Site> = OnceLock::new();
        let first = FIRST.get_or_init(|| {
            sweep_leftovers();
            let site = Self::empty();
            let mut process = Process::start(&mut site.dinhdanh(&["serve", "--listen", "127.0.0.1:0"]));
            let line = process.line_with(" listens on ");
            sweep_once(line.rsplit_once(' ').unwrap().1);
            let status = process.stop();
            assert!(status.success(), "the first start ended with {status}\n{}", process.printed());
            site
        });
        let copy = Self {
            database: first.database.as_ref().map(|database| PgDatabase::create("copy", Some(database))),
            folder: new_folder(),
            proxy: None,
        };
        copy_folder(first.folder.path(), copy.folder.path());
        copy
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database server's side of it; none on SQLite.
    pub(crate) fn database(&self) -> Option<&PgDatabase> {
        self.database.as_ref()
    }

    /// Puts a network that can be cut between the house and its database server; none on SQLite.
    pub(crate) fn with_a_network(mut self) -> Option<(Self, Proxy)> {
        let url = Url::parse(&self.database.as_ref()?.url()).unwrap();
        let addresses = url.socket_addrs(|| Some(5432)).unwrap();
        let proxy = Proxy::to(addresses[0]);
        self.proxy = Some(proxy.clone());
        Some((self, proxy))
    }

    fn by_way_of_the_proxy(&self, url: String) -> String {
        let Some(proxy) = &self.proxy else { return url };
        let mut url = Url::parse(&url).unwrap();
        url.set_host(Some(&proxy.address().ip().to_string())).unwrap();
        url.set_port(Some(proxy.address().port())).unwrap();
        url.into()
    }

    /// A file in the folder, with this text.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs a command about this site's house and waits for it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Printed {
        Printed::of(&mut self.dinhdanh(arguments))
    }

    /// Runs it with further settings, each `NAME=VALUE`.
    pub(crate) fn command_with(&self, arguments: &[&str], settings: &[String]) -> Printed {
        let mut command = self.dinhdanh(arguments);
        command.envs(settings.iter().filter_map(|setting| setting.split_once('=')));
        Printed::of(&mut command)
    }

    /// The binary with these arguments and the flags that say which house is meant.
    pub(crate) fn dinhdanh(&self, arguments: &[&str]) -> Command {
        let mut command = plain(arguments);
        command.arg("--data").arg(self.folder.path()).arg("--sandbox");
        if let Some(database) = &self.database {
            command.arg("--database").arg(self.by_way_of_the_proxy(database.url()));
        }
        command
    }
}

impl Printed {
    /// Runs a command that is about no house, such as `match name`.
    pub(crate) fn by(arguments: &[&str]) -> Self {
        Self::of(&mut plain(arguments))
    }

    /// Runs such a command with this text on its standard input.
    pub(crate) fn by_reading(text: &str, arguments: &[&str]) -> Self {
        let mut child = plain(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        // A command that refuses its arguments reads nothing; the pipe is closed under us then.
        let _ = child.stdin.take().expect("a pipe").write_all(text.as_bytes());
        Self::from(child.wait_with_output().expect("a command ends by itself"))
    }

    fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }

    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("a command ends by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What it printed, when it did what was asked.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "the command was not done:\n{}{}", self.stdout, self.stderr);
        self.stdout
    }

    /// The sentence with which it refused.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.code, 1, "the command was not refused:\n{}{}", self.stdout, self.stderr);
        self.stderr
    }

    /// The JSON that it printed.
    #[track_caller]
    pub(crate) fn json<T: DeserializeOwned>(self) -> T {
        let text = self.done();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("not the JSON wanted ({error}): {text}"))
    }
}

fn plain(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dinhdanh"));
    command.args(arguments);
    // The settings of whoever runs the suite are not those of the house under test.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("DINHDANH_") || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command
}

/// Has every chore done before the first start ends: what it would have left undone depends on how busy the machine is, and
/// a story whose register is down would find accounts that nobody has looked at.
fn sweep_once(node: &str) {
    use std::io::{Read as _, Write as _};
    let port = node.rsplit_once(':').unwrap().1;
    let mut stream = std::net::TcpStream::connect(node).unwrap();
    let request = format!(
        "POST /sandbox/sweep HTTP/1.1\r\nhost: localhost:{port}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "the first start did not do its chores:\n{answer}");
}

/// Under `target/`, named for the process: what a static holds is never dropped, so the next run removes it.
fn new_folder() -> TempDir {
    let name = format!("house_{}_", std::process::id());
    tempfile::Builder::new().prefix(&name).tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

fn sweep_leftovers() {
    for entry in std::fs::read_dir(env!("CARGO_TARGET_TMPDIR")).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("house_") && !is_of_a_living_process(&name) {
            // Another run may be sweeping too.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
    if Engine::under_test() == Engine::PostgreSql {
        PgDatabase::sweep_leftovers();
    }
}

/// Modes included: the keys are refused when others may read them.
fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&target).unwrap();
            std::fs::set_permissions(&target, entry.metadata().unwrap().permissions()).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}
