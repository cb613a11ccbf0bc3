//! The known people of the sandbox: invented, with numbers that the generator leaves free and telephones that no operator
//! has. Their names stand in the documentation, so they are the same on every day.

use crate::clock::Day;
use crate::fault::Fault;
use crate::identity::birth::BirthDate;
use crate::identity::dependant::Relation;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Card, CardState, Details, Record, Relative, VitalStatus};
use crate::identity::phone::{Email, Phone};
use crate::identity::place::Place;
use crate::registry::columns::Person;

/// What a known person is there for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    /// Receives, processes and approves at the commune.
    Officer,
    /// Does the same for foreigners, at the immigration office.
    Immigration,
    /// Says what groups may do.
    Administrator,
    /// Has level 2; the first of them has every claim.
    LevelTwo,
    /// Has level 1.
    LevelOne,
}

/// A known person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) role: Role,
    number: &'static str,
    name: &'static str,
    birth: &'static str,
    gender: Gender,
    /// The last four digits of `0509 99….`.
    phone: &'static str,
}

/// The known people. Officers first, since they raise the others.
pub(super) const CAST: [Known; 17] = [
    known(Role::Officer, "001080999911", "Trần Quốc Bảo", "12/03/1980", Gender::Male, "0011"),
    known(Role::Officer, "001184999912", "Lê Thị Hồng Nhung", "25/07/1984", Gender::Female, "0012"),
    known(Role::Administrator, "001076999913", "Phạm Văn Thành", "02/09/1976", Gender::Male, "0013"),
    known(Role::Immigration, "001082999914", "Đinh Quang Vinh", "17/06/1982", Gender::Male, "0014"),
    known(Role::Immigration, "001185999916", "Vũ Thị Thu Thủy", "03/10/1985", Gender::Female, "0016"),
    known(Role::LevelTwo, "001190999921", "Nguyễn Thị Minh Anh", "01/05/1990", Gender::Female, "0021"),
    known(Role::LevelTwo, "048092999922", "Hoàng Đức Anh", "19/11/1992", Gender::Male, "0022"),
    known(Role::LevelTwo, "079188999923", "Võ Thị Kim Ngân", "08/02/1988", Gender::Female, "0023"),
    known(Role::LevelTwo, "066095999924", "Y Bhăm Niê", "30/06/1995", Gender::Male, "0024"),
    known(Role::LevelTwo, "001159999925", "Đặng Thị Hòa", "1959", Gender::Female, "0025"),
    known(Role::LevelOne, "031094999931", "Bùi Thanh Tùng", "14/10/1994", Gender::Male, "0031"),
    known(Role::LevelOne, "092197999932", "Huỳnh Ngọc Trâm", "23/04/1997", Gender::Female, "0032"),
    known(Role::LevelOne, "038086999933", "Lê Văn Khải", "11/01/1986", Gender::Male, "0033"),
    known(Role::LevelOne, "046303999934", "Tôn Nữ Quỳnh Chi", "09/09/2003", Gender::Female, "0034"),
    known(Role::LevelOne, "024199999935", "Ngô Thu Hà", "17/12/1999", Gender::Female, "0035"),
    // Last, since the fingerprints are worn and the comparison fails (`registry::biometrics::simulated`).
    known(Role::LevelOne, WORN, "Đỗ Văn Lực", "05/05/1968", Gender::Male, "0036"),
    // And the card's photo no longer shows the face.
    known(Role::LevelOne, GROWN_OLD, "Mai Thị Lành", "07/07/1971", Gender::Female, "0037"),
];

/// Somebody for whom one of the known people answers, with a card and without an account: theirs to declare.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kin {
    number: &'static str,
    name: &'static str,
    birth: &'static str,
    gender: Gender,
    relation: Relation,
    /// The number of who answers.
    by: &'static str,
}

/// A child of eight, and a ward who is of age.
pub(super) const KIN: [Kin; 2] = [
    Kin {
        number: CHILD,
        name: "Trịnh Minh Khôi",
        birth: "03/06/2018",
        gender: Gender::Male,
        relation: Relation::Mother,
        by: EVERY_CLAIM,
    },
    Kin {
        number: "001087999905",
        name: "Đặng Quang Minh",
        birth: "20/02/1987",
        gender: Gender::Male,
        relation: Relation::Guardian,
        by: "001159999925",
    },
];

impl Kin {
    /// The person as the register is to have them, and the number of who answers.
    pub(super) fn person(&self, on: Day) -> Result<(Person, PersonalNumber), Fault> {
        let impossible = || Fault::internal("a dependant of the sandbox is impossible");
        let by = CAST.iter().find(|known| known.is(self.by)).ok_or_else(impossible)?;
        let as_known = Known {
            role: Role::LevelOne,
            number: self.number,
            name: self.name,
            birth: self.birth,
            gender: self.gender,
            phone: by.phone,
        };
        let Person { record, delivered_name, cohort } = as_known.person(on)?;
        let answers = Some(Relative { number: by.number()?, name: by.name.to_owned() });
        let details = match self.relation {
            Relation::Father => Details { father: answers, ..record.details },
            Relation::Mother => Details { mother: answers, ..record.details },
            Relation::Guardian => Details { guardian: answers, ..record.details },
        };
        // A dependant has no telephone: who answers is reached by their own.
        let record = Record { phone: None, phone_owner: None, email: None, details, ..record };
        Ok((Person { record, delivered_name, cohort }, by.number()?))
    }
}

const fn known(
    role: Role,
    number: &'static str,
    name: &'static str,
    birth: &'static str,
    gender: Gender,
    phone: &'static str,
) -> Known {
    Known { role, number, name, birth, gender, phone }
}

