//! What a claim's value is of an organisation that somebody acts for: the register's where it knows the organisation, else
//! what officers saw. A value that it has not is an absent claim.

use serde_json::{Value, json};

use crate::identity::account::AccountKind;
use crate::identity::organisation::{OrganisationName, OrganisationRecord};
use crate::identity::organisation_account::OrganisationAccount;
use crate::identity::representation::Representation;
use crate::oauth::claims::Claim;

/// The claim's value.
pub fn value(
    claim: Claim,
    account: &OrganisationAccount,
    own: &Representation,
    record: Option<&OrganisationRecord>,
) -> Option<Value> {
    let name = |name: &Option<OrganisationName>| Some(name.as_ref()?.as_str().into());
    match claim {
        Claim::AccountType => Some(AccountKind::Organisation.as_str().into()),
        Claim::OrganizationIdNumber => Some(account.number.as_str().into()),
        Claim::OrganizationName => Some(record.map_or(account.name.as_str(), |record| record.name.as_str()).into()),
        Claim::OrganizationShortName => name(&record?.short_name),
        Claim::OrganizationForeignName => name(&record?.foreign_name),
        Claim::TaxCode => Some(account.tax_code?.to_string().into()),
        Claim::EnterpriseCode => Some(record?.enterprise_code?.to_string().into()),
        Claim::OrganizationFoundedOn => Some(record?.founded_on.to_string().into()),
        Claim::OrganizationAddress => {
            let line = record?.address.line();
            (!line.is_empty()).then(|| json!({ "formatted": line }))
        }
        // Names and posts stand in public registers; numbers of people do not (H05).
        Claim::LegalRepresentative => {
            let people = &record?.representatives;
            let people: Vec<_> = people.iter().map(|one| json!({ "name": one.name, "title": one.title })).collect();
            (!people.is_empty()).then(|| people.into())
        }
        Claim::OrganizationRole => Some(json!({ "role": own.role.as_str(), "capacity": own.capacity.as_str() })),
        _ => None,
    }
}
