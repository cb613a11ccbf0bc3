//! What is derived from the house's master secret: sealed columns, blind indexes, keyed digests, pairwise names, peppers.
//!
//! Every use has a key of its own (HKDF with the use's name), so that a value of one use proves nothing in another.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::{hkdf, hmac};

use crate::entropy;
use crate::fault::Fault;
use crate::secret::{Digest, Secret, decode, encode};

/// Where a sealed value stands. The place is authenticated: a value copied to another row does not open.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: &'a str,
}

/// The keys derived from the master secret.
pub struct Vault {
    seal: LessSafeKey,
    index: hmac::Key,
    short_code: hmac::Key,
    pairwise: hmac::Key,
    pepper: hmac::Key,
    form: hmac::Key,
    pseudonym: hmac::Key,
    square: hmac::Key,
}

impl Vault {
    /// Derives every key from 32 random bytes that are kept outside the database.
    pub fn new(master: &Secret<[u8; 32]>) -> Result<Self, Fault> {
        let master = hkdf::Salt::new(hkdf::HKDF_SHA256, b"dinhdanh").extract(master.expose());
        let mac = |label: &'static str| -> Result<hmac::Key, Fault> {
            let mut key = [0; 32];
            let info = [label.as_bytes()];
            let okm = master.expand(&info, hmac::HMAC_SHA256).map_err(|_| underived())?;
            okm.fill(&mut key).map_err(|_| underived())?;
            Ok(hmac::Key::new(hmac::HMAC_SHA256, &key))
        };
        let okm = master.expand(&[b"sealed columns"], &AES_256_GCM).map_err(|_| underived())?;
        Ok(Self {
            seal: LessSafeKey::new(UnboundKey::from(okm)),
            index: mac("blind index")?,
            short_code: mac("short codes")?,
            pairwise: mac("pairwise subjects")?,
            pepper: mac("password pepper")?,
            form: mac("form tokens")?,
            pseudonym: mac("log pseudonyms")?,
            square: mac("sign-in squares")?,
        })
    }

    /// Encrypts a text for one place.
    pub fn seal(&self, place: Place<'_>, plain: &str) -> Result<String, Fault> {
        let nonce: [u8; NONCE_LEN] = entropy::bytes()?;
        let mut sealed = plain.as_bytes().to_vec();
        self.seal
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place.text()), &mut sealed)
            .map_err(|_| Fault::internal("a column could not be sealed"))?;
        Ok(encode(&[&nonce[..], &sealed].concat()))
    }

    /// Decrypts what was sealed for this place; anything else is a corrupt row.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<String, Fault> {
        self.opened(place, sealed).ok_or_else(|| Fault::Corrupt {
            table: place.table,
            column: place.column,
            id: place.row.to_owned(),
        })
    }

    fn opened(&self, place: Place<'_>, sealed: &str) -> Option<String> {
        let bytes = decode(sealed)?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut rest = rest.to_vec();
        let plain = self.seal.open_in_place(nonce, Aad::from(place.text()), &mut rest).ok()?;
        String::from_utf8(plain.to_vec()).ok()
    }

    /// A keyed digest by which a row is found without storing the value (a personal number, a phone).
    pub fn index(&self, domain: &'static str, value: &str) -> Digest {
        keyed(&self.index, &[domain, value])
    }

    /// The digest of a short code, bound to its purpose and to the row that it was sent for.
    pub fn short_code(&self, purpose: &'static str, bound_to: &str, code: &str) -> Digest {
        keyed(&self.short_code, &[purpose, bound_to, code])
    }

    /// The name of an account in a sector: stable, and without the key not linkable to any other sector's.
    pub fn pairwise(&self, sector: &str, account: &str) -> String {
        keyed(&self.pairwise, &[sector, account]).as_str().to_owned()
    }

    /// What of a password is hashed: useless to who stole the database without the master secret.
    pub fn pepper(&self, password: &str) -> Secret<Vec<u8>> {
        Secret::new(hmac::sign(&self.pepper, password.as_bytes()).as_ref().to_vec())
    }

    /// A token that only a form which we rendered for this browser and session carries.
    pub fn form_token(&self, bound_to: &[&str]) -> Digest {
        keyed(&self.form, bound_to)
    }

    /// What belongs to the square of a sign-in page and is kept nowhere: its name, its code, its number, the proof of an instant.
    pub fn square(&self, parts: &[&str]) -> Digest {
        keyed(&self.square, parts)
    }

    /// How a person is named in a log line.
    pub fn pseudonym(&self, value: &str) -> String {
        keyed(&self.pseudonym, &[value]).as_str().chars().take(12).collect()
    }
}

impl Place<'_> {
    fn text(self) -> String {
        format!("{}\u{1f}{}\u{1f}{}", self.table, self.column, self.row)
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(vault)")
    }
}

/// HMAC over length-prefixed parts, so that no two lists of parts make one message.
fn keyed(key: &hmac::Key, parts: &[&str]) -> Digest {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    Digest::from_bytes(context.sign().as_ref())
}

fn underived() -> Fault {
    Fault::internal("a key could not be derived from the master secret")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(byte: u8) -> Vault {
        Vault::new(&Secret::new([byte; 32])).unwrap()
    }

    const HERE: Place<'static> = Place { table: "account", column: "phone", row: "acc_1" };

    #[test]
    fn a_sealed_value_opens_only_in_its_place() {
        let vault = vault(1);
        let sealed = vault.seal(HERE, "+84900000001").unwrap();
        assert_eq!(vault.open(HERE, &sealed).unwrap(), "+84900000001");
        assert!(vault.open(Place { row: "acc_2", ..HERE }, &sealed).is_err());
        assert!(vault.open(Place { column: "email", ..HERE }, &sealed).is_err());
        assert!(super::tests::vault(2).open(HERE, &sealed).is_err());
        for broken in ["", "AAAA", &sealed[..sealed.len() - 2], "not base64!"] {
            assert!(vault.open(HERE, broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn the_same_value_is_sealed_differently_each_time() {
        let vault = vault(1);
        assert_ne!(vault.seal(HERE, "x").unwrap(), vault.seal(HERE, "x").unwrap());
    }

    #[test]
    fn parts_cannot_be_shifted_between_one_another() {
        let vault = vault(1);
        assert_ne!(vault.form_token(&["ab", "c"]), vault.form_token(&["a", "bc"]));
        assert_ne!(vault.index("a", "b"), vault.short_code("a", "", "b"));
    }
}
