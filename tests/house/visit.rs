//! A visit to a unit: booked, moved, cancelled, reminded of, called off; and the desk that expects the person.

use crate::desk::{level_one, officers, on_duty, signed_in};
use crate::harness::{Browser, House, Message, Person};

/// The page of free times at a unit, on the first day that has some.
async fn times(browser: &mut Browser, unit: &str) {
    browser.open(&format!("/account/visit/times?unit={unit}")).await.expect(200);
}

/// Chooses a slot of the page by its place and books it; answers its instant.
async fn choose(browser: &mut Browser, place: usize) -> i64 {
    let at = browser.page().attributes("input[name=at]", "value")[place].clone();
    browser.fill("at", &at).click("book").await;
    at.parse().unwrap()
}

pub(crate) async fn book(browser: &mut Browser, unit: &str) -> i64 {
    times(browser, unit).await;
    let at = choose(browser, 0).await;
    browser.page().expect_path("/account/visit");
    assert_eq!(browser.page().attribute("#visit-unit", "data-unit"), unit);
    at
}

async fn messages(house: &House, person: &Person, kind: &str) -> Vec<Message> {
    let national = person.phone.trim_start_matches('0').to_owned();
    let outbox = house.outbox().await;
    outbox.into_iter().filter(|message| message.kind == kind && message.to.ends_with(&national)).collect()
}

/// Moves the clock to this instant.
pub(crate) async fn wait_until(house: &House, at: i64) {
    let seconds = at - house.now();
    if seconds > 0 {
        house.advance(seconds).await;
    }
}

fn day_of(at: i64) -> i64 {
    (at + 7 * 3600).div_euclid(86_400)
}

#[tokio::test]
async fn a_person_books_where_they_live_moves_and_cancels() {
    let house = House::start();
    let tung = level_one(&house).remove(0);
    let mut browser = signed_in(&house, &tung).await;
    browser.open("/account").await;
    let page = browser.click("visit").await.expect_path("/account/visit");
    // The unit of the residence first, the others of the province after it, another province on request.
    assert_eq!(page.attributes("#choices li", "data-unit"), ["01-HK", "01-BD", "01-TH"]);
    assert_eq!(page.texts("#choices .tag"), ["Nơi bạn cư trú"]);
    let page = browser.fill("province", "79").click("show-province").await;
    assert_eq!(page.attributes("#choices li", "data-unit"), ["79-SG"]);
    let first = book(&mut browser, "01-HK").await;
    assert_eq!(messages(&house, &tung, "visit_booked").await.len(), 1);
    // Weekends and holidays are no days of an office, and nobody books at once.
    times(&mut browser, "01-HK").await;
    for day in browser.page().attributes("nav.tabs a", "data-day") {
        let numbers: Vec<u16> = day.split('-').map(|part| part.parse().unwrap()).collect();
        let month = time::Month::try_from(u8::try_from(numbers[1]).unwrap()).unwrap();
        let day = time::Date::from_calendar_date(numbers[0].into(), month, u8::try_from(numbers[2]).unwrap()).unwrap();
        assert!(day.weekday().number_from_monday() < 6, "{day} is a weekend");
    }
    assert!(first >= house.now() + 3600);
    // Another unit, and the former place is free again.
    times(&mut browser, "79-SG").await;
    choose(&mut browser, 1).await;
    assert_eq!(browser.page().attribute("#visit-unit", "data-unit"), "79-SG");
    assert_eq!(messages(&house, &tung, "visit_moved").await.len(), 1);
    for unit in ["01-BD", "01-TH"] {
        times(&mut browser, unit).await;
        choose(&mut browser, 0).await;
    }
    // Three moves are enough, whatever an old page says.
    assert!(!browser.page().has("a#move"), "{}", browser.page().summary());
    times(&mut browser, "01-HK").await;
    choose(&mut browser, 0).await;
    assert_eq!(browser.page().status(), 409);
    browser.open("/account/visit").await;
    let page = browser.click("cancel").await.expect_path("/account/visit");
    assert!(!page.has("#booked") && page.has("#choices"));
    assert_eq!(messages(&house, &tung, "visit_cancelled").await.len(), 1);
    let page = browser.open("/wallet/history").await;
    page.expect_words("Bạn đã đặt lịch hẹn").expect_words("Bạn đã đổi lịch hẹn").expect_words("Bạn đã hủy lịch hẹn");
}

