//! Codes on paper: a sheet made, shown once, renewed, cancelled. Used in `flow::second_factor` and `flow::show_proof`.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::Account;
use crate::identity::paper_code::PaperCode;
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, Digest, SheetId};
use crate::store::factor_change::FactorChange;
use crate::store::paper_code::Sheet;
use crate::store::throttle::Throttle;

/// Why there is no new sheet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Too many today; look again at that instant.
    TooMany(Timestamp),
    /// The session has ended.
    SessionEnded,
}

/// The sheet that the person has.
pub async fn sheet(session: &SessionFacts, provider: &Provider) -> Result<Option<Sheet>, Fault> {
    provider.store.paper_sheet(&session.account).await
}

/// Makes a sheet, for the one answer that shows it; the former one is void from here on.
pub async fn make(
    keeps_others: bool,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Vec<PaperCode>, Refusal>, Fault> {
    let (store, whom) = (&provider.store, session.account.as_str());
    if let Throttle::Closed(until) = store.throttle("paper", whom, limits::PAPER_SHEETS_DAY, limits::DAY, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let codes: Vec<PaperCode> =
        (0..limits::PAPER_CODES).map(|_| entropy::bytes().map(PaperCode::new)).collect::<Result<_, _>>()?;
    let digests: Vec<Digest> = codes.iter().map(|code| digest(&session.account, code, provider)).collect();
    let notices = letter::factor::paper_made(&account(session, provider).await?, &provider.config);
    let change = FactorChange { session, factor: PAPER_CODES, notices: &notices, keeps_others };
    let kept = store.keep_sheet(&SheetId::new(entropy::bytes()?), &digests, &change, now).await?;
    Ok(if kept { Ok(codes) } else { Err(Refusal::SessionEnded) })
}

/// Cancels the sheet. When there is none nothing changes.
pub async fn remove(
    keeps_others: bool,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let notices = letter::factor::paper_removed(&account(session, provider).await?, &provider.config);
    let change = FactorChange { session, factor: PAPER_CODES, notices: &notices, keeps_others };
    provider.store.end_sheet(&change, now).await?;
    Ok(())
}

/// What is kept of a code: keyed, and good for its account alone.
pub(super) fn digest(account: &AccountId, code: &PaperCode, provider: &Provider) -> Digest {
    provider.store.vault().short_code("paper", account.as_str(), code.expose())
}

async fn account(session: &SessionFacts, provider: &Provider) -> Result<Account, Fault> {
    let account = provider.store.account(&session.account).await?;
    account.ok_or_else(|| Fault::internal("a session hangs from no account"))
}

/// The factor's word in events.
const PAPER_CODES: &str = "paper_codes";
