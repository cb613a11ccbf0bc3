//! What the register changes acts within a minute: deaths, new numbers, new names, lost telephones. Row V058, issue 4.

use serde_json::{Value, json};

use crate::citizens::{citizen, csv, house, portal, register_says, update};
use crate::encounter::history;
use crate::entry::tokens;
use crate::harness::{House, Person};

const SCOPE: &str = "openid profile vn_identity offline_access";

fn shown(house: &House, number: &str) -> Value {
    house.command(&["account", "show", number]).json()
}

/// A number of the same shape that nobody of these stories has.
fn another_number(person: &Person) -> String {
    format!("{}987654", &person.personal_id_number[..6])
}

#[tokio::test]
async fn v058_tk09_whom_the_register_says_is_dead_refreshes_nothing_and_is_locked_within_a_minute() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let (an, binh) = (citizen(&house, 0).await, citizen(&house, 1).await);
    let (mut of_an, mut of_binh) = (house.browser(), house.browser());
    let bought = tokens(&portal, SCOPE, &an, &mut of_an).await;
    let others = tokens(&portal, SCOPE, &binh, &mut of_binh).await;

    // At the refresh itself, whether or not the feed has been read.
    assert!(register_says(&house, &an, &[("status", "deceased")]).starts_with("changed 1 refused 0\n"));
    let error = portal.refresh(bought.refresh.as_ref().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("invalid_grant"), "{error}");
    assert_eq!(shown(&house, &an.personal_id_number)["locked_by"], json!(["death"]));

    // Without one: what was open ends by the feed alone.
    register_says(&house, &binh, &[("status", "deceased")]);
    house.sweep().await;
    assert_eq!(shown(&house, &binh.personal_id_number)["locked_by"], json!(["death"]));
    let alive: Value = portal.post("/introspect", &[("token", &others.access)]).await.expect(200).json();
    assert_eq!(alive, json!({ "active": false }));
    house.wire().get_with_token("/userinfo", &others.access).await.expect(401);
    assert!(portal.refresh(others.refresh.as_ref().unwrap()).await.is_err());
    assert!(of_binh.open("/account").await.has("form#sign-in"));
    of_binh.sign_in(&binh).await.expect(422);
    house.close();
}

#[tokio::test]
async fn a_cancelled_number_leads_to_the_present_one() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let an = citizen(&house, 0).await;
    let before = tokens(&portal, SCOPE, &an, &mut house.browser()).await;
    let account = shown(&house, &an.personal_id_number)["id"].clone();
    let present = another_number(&an);
    let news = [("number", present.as_str()), ("cancelled_numbers", &an.personal_id_number)];
    // The telephone company still knows the line under the number that it was told.
    assert!(register_says(&house, &an, &news).starts_with("changed 1 refused 0\n"));
    house.sweep().await;
    house.sweep().await;

    for number in [&present, &an.personal_id_number] {
        assert_eq!(shown(&house, number)["id"], account);
        assert_eq!(shown(&house, number)["locked_by"], json!([]));
    }
    let renewed = Person { personal_id_number: present.clone(), ..an.clone() };
    let mut browser = house.browser();
    let after = tokens(&portal, SCOPE, &renewed, &mut browser).await;
    assert_eq!(after.claims["sub"], before.claims["sub"], "the person is the same to everybody");
    let said: Value = house.wire().get_with_token("/userinfo", &after.access).await.expect(200).json();
    assert_eq!(said["personal_id_number"], json!(present));
    let events = history(&mut browser, "/wallet/history").await;
    assert_eq!(events.iter().filter(|event| *event == "account_renumbered").count(), 1, "{events:?}");
    browser.page().expect_words("đã được cập nhật theo Cơ sở dữ liệu quốc gia về dân cư");

    // The cancelled number says so to who has the password, and to nobody else.
    let mut browser = house.browser();
    browser.open("/account").await;
    let page = browser.sign_in(&an).await.expect(422);
    page.expect_words("Số định danh này đã bị hủy");
    assert!(!page.words().contains(&present), "the number in force is on the card and not on this page");
    let mut answers = Vec::new();
    for number in [&an.personal_id_number, &present, &"001090111111".to_owned()] {
        browser.open("/account").await;
        browser.fill_all(&[("username", number), ("password", "không phải mật khẩu này")]);
        answers.push(browser.click("continue").await.expect(422).texts(".summary li"));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    house.close();
}

#[tokio::test]
async fn a_new_name_is_in_the_next_claim() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let an = citizen(&house, 0).await;
    let bought = tokens(&portal, SCOPE, &an, &mut house.browser()).await;
    let name_now = async |access: &str| {
        let said: Value = house.wire().get_with_token("/userinfo", access).await.expect(200).json();
        said["name"].as_str().unwrap().to_owned()
    };
    assert_eq!(name_now(&bought.access).await, an.full_name);
    register_says(&house, &an, &[("name", "Trần Lê Hoà Bình")]);
    house.sweep().await;
    assert_eq!(name_now(&bought.access).await, "Trần Lê Hoà Bình");
    assert_eq!(shown(&house, &an.personal_id_number)["locked_by"], json!([]));
    house.close();
}

