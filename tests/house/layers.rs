//! The rings: imports point inward only, and each foreign crate has one door.

use std::collections::BTreeSet;

use crate::source::{Source, file, files};

/// The rings, outermost first, as `src/lib.rs` draws them.
const RINGS: [(&str, &[&str]); 6] = [
    ("entry", &["main"]),
    ("faces", &["web", "cli"]),
    ("flows", &["flow", "provider", "config"]),
    ("ports", &["store", "registry", "post", "jose"]),
    ("rules", &["identity", "oauth", "wallet"]),
    ("ground", &["clock", "entropy", "fault", "limits", "seal", "secret"]),
];

/// What a word of the house may use beside itself. A ring's name stands for all its words.
const MAY_USE: &[(&str, &[&str])] = &[
    ("ground", &["ground"]),
    ("identity", &["ground"]),
    ("oauth", &["identity", "ground"]),
    ("wallet", &["identity", "ground"]),
    ("store", &["rules", "ground"]),
    // The embedded register stands in the same database: it uses the store's connections and rows, no table of it.
    ("registry", &["store", "rules", "ground"]),
    ("post", &["rules", "ground"]),
    ("jose", &["rules", "ground"]),
    ("flows", &["flows", "ports", "rules", "ground"]),
    ("web", &["flows", "rules", "ground"]),
    // `serve` starts the web; no other command knows it.
    ("cli", &["web", "flows", "store", "registry", "jose", "rules", "ground"]),
    ("main", &["cli"]),
];

/// Where each foreign crate may be spoken to: paths under `src/`.
const DOORS: &[(&str, &[&str])] = &[
    ("argon2", &["identity/credential"]),
    ("askama", &["web/"]),
    ("axum", &["web/"]),
    ("clap", &["cli/"]),
    ("csv", &["registry/", "cli/population", "cli/register", "cli/unit"]),
    ("http", &["web/"]),
    ("http_body_util", &["web/"]),
    ("hyper", &["web/"]),
    ("hyper_util", &["web/"]),
    ("indicatif", &["cli/"]),
    ("josekit", &["jose/"]),
    ("lettre", &["post/mail"]),
    ("openssl", &["jose/"]),
    ("png", &["web/qr"]),
    ("prometheus", &["web/metrics"]),
    ("qrcode", &["web/qr"]),
    ("reqwest", &["provider"]),
    ("ring", &["secret", "seal", "entropy", "jose/", "registry/import"]),
    ("rustls", &["provider"]),
    ("sqlx", &["store/", "registry/"]),
    ("toml", &["config"]),
    ("totp_rs", &["identity/second_factor"]),
    ("tower", &["web/"]),
    ("tower_http", &["web/"]),
    ("tracing_subscriber", &["cli/"]),
    ("webauthn_rs", &["identity/passkey"]),
    ("webpki_roots", &["provider"]),
];

/// Crates that are like the standard library to us: values and their notations.
const EVERYWHERE: &[&str] = &[
    "base64",
    "form_urlencoded",
    "percent_encoding",
    "serde",
    "serde_json",
    "subtle",
    "thiserror",
    "time",
    "tokio",
    "tracing",
    "unicode_normalization",
    "url",
    "zeroize",
];

/// What a ring never does, by the words it would be done with.
const NEVER: &[(&str, &[&str])] = &[
    ("ground", &["async fn", ".await", "tokio::", "std::env", "std::net::Tcp"]),
    ("rules", &["async fn", ".await", "tokio::", "std::env", "std::fs", "std::net::Tcp", "SystemTime", "Instant::now"]),
    ("flows", &["StatusCode", "Html(", "Response::builder"]),
];

