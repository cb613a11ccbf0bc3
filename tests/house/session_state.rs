//! A party's page watches the session in its browser (OpenID Connect Session Management): what it is told, what the browser
//! keeps, who may frame the page that answers, and what its script answers.

use std::io::Write as _;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use url::Url;

use crate::entry::{enter, party, somebody, tokens};
use crate::frames::directive;
use crate::harness::{Answer, Browser, House, RelyingParty};

#[tokio::test]
async fn a_party_is_told_of_a_session_by_a_hash_that_nobody_else_can_use() {
    let house = House::start();
    let (one, other) = (party(&house, "one", json!({})).await, party(&house, "other", json!({})).await);
    let (person, mut browser) = (somebody(&house), house.browser());
    let first = state_of(&one, &mut browser).await;
    assert!(first.is_none(), "nobody is signed in: {first:?}");
    let asked = one.authorization("openid");
    let came = enter(&asked, &person, &mut browser).await;
    let told = session_state(&came).expect("a session_state");
    let kept = browser.cookie("state").expect("the browser keeps a state");
    assert!(!told.contains(' ') && told == hashed(&one.client_id, "https://one.example", &kept, &told));
    // The cookie that opens the session says nothing of the one that scripts read, nor does the sid.
    let session = browser.cookie("session").unwrap();
    let claims = one.exchange(&asked, &came).await.claims;
    assert!(!session.contains(&kept) && !kept.contains(claims["sid"].as_str().unwrap()) && kept.len() == 43);
    // A second answer to the same party, and one to another party, look different each time.
    let again = state_of(&one, &mut browser).await.unwrap();
    let of_other = enter(&other.authorization("openid"), &person, &mut browser).await;
    let of_other = session_state(&of_other).unwrap();
    assert_eq!(browser.cookie("state").as_ref(), Some(&kept));
    assert!(told != again && again == hashed(&one.client_id, "https://one.example", &kept, &again));
    assert_eq!(of_other, hashed(&other.client_id, "https://other.example", &kept, &of_other));
    // Another browser of the same person keeps another state.
    let mut elsewhere = house.browser();
    tokens(&one, "openid", &person, &mut elsewhere).await;
    assert_ne!(elsewhere.cookie("state"), Some(kept.clone()));
    // Signed out, the browser keeps none; signed in again, another one.
    browser.open("/sign-out").await;
    browser.click("sign-out").await;
    assert_eq!(browser.cookie("state"), None);
    assert_eq!(state_of(&one, &mut browser).await, None);
    tokens(&one, "openid", &person, &mut browser).await;
    assert_ne!(browser.cookie("state"), Some(kept));
    house.close();
}

#[tokio::test]
async fn an_application_on_a_device_is_told_nothing_of_it() {
    let house = House::start();
    let own = json!({
        "application_type": "native",
        "token_endpoint_auth_method": "none",
        "redirect_uris": ["vn.example.app:/cb"],
    });
    let app = party(&house, "app", own).await;
    let came = enter(&app.authorization("openid"), &somebody(&house), &mut house.browser()).await;
    assert_eq!(session_state(&came), None);
    house.close();
}

#[tokio::test]
async fn cs02_one_page_alone_is_framed_and_by_parties_alone() {
    let house = House::start();
    party(&house, "one", json!({})).await;
    party(
        &house,
        "two",
        json!({ "redirect_uris": ["https://two.example/cb", "https://two.example:8443/cb"],
        "sector_identifier_uri": "https://two.example/parties.json" }),
    )
    .await;
    let found: Value = house.wire().get("/.well-known/openid-configuration").await.json();
    let address = format!("{}/check_session", house.issuer());
    assert_eq!(found["check_session_iframe"], address.as_str());
    for (referrer, framers) in [
        (Some("https://one.example/"), vec!["https://one.example"]),
        (Some("https://two.example:8443/app?x=1"), vec!["https://two.example:8443"]),
        (Some("https://evil.example/"), vec!["'none'"]),
        (Some("https://one.example.evil.example/"), vec!["'none'"]),
        (Some("http://one.example/"), vec!["'none'"]),
        (Some("https://one.example; script-src *"), vec!["'none'"]),
        (Some("about:blank"), vec!["'none'"]),
    ] {
        let answer = frame(&house, referrer).await;
        let policy = answer.header("content-security-policy").to_owned();
        assert_eq!(directive(&policy, "frame-ancestors"), framers, "{referrer:?}");
        assert_eq!(directive(&policy, "default-src"), ["'none'"]);
        assert_eq!(answer.header("x-frame-options"), "");
        assert!(answer.cookies().is_empty());
        // One script, by a nonce that is never the same.
        let nonce = directive(&policy, "script-src");
        assert!(nonce.len() == 1 && nonce[0].starts_with("'nonce-"), "{policy}");
        assert_ne!(nonce, directive(frame(&house, referrer).await.header("content-security-policy"), "script-src"));
    }
    // A browser that does not say who asks: every party's origin, and no other.
    let policy = frame(&house, None).await.header("content-security-policy").to_owned();
    let framers = directive(&policy, "frame-ancestors");
    for origin in ["https://one.example", "https://two.example", "https://two.example:8443"] {
        assert!(framers.iter().any(|framer| framer == origin), "{framers:?}");
    }
    assert!(!framers.iter().any(|framer| framer == "*" || framer == "https:"), "{framers:?}");
    // A party that has just registered is known at once, and one that is not served any more is not.
    let three = party(&house, "three", json!({})).await;
    for framers in ["https://three.example", "'none'"] {
        let policy = frame(&house, Some("https://three.example/")).await.header("content-security-policy").to_owned();
        assert_eq!(directive(&policy, "frame-ancestors"), [framers]);
        if framers != "'none'" {
            house.command(&["relying-party", "suspend", &three.client_id]).done();
        }
    }
    let policy = frame(&house, None).await.header("content-security-policy").to_owned();
    assert!(!directive(&policy, "frame-ancestors").iter().any(|framer| framer.contains("three")), "{policy}");
    for path in ["/", "/sign-in", "/sign-out", "/signed-out", "/authorize"] {
        let answer = house.wire().get(path).await;
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        let policy = answer.header("content-security-policy").to_owned();
        assert_eq!(directive(&policy, "frame-ancestors"), ["'none'"], "{path}");
    }
    house.close();
}

