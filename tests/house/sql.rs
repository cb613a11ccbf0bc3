//! The portable subset of SQL, held over the migrations and every statement in the code (rules in `src/store/mod.rs`).

use crate::source::{Source, file, files};

/// Columns whose values come from a list that may grow without a migration, each with the list.
const OPEN_LISTS: &[(&str, &str)] =
    &[("audit_event.kind", "identity::event::Kind"), ("outbox.kind", "which message; the texts are the list")];

/// Words of a column's name that say that it holds one of a few values.
const ENUM_NAMES: &[&str] = &["state", "status", "kind", "gender", "channel", "language", "result", "ground", "level"];

#[test]
fn columns_are_text_or_bigint_and_compute_nothing() {
    let mut wrong = Vec::new();
    for (name, declared) in columns() {
        let words: Vec<_> = declared.split_whitespace().collect();
        if !matches!(words.first(), Some(&("TEXT" | "BIGINT"))) {
            wrong.push(format!("{name} is {declared}"));
        }
        for word in ["DEFAULT", "AUTOINCREMENT", "SERIAL", "GENERATED", "COLLATE"] {
            if words.contains(&word) {
                wrong.push(format!("{name} has {word}"));
            }
        }
        let is_instant = name.ends_with("_at") || name.ends_with("_until");
        if is_instant && words.first() != Some(&"BIGINT") {
            wrong.push(format!("{name} is an instant and so BIGINT"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_column_of_few_values_has_a_check() {
    let mut wrong = Vec::new();
    for (name, declared) in columns() {
        let column = name.split('.').nth(1).unwrap();
        let is_enum = ENUM_NAMES.iter().any(|word| column == *word || column.ends_with(&format!("_{word}")));
        let is_open = OPEN_LISTS.iter().any(|(open, _)| *open == name);
        if is_enum && !is_open && !declared.contains("CHECK") {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "no CHECK on {}", wrong.join(", "));
}

#[test]
fn every_migration_is_in_the_binary() {
    let list = file("src/store/migrations.rs");
    for migration in files("migrations", ".sql") {
        assert!(list.contains(&format!("../../{}", migration.path)), "{} is never run", migration.path);
    }
}

#[test]
fn statements_keep_to_what_both_engines_read_alike() {
    let mut wrong = Vec::new();
    for (path, statement) in statements() {
        let words = statement.to_uppercase();
        for (forbidden, instead) in [
            ("SELECT *", "name the columns"),
            ("RETURNING *", "name the columns"),
            ("FOR UPDATE", "update and look at the rows affected"),
            (" LIKE ", "compare keys"),
            (" ILIKE ", "compare keys"),
            ("SKIP LOCKED", "lease by UPDATE"),
            ("NOW()", "bind the instant"),
            ("CURRENT_TIMESTAMP", "bind the instant"),
            (" TRUE", "instants, not booleans"),
            (" FALSE", "instants, not booleans"),
            ("::", "CAST"),
            ("INSERT OR ", "ON CONFLICT"),
            ("?1", "$1"),
        ] {
            if words.contains(forbidden) {
                wrong.push(format!("{path}: {forbidden}: {instead}\n  {statement}"));
            }
        }
        if words.contains("SUM(") && !words.contains("CAST(") {
            wrong.push(format!("{path}: a SUM without CAST is NUMERIC on PostgreSQL\n  {statement}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_placeholder_is_bound_once() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for source in sources() {
        let code = source.code();
        let literals = Source::literals(&code);
        for (at, _) in code.match_indices("sqlx::query") {
            let Some(open) = code[at..].find('(').map(|open| at + open + 1) else { continue };
            let argument = open + code[open..].len() - code[open..].trim_start().len();
            let Some((_, end, statement)) = literals.iter().find(|(begin, _, _)| *begin == argument) else { continue };
            let (wanted, bound) = (placeholders(statement), binds(&code[*end..]));
            seen += 1;
            if wanted != bound {
                wrong.push(format!("{}: {wanted} placeholders, {bound} bound\n  {statement}", source.path));
            }
        }
        // `registry::person_row` binds the twelve columns of a person, whatever the statement.
        for (at, _) in code.match_indices("bound(\n") {
            let Some((_, _, statement)) = literals.iter().find(|(begin, _, _)| *begin > at) else { continue };
            if is_statement(statement) && placeholders(statement) != 12 {
                wrong.push(format!("{}: a person has twelve columns\n  {statement}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 20, "only {seen} statements were looked at");
}

#[test]
fn statements_are_literals() {
    for source in sources() {
        let code = source.code();
        assert!(!code.contains("AssertSqlSafe"), "{} builds SQL at run time", source.path);
        for (_, _, text) in Source::literals(&code) {
            let interpolates = is_statement(&text) && text.contains('{');
            assert!(!interpolates, "{} puts values into SQL: {text}", source.path);
        }
    }
}

/// Every column of every table: `table.column` and what is declared of it.
fn columns() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for migration in files("migrations", ".sql") {
        let mut table = None;
        for line in migration.text.lines() {
            let line = line.split("--").next().unwrap().trim();
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                table = rest.split([' ', '(']).next().map(str::to_owned);
            } else if line.starts_with(')') {
                table = None;
            } else if let Some(table) = &table {
                let (column, declared) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
                let is_constraint = matches!(column, "PRIMARY" | "UNIQUE" | "CHECK" | "FOREIGN" | "CONSTRAINT");
                // The second line of a long CHECK begins with neither a name nor a type.
                if !column.is_empty() && !is_constraint && column.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                    found.push((format!("{table}.{column}"), declared.trim().trim_end_matches(',').to_owned()));
                }
            }
        }
    }
    assert!(found.len() > 100, "only {} columns were found", found.len());
    found
}

/// Every statement in the code and in the migrations, on one line.
fn statements() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for source in sources() {
        let literals = Source::literals(&source.code()).into_iter();
        let statements = literals.filter(|(_, _, text)| is_statement(text));
        found.extend(statements.map(|(_, _, text)| (source.path.clone(), squeezed(&text))));
    }
    for migration in files("migrations", ".sql") {
        let bare: Vec<_> = migration.text.lines().map(|line| line.split("--").next().unwrap()).collect();
        let bare = bare.join("\n");
        let statements = bare.split(';').map(squeezed).filter(|text| !text.is_empty());
        found.extend(statements.map(|text| (migration.path.clone(), text)));
    }
    found
}

/// Where SQL may stand. What stands under `#[cfg(test)]` may ask about an engine itself.
fn sources() -> Vec<Source> {
    let mut sources = [files("src/store", ".rs"), files("src/registry", ".rs")].concat();
    for source in &mut sources {
        if let Some(end) = source.text.find("#[cfg(test)]\nmod tests {") {
            source.text.truncate(end);
        }
    }
    // The one file that may speak each engine's own dialect, and the triggers of the journal.
    sources.retain(|source| source.path != "src/store/engine.rs" && !source.path.ends_with("/tests.rs"));
    sources
}

fn is_statement(text: &str) -> bool {
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "]
        .iter()
        .any(|begin| text.trim_start().starts_with(begin))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The highest `$n`, once all below it are there.
fn placeholders(statement: &str) -> usize {
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    let mut numbers: Vec<usize> = statement.split('$').skip(1).filter_map(|rest| digits(rest).parse().ok()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert!(numbers.iter().copied().eq(1..=numbers.len()), "a placeholder is left out: {statement}");
    numbers.len()
}

/// How many `.bind(…)` follow in the chain after a query's argument.
fn binds(after: &str) -> usize {
    let (mut depth, mut count) = (1_i32, 0);
    let bytes = after.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b';' | b',' if depth <= 0 => break,
            b'.' if depth == 0 && after[at..].starts_with(".bind(") => count += 1,
            _ => {}
        }
        if depth < 0 {
            break;
        }
        at += 1;
    }
    count
}

#[test]
fn binds_are_counted_to_the_end_of_the_chain() {
    assert_eq!(binds(")\n.bind(a(1))\n.bind(b)\n.execute(&mut *tx).await?;\nx.bind(c)"), 2);
    assert_eq!(binds(", )"), 0);
    assert_eq!(placeholders("UPDATE a SET b = $2 WHERE c = $1 AND d = $1"), 2);
}
