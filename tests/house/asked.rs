//! What a party may ask of a sign-in (OpenID Connect Core §3.1.2.1, §5.5): that nobody be shown anything, that somebody be
//! shown more, how surely and how lately the person signed in, who it should be, and in which language.

use serde_json::{Value, json};

use crate::entry::{enter, party, somebody, tokens};
use crate::harness::{Authorization, Browser, House, RelyingParty};
use crate::token::part_of;

/// The error of a request that is answered at once.
async fn error(house: &House, party: &RelyingParty, asked: &Authorization, browser: &mut Browser) -> String {
    browser.open(&asked.url()).await;
    asked.error(&browser.outside(), &party.redirect_uri, house.issuer())
}

#[tokio::test]
async fn az12_prompt_none_says_what_would_be_needed_and_shows_nothing() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let portal = party(&house, "portal", json!({})).await;
    let bank = party(&house, "bank", json!({ "least_account_level": 2 })).await;
    let silent = |party: &RelyingParty, scope: &str| party.authorization(scope).with("prompt", "none");
    assert_eq!(error(&house, &portal, &silent(&portal, "openid"), &mut browser).await, "login_required");
    tokens(&portal, "openid", &person, &mut browser).await;
    let two = silent(&portal, "openid").with("acr_values", "loa2");
    let essential = r#"{"id_token":{"acr":{"essential":true,"values":["loa2"]}}}"#;
    for (party, asked, code) in [
        (&portal, silent(&portal, "openid profile"), "consent_required"),
        (&portal, silent(&portal, "openid offline_access"), "consent_required"),
        (&portal, two, "login_required"),
        (&portal, silent(&portal, "openid").with("claims", essential), "login_required"),
        (&portal, silent(&portal, "openid").with("max_age", "0"), "login_required"),
        (&bank, silent(&bank, "openid"), "access_denied"),
    ] {
        assert_eq!(error(&house, party, &asked, &mut browser).await, code, "{}", asked.url());
    }
    for with in ["none login", "none consent", "login none", "none select_account", "create"] {
        let asked = portal.authorization("openid").with("prompt", with);
        assert_eq!(error(&house, &portal, &asked, &mut browser).await, "invalid_request", "{with}");
    }
    // What needs nothing gets its answer, with the sign-in that there was.
    let asked = silent(&portal, "openid");
    browser.open(&asked.url()).await;
    portal.exchange(&asked, &browser.outside()).await;
    house.close();
}

#[tokio::test]
async fn several_prompts_are_all_shown_and_select_account_lets_in_somebody_else() {
    let house = House::start();
    let people = house.people(&["--level", "1", "--limit", "2"]);
    let (an, binh) = (&people[0], &people[1]);
    let portal = party(&house, "portal", json!({})).await;
    let mut browser = house.browser();
    let first = tokens(&portal, "openid email", an, &mut browser).await;
    house.advance(5).await;
    let asked = portal.authorization("openid email").with("prompt", "login consent");
    browser.open(&asked.url()).await;
    assert_eq!(house.pass(&mut browser, an).await, ["password", "consent"]);
    let again = portal.exchange(&asked, &browser.outside()).await;
    assert!(again.claims["auth_time"].as_i64() > first.claims["auth_time"].as_i64());
    let asked = portal.authorization("openid email").with("prompt", "select_account");
    browser.open(&asked.url()).await;
    assert_eq!(house.pass(&mut browser, binh).await, ["password", "consent"]);
    let other = portal.exchange(&asked, &browser.outside()).await;
    assert_ne!(other.claims["sub"], first.claims["sub"]);
    // The first person's session is over in this browser, and with it what hung from it.
    house.wire().get_with_token("/userinfo", &first.access).await.expect(401);
    house.close();
}

