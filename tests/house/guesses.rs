//! Guesses: how many are looked at, whom they keep out and whom they do not, and how many codes are sent. Issue 6; PW05, PW07,
//! PW08, PW12, RL01, RL04.

use http::Method;

use crate::desk::{addressed, signed_in};
use crate::harness::{Browser, House, Page, Person};

const WRONG: &str = "Không-phải-7";

async fn guess(browser: &mut Browser, number: &str, password: &str) -> Page {
    browser.open("/sign-in").await;
    browser.fill("username", number).fill("password", password);
    browser.click("continue").await.clone()
}

/// What is said, whoever was meant: without the number that was typed, and without what is drawn at random for each answer.
pub(crate) fn said(page: &Page, number: &str) -> (u16, Vec<String>, String) {
    let is_random =
        |word: &str| word.len() > 20 && word.chars().all(|one| one.is_ascii_alphanumeric() || "-_".contains(one));
    let text = page.answer.text().replace(number, "N");
    let words = text.split(['"', '\'', ' ', '=']).map(|word| if is_random(word) { "x" } else { word });
    let mut headers: Vec<_> = page.answer.headers.keys().map(|name| name.as_str().to_owned()).collect();
    headers.sort();
    (page.answer.status.as_u16(), headers, words.collect::<Vec<_>>().join(" "))
}

#[tokio::test]
async fn pw07_v074_rl04_others_guesses_close_every_door_to_them_and_none_to_the_person() {
    let house = House::start();
    let an = house.person(&["--level", "1"]);
    let number = an.personal_id_number.as_str();
    let mut mine = signed_in(&house, &an).await;
    house.advance(901).await;

    let mut stranger = house.browser();
    for _ in 0..5 {
        guess(&mut stranger, number, WRONG).await.expect(422);
    }
    // The right password, another browser, another door: one counter. Another spelling of the number is the same person.
    for (path, spelt) in
        [("/sign-in", number.to_owned()), ("/sign-in", format!(" {number} ")), ("/unlock", number.to_owned())]
    {
        let mut other = house.browser();
        other.open(path).await;
        other.fill("username", &spelt).fill("password", an.password());
        let page = other.click(if path == "/unlock" { "ask" } else { "continue" }).await.clone();
        page.expect(429).expect_error("too_many_requests");
        let wait: i64 = page.answer.header("retry-after").parse().unwrap();
        assert!((1..=900).contains(&wait), "{wait}");
    }
    // Where the person signed in before, none of that counts.
    guess(&mut mine, number, WRONG).await.expect(422);
    guess(&mut mine, number, an.password()).await.expect_path("/account");
    assert_eq!(
        guess(&mut stranger, number, an.password()).await.answer.status,
        429,
        "and what is right there opens nothing here"
    );

    // Nor where a code of the phone was shown first; whose number it is and whether anybody's, nobody hears.
    let (mut new, mut thief) = (house.browser(), house.browser());
    new.open("/sign-in").await;
    new.click("to-let-try").await.expect_path("/sign-in/phone");
    let known = new.fill("username", number).click("ask").await.clone();
    thief.open("/sign-in/phone").await;
    let unknown = thief.fill("username", "001299999999").click("ask").await.clone();
    assert_eq!(said(&known, number), said(&unknown, "001299999999"));
    let code = house.code_sent_to(&addressed(&an)).await;
    let not_it = if code == "000000" { "000001" } else { "000000" };
    let known = new.fill("code", not_it).click("show").await.clone();
    let unknown = thief.fill("code", not_it).click("show").await.clone();
    assert_eq!(known.expect(422).wrong_fields(), ["code"]);
    assert_eq!(said(&known, number), said(&unknown, "001299999999"));
    // The code is of the browser in which it was asked for.
    let fields = [("username", number), ("code", code.as_str())];
    thief.post_form("/sign-in/phone/code", &fields).await.expect(422);
    assert!(new.fill("code", &code).click("show").await.expect(200).has("#let-try"));
    assert_eq!(guess(&mut thief, number, an.password()).await.answer.status, 429);
    guess(&mut new, number, WRONG).await.expect(422);
    guess(&mut new, number, an.password()).await.expect_path("/account");

    // The next pause is twice as long.
    house.advance(901).await;
    for _ in 0..5 {
        guess(&mut stranger, number, WRONG).await.expect(422);
    }
    let wait: i64 = guess(&mut stranger, number, WRONG).await.expect(429).answer.header("retry-after").parse().unwrap();
    assert!((1700..=1800).contains(&wait), "{wait}");
    house.close();
}

