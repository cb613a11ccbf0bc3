//! Where somebody is signed in, and the end of it on every node; "it was not me"; which parties know. Issue 6; groups SE and PW
//! of the security catalogue, and V094.

use http::Method;
use serde_json::{Value, json};

use crate::desk::{addressed, officers, on_duty};
use crate::encounter::{claims, history, sharing_square};
use crate::entry::{enter, party, somebody, tokens};
use crate::harness::{Authorization, Browser, House, Inbox, Message, Person, RelyingParty, Tokens, Wire};
use crate::sign_in_square::{answer, computer, look, number, scan};

/// Somebody signs in; with a second factor when it is wanted.
async fn sign_in(house: &House, browser: &mut Browser, person: &Person, second_factor: bool) {
    browser.open(if second_factor { "/sign-in/code?back=/account" } else { "/account" }).await.expect_path("/sign-in");
    browser.sign_in(person).await;
    if second_factor {
        let code = house.code_sent_to(&addressed(person)).await;
        browser.fill("code", &code).click("verify").await;
    }
    browser.page().expect_path("/account");
}

/// Whether these cookies of a browser still open the account at that node.
async fn opens(wire: &Wire, browser: &Browser, session: &str) -> bool {
    let cookies = format!("dinhdanh-browser={}; dinhdanh-session={session}", browser.cookie("browser").unwrap());
    wire.send(Method::GET, "/account", &[("cookie", &cookies)], "").await.status == 200
}

#[tokio::test]
async fn se02_at_each_rise_and_fall_there_is_a_new_cookie_and_the_former_one_is_dead_on_every_node() {
    let house = House::start();
    let second = house.second_node().await;
    let mut wires = vec![house.wire()];
    if let Some(node) = &second {
        wires.push(node.wire());
    }
    let strict = party(&house, "strict", json!({ "least_authentication_level": 2 })).await;
    let an = house.person(&["--level", "2", "--limit", "1"]);
    let mut browser = house.browser();
    // A cookie that somebody planted is not taken over (fixation).
    sign_in(&house, &mut browser, &an, false).await;
    let mut former = vec![browser.cookie("session").unwrap()];
    let rises = ["second factor", "lowered", "raised again", "password again", "second factor for a party"];
    for what in rises {
        match what {
            "second factor" | "raised again" => {
                house.advance(121).await;
                browser.open("/sign-in/code?back=/account").await;
                let code = house.code_sent_to(&addressed(&an)).await;
                browser.fill("code", &code).click("verify").await.expect_path("/account");
            }
            "lowered" => {
                browser.open("/account").await.expect(200);
                browser.click("lower").await.expect_path("/account");
            }
            "password again" => {
                let asked = strict.authorization("openid").with("prompt", "login");
                browser.open(&asked.url()).await.expect_path("/sign-in");
                browser.sign_in(&an).await.expect_path("/sign-in/code");
            }
            _ => {
                let code = house.code_sent_to(&addressed(&an)).await;
                browser.fill("code", &code).click("verify").await.expect_path("/consent");
            }
        }
        let now = browser.cookie("session").unwrap();
        assert!(!former.contains(&now), "{what} left the cookie as it was");
        for wire in &wires {
            assert!(opens(wire, &browser, &now).await, "{what}");
            for old in &former {
                assert!(!opens(wire, &browser, old).await, "{what}: a former cookie opens the account");
            }
        }
        former.push(now);
    }
    house.close();
}

/// Everything that hangs from one session, while it is alive.
struct Everything {
    browser: Browser,
    session: String,
    tokens: Tokens,
    offline: Tokens,
    code: (Authorization, url::Url),
    pending: Browser,
    square: String,
    waiting: Browser,
}

impl Everything {
    async fn of(person: &Person, portal: &RelyingParty, other: &RelyingParty, house: &House) -> Self {
        let mut browser = house.browser();
        sign_in(house, &mut browser, person, true).await;
        let tokens = tokens(portal, "openid", person, &mut browser.tab()).await;
        let asked = portal.authorization("openid offline_access").with("prompt", "consent");
        let came = enter(&asked, person, &mut browser.tab()).await;
        let offline = portal.exchange(&asked, &came).await;
        let asked = portal.authorization("openid");
        let came = enter(&asked, person, &mut browser.tab()).await;
        let mut pending = browser.tab();
        pending.open(&other.authorization("openid email").url()).await.expect_path("/consent");
        let mut waiting = computer(house).await;
        let mut phone = browser.tab();
        assert_eq!(scan(&mut phone, &waiting).await, "asked");
        let shown = number(&mut waiting).await;
        assert_eq!(answer(&mut phone, &shown, "yes").await, "approved");
        let square = sharing_square(&mut browser.tab(), &["name"]).await;
        let session = browser.cookie("session").unwrap();
        assert!(opens(house.wire(), &browser, &session).await);
        house.wire().get_with_token("/userinfo", &tokens.access).await.expect(200);
        Self { browser, session, tokens, offline, code: (asked, came), pending, square, waiting }
    }

