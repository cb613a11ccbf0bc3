//! The whole sign-on over sockets, again and again: `cargo run --release --example load -- --users 32 --seconds 20`.
//!
//! Starts a provider in a temporary folder, signs in as many browsers as asked for, then lets each of them enter a relying
//! party over and over by single sign-on: authorization request, code, tokens, userinfo. Prints the rate, the latency of
//! each leg, and the memory of the server. It shares the machine with the server, so its numbers are a floor.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use openidconnect::PkceCodeChallenge;
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Response};
use scraper::{Html, Selector};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

#[path = "sandbox/mod.rs"]
mod sandbox;

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
    /// For how long.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
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

/// How long each leg took, in microseconds, and what went wrong.
#[derive(Debug, Default)]
struct Measured {
    legs: BTreeMap<&'static str, Vec<u64>>,
    failures: BTreeMap<String, u64>,
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
        "client_name": "Load", "kind": "state_body", "redirect_uris": [REDIRECT], "scope": "openid vn_identity vn_account",
    }))?;
    sandbox.serve(port)?;
    let people: Vec<Person> = sandbox.json(&["sandbox", "people", "--json", "--level", "1"])?;
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
    report(load, &measured, before, sandbox.memory());
    sandbox.close()
}

async fn drive(load: Load, target: &Arc<Target>, people: &[Person]) -> Result<Measured, String> {
    eprintln!("signing in {} browsers", load.users);
    let mut browsers = Vec::new();
    for person in people.iter().cycle().take(load.users) {
        let mut browser = Browser { target: Arc::clone(target), cookies: BTreeMap::new() };
        browser.sign_in(person).await?;
        browsers.push(browser);
    }
    eprintln!("entering the party for {} s", load.seconds);
    let until = now() + Duration::from_secs(load.seconds);
    let entering = browsers.into_iter().map(|mut browser| {
        tokio::spawn(async move {
            let mut measured = Measured::default();
            while now() < until {
                if let Err(failure) = browser.enter(&mut measured).await {
                    *measured.failures.entry(failure).or_default() += 1;
                }
            }
            measured
        })
    });
    let mut all = Measured::default();
    for task in entering.collect::<Vec<_>>() {
        let measured = task.await.map_err(|error| error.to_string())?;
        for (leg, times) in measured.legs {
            all.legs.entry(leg).or_default().extend(times);
        }
        for (failure, count) in measured.failures {
            *all.failures.entry(failure).or_default() += count;
        }
    }
    Ok(all)
}

/// A browser that knows just enough: its cookies, forms of one button, redirects.
#[derive(Debug)]
struct Browser {
    target: Arc<Target>,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// Once by number and password, and the consent that is then remembered.
    async fn sign_in(&mut self, person: &Person) -> Result<(), String> {
        let (url, ..) = self.authorization();
        let mut response = self.follow(url).await?;
        let typed = [("username", person.personal_id_number.as_str()), ("password", person.password.as_str())];
        for (button, typed) in [("continue", &typed[..]), ("allow", &[])] {
            if let Some(next) = outside(&response) {
                return next.map(drop);
            }
            let page = response.url().clone();
            let html = response.text().await.map_err(|error| error.to_string())?;
            let (action, body) = filled(&html, button, typed).ok_or_else(|| format!("no {button} on {page}"))?;
            let url = page.join(&action).map_err(|error| error.to_string())?;
            let request = self.request(Method::POST, url.clone()).header(CONTENT_TYPE, FORM);
            let request = request.header("origin", self.target.issuer.origin().ascii_serialization()).body(body);
            let sent = request.send().await.map_err(|error| error.to_string())?;
            self.keep(&sent);
            response = match sent.headers().get(LOCATION).is_some() && outside(&sent).is_none() {
                true => self.follow(location(&sent).ok_or("no location")?).await?,
                false => sent,
            };
        }
        outside(&response).ok_or_else(|| format!("the sign-in ended at {}", response.url()))?.map(drop)
    }

