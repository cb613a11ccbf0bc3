//! Waiting pages are told "changed" by server-sent events, bound to a session, and nothing else stands in them.

use crate::encounter::{ask, citizen, officer, scan, square};
use crate::harness::House;

#[tokio::test]
async fn a_stream_says_changed_when_a_scan_a_question_or_an_answer_came_at_any_node_and_names_nobody() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let second = house.second_node().await;
    let (_, mut officer) = match &second {
        Some(node) => {
            let person = house.people(&["--officer"]).swap_remove(0);
            let browser = crate::encounter::on_duty(&house, node.browser(), &person).await;
            (person, browser)
        }
        None => officer(&house, 0).await,
    };
    let text = square(&mut citizen).await;
    let address = citizen.page().attribute("#square", "data-changes");
    let mut shown = citizen.listen(&address).await;
    // The first look is told, so that nothing is missed between a page and its stream.
    assert_eq!(shown.next().await.as_deref(), Some("data: changed"));
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    assert_eq!(shown.next().await.as_deref(), Some("data: changed"));
    let mut requests = citizen.listen("/wallet/requests/changes").await;
    assert_eq!(requests.next().await.as_deref(), Some("data: changed"));
    ask(&mut officer, "identity_check", &["name"]).await;
    let asked = officer.page().attribute("#result", "data-changes");
    for stream in [&mut shown, &mut requests] {
        assert_eq!(stream.next().await.as_deref(), Some("data: changed"));
    }
    let mut answered = officer.listen(&asked).await;
    assert_eq!(answered.next().await.as_deref(), Some("data: changed"));
    citizen.open("/wallet/requests").await;
    citizen.click("allow").await.expect(200);
    for stream in [&mut shown, &mut requests, &mut answered] {
        assert_eq!(stream.next().await.as_deref(), Some("data: changed"));
    }
    for said in [&shown, &requests, &answered] {
        assert!(!said.seen().contains(&an.personal_id_number) && !said.seen().contains(&an.full_name));
        assert!(said.seen().lines().all(|line| ["", ":", "data: changed"].contains(&line)), "{}", said.seen());
    }

    // It ends with its session.
    citizen.open("/sign-out").await;
    citizen.click("sign-out").await;
    assert_eq!(shown.next().await, None, "a stream outlives its session");
    assert_eq!(requests.next().await, None);
    // Nobody else's square or question is followed, nor by whom nobody knows, and a page of another site follows nothing.
    officer.get(&address).await.expect(404);
    let mut stranger = self::citizen(&house, 2, 1).await.1;
    stranger.get(&address).await.expect(404);
    stranger.get(&asked).await.expect(403);
    let mut nobody = house.browser();
    nobody.get("/wallet/requests/changes").await.expect(303);
    // A person has a few; a page beyond them asks by itself. Who leaves makes room.
    let mut few = Vec::new();
    for _ in 0..6 {
        few.push(stranger.listen("/wallet/requests/changes").await);
    }
    stranger.get("/wallet/requests/changes").await.expect(429).expect_wait(60);
    let mut first = few.remove(0);
    assert_eq!(first.next().await.as_deref(), Some("data: changed"));
    drop((first, few));
    // A house that closes does not wait for those who listen.
    let open = officer.listen(&asked).await;
    house.close();
    drop(open);
}
