//! The machine-readable zone of an identity card: three lines of thirty characters (ICAO Doc 9303-5, TD1; `vietnam.md`
//! 3.3). Its check digits find a slip of the hand or of a reader; they are no signature, so it proves nothing.

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;

/// What the three lines say of the card's holder.
#[derive(Clone, Eq, PartialEq)]
pub struct MachineZone {
    /// The personal number.
    pub number: PersonalNumber,
    /// The name in capitals without any mark: never good for a match.
    pub plain_name: Name,
    /// Whether the name fills its line, and may have been cut there.
    pub may_be_cut: bool,
    /// The date of birth.
    pub birth: BirthDate,
    /// The gender.
    pub gender: Gender,
}

impl MachineZone {
    /// Reads the three lines, however a reader parted them. `today` tells the century of a birth when the number, which
    /// may lawfully disagree (Decree 70/2024 Art. 11), does not.
    pub fn parse(text: &str, today: Day) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let zone: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        if zone.len() != 90 || !zone.iter().all(|byte| value(*byte).is_some()) {
            return None;
        }
        let zone = std::str::from_utf8(&zone).ok()?;
        let (first, rest) = zone.split_at_checked(30)?;
        let (second, third) = rest.split_at_checked(30)?;
        let number = number(first)?;
        let composite = [first.get(5..)?, second.get(..7)?, second.get(8..15)?, second.get(18..29)?].concat();
        let is_sound = checked(second.get(..6)?, second.get(6..7)?)
            && checked(second.get(8..14)?, second.get(14..15)?)
            && checked(&composite, second.get(29..)?)
            && second.get(15..18)? == NATION
            && is_filler(second.get(18..29)?)
            && is_expiry(second.get(8..14)?);
        if !is_sound {
            return None;
        }
        let gender = match second.get(7..8)? {
            "M" => Gender::Male,
            "F" => Gender::Female,
            _ => return None,
        };
        let birth = birth(second.get(..6)?, &number, today)?;
        Some(Self { number, plain_name: name(third)?, may_be_cut: !third.ends_with('<'), birth, gender })
    }

    /// Whether this may be the same name with its marks: what the lines cannot show is not asked.
    pub fn may_be_named(&self, name: &Name) -> bool {
        // Doc 9303-3 §4.6: an apostrophe is left out, a hyphen becomes a filler.
        let plain = name.ascii().replace('\'', "").replace('-', " ");
        let zone = self.plain_name.as_str();
        plain == zone || (self.may_be_cut && plain.starts_with(zone))
    }
}

impl std::fmt::Debug for MachineZone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(machine-readable zone)")
    }
}

/// `IDVNM`, the last nine digits, their check digit, all twelve, two fillers, their check digit.
fn number(line: &str) -> Option<PersonalNumber> {
    let number = PersonalNumber::parse(line.get(15..27)?)?;
    let is_sound = line.get(..5)? == "IDVNM"
        && line.get(5..14)? == number.document_number()
        && checked(number.document_number(), line.get(14..15)?)
        && is_filler(line.get(27..29)?)
        && checked(number.as_str(), line.get(29..)?);
    is_sound.then_some(number)
}

/// `YYMMDD`; the parts that nobody knows are fillers (Doc 9303-3 §4.8).
fn birth(text: &str, number: &PersonalNumber, today: Day) -> Option<BirthDate> {
    let (short, month, day) = (text.get(..2)?, text.get(2..4)?, text.get(4..)?);
    if !short.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let short: i32 = short.parse().ok()?;
    let in_century = |century: i32| {
        let year = century + short;
        let written = match (month, day) {
            ("<<", "<<") => format!("{year:04}"),
            (month, "<<") => format!("{month}/{year:04}"),
            (month, day) => format!("{day}/{month}/{year:04}"),
        };
        BirthDate::parse(&written).ok()
    };
    if number.encoded_year() % 100 == short {
        return in_century(number.encoded_year() - short);
    }
    let this_century = today.year() - today.year() % 100;
    let born = |birth: &BirthDate| birth.birthday(0) <= today;
    in_century(this_century).filter(born).or_else(|| in_century(this_century - 100))
}

/// `SURNAME<<GIVEN<NAMES`, or one name alone; filled up to the end, cut there when it is longer.
fn name(line: &str) -> Option<Name> {
    let written = line.trim_end_matches('<');
    let is_shaped = !written.is_empty()
        && written.bytes().all(|byte| byte == b'<' || byte.is_ascii_uppercase())
        && written.matches("<<").count() <= 1
        && !written.contains("<<<")
        && !written.starts_with('<');
    if !is_shaped {
        return None;
    }
    Name::parse(&written.replace("<<", " ").replace('<', " ")).ok()
}

/// A real day in a form that sorts, or fillers for a card that does not end. Which century is nobody's question here.
fn is_expiry(text: &str) -> bool {
    let day = || {
        let (year, month, day) = (text.get(..2)?, text.get(2..4)?, text.get(4..)?);
        Day::parse(&format!("20{year}-{month}-{day}"))
    };
    is_filler(text) || day().is_some()
}

fn is_filler(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'<')
}

/// Doc 9303-3 §4.9: weights 7, 3, 1 over and over, modulo 10.
fn checked(text: &str, digit: &str) -> bool {
    let sum = text.bytes().zip([7_u32, 3, 1].into_iter().cycle()).try_fold(0_u32, |sum, (byte, weight)| {
        // Ninety characters at most: 90 * 35 * 7 is far from the end of a u32.
        Some(sum + value(byte)? * weight)
    });
    sum.is_some_and(|sum| digit.parse() == Ok(sum % 10))
}

fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        b'<' => Some(0),
        _ => None,
    }
}

/// As line 2 writes it.
const NATION: &str = "VNM";

/// Ninety characters with whatever line ends and spaces a reader put between them.
const LONGEST: usize = 200;

#[cfg(test)]
#[path = "machine_zone/tests.rs"]
mod tests;
