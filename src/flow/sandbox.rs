//! The synthetic nation: filled once, when `serve --sandbox` finds nobody with an account.
//!
//! ```text
//! seed  ▣ mark for good → register: invented people and the cast → a password hash each, side by side
//!       ▣ an account each → the first officers found the office → two of them raise the others, case by case
//! ```
//!
//! Everybody is made by the commits that real people go through, so that no invariant has an exception. The passwords are
//! known: the mark keeps such a database from ever answering under a public issuer.

use serde::Serialize;
use tokio::task::JoinSet;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::appoint::{self, Candidate};
use crate::flow::{credential, decide, prove, receive};
use crate::identity::account::{Account, AccountKind, AccountLevel, Channel, State};
use crate::identity::activation;
use crate::identity::birth::BirthDate;
use crate::identity::credential::Password;
use crate::identity::decree;
use crate::identity::event::Actor;
use crate::identity::language::Language;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Label, Module, Officer};
use crate::identity::person::{Declared, Record};
use crate::identity::proofing::EvidenceKind;
use crate::identity::unit::{Hours, Unit, UnitCode, UnitKind};
use crate::provider::Provider;
use crate::registry::biometrics::simulated;
use crate::registry::chips;
use crate::registry::embedded::{Embedded, Sample};
use crate::registry::import;
use crate::secret::{AccountId, GroupId};
use crate::store::enrolment::Seed;
use crate::store::group::PermissionChange;
use cast::{CAST, KIN, Known, Role};

mod cast;
pub mod exchange;
pub mod registers;

/// The password of every known person of the sandbox.
pub const PASSWORD: &str = "Sandbox-2026!";

/// Fills an empty sandbox, once; anything else stays as it is.
pub async fn seed(provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let store = &provider.store;
    if !provider.config.sandbox || !store.has_no_account().await? || !store.mark("sandbox", "seeded", now).await? {
        return Ok(());
    }
    let people = fill(provider, now).await?;
    let mut accounts = Vec::new();
    for (place, (known, seed)) in CAST.iter().zip(hashed(people, provider, now).await?).enumerate() {
        let id = seed.account.id.clone();
        if !store.commit_seed(&seed, now).await? {
            return Err(Fault::internal("a known person of the sandbox has an account already"));
        }
        store.mark(&format!("person:{id}"), &format!("{place:02}"), now).await?;
        accounts.push((known, id));
    }
    let officers = office(&accounts, provider, now).await?;
    units(provider, now).await?;
    let [receives, approves, ..] = officers.as_slice() else {
        return Err(Fault::internal("the sandbox has too few officers"));
    };
    for known in CAST.iter().filter(|known| known.role == Role::LevelTwo) {
        raise(&known.number()?, receives, approves, provider, now).await?;
    }
    Ok(())
}

/// Somebody of the sandbox, with all that this person would declare.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The personal number.
    pub personal_id_number: String,
    /// The name.
    pub full_name: String,
    /// As it is typed: `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    pub birth_date: String,
    /// The gender's word.
    pub gender: &'static str,
    /// The phone, as it is typed.
    pub phone: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// The number of the parent or guardian who may declare the person.
    pub answered_for_by: Option<String>,
    /// Which special case of the register the person is.
    pub cohort: Option<String>,
    /// The account's level.
    pub level: Option<i64>,
    /// The password, of who has an account that was made with the sandbox.
    pub password: Option<&'static str>,
    /// The post, of an officer.
    pub officer: Option<Post>,
    /// What the comparison of the face will say.
    pub face: &'static str,
    /// What the comparison of the fingerprints will say.
    pub fingerprints: &'static str,
    /// What the person lays on the reader of cards.
    pub chip: &'static str,
}

/// An officer's post.
#[derive(Clone, Debug, Serialize)]
pub struct Post {
    /// The unit.
    pub unit: String,
    /// The title.
    pub title: String,
    /// The group.
    pub group: String,
}

/// Which people to list.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Everybody with an account that was made with the sandbox.
    Known,
    /// Of those, the citizens of this level.
    Level(i64),
    /// Of those, the officers.
    Officers,
    /// People of the register without an account, who may have one and whom an officer can raise.
    Unenrolled,
    /// People whom a parent or guardian with an account may declare.
    Dependants,
    /// The people of one special case of the register.
    Cohort(String),
}

