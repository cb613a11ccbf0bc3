//! Selective disclosure for JWTs (RFC 9901): who was given several fields can pass one on, and it is still ours to the letter.
//!
//! The signed part holds a digest for each field; each field stands behind it with its own salt. Whoever passes the text on
//! leaves out what the next one need not know, and digests without their salt say nothing about what they stand for.

use serde_json::{Map, Value, json};

use crate::secret::{Digest, decode, encode};

/// Fields behind their digests, as they are signed and handed out.
#[derive(Clone, Eq, PartialEq)]
pub struct Concealed {
    /// The digests, in the order of their letters, so that their order says nothing about the fields'.
    pub digests: Vec<String>,
    disclosures: Vec<String>,
}

/// What is concealed is about a person and is not printed.
impl std::fmt::Debug for Concealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({} fields)", self.disclosures.len())
    }
}

/// Puts each member behind a digest with a salt of its own (§4.2.1); as many salts as there are members.
pub fn conceal(members: &Map<String, Value>, salts: &[[u8; 16]]) -> Concealed {
    let disclosures: Vec<String> = members
        .iter()
        .zip(salts)
        .map(|((name, value), salt)| encode(json!([encode(salt), name, value]).to_string().as_bytes()))
        .collect();
    let mut digests: Vec<String> = disclosures.iter().map(|disclosure| digest_of(disclosure)).collect();
    digests.sort_unstable();
    Concealed { digests, disclosures }
}

impl Concealed {
    /// The whole text: the signed part, then every disclosure (§4).
    pub fn behind(&self, signed: &str) -> String {
        let mut text = format!("{signed}~");
        for disclosure in &self.disclosures {
            text.push_str(disclosure);
            text.push('~');
        }
        text
    }
}

/// The signed part of such a text, whose signature is to be checked before anything behind it is believed.
pub fn signed_part(text: &str) -> &str {
    text.split('~').next().unwrap_or_default()
}

/// The members that are disclosed under these digests; none when one is doubled, malformed, or stands under no digest
/// (§7.1: such a text is refused whole).
pub fn disclosed(text: &str, digests: &Value) -> Option<Map<String, Value>> {
    let digests: Vec<&str> = digests.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
    let (_, behind) = text.split_once('~')?;
    let mut members = Map::new();
    for disclosure in behind.strip_suffix('~').unwrap_or(behind).split('~').filter(|one| !one.is_empty()) {
        digests.contains(&digest_of(disclosure).as_str()).then_some(())?;
        let Value::Array(parts) = serde_json::from_slice(&decode(disclosure)?).ok()? else { return None };
        let [Value::String(_), Value::String(name), value] = parts.as_slice() else { return None };
        if members.insert(name.clone(), value.clone()).is_some() {
            return None;
        }
    }
    Some(members)
}

fn digest_of(disclosure: &str) -> String {
    Digest::sha256(disclosure.as_bytes()).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn two() -> (Concealed, Value) {
        let members = json!({ "name": { "value": "Nguyễn Văn Ân" }, "age_over_18": { "value": true } });
        let concealed = conceal(members.as_object().unwrap(), &[[1; 16], [2; 16]]);
        let digests = json!(concealed.digests);
        (concealed, digests)
    }

    #[test]
    fn one_field_is_passed_on_without_the_other_and_nothing_is_added() {
        let (concealed, digests) = two();
        let text = concealed.behind("a.b.c");
        assert_eq!(signed_part(&text), "a.b.c");
        assert_eq!(disclosed(&text, &digests).unwrap().len(), 2);
        let parts: Vec<&str> = text.split('~').collect();
        let only = |part: &str| disclosed(&format!("a.b.c~{part}~"), &digests).unwrap();
        let each = [only(parts[1]), only(parts[2])];
        assert!(each.iter().all(|one| one.len() == 1) && each[0] != each[1]);
        assert!(disclosed("a.b.c~", &digests).unwrap().is_empty());
        let foreign = encode(r#"["c2FsdA","age_over_18",{"value":true}]"#.as_bytes());
        for wrong in [
            "a.b.c".to_owned(),
            format!("{text}{foreign}~"),
            format!("{text}{}~", parts[1]),
            format!("a.b.c~{}x~", parts[1]),
            "a.b.c~%~".to_owned(),
        ] {
            assert_eq!(disclosed(&wrong, &digests), None, "{wrong}");
        }
        assert_eq!(disclosed(&text, &json!("x")), None);
    }

    #[test]
    fn the_same_field_has_another_digest_each_time() {
        let members = json!({ "gender": "male" });
        let of = |salt| conceal(members.as_object().unwrap(), &[salt]).digests;
        assert_ne!(of([1; 16]), of([2; 16]));
    }

    /// RFC 9901 §4.2.1 and §4.2.3 give this disclosure and its digest.
    #[test]
    fn a_digest_is_the_one_of_the_specification() {
        let disclosure = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
        assert_eq!(digest_of(disclosure), "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,200}", more in "[A-Za-z0-9_~-]{0,200}") {
            let (_, digests) = two();
            let _ = disclosed(&text, &digests);
            let _ = disclosed(&format!("{text}~{more}"), &digests);
        }
    }
}
