//! The whole sign-on into a party: authorization request, code, tokens, userinfo.

use reqwest::header::CONTENT_TYPE;
use serde_json::Value;

use crate::REDIRECT;
use crate::browser::{Browser, FORM, form, json_of, outside};
use crate::measured::{Measured, now};

/// Into the party by single sign-on.
pub(crate) async fn enter(browser: &mut Browser, measured: &mut Measured) -> Result<(), String> {
    let (url, state, verifier) = browser.authorization();
    let began = now();
    let response = browser.follow(url).await?;
    let came = outside(&response).ok_or_else(|| format!("stopped at {}", response.url().path()))??;
    let value = |name: &str| came.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned());
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
    let request = browser.target.client.post(browser.at("/token")).header(CONTENT_TYPE, FORM);
    let request =
        request.basic_auth(&browser.target.client_id, Some(&browser.target.client_secret)).body(form(&fields));
    let tokens: Value = json_of(request.send().await).await?;
    let access = tokens.get("access_token").and_then(Value::as_str).ok_or("no access token")?;
    let exchanged = now();
    let request = browser.target.client.get(browser.at("/userinfo")).bearer_auth(access);
    let about = json_of(request.send().await).await?;
    about.get("sub").ok_or("no sub")?;
    let ended = now();
    measured.keep("authorize", authorized - began);
    measured.keep("token", exchanged - authorized);
    measured.keep("userinfo", ended - exchanged);
    measured.keep("whole", ended - began);
    Ok(())
}
