//! Authentication levels (Decree 69/2024 Art. 20): what the factors that a person really showed are worth together.
//!
//! Two axes that are never mixed: the account's level says what the account may do, the authentication level says how the
//! person signed in, and only the second stands in `acr`.

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
    /// The wallet on another device answered for this browser. It shows no factor of its own: the others are those of the
    /// session that answered.
    Square,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::Password, Self::Sms, Self::Authenticator, Self::Square];

    /// The method as `amr` names it (RFC 8176 §2).
    pub const fn amr(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::Sms => "sms",
            Self::Authenticator => "otp",
            Self::Square => "qr",
        }
    }

    /// What factor it shows, if it shows one.
    pub const fn factor(self) -> Option<Factor> {
        match self {
            Self::Password => Some(Factor::Knowledge),
            Self::Sms | Self::Authenticator => Some(Factor::Possession),
            Self::Square => None,
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
    let factors: Vec<_> = methods.iter().filter_map(|method| method.factor()).collect();
    level(&factors)
}

/// What stands in `amr` and in the column: each method once, and `mfa` when they are of different factors.
pub fn amr(methods: &[Method]) -> Vec<String> {
    let mut names: Vec<String> = Method::ALL
        .into_iter()
        .filter(|method| methods.contains(method))
        .map(|method| method.amr().to_owned())
        .collect();
    if level_of(methods).is_some_and(|level| level >= Level::Two) {
        names.push(MFA.to_owned());
    }
    names
}

/// The methods in a column.
pub fn methods(names: &[String]) -> Vec<Method> {
    Method::ALL.into_iter().filter(|method| names.iter().any(|name| name == method.amr())).collect()
}

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
