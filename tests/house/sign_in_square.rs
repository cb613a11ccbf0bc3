//! Sign-in on a computer by the wallet on a phone. Rows XD and V114 of security.md by their names.

use serde_json::json;
use url::Url;

use crate::encounter::{history, international};
use crate::entry::{party, somebody};
use crate::harness::{Browser, House, Person};

/// A wallet whose person has shown two factors a moment ago.
async fn wallet(house: &House, person: &Person) -> Browser {
    let mut phone = house.browser();
    signed_in(house, &mut phone, person).await;
    phone
}

async fn signed_in(house: &House, phone: &mut Browser, person: &Person) {
    phone.open("/wallet/sign-in").await.expect_path("/sign-in");
    phone.sign_in(person).await.expect_path("/sign-in/code");
    let code = house.code_sent_to(&international(&person.phone)).await;
    phone.fill("code", &code).click("verify").await.expect_path("/wallet/sign-in");
}

/// A computer at its sign-in page, with a square.
pub(crate) async fn computer(house: &House) -> Browser {
    let mut computer = house.browser();
    computer.open("/sign-in?back=/account").await;
    computer.click("to-square").await.expect_path("/sign-in/square");
    computer
}

/// The word that the wallet is told, or that the square is open.
fn told(page: &crate::harness::Page) -> String {
    if page.has("form#answer") { "asked".into() } else { page.attribute("#said", "data-said") }
}

async fn type_in(phone: &mut Browser, text: &str) -> String {
    phone.open("/wallet/sign-in").await.expect(200);
    told(phone.fill("square", text).click("open").await)
}

/// Scans the picture of this moment. On a loaded machine a picture grows old on its way; then the person scans again.
pub(crate) async fn scan(phone: &mut Browser, computer: &Browser) -> String {
    for _ in 0..20 {
        let word = type_in(phone, &computer.read_square().await).await;
        if word != "stale" {
            return word;
        }
    }
    panic!("every picture is stale");
}

/// The computer's page as it is now.
pub(crate) async fn look(computer: &mut Browser) -> String {
    let url = computer.page().url().clone();
    let page = computer.open(url.as_str()).await;
    if page.has("#square") { page.attribute("#square", "data-state") } else { page.path().to_owned() }
}

/// The number on the computer's page, once a wallet has opened its square.
pub(crate) async fn number(computer: &mut Browser) -> String {
    assert_eq!(look(computer).await, "opened");
    computer.page().text("#number")
}

pub(crate) async fn answer(phone: &mut Browser, number: &str, with: &str) -> String {
    phone.fill("number", number).click(with).await;
    told(phone.page())
}

/// A number that is not this one.
fn another(number: &str) -> String {
    let number: u32 = number.parse().unwrap();
    if number == 99 { "10".into() } else { (number + 1).to_string() }
}

