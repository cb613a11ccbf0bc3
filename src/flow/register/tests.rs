use std::collections::BTreeMap;

use super::*;
use crate::config::Config;
use crate::oauth::error::Code;
use crate::secret::Secret;

const ADDRESS: &str = "192.0.2.7";

/// A house that is no sandbox.
async fn house(folder: &std::path::Path) -> Provider {
    let file = format!(
        "[server]\nissuer = \"https://id.example\"\n[database]\nurl = \"sqlite://{}\"",
        folder.join("x.sqlite").display()
    );
    let config = Config::load(&file, &BTreeMap::new()).unwrap();
    Provider::assemble(config, &Secret::new([7; 32])).await.unwrap()
}

async fn invited(provider: &Provider, uses: i64) -> Token {
    let token = Token::mint(TokenKind::InitialAccess, entropy::bytes().unwrap());
    let now = provider.now();
    let (bounds, end) = (Bounds::standard(false), now.plus(Seconds::days(1)));
    provider.store.invite(&token.digest(), &bounds, uses, end, now).await.unwrap();
    token
}

fn document(changes: &Value) -> Vec<u8> {
    let mut document = json!({ "client_name": "Portal", "redirect_uris": ["https://portal.example/cb"] });
    for (name, value) in changes.as_object().unwrap() {
        document[name] = value.clone();
    }
    document.to_string().into_bytes()
}

#[tokio::test]
async fn dr01_outside_the_sandbox_nobody_registers_without_an_invitation() {
    let folder = tempfile::tempdir().unwrap();
    let provider = house(folder.path()).await;
    let (good, now) = (document(&json!({})), provider.now());
    let register = async |token: Option<&str>| create(token, &good, ADDRESS, &provider, now).await;
    assert!(matches!(register(None).await, Err(Refused::NoToken)));
    for wrong in ["", "it_x", Token::mint(TokenKind::InitialAccess, [9; 32]).expose()] {
        assert!(matches!(register(Some(wrong)).await, Err(Refused::WrongToken)), "{wrong}");
    }
    let token = invited(&provider, 1).await;
    let answer = register(Some(token.expose())).await.unwrap();
    assert_eq!(answer["require_pkce"], true);
    assert!(matches!(register(Some(token.expose())).await, Err(Refused::WrongToken)));
    provider.store.integrate_events(100, now).await.unwrap();
    assert_eq!(provider.store.verify(now).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn v117_ss01_outside_the_sandbox_ones_own_machine_and_names_for_it_are_not_called() {
    let folder = tempfile::tempdir().unwrap();
    let provider = house(folder.path()).await;
    let canary = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let port = canary.local_addr().unwrap().port();
    let token = invited(&provider, 1).await;
    for uri in [
        format!("https://127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("https://[::1]:{port}/"),
        format!("https://2130706433:{port}/"),
        format!("https://localhost.:{port}/"),
        "https://localhost/".into(),
        "https://localhost./keys".into(),
        "https://portal.example:22/".into(),
    ] {
        for name in ["jwks_uri", "sector_identifier_uri"] {
            let sent = document(&json!({ name: uri }));
            let refused = create(Some(token.expose()), &sent, ADDRESS, &provider, provider.now()).await;
            match refused {
                Err(Refused::Document(refusal)) => assert_eq!(refusal.code, Code::InvalidClientMetadata),
                other => panic!("{name} {uri}: {other:?}"),
            }
        }
    }
    assert!(canary.accept().is_err(), "the canary was called");
}

#[tokio::test]
async fn dr01_a_quota_of_an_address_holds_before_anything_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let provider = house(folder.path()).await;
    let (token, now) = (invited(&provider, 1).await, provider.now());
    for _ in 0..limits::REGISTRATIONS_ADDRESS_HOUR {
        let refused = create(Some(token.expose()), b"{", ADDRESS, &provider, now).await;
        assert!(matches!(refused, Err(Refused::Document(_))));
    }
    let refused = create(Some(token.expose()), &document(&json!({})), ADDRESS, &provider, now).await;
    assert!(matches!(refused, Err(Refused::TooMany(_))));
    create(Some(token.expose()), &document(&json!({})), "192.0.2.8", &provider, now).await.unwrap();
}
