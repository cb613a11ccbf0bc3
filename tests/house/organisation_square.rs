//! The square of an organisation: printed for a place, or on a screen; the citizen's wallet opens it and allows field by field.

use http::Method;
use serde_json::{Value, json};

use crate::encounter::{citizen, claims, history, release};
use crate::entry::file;
use crate::harness::{Browser, House, RelyingParty};

/// A clinic that may ask for names and dates of birth, and says why.
pub(crate) async fn clinic(house: &House, name: &str, scope: &str) -> RelyingParty {
    let own = json!({
        "scope": scope,
        "token_endpoint_auth_method": "client_secret_post",
        "purposes": {
            "name": { "vi": "Gọi tên khi đến lượt", "en": "To call you", "essential": true },
            "birthdate": { "vi": "Chọn phòng khám theo tuổi", "en": "To choose the room by age" },
            "gender": { "vi": "Chọn phòng khám", "en": "To choose the room" },
        },
    });
    house.relying_party(&file(name, &own)).await
}

/// What the operator prints for a place.
fn printed(house: &House, party: &RelyingParty, fields: &str, place: &str) -> Value {
    // The address in the picture is the issuer's, which the operator's configuration says.
    let named = ["--fields", fields, "--place", place, "--issuer", house.issuer()];
    house.command(&[&["relying-party", "square", "add", &party.client_id], &named[..]].concat()).json()
}

pub(crate) async fn post(
    house: &House,
    party: &RelyingParty,
    path: &str,
    fields: &[(&str, &str)],
) -> crate::harness::Answer {
    let secret = party.secret.clone().expect("a secret");
    let own = [("client_id", party.client_id.as_str()), ("client_secret", secret.as_str())];
    house.wire().post_form(path, &[], &[&own[..], fields].concat()).await
}

/// What the party's system is told of a square.
async fn answers(house: &House, party: &RelyingParty, square: &str) -> Value {
    claims(&post(house, party, "/square/answers", &[("square", square)]).await.expect(200).text())
}

/// Where its questions stand; two of one second have no order.
fn states(told: &Value) -> Vec<&str> {
    let answers = told["answers"].as_array().unwrap();
    let mut states: Vec<_> = answers.iter().map(|answer| answer["state"].as_str().unwrap()).collect();
    states.sort_unstable();
    states
}

/// The word that the wallet is told.
fn told(citizen: &Browser) -> String {
    citizen.page().attribute("#said", "data-said")
}

/// Opens the square in the wallet, and stands before the question.
async fn open(citizen: &mut Browser, scanned: &str) {
    citizen.open("/wallet/scan").await.expect(200);
    citizen.fill("square", scanned).click("read").await.expect(200);
    citizen.click("open").await.expect_path("/wallet/requests");
}

