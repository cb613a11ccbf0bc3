//! The ledger from outside: signed heads, proofs by hash, a witness who follows, and a history that proves itself.

use std::process::Command;

use serde_json::{Value, json};

use crate::encounter::{ask, citizen, claims, officer, scan, square};
use crate::harness::{Browser, House, Page, Person, Printed, Wire};

/// The latest head, and what it says.
async fn head(house: &House) -> (String, Value) {
    let signed = house.wire().get("/ledger/head").await.expect(200).text();
    let said = claims(&signed);
    (signed, said)
}

/// A file of a witness, who has nothing of the house.
pub(crate) fn kept(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_witness_follows_the_heads_and_finds_a_ledger_that_was_rewritten_or_went_back() {
    let house = House::start();
    let _ = citizen(&house, 2, 1).await;
    house.sweep().await;
    let folder = tempfile::tempdir().unwrap();
    let (first, said) = head(&house).await;
    assert_eq!((&said["iss"], said["size"].as_u64().unwrap() > 64), (&json!(house.issuer()), true));
    // A witness begins with what there is, and holds every later head to it.
    let place = folder.path().join("witness.jwt");
    let follow = ["ledger", "follow", "--issuer", house.issuer(), "--head", place.to_str().unwrap()];
    let began = Printed::by(&follow).done();
    assert!(began.starts_with("kept: head "), "{began}");
    let _ = citizen(&house, 2, 0).await;
    house.sweep().await;
    let went_on = Printed::by(&follow).done();
    assert!(went_on.starts_with("sound: head "), "{went_on}");
    // The newer head is kept instead.
    let second = std::fs::read_to_string(&place).unwrap();
    let newer = claims(&second);
    assert!(newer["size"].as_u64() > said["size"].as_u64() && newer["head"].as_u64() > said["head"].as_u64());

    // The same by files alone.
    let sizes = format!("first={}&second={}", said["size"], newer["size"]);
    let proof = house.wire().get(&format!("/ledger/consistency?{sizes}")).await.expect(200);
    assert_eq!(proof.header("cache-control"), "public, max-age=31536000, immutable");
    let keys = kept(&folder, "keys.json", &house.wire().get("/jwks").await.text());
    let (one, two) = (kept(&folder, "one.jwt", &first), kept(&folder, "two.jwt", &second));
    let check = |older: &str, newer: &str, proof: &str| {
        let proof = kept(&folder, "proof.json", proof);
        let files = ["--head", older, "--newer", newer, "--consistency", &proof, "--keys", &keys];
        Printed::by(&[&["ledger", "check"], &files[..]].concat())
    };
    assert!(check(&one, &two, &proof.text()).done().contains("sound: head "));
    assert!(check(&two, &one, &proof.text()).refused().contains("WENT BACK"));
    let mut bent: Value = proof.json();
    bent["path"][0] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert!(check(&one, &two, &bent.to_string()).refused().contains("REWRITTEN"));
    assert!(check(&one, &two, "{}").refused().contains("cannot be read"));
    let (old, new): (Vec<&str>, Vec<&str>) = (first.split('.').collect(), second.split('.').collect());
    let forged = kept(&folder, "forged.jwt", &[new[0], old[1], new[2]].join("."));
    assert!(check(&one, &forged, &proof.text()).refused().contains("not good"));
    // A witness who has seen more than the house shows says so, and keeps what it has.
    let other = kept(&folder, "other.jwt", &first);
    let alone = Printed::by(&["ledger", "check", "--head", &other, "--keys", &keys]).done();
    assert!(alone.contains(&format!("{} leaves", said["size"])), "{alone}");
    let missing = Printed::by(&["ledger", "check", "--head", "/nowhere/head.jwt", "--keys", &keys]);
    assert_eq!(missing.code, 2, "{}", missing.stderr);
    assert_eq!(house.command(&["verify", "--head", &one, "--head", &two]).done().trim(), "sound");
    house.close();
}

#[tokio::test]
async fn anybody_may_ask_for_heads_and_proofs_and_learns_nothing_of_anybody() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    house.sweep().await;
    let wire = house.wire();
    let latest = wire.get("/ledger/head").await.expect(200);
    let headers = ["content-type", "cache-control", "access-control-allow-origin"].map(|name| latest.header(name));
    assert_eq!(headers, ["application/jwt", "public, max-age=5", "*"]);
    let (signed, said) = (latest.text(), claims(&latest.text()));
    let mut names: Vec<_> = said.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["head", "iat", "iss", "root", "size"]);
    // Every head that was signed is there to be compared with what somebody else was shown.
    let numbered = wire.get(&format!("/ledger/head/{}", said["head"])).await.expect(200);
    assert_eq!((numbered.text(), numbered.header("cache-control")), (signed, "public, max-age=31536000, immutable"));

    citizen.open("/wallet/history").await;
    let leaf = citizen.page().attributes("#history > li", "data-leaf").remove(0);
    let size = &said["size"];
    let proof = wire.get(&format!("/ledger/inclusion?leaf={leaf}&size={size}")).await.expect(200);
    assert_eq!(proof.header("access-control-allow-origin"), "*");
    let told: Value = proof.json();
    let mut names: Vec<_> = told.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["number", "path", "size"]);
    assert!(!proof.text().contains("acc_") && !proof.text().contains(&an.full_name));

    let beyond = said["size"].as_u64().unwrap() + 1000;
    let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for (target, status) in [
        ("/ledger/head/0".to_owned(), 404),
        ("/ledger/head/01".to_owned(), 404),
        ("/ledger/head/99999999999999999999".to_owned(), 404),
        (format!("/ledger/inclusion?leaf={hash}&size={size}"), 404),
        (format!("/ledger/inclusion?leaf={leaf}&size=1"), 404),
        (format!("/ledger/inclusion?leaf={leaf}&size={beyond}"), 400),
        (format!("/ledger/inclusion?leaf={leaf}&size=0"), 400),
        (format!("/ledger/inclusion?leaf={leaf}&leaf={leaf}&size={size}"), 400),
        (format!("/ledger/inclusion?leaf={leaf}="), 400),
        ("/ledger/inclusion".to_owned(), 400),
        ("/ledger/consistency?first=2&second=1".to_owned(), 400),
        (format!("/ledger/consistency?first=1&second={beyond}"), 400),
        ("/ledger/consistency?first=0&second=1".to_owned(), 400),
        ("/ledger/consistency?first=-1&second=%00".to_owned(), 400),
    ] {
        let refused = wire.get(&target).await.expect(status);
        assert_eq!(refused.header("cache-control"), "no-store", "{target}");
        let told: Value = refused.json();
        assert!(told["error"].is_string() && told["error_description"].is_string(), "{target}: {told}");
    }
    // An address that asks without end is told to wait; whatever it asks for is counted. On a slow machine the minute may be
    // over in the middle, and another begins.
    let mut refused = wire.get("/ledger/head/0").await;
    for _ in 0..400 {
        if refused.status.as_u16() == 429 {
            break;
        }
        refused = wire.get("/ledger/head/0").await;
    }
    let refused = refused.expect(429);
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
}

