//! The permission matrix: recorded, four-eyed, in effect with the next click at every node, and shown as it was and is;
//! and every door of the office against every permission.

use std::collections::BTreeSet;

use crate::desk::{level_one, officers, on_duty, receive};
use crate::harness::{Browser, House, Page, Person};
use crate::source::file;

const ADMINISTRATORS: &str = "Quản trị ứng dụng";

/// A second administrator: a citizen of level 2 whom the operator appoints.
async fn second_administrator(house: &House) -> (Person, Browser) {
    let person = house.people(&["--level", "2"]).remove(0);
    appoint(house, &person, "Công an Thành phố Hà Nội", ADMINISTRATORS);
    let browser = on_duty(house, &person).await;
    (person, browser)
}

fn appoint(house: &House, person: &Person, unit: &str, group: &str) {
    let words = ["officer", "add", "--number", &person.personal_id_number, "--unit", unit, "--title", "Cán bộ"];
    house.command(&[&words[..], &["--group", group]].concat()).done();
}

/// Makes a group and answers its id.
async fn add_group(browser: &mut Browser, name: &str) -> String {
    browser.open("/office/groups").await;
    let page = browser.fill("name", name).click("add").await.expect_path("/office/groups");
    page.url().query().unwrap().split('=').next_back().unwrap().to_owned()
}

/// Ticks exactly these boxes of a group on the whole matrix, and records.
async fn record(browser: &mut Browser, group: &str, wanted: &BTreeSet<String>) {
    let page = browser.open("/office/groups/matrix").await.expect(200);
    let version = page.attribute(&format!("form#record-{group} input[name=version]"), "value");
    let mut fields = vec![("version", version.as_str())];
    fields.extend(wanted.iter().map(|one| (one.as_str(), "on")));
    browser.post_form(&format!("/office/groups/{group}/record"), &fields).await;
}

/// Every box of the matrix.
fn boxes(page: &Page, group: &str) -> Vec<String> {
    page.attributes(&format!("tbody[data-group={group}] input[type=checkbox]"), "name")
}

