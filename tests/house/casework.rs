//! The desk: received and taken up, returned to the person with all reasons at once while the clock stands still, papers
//! shown in the original, found again, printed, refused with the clause. Issue 4; inventory C19, K05 to K18; security OF01.

use crate::applicants::count_told;
use crate::desk::{addressed, level_one, officers, on_duty, prove, receive, signed_in};
use crate::encounter::history;
use crate::harness::{Browser, House, Person};

const DAY: i64 = 24 * 3600;

/// A level-1 citizen's case, received and taken up.
async fn case_of(house: &House) -> (Person, Person, Person, Browser, String) {
    let ([first, second, _], citizen) = (officers(house), level_one(house).remove(0));
    let mut one = on_duty(house, &first).await;
    let case = receive(&mut one, &citizen).await;
    (first, second, citizen, one, case)
}

async fn return_for(officer: &mut Browser, lacks: &[&str], guidance: &str) {
    for lack in lacks {
        officer.tick(lack, &["on"]);
    }
    officer.fill("supplement_guidance", guidance);
    officer.click("return").await;
}

#[tokio::test]
async fn who_may_only_receive_receives_and_another_begins() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), level_one(&house).remove(0));
    let mut two = on_duty(&house, &second).await;
    // A group of its own for who sits at the door.
    let group = "Bộ phận một cửa";
    house.command(&["permission", "add-group", "--group", group]).done();
    for action in ["menu", "receive", "view"] {
        house.command(&["permission", "grant", "--group", group, "--module", "account", "--action", action]).done();
    }
    let unit = "Công an phường Hoàn Kiếm";
    let number = &first.personal_id_number;
    let move_to = ["officer", "add", "--number", number, "--unit", unit, "--title", "Cán bộ", "--group", group];
    house.command(&["officer", "end", "--number", number]);
    house.command(&move_to).done();

    let mut one = on_duty(&house, &first).await;
    let page = one.open("/office/case/new").await.expect(200);
    assert!(page.has("#receive") && !page.has("#open") && !page.has("#documents"), "{}", page.summary());
    one.clone()
        .post_form("/office/case/new", &[("personal_id_number", &citizen.personal_id_number), ("what", "go_on")])
        .await
        .expect(403);
    let page = one.fill("personal_id_number", &citizen.personal_id_number).click("receive").await.expect(200);
    let case = page.path().to_owned();
    assert!(!page.has("#begin") && !page.has("#card-passed"), "{}", page.summary());
    assert_eq!(page.text("#state"), "Đã tiếp nhận");
    one.post_form(&format!("{case}/begin"), &[("version", "1")]).await.expect(403);

    let page = two.open(&case).await.expect_path(&case);
    assert!(!page.has("#card-passed"), "nothing is recorded before somebody works on it");
    let page = two.click("begin").await.expect_path(&case);
    assert!(page.has("#card-passed") && page.text("#state") == "Đang xử lý");
    // Begun once: the page that is out of date changes nothing.
    two.clone().post_form(&format!("{case}/begin"), &[("version", "1")]).await.expect(409);
    house.close();
}

#[tokio::test]
async fn a_case_is_returned_for_everything_at_once_and_a_second_time_only_for_what_was_brought() {
    let house = House::start();
    let (_, _, citizen, mut one, case) = case_of(&house).await;
    // Nothing lacking, no guidance, too little of it: not returned.
    return_for(&mut one, &[], "Mang thẻ căn cước đến đây.").await;
    assert_eq!(one.page().expect(422).wrong_fields(), ["lacks"]);
    one.open(&case).await;
    return_for(&mut one, &["identity_document"], "ngắn").await;
    one.page().expect(422);
    one.open(&case).await;
    return_for(&mut one, &["identity_document", "face_capture"], "Mang thẻ căn cước, chụp lại ảnh.").await;
    let page = one.page().expect_path(&case);
    assert_eq!(page.text("#state"), "Chờ người dân bổ sung");
    assert_eq!(page.texts("#rounds .round li").len(), 2);
    assert!(page.has("#stands-still") && !page.has("#card-passed") && !page.has("#submit-case"));
    assert_eq!(count_told(&house, &addressed(&citizen), "case_returned").await, 1);
    let told = house.outbox().await.into_iter().find(|message| message.kind == "case_returned").unwrap();
    assert!(told.text.contains("The can cuoc") && told.text.contains("khuon mat"), "{}", told.text);

    let page = one.click("resume").await.expect_path(&case);
    assert!(page.has("#card-passed") && !page.has("#stands-still"));
    assert_eq!(count_told(&house, &addressed(&citizen), "case_supplemented").await, 1);
    // A reason that could have been named the first time is not named now.
    return_for(&mut one, &["identity_document", "phone_number"], "Thẻ vẫn chưa có, và cả số điện thoại.").await;
    let page = one.page().expect(422);
    assert_eq!(page.wrong_fields(), ["lacks"]);
    page.expect_words("Số điện thoại chính chủ");
    one.open(&case).await;
    return_for(&mut one, &["identity_document"], "Thẻ mang đến đã hết giá trị.").await;
    let page = one.page().expect_path(&case);
    assert_eq!(page.texts("#rounds .round").len(), 2);
    one.click("resume").await.expect_path(&case);
    let mut mine = signed_in(&house, &citizen).await;
    let events = history(&mut mine, "/wallet/history").await;
    assert_eq!(events.iter().filter(|event| *event == "case_returned").count(), 2, "{events:?}");
    house.close();
}

