//! The registers beside the population's as an operator meets them: foreigners and organisations made, taken in, taken in
//! again, fed with rubbish, and shown in the sandbox. Issue 4, "Registers as ports".

use std::fs;

use crate::harness::{House, Printed, Site};

const KINDS: [&str; 4] = ["immigration", "insurance", "licences", "organisations"];

fn generate(site: &Site, kind: &str, count: u32) -> String {
    let made = Printed::by(&["register", "generate", "--kind", kind, "--count", &count.to_string(), "--seed", "7"]);
    site.file(&format!("{kind}.csv"), made.done()).to_str().unwrap().to_owned()
}

fn import(site: &Site, kind: &str, file: &str) -> String {
    site.command(&["register", "import", "--kind", kind, file]).done()
}

#[test]
fn a_register_is_taken_in_and_the_same_again_changes_nothing() {
    let site = Site::empty();
    for kind in KINDS {
        let file = generate(&site, kind, 30);
        assert_eq!(import(&site, kind, &file), "changed 30 known 0 refused 0\n");
        assert_eq!(import(&site, kind, &file), "changed 0 known 30 refused 0\n");
        let listed = site.command(&["register", "list", "--kind", kind, "--limit", "100"]).done();
        let (mut given, mut kept): (Vec<&str>, Vec<&str>) = (Vec::new(), listed.lines().collect());
        let text = fs::read_to_string(&file).unwrap();
        given.extend(text.lines());
        given.sort_unstable();
        kept.sort_unstable();
        assert_eq!(given, kept);
        assert!(!fs::exists(format!("{file}.refused.csv")).unwrap());
    }
}

#[test]
fn a_changed_line_takes_the_place_of_what_was_known() {
    let site = Site::empty();
    let file = generate(&site, "organisations", 10);
    import(&site, "organisations", &file);
    let changed = fs::read_to_string(&file).unwrap().replacen(",active,", ",dissolved,", 1);
    let file = site.file("changed.csv", &changed);
    assert_eq!(import(&site, "organisations", file.to_str().unwrap()), "changed 1 known 9 refused 0\n");
    site.command(&["verify"]).done();
}

#[test]
fn a_card_that_is_withheld_or_revoked_stands_so_in_the_persons_record() {
    let site = Site::empty();
    let people = Printed::by(&["population", "generate", "--people", "200", "--seed", "7"]).done();
    let people = site.file("people.csv", people);
    site.command(&["population", "import", people.to_str().unwrap()]).done();
    let file = generate(&site, "cards", 10);
    assert_eq!(import(&site, "cards", &file), "changed 2 known 8 refused 0\n");
    let text = fs::read_to_string(&file).unwrap();
    for (line, state) in text.lines().skip(1).zip(["withheld", "revoked", "issued"]) {
        let number = &line[..12];
        assert!(site.command(&["population", "show", number]).done().contains(&format!(", {state}\n")));
        let shown = site.command(&["register", "show", "--kind", "cards", number]).done();
        assert!(shown.ends_with(&format!("card_state: {state}\n")), "{shown}");
    }
    let stranger =
        site.file("stranger.csv", text.replacen(&text[text.find('\n').unwrap() + 1..][..12], "001090123456", 1));
    assert!(import(&site, "cards", stranger.to_str().unwrap()).starts_with("changed 0 known 9 refused 1\n"));
    assert_eq!(site.command(&["register", "show", "--kind", "cards", "001090123456"]).code, 1);
    site.command(&["verify"]).done();
}