/// What a group may do as the operator sees it.
fn may(house: &House, group: &str) -> BTreeSet<String> {
    let listed = house.command(&["permission", "list"]).done();
    let line = listed.lines().find_map(|line| line.strip_prefix(&format!("{group}\t"))).unwrap_or_default().to_owned();
    line.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[tokio::test]
async fn what_is_granted_waits_for_a_second_administrator_and_what_is_taken_away_does_not() {
    let house = House::start();
    let [first, second, administrator] = officers(&house);
    let mut one = on_duty(&house, &administrator).await;
    let (_, mut other) = second_administrator(&house).await;
    let group = add_group(&mut one, "Cán bộ quét mã").await;
    record(&mut one, &group, &set(&["scan.check", "scan.view"])).await;
    one.follow().await.expect_path("/office/grants");
    assert_eq!(may(&house, "Cán bộ quét mã"), set(&[]), "nothing yet");
    // Who asked sees the wish and cannot approve it, by whatever form.
    let page = one.page();
    assert!(!page.has("#approve-1") && page.has("#refuse-1"), "{}", page.summary());
    let request = page.attribute("section.grant", "data-request");
    one.post_form(&format!("/office/grants/{request}"), &[("decision", "approve")]).await.expect(403);
    // The other one sees what it would change, and whose wish it is.
    let page = other.open("/office/grants").await.expect(200);
    assert_eq!(page.text(".gained"), "Quét mã QR: Xem; Quét mã QR: Kiểm tra");
    page.expect_words(&administrator.full_name).expect_words("Cán bộ quét mã");
    // An edit after the wish: what was looked at is no longer what would be approved.
    record(&mut one, &group, &set(&["scan.check", "scan.view", "visit.menu"])).await;
    one.page().expect(409).expect_words("đang chờ phê duyệt");
    other.open("/office/grants").await;
    other.click("approve-1").await.expect_path("/office/grants");
    assert_eq!(may(&house, "Cán bộ quét mã"), set(&["scan.check", "scan.view"]));
    let page = other.page();
    assert_eq!(
        (page.text("tr[data-change=permissions] .before"), page.text("tr[data-change=permissions] .after")),
        (String::new(), "Quét mã QR: Xem; Quét mã QR: Kiểm tra".to_owned())
    );
    page.expect_words("yêu cầu").expect_words("phê duyệt");
    // A decided wish is decided.
    other.open("/office/groups").await;
    other.post_form(&format!("/office/grants/{request}"), &[("decision", "approve")]).await.expect(409);
    // Taking away needs nobody.
    record(&mut one, &group, &set(&["scan.view"])).await;
    one.follow().await.expect_path("/office/groups/matrix");
    assert_eq!(may(&house, "Cán bộ quét mã"), set(&["scan.view"]));
    // Both at once: the one is gone, the other waits; three days later it is too late.
    record(&mut one, &group, &set(&["scan.check"])).await;
    assert_eq!(may(&house, "Cán bộ quét mã"), set(&[]));
    house.advance(3 * 86_400).await;
    let mut other = on_duty(&house, &house.people(&["--officer"])[5]).await;
    assert!(!other.open("/office/grants").await.has("section.grant"));
    // Refused, or taken back, it never was.
    let mut one = on_duty(&house, &administrator).await;
    for by_other in [true, false] {
        record(&mut one, &group, &set(&["scan.check"])).await;
        let decider = if by_other { &mut other } else { &mut one };
        decider.open("/office/grants").await;
        decider.click("refuse-1").await.expect_path("/office/grants");
        assert!(!decider.page().has("section.grant") && may(&house, "Cán bộ quét mã").is_empty());
    }
    // The counter's officers have no business here.
    for person in [&first, &second] {
        let mut counter = on_duty(&house, person).await;
        counter.open("/office/grants").await.expect(403);
        counter.open("/office/groups/matrix").await.expect(403);
    }
}

#[tokio::test]
async fn nobody_widens_the_own_group_moves_oneself_or_approves_for_the_own_group() {
    let house = House::start();
    let [first, _, administrator] = officers(&house);
    let mut one = on_duty(&house, &administrator).await;
    let (second, mut other) = second_administrator(&house).await;
    let page = one.open("/office/groups/matrix").await;
    let own = page.attributes("tbody[data-group]", "data-group");
    let counter = page.attributes("form[id^=record-grp]", "id");
    assert_eq!((own.len(), counter.len()), (2, 1), "the own group is there to be read");
    let counter = counter[0]["record-".len()..].to_owned();
    let own = own.into_iter().find(|id| *id != counter).unwrap();
    one.post_form(&format!("/office/groups/{own}/record"), &[("version", "2"), ("account.all", "on")])
        .await
        .expect(403);
    for (path, fields) in [("name", vec![("version", "2"), ("name", "Tất cả")]), ("removal", vec![("version", "2")])]
    {
        one.open("/office/groups").await;
        one.post_form(&format!("/office/groups/{own}/{path}"), &fields).await.expect(403);
    }
    // An officer of the counter becomes an administrator: asked for by one, approved by the other, never by oneself.
    let page = one.open(&format!("/office/groups?group={counter}")).await;
    let listed = page.attributes("li[data-officer]", "data-officer");
    assert_eq!(listed.len(), 4, "two at the commune, two at the immigration office");
    let place = page.texts("li[data-officer] strong").iter().position(|name| *name == first.full_name).unwrap();
    one.fill("to", &own);
    one.post_form(&format!("/office/groups/{counter}/officers"), &[("officer", &listed[place]), ("to", &own)]).await;
    one.follow().await.expect_path("/office/grants").expect_words(&first.full_name);
    let mut desk = on_duty(&house, &first).await;
    desk.open("/office/groups").await.expect(403);
    let page = other.open("/office/grants").await;
    assert!(
        page.text(".gained").contains("Phân quyền") && page.text(".lost").contains("Tài khoản định danh: Tiếp nhận")
    );
    other.click("approve-1").await.expect_path("/office/grants");
    desk.open("/office/groups").await.expect(200);
    desk.open("/office/case/new").await.expect(403);
    let page = other.open("/office/grants").await;
    assert_eq!(
        (page.text("tr[data-change=moved] .before"), page.text("tr[data-change=moved] .after")),
        ("Tiếp nhận và phê duyệt".to_owned(), ADMINISTRATORS.to_owned())
    );
    // Nobody moves oneself, and who is meant does not approve.
    let page = one.open(&format!("/office/groups?group={own}")).await;
    let accounts = page.attributes("li[data-officer]", "data-officer");
    let names = page.texts("li[data-officer] strong");
    let account = |person: &Person| &accounts[names.iter().position(|name| *name == person.full_name).unwrap()];
    let myself = [("officer", account(&administrator).as_str()), ("to", counter.as_str())];
    one.post_form(&format!("/office/groups/{own}/officers"), &myself).await.expect(403);
    let colleague = [("officer", account(&second).as_str()), ("to", counter.as_str())];
    one.open(&format!("/office/groups?group={own}")).await;
    one.post_form(&format!("/office/groups/{own}/officers"), &colleague).await.expect(303);
    let page = other.open("/office/grants").await;
    assert!(!page.has("#approve-1"));
    let request = page.attribute("section.grant", "data-request");
    other.open("/office/groups").await;
    other.post_form(&format!("/office/grants/{request}"), &[("decision", "approve")]).await.expect(403);
}

#[tokio::test]
async fn groups_are_renamed_and_removed_and_the_journal_keeps_what_they_were() {
    let house = House::start();
    let [.., administrator] = officers(&house);
    let mut one = on_duty(&house, &administrator).await;
    let group = add_group(&mut one, "Tạm trú").await;
    one.open(&format!("/office/groups?group={group}")).await;
    let stale = one.clone();
    one.page();
    for (name, status) in [("Tiếp nhận và phê duyệt", 422), ("  ", 422), ("Tạm trú, tạm vắng", 200)] {
        one.open(&format!("/office/groups?group={group}")).await;
        let version = one.page().attribute("#rename-group input[name=version]", "value");
        one.post_form(&format!("/office/groups/{group}/name"), &[("version", &version), ("name", name)]).await;
        let page = one.follow().await;
        assert_eq!(page.status(), status, "{name}: {}", page.summary());
    }
    let mut late = stale;
    late.post_form(&format!("/office/groups/{group}/name"), &[("version", "1"), ("name", "Khác")]).await.expect(409);
    // A group with officers stays.
    let page = one.open("/office/groups/matrix").await;
    let others = page.attributes("form[id^=record-grp]", "id");
    let counter = others.iter().map(|id| &id["record-".len()..]).find(|id| *id != group).unwrap().to_owned();
    one.open(&format!("/office/groups?group={counter}")).await;
    one.click("remove-button").await.expect(409);
    one.open(&format!("/office/groups?group={group}")).await;
    one.click("remove-button").await.expect_path("/office/groups");
    assert!(!house.command(&["permission", "list"]).done().contains("Tạm trú"));
    let page = one.open("/office/grants").await;
    assert_eq!(page.attributes("tr[data-change]", "data-change")[..3], ["removed", "renamed", "added"]);
    assert_eq!(page.text("tr[data-change=renamed] .before"), "Tạm trú");
    assert_eq!(page.text("tr[data-change=renamed] .after"), "Tạm trú, tạm vắng");
    // The name is free again.
    add_group(&mut one, "Tạm trú, tạm vắng").await;
}

#[tokio::test]
async fn two_administrators_who_approve_at_once_at_two_nodes_make_one_change() {
    let house = House::start();
    let [.., administrator] = officers(&house);
    let mut one = on_duty(&house, &administrator).await;
    let (_, mut other) = second_administrator(&house).await;
    let third = house.people(&["--level", "2"]).remove(1);
    appoint(&house, &third, "Công an Thành phố Hà Nội", ADMINISTRATORS);
    let mut third = on_duty(&house, &third).await;
    let node = house.second_node().await;
    if let Some(node) = &node {
        third = third.through(node.wire().clone());
    }
    let group = add_group(&mut one, "Lưu trú").await;
    record(&mut one, &group, &set(&["stay.view"])).await;
    other.open("/office/grants").await;
    third.open("/office/grants").await;
    let (mine, theirs) = tokio::join!(async { other.press("approve-1").await.status() }, async {
        third.press("approve-1").await.status()
    });
    let mut answers = [mine, theirs];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409]);
    assert_eq!(may(&house, "Lưu trú"), set(&["stay.view"]));
    // In effect at the other node with the next click.
    let person = house.people(&["--level", "2"]).remove(2);
    appoint(&house, &person, "Công an phường Hoàn Kiếm", "Lưu trú");
    let mut officer = on_duty(&house, &person).await;
    if let Some(node) = &node {
        officer = officer.through(node.wire().clone());
    }
    officer.open("/office/visits").await.expect(403);
    record(&mut one, &group, &set(&["stay.view", "visit.menu"])).await;
    other.open("/office/grants").await;
    other.click("approve-1").await;
    officer.open("/office/visits").await.expect(200);
    record(&mut one, &group, &set(&["stay.view"])).await;
    officer.open("/office/visits").await.expect(403);
}

