//! The beat on which answers about a person leave: a match, a near match, nobody and an account each take a time of their
//! own, and whoever measures it would hear what the words do not say (PM01, V097).

use std::time::Duration;

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::{Instant, sleep_until};

use crate::limits;

/// Holds the answer to a form until the next beat since the form came. Work that takes longer than a beat, on a machine under
/// load, leaves on a later one: whoever measures hears how busy the machine is and not what the work was.
pub(super) async fn keep(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let came = Instant::now();
    let answer = next.run(request).await;
    #[expect(clippy::disallowed_methods, reason = "this is the one place that holds an answer back")]
    sleep_until(came + until_beat(came.elapsed())).await;
    answer
}

/// The end of the beat in which so much time is spent.
fn until_beat(spent: Duration) -> Duration {
    let beat = Duration::from_millis(limits::ANSWER_BEAT_MILLISECONDS);
    let beats = spent.as_nanos() / beat.as_nanos() + 1;
    beat.saturating_mul(u32::try_from(beats).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_waits_for_the_end_of_its_beat() {
        let beat = Duration::from_millis(limits::ANSWER_BEAT_MILLISECONDS);
        for (spent, leaves) in [(Duration::ZERO, beat), (beat / 2, beat), (beat, beat * 2), (beat * 7 / 2, beat * 4)] {
            assert_eq!(until_beat(spent), leaves, "after {spent:?}");
        }
    }
}
