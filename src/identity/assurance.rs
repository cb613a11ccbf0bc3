//! Authentication levels (Decree 69/2024 Art. 20): what the factors that a person really showed are worth together.
//!
//! Two axes that are never mixed: the account's level says what the account may do, the authentication level says how the
//! person signed in, and only the second stands in `acr`.
//!
//! | Method | `amr` | Shows | Alone |
//! |---|---|---|---|
//! | password | `pwd` | knowledge | `loa1` |
//! | code by SMS | `sms` | possession | `loa1` |
//! | code of an app | `otp` | possession | `loa1` |
//! | code from paper | `paper` | possession | `loa1` |
//! | passkey | `pop user` | possession, knowledge | `loa2` |
//! | square of a wallet | `qr` | nothing of its own | - |

/// The authentication level of a sign-in.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// One factor, not biometric.
    One,
    /// Two different factors, none biometric.
    Two,
    /// Two or more different factors, one of them biometric.
    Three,
    /// A biometric, a possession (card, device, software) and a knowledge (password, secret, 2D barcode).
    Four,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];

    /// The highest level that the house can reach today: it compares no biometrics at sign-in.
    pub const HIGHEST: Self = Self::Two;

    /// The column's number.
    pub const fn number(self) -> i64 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }

    /// Reads the column's number.
    pub const fn of(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            4 => Some(Self::Four),
            _ => None,
        }
    }

    /// The level as `acr` names it.
    pub const fn acr(self) -> &'static str {
        match self {
            Self::One => "loa1",
            Self::Two => "loa2",
            Self::Three => "loa3",
            Self::Four => "loa4",
        }
    }

    /// Reads an `acr`; the national portal writes `LoA1`.
    pub fn of_acr(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.acr().eq_ignore_ascii_case(text))
    }

    /// The levels that can be reached, as discovery lists them.
    pub fn reachable() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|level| *level <= Self::HIGHEST)
    }
}

/// What a factor is (Decree 69/2024 Art. 20, Art. 3).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Factor {
    /// What the system compares of the person's body. A telephone's own face lock is none: it only opens the telephone.
    Biometric,
    /// What the person knows.
    Knowledge,
    /// What the person has.
    Possession,
}

/// A way in which a person shows a factor.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Method {
    /// The password.
    Password,
    /// A code sent to the registered phone. Never by e-mail: who can read the letters can often reset the password too,
    /// and two factors must be two (PW14).
    Sms,
    /// A code of an authenticator app.
    Authenticator,
    /// A code of a sheet of paper, each good once. It is possession of the sheet: nobody knows such codes by heart.
    PaperCode,
    /// A passkey whose authenticator verified its user, which the house requires each time.
    Passkey,
    /// The wallet on another device answered for this browser. It shows no factor of its own: the others are those of the
    /// session that answered.
    Square,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 6] =
        [Self::Password, Self::Sms, Self::Authenticator, Self::PaperCode, Self::Passkey, Self::Square];

    /// The method as `amr` names it: RFC 8176 §2; `pop` is of OpenID Connect EAP ACR Values 1.0.
    ///
    /// A passkey is `pop`, not `hwk`: without attestation nobody but its maker knows whether the key sits in hardware. A code
    /// from paper is not `otp`, which is of RFC 4226 and RFC 6238.
    pub const fn amr(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::Sms => "sms",
            Self::Authenticator => "otp",
            Self::PaperCode => "paper",
            Self::Passkey => "pop",
            Self::Square => "qr",
        }
    }

    /// What factors it shows.
    ///
    /// A passkey shows two, as "passcode and bound device" does (`vietnam.md` 1.7): the device that holds the key, and the
    /// secret that opens the device, for which the authenticator vouches in what it signs. A face or a finger may stand in
    /// for that secret there; the house compares none, so that it is never [`Factor::Biometric`] here, and a passkey with
    /// a password is worth no more than a passkey.
    pub const fn factors(self) -> &'static [Factor] {
        match self {
            Self::Password => &[Factor::Knowledge],
            Self::Sms | Self::Authenticator | Self::PaperCode => &[Factor::Possession],
            Self::Passkey => &[Factor::Possession, Factor::Knowledge],
            Self::Square => &[],
        }
    }
}

/// The level of these factors together; none when nothing was shown.
pub fn level(factors: &[Factor]) -> Option<Level> {
    let has = |factor| factors.contains(&factor);
    let different =
        [Factor::Biometric, Factor::Knowledge, Factor::Possession].into_iter().filter(|one| has(*one)).count();
    match (different, has(Factor::Biometric)) {
        (0, _) => None,
        (3, _) => Some(Level::Four),
        (2, true) => Some(Level::Three),
        (2, false) => Some(Level::Two),
        _ => Some(Level::One),
    }
}

/// The level of these methods together.
pub fn level_of(methods: &[Method]) -> Option<Level> {
    let factors: Vec<_> = methods.iter().flat_map(|method| method.factors().iter().copied()).collect();
    level(&factors)
}

/// What stands in `amr` and in the column: each method once, `user` when an authenticator had its user there, and `mfa` when
/// they are of different factors.
pub fn amr(methods: &[Method]) -> Vec<String> {
    let mut names = named(methods);
    if level_of(methods).is_some_and(|level| level >= Level::Two) {
        names.push(MFA.to_owned());
    }
    names
}

