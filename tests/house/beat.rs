//! When an answer about somebody leaves: on a beat, whoever was meant and whatever is known of them.

use std::time::{Duration, Instant};

use http::Method;

use crate::harness::House;

/// Where a number, a code or a word of somebody is sent.
const DOORS: [&str; 37] = [
    "/enrol",
    "/enrol/mend",
    "/enrol/mend/code",
    "/enrol/correction",
    "/correction",
    "/correction/status",
    "/activate",
    "/activate/code",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/phone",
    "/sign-in/phone/code",
    "/account/password",
    "/account/recovery",
    "/recover",
    "/recover/proof",
    "/recover/finish",
    "/recover/stop",
    "/account/not-me",
    "/unlock",
    "/unlock/code",
    "/organisations/apply",
    "/organisations/x",
    "/wallet/dependants/new",
    "/office/case/new",
    "/office/case/new/account",
    "/office/case/new/foreigner",
    "/office/case/x/declaration",
    "/office/case/x/companion",
    "/office/search",
    "/office/measure/lock",
    "/office/measure/new",
    "/office/call",
    "/office/contact",
    "/officer",
    "/officer/report",
    "/office/visits/x/arrived",
];

#[tokio::test]
async fn pm01_v097_no_answer_about_somebody_leaves_before_its_beat() {
    let house = House::start();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    // Even what is refused at once, for its token or its session: what takes no time says something too.
    for path in DOORS {
        #[expect(clippy::disallowed_methods, reason = "the time of the answer is what this is about")]
        let sent = Instant::now();
        let answer = house.wire().send(Method::POST, path, &form, "personal_id_number=001190999921").await;
        let took = sent.elapsed();
        assert!(took >= BEAT, "{path} answered {} after {took:?}", answer.status);
    }
    house.close();
}

#[test]
fn every_form_with_somebodys_number_goes_to_a_door_on_the_beat() {
    // What nobody can be tried out with: the own number of who is signed in, and what only shows it.
    let shows = ["page/account.html", "page/sandbox.html", "office/correction.html"];
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let mut asked = 0;
    for room in ["page", "office"] {
        for file in std::fs::read_dir(top.join(room)).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            let named = format!("{room}/{file}");
            if !file.ends_with(".html") || shows.contains(&named.as_str()) {
                continue;
            }
            let text = std::fs::read_to_string(top.join(&named)).unwrap();
            if !text.contains("personal_id_number") {
                continue;
            }
            asked += 1;
            for action in text.split("<form").skip(1).filter(|form| form.contains("personal_id_number")) {
                let Some(action) = action.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()) else {
                    panic!("a form of {named} says nothing of where it goes");
                };
                // An address that the page is given is the page's own, and asked at its door above.
                let is_known = action.starts_with("{{") || DOORS.iter().any(|door| same_shape(door, action));
                assert!(is_known, "{named}: {action} is on no beat");
            }
        }
    }
    assert!(asked >= 8, "the pages were found");
}

/// Whether a template's address is that door: what stands in braces is one step of a path.
fn same_shape(door: &str, action: &str) -> bool {
    let (door, action): (Vec<_>, Vec<_>) = (door.split('/').collect(), action.split('/').collect());
    door.len() == action.len() && door.iter().zip(action).all(|(door, step)| *door == "x" || step == *door)
}

/// `limits::ANSWER_BEAT_MILLISECONDS`.
const BEAT: Duration = Duration::from_millis(100);
