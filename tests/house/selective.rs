//! A yes or a no instead of a date, and one field passed on without the others.

use serde_json::{Value, json};

use crate::encounter::{citizen, claims, release, sharing_square};
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
