//! The text of the QR printed on an identity card, as a camera app or a reader gives it. It carries no signature: it saves
//! typing and proves nothing (`vietnam.md` 3.1).

use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::{LegacyNumber, PersonalNumber};

/// What a card's QR says of its holder.
#[derive(Clone, Eq, PartialEq)]
pub struct CardText {
    /// The personal number.
    pub number: PersonalNumber,
    /// The number of the former card.
    pub legacy_number: Option<LegacyNumber>,
    /// The name.
    pub name: Name,
    /// The date of birth; a year alone where the day is written `0000`.
    pub birth: BirthDate,
    /// The gender.
    pub gender: Gender,
    /// The residence, as printed.
    pub residence: String,
    /// Fields after the seventh, whose order is not published; kept as they came.
    pub extra: Vec<String>,
}

impl CardText {
    /// Reads `number|former number|name|DDMMYYYY|Nam or Nữ|residence|DDMMYYYY of issue` and whatever follows.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let fields: Vec<&str> = text.trim().split('|').map(str::trim).collect();
        let [number, legacy, name, birth, gender, residence, issued, extra @ ..] = fields.as_slice() else {
            return None;
        };
        let legacy_number = match *legacy {
            "" => None,
            legacy => Some(LegacyNumber::parse(legacy)?),
        };
        // Read only to be sure that this is a card's text: nothing is compared with the day of issue.
        date(issued)?;
        Some(Self {
            number: PersonalNumber::parse(number)?,
            legacy_number,
            name: Name::parse(name).ok()?,
            birth: date(birth)?,
            gender: Gender::parse(gender)?,
            residence: (*residence).to_owned(),
            extra: extra.iter().map(|field| (*field).to_owned()).collect(),
        })
    }
}

impl std::fmt::Debug for CardText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(card text)")
    }
}

/// `DDMMYYYY`; `0000YYYY` is a year alone and `00MMYYYY` a month.
fn date(text: &str) -> Option<BirthDate> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (day, month, year) = (text.get(..2)?, text.get(2..4)?, text.get(4..)?);
    let written = match (day, month) {
        ("00", "00") => year.to_owned(),
        ("00", month) => format!("{month}/{year}"),
        (day, month) => format!("{day}/{month}/{year}"),
    };
    BirthDate::parse(&written).ok()
}

/// The densest QR holds 2,953 bytes.
const LONGEST: usize = 3_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_layouts_of_cards_are_read() {
        let old = CardText::parse("001090000001||Nguyễn Văn An|01051990|Nam|Thôn 1, Xã A, Hà Nội|22112021").unwrap();
        assert_eq!((old.number.as_str(), old.birth.to_string().as_str()), ("001090000001", "01/05/1990"));
        assert_eq!((old.legacy_number, old.gender), (None, Gender::Male));
        let new = "001190000002|012345678|Lê Thị Hòa|00001950|Nữ|Hà Nội|01072024||Lê Văn B|Trần Thị C\r\n";
        let new = CardText::parse(new).unwrap();
        assert_eq!((new.birth.to_string().as_str(), new.extra.len()), ("1950", 3));
        assert_eq!(new.legacy_number.unwrap().as_str(), "012345678");
    }

    #[test]
    fn anything_else_is_no_card() {
        for text in [
            "",
            "001090000001",
            "001090000001||Nguyễn Văn An|01051990|Nam|Hà Nội",
            "00109000001||Nguyễn Văn An|01051990|Nam|Hà Nội|22112021",
            "001090000001|12|Nguyễn Văn An|01051990|Nam|Hà Nội|22112021",
            "001090000001||Nguyễn Văn An|31021990|Nam|Hà Nội|22112021",
            "001090000001||Nguyễn Văn An|1051990|Nam|Hà Nội|22112021",
            "001090000001||Nguyễn Văn An|01051990|M|Hà Nội|22112021",
            "001090000001||Nguyễn Văn An|01051990|Nam|Hà Nội|",
            "https://example.vn/|||||||",
        ] {
            assert!(CardText::parse(text).is_none(), "{text}");
        }
        assert!(CardText::parse(&"|".repeat(4_000)).is_none());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_rule_panic(text in "\\PC*|[0-9|]{0,80}") {
            let _ = CardText::parse(&text);
        }
    }
}
