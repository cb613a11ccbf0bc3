//! Userinfo: the register's record, no more than was agreed, at the moment of the call.

use http::Method;
use serde_json::{Value, json};

use crate::entry::{enter, party, somebody, tokens};
use crate::harness::House;
use crate::token::{header_of, part_of, verified, watch};

#[tokio::test]
async fn ui01_what_was_agreed_to_is_said_in_the_registers_spelling_under_the_same_sub() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let person = somebody(&house);
    let scope = "openid profile email phone address vn_identity vn_account";
    let bought = tokens(&party, scope, &person, &mut house.browser()).await;
    let about = party.userinfo(&bought).await.unwrap();
    assert_eq!(about["sub"], bought.claims["sub"]);
    assert_eq!(about["personal_id_number"], person.personal_id_number);
    assert_eq!(about["name"].as_str().unwrap().to_lowercase(), person.full_name.to_lowercase());
    let parts = ["family_name", "middle_name", "given_name"].map(|name| about[name].as_str().unwrap_or_default());
    let joined = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    assert_eq!(joined, about["name"].as_str().unwrap());
    assert_eq!((&about["locale"], &about["zoneinfo"]), (&json!("vi-VN"), &json!("Asia/Ho_Chi_Minh")));
    assert_eq!((&about["account_level"], &about["account_type"]), (&json!(1), &json!("citizen")));
    assert!(about["phone_number"].as_str().unwrap().starts_with("+84"));
    assert!(about["phone_number_verified"].is_boolean() && about["updated_at"].is_number());
    assert!(about["address"].as_object().unwrap().values().all(Value::is_string));
    assert!(["male", "female"].contains(&about["gender"].as_str().unwrap()));
    // Nothing that nobody has, and nothing that nobody asked for.
    assert!(about.as_object().unwrap().values().all(|value| !value.is_null() && *value != json!("")));
    for unasked in ["ethnicity", "religion", "father", "card_number", "household_head"] {
        assert!(about.get(unasked).is_none(), "{unasked}");
    }
    house.close();
}

#[tokio::test]
async fn openid_alone_says_the_name_in_the_sector_and_nothing_else() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let bought = tokens(&party, "openid", &somebody(&house), &mut house.browser()).await;
    let about = house.wire().get_with_token("/userinfo", &bought.access).await.expect(200);
    assert_eq!((about.header("content-type"), about.header("cache-control")), ("application/json", "no-store"));
    assert_eq!(about.json::<Value>(), json!({ "sub": bought.claims["sub"] }));
}

#[tokio::test]
async fn claims_by_name_go_where_they_were_asked_for() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let person = somebody(&house);
    let wanted = r#"{"userinfo":{"given_name":{"essential":true},"gender":{"value":"neither"}},
                     "id_token":{"account_level":{"essential":true},"name":null}}"#;
    let asked = party.authorization("openid").with("claims", wanted);
    let came = enter(&asked, &person, &mut house.browser()).await;
    let bought = party.exchange(&asked, &came).await;
    assert_eq!(bought.claims["account_level"], 1);
    assert_eq!(bought.claims["name"].as_str().unwrap().to_lowercase(), person.full_name.to_lowercase());
    let about = party.userinfo(&bought).await.unwrap();
    let names: Vec<_> = about.as_object().unwrap().keys().collect();
    assert_eq!(names, ["sub", "given_name"]);
}

#[tokio::test]
async fn ui01_a_smaller_scope_says_less() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let scope = "openid email vn_identity offline_access";
    let bought = tokens(&party, scope, &somebody(&house), &mut house.browser()).await;
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", bought.refresh.as_ref().unwrap()),
        ("scope", "openid email"),
    ];
    let body: Value = party.post_token(&fields).await.expect(200).json();
    watch(&house, &body);
    let token = body["access_token"].as_str().unwrap();
    let about: Value = house.wire().get_with_token("/userinfo", token).await.expect(200).json();
    assert!(about.get("personal_id_number").is_none() && about.get("name").is_none());
    let before: Value = house.wire().get_with_token("/userinfo", &bought.access).await.expect(200).json();
    assert!(before.get("personal_id_number").is_some());
}

