//! The vectors of the field through `dinhdanh match`.

use crate::harness::Printed;

/// What the command said, its exit code, and what it complained of.
fn run(arguments: &[&str]) -> (String, i32, String) {
    let printed = Printed::by(arguments);
    (printed.stdout, printed.code, printed.stderr)
}

fn vectors(file: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(unescaped).collect()).collect()
}

/// The vectors write unusual characters as `\u{...}`.
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

fn expected(verdict: &str, hint: &str) -> (String, i32) {
    match verdict {
        "MATCH" => (String::from("match"), 0),
        "NO_MATCH" => (format!("no-match {hint}"), 1),
        "INVALID" => (format!("refused {hint}"), 1),
        other => panic!("{other}"),
    }
}

#[test]
fn every_pair_of_names_has_its_verdict() {
    let vectors = vectors("name_pairs.tsv");
    assert_eq!(vectors.len(), 41);
    for row in vectors {
        let (said, code, complaint) = run(&["match", "name", &row[0], &row[1]]);
        assert_eq!((said.trim_end().to_owned(), code), expected(&row[2], &row[3]), "{} / {}", row[0], row[1]);
        assert_eq!(complaint, "");
    }
}

#[test]
fn every_pair_of_birth_dates_has_its_verdict() {
    let vectors = vectors("birth_date_pairs.tsv");
    assert_eq!(vectors.len(), 9);
    for row in vectors {
        let (said, code, _) = run(&["match", "birth-date", &row[0], &row[1]]);
        assert_eq!((said.trim_end().to_owned(), code), expected(&row[2], &row[3]), "{} / {}", row[0], row[1]);
    }
}

#[test]
fn every_number_has_its_warnings() {
    let vectors = vectors("number_cases.tsv");
    assert_eq!(vectors.len(), 8);
    for row in vectors {
        let mut arguments = vec!["match", "number", &row[0]];
        arguments.extend(row[1..3].iter().filter(|field| !field.is_empty()).map(String::as_str));
        let (said, code, _) = run(&arguments);
        let expected = match row[3].as_str() {
            "" => (String::from("match"), 0),
            refusal if refusal.starts_with("E_") => (format!("refused {refusal}"), 1),
            warning => (format!("match {warning}"), 0),
        };
        assert_eq!((said.trim_end().to_owned(), code), expected, "{}", row[0]);
    }
}

#[test]
fn what_cannot_be_read_is_refused_and_never_a_panic() {
    for (arguments, said) in [
        (["match", "name", "", "Lê An"], "refused empty"),
        (["match", "birth-date", "x", "1990"], "refused date_format"),
        (["match", "name", "Lê\u{7}An", "Lê An"], "refused bad_char U+0007"),
    ] {
        assert_eq!(run(&arguments), (format!("{said}\n"), 1, String::new()));
    }
    assert_eq!(run(&["match", "number", "001090000001", "1/5/1990", "?"]).0, "refused gender\n");
    let long = "ế".repeat(20_000);
    assert_eq!(run(&["match", "name", &long, "Lê An"]).0, "refused too_long\n");
    assert_eq!(run(&["match", "name", "only one"]).1, 2);
}
