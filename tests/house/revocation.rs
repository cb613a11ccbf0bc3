//! Tokens given back, and the question whether one is alive.

use serde_json::{Value, json};

use crate::entry::{party, somebody, tokens};
use crate::harness::House;

#[tokio::test]
async fn ui03_a_party_gives_its_tokens_back() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let person = somebody(&house);
    let first = tokens(&party, "openid offline_access", &person, &mut house.browser()).await;
    // An access token goes alone; the hint may be wrong.
    party.post("/revoke", &[("token", &first.access), ("token_type_hint", "refresh_token")]).await.expect(200);
    house.wire().get_with_token("/userinfo", &first.access).await.expect(401);
    let second = party.refresh(first.refresh.as_ref().unwrap()).await.unwrap();
    // A refresh token takes what hangs from its family along (RFC 7009 §2.1).
    party.post("/revoke", &[("token", second.refresh.as_ref().unwrap())]).await.expect(200);
    house.wire().get_with_token("/userinfo", &second.access).await.expect(401);
    assert!(party.refresh(second.refresh.as_ref().unwrap()).await.is_err());
    for nothing in [second.refresh.as_deref().unwrap(), "rt_unknown", "x"] {
        party.post("/revoke", &[("token", nothing)]).await.expect(200);
    }
    assert_eq!(party.post("/revoke", &[]).await.expect(400).json::<Value>()["error"], "invalid_request");
    house.close();
}

#[tokio::test]
async fn v060_nobody_gives_back_the_tokens_of_another() {
    let house = House::start();
    let owner = party(&house, "owner", json!({})).await;
    let public = party(&house, "public", json!({ "token_endpoint_auth_method": "none" })).await;
    let bought = tokens(&owner, "openid offline_access", &somebody(&house), &mut house.browser()).await;
    let refresh = bought.refresh.clone().unwrap();
    for token in [&bought.access, &refresh] {
        public.post("/revoke", &[("token", token)]).await.expect(200);
        let anonymous = house.wire().post_form("/revoke", &[], &[("token", token)]).await.expect(401);
        assert_eq!(anonymous.json::<Value>()["error"], "invalid_client");
        let claimed = [("token", token.as_str()), ("client_id", owner.client_id.as_str())];
        house.wire().post_form("/revoke", &[], &claimed).await.expect(401);
    }
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(200);
    owner.refresh(&refresh).await.unwrap();
}

#[tokio::test]
async fn v062_a_party_learns_about_its_own_tokens_and_about_no_others() {
    let house = House::start();
    let (owner, other) = (party(&house, "owner", json!({})).await, party(&house, "other", json!({})).await);
    let public = party(&house, "public", json!({ "token_endpoint_auth_method": "none" })).await;
    let bought = tokens(&owner, "openid email offline_access", &somebody(&house), &mut house.browser()).await;
    let (access, refresh) = (bought.access.as_str(), bought.refresh.as_deref().unwrap());
    let alive: Value = owner.post("/introspect", &[("token", access)]).await.expect(200).json();
    for (name, value) in [
        ("active", json!(true)),
        ("client_id", json!(owner.client_id)),
        ("sub", bought.claims["sub"].clone()),
        ("scope", json!("openid email offline_access")),
        ("token_type", json!("Bearer")),
        ("iss", json!(house.issuer())),
    ] {
        assert_eq!(alive[name], value, "{name}");
    }
    let of_refresh: Value = owner.post("/introspect", &[("token", refresh)]).await.expect(200).json();
    assert_eq!(of_refresh["active"], true);
    let dead = json!({ "active": false });
    for token in [access, refresh, "at_unknown", "x"] {
        assert_eq!(other.post("/introspect", &[("token", token)]).await.expect(200).json::<Value>(), dead);
    }
    let unproved = public.post("/introspect", &[("token", access)]).await.expect(400);
    assert_eq!(unproved.json::<Value>()["error"], "unauthorized_client");
    owner.post("/revoke", &[("token", refresh)]).await.expect(200);
    for token in [access, refresh] {
        assert_eq!(owner.post("/introspect", &[("token", token)]).await.expect(200).json::<Value>(), dead);
    }
    house.close();
}
