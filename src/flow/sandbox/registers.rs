//! The synthetic nation's other registers: its foreigners, its organisations, of which some are represented by people whose
//! passwords are known, and its driving licences, of which some are theirs.

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::flow::sandbox::cast::{CAST, Known};
use crate::flow::sandbox::{PEOPLE, SEED, unfilled};
use crate::identity::foreigner::ForeignerRecord;
use crate::identity::licence::{Classes, Granted, Licence, LicenceNumber, LicenceState, Points};
use crate::identity::licence_class::Written;
use crate::identity::organisation::{
    EnterpriseCode, OrganisationName, OrganisationNumber, OrganisationRecord, OrganisationState, Representative,
};
use crate::identity::phone::Phone;
use crate::identity::place::Place;
use crate::identity::tax_code::TaxCode;
use crate::provider::Provider;
use crate::registry::embedded::Embedded;
use crate::registry::immigration::Foreigner;
use crate::registry::intake::{self, Entry};
use crate::registry::organisations::Organisation;
use crate::registry::synthetic;

/// A record of a register, with what only the synthetic nation knows of it.
#[derive(Clone, Debug)]
pub struct Shown<T> {
    /// The record.
    pub record: T,
    /// The mobile number in the subject's name.
    pub phone: Option<Phone>,
    /// The special case; empty for every other one.
    pub cohort: String,
}

/// Fills these registers of a new sandbox. The invented records go with the invented population, so they are left out where
/// an operator brought another one.
pub(super) async fn fill(register: &Embedded, is_invented: bool, today: Day, now: Timestamp) -> Result<(), Fault> {
    let mut entries = Vec::new();
    if is_invented {
        let impossible = |error| Fault::caused("an invented record is impossible", error);
        let foreigners = synthetic::foreigners(PEOPLE / 20, SEED, today).map_err(impossible)?;
        let organisations = synthetic::organisations(PEOPLE / 20, SEED, today).map_err(impossible)?;
        let licences = synthetic::licences(PEOPLE / 20, SEED, today).map_err(impossible)?;
        entries.extend(licences.into_iter().map(|one| Entry::Licence(Box::new(one))));
        entries.extend(foreigners.into_iter().map(|one| Entry::Foreigner(Box::new(one))));
        entries.extend(organisations.into_iter().map(|one| Entry::Organisation(Box::new(one))));
    }
    for known in KNOWN {
        entries.push(Entry::Organisation(Box::new(known.organisation(today)?)));
    }
    for known in LICENCES {
        entries.push(Entry::Licence(Box::new(known.licence(today)?)));
    }
    intake::put(register, &entries, now).await.map_err(unfilled)
}

/// Up to `limit` foreigners of the sandbox, special cases first; none when this is none.
pub async fn foreigners(limit: u32, provider: &Provider) -> Result<Vec<Shown<ForeignerRecord>>, Fault> {
    if !provider.store.is_sandbox().await? {
        return Ok(Vec::new());
    }
    let listed = Embedded::new(provider.store.database().clone()).foreigners(limit).await?;
    Ok(listed.into_iter().map(|Foreigner { record, phone, cohort }| Shown { record, phone, cohort }).collect())
}

/// Up to `limit` organisations of the sandbox, special cases first; none when this is none.
pub async fn organisations(limit: u32, provider: &Provider) -> Result<Vec<Shown<OrganisationRecord>>, Fault> {
    if !provider.store.is_sandbox().await? {
        return Ok(Vec::new());
    }
    let listed = Embedded::new(provider.store.database().clone()).organisations(limit).await?;
    Ok(listed.into_iter().map(|Organisation { record, cohort }| Shown { record, phone: None, cohort }).collect())
}

/// An organisation whose representatives have accounts that were made with the sandbox.
struct KnownOrganisation {
    /// The first nine digits of its tax code.
    serial: &'static [u8; 9],
    name: &'static str,
    state: OrganisationState,
    representatives: &'static [(&'static str, &'static str)],
}