#[tokio::test]
async fn a_person_has_one_visit_and_what_is_no_slot_is_refused() {
    let house = House::start();
    let [tung, ..] = <[Person; 2]>::try_from(level_one(&house)[..2].to_vec()).unwrap();
    let mut browser = signed_in(&house, &tung).await;
    times(&mut browser, "01-HK").await;
    let tab = browser.clone();
    let at = choose(&mut browser, 0).await;
    // The other tab still has the form of somebody without a visit.
    let mut other = tab.clone();
    choose(&mut other, 1).await;
    assert_eq!(other.page().status(), 409, "one open visit a person");
    assert_eq!(other.page().attribute("#visit-unit", "data-unit"), "01-HK");
    browser.click("cancel").await;
    for (unit, at, status) in [
        ("01-HK", (at + 60).to_string(), 422),
        ("01-HK", (at - 8 * 86_400).to_string(), 422),
        ("01-HK", (at + 45 * 86_400).to_string(), 422),
        ("01-HK", String::new(), 422),
        ("01-HK", "9223372036854775807".to_owned(), 422),
        ("nowhere", at.to_string(), 422),
    ] {
        times(&mut browser, "01-HK").await;
        browser.post_form("/account/visit", &[("unit", unit), ("at", &at)]).await;
        assert_eq!(browser.page().status(), status, "{unit} {at}: {}", browser.page().summary());
    }
    browser.open("/account/visit/times?unit=nowhere").await.expect(404);
    // Ten bookings and moves a day: whoever books and cancels all day keeps others out.
    for _ in 0..5 {
        times(&mut browser, "01-HK").await;
        browser.post_form("/account/visit", &[("unit", "01-HK"), ("at", "1")]).await;
    }
    assert_eq!(browser.page().status(), 429);
    // Level 2 has nothing to book, and nobody books without having signed in.
    let mut raised = signed_in(&house, &house.person(&["--level", "2"])).await;
    assert!(raised.open("/account/visit").await.has("#not-needed"));
    raised.open("/wallet").await;
    raised.post_form("/account/visit", &[("unit", "01-HK"), ("at", &at.to_string())]).await.expect(409);
    house.browser().open("/account/visit").await.expect_path("/sign-in");
}

#[tokio::test]
async fn a_slot_never_takes_more_than_its_places_even_at_two_nodes() {
    let house = House::start();
    let second = house.second_node().await;
    let people = level_one(&house);
    let mut browsers = Vec::new();
    for (place, person) in people.iter().take(4).enumerate() {
        let mut browser = signed_in(&house, person).await;
        if let (Some(node), 1) = (&second, place % 2) {
            browser = browser.through(node.wire().clone());
        }
        times(&mut browser, "01-HK").await;
        browsers.push(browser);
    }
    let mut at_once = tokio::task::JoinSet::new();
    for mut browser in browsers {
        at_once.spawn(async move {
            choose(&mut browser, 0).await;
            browser.page().status()
        });
    }
    let mut answers = at_once.join_all().await;
    answers.sort_unstable();
    // Two places; the others are told so on the page of times.
    assert_eq!(answers, [200, 200, 409, 409]);
    let mut late = signed_in(&house, &people[4]).await;
    let first = late.open("/account/visit/times?unit=01-BD").await.attributes("input[name=at]", "value").remove(0);
    let left = late.open("/account/visit/times?unit=01-HK").await.attributes("input[name=at]", "value");
    assert!(!left.contains(&first), "a full slot is not offered");
}

