//! `dinhdanh serve`: listens until told to stop, then finishes what it is doing.

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::flow::{rotate_keys, sandbox, sweep};
use crate::web;

/// Serve people, parties and officers until SIGTERM or Ctrl-C.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    #[command(flatten)]
    house: HouseArgs,
}

pub(crate) async fn run(mut serve: Serve) -> Result<(), Stop> {
    // Bound before the issuer is settled, so that port 0 (any free port) has an issuer that names it.
    let listener = listen(serve.house.load()?.listen).await?;
    if serve.house.listen.is_some_and(|address| address.port() == 0) && serve.house.issuer.is_none() {
        serve.house.issuer = Some(format!("http://localhost:{}", listener.local_addr()?.port()));
    }
    let provider = serve.house.provider().await?;
    rotate_keys::begin(&provider, provider.now()).await?;
    sandbox::seed(&provider, provider.now()).await?;
    let operators = match provider.config.operator_listen {
        None => None,
        Some(address) => Some(listen(address).await?),
    };
    let (close, closed) = watch::channel(false);
    // Heard from here on: whoever waits for the line below may say stop at once.
    let (mut terminated, mut interrupted) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        let _ = close.send(true);
    });
    let (mut over, streams) = (closed.clone(), provider.clone());
    tokio::spawn(async move {
        let _ = over.wait_for(|closed| *closed).await;
        streams.waiting.close();
    });
    // The one line that a script may wait for.
    println!("{} listens on {}", provider.config.issuer, listener.local_addr()?);
    let chores = tokio::spawn(sweep::until_closed(provider.clone(), closed.clone()));
    if let Some(operators) = operators {
        tokio::spawn(web::serve(operators, web::operator(&provider), closed.clone()));
    }
    web::serve(listener, web::app(&provider), closed).await?;
    let _ = chores.await;
    provider.store.database().close().await;
    Ok(())
}

async fn listen(address: std::net::SocketAddr) -> Result<TcpListener, Stop> {
    TcpListener::bind(address).await.map_err(|error| Stop::Refused(format!("cannot listen on {address}: {error}")))
}