/// The people of the sandbox; nobody when this is none.
pub async fn people(wanted: &Wanted, limit: usize, provider: &Provider, now: Timestamp) -> Result<Vec<Person>, Fault> {
    if !provider.store.is_sandbox().await? {
        return Ok(Vec::new());
    }
    let register = Embedded::new(provider.store.database().clone());
    match wanted {
        Wanted::Unenrolled => unenrolled(&register, limit, provider, now).await,
        Wanted::Cohort(cohort) => {
            let some = u32::try_from(limit).unwrap_or(u32::MAX);
            let records = register.sample(Sample::Cohort(cohort), None, some).await?;
            Ok(records.iter().map(|record| of_record(record, Some(cohort))).collect())
        }
        Wanted::Dependants => dependants(limit, provider, now).await,
        Wanted::Known | Wanted::Level(_) | Wanted::Officers => known(wanted, limit, provider).await,
    }
}

async fn dependants(limit: usize, provider: &Provider, now: Timestamp) -> Result<Vec<Person>, Fault> {
    let mut people = Vec::new();
    for kin in KIN.iter().take(limit) {
        let (person, by) = kin.person(now.day_in_vietnam())?;
        let Some(record) = provider.registry.look_up(&person.record.number).await? else { continue };
        people.push(Person { answered_for_by: Some(by.as_str().to_owned()), ..of_record(&record, None) });
    }
    Ok(people)
}

async fn known(wanted: &Wanted, limit: usize, provider: &Provider) -> Result<Vec<Person>, Fault> {
    let mut people = Vec::new();
    for id in provider.store.synthetic_accounts().await? {
        let Some(account) = provider.store.account(&id).await? else { continue };
        let Some(record) = provider.registry.look_up(&account.number).await? else { continue };
        let officer = provider.store.officer(&id).await?.filter(|officer| officer.ended_at.is_none());
        let level = account.level.map(AccountLevel::number);
        let is_wanted = match wanted {
            Wanted::Officers => officer.is_some(),
            Wanted::Level(wanted) => officer.is_none() && level == Some(*wanted),
            _ => true,
        };
        if is_wanted && people.len() < limit {
            let post = officer.map(|officer| Post {
                unit: officer.unit.to_string(),
                title: officer.title.to_string(),
                group: officer.group.name.to_string(),
            });
            people.push(Person { level, password: Some(PASSWORD), officer: post, ..of_record(&record, None) });
        }
    }
    Ok(people)
}

async fn unenrolled(
    register: &Embedded,
    limit: usize,
    provider: &Provider,
    now: Timestamp,
) -> Result<Vec<Person>, Fault> {
    let (today, mut people, mut after) = (now.day_in_vietnam(), Vec::new(), None);
    let age = decree::in_force(today).own_application_age;
    while people.len() < limit {
        let records = register.sample(Sample::Plain, after.as_ref(), BATCH).await?;
        let Some(last) = records.last() else { break };
        after = Some(last.number);
        for record in &records {
            let has_card = record.details.card.is_some_and(|card| card.is_valid_on(today));
            let is_recognised = EvidenceKind::ALL.iter().all(|kind| simulated(&record.number, *kind));
            let may_apply = record.birth.age_on(today) >= age && record.details.guardian.is_none();
            if !(has_card && is_recognised && may_apply) || people.len() >= limit {
                continue;
            }
            let person = provider.store.person_digest(&record.number);
            if provider.store.account_of_person(&person).await?.is_none() {
                people.push(of_record(record, None));
            }
        }
    }
    Ok(people)
}

fn of_record(record: &Record, cohort: Option<&str>) -> Person {
    let says = |kind| if simulated(&record.number, kind) { "passed" } else { "failed" };
    Person {
        personal_id_number: record.number.as_str().to_owned(),
        full_name: record.name.as_str().to_owned(),
        birth_date: typed(&record.birth),
        gender: record.gender.as_str(),
        phone: record.phone.as_ref().map(crate::identity::phone::Phone::national).unwrap_or_default(),
        email: record.email.as_ref().map(|email| email.as_str().to_owned()),
        answered_for_by: None,
        cohort: cohort.map(str::to_owned),
        level: None,
        password: None,
        officer: None,
        face: says(EvidenceKind::Face),
        fingerprints: says(EvidenceKind::Fingerprints),
        chip: chips::simulated(&record.number).as_str(),
    }
}

fn typed(birth: &BirthDate) -> String {
    birth.iso().split('-').rev().collect::<Vec<_>>().join("/")
}

/// The registers: a few hundred invented people unless there are some, and the cast; foreigners and organisations.
async fn fill(provider: &Provider, now: Timestamp) -> Result<Vec<Record>, Fault> {
    let (register, today) = (Embedded::new(provider.store.database().clone()), now.day_in_vietnam());
    let is_empty = register.count().await? == 0;
    if is_empty {
        import::fill(&register, PEOPLE, SEED, today, now).await.map_err(unfilled)?;
    }
    let cast = CAST.iter().map(|known| known.person(today)).collect::<Result<Vec<_>, _>>()?;
    let records = cast.iter().map(|person| person.record.clone()).collect();
    let kin = KIN.iter().map(|kin| Ok(kin.person(today)?.0)).collect::<Result<Vec<_>, Fault>>()?;
    let cast = cast.into_iter().chain(kin).collect();
    import::load(&register, "the cast of the sandbox", cast, now).await.map_err(unfilled)?;
    registers::fill(&register, is_empty, today, now).await?;
    Ok(records)
}

