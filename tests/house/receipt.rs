//! A receipt in the hand of somebody who has nothing of the house but its published keys.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::encounter::{ask, citizen, claims, officer, scan, sharing_square, square};
use crate::harness::{House, Printed};

/// What is kept of a house that may be gone: its keys, and files.
struct Drawer {
    folder: tempfile::TempDir,
    keys: String,
}

impl Drawer {
    async fn of(house: &House) -> Self {
        let drawer = Self { folder: tempfile::tempdir().unwrap(), keys: String::new() };
        let keys = drawer.file("keys.json", &house.wire().get("/jwks").await.text());
        Self { keys: keys.to_str().unwrap().to_owned(), ..drawer }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn check(&self, text: &str) -> Printed {
        self.check_with(text, &self.keys)
    }

    fn check_with(&self, text: &str, keys: &str) -> Printed {
        let path = self.file("receipt", text);
        Printed::by(&["receipt", "check", path.to_str().unwrap(), "--keys", keys])
    }
}

#[tokio::test]
async fn a_receipt_convinces_who_has_the_published_keys_alone_and_nothing_else_does() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (bao, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    officer.fill("place", "Hồ Gươm");
    ask(&mut officer, "identity_check", &["name", "birthdate"]).await;
    let asked = officer.page().url().clone();
    citizen.open("/wallet/requests").await;
    citizen.click("allow").await.expect(200);
    let signed = citizen.page().text("#signed");
    let leaf = claims(&signed)["leaf"].as_str().unwrap().to_owned();
    assert_eq!(citizen.page().text("#receipt-leaf"), leaf, "the receipt names its leaf from the first moment");

    // Once it is integrated, both sides have it with its proof.
    house.sweep().await;
    let page = citizen.page().url().clone();
    citizen.open(page.as_str()).await.expect_words("Đã ghi vào sổ cái");
    let mut english = citizen.clone().speaking("en");
    english.open(page.as_str()).await.expect_words("It stands in the ledger as leaf");
    let link = citizen.page().attribute("#receipt-file", "href");
    let file: Value = citizen.get(&link).await.expect(200).answer.json();
    officer.open(asked.as_str()).await;
    officer.click("to-receipt").await.expect(200);
    let theirs = officer.page().attribute("#receipt-file", "href");
    let theirs: Value = officer.get(&theirs).await.expect(200).answer.json();
    assert_eq!((&theirs["receipt"], &theirs["inclusion"]["number"]), (&json!(signed), &file["inclusion"]["number"]));
    let (_, mut stranger) = self::citizen(&house, 2, 1).await;
    stranger.get(&link).await.expect(404);

    let drawer = Drawer::of(&house).await;
    // Without keys they are fetched from whom the receipt names, and the answer says who that is.
    let path = drawer.file("receipt", &signed);
    let fetched = Printed::by(&["receipt", "check", path.to_str().unwrap()]).done();
    assert!(fetched.starts_with(&format!("genuine: a receipt of {}", house.issuer())), "{fetched}");
    let by_address = drawer.check_with(&signed, &format!("{}/jwks", house.issuer())).done();
    assert_eq!(by_address, fetched);
    // Of two receipts the proof of one is none of the other.
    let other = sharing_square(&mut citizen, &["name"]).await;
    scan(&mut officer, &other).await;
    house.sweep().await;
    officer.click("shared").await.expect(200);
    officer.click("to-receipt").await.expect(200);
    let other = officer.page().attribute("#receipt-file", "href");
    let other: Value = officer.get(&other).await.expect(200).answer.json();
    house.close();

    // The house is gone; the receipt still convinces.
    let alone = drawer.check(&signed).done();
    for words in [&bao.full_name, "identity_check", "fields: name birthdate", "place: Hồ Gươm", "holds no proof", &leaf]
    {
        assert!(alone.contains(words), "{words}: {alone}");
    }
    let proven = drawer.check(&file.to_string()).done();
    assert!(proven.contains(&format!("ledger: leaf {} under head", file["inclusion"]["number"])), "{proven}");
    assert!(drawer.check(&other.to_string()).done().contains("ledger: leaf"));

    let parts: Vec<&str> = signed.split('.').collect();
    let without_proof = json!({ "receipt": signed, "inclusion": null }).to_string();
    assert!(drawer.check(&without_proof).done().contains("holds no proof"));
    let head = file["inclusion"]["head"].as_str().unwrap();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut file = file.clone();
        change(&mut file);
        file.to_string()
    };
    let mut elsewhere = claims(&signed);
    elsewhere["place"] = json!("Hồ Tây");
    let elsewhere = URL_SAFE_NO_PAD.encode(elsewhere.to_string());
    for (what, text, said) in [
        ("nothing", String::new(), "neither a signed text nor a proof"),
        ("something else", "{\"receipt\": 7}".to_owned(), "neither a signed text nor a proof"),
        ("half a file", file.to_string()[..100].to_owned(), "neither a signed text nor a proof"),
        ("cut off", signed[..signed.len() - 21].to_owned(), "not a whole signed text"),
        ("cut off in the middle", format!("{}.{}", parts[0], &parts[1][..40]), "not a whole signed text"),
        ("tampered with", format!("{}.{elsewhere}.{}", parts[0], parts[2]), "not good"),
        ("another's signature", format!("{}.{}.{}", parts[0], parts[1], head.rsplit('.').next().unwrap()), "not good"),
        ("a head", head.to_owned(), "of another kind"),
        ("a bent proof", changed(&|it| it["inclusion"]["path"][0] = json!(leaf)), "does not lead to the signed head"),
        ("another place", changed(&|it| it["inclusion"]["number"] = json!(1)), "does not lead to the signed head"),
        (
            "another's proof",
            changed(&|it| it["inclusion"] = other["inclusion"].clone()),
            "does not lead to the signed head",
        ),
        ("a proof without a path", changed(&|it| it["inclusion"]["path"] = json!("x")), "cannot be read"),
        ("no head", changed(&|it| it["inclusion"]["head"] = json!(signed)), "of another kind"),
        ("a forged head", changed(&|it| it["inclusion"]["head"] = json!(format!("{head}A"))), "head of the ledger"),
    ] {
        let refused = drawer.check(&text).refused();
        assert!(refused.contains("not genuine: ") && refused.contains(said), "{what}: {refused}");
    }

