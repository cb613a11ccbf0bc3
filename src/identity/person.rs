//! What somebody declares about himself, and what the register knows.
//!
//! Nothing here is printed by `Debug`: every field is about a person.

use std::fmt;

use crate::clock::{Day, Timestamp};
use crate::identity::birth::{BirthDate, BirthRefusal};
use crate::identity::decree;
use crate::identity::gender::Gender;
use crate::identity::name::{Name, NameRefusal};
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::phone::{Email, Phone, PhoneRefusal};
use crate::identity::place::Place;

/// What an applicant declares, parsed field by field.
#[derive(Clone, Eq, PartialEq)]
pub struct Declared {
    /// The personal number.
    pub number: PersonalNumber,
    /// The birth name.
    pub name: Name,
    /// The date of birth, in the precision that the applicant knows.
    pub birth: BirthDate,
    /// The gender.
    pub gender: Gender,
    /// The mobile number, which must be registered in the applicant's own name (Decree 69/2024 Art. 10(1)).
    pub phone: Phone,
    /// The e-mail address, if any.
    pub email: Option<Email>,
}

/// The fields of the form as they came.
#[derive(Clone, Copy, Default)]
pub struct Form<'a> {
    /// The personal number.
    pub number: &'a str,
    /// The birth name.
    pub name: &'a str,
    /// The date of birth: `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    pub birth_date: &'a str,
    /// The gender's word.
    pub gender: &'a str,
    /// The mobile number.
    pub phone: &'a str,
    /// The e-mail address; empty when there is none.
    pub email: &'a str,
}

impl Declared {
    /// Parses the form; every wrong field is told at once.
    pub fn parse(form: Form<'_>) -> Result<Self, DeclaredRefusal> {
        let number = PersonalNumber::parse(form.number.trim_matches(' '));
        let name = Name::parse(form.name);
        let birth = BirthDate::parse(form.birth_date);
        let gender = Gender::parse(form.gender);
        let phone = Phone::parse(form.phone);
        let email = match form.email.trim_matches(' ') {
            "" => Some(None),
            given => Email::parse(given).map(Some),
        };
        match (number, name, birth, gender, phone, email) {
            (Some(number), Ok(name), Ok(birth), Some(gender), Ok(phone), Some(email)) => {
                Ok(Self { number, name, birth, gender, phone, email })
            }
            (number, name, birth, gender, phone, email) => Err(DeclaredRefusal {
                number: number.is_none(),
                name: name.err(),
                birth: birth.err(),
                gender: gender.is_none(),
                phone: phone.err(),
                email: email.is_none(),
            }),
        }
    }
}

impl fmt::Debug for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(declared)")
    }
}

/// Which fields cannot be read, and why, for the form to say beside each.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct DeclaredRefusal {
    /// The number is not 12 digits.
    pub number: bool,
    /// Why the name is none.
    pub name: Option<NameRefusal>,
    /// Why the date is none.
    pub birth: Option<BirthRefusal>,
    /// The gender is none of the words.
    pub gender: bool,
    /// Why the phone number is none.
    pub phone: Option<PhoneRefusal>,
    /// The e-mail address is none.
    pub email: bool,
}

/// What the register of the population knows of one person (Law on Identification Art. 9).
#[derive(Clone, Eq, PartialEq)]
pub struct Record {
    /// The number in force.
    pub number: PersonalNumber,
    /// The birth name; this spelling is the one that is released, never the declared one.
    pub name: Name,
    /// The date of birth in the precision that the register has.
    pub birth: BirthDate,
    /// The gender.
    pub gender: Gender,
    /// Whether the person lives.
    pub status: VitalStatus,
    /// Numbers that were cancelled in favour of this one; never given to anybody again.
    pub cancelled_numbers: Vec<PersonalNumber>,
    /// The 9-digit number of the former card.
    pub legacy_number: Option<LegacyNumber>,
    /// The mobile number known to the register.
    pub phone: Option<Phone>,
    /// In whose name the telephone companies have that number.
    pub phone_owner: Option<PersonalNumber>,
    /// The e-mail address.
    pub email: Option<Email>,
    /// Everything else.
    pub details: Details,
}