#[tokio::test]
async fn two_nodes_integrate_in_turn_and_sign_one_ledger() {
    let house = House::start();
    let Some(other) = house.second_node().await else { return };
    let people = house.people(&["--level", "1"]);
    for pair in people.chunks_exact(2).take(3) {
        // Both write and both integrate; the chores of either run beside it.
        let enter = async |mut browser: Browser, person: &Person| {
            browser.open("/wallet").await;
            browser.sign_in(person).await.expect_path("/wallet");
        };
        tokio::join!(enter(house.browser(), &pair[0]), enter(other.browser(), &pair[1]));
        let sweep = async |wire: &Wire| wire.post_form("/sandbox/sweep", &[], &[]).await.expect(200);
        tokio::join!(sweep(house.wire()), sweep(other.wire()));
    }
    let heads = (house.wire().get("/ledger/head").await.text(), other.wire().get("/ledger/head").await.text());
    let (mine, theirs) = (claims(&heads.0), claims(&heads.1));
    let (first, second) = (mine["size"].as_u64().unwrap(), theirs["size"].as_u64().unwrap());
    let sizes = format!("first={}&second={}", first.min(second), first.max(second));
    other.wire().get(&format!("/ledger/consistency?{sizes}")).await.expect(200);
    // Without a gap and in one order: `verify` at the end holds every head of both nodes to the one tree.
}