#[tokio::test]
async fn pm01_a_wrong_password_and_an_unknown_number_are_one_answer_to_the_last_header() {
    let house = House::start();
    let an = house.person(&["--level", "1"]);
    for (path, button) in [("/sign-in", "continue"), ("/unlock", "ask")] {
        let mut heard = Vec::new();
        for number in [an.personal_id_number.as_str(), "001299999999"] {
            let mut browser = house.browser();
            browser.open(path).await;
            browser.fill("username", number).fill("password", WRONG);
            heard.push(said(browser.click(button).await, number));
            assert!(browser.cookie("session").is_none());
        }
        assert_eq!(heard[0], heard[1], "{path}");
    }
    house.close();
}

#[tokio::test]
async fn v077_pw05_of_two_hundred_guesses_at_once_no_more_are_looked_at_than_the_limit_and_pages_are_served_beside_them()
 {
    let house = House::start();
    let an = house.person(&["--level", "1"]);
    let second = house.second_node().await;
    let wires =
        [house.wire().clone(), second.as_ref().map_or_else(|| house.wire().clone(), |node| node.wire().clone())];
    let mut browsers = Vec::new();
    for turn in 0..10 {
        let mut browser = house.browser();
        browser.open("/sign-in").await;
        let cookie = format!("dinhdanh-browser={}", browser.cookie("browser").unwrap());
        browsers.push((wires[turn % 2].clone(), cookie, browser.page().value("csrf")));
    }
    let mut racers = tokio::task::JoinSet::new();
    for turn in 0..200 {
        let (wire, cookie, csrf) = browsers[turn % browsers.len()].clone();
        let (number, password) =
            (an.personal_id_number.clone(), if turn == 199 { an.password() } else { WRONG }.to_owned());
        racers.spawn(async move {
            let fields = [
                ("csrf", csrf.as_str()),
                ("username", number.as_str()),
                ("password", password.as_str()),
                ("action", "continue"),
            ];
            wire.post_form("/sign-in", &[("cookie", &cookie)], &fields).await
        });
    }
    for _ in 0..5 {
        house.wire().send(Method::GET, "/health/live", &[], "").await.expect(204);
        house.wire().send(Method::GET, "/sign-in", &[], "").await.expect(200);
    }
    let answers = racers.join_all().await;
    let looked_at = answers.iter().filter(|answer| [303, 422].contains(&answer.status.as_u16())).count();
    assert!((1..=5).contains(&looked_at), "{looked_at} were looked at");
    for refused in answers.iter().filter(|answer| ![303, 422].contains(&answer.status.as_u16())) {
        assert!([429, 503].contains(&refused.status.as_u16()), "{}", refused.status);
        assert!(refused.header("retry-after").parse::<i64>().unwrap() >= 1);
    }
    drop(second);
    house.close();
}

#[tokio::test]
async fn pw12_the_house_sends_so_many_codes_a_day_and_then_raises_an_alarm() {
    let house = House::start_with(&["DINHDANH_SMS_CODES_A_DAY=2"]);
    // The alarm is an error in the log.
    house.expect_faults();
    let people: Vec<Person> = house.people(&["--level", "1"]).into_iter().take(4).collect();
    for person in &people {
        let mut browser = house.browser();
        browser.open("/account/authenticator").await;
        browser.sign_in(person).await.expect_path("/sign-in/code");
    }
    let sent = house.outbox().await.iter().filter(|message| message.kind == "sign_in_code").count();
    assert_eq!(sent, 2);
    assert_eq!(house.log().matches("as many codes as a day allows").count(), 1, "said once");
    // Tomorrow it goes on.
    house.advance(86_400).await;
    let mut browser = house.browser();
    browser.open("/account/authenticator").await;
    browser.sign_in(&people[3]).await.expect_path("/sign-in/code");
    let sent = house.outbox().await.iter().filter(|message| message.kind == "sign_in_code").count();
    assert_eq!(sent, 3);
    house.close();
}
