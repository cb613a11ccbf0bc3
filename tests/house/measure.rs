//! Measures on accounts: an authority's lock and its terms, a breach, and the ways back, each by two officers. TK03, OF05.

use serde_json::{Value, json};

use crate::card::{date, holds, today};
use crate::desk::{addressed, level_one, officers, on_duty, signed_in};
use crate::encounter::history;
use crate::entry::{party, tokens};
use crate::harness::{Browser, House, Person};

const DAY: i64 = 24 * 3600;
const SCOPE: &str = "openid profile offline_access";

/// The paper of an authority, dated yesterday.
fn paper(house: &House) -> Vec<(&'static str, String)> {
    let yesterday = date(today(house) - 1);
    let (year, rest) = yesterday.split_once('-').unwrap();
    let (month, day) = rest.split_once('-').unwrap();
    vec![
        ("document", "12/YC-PC02".into()),
        ("dated", format!("{day}/{month}/{year}")),
        ("authority", "Cơ quan Cảnh sát điều tra".into()),
        ("clause", "procedural".into()),
    ]
}

/// An officer fills the form of a deed and sends it; answers the measure's path when it was received.
pub(crate) async fn receive(
    officer: &mut Browser,
    deed: &str,
    number: &str,
    fields: &[(&str, String)],
) -> Result<String, Vec<String>> {
    officer.open(&format!("/office/measure/new?deed={deed}")).await.expect(200);
    officer.fill("personal_id_number", number);
    for (name, value) in fields {
        match *name {
            "chip" | "clause" | "stays" => officer.tick(name, &[value]),
            _ => officer.fill(name, value),
        };
    }
    let page = officer.click("receive-measure").await;
    if page.path().starts_with("/office/measure/mea_") {
        return Ok(page.path().to_owned());
    }
    Err(page.expect(422).texts(".summary li"))
}

/// One officer receives and hands on, the other approves.
pub(crate) async fn carry_out(
    (one, two): (&mut Browser, &mut Browser),
    deed: &str,
    number: &str,
    fields: &[(&str, String)],
) -> String {
    let measure = receive(one, deed, number, fields).await.unwrap();
    one.click("hand-on").await.expect_path(&measure);
    two.open(&measure).await.expect(200);
    two.click("approve").await.expect_path(&measure);
    assert_eq!(two.page().attribute("#state", "data-state"), "approved");
    measure
}

fn grounds(house: &House, person: &Person) -> Value {
    let shown: Value = house.command(&["account", "show", &person.personal_id_number]).json();
    shown["locked_by"].clone()
}

async fn told(house: &House, person: &Person, kind: &str) -> usize {
    let to = addressed(person);
    house.outbox().await.iter().filter(|message| message.to == to && message.kind == kind).count()
}

async fn two_officers(house: &House) -> (Browser, Browser) {
    let [first, second, _] = officers(house);
    (on_duty(house, &first).await, on_duty(house, &second).await)
}

fn reason(text: &str) -> Vec<(&'static str, String)> {
    vec![("reason", text.to_owned())]
}

#[tokio::test]
async fn an_authoritys_lock_is_decided_by_another_ends_everything_and_is_lifted_the_same_way() {
    let house = House::start();
    let an = level_one(&house).remove(0);
    let portal = party(&house, "portal", json!({})).await;
    let mut of_an = house.browser();
    let bought = tokens(&portal, SCOPE, &an, &mut of_an).await;
    let (mut one, mut two) = two_officers(&house).await;

    let measure = receive(&mut one, "lock_authority", &an.personal_id_number, &paper(&house)).await.unwrap();
    one.page().expect_words("12/YC-PC02").expect_words(&an.full_name);
    // Nothing stands in the holder's history before it is done: the request would be vain.
    one.click("hand-on").await.expect_path(&measure);
    assert!(one.page().has("#bar") && !one.page().has("#approve"));
    let early = history(&mut of_an, "/wallet/history").await;
    assert!(!early.iter().any(|event| event.starts_with("measure_") || event == "record_viewed"), "{early:?}");
    assert_eq!(grounds(&house, &an), json!([]));

    two.open("/office/measures").await.expect_words("Chờ quyết định");
    assert!(!two.page().words().contains(&an.full_name), "the queue names nobody");
    two.open(&measure).await.expect(200);
    two.click("approve").await.expect_path(&measure);
    assert!(!two.page().words().contains(&an.full_name), "the task is over");
    assert_eq!(grounds(&house, &an), json!(["authority"]));
    assert!(portal.refresh(bought.refresh.as_ref().unwrap()).await.is_err());
    let alive: Value = portal.post("/introspect", &[("token", &bought.access)]).await.expect(200).json();
    assert_eq!(alive, json!({ "active": false }));
    assert!(of_an.open("/account").await.has("form#sign-in"));
    assert_eq!(told(&house, &an, "account_locked").await, 1);
    // The same again is not received while it stands, nor is what does not stand.
    for deed in ["lock_authority", "unlock_own_request", "unlock_death", "close"] {
        let fields =
            if deed == "lock_authority" { paper(&house) } else { reason("không có gì để làm ở đây") };
        receive(&mut one, deed, &an.personal_id_number, &fields).await.unwrap_err();
    }
    carry_out((&mut one, &mut two), "unlock_authority", &an.personal_id_number, &paper(&house)).await;
    assert_eq!(grounds(&house, &an), json!([]));
    assert_eq!(told(&house, &an, "account_unlocked").await, 1);
    let mut again = signed_in(&house, &an).await;
    let events = history(&mut again, "/wallet/history").await;
    for kind in ["account_locked", "account_unlocked"] {
        assert!(events.contains(&kind.to_owned()), "{events:?}");
    }
    house.close();
}

