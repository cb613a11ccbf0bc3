//! A provider of one's own in a temporary folder, run by its command line as an operator would: the example starts itself
//! again as `dinhdanh`, so that nothing but the example has to be built. Everything is gone when it is dropped.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use tempfile::TempDir;

/// The folder, and the provider that serves from it.
#[derive(Debug)]
pub(crate) struct Sandbox {
    folder: TempDir,
    issuer: String,
    provider: Option<Child>,
}

/// If this process was started as `dinhdanh`, is `dinhdanh`; must be asked first in `main`.
pub(crate) fn as_dinhdanh() -> Option<ExitCode> {
    let mut arguments = std::env::args_os();
    let name = arguments.next()?;
    (arguments.next()? == AS_DINHDANH).then(|| dinhdanh::cli::run(std::iter::once(name).chain(arguments)))
}

impl Sandbox {
    /// An empty folder for a provider that will be known by this issuer.
    pub(crate) fn new(issuer: &str) -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("dinhdanh-").tempdir();
        let folder = folder.map_err(|error| format!("no temporary folder: {error}"))?;
        Ok(Self { folder, issuer: issuer.to_owned(), provider: None })
    }

    /// Fills the register with that many invented people.
    pub(crate) fn populate(&self, people: u32) -> Result<(), String> {
        let file = self.folder.path().join("people.csv");
        let file = file.to_string_lossy();
        let generate = ["population", "generate", "--people", &people.to_string(), "--seed", "2026", "--out", &file];
        done(itself()?.args(generate), &generate)?;
        self.command(&["population", "import", &file]).map(drop)
    }

    /// Runs a command about this provider and answers what it printed.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<String, String> {
        done(&mut self.dinhdanh(arguments)?, arguments)
    }
    /// Runs a command and reads the JSON that it prints.
    pub(crate) fn json<T: DeserializeOwned>(&self, arguments: &[&str]) -> Result<T, String> {
        let text = self.command(arguments)?;
        serde_json::from_str(&text).map_err(|error| format!("dinhdanh {}: {error}", arguments.join(" ")))
    }

    /// Registers a party and answers what an operator would paste into it.
    pub(crate) fn register<T: DeserializeOwned>(&self, metadata: &serde_json::Value) -> Result<T, String> {
        let file = self.folder.path().join("party.json");
        std::fs::write(&file, metadata.to_string()).map_err(|error| error.to_string())?;
        self.json(&["relying-party", "add", "--file", &file.to_string_lossy()])
    }

    /// Starts the provider on this port; answers once it listens. Its log goes into a file of the folder.
    pub(crate) fn serve(&mut self, port: u16) -> Result<(), String> {
        let log = std::fs::File::create(self.folder.path().join("log")).map_err(|error| error.to_string())?;
        let mut command = self.dinhdanh(&["serve", "--listen", &format!("127.0.0.1:{port}")])?;
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn();
        let child = self.provider.insert(started.map_err(|error| error.to_string())?);
        let stdout = child.stdout.take().ok_or("the provider has no output")?;
        let listens = BufReader::new(stdout).lines().map_while(Result::ok).any(|line| line.contains("listens on"));
        if listens { Ok(()) } else { Err(format!("the provider did not start:\n{}", self.log())) }
    }

    /// The memory that the provider holds, in MiB, as the system counts it.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.provider.as_ref()?.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
    }

    /// Tells the provider to stop, waits for it, and checks every invariant of what it leaves.
    pub(crate) fn close(&mut self) -> Result<(), String> {
        let Some(mut provider) = self.provider.take() else { return Ok(()) };
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", provider.id())).status();
        told.map_err(|error| error.to_string())?;
        #[expect(clippy::disallowed_methods, reason = "an example waits for a process, not in a request")]
        let until = Instant::now() + STOPPING;
        loop {
            match provider.try_wait() {
                Ok(Some(status)) if status.success() => break,
                Ok(Some(status)) => return Err(format!("the provider ended with {status}:\n{}", self.log())),
                #[expect(clippy::disallowed_methods, reason = "as above")]
                Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(20)),
                _ => {
                    let _ = provider.kill();
                    let _ = provider.wait();
                    return Err("the provider did not stop when told to".into());
                }
            }
        }
        self.command(&["verify"]).map(drop)
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn dinhdanh(&self, arguments: &[&str]) -> Result<Command, String> {
        let mut command = itself()?;
        command.args(arguments);
        let flags: [OsString; 5] = [
            "--sandbox".into(),
            "--data".into(),
            self.folder.path().join("house").into(),
            "--issuer".into(),
            self.issuer.clone().into(),
        ];
        command.args(flags);
        Ok(command)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(mut provider) = self.provider.take() {
            let _ = provider.kill();
            let _ = provider.wait();
        }
    }
}

/// This example as `dinhdanh`.
fn itself() -> Result<Command, String> {
    let mut command = Command::new(std::env::current_exe().map_err(|error| error.to_string())?);
    command.arg(AS_DINHDANH);
    // The settings of whoever tries the demonstration out are not the demonstration's.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DINHDANH_")) {
        command.env_remove(name);
    }
    Ok(command)
}

fn done(command: &mut Command, arguments: &[&str]) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return String::from_utf8(output.stdout).map_err(|error| error.to_string());
    }
    Err(format!("dinhdanh {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)))
}

/// The port that is wanted, or any free one when somebody else has it.
pub(crate) fn port_or_free(wanted: u16) -> Result<u16, String> {
    let bound = TcpListener::bind(("127.0.0.1", wanted)).or_else(|_| TcpListener::bind(("127.0.0.1", 0)));
    let address = bound.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

const AS_DINHDANH: &str = "--as-dinhdanh";
const STOPPING: Duration = Duration::from_secs(20);