impl Known {
    /// The person as the register is to have them.
    pub(super) fn person(&self, on: Day) -> Result<Person, Fault> {
        let number = self.number()?;
        let (name, birth) =
            (self.parsed(Name::parse(self.name).ok())?, self.parsed(BirthDate::parse(self.birth).ok())?);
        let phone = self.parsed(Phone::parse(&format!("050999{}", self.phone)).ok())?;
        let email = Email::parse(&format!("dan{}@dan.example", self.phone));
        let details = self.details(&birth, on)?;
        let record = Record {
            number,
            name,
            birth,
            gender: self.gender,
            status: VitalStatus::Alive,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: Some(phone),
            phone_owner: Some(number),
            email,
            details,
        };
        Ok(Person { record, delivered_name: self.name.to_owned(), cohort: String::from(COHORT) })
    }

    /// Whether the person has this number.
    pub(super) fn is(&self, number: &str) -> bool {
        self.number == number
    }

    /// The number.
    pub(super) fn number(&self) -> Result<PersonalNumber, Fault> {
        self.parsed(PersonalNumber::parse(self.number))
    }

    /// Everything that the register can know, so that no claim is missing.
    fn details(&self, birth: &BirthDate, on: Day) -> Result<Details, Fault> {
        let home = Place {
            province: String::from("01"),
            commune: String::from("Phường Hoàn Kiếm"),
            detail: format!("Số {} phố Hàng Bài", self.phone.trim_start_matches('0')),
        };
        let relative = |number: &str, name: &str| {
            let number = self.parsed(PersonalNumber::parse(number))?;
            Ok::<_, Fault>(Relative { number, name: name.to_owned() })
        };
        let family = self.number == EVERY_CLAIM;
        let of_family = |number, name| family.then(|| relative(number, name)).transpose();
        let issued_on = on.plus_days(-400);
        let number = self.number()?;
        Ok(Details {
            nationality: String::from("VNM"),
            ethnicity: String::from(if self.name.starts_with("Y ") { "12" } else { "01" }),
            religion: String::from("Không"),
            blood_group: String::from("O"),
            birth_place: home.clone(),
            native_place: home.clone(),
            permanent_residence: home.clone(),
            temporary_residence: home.clone(),
            current_residence: home,
            marital_status: String::from(if family { "married" } else { "single" }),
            household_file: format!("HK-01-99{}", self.phone),
            relation_to_head: String::from("head"),
            household_head: Some(Relative { number, name: self.name.to_owned() }),
            father: of_family("001056999901", "Nguyễn Văn Phúc")?,
            mother: of_family("001158999902", "Trần Thị Lan")?,
            spouse: of_family("001088999903", "Trịnh Quang Huy")?,
            children: of_family(CHILD, "Trịnh Minh Khôi")?.into_iter().collect(),
            card: Some(Card { issued_on, expires_on: Card::expiry(birth, issued_on), state: CardState::Issued }),
            ..Details::default()
        })
    }

    fn parsed<T>(&self, value: Option<T>) -> Result<T, Fault> {
        value.ok_or_else(|| Fault::internal("a known person of the sandbox is impossible"))
    }
}

/// The word in the register's column `cohort`: who is known is nobody's random example.
pub(super) const COHORT: &str = "sandbox_cast";
const WORN: &str = "036068999957";
const GROWN_OLD: &str = "034171999948";
/// The one with every claim: her family is in the register too.
const EVERY_CLAIM: &str = "001190999921";
/// Her son.
const CHILD: &str = "001218999904";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::proofing::EvidenceKind;
    use crate::identity::{decree, dependant};
    use crate::registry::biometrics::simulated;

    #[test]
    fn the_known_people_can_exist_and_are_recognised_but_for_the_last_two() {
        let on = Day::new(2026, 11, 21).unwrap();
        for known in CAST {
            let person = known.person(on).unwrap();
            assert!(person.record.details.card.unwrap().is_valid_on(on), "{}", known.name);
            assert!(person.record.number.warnings(Some(&person.record.birth), Some(known.gender)).is_empty());
            let grown_old = known.number == GROWN_OLD;
            assert_eq!(simulated(&person.record.number, EvidenceKind::Face), !grown_old, "{}", known.number);
            let worn = known.number == WORN;
            assert_eq!(simulated(&person.record.number, EvidenceKind::Fingerprints), !worn, "{}", known.number);
        }
    }

    #[test]
    fn who_is_to_be_declared_is_answered_for_by_one_of_level_two_and_recognised() {
        let on = Day::new(2026, 11, 21).unwrap();
        for kin in KIN {
            let (person, by) = kin.person(on).unwrap();
            let guardian = CAST.iter().find(|known| known.is(by.as_str())).unwrap();
            assert_eq!(guardian.role, Role::LevelTwo);
            let standing =
                dependant::standing(&guardian.person(on).unwrap().record, &person.record, on, decree::in_force(on));
            assert_eq!(standing.map(|standing| standing.relation), Some(kin.relation), "{}", kin.name);
            assert!(person.record.number.warnings(Some(&person.record.birth), Some(kin.gender)).is_empty());
            for kind in EvidenceKind::ALL {
                assert!(simulated(&person.record.number, kind), "{}", kin.number);
            }
        }
    }

    #[test]
    fn no_two_share_a_number_or_a_phone() {
        let numbers: std::collections::BTreeSet<_> = CAST.iter().map(|known| known.number).collect();
        let phones: std::collections::BTreeSet<_> = CAST.iter().map(|known| known.phone).collect();
        assert_eq!((numbers.len(), phones.len()), (CAST.len(), CAST.len()));
    }
}