#[tokio::test]
async fn a_holder_whom_the_law_forbids_to_tell_is_not_told() {
    let house = House::start();
    let an = level_one(&house).remove(0);
    let (mut one, mut two) = two_officers(&house).await;
    let mut fields = paper(&house);
    fields.push(("secrecy", "Bộ luật Tố tụng hình sự, Điều 177".into()));
    let measure = carry_out((&mut one, &mut two), "lock_authority", &an.personal_id_number, &fields).await;
    assert_eq!(grounds(&house, &an), json!(["authority"]));
    assert_eq!(told(&house, &an, "account_locked").await, 0);
    one.open(&measure).await.expect_words("Bộ luật Tố tụng hình sự, Điều 177");
    house.close();
}

#[tokio::test]
async fn the_terms_are_one_working_day_and_two_over_the_new_year_and_lateness_is_shown() {
    let house = House::start();
    let an = level_one(&house).remove(0);
    // The last day of the year, the last second before midnight in Viet Nam is still that day.
    let this_year: i64 = date(today(&house))[..4].parse().unwrap();
    let new_year = (today(&house)..).find(|day| date(*day) == format!("{}-01-01", this_year + 1)).unwrap();
    house.advance(new_year * DAY - 7 * 3600 - house.now() - 600).await;
    assert_eq!(today(&house), new_year - 1);
    let (mut one, _) = two_officers(&house).await;
    let measure = receive(&mut one, "lock_authority", &an.personal_id_number, &paper(&house)).await.unwrap();
    let works = |day: &i64| !matches!(day.rem_euclid(7), 2 | 3) && *day != new_year;
    let after = |day: i64, count: usize| (day + 1..).filter(works).nth(count - 1).unwrap();
    let written = |day: i64| {
        let day = date(day);
        format!("23:59 {}/{}/{}", &day[8..], &day[5..7], &day[..4])
    };
    one.page().expect_words(&written(after(new_year - 1, 1)));
    // Handed on after midnight the two days begin with the new year's day.
    house.advance(900).await;
    let (mut one, mut two) = two_officers(&house).await;
    one.open(&measure).await;
    one.click("hand-on").await.expect_path(&measure).expect_words(&written(after(new_year, 2)));
    house.advance((after(new_year, 2) + 1) * DAY - 7 * 3600 - house.now()).await;
    two = {
        drop(two);
        two_officers(&house).await.1
    };
    two.open("/office/measures").await.expect_words("quá hạn");
    house.close();
}

#[tokio::test]
async fn of05_who_had_a_hand_in_it_decides_nothing_and_of_two_approvals_one_is_done() {
    let house = House::start();
    let an = level_one(&house).remove(0);
    let (mut one, mut two) = two_officers(&house).await;
    let fields = reason("phát tán mã độc qua ứng dụng");
    let measure = receive(&mut one, "lock_breach", &an.personal_id_number, &fields).await.unwrap();
    one.click("hand-on").await;
    let decision = format!("{measure}/decision");
    let approve = [("decision", "approve"), ("version", "2")];
    one.open("/office/measure/new?deed=close").await;
    let page = one.post_form(&decision, &approve).await.expect(409);
    assert!(page.has("#bar"), "{}", page.summary());
    // A stale page, and a reason that is none.
    two.open(&measure).await;
    two.post_form(&decision, &[("decision", "approve"), ("version", "1")]).await.expect(409);
    two.open(&measure).await;
    two.post_form(&decision, &[("decision", "refuse"), ("version", "2"), ("reason", "không")]).await.expect(422);
    let node = house.second_node().await;
    let mut there = match &node {
        Some(node) => two.through(node.wire().clone()),
        None => two.tab(),
    };
    two.open(&measure).await;
    there.open(&measure).await;
    let (first, second) =
        tokio::join!(async { two.click("approve").await.status() }, async { there.click("approve").await.status() },);
    let mut statuses = [first, second];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(grounds(&house, &an), json!(["breach"]));
    assert_eq!(told(&house, &an, "account_locked").await, 1);
    carry_out((&mut one, &mut two), "unlock_breach", &an.personal_id_number, &reason("đã khắc phục, có biên bản"))
        .await;
    assert_eq!(grounds(&house, &an), json!([]));
    house.close();
}

