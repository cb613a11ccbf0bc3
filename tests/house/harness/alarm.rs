//! The alarm: what a log must never hold, and what a house must never answer.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// What was typed and handed out in one test. Rings when the house closes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alarm(Arc<Mutex<Watched>>);

#[derive(Debug, Default)]
struct Watched {
    secrets: BTreeSet<String>,
    faults: Vec<String>,
    faults_are_expected: bool,
}

impl Alarm {
    /// A password, a code or a token: it may stand in no log. Shorter than six characters it would be found anywhere.
    pub(crate) fn watch(&self, secret: &str) {
        if secret.len() >= 6 {
            self.0.lock().unwrap().secrets.insert(secret.to_owned());
        }
    }

    /// An answer that only a defect of ours gives; 503 is what an honest house says when a dependency is down.
    pub(crate) fn answered(&self, what: &str, status: u16) {
        if status >= 500 && status != 503 {
            self.0.lock().unwrap().faults.push(format!("{what} answered {status}"));
        }
    }

    /// This test breaks something on purpose: errors in the log and 5xx answers are its subject.
    pub(crate) fn expect_faults(&self) {
        self.0.lock().unwrap().faults_are_expected = true;
    }

    /// What is wrong with these lines of a log and with what was answered; empty when nothing is.
    pub(crate) fn findings(&self, log: &str) -> Vec<String> {
        let watched = self.0.lock().unwrap();
        let mut findings = if watched.faults_are_expected { Vec::new() } else { watched.faults.clone() };
        for line in log.lines() {
            let text = without_time(line);
            if text.contains("panicked") {
                findings.push(format!("a panic: {line}"));
            }
            if text.contains(r#""level":"ERROR""#) && !watched.faults_are_expected {
                findings.push(format!("an error: {line}"));
            }
            if holds_a_personal_number(&text) {
                findings.push(format!("a personal number: {line}"));
            }
            for secret in watched.secrets.iter().filter(|secret| text.contains(secret.as_str())) {
                findings.push(format!("the secret {secret}: {line}"));
            }
        }
        findings
    }
}

/// The line without its timestamp, whose six digits of a second would now and then be somebody's six-digit code.
fn without_time(line: &str) -> String {
    match serde_json::from_str::<Value>(line) {
        Ok(Value::Object(mut fields)) => {
            fields.remove("timestamp");
            Value::Object(fields).to_string()
        }
        _ => line.to_owned(),
    }
}

/// Twelve digits in a row, as every personal number is written.
fn holds_a_personal_number(text: &str) -> bool {
    text.split(|character: char| !character.is_ascii_digit()).any(|digits| digits.len() == 12)
}

#[cfg(test)]
mod tests {
    use super::Alarm;

    #[test]
    fn lg01_the_alarm_rings_for_numbers_secrets_errors_and_panics_and_not_for_a_timestamp() {
        let alarm = Alarm::default();
        alarm.watch("482913");
        for wrong in [
            r#"{"timestamp":"2026-01-01T00:00:00.000000Z","level":"INFO","fields":{"message":"of 001090000001"}}"#,
            r#"{"timestamp":"2026-01-01T00:00:00.000000Z","level":"INFO","fields":{"code":"482913"}}"#,
            r#"{"timestamp":"2026-01-01T00:00:00.000000Z","level":"ERROR","fields":{}}"#,
            "thread 'main' panicked at src/main.rs",
        ] {
            assert_eq!(alarm.findings(wrong).len(), 1, "{wrong}");
        }
        let fine = r#"{"timestamp":"2026-01-01T00:00:00.482913Z","level":"INFO","fields":{"port":12345}}"#;
        assert!(alarm.findings(fine).is_empty());
    }
}