/// A door of the office: the route as the house names it, an address of it, the fields of a form, and what opens it.
struct Door {
    route: &'static str,
    address: &'static str,
    fields: Option<&'static [(&'static str, &'static str)]>,
    needs: &'static [&'static str],
}

const fn page(route: &'static str, address: &'static str, needs: &'static [&'static str]) -> Door {
    Door { route, address, fields: None, needs }
}

const fn form(
    route: &'static str,
    address: &'static str,
    fields: &'static [(&'static str, &'static str)],
    needs: &'static [&'static str],
) -> Door {
    Door { route, address, fields: Some(fields), needs }
}

/// The one field of a form that only says of which version it is.
const VERSION: &[(&str, &str)] = &[("version", "VERSION")];

/// Every door. `CASE` is a case that is open in the officer's unit, `GROUP` another group than the officer's.
const DOORS: &[Door] = &[
    page("/office", "/office", &[]),
    page("/office/history", "/office/history", &[]),
    page("/office/case/new", "/office/case/new", &["account.receive"]),
    form(
        "/office/case/new",
        "/office/case/new",
        &[("personal_id_number", "x"), ("what", "receive")],
        &["account.receive"],
    ),
    form(
        "/office/case/new",
        "/office/case/new",
        &[("personal_id_number", "x"), ("what", "go_on")],
        &["account.receive", "account.process"],
    ),
    page("/office/case/new/account", "/office/case/new/account", &["account.receive"]),
    page("/office/case/new/foreigner", "/office/case/new/foreigner", &["account.receive"]),
    form("/office/case/{id}/begin", "/office/case/CASE/begin", VERSION, &["account.view"]),
    form("/office/case/{id}/check", "/office/case/CASE/check", VERSION, &["account.view", "account.check"]),
    page("/office/case/{id}/declaration", "/office/case/CASE/declaration", &["account.view"]),
    form("/office/case/{id}/card", "/office/case/CASE/card", VERSION, &["account.view", "account.process"]),
    form("/office/case/{id}/original", "/office/case/CASE/original", VERSION, &["account.view", "account.process"]),
    form(
        "/office/case/{id}/original/remove",
        "/office/case/CASE/original/remove",
        &[("version", "VERSION"), ("original", "x")],
        &["account.view", "account.process"],
    ),
    form("/office/case/{id}/return", "/office/case/CASE/return", VERSION, &["account.view", "account.process"]),
    form("/office/case/{id}/resume", "/office/case/CASE/resume", VERSION, &["account.view"]),
    form(
        "/office/case/{id}/companion",
        "/office/case/CASE/companion",
        &[("version", "VERSION"), ("companion_number", "x")],
        &["account.view", "account.process"],
    ),
    page("/office/case/{id}/paper/{form}", "/office/case/CASE/paper/receipt", &["account.view"]),
    page("/office/search", "/office/search", &["account.search", "account.view"]),
    form("/office/search", "/office/search", &[("case", "x")], &["account.search", "account.view"]),
    page("/office/measures", "/office/measures", &["lock.menu"]),
    page("/office/measure/new", "/office/measure/new?deed=lock_authority", &["lock.receive"]),
    page("/office/measure/lock", "/office/measure/lock", &["lock.receive"]),
    form("/office/measure/lock", "/office/measure/lock", &[("personal_id_number", "x")], &["lock.receive"]),
    form(
        "/office/measure/new",
        "/office/measure/new",
        &[("deed", "lock_authority"), ("personal_id_number", "x")],
        &["lock.receive"],
    ),
    page("/office/measure/organisations", "/office/measure/organisations", &["lock.menu"]),
    form(
        "/office/measure/organisations",
        "/office/measure/organisations",
        &[("number", "x")],
        &["lock.menu", "lock.view"],
    ),
    page("/office/contact", "/office/contact", &["contact.add"]),
    form("/office/contact", "/office/contact", &[("personal_id_number", "x")], &["contact.add"]),
    form("/office/contact/{id}/end", "/office/contact/ctc_x/end", &[], &["contact.add"]),
    page("/office/contact/reports", "/office/contact/reports", &["contact.view"]),
    page("/office/contact/reports/{id}", "/office/contact/reports/cpl_x", &["contact.view"]),
    form("/office/contact/reports/{id}", "/office/contact/reports/cpl_x", &[], &["contact.process", "contact.view"]),
    page("/office/call", "/office/call", &["call.process"]),
    form("/office/call", "/office/call", &[("personal_id_number", "x")], &["call.process"]),
    page("/office/case/{id}", "/office/case/CASE", &["account.view"]),
    form(
        "/office/case/{id}/evidence",
        "/office/case/CASE/evidence",
        &[("kind", "card"), ("result", "passed"), ("version", "VERSION")],
        &["account.view", "account.process"],
    ),
    form(
        "/office/case/{id}/submit",
        "/office/case/CASE/submit",
        &[("version", "VERSION")],
        &["account.view", "account.process"],
    ),
    form(
        "/office/case/{id}/decision",
        "/office/case/CASE/decision",
        &[("decision", "approve"), ("version", "VERSION")],
        &["account.view"],
    ),
    page("/office/enrolments", "/office/enrolments?case=CASE", &["account.view", "account.check"]),
    page("/office/scan", "/office/scan", &["scan.check"]),
    form("/office/scan", "/office/scan", &[("token", "")], &["scan.check"]),
    form("/office/scan/queued", "/office/scan/queued", &[("scans", "x")], &["scan.check"]),
    form("/office/ask", "/office/ask", &[("presentation", "prs_x"), ("purpose", "identity_check")], &["scan.check"]),
    page("/office/visits", "/office/visits", &["visit.menu"]),
    form(
        "/office/visits/{id}/arrived",
        "/office/visits/vis_x/arrived",
        &[("personal_id_number", "x")],
        &["visit.receive"],
    ),
    form("/office/visits/{id}/missed", "/office/visits/vis_x/missed", &[], &["visit.receive"]),
    page("/office/organisations", "/office/organisations", &["organisation.menu"]),
    page("/office/matches", "/office/matches", &["near_match.menu"]),
    page("/office/matches/{id}", "/office/matches/nmt_x", &["near_match.view"]),
    form(
        "/office/matches/{id}",
        "/office/matches/nmt_x",
        &[("decision", "closed")],
        &["near_match.process", "near_match.view"],
    ),
    page("/office/corrections", "/office/corrections", &["correction.menu"]),
    page("/office/corrections/{id}", "/office/corrections/cor_x", &["correction.view"]),
    form(
        "/office/corrections/{id}/proposal",
        "/office/corrections/cor_x/proposal",
        &[("proposal", "approve")],
        &["correction.view"],
    ),
    form(
        "/office/corrections/{id}/settlement",
        "/office/corrections/cor_x/settlement",
        &[("settlement", "not_corrected"), ("version", "1")],
        &["correction.view"],
    ),
    form(
        "/office/corrections/{id}/decision",
        "/office/corrections/cor_x/decision",
        &[("decision", "agree"), ("version", "1")],
        &["correction.view"],
    ),
    form("/office/visits/closed", "/office/visits/closed", &[("day", "x")], &["visit.update", "visit.menu"]),
    page("/office/groups", "/office/groups", &["permission.view"]),
    page("/office/groups/matrix", "/office/groups/matrix", &["permission.view"]),
    page("/office/grants", "/office/grants", &["permission.view"]),
    form("/office/groups", "/office/groups", &[("name", "")], &["permission.add", "permission.view"]),
    form(
        "/office/groups/{id}",
        "/office/groups/GROUP",
        &[("module", "stay"), ("version", "0")],
        &["permission.update", "permission.view"],
    ),
    form(
        "/office/groups/{id}/record",
        "/office/groups/GROUP/record",
        &[("version", "0")],
        &["permission.update", "permission.view"],
    ),
    form(
        "/office/groups/{id}/name",
        "/office/groups/GROUP/name",
        &[("version", "0"), ("name", "Nhóm mới")],
        &["permission.update", "permission.view"],
    ),
    form(
        "/office/groups/{id}/removal",
        "/office/groups/GROUP/removal",
        &[("version", "0")],
        &["permission.delete", "permission.view"],
    ),
    form(
        "/office/groups/{id}/officers",
        "/office/groups/GROUP/officers",
        &[("officer", "acc_x"), ("to", "x")],
        &["permission.update"],
    ),
    form("/office/grants/{id}", "/office/grants/gnt_x", &[("decision", "approve")], &["permission.view"]),
];

