//! Passwords: which may be chosen, and how one is kept. The only door to Argon2.
//!
//! A password is brought to NFKC before anything else (`vietnam.md` 4.4): Vietnamese keyboards emit composed or decomposed
//! letters, and both are the same password. Nothing is cut off and no case is folded.

use std::collections::HashSet;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, CustomizedPasswordHasher as _, Params, PasswordVerifier as _, Version};
use unicode_normalization::UnicodeNormalization as _;

use crate::fault::Fault;
use crate::identity::birth::BirthDate;
use crate::identity::name::{Name, without_marks};
use crate::identity::number::PersonalNumber;
use crate::identity::phone::Phone;
use crate::limits;
use crate::secret::Secret;

/// A password in NFKC, of a length that may be hashed.
#[derive(Clone, Debug)]
pub struct Password(Secret<String>);

/// Whose password it is to be: what it may not contain.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The personal number.
    pub number: PersonalNumber,
    /// The name.
    pub name: Name,
    /// The date of birth.
    pub birth: BirthDate,
    /// The phone.
    pub phone: Phone,
}

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PasswordRefusal {
    /// Fewer than 8 characters.
    TooShort,
    /// More than 128 characters.
    TooLong,
    /// A capital, a small letter, a digit or another sign is missing (inventory C40).
    Classes,
    /// One of the first that anybody would try.
    Common,
    /// It contains the holder's number, name, date of birth or phone.
    AboutOwner,
}

impl Password {
    /// Takes a password that somebody typed to sign in. None when no password of ours can be that long: nothing longer is
    /// ever normalised or hashed (PW01, V128).
    pub fn typed(text: &str) -> Option<Self> {
        if !is_worth_reading(text.len()) {
            return None;
        }
        let normal = Secret::new(text.nfkc().collect::<String>());
        (normal.expose().chars().count() <= limits::PASSWORD_LONGEST).then_some(Self(normal))
    }

    /// Takes a new password, judged without regard to whose it will be.
    pub fn choose(text: &str) -> Result<Self, PasswordRefusal> {
        let password = Self::typed(text).ok_or(PasswordRefusal::TooLong)?;
        let letters = password.0.expose();
        if letters.chars().count() < limits::PASSWORD_SHORTEST {
            return Err(PasswordRefusal::TooShort);
        }
        let has = |class: fn(char) -> bool| letters.chars().any(class);
        let classes = has(char::is_uppercase)
            && has(char::is_lowercase)
            && has(|letter| letter.is_ascii_digit())
            && has(|letter| !letter.is_alphanumeric());
        if !classes {
            return Err(PasswordRefusal::Classes);
        }
        if is_common(letters) { Err(PasswordRefusal::Common) } else { Ok(password) }
    }

    /// Refuses what stands on the holder's papers (PW02). Asked only once the holder is proven, or it would tell whose
    /// account a number is.
    pub fn fits(&self, owner: &Owner) -> Result<(), PasswordRefusal> {
        let letters: String = folded(self.0.expose()).chars().filter(char::is_ascii_alphabetic).collect();
        let digits: String = self.0.expose().chars().filter(char::is_ascii_digit).collect();
        let named = names_of(&owner.name).iter().any(|name| letters.contains(name.as_str()));
        let numbered = [owner.number.as_str(), owner.number.document_number(), owner.phone.national().as_str()]
            .iter()
            .any(|number| digits.contains(number));
        let dated = dates_of(&owner.birth).iter().any(|date| digits.contains(date.as_str()));
        if named || numbered || dated { Err(PasswordRefusal::AboutOwner) } else { Ok(()) }
    }

    /// The text, for the pepper.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// Whether so many bytes can be a password's. An NFKC form is never much shorter than a sixteenth of the bytes typed; a megabyte
/// is refused unread.
const fn is_worth_reading(bytes: usize) -> bool {
    bytes <= 16 * limits::PASSWORD_LONGEST
}

/// The PHC string to keep of a peppered password. Takes 19 MiB and tens of milliseconds: never on an async thread.
pub fn hash(peppered: &Secret<Vec<u8>>, salt: [u8; 16]) -> Result<String, Fault> {
    let unhashed = |error| Fault::internal(format!("a password could not be hashed: {error}"));
    let params = Params::new(MEMORY, PASSES, LANES, None)
        .map_err(|error| Fault::internal(format!("Argon2 refused its parameters: {error}")))?;
    let hashed: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_with_params(peppered.expose(), &salt, params)
        .map_err(unhashed)?;
    Ok(hashed.to_string())
}

/// Whether a peppered password is the one kept; with the parameters that it was hashed with.
pub fn matches(kept: &str, peppered: &Secret<Vec<u8>>) -> Result<bool, Fault> {
    let unread = || Fault::internal("a kept password cannot be read");
    let kept = PasswordHash::new(kept).map_err(|_| unread())?;
    match Argon2::default().verify_password(peppered.expose(), &kept) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(unread()),
    }
}

/// Whether the password kept should be hashed anew at the next sign-in, since our parameters rose (PW04).
pub fn needs_rehash(kept: &str) -> bool {
    let current = format!("$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}$");
    !kept.starts_with(&current)
}

