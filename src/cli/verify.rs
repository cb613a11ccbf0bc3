//! `dinhdanh verify`: the invariants of the whole database.

use clap::Args;

use crate::cli::Stop;
use crate::cli::house::HouseArgs;

/// Check every invariant of the database; read only. Exit code 1 names what is broken.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    house: HouseArgs,
}

pub(crate) async fn run(verify: Verify) -> Result<(), Stop> {
    let provider = verify.house.provider().await?;
    let broken = provider.store.verify(provider.now()).await?;
    if broken.is_empty() {
        println!("sound");
        Ok(())
    } else {
        Err(Stop::Refused(broken.join("\n")))
    }
}
