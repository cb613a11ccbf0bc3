//! The main job, from end to end, as people and parties live it: in once, everywhere known by another name, out of all of
//! it at once.

use serde_json::json;

use crate::harness::{House, Inbox, bank, portal};

#[tokio::test]
async fn somebody_without_an_account_registers_activates_and_enters_a_portal() {
    let house = House::start();
    let mut person = house.person(&["--unenrolled", "--limit", "1"]);
    person.password = Some("Mot-mat-khau-2026!".into());
    let mut browser = house.browser();
    browser.open("/enrol").await.expect_path("/enrol");
    browser.fill_all(&person.declaration());
    browser.click("enrol").await.expect(200);
    assert!(browser.page().has("#enrolled"), "{}", browser.page().summary());
    house.sweep().await;
    let code = house.code_sent_to(&person.phone).await;
    browser.open("/activate").await;
    browser.fill("personal_id_number", &person.personal_id_number).fill("code", &code);
    browser.fill("password", person.password()).fill("password_again", person.password());
    browser.click("activate").await;
    assert!(browser.page().has("#activated"), "{}", browser.page().summary());

    let party = house.relying_party(&portal(json!({}))).await;
    let (tokens, asked) = house.enter(&party, "openid vn_identity vn_account", &mut browser, &person).await;
    assert_eq!(asked, ["password", "consent"]);
    assert_eq!((tokens.claims["acr"].as_str(), &tokens.claims["amr"]), (Some("loa1"), &json!(["pwd"])));
    let about = party.userinfo(&tokens).await.unwrap();
    assert_eq!(about["personal_id_number"], person.personal_id_number);
    assert_eq!(about["account_level"], 1);
}

#[tokio::test]
async fn one_sign_in_opens_two_portals_that_know_the_person_by_two_names() {
    let house = House::start();
    let an = house.person(&["--level", "1", "--limit", "1"]);
    let national = house.relying_party(&portal(json!({}))).await;
    let other =
        json!({ "sector_identifier_uri": "https://haiduong.example/p.json", "id_token_signed_response_alg": "ES256" });
    let provincial = house.relying_party(&portal(other)).await;
    let mut browser = house.browser();
    let (first, asked) = house.enter(&national, "openid vn_identity", &mut browser, &an).await;
    assert_eq!(asked, ["password", "consent"]);
    let (second, asked) = house.enter(&provincial, "openid vn_identity", &mut browser, &an).await;
    assert_eq!(asked, ["consent"], "the second portal asked for more than a consent");
    assert_ne!(first.claims["sub"], second.claims["sub"], "two sectors know the person by one name");
    assert_eq!(first.claims["auth_time"], second.claims["auth_time"], "the person signed in once");
    // A consent is remembered: nothing is asked the third time, and nothing is shown.
    let (third, asked) = house.enter(&national, "openid vn_identity", &mut browser, &an).await;
    assert!(asked.is_empty(), "asked again for {asked:?}");
    assert_eq!(third.claims["sub"], first.claims["sub"]);
    for tokens in [&first, &second] {
        assert!(!tokens.claims.to_string().contains(&an.personal_id_number), "the number stands in an ID token");
    }
}

#[tokio::test]
async fn a_bank_gets_two_factors_and_a_signed_answer_or_nothing() {
    let house = House::start();
    let party = house.relying_party(&bank(json!({}))).await;
    let scope = "openid vn_identity vn_account vn_card";
    let binh = house.person(&["--level", "2", "--limit", "1"]);
    let mut browser = house.browser();
    let (tokens, asked) = house.enter(&party, scope, &mut browser, &binh).await;
    assert_eq!(asked, ["password", "code", "consent"]);
    assert_eq!(tokens.claims["acr"], "loa2");
    let about = party.userinfo(&tokens).await.unwrap();
    assert_eq!(
        (&about["account_level"], about["personal_id_number"].as_str()),
        (&json!(2), Some(&*binh.personal_id_number))
    );
    assert!(about["card_number"].is_string(), "{about}");

    let an = house.person(&["--level", "1", "--limit", "1"]);
    let mut other = house.browser();
    let asked = party.authorization(scope);
    other.open(&asked.url()).await;
    house.pass(&mut other, &an).await;
    let page = other.page();
    let is_sent = page.answer.location().is_some();
    assert!(!is_sent || !other.outside().query().unwrap_or_default().contains("code="), "a bank got a level-1 account");
}

#[tokio::test]
async fn signing_out_at_one_portal_ends_all_of_them_and_each_is_told() {
    let house = House::start();
    let an = house.person(&["--level", "1", "--limit", "1"]);
    let inbox = Inbox::open().await;
    let told = |sector: &str| {
        portal(json!({
            "backchannel_logout_uri": inbox.url(&format!("/{sector}")),
            "backchannel_logout_session_required": true,
            "sector_identifier_uri": format!("https://{sector}.example/p.json"),
        }))
    };
    let (national, provincial) =
        (house.relying_party(&told("national")).await, house.relying_party(&told("province")).await);
    let mut browser = house.browser();
    let (first, _) = house.enter(&national, "openid vn_identity", &mut browser, &an).await;
    let (second, _) = house.enter(&provincial, "openid vn_identity", &mut browser, &an).await;
    let out = national.logout(&first, Some("http://localhost:9/signed-out"), Some("state-1")).await;
    browser.open(out.as_str()).await;
    if browser.page().has("button#sign-out") {
        browser.click("sign-out").await;
    }
    let back = browser.outside();
    assert_eq!(back.as_str(), "http://localhost:9/signed-out?state=state-1");
    house.sweep().await;
    let mut paths: Vec<_> = inbox.letters().iter().map(|letter| letter.path.clone()).collect();
    paths.sort();
    paths.dedup();
    assert_eq!(paths, ["/national", "/province"]);
    assert!(inbox.letters().iter().all(|letter| letter.form().contains_key("logout_token")));
    // The session is over for everybody: no token of it opens anything, and nobody is let in without a password.
    national.userinfo(&first).await.unwrap_err();
    provincial.userinfo(&second).await.unwrap_err();
    let silent = provincial.authorization("openid vn_identity").with("prompt", "none");
    browser.open(&silent.url()).await;
    assert_eq!(silent.error(&browser.outside(), &provincial.redirect_uri, house.issuer()), "login_required");
}

#[tokio::test]
async fn a_code_or_a_refresh_token_used_twice_ends_what_it_bought() {
    let house = House::start();
    let an = house.person(&["--level", "1", "--limit", "1"]);
    let party = house.relying_party(&portal(json!({}))).await;
    let mut browser = house.browser();
    let asked = party.authorization("openid vn_identity offline_access").with("prompt", "consent");
    browser.open(&asked.url()).await;
    house.pass(&mut browser, &an).await;
    let came = browser.outside();
    let tokens = party.exchange(&asked, &came).await;
    party.userinfo(&tokens).await.unwrap();
    let refused = party.try_exchange(&asked, &came).await.unwrap_err();
    assert!(refused.contains("invalid_grant"), "{refused}");
    party.userinfo(&tokens).await.unwrap_err();

    let (tokens, _) = house.enter(&party, "openid vn_identity offline_access", &mut browser, &an).await;
    let Some(refresh) = tokens.refresh.clone() else { panic!("no refresh token came") };
    let next = party.refresh(&refresh).await.unwrap();
    party.refresh(&refresh).await.unwrap_err();
    party.userinfo(&next).await.unwrap_err();
    party.refresh(&next.refresh.unwrap()).await.unwrap_err();
}
