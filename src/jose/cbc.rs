//! A128CBC-HS256 (RFC 7518 §5.2.3), opened. josekit decrypts before it authenticates, and tells a bad padding from a bad
//! tag; here the tag is compared first, in constant time, and padding is looked at only in what a holder of the key made.

use openssl::symm::{Cipher, decrypt};
use ring::hmac;

use crate::secret;

/// The content, if the tag over it and over what it is bound to (the header as it was sent) is right.
pub(super) fn open(key: &[u8; 32], iv: &[u8], content: &[u8], bound: &[u8], tag: &[u8]) -> Option<Vec<u8>> {
    let (mac_key, cipher_key) = key.split_at(key.len() / 2);
    let mut mac = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, mac_key));
    let bound_bits = u64::try_from(bound.len()).ok()?.checked_mul(8)?;
    for part in [bound, iv, content, &bound_bits.to_be_bytes()] {
        mac.update(part);
    }
    let made = mac.sign();
    let (half, _) = made.as_ref().split_at(TAG);
    if !secret::equal(half, tag) {
        return None;
    }
    decrypt(Cipher::aes_128_cbc(), cipher_key, Some(iv), content).ok()
}

/// Bytes of the IV: a block of AES.
pub(super) const IV: usize = 16;
/// Bytes of the tag: the left half of a SHA-256.
pub(super) const TAG: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<_> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
        digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
    }

    /// RFC 7518 appendix B.1.
    fn example() -> ([u8; 32], Vec<u8>, Vec<u8>, &'static [u8], Vec<u8>) {
        let key = std::array::from_fn(|at| u8::try_from(at).unwrap());
        let content = bytes(
            "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2655c5f10f9aef71427e2fc6f9b3f399a\
             221489f16362c703233609d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b384c486f3a54c51078158ee5\
             d79de59fbd34d848b3d69550a67646344427ade54b8851ffb598f7f80074b9473c82e2db",
        );
        let iv = bytes("1af38c2dc2b96ffdd86694092341bc04");
        (key, iv, content, b"The second principle of Auguste Kerckhoffs", bytes("652c3fa36b0a7c5b3219fab3a30bc1c4"))
    }

    #[test]
    fn the_example_of_the_specification_opens() {
        let (key, iv, content, bound, tag) = example();
        let opened = open(&key, &iv, &content, bound, &tag).unwrap();
        let words = "A cipher system must not be required to be secret, and it must be able to fall into the hands of the \
                     enemy without inconvenience";
        assert_eq!(String::from_utf8(opened).unwrap(), words);
    }

    #[test]
    fn nothing_is_decrypted_that_is_not_authentic() {
        let (key, iv, content, bound, tag) = example();
        let changed = |bytes: &[u8], at: usize| {
            let mut bytes = bytes.to_vec();
            bytes[at] ^= 1;
            bytes
        };
        for at in [0, 15, content.len() - 17, content.len() - 1] {
            assert_eq!(open(&key, &iv, &changed(&content, at), bound, &tag), None);
        }
        assert_eq!(open(&key, &changed(&iv, 3), &content, bound, &tag), None);
        assert_eq!(open(&key, &iv, &content, &changed(bound, 3), &tag), None);
        assert_eq!(open(&key, &iv, &content, bound, &changed(&tag, 15)), None);
        for cut in [&tag[..0], &tag[..1], &tag[..15]] {
            assert_eq!(open(&key, &iv, &content, bound, cut), None);
        }
        let mut other = key;
        other[0] ^= 1;
        assert_eq!(open(&other, &iv, &content, bound, &tag), None);
    }
}
