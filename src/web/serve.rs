//! Connections: how many, how slow a head may come, and how they end when the house closes.
//!
//! Our own accept loop because `axum::serve` sets no limit on the time or size of a request's head (DS05).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt as _;

use crate::limits;

/// Serves until closed, then lets requests under way finish.
pub async fn serve(listener: TcpListener, app: Router, mut closed: watch::Receiver<bool>) -> std::io::Result<()> {
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    let open = GracefulShutdown::new();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = until(&mut closed) => break,
        };
        let Ok((stream, peer)) = accepted else {
            // An accept fails when the process is out of descriptors; the next one may succeed.
            tokio::task::yield_now().await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let app = app.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| answer(app.clone(), peer, request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(span(limits::HEAD_TIME))
            .max_buf_size(limits::HEAD)
            .max_headers(limits::HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let watched = open.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks is the other side's affair.
            let _ = watched.await;
            drop(place);
        });
    }
    let _ = tokio::time::timeout(span(limits::CLOSING), open.shutdown()).await;
    Ok(())
}

async fn until(closed: &mut watch::Receiver<bool>) {
    let _ = closed.wait_for(|closed| *closed).await;
}

async fn answer(
    app: Router,
    peer: SocketAddr,
    mut request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Body>, std::convert::Infallible> {
    request.extensions_mut().insert(ConnectInfo(peer));
    app.oneshot(request.map(Body::new)).await
}

fn span(seconds: crate::clock::Seconds) -> Duration {
    Duration::from_secs(seconds.get().unsigned_abs())
}