impl Record {
    /// Whether the register knows the person as a citizen.
    pub fn is_citizen(&self) -> bool {
        self.details.nationality == decree::CITIZENSHIP
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(record)")
    }
}

/// What the register holds beside what is matched; all of it optional.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Details {
    /// ISO 3166-1 alpha-3; `VNM` for citizens.
    pub nationality: String,
    /// The two-digit code of the ethnic group; the spelling of its name varies and is never compared.
    pub ethnicity: String,
    /// The religion.
    pub religion: String,
    /// The blood group.
    pub blood_group: String,
    /// Where the person was born.
    pub birth_place: Place,
    /// Quê quán.
    pub native_place: Place,
    /// Nơi thường trú.
    pub permanent_residence: Place,
    /// Nơi tạm trú.
    pub temporary_residence: Place,
    /// Nơi ở hiện tại.
    pub current_residence: Place,
    /// The marital status: `single`, `married`, `divorced`, `widowed`.
    pub marital_status: String,
    /// Số hồ sơ cư trú: the household's file.
    pub household_file: String,
    /// The relation to the head of the household; `head` for the head.
    pub relation_to_head: String,
    /// The head of the household.
    pub household_head: Option<Relative>,
    /// The father.
    pub father: Option<Relative>,
    /// The mother.
    pub mother: Option<Relative>,
    /// The spouse.
    pub spouse: Option<Relative>,
    /// The children.
    pub children: Vec<Relative>,
    /// Who answers for a child or a ward.
    pub guardian: Option<Relative>,
    /// The identity card in force or last held.
    pub card: Option<Card>,
    /// A foreigner's passport.
    pub passport: Option<Passport>,
    /// The organisation that the person represents by law.
    pub represents: Option<Organisation>,
}

/// Somebody else in a record.
#[derive(Clone, Eq, PartialEq)]
pub struct Relative {
    /// The number.
    pub number: PersonalNumber,
    /// The name as the record has it.
    pub name: String,
}

/// An identity card; its number is the personal number.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Card {
    /// When it was issued.
    pub issued_on: Day,
    /// The last day on which it holds; none for who was 60 at issue (Law on Identification Art. 21).
    pub expires_on: Option<Day>,
    /// Whether the authority took it back.
    pub state: CardState,
}

impl Card {
    /// The last day of a card issued that day (Law on Identification Art. 21): the holder's birthday at the next age of
    /// renewal, but the one after it when the card is issued shortly before; never after the last.
    pub fn expiry(birth: &BirthDate, issued_on: Day) -> Option<Day> {
        let rules = decree::in_force(issued_on);
        let early = rules.card_renewed_early_years;
        let next = rules.card_renewal_ages.into_iter().find(|age| birth.birthday(age - early) > issued_on);
        next.map(|age| birth.birthday(age))
    }

    /// The first instant at which the card no longer holds by its date; none for a card without one.
    pub fn ends_at(&self) -> Option<Timestamp> {
        Some(self.expires_on?.plus_days(1).start_in_vietnam())
    }

    /// Whether the card may be relied on that day.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.state == CardState::Issued && self.expires_on.is_none_or(|last| day <= last)
    }
}

/// The authority that issues every card since 2016.
pub const CARD_ISSUER: &str = "Bộ Công an";

/// What the authority did with a card.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CardState {
    /// With its holder.
    Issued,
    /// Withheld for a time.
    Withheld,
    /// Revoked.
    Revoked,
}

impl CardState {
    /// The column's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Withheld => "withheld",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the column's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Issued, Self::Withheld, Self::Revoked].into_iter().find(|state| state.as_str() == text)
    }
}

/// A foreigner's passport.
#[derive(Clone, Eq, PartialEq)]
pub struct Passport {
    /// The number.
    pub number: String,
    /// The last day on which it holds.
    pub expires_on: Day,
}

/// An organisation in a person's record.
#[derive(Clone, Eq, PartialEq)]
pub struct Organisation {
    /// Its number.
    pub number: String,
    /// Its Vietnamese name.
    pub name: String,
}

/// Whether a person lives, as far as the register knows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum VitalStatus {
    /// Alive.
    Alive,
    /// Dead.
    Deceased,
    /// Declared missing by a court.
    Missing,
}

