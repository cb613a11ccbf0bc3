//! A person enters a service for an organisation: chosen, told apart, and over in the moment the right to it is. Rows H05, H06.

use serde_json::{Value, json};

use crate::entry::file;
use crate::harness::{Authorization, Browser, House, Inbox, Person, RelyingParty, Tokens};
use crate::organisation::{raised, register_says, registered};
use crate::representative::joins;
use crate::token::part_of;

const SCOPE: &str = "openid vn_organisation profile offline_access";

pub(crate) async fn party(house: &House) -> RelyingParty {
    let own = json!({
        "scope": "openid profile offline_access vn_organisation vn_account",
        "sector_identifier_uri": "https://tax.example/parties.json",
    });
    house.relying_party(&file("tax", &own)).await
}

/// Goes on with a request until the person is asked for whom to act, or the way leads out.
async fn to_the_choice(house: &House, asked: &Authorization, browser: &mut Browser, person: &Person) {
    browser.open(&asked.url()).await;
    house.pass(browser, person).await;
}

/// Enters for the organisation with that number, or for oneself.
pub(crate) async fn enter(
    house: &House,
    party: &RelyingParty,
    browser: &mut Browser,
    person: &Person,
    number: Option<&str>,
) -> Tokens {
    let asked = party.authorization(SCOPE).with("prompt", "consent");
    to_the_choice(house, &asked, browser, person).await;
    if let Some(number) = number {
        let choice = browser.page().attribute(&format!("input[data-number=\"{number}\"]"), "value");
        browser.fill("for", &choice);
    }
    browser.click("go-on").await;
    house.pass(browser, person).await;
    party.exchange(&asked, &browser.outside()).await
}

async fn introspected(party: &RelyingParty, tokens: &Tokens) -> Value {
    party.post("/introspect", &[("token", &tokens.access)]).await.expect(200).json()
}

#[tokio::test]
async fn h06_oneself_is_chosen_beforehand_and_an_organisation_has_a_name_of_its_own() {
    let house = House::start();
    let minh_anh = raised(&house).remove(0);
    let (organisation, mut browser, _) = registered(&house, &minh_anh, "Minh Anh").await;
    let party = party(&house).await;
    let asked = party.authorization(SCOPE);
    to_the_choice(&house, &asked, &mut browser, &minh_anh).await;
    let page = browser.page().expect_path("/sign-in/for");
    assert_eq!(page.attributes("input[checked]", "value"), ["self"]);
    page.expect_words(&organisation.name);
    let myself = enter(&house, &party, &mut browser, &minh_anh, None).await;
    assert_eq!(myself.claims["account_type"], "citizen");
    assert!(myself.claims.get("act").is_none());
    let about = party.userinfo(&myself).await.unwrap();
    assert!(about.get("organization_id_number").is_none() && about["name"] == minh_anh.full_name.as_str(), "{about}");

    let acting = enter(&house, &party, &mut browser, &minh_anh, Some(&organisation.number)).await;
    assert_eq!(acting.claims["account_type"], "organisation");
    assert_ne!(acting.claims["sub"], myself.claims["sub"]);
    assert_eq!(acting.claims["act"]["sub"], myself.claims["sub"], "the acting person by the person's own name");
    let about = party.userinfo(&acting).await.unwrap();
    assert_eq!(about["sub"], acting.claims["sub"]);
    assert_eq!(about["organization_id_number"], organisation.number.as_str());
    assert_eq!(about["organization_name"], organisation.name.as_str());
    // H05: the tax code beside who answers for it by law, by name and post and never by number.
    assert_eq!(about["tax_code"], organisation.tax_code.as_str());
    assert_eq!(about["legal_representative"], json!([{ "name": minh_anh.full_name, "title": "Giám đốc" }]));
    assert_eq!(about["organization_role"], json!({ "role": "administer", "capacity": "legal" }));
    // The person's data stand under act, where nobody takes them for the organisation's.
    assert_eq!((&about["act"]["name"], about.get("name")), (&minh_anh.full_name.clone().into(), None));
    assert!(!about.to_string().contains(&minh_anh.personal_id_number));
    let told = introspected(&party, &acting).await;
    assert_eq!((&told["sub"], &told["act"]["sub"]), (&acting.claims["sub"], &myself.claims["sub"]));
    let refreshed = party.refresh(acting.refresh.as_ref().unwrap()).await.unwrap();
    assert_eq!(refreshed.claims["sub"], acting.claims["sub"]);
    house.close();
}

