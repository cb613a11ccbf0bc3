//! Which house a command is about: the same flags for every command, the configuration file, the environment.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::Stop;
use crate::clock::Timestamp;
use crate::config::Config;
use crate::flow::master;
use crate::provider::Provider;

/// Where the house stands.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct HouseArgs {
    /// Keep the database (SQLite) and the keys in this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Use this database instead: sqlite://PATH or postgres://…
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// Read the configuration from this file (TOML).
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A synthetic nation for trying things out; never with a public issuer.
    #[arg(long)]
    pub(crate) sandbox: bool,
    /// The issuer: how the outside names this house.
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: Option<String>,
    /// Listen here.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Listen here for operators (health, metrics).
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) operator_listen: Option<SocketAddr>,
}

impl HouseArgs {
    /// The checked configuration: file, then environment, then these flags.
    pub(crate) fn load(&self) -> Result<Config, Stop> {
        let file = match &self.config {
            None => String::new(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Stop::Refused(format!("{} cannot be read: {error}", path.display())))?,
        };
        let mut settings: BTreeMap<String, String> = std::env::vars().collect();
        let mut set = |name: &str, value: String| settings.insert(format!("DINHDANH_{name}"), value);
        if let Some(data) = &self.data {
            set("DATABASE_URL", format!("sqlite://{}", data.join("dinhdanh.sqlite").display()));
            set("KEYS_DIRECTORY", data.join("keys").display().to_string());
        }
        if let Some(url) = &self.database {
            set("DATABASE_URL", url.clone());
        }
        if self.sandbox {
            set("SANDBOX_ENABLED", "true".into());
        }
        if let Some(listen) = self.listen {
            set("SERVER_LISTEN", listen.to_string());
        }
        match (&self.issuer, self.listen) {
            (Some(issuer), _) => drop(set("SERVER_ISSUER", issuer.clone())),
            (None, Some(listen)) if listen.port() != 0 => {
                drop(set("SERVER_ISSUER", format!("http://localhost:{}", listen.port())));
            }
            (None, _) => {}
        }
        if let Some(listen) = self.operator_listen {
            set("SERVER_OPERATOR_LISTEN", listen.to_string());
        }
        Config::load(&file, &settings).map_err(|error| Stop::Refused(error.to_string()))
    }

    /// The assembled house.
    pub(crate) async fn provider(&self) -> Result<Provider, Stop> {
        let config = self.load()?;
        if let Some(path) = config.database_url.expose().strip_prefix("sqlite://") {
            let path = Path::new(path.split('?').next().unwrap_or(path));
            private_file(path).map_err(|error| Stop::Refused(format!("{}: {error}", path.display())))?;
        }
        let master = master::open(&config.keys_directory).map_err(|error| Stop::Refused(error.to_string()))?;
        let provider = Provider::assemble(config, &master).await?;
        // Its people have known passwords, whatever the flags of today say.
        if provider.config.is_public() && provider.store.is_sandbox().await? {
            let sentence = "this database holds a sandbox, whose passwords are known: it never serves a public issuer";
            return Err(Stop::Refused(String::from(sentence)));
        }
        Ok(provider)
    }
}

/// An instant as a person at the command line reads it.
pub(crate) fn in_vietnam(at: Timestamp) -> String {
    let (hour, minute) = at.time_in_vietnam();
    format!("{}T{hour:02}:{minute:02}+07:00", at.day_in_vietnam())
}

/// Makes the database's file and folder, when they are not there, for nobody else to read: they hold people (ST03). The
/// folder may be one that stood open before, and SQLite gives its log the permissions of the file.
fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop)
}