#[tokio::test]
async fn a_printed_square_asks_each_person_anew_and_the_organisation_reads_what_was_allowed_once() {
    let house = House::start();
    let clinic = clinic(&house, "clinic", "openid vn_identity scan").await;
    let (an, mut first) = citizen(&house, 2, 0).await;
    let (_, mut second) = citizen(&house, 1, 0).await;
    let square = printed(&house, &clinic, "name birthdate", "Quầy tiếp đón, tầng 1");
    let (id, address) = (square["square"].as_str().unwrap(), square["address"].as_str().unwrap());

    // An ordinary camera, signed in nowhere: who, where, what for; nothing is asked and nothing opened.
    let mut stranger = house.browser();
    stranger.open(address).await.expect(200).expect_words("clinic").expect_words("Quầy tiếp đón, tầng 1");
    stranger.page().expect_words("Chọn phòng khám theo tuổi").expect_words("Trang này không chia sẻ gì");
    assert!(!stranger.page().has("form"));
    let picture = house.wire().get(square["png"].as_str().unwrap()).await.expect(200);
    assert_eq!(picture.header("content-type"), "image/png");
    assert!(picture.header("content-disposition").contains("square.png"));
    house.wire().get(square["svg"].as_str().unwrap()).await.expect(200);
    let mut english = house.browser().speaking("en");
    english.open(address).await.expect_words("To choose the room by age");

    // The wallet: a look asks nobody; the question is the one that an officer's would be, with the party's own reasons.
    first.open("/wallet/scan").await;
    first.fill("square", address).click("read").await.expect_words("Chưa có thông tin nào được chia sẻ");
    assert_eq!(answers(&house, &clinic, id).await["answers"], json!([]));
    first.click("open").await.expect_path("/wallet/requests").expect_words("clinic").expect_words("tầng 1");
    first.page().expect_words("Chọn phòng khám theo tuổi");
    let waiting = answers(&house, &clinic, id).await;
    assert_eq!((&waiting["state"], &waiting["answers"][0]["state"]), (&json!("standing"), &json!("asked")));
    first.tick("field_name", &["1"]).click("allow-chosen").await.expect(200);

    let told = answers(&house, &clinic, id).await;
    assert_eq!((&told["aud"], &told["square"]), (&json!(clinic.client_id), &json!(id)));
    let answer = &told["answers"][0];
    let release = release(answer["release"].as_str().unwrap());
    let fields: Vec<_> = release["claims"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["name"], "what was not ticked is not there");
    assert_eq!(release["claims"]["name"]["value"], json!(an.full_name));
    let receipt = claims(answer["receipt"].as_str().unwrap());
    assert_eq!((&receipt["kind"], &receipt["place"]), (&json!("organisation"), &json!("Quầy tiếp đón, tầng 1")));
    assert_eq!((&receipt["asker"]["name"], &receipt["purpose"]), (&json!("clinic"), &json!("registered_by_party")));
    // Once.
    let again = answers(&house, &clinic, id).await;
    assert_eq!(again["answers"][0]["state"], "allowed");
    assert!(again["answers"][0].get("release").is_none(), "{again}");
    // Both sides keep the receipt; the history says who asked.
    first.open("/wallet/receipts").await.expect_words("clinic");
    let events = history(&mut first, "/wallet/history").await;
    for kind in ["organisation_square_opened", "fields_asked", "fields_allowed"] {
        assert!(events.iter().any(|event| event == kind), "{kind}: {events:?}");
    }

    // The next person is asked anew, by the letters, and says no; nothing of it is about the first.
    open(&mut second, &square["code"].as_str().unwrap().to_lowercase()).await;
    second.click("deny").await.expect(200);
    let told = answers(&house, &clinic, id).await;
    assert_eq!(states(&told), ["allowed", "denied"]);
    assert!(!told["answers"].as_array().unwrap().iter().any(|answer| answer.get("release").is_some()), "{told}");
    // Taken back: said in plain words to whoever scans it, and what was asked before is not given any more.
    open(&mut second, address).await;
    assert_eq!(house.command(&["relying-party", "square", "revoke", id]).done().trim(), "revoked");
    house.command(&["relying-party", "square", "revoke", id]).refused();
    second.click("allow").await.expect(409);
    second.open(&address.replace("/o/", "/wallet/organisation/")).await.expect(410);
    assert_eq!(self::told(&second), "revoked");
    second.page().expect_words("đã thu hồi mã này");
    stranger.open(address).await.expect(410).expect_words("đã thu hồi mã này");
    house.wire().get(square["png"].as_str().unwrap()).await.expect(404);
    let listed = house.command(&["relying-party", "square", "list", &clinic.client_id]).done();
    assert!(listed.contains(id) && !listed.contains(r#""revoked_at":null"#), "{listed}");
    house.close();
}

#[tokio::test]
async fn i1_a_square_on_a_screen_lives_five_minutes_and_of_two_people_one_is_asked() {
    let house = House::start();
    let clinic = clinic(&house, "clinic", "openid vn_identity scan").await;
    let (_, one) = citizen(&house, 2, 0).await;
    let (_, two) = citizen(&house, 2, 1).await;
    let second = house.second_node().await;
    let two = second.as_ref().map_or_else(|| two.clone(), |node| two.through(node.wire().clone()));
    for round in 0..3 {
        let made: Value = post(&house, &clinic, "/square", &[("fields", "name")]).await.expect(201).json();
        let name = made["address"].as_str().unwrap().rsplit_once('/').unwrap().1.to_owned();
        let race = |browser: &Browser| {
            let (mut browser, path) = (browser.clone(), format!("/wallet/organisation/{name}"));
            tokio::spawn(async move {
                browser.open(&path).await;
                browser.press("open").await;
                (browser.page().status(), browser)
            })
        };
        let (first, other) = (race(&one), race(&two));
        let mut came = [first.await.unwrap(), other.await.unwrap()];
        came.sort_by_key(|(status, _)| *status);
        assert_eq!([came[0].0, came[1].0], [303, 409], "round {round}");
        assert_eq!(self::told(&came[1].1), "spent");
        came[0].1.open("/wallet/requests").await;
        came[0].1.click("allow").await.expect(200);
        // Read from two places at once: one gets it.
        let id = made["square"].as_str().unwrap();
        let (left, right) = tokio::join!(answers(&house, &clinic, id), answers(&house, &clinic, id));
        let given = [&left, &right].into_iter().filter(|told| told["answers"][0].get("release").is_some()).count();
        assert_eq!(given, 1, "round {round}: {left} {right}");
        assert_eq!(left["state"], "spent");
    }
    // Who does not answer has said no.
    let made: Value = post(&house, &clinic, "/square", &[("fields", "name")]).await.expect(201).json();
    open(&mut one.clone(), made["address"].as_str().unwrap()).await;
    house.advance(120).await;
    let told = answers(&house, &clinic, made["square"].as_str().unwrap()).await;
    assert_eq!((&told["state"], &told["answers"][0]["state"]), (&json!("spent"), &json!("lapsed")));

    let made: Value = post(&house, &clinic, "/square", &[("fields", "name")]).await.expect(201).json();
    house.advance(300).await;
    let mut late = one.clone();
    late.open("/wallet/scan").await;
    late.fill("square", made["code"].as_str().unwrap()).click("read").await.expect(410);
    assert_eq!(self::told(&late), "expired");
    assert_eq!(answers(&house, &clinic, made["square"].as_str().unwrap()).await["state"], "expired");
    house.close();
}

#[tokio::test]
async fn i16_a_square_asks_for_nothing_that_was_not_registered_and_only_its_own_party_reads_it() {
    let house = House::start();
    let clinic = clinic(&house, "clinic", "openid vn_identity scan").await;
    let other = self::clinic(&house, "other", "openid vn_identity scan").await;
    let portal = self::clinic(&house, "portal", "openid vn_identity").await;
    // Registered as a claim, but without a purpose; of no scope of its; no field; nothing.
    for fields in ["personal_id_number", "name religion", "password", "name name", ""] {
        let refused: Value = post(&house, &clinic, "/square", &[("fields", fields)]).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_request", "{fields}");
        let add =
            ["relying-party", "square", "add", clinic.client_id.as_str(), "--fields", fields, "--place", "Quầy 1"];
        house.command(&add).refused();
    }
    house.command(&["relying-party", "square", "add", &clinic.client_id, "--fields", "name", "--place", " "]).refused();
    let refused: Value = post(&house, &portal, "/square", &[("fields", "name")]).await.expect(400).json();
    assert_eq!(refused["error"], "unauthorized_client");
    house
        .wire()
        .post_form("/square", &[], &[("client_id", clinic.client_id.as_str()), ("fields", "name")])
        .await
        .expect(401);
    house.wire().send(Method::GET, "/square", &[], "").await.expect(405);

    let square = printed(&house, &clinic, "name", "Quầy 1");
    let (id, address) = (square["square"].as_str().unwrap(), square["address"].as_str().unwrap());
    for (party, square) in [(&other, id), (&clinic, "osq_nothing")] {
        let refused: Value = post(&house, party, "/square/answers", &[("square", square)]).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_request");
    }
    // What is none, what is of another kind, and markup.
    let (_, mut an) = citizen(&house, 2, 0).await;
    let signing_in = format!("{}/q/AAAA.1.AAAA", house.issuer());
    for (text, word) in [
        ("BCDF-GHJK", "unknown"),
        ("https://evil.example/o/AAAA", "unknown"),
        ("<svg onload=alert(1)>", "unknown"),
        (signing_in.as_str(), "unknown"),
        ("eyJ0eXAiOiJ2bnFyK2p3dCJ9.eyJpc3MiOiJ4In0.c2ln", "another_kind"),
    ] {
        an.open("/wallet/scan").await;
        an.fill("square", text).click("read").await.expect(422);
        assert_eq!(told(&an), word, "{text}");
        assert!(!an.page().answer.text().contains("<svg onload"));
    }
    an.open("/o/AAAAAAAAAAAAAAAAAAAAAA").await.expect(404);
    // A link on another site brings a person to the page and asks nobody; a party that is served no more asks nobody.
    an.get(&address.replace("/o/", "/wallet/organisation/")).await.expect(200);
    house.command(&["relying-party", "suspend", &clinic.client_id]).done();
    an.click("open").await.expect(410);
    assert_eq!(told(&an), "revoked");
    an.open("/wallet/requests").await.expect_words("không có yêu cầu");
    house.close();
}
