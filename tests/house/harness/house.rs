//! A house that runs: the real binary on a database of its own, checked when it closes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::Deserialize;
use serde_json::Value;

use super::alarm::Alarm;
use super::browser::Browser;
use super::person::Person;
use super::process::Process;
use super::relying_party::{RelyingParty, Tokens};
use super::site::{Printed, Site};
use super::wire::Wire;

/// The whole house. When it goes it is told to stop, its invariants are verified and its log is read.
#[derive(Debug)]
pub(crate) struct House {
    // Dropped before the site, whose database nobody may be connected to.
    node: Node,
    site: Arc<Site>,
    /// What stands in the environment of every process of it.
    settings: Vec<String>,
    closed: bool,
}

/// One process of the house.
#[derive(Debug)]
pub(crate) struct Node {
    process: Process,
    wire: Wire,
    issuer: String,
    /// How far this node's clock is ahead of ours.
    ahead: Arc<AtomicI64>,
    alarm: Alarm,
    _site: Arc<Site>,
}

/// A message to a person, as `/sandbox/outbox.json` tells of it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Message {
    pub(crate) to: String,
    pub(crate) channel: String,
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) sent_at: i64,
}

impl House {
    /// The sandbox, started.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The sandbox, started with further flags or settings (`NAME=value` is put into its environment).
    pub(crate) fn start_with(settings: &[&str]) -> Self {
        Self::on(Site::sandbox(), settings)
    }

    /// A house on a site that a test has prepared.
    pub(crate) fn on(site: Site, settings: &[&str]) -> Self {
        let site = Arc::new(site);
        let node = Node::start(&site, None, settings, Alarm::default());
        let settings = settings.iter().filter(|setting| !setting.starts_with('-')).map(|one| (*one).to_owned());
        Self { node, site, settings: settings.collect(), closed: false }
    }

    /// Another process on the same database and keys, where the engine allows it; PostgreSQL does, SQLite does not.
    pub(crate) async fn second_node(&self) -> Option<Node> {
        if self.site.database().is_none() {
            super::left_out("two nodes on one database, which SQLite does not serve");
            return None;
        }
        let settings: Vec<&str> = self.settings.iter().map(String::as_str).collect();
        let node = Node::start(&self.site, Some(&self.node.issuer), &settings, self.node.alarm.clone());
        node.advance(self.node.ahead.load(Ordering::SeqCst)).await;
        Some(node)
    }

    /// The ground it stands on.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Its first process.
    pub(crate) fn node(&self) -> &Node {
        &self.node
    }

    /// How the outside names it.
    pub(crate) fn issuer(&self) -> &str {
        &self.node.issuer
    }

    /// The way to it, for machines.
    pub(crate) fn wire(&self) -> &Wire {
        &self.node.wire
    }

    /// A new browser in front of it.
    pub(crate) fn browser(&self) -> Browser {
        self.node.browser()
    }

    /// Moves its clock on, and does what became due.
    pub(crate) async fn advance(&self, seconds: i64) {
        self.node.advance(seconds).await;
    }

