//! A register's feed as the exchange writes it: of whom something changed behind a place, in order.

use serde::{Deserialize, Serialize};

use crate::registry::Change;
use crate::registry::exchange::NoSense;

/// A question for what changed behind a place in a feed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuestion {
    /// The mark that the answer repeats.
    #[serde(rename = "MaYeuCau")]
    pub mark: String,
    /// The place: the number of the last change that is known.
    #[serde(rename = "SauSo")]
    pub after: i64,
    /// The most changes that are wanted.
    #[serde(rename = "ToiDa")]
    pub limit: u32,
}

/// The answer.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub struct ChangesAnswer {
    MaYeuCau: String,
    SauSo: i64,
    ThayDoi: Vec<ThayDoi>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
struct ThayDoi {
    So: i64,
    MaSo: String,
}

impl ChangesAnswer {
    /// The answer to this question; what changed is told by the number of whom.
    pub fn of<T>(question: &ChangesQuestion, changes: &[Change<T>], text: impl Fn(&T) -> String) -> Self {
        let changes = changes.iter().map(|change| ThayDoi { So: change.sequence, MaSo: text(&change.number) });
        Self { MaYeuCau: question.mark.clone(), SauSo: question.after, ThayDoi: changes.collect() }
    }

    /// Reads an answer to this question: no more than was asked for, each behind the one before. A feed that went backwards
    /// would be heeded for ever.
    pub fn read<T>(
        body: &[u8],
        question: &ChangesQuestion,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<Change<T>>, NoSense> {
        let answer: Self = serde_json::from_slice(body).map_err(|_| NoSense::Shape)?;
        if answer.MaYeuCau != question.mark || answer.SauSo != question.after {
            return Err(NoSense::OtherQuestion);
        }
        if answer.ThayDoi.len() > usize::try_from(question.limit).unwrap_or(usize::MAX) {
            return Err(NoSense::Value);
        }
        let mut last = question.after;
        let mut changes = Vec::with_capacity(answer.ThayDoi.len());
        for ThayDoi { So: sequence, MaSo: number } in answer.ThayDoi {
            if sequence <= last {
                return Err(NoSense::Value);
            }
            last = sequence;
            changes.push(Change { sequence, number: parse(&number).ok_or(NoSense::Value)? });
        }
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::identity::number::PersonalNumber;

    fn question() -> ChangesQuestion {
        ChangesQuestion { mark: "m1".into(), after: 7, limit: 3 }
    }

    fn read(answer: &Value) -> Result<Vec<i64>, NoSense> {
        let read = ChangesAnswer::read(answer.to_string().as_bytes(), &question(), PersonalNumber::parse);
        read.map(|changes| changes.iter().map(|change| change.sequence).collect())
    }

    fn answer(changes: &[(i64, &str)]) -> Value {
        let changes: Vec<Value> = changes.iter().map(|(so, number)| json!({ "So": so, "MaSo": number })).collect();
        json!({ "MaYeuCau": "m1", "SauSo": 7, "ThayDoi": changes })
    }

    #[test]
    fn what_is_written_is_read_back() {
        let number = PersonalNumber::parse("001090000001").unwrap();
        let changes = [Change { sequence: 8, number }, Change { sequence: 12, number }];
        let written = ChangesAnswer::of(&question(), &changes, |number| number.as_str().to_owned());
        let written = serde_json::to_vec(&written).unwrap();
        assert!(ChangesAnswer::read(&written, &question(), PersonalNumber::parse).unwrap() == changes);
        assert_eq!(read(&answer(&[])), Ok(Vec::new()));
    }

    #[test]
    fn a_feed_that_stands_still_goes_back_or_runs_over_is_no_answer() {
        let one = "001090000001";
        for changes in [
            vec![(7, one)],
            vec![(3, one)],
            vec![(9, one), (8, one)],
            vec![(8, one), (8, one)],
            vec![(8, one), (9, one), (10, one), (11, one)],
            vec![(8, "12")],
        ] {
            assert_eq!(read(&answer(&changes)), Err(NoSense::Value), "{changes:?}");
        }
        let mut other = answer(&[(8, one)]);
        other["SauSo"] = json!(6);
        assert_eq!(read(&other), Err(NoSense::OtherQuestion));
        other["SauSo"] = json!("7");
        assert_eq!(read(&other), Err(NoSense::Shape));
        assert_eq!(read(&json!({ "MaYeuCau": "m1", "SauSo": 7 })), Err(NoSense::Shape));
    }
}
