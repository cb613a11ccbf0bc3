//! A person as a row of `population`, whichever way the row gets there.

use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

use crate::fault::Fault;
use crate::registry::columns::Person;
use crate::registry::details;

/// The values of the row in the order of the table's columns.
pub(super) fn values(person: &Person) -> Result<[Option<String>; 12], Fault> {
    let record = &person.record;
    let details =
        details::write(&record.details).map_err(|error| Fault::caused("details could not be written", error))?;
    Ok([
        Some(record.number.as_str().to_owned()),
        Some(person.delivered_name.as_str().to_owned()),
        Some(record.name.key().as_str().to_owned()),
        Some(record.name.key().folded()),
        Some(record.birth.iso()),
        Some(record.gender.as_str().to_owned()),
        Some(record.status.as_str().to_owned()),
        record.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        record.phone_owner.map(|owner| owner.as_str().to_owned()),
        record.email.as_ref().map(|email| email.as_str().to_owned()),
        Some(person.cohort.clone()).filter(|cohort| !cohort.is_empty()),
        Some(details),
    ])
}

/// The statement with the row's values as `$1` to `$12`.
pub(super) fn bound(statement: &'static str, person: &Person) -> Result<Query<'static, Any, AnyArguments>, Fault> {
    let values = values(person)?;
    Ok(values.into_iter().fold(sqlx::query(statement), Query::bind))
}

/// The numbers that lead to the person without being the one in force, each with its kind's word.
pub(super) fn former_numbers(person: &Person) -> impl Iterator<Item = (&str, &'static str)> {
    let record = &person.record;
    let cancelled = record.cancelled_numbers.iter().map(|number| (number.as_str(), "cancelled"));
    cancelled.chain(record.legacy_number.iter().map(|number| (number.as_str(), "legacy")))
}

/// Every number that these people have or had.
pub(super) fn numbers(people: &[(i64, Person)]) -> Vec<&str> {
    let of = |person| former_numbers(person).map(|(number, _)| number);
    people.iter().flat_map(|(_, person)| std::iter::once(person.record.number.as_str()).chain(of(person))).collect()
}
