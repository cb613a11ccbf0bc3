//! JSON in security documents (token headers, claims, keys, registrations) has one reading or none.
//!
//! Two parsers that differ on a duplicated `sub` let one see alice and the other mallory, so a duplicate name is refused,
//! as are depth, width and text after the document. Knows nothing of what the members mean.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Rejected;

/// Reads one document of at most `longest` bytes.
pub fn read(text: &[u8], longest: usize) -> Result<Value, Rejected> {
    if text.len() > longest {
        return Err(Rejected::TooLong("JSON document"));
    }
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Strict { depth_left: DEEPEST }.deserialize(&mut reader).map_err(|error| reason(&error))?;
    reader.end().map_err(|_| Rejected::Json("text after the document"))?;
    Ok(value)
}

/// Reads one document that must be an object.
pub fn read_object(text: &[u8], longest: usize) -> Result<Map<String, Value>, Rejected> {
    match read(text, longest)? {
        Value::Object(members) => Ok(members),
        _ => Err(Rejected::Json("not an object")),
    }
}

/// The limits as an error of the visitor; serde gives no typed errors, so the words are found again in [`reason`].
const REASONS: &[&str] = &[DUPLICATE, TOO_DEEP, TOO_WIDE];
const DUPLICATE: &str = "a member occurs twice";
const TOO_DEEP: &str = "nested too deep";
const TOO_WIDE: &str = "an object with too many members";

fn reason(error: &serde_json::Error) -> Rejected {
    // The error's own text may quote the document: only our words go on.
    let text = error.to_string();
    let ours = REASONS.iter().find(|reason| text.starts_with(**reason));
    Rejected::Json(ours.copied().unwrap_or("malformed"))
}

/// Builds a value while counting depth and remembering names.
struct Strict {
    depth_left: usize,
}

impl Strict {
    fn inside<E: Error>(&self) -> Result<usize, E> {
        self.depth_left.checked_sub(1).ok_or_else(|| E::custom(TOO_DEEP))
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number that is none"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let depth_left = self.inside()?;
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(Self { depth_left })? {
            array.push(element);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let depth_left = self.inside()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom(DUPLICATE));
            }
            if object.len() >= WIDEST {
                return Err(A::Error::custom(TOO_WIDE));
            }
            let value = members.next_value_seed(Self { depth_left })?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

/// Levels of objects and arrays (DS02).
const DEEPEST: usize = 16;
/// Members of one object (DS02).
const WIDEST: usize = 256;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(text: &str) -> Result<Value, Rejected> {
        read(text.as_bytes(), 4096)
    }

    #[test]
    fn a_member_that_occurs_twice_is_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"x":{"a":1,"a":2}}"#, r#"[{"a":1,"\u0061":2}]"#] {
            assert_eq!(json(text), Err(Rejected::Json(DUPLICATE)), "{text}");
        }
        assert!(json(r#"{"a":{"a":1},"b":{"a":1}}"#).is_ok());
    }

    #[test]
    fn sixteen_levels_are_read_and_seventeen_are_not() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(json(&nested(16)).is_ok());
        assert_eq!(json(&nested(17)), Err(Rejected::Json(TOO_DEEP)));
        let objects = |levels: usize| format!("{}1{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));
        assert!(json(&objects(16)).is_ok());
        assert_eq!(json(&objects(17)), Err(Rejected::Json(TOO_DEEP)));
        assert!(matches!(read("[".repeat(100_000).as_bytes(), 200_000), Err(Rejected::Json(_))));
    }

    #[test]
    fn an_object_has_at_most_256_members() {
        let object = |members: usize| {
            format!("{{{}}}", (0..members).map(|n| format!(r#""k{n}":0"#)).collect::<Vec<_>>().join(","))
        };
        assert!(json(&object(256)).is_ok());
        assert_eq!(json(&object(257)), Err(Rejected::Json(TOO_WIDE)));
    }

    #[test]
    fn what_is_not_one_whole_document_is_refused() {
        for text in ["", "{", "{}x", "{} {}", "{'a':1}", "{\"a\":1,}", "nul", "NaN", "1e999", "\u{feff}{}", "\"\u{0}\""]
        {
            assert!(json(text).is_err(), "{text}");
        }
        assert!(read(&[b'"', 0xff, b'"'], 9).is_err());
        assert_eq!(read(b"[1,2]", 4), Err(Rejected::TooLong("JSON document")));
        assert_eq!(read_object(b"[]", 9), Err(Rejected::Json("not an object")));
    }

    proptest! {
        #[test]
        fn what_serde_wrote_is_read_back_the_same(members in proptest::collection::btree_map(".*", any::<i64>(), 0..20)) {
            let text = serde_json::to_vec(&members).unwrap();
            prop_assert_eq!(read(&text, 65_536).unwrap(), serde_json::to_value(&members).unwrap());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, 200);
        }
    }
}
