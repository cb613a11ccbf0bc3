//! Citizens with accounts, made as citizens make them: on the pages of enrolment and activation.

use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use crate::harness::{House, Person, Printed, RelyingParty, Site};

/// The password that every citizen of these stories has chosen.
pub(crate) const PASSWORD: &str = "Lúa chín vàng 2026!";

/// A house with a small population behind it.
pub(crate) fn house() -> House {
    let site = Site::sandbox();
    let file = site.file("people.csv", csv());
    let imported = site.command(&["population", "import", file.to_str().unwrap()]);
    assert!(imported.code <= 1, "{}", imported.stderr);
    House::on(site, &[])
}

/// The citizen of that place in the population, enrolled and activated: an account of level 1.
pub(crate) async fn citizen(house: &House, place: usize) -> Person {
    let person = ordinary().swap_remove(place);
    let mut browser = house.browser();
    browser.open("/enrol").await;
    let declared = person.declaration();
    browser.fill_all(&declared).click("enrol").await.expect(200);
    house.sweep().await;
    let code = house.code_sent_to(&person.phone).await;
    browser.open("/activate").await;
    browser.fill_all(&[
        ("personal_id_number", &person.personal_id_number),
        ("code", &code),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ]);
    browser.click("activate").await.expect(200);
    Person { password: Some(PASSWORD.to_owned()), level: Some(1), ..person }
}

/// A portal that is registered with these members beside the least.
pub(crate) async fn portal(house: &House, more: &Value) -> RelyingParty {
    let mut file = json!({
        "client_name": "Cổng dịch vụ công",
        "client_name#en": "Public services portal",
        "kind": "state_body",
        "redirect_uris": ["https://portal.example/cb"],
        "scope": "openid profile email phone vn_identity offline_access",
        "grant_types": ["authorization_code", "refresh_token"],
    });
    for (name, value) in more.as_object().unwrap() {
        file[name] = value.clone();
    }
    house.relying_party(&file).await
}

/// Lets the register say something else of a person from now on, as an operator does; answers what the command said.
pub(crate) fn register_says(house: &House, person: &Person, news: &[(&str, &str)]) -> String {
    let mut lines = csv().lines();
    let header = lines.next().unwrap();
    let known = lines.find(|line| line.starts_with(&person.personal_id_number)).unwrap();
    let mut fields: Vec<&str> = known.split(',').collect();
    for (name, value) in news {
        let at = header.split(',').position(|column| column == *name).unwrap();
        fields[at] = value;
    }
    update(house, &format!("{header}\n{}\n", fields.join(",")))
}

/// Takes in an update of the register.
pub(crate) fn update(house: &House, csv: &str) -> String {
    let file = house.site().file("update.csv", csv);
    house.command(&["population", "update", file.to_str().unwrap()]).done()
}

/// Adults who live, with a whole date of birth, an own phone, and no special case.
fn ordinary() -> Vec<Person> {
    let mut lines = csv().lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let of = |line: &[String], name: &str| line[at(name)].clone();
    let is_ordinary = |line: &Vec<String>| {
        let year = of(line, "birth_date").get(6..).and_then(|year| year.parse::<i32>().ok()).unwrap_or_default();
        of(line, "cohort").is_empty()
            && of(line, "status") == "alive"
            && of(line, "birth_date").len() == 10
            && (1960..2000).contains(&year)
            && !of(line, "phone").is_empty()
            && of(line, "phone_owner") == of(line, "number")
    };
    lines
        .filter(is_ordinary)
        .map(|line| Person {
            personal_id_number: of(&line, "number"),
            full_name: of(&line, "name"),
            birth_date: of(&line, "birth_date"),
            gender: of(&line, "gender"),
            // As messages are addressed.
            phone: format!("+84{}", &of(&line, "phone")[1..]),
            email: None,
            password: None,
            level: None,
            more: Map::new(),
        })
        .collect()
}

pub(crate) fn csv() -> &'static str {
    static CSV: OnceLock<String> = OnceLock::new();
    CSV.get_or_init(|| Printed::by(&["population", "generate", "--people", "120", "--seed", "11"]).done())
}
