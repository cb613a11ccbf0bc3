//! `dinhdanh ledger`: what a witness, an auditor or a citizen checks of the ledger, by what the house has published alone.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::Stop;
use crate::cli::house::in_vietnam;
use crate::cli::published::{KeysArgs, fetch, file};
use crate::cli::whole_file::WholeFile;
use crate::flow::check_ledger::{self, PublishedKeys, Wrong};
use crate::wallet::tree_head::TreeHead;

/// Check the ledger of a house from outside; needs no database and no secret.
///
/// Exit code 0 for sound; 1 for anything else, with the reason; 2 when a file or an address cannot be read.
#[derive(Args, Debug)]
pub(crate) struct LedgerArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check a signed head and, with a newer one and the house's proof, that nothing before it was changed since.
    Check {
        /// The head, as it was fetched from ISSUER/ledger/head.
        #[arg(long, value_name = "FILE")]
        head: PathBuf,
        /// A head that was fetched later.
        #[arg(long, value_name = "FILE", requires = "consistency")]
        newer: Option<PathBuf>,
        /// The answer of ISSUER/ledger/consistency?first=&second= for the sizes of the two.
        #[arg(long, value_name = "FILE", requires = "newer")]
        consistency: Option<PathBuf>,
        #[command(flatten)]
        keys: KeysArgs,
    },
    /// Check a line of one's own history, as its page offers it.
    Entry {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        keys: KeysArgs,
    },
    /// Fetch the latest head, hold it to the one that was kept and keep it instead: a witness does this again and again.
    Follow {
        /// Which house.
        #[arg(long, value_name = "URL")]
        issuer: String,
        /// Where the head is kept; made at the first time.
        #[arg(long, value_name = "FILE")]
        head: PathBuf,
    },
}

pub(crate) async fn run(ledger: LedgerArgs) -> Result<(), Stop> {
    match ledger.what {
        What::Check { head, newer, consistency, keys } => {
            let text = file(&head)?;
            let keys = keys.read(|| issuer_of(&text)).await?;
            let (older, issuer) = head_of(&head, &text, &keys)?;
            println!("{}", line(&older, &issuer));
            let (Some(newer), Some(consistency)) = (newer, consistency) else { return Ok(()) };
            let (newer, other) = head_of(&newer, &file(&newer)?, &keys)?;
            println!("{}", line(&newer, &other));
            if issuer != other {
                return Err(Stop::Refused("the heads are of two houses".into()));
            }
            let path = check_ledger::path(&file(&consistency)?).map_err(refused)?;
            check_ledger::continues(&older, &newer, &path).map_err(refused)?;
            println!("sound: head {} continues head {}", newer.number, older.number);
            Ok(())
        }
        What::Entry { file: path, keys } => {
            let text = file(&path)?;
            let keys = keys.read(|| issuer_of(&text)).await?;
            let entry = check_ledger::entry(&text, &keys).map_err(refused)?;
            println!("sound: leaf {} of the ledger of {}", entry.number, entry.issuer);
            println!("time: {}", in_vietnam(entry.shown.at));
            println!("event: {} by {}", entry.shown.kind, entry.shown.actor_kind);
            for (name, text) in [("purpose", entry.shown.purpose), ("fields", entry.shown.fields)] {
                text.into_iter().for_each(|text| println!("{name}: {text}"));
            }
            println!("{}", line(&entry.head, &entry.issuer));
            Ok(())
        }
        What::Follow { issuer, head } => follow(issuer.trim_end_matches('/'), &head).await,
    }
}

async fn follow(issuer: &str, kept: &Path) -> Result<(), Stop> {
    let keys = PublishedKeys::read(fetch(&format!("{issuer}/jwks")).await?.as_bytes()).map_err(refused)?;
    let text = fetch(&format!("{issuer}/ledger/head")).await?;
    let (newer, of) = check_ledger::head(&text, &keys).map_err(refused)?;
    if of != issuer {
        return Err(Stop::Refused(format!("the head is of {of}, not of {issuer}")));
    }
    if !kept.exists() {
        keep(kept, &text)?;
        println!("kept: {}; whatever is changed from now on is found", line(&newer, issuer));
        return Ok(());
    }
    let (older, of) = head_of(kept, &file(kept)?, &keys)?;
    if of != issuer {
        return Err(Stop::Refused(format!("{} is a head of {of}", kept.display())));
    }
    let path = if newer.size > older.size {
        let (first, second) = (older.size, newer.size);
        let answer = fetch(&format!("{issuer}/ledger/consistency?first={first}&second={second}")).await?;
        check_ledger::path(&answer).map_err(refused)?
    } else {
        Vec::new()
    };
    check_ledger::continues(&older, &newer, &path).map_err(refused)?;
    keep(kept, &text)?;
    println!("sound: {} continues head {}", line(&newer, issuer), older.number);
    Ok(())
}

/// Whole or not at all: a witness that is killed has the older head still.
fn keep(place: &Path, text: &str) -> Result<(), Stop> {
    let mut whole = WholeFile::create(place)?;
    whole.writer()?.write_all(text.as_bytes())?;
    Ok(whole.keep()?)
}

fn head_of(path: &Path, text: &str, keys: &PublishedKeys) -> Result<(TreeHead, String), Stop> {
    check_ledger::head(text, keys).map_err(|wrong| Stop::Refused(format!("{}: {wrong}", path.display())))
}

fn issuer_of(text: &str) -> Result<String, Stop> {
    check_ledger::unchecked_issuer(text).map_err(refused)
}

fn refused(wrong: Wrong) -> Stop {
    Stop::Refused(wrong.to_string())
}

fn line(head: &TreeHead, issuer: &str) -> String {
    let at = in_vietnam(head.signed_at);
    format!("head {} of {issuer}: {} leaves, root {}, signed {at}", head.number, head.size, head.root)
}