#[tokio::test]
async fn the_level_that_is_wished_for_is_tried_and_the_answer_says_what_came_of_it() {
    let house = House::start();
    let person = somebody(&house);
    let portal = party(&house, "portal", json!({})).await;
    let strict = party(&house, "strict", json!({ "default_acr_values": ["loa2"] })).await;
    let acr = |values: Value| json!({ "id_token": { "acr": values } }).to_string();
    for (party, name, value, asked_for, level) in [
        (&portal, "acr_values", "1 2 urn:x".into(), &["password"][..], "loa1"),
        (&portal, "acr_values", "loa1 loa2".into(), &["password"], "loa1"),
        (&portal, "acr_values", "loa2".into(), &["password", "code"], "loa2"),
        // More than there is: the most that there is, and the answer says so (§5.5.1.1).
        (&portal, "acr_values", "loa4 loa3".into(), &["password", "code"], "loa2"),
        (&portal, "claims", acr(json!({ "values": ["loa2", "loa1"] })), &["password", "code"], "loa2"),
        (&portal, "claims", acr(json!({ "essential": true })), &["password"], "loa1"),
        (
            &portal,
            "claims",
            acr(json!({ "essential": true, "values": ["loa4", "loa2"] })),
            &["password", "code"],
            "loa2",
        ),
        (&portal, "claims", acr(json!({ "essential": true, "value": "loa1" })), &["password"], "loa1"),
        (&strict, "extra", "x".into(), &["password", "code"], "loa2"),
        (&strict, "acr_values", "loa1".into(), &["password"], "loa1"),
    ] {
        let mut browser = house.browser();
        let asked = party.authorization("openid").with(name, &value);
        browser.open(&asked.url()).await;
        let mut steps = house.pass(&mut browser, &person).await;
        steps.retain(|step| *step != "consent");
        assert_eq!(steps, asked_for, "{name}={value}");
        let claims = party.exchange(&asked, &browser.outside()).await.claims;
        assert_eq!(claims["acr"], level, "{name}={value}");
        // A code by phone is counted and spaced.
        house.advance(61).await;
    }
    for wanted in [json!({ "essential": true, "value": "loa3" }), json!({ "essential": true, "values": ["x", 7] })] {
        let asked = portal.authorization("openid").with("claims", &acr(wanted));
        let code = error(&house, &portal, &asked, &mut house.browser()).await;
        assert_eq!(code, "unmet_authentication_requirements");
    }
    house.close();
}

#[tokio::test]
async fn az15_claims_are_released_where_they_were_asked_for_and_only_with_a_value_that_would_do() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let portal = party(&house, "portal", json!({})).await;
    let wanted = json!({
        "userinfo": {
            "name": { "essential": true },
            "gender": { "values": ["male", "female"] },
            "email": { "value": "somebody@else.example" },
            "nickname": { "essential": true },
            "birthdate": { "essential": true, "value": "1800-01-01" },
            "http://claims.example/unknown": { "essential": true },
            "name#ja-Kana-JP": null,
        },
        "id_token": { "family_name": null, "auth_time": { "essential": true }, "phone_number": { "value": "+1" } },
    });
    let asked = portal.authorization("openid").with("claims", &wanted.to_string()).with("claims_locales", "ja vi");
    let came = enter(&asked, &person, &mut browser).await;
    let tokens = portal.exchange(&asked, &came).await;
    let about = portal.userinfo(&tokens).await.unwrap();
    let mut names: Vec<_> = about.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["gender", "name", "sub"], "{about}");
    assert_eq!(about["name"], person.full_name.as_str());
    assert!(tokens.claims["family_name"].is_string() && tokens.claims["auth_time"].is_i64(), "{}", tokens.claims);
    assert!(tokens.claims.get("phone_number").is_none() && tokens.claims.get("name").is_none());
    // What was not registered for this party is not asked for through claims either.
    for wrong in [
        r#"{"userinfo":{"religion":null}}"#,
        r#"{"id_token":{"card_number":{"essential":true}}}"#,
        r#"{"userinfo":{"name":{"essential":"yes"}}}"#,
        r#"{"userinfo":{"name":null,"name":null}}"#,
        r#"{"userinfo":[]}"#,
        "null",
    ] {
        let asked = portal.authorization("openid").with("claims", wrong);
        assert_eq!(error(&house, &portal, &asked, &mut browser).await, "invalid_request", "{wrong}");
    }
    house.close();
}

