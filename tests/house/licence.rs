//! Whether somebody may drive a class of vehicles: a signed yes or no to who is registered for that class, and how the
//! licence stands in its holder's wallet. Issue 5, row F03.

use serde_json::{Value, json};

use crate::encounter::{citizen, history, release, sharing_square};
use crate::entry::file;
use crate::freeze::scanned;
use crate::harness::{Browser, House, Mood, Person, RelyingParty};
use crate::organisation_square::post;
use crate::registers::two_houses;

/// A bank that lends cars of this class, and says why it asks.
async fn bank(house: &House, class: &str) -> RelyingParty {
    let own = json!({
        "kind": "bank",
        "scope": "openid vn_licence scan",
        "licence_class": class,
        "token_endpoint_auth_method": "client_secret_post",
        "purposes": { "licence_class": { "vi": "Cho mượn xe lái thử", "en": "To lend a car for a try" } },
    });
    house.relying_party(&file("bank", &own)).await
}

/// What a party's system is given of a square in which nothing but this is.
async fn told(bank: &RelyingParty, house: &House, holder: &mut Browser) -> Value {
    let text = sharing_square(holder, &["licence_class"]).await;
    let answer = scanned(bank, house, &text).await;
    release(answer["release"].as_str().unwrap())["claims"].take()
}

/// The licence that the register has of somebody, as a line of a file, with other values in some columns.
fn licence(house: &House, person: &Person, changes: &[(&str, &str)]) -> String {
    let shown = house.command(&["register", "show", "--kind", "licences", &person.personal_id_number]).done();
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (name, value) in shown.lines().map(|line| line.split_once(": ").unwrap()) {
        names.push(name);
        values.push(changes.iter().find(|(changed, _)| *changed == name).map_or(value, |(_, value)| *value));
    }
    format!("{}\n{}\n", names.join(","), values.join(","))
}

fn import(house: &House, csv: &str) {
    let file = house.site().file("licences.csv", csv);
    let done = house.command(&["register", "import", "--kind", "licences", file.to_str().unwrap()]).done();
    assert_eq!(done, "changed 1 known 0 refused 0\n", "{csv}");
}

#[tokio::test]
async fn who_asks_whether_somebody_may_drive_their_class_learns_that_and_nothing_of_the_licence() {
    let house = House::start();
    let (an, mut hers) = citizen(&house, 2, 0).await;
    let shown = house.command(&["register", "show", "--kind", "licences", &an.personal_id_number]).done();
    let number = shown.lines().next().unwrap().strip_prefix("licence_number: ").unwrap().to_owned();
    // A motorcycle of the former law and a car of today's: what each includes, and nothing above it.
    for (class, may) in [("A1", true), ("B", true), ("A", false), ("C1", false), ("D", false), ("BE", false)] {
        let bank = bank(&house, class).await;
        let said = told(&bank, &house, &mut hers).await;
        let fields: Vec<_> = said.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["licence_class"]);
        let said = &said["licence_class"];
        assert_eq!((&said["value"], &said["rule"]), (&json!(may), &json!(format!("licence-class/1:{class}"))));
        assert_eq!(said["source"], "driving_licence_register");
        assert!(said["as_of"].as_i64().unwrap() >= house.now() - 60);
        let members = said.as_object().unwrap().len();
        assert!(members == 4 && !said.to_string().contains(&number), "nothing more: {said}");
    }

    // At sign-in the page says which class is asked about, and the party gets the same answer.
    let bank = bank(&house, "B").await;
    let asked = bank.authorization("openid vn_licence");
    let mut tab = hers.tab();
    tab.open(&asked.url()).await.expect_words("Được lái xe hạng B").expect_words("Cho mượn xe lái thử");
    tab.page().expect_words("Có");
    house.pass(&mut tab, &an).await;
    let tokens = bank.exchange(&asked, &tab.outside()).await;
    let about = bank.userinfo(&tokens).await.unwrap();
    assert_eq!(about["licence_class"], true, "{about}");
    assert!(!about.to_string().contains(&number), "{about}");
    // Another class than the registered one cannot be asked about by naming it as a value.
    let named = json!({ "userinfo": { "licence_class": { "value": "C" } } }).to_string();
    let asked = bank.authorization("openid").with("claims", &named);
    let mut tab = hers.tab();
    tab.open(&asked.url()).await;
    house.pass(&mut tab, &an).await;
    let tokens = bank.exchange(&asked, &tab.outside()).await;
    assert!(bank.userinfo(&tokens).await.unwrap().get("licence_class").is_none());

    // Asked on the spot, she reads what is asked and what it would say, and both stand in her history.
    let square: Value = post(&house, &bank, "/square", &[("fields", "licence_class")]).await.expect(201).json();
    hers.open("/wallet/scan").await;
    hers.fill("square", square["address"].as_str().unwrap()).click("read").await.expect_words("Được lái xe hạng B");
    hers.click("open").await.expect_words("Được lái xe hạng B").expect_words("Cho mượn xe lái thử");
    hers.click("allow").await.expect(200);
    let mut english = hers.tab().speaking("en");
    english.open("/wallet/receipts").await.expect_words("class of vehicles");
    // The history names the class, whatever the party is registered for tomorrow.
    let events = history(&mut hers, "/wallet/history").await;
    let of = |kind: &str| format!("#history > li[data-event={kind}]");
    for kind in ["fields_allowed", "claims_released"] {
        assert!(hers.page().text(&of(kind)).contains("Được lái xe hạng B"), "{}", hers.page().text(&of(kind)));
    }
    for kind in ["fields_asked", "fields_allowed", "claims_released"] {
        assert!(events.iter().any(|event| event == kind), "{kind}: {events:?}");
    }
    house.close();
}

