//! What commands that check take from outside: files, and what a house has published.

use std::io::Read as _;
use std::path::Path;

use clap::Args;
use url::Url;

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::flow::check_ledger::PublishedKeys;
use crate::limits;
use crate::provider::outbound::Outbound;

/// With which keys to check.
#[derive(Args, Debug)]
pub(crate) struct KeysArgs {
    /// The house's published keys: a file, or the address of its key set. Without it they are fetched from the
    /// issuer: the one that was given or, where none can be, the one that the file itself names; the answer says which.
    #[arg(long, value_name = "FILE|URL")]
    keys: Option<String>,
}

impl KeysArgs {
    /// The keys; of the issuer that stands in what is checked when none were named.
    pub(crate) async fn read(&self, issuer: impl FnOnce() -> Result<String, Stop>) -> Result<PublishedKeys, Stop> {
        let from = match &self.keys {
            Some(from) => from.clone(),
            None => format!("{}/jwks", issuer()?),
        };
        let text = if is_address(&from) { fetch(&from).await? } else { file(Path::new(&from))? };
        PublishedKeys::read(text.as_bytes()).map_err(|wrong| Stop::Failed(format!("{from}: {wrong}").into()))
    }
}

/// The text of a file that is no larger than anything of ours.
pub(crate) fn file(path: &Path) -> Result<String, Stop> {
    let failed = |why: String| Stop::Failed(format!("{} cannot be read: {why}", path.display()).into());
    let (mut text, longest) = (Vec::new(), limits::OUTBOUND_BYTES as u64);
    let file = std::fs::File::open(path).map_err(|error| failed(error.to_string()))?;
    file.take(longest + 1).read_to_end(&mut text).map_err(|error| failed(error.to_string()))?;
    if text.len() as u64 > longest {
        return Err(failed("it is larger than anything that this command checks".into()));
    }
    String::from_utf8(text).map_err(|_| failed("it is no text".into()))
}

/// Fetches what a house has published.
pub(crate) async fn fetch(url: &str) -> Result<String, Stop> {
    let failed = |why: String| Stop::Failed(format!("{url} cannot be fetched: {why}").into());
    let outbound = Outbound::new(&HouseArgs::default().load()?)?;
    let answer = outbound.danger_get(url).await.map_err(|why| failed(why.to_string()))?;
    if answer.status != 200 {
        return Err(failed(format!("it answers {}", answer.status)));
    }
    String::from_utf8(answer.body).map_err(|_| failed("it answers no text".into()))
}

fn is_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
