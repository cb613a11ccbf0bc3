//! The wall around josekit: signatures, encryption, keys.
