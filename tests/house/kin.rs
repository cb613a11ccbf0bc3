//! Families in the register: the sandbox's people of level 2 as parents and guardians of children and wards that a story
//! brings along.

use std::sync::OnceLock;

use serde_json::{Map, Value};
use time::{Date, OffsetDateTime, UtcOffset};

use crate::citizens::update;
use crate::harness::{Browser, House, Page, Person, Printed};

/// Somebody of the register for whom another answers.
#[derive(Clone, Debug)]
pub(crate) struct Kin {
    fields: Vec<(&'static str, String)>,
}

impl Kin {
    /// A girl of that number, born so, with a valid card and nobody who answers for her.
    pub(crate) fn born(number: &str, birth_date: &str) -> Self {
        let fields = [
            ("number", number),
            ("name", "Trịnh Thị Khánh Vy"),
            ("birth_date", birth_date),
            ("gender", "female"),
            ("status", "alive"),
            ("nationality", "VNM"),
            ("ethnicity", "01"),
            ("card_issued_on", "2024-08-01"),
            ("card_expires_on", "never"),
            ("card_state", "issued"),
            ("permanent_residence", "01|Phường Hoàn Kiếm|Số 1 phố Hàng Bài"),
        ];
        Self { fields: fields.map(|(name, value)| (name, value.to_owned())).to_vec() }
    }

    /// The same, with the register saying something else of her.
    pub(crate) fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut kin = self.clone();
        kin.fields.retain(|(known, _)| *known != name);
        kin.fields.push((name, value.into()));
        kin
    }

    /// Named so in the record's column: `father`, `mother` or `guardian`.
    pub(crate) fn of(&self, column: &'static str, whose: &Person) -> Self {
        self.with(column, format!("{}|{}", whose.personal_id_number, whose.full_name))
    }

    /// Lets the register know it from now on.
    pub(crate) fn known_to(&self, house: &House) {
        let header = header();
        let of = |column: &str| self.fields.iter().find(|(name, _)| *name == column).map_or("", |(_, value)| value);
        let line: Vec<&str> = header.split(',').map(of).collect();
        assert!(update(house, &format!("{header}\n{}\n", line.join(","))).starts_with("changed 1 refused 0\n"));
    }

    /// What the register says in a column.
    pub(crate) fn field(&self, column: &str) -> &str {
        self.fields.iter().find(|(name, _)| *name == column).map_or("", |(_, value)| value)
    }

    /// The same as somebody who applies alone, with that telephone.
    pub(crate) fn person(&self, phone: &str) -> Person {
        Person {
            personal_id_number: self.field("number").to_owned(),
            full_name: self.field("name").to_owned(),
            birth_date: self.field("birth_date").to_owned(),
            gender: self.field("gender").to_owned(),
            phone: phone.to_owned(),
            email: None,
            password: Some(String::from("Mầm-non-xanh-2026!")),
            level: None,
            more: Map::new(),
        }
    }

    /// What who answers for her writes down.
    pub(crate) fn declaration(&self) -> Vec<(&str, &str)> {
        vec![
            ("personal_id_number", self.field("number")),
            ("full_name", self.field("name")),
            ("birth_date", self.field("birth_date")),
            ("gender", self.field("gender")),
        ]
    }

    /// How her account stands.
    pub(crate) fn account(&self, house: &House) -> Option<Value> {
        let shown = house.command(&["account", "show", self.field("number")]);
        (shown.code == 0).then(|| shown.json())
    }
}

/// The sandbox's people of level 2: mother, father, and somebody else.
pub(crate) fn adults(house: &House) -> [Person; 3] {
    let mut people = house.people(&["--level", "2"]).into_iter();
    std::array::from_fn(|_| people.next().expect("three of level 2"))
}

/// Signs somebody in with two factors, at the list of dependants.
pub(crate) async fn at_the_list(house: &House, mut browser: Browser, person: &Person) -> Browser {
    browser.open("/wallet/dependants").await.expect_path("/sign-in");
    browser.sign_in(person).await.expect_path("/sign-in/code");
    let code = house.code_sent_to(&person.phone).await;
    browser.fill("code", &code).click("verify").await.expect_path("/wallet/dependants");
    browser
}

/// Declares somebody, and answers the page that says what became of it.
pub(crate) async fn declare(browser: &mut Browser, kin: &Kin, otherwise: &[(&str, &str)]) -> Page {
    browser.open("/wallet/dependants/new").await.expect_path("/wallet/dependants/new");
    browser.fill_all(&kin.declaration()).fill_all(otherwise);
    browser.click("send").await.clone()
}

/// Declares somebody and activates the account; answers the address of the page.
pub(crate) async fn kept(browser: &mut Browser, kin: &Kin) -> String {
    let page = declare(browser, kin, &[]).await;
    assert!(page.expect(200).has("#waits"), "{}", page.summary());
    let page = browser.click("activate").await.expect(200);
    assert!(page.has("#card"), "{}", page.summary());
    page.path().to_owned()
}

/// The date of birth, as it is typed, of who reaches that age so many days from the house's today.
pub(crate) fn reaching(house: &House, age: i32, in_days: i64) -> String {
    let day = today(house) + time::Duration::days(in_days);
    let born = Date::from_calendar_date(day.year() - age, day.month(), day.day()).expect("no story on a leap day");
    format!("{:02}/{:02}/{}", born.day(), u8::from(born.month()), born.year())
}

/// Moves the house's clock to the first second of its tomorrow in Viet Nam, less so many seconds.
pub(crate) async fn until_midnight(house: &House, less: i64) {
    let tomorrow = (today(house) + time::Duration::days(1)).midnight().assume_offset(zone());
    house.advance(tomorrow.unix_timestamp() - house.now() - less).await;
}

fn today(house: &House) -> Date {
    OffsetDateTime::from_unix_timestamp(house.now()).unwrap().to_offset(zone()).date()
}

fn zone() -> UtcOffset {
    UtcOffset::from_hms(7, 0, 0).unwrap()
}

fn header() -> &'static str {
    static HEADER: OnceLock<String> = OnceLock::new();
    HEADER.get_or_init(|| {
        let csv = Printed::by(&["population", "generate", "--people", "1", "--seed", "1"]).done();
        csv.lines().next().unwrap().to_owned()
    })
}

/// Lets the register say something else of one of the sandbox's people from now on; answers what the command said.
pub(crate) fn cast_says(house: &House, person: &Person, news: &[(&'static str, &str)]) -> String {
    let mut says = Kin::born(&person.personal_id_number, &person.birth_date)
        .with("name", person.full_name.as_str())
        .with("gender", person.gender.as_str())
        .with("phone", person.phone.as_str())
        .with("phone_owner", person.personal_id_number.as_str());
    for (name, value) in news {
        says = says.with(name, *value);
    }
    let line: Vec<&str> = header().split(',').map(|column| says.field(column)).collect();
    update(house, &format!("{}\n{}\n", header(), line.join(",")))
}