    /// Into the party by single sign-on: code, tokens, userinfo.
    async fn enter(&mut self, measured: &mut Measured) -> Result<(), String> {
        let (url, state, verifier) = self.authorization();
        let began = now();
        let response = self.follow(url).await?;
        let came = outside(&response).ok_or_else(|| format!("stopped at {}", response.url().path()))??;
        let value =
            |name: &str| came.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned());
        if value("state") != Some(state) {
            return Err("another state came".into());
        }
        let code = value("code").ok_or_else(|| value("error").unwrap_or_default())?;
        let authorized = now();
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", &verifier),
        ];
        let request = self.target.client.post(self.at("/token")).header(CONTENT_TYPE, FORM);
        let request = request.basic_auth(&self.target.client_id, Some(&self.target.client_secret)).body(form(&fields));
        let tokens: Value = json_of(request.send().await).await?;
        let access = tokens.get("access_token").and_then(Value::as_str).ok_or("no access token")?;
        let exchanged = now();
        let request = self.target.client.get(self.at("/userinfo")).bearer_auth(access);
        let about = json_of(request.send().await).await?;
        about.get("sub").ok_or("no sub")?;
        let ended = now();
        for (leg, from, to) in [
            ("authorize", began, authorized),
            ("token", authorized, exchanged),
            ("userinfo", exchanged, ended),
            ("whole", began, ended),
        ] {
            let took = u64::try_from((to - from).as_micros()).unwrap_or(u64::MAX);
            measured.legs.entry(leg).or_default().push(took);
        }
        Ok(())
    }

    /// The address of a request, its state and its verifier.
    fn authorization(&self) -> (Url, String, String) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let state = openidconnect::CsrfToken::new_random().into_secret();
        let mut url = self.at("/authorize");
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.target.client_id)
            .append_pair("redirect_uri", REDIRECT)
            .append_pair("scope", "openid vn_identity vn_account")
            .append_pair("state", &state)
            .append_pair("nonce", &state)
            .append_pair("code_challenge", challenge.as_str())
            .append_pair("code_challenge_method", "S256");
        (url, state, verifier.into_secret())
    }

    /// Follows redirects until a page is shown or the way leads to the party.
    async fn follow(&mut self, mut url: Url) -> Result<Response, String> {
        for _ in 0..10 {
            let response = self.request(Method::GET, url).send().await.map_err(|error| error.to_string())?;
            self.keep(&response);
            match location(&response) {
                Some(next) if next.origin() == self.target.issuer.origin() => url = next,
                _ => return Ok(response),
            }
        }
        Err("redirects without end".into())
    }

    fn request(&self, method: Method, url: Url) -> reqwest::RequestBuilder {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.target.client.request(method, url).header(COOKIE, cookies.join("; "))
    }

    fn keep(&mut self, response: &Response) {
        for cookie in response.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.target.issuer.clone();
        url.set_path(path);
        url
    }
}

/// The form that holds this button, with these fields typed in: where it goes and what it says.
fn filled(html: &str, button: &str, typed: &[(&str, &str)]) -> Option<(String, String)> {
    let tree = Html::parse_document(html);
    let button = tree.select(&Selector::parse(&format!("#{button}")).ok()?).next()?;
    let form_of =
        button.ancestors().filter_map(scraper::ElementRef::wrap).find(|element| element.value().name() == "form")?;
    let mut fields = Vec::new();
    for input in form_of.select(&Selector::parse("input[name]").ok()?) {
        let (name, kind) = (input.attr("name")?, input.attr("type").unwrap_or("text"));
        let value = typed.iter().find(|(typed, _)| *typed == name).map(|(_, value)| *value).or(input.attr("value"));
        // Boxes stay as the page has them.
        if !matches!(kind, "checkbox" | "radio") || input.attr("checked").is_some() {
            fields.push((name, value.unwrap_or_default()));
        }
    }
    fields.extend(button.attr("name").map(|name| (name, button.attr("value").unwrap_or_default())));
    Some((form_of.attr("action").unwrap_or_default().to_owned(), form(&fields)))
}

/// Where a redirect to the party leads.
fn outside(response: &Response) -> Option<Result<Url, String>> {
    let next = location(response)?;
    let is_party = next.as_str().starts_with(REDIRECT);
    is_party.then(|| match next.query_pairs().find(|(name, _)| name == "error") {
        Some((_, error)) => Err(error.into_owned()),
        None => Ok(next.clone()),
    })
}

fn location(response: &Response) -> Option<Url> {
    response.url().join(response.headers().get(LOCATION)?.to_str().ok()?).ok()
}

async fn json_of(sent: Result<Response, reqwest::Error>) -> Result<Value, String> {
    let response = sent.map_err(|error| error.to_string())?;
    let status = response.status();
    let body = response.bytes().await.map_err(|error| error.to_string())?;
    if !status.is_success() {
        return Err(format!("{status} {}", String::from_utf8_lossy(&body)));
    }
    serde_json::from_slice(&body).map_err(|error| error.to_string())
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn report(load: Load, measured: &Measured, before: Option<u64>, after: Option<u64>) {
    let flows = measured.legs.get("whole").map_or(0, Vec::len);
    let rate = flows as f64 / load.seconds as f64;
    println!("{flows} sign-ons by {} browsers in {} s: {rate:.0} a second", load.users, load.seconds);
    println!("{:<12}{:>10}{:>10}{:>10}{:>10}", "leg", "p50 ms", "p95 ms", "p99 ms", "max ms");
    for (leg, times) in &measured.legs {
        let mut times = times.clone();
        times.sort_unstable();
        let at = |share: f64| {
            let index = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
            times.get(index).copied().unwrap_or(0) as f64 / 1000.0
        };
        println!("{leg:<12}{:>10.1}{:>10.1}{:>10.1}{:>10.1}", at(0.5), at(0.95), at(0.99), at(1.0));
    }
    let mebibytes = |memory: Option<u64>| memory.map_or_else(|| "?".to_owned(), |mebibytes| format!("{mebibytes} MiB"));
    println!("memory of the server: {} before, {} after", mebibytes(before), mebibytes(after));
    for (failure, count) in &measured.failures {
        println!("failed {count} times: {failure}");
    }
}

#[expect(clippy::disallowed_methods, reason = "a load test measures")]
fn now() -> Instant {
    Instant::now()
}

const REDIRECT: &str = "http://localhost:9/callback";
const FORM: &str = "application/x-www-form-urlencoded";
