//! A foreigner at the immigration office: passport and nationality matched against the register of immigration, an account
//! without a level that opens what level 2 opens, and never an `acr` that did not happen. Issue 4; inventory A05.

use serde_json::{Value, json};

use crate::applicants::{PASSWORD, activate, count_told, international};
use crate::citizens::portal;
use crate::desk::{addressed, evidence, immigration_officers, officers, on_duty, signed_in};
use crate::entry::tokens;
use crate::harness::{Browser, House, Page, Person};

/// A foreigner as the register's file has one: column by column.
pub(crate) struct Foreigner(pub(crate) Vec<(String, String)>);

impl Foreigner {
    pub(crate) fn all(house: &House) -> Vec<Self> {
        let listed = house.command(&["register", "list", "--kind", "immigration", "--limit", "100"]).done();
        let header: Vec<String> = listed.lines().next().unwrap().split(',').map(str::to_owned).collect();
        let of = |line: &str| Self(header.iter().cloned().zip(line.split(',').map(str::to_owned)).collect());
        listed.lines().skip(1).map(of).collect()
    }

    /// Those of these special cases.
    fn special(house: &House, cohorts: &[&str]) -> Vec<Self> {
        Self::all(house).into_iter().filter(|one| cohorts.contains(&one.of("cohort"))).collect()
    }

    pub(crate) fn of(&self, column: &str) -> &str {
        self.0.iter().find(|(name, _)| name == column).map(|(_, value)| value.as_str()).unwrap()
    }

    fn person(&self) -> Person {
        Person {
            personal_id_number: self.of("number").to_owned(),
            full_name: self.of("name").to_owned(),
            birth_date: self.of("birth_date").to_owned(),
            gender: self.of("gender").to_owned(),
            phone: self.of("phone").to_owned(),
            email: None,
            password: Some(PASSWORD.to_owned()),
            level: None,
            more: serde_json::Map::from_iter([("nationality".into(), json!(self.of("nationality")))]),
        }
    }
}

/// Fills in the form for this foreigner, with some fields otherwise.
async fn apply(officer: &mut Browser, foreigner: &Foreigner, otherwise: &[(&str, &str)]) -> Page {
    officer.open("/office/case/new/foreigner").await.expect_path("/office/case/new/foreigner");
    let phone = if foreigner.of("phone").is_empty() { "0912345678" } else { foreigner.of("phone") };
    officer.fill_all(&[
        ("nationality", foreigner.of("nationality")),
        ("document", foreigner.of("document")),
        ("full_name", foreigner.of("name")),
        ("birth_date", foreigner.of("birth_date")),
        ("gender", foreigner.of("gender")),
        ("phone", phone),
    ]);
    officer.fill_all(otherwise);
    officer.click("apply-go-on").await.clone()
}

/// Records passport, face and fingerprints, and hands the case on.
pub(crate) async fn prove(officer: &mut Browser) {
    for button in ["travel_document-passed", "compare-face", "compare-fingerprints", "submit"] {
        officer.click(button).await.expect(200);
    }
}

/// A foreigner with an account that was activated: the first of these whom the comparison recognises.
pub(crate) async fn with_account(house: &House, cohorts: &[&str]) -> Person {
    let [first, second] = immigration_officers(house);
    let (mut one, mut two) = (on_duty(house, &first).await, on_duty(house, &second).await);
    for foreigner in Foreigner::special(house, cohorts) {
        let case = apply(&mut one, &foreigner, &[]).await.path().to_owned();
        prove(&mut one).await;
        if evidence(one.page()).iter().any(|(_, result)| result != "passed") {
            continue;
        }
        two.open(&case).await;
        two.click("approve").await.expect_path(&case);
        let page = two.click("print-result").await.expect(200);
        let person = foreigner.person();
        assert_eq!(page.text("#paper-number").replace(' ', ""), person.personal_id_number);
        assert!(!page.words().contains(&person.full_name), "initials are enough");
        assert_eq!(count_told(house, &international(&person.phone), "account_made").await, 1);
        let code = house.code_sent_to(&international(&person.phone)).await;
        activate(house, &person, &code, PASSWORD).await.expect(200);
        return person;
    }
    panic!("the comparison recognises none of {cohorts:?}")
}

pub(crate) const RESIDENTS: [&str; 4] =
    ["foreigner_permanent", "foreigner_temporary", "foreigner_without_biometrics", ""];