impl VitalStatus {
    /// The column's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alive => "alive",
            Self::Deceased => "deceased",
            Self::Missing => "missing",
        }
    }

    /// Reads the column's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Alive, Self::Deceased, Self::Missing].into_iter().find(|status| status.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORM: Form<'static> = Form {
        number: "001090000001",
        name: "Nguyễn Văn An",
        birth_date: "1/5/1990",
        gender: "Nam",
        phone: "0912 345 678",
        email: "",
    };

    #[test]
    fn a_form_is_parsed_whole() {
        let declared = Declared::parse(FORM).unwrap();
        assert_eq!(declared.phone.as_str(), "+84912345678");
        assert_eq!(declared.email, None);
        assert_eq!(format!("{declared:?}"), "(declared)");
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let refusal = Declared::parse(Form { email: "x", gender: "?", ..Form::default() }).unwrap_err();
        assert_eq!(
            refusal,
            DeclaredRefusal {
                number: true,
                name: Some(NameRefusal::Empty),
                birth: Some(BirthRefusal::DateFormat),
                gender: true,
                phone: Some(PhoneRefusal::Shape),
                email: true,
            }
        );
        let refusal = Declared::parse(Form { phone: "01621234567", ..FORM }).unwrap_err();
        assert_eq!(refusal, DeclaredRefusal { phone: Some(PhoneRefusal::ElevenDigits), ..DeclaredRefusal::default() });
    }

    #[test]
    fn a_card_is_renewed_at_14_25_40_and_60() {
        let birth = BirthDate::parse("15/6/1990").unwrap();
        for (issued, last) in [
            ("2000-01-01", Some("2004-06-15")),
            ("2002-06-15", Some("2015-06-15")),
            ("2012-06-14", Some("2015-06-15")),
            ("2013-06-14", Some("2015-06-15")),
            ("2013-06-15", Some("2030-06-15")),
            ("2026-11-21", Some("2030-06-15")),
            ("2047-01-01", Some("2050-06-15")),
            ("2048-06-15", None),
        ] {
            let found = Card::expiry(&birth, Day::parse(issued).unwrap());
            assert_eq!(found.map(|day| day.to_string()), last.map(str::to_owned), "{issued}");
        }
    }

    #[test]
    fn a_card_holds_to_the_end_of_its_last_day() {
        let last = Day::new(2026, 11, 22);
        let card = Card { issued_on: Day::new(2016, 1, 4).unwrap(), expires_on: last, state: CardState::Issued };
        assert!(card.is_valid_on(last.unwrap()));
        assert!(!card.is_valid_on(last.unwrap().plus_days(1)));
        assert!(!Card { state: CardState::Revoked, expires_on: None, ..card }.is_valid_on(last.unwrap()));
    }

    proptest! {
        #[test]
        fn a_card_ends_on_the_first_birthday_of_renewal_that_is_two_years_off(born in 0i64..30_000, after in 0i64..32_000) {
            let birth = BirthDate::on(Day::new(1930, 1, 1).unwrap().plus_days(born)).unwrap();
            let issued_on = birth.birthday(0).plus_days(after);
            let rules = decree::in_force(issued_on);
            let two_years_off = |age: u8| birth.birthday(age - rules.card_renewed_early_years) > issued_on;
            match Card::expiry(&birth, issued_on) {
                None => prop_assert!(rules.card_renewal_ages.iter().all(|age| !two_years_off(*age))),
                Some(last) => {
                    let ages = rules.card_renewal_ages;
                    let age = *ages.iter().find(|age| birth.birthday(**age) == last).unwrap();
                    prop_assert!(two_years_off(age) && issued_on < last);
                    prop_assert!(ages.iter().filter(|earlier| **earlier < age).all(|earlier| !two_years_off(*earlier)));
                }
            }
        }

        #[test]
        fn a_later_card_never_ends_earlier(born in 0i64..30_000, after in 0i64..32_000, later in 0i64..3_000) {
            let birth = BirthDate::on(Day::new(1930, 1, 1).unwrap().plus_days(born)).unwrap();
            let issued_on = birth.birthday(0).plus_days(after);
            let renewed = Card::expiry(&birth, issued_on.plus_days(later));
            prop_assert!(renewed.is_none_or(|end| Card::expiry(&birth, issued_on).is_some_and(|first| first <= end)));
        }
    }
}
