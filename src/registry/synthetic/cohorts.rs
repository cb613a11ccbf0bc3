//! The special cases that every data set holds (`vietnam.md` 8), each under a word in the column `cohort`.

use std::io;

use unicode_normalization::UnicodeNormalization as _;

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::{Card, CardState, Organisation, Passport, VitalStatus};
use crate::registry::columns::Person;
use crate::registry::synthetic::households::{marry, relative};
use crate::registry::synthetic::{Nation, provinces, unsound};

/// Every special case: its word in the column `cohort`, and what is special.
pub const COHORTS: [(&str, &str); 38] = [
    ("year_only_birth", "only the year of birth is known"),
    ("month_year_birth", "only month and year of birth are known"),
    ("tone_on_first_vowel", "stored as Hòa, may be typed Hoà"),
    ("tone_on_second_vowel", "stored as Hoà, may be typed Hòa"),
    ("decomposed_name", "stored in decomposed Unicode (NFD)"),
    ("name_h_apostrophe", "a name with H'"),
    ("name_k_apostrophe", "a name with K'"),
    ("name_y", "a name that begins with Y"),
    ("name_ka", "a name that begins with Ka"),
    ("two_word_family_name", "a family name of two words"),
    ("one_word_name", "a name of one word"),
    ("gender_differs_from_number", "the number was made for the other gender, and may lawfully stay"),
    ("year_differs_from_number", "the number was made for another birth year, and may lawfully stay"),
    ("renumbered", "has a cancelled number beside the one in force"),
    ("legacy_number", "had a 9-digit number"),
    ("born_abroad", "the number's prefix is no province"),
    ("deceased", "has died"),
    ("missing", "was declared missing"),
    ("under_6", "younger than 6"),
    ("from_6_to_13", "from 6 to 13"),
    ("turns_14_tomorrow", "reaches 14 on the day after the one that ages are counted on"),
    ("adult_ward", "an adult under guardianship"),
    ("guardian_of_adult", "the guardian of the adult ward"),
    ("guardian_of_three", "the guardian of three wards, whose telephone serves all"),
    ("ward_of_three", "one of these three wards"),
    ("phone_not_own", "the telephone is somebody else's"),
    ("phone_lent", "the owner of that telephone"),
    ("phone_passed_on", "the telephone number went to somebody else since"),
    ("phone_taken_over", "who has that number now"),
    ("card_expires_at_25", "the card expires within days, at 25"),
    ("card_expires_at_40", "the card expires within days, at 40"),
    ("card_expires_at_60", "the card expires within days, at 60"),
    ("card_renewed_early", "the card was renewed within two years before 25 and holds to 40"),
    ("card_expired", "the card has expired"),
    ("foreigner_passport_expired", "a foreigner whose passport has expired"),
    ("legal_representative", "one of two legal representatives of one organisation"),
    ("same_name_and_birth", "shares name and date of birth with somebody else"),
    ("twin", "a twin, with the consecutive number"),
];

impl Nation {
    /// The people of every special case.
    pub(super) fn special_cases(&mut self) -> io::Result<Vec<Person>> {
        let mut people = Vec::new();
        self.unusual_births_and_names(&mut people)?;
        self.unusual_numbers(&mut people)?;
        self.ages_and_guardians(&mut people)?;
        self.telephones(&mut people)?;
        self.cards(&mut people)?;
        self.pairs(&mut people)?;
        let home = provinces::residence(&mut self.dice);
        for person in &mut people {
            // Those who belong together were settled where they were made.
            if person.record.details.household_file.is_empty() {
                self.settle(std::slice::from_mut(person), home);
            }
        }
        Ok(people)
    }