#[tokio::test]
async fn a_foreigner_has_an_account_without_a_level_that_opens_what_level_two_opens() {
    let house = House::start();
    let foreigner = with_account(&house, &RESIDENTS).await;
    let shown: Value = house.command(&["account", "show", &foreigner.personal_id_number]).json();
    assert_eq!((&shown["level"], &shown["kind"]), (&Value::Null, &json!("foreigner")), "{shown}");

    let scope = "openid profile vn_identity vn_account vn_card";
    let file = json!({ "scope": format!("{scope} offline_access"), "least_account_level": 2 });
    let portal = portal(&house, &file).await;
    let mut browser = house.browser();
    let bought = tokens(&portal, scope, &foreigner, &mut browser).await;
    let acr = bought.claims["acr"].as_str().unwrap().to_owned();
    assert!(acr.ends_with('1'), "a password is one factor, whatever the account: {acr}");
    let said: Value = house.wire().get_with_token("/userinfo", &bought.access).await.expect(200).json();
    assert_eq!(said["name"], json!(foreigner.full_name));
    assert_eq!(said["personal_id_number"], json!(foreigner.personal_id_number));
    assert_eq!(said["account_type"], json!("foreigner"));
    assert_eq!(said["nationality"], foreigner.more["nationality"], "part of a foreigner's identity");
    for absent in ["account_level", "card_number", "card_valid_until", "locale"] {
        assert_eq!(said[absent], Value::Null, "{said}");
    }
    let page = browser.open("/wallet").await.expect_path("/wallet");
    assert!(!page.has("#level") && page.has("#turn-on"), "{}", page.summary());
    page.expect_words(&foreigner.full_name);
    house.close();
}

#[tokio::test]
async fn an_expired_passport_and_an_ended_stay_are_refused_with_the_reason_and_everybody_else_alike() {
    let house = House::start();
    let [first, _] = immigration_officers(&house);
    let mut one = on_duty(&house, &first).await;
    let mut said = Vec::new();
    for (cohort, words) in [
        ("foreigner_passport_expired", "Hộ chiếu đã hết hạn"),
        ("foreigner_residence_ended", "Đã hết thời hạn cư trú"),
        ("foreigner_left", "Đã hết thời hạn cư trú"),
    ] {
        let foreigner = Foreigner::special(&house, &[cohort]).remove(0);
        let page = apply(&mut one, &foreigner, &[]).await;
        page.expect(422).expect_words(words);
        assert_eq!(page.wrong_fields(), ["document"]);
    }
    let resident = Foreigner::special(&house, &["foreigner_temporary"]).remove(0);
    let deceased = Foreigner::special(&house, &["foreigner_deceased"]).remove(0);
    let child = Foreigner::special(&house, &["foreigner_child"]).remove(0);
    for (foreigner, otherwise) in [
        (&deceased, vec![]),
        (&child, vec![]),
        (&resident, vec![("document", "X99999999")]),
        (&resident, vec![("nationality", "ZZZ")]),
    ] {
        let page = apply(&mut one, foreigner, &otherwise).await;
        assert_eq!(page.wrong_fields(), ["document"], "{}", page.summary());
        said.push(page.texts(".summary li"));
    }
    assert!(said.iter().all(|words| *words == said[0]), "{said:?}");
    // What cannot be read is told by its field.
    for (name, value) in
        [("nationality", "VNM"), ("nationality", "K0R"), ("document", "!"), ("full_name", "Müller"), ("phone", "1")]
    {
        let page = apply(&mut one, &resident, &[(name, value)]).await;
        assert_eq!(page.expect(422).wrong_fields(), [name]);
    }
}

#[tokio::test]
async fn the_term_is_two_working_days_with_biometrics_held_and_five_without() {
    let house = House::start();
    let [first, _] = immigration_officers(&house);
    let mut one = on_duty(&house, &first).await;
    let mut limits = Vec::new();
    for cohort in ["foreigner_temporary", "foreigner_without_biometrics"] {
        let foreigner = Foreigner::special(&house, &[cohort]).remove(0);
        let page = apply(&mut one, &foreigner, &[]).await;
        assert!(page.path().starts_with("/office/case/cas_"), "{}", page.summary());
        let left = page.text("#limit .tag");
        limits.push(left.split_whitespace().nth(1).unwrap().parse::<i64>().unwrap());
    }
    assert!((1..=6).contains(&limits[0]) && (4..=11).contains(&limits[1]) && limits[1] >= limits[0] + 3, "{limits:?}");
}

#[tokio::test]
async fn what_is_not_as_in_the_passport_is_shown_and_makes_no_account() {
    let house = House::start();
    let [first, second] = immigration_officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let foreigner = Foreigner::special(&house, &["foreigner_permanent"]).remove(0);
    let page = apply(&mut one, &foreigner, &[("full_name", "SOMEBODY ELSE")]).await;
    let case = page.path().to_owned();
    assert_eq!(page.attributes("#declared tr[data-differs=true]", "data-field"), ["name"]);
    prove(&mut one).await;
    two.open(&case).await;
    if two.page().has("#approve") {
        assert_eq!(two.click("approve").await.expect(422).wrong_fields(), ["declared"]);
    }
    assert_ne!(house.command(&["account", "show", foreigner.of("number")]).code, 0);
}

