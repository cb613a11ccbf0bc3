//! The register of the population as an operator meets it: made, loaded, stopped half-way, fed with rubbish.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::harness::{Engine, Printed, Site};

/// What a command said, its exit code, and what it complained of.
type Said = (String, i32, String);

fn said(printed: Printed) -> Said {
    (printed.stdout, printed.code, printed.stderr)
}

fn run(arguments: &[&str]) -> Said {
    said(Printed::by(arguments))
}

fn path(site: &Site, name: &str) -> String {
    site.folder().join(name).to_str().unwrap().to_owned()
}

fn generate(site: &Site, people: u32) -> String {
    let file = path(site, "people.csv");
    let made = run(&["population", "generate", "--people", &people.to_string(), "--seed", "7", "--out", &file]);
    assert_eq!(made, (String::new(), 0, String::new()));
    file
}

fn import(site: &Site, file: &str) -> Said {
    said(site.command(&["population", "import", file]))
}

fn show(site: &Site, number: &str) -> Said {
    said(site.command(&["population", "show", number]))
}

fn rows(file: &str) -> Vec<Vec<String>> {
    // The invented people have no quotes and no commas in their fields.
    fs::read_to_string(file).unwrap().lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> usize {
    rows[0].iter().position(|column| column == name).unwrap()
}

fn row_of<'a>(rows: &'a [Vec<String>], cohort: &str) -> &'a [String] {
    let at = column(rows, "cohort");
    rows.iter().find(|row| row[at] == cohort).unwrap()
}

#[test]
fn an_invented_population_is_the_same_for_the_same_seed() {
    let make = |seed: &str| {
        let arguments = ["population", "generate", "--people", "250", "--on", "2026-11-21", "--seed", seed];
        let (csv, code, _) = run(&arguments);
        assert_eq!(code, 0);
        csv
    };
    let first = make("1");
    assert_eq!(first.lines().count(), 251);
    assert!(first == make("1") && first != make("2"));
}

#[test]
fn the_help_of_generate_names_every_special_case_that_is_made() {
    let site = Site::empty();
    let rows = rows(&generate(&site, 200));
    let at = column(&rows, "cohort");
    let found: HashSet<&str> =
        rows[1..].iter().map(|row| row[at].as_str()).filter(|cohort| !cohort.is_empty()).collect();
    let (help, ..) = run(&["population", "generate", "--help"]);
    let named: HashSet<&str> =
        help.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": ")).map(|(cohort, _)| cohort).collect();
    assert!(found.len() >= 38);
    assert!(found.is_subset(&named), "{:?}", found.difference(&named));
}

#[test]
fn a_person_loaded_is_shown_under_every_number() {
    let site = Site::empty();
    let file = generate(&site, 300);
    let (said, code, complaint) = import(&site, &file);
    assert_eq!((said.as_str(), code), ("loaded 300 refused 0\npeople in the register: 300\n", 0), "{complaint}");

    let rows = rows(&file);
    let renumbered = row_of(&rows, "renumbered");
    let present = show(&site, &renumbered[0]).0;
    assert!(present.contains(&format!("name: {}\n", renumbered[1])), "{present}");
    assert_eq!(show(&site, &renumbered[column(&rows, "cancelled_numbers")]).0, present);
    let legacy = row_of(&rows, "legacy_number");
    assert_eq!(show(&site, &legacy[column(&rows, "legacy_number")]).0, show(&site, &legacy[0]).0);
    // The name is stored as delivered and shown composed.
    assert!(show(&site, &row_of(&rows, "decomposed_name")[0]).0.contains("name: Nguyễn Thị Hồng Ánh\n"));

    assert_eq!(show(&site, "001000000000"), (String::new(), 1, "the register knows no such number\n".into()));
    assert_eq!(show(&site, "12").1, 1);
    assert_eq!(show(&site, "' OR 1=1 --").1, 1);
}

#[test]
fn the_same_file_again_changes_nothing_and_another_file_doubles_nobody() {
    let site = Site::empty();
    let file = generate(&site, 250);
    assert_eq!(import(&site, &file).1, 0);
    let (said, code, _) = import(&site, &file);
    assert_eq!(code, 0);
    assert!(said.contains("loaded before") && said.ends_with("people in the register: 250\n"), "{said}");

    let again = path(&site, "again.csv");
    fs::write(&again, fs::read_to_string(&file).unwrap() + "\n").unwrap();
    let (said, code, _) = import(&site, &again);
    assert_eq!(code, 0);
    assert!(said.contains("loaded 0 refused 250") && said.ends_with("people in the register: 250\n"), "{said}");
    let refused = fs::read_to_string(format!("{again}.refused.csv")).unwrap();
    assert_eq!(refused.lines().nth(1), Some("2,number,number_taken"));
}

