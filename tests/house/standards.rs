//! The table of standards tells what tests show, so each test that it names is there.

use crate::source::{file, files};

#[test]
fn every_test_that_the_table_of_standards_names_is_there() {
    let code: String =
        ["src", "tests/house"].iter().flat_map(|folder| files(folder, ".rs")).map(|source| source.text).collect();
    let table = file("docs/standards.md");
    let mut named = 0;
    for row in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Spec")) {
        let shown_by = row.trim_end_matches([' ', '|']).rsplit('|').next().unwrap();
        for test in shown_by.split('`').filter(|word| word.contains('_')) {
            assert!(code.contains(&format!("fn {test}(")), "docs/standards.md names {test}, which is no test");
            named += 1;
        }
        assert!(shown_by.contains('`') || row.starts_with("| Format"), "nothing shows this: {row}");
    }
    assert!(named > 80, "only {named} tests are named");
}
