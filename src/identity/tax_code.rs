//! The tax code of an organisation: ten digits of which the last one checks the others, and three more for a branch
//! (`vietnam.md` 6). The check finds a slip of the hand; only the register says whose code it is.

use std::fmt;

/// A tax code, in its one spelling: `0109999904` or `0109999904-001`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TaxCode {
    /// The ten digits, the last of which is the check digit.
    body: [u8; 10],
    /// The branch; none for the organisation itself.
    branch: Option<[u8; 3]>,
}

impl TaxCode {
    /// Reads ten digits, or thirteen with a hyphen or none before the last three, and checks the tenth.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (body, branch) = match text.as_bytes() {
            [body @ .., b'-', one, two, three] if body.len() == 10 => (body, Some([*one, *two, *three])),
            [body @ .., one, two, three] if body.len() == 10 => (body, Some([*one, *two, *three])),
            body => (body, None),
        };
        let body: [u8; 10] = body.try_into().ok()?;
        let digits = body.iter().chain(branch.iter().flatten());
        let is_sound = digits.clone().all(u8::is_ascii_digit)
            && branch != Some(*b"000")
            && Self::check_digit(body.first_chunk()?) == body.last().copied();
        is_sound.then_some(Self { body, branch })
    }

    /// The code whose first nine digits these are; none where the check comes to ten, since such codes are not given out.
    pub fn of_serial(serial: &[u8; 9]) -> Option<Self> {
        let mut body = [b'0'; 10];
        let (first, check) = body.split_at_mut(9);
        first.copy_from_slice(serial);
        if let [check] = check {
            *check = Self::check_digit(serial)?;
        }
        serial.iter().all(u8::is_ascii_digit).then_some(Self { body, branch: None })
    }

    /// The code of the organisation to which a branch belongs.
    pub const fn of_the_whole(self) -> Self {
        Self { branch: None, ..self }
    }

    /// Whether this is a branch's.
    pub const fn is_branch(self) -> bool {
        self.branch.is_some()
    }

    fn check_digit(serial: &[u8; 9]) -> Option<u8> {
        let sum: u32 =
            serial.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0') % 10) * weight).sum();
        match sum % 11 {
            0 => None,
            rest => u8::try_from(10 - rest).ok().map(|digit| b'0' + digit),
        }
    }
}

impl fmt::Display for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.body).unwrap_or_default())?;
        match &self.branch {
            None => Ok(()),
            Some(branch) => write!(f, "-{}", std::str::from_utf8(branch).unwrap_or_default()),
        }
    }
}

/// By which the first nine digits are multiplied; ten less the rest by eleven is the tenth (`vietnam.md` 6).
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// `NNNNNNNNNN-NNN`.
const LONGEST: usize = 14;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ten_digits_whose_last_checks_the_others_are_a_code() {
        // Published codes of large enterprises and of the invented ones, and their neighbours.
        for good in ["0100109106", "0100686209", "0300588569", "0109999904"] {
            assert_eq!(TaxCode::parse(good).unwrap().to_string(), good);
        }
        for wrong in ["", "0100109107", "010010910", "01001091066", "0100109106a", "０１００１０９１０６", "-100109106"]
        {
            assert_eq!(TaxCode::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_branch_has_three_digits_more_with_a_hyphen_or_without() {
        let branch = TaxCode::parse("0100109106-012").unwrap();
        assert_eq!(TaxCode::parse("0100109106012"), Some(branch));
        assert_eq!(branch.to_string(), "0100109106-012");
        assert!(branch.is_branch() && branch.of_the_whole() == TaxCode::parse("0100109106").unwrap());
        for wrong in ["0100109106-000", "0100109106-12", "0100109106--12", "0100109107-012", "0100109106 012"] {
            assert_eq!(TaxCode::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_a_code_has_one_spelling(text in "\\PC*|[0-9]{10}(-?[0-9]{3})?") {
            if let Some(code) = TaxCode::parse(&text) {
                prop_assert_eq!(TaxCode::parse(&code.to_string()), Some(code));
                prop_assert_eq!(text.replace('-', ""), code.to_string().replace('-', ""));
            }
        }

        #[test]
        fn one_wrong_digit_is_always_found(serial in "[0-9]{9}", at in 0_usize..10, by in 1_u8..10) {
            let serial: [u8; 9] = serial.as_bytes().try_into().unwrap();
            if let Some(code) = TaxCode::of_serial(&serial) {
                let mut wrong = code.to_string().into_bytes();
                prop_assert_eq!(TaxCode::parse(&code.to_string()), Some(code));
                wrong[at] = (wrong[at] - b'0' + by) % 10 + b'0';
                prop_assert_eq!(TaxCode::parse(std::str::from_utf8(&wrong).unwrap()), None);
            }
        }
    }
}