#[tokio::test]
async fn xd01_xd03_xd06_the_wallet_lets_a_computer_in_by_the_number_on_its_page_and_the_person_sees_it() {
    let house = House::start();
    let bank = party(&house, "bank", json!({ "least_authentication_level": 2, "kind": "bank" })).await;
    let an = somebody(&house);
    let mut phone = wallet(&house, &an).await;
    let asked = bank.authorization("openid");
    let mut computer = house.browser();
    computer.open(&asked.url()).await;
    computer.click("to-square").await.expect_path("/sign-in/square").expect_words("bank");
    assert!(!computer.page().has("#number"), "before a wallet has opened it there is no number to send on");
    let text = computer.read_square().await;
    assert!(text.starts_with(&format!("{}/q/", house.issuer())), "{text}");
    let before = computer.cookie("browser").unwrap();
    assert!(computer.cookie("session").is_none());

    assert_eq!(scan(&mut phone, &computer).await, "asked");
    phone.page().expect_words("bank").expect_words("Firefox").expect_words("Cùng mạng");
    let shown = number(&mut computer).await;
    // The seconds that are left may be the same two digits.
    let left = phone.page().attribute("[data-left]", "data-left");
    let others = phone.page().answer.text().replace(&format!("\"{left}\">{left}<"), "");
    assert!(!others.contains(&format!(">{shown}<")), "the wallet does not show what it asks for");
    assert_eq!(answer(&mut phone, &shown, "yes").await, "approved");

    // The browser that waited goes on with what it came for, at what the wallet's session is worth.
    let square = computer.page().url().clone();
    computer.open(square.as_str()).await.expect_path("/consent");
    assert_eq!(computer.cookie("browser").unwrap(), before);
    computer.click("allow").await;
    let tokens = bank.exchange(&asked, &computer.outside()).await;
    assert_eq!((&tokens.claims["acr"], &tokens.claims["amr"]), (&json!("loa2"), &json!(["pwd", "sms", "qr", "mfa"])));
    // XD06: nothing that is bought in such a session renews itself.
    assert!(tokens.refresh.is_none());

    // Once: whoever holds the page's address afterwards, or a second answer, gets nothing.
    let mut thief = house.browser();
    thief.open("/").await;
    thief.open(square.as_str()).await;
    assert!(thief.cookie("session").is_none() && !thief.page().has("#square"));
    phone.open(&format!("/wallet/sign-in/{}", id_of(&square))).await.expect(409);

    // The person sees it: the sessions, the history, a message.
    phone.open("/account/sessions").await.expect_words("Firefox");
    let told = history(&mut phone, "/wallet/history").await;
    for kind in ["sign_in_opened", "sign_in_approved", "signed_in"] {
        assert!(told.iter().any(|one| one == kind), "{kind}: {told:?}");
    }
    phone.page().expect_words("do ví của bạn cho phép");
    let to = international(&an.phone);
    let sent = house.outbox().await;
    assert!(sent.iter().any(|message| message.kind == "browser_let_in" && message.to == to), "{sent:?}");

    // XD06: what opens the account is not changed from there before a factor was shown there; nor does it let others in.
    house.advance(2).await;
    computer.open("/wallet/sign-in").await.expect_path("/sign-in/code");
    for page in ["/account/authenticator", "/account/passkeys", "/account/paper-codes"] {
        computer.open(page).await.expect_path("/sign-in/code");
    }
    computer.open("/account/authenticator").await.expect_path("/sign-in/code");
    let code = house.code_sent_to(&to).await;
    computer.fill("code", &code).click("verify").await.expect_path("/account/authenticator");
    house.close();
}

/// The square's id in the address of its page.
fn id_of(page: &Url) -> String {
    page.query_pairs().find(|(name, _)| name == "shown").unwrap().1.into_owned()
}

#[tokio::test]
async fn v114_xd03_a_wrong_number_a_no_and_a_report_each_end_it_and_three_wrong_ones_make_the_person_wait() {
    let house = House::start();
    let an = somebody(&house);
    let mut phone = wallet(&house, &an).await;
    for (button, word) in [("no", "denied"), ("report", "reported")] {
        let mut computer = computer(&house).await;
        assert_eq!(scan(&mut phone, &computer).await, "asked");
        let shown = number(&mut computer).await;
        // The number beside a no is a no: the first button, which the Enter key presses, is the one that denies.
        assert_eq!(phone.page().attributes("form#answer button", "id"), ["no", "report", "yes"]);
        assert_eq!(answer(&mut phone, &shown, button).await, word);
        assert_eq!(look(&mut computer).await, "denied");
    }
    for round in 0..4 {
        let mut computer = computer(&house).await;
        assert_eq!(scan(&mut phone, &computer).await, "asked");
        let page = phone.page().url().clone();
        let shown = number(&mut computer).await;
        let wrong = if round == 0 { String::new() } else { another(&shown) };
        let word = answer(&mut phone, &wrong, "yes").await;
        if round == 3 {
            assert_eq!(word, "too_many");
            phone.page().expect(429).expect_wait(900);
            // Even the right one waits, and nothing lets the computer in.
            phone.open(page.as_str()).await;
            assert_eq!(answer(&mut phone, &shown, "yes").await, "too_many");
            assert_ne!(look(&mut computer).await, "/account");
        } else {
            assert_eq!(word, "wrong_number");
            assert_eq!(look(&mut computer).await, "denied");
            // There is no second try.
            phone.open(page.as_str()).await.expect(409);
        }
        assert!(computer.cookie("session").is_none());
    }
    phone.open("/wallet/history").await.expect_words("không yêu cầu đăng nhập trên máy khác");
    house.close();
}