    /// What of it still lives at that node.
    async fn alive(&mut self, portal: &RelyingParty, wire: &Wire) -> Vec<&'static str> {
        let portal = portal.through(wire.clone());
        let mut alive = Vec::new();
        let mut says = |what, lives: bool| {
            if lives {
                alive.push(what);
            }
        };
        says("session", opens(wire, &self.browser, &self.session).await);
        for tokens in [&self.tokens, &self.offline] {
            says("access token", wire.get_with_token("/userinfo", &tokens.access).await.status == 200);
            says("refresh token", portal.refresh(tokens.refresh.as_ref().unwrap()).await.is_ok());
        }
        says("code", portal.try_exchange(&self.code.0, &self.code.1).await.is_ok());
        let mut pending = self.pending.through(wire.clone());
        says("request", pending.click("allow").await.answer.location().is_some());
        says("square", scanned(&portal, wire, &self.square).await == "genuine");
        let mut waiting = self.waiting.through(wire.clone());
        look(&mut waiting).await;
        says("approval", waiting.cookie("session").is_some());
        alive
    }
}

/// A party scans; the word of its answer.
async fn scanned(party: &RelyingParty, wire: &Wire, text: &str) -> String {
    let secret = party.secret.as_deref().unwrap();
    let fields = [("client_id", party.client_id.as_str()), ("client_secret", secret), ("token", text)];
    let answered = wire.post_form("/scan", &[], &fields).await.expect(200);
    claims(&answered.text())["result"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn v094_se04_when_a_session_ends_in_whatever_way_nothing_that_hung_from_it_lives_on_any_node() {
    let house = House::start();
    let second = house.second_node().await;
    let scans = json!({
        "scope": "openid email offline_access vn_identity scan", "token_endpoint_auth_method": "client_secret_post",
    });
    let portal = party(&house, "portal", scans).await;
    let other = party(&house, "other", json!({})).await;
    let people = house.people(&["--level", "2", "--limit", "5"]);
    for (person, event) in people.iter().zip(["one", "others", "all", "not me", "lock"]) {
        let mut there = Everything::of(person, &portal, &other, &house).await;
        let mut here = house.browser();
        sign_in(&house, &mut here, person, false).await;
        match event {
            "lock" => {
                here.open("/account").await;
                here.tick("sure", &["1"]).click("lock-account").await.expect(200);
            }
            "not me" => {
                here.open("/account/not-me").await;
                here.click("end-and-lock").await.expect(200);
                assert!(here.page().has("#not-me-done"));
            }
            _ => {
                here.open("/account/sessions").await.expect(200);
                assert_eq!(here.page().texts("#listed > li").len(), 2, "the computer that waits is not in yet");
                let button = if event == "one" { "end".to_owned() } else { format!("end-{event}") };
                let path = if event == "all" { "/signed-out" } else { "/account/sessions/ended" };
                here.click(&button).await.expect_path(path).expect_words("portal");
            }
        }
        let node = second.as_ref().map_or(house.wire(), |node| node.wire());
        assert_eq!(there.alive(&portal, node).await, Vec::<&str>::new(), "after {event}");
        let stays = matches!(event, "one" | "others");
        assert_eq!(opens(house.wire(), &here, &here.cookie("session").unwrap_or_default()).await, stays, "{event}");
    }
    house.close();
}

#[tokio::test]
async fn the_list_says_browser_network_times_level_and_parties_and_which_parties_know_of_an_end() {
    let house = House::start_with(&["DINHDANH_SERVER_HOTLINE=1900 0368"]);
    let inbox = Inbox::open().await;
    inbox.answer(503);
    let told = json!({ "backchannel_logout_uri": inbox.url("/out"), "backchannel_logout_session_required": true });
    let (hears, silent) = (party(&house, "hears", told).await, party(&house, "silent", json!({})).await);
    let an = somebody(&house);
    let (mut here, mut there) = (house.browser(), house.browser());
    sign_in(&house, &mut here, &an, true).await;
    tokens(&hears, "openid", &an, &mut there).await;
    tokens(&silent, "openid", &an, &mut there).await;
    let page = here.open("/account/sessions").await.expect(200).clone();
    let (mine, theirs) = (page.text("#listed > li[data-this]"), page.text("#listed > li:not([data-this])"));
    for words in ["Firefox, Linux", "127.0.0.*", "Mức độ 02", "mật khẩu, mã tin nhắn", "Chưa dùng cho dịch vụ nào"]
    {
        assert!(mine.contains(words), "{words}: {mine}");
    }
    for words in ["Mức độ 01: mật khẩu", "hears", "silent"] {
        assert!(theirs.contains(words), "{words}: {theirs}");
    }
    for secret in [here.cookie("session").unwrap(), there.cookie("session").unwrap(), an.personal_id_number.clone()] {
        assert!(!page.answer.text().contains(&secret), "what is shown opens nothing (SE06)");
    }
    // Somebody else's session is none to end.
    let binh = house.people(&["--level", "1", "--limit", "2"]).swap_remove(1);
    let mut stranger = house.browser();
    sign_in(&house, &mut stranger, &binh, false).await;
    let id = page.value("session");
    stranger.open("/account/sessions").await;
    stranger.post_form("/account/sessions", &[("end", "one"), ("session", &id)]).await;
    there.open("/account").await.expect_path("/account");

    // Ended from here: the page tells of each party whether it knows, and looks again by itself while one may still answer.
    here.open("/account/sessions").await;
    let page = here.click("end").await.expect_path("/account/sessions/ended").clone();
    there.open("/account").await.expect_path("/sign-in");
    let line = |page: &crate::harness::Page, name: &str| {
        page.texts("#signed-out .rows li").into_iter().find(|line| line.starts_with(name)).unwrap()
    };
    assert!(line(&page, "hears").contains("Sẽ được thông báo"), "{}", page.summary());
    assert!(line(&page, "silent").contains("tự hết hiệu lực chậm nhất lúc"), "{}", page.summary());
    // It looks again by itself, with a script and without.
    let again = page.attribute("#again", "href");
    assert!(page.answer.text().contains("http-equiv=\"refresh\" content=\"3;url=/account/sessions/ended?"));
    assert!(page.answer.text().contains("setTimeout") && !page.has("#all-known"));
    inbox.answer(200);
    house.advance(60).await;
    let page = here.open(&again).await.clone();
    let heard = line(&page, "hears");
    let at = heard.split_once("Đã xác nhận lúc ").unwrap_or_else(|| panic!("{heard}")).1;
    assert!(at.len() == "07:08:09.".len() && at.matches(':').count() == 2, "{heard}");
    assert!(page.has("#all-known") && !page.answer.text().contains("http-equiv"));
    house.close();
}

#[tokio::test]
async fn se06_a_session_that_is_not_fresh_shows_no_list_and_ends_no_single_one_but_ends_everything() {
    let house = House::start();
    let an = house.person(&["--level", "2", "--limit", "1"]);
    let (mut here, mut there) = (house.browser(), house.browser());
    for browser in [&mut here, &mut there] {
        sign_in(&house, browser, &an, false).await;
    }
    let listed = |browser: &Browser| browser.page().texts("#listed > li").len();
    here.open("/account/sessions").await.expect(200);
    assert_eq!(listed(&here), 2);
    let id = here.page().value("session");

    house.advance(601).await;
    there.open("/account").await.expect_path("/account");
    let page = here.open("/account/sessions").await.expect(200).expect_words("đăng nhập lại trên trình duyệt này");
    assert!(!page.answer.text().contains("127.0.0") && !page.has("#listed") && !page.has("#end-others"));
    for fields in [&[("end", "others")][..], &[("end", "one"), ("session", &id)]] {
        here.post_form("/account/sessions", fields).await;
        there.open("/account").await.expect_path("/account");
        here.open("/account/sessions").await;
    }
    // One factor is enough, since the telephone may be what was lost, and it is shown in this browser.
    assert!(!here.click("again").await.expect_path("/sign-in").has("#to-square"));
    here.sign_in(&an).await.expect_path("/account/sessions");
    assert_eq!(listed(&here), 2);
    here.click("end").await.expect_path("/account/sessions/ended");
    there.open("/account").await.expect_path("/sign-in");

    // A computer that the wallet let in a moment ago has shown nothing itself.
    let mut waiting = computer(&house).await;
    let mut phone = here.tab();
    phone.open("/sign-in/code?back=/account").await;
    house.pass(&mut phone, &an).await;
    assert_eq!(scan(&mut phone, &waiting).await, "asked");
    let shown = number(&mut waiting).await;
    assert_eq!(answer(&mut phone, &shown, "yes").await, "approved");
    look(&mut waiting).await;
    assert!(waiting.open("/account/sessions").await.expect(200).has("#show-again"));
    // To end everything takes nothing: it only protects.
    waiting.click("end-all").await.expect_path("/signed-out");
    here.open("/account").await.expect_path("/sign-in");
    house.close();
}

/// The notices of new browsers that went to this person.
async fn notices(house: &House, person: &Person) -> Vec<Message> {
    let to = [Some(addressed(person)), person.email.clone()];
    let all = house.outbox().await;
    all.into_iter().filter(|one| one.kind == "new_browser" && to.contains(&Some(one.to.clone()))).collect()
}

/// The code in a notice.
fn code_in(notice: &Message) -> String {
    let is_code = |word: &&str| {
        word.len() == 9 && word.as_bytes()[4] == b'-' && word.replace('-', "").chars().all(char::is_uppercase)
    };
    let words = notice.text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.into_iter().find(is_code).unwrap_or_else(|| panic!("no code: {notice:?}")).to_owned()
}

fn grounds(house: &House, person: &Person) -> Value {
    let shown: Value = house.command(&["account", "show", &person.personal_id_number]).json();
    shown["locked_by"].clone()
}

/// Types number and code, not signed in; what the page says.
async fn not_me(house: &House, number: &str, code: &str) -> (u16, Vec<String>) {
    let mut anybody = house.browser();
    anybody.open("/account/not-me").await.expect(200);
    let page = anybody.fill("personal_id_number", number).fill("notice", code).click("end-and-lock").await;
    (page.status(), page.texts("main p"))
}

#[tokio::test]
async fn a_sign_in_with_a_new_browser_is_told_at_every_address_and_one_press_ends_locks_and_reports() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let people = house.people(&["--level", "2"]);
    let an = people.iter().find(|one| one.email.is_some()).expect("somebody has an address");
    let (mut home, mut strange) = (house.browser(), house.browser());
    sign_in(&house, &mut home, an, false).await;
    assert!(notices(&house, an).await.is_empty(), "the first browser differs from none");
    home.open("/sign-out").await;
    home.click("sign-out").await;
    sign_in(&house, &mut home, an, false).await;
    assert!(notices(&house, an).await.is_empty(), "a browser that is known is no news");
    let bought = tokens(&portal, "openid", an, &mut strange).await;
    let told = notices(&house, an).await;
    let mut channels: Vec<_> = told.iter().map(|one| one.channel.as_str()).collect();
    channels.sort_unstable();
    assert_eq!(channels, ["email", "sms"]);
    assert!(told.iter().all(|one| !one.text.contains("http") && !one.text.contains("www.")), "{told:?}");
    assert!(told.iter().all(|one| one.text.contains("Firefox") && one.text.contains("127.0.0.*")), "{told:?}");
    let code = code_in(&told[0]);
    assert_eq!(code, code_in(&told[1]));

    // Whatever is typed, the same is said, and without the code nothing happens.
    let (number, nobody) = (an.personal_id_number.as_str(), "001090111111");
    let wrong = if code.starts_with('B') { "CCCC-CCCC" } else { "BBBB-BBBB" };
    let said = not_me(&house, nobody, wrong).await;
    assert_eq!((said.0, not_me(&house, number, wrong).await), (200, said.clone()));
    assert_eq!(not_me(&house, &people[1].personal_id_number, &code).await, said);
    assert_eq!(not_me(&house, number, "short").await.0, 422);
    assert_eq!(grounds(&house, an), json!([]));
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(200);
    assert_eq!(not_me(&house, number, &code.to_lowercase()).await, said);
    assert_eq!(grounds(&house, an), json!(["own_request"]));
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
    for browser in [&mut home, &mut strange] {
        browser.open("/account").await.expect_path("/sign-in");
    }
    assert!(house.outbox().await.iter().any(|one| one.kind == "sign_in_disowned"));

    // The officer has the case, with whom to speak.
    let [_, second, _] = officers(&house);
    let mut officer = on_duty(&house, &second).await;
    let page =
        officer.open("/office/contact/reports").await.expect(200).expect_words("Có người khác đăng nhập").clone();
    officer.open(&page.attribute("[data-report] a", "href")).await.expect(200);
    assert_eq!(officer.page().attribute("#complaint", "data-complaint"), "not_me");
    assert_eq!(officer.page().text("#locked-account .number").replace(' ', ""), an.personal_id_number);
    officer.click("settle").await.expect_path("/office/contact/reports");

    // Unlocked the usual way; the code is spent, and every browser is new again.
    home.open("/unlock").await;
    home.fill("username", number).fill("password", an.password()).click("ask").await.expect(200);
    let by_sms = house.code_sent_to(&addressed(an)).await;
    home.fill("code", &by_sms).click("open").await.expect(200);
    assert_eq!(not_me(&house, number, &code).await, said);
    assert_eq!(grounds(&house, an), json!([]));
    sign_in(&house, &mut home, an, false).await;
    let later = notices(&house, an).await;
    assert_eq!(later.len(), 4, "{later:?}");
    let told = history(&mut home, "/wallet/history").await;
    for kind in ["browser_new", "sign_in_disowned", "contact_report_read"] {
        assert!(told.iter().any(|one| one == kind), "{kind}: {told:?}");
    }
    // A code dies with its week.
    let fresh = code_in(later.iter().find(|one| code_in(one) != code).unwrap());
    house.advance(7 * 86_400 + 1).await;
    assert_eq!(not_me(&house, number, &fresh).await, said);
    assert_eq!(grounds(&house, an), json!([]));
    // And tries are counted, whoever's the number is.
    for number in [number, nobody] {
        let mut statuses = Vec::new();
        for _ in 0..21 {
            statuses.push(not_me(&house, number, wrong).await.0);
        }
        assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    }
    house.close();
}

#[tokio::test]
async fn se03_a_party_with_shorter_limits_asks_again_and_what_it_holds_ends_then_and_the_others_go_on() {
    let house = House::start();
    let (short, plain) = (
        party(&house, "short", json!({ "session_idle": 300, "session_absolute": 1200 })).await,
        party(&house, "plain", json!({})).await,
    );
    let (an, mut browser) = (somebody(&house), house.browser());
    let first = tokens(&short, "openid", &an, &mut browser).await;
    tokens(&plain, "openid", &an, &mut browser).await;
    assert_eq!(silently(&short, &mut browser).await, None);
    let begun = browser.cookie("session").unwrap();

    // Unused for its time: its token is dead and it asks again, while the session goes on for everybody else.
    house.advance(301).await;
    assert!(short.refresh(first.refresh.as_ref().unwrap()).await.unwrap_err().contains("invalid_grant"));
    assert_eq!(silently(&plain, &mut browser).await, None);
    assert_eq!(silently(&short, &mut browser).await.as_deref(), Some("login_required"));
    let asked = short.authorization("openid");
    let url = asked.url();
    browser.open(&url).await.expect_path("/sign-in");
    // Having been shown the page is not having signed in.
    let on = browser.page().url().to_string().replace("/sign-in?", "/authorize/continue?");
    browser.open(&on).await.expect_path("/sign-in");
    let came = enter(&asked, &an, &mut browser).await;
    let mut bought = short.exchange(&asked, &came).await;
    assert_ne!(browser.cookie("session").unwrap(), begun);

    // Used all the time, it ends at its absolute limit, and not before.
    for _ in 0..4 {
        house.advance(250).await;
        bought = short.refresh(bought.refresh.as_ref().unwrap()).await.unwrap();
        assert_eq!(silently(&short, &mut browser).await, None);
    }
    house.advance(250).await;
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
    assert!(short.refresh(bought.refresh.as_ref().unwrap()).await.unwrap_err().contains("invalid_grant"));
    assert_eq!(silently(&short, &mut browser).await.as_deref(), Some("login_required"));
    assert_eq!(silently(&plain, &mut browser).await, None);
    // What is told of it after a sign-out is true too: nothing that it got is left.
    browser.open("/sign-out").await;
    browser.click("sign-out").await.expect_words("đã hết hiệu lực");

    // Nobody registers more than the house keeps.
    for wrong in [json!({ "session_idle": 901 }), json!({ "session_absolute": 43_201 }), json!({ "session_idle": 59 })]
    {
        let path = house.site().file("long.json", crate::entry::file("long", &wrong).to_string());
        house.command(&["relying-party", "add", "--file", path.to_str().unwrap()]).refused();
    }
    house.close();
}

/// `prompt=none` tells whether somebody is signed in for that party, without a page; none: yes.
async fn silently(party: &RelyingParty, browser: &mut Browser) -> Option<String> {
    let mut tab = browser.tab();
    tab.open(&party.authorization("openid").with("prompt", "none").url()).await;
    let came = tab.outside();
    came.query_pairs().find(|(name, _)| name == "error").map(|(_, error)| error.into_owned())
}