#[tokio::test]
async fn whoever_locks_the_own_account_gets_it_back_in_person() {
    let house = House::start();
    let an = level_one(&house).remove(0);
    let mut browser = signed_in(&house, &an).await;
    let mut elsewhere = signed_in(&house, &an).await;
    browser.open("/account").await;
    browser.click("lock-account").await.expect(422);
    assert_eq!(grounds(&house, &an), json!([]));
    browser.tick("sure", &["1"]);
    assert!(browser.click("lock-account").await.expect(200).has("#locked"));
    assert_eq!(grounds(&house, &an), json!(["own_request"]));
    for browser in [&mut browser, &mut elsewhere] {
        assert!(browser.open("/account").await.has("form#sign-in"));
        browser.sign_in(&an).await.expect(422);
    }
    let (mut one, mut two) = two_officers(&house).await;
    let measure = carry_out((&mut one, &mut two), "unlock_own_request", &an.personal_id_number, &[]).await;
    one.open(&measure).await.expect_words("SIM-");
    signed_in(&house, &an).await;
    house.close();
}

#[tokio::test]
async fn the_register_alone_ends_a_death_and_a_telephone_of_ones_own_comes_in_person() {
    let house = House::start();
    let [an, other] = [0, 1].map(|which| level_one(&house).remove(which));
    let (mut one, mut two) = two_officers(&house).await;
    let unlock = reason("người dân có mặt tại quầy");
    holds(&house, &an, &[("status", "deceased")]);
    house.sweep().await;
    assert_eq!(grounds(&house, &an), json!(["death"]));
    receive(&mut one, "unlock_death", &an.personal_id_number, &unlock).await.unwrap_err();
    house.command(&["account", "unlock", &an.personal_id_number, "--ground", "death"]).refused();
    // Corrected, and with another line, that is somebody else's: both grounds, each lifted on its own.
    holds(&house, &an, &[("phone_owner", &other.personal_id_number)]);
    house.sweep().await;
    assert_eq!(grounds(&house, &an), json!(["death", "phone_not_own"]));
    carry_out((&mut one, &mut two), "unlock_death", &an.personal_id_number, &unlock).await;
    assert_eq!(grounds(&house, &an), json!(["phone_not_own"]));
    let with = |phone: &str| vec![("phone", phone.to_owned())];
    receive(&mut one, "unlock_phone", &an.personal_id_number, &with(&other.phone)).await.unwrap_err();
    let own = "0509998877";
    holds(&house, &an, &[("phone", own)]);
    carry_out((&mut one, &mut two), "unlock_phone", &an.personal_id_number, &with(own)).await;
    assert_eq!(grounds(&house, &an), json!([]));
    // What is told from now on goes to the line that is the holder's own, and nowhere else.
    let moved = Person { phone: own.to_owned(), ..an.clone() };
    assert_eq!((told(&house, &moved, "account_unlocked").await, told(&house, &an, "account_unlocked").await), (1, 0));
    signed_in(&house, &an).await;
    house.sweep().await;
    assert_eq!(grounds(&house, &an), json!([]));
    house.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_while_tokens_are_minted_and_a_lift_beside_another_lock_leave_nothing_open() {
    let house = House::start();
    let an = level_one(&house).remove(0);
    let portal = party(&house, "portal", json!({})).await;
    let number = an.personal_id_number.as_str();
    let site = house.site();
    let run = |arguments: &'static [&'static str]| {
        let mut all = vec!["account", arguments[0], number];
        all.extend(&arguments[1..]);
        site.command(&all)
    };
    for _ in 0..3 {
        let mut browser = house.browser();
        let bought = tokens(&portal, SCOPE, &an, &mut browser).await;
        // The command is a process of its own beside the house's.
        let minted = std::thread::scope(|scope| {
            let lock = scope.spawn(|| run(&["lock", "--ground", "authority", "--reason", "QĐ 1/2026"]));
            let minting = async { portal.refresh(bought.refresh.as_ref().unwrap()).await };
            let minted = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(minting));
            lock.join().unwrap().done();
            minted
        });
        let access = minted.map_or(bought.access, |tokens| tokens.access);
        let alive: Value = portal.post("/introspect", &[("token", &access)]).await.expect(200).json();
        assert_eq!(alive, json!({ "active": false }));
        std::thread::scope(|scope| {
            let lift = scope.spawn(|| run(&["unlock", "--ground", "authority"]));
            let lock = scope.spawn(|| run(&["lock", "--ground", "breach", "--reason", "QĐ 2/2026"]));
            lift.join().unwrap().done();
            lock.join().unwrap().done();
        });
        assert_eq!(grounds(&house, &an), json!(["breach"]));
        house.command(&["account", "unlock", number, "--ground", "breach"]).done();
    }
    house.close();
}
