//! A short run of every fuzz target with the suite; the long ones are cargo-fuzz's (`fuzz/`, README).
//!
//! The changes are the same at each run, so that what fails here fails again: bits, pieces cut out, doubled and moved,
//! pieces of the other texts, and the characters that parsers stumble over.

use std::collections::BTreeSet;
use std::panic;

use parsers::PARSERS;

#[expect(unreachable_pub, reason = "the targets are crates of their own")]
#[path = "../../fuzz/parsers.rs"]
mod parsers;

/// Texts tried of each parser.
const RUNS: u64 = 8_000;

/// Longest text: every parser has a limit of its own, most of them below this.
const LONGEST: usize = 4096;

const STUMBLES: [&[u8]; 24] = [
    b"\0",
    b"\"",
    b"\\",
    b"%",
    b"&",
    b"=",
    b"|",
    b"~",
    b".",
    b"..",
    b",",
    b";",
    b"{",
    b"[",
    b"}",
    b"]",
    b"\r\n",
    b"null",
    b"1e309",
    b"-9223372036854775809",
    "\u{202e}".as_bytes(),
    "\u{301}".as_bytes(),
    "\u{1f9ff}".as_bytes(),
    b"\xff",
];

/// Numbers without a pattern that come out the same each time (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bound = u64::try_from(bound.max(1)).unwrap();
        usize::try_from((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound).unwrap()
    }

    fn change(&mut self, text: &mut Vec<u8>, others: &[&str]) {
        let (at, to) = (self.below(text.len() + 1), self.below(text.len() + 1));
        let (from, end) = (at.min(to), at.max(to));
        match self.below(7) {
            0 if from < text.len() => text[from] ^= 1 << self.below(8),
            1 => drop(text.drain(from..end)),
            2 => {
                let piece = text[from..end].to_vec();
                text.splice(at..at, piece);
            }
            3 => {
                let other = others[self.below(others.len())].as_bytes();
                let half = self.below(other.len() + 1);
                text.splice(from..end, other[half..].iter().copied());
            }
            4 => text.truncate(from),
            5 => text[from..end].reverse(),
            _ => {
                let stumble = STUMBLES[self.below(STUMBLES.len())];
                text.splice(at..at, stumble.iter().copied());
            }
        }
        text.truncate(LONGEST);
    }
}

#[test]
fn every_parser_survives_a_short_run_and_what_it_reads_is_what_it_says() {
    for (name, parse, seeds) in PARSERS {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for run in 0..RUNS {
            let mut text = seeds[dice.below(seeds.len())].as_bytes().to_vec();
            // The first texts go in as they are.
            for _ in 0..(run % 9) {
                dice.change(&mut text, seeds);
            }
            let survived = panic::catch_unwind(|| parse(&text));
            assert!(survived.is_ok(), "{name}, run {run}, at {:?}", String::from_utf8_lossy(&text));
        }
    }
}

#[test]
fn every_parser_has_its_target_and_every_target_its_parser() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let named: BTreeSet<String> = PARSERS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let files = std::fs::read_dir(top.join("fuzz_targets")).unwrap();
    let files: BTreeSet<String> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(files, named);
    let manifest = std::fs::read_to_string(top.join("Cargo.toml")).unwrap();
    for name in &named {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} stands not in the manifest");
    }
}
