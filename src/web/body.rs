//! The body of a request, read up to a limit.
//!
//! What is too large is still taken in for a while and thrown away: a connection that is closed on unread bytes is reset,
//! and its sender would see a broken line instead of the refusal.

use axum::body::Body;
use http_body_util::BodyExt as _;

use crate::limits;

/// Why a body was not read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unread {
    /// It ended before its end, or was no body.
    Broken,
    /// It is larger than it may be.
    TooLarge,
}

/// The whole body, when it is at most that long.
pub(super) async fn read(mut body: Body, longest: usize) -> Result<Vec<u8>, Unread> {
    let (mut read, mut seen) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        if seen > limits::BODY_DISCARDED {
            break;
        }
        if seen <= longest {
            read.extend_from_slice(&data);
        }
    }
    if seen > longest { Err(Unread::TooLarge) } else { Ok(read) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit_and_not_beyond() {
        assert_eq!(read(Body::from("1234"), 4).await, Ok(b"1234".to_vec()));
        assert_eq!(read(Body::from("12345"), 4).await, Err(Unread::TooLarge));
        assert_eq!(read(Body::from(vec![0; limits::BODY_DISCARDED + 1]), 4).await, Err(Unread::TooLarge));
        assert_eq!(read(Body::empty(), 4).await, Ok(Vec::new()));
    }
}
