//! The invariants of what opens an account beside its password: passkeys, their challenges, codes on paper.

use crate::fault::Fault;
use crate::identity::assurance;
use crate::store::verify::Invariant;
use crate::store::{Store, row};

impl Store {
    /// I15: a session is worth what the table of `identity::assurance` says of its factors, and no family claims more. There
    /// are few different ones, whatever the number of sessions.
    pub(super) async fn verify_worth(&self) -> Result<Vec<String>, Fault> {
        let mut broken = Vec::new();
        let sessions = sqlx::query(
            "SELECT methods, level, CASE WHEN lowered_at IS NULL THEN 0 ELSE 1 END AS lowered, MIN(id) AS id \
             FROM session GROUP BY methods, level, CASE WHEN lowered_at IS NULL THEN 0 ELSE 1 END",
        )
        .fetch_all(self.pool())
        .await?;
        for session in &sessions {
            let is_lowered = row::number(session, "lowered")? == 1;
            let worth = worth(&row::text(session, "methods")?);
            let level = row::number(session, "level")?;
            if worth.is_none_or(|(worth, is_one)| worth != level || (is_lowered && !is_one)) {
                let id = row::text(session, "id")?;
                broken.push(format!("I15 a session is worth what its factors are worth together: {id}"));
            }
        }
        let families = sqlx::query("SELECT methods, MAX(level) AS level, MIN(id) AS id FROM family GROUP BY methods");
        for family in &families.fetch_all(self.pool()).await? {
            let worth = worth(&row::text(family, "methods")?).map_or(0, |(worth, _)| worth);
            if row::number(family, "level")? > worth {
                let id = row::text(family, "id")?;
                broken.push(format!("I15 no family claims more than the factors that were shown for it: {id}"));
            }
        }
        Ok(broken)
    }
}

/// The level of a column's methods, and whether it is that of one factor by choice; none when it is no column of ours.
fn worth(column: &str) -> Option<(i64, bool)> {
    let words: Vec<String> = column.split(' ').map(str::to_owned).collect();
    let methods = assurance::methods(&words);
    if words == assurance::lowered(&methods) {
        return Some((1, true));
    }
    let level = assurance::level_of(&methods)?.number();
    (words == assurance::amr(&methods)).then_some((level, false))
}

/// What holds of every passkey, challenge and code on paper.
pub(super) const FACTORS: &[Invariant] = &[
    Invariant {
        name: "PW16 a passkey is used after it was made and not after it was removed, by whichever node's clock",
        query: "SELECT id FROM passkey WHERE sign_count < 0 OR used_at + 30 < made_at OR removed_at + 30 < made_at \
                OR used_at > removed_at + 30",
    },
    Invariant {
        name: "PW16 a challenge lives five minutes at most and is answered in its time",
        query: "SELECT digest AS id FROM passkey_challenge WHERE expires_at > asked_at + 300 OR expires_at <= asked_at \
                OR spent_at + 30 < asked_at OR spent_at >= expires_at",
    },
    Invariant {
        name: "PW19 one sheet of codes on paper holds at a time, of ten codes that were made together",
        query: "SELECT account_id AS id FROM paper_code WHERE ended_at IS NULL GROUP BY account_id \
                HAVING COUNT(DISTINCT sheet_id) > 1 \
                UNION ALL SELECT sheet_id AS id FROM paper_code GROUP BY sheet_id \
                HAVING COUNT(*) <> 10 OR COUNT(DISTINCT account_id) > 1 OR MIN(made_at) <> MAX(made_at)",
    },
    Invariant {
        name: "PW19 a code on paper is used in the life of its sheet",
        query: "SELECT digest AS id FROM paper_code WHERE used_at + 30 < made_at OR ended_at + 30 < made_at \
                OR used_at > ended_at + 30",
    },
    Invariant {
        name: "PW19 each code on paper that was used stands in the journal once, in its instant",
        query: "SELECT a.id FROM account a WHERE (SELECT COUNT(*) FROM audit_event e WHERE e.account_id = a.id \
                AND e.kind = 'paper_code_used') <> (SELECT COUNT(*) FROM paper_code c WHERE c.account_id = a.id \
                AND c.used_at IS NOT NULL) OR EXISTS (SELECT 1 FROM paper_code u WHERE u.account_id = a.id \
                AND u.used_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_event v WHERE v.account_id = a.id \
                AND v.kind = 'paper_code_used' AND v.at = u.used_at))",
    },
    Invariant {
        name: "I11 what opens an account was added by as many events as there are passkeys, sheets and apps",
        query: "SELECT a.id FROM account a WHERE (SELECT COUNT(*) FROM audit_event e WHERE e.account_id = a.id \
                AND e.kind = 'factor_added') <> (SELECT COUNT(*) FROM passkey p WHERE p.account_id = a.id) \
                + (SELECT COUNT(DISTINCT c.sheet_id) FROM paper_code c WHERE c.account_id = a.id) \
                + (SELECT COUNT(*) FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL)",
    },
];

#[cfg(test)]
mod tests {
    use super::worth;

    #[test]
    fn i15_a_column_is_worth_what_it_says_and_nothing_else_is_a_column() {
        for (column, expected) in [
            ("pwd", Some((1, true))),
            ("pop user", Some((1, true))),
            ("pwd sms mfa", Some((2, false))),
            ("pop user mfa", Some((2, false))),
            ("pwd otp qr mfa", Some((2, false))),
            ("pwd qr", Some((1, false))),
            ("", None),
            ("qr", None),
            ("pwd mfa", None),
            ("pwd sms", None),
            ("sms pwd mfa", None),
            ("pop mfa", None),
            ("pwd face mfa", None),
        ] {
            assert_eq!(worth(column), expected, "{column}");
        }
    }
}
