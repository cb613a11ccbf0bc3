//! The synthetic people of the sandbox, as `dinhdanh sandbox people --json` tells of them.

use serde::Deserialize;
use serde_json::{Map, Value};

/// Somebody: what they would declare, and the password of who has an account.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Person {
    pub(crate) personal_id_number: String,
    pub(crate) full_name: String,
    pub(crate) birth_date: String,
    pub(crate) gender: String,
    pub(crate) phone: String,
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) password: Option<String>,
    #[serde(default)]
    pub(crate) level: Option<i64>,
    /// Whatever else is told.
    #[serde(flatten)]
    pub(crate) more: Map<String, Value>,
}

impl Person {
    /// The password; a test that asks somebody without an account is wrong.
    #[track_caller]
    pub(crate) fn password(&self) -> &str {
        self.password.as_deref().expect("this person has no account yet")
    }

    /// What they would write on the page of enrolment.
    pub(crate) fn declaration(&self) -> Vec<(&str, &str)> {
        vec![
            ("personal_id_number", &self.personal_id_number),
            ("full_name", &self.full_name),
            ("birth_date", &self.birth_date),
            ("gender", &self.gender),
            ("phone", &self.phone),
            ("email", self.email.as_deref().unwrap_or_default()),
            ("channel", "sms"),
        ]
    }
}
