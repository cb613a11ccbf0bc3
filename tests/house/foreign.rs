//! Relying parties on software that no one here wrote: what a portal is really built with connects by the issuer's address,
//! and judges every answer by its own reading of the specifications.

use serde_json::{Value, json};

use crate::encounter::{citizen, sharing_square, square};
use crate::entry::somebody;
use crate::harness::{Apache, Browser, House, Library, Person, zbar};
use crate::organisation_square::{clinic, post};
use crate::sign_in_square::computer;

#[tokio::test]
async fn zbar_reads_every_square_as_it_was_drawn() {
    let house = House::start();
    let (_, mut hers) = citizen(&house, 2, 0).await;
    let mut pictures = Vec::new();
    square(&mut hers).await;
    pictures.push(hers.square_picture().await);
    sharing_square(&mut hers, &["name", "birthdate"]).await;
    pictures.push(hers.square_picture().await);
    pictures.push(computer(&house).await.square_picture().await);
    for picture in &pictures {
        let Some(read) = zbar(picture) else { return };
        assert_eq!(read, hers.text_in(picture));
    }
    let clinic = clinic(&house, "clinic", "openid vn_identity scan").await;
    let made: Value = post(&house, &clinic, "/square", &[("fields", "name")]).await.expect(201).json();
    let address = made["address"].as_str().unwrap();
    let picture = house.wire().get(&format!("{address}/square.png")).await.expect(200).body;
    assert_eq!(zbar(&picture).as_deref(), Some(address));
    house.close();
}

#[tokio::test]
async fn openid_client_is_served_as_an_operator_registered_it() {
    let Some(stage) = Stage::of(Library::OpenidClient) else { return };
    for method in ["client_secret_basic", "client_secret_post", "none"] {
        stage.known_by(method).await;
    }
    stage.house.close();
}

#[tokio::test]
async fn openid_client_registers_itself_and_proves_itself_by_every_kind_of_key() {
    let Some(stage) = Stage::of(Library::OpenidClient) else { return };
    for (algorithm, response_mode) in
        [("RS256", "query"), ("PS256", "form_post"), ("ES256", "form_post"), ("EdDSA", "query")]
    {
        let task = json!({
            "metadata": metadata(&by_key(algorithm)),
            "scope": SCOPE,
            "keys": { "sig": algorithm },
            "parameters": { "response_mode": response_mode, "max_age": "600" },
        });
        stage.entered_and_left(&task).await;
    }
    stage.house.close();
}

#[tokio::test]
async fn openid_client_takes_the_hybrid_and_the_implicit_flow() {
    let Some(stage) = Stage::of(Library::OpenidClient) else { return };
    for response_mode in ["fragment", "form_post"] {
        let parameters = json!({ "response_type": "code id_token", "response_mode": response_mode });
        let own = json!({
            "response_types": ["code id_token"],
            "grant_types": ["authorization_code", "implicit", "refresh_token"],
            "id_token_signed_response_alg": "PS256",
        });
        let task = json!({ "metadata": metadata(&own), "scope": SCOPE, "parameters": parameters });
        stage.entered_and_left(&task).await;

        let parameters = json!({ "response_type": "id_token", "response_mode": response_mode });
        let own = json!({ "response_types": ["id_token"], "grant_types": ["implicit"], "scope": "openid email" });
        let task = json!({ "metadata": metadata(&own), "scope": "openid email", "parameters": parameters });
        let done = stage.play(&task).await;
        // No access token comes with it, so what the scope gives stands in the ID token (OpenID Connect Core §5.4).
        assert_eq!(
            (&done["claims"]["iss"], &done["claims"]["email"]),
            (&json!(stage.house.issuer()), &json!(stage.an.email)),
            "{done}"
        );
    }
    stage.house.close();
}

#[tokio::test]
async fn openid_client_pushes_its_requests_and_reads_what_is_sealed_to_it() {
    let Some(stage) = Stage::of(Library::OpenidClient) else { return };
    for (key, content) in [("RSA-OAEP-256", "A256GCM"), ("ECDH-ES", "A128CBC-HS256"), ("ECDH-ES+A256KW", "A256GCM")] {
        let mut own = by_key("ES256");
        for (name, value) in [
            ("require_pushed_authorization_requests", json!(true)),
            ("id_token_encrypted_response_alg", json!(key)),
            ("id_token_encrypted_response_enc", json!(content)),
            ("userinfo_encrypted_response_alg", json!(key)),
            ("userinfo_encrypted_response_enc", json!(content)),
        ] {
            own[name] = value;
        }
        let task = json!({
            "metadata": metadata(&own),
            "scope": SCOPE,
            "keys": { "sig": "ES256", "enc": key },
            "content_encryption": content,
            "request": "pushed",
        });
        stage.entered_and_left(&task).await;
    }
    stage.house.close();
}

