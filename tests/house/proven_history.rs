//! The histories of a dependant and of an organisation prove themselves as one's own does: in the page by the same script, and
//! elsewhere by files. Row LG04.

use serde_json::Value;

use crate::harness::{Browser, House, Printed};
use crate::kin::{Kin, adults, at_the_list, kept, reaching};
use crate::ledger::{has_node, lines, marked};
use crate::organisation::{at_the_form, raised, registered};
use crate::representative::joins;

/// The script finds every line of the history on the page that is open in the ledger; how many there are.
async fn checked(house: &House, browser: &mut Browser) -> usize {
    let page = browser.page().clone();
    let proofs: Value = browser.get(&page.attribute("#history", "data-proofs")).await.expect(200).answer.json();
    let shown = lines(&page);
    assert_eq!(proofs["lines"].as_array().unwrap().len(), shown.len());
    if !has_node() {
        return shown.len();
    }
    let script = house.wire().get(&page.attribute("main ~ script", "src")).await.expect(200).text();
    let keys: Value = house.wire().get("/jwks").await.json();
    let (word, marks) = marked(&script, &shown, &proofs, &keys);
    assert!(word == "all" && marks.iter().all(|mark| mark == "good"), "{word}: {marks:?}");
    marks.len()
}

/// Each file of the page convinces who knows only the keys.
async fn convinces(house: &House, browser: &mut Browser, files: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let keys = crate::ledger::kept(&folder, "keys.json", &house.wire().get("/jwks").await.text());
    for file in files {
        let proof = browser.get(file).await.expect(200).answer.text();
        let entry = crate::ledger::kept(&folder, "entry.json", &proof);
        Printed::by(&["ledger", "entry", &entry, "--keys", &keys]).done();
    }
}

#[tokio::test]
async fn lg04_a_dependant_s_history_is_held_to_the_ledger_for_who_answers_for_them_and_for_nobody_else() {
    let house = House::start();
    let [mother, father, stranger] = adults(&house);
    let khoi = Kin::born("001320999051", &reaching(&house, 9, -40)).of("mother", &mother).of("father", &father);
    khoi.known_to(&house);
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    let address = kept(&mut hers, &khoi).await;
    for _ in 0..2 {
        hers.open(&address).await.expect(200);
    }
    house.sweep().await;
    let page = hers.page().clone();
    let good = checked(&house, &mut hers).await;
    assert!(good >= 4, "{good}");
    // Looks of one day are one line with three proofs.
    assert_eq!(page.attributes("#history > li[data-event=dependant_viewed]", "data-leaf").len(), 1);
    let files = page.attributes("#history a[download]", "href");
    assert_eq!(files.len(), good);
    convinces(&house, &mut hers, &files[..2]).await;

    // What is of another history is not had through this one, and this one by nobody else.
    hers.open("/wallet/history").await;
    let own = hers.page().attribute("#history li[data-event=signed_in] a[download]", "href");
    let foreign = own.replace("/wallet/history", &format!("{address}/history"));
    hers.get(&own).await.expect(200);
    hers.get(&foreign).await.expect(404);
    let mut his = at_the_list(&house, house.browser(), &father).await;
    let mut nobody = at_the_list(&house, house.browser(), &stranger).await;
    let proofs = page.attribute("#history", "data-proofs");
    for path in [&proofs, &files[0]] {
        his.get(path).await.expect(404);
        nobody.get(path).await.expect(404);
        house.browser().open(path).await.expect_path("/sign-in");
    }
    // Nor any more by who no longer answers for the child.
    khoi.of("mother", &stranger).known_to(&house);
    hers.get(&proofs).await.expect(404);
    hers.get(&files[0]).await.expect(404);
    house.close();
}

#[tokio::test]
async fn lg04_an_organisation_s_history_is_held_to_the_ledger_for_who_administers_it_and_for_nobody_else() {
    let house = House::start();
    let people = raised(&house);
    let (_, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    let mut clerk = joins(&house, &mut legal, &address, &people[3], "view").await;
    let mut stranger = at_the_form(&house, &people[4]).await;
    let page = legal.open(&address).await.expect(200).clone();
    house.sweep().await;
    let good = checked(&house, &mut legal).await;
    assert!(good >= 3, "{good}");
    let files = page.attributes("#history a[download]", "href");
    convinces(&house, &mut legal, &files).await;
    assert!(!clerk.open(&address).await.expect(200).has("#history"));
    for path in [&page.attribute("#history", "data-proofs"), &files[0]] {
        clerk.get(path).await.expect(404);
        stranger.get(path).await.expect(404);
        house.browser().open(path).await.expect_path("/sign-in");
    }
    house.close();
}
