//! Refresh tokens: rotated at each use, ended by reuse, bound to who and what they hang from.

use serde_json::{Value, json};

use crate::entry::{party, somebody, tokens};
use crate::harness::{House, RelyingParty};
use crate::token::{refused, watch};

#[tokio::test]
async fn rt01_a_refresh_token_is_spent_for_the_next_and_reuse_ends_the_family() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let first = tokens(&party, "openid offline_access", &somebody(&house), &mut house.browser()).await;
    let second = party.refresh(first.refresh.as_ref().unwrap()).await.unwrap();
    // OpenID Connect Core §12.2: the same person, party and sign-in; a newer token; no nonce.
    for name in ["iss", "sub", "aud", "auth_time", "acr", "sid"] {
        assert_eq!(first.claims[name], second.claims[name], "{name}");
    }
    assert!(second.claims.get("nonce").is_none_or(Value::is_null));
    assert_ne!(first.refresh, second.refresh);
    let third = party.refresh(second.refresh.as_ref().unwrap()).await.unwrap();
    assert!(party.refresh(first.refresh.as_ref().unwrap()).await.is_err());
    assert!(party.refresh(third.refresh.as_ref().unwrap()).await.is_err());
    for bought in [&first, &second, &third] {
        house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
    }
    house.close();
}

#[tokio::test]
async fn v019_a_refresh_token_in_the_hands_of_another_party_ends_the_family() {
    let house = House::start();
    let (owner, thief) = (party(&house, "owner", json!({})).await, party(&house, "thief", json!({})).await);
    let bought = tokens(&owner, "openid offline_access", &somebody(&house), &mut house.browser()).await;
    refused(refresh(&thief, bought.refresh.as_ref().unwrap()).await, "invalid_grant");
    refused(refresh(&owner, bought.refresh.as_ref().unwrap()).await, "invalid_grant");
}

#[tokio::test]
async fn v041_a_refresh_needs_the_partys_own_proof() {
    let house = House::start();
    let (owner, other) = (party(&house, "owner", json!({})).await, party(&house, "other", json!({})).await);
    let bought = tokens(&owner, "openid offline_access", &somebody(&house), &mut house.browser()).await;
    let token = bought.refresh.unwrap();
    let bare = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
    let named = [&bare[..], &[("client_id", owner.client_id.as_str())]].concat();
    let wrong = [&named[..], &[("client_secret", other.secret.as_deref().unwrap())]].concat();
    for fields in [&bare[..], &named, &wrong] {
        let answer = house.wire().post_form("/token", &[], fields).await.expect(401);
        assert_eq!(answer.json::<Value>()["error"], "invalid_client");
    }
    // None of them was looked at as far as the token.
    owner.refresh(&token).await.unwrap();
}

#[tokio::test]
async fn rt02_an_unused_token_dies_after_two_weeks_and_a_used_one_after_ninety_days() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let person = somebody(&house);
    let idle = tokens(&party, "openid offline_access", &person, &mut house.browser()).await;
    let mut used = tokens(&party, "openid offline_access", &person, &mut house.browser()).await;
    let day = 86_400;
    for days in [13, 26, 39, 52, 65, 78] {
        house.advance(13 * day).await;
        used = party.refresh(used.refresh.as_ref().unwrap()).await.unwrap_or_else(|error| panic!("{days}: {error}"));
    }
    assert!(party.refresh(idle.refresh.as_ref().unwrap()).await.is_err());
    house.advance(12 * day + 60).await;
    assert!(party.refresh(used.refresh.as_ref().unwrap()).await.is_err());
    house.close();
}

#[tokio::test]
async fn rt03_scope_only_shrinks_and_may_come_back_to_what_was_granted() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let bought = tokens(&party, "openid email profile offline_access", &somebody(&house), &mut house.browser()).await;
    let mut token = bought.refresh.unwrap();
    for (asked, granted) in [
        (Some("openid email"), "openid email"),
        (Some("email openid email"), "openid email"),
        (None, "openid profile email offline_access"),
    ] {
        let mut fields = vec![("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
        fields.extend(asked.map(|scope| ("scope", scope)));
        let body: Value = party.post_token(&fields).await.expect(200).json();
        watch(&house, &body);
        assert_eq!(body["scope"], granted);
        token = body["refresh_token"].as_str().unwrap().to_owned();
    }
    for wider in ["openid phone", "openid vn_identity", "everything", "openid  email"] {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", &token), ("scope", wider)];
        refused(party.post_token(&fields).await, "invalid_scope");
    }
    // A refused wish costs nothing.
    party.refresh(&token).await.unwrap();
}

#[tokio::test]
async fn rt04_a_refresh_token_ends_with_the_session_unless_offline_access_was_agreed_to() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let online = tokens(&party, "openid", &person, &mut browser).await;
    let online = party.refresh(online.refresh.as_ref().unwrap()).await.unwrap();
    let offline = tokens(&party, "openid offline_access", &person, &mut browser).await;
    browser.open("/sign-out").await;
    browser.click("sign-out").await;
    refused(refresh(&party, online.refresh.as_ref().unwrap()).await, "invalid_grant");
    house.wire().get_with_token("/userinfo", &online.access).await.expect(401);
    party.refresh(offline.refresh.as_ref().unwrap()).await.unwrap();
    house.close();
}