#[tokio::test]
async fn openid_client_signs_its_requests() {
    let Some(stage) = Stage::of(Library::OpenidClient) else { return };
    for (algorithm, request) in [("RS256", "signed"), ("ES256", "signed and pushed"), ("EdDSA", "signed")] {
        let mut own = by_key(algorithm);
        own["request_object_signing_alg"] = json!(algorithm);
        own["require_signed_request_object"] = json!(true);
        let task =
            json!({ "metadata": metadata(&own), "scope": SCOPE, "keys": { "sig": algorithm }, "request": request });
        stage.entered_and_left(&task).await;
    }
    stage.house.close();
}

#[tokio::test]
async fn authlib_is_served_as_an_operator_registered_it() {
    let Some(stage) = Stage::of(Library::Authlib) else { return };
    for method in ["client_secret_basic", "client_secret_post"] {
        stage.known_by(method).await;
    }
    stage.house.close();
}

#[tokio::test]
async fn authlib_registers_itself_and_proves_itself_by_every_kind_of_key() {
    let Some(stage) = Stage::of(Library::Authlib) else { return };
    for (algorithm, response_mode) in [("RS256", "form_post"), ("ES256", "query"), ("EdDSA", "form_post")] {
        let task = json!({
            "metadata": metadata(&by_key(algorithm)),
            "scope": SCOPE,
            "keys": { "sig": algorithm },
            "parameters": { "response_mode": response_mode },
        });
        stage.entered_and_left(&task).await;
    }
    stage.house.close();
}

#[tokio::test]
async fn the_openidconnect_crate_enters_refreshes_and_leaves() {
    let house = House::start();
    let an = somebody(&house);
    let party = house.relying_party(&metadata(&json!({ "id_token_signed_response_alg": "ES256" }))).await;
    let mut browser = house.browser();
    let (tokens, _) = house.enter(&party, SCOPE, &mut browser, &an).await;
    let next = party.refresh(tokens.refresh.as_ref().unwrap()).await.unwrap();
    assert_eq!(party.userinfo(&next).await.unwrap()["email"], json!(an.email));
    browser.get(party.logout(&tokens, Some(AFTERWARDS), Some("s")).await.as_str()).await.expect(303);
    assert_eq!(browser.outside().as_str(), format!("{AFTERWARDS}?state=s"));
    assert!(party.userinfo(&next).await.is_err() && party.refresh(next.refresh.as_ref().unwrap()).await.is_err());
    house.close();
}

#[tokio::test]
async fn apache_guards_a_page_refreshes_and_signs_out_from_either_side() {
    let Some(mut apache) = Apache::place() else { return };
    let house = House::start();
    let an = somebody(&house);
    let told = apache.callback().replace("localhost", "127.0.0.1") + "?logout=backchannel";
    let party = house
        .relying_party(&metadata(&json!({
            "redirect_uris": [apache.callback()],
            "post_logout_redirect_uris": [apache.url("/")],
            "backchannel_logout_uri": told,
            "backchannel_logout_session_required": true,
        })))
        .await;
    apache.start(&[
        format!("OIDCProviderMetadataURL {}/.well-known/openid-configuration", house.issuer()),
        format!("OIDCClientID {}", party.client_id),
        format!("OIDCClientSecret {}", party.secret.as_ref().unwrap()),
        format!("OIDCScope \"{SCOPE}\""),
        "OIDCProviderTokenEndpointAuth client_secret_basic".into(),
        "OIDCRemoteUserClaim sub".into(),
    ]);
    let mut browser = house.browser();
    let before = guarded(&house, &apache, &mut browser, &an).await;
    assert_eq!(before["id_token"]["aud"], json!(party.client_id));

    // The module changes its refresh token for the next one, and the page stays open.
    let access = before["access_token"].as_str().unwrap();
    let back = apache.url("/private/");
    let refreshing = [("refresh", back.as_str()), ("access_token", access)];
    walk(&house, &mut browser, &an, &apache.callback_with(refreshing)).await;
    browser.page().expect(200).expect_words("the private page");
    assert_eq!(browser.page().url().as_str(), back, "an error would stand in the query");
    let after = info(&house, &apache, &mut browser).await;
    assert!(after["access_token"] != before["access_token"] && after["refresh_token"] != before["refresh_token"]);

    // From the portal's side: both sessions end, and the tokens with them.
    walk(&house, &mut browser, &an, &apache.callback_with([("logout", apache.url("/"))])).await;
    assert_eq!(browser.page().url().as_str(), apache.url("/"), "{}", browser.page().summary());
    house.wire().get_with_token("/userinfo", after["access_token"].as_str().unwrap()).await.expect(401);
    browser.open(&back).await;
    assert!(browser.page().has("form#sign-in"), "{}", browser.page().summary());

    // From the side of the house: the module is told behind the person's back and lets nobody in.
    guarded(&house, &apache, &mut browser, &an).await;
    browser.open(house.wire().url("/sign-out").as_str()).await;
    browser.click("sign-out").await.expect_path("/signed-out");
    house.sweep().await;
    let next = browser.get(&back).await.expect(302).answer.location().unwrap();
    assert!(house.wire().is_ours(&next), "{next}");
    house.close();
}