    /// Its present instant, in Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        seconds_now() + self.node.ahead.load(Ordering::SeqCst)
    }

    /// Does every chore once.
    pub(crate) async fn sweep(&self) {
        self.node.wire.post_form("/sandbox/sweep", &[], &[]).await.expect(200);
    }

    /// Every message to people, newest first.
    pub(crate) async fn outbox(&self) -> Vec<Message> {
        self.node.wire.get("/sandbox/outbox.json").await.expect(200).json()
    }

    /// The last six-digit code sent to this address, or to this phone however it is written.
    pub(crate) async fn code_sent_to(&self, to: &str) -> String {
        let outbox = self.outbox().await;
        let code_in = |message: &Message| {
            let mut digits = message.text.split(|character: char| !character.is_ascii_digit());
            digits.find(|digits| digits.len() == 6).map(str::to_owned)
        };
        let mut sent = outbox.iter().filter(|message| message.to == to || is_phone(&message.to, to));
        let code = sent.find_map(code_in).unwrap_or_else(|| panic!("no code was sent to {to}: {outbox:?}"));
        self.node.alarm.watch(&code);
        code
    }

    /// The sandbox's people that these flags of `sandbox people` choose.
    pub(crate) fn people(&self, flags: &[&str]) -> Vec<Person> {
        let people: Vec<Person> = self.command(&[&["sandbox", "people", "--json"], flags].concat()).json();
        assert!(!people.is_empty(), "the sandbox has nobody like {flags:?}");
        for password in people.iter().filter_map(|person| person.password.as_deref()) {
            self.node.alarm.watch(password);
        }
        people
    }

    /// The first of them.
    pub(crate) fn person(&self, flags: &[&str]) -> Person {
        self.people(flags).swap_remove(0)
    }

    /// Registers a relying party from this file, as an operator does.
    pub(crate) async fn relying_party(&self, file: &Value) -> RelyingParty {
        let path = self.site.file("party.json", file.to_string());
        let printed: Value = self.command(&["relying-party", "add", "--file", path.to_str().unwrap()]).json();
        if let Some(secret) = printed["client_secret"].as_str() {
            self.node.alarm.watch(secret);
        }
        RelyingParty::new(self.node.wire.clone(), Arc::clone(&self.node.ahead), file, &printed)
    }

    /// The party that registered itself with this document and was answered so.
    pub(crate) fn registered(&self, document: &Value, answer: &Value) -> RelyingParty {
        for secret in ["client_secret", "registration_access_token"] {
            answer[secret].as_str().into_iter().for_each(|secret| self.node.alarm.watch(secret));
        }
        RelyingParty::new(self.node.wire.clone(), Arc::clone(&self.node.ahead), document, answer)
    }

    /// Answers whatever the house asks of this person on the way to a party or a page: number and password, a code, a
    /// consent. Answers what was asked, in order.
    pub(crate) async fn pass(&self, browser: &mut Browser, person: &Person) -> Vec<&'static str> {
        let mut asked = Vec::new();
        for _ in 0..6 {
            let page = browser.page();
            if page.has("form#sign-in") {
                asked.push("password");
                browser.sign_in(person).await;
            } else if page.has("button#verify") {
                asked.push("code");
                let code = self.code_sent_to(&person.phone).await;
                browser.fill("code", &code).click("verify").await;
            } else if page.has("button#allow") {
                asked.push("consent");
                browser.click("allow").await;
            } else {
                return asked;
            }
        }
        panic!("the house asks without end: {asked:?}: {}", browser.page().summary());
    }

    /// Takes the person into the party, whatever is asked on the way.
    pub(crate) async fn enter(
        &self,
        party: &RelyingParty,
        scope: &str,
        browser: &mut Browser,
        person: &Person,
    ) -> (Tokens, Vec<&'static str>) {
        let asked = party.authorization(scope);
        browser.open(&asked.url()).await;
        let steps = self.pass(browser, person).await;
        (party.exchange(&asked, &browser.outside()).await, steps)
    }

    /// Runs an operator's command about this house.
    pub(crate) fn command(&self, arguments: &[&str]) -> Printed {
        self.site.command(arguments)
    }

    /// The same with the settings that its processes have.
    pub(crate) fn command_as_set(&self, arguments: &[&str]) -> Printed {
        self.site.command_with(arguments, &self.settings)
    }

    /// Everything that its process has printed.
    pub(crate) fn log(&self) -> String {
        self.node.process.printed()
    }

    /// This test breaks something: errors in the log and 5xx answers are its subject.
    pub(crate) fn expect_faults(&self) {
        self.node.alarm.expect_faults();
    }

    /// SIGKILL in the middle of things, then another start at the same address.
    pub(crate) async fn crash_and_restart(&mut self) {
        self.node.process.kill();
        self.node.check_log();
        let listen = format!("--listen={}", self.node.wire.node());
        let ahead = self.node.ahead.load(Ordering::SeqCst);
        let (issuer, alarm) = (self.node.issuer.clone(), self.node.alarm.clone());
        let settings = self.settings.iter().chain([&listen]).map(String::as_str).collect::<Vec<_>>();
        self.node = Node::start(&self.site, Some(&issuer), &settings, alarm);
        self.node.advance(ahead).await;
    }

    /// Tells it to stop, verifies the invariants and reads the log. Dropping it does the same.
    pub(crate) fn close(mut self) {
        self.check();
    }

    /// As [`House::close`], for who looks at what it leaves.
    pub(crate) fn leave(mut self) -> Arc<Site> {
        self.check();
        Arc::clone(&self.site)
    }

    fn check(&mut self) {
        self.closed = true;
        let status = self.node.process.stop();
        assert!(status.success(), "the house ended with {status}\n{}", self.log());
        self.node.check_log();
        let verified = self.command(&["verify"]);
        assert_eq!(
            (verified.code, verified.stdout.trim()),
            (0, "sound"),
            "the house is not sound:\n{}",
            verified.stderr
        );
    }
}

/// Whether two spellings of a telephone number, `0509…` and `+84509…`, are one.
fn is_phone(one: &str, other: &str) -> bool {
    let national = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.strip_prefix("84").or(digits.strip_prefix('0')).map(str::to_owned)
    };
    national(one).is_some_and(|digits| digits.len() == 9 && national(other) == Some(digits))
}

impl Drop for House {
    fn drop(&mut self) {
        if self.closed {
            return;
        }
        if std::thread::panicking() {
            eprintln!("the log of the house:\n{}", self.log());
            return;
        }
        self.check();
    }
}

impl Node {
    fn start(site: &Arc<Site>, issuer: Option<&str>, settings: &[&str], alarm: Alarm) -> Self {
        let mut command = site.dinhdanh(&["serve"]);
        if let Some(issuer) = issuer {
            command.arg("--issuer").arg(issuer);
        }
        if !settings.iter().any(|setting| setting.starts_with("--listen")) {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        for setting in settings {
            match setting.split_once('=') {
                Some((name, value)) if !setting.starts_with('-') => drop(command.env(name, value)),
                _ => drop(command.arg(setting)),
            }
        }
        let mut process = Process::start(&mut command);
        let line = process.line_with(" listens on ");
        let (issuer, address) = line.split_once(" listens on ").unwrap();
        let address: SocketAddr = address.trim().parse().unwrap();
        Self {
            process,
            wire: Wire::new(issuer, address, alarm.clone()),
            issuer: issuer.to_owned(),
            ahead: Arc::default(),
            alarm,
            _site: Arc::clone(site),
        }
    }

    /// The way to this node.
    pub(crate) fn wire(&self) -> &Wire {
        &self.wire
    }

    /// A new browser in front of this node.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.wire.clone())
    }

    /// Moves this node's clock on, and does what became due.
    pub(crate) async fn advance(&self, seconds: i64) {
        self.wire.post_form("/sandbox/clock", &[], &[("advance", &seconds.to_string())]).await.expect(200);
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    fn check_log(&self) {
        let findings = self.alarm.findings(&self.process.printed());
        assert!(findings.is_empty(), "the alarm rings:\n{}", findings.join("\n"));
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.check_log();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock of the world outside the house")]
fn seconds_now() -> i64 {
    let past = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(past.as_secs()).unwrap()
}