/// Doors whose keys are not permissions: what is behind them belongs to the one officer who asked, and is a 404 to others.
const OF_ONE_OFFICER: &[&str] = &[
    "/office/ask/{id}",
    "/office/ask/{id}/changes",
    "/office/ask/{id}/state",
    "/office/receipt/{id}",
    "/office/receipt/{id}/file",
];

/// What a telephone keeps is the same for everybody and holds nothing: `pocket.rs` holds that.
const OF_EVERYBODY: &[&str] = &["/office/scan/offline"];

/// Doors to something that must be there before its permissions are asked for: the stories of organisations and of
/// measures hold them.
const OF_SOMETHING: &[&str] = &[
    "/office/organisations/{id}",
    "/office/measure/{id}",
    "/office/measure/organisations/{id}",
    "/office/measure/{id}/submit",
    "/office/measure/{id}/decision",
];

#[test]
fn every_route_of_the_office_is_a_door_of_the_table() {
    let routes = file("src/web/mod.rs");
    let mut missing = Vec::new();
    for route in routes.split(".route(").skip(1).filter_map(|rest| rest.split('"').nth(1)) {
        let is_known = DOORS.iter().any(|door| door.route == route)
            || [OF_EVERYBODY, OF_ONE_OFFICER, OF_SOMETHING].concat().contains(&route);
        // The citizen's page about an officer who calls is no door of the office.
        if (route == "/office" || route.starts_with("/office/")) && !is_known {
            missing.push(route);
        }
    }
    assert!(missing.is_empty(), "add to DOORS in tests/house/grant.rs: {missing:?}");
}