#[tokio::test]
async fn the_holder_is_reminded_once_the_day_before() {
    let house = House::start();
    let tung = level_one(&house).remove(0);
    let mut browser = signed_in(&house, &tung).await;
    times(&mut browser, "01-HK").await;
    // A day that is at least two days away.
    let days = browser.page().attributes("nav.tabs a", "data-day");
    browser.open(&format!("/account/visit/times?unit=01-HK&day={}", days[3])).await;
    let at = choose(&mut browser, 0).await;
    let morning_before = (day_of(at) - 1) * 86_400 + 3600;
    wait_until(&house, morning_before - 60).await;
    assert!(messages(&house, &tung, "visit_reminder").await.is_empty());
    // Both nodes find it due in the same moment.
    match house.second_node().await {
        None => house.advance(61).await,
        Some(node) => drop(tokio::join!(house.advance(61), node.advance(61))),
    }
    house.sweep().await;
    let told = messages(&house, &tung, "visit_reminder").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].text.contains("Hoan Kiem"), "{told:?}");
    // Nobody says anything until the day is over: the visit stands in nobody's way.
    wait_until(&house, at + 86_400).await;
    house.sweep().await;
    browser = signed_in(&house, &tung).await;
    assert!(browser.open("/account/visit").await.has("#choices"));
    assert!(!browser.page().has("#booked"));
}

#[tokio::test]
async fn a_unit_that_closes_a_day_tells_why_and_the_person_chooses_anew() {
    let house = House::start();
    let [first, _, administrator] = officers(&house);
    let tung = level_one(&house).remove(0);
    let mut browser = signed_in(&house, &tung).await;
    let at = book(&mut browser, "01-HK").await;
    let day = day_written(at);
    let mut desk = on_duty(&house, &first).await;
    desk.open("/office/visits").await.expect(200);
    for (day, reason, wrong) in
        [("2020-01-01", "Tập huấn cả ngày", "day"), ("", "Tập huấn cả ngày", "day"), (day.as_str(), "x", "reason")]
    {
        let page = desk.fill("day", day).fill("reason", reason).click("close").await.expect(422);
        assert_eq!(page.wrong_fields(), [wrong]);
    }
    desk.fill("day", &day).fill("reason", "Đơn vị tập huấn cả ngày").click("close").await.expect(200);
    desk.page().expect_words("Đơn vị tập huấn cả ngày");
    let told = messages(&house, &tung, "visit_called_off").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("tap huan"), "{told:?}");
    browser.open("/account/visit").await.expect_words("Đơn vị tập huấn cả ngày");
    assert!(!browser.page().has("#booked"));
    times(&mut browser, "01-HK").await;
    assert!(!browser.page().attributes("nav.tabs a", "data-day").contains(&day), "a closed day is not offered");
    browser.post_form("/account/visit", &[("unit", "01-HK"), ("at", &at.to_string())]).await.expect(409);
    // Who may not, does not.
    let mut office = on_duty(&house, &administrator).await;
    office.open("/office/visits").await.expect(403);
    office.open("/office").await;
    office.post_form("/office/visits/closed", &[("day", &day), ("reason", "Nghỉ một ngày thôi")]).await.expect(403);
    // And a unit that closes for good calls everything off.
    book(&mut browser, "01-TH").await;
    house.command(&["unit", "close", "--code", "01-TH"]).done();
    assert_eq!(messages(&house, &tung, "visit_called_off").await.len(), 2);
    house.command(&["unit", "close", "--code", "01-TH"]).refused();
    browser.open("/account/visit/times?unit=01-TH").await.expect(404);
}

