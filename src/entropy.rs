//! Random bytes from the operating system, and nothing that could be seeded.
//!
//! Rules receive bytes as arguments; only flows and ports call this.

use ring::rand::{SecureRandom, SystemRandom};

use crate::fault::Fault;

/// `N` random bytes from the operating system.
#[expect(clippy::disallowed_methods, reason = "the one door to the random source")]
pub fn bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Fault::internal("the operating system gave no random bytes"))?;
    Ok(bytes)
}