#[tokio::test]
async fn a_foreigner_is_received_and_decided_at_an_immigration_office_alone() {
    let house = House::start();
    let ([commune, ..], [first, second]) = (officers(&house), immigration_officers(&house));
    let foreigner = Foreigner::special(&house, &["foreigner_permanent"]).remove(0);
    let mut elsewhere = on_duty(&house, &commune).await;
    let page = elsewhere.open("/office/case/new/foreigner").await.expect(200);
    assert!(page.has("#elsewhere") && !page.has("form#apply-foreigner"), "{}", page.summary());
    assert_eq!(page.attributes("#offices li", "data-unit"), ["01-QLXNC"]);
    page.expect_words("44 Phạm Ngọc Thạch");
    let typed = [("nationality", foreigner.of("nationality")), ("document", foreigner.of("document"))];
    let named = [("full_name", foreigner.of("name")), ("birth_date", foreigner.of("birth_date"))];
    let rest = [("gender", foreigner.of("gender")), ("phone", foreigner.of("phone")), ("go_on", "1")];
    let all: Vec<_> = typed.into_iter().chain(named).chain(rest).collect();
    elsewhere.open("/office/case/new").await;
    elsewhere.post_form("/office/case/new/foreigner", &all).await.expect(403).expect_words("44 Phạm Ngọc Thạch");

    // An office nearer to the officer stands first; one that has closed is nowhere to go.
    let add = |code: &str, name: &str, province: &str, kind: &str| {
        let place = ["--address", "1 Trần Phú", "--province", province, "--commune", "Phường A", "--kind", kind];
        let named = ["unit", "add", "--code", code, "--name", name, "--name-en", name];
        let open = ["--hours", "mon-fri 08:00-11:00", "--capacity", "1"];
        house.command(&[&named[..], &place, &open].concat())
    };
    add("79-XNC", "Phòng xuất nhập cảnh B", "79", "immigration").done();
    add("00-XNC", "Phòng xuất nhập cảnh C", "01", "immigration").done();
    add("48-XNC", "Phòng xuất nhập cảnh D", "48", "embassy").refused();
    house.command(&["unit", "close", "--code", "00-XNC"]).done();
    let listed = house.command(&["unit", "list"]).done();
    assert!(listed.lines().any(|line| line.starts_with("79-XNC") && line.ends_with("\timmigration\topen")), "{listed}");
    elsewhere.open("/office/case/new/foreigner").await;
    assert_eq!(elsewhere.page().attributes("#offices li", "data-unit"), ["01-QLXNC", "79-XNC"]);
    // Citizens book nothing there.
    let mut citizen = signed_in(&house, &house.person(&["--level", "1"])).await;
    citizen.open("/account/visit/times?unit=01-QLXNC").await.expect(404);

    // What was received there is decided there, and only as long as it is such an office.
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    for foreigner in Foreigner::special(&house, &RESIDENTS) {
        let case = apply(&mut one, &foreigner, &[]).await.path().to_owned();
        prove(&mut one).await;
        if evidence(one.page()).iter().any(|(_, result)| result != "passed") {
            continue;
        }
        two.open(&case).await;
        let form = two.clone();
        let name = "Phòng Quản lý xuất nhập cảnh Công an Thành phố Hà Nội";
        add("01-QLXNC", name, "01", "commune").done();
        let mut late = form.clone();
        late.click("approve").await.expect(409).expect_words("cơ quan quản lý xuất nhập cảnh");
        assert!(!two.open(&case).await.has("#approve"));
        assert_ne!(house.command(&["account", "show", foreigner.of("number")]).code, 0);
        add("01-QLXNC", name, "01", "immigration").done();
        two.open(&case).await;
        two.click("approve").await.expect_path(&case);
        house.command(&["account", "show", foreigner.of("number")]).done();
        return;
    }
    panic!("the comparison recognises none");
}

#[tokio::test]
async fn papers_of_a_foreigner_come_into_the_wallet_by_way_of_the_immigration_office() {
    let house = House::start();
    let holder = with_account(&house, &RESIDENTS).await;
    let ([commune, ..], [first, second]) = (officers(&house), immigration_officers(&house));
    let documents = |mut browser: Browser| {
        let number = holder.personal_id_number.clone();
        async move {
            browser.open("/office/case/new").await;
            browser.fill("personal_id_number", &number).click("documents").await;
            browser
        }
    };
    // Elsewhere it is as if there were no such account, but for where to go.
    let refused = documents(on_duty(&house, &commune).await).await;
    refused.page().expect(422).expect_words("cơ quan quản lý xuất nhập cảnh");

    let (mut one, mut two) = (documents(on_duty(&house, &first).await).await, on_duty(&house, &second).await);
    let case = one.page().path().to_owned();
    assert!(case.starts_with("/office/case/cas_"), "{}", one.page().summary());
    assert!(one.page().has("#travel_document-passed") && !one.page().has("#card-passed"));
    one.click("travel_document-passed").await.expect_path(&case);
    one.fill_all(&[("paper_kind", "driving_licence"), ("paper_number", "010123456789"), ("issued_on", "1/5/2024")]);
    one.tick("compared", &["1"]).click("add-original").await.expect_path(&case);
    one.click("submit").await.expect_path(&case);
    let mut mine = signed_in(&house, &holder).await;
    assert!(!mine.open("/wallet").await.has("#papers"), "one officer's word is none");
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    let page = mine.open("/wallet").await.expect_path("/wallet");
    assert_eq!(page.attributes("#papers li", "data-paper"), ["driving_licence"]);
    assert_eq!(count_told(&house, &addressed(&holder), "documents_integrated").await, 1);
    house.close();
}