#[tokio::test]
async fn a_telephone_that_is_no_longer_ones_own_locks_and_is_told_nothing() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let (an, binh) = (citizen(&house, 0).await, citizen(&house, 1).await);
    let bought = tokens(&portal, SCOPE, &an, &mut house.browser()).await;
    register_says(&house, &an, &[("phone_owner", &binh.personal_id_number)]);
    house.sweep().await;
    assert_eq!(shown(&house, &an.personal_id_number)["locked_by"], json!(["phone_not_own"]));
    assert!(portal.refresh(bought.refresh.as_ref().unwrap()).await.is_err());
    let outbox = house.outbox().await;
    assert!(!outbox.iter().any(|message| message.to == an.phone && message.kind == "account_locked"), "{outbox:?}");

    // It is not lifted by the line coming back: the holder registers a number of their own in person.
    register_says(&house, &an, &[("religion", "Không")]);
    house.sweep().await;
    assert_eq!(shown(&house, &an.personal_id_number)["locked_by"], json!(["phone_not_own"]));
    house.close();
}

#[tokio::test]
async fn two_nodes_heed_a_change_once() {
    let house = house();
    let Some(second) = house.second_node().await else { return };
    let people = [citizen(&house, 0).await, citizen(&house, 1).await, citizen(&house, 2).await];
    for person in &people {
        register_says(&house, person, &[("status", "deceased")]);
    }
    for _ in 0..3 {
        let there = second.wire().post_form("/sandbox/sweep", &[], &[]);
        let (_, there) = tokio::join!(house.sweep(), there);
        there.expect(200);
    }
    let outbox = house.outbox().await;
    for person in &people {
        assert_eq!(shown(&house, &person.personal_id_number)["locked_by"], json!(["death"]));
        let told = outbox.iter().filter(|message| message.to == person.phone && message.kind == "account_locked");
        assert_eq!(told.count(), 1);
    }
    house.close();
}

#[tokio::test]
async fn an_update_says_what_it_refuses_and_the_same_again_changes_nothing() {
    let house = house();
    let header = csv().lines().next().unwrap();
    let lines: Vec<&str> = csv().lines().skip(1).collect();
    let column = |name: &str| header.split(',').position(|column| column == name).unwrap();
    let plain = |line: &&&str| line.split(',').nth(column("cohort")).unwrap().is_empty();
    let (one, other) = (lines.iter().find(plain).unwrap(), lines.iter().rev().find(plain).unwrap());
    let with = |line: &str, name: &str, value: &str| {
        let mut fields: Vec<&str> = line.split(',').collect();
        fields[column(name)] = value;
        fields.join(",")
    };
    let number_of = |line: &str| line.split(',').next().unwrap().to_owned();
    let cancelled = format!("{}987653", &one[..6]);

    // Who is said to have had another number keeps it, though a later line leaves it out.
    let said = update(&house, &format!("{header}\n{}\n", with(one, "cancelled_numbers", &cancelled)));
    assert_eq!(said, "changed 1 refused 0\nlast change in the feed: 1\n");
    assert_eq!(update(&house, csv()), "changed 0 refused 0\nlast change in the feed: 1\n");
    let refused = [
        "rubbish".to_owned(),
        with(one, "birth_date", "31/02/1990"),
        with(one, "number", &cancelled),
        // A slip of the pen takes nobody out of the register.
        with(&with(one, "name", "Người Nào Khác"), "cancelled_numbers", &number_of(other)),
        with(one, "cancelled_numbers", &number_of(one)),
    ];
    let said = update(&house, &format!("{header}\n{}\n{}\n", refused.join("\n"), with(one, "email", "moi@example.vn")));
    assert!(said.starts_with("changed 1 refused 5\n") && said.ends_with("last change in the feed: 2\n"), "{said}");
    let list = std::fs::read_to_string(house.site().folder().join("update.csv.refused.csv")).unwrap();
    let reasons: Vec<&str> = list.lines().skip(1).map(|line| line.split_once(',').unwrap().1).collect();
    assert_eq!(
        reasons[1..],
        ["birth_date,day", "number,cancelled", "cancelled_numbers,another_person", "cancelled_numbers,in_force"]
    );
    assert!(!list.contains(&number_of(other)) && !list.contains(&cancelled));

    // Forth, back, and forth again: a file may say once more what was overtaken.
    let (there, back) = (with(one, "email", "a@example.vn"), with(one, "email", "b@example.vn"));
    for (place, line) in [&there, &there, &back, &there].into_iter().enumerate() {
        let said = update(&house, &format!("{header}\n{line}\n"));
        let (changed, last) = [(1, 3), (0, 3), (1, 4), (1, 5)][place];
        assert_eq!(said, format!("changed {changed} refused 0\nlast change in the feed: {last}\n"));
    }
    house.command(&["population", "update", "no-such-file.csv"]).refused();
    house.close();
}