    fn unusual_births_and_names(&mut self, people: &mut Vec<Person>) -> io::Result<()> {
        let decomposed: String = "Nguyễn Thị Hồng Ánh".nfd().collect();
        for (cohort, prefix, name, birth, gender) in [
            ("year_only_birth", "038", "Lê Thị Nghĩa", "1950", Gender::Female),
            ("month_year_birth", "040", "Hồ Văn Thành", "07/1948", Gender::Male),
            ("tone_on_first_vowel", "001", "Trần Thị Hòa", "12/03/1985", Gender::Female),
            ("tone_on_second_vowel", "001", "Trần Thị Hoà Bình", "25/09/1987", Gender::Female),
            ("decomposed_name", "027", &decomposed, "05/11/1992", Gender::Female),
            ("name_h_apostrophe", "066", "H'Hen Niê", "20/05/1994", Gender::Female),
            ("name_k_apostrophe", "068", "K'Brêu", "14/02/1979", Gender::Male),
            ("name_y", "066", "Y Moan Ênuôl", "01/10/1968", Gender::Male),
            ("name_ka", "068", "Ka Thị Ngọc", "30/06/1990", Gender::Female),
            ("two_word_family_name", "046", "Tôn Nữ Thị Ninh", "17/08/1975", Gender::Female),
            ("two_word_family_name", "079", "Âu Dương Minh", "09/12/1983", Gender::Male),
            ("one_word_name", "012", "Sùng", "03/04/1981", Gender::Male),
        ] {
            let mut person = self.special(cohort, prefix, name, birth, gender)?;
            if cohort.starts_with("name_") {
                person.record.details.ethnicity = String::from("12");
            }
            self.connect(&mut person)?;
            people.push(person);
        }
        Ok(())
    }

    fn unusual_numbers(&mut self, people: &mut Vec<Person>) -> io::Result<()> {
        let made_male = self.reserved_number("048", Gender::Male, 1995)?;
        let made_earlier = self.reserved_number("052", Gender::Female, 1988)?;
        for (cohort, number, name, birth) in [
            ("gender_differs_from_number", made_male, "Phạm Thị Quỳnh Anh", "08/03/1995"),
            ("year_differs_from_number", made_earlier, "Đỗ Thị Hạnh", "15/01/1989"),
        ] {
            let mut person = self.person_with(number, name, date(birth)?, Gender::Female)?;
            person.cohort = cohort.to_owned();
            self.connect(&mut person)?;
            people.push(person);
        }
        let mut renumbered = self.special("renumbered", "075", "Bùi Quang Vinh", "22/07/1986", Gender::Male)?;
        renumbered.record.cancelled_numbers = vec![self.reserved_number("075", Gender::Male, 1968)?];
        let mut legacy = self.special("legacy_number", "001", "Ngô Đức Thắng", "11/11/1971", Gender::Male)?;
        // Follows the slot of the seed, as the personal numbers of the special cases do.
        legacy.record.legacy_number = LegacyNumber::parse(&format!("011{:06}", self.reserved));
        let abroad = self.special("born_abroad", "101", "Lý Thanh Tùng", "19/05/1998", Gender::Male)?;
        let mut deceased = self.special("deceased", "034", "Đặng Văn Quý", "02/02/1940", Gender::Male)?;
        deceased.record.status = VitalStatus::Deceased;
        let mut missing = self.special("missing", "044", "Dương Văn Hải", "06/06/1966", Gender::Male)?;
        missing.record.status = VitalStatus::Missing;
        for mut person in [renumbered, legacy, abroad, deceased, missing] {
            self.connect(&mut person)?;
            people.push(person);
        }
        Ok(())
    }

    fn ages_and_guardians(&mut self, people: &mut Vec<Person>) -> io::Result<()> {
        let turning = born_to_reach(14, self.on.plus_days(1))?;
        for (cohort, child_name, birth) in [
            ("under_6", "Phan Minh Khôi", self.born(3)?),
            ("from_6_to_13", "Phan Gia Bảo", self.born(9)?),
            ("turns_14_tomorrow", "Phan Tuấn Kiệt", turning),
        ] {
            let mut father = self.special("", "079", "Phan Văn Long", "10/10/1984", Gender::Male)?;
            self.connect(&mut father)?;
            let mut child = self.person("079", child_name, birth, Gender::Male)?;
            child.cohort = cohort.to_owned();
            self.entrust(&mut father, std::slice::from_mut(&mut child), "child");
            people.extend([father, child]);
        }
        let mut guardian = self.special("guardian_of_adult", "033", "Trịnh Thị Lan", "21/01/1969", Gender::Female)?;
        self.connect(&mut guardian)?;
        let mut ward = self.special("adult_ward", "033", "Trịnh Văn Tâm", "13/05/1997", Gender::Male)?;
        self.entrust(&mut guardian, std::slice::from_mut(&mut ward), "ward");
        people.extend([guardian, ward]);

        let mut guardian = self.special("guardian_of_three", "031", "Vũ Thị Mai", "28/12/1980", Gender::Female)?;
        self.connect(&mut guardian)?;
        let mut wards = Vec::new();
        for (name, age, gender) in [
            ("Vũ Hải Nam", 16, Gender::Male),
            ("Vũ Thị Thu Trang", 11, Gender::Female),
            ("Vũ Hải Yến", 7, Gender::Female),
        ] {
            let birth = self.born(age)?;
            let mut ward = self.person("031", name, birth, gender)?;
            ward.cohort = String::from("ward_of_three");
            wards.push(ward);
        }
        self.entrust(&mut guardian, &mut wards, "ward");
        people.push(guardian);
        people.append(&mut wards);
        Ok(())
    }