#[tokio::test]
async fn exactly_the_needed_permission_opens_each_door_of_the_office() {
    let house = House::start();
    let [first, _, administrator] = officers(&house);
    let mut one = on_duty(&house, &administrator).await;
    let (_, mut other) = second_administrator(&house).await;
    let group = add_group(&mut one, "Nhóm thử").await;
    let another = add_group(&mut one, "Nhóm khác").await;
    let person = house.people(&["--level", "2"]).remove(1);
    appoint(&house, &person, "Công an phường Hoàn Kiếm", "Nhóm thử");
    let mut officer = on_duty(&house, &person).await;
    let mut counter = on_duty(&house, &first).await;
    let case = receive(&mut counter, &level_one(&house)[0]).await;
    let every: BTreeSet<String> = boxes(one.open("/office/groups/matrix").await, &group).into_iter().collect();
    let all_but = |left_out: &str| -> BTreeSet<String> {
        every.iter().filter(|one| !one.ends_with(".all") && *one != left_out).cloned().collect()
    };
    let needed: BTreeSet<&str> = DOORS.iter().flat_map(|door| door.needs.iter().copied()).collect();
    let mut keys: Vec<BTreeSet<String>> = vec![set(&[])];
    keys.extend(DOORS.iter().map(|door| set(door.needs)));
    keys.extend(needed.iter().map(|one| all_but(one)));
    keys.extend(
        ["account.all", "scan.all", "visit.all", "permission.all", "lock.all", "call.all"].map(|all| set(&[all])),
    );
    keys.sort();
    keys.dedup();
    let mut wrong = Vec::new();
    let module = |permission: &str| permission.split('.').next().unwrap().to_owned();
    for (turn, key) in keys.into_iter().enumerate() {
        record(&mut one, &group, &key).await;
        if other.open("/office/grants").await.has("#approve-1") {
            other.click("approve-1").await.expect_path("/office/grants");
        }
        assert_eq!(may(&house, "Nhóm thử"), key);
        let has = |one: &str| key.contains(one) || key.contains(&format!("{}.all", one.split('.').next().unwrap()));
        let version = counter.open(&case).await.attribute("input[name=version]", "value");
        let fill = |text: &str| {
            text.replace("CASE", &case["/office/case/".len()..]).replace("GROUP", &another).replace("VERSION", &version)
        };
        // Any page of the officer's holds what a form is sent with.
        officer.open("/wallet").await;
        // Every door to every set of keys of its own module and to a set without any; other sets take turns at the doors, since
        // thousands of requests tell no more.
        let is_tried = |nth: usize, door: &Door| {
            key.is_empty()
                || (nth + turn).is_multiple_of(5)
                || key.len() < 5 && door.needs.iter().any(|need| key.iter().any(|one| module(one) == module(need)))
                || key.len() >= 5 && door.needs.iter().any(|need| !key.contains(*need))
        };
        for (_, door) in DOORS.iter().enumerate().filter(|(nth, door)| is_tried(*nth, door)) {
            let (mut officer, address) = (officer.clone(), fill(door.address));
            let status = match door.fields {
                None => officer.get(&address).await.status(),
                Some(fields) => {
                    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, fill(value))).collect();
                    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    officer.post_form(&address, &fields).await.status()
                }
            };
            let opens = door.needs.iter().all(|need| has(need));
            if opens == (status == 403) {
                wrong.push(format!("{address} answered {status} to {key:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
