//! A stream of server-sent events (HTML Living Standard §9.2) that says "changed", and beats so that whoever stands between
//! does not take it for dead.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use hyper::body::Frame;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::clock::Timestamp;
use crate::flow::waiting::{self, Changed};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::wallet::awaited::Awaited;

/// The stream as an answer; 429 when there are too many, and the page asks by itself.
pub(super) fn of(
    awaited: Awaited,
    session: &SessionFacts,
    headers: &HeaderMap,
    provider: &Provider,
    now: Timestamp,
) -> Response {
    // A page of another site may hold no places of a person's.
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(told) = waiting::follow(session, awaited, provider, now) else {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")]).into_response();
    };
    let mut beat = interval(Duration::from_secs(limits::STREAM_BEAT.get().unsigned_abs()));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        // For proxies that gather an answer before they pass it on.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Body::new(Events { told, beat })).into_response()
}

/// The events as a body.
struct Events {
    told: Receiver<Changed>,
    beat: Interval,
}

impl hyper::body::Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let line = |text| Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(text)))));
        match self.told.poll_recv(context) {
            Poll::Ready(Some(Changed)) => line(b"data: changed\n\n"),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => match self.beat.poll_tick(context) {
                Poll::Ready(_) => line(b":\n\n"),
                Poll::Pending => Poll::Pending,
            },
        }
    }
}
