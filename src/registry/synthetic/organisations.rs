//! Invented organisations: every case that the register of organisations can make of one, then ordinary enterprises, each
//! represented by people of the population of the same seed.

use std::io;

use crate::clock::Day;
use crate::identity::organisation::{
    EnterpriseCode, OrganisationName, OrganisationNumber, OrganisationRecord, OrganisationState, Representative,
};
use crate::identity::person::VitalStatus;
use crate::identity::tax_code::TaxCode;
use crate::registry::columns::Person;
use crate::registry::organisations::Organisation;
use crate::registry::synthetic::{Nation, unsound};

/// Every special case among organisations: its word in the column `cohort`, and what is special.
pub const ORGANISATION_COHORTS: [(&str, &str); 7] = [
    ("organisation_of_two", "has two legal representatives"),
    ("organisation_dissolved", "is dissolved"),
    ("organisation_suspended", "has suspended its business"),
    ("organisation_bankrupt", "is bankrupt"),
    ("organisation_branch", "is a branch, with a tax code of thirteen digits"),
    ("organisation_agency", "is an agency of the state: no tax code and no enterprise code"),
    ("organisation_of_nobody", "has no legal representative at present"),
];

/// Makes that many organisations of the nation of this seed; from [`ORGANISATION_COHORTS`] on every special case is among
/// them.
pub fn organisations(count: u32, seed: u64, on: Day) -> io::Result<Vec<Organisation>> {
    let mut nation = Nation::of(seed, on);
    let people = nation.special_cases()?;
    let pairs = people.iter().filter(|person| person.cohort == "legal_representative").collect::<Vec<_>>();
    let may_represent = |person: &&Person| {
        let details = &person.record.details;
        person.record.birth.age_on(on) >= 18
            && person.record.status == VitalStatus::Alive
            && details.guardian.is_none()
            && details.represents.is_none()
            && details.nationality == "VNM"
            && person.cohort != "adult_ward"
    };
    let others: Vec<&Person> = people.iter().filter(may_represent).collect();
    let mut made = Vec::new();
    for place in 0..count {
        let at = usize::try_from(place).unwrap_or_default();
        let cohort = ORGANISATION_COHORTS.get(at).map_or("", |(cohort, _)| *cohort);
        let Some(one) = others.get(at % others.len().max(1)) else { return Err(unsound("nobody to represent")) };
        let mut organisation = nation.enterprise(place, one)?;
        let record = &mut organisation.record;
        match cohort {
            "organisation_of_two" => of_two(record, &pairs)?,
            "organisation_dissolved" => record.state = OrganisationState::Dissolved,
            "organisation_suspended" => record.state = OrganisationState::Suspended,
            "organisation_bankrupt" => record.state = OrganisationState::Bankrupt,
            "organisation_branch" => {
                let code = record.tax_code.map(|code| format!("{code}-001")).unwrap_or_default();
                record.tax_code = TaxCode::parse(&code);
                record.number = numbered(&code)?;
                record.enterprise_code = None;
                record.name = named(&format!("Chi nhánh {}", record.name))?;
            }
            "organisation_agency" => {
                (record.tax_code, record.enterprise_code) = (None, None);
                record.number = numbered(&format!("000.{:02}.99.H26", nation.phone_offset % 100))?;
                record.name = named("Ủy ban nhân dân phường Giả Lập")?;
                (record.short_name, record.foreign_name) = (None, None);
            }
            "organisation_of_nobody" => record.representatives.clear(),
            _ => {}
        }
        cohort.clone_into(&mut organisation.cohort);
        made.push(organisation);
    }
    Ok(made)
}

impl Nation {
    /// An active enterprise with one representative, the one at that place in the list.
    fn enterprise(&mut self, place: u32, person: &Person) -> io::Result<Organisation> {
        let code = self.tax_code(place)?;
        let word = self.dice.pick(&TRADES);
        let record = OrganisationRecord {
            number: numbered(&code.to_string())?,
            tax_code: Some(code),
            enterprise_code: EnterpriseCode::parse(&code.to_string()),
            name: named(&format!("Công ty TNHH {word} Giả Lập số {}", place + 1))?,
            short_name: Some(named(&format!("Giả Lập {}", place + 1))?),
            foreign_name: Some(named(&format!("Gia Lap No. {} Company Limited", place + 1))?),
            founded_on: self.on.plus_days(-i64::from(self.dice.below(7000)) - 100),
            address: self.place("01"),
            state: OrganisationState::Active,
            representatives: vec![represents(person, "Giám đốc")],
        };
        Ok(Organisation { record, cohort: String::new() })
    }

    /// A code that begins as no province's does. One serial in eleven has no check digit.
    fn tax_code(&self, place: u32) -> io::Result<TaxCode> {
        let first = 990_000_000 + (self.phone_offset + place * 7) % 9_000_000;
        (first..first + 7)
            .find_map(|serial| TaxCode::of_serial(format!("{serial:09}").as_bytes().try_into().ok()?))
            .ok_or_else(|| unsound("a tax code"))
    }
}

/// The organisation that the register of the population names in its two representatives' records.
fn of_two(record: &mut OrganisationRecord, pairs: &[&Person]) -> io::Result<()> {
    let named_there = pairs.first().and_then(|person| person.record.details.represents.as_ref());
    let known = named_there.ok_or_else(|| unsound("an organisation in the population"))?;
    record.number = numbered(&known.number)?;
    record.tax_code = TaxCode::parse(&known.number);
    record.enterprise_code = EnterpriseCode::parse(&known.number);
    record.name = named(&known.name)?;
    record.representatives = pairs
        .iter()
        .zip(["Chủ tịch Hội đồng quản trị", "Tổng giám đốc"])
        .map(|(person, title)| represents(person, title))
        .collect();
    Ok(())
}

fn represents(person: &Person, title: &str) -> Representative {
    Representative {
        number: person.record.number,
        name: person.record.name.as_str().to_owned(),
        title: title.to_owned(),
    }
}

fn named(text: &str) -> io::Result<OrganisationName> {
    OrganisationName::parse(text).ok_or_else(|| unsound("an organisation's name"))
}

fn numbered(text: &str) -> io::Result<OrganisationNumber> {
    OrganisationNumber::parse(text).ok_or_else(|| unsound("an organisation's number"))
}

const TRADES: [&str; 6] = ["Thương mại", "Xây dựng", "Vận tải", "Nông sản", "Phần mềm", "Dược phẩm"];