    // Somebody else's key under the name of ours, a house without that key, and no keys at all.
    let keys: Value = serde_json::from_str(&std::fs::read_to_string(&drawer.keys).unwrap()).unwrap();
    let all = keys["keys"].as_array().unwrap();
    let header: Value = serde_json::from_slice(&crate::encounter::unpadded(parts[0])).unwrap();
    let another =
        all.iter().find(|key| key["kty"] == "EC" && key["alg"] == "ES256" && key["kid"] != header["kid"]).unwrap();
    let mut foreign = another.clone();
    foreign["kid"] = header["kid"].clone();
    let set = |keys: Vec<Value>| json!({ "keys": keys }).to_string();
    for (what, keys, said) in [
        ("foreign", set(vec![foreign]), "not good"),
        ("others", set(all.iter().filter(|key| key["kid"] != header["kid"]).cloned().collect()), "none of these keys"),
        ("none", set(Vec::new()), "none of these keys"),
    ] {
        let keys = drawer.file("other-keys.json", &keys);
        let refused = drawer.check_with(&signed, keys.to_str().unwrap()).refused();
        assert!(refused.contains(said), "{what}: {refused}");
    }
    // What cannot be looked at at all is no answer about the receipt.
    let no_set = drawer.file("no-set.json", "[]");
    for keys in [no_set.to_str().unwrap(), "/nowhere/keys.json", "http://keys.example/jwks"] {
        let failed = drawer.check_with(&signed, keys);
        assert!(failed.code == 2 && failed.stderr.contains(keys), "{keys}: {}", failed.stderr);
    }
    assert_eq!(Printed::by(&["receipt", "check", "/nowhere/receipt", "--keys", &drawer.keys]).code, 2);
}

#[tokio::test]
async fn a_party_proves_its_receipt_by_what_anybody_may_ask_for() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let bank = json!({
        "client_name": "Ngân hàng Mẫu", "kind": "bank", "redirect_uris": ["https://bank.example/cb"],
        "scope": "openid vn_identity scan", "token_endpoint_auth_method": "client_secret_post",
    });
    let bank = house.relying_party(&bank).await;
    let text = sharing_square(&mut citizen, &["name"]).await;
    let secret = bank.secret.clone().unwrap();
    let fields = [("client_id", bank.client_id.as_str()), ("client_secret", &secret), ("token", &text)];
    let answer = claims(&house.wire().post_form("/scan", &[], &fields).await.expect(200).text());
    let receipt = answer["receipt"].as_str().unwrap();
    house.sweep().await;
    let head = house.wire().get("/ledger/head").await.expect(200).text();
    let leaf = claims(receipt)["leaf"].as_str().unwrap().to_owned();
    let asked = format!("/ledger/inclusion?leaf={leaf}&size={}", claims(&head)["size"]);
    let proof: Value = house.wire().get(&asked).await.expect(200).json();
    let file = json!({
        "receipt": receipt,
        "inclusion": { "number": proof["number"], "path": proof["path"], "head": head },
    });
    let drawer = Drawer::of(&house).await;
    let genuine = drawer.check(&file.to_string()).done();
    assert!(genuine.contains("seen by: Ngân hàng Mẫu") && genuine.contains("ledger: leaf"), "{genuine}");
}