#[tokio::test]
async fn a_history_carries_the_leaf_of_each_line_and_its_file_convinces_who_knows_only_the_keys() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    house.sweep().await;
    citizen.open("/wallet/history?seen=1").await.expect_words("sổ cái").expect_words("Tải bằng chứng");
    let page = citizen.page();
    assert_eq!(page.attributes("#history > li", "data-event")[0], "presentation_scanned");
    let link = page.attributes("#history > li a[download]", "href").remove(0);
    let leaf = page.attributes("#history > li", "data-leaf").remove(0);
    let answer = citizen.get(&link).await.expect(200).answer.clone();
    assert!(answer.header("content-disposition").starts_with("attachment"));
    let file: Value = answer.json();
    assert_eq!((&file["leaf"], &file["entry"]["kind"]), (&json!(leaf), &json!("presentation_scanned")));
    // What the house keeps to itself is committed to and not told.
    let told = answer.text();
    for hidden in ["actor_id", "detail", "evt_", "presentation_id"] {
        assert!(!told.contains(hidden), "{hidden}: {told}");
    }
    let folder = tempfile::tempdir().unwrap();
    let keys = kept(&folder, "keys.json", &house.wire().get("/jwks").await.text());
    let check = |file: &Value| {
        let path = kept(&folder, "entry.json", &file.to_string());
        Printed::by(&["ledger", "entry", &path, "--keys", &keys])
    };
    let sound = check(&file).done();
    assert!(sound.contains("event: presentation_scanned by officer"), "{sound}");
    for (place, other) in [("at", json!(1)), ("kind", json!("signed_in")), ("purpose", json!("identity_check"))] {
        let mut edited = file.clone();
        edited["entry"][place] = other;
        assert!(check(&edited).refused().contains("does not lead to the signed head"), "{place}");
    }
    let mut moved = file.clone();
    moved["inclusion"]["number"] = json!(moved["inclusion"]["number"].as_u64().unwrap() - 1);
    assert!(check(&moved).refused().contains("does not lead to the signed head"));
    assert!(check(&json!({ "entry": file["entry"], "inclusion": null })).refused().contains("neither"));

    // Nobody else's line is to be had, and a line of nobody's neither.
    let (_, mut stranger) = self::citizen(&house, 2, 1).await;
    stranger.get(&link).await.expect(404);
    officer.get(&link).await.expect(404);
    citizen.get("/wallet/history/evt_nothing").await.expect(404);
    house.browser().open(&link).await.expect_path("/sign-in");
}