#[tokio::test]
async fn a_case_to_which_nobody_comes_back_is_warned_of_and_ends_by_itself_once_over_all_nodes() {
    let house = House::start();
    let second_node = house.second_node().await;
    let (_, second, citizen, mut one, case) = case_of(&house).await;
    return_for(&mut one, &["identity_document"], "Mang thẻ căn cước đến đây.").await;
    let still = one.page().expect_path(&case).text("#stands-still");
    let mut days = still.split([' ', ';', ',']).filter(|word| word.len() == 10 && word.contains('/'));
    let written = days.next_back().expect("the last day");
    let asked = house.outbox().await.into_iter().find(|message| message.kind == "case_returned").unwrap();
    assert!(asked.text.contains(written), "the person knows the day from the beginning: {}", asked.text);
    let end = day_after(written);
    let both_at = async |at: i64| {
        let seconds = at - house.now();
        match &second_node {
            None => house.advance(seconds).await,
            Some(node) => drop(tokio::join!(house.advance(seconds), node.advance(seconds))),
        }
    };
    let told = async |kind| count_told(&house, &addressed(&citizen), kind).await;
    both_at(end - 7 * DAY - 60).await;
    assert_eq!((told("case_ends_soon").await, told("case_lapsed").await), (0, 0));
    both_at(end - 7 * DAY + 3600).await;
    assert_eq!((told("case_ends_soon").await, told("case_lapsed").await), (1, 0), "told beforehand, once");
    both_at(end - 60).await;
    assert_eq!((told("case_ends_soon").await, told("case_lapsed").await), (1, 0));
    let mut two = on_duty(&house, &second).await;
    assert!(two.open(&case).await.has("#resume"), "the last minute is in time");
    both_at(end + 60).await;
    // The warning itself is a week old, and what was delivered so long ago is forgotten.
    assert_eq!(told("case_lapsed").await, 1);
    two.clone().post_form(&format!("{case}/resume"), &[("version", "2")]).await.expect(409);
    let page = two.open(&case).await.expect_path(&case);
    assert_eq!(page.text("#state"), "Tự kết thúc, không bổ sung");
    assert!(!page.has("#resume") && !page.has("#subject-number"), "the task is over: {}", page.summary());
    assert!(two.open("/office").await.attributes("table.queue a", "href").contains(&case));
    // Whoever comes after all is received anew.
    assert_ne!(receive(&mut two, &citizen).await, case);
    let mut mine = signed_in(&house, &citizen).await;
    assert!(history(&mut mine, "/wallet/history").await.iter().any(|event| event == "case_lapsed"));
    house.close();
}

/// The first instant after a day that is written dd/mm/yyyy, in Viet Nam.
fn day_after(written: &str) -> i64 {
    let parts: Vec<u16> = written.split('/').map(|part| part.parse().unwrap()).collect();
    let month = time::Month::try_from(u8::try_from(parts[1]).unwrap()).unwrap();
    let day = time::Date::from_calendar_date(parts[2].into(), month, u8::try_from(parts[0]).unwrap()).unwrap();
    day.next_day().unwrap().midnight().assume_utc().unix_timestamp() - 7 * 3600
}

#[tokio::test]
async fn the_clock_stands_still_while_the_person_supplements() {
    let (operators, port) = operators_port();
    let house = House::start_with(&["--operator-listen", &operators]);
    let (first, second, citizen, mut one, case) = case_of(&house).await;
    let before = one.page().text("#limit");
    return_for(&mut one, &["identity_document"], "Mang thẻ căn cước đến đây.").await;
    one.page().expect_path(&case);
    house.advance(21 * DAY).await;
    assert_eq!(overdue(&house, port).await, 0, "the person is late, not the office");

    let mut one = on_duty(&house, &first).await;
    one.open(&case).await.expect_path(&case);
    let page = one.click("resume").await.expect_path(&case);
    let after = page.text("#limit");
    assert!(after != before && !after.contains("quá hạn"), "{before} became {after}");
    // Three working days are three working days again, and then the office is late.
    house.advance(7 * DAY).await;
    assert_eq!(overdue(&house, port).await, 1);
    let mut two = on_duty(&house, &second).await;
    assert_eq!(two.open("/office").await.texts("tr[data-overdue]").len(), 1);
    two.open(&case).await.expect_words("quá hạn");
    assert_eq!(count_told(&house, &addressed(&citizen), "case_supplemented").await, 1);
}

