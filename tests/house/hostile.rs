//! Whatever is thrown at whatever address: an answer with the right headers, never a defect, nothing lost. The alarm of the
//! harness rings for a panic, an error in the log, or a 5xx.

use http::header::CONNECTION;
use http::{HeaderMap, HeaderValue, Method};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{Answer, House};
use crate::source::{Source, files};

#[tokio::test]
async fn se01_cs03_cs04_cs05_lg06_every_address_answers_every_kind_of_rubbish() {
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
async fn cs09_a_target_that_is_too_long_and_another_host_are_refused_before_anything_else() {
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

#[tokio::test]
async fn v084_no_page_redirect_link_or_message_is_built_from_what_a_request_calls_the_house() {
    let house = House::start();
    let authority = house.issuer().split_once("://").unwrap().1.to_owned();
    // Wherever a request names another host than ours, nobody is there.
    for (head, status) in [
        (format!("GET / HTTP/1.1\r\nhost: {authority}"), "200"),
        (format!("GET http://{authority}/ HTTP/1.1\r\nhost: {authority}"), "200"),
        (format!("GET http://evil.example/ HTTP/1.1\r\nhost: {authority}"), "421"),
        (format!("GET http://{authority}/ HTTP/1.1\r\nhost: evil.example"), "421"),
        (format!("GET http://{authority}@evil.example/ HTTP/1.1\r\nhost: {authority}"), "421"),
        (format!("GET / HTTP/1.1\r\nhost: {authority}\r\nhost: evil.example"), "421"),
        (format!("GET / HTTP/1.1\r\nhost: evil.example\r\nhost: {authority}"), "421"),
        (format!("GET / HTTP/1.1\r\nhost: {authority}.evil.example"), "421"),
        ("GET / HTTP/1.0".to_owned(), "421"),
    ] {
        let answered = raw(&house, &head).await;
        assert!(
            answered.starts_with(&format!("HTTP/1.1 {status} "))
                || answered.starts_with(&format!("HTTP/1.0 {status} ")),
            "{head}: {answered:.300}"
        );
        assert!(!answered.contains("evil.example"), "{head}: {answered}");
    }

    // What a proxy adds is not believed: pages, redirects, documents, squares and messages are as ever.
    let lying = house.wire().adding(&[
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-server", "evil.example"),
        ("x-forwarded-port", "4443"),
        ("x-forwarded-proto", "gopher"),
        ("x-forwarded-prefix", "/evil.example"),
        ("forwarded", "host=evil.example;proto=gopher"),
        ("x-host", "evil.example"),
        ("x-original-host", "evil.example"),
        ("x-http-host-override", "evil.example"),
        ("x-original-url", "//evil.example/"),
        ("x-rewrite-url", "//evil.example/"),
    ]);
    let honest = |answer: &Answer| {
        sound(answer, answer.url.path());
        let heads: Vec<_> = answer.headers.values().filter_map(|value| value.to_str().ok()).collect();
        for lie in ["evil.example", "gopher", "4443"] {
            assert!(!answer.text().contains(lie) && !heads.concat().contains(lie), "{lie} at {}", answer.url);
        }
    };
    for path in
        ["/", "/enrol", "/sign-in", "/recover", "/unlock", "/account", "/office", "/end_session", "/jwks", "/authorize"]
    {
        honest(&lying.get(path).await);
    }
    let discovery: serde_json::Value = lying.get("/.well-known/openid-configuration").await.expect(200).json();
    let known: serde_json::Value = house.wire().get("/.well-known/openid-configuration").await.expect(200).json();
    assert_eq!(discovery, known);
    let an = crate::password::addressable(&house);
    let mut browser = house.browser().through(lying.clone());
    browser.open("/recover").await;
    browser.fill_all(&an.declaration()[..5]);
    honest(&browser.click("begin").await.expect_path("/recover").answer);
    honest(&browser.click("send-email").await.answer);
    browser.open("/sign-in?back=/account").await;
    honest(&browser.click("to-square").await.answer);
    let square = browser.read_square().await;
    assert!(square.starts_with(&format!("{}/", house.issuer())), "{square}");
    browser.open("/account").await;
    honest(&browser.sign_in(&an).await.expect_path("/account").answer);
    honest(&browser.tick("sure", &["1"]).click("lock-account").await.answer);
    browser.open("/unlock").await;
    browser.fill("username", &an.personal_id_number).fill("password", an.password());
    honest(&browser.click("ask").await.answer);
    let sent = house.outbox().await;
    for kind in ["recovery_code", "unlock_code"] {
        assert!(sent.iter().any(|message| message.kind == kind), "no {kind}: {sent:?}");
    }
    for message in &sent {
        assert!(!message.text.contains("evil") && !message.text.contains("gopher"), "{message:?}");
    }

    // Only a page that asks for passkeys may have the browser ask for one.
    let other = house.people(&["--level", "2", "--limit", "1"]).remove(0);
    let mut mine = house.browser();
    assert!(allows_passkeys(&mine.open("/account/passkeys").await.expect_path("/sign-in").answer));
    mine.sign_in(&other).await;
    house.pass(&mut mine, &other).await;
    assert!(allows_passkeys(&mine.open("/account/passkeys").await.expect_path("/account/passkeys").answer));
    for path in ["/", "/account", "/wallet", "/account/sessions", "/no/such/page", "/token", "/jwks"] {
        mine.open(path).await;
        assert!(!allows_passkeys(&mine.page().answer), "{path}");
    }
    house.close();
}

/// Whether the page may have the browser ask for passkeys; a header that says neither is none.
fn allows_passkeys(answer: &Answer) -> bool {
    let policy = answer.header("permissions-policy");
    let says = |who: &str| {
        let both = ["get", "create"].map(|what| format!("publickey-credentials-{what}={who}"));
        both.iter().all(|one| policy.split(", ").any(|part| part == one))
    };
    assert!(says("(self)") != says("()"), "{}: {policy}", answer.url);
    says("(self)")
}

/// What is answered to the head of a request, byte for byte as written.
async fn raw(house: &House, head: &str) -> String {
    let mut stream = TcpStream::connect(house.wire().node()).await.unwrap();
    stream.write_all(format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut answered = Vec::new();
    stream.read_to_end(&mut answered).await.unwrap();
    String::from_utf8_lossy(&answered).into_owned()
}

/// What every answer must be, whatever was asked.
fn sound(answer: &Answer, what: &str) {
    let status = answer.status.as_u16();
    assert!(status < 500, "{what} answered {status}: {:.200}", answer.text());
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what} ({status})");
    for (name, value) in [("referrer-policy", "no-referrer"), ("cross-origin-opener-policy", "same-origin")] {
        assert_eq!(answer.header(name), value, "{what} ({status})");
    }
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("base-uri 'none'"), "{what}: {policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("unsafe-eval"), "{what}: {policy}");
    // One page is for frames, and says whose; every other is for none, in both headers (CS03).
    let is_for_none = policy.contains("frame-ancestors 'none'") && answer.header("x-frame-options") == "DENY";
    assert!(is_for_none || answer.url.path() == "/check_session", "{what}: {policy}");
    // Nobody learns what the house is made of (LG06).
    assert!(answer.headers.get("server").is_none() && answer.headers.get("x-powered-by").is_none(), "{what}");
    let is_page = answer.header("content-type").starts_with("text/html");
    let says_too_much = ["RUST_BACKTRACE", "src/", "stack backtrace", "sqlx", "panicked"];
    assert!(
        !is_page || !says_too_much.iter().any(|word| answer.text().contains(word)),
        "{what}: {:.200}",
        answer.text()
    );
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