#[test]
fn broken_lines_are_listed_by_line_column_and_reason_and_cost_nobody_else_anything() {
    let site = Site::empty();
    let text = fs::read_to_string(generate(&site, "immigration", 12)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let stolen = lines[2].replacen(&lines[2][..12], "199090123456", 1);
    let broken: [Vec<u8>; 6] = [
        stolen.into_bytes(),
        b"one,two".to_vec(),
        b"\"unfinished".to_vec(),
        b"nul\0".to_vec(),
        b"\xFF\xFE".to_vec(),
        vec![b'x'; 1 << 20],
    ];
    let mut bytes = format!("{}\n", lines[..12].join("\n")).into_bytes();
    for line in &broken {
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(lines[12].as_bytes());
    let file = site.folder().join("broken.csv");
    fs::write(&file, bytes).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(
        import(&site, "immigration", file),
        format!("changed 12 known 0 refused 6\nrefused lines: {file}.refused.csv\n")
    );
    assert_eq!(
        fs::read_to_string(format!("{file}.refused.csv")).unwrap(),
        "line,column,reason\n13,document,document_taken\n14,,2 fields instead of 13\n15,,broken_quotes\n16,,nul\n\
         17,,not_utf8\n18,,line_too_long\n"
    );
    site.command(&["verify"]).done();
}

#[test]
fn a_file_of_another_register_is_refused_whole_and_a_missing_one_makes_nothing() {
    let site = Site::empty();
    let file = generate(&site, "immigration", 5);
    let refused = site.command(&["register", "import", "--kind", "organisations", &file]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("missing: tax_code") && refused.stderr.contains("unknown: nationality"));
    assert_eq!(site.command(&["register", "import", "--kind", "organisations", "/nowhere.csv"]).code, 1);
}

#[tokio::test]
async fn the_sandbox_shows_its_foreigners_and_organisations() {
    let house = House::start();
    let mut browser = house.browser();
    let page = browser.open("/sandbox").await;
    assert!(page.has("#foreigners") && page.has("#organisations"));
    page.expect_words("foreigner_passport_expired");
    page.expect_words("Công ty cổ phần Giả Lập Việt Nam");
    page.expect_words("001190999921 Nguyễn Thị Minh Anh");
    house.close();
}

#[test]
fn hostile_lines_of_licences_are_refused_one_by_one_and_say_nothing_of_their_values() {
    let site = Site::empty();
    let text = fs::read_to_string(generate(&site, "licences", 8)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let fields: Vec<&str> = lines[6].split(',').collect();
    let with = |at: usize, value: &str| {
        let mut line = fields.clone();
        line[at] = value;
        line.join(",").into_bytes()
    };
    let twice = format!("{};{}", fields[4], fields[4]);
    let hostile: [(Vec<u8>, &str); 11] = [
        // Somebody else's number on a licence of one's own.
        (with(0, lines[2].split(',').next().unwrap()), "licence_number,number_taken"),
        (with(0, "79012345678'"), "licence_number,unreadable"),
        (with(1, "001090000001 OR 1=1"), "number,unreadable"),
        (with(3, "30/02/1990"), "birth_date,day"),
        (with(4, "C|2026-01-01|2031-01-01|and everything else"), "classes,unreadable"),
        (with(4, "B2|2026-01-01|never"), "classes,unreadable"),
        (with(4, &twice), "classes,unreadable"),
        (with(5, "120"), "points,unreadable"),
        (with(6, "issued\u{202E}"), "state,unreadable"),
        (b"=cmd|' /C calc'!A0,,,,,,".to_vec(), "licence_number,unreadable"),
        (vec![b'B'; 1 << 20], ",line_too_long"),
    ];
    let mut bytes = text.clone().into_bytes();
    for (line, _) in &hostile {
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
    }
    let file = site.folder().join("hostile.csv");
    fs::write(&file, bytes).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(
        import(&site, "licences", file),
        format!("changed 8 known 0 refused 11\nrefused lines: {file}.refused.csv\n")
    );
    let expected: Vec<String> = hostile.iter().zip(10..).map(|((_, why), line)| format!("{line},{why}")).collect();
    let refused = fs::read_to_string(format!("{file}.refused.csv")).unwrap();
    assert_eq!(refused.lines().skip(1).collect::<Vec<_>>(), expected);
    // What was taken in is shown as it stood in the file.
    let number = lines[6].split(',').nth(1).unwrap();
    let shown = site.command(&["register", "show", "--kind", "licences", number]).done();
    assert_eq!(shown.lines().nth(4), Some(format!("classes: {}", fields[4]).as_str()));
    site.command(&["verify"]).done();
}
