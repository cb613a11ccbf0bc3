//! Level 2: one officer sees the person, another decides, and nobody is both.

use crate::desk::{addressed, evidence, level, level_one, officers, on_duty, prove, receive, signed_in};
use crate::harness::House;

#[tokio::test]
async fn two_officers_raise_an_account_and_its_holder_is_told() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), level_one(&house).remove(0));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);

    let case = receive(&mut one, &citizen).await;
    let page = one.page();
    page.expect_words(&citizen.full_name).expect_words(&citizen.birth_date);
    assert_eq!(page.text("#subject-number").replace(' ', ""), citizen.personal_id_number);
    assert!(!page.words().contains(&citizen.phone), "the task needs no phone");
    assert!(evidence(page).iter().all(|(_, result)| result == "missing") && !page.has("#submit"));

    prove(&mut one).await;
    let page = one.page();
    assert!(evidence(page).iter().all(|(_, result)| result == "passed"), "{}", page.summary());
    // Who worked on it is told why he does not decide it, and has no button.
    assert!(page.has("#bar") && !page.has("#approve") && !page.has("#refuse") && !page.has("#card-passed"));
    assert_eq!(level(&house, &citizen), Some(1));

    two.open("/office").await;
    let waiting = two.page().attributes("h2#to-decide + div a", "href");
    assert_eq!(waiting, std::slice::from_ref(&case));
    assert!(!two.page().words().contains(&citizen.full_name), "the queue names nobody");
    two.open(&case).await.expect_words(&citizen.full_name);
    let page = two.click("approve").await.expect_path(&case);
    assert!(!page.has("#approve") && !page.has("#subject"), "the task is over");
    assert_eq!(level(&house, &citizen), Some(2));

    let told = house.outbox().await.into_iter().filter(|message| message.to == addressed(&citizen));
    let kinds: Vec<String> = told.map(|message| message.kind).collect();
    assert!(kinds.contains(&"case_received".into()) && kinds.contains(&"account_raised".into()), "{kinds:?}");
    house.close();
}

#[tokio::test]
async fn who_worked_on_a_case_does_not_decide_it_in_whatever_session() {
    let house = House::start();
    let ([first, ..], citizen) = (officers(&house), level_one(&house).remove(0));
    let mut one = on_duty(&house, &first).await;
    let case = receive(&mut one, &citizen).await;
    prove(&mut one).await;
    let version = "5";

    house.advance(61).await;
    let mut again = on_duty(&house, &first).await;
    again.open(&case).await.expect_path(&case);
    let decision = format!("{case}/decision");
    for fields in [
        vec![("decision", "approve"), ("version", version)],
        vec![
            ("decision", "refuse"),
            ("version", version),
            ("ground", "not_the_person"),
            ("reason", "không đúng người này"),
        ],
        vec![("decision", "give_back"), ("version", version), ("guidance", "đối chiếu lại khuôn mặt"), ("face", "on")],
    ] {
        for browser in [&mut one, &mut again] {
            // A page with a form, for its token: the case has none for who worked on it.
            browser.open("/office/case/new").await;
            let page = browser.post_form(&decision, &fields).await;
            assert!(matches!(page.status(), 403 | 409), "{}", page.summary());
            assert!(page.has("#bar"), "{}", page.summary());
        }
    }
    assert_eq!(level(&house, &citizen), Some(1));
}