#[tokio::test]
async fn the_script_answers_unchanged_changed_and_error() {
    if Command::new("node").arg("--version").output().is_err() {
        let _ = writeln!(
            std::io::stderr(),
            "left out: what the framed script answers, for want of node; tests/run installs it"
        );
        return;
    }
    let house = House::start();
    let one = party(&house, "one", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let came = enter(&one.authorization("openid"), &person, &mut browser).await;
    let told = session_state(&came).unwrap();
    let page = frame(&house, Some("https://one.example/")).await.text();
    let src = page.split("src=\"").nth(1).unwrap().split('"').next().unwrap();
    let name = page.split("data-cookie=\"").nth(1).unwrap().split('"').next().unwrap();
    let script = house.wire().get(src).await.expect(200).text();
    let kept = format!("a=b; {name}={}; c=d", browser.cookie("state").unwrap());
    let question = format!("{} {told}", one.client_id);
    let origin = "https://one.example";
    let salt = told.split('.').nth(1).unwrap();
    let another = "dinhdanh-state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".replace("dinhdanh-state", name);
    for (cookies, said, from, access, expected) in [
        (kept.as_str(), json!(question), origin, json!(true), "unchanged"),
        (&kept, json!(question), origin, Value::Null, "unchanged"),
        // Signed out, and signed in as somebody else.
        ("", json!(question), origin, json!(true), "changed"),
        (&another, json!(question), origin, json!(true), "changed"),
        // Another party's page, or a hash of one's own making.
        (&kept, json!(question), "https://evil.example", json!(true), "changed"),
        (&kept, json!(format!("rp_other {told}")), origin, json!(true), "changed"),
        (&kept, json!(format!("{} x.{salt}", one.client_id)), origin, json!(true), "changed"),
        // Nothing that is a question.
        (&kept, json!(one.client_id), origin, json!(true), "error"),
        (&kept, json!(""), origin, json!(true), "error"),
        (&kept, json!("a b c"), origin, json!(true), "error"),
        (&kept, json!("a b"), origin, json!(true), "error"),
        (&kept, json!({ "a": 1 }), origin, json!(true), "error"),
        (&kept, Value::Null, origin, json!(true), "error"),
        (&kept, json!(question), "null", json!(true), "error"),
        // A browser that hides the cookie when it is framed cannot know; a party that hears "changed" would ask for ever.
        (&kept, json!(question), origin, json!(false), "error"),
    ] {
        let to = if from == "null" { "*" } else { from };
        let answer = answered(&script, name, cookies, &said, from, &access);
        assert_eq!(answer, format!("{expected} {to}"), "{said} from {from} with {cookies}");
    }
    house.close();
}

/// What the script, as the house serves it, answers to a message; in Node, with as much of a browser as it uses.
fn answered(script: &str, name: &str, cookies: &str, said: &Value, from: &str, access: &Value) -> String {
    const BROWSER: &str = r#"
        const [script, name, cookie, data, origin, access] = JSON.parse(process.argv[1]);
        globalThis.crypto ??= require("node:crypto").webcrypto;
        globalThis.document = { documentElement: { dataset: { cookie: name } }, cookie };
        if (access !== null) document.hasStorageAccess = async () => access;
        globalThis.addEventListener = (kind, heard) =>
            setTimeout(() => heard({ data, origin, source: { postMessage: (answer, to) => console.log(`${answer} ${to}`) } }));
        eval(script);
    "#;
    let told = json!([script, name, cookies, said, from, access]).to_string();
    let output = Command::new("node").args(["-e", BROWSER, &told]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

async fn frame(house: &House, referrer: Option<&str>) -> Answer {
    let headers: Vec<_> = referrer.iter().map(|referrer| ("referer", *referrer)).collect();
    house.wire().send(http::Method::GET, "/check_session", &headers, "").await.expect(200)
}

/// What `prompt=none` brings: the session_state of the session in this browser, if there is one.
async fn state_of(party: &RelyingParty, browser: &mut Browser) -> Option<String> {
    let mut tab = browser.tab();
    tab.open(&party.authorization("openid").with("prompt", "none").url()).await;
    session_state(&tab.outside())
}

fn session_state(came: &Url) -> Option<String> {
    came.query_pairs().find(|(name, _)| name == "session_state").map(|(_, value)| value.into_owned())
}

/// The specification's hash (§3.2), with the salt of what was told.
fn hashed(client_id: &str, origin: &str, kept: &str, told: &str) -> String {
    let salt = told.split('.').nth(1).unwrap();
    let digest = digest(&SHA256, format!("{client_id} {origin} {kept} {salt}").as_bytes());
    format!("{}.{salt}", URL_SAFE_NO_PAD.encode(digest.as_ref()))
}