#[test]
fn an_import_that_was_killed_goes_on_and_doubles_nobody() {
    const PEOPLE: usize = 9_000;
    let site = Site::empty();
    let file = generate(&site, u32::try_from(PEOPLE).unwrap());
    // A line that is refused before and one after the kill, so that their list is whole as well.
    let mut lines: Vec<String> = fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
    lines[5] = String::from("broken");
    lines[PEOPLE - 5] = String::from("broken");
    fs::write(&file, lines.join("\n")).unwrap();

    let mut killed =
        site.dinhdanh(&["population", "import", &file]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    // Without a terminal it says a line every five thousand: by then some commits are done and others are not.
    let mut word = String::new();
    BufReader::new(killed.stderr.take().unwrap()).read_line(&mut word).unwrap();
    assert!(word.starts_with("line 5"), "{word}");
    killed.kill().unwrap();
    killed.wait().unwrap();

    let (said, code, complaint) = import(&site, &file);
    assert_eq!(code, 0, "{complaint}");
    assert!(said.starts_with("resumed at line "), "{said}");
    let loaded = PEOPLE - 2;
    assert!(said.contains(&format!("loaded {loaded} refused 2\n")), "{said}");
    assert!(said.ends_with(&format!("people in the register: {loaded}\n")), "{said}");
    let refused = fs::read_to_string(format!("{file}.refused.csv")).unwrap();
    let lines: Vec<&str> = refused.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(lines, ["line", "6", &(PEOPLE - 4).to_string()]);
    assert!(show(&site, &rows(&file)[PEOPLE][0]).0.starts_with("number: "));
}

#[test]
fn two_imports_of_one_file_at_once_double_nobody() {
    let site = Site::empty();
    let file = generate(&site, 3_000);
    let both: Vec<_> = (0..2)
        .map(|_| {
            site.dinhdanh(&["population", "import", &file])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for import in both {
        let output = import.wait_with_output().unwrap();
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.success() || complaint.contains("another import of this file is under way"),
            "{complaint}"
        );
    }
    // Whoever lost the race has stopped; what is left is taken up without a gap.
    let (said, code, complaint) = import(&site, &file);
    assert_eq!(code, 0, "{complaint}");
    assert!(said.ends_with("loaded 3000 refused 0\npeople in the register: 3000\n"), "{said}");
}

#[test]
fn two_files_with_the_same_people_at_once_give_each_number_once() {
    let site = Site::empty();
    let file = generate(&site, 4_000);
    let other = path(&site, "other.csv");
    let mut lines: Vec<String> = fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
    lines[1..].reverse();
    fs::write(&other, lines.join("\n")).unwrap();
    let both = [&file, &other].map(|file| {
        let mut command = site.dinhdanh(&["population", "import", file]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    let counts = both.map(|import| {
        let output = import.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        let words: Vec<&str> = said.split_whitespace().collect();
        let (loaded, refused): (u32, u32) = (words[1].parse().unwrap(), words[3].parse().unwrap());
        assert_eq!(loaded + refused, 4_000, "{said}");
        loaded
    });
    assert_eq!(counts.iter().sum::<u32>(), 4_000);
    assert!(show(&site, &rows(&file)[4_000][0]).0.starts_with("number: "));
}

#[test]
fn what_a_line_says_of_numbers_is_weighed_against_the_lines_before_it() {
    let site = Site::empty();
    let file = generate(&site, 250);
    let rows = rows(&file);
    let cancelled = column(&rows, "cancelled_numbers");
    let plain: Vec<&Vec<String>> = rows[1..].iter().filter(|row| row[cancelled].is_empty()).take(6).collect();
    let line = |row: &[String], former: &str| {
        let mut row = row.to_vec();
        row[cancelled] = former.to_owned();
        row.join(",")
    };
    let taken = |row: usize| plain[row][0].as_str();
    let lines = [
        rows[0].join(","),
        line(plain[0], "001199000901"),
        // The former number of the line before; a number in force; one's own; one number twice.
        line(plain[1], "001199000901"),
        line(plain[2], taken(0)),
        line(plain[3], taken(3)),
        line(plain[4], "001199000902;001199000902"),
        // Whom a line before was refused for is still to be had.
        line(plain[5], "001199000902"),
        line(plain[1], ""),
    ];
    let file = path(&site, "numbers.csv");
    fs::write(&file, lines.join("\n")).unwrap();
    let (said, code, complaint) = import(&site, &file);
    assert_eq!(code, 0, "{complaint}");
    assert!(said.starts_with("loaded 3 refused 4\n"), "{said}");
    let refused = fs::read_to_string(format!("{file}.refused.csv")).unwrap();
    let refused: Vec<&str> = refused.lines().skip(1).collect();
    assert_eq!(refused, [3, 4, 5, 6].map(|line| format!("{line},cancelled_numbers,number_taken")));
}

#[test]
fn the_table_of_people_is_divided_once_with_everybody_in_it() {
    let site = Site::empty();
    let file = generate(&site, 300);
    assert_eq!(import(&site, &file).1, 0);
    let (said, code, complaint) = self::said(site.command(&["population", "partition", "--parts", "4"]));
    if Engine::under_test() == Engine::Sqlite {
        assert_eq!((code, complaint.contains("only PostgreSQL")), (1, true), "{complaint}");
        return;
    }
    assert_eq!((code, said.as_str()), (0, "the table of people is in 4 parts\n"), "{complaint}");
    let again = self::said(site.command(&["population", "partition"]));
    assert!(again.1 == 1 && again.2.contains("in parts already"), "{again:?}");
    // What was known is known, and what comes finds its part: people, former numbers, changes.
    let rows = rows(&file);
    for row in rows.iter().skip(1).step_by(29) {
        assert!(show(&site, &row[0]).0.starts_with(&format!("number: {}", row[0])));
    }
    let moved = row_of(&rows, "renumbered");
    let former = &moved[column(&rows, "cancelled_numbers")];
    assert!(show(&site, former).0.starts_with(&format!("number: {}", moved[0])));
    let more = path(&site, "more.csv");
    let made = run(&["population", "generate", "--people", "500", "--seed", "8", "--out", &more]);
    assert_eq!(made.1, 0);
    let (said, code, complaint) = import(&site, &more);
    assert!(code == 0 && said.contains("loaded 500 refused 0"), "{said}{complaint}");
    let (said, code, complaint) = self::said(site.command(&["population", "update", &file]));
    assert!(code == 0 && said.starts_with("changed 0 refused 0"), "{said}{complaint}");
}

#[test]
fn each_hostile_line_is_refused_alone_with_its_reason() {
    let site = Site::empty();
    let source = rows(&generate(&site, 200));
    let person = &source[150];
    let with = |column_name: &str, value: &str| {
        let mut row = person.clone();
        row[column(&source, column_name)] = value.to_owned();
        row.join(",")
    };
    let number = |last: u32| format!("0010900000{last:02}");
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"broken".to_vec(), ",1 fields instead of 35"),
        (with("number", "001 090 000 001").into(), "number,unreadable"),
        (with("number", "").into(), "number,empty"),
        (with("name", "Nguyễn Văn \u{410}n").into(), "name,bad_letter U+0430"),
        (with("name", "").into(), "name,empty"),
        (with("birth_date", "30/02/1990").into(), "birth_date,day"),
        (with("birth_date", "").into(), "birth_date,date_format"),
        (with("gender", "x").into(), "gender,unreadable"),
        (with("status", "undead").into(), "status,unreadable"),
        (with("phone", "01621234567").into(), "phone,unreadable"),
        (with("email", "a@b").into(), "email,unreadable"),
        (with("permanent_residence", "99|Xã|1").into(), "permanent_residence,no such province"),
        (with("birth_place", "nowhere").into(), "birth_place,unreadable"),
        (with("father", "123|Nguyễn Văn An").into(), "father,unreadable"),
        (with("children", "001090000001|An;rubbish").into(), "children,unreadable"),
        (with("card_issued_on", "2026-13-01").into(), "card_issued_on,unreadable"),
        (with("religion", "a\tb").into(), "religion,control character"),
        (with("religion", "\0").into(), ",nul"),
        (with("religion", "\"").into(), ",broken_quotes"),
        ([with("number", &number(1)).as_bytes(), b"\xff"].concat(), ",not_utf8"),
        ([with("number", &number(2)).into_bytes(), vec![b'x'; 100_000]].concat(), ",line_too_long"),
        (vec![b','; 100], ",101 fields instead of 35"),
        (with("number", person[0].as_str()).into(), "number,number_taken"),
        (
            with("cancelled_numbers", "001090000099").replace(&person[0], &number(3)).into(),
            "cancelled_numbers,number_taken",
        ),
        (with("number", "001090000099").into(), "number,number_taken"),
    ];
    let mut file = source[0].join(",").into_bytes();
    file.extend_from_slice(b"\r\n");
    file.extend_from_slice(person.join(",").as_bytes());
    // Somebody who has a cancelled number, which must be nobody's any more.
    file.extend_from_slice(b"\r\n\r\n");
    file.extend_from_slice(with("cancelled_numbers", "001090000099").replace(&person[0], &number(4)).as_bytes());
    for (line, _) in &cases {
        file.push(b'\n');
        file.extend_from_slice(line);
    }
    // The last line is sound, quoted, and has no line end: whatever stood before has not swallowed it.
    file.push(b'\n');
    let quoted: Vec<String> = with("number", &number(5)).split(',').map(|field| format!("\"{field}\"")).collect();
    file.extend_from_slice(quoted.join(",").as_bytes());
    let path = path(&site, "hostile.csv");
    fs::write(&path, file).unwrap();

    let (said, code, complaint) = import(&site, &path);
    assert_eq!(code, 0, "{complaint}");
    assert!(said.contains(&format!("loaded 3 refused {}\n", cases.len())), "{said}");
    let refused = fs::read_to_string(format!("{path}.refused.csv")).unwrap();
    let expected: Vec<String> =
        cases.iter().enumerate().map(|(at, (_, reason))| format!("{},{reason}", at + 5)).collect();
    assert_eq!(refused.lines().skip(1).collect::<Vec<_>>(), expected);
    // Of a refused row nothing stays: the number that had a taken former number can still be given.
    assert_eq!(show(&site, &number(3)).1, 1);
    assert!(show(&site, &number(5)).0.contains(&number(5)));
    assert!(!said.contains(&person[1]) && !refused.contains(&person[1]) && !complaint.contains(&person[1]));
}

#[test]
fn a_file_without_our_columns_is_refused_whole_and_says_which() {
    let site = Site::empty();
    let header = rows(&generate(&site, 200))[0].join(",");
    for (first, sentence) in [
        (header.replace("gender,", ""), "missing: gender"),
        (header.replace("religion", "faith"), "unknown: faith"),
        (format!("{header},number"), "twice: number"),
        (String::new(), "missing: number"),
        (String::from("\0\u{1}PNG"), "expected: number,name"),
    ] {
        let path = path(&site, "headless.csv");
        fs::write(&path, first.clone() + "\nx,y\n").unwrap();
        let (said, code, complaint) = import(&site, &path);
        assert_eq!((said.as_str(), code), ("", 1), "{first}");
        assert!(complaint.contains(sentence), "{complaint}");
    }
    let empty = path(&site, "empty.csv");
    fs::File::create(&empty).unwrap();
    assert_eq!(import(&site, &empty).1, 1);
    assert_eq!(import(&site, &path(&site, "no such file.csv")).1, 1);
    // Spreadsheets add a byte order mark and carriage returns; columns may stand in any order.
    let mut file = fs::File::create(path(&site, "turned.csv")).unwrap();
    let mut columns: Vec<&str> = header.split(',').collect();
    columns.reverse();
    write!(file, "\u{feff}{}\r\n", columns.join(",")).unwrap();
    let turned: Vec<&str> = columns
        .iter()
        .map(|column| match *column {
            "number" => "001090000001",
            "name" => "Nguyễn Văn An",
            "birth_date" => "1/5/1990",
            "gender" => "Nam",
            "status" => "alive",
            _ => "",
        })
        .collect();
    write!(file, "{}\r\n", turned.join(",")).unwrap();
    assert!(import(&site, &path(&site, "turned.csv")).0.contains("loaded 1 refused 0"));
    assert!(show(&site, "001090000001").0.contains("birth_date: 01/05/1990\n"));
}