#[tokio::test]
async fn the_script_of_the_history_page_marks_each_line_and_is_not_deceived() {
    if !has_node() {
        return;
    }
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    ask(&mut officer, "identity_check", &["name"]).await;
    citizen.open("/wallet/requests").await;
    citizen.click("allow").await.expect(200);
    house.sweep().await;
    let page = citizen.open("/wallet/history").await;
    let lines = lines(page);
    let script = page.attribute("main ~ script", "src");
    let script = house.wire().get(&script).await.expect(200).text();
    let keys: Value = house.wire().get("/jwks").await.json();
    let proofs: Value = citizen.get("/wallet/history/proofs").await.expect(200).answer.json();
    assert_eq!(proofs["lines"].as_array().unwrap().len(), lines.len());

    let every = |word: &str| vec![word.to_owned(); lines.len()];
    assert_eq!(marked(&script, &lines, &proofs, &keys), ("all".to_owned(), every("good")));
    // The page says something else than the leaf does.
    let mut said = lines.clone();
    said[0]["event"] = json!("signed_out");
    let (word, marks) = marked(&script, &said, &proofs, &keys);
    assert_eq!((word.as_str(), marks[0].as_str(), marks[1].as_str()), ("some", "wrong", "good"));
    let mut said = lines.clone();
    said[0]["at"] = json!("1");
    assert_eq!(marked(&script, &said, &proofs, &keys).1[0], "wrong");
    // The opening was edited, the path was, the line has none yet, or is not there at all.
    let last = lines.len() - 1;
    for (change, word) in [
        (json!({ "entry": { "purpose": "x" } }), "wrong"),
        (json!({ "path": ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] }), "wrong"),
        (json!({ "number": 0 }), "wrong"),
        (json!({ "number": null, "path": null }), "waiting"),
        (json!({ "leaf": "another" }), "wrong"),
    ] {
        let mut other = proofs.clone();
        for (name, value) in change.as_object().unwrap() {
            match value.as_object() {
                Some(inner) => inner.iter().for_each(|(key, value)| other["lines"][last][name][key] = value.clone()),
                None => other["lines"][last][name] = value.clone(),
            }
        }
        let (top, marks) = marked(&script, &lines, &other, &keys);
        let expected = if word == "waiting" { "soon" } else { "some" };
        assert_eq!((top.as_str(), marks[last].as_str()), (expected, word), "{change}");
    }
    // A head that nobody signed says nothing about any line.
    let mut forged = proofs.clone();
    let head = forged["head"].as_str().unwrap().replacen(".e", ".f", 1);
    forged["head"] = json!(head);
    assert_eq!(marked(&script, &lines, &forged, &keys), ("none".to_owned(), every("")));
    assert_eq!(marked(&script, &lines, &proofs, &json!({ "keys": [] })).0, "none");
}

/// Whether a script can be run here.
pub(crate) fn has_node() -> bool {
    let has = Command::new("node").arg("--version").output().is_ok();
    if !has {
        println!("left out: what the script of the history page says, for want of node; tests/run installs it");
    }
    has
}

/// The lines of the history on a page, as its script reads them.
pub(crate) fn lines(page: &Page) -> Vec<Value> {
    let [events, leaves, seconds] =
        ["data-event", "data-leaf", "data-at"].map(|name| page.attributes("#history li", name));
    let line = |which: usize| json!({ "event": events[which], "leaf": leaves[which], "at": seconds[which] });
    (0..events.len()).map(line).collect()
}

/// What the script, as the house serves it, makes of a page; in Node, with as much of a browser as it uses: what it says at
/// the top, and the word on each line.
pub(crate) fn marked(script: &str, lines: &[Value], proofs: &Value, keys: &Value) -> (String, Vec<String>) {
    const BROWSER: &str = r#"
        const [script, lines, proofs, keys] = JSON.parse(require("node:fs").readFileSync(0));
        globalThis.crypto ??= require("node:crypto").webcrypto;
        globalThis.window = globalThis;
        const children = lines.map((line) => {
            const mark = { hidden: true, textContent: "" };
            return { dataset: { ...line }, mark, querySelector: () => mark, closest: () => null };
        });
        const words = { good: "good", waiting: "waiting", wrong: "wrong", all: "all", soon: "soon", some: "some", none: "none" };
        const list = { dataset: { proofs: "/p", keys: "/k", ...words }, querySelectorAll: () => children };
        const said = { hidden: true, textContent: "" };
        globalThis.document = { getElementById: (id) => (id === "history" ? list : said) };
        globalThis.fetch = async (address) => ({ ok: true, json: async () => (address === "/p" ? proofs : keys) });
        eval(script);
        const look = () => said.hidden
            ? setTimeout(look, 5)
            : console.log(JSON.stringify([said.textContent, children.map(({ mark }) => (mark.hidden ? "" : mark.textContent))]));
        look();
    "#;
    use std::io::Write as _;
    let mut node = Command::new("node")
        .args(["-e", BROWSER])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let told = json!([script, lines, proofs, keys]).to_string();
    node.stdin.take().unwrap().write_all(told.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}