/// An address for the operators' listener, free a moment ago.
fn operators_port() -> (String, u16) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    (format!("127.0.0.1:{port}"), port)
}

/// What the operators' meter says.
async fn overdue(house: &House, port: u16) -> i64 {
    let text = house.wire().get(&format!("http://127.0.0.1:{port}/metrics")).await.expect(200).text();
    let line = text.lines().find(|line| line.starts_with("dinhdanh_cases_overdue ")).expect("the meter");
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_can_never_be_complete_ends_with_a_clause_and_a_reason() {
    let house = House::start();
    let (_, second, citizen, mut one, case) = case_of(&house).await;
    one.fill("opinion", "").click("propose-refusal").await.expect(422);
    one.open(&case).await;
    one.fill("opinion", "Công dân không quay lại làm thủ tục.").click("propose-refusal").await.expect_path(&case);
    let mut two = on_duty(&house, &second).await;
    let page = two.open(&case).await.expect_path(&case);
    assert!(!page.has("#approve") && page.has("#refuse"), "{}", page.summary());
    two.fill("ground", "incomplete").fill("reason", "Không bổ sung thẻ căn cước trong thời hạn.");
    let page = two.click("refuse").await.expect_path(&case);
    assert!(page.text("#decision-ground").contains("Điều 10"));
    assert_eq!(count_told(&house, &addressed(&citizen), "account_not_raised").await, 1);
    let page = two.click("print-refusal").await.expect(200);
    page.expect_words("Không bổ sung thẻ căn cước trong thời hạn.").expect_words("Điều 10");
}

#[tokio::test]
async fn papers_of_a_case_name_the_case_and_of_the_person_only_initials() {
    let house = House::start();
    let (_, _, citizen, mut one, case) = case_of(&house).await;
    for form in ["refusal", "result", "supplement", "passport"] {
        one.open(&format!("{case}/paper/{form}")).await.expect(404);
    }
    one.open(&case).await;
    let page = one.click("print-receipt").await.expect(200);
    let code = page.text("#paper-code");
    assert_eq!(code.len(), 8);
    for private in [&citizen.full_name, &citizen.personal_id_number, &citizen.phone, &citizen.birth_date] {
        assert!(!page.words().contains(private.as_str()), "{private} on {}", page.summary());
    }
    page.expect_words("Công an phường Hoàn Kiếm");
    one.open(&case).await;
    return_for(&mut one, &["identity_document"], "Mang thẻ căn cước đến đây.").await;
    let page = one.click("print-supplement").await.expect(200);
    page.expect_words("Mang thẻ căn cước đến đây.").expect_words("toàn bộ nội dung cần bổ sung");
}

#[tokio::test]
async fn papers_shown_in_the_original_stand_in_the_wallet_once_another_officer_approved() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let holder = house.person(&["--level", "2"]);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    one.open("/office/case/new").await;
    let page = one.fill("personal_id_number", &holder.personal_id_number).click("documents").await.expect(200);
    let case = page.path().to_owned();
    page.expect_words("Tích hợp giấy tờ");
    one.click("card-passed").await.expect_path(&case);
    // Without a paper there is nothing to approve.
    assert_eq!(one.click("submit").await.expect(422).wrong_fields(), ["originals"]);

    let licence = [
        ("paper_kind", "driving_licence"),
        ("paper_number", "790 123 456 789"),
        ("issued_on", "01/05/2022"),
        ("expires_on", "01/05/2032"),
    ];
    for (name, value, wrong) in [
        ("paper_kind", "", "paper_kind"),
        ("paper_number", "<script>", "paper_number"),
        ("issued_on", "31/02/2022", "issued_on"),
        ("expires_on", "01/05/2023", "expires_on"),
        ("paper_number", "790123456789", "compared"),
    ] {
        one.open(&case).await;
        one.fill_all(&licence).fill(name, value);
        let page = one.click("add-original").await.expect(422);
        assert_eq!(page.wrong_fields(), [wrong], "{}", page.summary());
    }
    one.open(&case).await;
    one.fill_all(&licence).tick("compared", &["1"]).click("add-original").await.expect_path(&case);
    one.fill_all(&[("paper_kind", "health_insurance"), ("paper_number", "DN4790000000001"), ("issued_on", "1/1/2026")]);
    one.tick("compared", &["1"]).click("add-original").await.expect_path(&case);
    one.click("remove-health_insurance").await.expect_path(&case);
    assert_eq!(one.page().attributes(".papers li", "data-paper"), ["driving_licence"]);
    one.click("submit").await.expect_path(&case);
    let mut mine = signed_in(&house, &holder).await;
    assert!(!mine.open("/wallet").await.has("#papers"), "one officer's word is none");

    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    let page = mine.open("/wallet").await.expect_path("/wallet");
    assert_eq!(page.attributes("#papers li", "data-paper"), ["driving_licence"]);
    page.expect_words("790 123 456 789").expect_words("Đã xem bản gốc tại Công an phường Hoàn Kiếm");
    // Among the documents it stands beside what the register says today.
    let page = mine.open("/wallet/documents").await.expect(200);
    let both = page.text("[data-document=driving_licence]");
    for said in ["790 123 456 789", "790999999921", "Còn hiệu lực"] {
        assert!(both.contains(said), "{said}: {both}");
    }
    assert_eq!(count_told(&house, &addressed(&holder), "documents_integrated").await, 1);
    house.close();
}

