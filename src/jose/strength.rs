//! Which public keys are worth trusting: size, exponent, curve and order.
//!
//! josekit takes an RSA exponent of 1 and an Ed25519 key of order 8, with which anybody signs anything (J-11).

use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;

use super::Rejected;

/// An RSA modulus of 2048 to 4096 bits and an odd exponent from 65537, both in their shortest spelling (CA06).
pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<(), Rejected> {
    let (Some(first), Some(last)) = (modulus.first(), modulus.last()) else {
        return Err(Rejected::Key("no RSA modulus"));
    };
    let bits = modulus.len().saturating_mul(8).saturating_sub(first.leading_zeros() as usize);
    if *first == 0 || !(2048..=4096).contains(&bits) || last.is_multiple_of(2) {
        return Err(Rejected::Key("RSA modulus not odd and of 2048 to 4096 bits"));
    }
    // Eight bytes hold every exponent in use; a long one only buys CPU time of ours.
    let leading_zero = exponent.first().is_none_or(|byte| *byte == 0);
    let value = exponent.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    if leading_zero || exponent.len() > 8 || value < 65_537 || value.is_multiple_of(2) {
        return Err(Rejected::Key("RSA exponent not odd and from 65537"));
    }
    Ok(())
}

/// A point on P-256, which the order of the curve keeps from being small (CR04).
pub(super) fn p256(x: &[u8; 32], y: &[u8; 32]) -> Result<(), Rejected> {
    let on_curve = || {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
        let (x, y) = (BigNum::from_slice(x)?, BigNum::from_slice(y)?);
        EcKey::from_public_key_affine_coordinates(&group, &x, &y)?.check_key()
    };
    // OpenSSL reduces coordinates; one point must have one spelling, or it would have two thumbprints.
    let reduced = x < &P256_PRIME && y < &P256_PRIME;
    if reduced && on_curve().is_ok() { Ok(()) } else { Err(Rejected::Key("not a point on P-256")) }
}

/// An Ed25519 key in its one spelling and none of the eight points of small order.
pub(super) fn ed25519(key: &[u8; 32]) -> Result<(), Rejected> {
    let y = without_sign(key);
    if !below_prime(&y) || ED25519_SMALL.contains(&y) {
        return Err(Rejected::Key("Ed25519 key of small order or with a second spelling"));
    }
    Ok(())
}

/// An X25519 key in its one spelling that is not of small order: with one of those the secret is known to all.
pub(super) fn x25519(key: &[u8; 32]) -> Result<(), Rejected> {
    if without_sign(key) != *key || !below_prime(key) || X25519_SMALL.contains(key) {
        return Err(Rejected::Key("X25519 key of small order or with a second spelling"));
    }
    Ok(())
}

/// The coordinate without the top bit, which is the sign of the other coordinate.
fn without_sign(key: &[u8; 32]) -> [u8; 32] {
    let mut y = *key;
    if let Some(top) = y.last_mut() {
        *top &= 0x7f;
    }
    y
}

/// Little-endian value below 2^255 - 19.
fn below_prime(value: &[u8; 32]) -> bool {
    value.iter().rev().lt(CURVE25519_PRIME.iter().rev())
}

const fn bytes(hex: &str) -> [u8; 32] {
    const fn digit(byte: u8) -> u8 {
        match byte {
            b'0'..=b'9' => byte - b'0',
            _ => byte - b'a' + 10,
        }
    }
    let text = hex.as_bytes();
    let mut bytes = [0; 32];
    let mut at = 0;
    while at < 32 {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler: a wrong length does not build")]
        {
            bytes[at] = digit(text[2 * at]) << 4 | digit(text[2 * at + 1]);
        }
        at += 1;
    }
    bytes
}

/// SEC 2 §2.4.2, big-endian.
const P256_PRIME: [u8; 32] = bytes("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
/// 2^255 - 19, little-endian.
const CURVE25519_PRIME: [u8; 32] = bytes("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
/// The y coordinates of the points whose order divides 8: y = 0, 1, -1 and the two of order 8.
const ED25519_SMALL: [[u8; 32]; 5] = [
    [0; 32],
    bytes("0100000000000000000000000000000000000000000000000000000000000000"),
    bytes("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
];
/// The same points on the Montgomery curve: u = 0, 1, -1 and the two of order 8.
const X25519_SMALL: [[u8; 32]; 5] = [
    [0; 32],
    bytes("0100000000000000000000000000000000000000000000000000000000000000"),
    bytes("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn modulus(bits: usize) -> Vec<u8> {
        let mut modulus = vec![0xff; bits.div_ceil(8)];
        modulus[0] >>= modulus.len() * 8 - bits;
        modulus
    }

    #[test]
    fn rsa_moduli_from_2048_to_4096_bits_are_taken() {
        for bits in [2048, 2049, 3072, 4096] {
            assert_eq!(rsa(&modulus(bits), &[1, 0, 1]), Ok(()), "{bits}");
        }
        for bits in [512, 1024, 2047, 4097, 8192] {
            assert!(rsa(&modulus(bits), &[1, 0, 1]).is_err(), "{bits}");
        }
        let mut even = modulus(2048);
        even[255] = 0xfe;
        assert!(rsa(&even, &[1, 0, 1]).is_err());
        assert!(rsa(&[&[0], &modulus(2048)[..]].concat(), &[1, 0, 1]).is_err());
        assert!(rsa(&[], &[1, 0, 1]).is_err());
    }

    #[test]
    fn rsa_exponents_are_odd_and_from_65537() {
        for exponent in [&[1, 0, 1][..], &[1, 0, 3], &[0xff; 8]] {
            assert_eq!(rsa(&modulus(2048), exponent), Ok(()), "{exponent:?}");
        }
        for exponent in [&[][..], &[0], &[1], &[3], &[0xff, 0xff], &[1, 0, 0], &[1, 0, 2], &[0, 1, 0, 1], &[0xff; 9]] {
            assert!(rsa(&modulus(2048), exponent).is_err(), "{exponent:?}");
        }
    }

    #[test]
    fn only_points_on_p256_are_taken_in_one_spelling() {
        // The generator, SEC 2 §2.4.2.
        let x = bytes("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
        let y = bytes("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
        assert_eq!(p256(&x, &y), Ok(()));
        assert!(p256(&y, &x).is_err());
        assert!(p256(&[0; 32], &[0; 32]).is_err());
        assert!(p256(&P256_PRIME, &y).is_err());
        let mut beside = y;
        beside[31] ^= 1;
        assert!(p256(&x, &beside).is_err());
    }

    #[test]
    fn small_and_doubly_spelt_keys_of_curve25519_are_refused() {
        for small in ED25519_SMALL {
            let mut signed = small;
            signed[31] |= 0x80;
            assert!(ed25519(&small).is_err() && ed25519(&signed).is_err(), "{small:?}");
        }
        for small in X25519_SMALL {
            assert!(x25519(&small).is_err(), "{small:?}");
        }
        // p and p + 1 are 0 and 1 again.
        let mut above = CURVE25519_PRIME;
        assert!(ed25519(&above).is_err() && x25519(&above).is_err());
        above[0] += 1;
        assert!(ed25519(&above).is_err() && x25519(&above).is_err());
        // RFC 8032 §7.1, test 1; RFC 7748 §6.1, Alice.
        assert_eq!(ed25519(&bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")), Ok(()));
        let alice = bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        assert_eq!(x25519(&alice), Ok(()));
        let mut signed = alice;
        signed[31] |= 0x80;
        assert!(x25519(&signed).is_err());
    }
}
