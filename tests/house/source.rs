//! The source text of the house, for the rules that are about it. A rule without a test is a wish.

use std::path::{Path, PathBuf};

/// A file of the checkout.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Its path from the top, with `/`.
    pub(crate) path: String,
    /// Its whole text.
    pub(crate) text: String,
}

/// The files under a folder of the checkout that end so.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&top.join(folder), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no {ending} under {folder}");
    let read = |path: PathBuf| Source {
        path: path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/"),
        text: std::fs::read_to_string(&path).unwrap(),
    };
    found.into_iter().map(read).collect()
}

/// One file of the checkout.
pub(crate) fn file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

impl Source {
    /// The text without comment lines, which may mention anything.
    pub(crate) fn code(&self) -> String {
        let lines = self.text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The string literals of Rust text, with where each begins and ends; escapes that SQL and texts use are undone.
    pub(crate) fn literals(code: &str) -> Vec<(usize, usize, String)> {
        let bytes = code.as_bytes();
        let (mut at, mut found) = (0, Vec::new());
        while at < bytes.len() {
            match bytes[at] {
                b'/' if bytes[at..].starts_with(b"//") => {
                    at += code[at..].find('\n').unwrap_or(code.len() - at);
                }
                // A character: '"' and '\'' are no strings; a lifetime has no closing quote nearby.
                b'\'' if bytes.get(at + 1) == Some(&b'\\') => {
                    at += 3 + code[at + 2..].find('\'').unwrap_or(0).max(1);
                }
                b'\'' if bytes.get(at + 2) == Some(&b'\'') => at += 3,
                b'r' if bytes[at..].starts_with(b"r#\"") => {
                    let end = code[at + 3..].find("\"#").map_or(code.len(), |end| at + 3 + end);
                    found.push((at, end + 2, code[at + 3..end].to_owned()));
                    at = end + 2;
                }
                b'"' => {
                    let (text, end) = plain_literal(code, at + 1);
                    found.push((at, end, text));
                    at = end;
                }
                _ => at += 1,
            }
        }
        found
    }
}

fn plain_literal(code: &str, from: usize) -> (String, usize) {
    let mut text = String::new();
    let mut rest = code[from..].char_indices();
    while let Some((offset, character)) = rest.next() {
        match character {
            '"' => return (text, from + offset + 1),
            '\\' => match rest.next().map(|(_, escaped)| escaped) {
                Some('n') => text.push('\n'),
                Some('\n') => {
                    let (skipped, after) = (offset + 2, &code[from + offset + 2..]);
                    let spaces = after.len() - after.trim_start().len();
                    rest = code[from..].char_indices();
                    // On to the first character after the indentation.
                    while rest.clone().next().is_some_and(|(offset, _)| offset < skipped + spaces) {
                        rest.next();
                    }
                }
                Some(other) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    (text, code.len())
}

#[test]
fn literals_are_read_as_the_compiler_reads_them() {
    let code = "let a = \"one \\\n      two\"; let b = '\"'; let c: &'static str = \"a\\\"b\"; // \"no\"\nlet d = r#\"x\"y\"#;";
    let texts: Vec<_> = Source::literals(code).into_iter().map(|(_, _, text)| text).collect();
    assert_eq!(texts, ["one two", "a\"b", "x\"y"]);
}

/// Parts of a name that say that its number is the law's about people: how old, and until when a decision or a window.
const LEGAL: &[&str] = &["adult", "age", "ages", "birthday", "minor", "term", "working"];

/// Where ages are of invented people, or are no person's.
const NOT_THE_LAWS: &[&str] = &[
    "src/identity/decree.rs",
    // How terms are counted, not how long they are.
    "src/identity/calendar.rs",
    "src/registry/",
    "src/flow/sandbox",
    "src/oauth/",
    "src/cli/",
];

#[test]
fn ages_and_terms_of_the_law_are_dated_data_and_stand_nowhere_else() {
    let mut wrong = Vec::new();
    for source in files("src", ".rs") {
        let is_elsewhere = NOT_THE_LAWS.iter().any(|path| source.path.starts_with(path));
        if is_elsewhere || source.path.ends_with("tests.rs") {
            continue;
        }
        let rules = source.code();
        let rules = rules.split("#[cfg(test)]").next().unwrap_or_default();
        wrong.extend(rules.lines().filter(|line| is_legal_number(line)).map(|line| format!("{}: {line}", source.path)));
    }
    assert!(wrong.is_empty(), "these belong into identity/decree.rs:\n{}", wrong.join("\n"));
}

/// Whether a line puts a number of its own beside a name of the law's.
fn is_legal_number(line: &str) -> bool {
    let mut bare = line.to_owned();
    for (begin, end, _) in Source::literals(line).into_iter().rev() {
        bare.replace_range(begin..end.min(bare.len()), "");
    }
    let words: Vec<&str> = bare.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').collect();
    let is_legal =
        |word: &str| word != "max_age" && word.to_ascii_lowercase().split('_').any(|part| LEGAL.contains(&part));
    // None and one are no terms, and a type's width is no number.
    let is_number = |word: &str| {
        let digits = word.trim_end_matches("_u8").trim_end_matches("_u16");
        digits.parse::<u32>().is_ok_and(|number| number > 1)
    };
    words.iter().any(|word| is_legal(word)) && words.iter().any(|word| is_number(word))
}

#[test]
fn a_number_of_the_law_in_the_wrong_place_would_be_found() {
    for line in [
        "const ADULT: u8 = 18;",
        "let is_minor = record.birth.age_on(today) < 18;",
        "const RENEWAL_AGES: [u8; 4] = [14, 25, 40, 60];",
        "calendar::working_term_ends(now, 3)",
    ] {
        assert!(is_legal_number(line), "{line}");
    }
    for line in
        ["let age: u8 = 0;", "birth.birthday(rules.of_age)", "words.push(\"age 14\")", "header(\"max_age\", 60)"]
    {
        assert!(!is_legal_number(line), "{line}");
    }
}
