//! A square checked without the network: `dinhdanh qr check`, by somebody who has nothing of the house but its published
//! keys.

use serde_json::Value;

use crate::encounter::{citizen, claims, officer, scan, sharing_square, square};
use crate::harness::{House, Printed};

/// A reader's drawer: whom it believes, and the keys that it kept.
struct Reader {
    issuer: String,
    keys: tempfile::NamedTempFile,
}

impl Reader {
    async fn of(house: &House) -> Self {
        let keys = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(keys.path(), house.wire().get("/jwks").await.text()).unwrap();
        Self { issuer: house.issuer().to_owned(), keys }
    }

    /// Checks what was read, so many seconds after that square was made.
    fn check(&self, text: &str, made_at: i64, seconds: i64, more: &[&str]) -> Printed {
        let (keys, at) = (self.keys.path().to_str().unwrap(), (made_at + seconds).to_string());
        let arguments = ["qr", "check", "--issuer", &self.issuer, "--keys", keys, "--at", &at];
        Printed::by_reading(text, &[&arguments, more].concat())
    }
}

#[tokio::test]
async fn a_square_is_genuine_and_not_yet_confirmed_for_its_minute_and_five_seconds_and_the_check_spends_nothing() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let reader = Reader::of(&house).await;
    let text = square(&mut citizen).await;
    let made_at = claims(&text)["iat"].as_i64().unwrap();
    let told = reader.check(&format!("  {text}\r\n"), made_at, 30, &[]).done();
    assert!(told.starts_with("genuine, not yet confirmed") && told.contains("kind: verification"), "{told}");
    assert!(!told.contains(&text), "the square is told on");
    for (seconds, code, word) in [
        (-6, 4, "early"),
        (-5, 0, "genuine_not_confirmed"),
        (64, 0, "genuine_not_confirmed"),
        (65, 3, "expired"),
        (86_400, 3, "expired"),
    ] {
        let printed = reader.check(&text, made_at, seconds, &["--json"]);
        let told: Value = serde_json::from_str(&printed.stdout).unwrap();
        assert_eq!((printed.code, told["answer"].as_str()), (code, Some(word)), "{seconds}");
        assert_eq!(told["expires_at"].as_i64(), Some(made_at + 60));
        assert_eq!(told["issuer"], house.issuer());
    }
    // Who wants one kind refuses the other.
    assert_eq!(reader.check(&text, made_at, 1, &["--kind", "verification"]).code, 0);
    assert_eq!(reader.check(&text, made_at, 1, &["--kind", "sharing"]).code, 5);
    // From a file, with the keys that the house publishes at this moment.
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &text).unwrap();
    let at = made_at.to_string();
    let fetched = ["qr", "check", file.path().to_str().unwrap(), "--issuer", house.issuer(), "--at", &at];
    assert_eq!(Printed::by(&fetched).code, 0);
    assert_eq!(scan(&mut officer, &text).await, "genuine", "a check spends nothing");
    assert_eq!(reader.check(&text, made_at, 30, &[]).code, 0, "and knows nothing of a scan");
    let shared = sharing_square(&mut citizen, &["name"]).await;
    let shared_at = claims(&shared)["iat"].as_i64().unwrap();
    assert!(reader.check(&shared, shared_at, 1, &[]).done().contains("kind: sharing"));
    // By the clock of who checks, when no other time is given: this house is ten minutes ahead.
    house.advance(600).await;
    let early = square(&mut citizen).await;
    let keys = reader.keys.path().to_str().unwrap();
    let printed = Printed::by_reading(&early, &["qr", "check", "-", "--issuer", house.issuer(), "--keys", keys]);
    assert_eq!(printed.code, 4, "{}", printed.stdout);
    house.close();
}

#[tokio::test]
async fn qr07_what_this_house_did_not_sign_as_a_square_is_fake_whatever_it_says() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let reader = Reader::of(&house).await;
    let text = square(&mut citizen).await;
    let made_at = claims(&text)["iat"].as_i64().unwrap();
    let [header, payload, signature] = <[&str; 3]>::try_from(text.split('.').collect::<Vec<_>>()).unwrap();
    let turned: String = signature.chars().rev().collect();
    house.sweep().await;
    let head = house.wire().get("/ledger/head").await.expect(200).text();
    for (what, forged) in [
        ("nothing", String::new()),
        ("a picture's text", "Nguyễn Văn Ân|001090000001".into()),
        ("an address", "https://evil.example/wallet/qr".into()),
        ("another signature", format!("{header}.{payload}.{turned}")),
        ("no signature", format!("{header}.{payload}.")),
        ("no algorithm", format!("eyJhbGciOiJub25lIn0.{payload}.")),
        ("other claims", format!("{header}.eyJpc3MiOiJodHRwczovL2V2aWwuZXhhbXBsZSJ9.{signature}")),
        ("a fourth part", format!("{text}.{signature}")),
        ("another text that the house signed", head),
    ] {
        let printed = reader.check(&forged, made_at, 1, &[]);
        assert_eq!(printed.code, 1, "{what}: {}{}", printed.stdout, printed.stderr);
        assert!(printed.stdout.starts_with("not signed by this house"), "{what}: {}", printed.stdout);
    }
    // Good for its own house is not good for another one, whatever keys the reader has.
    let keys = reader.keys.path().to_str().unwrap();
    let at = made_at.to_string();
    let other = ["qr", "check", "--issuer", "https://id.example", "--keys", keys, "--at", &at];
    assert_eq!(Printed::by_reading(&text, &other).code, 1);
    // What cannot be read is neither yes nor no.
    let no_keys = ["qr", "check", "--issuer", house.issuer(), "--keys", "/nowhere/keys.json"];
    assert_eq!(Printed::by_reading(&text, &no_keys).code, 2);
    assert_eq!(Printed::by(&["qr", "check", "/nowhere/square", "--issuer", house.issuer(), "--keys", keys]).code, 2);
    house.close();
}
