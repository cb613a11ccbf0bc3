//! A dependant declared while the registers are down: the declaration waits and goes on by itself (PM09, PM05, G01).

use crate::applicants::{count_told, international};
use crate::encounter::history;
use crate::harness::{Browser, Exchange, House, Mood, Node, Page};
use crate::kin::{Kin, adults, at_the_list, declare, reaching};

/// A house with a register, the exchange before it, and a house that asks there and is patient: a busy machine answers late.
fn two_houses() -> (House, Exchange, House) {
    let nation = House::start();
    let exchange = Exchange::before(&nation);
    let settings = exchange.settings();
    let quick = "DINHDANH_REGISTRY_TIMEOUT_SECONDS=";
    let settings = settings.iter().map(String::as_str).filter(|setting| !setting.starts_with(quick));
    let patient = format!("{quick}5");
    let asking = House::start_with(&settings.chain([patient.as_str()]).collect::<Vec<_>>());
    (nation, exchange, asking)
}

/// What the list says of declarations that are not done.
fn unfinished(page: &Page) -> Vec<String> {
    page.attributes("#unfinished > li", "data-state")
}

/// Lets time pass, a little more than the longest pause between two tries, until this many messages of these kinds went to
/// these telephones: a register may be slow for as long as it likes.
async fn until_told(house: &House, phones: &[&str], kinds: &[&str], wanted: usize) {
    for _ in 0..20 {
        house.advance(310).await;
        let outbox = house.outbox().await;
        let is_one = |to: &str, kind: &str| phones.contains(&to) && kinds.contains(&kind);
        let told = outbox.iter().filter(|message| is_one(&message.to, &message.kind)).count();
        assert!(told <= wanted, "told too often: {outbox:?}");
        if told == wanted {
            return;
        }
    }
    panic!("the declarations do not go on");
}

async fn list(browser: &mut Browser) -> Page {
    browser.open("/wallet/dependants").await.expect(200).clone()
}

#[tokio::test]
async fn pm09_a_declaration_made_while_the_register_is_down_waits_and_the_guardian_is_told_of_the_result() {
    let (nation, exchange, mut asking) = two_houses();
    let [mother, father, stranger] = adults(&asking);
    let child = |number: &str| Kin::born(number, &reaching(&nation, 9, -40)).of("mother", &mother);
    let (khoi, bare, lent) = (child("001320999041"), child("001320999042"), child("001320999043"));
    let bare = bare.with("card_issued_on", "").with("card_expires_on", "").with("card_state", "");
    for kin in [&khoi, &bare, &lent] {
        kin.known_to(&nation);
    }
    let mut hers = at_the_list(&asking, asking.browser(), &mother).await;
    let mut theirs = at_the_list(&asking, asking.browser(), &stranger).await;
    let mut his = at_the_list(&asking, asking.browser(), &father).await;
    exchange.is(Mood::Refuses(503));
    for kin in [&khoi, &bare] {
        let page = declare(&mut hers, kin, &[]).await;
        page.expect_path("/wallet/dependants").expect_words("tự động tiếp tục");
    }
    declare(&mut theirs, &khoi, &[]).await.expect_path("/wallet/dependants");
    declare(&mut his, &lent, &[]).await.expect_path("/wallet/dependants");
    assert_eq!(unfinished(&list(&mut hers).await), ["waiting", "waiting"]);
    let told = history(&mut hers, "/wallet/history").await;
    assert_eq!(told.iter().filter(|event| *event == "enrolment_waiting").count(), 2, "{told:?}");
    // Killed in the middle of the outage, it still knows who waits; nobody has an account by default.
    asking.crash_and_restart().await;
    asking.advance(60).await;
    assert!(khoi.account(&asking).is_none());
    // What counts is who answers for the child when the register answers.
    lent.of("father", &father).known_to(&nation);

    exchange.is(Mood::Answers);
    let phones = [&mother, &father, &stranger].map(|person| international(&person.phone));
    let phones = phones.each_ref().map(String::as_str);
    until_told(&asking, &phones, &["dependant_declared", "dependant_not_confirmed"], 4).await;
    assert_eq!(khoi.account(&asking).expect("an account")["state"], "approved");
    assert!(bare.account(&asking).is_none() && lent.account(&asking).is_some());
    let (to_her, to_them) = (international(&mother.phone), international(&stranger.phone));
    for (to, kind) in [
        (&to_her, "dependant_declared"),
        (&to_her, "dependant_not_confirmed"),
        (&to_them, "dependant_not_confirmed"),
        (&international(&father.phone), "dependant_declared"),
    ] {
        assert_eq!(count_told(&asking, to, kind).await, 1, "{kind} to {to}");
    }
    let mut hers = at_the_list(&asking, asking.browser(), &mother).await;
    let page = list(&mut hers).await;
    assert_eq!((unfinished(&page), page.texts("#dependants a").len()), (vec![String::from("refused")], 1));
    page.expect_words("chưa có thẻ căn cước");
    let mut theirs = at_the_list(&asking, asking.browser(), &stranger).await;
    let page = list(&mut theirs).await;
    assert_eq!(unfinished(&page), ["refused"]);
    page.expect_words("Chưa xác nhận được người này");
    let address = list(&mut hers).await.attribute("#dependants a", "href");
    assert!(hers.open(&address).await.expect(200).has("#waits"), "{}", hers.page().summary());
}

