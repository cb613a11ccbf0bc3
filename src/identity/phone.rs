//! Mobile numbers and e-mail addresses as people give them.

use std::fmt;

/// A Vietnamese mobile number in E.164: `+84` and nine digits.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Phone(String);

impl Phone {
    /// Reads `0…`, `84…`, `+84…` or `0084…` with spaces, dots or hyphens between.
    ///
    /// The operator is not looked at: numbers are portable since 2018 and tables of prefixes go stale.
    pub fn parse(text: &str) -> Result<Self, PhoneRefusal> {
        if text.len() > 32 {
            return Err(PhoneRefusal::Shape);
        }
        let bare: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
        let national = ["+84", "0084"]
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix))
            .or_else(|| bare.strip_prefix('0'))
            // Without a sign, 84 is the country only when what follows is a whole number: 084… needs its 0.
            .or_else(|| bare.strip_prefix("84"))
            .ok_or(PhoneRefusal::Shape)?;
        if !national.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneRefusal::Shape);
        }
        match (national.len(), national.bytes().next()) {
            (9, Some(b'3' | b'5' | b'7' | b'8' | b'9')) => Ok(Self(format!("+84{national}"))),
            (10, Some(b'1')) => Err(PhoneRefusal::ElevenDigits),
            _ => Err(PhoneRefusal::Shape),
        }
    }

    /// `+84` and nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people in Viet Nam write it: `0` and nine digits.
    pub fn national(&self) -> String {
        format!("0{}", self.0.strip_prefix("+84").unwrap_or_default())
    }

    /// All but the last three digits hidden, for a page that says where a code went.
    pub fn masked(&self) -> String {
        let shown = self.0.get(self.0.len().saturating_sub(3)..).unwrap_or_default();
        format!("*******{shown}")
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(phone)")
    }
}

/// Why a text is not a mobile number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PhoneRefusal {
    /// Eleven digits, as before the renumbering of 2018; the person should give the present number.
    ElevenDigits,
    /// Not a Vietnamese mobile number.
    Shape,
}

/// An e-mail address, in the plain form that every server takes; the domain in lower case.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Email(String);

impl Email {
    /// Reads `local@domain`: no quotes, no comments, no address literal (RFC 5321 sizes).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        let (local, domain) = text.split_once('@')?;
        let atom = |part: &str| !part.is_empty() && part.bytes().all(is_atom);
        let label = |part: &str| {
            (1..=63).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !part.starts_with('-')
                && !part.ends_with('-')
        };
        let top = domain.rsplit('.').next()?;
        let sound = text.len() <= 254
            && local.len() <= 64
            && local.split('.').all(atom)
            && domain.contains('.')
            && domain.split('.').all(label)
            && !top.bytes().all(|byte| byte.is_ascii_digit());
        sound.then(|| Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first letter and the domain, for a page that says where a code went.
    pub fn masked(&self) -> String {
        let first = self.0.get(..1).unwrap_or_default();
        let domain = self.0.split_once('@').map(|(_, domain)| domain).unwrap_or_default();
        format!("{first}***@{domain}")
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(e-mail)")
    }
}

/// RFC 5322 atext.
fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_way_to_write_a_number_is_one_number() {
        for text in ["0912345678", "+84912345678", "84912345678", "0084 912 345 678", "0912.345.678", " 091-234-5678 "]
        {
            assert_eq!(Phone::parse(text).unwrap().as_str(), "+84912345678", "{text}");
        }
        assert_eq!(Phone::parse("0842345678").unwrap().national(), "0842345678");
        assert_eq!(Phone::parse("84842345678").unwrap().national(), "0842345678");
    }

    #[test]
    fn what_is_not_a_mobile_number_is_refused() {
        assert_eq!(Phone::parse("01621234567"), Err(PhoneRefusal::ElevenDigits));
        assert_eq!(Phone::parse("+841621234567"), Err(PhoneRefusal::ElevenDigits));
        for text in
            ["", "0", "84", "0242345678", "091234567", "09123456789", "+1 912345678", "09123４5678", "0912345678;"]
        {
            assert_eq!(Phone::parse(text), Err(PhoneRefusal::Shape), "{text}");
        }
    }

    #[test]
    fn addresses_are_plain() {
        assert_eq!(Email::parse("An.Nguyen+x@Example.VN").unwrap().as_str(), "An.Nguyen+x@example.vn");
        for text in [
            "",
            "a",
            "a@b",
            "@b.vn",
            "a@.vn",
            "a..b@c.vn",
            "a@b@c.vn",
            "a b@c.vn",
            "a@c.vn\r\nBcc: x@y.vn",
            "a@-c.vn",
            "á@c.vn",
            "a@1.2.3.4",
            "\"a\"@c.vn",
        ] {
            assert_eq!(Email::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn debug_shows_neither() {
        assert!(!format!("{:?}{:?}", Phone::parse("0912345678"), Email::parse("an@example.vn")).contains(['9', '@']));
        assert_eq!(Phone::parse("0912345678").unwrap().masked(), "*******678");
        assert_eq!(Email::parse("an@example.vn").unwrap().masked(), "a***@example.vn");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_rule_panic(text in any::<String>()) {
            let _ = (Phone::parse(&text), Email::parse(&text));
        }
    }
}
