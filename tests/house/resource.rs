//! Resource indicators (RFC 8707): a token for a service, told to that service alone.

use serde_json::{Value, json};

use crate::entry::{code, enter, file, party, redemption, somebody};
use crate::harness::{House, RelyingParty};
use crate::pushed::{address, pushed};

const LAND: &str = "https://land.example/api";
const TAX: &str = "https://tax.example/";

/// A service of other people's, which asks whose token it was shown.
async fn service(house: &House, name: &str, resource: &str) -> RelyingParty {
    let mut metadata = file(name, &json!({ "serves": [resource] }));
    metadata["redirect_uris"] = json!([]);
    house.relying_party(&metadata).await
}

async fn told(service: &RelyingParty, token: &str) -> Value {
    service.post("/introspect", &[("token", token)]).await.expect(200).json()
}

#[tokio::test]
async fn v062_v066_a_token_is_good_where_it_was_asked_for_and_known_there_alone() {
    let house = House::start();
    let portal = party(&house, "portal", json!({ "resources": [LAND, TAX] })).await;
    let (land, tax) = (service(&house, "land", LAND).await, service(&house, "tax", TAX).await);
    let (person, mut browser) = (somebody(&house), house.browser());
    let asked = portal.authorization("openid email").and("resource", LAND);
    let came = enter(&asked, &person, &mut browser).await;
    let tokens = portal.exchange(&asked, &came).await;
    let seen = told(&land, &tokens.access).await;
    assert_eq!((&seen["active"], &seen["aud"], &seen["iss"]), (&json!(true), &json!(LAND), &json!(house.issuer())));
    assert_eq!((&seen["client_id"], &seen["scope"]), (&json!(portal.client_id), &json!("openid email")));
    // The service knows the person by a name of its own, and nothing of the party's session.
    let own = told(&portal, &tokens.access).await;
    assert_eq!((&own["sub"], &own["aud"]), (&tokens.claims["sub"], &json!(LAND)));
    assert!(seen["sub"].is_string() && seen["sub"] != own["sub"] && seen.get("sid").is_none(), "{seen}");
    // Others learn as much as of no token, and so does this house's own resource.
    assert_eq!(told(&tax, &tokens.access).await, json!({ "active": false }));
    let elsewhere = party(&house, "elsewhere", json!({ "resources": [LAND] })).await;
    assert_eq!(told(&elsewhere, &tokens.access).await, json!({ "active": false }));
    let refused = house.wire().get_with_token("/userinfo", &tokens.access).await.expect(401);
    assert!(refused.header("www-authenticate").contains("invalid_token"));
    // The refresh token is the party's alone.
    let refresh = tokens.refresh.unwrap();
    assert_eq!(told(&land, &refresh).await, json!({ "active": false }));
    // A token that names nobody is for this house, and the service hears nothing of it.
    let asked = portal.authorization("openid email");
    let plain = portal.exchange(&asked, &enter(&asked, &person, &mut browser).await).await;
    house.wire().get_with_token("/userinfo", &plain.access).await.expect(200);
    assert_eq!(told(&portal, &plain.access).await["aud"], house.issuer());
    assert_eq!(told(&land, &plain.access).await, json!({ "active": false }));
    // Given back, it is dead there too.
    portal.post("/revoke", &[("token", &tokens.access)]).await.expect(200);
    assert_eq!(told(&land, &tokens.access).await, json!({ "active": false }));
    house.close();
}

