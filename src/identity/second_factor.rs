//! Authenticator apps: the one door to totp-rs. RFC 6238 with what every app can do: SHA-1, 6 digits, 30 seconds.

use totp_rs::{Algorithm, Builder, Totp};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::secret::{FactorId, Secret, decode, encode};

/// What an app and we both know: 160 random bits.
#[derive(Clone, Debug)]
pub struct Shared(Secret<Vec<u8>>);

/// An authenticator of an account.
#[derive(Clone, Debug)]
pub struct Authenticator {
    /// Its id.
    pub id: FactorId,
    /// The secret.
    pub shared: Shared,
    /// When it was added.
    pub created_at: Timestamp,
    /// When one right code confirmed it; none: it opens nothing yet.
    pub confirmed_at: Option<Timestamp>,
    /// The last time step that was accepted: none is accepted twice, and none before it.
    pub last_step: i64,
}

impl Shared {
    /// The secret made of these random bytes.
    pub fn new(random: [u8; 20]) -> Self {
        Self(Secret::new(random.to_vec()))
    }

    /// The text that is sealed into the column.
    pub fn to_column(&self) -> String {
        encode(self.0.expose())
    }

    /// Reads the column.
    pub fn from_column(text: &str) -> Option<Self> {
        decode(text).filter(|bytes| bytes.len() == 20).map(|bytes| Self(Secret::new(bytes)))
    }

    /// The secret as people type it where they cannot scan: groups of four letters.
    pub fn to_typed(&self) -> Result<String, Fault> {
        let letters = self.totp("")?.secret().to_base32();
        let groups: Vec<String> =
            letters.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        Ok(groups.join(" "))
    }

    /// What an app scans: `otpauth://totp/…`, with a name by which the holder tells accounts apart.
    pub fn to_url(&self, holder: &str) -> Result<String, Fault> {
        self.totp(holder)?.to_url().map_err(unusable)
    }

    /// The step in which the app showed this code: now, or one beside it (PW15); none when it is no code of this secret, or
    /// of a step that was accepted before.
    pub fn step_of(&self, typed: &str, last_step: i64, now: Timestamp) -> Result<Option<i64>, Fault> {
        let digits: String = typed.chars().filter(|letter| *letter != ' ').collect();
        if typed.len() > 32 || digits.len() != DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        let seconds = u64::try_from(now.unix()).unwrap_or_default();
        let step = self.totp("")?.check(&digits, seconds).and_then(|step| i64::try_from(step).ok());
        Ok(step.filter(|step| *step > last_step))
    }

    fn totp(&self, holder: &str) -> Result<Totp, Fault> {
        let named = if holder.is_empty() { "account" } else { holder };
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(30)
            .with_secret(self.0.expose().as_slice())
            .with_account_name(named)
            .with_issuer(Some("Dinhdanh"))
            .build()
            .map_err(unusable)
    }
}

fn unusable(error: totp_rs::TotpError) -> Fault {
    Fault::caused("an authenticator's secret cannot be used", error)
}

/// Digits of a code.
const DIGITS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seconds;

    /// RFC 6238 Appendix B, SHA-1: the ASCII secret 12345678901234567890; the last six digits of each value.
    #[test]
    fn the_vectors_of_the_specification() {
        let shared = Shared::new(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let at = Timestamp::from_unix(seconds);
            assert_eq!(shared.step_of(code, 0, at).unwrap(), Some(seconds / 30), "{seconds}");
            assert_eq!(shared.step_of(&format!("{} {}", &code[..3], &code[3..]), 0, at).unwrap(), Some(seconds / 30));
        }
    }

    #[test]
    fn pw15_a_code_counts_one_step_around_and_never_twice() {
        let shared = Shared::new(*b"12345678901234567890");
        let at = Timestamp::from_unix(1_111_111_110);
        let step = 1_111_111_110 / 30;
        let seen = |last: i64, later: i64| shared.step_of("050471", last, at.plus(Seconds::new(later))).unwrap();
        assert_eq!(seen(0, 0), Some(step));
        assert_eq!((seen(0, -30), seen(0, 30), seen(0, 59)), (Some(step), Some(step), Some(step)));
        assert_eq!((seen(0, -31), seen(0, 60)), (None, None));
        assert_eq!((seen(step - 1, 0), seen(step, 0), seen(step + 1, 0)), (Some(step), None, None));
        for wrong in ["", "05047", "0504711", "05047a", "٠٥٠٤٧١", "000000"] {
            assert_eq!(shared.step_of(wrong, 0, at).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn the_secret_is_kept_and_shown_as_apps_read_it() {
        let shared = Shared::new(*b"12345678901234567890");
        assert_eq!(Shared::from_column(&shared.to_column()).unwrap().to_column(), shared.to_column());
        assert!(Shared::from_column("AAAA").is_none());
        assert_eq!(shared.to_typed().unwrap(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let url = shared.to_url("0010***0001").unwrap();
        assert!(url.starts_with("otpauth://totp/Dinhdanh:"), "{url}");
        assert!(url.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") && url.contains("issuer=Dinhdanh"), "{url}");
        assert!(!format!("{shared:?}").contains("GEZD"));
    }
}
