//! An application for an organisation's account goes back to its applicant for everything that is lacking, and comes
//! forward again.
//!
//! ```text
//! return_for ⊙ organisation_supplement::next ▣ round + message + event
//! complete   ⊙ due_after, the form read → the register again ▣ declared anew, the clock goes on
//! watch      ▣ a warning in the last week; the end is apply_for_organisation::lapse
//! ```

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::flow::apply_for_organisation::{self, Form, Wrong, known, matches, read};
use crate::flow::decide_organisation::{self, accounts, looked_at};
use crate::flow::organisation_letter::{self, News};
use crate::identity::officer::Officer;
use crate::identity::organisation_application::{Application, State};
use crate::identity::organisation_supplement::{Lack, NotReturned, Round, due_after, next};
use crate::identity::proofing::Words;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::ApplicationId;

/// Returns the application for all that is lacking, with guidance; the clock stands still and the applicant is told.
pub async fn return_for(
    id: &ApplicationId,
    version: i64,
    lacks: Vec<Lack>,
    guidance: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), decide_organisation::Refusal> {
    use decide_organisation::Refusal;
    let (application, asked) = looked_at(id, version, provider).await?;
    let guidance = Words::parse(guidance).map_err(Refusal::Reason)?;
    let before = provider.store.rounds_of(id).await?;
    let round = next(&application, &accounts(&asked), &before, (lacks, guidance), officer, now);
    let round = round.map_err(|refusal| match refusal {
        NotReturned::Barred(bar) => Refusal::Barred(bar),
        NotReturned::Refused(refusal) => Refusal::NotReturned(refusal),
    })?;
    let last = last_day(round.ends_at);
    let news = News::Returned(&application.declared.name, &last);
    let message = organisation_letter::to(&application.applicant, news, provider).await?;
    let message = message.ok_or_else(|| Fault::internal("an application hangs from no account"))?;
    let done = provider.store.return_application(&application, &round, &message, now).await?;
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

/// What the applicant has to complete; none when nothing waits for this person.
pub async fn waiting(
    id: &ApplicationId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<(Application, Round)>, Fault> {
    let Some(application) = provider.store.application(id).await? else { return Ok(None) };
    if application.applicant != session.account || application.state != State::Returned {
        return Ok(None);
    }
    let round = provider.store.rounds_of(id).await?.pop();
    Ok(round.filter(|round| round.ends_at > now).map(|round| (application, round)))
}

/// The applicant has completed it: what is declared now takes the place of what was, the number and the tax code stay.
pub async fn complete(
    id: &ApplicationId,
    form: Form<'_>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), apply_for_organisation::Refusal> {
    use apply_for_organisation::Refusal;
    apply_for_organisation::may_decide(session, now)?;
    let (application, round) = waiting(id, session, provider, now).await?.ok_or(Refusal::Nothing)?;
    let due_at = due_after(&application, &round, now).ok_or(Refusal::Nothing)?;
    let before = &application.declared;
    let form = Form { number: &before.number, tax_code: before.tax_code.as_deref().unwrap_or_default(), ..form };
    let (number, tax_code, declared) = read(form, now).map_err(Refusal::Fields)?;
    if let Some(record) = known(&number, tax_code.as_ref(), provider).await?
        && application.in_register
        && !matches(&declared, tax_code.as_ref(), &number, &record)
    {
        return Err(Refusal::Fields(Wrong { name: true, ..Wrong::default() }));
    }
    let done = provider.store.complete_application(&application, &declared, due_at, now).await?;
    if done { Ok(()) } else { Err(Refusal::Nothing) }
}

/// The chore that tells applicants once more that the end of a term comes near.
pub async fn watch(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    for one in provider.store.returned_to_warn(BATCH, now).await? {
        let last = last_day(one.answers_by);
        let news = News::ReturnEnds(&one.declared.name, &last);
        if let Some(message) = organisation_letter::to(&one.applicant, news, &provider).await? {
            provider.store.warn_applicant(&one.id, &message, now).await?;
        }
    }
    Ok(())
}

/// The last day that is in time, as letters write it.
fn last_day(end: Timestamp) -> String {
    let last = end.minus(Seconds::new(1)).day_in_vietnam();
    format!("{:02}/{:02}/{}", last.day(), last.month(), last.year())
}

/// Applicants told in one run.
const BATCH: i64 = 200;