#[tokio::test]
async fn the_counter_is_no_oracle_on_who_has_an_account() {
    let house = House::start();
    let [first, ..] = officers(&house);
    let mut browser = on_duty(&house, &first).await;
    let raised = house.person(&["--level", "2"]);
    let stranger = house.person(&["--unenrolled"]);
    let mut answers = Vec::new();
    let numbers = [&raised.personal_id_number, &stranger.personal_id_number, &first.personal_id_number, "001090111111"];
    for number in numbers {
        browser.open("/office/case/new").await;
        let page = browser.fill("personal_id_number", number).click("open").await.expect(422);
        assert_eq!(page.wrong_fields(), ["personal_id_number"]);
        answers.push(page.texts(".summary li"));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    for typed in ["", "00109", "Nguyễn", "0010901111111", "00109011111x"] {
        browser.open("/office/case/new").await;
        let page = browser.fill("personal_id_number", typed).click("open").await.expect(422);
        assert_ne!(page.texts(".summary li"), answers[0], "{typed}");
        assert_eq!(page.value("personal_id_number"), typed);
    }
}

#[tokio::test]
async fn an_officer_opens_so_many_cases_a_day_and_no_more() {
    let house = House::start();
    let [_, second, _] = officers(&house);
    let mut browser = on_duty(&house, &second).await;
    browser.open("/office/case/new").await;
    for _ in 0..50 {
        browser.post_form("/office/case/new", &[("personal_id_number", "001090111111")]).await.expect(422);
    }
    let page = browser.post_form("/office/case/new", &[("personal_id_number", "001090111111")]).await;
    page.expect(429).expect_error("too_many_requests").expect_wait(24 * 3600);
    house.advance(24 * 3600).await;
    let mut browser = on_duty(&house, &second).await;
    browser.open("/office/case/new").await;
    browser.fill("personal_id_number", "001090111111").click("open").await.expect(422);
}

#[tokio::test]
async fn a_refusal_needs_a_reason_and_the_holder_reads_it() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), level_one(&house).remove(0));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = receive(&mut one, &citizen).await;
    prove(&mut one).await;

    two.open(&case).await;
    for reason in ["", "ngắn", "dài nhưng có \u{202e} ký tự ẩn"] {
        two.fill("ground", "not_the_person");
        let page = two.fill("reason", reason).click("refuse").await.expect(422);
        assert!(page.has("#refuse") && page.texts("#reason")[0] == reason, "{}", page.summary());
    }
    let reason = "Ảnh chân dung không còn nhận dạng được.";
    let page = two.fill("ground", "").fill("reason", reason).click("refuse").await.expect(422);
    assert_eq!(page.wrong_fields(), ["ground"], "a refusal rests on a clause");
    two.fill("ground", "not_the_person");
    let page = two.fill("reason", reason).click("refuse").await.expect_path(&case);
    assert_eq!(page.text("#decision-reason"), reason);
    assert_eq!(level(&house, &citizen), Some(1));
    assert!(page.text("#decision-ground").contains("Điều 10"), "{}", page.summary());
    let told = house.outbox().await.into_iter().find(|message| message.kind == "account_not_raised").unwrap();
    assert_eq!(told.to, addressed(&citizen));
    assert!(told.text.contains("Anh chan dung khong con nhan dang duoc"), "{}", told.text);
    // Somebody who was refused may come again.
    assert_ne!(receive(&mut one, &citizen).await, case);
}

#[tokio::test]
async fn a_case_given_back_says_what_to_look_at_again_and_comes_back_whole() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), level_one(&house).remove(0));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = receive(&mut one, &citizen).await;
    prove(&mut one).await;

    two.open(&case).await;
    two.fill("guidance", "quá ngắn").click("give-back").await.expect(422);
    two.fill("guidance", "Đề nghị chụp lại khuôn mặt ở nơi đủ sáng.").tick("face", &["on"]);
    two.click("give-back").await.expect_path(&case);

    let page = one.open(&case).await;
    page.expect_words("chụp lại khuôn mặt ở nơi đủ sáng");
    assert!(page.has("#given-back") && page.has("#compare-face"));
    one.click("compare-face").await.expect_path(&case);
    one.fill("opinion", "Đã chụp và đối chiếu lại.").click("submit").await.expect_path(&case);
    two.open(&case).await.expect_words("Đã chụp và đối chiếu lại.");
    two.click("approve").await.expect_path(&case);
    assert_eq!(level(&house, &citizen), Some(2));
}

#[tokio::test]
async fn what_does_not_match_is_handed_on_and_never_approved() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let people = house.people(&["--level", "1"]);
    let citizen = people.into_iter().find(|person| person.more["fingerprints"] == "failed").expect("somebody worn");
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = receive(&mut one, &citizen).await;
    prove(&mut one).await;
    assert_eq!(evidence(one.page())[2], ("fingerprints".into(), "failed".into()));

    let page = two.open(&case).await.expect_path(&case);
    assert!(!page.has("#approve") && page.has("#refuse"), "{}", page.summary());
    two.post_form(&format!("{case}/decision"), &[("decision", "approve"), ("version", "5")]).await.expect(422);
    assert_eq!(level(&house, &citizen), Some(1));
    two.open(&case).await;
    two.fill("ground", "not_the_person")
        .fill("reason", "Vân tay không khớp, mời kiểm tra lại thẻ.")
        .click("refuse")
        .await
        .expect_path(&case);
}

