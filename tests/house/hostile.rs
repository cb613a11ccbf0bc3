//! Whatever is thrown at whatever address: an answer with the right headers, never a defect, nothing lost. The alarm of the
//! harness rings for a panic, an error in the log, or a 5xx.

use http::header::CONNECTION;
use http::{HeaderMap, HeaderValue, Method};

use crate::harness::{Answer, House};
use crate::source::{Source, files};

#[tokio::test]
async fn every_address_answers_every_kind_of_rubbish() {
    let house = House::start();
    let wire = house.wire();
    let large = vec![b'a'; 1 << 20];
    let many = (0..200).map(|count| format!("p{count}=x")).collect::<Vec<_>>().join("&");
    let bodies: [(&str, &str, &[u8]); 8] = [
        ("nothing", FORM, b""),
        ("not UTF-8", FORM, b"username=%FF%FE&password=\xff\xfe"),
        ("a parameter twice", FORM, b"client_id=a&client_id=b&code=1&code=2"),
        ("two hundred parameters", FORM, many.as_bytes()),
        ("decomposed letters", FORM, "full_name=Nguye\u{302}\u{303}n&username=\u{ff11}\u{ff12}".as_bytes()),
        ("a zero byte", FORM, b"username=%00&token=%00&code=%00"),
        ("JSON", "application/json", b"{\"a\":[[[[[["),
        ("no form at all", "multipart/form-data; boundary=x", b"--x\r\n"),
    ];
    for path in paths() {
        for (name, kind, body) in bodies {
            let answer = wire.send(Method::POST, &path, &[("content-type", kind)], body).await;
            sound(&answer, &format!("POST {path} with {name}"));
        }
        // The house may answer and hang up before the whole body is sent: then there is nothing to look at.
        let once = HeaderMap::from_iter([(CONNECTION, HeaderValue::from_static("close"))]);
        if let Ok(answer) = wire.try_send(Method::POST, wire.url(&path), once, large.clone()).await {
            sound(&answer, &format!("POST {path} with a mebibyte"));
        }
        for (name, headers) in rubbish_headers() {
            sound(&wire.send(Method::GET, &path, headers, "").await, &format!("GET {path} with {name}"));
            let post = [&[("content-type", FORM)], headers].concat();
            sound(&wire.send(Method::POST, &path, &post, "a=b").await, &format!("POST {path} with {name}"));
        }
        for query in ["?%", "?a=%FF", "?client_id=a&client_id=b", "?back=//evil.example", "?=&&=&==", "?code=%00"] {
            sound(&wire.get(&format!("{path}{query}")).await, &format!("GET {path}{query}"));
        }
        for method in [Method::DELETE, Method::PUT, Method::PATCH, Method::OPTIONS, Method::HEAD, Method::TRACE] {
            sound(&wire.send(method.clone(), &path, &[], "").await, &format!("{method} {path}"));
        }
    }
    house.close();
}

#[tokio::test]
async fn a_target_that_is_too_long_and_another_host_are_refused_before_anything_else() {
    let house = House::start();
    let long = format!("/authorize?state={}", "a".repeat(9_000));
    house.wire().get(&long).await.expect(414);
    for host in ["evil.example", "localhost", "localhost:1", "127.0.0.1"] {
        house.wire().send(Method::GET, "/", &[("host", host)], "").await.expect(421);
    }
}

#[tokio::test]
async fn a_planted_cookie_is_no_session_and_is_not_kept() {
    let house = House::start();
    for cookie in
        ["dinhdanh-session=x", "dinhdanh-session=se_a; dinhdanh-session=se_b", "dinhdanh-browser=br_x", "=;=;;"]
    {
        let answer = house.wire().send(Method::GET, "/", &[("cookie", cookie)], "").await.expect(200);
        let planted = cookie
            .split(['=', ';'])
            .any(|part| part.len() > 3 && answer.cookies().concat().contains(&format!("={part};")));
        assert!(!planted, "{cookie} was given back: {:?}", answer.cookies());
    }
}

/// What every answer must be, whatever was asked.
fn sound(answer: &Answer, what: &str) {
    let status = answer.status.as_u16();
    assert!(status < 500, "{what} answered {status}: {:.200}", answer.text());
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what} ({status})");
    assert!(!answer.header("content-security-policy").is_empty(), "{what} ({status})");
    assert!(!answer.header("cache-control").is_empty(), "{what} ({status})");
    if let Some(next) = answer.location() {
        assert_eq!(next.origin(), answer.url.origin(), "{what} leads away, to {next}");
    }
    // One cookie is for scripts, and opens nothing.
    for cookie in answer.cookies().iter().filter(|cookie| !cookie.starts_with("dinhdanh-state=")) {
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{what} sets {cookie}");
    }
}

type Headers = &'static [(&'static str, &'static str)];

fn rubbish_headers() -> [(&'static str, Headers); 6] {
    [
        ("half a token", &[("authorization", "Bearer at_half")]),
        ("half a JWT", &[("authorization", "Bearer eyJhbGciOiJub25lIn0.e30")]),
        ("half of Basic", &[("authorization", "Basic Og")]),
        ("a scheme that nobody knows", &[("authorization", "Negotiate YII=")]),
        ("an origin of another site", &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")]),
        ("a language that is none", &[("accept-language", "x;q=nan,*,\u{ff}")]),
    ]
}

/// Every address that the web's routers name, with something in place of each parameter.
fn paths() -> Vec<String> {
    let mut paths = vec!["/no/such/page".to_owned(), "/assets/../keys/master".into(), "/%2e%2e/keys/master".into()];
    for source in files("src/web", ".rs") {
        let code = source.code();
        let literals = Source::literals(&code);
        for (at, _) in code.match_indices(".route(") {
            let named = literals.iter().find(|(begin, _, _)| *begin >= at).map(|(_, _, text)| text.clone());
            let named = named.expect("a route has an address");
            // The clock of the sandbox would move and the health of operators stands elsewhere.
            if named.starts_with('/') && !named.starts_with("/sandbox") {
                paths.push(filled(&named));
            }
        }
    }
    paths.sort();
    paths.dedup();
    assert!(paths.len() > 6, "only {paths:?}");
    paths
}

fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "xx_nothing" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

const FORM: &str = "application/x-www-form-urlencoded";
