//! Invented foreigners: every case that the register of immigration can make of one, then ordinary residents.

use std::io;

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::foreigner::{DocumentId, ForeignerRecord, LatinName, Nationality, Residence, ResidenceKind};
use crate::identity::gender::Gender;
use crate::identity::number::PersonalNumber;
use crate::identity::person::VitalStatus;
use crate::identity::phone::Phone;
use crate::registry::columns::Person;
use crate::registry::immigration::Foreigner;
use crate::registry::synthetic::{Nation, unsound};

/// Every special case among foreigners: its word in the column `cohort`, and what is special.
pub const FOREIGN_COHORTS: [(&str, &str); 9] = [
    ("foreigner_permanent", "resides for good; face and fingerprints are held"),
    ("foreigner_temporary", "has a temporary residence card; face and fingerprints are held"),
    ("foreigner_without_biometrics", "has a temporary residence card; no face and no fingerprints are held"),
    ("foreigner_entered", "entered with a visa that holds for a month"),
    ("foreigner_passport_expired", "the passport has expired"),
    ("foreigner_residence_ended", "the temporary residence has ended"),
    ("foreigner_left", "has no right to stay"),
    ("foreigner_deceased", "has died"),
    ("foreigner_child", "a child of ten with a temporary residence card"),
];

/// Makes that many foreigners of the nation of this seed; from [`FOREIGN_COHORTS`] on every special case is among them.
pub fn foreigners(count: u32, seed: u64, on: Day) -> io::Result<Vec<Foreigner>> {
    let mut nation = Nation::of(seed, on);
    let citizens = nation.special_cases()?;
    let mut made = Vec::new();
    let stay = |kind, days| Some(Residence { kind, ends_on: Some(on.plus_days(days)) });
    for (place, (cohort, _)) in (0_u32..count).zip(FOREIGN_COHORTS) {
        let mut foreigner = nation.foreigner(place, if cohort == "foreigner_child" { 10 } else { 35 })?;
        cohort.clone_into(&mut foreigner.cohort);
        let record = &mut foreigner.record;
        match cohort {
            "foreigner_permanent" => {
                record.residence = Some(Residence { kind: ResidenceKind::Permanent, ends_on: None });
            }
            "foreigner_without_biometrics" => record.has_biometrics = false,
            "foreigner_entered" => {
                (record.residence, record.has_biometrics) = (stay(ResidenceKind::Entered, 30), false);
            }
            "foreigner_residence_ended" => record.residence = stay(ResidenceKind::Temporary, -10),
            "foreigner_left" => record.residence = None,
            "foreigner_deceased" => record.status = VitalStatus::Deceased,
            "foreigner_child" => foreigner.phone = None,
            // The register of the population has this one too: a foreigner with a number and a card of former times.
            "foreigner_passport_expired" => foreigner = known_to_the_population(&citizens, foreigner)?,
            _ => {}
        }
        made.push(foreigner);
    }
    for place in u32::try_from(made.len()).unwrap_or(u32::MAX)..count {
        let age = u8::try_from(18 + nation.dice.below(50)).unwrap_or(40);
        made.push(nation.foreigner(place, age)?);
    }
    Ok(made)
}

impl Nation {
    /// A resident with passport, card and telephone, the one at that place in the list.
    fn foreigner(&mut self, place: u32, age: u8) -> io::Result<Foreigner> {
        let country = self.dice.pick(&["KOR", "JPN", "FRA", "IND", "AUS"]);
        let gender = if self.dice.chance(50) { Gender::Female } else { Gender::Male };
        let (families, given) = names(country, gender);
        let name = format!("{} {}", self.dice.pick(families), self.dice.pick(given));
        let birth = self.born(age)?;
        let nationality = Nationality::parse(country).ok_or_else(|| unsound("a nationality"))?;
        let document = format!("G{:08}", (place + self.phone_offset) % 100_000_000);
        let record = ForeignerRecord {
            number: self.foreign_number(place, gender, &birth)?,
            document: DocumentId::parse(nationality, &document).ok_or_else(|| unsound("a passport"))?,
            document_expires_on: self.on.plus_days(i64::from(self.dice.below(3000)) + 60),
            name: LatinName::parse(&name).map_err(|refusal| unsound(refusal.as_str()))?,
            birth,
            gender,
            status: VitalStatus::Alive,
            residence: Some(Residence {
                kind: ResidenceKind::Temporary,
                ends_on: Some(self.on.plus_days(i64::from(self.dice.below(700)) + 60)),
            }),
            has_biometrics: true,
        };
        // From the end of the invented telephones, where the population's rarely come.
        let phone = Phone::parse(&format!("0509{:06}", 800_000 + place % 100_000));
        let phone = Some(phone.map_err(|_| unsound("a telephone number"))?);
        Ok(Foreigner { record, phone, cohort: String::new() })
    }

