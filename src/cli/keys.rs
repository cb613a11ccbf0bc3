//! `dinhdanh keys`: which keys sign, coming and going, and how an operator moves them.

use clap::{Args, Subcommand};

use crate::cli::Stop;
use crate::cli::house::{HouseArgs, in_vietnam};
use crate::clock::Timestamp;
use crate::flow::rotate_keys::{self, Rotation};
use crate::jose::algorithm::KeyAlgorithm;
use crate::jose::key_life::{KeyLife, Purpose};

/// Show, rotate and remove the keys with which the house signs and opens.
#[derive(Args, Debug)]
pub(crate) struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print every key with its stage and dates; never a private half.
    Show(HouseArgs),
    /// Publish a successor, which signs a day later, when every party has fetched it.
    Rotate {
        /// token, receipt, presentation or decrypt.
        #[arg(value_parser = purpose)]
        purpose: Purpose,
        /// RS256, PS256, ES256 or EdDSA; to decrypt RSA-OAEP-256 or ECDH-ES.
        #[arg(value_parser = algorithm)]
        algorithm: KeyAlgorithm,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// Remove a key that others may have: whatever it signed is refused from now on, and another signs at once.
    Remove {
        /// The key's name, as `keys show` prints it.
        // One in 64 begins with a hyphen.
        #[arg(allow_hyphen_values = true)]
        kid: String,
        #[command(flatten)]
        house: HouseArgs,
    },
}

pub(crate) async fn run(keys: Keys) -> Result<(), Stop> {
    match keys.what {
        What::Show(house) => {
            let provider = house.provider().await?;
            let now = provider.now();
            for life in rotate_keys::lives(&provider.store).await? {
                println!("{}", line(&life, now));
            }
            Ok(())
        }
        What::Rotate { purpose, algorithm, house } => {
            if !purpose.algorithms().contains(&algorithm) {
                let (purpose, algorithm) = (purpose.as_str(), algorithm.as_str());
                return Err(Stop::Refused(format!("the house keeps no {algorithm} key for {purpose}")));
            }
            let provider = house.provider().await?;
            let now = provider.now();
            match rotate_keys::rotate(&provider.store, purpose, algorithm, now).await? {
                Rotation::Made(life) => println!("{}", line(&life, now)),
                Rotation::UnderWay(life) => {
                    return Err(Stop::Refused(format!("a successor is published already: {}", line(&life, now))));
                }
                Rotation::TooLate => {
                    return Err(Stop::Refused("somebody rotated this key a moment ago; see `keys show`".into()));
                }
            }
            Ok(())
        }
        What::Remove { kid, house } => {
            let provider = house.provider().await?;
            if !rotate_keys::remove(&provider.store, &kid, provider.now()).await? {
                return Err(Stop::Refused("there is no such key; see `keys show`".into()));
            }
            println!("removed {kid}");
            Ok(())
        }
    }
}

/// One key on one line, its columns parted by a space, so that a script can cut them.
fn line(life: &KeyLife, now: Timestamp) -> String {
    let instant = |at: Option<Timestamp>| at.map_or_else(|| String::from("-"), in_vietnam);
    format!(
        "{} {} {} {} active={} retired={} forgotten={}",
        life.kid,
        life.purpose.as_str(),
        life.algorithm.as_str(),
        life.stage(now).as_str(),
        in_vietnam(life.active_from),
        instant(life.retired_at),
        instant(life.forget_at),
    )
}

fn purpose(text: &str) -> Result<Purpose, String> {
    Purpose::parse(text).ok_or_else(|| {
        let words: Vec<_> = Purpose::ALL.into_iter().map(Purpose::as_str).collect();
        format!("one of {}", words.join(", "))
    })
}

fn algorithm(text: &str) -> Result<KeyAlgorithm, String> {
    KeyAlgorithm::parse(text).ok_or_else(|| String::from("not an algorithm of this house"))
}