    /// Makes one the guardian of the others, in one household and with one telephone.
    fn entrust(&mut self, guardian: &mut Person, wards: &mut [Person], relation: &str) {
        let home = provinces::residence(&mut self.dice);
        for ward in wards.iter_mut() {
            let details = &mut ward.record.details;
            details.relation_to_head = relation.to_owned();
            ward.record.phone.clone_from(&guardian.record.phone);
            ward.record.phone_owner = guardian.record.phone_owner;
            // A parent answers for a minor by law; a guardian is written down only where there is no parent to do so.
            if relation == "child" {
                ward.record.details.father = Some(relative(guardian));
                guardian.record.details.children.push(relative(ward));
            } else {
                ward.record.details.guardian = Some(relative(guardian));
            }
            // Nobody has an account without a card (Decree 69/2024 Art. 7).
            let issued_on = self.on.plus_days(-60).max(ward.record.birth.birthday(0));
            ward.record.details.card = Some(Card {
                issued_on,
                expires_on: Card::expiry(&ward.record.birth, issued_on),
                state: CardState::Issued,
            });
        }
        self.settle_together(guardian, wards, home);
    }

    fn settle_together(&mut self, head: &mut Person, others: &mut [Person], home: &provinces::Province) {
        let mut household = vec![head.clone()];
        household.extend_from_slice(others);
        self.settle(&mut household, home);
        let mut settled = household.into_iter();
        for member in std::iter::once(head).chain(others) {
            if let Some(settled) = settled.next() {
                *member = settled;
            }
        }
    }

    fn telephones(&mut self, people: &mut Vec<Person>) -> io::Result<()> {
        let mut owner = self.special("phone_lent", "092", "Huỳnh Thị Kim Loan", "16/04/1970", Gender::Female)?;
        self.connect(&mut owner)?;
        let mut user = self.special("phone_not_own", "092", "Võ Thành Đạt", "24/08/1999", Gender::Male)?;
        user.record.phone.clone_from(&owner.record.phone);
        user.record.phone_owner = owner.record.phone_owner;

        let mut present = self.special("phone_taken_over", "048", "Lê Quang Huy", "18/02/1996", Gender::Male)?;
        self.connect(&mut present)?;
        let mut former = self.special("phone_passed_on", "049", "Phạm Thị Thùy Dung", "07/07/1991", Gender::Female)?;
        former.record.phone.clone_from(&present.record.phone);
        former.record.phone_owner = present.record.phone_owner;
        people.extend([owner, user, present, former]);
        Ok(())
    }