#[tokio::test]
async fn a_licence_that_ended_or_was_taken_is_a_no_from_the_day_that_the_register_says_so() {
    let house = House::start();
    let (an, mut hers) = citizen(&house, 2, 0).await;
    let bank = bank(&house, "B").await;
    let value = async |hers: &mut Browser| told(&bank, &house, hers).await["licence_class"]["value"].as_bool();
    assert_eq!(value(&mut hers).await, Some(true));
    let original = licence(&house, &an, &[]);
    for (column, other, standing) in [
        ("state", "withheld", "withheld"),
        ("state", "revoked", "revoked"),
        ("points", "0", "without_points"),
        ("classes", "B|2025-02-01|2025-03-01", "expired"),
        // Cars that change gear by themselves are not every car.
        ("classes", "B11|2018-02-01|2098-02-01", "in_register"),
        ("classes", "CE|2025-02-01|2098-02-01", "in_register"),
    ] {
        import(&house, &licence(&house, &an, &[(column, other)]));
        assert_eq!(value(&mut hers).await, Some(false), "{other}");
        let page = hers.open("/wallet/documents").await.expect(200);
        assert_eq!(page.attribute("[data-document=driving_licence]", "data-status"), standing);
        import(&house, &original);
        assert_eq!(value(&mut hers).await, Some(true), "after {other}");
    }
    // A class that includes the one asked about, one of the former law too.
    for classes in ["C|2025-02-01|2098-02-01", "E|2015-02-01|2098-02-01", "B2|2018-02-01|never"] {
        import(&house, &licence(&house, &an, &[("classes", classes)]));
        assert_eq!(value(&mut hers).await, Some(true), "{classes}");
    }
    // Somebody else's licence under her number says nothing about her, not even no.
    import(&house, &licence(&house, &an, &[("birth_date", "02/05/1990")]));
    assert!(told(&bank, &house, &mut hers).await.get("licence_class").is_none());
    let page = hers.open("/wallet/documents").await.expect(200);
    assert_eq!(page.attribute("[data-document=driving_licence]", "data-status"), "unclear");
    // Who has no licence is told of as that.
    let (_, mut other) = citizen(&house, 2, 3).await;
    assert_eq!(value(&mut other).await, Some(false));
    house.close();
}

