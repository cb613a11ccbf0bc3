//! `dinhdanh config`: what the house would run with.

use clap::{Args, Subcommand};

use crate::cli::Stop;
use crate::cli::house::HouseArgs;

/// Show or check the configuration.
#[derive(Args, Debug)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print every setting with its effective value, secrets hidden.
    Show(HouseArgs),
    /// Say nothing when the configuration is good, else why not.
    Check(HouseArgs),
}

pub(crate) fn run(config: &ConfigArgs) -> Result<(), Stop> {
    match &config.what {
        What::Show(house) => print!("{}", house.load()?.show()),
        What::Check(house) => drop(house.load()?),
    }
    Ok(())
}
