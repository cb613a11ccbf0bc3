//! How long, how deep, how slow and in how many spellings something may come in.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client_auth::{Key, encode, keyed, proved, show};
use crate::harness::House;

#[tokio::test]
async fn v046_v050_ca03_cr02_cr05_ds02_an_assertion_has_one_spelling_and_a_bounded_size() {
    let house = House::start();
    let key = Key::new("k1");
    let party = keyed(&house, "keyed", &key, json!({})).await;
    let claims = || key.claims(&party, house.issuer(), house.now()).to_string();
    let header = r#"{"alg":"ES256","kid":"k1"}"#;
    let good = || key.sign_text(header, &claims());
    let with_signature = |signature: &[u8]| format!("{}.{}", good().rsplit_once('.').unwrap().0, encode(signature));
    let nested =
        |depth: usize| format!(r#"{{"alg":"ES256","kid":"k1","x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    let named = |kid: &str| key.sign_text(&json!({ "alg": "ES256", "kid": kid }).to_string(), &claims());
    let json_form = |token: &str| {
        let parts: Vec<_> = token.split('.').collect();
        json!({ "protected": parts[0], "payload": parts[1], "signature": parts[2] }).to_string()
    };
    let long = "a".repeat(20_000);
    let wrong = [
        ("padding", format!("{}=", good())),
        ("a line's end", format!("{}\n", good())),
        ("a space before it", format!(" {}", good())),
        ("a fourth part", format!("{}.e30", good())),
        ("five parts", format!("{}..", good())),
        ("two parts", good().rsplit_once('.').unwrap().0.to_owned()),
        ("the spare bits of its last letter", with_spare_bits(&good())),
        ("the alphabet of mail", good().replace('-', "+").replace('_', "/") + "+"),
        ("JSON serialisation", json_form(&good())),
        ("a signature of zeros", with_signature(&[0; 64])),
        ("a signature of ones", with_signature(&[0xff; 64])),
        ("a signature too short", with_signature(&[1; 63])),
        ("a signature too long", with_signature(&[1; 65])),
        ("a signature in DER", with_signature(&[0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01])),
        ("no signature", with_signature(&[])),
        ("a name that is a path", named("../../dev/null")),
        ("a name that is SQL", named("' or 1=1 --")),
        ("a name that is an address", named("http://127.0.0.1/k1")),
        ("a name with a zero byte", named("k1\0")),
        ("a long name", named(&long)),
        ("a long header", key.sign_text(&json!({ "alg": "ES256", "kid": "k1", "x": long }).to_string(), &claims())),
        ("a deep header", key.sign_text(&nested(64), &claims())),
        ("a very deep header", key.sign_text(&nested(20_000), &claims())),
        ("a member twice in its header", key.sign_text(r#"{"alg":"ES256","kid":"k1","alg":"ES256"}"#, &claims())),
        ("a member twice in its claims", key.sign_text(header, &claims().replace('{', r#"{"jti":"a","#))),
        ("claims that are no object", key.sign_text(header, "[]")),
        ("claims that are not JSON", key.sign_text(header, "{")),
        (
            "claims too deep",
            key.sign_text(header, &claims().replace('{', &format!(r#"{{"x":{}{},"#, "[".repeat(64), "]".repeat(64)))),
        ),
    ];
    for (count, (what, assertion)) in wrong.iter().enumerate() {
        let answer = show(&house, assertion).await;
        assert_eq!(answer.status.as_u16(), 401, "{what}: {}", answer.text());
        assert_eq!(answer.json::<Value>()["error"], "invalid_client", "{what}");
        if count % 20 == 19 {
            // Failures are counted by the minute; this is not about that.
            house.advance(61).await;
        }
    }
    proved(show(&house, &good()).await);
    house.close();
}

#[tokio::test]
async fn ds01_a_body_is_read_up_to_its_limit_and_in_no_other_coding() {
    let house = House::start();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let of_size = |size: usize| format!("code={}", "a".repeat(size - 5));
    for path in ["/token", "/introspect", "/revoke", "/authorize"] {
        let within = house.wire().send(Method::POST, path, &form, of_size(64 * 1024)).await;
        assert!((300..500).contains(&within.status.as_u16()) && within.status != 413, "{path} {}", within.status);
        house.wire().send(Method::POST, path, &form, of_size(64 * 1024 + 1)).await.expect(413);
    }
    // A bomb is not unpacked: the bytes are read as they came, or refused.
    let packed = [form[0], ("content-encoding", "gzip")];
    let answer = house.wire().send(Method::POST, "/token", &packed, b"\x1f\x8b\x08\x00\x00\x00".to_vec()).await;
    assert!([400, 401, 415].contains(&answer.status.as_u16()), "{}", answer.status);
    house.close();
}

#[tokio::test]
async fn ds05_who_is_slow_with_a_head_is_hung_up_on_and_holds_nobody_up() {
    let house = House::start();
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(house.wire().node()).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: loc").await.unwrap();
        slow.push(stream);
    }
    for _ in 0..20 {
        house.wire().get("/.well-known/openid-configuration").await.expect(200);
    }
    let mut rest = Vec::new();
    for stream in &mut slow {
        let ended = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "a connection that says nothing is kept");
    }
    house.close();
}

/// The same bytes in another spelling: the letters of base64url have room for more bits than 64 bytes need.
fn with_spare_bits(token: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (front, last) = token.split_at(token.len() - 1);
    let at = LETTERS.iter().position(|letter| *letter == last.as_bytes()[0]).unwrap();
    format!("{front}{}", char::from(LETTERS[at | 1]))
}