#[tokio::test]
async fn h06_without_a_page_it_goes_on_as_before_or_as_the_hint_says_and_never_as_a_guess() {
    let house = House::start();
    let minh_anh = raised(&house).remove(0);
    let (organisation, mut browser, _) = registered(&house, &minh_anh, "Minh Anh").await;
    let party = party(&house).await;
    let silent = party.authorization(SCOPE).with("prompt", "none");
    browser.open(&silent.url()).await;
    let error = silent.error(&browser.outside(), &party.redirect_uri, house.issuer());
    assert_eq!(error, "account_selection_required");
    let acting = enter(&house, &party, &mut browser, &minh_anh, Some(&organisation.number)).await;
    let silent = party.authorization(SCOPE).with("prompt", "none");
    browser.open(&silent.url()).await;
    let again = party.exchange(&silent, &browser.outside()).await;
    assert_eq!(again.claims["sub"], acting.claims["sub"]);
    let myself = enter(&house, &party, &mut browser, &minh_anh, None).await;
    for tokens in [&acting, &myself] {
        let hint = tokens.id_token.as_ref().unwrap().to_string();
        let silent = party.authorization(SCOPE).with("prompt", "none").with("id_token_hint", &hint);
        browser.open(&silent.url()).await;
        let hinted = party.exchange(&silent, &browser.outside()).await;
        assert_eq!(hinted.claims["sub"], tokens.claims["sub"]);
    }
    house.close();
}

