//! What the demonstration's relying parties are made of. Each is a small web application of its own: it keeps its own
//! sessions, speaks OpenID Connect to the provider through the openidconnect crate, and knows nothing of how the provider
//! is built. `openid.rs` is the part that a real portal would copy.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use serde::Deserialize;
use tokio::net::TcpListener;

mod bank;
mod desk;
mod face;
mod openid;
mod portal;
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
            Face::Bank => bank::routes(),
            Face::NationalPortal | Face::ProvincialPortal => portal::routes(),
        };
        let app = shell::around(pages.merge(sign_in::routes()), &self);
        axum::serve(listener, app.with_state(self)).await
    }
}

/// Flags of a party that is started alone.
#[derive(Debug, Parser)]
pub(crate) struct Flags {
    /// Be this party instead.
    #[arg(long, value_enum)]
    face: Option<Face>,
    /// Print the metadata with which an operator registers this party, and end.
    #[arg(long)]
    registration: bool,
    /// What `dinhdanh relying-party add` printed, in a file.
    #[arg(long, value_name = "FILE", required_unless_present = "registration")]
    credentials: Option<PathBuf>,
    /// The issuer.
    #[arg(long, value_name = "URL", default_value = "http://localhost:8080")]
    issuer: String,
    /// Listen on this port of this machine.
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

impl Flags {
    /// Does what the flags say, as this party unless they name another.
    pub(crate) fn run(&self, usual: Face) -> ExitCode {
        let face = self.face.unwrap_or(usual);
        let port = self.port.unwrap_or_else(|| face.usual_port());
        let address = format!("http://localhost:{port}");
        if self.registration {
            println!("{:#}", face.registration(&address));
            return ExitCode::SUCCESS;
        }
        match self.start(face, &address, port) {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                eprintln!("{sentence}");
                ExitCode::FAILURE
            }
        }
    }

    fn start(&self, face: Face, address: &str, port: u16) -> Result<(), String> {
        let file = self.credentials.clone().unwrap_or_default();
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let credentials = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let party = Party::new(face, address, &self.issuer, credentials)?;
        let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
        runtime.block_on(async {
            let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await;
            let listener = listener.map_err(|error| format!("cannot listen on port {port}: {error}"))?;
            println!("{} is at {address}", face.name().en);
            party.serve(listener).await.map_err(|error| error.to_string())
        })
    }
}
