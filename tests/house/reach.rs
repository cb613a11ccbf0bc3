//! How far a party, a code and a token reach, and no further.

use http::Method;
use serde_json::{Value, json};

use crate::entry::{code, party, redemption, somebody, tokens};
use crate::harness::House;
use crate::pushed::{address, push, pushed};

#[tokio::test]
async fn v059_a_session_of_one_factor_opens_no_party_that_needs_two() {
    let house = House::start();
    let weak = party(&house, "weak", json!({})).await;
    let strict = party(&house, "strict", json!({ "least_authentication_level": 2 })).await;
    let (an, mut browser) = (somebody(&house), house.browser());
    let (before, _) = house.enter(&weak, "openid", &mut browser, &an).await;
    assert_eq!(before.claims["acr"], "loa1");
    for _ in 0..2 {
        let silent = strict.authorization("openid").with("prompt", "none");
        browser.open(&silent.url()).await;
        let error = silent.error(&browser.outside(), &strict.redirect_uri, house.issuer());
        assert!(["login_required", "interaction_required"].contains(&error.as_str()), "{error}");
    }
    let (after, asked) = house.enter(&strict, "openid", &mut browser, &an).await;
    assert!(asked.contains(&"code"), "{asked:?}");
    assert_eq!(after.claims["acr"], "loa2");
    // What was bought before is not worth more than it was.
    let next = weak.refresh(before.refresh.as_ref().unwrap()).await.unwrap();
    assert!(next.claims.is_null() || next.claims["acr"] == "loa1", "{}", next.claims);
    house.close();
}

#[tokio::test]
async fn v064_no_grant_gives_a_scope_that_was_not_registered() {
    let house = House::start();
    let modest = party(&house, "modest", json!({ "scope": "openid email" })).await;
    let (an, mut browser) = (somebody(&house), house.browser());
    for scope in ["openid profile", "openid vn_identity", "openid offline_access", "openid nonsense", "openid Email"] {
        let asked = modest.authorization(scope);
        browser.open(&asked.url()).await;
        assert_eq!(asked.error(&browser.outside(), &modest.redirect_uri, house.issuer()), "invalid_scope", "{scope}");
    }
    let bought = tokens(&modest, "openid email", &an, &mut browser).await;
    let refresh = bought.refresh.unwrap();
    for scope in ["openid profile", "openid email vn_identity", "openid offline_access"] {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str()), ("scope", scope)];
        let refused: Value = modest.post_token(&fields).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_scope", "{scope}");
    }
    for grant in ["client_credentials", "password"] {
        let fields = [("grant_type", grant), ("scope", "openid"), ("username", "x"), ("password", "x")];
        let refused: Value = modest.post_token(&fields).await.expect(400).json();
        assert_eq!(refused["error"], "unsupported_grant_type", "{grant}");
    }
    // None of it cost the party what it had.
    assert!(modest.refresh(&refresh).await.is_ok());
    house.close();
}

#[tokio::test]
async fn v066_an_access_token_opens_nothing_but_what_it_is_for() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let an = somebody(&house);
    let bought = tokens(&portal, "openid profile", &an, &mut house.browser()).await;
    let wire = house.wire();
    let bearer = format!("Bearer {}", bought.access);
    for path in ["/account", "/wallet", "/wallet/qr", "/wallet/requests", "/office", "/office/scan"] {
        let answer = wire.send(Method::GET, path, &[("authorization", &bearer)], "").await;
        assert!(
            answer.status.as_u16() != 200 || answer.text().contains("form id=\"sign-in\""),
            "{path} answered {}",
            answer.status
        );
        assert!(!answer.text().contains(&an.full_name), "{path}");
    }
    wire.send(Method::GET, &format!("/register/{}", portal.client_id), &[("authorization", &bearer)], "")
        .await
        .expect(401);
    // Nor does it prove the party that it was given to.
    let asked = [("token", bought.access.as_str())];
    for path in ["/introspect", "/revoke"] {
        wire.post_form(path, &[("authorization", &bearer)], &asked).await.expect(401);
    }
    wire.get_with_token("/userinfo", &bought.access).await.expect(200);
    house.close();
}

