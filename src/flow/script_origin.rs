//! Whether a page is one whose scripts may read our answers to parties.

use crate::fault::Fault;
use crate::limits;
use crate::provider::Provider;

/// Whether a party that is served lives in browsers at that origin.
pub async fn is_known(origin: &str, provider: &Provider) -> Result<bool, Fault> {
    Ok(origin.len() <= limits::ORIGIN && provider.store.is_script_origin(origin).await?)
}
