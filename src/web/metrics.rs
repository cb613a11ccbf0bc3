//! What operators measure: requests by route, never by person, and how many cases are late. Answered on the operators'
//! listener only.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use prometheus::proto::MetricFamily;
use prometheus::{
    Encoder as _, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};

use crate::flow::case_view;
use crate::provider::Provider;
use crate::web::extract::Now;

/// Counts a request and its time under its route's pattern; an address that is no route is one label, so that a scanner
/// cannot make a label a request.
pub(super) async fn count(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = known_method(request.method().as_str());
    #[expect(clippy::disallowed_methods, reason = "a duration, not a decision")]
    let began = Instant::now();
    let response = next.run(request).await;
    if let Some(meters) = METERS.as_ref() {
        meters.requests.with_label_values(&[&route, method, response.status().as_str()]).inc();
        meters.seconds.with_label_values(&[&route]).observe(began.elapsed().as_secs_f64());
    }
    response
}

/// Everything measured so far, in the text format of Prometheus.
pub(super) async fn show(State(provider): State<Provider>, Now(now): Now) -> Response {
    let Some(meters) = METERS.as_ref() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match case_view::overdue(&provider, now).await {
        Ok(late) => meters.overdue.set(late),
        // Whoever measures must still learn of everything else; a negative number is no count.
        Err(fault) => {
            tracing::warn!(%fault, "overdue cases could not be counted");
            meters.overdue.set(-1);
        }
    }
    let gathered = meters.gather(&provider);
    let mut text = Vec::new();
    match TextEncoder::new().encode(&gathered, &mut text) {
        Ok(()) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

struct Meters {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    overdue: IntGauge,
    breakers: IntGaugeVec,
    questions: IntCounterVec,
    /// Held while the registers' own counters are taken over: two looks at once would count everything twice.
    turn: Mutex<()>,
}

impl Meters {
    fn gather(&self, provider: &Provider) -> Vec<MetricFamily> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.questions.reset();
        for standing in provider.registry.standing() {
            let register = standing.register;
            self.breakers.with_label_values(&[register]).set(standing.breaker.number());
            for (outcome, count) in
                [("answered", standing.answered), ("failed", standing.failed), ("kept_back", standing.kept_back)]
            {
                self.questions.with_label_values(&[register, outcome]).inc_by(count);
            }
        }
        self.registry.gather()
    }
}

static METERS: LazyLock<Option<Meters>> = LazyLock::new(|| {
    let registry = Registry::new();
    let requests = Opts::new("dinhdanh_requests_total", "Requests answered, by route, method and status");
    let requests = IntCounterVec::new(requests, &["route", "method", "status"]).ok()?;
    let seconds = HistogramOpts::new("dinhdanh_request_seconds", "Time to answer, by route").buckets(BUCKETS.to_vec());
    let seconds = HistogramVec::new(seconds, &["route"]).ok()?;
    let overdue = IntGauge::new("dinhdanh_cases_overdue", "Officers' cases whose decision is late").ok()?;
    registry.register(Box::new(overdue.clone())).ok()?;
    let breakers =
        "Whether a register is asked: 0 closed, 1 half open (one question is out to see), 2 open (left alone)";
    let breakers = IntGaugeVec::new(Opts::new("dinhdanh_register_breaker", breakers), &["register"]).ok()?;
    let questions = Opts::new("dinhdanh_register_questions_total", "Questions to registers, by what became of them");
    let questions = IntCounterVec::new(questions, &["register", "outcome"]).ok()?;
    registry.register(Box::new(breakers.clone())).ok()?;
    registry.register(Box::new(questions.clone())).ok()?;
    registry.register(Box::new(requests.clone())).ok()?;
    registry.register(Box::new(seconds.clone())).ok()?;
    Some(Meters { registry, requests, seconds, breakers, questions, overdue, turn: Mutex::default() })
});

fn known_method(method: &str) -> &'static str {
    match method {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// From a key-set read (under a millisecond) to a password (a quarter of a second and more).
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5];
