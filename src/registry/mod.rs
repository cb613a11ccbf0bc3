//! The registers of the state, behind ports.
