//! A party's own key for encryption and how it opens what was sealed to it: RFC 7516 and RFC 7518 from their primitives,
//! so that no library of the house's reads what that library wrote.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openssl::bn::{BigNum, BigNumContext};
use openssl::derive::Deriver;
use openssl::ec::{EcGroup, EcKey};
use openssl::encrypt::Decrypter;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private, Public};
use openssl::rsa::{Padding, Rsa};
use openssl::sha::sha256;
use openssl::symm::{Cipher, decrypt, decrypt_aead};
use serde_json::{Value, json};

use crate::token::part_of;

/// A private key that opens envelopes.
pub(crate) struct OpeningKey {
    kid: String,
    private: PKey<Private>,
}

impl OpeningKey {
    /// A key for RSA-OAEP-256.
    pub(crate) fn rsa(kid: &str) -> Self {
        let private = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
        Self { kid: kid.to_owned(), private }
    }

    /// A key on P-256 for both ways of ECDH-ES.
    pub(crate) fn p256(kid: &str) -> Self {
        let private = PKey::from_ec_key(EcKey::generate(&curve()).unwrap()).unwrap();
        Self { kid: kid.to_owned(), private }
    }

    /// The public key with nothing said of its use.
    pub(crate) fn bare_jwk(&self) -> Value {
        if let Ok(rsa) = self.private.rsa() {
            let (n, e) = (encode(&rsa.n().to_vec()), encode(&rsa.e().to_vec()));
            return json!({ "kty": "RSA", "n": n, "e": e, "kid": self.kid });
        }
        let key = self.private.ec_key().unwrap();
        let (mut x, mut y) = (BigNum::new().unwrap(), BigNum::new().unwrap());
        let mut context = BigNumContext::new().unwrap();
        key.public_key().affine_coordinates(&curve(), &mut x, &mut y, &mut context).unwrap();
        let [x, y] = [x, y].map(|part| encode(&part.to_vec_padded(32).unwrap()));
        json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": self.kid })
    }

    /// The public key, which says that it is for encryption.
    pub(crate) fn jwk(&self) -> Value {
        let mut jwk = self.bare_jwk();
        jwk["use"] = json!("enc");
        jwk
    }

    /// A set of this key alone.
    pub(crate) fn set(&self) -> Value {
        json!({ "keys": [self.jwk()] })
    }

    /// Opens an envelope that names this key, these algorithms and a token inside; answers the token.
    pub(crate) fn open(&self, token: &str, alg: &str, enc: &str) -> String {
        let parts: Vec<_> = token.split('.').collect();
        assert_eq!(parts.len(), 5, "no envelope: {token}");
        let header = part_of(token, 0);
        assert_eq!((&header["alg"], &header["enc"]), (&json!(alg), &json!(enc)));
        assert_eq!((&header["cty"], &header["kid"]), (&json!("JWT"), &json!(self.kid)));
        assert!(header.get("zip").is_none());
        // Who sealed it can be read outside, and nothing about anybody.
        assert!(header["iss"].is_string() && header.get("sub").is_none(), "{header}");
        let [wrapped, iv, content, tag] = [parts[1], parts[2], parts[3], parts[4]].map(decode);
        let bits = if enc == "A128CBC-HS256" || enc == "A256GCM" { 256 } else { panic!("{enc}") };
        let key = match alg {
            "RSA-OAEP-256" => self.unwrap_rsa(&wrapped),
            "ECDH-ES" => {
                assert!(wrapped.is_empty());
                self.agree(&header["epk"], enc, bits)
            }
            "ECDH-ES+A256KW" => unwrap_aes(&self.agree(&header["epk"], alg, 256), &wrapped),
            other => panic!("{other}"),
        };
        let opened = match enc {
            "A256GCM" => {
                decrypt_aead(Cipher::aes_256_gcm(), &key, Some(&iv), parts[0].as_bytes(), &content, &tag).unwrap()
            }
            _ => open_cbc(&key, &iv, parts[0].as_bytes(), &content, &tag),
        };
        String::from_utf8(opened).unwrap()
    }

    fn unwrap_rsa(&self, wrapped: &[u8]) -> Vec<u8> {
        let mut decrypter = Decrypter::new(&self.private).unwrap();
        decrypter.set_rsa_padding(Padding::PKCS1_OAEP).unwrap();
        decrypter.set_rsa_oaep_md(MessageDigest::sha256()).unwrap();
        decrypter.set_rsa_mgf1_md(MessageDigest::sha256()).unwrap();
        let mut key = vec![0; decrypter.decrypt_len(wrapped).unwrap()];
        let length = decrypter.decrypt(wrapped, &mut key).unwrap();
        key.truncate(length);
        key
    }

    /// RFC 7518 §4.6.2: one round of the Concat KDF, because 256 bits are one SHA-256.
    fn agree(&self, ephemeral: &Value, algorithm: &str, bits: u32) -> Vec<u8> {
        let [x, y] = ["x", "y"].map(|name| BigNum::from_slice(&decode(ephemeral[name].as_str().unwrap())).unwrap());
        let theirs: PKey<Public> =
            PKey::from_ec_key(EcKey::from_public_key_affine_coordinates(&curve(), &x, &y).unwrap()).unwrap();
        let mut deriver = Deriver::new(&self.private).unwrap();
        deriver.set_peer(&theirs).unwrap();
        let shared = deriver.derive_to_vec().unwrap();
        let mut input = vec![0, 0, 0, 1];
        input.extend(shared);
        for part in [algorithm.as_bytes(), b"", b""] {
            input.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
            input.extend(part);
        }
        input.extend(bits.to_be_bytes());
        sha256(&input).to_vec()
    }
}

fn unwrap_aes(key: &[u8], wrapped: &[u8]) -> Vec<u8> {
    let key = openssl::aes::AesKey::new_decrypt(key).unwrap();
    let mut opened = vec![0; wrapped.len() - 8];
    openssl::aes::unwrap_key(&key, None, &mut opened, wrapped).unwrap();
    opened
}

/// RFC 7518 §5.2.2.2: the tag first.
fn open_cbc(key: &[u8], iv: &[u8], header: &[u8], content: &[u8], tag: &[u8]) -> Vec<u8> {
    let (mac, cipher) = key.split_at(16);
    let bits = (header.len() as u64 * 8).to_be_bytes();
    let mac = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, mac);
    let expected = ring::hmac::sign(&mac, &[header, iv, content, &bits].concat());
    assert_eq!(&expected.as_ref()[..16], tag);
    decrypt(Cipher::aes_128_cbc(), cipher, Some(iv), content).unwrap()
}

fn curve() -> EcGroup {
    EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap()
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}