#[tokio::test]
async fn of01_an_officer_finds_cases_of_the_own_unit_and_nobody_else() {
    let house = House::start();
    let (_, second, citizen, mut one, case) = case_of(&house).await;
    let page = one.click("print-receipt").await;
    let code = page.text("#paper-code");
    let stranger = house.person(&["--unenrolled"]);
    let find = |browser: Browser, fields: Vec<(&'static str, String)>| async move {
        let mut browser = browser;
        browser.open("/office/search").await.expect_path("/office/search");
        for (name, value) in &fields {
            browser.fill(name, value);
        }
        let page = browser.click("search").await;
        (page.status(), page.attributes("table.queue a", "href"))
    };
    for fields in [
        vec![("code", code.to_lowercase())],
        vec![("state", String::from("open"))],
        vec![("due", String::from("31/12/2099"))],
        vec![("personal_id_number", citizen.personal_id_number.clone())],
        vec![("code", code.clone()), ("personal_id_number", citizen.personal_id_number.clone())],
    ] {
        assert_eq!(find(one.clone(), fields.clone()).await, (200, vec![case.clone()]), "{fields:?}");
    }
    for fields in [
        vec![("code", String::from("ABCDEFGH"))],
        vec![("state", String::from("refused"))],
        vec![("due", String::from("01/01/2020"))],
        vec![("personal_id_number", stranger.personal_id_number)],
    ] {
        assert_eq!(find(one.clone(), fields.clone()).await, (200, vec![]), "{fields:?}");
    }
    // A part of a number, a name, or nothing at all is no search.
    for (name, value) in [
        ("personal_id_number", &citizen.personal_id_number[..6]),
        ("personal_id_number", "Nguyễn"),
        ("code", "%"),
        ("due", "ngày mai"),
        ("code", ""),
    ] {
        assert_eq!(find(one.clone(), vec![(name, value.to_owned())]).await.0, 422, "{name} {value}");
    }
    // Another unit finds nothing of it.
    let (number, unit) = (&second.personal_id_number, "Công an phường Cửa Nam");
    house.command(&["officer", "end", "--number", number]);
    let group = "Tiếp nhận và phê duyệt";
    house
        .command(&["officer", "add", "--number", number, "--unit", unit, "--title", "Cán bộ", "--group", group])
        .done();
    let two = on_duty(&house, &second).await;
    let by_number = vec![("personal_id_number", citizen.personal_id_number.clone())];
    assert_eq!(find(two, by_number).await, (200, vec![]));
    // The person whose case was found by number reads that somebody looked.
    let mut mine = signed_in(&house, &citizen).await;
    let events = history(&mut mine, "/wallet/history").await;
    assert_eq!(events.iter().filter(|event| *event == "cases_searched").count(), 2, "{events:?}");
}

#[tokio::test]
async fn of01_the_fifty_first_search_of_a_day_is_refused() {
    let house = House::start();
    let [first, ..] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    one.open("/office/search").await;
    for _ in 0..50 {
        one.post_form("/office/search", &[("code", "ABCDEFGH")]).await.expect(200);
    }
    one.post_form("/office/search", &[("code", "ABCDEFGH")]).await.expect(429).expect_wait(DAY);
}

#[tokio::test]
async fn a_check_with_the_registers_is_in_the_persons_history() {
    let house = House::start();
    let (_, _, citizen, mut one, case) = case_of(&house).await;
    let page = one.click("check-registers").await.expect(200);
    assert_eq!(page.attributes("#checked li", "data-good"), ["true", "true", "true"]);
    one.open(&case).await;
    prove(&mut one).await;
    let mut mine = signed_in(&house, &citizen).await;
    assert!(history(&mut mine, "/wallet/history").await.iter().any(|event| event == "case_checked"));
}