#[tokio::test]
async fn az04_a_challenge_and_a_verifier_have_their_length_and_their_letters() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let (an, mut browser) = (somebody(&house), house.browser());
    for challenge in
        ["a".repeat(42), "a".repeat(44), format!("{}=", "a".repeat(42)), format!("{}+", "a".repeat(42)), String::new()]
    {
        let asked = portal.authorization("openid").with("code_challenge", &challenge);
        browser.open(&asked.url()).await;
        let error = asked.error(&browser.outside(), &portal.redirect_uri, house.issuer());
        assert_eq!(error, "invalid_request", "{challenge:?}");
    }
    for verifier in ["a".repeat(42), "a".repeat(129), format!("{}+", "a".repeat(60)), "ă".repeat(50), String::new()] {
        let asked = portal.authorization("openid");
        let code = code(&portal, &asked, &an, &mut browser).await;
        let mut fields = redemption(&portal, &asked, &code);
        fields.retain(|(name, _)| *name != "code_verifier");
        fields.push(("code_verifier", &verifier));
        let refused: Value = portal.post_token(&fields).await.expect(400).json();
        assert!(["invalid_grant", "invalid_request"].contains(&refused["error"].as_str().unwrap()), "{refused}");
    }
    house.close();
}

#[tokio::test]
async fn az10_of_fifty_redemptions_of_one_code_one_succeeds_and_what_it_bought_is_dead_after_them() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let asked = portal.authorization("openid");
    let code = code(&portal, &asked, &somebody(&house), &mut house.browser()).await;
    let mut racers = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (portal, code, verifier) = (portal.clone(), code.clone(), asked.verifier().to_owned());
        racers.spawn(async move {
            let redirect_uri = portal.redirect_uri.clone();
            let fields = [
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("redirect_uri", redirect_uri.as_str()),
                ("code_verifier", verifier.as_str()),
            ];
            portal.post_token(&fields).await
        });
    }
    let answers = racers.join_all().await;
    let won: Vec<Value> =
        answers.iter().filter(|answer| answer.status == 200).map(crate::harness::Answer::json).collect();
    assert_eq!(won.len(), 1);
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        let error = lost.json::<Value>()["error"].clone();
        assert!(lost.status == 503 || error == "invalid_grant", "{} {error}", lost.status);
    }
    for name in ["access_token", "refresh_token"] {
        won[0][name].as_str().into_iter().for_each(|token| house.wire().alarm().watch(token));
    }
    house.wire().get_with_token("/userinfo", won[0]["access_token"].as_str().unwrap()).await.expect(401);
    assert!(portal.refresh(won[0]["refresh_token"].as_str().unwrap()).await.is_err());
    house.close();
}

#[tokio::test]
async fn v026_pkce_holds_whichever_way_the_request_came() {
    let house = House::start();
    let portal = party(
        &house,
        "portal",
        json!({ "response_types": ["code", "code id_token"], "grant_types": [
        "authorization_code", "implicit", "refresh_token",
    ] }),
    )
    .await;
    let (an, mut browser) = (somebody(&house), house.browser());
    for weaker in [
        portal.authorization("openid").without("code_challenge").without("code_challenge_method"),
        portal.authorization("openid").with("code_challenge_method", "plain"),
        portal.authorization("openid").without("code_challenge_method"),
    ] {
        let refused: Value = push(&portal, &weaker).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_request");
        browser.open(&weaker.with("response_type", "code id_token").url()).await;
        let came = browser.outside();
        assert!(came.fragment().unwrap().contains("error=invalid_request"), "{came}");
    }
    // A pushed challenge is the one that counts, and it is asked for.
    for verifier in [None, Some(""), Some("a".repeat(43)).as_deref()] {
        let asked = portal.authorization("openid");
        let uri = pushed(&portal, &asked).await;
        browser.open(&format!("{}&code_challenge={}", address(&portal.client_id, &uri), "b".repeat(43))).await;
        house.pass(&mut browser, &an).await;
        let code = asked.code(&browser.outside(), &portal.redirect_uri, house.issuer());
        let mut fields = redemption(&portal, &asked, &code);
        fields.retain(|(name, _)| *name != "code_verifier");
        fields.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        for _ in 0..2 {
            let refused: Value = portal.post_token(&fields).await.expect(400).json();
            assert!(["invalid_grant", "invalid_request"].contains(&refused["error"].as_str().unwrap()), "{refused}");
        }
    }
    house.close();
}
