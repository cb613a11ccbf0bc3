//! What is shown for an address that is no page.

use crate::web::error::{Failure, PageError};

/// Always the same page, whatever was asked for.
pub(in crate::web) async fn show() -> Failure {
    PageError::NotFound.into()
}
