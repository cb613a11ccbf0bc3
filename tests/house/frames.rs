//! Signing out through the browser (OpenID Connect Front-Channel Logout): what the page after it frames, and whom it names.

use serde_json::{Value, json};

use crate::entry::{file, party, somebody, tokens};
use crate::harness::{Browser, House, Inbox, RelyingParty};

#[tokio::test]
async fn lo01_parties_are_told_through_the_browser_and_the_person_still_gets_back() {
    let house = House::start();
    let asking = framed(&house, "asking", json!({})).await;
    let other = framed(&house, "other", json!({ "frontchannel_logout_session_required": true })).await;
    let silent = party(&house, "silent", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let of_other = tokens(&other, "openid", &person, &mut browser).await;
    tokens(&silent, "openid", &person, &mut browser).await;
    let bought = tokens(&asking, "openid", &person, &mut browser).await;
    let state = "s".repeat(128);
    let back = "https://asking.example/bye";
    browser.open(asking.logout(&bought, Some(back), Some(&state)).await.as_str()).await.expect_path("/signed-out");
    assert!(browser.cookie("session").is_none());
    // Each frame is the registered address with the issuer and the party's own sid, and nothing else.
    let mut expected = [
        frame_of("asking", house.issuer(), bought.claims["sid"].as_str().unwrap()),
        frame_of("other", house.issuer(), of_other.claims["sid"].as_str().unwrap()),
    ];
    expected.sort();
    assert_eq!(frames(&browser), expected);
    // The policy names exactly those origins; nobody frames this page.
    let policy = browser.page().answer.header("content-security-policy").to_owned();
    let named = directive(&policy, "frame-src");
    assert_eq!(named, ["https://asking.example", "https://other.example"]);
    assert_eq!(directive(&policy, "frame-ancestors"), ["'none'"]);
    assert_eq!(browser.page().answer.header("x-frame-options"), "DENY");
    for sandbox in browser.page().attributes("iframe", "sandbox") {
        assert!(!sandbox.contains("top-navigation") && !sandbox.contains("popups"), "{sandbox}");
    }
    // It goes on by itself without a script, and by hand.
    let there = format!("{back}?state={state}");
    assert_eq!(browser.page().attribute("a#go-on", "href"), there);
    assert!(browser.page().attribute("meta[http-equiv=refresh]", "content").ends_with(&format!(";url={there}")));
    let lines = browser.page().texts("#signed-out .rows li");
    assert_eq!(lines.len(), 3);
    for (name, word) in [
        ("asking", "Được thông báo qua trình duyệt này"),
        ("other", "Được thông báo qua trình duyệt này"),
        ("silent", "Không nhận thông báo"),
    ] {
        assert!(lines.iter().any(|line| line.contains(name) && line.contains(word)), "{name}: {lines:?}");
    }
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
    house.close();
}

#[tokio::test]
async fn the_page_says_who_confirmed_and_who_is_told_through_the_browser_in_both_languages() {
    let house = House::start();
    let inbox = Inbox::open().await;
    // Both ways at once: the one that confirms is the one that counts.
    let both = json!({
        "redirect_uris": [inbox.url("/cb"), "https://both.example/cb"],
        "sector_identifier_uri": "https://both.example/parties.json",
        "frontchannel_logout_uri": inbox.url("/front?tenant=1"),
        "backchannel_logout_uri": inbox.url("/back"),
    });
    let both = party(&house, "both", both).await;
    let alone = framed(&house, "alone", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser().speaking("en"));
    for party in [&both, &alone] {
        tokens(party, "openid", &person, &mut browser).await;
    }
    browser.open("/sign-out").await;
    browser.click("sign-out").await.expect_path("/signed-out");
    // At the person's own wish there is nowhere to go on to: the page looks at itself again, while somebody may answer.
    let again = browser.page().attributes("#again", "href");
    assert!(again.iter().all(|one| one.starts_with("/signed-out?seen=1&of=")), "{again:?}");
    assert!(!browser.page().has("#go-on"));
    assert_eq!(frames(&browser).len(), 2);
    assert!(frames(&browser).iter().any(|frame| frame.starts_with(&inbox.url("/front?tenant=1&iss="))));
    let list = browser.page().url().to_string();
    house.sweep().await;
    browser.open(&list).await;
    let lines = browser.page().texts("#signed-out .rows li");
    assert!(lines.iter().any(|line| line.contains("both Told") && line.contains("Confirmed at ")), "{lines:?}");
    let through = |line: &String| line.contains("alone Told through this browser") && line.contains("ends by itself");
    assert!(lines.iter().any(through), "{lines:?}");
    // Told once: looked at again, the page frames nobody a second time.
    let mut again = browser.tab();
    again.open(&list.replace("?of=", "?seen=1&of=")).await.expect(200);
    assert!(frames(&again).is_empty() && again.page().texts("#signed-out .rows li").len() == 2);
    // The frames are for who signed out: a reference that is not ours frames nothing.
    let mut stranger = house.browser();
    stranger.open(&format!("{list}A")).await.expect(200);
    assert!(
        frames(&stranger).is_empty() && !stranger.page().answer.header("content-security-policy").contains("frame-src")
    );
    house.close();
}

#[tokio::test]
async fn the_frames_are_of_this_browsers_session_alone() {
    let mut house = House::start();
    let party = framed(&house, "portal", json!({})).await;
    let person = somebody(&house);
    let (mut here, mut there) = (house.browser(), house.browser());
    let of_here = tokens(&party, "openid", &person, &mut here).await;
    let of_there = tokens(&party, "openid", &person, &mut there).await;
    here.open("/sign-out").await;
    here.fill("reach", "everywhere").click("sign-out").await.expect_path("/signed-out");
    assert_eq!(frames(&here), [frame_of("portal", house.issuer(), of_here.claims["sid"].as_str().unwrap())]);
    // The other browser's session has ended too, and nothing told the party of it: the page does not say so.
    let lines = here.page().texts("#signed-out .rows li");
    assert!(lines.len() == 1 && lines[0].contains("Không nhận thông báo"), "{lines:?}");
    house.wire().get_with_token("/userinfo", &of_there.access).await.expect(401);
    // A party that is suspended meanwhile is framed nowhere.
    tokens(&party, "openid", &person, &mut here).await;
    here.open("/sign-out").await;
    here.click("sign-out").await.expect_path("/signed-out");
    let list = here.page().url().to_string();
    assert_eq!(frames(&here).len(), 1);
    house.command(&["relying-party", "suspend", &party.client_id]).done();
    here.open(&list).await;
    assert!(frames(&here).is_empty());
    // What is known of a sign-out outlives a crash of the house.
    house.command(&["relying-party", "resume", &party.client_id]).done();
    house.crash_and_restart().await;
    here.open(&list).await;
    assert_eq!(frames(&here).len(), 1);
    house.close();
}

#[tokio::test]
async fn dr02_a_framed_address_stands_where_the_partys_own_pages_do() {
    let house = House::start();
    for wrong in [
        "https://elsewhere.example/out",
        "https://portal.example:8443/out",
        "http://portal.example/out",
        "http://localhost/out",
        "https://portal.example/out#x",
        "javascript:alert(1)",
    ] {
        let document = json!({
            "client_name": "Portal",
            "redirect_uris": ["https://portal.example/cb"],
            "frontchannel_logout_uri": wrong,
        });
        let headers = [("content-type", "application/json")];
        let answer =
            house.wire().send(http::Method::POST, "/register", &headers, document.to_string()).await.expect(400);
        assert_eq!(answer.json::<Value>()["error"], "invalid_client_metadata", "{wrong}");
        let own = file("portal", &json!({ "frontchannel_logout_uri": wrong }));
        let path = house.site().file("wrong.json", own.to_string());
        house.command(&["relying-party", "add", "--file", path.to_str().unwrap()]).refused();
    }
    house.close();
}

/// A party that is told at `/out` of its own host.
async fn framed(house: &House, name: &str, own: Value) -> RelyingParty {
    let mut all = json!({ "frontchannel_logout_uri": format!("https://{name}.example/out") });
    all.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    party(house, name, all).await
}

fn frame_of(name: &str, issuer: &str, sid: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("iss", issuer).append_pair("sid", sid);
    format!("https://{name}.example/out?{}", query.finish())
}

/// What the page frames, in order of the alphabet.
fn frames(browser: &Browser) -> Vec<String> {
    let mut frames = browser.page().attributes("iframe", "src");
    frames.sort();
    frames
}

/// The values of a directive of a policy, in order of the alphabet.
pub(crate) fn directive(policy: &str, name: &str) -> Vec<String> {
    let found = policy.split(';').map(str::trim).find_map(|part| part.strip_prefix(name));
    let mut values: Vec<_> = found.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    values.sort();
    values
}