#[tokio::test]
async fn xd02_xd09_what_is_stale_forged_late_or_of_another_kind_opens_nothing_and_a_look_changes_nothing() {
    let house = House::start();
    let an = somebody(&house);
    let mut phone = wallet(&house, &an).await;
    let mut computer = computer(&house).await;
    let (page, code) = (computer.page().url().clone(), computer.page().text("#code"));
    let text = computer.read_square().await;
    assert_ne!(computer.page().text("#code"), "");

    // An ordinary camera, signed in or not: what it is, and nothing else happens.
    for browser in [&mut phone, &mut house.browser()] {
        for address in [text.as_str(), "/q/nonsense", "/q/%3Cscript%3E"] {
            browser.open(address).await.expect(200).expect_words("chưa có máy nào được đăng nhập");
            assert!(!browser.page().has("form") && !browser.page().answer.text().contains("<script>"));
        }
    }
    assert_eq!(look(&mut computer).await, "live");

    // Forged: another second under the same proof, another name, a letter changed, another host, another kind.
    let (head, tail) = text.rsplit_once('/').unwrap();
    let [name, second, proof] = <[&str; 3]>::try_from(tail.split('.').collect::<Vec<_>>()).unwrap();
    let later = second.parse::<u32>().unwrap() + 1;
    let flipped: String = proof.chars().rev().collect();
    for (forged, word) in [
        (format!("{head}/{name}.{later}.{proof}"), "unknown"),
        (format!("{head}/{proof}.{second}.{proof}"), "unknown"),
        (format!("{head}/{name}.{second}.{flipped}"), "unknown"),
        (format!("{head}/{name}.{second}"), "unknown"),
        (format!("https://evil.example/q/{tail}"), "unknown"),
        ("<svg onload=alert(1)>".to_owned(), "unknown"),
        ("BCDF-GHJK".to_owned(), "unknown"),
        ("eyJ0eXAiOiJ2bnFyK2p3dCJ9.eyJpc3MiOiJ4In0.c2ln".to_owned(), "another_kind"),
    ] {
        assert_eq!(type_in(&mut phone, &forged).await, word, "{forged}");
        assert!(!phone.page().answer.text().contains("<svg onload"));
    }
    // XD01: another browser learns nothing of the square by what stands in the page's address.
    let mut other = house.browser();
    other.open("/").await;
    for address in ["/sign-in/square", "/sign-in/square.png", "/sign-in/square.svg", "/sign-in/square/state"] {
        other.open(&format!("{address}?{}", page.query().unwrap())).await.expect(404);
    }

    // A picture that was sent on is older than three seconds; the one on the screen is not.
    let old = computer.read_square().await;
    house.advance(4).await;
    assert_eq!(type_in(&mut phone, &old).await, "stale");
    phone.page().expect(409).expect_words("Nếu hình do người khác gửi, đừng mở");
    assert_eq!(look(&mut computer).await, "live");
    // Without a camera: the letters, however they are typed.
    assert_eq!(type_in(&mut phone, &code.replace('-', " ").to_lowercase()).await, "asked");
    number(&mut computer).await;
    house.advance(60).await;
    let asked = phone.page().url().clone();
    assert_eq!(answer(&mut phone, "10", "yes").await, "expired");
    phone.open(asked.as_str()).await.expect(409);
    assert_eq!(look(&mut computer).await, "expired");
    assert_eq!(type_in(&mut phone, &code).await, "expired");
    // A new one in this browser, and the old one is over; an approval that nobody takes up is, too.
    computer.click("renew").await.expect_path("/sign-in/square");
    let mut tab = computer.tab();
    let first = computer.page().text("#code");
    tab.open("/sign-in?back=/account").await;
    tab.click("to-square").await;
    assert_eq!(type_in(&mut phone, &first).await, "expired");
    assert_eq!(scan(&mut phone, &tab).await, "asked");
    let shown = number(&mut tab).await;
    assert_eq!(answer(&mut phone, &shown, "yes").await, "approved");
    house.advance(20).await;
    assert_eq!(look(&mut tab).await, "expired");
    assert!(tab.cookie("session").is_none());
    house.close();
}