    fn cards(&mut self, people: &mut Vec<Person>) -> io::Result<()> {
        let soon = self.on.plus_days(10);
        for (cohort, name, age) in [
            ("card_expires_at_25", "Nguyễn Khánh Linh", 25),
            ("card_expires_at_40", "Nguyễn Thị Bích Ngọc", 40),
            ("card_expires_at_60", "Nguyễn Thị Hằng", 60),
        ] {
            let birth = born_to_reach(age, soon)?;
            let mut person = self.person("019", name, birth, Gender::Female)?;
            person.cohort = cohort.to_owned();
            let issued_on = birth.birthday(age - 4);
            person.record.details.card =
                Some(Card { issued_on, expires_on: Some(birth.birthday(age)), state: CardState::Issued });
            self.connect(&mut person)?;
            people.push(person);
        }
        for (cohort, name, reached, issued_before) in [
            // 25 in two hundred days, renewed four hundred days ago, which is within the two years.
            ("card_renewed_early", "Trần Minh Quân", self.on.plus_days(200), 400),
            // 25 a month ago, and the card was of four years before.
            ("card_expired", "Trần Hoàng Phúc", self.on.plus_days(-30), 4 * 365),
        ] {
            let birth = born_to_reach(25, reached)?;
            let mut person = self.person("022", name, birth, Gender::Male)?;
            person.cohort = cohort.to_owned();
            let issued_on = self.on.plus_days(-issued_before);
            person.record.details.card =
                Some(Card { issued_on, expires_on: Card::expiry(&birth, issued_on), state: CardState::Issued });
            self.connect(&mut person)?;
            people.push(person);
        }
        // A foreigner's number is made like a citizen's born abroad; its own form is not confirmed.
        let mut foreigner =
            self.special("foreigner_passport_expired", "180", "KIM MIN JI", "03/09/1988", Gender::Female)?;
        foreigner.record.details.nationality = String::from("KOR");
        foreigner.record.details.ethnicity = String::new();
        foreigner.record.details.card = None;
        foreigner.record.details.passport =
            Some(Passport { number: String::from("M00000001"), expires_on: self.on.plus_days(-60) });
        self.connect(&mut foreigner)?;
        people.push(foreigner);
        Ok(())
    }

    fn pairs(&mut self, people: &mut Vec<Person>) -> io::Result<()> {
        for name in ["Hoàng Thị Minh Châu", "Hoàng Quốc Khánh"] {
            let gender = if name.contains("Thị") { Gender::Female } else { Gender::Male };
            let mut person = self.special("legal_representative", "001", name, "02/09/1978", gender)?;
            person.record.details.represents = Some(Organisation {
                number: String::from("0109999904"),
                name: String::from("Công ty cổ phần Giả Lập Việt Nam"),
            });
            self.connect(&mut person)?;
            people.push(person);
        }
        for prefix in ["001", "079"] {
            let mut person =
                self.special("same_name_and_birth", prefix, "Nguyễn Văn Hùng", "20/10/1982", Gender::Male)?;
            self.connect(&mut person)?;
            people.push(person);
        }
        let mut twins = Vec::new();
        for name in ["Đinh Thị Xuân", "Đinh Thị Thu"] {
            let number = self.reserved_number("037", Gender::Female, 2001)?;
            let mut twin = self.person_with(number, name, date("14/12/2001")?, Gender::Female)?;
            twin.cohort = String::from("twin");
            self.connect(&mut twin)?;
            twins.push(twin);
        }
        people.append(&mut twins);
        let mut couple = vec![
            self.special("", "001", "Lê Văn Việt", "29/02/1988", Gender::Male)?,
            self.special("", "030", "Đào Thị Hương", "31/12/1990", Gender::Female)?,
        ];
        marry(&mut couple);
        for person in &mut couple {
            self.connect(person)?;
        }
        let home = provinces::residence(&mut self.dice);
        self.settle(&mut couple, home);
        people.append(&mut couple);
        Ok(())
    }

    fn special(&mut self, cohort: &str, prefix: &str, name: &str, birth: &str, gender: Gender) -> io::Result<Person> {
        let birth = date(birth)?;
        let number: PersonalNumber = self.reserved_number(prefix, gender, birth.year())?;
        let mut person = self.person_with(number, name, birth, gender)?;
        person.cohort = cohort.to_owned();
        Ok(person)
    }
}

fn date(text: &str) -> io::Result<BirthDate> {
    BirthDate::parse(text).map_err(|refusal| unsound(refusal.as_str()))
}

/// A birth so that the age is reached on that day.
fn born_to_reach(age: u8, day: Day) -> io::Result<BirthDate> {
    let year = day.year() - i32::from(age);
    match Day::new(year, day.month(), day.day()) {
        Some(born) => BirthDate::on(born).map_err(|_| unsound("a birthday")),
        // Only who knows no day reaches an age on 29 February without having been born on one.
        None => date(&format!("{}/{year}", day.month())),
    }
}
