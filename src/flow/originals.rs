//! Papers that a holder shows in the original (C19): an officer compares them, the approval of the case puts them into the
//! wallet.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::prove::{Refusal, open_case};
use crate::identity::officer::Officer;
use crate::identity::proofing::document::{Integrated, Original, Shown};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{CaseId, OriginalId};

/// What an officer typed from a paper in hand.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// The kind's word.
    pub kind: &'a str,
    /// The number.
    pub number: &'a str,
    /// The day of issue.
    pub issued_on: &'a str,
    /// The last day; empty when there is none.
    pub expires_on: &'a str,
    /// Whether the officer says that it was compared with the original.
    pub compared: bool,
}

/// Records a paper that was compared with its original.
pub async fn add(
    id: &CaseId,
    version: i64,
    typed: Typed<'_>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    if open.intake.originals.len() >= MOST {
        return Err(Refusal::TooManyOriginals);
    }
    let original = Original::parse(typed.kind, typed.number, typed.issued_on, typed.expires_on, now.day_in_vietnam())
        .map_err(Refusal::Original)?;
    // The word of an officer is the proof that there is: it is given each time, never assumed.
    if !typed.compared {
        return Err(Refusal::NotCompared);
    }
    let shown = Shown {
        id: OriginalId::new(entropy::bytes()?),
        original,
        recorded_at: now,
        recorded_by: officer.account.clone(),
    };
    if provider.store.add_original(&open, &shown).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// Takes a paper out of the case again.
pub async fn remove(
    id: &CaseId,
    version: i64,
    paper: &OriginalId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    let removed = provider.store.remove_original(&open, paper, &officer.account, now).await?;
    if removed { Ok(()) } else { Err(Refusal::Stale) }
}

/// The papers in the holder's own wallet.
///
/// Who acts at level 1 has none: papers are what level 2 opens.
pub async fn of_holder(session: &SessionFacts, provider: &Provider) -> Result<Vec<Integrated>, Fault> {
    if session.is_lowered() {
        return Ok(Vec::new());
    }
    provider.store.integrated_originals(&session.account).await
}

/// Papers that one case takes in.
const MOST: usize = 20;