#[tokio::test]
async fn f39_a_register_of_licences_that_is_down_says_no_no_and_the_documents_are_there_without_it() {
    let (_nation, _applicants, exchange, asking) = two_houses(&[]);
    let (an, mut hers) = citizen(&asking, 2, 0).await;
    let bank = bank(&asking, "B").await;
    assert_eq!(told(&bank, &asking, &mut hers).await["licence_class"]["value"], true);

    exchange.is(Mood::Without("/licences"));
    let said = told(&bank, &asking, &mut hers).await;
    let said = &said["licence_class"];
    assert_eq!((&said["withheld"], &said["rule"]), (&json!("register_out_of_reach"), &json!("licence-class/1:B")));
    assert!(said.get("value").is_none() && said["as_of"].as_i64().is_some(), "{said}");
    let mut tab = hers.tab();
    let (tokens, _) = asking.enter(&bank, "openid vn_licence", &mut tab, &an).await;
    assert!(bank.userinfo(&tokens).await.unwrap().get("licence_class").is_none());
    let shown = documents(&mut hers).await;
    assert_eq!(shown[0], ("driving_licence".to_owned(), "out_of_reach".to_owned()));
    assert_eq!(shown[4], ("residence".to_owned(), "in_register".to_owned()));
    // Every register down: the page is there, and says so of each.
    exchange.is(Mood::Refuses(503));
    let down: Vec<_> = documents(&mut hers).await.into_iter().map(|(_, status)| status).collect();
    assert_eq!(down, ["out_of_reach", "no_register", "no_register", "out_of_reach", "out_of_reach"]);
    hers.page().expect_words("Tình trạng lúc").expect_words("Chưa hỏi được cơ sở dữ liệu");

    exchange.is(Mood::Answers);
    for _ in 0..20 {
        asking.advance(60).await;
        if documents(&mut hers).await.iter().all(|(_, status)| status != "out_of_reach") {
            assert_eq!(told(&bank, &asking, &mut hers).await["licence_class"]["value"], true);
            return;
        }
    }
    panic!("the registers are back and nothing is shown");
}

/// The documents with how each stands.
async fn documents(browser: &mut Browser) -> Vec<(String, String)> {
    let page = browser.open("/wallet/documents").await.expect(200);
    let of = |name: &str| page.attributes("[data-document]", name);
    of("data-document").into_iter().zip(of("data-status")).collect()
}

#[tokio::test]
async fn nobody_asks_about_a_class_that_an_operator_did_not_register_for_them() {
    let house = House::start();
    let add = |own: &Value| {
        let file = house.site().file("asks.json", file("asks", own).to_string());
        house.command(&["relying-party", "add", "--file", file.to_str().unwrap()])
    };
    for wrong in [
        json!({ "scope": "openid vn_licence" }),
        json!({ "scope": "openid vn_licence", "licence_class": "B2" }),
        json!({ "scope": "openid vn_licence", "licence_class": "b" }),
    ] {
        let told = add(&wrong);
        assert!(told.code == 1 && told.stderr.contains("licence_class"), "{wrong}: {}", told.stderr);
    }
    // Registered for another scope, it is given none of it, whatever its request names.
    let own = json!({ "scope": "openid vn_age scan", "licence_class": "B", "token_endpoint_auth_method": "client_secret_post" });
    let shop = house.relying_party(&file("shop", &own)).await;
    let (_, mut hers) = citizen(&house, 2, 0).await;
    let text = sharing_square(&mut hers, &["age_over_18", "licence_class"]).await;
    let answer = scanned(&shop, &house, &text).await;
    let said = release(answer["release"].as_str().unwrap());
    assert!(said["claims"].get("licence_class").is_none() && said["claims"].get("age_over_18").is_some());
    // Who has level 1 has no documents, and none to share.
    let (_, mut low) = citizen(&house, 1, 0).await;
    low.open("/wallet/share").await.expect(200);
    assert!(!low.page().has("input[name=field_licence_class]"));
    house.close();
}
