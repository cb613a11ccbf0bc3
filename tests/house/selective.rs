//! A yes or a no instead of a date, and one field passed on without the others.

use serde_json::{Value, json};

use crate::encounter::{ask, citizen, claims, officer, release, scan, sharing_square, square};
use crate::freeze::scanned;
use crate::harness::{House, Library};

#[tokio::test]
async fn a_shop_learns_that_somebody_is_of_age_and_can_pass_on_one_field_of_several() {
    let house = House::start();
    let (_, mut hers) = citizen(&house, 1, 0).await;
    let party = |name: &str, scope: &str| {
        json!({
            "client_name": name, "client_name#en": name, "kind": "private", "scope": scope,
            "redirect_uris": ["https://shop.example/cb"], "token_endpoint_auth_method": "client_secret_post",
        })
    };
    let shop = house.relying_party(&party("Cửa hàng Mẫu", "openid vn_age scan")).await;
    let scan = async |text: &str| -> Value {
        let secret = shop.secret.clone().expect("a secret");
        let fields = [("client_id", shop.client_id.as_str()), ("client_secret", &secret), ("token", text)];
        claims(&house.wire().post_form("/scan", &[], &fields).await.expect(200).text())
    };
    // More is in the square than the shop is registered for: it gets what it is registered for.
    let text = sharing_square(&mut hers, &["name", "birthdate", "age_over_18", "age_over_60"]).await;
    let answer = scan(&text).await;
    let text = answer["release"].as_str().unwrap();
    let open = release(text);
    let said = open["claims"].as_object().unwrap();
    let mut fields: Vec<_> = said.keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["age_over_18", "age_over_60"]);
    assert_eq!((&said["age_over_18"]["value"], &said["age_over_60"]["value"]), (&json!(true), &json!(false)));
    assert_eq!(said["age_over_18"]["rule"], "age-over/1:18");
    assert!(said["age_over_18"]["as_of"].as_i64().unwrap() >= house.now() - 60);
    // The part that is signed names no field and no answer.
    let signed = claims(text.split('~').next().unwrap()).to_string();
    assert!(!signed.contains("age_over") && !signed.contains("true"), "{signed}");
    let receipt = claims(answer["receipt"].as_str().unwrap());
    assert_eq!(receipt["fields"], json!(["age_over_18", "age_over_60"]));
    hers.open("/wallet/receipts").await.expect_words("Cửa hàng Mẫu");
    // The holder, who knows the date, is not shown a list of yes and no at home.
    assert!(!hers.open("/wallet").await.words().contains("Đủ 18 tuổi"));

    if Library::SdJwt.is_here() {
        let keys: Value = house.wire().get("/jwks").await.expect(200).json();
        let parts: Vec<&str> = text.split('~').collect();
        let only = |at: usize| format!("{}~{}~", parts[0], parts[at]);
        let forged = dinhdanh::secret::encode(r#"["c2FsdA","age_over_18",{"value":true}]"#.as_bytes());
        let middle = parts[0].len() / 2;
        let other = if parts[0].as_bytes()[middle] == b'A' { "B" } else { "A" };
        let broken = format!("{}{other}{}", &text[..middle], &text[middle + 1..]);
        let texts = [text.to_owned(), only(1), only(2), format!("{}~", parts[0]), format!("{text}{forged}~"), broken];
        let tasks: Vec<Value> = texts.iter().map(|text| json!({ "text": text, "keys": keys })).collect();
        let judged = Library::SdJwt.judge(&tasks).await;
        let fields = |judged: &Value| judged["payload"]["claims"].as_object().map(serde_json::Map::len);
        assert_eq!(
            judged.iter().map(fields).collect::<Vec<_>>()[..4],
            [Some(2), Some(1), Some(1), Some(0)],
            "{judged:?}"
        );
        assert_eq!(judged[0]["payload"]["claims"]["age_over_18"]["value"], true);
        assert_eq!(judged[0]["payload"]["aud"], shop.client_id.as_str());
        // What stands under no digest is refused or left out, and a changed text is refused.
        assert!(judged[4].get("refused").is_some() || judged[4]["payload"] == judged[0]["payload"], "{}", judged[4]);
        assert!(judged[5].get("refused").is_some(), "{}", judged[5]);
    }

    // A portal that signs people in gets the same by its scope, and no date.
    let portal = house.relying_party(&party("Cổng Mẫu", "openid vn_age")).await;
    let (an, mut browser) = citizen(&house, 1, 1).await;
    let (tokens, _) = house.enter(&portal, "openid vn_age", &mut browser, &an).await;
    let said = portal.userinfo(&tokens).await.unwrap();
    assert_eq!((&said["age_over_18"], &said["age_over_60"]), (&json!(true), &json!(false)), "{said}");
    assert!(said.get("birthdate").is_none());
    house.close();
}

