//! What the demonstration's relying parties are made of. Each is a small web application of its own: it keeps its own
//! sessions, speaks OpenID Connect to the provider through the openidconnect crate, and knows nothing of how the provider
//! is built. `openid.rs` is the part that a real portal would copy.

use std::sync::Arc;

use serde::Deserialize;
use tokio::net::TcpListener;

mod bank;
mod counter;
mod desk;
mod face;
mod openid;
mod portal;
mod scan;
mod shell;
mod sign_in;

pub(crate) use face::Face;

use desk::Desk;
use openid::Provider;

/// A party that runs: who it is, whom it trusts, and who is signed in to it.
#[derive(Debug)]
pub(crate) struct Party {
    face: Face,
    /// Its own address, without a slash at the end.
    address: String,
    provider: Provider,
    desk: Desk,
}

/// What `dinhdanh relying-party add` printed.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Credentials {
    /// The name of the party towards the provider.
    pub(crate) client_id: String,
    /// Its secret.
    pub(crate) client_secret: String,
}

impl Party {
    /// The party at this address, known to the issuer by these credentials.
    pub(crate) fn new(face: Face, address: &str, issuer: &str, credentials: Credentials) -> Result<Arc<Self>, String> {
        let provider = Provider::new(face, address, issuer, credentials)?;
        Ok(Arc::new(Self { face, address: address.to_owned(), provider, desk: Desk::default() }))
    }

    /// Serves people until the process ends.
    pub(crate) async fn serve(self: Arc<Self>, listener: TcpListener) -> std::io::Result<()> {
        let pages = match self.face {
            Face::Bank => bank::routes().merge(counter::routes()),
            Face::NationalPortal | Face::ProvincialPortal => portal::routes(),
        };
        let app = shell::around(pages.merge(sign_in::routes()), &self);
        axum::serve(listener, app.with_state(self)).await
    }
}
