//! `dinhdanh relying-party square`: the squares that a party prints for its places.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::flow::organisation_square::{self, Made};
use crate::identity::event::Actor;
use crate::provider::Provider;
use crate::secret::{ClientId, OrganisationSquareId};
use crate::store::relying_party::Registered;
use crate::wallet::organisation_square::{Kind, SquareFacts};

/// Make, list and revoke the squares that a party prints for its places.
#[derive(Args, Debug)]
pub(crate) struct SquareArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a square for a place; prints its id, the address in its picture, its short code and where its pictures are.
    Add {
        #[command(flatten)]
        house: HouseArgs,
        /// The party's client_id.
        client_id: String,
        /// The fields to ask for, between spaces; each with a purpose that the party has registered.
        #[arg(long)]
        fields: String,
        /// Where it hangs, as people read it.
        #[arg(long)]
        place: String,
    },
    /// List the squares of a party, one JSON object a line.
    List {
        #[command(flatten)]
        house: HouseArgs,
        /// The party's client_id.
        client_id: String,
    },
    /// Take a square back: from now on it asks nobody.
    Revoke {
        #[command(flatten)]
        house: HouseArgs,
        /// The square's id.
        square: String,
    },
}

pub(crate) async fn run(arguments: SquareArgs) -> Result<(), Stop> {
    match arguments.what {
        What::Add { house, client_id, fields, place } => {
            println!("{:#}", add(&house.provider().await?, client_id, &fields, &place).await?);
        }
        What::List { house, client_id } => {
            let provider = house.provider().await?;
            for square in provider.store.printed_squares(&ClientId::from_text(client_id)).await? {
                println!("{}", line(&square, &organisation_square::made(&square.id, &provider)?));
            }
        }
        What::Revoke { house, square } => {
            let provider = house.provider().await?;
            let id = OrganisationSquareId::from_text(square);
            if !organisation_square::revoke(&id, &provider, provider.now()).await? {
                return Err(Stop::Refused("there is no such square, or it was revoked before".into()));
            }
            println!("revoked");
        }
    }
    Ok(())
}

async fn add(provider: &Provider, client_id: String, fields: &str, place: &str) -> Result<Value, Stop> {
    let party = provider.store.relying_party(&ClientId::from_text(client_id)).await?;
    let party = party.filter(Registered::is_served).map(|registered| registered.party);
    let party = party.ok_or_else(|| Stop::Refused("no party of that client_id is served".into()))?;
    let (by, now) = (Actor::Operator, provider.now());
    let made = organisation_square::make(&party, Kind::Printed, (fields, place), by, provider, now).await?;
    let made = made.map_err(|unmade| Stop::Refused(unmade.to_string()))?;
    Ok(json!({
        "square": made.id,
        "address": made.address,
        "code": made.code,
        "png": format!("{}/square.png", made.address),
        "svg": format!("{}/square.svg", made.address),
    }))
}

fn line(square: &SquareFacts, made: &Made) -> Value {
    json!({
        "square": square.id,
        "address": made.address,
        "code": made.code,
        "fields": square.fields.words().collect::<Vec<_>>(),
        "place": square.place,
        "made_at": square.made_at,
        "revoked_at": square.revoked_at,
    })
}