#[tokio::test]
async fn az15_a_sub_by_value_lets_in_that_person_and_nobody_else() {
    let house = House::start();
    let people = house.people(&["--level", "1", "--limit", "2"]);
    let (an, binh) = (&people[0], &people[1]);
    let portal = party(&house, "portal", json!({})).await;
    let other = party(&house, "other", json!({})).await;
    let mut browser = house.browser();
    let elsewhere = tokens(&other, "openid", an, &mut browser).await.claims["sub"].clone();
    let own = tokens(&portal, "openid", an, &mut browser).await.claims["sub"].clone();
    let by = |sub: &Value| {
        portal.authorization("openid").with("claims", &json!({ "id_token": { "sub": { "value": sub } } }).to_string())
    };
    let asked = by(&own).with("prompt", "none");
    browser.open(&asked.url()).await;
    assert_eq!(portal.exchange(&asked, &browser.outside()).await.claims["sub"], own);
    // One of several, and wherever it was to stand.
    for claims in [
        json!({ "id_token": { "sub": { "values": ["x", own] } } }),
        json!({ "userinfo": { "sub": { "essential": true, "value": own } } }),
        json!({ "userinfo": { "sub": { "value": own } }, "id_token": { "sub": { "value": own } } }),
    ] {
        let asked = portal.authorization("openid").with("claims", &claims.to_string()).with("prompt", "none");
        browser.open(&asked.url()).await;
        assert_eq!(portal.exchange(&asked, &browser.outside()).await.claims["sub"], own, "{claims}");
    }
    for (claims, code) in [
        (json!({ "userinfo": { "sub": { "value": "x" } } }), "login_required"),
        (json!({ "id_token": { "sub": { "values": ["x", "y"] } } }), "login_required"),
        (
            json!({ "userinfo": { "sub": { "value": "x" } }, "id_token": { "sub": { "value": own } } }),
            "invalid_request",
        ),
        (json!({ "id_token": { "sub": { "values": [own, 7] } } }), "invalid_request"),
    ] {
        let asked = portal.authorization("openid").with("claims", &claims.to_string()).with("prompt", "none");
        assert_eq!(error(&house, &portal, &asked, &mut browser).await, code, "{claims}");
    }
    // Another party's name for the same person is nobody's here.
    for sub in [&elsewhere, &json!("x"), &json!("")] {
        let asked = by(sub).with("prompt", "none");
        assert_eq!(error(&house, &portal, &asked, &mut browser).await, "login_required", "{sub}");
    }
    for sub in [json!(7), json!(null), json!({}), json!([own])] {
        assert_eq!(error(&house, &portal, &by(&sub), &mut browser).await, "invalid_request", "{sub}");
    }
    // With a page: who else signs in is told to the party as the wrong person.
    let asked = by(&own);
    let mut theirs = house.browser();
    theirs.open(&asked.url()).await;
    theirs.sign_in(binh).await;
    assert_eq!(asked.error(&theirs.outside(), &portal.redirect_uri, house.issuer()), "login_required");
    house.close();
}

#[tokio::test]
async fn az16_a_hint_is_a_token_of_ours_for_this_party_however_old() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let portal = party(&house, "portal", json!({ "userinfo_signed_response_alg": "RS256" })).await;
    let bought = tokens(&portal, "openid", &person, &mut browser).await;
    let hint = bought.id_token.as_ref().unwrap().to_string();
    let userinfo = house.wire().get_with_token("/userinfo", &bought.access).await.expect(200).text();
    // Ten minutes and more: the token has ended, the session has not (§3.1.2.1).
    house.advance(11 * 60).await;
    assert!(part_of(&hint, 1)["exp"].as_i64().unwrap() < house.now());
    let asked = portal.authorization("openid").with("prompt", "none").with("id_token_hint", &hint);
    browser.open(&asked.url()).await;
    let again = portal.exchange(&asked, &browser.outside()).await;
    assert_eq!(
        (&again.claims["sub"], &again.claims["auth_time"]),
        (&bought.claims["sub"], &bought.claims["auth_time"])
    );
    let silent = |hint: &str| portal.authorization("openid").with("prompt", "none").with("id_token_hint", hint);
    // Nobody is signed in there.
    assert_eq!(error(&house, &portal, &silent(&hint), &mut house.browser()).await, "login_required");
    let parts: Vec<_> = hint.split('.').collect();
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
    let mut changed = hint.clone();
    changed.replace_range(
        hint.len() - 9..hint.len() - 5,
        if hint[hint.len() - 9..].starts_with("AAAA") { "BBBB" } else { "AAAA" },
    );
    let swapped = format!("{}.{}.{}", parts[0], userinfo.split('.').nth(1).unwrap(), parts[2]);
    for (what, wrong) in [
        ("unsigned", &*unsigned),
        ("changed", &changed),
        ("another's claims", &swapped),
        ("userinfo", &userinfo),
        ("an access token", &bought.access),
        ("a word", "x"),
        ("five parts", "a.b.c.d.e"),
    ] {
        assert_eq!(error(&house, &portal, &silent(wrong), &mut browser).await, "invalid_request", "{what}");
    }
    house.browser().get(&silent(&"x".repeat(9000)).url()).await.expect(414);
    house.close();
}