/// One representative; two, each of whom must consent; one that is at work no more; one represented at level 1 only.
const KNOWN: [KnownOrganisation; 4] = [
    KnownOrganisation {
        serial: b"999900001",
        name: "Công ty TNHH Một thành viên Minh Anh",
        state: OrganisationState::Active,
        representatives: &[("001190999921", "Giám đốc")],
    },
    KnownOrganisation {
        serial: b"999900012",
        name: "Công ty cổ phần Đức Anh và Kim Ngân",
        state: OrganisationState::Active,
        representatives: &[("048092999922", "Chủ tịch Hội đồng quản trị"), ("079188999923", "Tổng giám đốc")],
    },
    KnownOrganisation {
        serial: b"999900023",
        name: "Công ty TNHH Đã Giải Thể",
        state: OrganisationState::Dissolved,
        representatives: &[("079188999923", "Giám đốc")],
    },
    KnownOrganisation {
        serial: b"999900034",
        name: "Hợp tác xã Thanh Tùng",
        state: OrganisationState::Active,
        representatives: &[("031094999931", "Chủ tịch Hội đồng quản trị")],
    },
];

impl KnownOrganisation {
    fn organisation(&self, today: Day) -> Result<Organisation, Fault> {
        let parsed = || Fault::internal("a known organisation of the sandbox is impossible");
        let code = TaxCode::of_serial(self.serial).ok_or_else(parsed)?;
        let mut representatives = Vec::new();
        for (number, title) in self.representatives {
            let known: &Known = CAST.iter().find(|known| known.is(number)).ok_or_else(parsed)?;
            let record = known.person(today)?.record;
            representatives.push(Representative {
                number: record.number,
                name: record.name.as_str().to_owned(),
                title: (*title).to_owned(),
            });
        }
        let record = OrganisationRecord {
            number: OrganisationNumber::parse(&code.to_string()).ok_or_else(parsed)?,
            tax_code: Some(code),
            enterprise_code: EnterpriseCode::parse(&code.to_string()),
            name: OrganisationName::parse(self.name).ok_or_else(parsed)?,
            short_name: None,
            foreign_name: None,
            founded_on: today.plus_days(-1000),
            address: Place {
                province: String::from("01"),
                commune: String::from("Phường Hoàn Kiếm"),
                detail: String::from("Số 9 phố Hàng Bài"),
            },
            state: self.state,
            representatives,
        };
        Ok(Organisation { record, cohort: String::from(COHORT) })
    }
}

/// A driving licence of one of the known people.
struct KnownLicence {
    /// The number of the licence.
    licence: &'static str,
    /// The holder's personal number.
    holder: &'static str,
    /// Each class with how many days ago it was given, and for how many.
    classes: &'static [(&'static str, i64, Option<i64>)],
    state: LicenceState,
}

/// One that holds, with a motorcycle of the former law on it; one that is withheld; one that has ended.
const LICENCES: [KnownLicence; 3] = [
    KnownLicence {
        licence: "790999999921",
        holder: "001190999921",
        classes: &[("A1", 5000, None), ("B", 250, Some(3652))],
        state: LicenceState::Issued,
    },
    KnownLicence {
        licence: "790999999922",
        holder: "048092999922",
        classes: &[("C", 250, Some(1826))],
        state: LicenceState::Withheld,
    },
    KnownLicence {
        licence: "790999999923",
        holder: "079188999923",
        classes: &[("B2", 3800, Some(3652))],
        state: LicenceState::Issued,
    },
];

impl KnownLicence {
    fn licence(&self, today: Day) -> Result<Licence, Fault> {
        let impossible = || Fault::internal("a known licence of the sandbox is impossible");
        let holder: &Known = CAST.iter().find(|known| known.is(self.holder)).ok_or_else(impossible)?;
        let record = holder.person(today)?.record;
        let class = |(letters, ago, term): &(&str, i64, Option<i64>)| {
            let issued_on = today.plus_days(-ago);
            let class = Written::parse(letters, issued_on)?;
            Some(Granted { class, issued_on, valid_until: term.map(|days| issued_on.plus_days(days)) })
        };
        let classes = self.classes.iter().map(class).collect::<Option<_>>().and_then(Classes::of);
        Ok(Licence {
            licence_number: LicenceNumber::parse(self.licence).ok_or_else(impossible)?,
            number: record.number,
            name: record.name,
            birth: record.birth,
            classes: classes.ok_or_else(impossible)?,
            points: Points::ALL,
            state: self.state,
        })
    }
}

/// The word in the column `cohort`.
const COHORT: &str = "sandbox_cast";