fn unfilled(error: import::ImportError) -> Fault {
    match error {
        import::ImportError::Fault(fault) => fault,
        other => Fault::caused("the sandbox's registers could not be filled", other),
    }
}

/// An account for each, with a hash of its own, computed side by side.
async fn hashed(people: Vec<Record>, provider: &Provider, now: Timestamp) -> Result<Vec<Seed>, Fault> {
    let mut hashing = JoinSet::new();
    for (place, record) in people.into_iter().enumerate() {
        let provider = provider.clone();
        hashing.spawn(async move { Ok::<_, Fault>((place, seeded(&record, &provider, now).await?)) });
    }
    let mut seeds = Vec::new();
    while let Some(done) = hashing.join_next().await {
        seeds.push(done.map_err(|error| Fault::caused("a password could not be hashed", error))??);
    }
    seeds.sort_by_key(|(place, _)| *place);
    Ok(seeds.into_iter().map(|(_, seed)| seed).collect())
}

async fn seeded(record: &Record, provider: &Provider, now: Timestamp) -> Result<Seed, Fault> {
    let impossible = || Fault::internal("a known person of the sandbox is impossible");
    let password = Password::typed(PASSWORD).ok_or_else(impossible)?;
    let phone = record.phone.clone().ok_or_else(impossible)?;
    let account = Account {
        id: AccountId::new(entropy::bytes()?),
        kind: AccountKind::Citizen,
        state: State::Active,
        level: Some(AccountLevel::One),
        number: record.number,
        phone: phone.clone(),
        email: record.email.clone(),
        channel: Channel::Sms,
        language: Language::Vi,
        created_at: now,
        activation_closes_at: activation::closes_at(now, decree::in_force(now.day_in_vietnam())),
        activated_at: Some(now),
        raised_at: None,
        proofed_at: None,
        verification_qr_at: None,
        grounds: Vec::new(),
        version: 1,
    };
    let declared = Declared {
        number: record.number,
        name: record.name.clone(),
        birth: record.birth,
        gender: record.gender,
        phone,
        email: record.email.clone(),
    };
    Ok(Seed { account, declared, hash: credential::hash_password(&password, provider).await? })
}

/// The groups and the first officers, in the order of the cast.
async fn office(accounts: &[(&Known, AccountId)], provider: &Provider, now: Timestamp) -> Result<Vec<Officer>, Fault> {
    let counter = group("Tiếp nhận và phê duyệt", COUNTER, provider, now).await?;
    let administration = group("Quản trị ứng dụng", &ADMINISTRATION, provider, now).await?;
    let (mut candidates, mut founders) = (Vec::new(), Vec::new());
    for (known, account) in accounts {
        let (unit, title, group) = match known.role {
            Role::Officer => ("Công an phường Hoàn Kiếm", "Cán bộ", &counter),
            Role::Immigration => (IMMIGRATION, "Cán bộ", &counter),
            Role::Administrator => ("Công an Thành phố Hà Nội", "Quản trị ứng dụng", &administration),
            Role::LevelOne | Role::LevelTwo => continue,
        };
        let (unit, title) = (label(unit)?, label(title)?);
        candidates.push(Candidate { number: known.number()?, unit, title, group: group.clone() });
        founders.push(account);
    }
    appoint::found(&candidates, provider, now).await.map_err(|refusal| match refusal {
        appoint::Refusal::Fault(fault) => fault,
        other => Fault::caused("the sandbox's office could not be founded", other),
    })?;
    let mut officers = Vec::new();
    for account in founders {
        officers.extend(provider.store.officer(account).await?);
    }
    Ok(officers)
}

/// The unit of the cast's commune, others of its province with its immigration office, and one far away.
async fn units(provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let kind = |name: &str| if name == IMMIGRATION { UnitKind::Immigration } else { UnitKind::Commune };
    let units = UNITS.iter().map(|(code, name, english, commune, address, province)| {
        let impossible = || Fault::internal("a unit of the sandbox is impossible");
        Ok(Unit {
            code: UnitCode::parse(code).ok_or_else(impossible)?,
            kind: kind(name),
            name: label(name)?,
            name_en: label(english)?,
            address: label(address)?,
            province: (*province).to_owned(),
            commune: label(commune)?,
            hours: Hours::parse("mon-fri 07:30-11:30 13:30-17:00").ok_or_else(impossible)?,
            capacity: 2,
        })
    });
    let units = units.collect::<Result<Vec<_>, Fault>>()?;
    let put = provider.store.put_units(&units, &Actor::System, now).await?;
    put.map(drop).map_err(|_| Fault::internal("two units of the sandbox have one name"))
}

