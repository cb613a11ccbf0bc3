//! Who comes to the counter with a child or a ward (Decree 69/2024 Art. 10(2); inventory A02 to A04).
//!
//! ```text
//! record  ▣ count the try → both records, the companion's account ⊙ company::judge ▣ companion, or the refused try
//! stands  → the same again ⊙ company::accompanied      before the case is handed on, and before it is approved
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::prove::{Refusal, open_case, record_of};
use crate::flow::receive::account_of;
use crate::identity::decree;
use crate::identity::dependant::{self, Company, Relation};
use crate::identity::number::PersonalNumber;
use crate::identity::officer::Officer;
use crate::identity::person::Record;
use crate::identity::proofing::company::{self, Accompanied, Beside, CompanyRefusal};
use crate::identity::proofing::{Case, CaseKind};
use crate::limits;
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::store::throttle::Throttle;
use crate::wallet::disclosure;

/// Who may or did come along, as an officer is shown it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shown {
    /// Who may: how the register says that they answer. Empty: it names nobody.
    pub may_come: Vec<Relation>,
    /// Who did: how they answer, and the initials of their name.
    pub came: Option<(Relation, String)>,
}

/// Takes down who came along, once the register says that they answer for the person.
pub async fn record(
    id: &CaseId,
    version: i64,
    (number, was_seen): (&str, bool),
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    let number = PersonalNumber::parse(&number.replace(' ', "")).ok_or(Refusal::NotANumber)?;
    if !was_seen {
        return Err(CompanyRefusal::NotSeen.into());
    }
    let counted = provider.store.throttle("company of a case", id.as_str(), limits::COMPANY_DAY, limits::DAY, now);
    if let Throttle::Closed(until) = counted.await? {
        return Err(Refusal::TooMany(until));
    }
    let person = record_of(&Case::Open(open.clone()), provider).await?;
    let beside = provider.registry.look_up(&number).await?.filter(|record| is(record, &number));
    let account = account_of(&number, provider).await?;
    let today = now.day_in_vietnam();
    let beside = Beside { record: beside.as_ref(), account: account.as_ref() };
    let who = &officer.account;
    match (company::judge(&person, beside, who, today, decree::in_force(today)), &account) {
        (Ok(relation), Some(account)) => {
            let recorded = provider.store.record_companion(&open, (&account.id, relation), who, now).await?;
            if recorded { Ok(()) } else { Err(Refusal::Stale) }
        }
        (judged, account) => {
            let why = judged.err().unwrap_or(CompanyRefusal::NoAccount);
            let entered = account.as_ref().map(|account| &account.id);
            provider.store.refuse_companion(&open.intake, entered, why.as_str(), who, now).await?;
            Err(why.into())
        }
    }
}

/// That the person has the company that the day's rules ask for, by what the registers say at this moment.
pub(super) async fn stands(case: &Case, provider: &Provider, now: Timestamp) -> Result<Accompanied, Refusal> {
    let (intake, today) = (case.intake(), now.day_in_vietnam());
    let person = record_of(case, provider).await?;
    let account = match &intake.companion {
        Some(companion) => provider.store.account(&companion.account).await?,
        None => None,
    };
    let record = match &account {
        Some(account) => provider.registry.look_up(&account.number).await?.filter(|record| is(record, &account.number)),
        None => None,
    };
    let came = intake.companion.as_ref().map(|_| Beside { record: record.as_ref(), account: account.as_ref() });
    Ok(company::accompanied(intake.kind, &person, came, today, decree::in_force(today))?)
}

/// What the page of a case says about company; none where the person comes alone.
pub(super) async fn shown(
    case: &Case,
    person: Option<&Record>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Shown>, Fault> {
    let today = now.day_in_vietnam();
    let needed = person.filter(|_| case.intake().kind != CaseKind::Foreigner).map(|person| {
        let relatives = match dependant::company(person, today, decree::in_force(today)) {
            Company::Nobody => return None,
            Company::OneOf(relatives) => relatives,
        };
        let named = |relative: &Option<_>| relative.as_ref().is_some_and(|relative| relatives.contains(&relative));
        let details = &person.details;
        let all = [
            (Relation::Mother, &details.mother),
            (Relation::Father, &details.father),
            (Relation::Guardian, &details.guardian),
        ];
        Some(all.into_iter().filter(|(_, relative)| named(relative)).map(|(relation, _)| relation).collect())
    });
    let came = came(case, provider).await?;
    match needed.flatten() {
        Some(may_come) => Ok(Some(Shown { may_come, came })),
        None => Ok(came.map(|came| Shown { may_come: Vec::new(), came: Some(came) })),
    }
}

/// Who came along, as pages and papers name them.
pub(super) async fn came(case: &Case, provider: &Provider) -> Result<Option<(Relation, String)>, Fault> {
    let Some(companion) = &case.intake().companion else { return Ok(None) };
    let account = provider.store.account(&companion.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a companion hangs from no account"))?;
    let record = provider.registry.look_up(&account.number).await?;
    Ok(Some((companion.relation, record.as_ref().map(disclosure::initials).unwrap_or_default())))
}

/// The register is another system: an answer about somebody else is none (F39).
fn is(record: &Record, number: &PersonalNumber) -> bool {
    record.number == *number || record.cancelled_numbers.contains(number)
}