#[tokio::test]
async fn the_desk_knows_initials_until_the_person_shows_the_card() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let people = level_one(&house);
    let (tung, tram) = (&people[0], &people[1]);
    let at = book(&mut signed_in(&house, tung).await, "01-HK").await;
    book(&mut signed_in(&house, tram).await, "01-HK").await;
    let mut far = signed_in(&house, &people[2]).await;
    book(&mut far, "79-SG").await;
    // In the morning of that day.
    wait_until(&house, at - 1800).await;
    let mut desk = on_duty(&house, &first).await;
    let page = desk.open("/office/visits").await.expect(200);
    let initials = |person: &Person| -> String {
        person.full_name.split(' ').map(|word| format!("{}.", word.chars().next().unwrap())).collect()
    };
    let mut shown = page.texts("td.initials");
    shown.sort();
    let mut expected = vec![initials(tung), initials(tram)];
    expected.sort();
    assert_eq!(shown, expected, "those of the own unit and nobody else");
    for person in [tung, tram] {
        assert!(!page.words().contains(&person.full_name) && !page.words().contains(&person.personal_id_number));
    }
    let row = page.attributes("tr[data-visit]", "data-visit");
    let place = page.texts("td.initials").iter().position(|one| *one == initials(tung)).unwrap();
    let (id, other) = (&row[place], &row[1 - place]);
    // Somebody else's number opens nothing, and it has not begun for anybody.
    for number in [tram.personal_id_number.as_str(), "001090000001", "x"] {
        desk.open("/office/visits").await;
        desk.post_form(&format!("/office/visits/{id}/arrived"), &[("personal_id_number", number)]).await.expect(422);
    }
    desk.post_form(&format!("/office/visits/{id}/missed"), &[]).await.expect(409);
    desk.open("/office/visits").await;
    desk.post_form(&format!("/office/visits/{id}/arrived"), &[("personal_id_number", &tung.personal_id_number)]).await;
    let page = desk.follow().await.expect(200);
    assert!(page.path().starts_with("/office/case/cas_"), "{}", page.summary());
    page.expect_words(&tung.full_name);
    // What was said is said, by whichever officer.
    let mut colleague = on_duty(&house, &second).await;
    colleague.open("/office/visits").await.expect_words("Đã đến");
    colleague.post_form(&format!("/office/visits/{id}/missed"), &[]).await.expect(409);
    wait_until(&house, at + 60).await;
    colleague = on_duty(&house, &second).await;
    colleague.open("/office/visits").await;
    colleague.click(&format!("missed-{other}")).await.expect_words("Không đến");
    // The person sees who came near the data.
    let mut browser = signed_in(&house, tung).await;
    browser.open("/wallet/history").await.expect_words("đã ghi nhận người hẹn có đến");
    desk = on_duty(&house, &first).await;
    desk.open("/office/history").await.expect_words("Đã xem danh sách lịch hẹn");
}

#[tokio::test]
async fn units_are_added_listed_and_imported_whole_or_not_at_all() {
    let house = House::start();
    let file = house.site().file(
        "units.csv",
        "code,name,name_en,address,province,commune,hours,capacity\n\
         24-KB,Công an phường Kinh Bắc,Police of Kinh Bắc ward,7 Lý Thái Tổ,24,Phường Kinh Bắc,mon-fri 08:00-11:00,3\n\
         01-HK,Công an phường Hoàn Kiếm,Police of Hoàn Kiếm ward,2 Tràng Thi,01,Phường Hoàn Kiếm,mon-fri 07:30-11:30 13:30-17:00,2\n",
    );
    let imported = house.command(&["unit", "import", file.to_str().unwrap()]).done();
    assert_eq!(imported.trim(), "1 of 2 are new or were changed");
    let listed = house.command(&["unit", "list"]).done();
    assert!(listed.contains("24-KB\tCông an phường Kinh Bắc\t24\tPhường Kinh Bắc\t"), "{listed}");
    let header = "code,name,name_en,address,province,commune,hours,capacity\n";
    let good = "33-A,A,A,A,33,A,mon 08:00-09:00,1\n";
    for (line, says) in [
        ("33-B,B,B,B,99,B,mon 08:00-09:00,1\n", "line 3: province"),
        ("33-B,B,B,B,33,B,sun 08:00-09:00,1\n", "line 3: hours"),
        ("33-B,B,B,B,33,B,mon 08:00-09:00,0\n", "line 3: capacity"),
        ("b b,B,B,B,33,B,mon 08:00-09:00,1\n", "line 3: code"),
        ("33-B,\u{202e},B,B,33,B,mon 08:00-09:00,1\n", "line 3: name"),
        ("33-B,A,B,B,33,B,mon 08:00-09:00,1\n", "another unit is called A"),
        ("33-B,B\n", "cannot be read"),
    ] {
        let file = house.site().file("wrong.csv", format!("{header}{good}{line}"));
        let refused = house.command(&["unit", "import", file.to_str().unwrap()]).refused();
        assert!(refused.contains(says), "{line}: {refused}");
        assert!(!house.command(&["unit", "list"]).done().contains("33-A"), "whole or not at all");
    }
}

/// The day in Viet Nam of an instant, as a form has it.
fn day_written(at: i64) -> String {
    time::OffsetDateTime::from_unix_timestamp(at + 7 * 3600).unwrap().date().to_string()
}