#[tokio::test]
async fn who_asks_whether_somebody_lives_in_their_province_learns_that_and_no_address() {
    let house = House::start();
    let (an, mut browser) = citizen(&house, 2, 0).await;
    let party = async |name: &str, scope: &str, province: Option<&str>| {
        let mut file = json!({
            "client_name": name, "kind": "state_body", "scope": scope,
            "redirect_uris": ["https://province.example/cb"], "token_endpoint_auth_method": "client_secret_post",
        });
        file.as_object_mut().unwrap().extend(province.map(|code| ("province".to_owned(), json!(code))));
        house.relying_party(&file).await
    };
    // Where the person lives, as somebody hears who may ask for it.
    let whole = party("Cổng Dịch vụ công", "openid vn_residence scan", None).await;
    let square_of_residence = sharing_square(&mut browser, &["permanent_residence"]).await;
    let answer = scanned(&whole, &house, &square_of_residence).await;
    let told = release(answer["release"].as_str().unwrap());
    let address = told["claims"]["permanent_residence"]["value"].as_str().unwrap().to_owned();
    let is_own = |(_, name): &&(&str, &str)| address.ends_with(name);
    let provinces = dinhdanh::identity::place::PROVINCES;
    let (own, name) = provinces.iter().find(is_own).unwrap();
    let (other, _) = provinces.iter().find(|one| !is_own(one)).unwrap();

    for (province, lives) in [(Some(*own), Some(true)), (Some(*other), Some(false))] {
        let portal = party("Cổng tỉnh", "openid vn_resident scan", province).await;
        let text = sharing_square(&mut browser, &["permanent_residence", "resident_in_province"]).await;
        let answer = scanned(&portal, &house, &text).await;
        let open = release(answer["release"].as_str().unwrap());
        let said = &open["claims"]["resident_in_province"];
        assert_eq!(said["value"].as_bool(), lives, "{province:?}: {open}");
        let rule = province.map(|code| format!("resident-in-province/1:{code}"));
        assert_eq!(said["rule"].as_str().map(str::to_owned), rule);
        assert!(!open.to_string().contains(name), "no address: {open}");
        let mut tab = browser.tab();
        let (tokens, _) = house.enter(&portal, "openid vn_resident", &mut tab, &an).await;
        let about = portal.userinfo(&tokens).await.unwrap();
        assert_eq!(about.get("resident_in_province").and_then(Value::as_bool), lives, "{about}");
        assert!(about.get("permanent_residence").is_none());
    }

    // An officer asks about the province of the own unit.
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut browser).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    ask(&mut officer, "residence_check", &["resident_in_province"]).await;
    let asked = officer.page().url().clone();
    browser.open("/wallet/requests").await.expect_words("Thường trú trong tỉnh của bên hỏi");
    browser.click("allow").await.expect(200);
    let page = officer.open(asked.as_str()).await.expect(200);
    assert_eq!(page.texts("#released dd"), [if *own == "01" { "Có" } else { "Không" }]);
    assert!(!page.words().contains(&address));
    house.close();
}
