//! `dinhdanh verify`: the invariants of the whole database, and the ledger against itself and against heads kept elsewhere.

use std::path::PathBuf;

use clap::Args;

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::cli::published::file;
use crate::flow::ledger;

/// Check every invariant of the database; read only. Exit code 1 names what is broken.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// A signed head of the ledger that was kept outside this house; may be given again.
    ///
    /// Whoever owns the database and the keys can write another ledger, whole and sound; only a head that they do not have
    /// finds it.
    #[arg(long, value_name = "FILE")]
    head: Vec<PathBuf>,
    #[command(flatten)]
    house: HouseArgs,
}

pub(crate) async fn run(verify: Verify) -> Result<(), Stop> {
    let kept = verify.head.iter().map(|path| file(path)).collect::<Result<Vec<_>, _>>()?;
    let provider = verify.house.provider().await?;
    let now = provider.now();
    let mut broken = provider.store.verify(now).await?;
    broken.extend(ledger::verify(&kept, &provider, now).await?);
    if broken.is_empty() {
        println!("sound");
        Ok(())
    } else {
        Err(Stop::Refused(broken.join("\n")))
    }
}