#[tokio::test]
async fn ui01_a_claim_that_was_declined_is_not_said() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let mut browser = house.browser();
    let asked = party.authorization("openid vn_identity");
    browser.open(&asked.url()).await;
    browser.sign_in(&somebody(&house)).await;
    assert!(browser.page().has("button#allow"), "{}", browser.page().summary());
    for name in browser.page().attributes("#choose input", "name") {
        if name != "claim-gender" {
            browser.tick(&name, &["on"]);
        }
    }
    browser.click("allow-chosen").await;
    let bought = party.exchange(&asked, &browser.outside()).await;
    let about = party.userinfo(&bought).await.unwrap();
    assert!(about.get("gender").is_none() && about.get("name").is_some());
}

#[tokio::test]
async fn a_token_is_shown_in_the_header_or_in_a_form_and_nowhere_else() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let bought = tokens(&party, "openid", &somebody(&house), &mut house.browser()).await;
    let (wire, token) = (house.wire(), &bought.access);
    let bearer = format!("Bearer {token}");
    let form = ("content-type", "application/x-www-form-urlencoded");
    wire.send(Method::POST, "/userinfo", &[("authorization", &bearer)], "").await.expect(200);
    wire.send(Method::GET, "/userinfo", &[("authorization", &format!("bEaReR {token}"))], "").await.expect(200);
    wire.post_form("/userinfo", &[], &[("access_token", token)]).await.expect(200);
    let twice = format!("access_token={token}");
    let both = wire.send(Method::POST, "/userinfo", &[form, ("authorization", &bearer)], twice).await.expect(400);
    assert_eq!(both.json::<Value>()["error"], "invalid_request");
    let bare = wire.get("/userinfo").await.expect(401);
    assert_eq!(bare.header("www-authenticate"), "Bearer realm=\"dinhdanh\"");
    // An address is logged by everybody in between; this one is not even the right token.
    let in_address = wire.get("/userinfo?access_token=at_in_the_address").await.expect(400);
    assert_eq!(in_address.json::<Value>()["error"], "invalid_request");
    house.close();
}

#[tokio::test]
async fn tk05_nothing_but_a_live_access_token_is_one() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let bought = tokens(&party, "openid offline_access", &somebody(&house), &mut house.browser()).await;
    let id_token = bought.id_token.as_ref().unwrap().to_string();
    let refresh = bought.refresh.clone().unwrap();
    let longer = format!("{}A", bought.access);
    for wrong in [id_token.as_str(), &refresh, &longer, "at_", "x", ""] {
        let answer = house.wire().get_with_token("/userinfo", wrong).await.expect(401);
        assert!(answer.header("www-authenticate").starts_with("Bearer"), "{wrong}");
    }
    let answer = house.wire().get_with_token("/userinfo", &id_token).await;
    assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""));
    house.advance(300).await;
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
}

#[tokio::test]
async fn ui02_a_party_that_registered_for_it_gets_a_signed_answer_whatever_it_accepts() {
    let house = House::start();
    for algorithm in ["RS256", "ES256"] {
        let own = json!({ "userinfo_signed_response_alg": algorithm });
        let party = party(&house, &algorithm.to_lowercase(), own).await;
        let bought = tokens(&party, "openid vn_identity", &somebody(&house), &mut house.browser()).await;
        if algorithm == "RS256" {
            // The crate verifies signature, issuer and audience; of userinfo it knows the default algorithm alone.
            assert_eq!(party.userinfo(&bought).await.unwrap()["sub"], bought.claims["sub"]);
        }
        let bearer = format!("Bearer {}", bought.access);
        for accepted in ["application/json", "text/html", "*/*"] {
            let headers = [("authorization", bearer.as_str()), ("accept", accepted)];
            let answer = house.wire().send(Method::GET, "/userinfo", &headers, "").await.expect(200);
            assert_eq!(answer.header("content-type"), "application/jwt");
            assert_eq!(header_of(&answer.text())["alg"], algorithm);
            verified(&answer.text(), &house.wire().get("/jwks").await.json());
            let claims = part_of(&answer.text(), 1);
            assert_eq!(claims["sub"], bought.claims["sub"]);
            assert_eq!((&claims["iss"], &claims["aud"]), (&json!(house.issuer()), &json!(party.client_id)));
            assert!(claims.get("nonce").is_none());
        }
    }
    house.close();
}
