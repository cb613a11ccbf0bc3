//! Two names side by side, with the syllables that differ marked: for an officer's eyes, never for a decision.

use crate::identity::name::Name;

/// A syllable, and whether the other name lacks it at this place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Syllable {
    /// As it is written.
    pub text: String,
    /// Whether to mark it.
    pub differs: bool,
}

/// Both names by syllable; the ones outside the longest common run of syllables, in order, are marked.
pub fn side_by_side(one: &Name, other: &Name) -> (Vec<Syllable>, Vec<Syllable>) {
    let (mine, theirs) = (words(one), words(other));
    let kept = common(&mine, &theirs);
    let marked = |words: &[Word<'_>], kept: &[usize]| {
        let syllables = words.iter().enumerate();
        syllables.map(|(at, word)| Syllable { text: word.text.to_owned(), differs: !kept.contains(&at) }).collect()
    };
    let (in_mine, in_theirs): (Vec<usize>, Vec<usize>) = kept.into_iter().unzip();
    (marked(&mine, &in_mine), marked(&theirs, &in_theirs))
}

/// A syllable with what makes it equal to another: the key of names, so that hòa is hoà here too.
struct Word<'a> {
    text: &'a str,
    key: String,
}

fn words(name: &Name) -> Vec<Word<'_>> {
    let pieces = name.as_str().split_inclusive([' ', '-']);
    pieces
        .map(|piece| piece.trim_end_matches(' '))
        .filter(|text| !text.is_empty())
        .map(|text| {
            let key = Name::parse(text).map_or_else(|_| text.to_lowercase(), |name| name.key().as_str().to_owned());
            Word { text, key }
        })
        .collect()
}

/// The places, in both, of the longest run of equal syllables in order.
fn common(mine: &[Word<'_>], theirs: &[Word<'_>]) -> Vec<(usize, usize)> {
    // Row by row from the end: the longest for each pair of beginnings. Names have a dozen syllables at the very most;
    // what is longer is compared up to there.
    let (mine, theirs) = (mine.iter().take(LONGEST), theirs.iter().take(LONGEST).collect::<Vec<_>>());
    let mut below: Vec<Vec<(usize, usize)>> = vec![Vec::new(); theirs.len() + 1];
    for (at, word) in mine.enumerate().collect::<Vec<_>>().into_iter().rev() {
        let mut row: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
        for (there, other) in theirs.iter().enumerate().rev() {
            let diagonal = below.get(there + 1);
            let best = if word.key == other.key {
                let rest = diagonal.cloned().unwrap_or_default();
                std::iter::once((at, there)).chain(rest).collect()
            } else {
                let (right, under) =
                    (row.last().cloned().unwrap_or_default(), below.get(there).cloned().unwrap_or_default());
                if right.len() >= under.len() { right } else { under }
            };
            row.push(best);
        }
        row.reverse();
        below = row;
    }
    below.into_iter().next().unwrap_or_default()
}

const LONGEST: usize = 24;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(one: &str, other: &str) -> (String, String) {
        let (one, other) = side_by_side(&Name::parse(one).unwrap(), &Name::parse(other).unwrap());
        let text = |syllables: Vec<Syllable>| {
            let words = syllables.into_iter();
            words
                .map(|one| if one.differs { format!("[{}]", one.text) } else { one.text })
                .collect::<Vec<_>>()
                .join(" ")
        };
        (text(one), text(other))
    }

    #[test]
    fn the_differing_syllables_are_marked_on_both_sides() {
        for (one, other, expected) in [
            ("Nguyễn Văn An", "NGUYỄN VĂN AN", ("Nguyễn Văn An", "NGUYỄN VĂN AN")),
            ("Nguyễn Văn An", "Nguyễn Văn Ân", ("Nguyễn Văn [An]", "Nguyễn Văn [Ân]")),
            ("Trần Thị Hòa", "Trần Thị Hoà", ("Trần Thị Hòa", "Trần Thị Hoà")),
            ("Lê Hoa", "Lê Thị Hoa", ("Lê Hoa", "Lê [Thị] Hoa")),
            ("Văn An Lê", "Lê Văn An", ("Văn An [Lê]", "[Lê] Văn An")),
            ("Sùng", "Lò", ("[Sùng]", "[Lò]")),
        ] {
            let (one, other) = shown(one, other);
            assert_eq!((one.as_str(), other.as_str()), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_equal_names_have_no_mark(one in "[A-ZĐ][a-zạệù]{0,5}( [A-Z][a-zạệù]{0,5}){0,5}") {
            let Ok(name) = Name::parse(&one) else { return Ok(()) };
            let (left, right) = side_by_side(&name, &name);
            prop_assert!(left.iter().chain(&right).all(|syllable| !syllable.differs));
            let joined: Vec<String> = left.into_iter().map(|syllable| syllable.text).collect();
            prop_assert_eq!(joined.join(" "), name.as_str());
        }
    }
}
