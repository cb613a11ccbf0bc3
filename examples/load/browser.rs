//! A browser that knows just enough: its cookies, forms of one button, redirects.

use std::collections::BTreeMap;
use std::sync::Arc;

use openidconnect::PkceCodeChallenge;
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Method, Response};
use scraper::{Html, Selector};
use serde_json::Value;
use url::Url;

use crate::{Person, REDIRECT, Target};

/// One browser.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) target: Arc<Target>,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// A browser without cookies.
    pub(crate) fn new(target: &Arc<Target>) -> Self {
        Self { target: Arc::clone(target), cookies: BTreeMap::new() }
    }

    /// Once by number and password, and the consent that is then remembered.
    pub(crate) async fn sign_in(&mut self, person: &Person) -> Result<(), String> {
        let (url, ..) = self.authorization();
        let mut response = self.follow(url).await?;
        let typed = [("username", person.personal_id_number.as_str()), ("password", person.password.as_str())];
        for (button, typed) in [("continue", &typed[..]), ("allow", &[])] {
            if let Some(next) = outside(&response) {
                return next.map(drop);
            }
            response = self.press(response, button, typed).await?;
        }
        outside(&response).ok_or_else(|| format!("the sign-in ended at {}", response.url()))?.map(drop)
    }

    /// Presses a button of a page, with these fields typed in and these boxes ticked, and follows where that leads.
    pub(crate) async fn press(
        &mut self,
        shown: Response,
        button: &str,
        typed: &[(&str, &str)],
    ) -> Result<Response, String> {
        let page = shown.url().clone();
        let html = shown.text().await.map_err(|error| error.to_string())?;
        let (action, body) = filled(&html, button, typed).ok_or_else(|| format!("no {button} on {}", page.path()))?;
        let url = page.join(&action).map_err(|error| error.to_string())?;
        let request = self.request(Method::POST, url).header(CONTENT_TYPE, FORM);
        let request = request.header("origin", self.target.issuer.origin().ascii_serialization()).body(body);
        let sent = request.send().await.map_err(|error| error.to_string())?;
        self.keep(&sent);
        match location(&sent) {
            Some(next) if outside(&sent).is_none() => self.follow(next).await,
            _ => Ok(sent),
        }
    }

    /// The address of a request, its state and its verifier.
    pub(crate) fn authorization(&self) -> (Url, String, String) {
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
    pub(crate) async fn follow(&mut self, mut url: Url) -> Result<Response, String> {
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

    pub(crate) fn request(&self, method: Method, url: Url) -> reqwest::RequestBuilder {
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

    pub(crate) fn at(&self, path: &str) -> Url {
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
        // Boxes stay as the page has them, but for those that were ticked here.
        let is_ticked = input.attr("checked").is_some() || typed.iter().any(|(typed, _)| *typed == name);
        if !matches!(kind, "checkbox" | "radio") || is_ticked {
            fields.push((name, value.unwrap_or_default()));
        }
    }
    fields.extend(button.attr("name").map(|name| (name, button.attr("value").unwrap_or_default())));
    Some((form_of.attr("action").unwrap_or_default().to_owned(), form(&fields)))
}

/// Where a redirect to the party leads.
pub(crate) fn outside(response: &Response) -> Option<Result<Url, String>> {
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

pub(crate) async fn json_of(sent: Result<Response, reqwest::Error>) -> Result<Value, String> {
    let response = sent.map_err(|error| error.to_string())?;
    let status = response.status();
    let body = response.bytes().await.map_err(|error| error.to_string())?;
    if !status.is_success() {
        return Err(format!("{status} {}", String::from_utf8_lossy(&body)));
    }
    serde_json::from_slice(&body).map_err(|error| error.to_string())
}

pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
