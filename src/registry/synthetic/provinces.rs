//! Where people live and where their births were registered: weights and prefixes from `province_34.csv`.

use crate::registry::synthetic::dice::Dice;

/// A provincial unit of today: code, share of the population in hundredths of a percent, prefixes of the old provinces.
pub(super) struct Province {
    pub(super) code: &'static str,
    share: u32,
    pub(super) prefixes: &'static [&'static str],
}

/// A unit, as likely as its share of the population.
pub(super) fn residence(dice: &mut Dice) -> &'static Province {
    let mut left = dice.below(PROVINCES.iter().map(|province| province.share).sum());
    for province in &PROVINCES {
        if left < province.share {
            return province;
        }
        left -= province.share;
    }
    &HANOI
}

/// The prefix of somebody who lives there: 80 % were born there, 0.3 % abroad, the others anywhere.
pub(super) fn prefix_of_resident(dice: &mut Dice, residence: &Province) -> &'static str {
    match dice.below(1000) {
        0..3 => dice.pick(&ABROAD),
        3..803 => dice.pick(residence.prefixes),
        _ => {
            let birth = self::residence(dice);
            dice.pick(birth.prefixes)
        }
    }
}

/// The unit of today that holds the old province of a prefix.
pub(super) fn unit_of_prefix(prefix: &str) -> Option<&'static str> {
    PROVINCES.iter().find(|province| province.prefixes.contains(&prefix)).map(|province| province.code)
}

/// Prefixes that are no province. The table of countries was not found (`vietnam.md` 2), so these stand for all of them.
pub(super) const ABROAD: [&str; 3] = ["101", "134", "180"];

const HANOI: Province = Province { code: "01", share: 780, prefixes: &["001"] };

const PROVINCES: [Province; 34] = [
    Province { code: "01", share: 780, prefixes: &["001"] },
    Province { code: "04", share: 50, prefixes: &["004"] },
    Province { code: "08", share: 167, prefixes: &["002", "008"] },
    Province { code: "11", share: 59, prefixes: &["011"] },
    Province { code: "12", share: 44, prefixes: &["012"] },
    Province { code: "14", share: 119, prefixes: &["014"] },
    Province { code: "15", share: 159, prefixes: &["010", "015"] },
    Province { code: "19", share: 161, prefixes: &["006", "019"] },
    Province { code: "20", share: 73, prefixes: &["020"] },
    Province { code: "22", share: 125, prefixes: &["022"] },
    Province { code: "24", share: 324, prefixes: &["024", "027"] },
    Province { code: "25", share: 360, prefixes: &["017", "025", "026"] },
    Province { code: "31", share: 417, prefixes: &["030", "031"] },
    Province { code: "33", share: 319, prefixes: &["033", "034"] },
    Province { code: "37", share: 395, prefixes: &["035", "036", "037"] },
    Province { code: "38", share: 337, prefixes: &["038"] },
    Province { code: "40", share: 311, prefixes: &["040"] },
    Province { code: "42", share: 119, prefixes: &["042"] },
    Province { code: "44", share: 167, prefixes: &["044", "045"] },
    Province { code: "46", share: 105, prefixes: &["046"] },
    Province { code: "48", share: 274, prefixes: &["048", "049"] },
    Province { code: "51", share: 193, prefixes: &["051", "062"] },
    Province { code: "52", share: 321, prefixes: &["052", "064"] },
    Province { code: "56", share: 201, prefixes: &["056", "058"] },
    Province { code: "66", share: 300, prefixes: &["054", "066"] },
    Province { code: "68", share: 347, prefixes: &["060", "067", "068"] },
    Province { code: "75", share: 402, prefixes: &["070", "075"] },
    Province { code: "79", share: 1253, prefixes: &["074", "077", "079"] },
    Province { code: "80", share: 291, prefixes: &["072", "080"] },
    Province { code: "82", share: 391, prefixes: &["082", "087"] },
    Province { code: "86", share: 381, prefixes: &["083", "084", "086"] },
    Province { code: "91", share: 443, prefixes: &["089", "091"] },
    Province { code: "92", share: 376, prefixes: &["092", "093", "094"] },
    Province { code: "96", share: 233, prefixes: &["095", "096"] },
];