#[tokio::test]
async fn apache_registers_itself_and_takes_its_answers_by_form() {
    let Some(mut apache) = Apache::place() else { return };
    let house = House::start();
    let an = somebody(&house);
    // The module gives its own address to whoever starts a sign-in elsewhere, which is registered by https alone.
    let over_tls = json!({ "initiate_login_uri": "https://portal.example/private/callback" }).to_string();
    let settings = json!({ "registration_endpoint_json": over_tls }).to_string();
    let issuer = house.issuer().trim_start_matches("http://").replace(':', "%3A");
    std::fs::write(apache.parties().join(format!("{issuer}.conf")), settings).unwrap();
    apache.start(&[
        format!("OIDCMetadataDir {}", apache.parties().display()),
        format!("OIDCScope \"{SCOPE}\""),
        "OIDCClientName \"Portal behind Apache\"".into(),
        "OIDCResponseMode form_post".into(),
        "OIDCResponseType \"code id_token\"".into(),
        "OIDCIDTokenSignedResponseAlg ES256".into(),
        format!("OIDCDefaultLoggedOutURL {}", apache.url("/")),
    ]);
    // The person names the issuer on the module's own page; from its address alone the module finds everything.
    let mut browser = house.browser();
    browser.open(&apache.url("/private/")).await.expect(200);
    let (names, values) = (browser.page().attributes(HIDDEN, "name"), browser.page().attributes(HIDDEN, "value"));
    let named = names.into_iter().zip(values).chain([("iss".to_owned(), house.issuer().to_owned())]);
    walk(&house, &mut browser, &an, &apache.callback_with(named)).await;
    let told = guarded(&house, &apache, &mut browser, &an).await;
    let kept: Vec<_> = std::fs::read_dir(apache.parties()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let party = kept.iter().find(|path| path.extension().is_some_and(|ending| ending == "client"));
    let party: Value = serde_json::from_slice(&std::fs::read(party.expect("it registered")).unwrap()).unwrap();
    assert_eq!(told["id_token"]["aud"], party["client_id"]);
    // From now on another site may send people here to sign in (OpenID Connect Core §4).
    let target = apache.url("/private/");
    let sent = [("iss", house.issuer()), ("target_link_uri", target.as_str())];
    let mut browser = house.browser();
    walk(&house, &mut browser, &an, &apache.callback_with(sent)).await;
    browser.page().expect_words("the private page");
    house.close();
}

/// The person comes to the guarded page and sees it; answers what the module tells of its session.
async fn guarded(house: &House, apache: &Apache, browser: &mut Browser, person: &Person) -> Value {
    walk(house, browser, person, &apache.url("/private/")).await;
    let page = browser.page().expect(200).expect_words("the private page");
    let (user, email) =
        (page.answer.header("x-remote-user").to_owned(), page.answer.header("x-claim-email").to_owned());
    let told = info(house, apache, browser).await;
    assert!(user.starts_with(told["id_token"]["sub"].as_str().unwrap()), "{user}: {told}");
    assert_eq!((Some(email), &told["userinfo"]["email"]), (person.email.clone(), &json!(person.email)));
    assert_eq!(told["id_token"]["sub"], told["userinfo"]["sub"]);
    told
}

/// What the module tells of its session to the browser whose it is.
async fn info(house: &House, apache: &Apache, browser: &mut Browser) -> Value {
    let told: Value = browser.tab().get(&apache.callback_with([("info", "json")])).await.expect(200).answer.json();
    for name in ["access_token", "refresh_token"] {
        house.wire().alarm().watch(told[name].as_str().unwrap());
    }
    told
}

/// Leads a browser to and fro between the house and the party until a page is shown.
async fn walk(house: &House, browser: &mut Browser, person: &Person, target: &str) {
    browser.open(target).await;
    for _ in 0..10 {
        house.pass(browser, person).await;
        if browser.page().has("form#form-post") {
            browser.click("go-on").await;
        }
        match browser.page().answer.location() {
            Some(next) => drop(browser.open(next.as_str()).await),
            None if browser.page().has("form#form-post") || browser.page().has("form#sign-in") => {}
            None => return,
        }
    }
    panic!("to and fro without end: {}", browser.page().summary());
}

/// A house, somebody in it, and a library that is here to judge it.
struct Stage {
    library: Library,
    house: House,
    an: Person,
}

impl Stage {
    fn of(library: Library) -> Option<Self> {
        library.is_here().then(|| {
            let house = House::start();
            let an = somebody(&house);
            Self { library, house, an }
        })
    }

    /// Has the library do a task, with the person at the browser.
    async fn play(&self, task: &Value) -> Value {
        self.library.play(&self.house, &mut self.house.browser(), &self.an, task).await
    }

    /// The same, and judges what became of the visit.
    async fn entered_and_left(&self, task: &Value) -> Value {
        let done = self.play(task).await;
        entered_and_left(&self.house, &self.an, &done);
        done
    }

    /// A party that an operator registered proves itself by this method.
    async fn known_by(&self, method: &str) {
        let own = json!({ "token_endpoint_auth_method": method });
        let registered = self.house.relying_party(&metadata(&own)).await;
        let known = json!({
            "token_endpoint_auth_method": method,
            "client_id": registered.client_id,
            "client_secret": registered.secret,
        });
        let done = self.entered_and_left(&json!({ "metadata": metadata(&known), "scope": SCOPE })).await;
        assert_eq!(done["client_id"], registered.client_id);
    }
}

/// What every library must have made of a person's visit.
fn entered_and_left(house: &House, person: &Person, done: &Value) {
    let (claims, userinfo, refreshed, after) = (&done["claims"], &done["userinfo"], &done["refreshed"], &done["after"]);
    assert_eq!(claims["iss"], house.issuer(), "{done}");
    let audience = claims["aud"].as_str().or(claims["aud"][0].as_str());
    assert_eq!(audience, done["client_id"].as_str(), "{done}");
    for said in [userinfo, &refreshed["userinfo"]] {
        assert_eq!(said["sub"], claims["sub"], "{done}");
        assert_eq!(said["email"], json!(person.email), "{done}");
    }
    // A public client may not ask about tokens, so there is nothing to compare.
    if refreshed["alive"] != json!(false) {
        assert_eq!(refreshed["alive"]["active"], true, "{done}");
        assert_eq!(refreshed["alive"]["client_id"], done["client_id"], "{done}");
    }
    assert_eq!(done["signed_out"], true, "{done}");
    assert_eq!(after["userinfo"], "invalid_token", "{done}");
    assert_eq!(after["refresh"], "invalid_grant", "{done}");
    assert_eq!(after["alive"], false, "{done}");
    assert_eq!(after["silently"], "login_required", "{done}");
}

/// A portal's metadata with these members.
fn metadata(own: &Value) -> Value {
    let mut all = json!({
        "client_name": "Portal of another language",
        "redirect_uris": ["http://localhost:9/callback"],
        "post_logout_redirect_uris": [AFTERWARDS],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": SCOPE,
    });
    all.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    all
}

/// A party that proves itself by a key and wants every answer signed in the same way.
fn by_key(algorithm: &str) -> Value {
    json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": algorithm,
        "id_token_signed_response_alg": algorithm,
        "userinfo_signed_response_alg": algorithm,
    })
}

// Without offline_access: what was bought ends with the session.
const SCOPE: &str = "openid profile email";
const HIDDEN: &str = "form input[type=hidden]";
const AFTERWARDS: &str = "http://localhost:9/signed-out";