/// What an unknown person's password is compared with, so that it costs what a known one's does (V097).
pub const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// On the shipped list, or one of it behind the usual disguises: case, marks, signs for letters, a tail of digits.
fn is_common(password: &str) -> bool {
    let folded = folded(password);
    let plain = undisguised(&folded);
    let core = plain.trim_matches(|letter: char| !letter.is_ascii_alphabetic());
    let stripped = folded.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let bare = folded.trim_matches(|letter: char| !letter.is_ascii_alphabetic());
    let short_tail = |core: &str| folded.chars().count().saturating_sub(core.chars().count()) <= LONGEST_TAIL;
    COMMON.contains(folded.as_str())
        || COMMON.contains(plain.as_str())
        || (short_tail(stripped) && COMMON.contains(stripped))
        || (short_tail(core) && COMMON.contains(core))
        || (short_tail(bare) && COMMON.contains(bare))
        || OURS.iter().any(|word| plain.contains(word) || folded.contains(word))
        || is_one_run(&folded)
}

/// Lower case without marks; `Mật khẩu` is `mat khau`.
fn folded(text: &str) -> String {
    without_marks(text).chars().flat_map(char::to_lowercase).filter(|letter| *letter != ' ').collect()
}

fn undisguised(folded: &str) -> String {
    folded
        .chars()
        .map(|letter| match letter {
            '@' | '4' => 'a',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '$' | '5' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

/// `Aaaaaaa1!`: fewer than five different characters.
fn is_one_run(folded: &str) -> bool {
    folded.chars().collect::<HashSet<_>>().len() < 5
}

/// The name without spaces, family with given name, the last two words; short ones stand in too many passwords by chance.
fn names_of(name: &Name) -> Vec<String> {
    let words: Vec<String> = name
        .ascii()
        .to_lowercase()
        .split([' ', '\'', '-'])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let last_two = words.get(words.len().saturating_sub(2)..).unwrap_or_default().concat();
    let ends = words.first().zip(words.last()).map(|(first, last)| format!("{first}{last}")).unwrap_or_default();
    [words.concat(), ends, last_two].into_iter().filter(|name| name.len() >= SHORTEST_NAME).collect()
}

fn dates_of(birth: &BirthDate) -> Vec<String> {
    let iso = birth.iso();
    let parts: Vec<&str> = iso.split('-').collect();
    match parts.as_slice() {
        [year, month, day] => {
            let short = year.get(2..).unwrap_or_default();
            let bare = |part: &str| part.trim_start_matches('0').to_owned();
            vec![
                format!("{day}{month}{year}"),
                format!("{year}{month}{day}"),
                format!("{day}{month}{short}"),
                format!("{}{}{year}", bare(day), bare(month)),
            ]
        }
        [year, month] => vec![format!("{month}{year}"), format!("{year}{month}")],
        _ => vec![iso],
    }
}

/// OWASP's second choice for Argon2id, the same work as its first with less memory at a time (PW04).
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// `Vietnam@2026` is a common word with a tail; a listed word in a long sentence is not.
const LONGEST_TAIL: usize = 6;
const SHORTEST_NAME: usize = 5;
/// The service's own names (PW02), wherever they stand.
const OURS: [&str; 3] = ["dinhdanh", "vneid", "danhtinh"];

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("common_passwords.txt").lines().filter(|line| !line.starts_with("# "));
    lines.flat_map(str::split_whitespace).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        Owner {
            number: PersonalNumber::parse("001090000001").unwrap(),
            name: Name::parse("Nguyễn Văn An").unwrap(),
            birth: BirthDate::parse("1/5/1990").unwrap(),
            phone: Phone::parse("0912345678").unwrap(),
        }
    }

    fn refusal(text: &str) -> Option<PasswordRefusal> {
        Password::choose(text).err()
    }

    #[test]
    fn length_and_classes_are_exact() {
        let fill = |length: usize| format!("Zq7#{}", "xk".repeat(length).chars().take(length - 4).collect::<String>());
        assert_eq!(refusal("Zq7#xkv"), Some(PasswordRefusal::TooShort));
        assert_eq!(refusal("Zq7#xkvw"), None);
        assert_eq!(refusal(&fill(128)), None);
        assert_eq!(refusal(&fill(129)), Some(PasswordRefusal::TooLong));
        assert_eq!(refusal(&"Zq7#".repeat(250_000)), Some(PasswordRefusal::TooLong));
        for text in ["zq7#xkvw", "ZQ7#XKVW", "Zqp#xkvw", "Zq7pxkvw"] {
            assert_eq!(refusal(text), Some(PasswordRefusal::Classes), "{text}");
        }
        for text in ["Đường về 7 sông", "Zq7 xkvw", "Zq7🌾xkvw", " Zq7xkvw "] {
            assert_eq!(refusal(text), None, "{text}");
        }
    }

    #[test]
    fn pw01_every_character_counts_whatever_it_is() {
        let zero = "Zq7#xk\0vw";
        let emoji = "🌾Aa1🐃🌾🐃";
        for (text, verdict) in [
            (emoji, Some(PasswordRefusal::TooShort)),
            ("🌾Aa1🐃🌾🐃🍚", None),
            (zero, None),
            ("Zq7 x k v w", None),
            ("Zq7#e\u{301}xk", Some(PasswordRefusal::TooShort)),
            ("Zq7#e\u{301}xkv", None),
        ] {
            assert_eq!(refusal(text), verdict, "{text:?}");
        }
        let secret = |text: &str| Secret::new(Password::typed(text).unwrap().expose().as_bytes().to_vec());
        let kept = hash(&secret(zero), [1; 16]).unwrap();
        for other in ["Zq7#xk", "Zq7#xk\0v", "zq7#xk\0vw", "Zq7#xk\0vw "] {
            assert!(!matches(&kept, &secret(other)).unwrap(), "{other:?}");
        }
        assert!(matches(&kept, &secret(zero)).unwrap());
    }

    #[test]
    fn v128_what_no_password_of_ours_can_come_of_is_not_even_read() {
        assert!(is_worth_reading(16 * 128) && !is_worth_reading(16 * 128 + 1));
        // The densest letters that there are: nine bytes typed for one kept.
        let hangul = "\u{1112}\u{1161}\u{11ab}".repeat(128);
        assert_eq!(Password::typed(&hangul).unwrap().expose().chars().count(), 128);
        assert!(Password::typed(&format!("{hangul}a")).is_none());
    }

    #[test]
    fn what_anybody_would_try_is_refused() {
        for text in [
            "Password1!",
            "P@ssw0rd",
            "Matkhau@123",
            "Mật Khẩu 1!",
            "Vietnam@2026",
            "Abc@12345",
            "Qwerty123!",
            "Admin@123",
            "123456Aa@",
            "Iloveyou1!",
            "Aaaaaa1!",
            "Xx#Dinhdanh9",
            "MyVneid#2026x",
            "Hanoi@1010",
            "Welcome1!",
            // On the list with its signs; with signs after it; disguised and with a tail; ours behind a disguise.
            "!QAZ2wsx",
            "Abc@12345!!",
            "P@ssw0rd#29",
            "Xq#D1nhd@nh9",
            // Four different characters, however often.
            "Xy1#Xy1#",
        ] {
            assert_eq!(refusal(text), Some(PasswordRefusal::Common), "{text}");
        }
    }

    #[test]
    fn pw02_a_chosen_password_is_not_about_its_owner() {
        for text in [
            "NguyenVanAn#8841Kq",
            "nguyễn.văn.an#1X",
            "An-Nguyen-Van-An7",
            "Xq#001090000001z",
            "Xq#0912345678z",
            "Xq#01051990z",
            "Xq#1-5-1990z",
            "Xq#19900501z",
            "VanAn#8841Kq",
        ] {
            assert_eq!(Password::choose(text).unwrap().fits(&owner()), Err(PasswordRefusal::AboutOwner), "{text}");
        }
        assert_eq!(Password::choose("Trời-xanh-7-sắc").unwrap().fits(&owner()), Ok(()));
        let born_in_may = Owner { birth: BirthDate::parse("05/1950").unwrap(), ..owner() };
        for text in ["Trời-xanh-051950", "Trời-xanh-1950-05"] {
            let chosen = Password::choose(text).unwrap();
            assert_eq!(chosen.fits(&born_in_may), Err(PasswordRefusal::AboutOwner), "{text}");
        }
        let elder = Owner { birth: BirthDate::parse("1950").unwrap(), ..owner() };
        assert_eq!(Password::choose("Trời-xanh-1950").unwrap().fits(&elder), Err(PasswordRefusal::AboutOwner));
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        let composed = Password::typed("Đường về 7 sông").unwrap();
        let decomposed = Password::typed(&"Đường về 7 sông".nfd().collect::<String>()).unwrap();
        assert_eq!(composed.expose(), decomposed.expose());
        assert_ne!(composed.expose(), Password::typed("đường về 7 sông").unwrap().expose());
    }

    #[test]
    fn a_hash_is_checked_salted_and_raised() {
        let secret = Secret::new(b"peppered".to_vec());
        let kept = hash(&secret, [1; 16]).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash(&secret, [2; 16]).unwrap());
        assert!(matches(&kept, &secret).unwrap());
        assert!(!matches(&kept, &Secret::new(b"pepperee".to_vec())).unwrap());
        assert!(matches("$argon2id$broken", &secret).is_err());
        assert!(!needs_rehash(&kept));
        assert!(needs_rehash(&kept.replace("m=19456", "m=9216")));
    }

    #[test]
    fn nobodys_password_costs_the_same_and_never_matches() {
        assert!(!needs_rehash(NOBODY));
        assert!(!matches(NOBODY, &Secret::new(Vec::new())).unwrap());
    }

    #[test]
    fn pw02_the_list_is_long_and_in_the_form_that_is_looked_up() {
        assert!(COMMON.len() >= 600, "{}", COMMON.len());
        for word in COMMON.iter() {
            assert_eq!(folded(word), *word);
        }
    }
}