#[tokio::test]
async fn xd_one_wallet_opens_it_in_the_session_that_answers_and_what_ends_that_session_ends_the_approval() {
    let house = House::start();
    let people = house.people(&["--level", "1"]);
    let (an, binh) = (&people[0], &people[1]);
    let (mut phone, mut other) = (wallet(&house, an).await, wallet(&house, binh).await);
    let mut weak = house.browser();
    weak.open("/account").await;
    weak.sign_in(an).await.expect_path("/account");

    let mut computer = computer(&house).await;
    let code = computer.page().text("#code");
    // One factor opens nothing, not even the place where it is typed.
    weak.post_form("/wallet/sign-in", &[("square", &code)]).await.expect(303);
    weak.follow().await.expect_path("/sign-in/code");
    assert_eq!(look(&mut computer).await, "live");

    assert_eq!(type_in(&mut phone, &code).await, "asked");
    assert_eq!(type_in(&mut other, &code).await, "taken");
    assert_eq!(type_in(&mut phone, &code).await, "asked", "the same wallet finds it again");
    let asked = phone.page().url().clone();
    // Another session of the same person, and another person, are told that there is nothing.
    let shown = number(&mut computer).await;
    for browser in [&mut weak, &mut other] {
        browser.open(asked.as_str()).await.expect(404);
        browser.open("/account").await;
        browser.post_form(asked.path(), &[("answer", "yes"), ("number", &shown)]).await.expect(404);
    }
    // No GET and no form without its token approves.
    phone.open(&format!("{}?answer=yes&number={shown}", asked.path())).await;
    assert_eq!(look(&mut computer).await, "opened");
    assert_eq!(answer(&mut phone, &shown, "yes").await, "approved");
    // V094: signed out between the yes and the page that takes it up.
    let mut out = phone.tab();
    out.open("/sign-out").await;
    out.click("sign-out").await;
    assert_eq!(look(&mut computer).await, "expired");
    assert!(computer.cookie("session").is_none());

    // V079: and locked.
    signed_in(&house, &mut phone, an).await;
    let mut computer = self::computer(&house).await;
    assert_eq!(scan(&mut phone, &computer).await, "asked");
    let shown = number(&mut computer).await;
    assert_eq!(answer(&mut phone, &shown, "yes").await, "approved");
    phone.open("/account").await;
    phone.tick("sure", &["1"]).click("lock-account").await;
    assert_eq!(look(&mut computer).await, "expired");
    assert!(computer.cookie("session").is_none());
    house.close();
}

#[tokio::test]
async fn i1_of_two_wallets_one_opens_and_of_many_pages_one_is_let_in() {
    let house = House::start();
    let people = house.people(&["--level", "1"]);
    let (one, two) = (wallet(&house, &people[0]).await, wallet(&house, &people[1]).await);
    let second = house.second_node().await;
    let two = second.as_ref().map_or_else(|| two.clone(), |node| two.through(node.wire().clone()));
    for round in 0..3 {
        let mut computer = computer(&house).await;
        let code = computer.page().text("#code");
        let race = |browser: &Browser| {
            let (mut browser, code) = (browser.clone(), code.clone());
            tokio::spawn(async move {
                let word = type_in(&mut browser, &code).await;
                (word, browser)
            })
        };
        let (first, other) = (race(&one), race(&two));
        let mut came = [first.await.unwrap(), other.await.unwrap()];
        came.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!([came[0].0.as_str(), came[1].0.as_str()], ["asked", "taken"], "round {round}");
        let shown = number(&mut computer).await;
        // The winner answers twice at once; the page asks from four tabs and two nodes.
        let yes = |browser: &Browser| {
            let (mut browser, shown) = (browser.clone(), shown.clone());
            tokio::spawn(async move { answer(&mut browser, &shown, "yes").await })
        };
        let (first, other) = (yes(&came[0].1), yes(&came[0].1));
        let mut words = [first.await.unwrap(), other.await.unwrap()];
        words.sort();
        assert_eq!(words, ["answered", "approved"], "round {round}");
        let page = computer.page().url().clone();
        let mut racers = tokio::task::JoinSet::new();
        for turn in 0..4 {
            let mut tab = match &second {
                Some(node) if turn % 2 == 1 => computer.through(node.wire().clone()),
                _ => computer.clone(),
            };
            let page = page.clone();
            racers.spawn(async move {
                !tab.get(page.as_str()).await.answer.cookies().iter().any(|one| one.contains("session="))
            });
        }
        let without = racers.join_all().await.into_iter().filter(|without| *without).count();
        assert_eq!(without, 3, "round {round}: one page got a session");
        computer.open("/account").await.expect_path("/account");
    }
    house.close();
}

#[tokio::test]
async fn a_service_that_wants_the_person_here_offers_no_square_and_floods_are_stopped() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let mut browser = house.browser();
    browser.open(&portal.authorization("openid").with("prompt", "login").url()).await;
    assert!(browser.page().has("form#sign-in") && !browser.page().has("#to-square"));
    // Five letters that open nothing, and the person waits; so does a browser that asks for square after square.
    let mut phone = wallet(&house, &somebody(&house)).await;
    for _ in 0..5 {
        assert_eq!(type_in(&mut phone, "BCDF-GHJK").await, "unknown");
    }
    assert_eq!(type_in(&mut phone, "BCDF-GHJK").await, "too_many");
    phone.page().expect(429).expect_wait(900);
    browser.open("/sign-in?back=/account").await;
    for _ in 0..60 {
        browser.clone().post_form("/sign-in/square?back=/account", &[]).await.expect(303);
    }
    browser.post_form("/sign-in/square?back=/account", &[]).await.expect(429).expect_wait(3600);
    house.close();
}