#[tokio::test]
async fn v063_a_resource_is_one_that_was_registered_asked_for_and_granted() {
    let house = House::start();
    let portal = party(&house, "portal", json!({ "resources": [LAND, TAX, house.issuer()] })).await;
    let (land, tax) = (service(&house, "land", LAND).await, service(&house, "tax", TAX).await);
    let (person, mut browser) = (somebody(&house), house.browser());
    for wrong in ["https://other.example/", "https://land.example/api#x", "relative", "https://LAND.example/api"] {
        let asked = portal.authorization("openid").and("resource", wrong);
        browser.open(&asked.url()).await;
        assert_eq!(asked.error(&browser.outside(), &portal.redirect_uri, house.issuer()), "invalid_target", "{wrong}");
        let refused: Value = crate::pushed::push(&portal, &asked).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_target");
    }
    // Two were asked for and this house, one of them is bought, the other one with the refresh token.
    let asked = portal.authorization("openid email").and("resource", LAND).and("resource", TAX);
    let asked = asked.and("resource", house.issuer());
    let bought = code(&portal, &asked, &person, &mut browser).await;
    let fields = redemption(&portal, &asked, &bought);
    for wrong in ["https://other.example/", "https://land.example/api#x", "https://land.example/"] {
        let refused: Value =
            portal.post_token(&[&fields[..], &[("resource", wrong)]].concat()).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_target");
    }
    let answer: Value = portal.post_token(&[&fields[..], &[("resource", LAND)]].concat()).await.expect(200).json();
    let (access, refresh) = (answer["access_token"].as_str().unwrap(), answer["refresh_token"].as_str().unwrap());
    assert_eq!((&told(&land, access).await["aud"], &told(&tax, access).await["active"]), (&json!(LAND), &json!(false)));
    house.wire().get_with_token("/userinfo", access).await.expect(401);
    let more = |refresh: String, resources: &'static [&'static str]| {
        let portal = portal.clone();
        async move {
            let mut fields = vec![("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
            fields.extend(resources.iter().map(|resource| ("resource", *resource)));
            portal.post_token(&fields).await
        }
    };
    let refused: Value = more(refresh.into(), &["https://other.example/"]).await.expect(400).json();
    assert_eq!(refused["error"], "invalid_target");
    // It was not spent by that.
    let answer: Value = more(refresh.into(), &[TAX]).await.expect(200).json();
    let access = answer["access_token"].as_str().unwrap();
    assert_eq!((&told(&land, access).await["active"], &told(&tax, access).await["aud"]), (&json!(false), &json!(TAX)));
    // Without a word, all that was granted; the house among them.
    let answer: Value = more(answer["refresh_token"].as_str().unwrap().into(), &[]).await.expect(200).json();
    let access = answer["access_token"].as_str().unwrap();
    let seen = told(&land, access).await;
    assert_eq!(seen["aud"].as_array().unwrap().len(), 3, "{seen}");
    assert_eq!(told(&tax, access).await["active"], true);
    house.wire().get_with_token("/userinfo", access).await.expect(200);
    // What was not asked for at the beginning is not had at the end, though it is registered.
    let asked = portal.authorization("openid").and("resource", LAND);
    let bought = code(&portal, &asked, &person, &mut browser).await;
    let fields = redemption(&portal, &asked, &bought);
    let refused: Value = portal.post_token(&[&fields[..], &[("resource", TAX)]].concat()).await.expect(400).json();
    assert_eq!(refused["error"], "invalid_target");
    house.close();
}

#[tokio::test]
async fn a_resource_may_be_asked_for_in_a_pushed_request_and_by_way_of_the_browser() {
    let house = House::start();
    let own = json!({
        "resources": [LAND, TAX], "response_types": ["code", "id_token token"],
        "grant_types": ["authorization_code", "implicit"],
    });
    let portal = party(&house, "portal", own).await;
    let land = service(&house, "land", LAND).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let asked = portal.authorization("openid").and("resource", LAND).and("resource", TAX);
    let uri = pushed(&portal, &asked).await;
    browser.open(&address(&portal.client_id, &uri)).await;
    browser.sign_in(&person).await;
    if browser.page().has("button#allow") {
        browser.click("allow").await;
    }
    let tokens = portal.exchange(&asked, &browser.outside()).await;
    assert_eq!(told(&land, &tokens.access).await["aud"], json!([LAND, TAX]));
    let asked = portal.authorization("openid").with("response_type", "id_token token").and("resource", LAND);
    browser.open(&asked.url()).await;
    let came = browser.outside();
    let mut answer = form_urlencoded::parse(came.fragment().unwrap().as_bytes());
    let access = answer.find(|(name, _)| name == "access_token").unwrap().1.into_owned();
    assert_eq!(told(&land, &access).await["aud"], json!(LAND));
    house.close();
}

#[tokio::test]
async fn dr01_no_party_gives_itself_a_resource_and_an_operator_none_that_is_no_address() {
    let house = House::start();
    let document = |more: Value| {
        let mut document = json!({ "redirect_uris": ["https://portal.example/cb"], "client_name": "Portal" });
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        document.to_string()
    };
    for more in [json!({ "resources": [LAND] }), json!({ "serves": [LAND] })] {
        let headers = [("content-type", "application/json")];
        let answer = house.wire().send(http::Method::POST, "/register", &headers, document(more)).await.expect(400);
        assert_eq!(answer.json::<Value>()["error"], "invalid_client_metadata");
    }
    for more in
        [json!({ "resources": ["api"] }), json!({ "resources": ["https://a.example/#x"] }), json!({ "serves": [""] })]
    {
        let path = house.site().file("wrong.json", document(more));
        house.command(&["relying-party", "add", "--file", path.to_str().unwrap()]).refused();
    }
    house.close();
}