    /// A number with a prefix that nobody of the population has; the real form is not confirmed.
    fn foreign_number(&self, place: u32, gender: Gender, birth: &BirthDate) -> io::Result<PersonalNumber> {
        let century = (birth.year() - 1900) / 100 * 2 + i32::from(gender == Gender::Female);
        let serial = (place + self.phone_offset) % 1_000_000;
        let text = format!("{FOREIGN_PREFIX}{century}{:02}{serial:06}", birth.year() % 100);
        PersonalNumber::parse(&text).ok_or_else(|| unsound("a foreigner's number"))
    }
}

/// The same foreigner as the one of the population.
fn known_to_the_population(citizens: &[Person], made: Foreigner) -> io::Result<Foreigner> {
    let person = citizens.iter().find(|person| person.cohort == "foreigner_passport_expired");
    let known = person.and_then(|person| Some((&person.record, person.record.details.passport.as_ref()?)));
    let (record, passport) = known.ok_or_else(|| unsound("a foreigner in the population"))?;
    let nationality =
        Nationality::parse(&record.details.nationality).ok_or_else(|| unsound("a foreigner's nationality"))?;
    let record = ForeignerRecord {
        number: record.number,
        document: DocumentId::parse(nationality, &passport.number).ok_or_else(|| unsound("a passport"))?,
        document_expires_on: passport.expires_on,
        name: LatinName::parse(record.name.as_str()).map_err(|refusal| unsound(refusal.as_str()))?,
        birth: record.birth,
        gender: record.gender,
        ..made.record
    };
    // The population has the telephone.
    Ok(Foreigner { record, phone: None, cohort: made.cohort })
}

/// Before every invented foreigner's number.
const FOREIGN_PREFIX: &str = "199";

/// Family names of a country, and given names of women or of men.
fn names(country: &str, gender: Gender) -> (&'static [&'static str], &'static [&'static str]) {
    match (country, gender) {
        ("KOR", Gender::Female) => (&["KIM", "LEE", "PARK", "CHOI"], &["SO RA", "SEO YEON", "HA EUN"]),
        ("KOR", _) => (&["KIM", "LEE", "PARK", "CHOI"], &["JI HO", "MIN JUN", "DO YUN"]),
        ("JPN", Gender::Female) => (&["SATO", "SUZUKI", "TANAKA"], &["YUI", "HARUKA", "AOI"]),
        ("JPN", _) => (&["SATO", "SUZUKI", "TANAKA"], &["REN", "HARUTO", "KENJI"]),
        ("FRA", Gender::Female) => (&["MARTIN", "DUBOIS", "LEFEBVRE"], &["CLAIRE", "JEANNE", "ANNE MARIE"]),
        ("FRA", _) => (&["MARTIN", "DUBOIS", "LEFEBVRE"], &["LUC", "JEAN PAUL", "HUGO"]),
        ("IND", Gender::Female) => (&["SHARMA", "PATEL", "NAIR"], &["PRIYA", "ANJALI", "MEERA"]),
        ("IND", _) => (&["SHARMA", "PATEL", "NAIR"], &["ARJUN", "RAHUL", "VIKRAM"]),
        (_, Gender::Female) => (&["SMITH", "OBRIEN", "TAYLOR"], &["OLIVIA", "GRACE", "MIA"]),
        _ => (&["SMITH", "OBRIEN", "TAYLOR"], &["JACK", "WILLIAM", "LIAM"]),
    }
}
