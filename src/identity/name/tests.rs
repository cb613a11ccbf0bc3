//! The vectors of the field, and the laws that hold for every text.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::*;

fn vectors() -> Vec<Vec<String>> {
    include_str!("../../../tests/vectors/name_pairs.tsv")
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(unescaped).collect())
        .collect()
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (hex, after) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
        rest = after;
    }
    out + rest
}

#[test]
fn every_vector_of_the_field_has_its_verdict() {
    let vectors = vectors();
    assert!(vectors.len() > 40);
    for row in vectors {
        let (declared, record) = (Name::parse(&row[0]), Name::parse(&row[1]).unwrap());
        let found = match declared {
            Err(refusal) => ("INVALID", refusal.to_string()),
            Ok(declared) => match declared.difference(&record) {
                None => ("MATCH", String::new()),
                Some(difference) => ("NO_MATCH", difference.as_str().to_owned()),
            },
        };
        assert_eq!(found, (row[2].as_str(), row[3].clone()), "{} / {}", row[0], row[1]);
    }
}

#[test]
fn the_clean_form_is_composed_and_has_one_kind_of_each_sign() {
    for (text, clean) in [
        ("  Nguyễn\u{a0}\u{3000}Văn   An ", "Nguyễn Văn An"),
        ("H \u{2019} Hen  Niê", "H'Hen Niê"),
        ("Y \u{2013} Thăm", "Y-Thăm"),
        ("\u{d0}ặng\u{200b} \u{f0}ình", "Đặng đình"),
        ("Nguye\u{302}\u{303}n", "Nguyễn"),
    ] {
        assert_eq!(Name::parse(text).unwrap().as_str(), clean);
    }
}

#[test]
fn hostile_texts_are_refused_with_what_is_wrong() {
    for (text, refusal) in [
        ("", "empty"),
        ("  ", "empty"),
        ("'-'", "empty"),
        ("\u{200b}", "empty"),
        ("Nguyễn\0An", "bad_char U+0000"),
        ("Nguyễn\tAn", "bad_char U+0009"),
        ("Nguyễn\nAn", "bad_char U+000A"),
        ("An\u{2066}", "bad_char U+2066"),
        ("Αn", "bad_letter U+03B1"),
        ("𝐀n", "bad_letter U+1D400"),
        ("Straße", "bad_letter U+00DF"),
        ("Ho\u{308}a", "bad_mark U+0308"),
        ("\u{301}An", "bad_mark U+0301"),
        ("A\u{302}\u{302}n", "bad_mark U+0302"),
        ("TrầnThị", "two_tones"),
        ("An٢", "bad_char U+0662"),
        ("An😀", "bad_char U+1F600"),
    ] {
        assert_eq!(Name::parse(text).unwrap_err().to_string(), refusal, "{text:?}");
    }
    assert_eq!(Name::parse(&"a".repeat(301)), Err(NameRefusal::TooLong));
    assert!(Name::parse(&"a".repeat(300)).is_ok());
}

#[test]
fn officers_are_told_how_names_differ() {
    for (one, other, hint) in [
        ("Phương Anh", "Phương-Anh", "punctuation"),
        ("An Văn Nguyễn", "Nguyễn Văn An", "order"),
        ("Nguyễn An", "Nguyễn Thị Ngọc An", "middle_name"),
        ("An", "An An", "different"),
        ("Ƀuôn", "Buôn", "diacritics_or_i_y"),
    ] {
        let (one, other) = (Name::parse(one).unwrap(), Name::parse(other).unwrap());
        assert_eq!(one.difference(&other).unwrap().as_str(), hint);
    }
}

#[test]
fn claims_get_the_parts_in_order() {
    for (text, family, middle, given) in [
        ("Nguyễn Thị Hồng Ánh", "Nguyễn", "Thị Hồng", "Ánh"),
        ("Trần An", "Trần", "", "An"),
        ("Sùng", "", "", "Sùng"),
        ("Tôn Nữ Thị Ninh", "Tôn Nữ", "Thị", "Ninh"),
        ("CÔNG TẰNG TÔN NỮ HOA", "CÔNG TẰNG TÔN NỮ", "", "HOA"),
        ("Tôn Nữ", "Tôn", "", "Nữ"),
    ] {
        let name = Name::parse(text).unwrap();
        let parts = name.parts();
        assert_eq!((parts.family, parts.middle.as_str(), parts.given), (family, middle, given));
    }
}

#[test]
fn text_messages_get_plain_capitals() {
    assert_eq!(Name::parse("Đặng Thị Phượng-Ƀuôn").unwrap().ascii(), "DANG THI PHUONG-BUON");
}

fn name_like() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        4 => prop::sample::select("aăâbcdđeêghiklmnoôơpqrstuưvxyAĐÊƠ".chars().collect::<Vec<_>>()),
        2 => prop::sample::select(vec!['\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{306}', '\u{309}', '\u{31b}', '\u{323}']),
        2 => prop::sample::select(vec![' ', '\'', '-', '\u{2019}', '\u{a0}', '\u{d0}', '\u{b4}', '\u{1fef}', '\u{1ffd}', '\u{374}']),
        1 => any::<char>(),
    ];
    prop::collection::vec(letter, 0..24).prop_map(String::from_iter)
}

fn valid_name() -> impl Strategy<Value = String> {
    let syllable = prop::sample::select(
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Võ Đặng Bùi Văn Thị Đức Ngọc Hòa Hoà Thủy Thuỷ Quý Ánh Bơ̆ng Niê Ksor Ñăm Y K'Brêu H'Hen Ƀuôn Č"
            .split(' ')
            .collect::<Vec<_>>(),
    );
    prop::collection::vec(syllable, 1..6).prop_map(|syllables| syllables.join(" "))
}

proptest! {
    #[test]
    fn no_text_makes_the_rule_panic(text in any::<String>()) {
        let _ = Name::parse(&text).map(|name| (name.parts().given.len(), name.ascii(), name.key().folded()));
        let _ = crate::identity::name_key::folded_search(&text);
    }

    #[test]
    fn cleaning_twice_changes_nothing(text in name_like()) {
        if let Ok(name) = Name::parse(&text) {
            let again = Name::parse(name.as_str()).unwrap();
            prop_assert_eq!(again.as_str(), name.as_str());
            prop_assert!(again == name);
        }
    }

    #[test]
    fn a_name_equals_itself_in_every_unicode_form_and_case(text in valid_name()) {
        let key = Name::parse(&text).unwrap().key().clone();
        for form in [text.nfc().collect::<String>(), text.nfd().collect(), text.to_uppercase(), text.to_lowercase()] {
            prop_assert!(Name::parse(&form).unwrap().key() == &key, "{form}");
        }
    }

    #[test]
    fn comparison_is_reflexive_and_symmetric(one in name_like(), other in name_like(), named in valid_name()) {
        let named = Name::parse(&named).unwrap();
        for (a, b) in [(Name::parse(&one), Name::parse(&other)), (Name::parse(&one), Ok(named))] {
            if let (Ok(a), Ok(b)) = (a, b) {
                prop_assert_eq!(a.difference(&a), None);
                prop_assert_eq!(a.difference(&b), b.difference(&a));
            }
        }
    }
}
