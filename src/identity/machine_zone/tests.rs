use proptest::prelude::*;

use super::*;

fn today() -> Day {
    Day::parse("2026-11-22").unwrap()
}

fn digit(text: &str) -> String {
    (0..10).map(|digit| digit.to_string()).find(|digit| checked(text, digit)).unwrap()
}

/// The lines as `vietnam.md` 3.3 lays them out.
fn zone(number: &str, birth: &str, sex: &str, expiry: &str, name: &str) -> String {
    let (short, filler) = (&number[3..], "<".repeat(11));
    let first = format!("IDVNM{short}{}{number}<<{}", digit(short), digit(number));
    let dated = format!("{birth}{}", digit(birth));
    let ends = format!("{expiry}{}", digit(expiry));
    let composite = digit(&[&first[5..], &dated, &ends, &filler].concat());
    format!("{first}\n{dated}{sex}{ends}VNM{filler}{composite}\n{name:<<30}\n")
}

fn read(text: &str) -> Option<(String, String, String, Gender)> {
    let read = MachineZone::parse(text, today())?;
    let (number, birth) = (read.number.as_str().to_owned(), read.birth.to_string());
    Some((number, read.plain_name.as_str().to_owned(), birth, read.gender))
}

#[test]
fn the_three_lines_are_read_however_they_were_parted() {
    let lines = zone("001190000002", "900501", "F", "300501", "NGUYEN<<THI<HONG<ANH");
    let wanted = Some(("001190000002".into(), "NGUYEN THI HONG ANH".into(), "01/05/1990".into(), Gender::Female));
    assert_eq!(read(&lines), wanted);
    for parted in [lines.replace('\n', ""), lines.replace('\n', "\r\n"), format!("  {}  ", lines.replace('\n', " "))] {
        assert_eq!(read(&parted), wanted);
    }
}

#[test]
fn the_check_digits_are_those_of_doc_9303() {
    // The specimen of Doc 9303-3 §4.9 and Doc 9303-5 appendix B.
    assert!(checked("520727", "3") && checked("D23145890", "7"));
    assert!(checked("D231458907<<<<<<<<<<<<<<<74081221204159<<<<<<<<<<<", "6"));
    assert!(!checked("520727", "4") && !checked("520727", "<") && !checked("é", "0"));
}

#[test]
fn the_number_tells_the_century_and_where_it_disagrees_the_present_day_does() {
    let of = |number, birth| read(&zone(number, birth, "M", "<<<<<<", "AN")).map(|read| read.2);
    assert_eq!(of("001210000002", "100501").as_deref(), Some("01/05/2010"));
    assert_eq!(of("001010000002", "100501").as_deref(), Some("01/05/1910"));
    // A lawful disagreement: a birth that is yet to come was in the last century.
    assert_eq!(of("001091000002", "900501").as_deref(), Some("01/05/1990"));
    assert_eq!(of("001091000002", "261123").as_deref(), Some("23/11/1926"));
    assert_eq!(of("001091000002", "261122").as_deref(), Some("22/11/2026"));
    assert_eq!(of("001050000002", "50<<<<").as_deref(), Some("1950"));
    assert_eq!(of("001050000002", "5005<<").as_deref(), Some("05/1950"));
    assert_eq!(of("001050000002", "50<<01"), None);
    assert_eq!(of("001050000002", "500230"), None);
}

#[test]
fn one_changed_character_is_found() {
    let lines = zone("001090000001", "900501", "M", "300501", "LE<<AN").replace('\n', "");
    assert!(read(&lines).is_some());
    // The name has no check digit; fillers and letters elsewhere are fixed or counted.
    for at in 0..60 {
        for other in ["0", "1", "7", "A", "K", "M", "F", "<"] {
            let changed = [&lines[..at], other, &lines[at + 1..]].concat();
            // The gender has none either.
            assert!(changed == lines || at == 37 || read(&changed).is_none(), "{at} {other}");
        }
    }
}

#[test]
fn a_name_with_its_marks_is_known_again() {
    let may_be = |zone_name: &str, name: &str| {
        let zone = MachineZone::parse(&zone("001190000002", "900501", "F", "300501", zone_name), today()).unwrap();
        zone.may_be_named(&Name::parse(name).unwrap())
    };
    assert!(may_be("DANG<<THI<HONG<ANH", "Đặng Thị Hồng Ánh") && may_be("HHEN<NIE", "H'Hen Niê"));
    assert!(!may_be("DANG<<THI<HONG<ANH", "Đặng Thị Hồng Anh Thư") && !may_be("LE<<AN", "Lê Ân Tú"));
    // Thirty characters: the rest was cut off.
    let cut = "CONG<TANG<TON<NU<<HONG<NGOC<KH";
    assert!(may_be(cut, "Công Tằng Tôn Nữ Hồng Ngọc Khánh") && !may_be(cut, "Công Tằng Tôn Nữ Hồng Ngọc"));
}

#[test]
fn anything_else_is_no_zone() {
    let sound = zone("001090000001", "900501", "M", "300501", "LE<<AN");
    for text in [
        String::new(),
        "<".repeat(90),
        sound.to_lowercase(),
        sound.replace("VNM", "LAO"),
        sound.replacen('M', "<", 3),
        format!("{sound}<"),
        sound.replace("LE<<AN<", "LE<<<AN"),
        sound.replace("LE<<AN<", "L3<<AN<"),
        sound.replace("LE<<AN", "<<LEAN"),
        zone("001090000001", "900501", "X", "300501", "LE<<AN"),
        zone("001090000001", "900501", "M", "301301", "LE<<AN"),
        zone("001090000001", "900501", "M", "300501", ""),
        zone("001090000001", "900501", "M", "300501", "A<<B<<C"),
        " ".repeat(1_000) + &sound,
    ] {
        assert!(read(&text).is_none(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_rule_panic(text in "\\PC*|[A-Z0-9<]{90}|IDVNM[0-9]{22}<<[0-9<]{61}") {
        let _ = MachineZone::parse(&text, today());
    }

    #[test]
    fn whatever_is_laid_out_by_the_rule_is_read_back(
        number in "[0-9]{12}", (year, month, day) in (0..100u8, 1..=12u8, 1..=28u8), sex in "[MF]",
        name in "[A-Z]{1,7}(<<[A-Z]{1,7}(<[A-Z]{1,4}){0,2})?",
    ) {
        let text = zone(&number, &format!("{year:02}{month:02}{day:02}"), &sex, "<<<<<<", &name);
        // A key of a name has at most one tone per syllable, and plain letters have none: every name is one.
        let (read, name_read, birth, _) = read(&text).unwrap();
        prop_assert_eq!(read, number);
        prop_assert_eq!(name_read, name.replace("<<", " ").replace('<', " "));
        let written = format!("{day:02}/{month:02}/");
        prop_assert!(birth.starts_with(&written));
        let short = format!("{year:02}");
        prop_assert!(birth.ends_with(&short));
    }
}