async fn group(
    name: &str,
    permissions: &[(Module, Action)],
    provider: &Provider,
    now: Timestamp,
) -> Result<GroupId, Fault> {
    let taken = || Fault::internal("the sandbox's groups are there already");
    let group = provider.store.add_group(&label(name)?, Actor::System, now).await?.ok_or_else(taken)?;
    let granted = permissions.to_vec();
    let change = PermissionChange { group: group.clone(), version: 1, granted, revoked: Vec::new() };
    if provider.store.change_permissions(&change, Actor::Operator, now).await? { Ok(group) } else { Err(taken()) }
}

/// One officer receives and checks, the other approves; as at the counter.
async fn raise(
    number: &PersonalNumber,
    receives: &Officer,
    approves: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let raised = async {
        let id = receive::open(number.as_str(), true, receives, provider, now).await?;
        prove::record_document(&id, 1, EvidenceKind::Card, true, receives, provider, now).await?;
        prove::compare(&id, 2, EvidenceKind::Face, receives, provider, now).await?;
        prove::compare(&id, 3, EvidenceKind::Fingerprints, receives, provider, now).await?;
        prove::submit(&id, 4, "", receives, provider, now).await?;
        decide::approve(&id, 5, approves, provider, now).await
    };
    raised.await.map_err(|refusal| match refusal {
        prove::Refusal::Fault(fault) => fault,
        other => Fault::internal(format!("a known person of the sandbox could not be raised: {other:?}")),
    })
}

fn label(text: &str) -> Result<Label, Fault> {
    Label::parse(text).ok_or_else(|| Fault::internal("a label of the sandbox is impossible"))
}

const PEOPLE: u32 = 300;
const SEED: u64 = 2026;
/// People read from the register at once.
const BATCH: u32 = 200;
/// Code, name, name in English, commune, address, province.
const UNITS: [(&str, &str, &str, &str, &str, &str); 5] = [
    ("01-BD", "Công an phường Ba Đình", "Police of Ba Đình ward", "Phường Ba Đình", "12 Đội Cấn", "01"),
    ("01-HK", "Công an phường Hoàn Kiếm", "Police of Hoàn Kiếm ward", "Phường Hoàn Kiếm", "2 Tràng Thi", "01"),
    ("01-QLXNC", IMMIGRATION, "Immigration office of Hà Nội", "Phường Cửa Nam", "44 Phạm Ngọc Thạch", "01"),
    ("01-TH", "Công an phường Tây Hồ", "Police of Tây Hồ ward", "Phường Tây Hồ", "57 Lạc Long Quân", "01"),
    ("79-SG", "Công an phường Sài Gòn", "Police of Sài Gòn ward", "Phường Sài Gòn", "45 Lê Duẩn", "79"),
];
const IMMIGRATION: &str = "Phòng Quản lý xuất nhập cảnh Công an Thành phố Hà Nội";
const COUNTER: &[(Module, Action)] = &[
    (Module::Account, Action::Menu),
    (Module::Account, Action::SubMenu),
    (Module::Account, Action::Receive),
    (Module::Account, Action::View),
    (Module::Account, Action::Check),
    (Module::Account, Action::Process),
    (Module::Account, Action::Approve),
    (Module::Account, Action::Search),
    (Module::Scan, Action::View),
    (Module::Scan, Action::Check),
    (Module::NearMatch, Action::Menu),
    (Module::NearMatch, Action::View),
    (Module::NearMatch, Action::Process),
    (Module::Correction, Action::Menu),
    (Module::Correction, Action::View),
    (Module::Correction, Action::Process),
    (Module::Correction, Action::Approve),
    (Module::Correction, Action::Update),
    (Module::Visit, Action::Menu),
    (Module::Visit, Action::Receive),
    (Module::Visit, Action::Update),
    (Module::Organisation, Action::Menu),
    (Module::Organisation, Action::View),
    (Module::Organisation, Action::Process),
    (Module::Organisation, Action::Approve),
    (Module::Lock, Action::Menu),
    (Module::Lock, Action::SubMenu),
    (Module::Lock, Action::Receive),
    (Module::Lock, Action::View),
    (Module::Lock, Action::Process),
    (Module::Lock, Action::Approve),
    (Module::Call, Action::Process),
    (Module::Contact, Action::Add),
    (Module::Contact, Action::View),
    (Module::Contact, Action::Process),
];
const ADMINISTRATION: [(Module, Action); 3] =
    [(Module::Permission, Action::All), (Module::Account, Action::Menu), (Module::Account, Action::SubMenu)];
