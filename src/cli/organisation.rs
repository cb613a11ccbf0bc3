//! `dinhdanh organisation`: the accounts of organisations, how one stands, and its locks.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::clock::Timestamp;
use crate::flow::organisation::{self, Standing};
use crate::identity::decree;
use crate::identity::event::Actor;
use crate::identity::organisation::OrganisationNumber;
use crate::identity::organisation_account::Ground;
use crate::provider::Provider;

/// List, show, lock and unlock accounts of organisations.
#[derive(Args, Debug)]
pub(crate) struct OrganisationArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print every account, one a line: number, grounds for a lock, name.
    List(HouseArgs),
    /// Print how an account stands, as JSON, after a look into the register; no personal data.
    Show(Which),
    /// Add a ground for a lock: what is open for it ends at once, and who administers it is told.
    Lock {
        #[command(flatten)]
        which: Which,
        /// own_request, breach or registrant_enforced; the others are the register's.
        #[arg(long, value_parser = ground)]
        ground: Ground,
        /// The number of the decision or request; no personal data.
        #[arg(long)]
        reason: String,
    },
    /// Lift a ground for a lock; the account is unlocked with the last one.
    Unlock {
        #[command(flatten)]
        which: Which,
        /// own_request, breach or registrant_enforced; the others are the register's.
        #[arg(long, value_parser = ground)]
        ground: Ground,
    },
}

/// Which organisation.
#[derive(Args, Debug)]
struct Which {
    /// The identification number.
    number: String,
    #[command(flatten)]
    house: HouseArgs,
}

pub(crate) async fn run(organisation: OrganisationArgs) -> Result<(), Stop> {
    let done = match organisation.what {
        What::List(house) => return list(&house).await,
        What::Show(which) => {
            let (standing, ..) = find(&which).await?;
            println!("{}", shown(&standing));
            return Ok(());
        }
        What::Lock { which, ground, reason } => {
            let (standing, provider, now) = find(&which).await?;
            let rules = decree::in_force(now.day_in_vietnam());
            if ground == Ground::RegistrantEnforced && !rules.enforced_registrant_locks {
                return Err(Stop::Refused(String::from("this is a ground since Decree 320/2026 only")));
            }
            let by = Actor::Operator;
            let locked = organisation::lock(&standing.account, ground, &by, Some(&reason), &provider, now).await?;
            locked.then_some(standing.account.id).ok_or("this ground stands already")
        }
        What::Unlock { which, ground } => {
            let (standing, provider, now) = find(&which).await?;
            let lifted = organisation::unlock(&standing.account, ground, &Actor::Operator, &provider, now).await?;
            lifted.then_some(standing.account.id).ok_or("this ground does not stand")
        }
    };
    let id = done.map_err(|why| Stop::Refused(why.to_owned()))?;
    println!("{id}");
    Ok(())
}

async fn list(house: &HouseArgs) -> Result<(), Stop> {
    let provider = house.provider().await?;
    let mut after = String::new();
    loop {
        let some = provider.store.organisations_after(&after, BATCH).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after = last.id.to_string();
        for one in &some {
            let grounds: Vec<&str> = one.grounds.iter().map(|ground| ground.as_str()).collect();
            println!("{}\t{}\t{}", one.number.as_str(), grounds.join(","), one.name);
        }
    }
}

async fn find(which: &Which) -> Result<(Standing, Provider, Timestamp), Stop> {
    let refused = |why: &str| Stop::Refused(why.to_owned());
    let number = OrganisationNumber::parse(&which.number).ok_or_else(|| refused("this is no identification number"))?;
    let provider = which.house.provider().await?;
    let now = provider.now();
    let standing = organisation::find(&number, &provider, now).await?;
    let standing = standing.ok_or_else(|| refused("this organisation has no account"))?;
    Ok((standing, provider, now))
}

fn shown(standing: &Standing) -> Value {
    let account = &standing.account;
    let people: Vec<Value> = standing
        .people
        .iter()
        .map(|one| {
            json!({
                "account": one.account,
                "capacity": one.capacity.as_str(),
                "role": one.role.as_str(),
                "since": one.since_at,
            })
        })
        .collect();
    json!({
        "id": account.id,
        "number": account.number.as_str(),
        "tax_code": account.tax_code.map(|code| code.to_string()),
        "name": account.name,
        "in_register": account.in_register,
        "created_at": account.created_at,
        "registered_by": account.registered_by,
        "locked_by": account.grounds.iter().map(|ground| ground.as_str()).collect::<Vec<_>>(),
        "representatives": people,
    })
}

fn ground(text: &str) -> Result<Ground, String> {
    let by_hand = [Ground::OwnRequest, Ground::Breach, Ground::RegistrantEnforced];
    Ground::parse(text).filter(|ground| by_hand.contains(ground)).ok_or_else(|| {
        let words: Vec<&str> = by_hand.iter().map(|ground| ground.as_str()).collect();
        format!("one of {}", words.join(", "))
    })
}

const BATCH: i64 = 200;
