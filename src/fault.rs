//! Faults: what went wrong on our side, with its cause, for the log. Never a refusal, which is an answer.
//!
//! Knows no HTTP; `web::error` turns each kind into a status.

use std::error::Error;

/// Why the house could not do its part.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Somebody else held what we needed, or a dependency is overloaded; the caller may try again.
    #[error("busy: {0}")]
    Busy(String),
    /// The database cannot be reached.
    #[error("the database is out of reach: {0}")]
    StoreDown(String),
    /// A register of the state cannot be reached or did not answer sense.
    #[error("the register is out of reach: {0}")]
    RegistryDown(String),
    /// A row that our rules say cannot exist.
    #[error("corrupt {table}.{column} in row {id}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's id; never a personal number.
        id: String,
    },
    /// Anything else; a defect of ours.
    #[error("{what}")]
    Internal {
        /// What was being done; no personal data, no secret.
        what: String,
        /// The cause, when another crate gave one.
        #[source]
        cause: Option<Box<dyn Error + Send + Sync>>,
    },
}

impl Fault {
    /// A fault without a foreign cause.
    pub fn internal(what: impl Into<String>) -> Self {
        Self::Internal { what: what.into(), cause: None }
    }

    /// A fault with the cause that another crate gave.
    pub fn caused(what: impl Into<String>, cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal { what: what.into(), cause: Some(Box::new(cause)) }
    }

    /// Whether the same call may well succeed a moment later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::StoreDown(_) | Self::RegistryDown(_))
    }
}