#[tokio::test]
async fn how_lately_somebody_signed_in_may_be_registered_once_for_all_requests() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let own = json!({ "default_max_age": 400, "require_auth_time": true });
    let careful = party(&house, "careful", own).await;
    let first = tokens(&careful, "openid", &person, &mut browser).await;
    house.advance(200).await;
    let asked = careful.authorization("openid");
    browser.open(&asked.url()).await;
    assert_eq!(careful.exchange(&asked, &browser.outside()).await.claims["auth_time"], first.claims["auth_time"]);
    house.advance(200).await;
    browser.open(&careful.authorization("openid").url()).await.expect_path("/sign-in");
    // What the request says stands above what was registered.
    let asked = careful.authorization("openid").with("max_age", "4000");
    browser.open(&asked.url()).await;
    careful.exchange(&asked, &browser.outside()).await;
    for wrong in ["-1", "+1", "1.5", "1e3", "0x1", " 1", "99999999999999999999", "x"] {
        let asked = careful.authorization("openid").with("max_age", wrong);
        assert_eq!(error(&house, &careful, &asked, &mut browser).await, "invalid_request", "{wrong}");
    }
    house.close();
}

#[tokio::test]
async fn how_the_page_should_look_is_a_wish_that_breaks_nothing() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    for (name, value) in [
        ("display", "page"),
        ("display", "popup"),
        ("display", "touch"),
        ("display", "wap"),
        ("display", "hologram"),
        ("claims_locales", "se"),
        ("ui_locales", "se fr-CA;q=x *"),
        ("login_hint", "buffy@example.com"),
        ("login_hint", "<script>"),
    ] {
        let mut browser = house.browser();
        browser.open(&portal.authorization("openid").with(name, value).url()).await.expect_path("/sign-in");
        assert_eq!(
            (browser.page().value("username"), browser.page().attribute("html", "lang")),
            ("".into(), "vi".into())
        );
    }
    house.close();
}

#[tokio::test]
async fn the_language_that_the_party_suggests_holds_on_every_page_until_the_person_chooses_another() {
    let house = House::start();
    let person = somebody(&house);
    let portal = party(&house, "portal", json!({})).await;
    let asked = portal.authorization("openid email").with("ui_locales", "fr-CA en-GB vi").with("acr_values", "loa2");
    let lang = |browser: &Browser| browser.page().attribute("html", "lang");
    let mut browser = house.browser();
    browser.open(&asked.url()).await.expect_path("/sign-in");
    assert_eq!(lang(&browser), "en");
    browser.sign_in(&person).await.expect_path("/sign-in/code");
    assert_eq!(lang(&browser), "en");
    browser.open(&browser.page().attribute("a.tongue", "href")).await.expect_path("/sign-in/code");
    assert_eq!(lang(&browser), "vi", "the person's own choice counts for nothing");
    browser.fill("code", &house.code_sent_to(&person.phone).await).click("verify").await.expect_path("/consent");
    assert_eq!(lang(&browser), "vi");
    // Posted by another site, and shown where nothing can be sent.
    let body = asked.body();
    let fields: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let next = house.wire().post_form("/authorize", &[], &fields).await.location().unwrap();
    let mut other = house.browser();
    other.open(next.as_str()).await.expect_path("/sign-in");
    assert_eq!(lang(&other), "en");
    let page = other.get(&asked.with("redirect_uri", "https://evil.example").url()).await;
    page.expect(400).expect_error("redirect_uri_not_registered");
    assert_eq!(lang(&other), "en");
    house.close();
}