#[test]
fn imports_point_inward_only() {
    let mut wrong = Vec::new();
    for source in files("src", ".rs") {
        let word = word_of(&source.path);
        if word == "lib" {
            continue;
        }
        let allowed = allowed_to(&word);
        for used in used_words(&source.code()) {
            if used != word && !allowed.contains(used.as_str()) {
                wrong.push(format!("{} uses {used}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "against the rings:\n{}", wrong.join("\n"));
}

#[test]
fn only_serve_knows_the_web_and_only_the_connections_of_the_store_are_the_registers() {
    for source in files("src/cli", ".rs") {
        let knows = source.code().contains("crate::web");
        assert!(!knows || source.path == "src/cli/serve.rs", "{} knows the web", source.path);
    }
    for source in files("src/registry", ".rs") {
        // A test of the register needs a schema to stand on.
        if source.path.ends_with("/tests.rs") {
            continue;
        }
        for (at, _) in source.code().match_indices("crate::store::") {
            let rest = &source.code()[at + "crate::store::".len()..];
            let is_a_connection = ["engine", "row", "Tx"].iter().any(|word| rest.starts_with(word));
            assert!(is_a_connection, "{} reaches into the store: {}", source.path, &rest[..30.min(rest.len())]);
        }
    }
}

#[test]
fn each_foreign_crate_has_one_door() {
    let mut wrong = Vec::new();
    for source in files("src", ".rs") {
        let inside = source.path.strip_prefix("src/").unwrap();
        let code = source.code();
        for (foreign, doors) in DOORS {
            if speaks_to(&code, foreign) && !doors.iter().any(|door| inside.starts_with(door)) {
                wrong.push(format!("{} speaks to {foreign}, whose door is {doors:?}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "past the doors:\n{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_a_door_or_is_open_to_all() {
    let manifest: toml::Table = file("Cargo.toml").parse().unwrap();
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        let name = name.replace('-', "_");
        let known = DOORS.iter().any(|(foreign, _)| *foreign == name) || EVERYWHERE.contains(&name.as_str());
        assert!(known, "{name} is new: give it a door in tests/house/layers.rs and in src/lib.rs");
    }
}

#[test]
fn a_ring_never_does_what_another_ring_is_for() {
    let mut wrong = Vec::new();
    for source in files("src", ".rs") {
        // What stands under `#[cfg(test)]` at the end of a file is not the house.
        let code = source.code();
        let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let word = word_of(&source.path);
        for (_, never) in NEVER.iter().filter(|(ring, _)| words_of(ring).contains(&word.as_str())) {
            for words in never.iter().filter(|words| code.contains(**words)) {
                if !(word == "clock" || source.path.ends_with("/tests.rs")) {
                    wrong.push(format!("{} says {words}", source.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_map_in_the_documentation_is_this_table() {
    let map = file("src/lib.rs");
    for (ring, words) in RINGS {
        let line = format!("//! {ring:<9}{}", words.join(" "));
        assert!(map.lines().any(|drawn| drawn == line), "src/lib.rs does not draw: {line}");
    }
    for (ring, words) in RINGS.iter().filter(|(ring, _)| *ring != "entry") {
        for word in *words {
            assert!(map.contains(&format!("pub mod {word};")), "src/lib.rs has no {word} of {ring}");
        }
    }
    for named in ["sqlx", "axum", "askama", "josekit", "totp-rs", "argon2", "qrcode", "reqwest", "lettre", "clap"] {
        assert!(map.contains(named), "src/lib.rs does not say where the door of {named} is");
    }
}

fn allowed_to(word: &str) -> BTreeSet<&'static str> {
    let rows = MAY_USE.iter().filter(|(who, _)| words_of(who).contains(&word));
    let allowed: BTreeSet<_> = rows.flat_map(|(_, used)| used.iter().flat_map(|used| words_of(used))).collect();
    assert!(!allowed.is_empty(), "{word} stands in no ring: add it to src/lib.rs and to tests/house/layers.rs");
    allowed
}

/// The words of a ring, or the word itself.
fn words_of(name: &'static str) -> Vec<&'static str> {
    RINGS.iter().find(|(ring, _)| *ring == name).map_or_else(|| vec![name], |(_, words)| words.to_vec())
}

fn word_of(path: &str) -> String {
    let inside = path.strip_prefix("src/").unwrap();
    inside.split('/').next().unwrap().trim_end_matches(".rs").to_owned()
}

/// The words after `crate::`, and in `crate::{…}`.
fn used_words(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => drop(used.insert(name(rest))),
            Some(group) => {
                let mut depth = 0;
                let mut item = String::new();
                for character in group.chars() {
                    match character {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => drop(used.insert(name(std::mem::take(&mut item).trim()))),
                        _ => {}
                    }
                    if depth == 0 && character != ',' {
                        item.push(character);
                    }
                }
                used.insert(name(item.trim()));
            }
        }
    }
    used.remove("");
    used
}

fn name(text: &str) -> String {
    text.chars().take_while(|character| character.is_ascii_alphanumeric() || *character == '_').collect()
}

/// Whether the code names the crate at the beginning of a path.
fn speaks_to(code: &str, foreign: &str) -> bool {
    let path = format!("{foreign}::");
    let begins = |at: usize| {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        !(before.is_ascii_alphanumeric() || before == '_' || before == ':')
    };
    code.match_indices(&path).any(|(at, _)| begins(at))
}

#[test]
fn grouped_imports_are_seen() {
    let used = used_words("use crate::{limits, store::{row, engine}, web};\nuse crate::clock::Day;");
    assert_eq!(used.iter().map(String::as_str).collect::<Vec<_>>(), ["clock", "limits", "store", "web"]);
    assert!(speaks_to("use sqlx::Row;", "sqlx") && !speaks_to("crate::sqlx::x; my_sqlx::y", "sqlx"));
    assert_eq!(Source { path: String::new(), text: "// crate::web\nx".into() }.code(), "x");
}
