//! A party that is started alone, by its flags.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use tokio::net::TcpListener;

use crate::party::{Face, Party};

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