#[tokio::test]
async fn pm05_two_parents_whose_declarations_wait_on_two_nodes_have_one_child_with_one_account() {
    let (nation, exchange, asking) = two_houses();
    let second = asking.second_node().await;
    let [mother, father, _] = adults(&asking);
    let mut hers = at_the_list(&asking, asking.browser(), &mother).await;
    let node = second.as_ref().map_or_else(|| asking.browser(), Node::browser);
    let mut his = at_the_list(&asking, node, &father).await;
    let children: Vec<Kin> = (0..3)
        .map(|round| {
            let birth = reaching(&nation, 8, -round);
            Kin::born(&format!("00132099905{round}"), &birth).of("mother", &mother).of("father", &father)
        })
        .collect();
    exchange.is(Mood::Refuses(503));
    for child in &children {
        child.known_to(&nation);
        for browser in [&mut hers, &mut his] {
            declare(browser, child, &[]).await.expect_path("/wallet/dependants");
        }
    }
    asking.advance(400).await;
    if let Some(second) = &second {
        second.advance(400).await;
    }
    exchange.is(Mood::Answers);
    match &second {
        Some(second) => drop(tokio::join!(asking.advance(16), second.advance(16))),
        None => drop(tokio::join!(asking.advance(16), asking.sweep())),
    }
    // Each child's account was made once, and the other parent was told of the relation alone.
    let phones = [&mother, &father].map(|person| international(&person.phone));
    let phones = phones.each_ref().map(String::as_str);
    until_told(&asking, &phones, &["dependant_declared", "dependant_confirmed"], 6).await;
    let mut made = 0;
    for parent in [&mother, &father] {
        made += count_told(&asking, &international(&parent.phone), "dependant_declared").await;
        let page = list(&mut at_the_list(&asking, asking.browser(), parent).await).await;
        assert_eq!((unfinished(&page).len(), page.texts("#dependants a").len()), (0, 3), "{}", page.summary());
    }
    assert_eq!(made, 3);
    for child in &children {
        assert!(child.account(&asking).is_some());
    }
}

#[tokio::test]
async fn pm09_a_declaration_is_late_after_its_term_and_over_when_it_is_kept_no_longer() {
    let (nation, exchange, asking) = two_houses();
    let [mother, ..] = adults(&asking);
    let khoi = Kin::born("001320999041", &reaching(&nation, 9, -40)).of("mother", &mother);
    khoi.known_to(&nation);
    let mut hers = at_the_list(&asking, asking.browser(), &mother).await;
    exchange.is(Mood::Refuses(503));
    declare(&mut hers, &khoi, &[]).await.expect_path("/wallet/dependants");
    let phone = international(&mother.phone);
    // No term of one working day is longer, the new year's holidays included.
    asking.advance(15 * 24 * 3600).await;
    assert_eq!(count_told(&asking, &phone, "dependant_late").await, 1);
    for _ in 0..2 {
        asking.advance(8 * 24 * 3600).await;
    }
    assert_eq!(count_told(&asking, &phone, "dependant_undecided").await, 1);
    exchange.is(Mood::Answers);
    asking.advance(600).await;
    assert!(khoi.account(&asking).is_none(), "what was given up is over");
    let mut hers = at_the_list(&asking, asking.browser(), &mother).await;
    assert_eq!(unfinished(hers.page()), ["refused"]);
    hers.page().expect_words("Đề nghị khai báo lại");
    declare(&mut hers, &khoi, &[]).await.expect(200);
    until_told(&asking, &[&phone], &["dependant_declared"], 1).await;
    assert!(khoi.account(&asking).is_some());
}