#[tokio::test]
async fn of_two_officers_who_decide_at_once_one_wins() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), level_one(&house).remove(0));
    let third = house.person(&["--level", "2"]);
    let (unit, group) = ("Công an phường Hoàn Kiếm", "Tiếp nhận và phê duyệt");
    let add = ["officer", "add", "--number", &third.personal_id_number, "--unit", unit, "--title", "Cán bộ"];
    house.command(&[&add[..], &["--group", group]].concat()).done();
    let mut one = on_duty(&house, &first).await;
    let (mut two, mut three) = (on_duty(&house, &second).await, on_duty(&house, &third).await);
    let case = receive(&mut one, &citizen).await;
    prove(&mut one).await;
    two.open(&case).await.expect_path(&case);
    three.open(&case).await.expect_path(&case);
    three.fill("ground", "has_account").fill("reason", "Người này đã có hồ sơ ở nơi khác.");
    let (approved, refused) = tokio::join!(two.press("approve"), three.press("refuse"));
    let mut statuses = [approved.status(), refused.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "one wins, the other is told");
    let is_raised = approved.status() == 303;
    assert_eq!(level(&house, &citizen), Some(if is_raised { 2 } else { 1 }));
    house.close();
}

#[tokio::test]
async fn a_page_that_is_out_of_date_changes_nothing() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), level_one(&house).remove(0));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = receive(&mut one, &citizen).await;
    let mut tab = one.tab();
    tab.open(&case).await;
    let (here, there) = tokio::join!(one.press("card-passed"), tab.press("card-failed"));
    let mut statuses = [here.status(), there.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    // Nothing is added to a case that was handed on, nor after it was decided.
    one.open(&case).await;
    prove(&mut one).await;
    one.open("/office/case/new").await;
    for stale in ["4", "5", "6", "99", "-1"] {
        let fields = [("kind", "card"), ("result", "passed"), ("version", stale)];
        one.clone().post_form(&format!("{case}/evidence"), &fields).await.expect(409);
    }
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    one.post_form(&format!("{case}/evidence"), &[("kind", "face"), ("version", "7")]).await.expect(409);
}

#[tokio::test]
async fn the_applications_that_did_not_match_are_seen_inside_a_case_only() {
    let house = House::start();
    let ([first, ..], citizen) = (officers(&house), level_one(&house).remove(0));
    let mut anybody = house.browser();
    anybody.open("/enrol").await;
    let declaration: Vec<(&str, &str)> = citizen
        .declaration()
        .into_iter()
        .map(|(name, value)| if name == "full_name" { (name, "Bùi Thanh Tung") } else { (name, value) })
        .collect();
    anybody.fill_all(&declaration).click("enrol").await.expect(200);

    let mut one = on_duty(&house, &first).await;
    for address in ["/office/enrolments", "/office/enrolments?case=", "/office/enrolments?case=cas_none"] {
        one.open(address).await.expect(404).expect_error("not_found");
    }
    receive(&mut one, &citizen).await;
    let page = one.click("enrolments").await.expect_path("/office/enrolments");
    assert_eq!(page.texts("tr[data-field=name] mark"), ["Tung", "Tùng"]);
    assert!(page.texts("tr[data-field=birth_date] mark, tr[data-field=gender] mark").is_empty());
}

#[tokio::test]
async fn every_look_at_a_person_is_in_the_persons_history() {
    let house = House::start();
    let ([first, ..], citizen) = (officers(&house), level_one(&house).remove(0));
    let mut one = on_duty(&house, &first).await;
    let case = receive(&mut one, &citizen).await;
    one.open(&case).await;
    let mut mine = signed_in(&house, &citizen).await;
    let page = mine.open("/wallet/history").await.expect_path("/wallet/history");
    assert!(page.words().contains(&first.full_name), "{}", page.summary());
}