#[tokio::test]
async fn h06_an_ended_role_ends_what_was_handed_out_and_a_new_one_does_not_revive_it() {
    let house = House::start();
    let people = raised(&house);
    let (organisation, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    let mut clerk = joins(&house, &mut legal, &address, &people[3], "act").await;
    let party = party(&house).await;
    let acting = enter(&house, &party, &mut clerk, &people[3], Some(&organisation.number)).await;
    party.userinfo(&acting).await.unwrap();
    // The organisation's history has it, as the person's own has.
    legal.open(&address).await;
    let kinds = legal.page().attributes("#history li", "data-event");
    for kind in ["claims_released", "representation_begun", "representation_offered", "organisation_registered"] {
        assert!(kinds.iter().any(|one| one == kind), "no {kind} in {kinds:?}");
    }
    // A lesser role is enough to end it.
    let own = legal.open(&address).await.attribute("li[data-role=\"act\"]", "data-representation");
    for role in ["view", "act"] {
        legal.open(&address).await;
        legal.fill("role", role).click(&format!("role-of-{own}")).await.expect_path(&address);
        assert!(party.userinfo(&acting).await.is_err(), "{role}");
        assert!(party.refresh(acting.refresh.as_ref().unwrap()).await.unwrap_err().contains("invalid_grant"), "{role}");
        assert_eq!(introspected(&party, &acting).await, json!({ "active": false }));
    }
    let acting = enter(&house, &party, &mut clerk, &people[3], Some(&organisation.number)).await;
    legal.open(&address).await;
    legal.click(&format!("end-{own}")).await.expect_path(&address);
    assert!(party.userinfo(&acting).await.is_err());
    assert!(party.refresh(acting.refresh.as_ref().unwrap()).await.is_err());
    // Who represents nobody is not asked, and acts for oneself.
    let asked = party.authorization(SCOPE);
    clerk.open(&asked.url()).await;
    house.pass(&mut clerk, &people[3]).await;
    assert_eq!(party.exchange(&asked, &clerk.outside()).await.claims["account_type"], "citizen");
    house.close();
}

#[tokio::test]
async fn h06_the_end_of_a_role_is_told_to_the_parties_where_the_person_acted_by_the_organisations_name() {
    let house = House::start();
    let inbox = Inbox::open().await;
    let people = raised(&house);
    let (organisation, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    let mut clerk = joins(&house, &mut legal, &address, &people[3], "act").await;
    let mut told = Vec::new();
    for name in ["tax", "customs"] {
        let own = json!({
            "scope": "openid profile offline_access vn_organisation vn_account",
            "backchannel_logout_uri": inbox.url(&format!("/{name}")),
            "backchannel_logout_session_required": true,
        });
        told.push(house.relying_party(&file(name, &own)).await);
    }
    let acting = enter(&house, &told[0], &mut clerk, &people[3], Some(&organisation.number)).await;
    let head = enter(&house, &told[0], &mut legal, &people[0], Some(&organisation.number)).await;
    // At the other one the person has gone on as oneself since: nothing ends there.
    enter(&house, &told[1], &mut clerk, &people[3], Some(&organisation.number)).await;
    house.advance(2).await;
    enter(&house, &told[1], &mut clerk, &people[3], None).await;

    let own = legal.open(&address).await.attribute("li[data-role=\"act\"]", "data-representation");
    legal.open(&address).await;
    legal.click(&format!("end-{own}")).await.expect_path(&address);
    house.sweep().await;
    let about = |place: usize| part_of(&inbox.letters()[place].form()["logout_token"], 1);
    assert_eq!(inbox.letters().iter().map(|letter| letter.path.clone()).collect::<Vec<_>>(), ["/tax"]);
    assert_eq!((&about(0)["sub"], &about(0)["sid"]), (&acting.claims["sub"], &acting.claims["sid"]));
    assert_ne!(about(0)["sub"], acting.claims["act"]["sub"], "the organisation's session, by the organisation's name");
    clerk.open("/account").await.expect_path("/account");

    // A lock of the organisation ends it for everybody.
    let lock = ["organisation", "lock", &organisation.number, "--ground", "breach", "--reason", "Vi phạm"];
    house.command(&lock).done();
    house.sweep().await;
    assert_eq!(inbox.letters().len(), 2);
    assert_eq!((&about(1)["sub"], &about(1)["sid"]), (&head.claims["sub"], &head.claims["sid"]));
    house.close();
}

#[tokio::test]
async fn h06_the_register_is_asked_at_the_refresh_and_at_userinfo_and_a_lock_ends_it_too() {
    let house = House::start();
    let people = raised(&house);
    let (organisation, mut legal, _) = registered(&house, &people[0], "Minh Anh").await;
    let party = party(&house).await;
    let first = enter(&house, &party, &mut legal, &people[0], Some(&organisation.number)).await;
    register_says(&house, &organisation, &[("name", "Công ty TNHH Tên Mới")]);
    assert_eq!(party.userinfo(&first).await.unwrap()["organization_name"], "Công ty TNHH Tên Mới");
    register_says(&house, &organisation, &[("state", "suspended")]);
    assert!(party.refresh(first.refresh.as_ref().unwrap()).await.unwrap_err().contains("invalid_grant"));
    register_says(&house, &organisation, &[("state", "active")]);
    house.sweep().await;
    assert!(party.userinfo(&first).await.is_err(), "what a lock ended stays ended");
    let second = enter(&house, &party, &mut legal, &people[0], Some(&organisation.number)).await;
    let other = format!("{}|{}|Giám đốc", people[1].personal_id_number, people[1].full_name);
    register_says(&house, &organisation, &[("representatives", &other)]);
    let refused = house.wire().get_with_token("/userinfo", &second.access).await.expect(401);
    assert!(refused.header("www-authenticate").contains("invalid_token"));
    assert!(party.refresh(second.refresh.as_ref().unwrap()).await.is_err());
    house.close();
}

#[tokio::test]
async fn h06_the_choice_is_the_persons_own_and_a_party_that_did_not_register_for_it_never_asks() {
    let house = House::start();
    let people = raised(&house);
    let (organisation, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    let tax = party(&house).await;
    let plain = crate::entry::party(&house, "plain", json!({ "scope": "openid profile" })).await;
    let asked = plain.authorization("openid profile");
    legal.open(&asked.url()).await;
    house.pass(&mut legal, &people[0]).await;
    assert!(plain.exchange(&asked, &legal.outside()).await.claims.get("act").is_none());
    let unregistered = plain.authorization(SCOPE);
    legal.open(&unregistered.url()).await;
    assert_eq!(unregistered.error(&legal.outside(), &plain.redirect_uri, house.issuer()), "invalid_scope");

    // Somebody else's right, sent in a form of one's own, is nobody's.
    let asked = tax.authorization(SCOPE);
    to_the_choice(&house, &asked, &mut legal, &people[0]).await;
    let stolen = legal.page().attribute(&format!("input[data-number=\"{}\"]", organisation.number), "value");
    let mut other = joins(&house, &mut legal, &address, &people[3], "act").await;
    let asked = tax.authorization(SCOPE);
    to_the_choice(&house, &asked, &mut other, &people[3]).await;
    let choice = other.page().url().to_string();
    other.post_form(&choice, &[("for", &stolen), ("action", "go-on")]).await;
    other.follow().await.expect_path("/sign-in/for");
    house.close();
}