#[tokio::test]
async fn v058_whoever_loses_the_account_the_consent_or_the_party_refreshes_nothing() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let withdrawn = party(&house, "withdrawn", json!({})).await;
    let suspended = party(&house, "suspended", json!({})).await;
    let of_withdrawn = tokens(&withdrawn, "openid email offline_access", &person, &mut browser).await;
    let of_suspended = tokens(&suspended, "openid email offline_access", &person, &mut browser).await;
    browser.open("/account").await;
    let forms = browser.page().attributes("form[action=\"/account/consents\"] input[name=consent]", "value");
    assert_eq!(forms.len(), 2);
    for consent in forms {
        browser.post_form("/account/consents", &[("consent", &consent), ("withdraw", "yes")]).await;
        browser.open("/account").await;
    }
    refused(refresh(&withdrawn, of_withdrawn.refresh.as_ref().unwrap()).await, "invalid_grant");
    house.wire().get_with_token("/userinfo", &of_withdrawn.access).await.expect(401);
    house.command(&["relying-party", "suspend", &suspended.client_id]).done();
    let answer = refresh(&suspended, of_suspended.refresh.as_ref().unwrap()).await.expect(401);
    assert_eq!(answer.json::<Value>()["error"], "invalid_client");
    house.wire().get_with_token("/userinfo", &of_suspended.access).await.expect(401);
    house.close();
}

#[tokio::test]
async fn v054_f25_of_many_refreshes_on_two_nodes_one_succeeds_and_the_family_ends() {
    let house = House::start();
    let Some(second) = house.second_node().await else { return };
    let party = party(&house, "portal", json!({})).await;
    let there = party.through(second.wire().clone());
    let person = somebody(&house);
    for _ in 0..5 {
        let bought = tokens(&party, "openid offline_access", &person, &mut house.browser()).await;
        let token = bought.refresh.unwrap();
        let mut racers = tokio::task::JoinSet::new();
        for racer in 0..20 {
            let (party, token) = (if racer % 2 == 0 { party.clone() } else { there.clone() }, token.clone());
            racers.spawn(async move { refresh(&party, &token).await });
        }
        let answers = racers.join_all().await;
        let won: Vec<Value> =
            answers.iter().filter(|answer| answer.status == 200).map(|answer| answer.json()).collect();
        assert_eq!(won.len(), 1);
        watch(&house, &won[0]);
        for lost in answers.into_iter().filter(|answer| answer.status != 200) {
            refused(lost, "invalid_grant");
        }
        refused(refresh(&there, won[0]["refresh_token"].as_str().unwrap()).await, "invalid_grant");
        house.wire().get_with_token("/userinfo", won[0]["access_token"].as_str().unwrap()).await.expect(401);
    }
    house.close();
}

#[tokio::test]
async fn f25_a_refresh_and_a_sign_out_at_once_leave_nothing_alive() {
    let house = House::start();
    let Some(second) = house.second_node().await else { return };
    let party = party(&house, "portal", json!({})).await;
    let there = party.through(second.wire().clone());
    let person = somebody(&house);
    for _ in 0..5 {
        let mut browser = house.browser();
        let bought = tokens(&party, "openid", &person, &mut browser).await;
        browser.open("/sign-out").await;
        let token = bought.refresh.unwrap();
        let (_, answer) = tokio::join!(browser.press("sign-out"), refresh(&there, &token));
        if answer.status == 200 {
            let body: Value = answer.json();
            watch(&house, &body);
            house.wire().get_with_token("/userinfo", body["access_token"].as_str().unwrap()).await.expect(401);
            refused(refresh(&there, body["refresh_token"].as_str().unwrap()).await, "invalid_grant");
        } else {
            refused(answer, "invalid_grant");
        }
    }
    house.close();
}

async fn refresh(party: &RelyingParty, token: &str) -> crate::harness::Answer {
    party.post_token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
}