/// What stands there for who chose to act by one factor: the first that was shown, and no `mfa`. A passkey stays told as what
/// it was, and counts for one.
pub fn lowered(methods: &[Method]) -> Vec<String> {
    let first = Method::ALL.into_iter().find(|method| methods.contains(method) && !method.factors().is_empty());
    named(first.as_slice())
}

fn named(methods: &[Method]) -> Vec<String> {
    let shown = Method::ALL.into_iter().filter(|method| methods.contains(method));
    shown
        .flat_map(|method| [Some(method.amr()), (method == Method::Passkey).then_some(USER)])
        .flatten()
        .map(str::to_owned)
        .collect()
}

/// The methods in a column.
pub fn methods(names: &[String]) -> Vec<Method> {
    Method::ALL.into_iter().filter(|method| names.iter().any(|name| name == method.amr())).collect()
}

/// The user was there and acted (RFC 8176 §2); that the device also verified the user has no name of its own.
const USER: &str = "user";
/// More than one factor (RFC 8176 §2).
const MFA: &str = "mfa";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decrees_table() {
        use Factor::{Biometric, Knowledge, Possession};
        for (factors, expected) in [
            (&[][..], None),
            (&[Knowledge], Some(Level::One)),
            (&[Possession], Some(Level::One)),
            (&[Knowledge, Knowledge], Some(Level::One)),
            (&[Knowledge, Possession], Some(Level::Two)),
            (&[Knowledge, Biometric], Some(Level::Three)),
            (&[Possession, Biometric], Some(Level::Three)),
            (&[Knowledge, Possession, Biometric], Some(Level::Four)),
        ] {
            assert_eq!(level(factors), expected, "{factors:?}");
        }
    }

    #[test]
    fn pw14_two_codes_are_one_factor_and_the_methods_are_told_as_they_were() {
        assert_eq!(level_of(&[Method::Sms, Method::Authenticator]), Some(Level::One));
        assert_eq!(amr(&[Method::Password]), ["pwd"]);
        assert_eq!(amr(&[Method::Authenticator, Method::Password, Method::Password]), ["pwd", "otp", "mfa"]);
        assert_eq!(amr(&[Method::Password, Method::Sms]), ["pwd", "sms", "mfa"]);
        assert_eq!(methods(&amr(&[Method::Password, Method::Sms])), [Method::Password, Method::Sms]);
    }

    #[test]
    fn a_passkey_is_two_factors_and_never_a_biometric_and_paper_is_one() {
        let worth = |methods: &[Method]| (level_of(methods), amr(methods).join(" "));
        for (methods, level, told) in [
            (&[Method::Passkey][..], Level::Two, "pop user mfa"),
            (&[Method::Password, Method::Passkey], Level::Two, "pwd pop user mfa"),
            (&[Method::Passkey, Method::Sms], Level::Two, "sms pop user mfa"),
            (&[Method::PaperCode], Level::One, "paper"),
            (&[Method::Sms, Method::PaperCode], Level::One, "sms paper"),
            (&[Method::Password, Method::PaperCode], Level::Two, "pwd paper mfa"),
        ] {
            assert_eq!(worth(methods), (Some(level), told.to_owned()), "{methods:?}");
        }
        // Whatever is shown together, nothing is told or reached that the house cannot see.
        assert_eq!(level_of(&Method::ALL), Some(Level::HIGHEST));
        let told = amr(&Method::ALL);
        assert!(
            !["hwk", "swk", "face", "fpt", "pin"].iter().any(|more| told.iter().any(|name| name == more)),
            "{told:?}"
        );
    }

    #[test]
    fn every_method_is_read_back_from_what_is_told_of_it() {
        for one in Method::ALL {
            for other in Method::ALL {
                let (read, all) = (methods(&amr(&[one, other])), [one, other]);
                assert!(
                    read.iter().all(|method| all.contains(method)) && all.iter().all(|method| read.contains(method))
                );
            }
        }
    }

    #[test]
    fn who_acts_by_one_factor_is_told_by_what_was_shown() {
        let told = |methods: &[Method]| lowered(methods).join(" ");
        assert_eq!(told(&[Method::Password, Method::Sms]), "pwd");
        assert_eq!(
            (told(&[Method::Passkey]), told(&[Method::Passkey, Method::Square])),
            ("pop user".into(), "pop user".into())
        );
        assert_eq!(told(&[Method::Sms, Method::Passkey]), "sms");
    }

    #[test]
    fn a_square_is_told_and_is_worth_nothing_by_itself() {
        assert_eq!(level_of(&[Method::Square]), None);
        assert_eq!(level_of(&[Method::Password, Method::Square]), Some(Level::One));
        let methods = [Method::Password, Method::Sms, Method::Square];
        assert_eq!((level_of(&methods), amr(&methods).join(" ")), (Some(Level::Two), "pwd sms qr mfa".to_owned()));
    }

    #[test]
    fn a_level_has_one_name_however_it_is_written() {
        assert_eq!(Level::of_acr("LoA1"), Some(Level::One));
        for unknown in ["", "1", "loa0", "loa5", "loa", "urn:mace:incommon:iap:silver"] {
            assert_eq!(Level::of_acr(unknown), None, "{unknown}");
        }
        for level in Level::ALL {
            assert_eq!((Level::of(level.number()), Level::of_acr(level.acr())), (Some(level), Some(level)));
        }
        assert_eq!(Level::reachable().collect::<Vec<_>>(), [Level::One, Level::Two]);
    }
}
