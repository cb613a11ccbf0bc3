//! `dinhdanh account`: how an account stands, its locks, and another window of activation, as the call centre asks for.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::clock::Timestamp;
use crate::flow::{activate, lock, person};
use crate::identity::account::{Account, Ground};
use crate::identity::event::Actor;
use crate::provider::Provider;

/// Show, lock and unlock a person's account, or let its holder activate it after all.
#[derive(Args, Debug)]
pub(crate) struct AccountArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print how the account stands, as JSON; no personal data.
    Show(Whose),
    /// Add a ground for a lock: every session ends at once, and the holder is told.
    Lock {
        #[command(flatten)]
        whose: Whose,
        /// own_request, authority, card_revoked, card_expired, death, breach, phone_not_own, passport_expired or
        /// residence_ended.
        #[arg(long, value_parser = ground)]
        ground: Ground,
        /// The number of the decision or request; no personal data.
        #[arg(long)]
        reason: String,
    },
    /// Lift a ground for a lock; the account is unlocked with the last one.
    Unlock {
        #[command(flatten)]
        whose: Whose,
        /// own_request, authority, card_revoked, card_expired, death, breach, phone_not_own, passport_expired or
        /// residence_ended.
        #[arg(long, value_parser = ground)]
        ground: Ground,
    },
    /// Open another window of activation for a holder who called after the first had passed.
    Reopen(Whose),
}

/// Whose account.
#[derive(Args, Debug)]
struct Whose {
    /// The personal number, a cancelled one, or the 9 digits of the former card.
    number: String,
    #[command(flatten)]
    house: HouseArgs,
}

pub(crate) async fn run(account: AccountArgs) -> Result<(), Stop> {
    let done = match account.what {
        What::Show(whose) => {
            let (account, ..) = find(&whose).await?;
            println!("{}", shown(&account));
            return Ok(());
        }
        What::Lock { whose, ground, reason } => {
            let (account, provider, now) = find(&whose).await?;
            let locked = lock::lock(&account, ground, &Actor::Operator, Some(&reason), &provider, now).await?;
            locked.then_some(account.id).ok_or("this ground stands already")
        }
        What::Unlock { whose, ground } => {
            let (account, provider, now) = find(&whose).await?;
            if lock::stands_in_register(&account, ground, &provider).await? {
                return Err(Stop::Refused(String::from(
                    "the register decides on this ground, and says that it stands",
                )));
            }
            let lifted = lock::unlock(&account, ground, &Actor::Operator, &provider, now).await?;
            lifted.then_some(account.id).ok_or("this ground does not stand")
        }
        What::Reopen(whose) => {
            let (account, provider, now) = find(&whose).await?;
            let reopened = activate::reopen(&account, &Actor::Operator, &provider, now).await?;
            reopened.then_some(account.id).ok_or("the account is not one whose window of activation has passed")
        }
    };
    let id = done.map_err(|why| Stop::Refused(why.to_owned()))?;
    println!("{id}");
    Ok(())
}

async fn find(whose: &Whose) -> Result<(Account, Provider, Timestamp), Stop> {
    let provider = whose.house.provider().await?;
    let known = person::known_by(&whose.number, &provider).await?;
    let account = person::account(&known, &provider).await?;
    let now = provider.now();
    match account {
        Some(account) => Ok((account, provider, now)),
        None => Err(Stop::Refused(String::from("this person has no account"))),
    }
}

fn shown(account: &Account) -> serde_json::Value {
    json!({
        "id": account.id,
        "kind": account.kind.as_str(),
        "state": account.state.as_str(),
        "level": account.level.map(crate::identity::account::AccountLevel::number),
        "locked_by": account.grounds.iter().map(|ground| ground.as_str()).collect::<Vec<_>>(),
        "reached_by": account.reached_by_masked(),
        "created_at": account.created_at,
        "activation_closes_at": account.activation_closes_at,
        "activated_at": account.activated_at,
        "raised_at": account.raised_at,
        "proofed_at": account.proofed_at,
    })
}

fn ground(text: &str) -> Result<Ground, String> {
    Ground::parse(text).ok_or_else(|| {
        let words: Vec<&str> = Ground::ALL.iter().map(|ground| ground.as_str()).collect();
        format!("one of {}", words.join(", "))
    })
}
