//! People of the register who have no account yet, beside those that the sandbox brings: plain ones, and every special
//! case of the invented population.

use crate::harness::{House, Page, Person, Printed};

/// Two hundred and more people, loaded into a house's register.
#[derive(Debug)]
pub(crate) struct Applicants(Vec<Applicant>);

#[derive(Debug)]
struct Applicant {
    person: Person,
    cohort: String,
    is_plain: bool,
}

impl Applicants {
    /// Invents them and loads them as an operator would.
    pub(crate) fn of(house: &House) -> Self {
        let csv = Printed::by(&["population", "generate", "--people", "300", "--seed", "4711"]).done();
        let csv = with_phone_of_its_own(&csv, "turns_14_tomorrow");
        let file = house.site().file("applicants.csv", &csv);
        house.command(&["population", "import", file.to_str().unwrap()]).done();
        // The invented people have no quotes and no commas in their fields.
        let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
        let column = |name: &str| rows[0].iter().position(|column| *column == name).unwrap();
        let people = rows[1..].iter().map(|row| {
            let field = |name: &str| row[column(name)].to_owned();
            let year: i32 = field("birth_date").rsplit('/').next().unwrap().parse().unwrap();
            let is_own_phone = !field("phone").is_empty() && field("phone_owner") == field("number");
            Applicant {
                is_plain: field("cohort").is_empty()
                    && is_own_phone
                    && (1940..=2005).contains(&year)
                    && field("status") == "alive"
                    && field("guardian").is_empty(),
                cohort: field("cohort"),
                person: Person {
                    personal_id_number: field("number"),
                    full_name: field("name"),
                    birth_date: field("birth_date"),
                    gender: field("gender"),
                    phone: field("phone"),
                    email: Some(field("email")).filter(|email| !email.is_empty()),
                    password: None,
                    level: None,
                    more: serde_json::Map::new(),
                },
            }
        });
        Self(people.collect())
    }

    /// Adults who are no special case and whose telephone is their own.
    pub(crate) fn plain(&self) -> Vec<&Person> {
        self.0.iter().filter(|applicant| applicant.is_plain).map(|applicant| &applicant.person).collect()
    }

    /// One of them.
    pub(crate) fn anybody(&self) -> &Person {
        self.plain()[0]
    }

    /// One whom the register knows by an e-mail address.
    pub(crate) fn with_email(&self) -> &Person {
        self.plain().into_iter().find(|person| person.email.is_some()).expect("some have an address")
    }

    /// Somebody of a special case.
    pub(crate) fn special(&self, cohort: &str) -> &Person {
        let found = self.0.iter().find(|applicant| applicant.cohort == cohort);
        &found.unwrap_or_else(|| panic!("nobody is {cohort}")).person
    }
}

/// A child has its parent's telephone in the invented population; one who reaches 14 may have a line of its own.
fn with_phone_of_its_own(csv: &str, cohort: &str) -> String {
    let columns: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let column = |name: &str| columns.iter().position(|column| *column == name).unwrap();
    let mut changed = String::new();
    for line in csv.lines() {
        let mut row: Vec<&str> = line.split(',').collect();
        if row[column("cohort")] == cohort {
            row[column("phone")] = "0500004714";
            row[column("phone_owner")] = row[column("number")];
        }
        changed += &row.join(",");
        changed.push('\n');
    }
    changed
}

/// `+84` and nine digits, as the outbox has it.
pub(crate) fn international(phone: &str) -> String {
    format!("+84{}", phone.strip_prefix('0').unwrap())
}

/// Fills the page of enrolment as this person would, with some fields typed otherwise, and sends it.
pub(crate) async fn enrol(house: &House, person: &Person, otherwise: &[(&str, &str)]) -> Page {
    let mut browser = house.browser();
    browser.open("/enrol").await.expect_path("/enrol");
    browser.fill_all(&person.declaration()).fill_all(otherwise);
    browser.click("enrol").await.clone()
}

/// Enrols this person and answers the activation code that arrived at the telephone.
pub(crate) async fn enrolled(house: &House, person: &Person) -> String {
    enrol(house, person, &[]).await.expect(200);
    house.code_sent_to(&international(&person.phone)).await
}

/// Sends the page of activation.
pub(crate) async fn activate(house: &House, person: &Person, code: &str, password: &str) -> Page {
    let mut browser = house.browser();
    browser.open("/activate").await.expect_path("/activate");
    browser.fill_all(&[("personal_id_number", &person.personal_id_number), ("code", code)]);
    browser.fill_all(&[("password", password), ("password_again", password)]);
    browser.click("activate").await.clone()
}

/// The words of the messages that went to this phone or address, newest first, as `kind: text`.
pub(crate) async fn told(house: &House, to: &str) -> Vec<String> {
    let outbox = house.outbox().await;
    let to_them = outbox.iter().filter(|message| message.to == to);
    to_them.map(|message| format!("{}: {}", message.kind, message.text)).collect()
}

/// How many messages of a kind went to this phone or address.
pub(crate) async fn count_told(house: &House, to: &str, kind: &str) -> usize {
    house.outbox().await.iter().filter(|message| message.to == to && message.kind == kind).count()
}

/// A password that nobody else would choose.
pub(crate) const PASSWORD: &str = "Trời-xanh-7-sắc";
