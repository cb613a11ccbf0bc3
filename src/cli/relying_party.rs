//! `dinhdanh relying-party`: register parties from a file of metadata, list, show, suspend and resume them.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use crate::cli::house::HouseArgs;
use crate::cli::{Stop, organisation_square};
use crate::clock::Seconds;
use crate::entropy;
use crate::flow::register::able_to_open;
use crate::identity::event::Actor;
use crate::identity::freeze::Category;
use crate::identity::language::Language;
use crate::jose::jwk::PublicKeys;
use crate::jose::strict_json;
use crate::limits;
use crate::oauth::registration::Bounds;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::relying_party::metadata::Metadata;
use crate::oauth::scope::{Scope, Scopes};
use crate::provider::Provider;
use crate::secret::{ClientId, Token, TokenKind};
use crate::store::relying_party::Registered;

/// Relying parties: who may ask for people's identity.
#[derive(Args, Debug)]
pub(crate) struct RelyingPartyArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register a party; prints its client_id and its client_secret or the ids of its keys. The secret is shown once.
    Add {
        #[command(flatten)]
        house: HouseArgs,
        /// Metadata as JSON: the names of OpenID Connect Registration, and ours.
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
    /// Make an initial access token, by which parties may register themselves; shown once.
    Invite {
        #[command(flatten)]
        house: HouseArgs,
        /// How many parties may register by it.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(limits::INVITATION_USES)))]
        uses: u32,
        /// How many days it lives.
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=i64::from(limits::INVITATION_DAYS)))]
        days: u32,
        /// The scopes that such a party may register for, between spaces; without it the standard ones.
        #[arg(long, value_name = "SCOPES")]
        scope: Option<String>,
        /// Let such a party do without PKCE, if it can keep a secret.
        #[arg(long)]
        pkce_optional: bool,
    },
    /// List every party, one JSON object a line.
    List {
        #[command(flatten)]
        house: HouseArgs,
    },
    /// Show the metadata of a party.
    Show {
        #[command(flatten)]
        house: HouseArgs,
        /// The party's client_id.
        client_id: String,
    },
    Square(organisation_square::SquareArgs),
    /// Say what a party does in people's names, by which people can freeze it: bank_account, sim, company, loan. What it
    /// was said to do before is forgotten; without a word it does none of these.
    Categorise {
        #[command(flatten)]
        house: HouseArgs,
        /// The party's client_id.
        client_id: String,
        /// Its categories.
        categories: Vec<String>,
    },
    /// Stop serving a party at once.
    Suspend {
        #[command(flatten)]
        house: HouseArgs,
        /// The party's client_id.
        client_id: String,
    },
    /// Serve a suspended party again.
    Resume {
        #[command(flatten)]
        house: HouseArgs,
        /// The party's client_id.
        client_id: String,
    },
}

pub(crate) async fn run(arguments: RelyingPartyArgs) -> Result<(), Stop> {
    match arguments.command {
        Command::Add { house, file } => {
            let text = std::fs::read(&file)
                .map_err(|error| Stop::Refused(format!("{} cannot be read: {error}", file.display())))?;
            let added = add(&text, &house.provider().await?).await?;
            println!("{added:#}");
        }
        Command::Invite { house, uses, days, scope, pkce_optional } => {
            let bounds = bounds(scope.as_deref(), pkce_optional)?;
            let invited = invite(&bounds, uses, days, &house.provider().await?).await?;
            println!("{invited:#}");
        }
        Command::List { house } => {
            let store = house.provider().await?.store.clone();
            for registered in store.relying_parties().await? {
                let categories = store.categories(&registered.party.client_id).await?;
                println!("{}", line(&registered, &categories));
            }
        }
        Command::Show { house, client_id } => {
            let (store, id) = (house.provider().await?.store.clone(), ClientId::from_text(client_id));
            let registered = store.relying_party(&id).await?.ok_or_else(no_such_party)?;
            let shown = json!({
                "suspended": !registered.is_served(),
                "categories": words(&store.categories(&id).await?),
                "metadata": registered.metadata,
            });
            println!("{shown:#}");
        }
        Command::Square(square) => organisation_square::run(square).await?,
        Command::Categorise { house, client_id, categories } => {
            categorise(&house.provider().await?, client_id, &categories).await?;
        }
        Command::Suspend { house, client_id } => suspend(&house.provider().await?, client_id, true).await?,
        Command::Resume { house, client_id } => suspend(&house.provider().await?, client_id, false).await?,
    }
    Ok(())
}

fn bounds(scope: Option<&str>, pkce_optional: bool) -> Result<Bounds, Stop> {
    let Some(scope) = scope else { return Ok(Bounds::standard(pkce_optional)) };
    let scopes = Scopes::parse(scope).map_err(|refusal| Stop::Refused(refusal.to_string()))?;
    if !scopes.has(Scope::OpenId) {
        return Err(Stop::Refused("openid is missing among the scopes".into()));
    }
    Ok(Bounds { scopes, pkce_optional })
}

async fn invite(bounds: &Bounds, uses: u32, days: u32, provider: &Provider) -> Result<Value, Stop> {
    let token = Token::mint(TokenKind::InitialAccess, entropy::bytes()?);
    let now = provider.now();
    let expires_at = now.plus(Seconds::days(i64::from(days)));
    provider.store.invite(&token.digest(), bounds, i64::from(uses), expires_at, now).await?;
    Ok(json!({
        "initial_access_token": token.expose(),
        "registration_endpoint": format!("{}/register", provider.config.issuer),
        "uses": uses,
        "scope": bounds.scopes.to_string(),
        "expires_at": expires_at.unix(),
    }))
}

async fn add(text: &[u8], provider: &Provider) -> Result<Value, Stop> {
    // Read strictly first: of a name that stands twice, two readers would keep two values.
    let document = strict_json::read(text, limits::BODY).map_err(|error| Stop::Refused(error.to_string()))?;
    let mut metadata = Metadata::read(&document.to_string()).map_err(|error| Stop::Refused(error.to_string()))?;
    let id = match &metadata.client_id {
        None => ClientId::new(entropy::bytes()?),
        Some(chosen) if is_client_id(chosen) => ClientId::from_text(chosen.clone()),
        Some(_) => return Err(Stop::Refused("client_id: letters, digits, - . _ ~ and at most 64 of them".into())),
    };
    metadata.client_id = Some(id.as_str().to_owned());
    let party = metadata.check(id.clone()).map_err(|error| Stop::Refused(error.to_string()))?;
    let key_ids = key_ids(&party)?;
    let secret = match party.token_endpoint_auth_method.is_secret() {
        true => Some(Token::mint(TokenKind::ClientSecret, entropy::bytes()?)),
        false => None,
    };
    let digest = secret.as_ref().map(Token::digest);
    let now = provider.now();
    if !provider.store.register_party(&id, &metadata, digest.as_ref(), Actor::Operator, now).await? {
        return Err(Stop::Refused(format!("{id} is registered already")));
    }
    let mut added = Map::new();
    added.insert("client_id".into(), id.as_str().into());
    added.insert("issuer".into(), provider.config.issuer.as_str().into());
    if let Some(secret) = secret {
        added.insert("client_secret".into(), secret.expose().into());
    }
    if !key_ids.is_empty() {
        added.insert("key_ids".into(), key_ids.into());
    }
    Ok(added.into())
}

/// The ids of the party's keys, each of which must be a good one (CA06).
fn key_ids(party: &RelyingParty) -> Result<Vec<String>, Stop> {
    let Some(jwks) = &party.jwks else { return Ok(Vec::new()) };
    let keys = PublicKeys::parse(jwks).map_err(|error| Stop::Refused(format!("jwks: {error}")))?;
    able_to_open(&keys, party).map_err(|refusal| Stop::Refused(refusal.description))?;
    Ok(keys.iter().map(|key| key.kid().unwrap_or_else(|| key.thumbprint()).to_owned()).collect())
}

fn is_client_id(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(legal)
}

async fn suspend(provider: &Provider, client_id: String, suspend: bool) -> Result<(), Stop> {
    let id = ClientId::from_text(client_id);
    let Some(registered) = provider.store.relying_party(&id).await? else { return Err(no_such_party()) };
    if registered.is_served() == suspend {
        provider.store.suspend_party(&id, suspend, Actor::Operator, provider.now()).await?;
    }
    println!("{}", if suspend { "suspended" } else { "served" });
    Ok(())
}

async fn categorise(provider: &Provider, client_id: String, named: &[String]) -> Result<(), Stop> {
    let id = ClientId::from_text(client_id);
    let categories = named.iter().map(|word| Category::parse(word)).collect::<Option<Vec<_>>>();
    let categories = categories
        .ok_or_else(|| Stop::Refused(format!("a category is one of these: {}", words(Category::ALL).join(", "))))?;
    if provider.store.relying_party(&id).await?.is_none() {
        return Err(no_such_party());
    }
    provider.store.categorise(&id, &categories, provider.now()).await?;
    println!("{}", words(&categories).join(" "));
    Ok(())
}

fn words(categories: &[Category]) -> Vec<&'static str> {
    categories.iter().map(|category| category.as_str()).collect()
}

fn line(registered: &Registered, categories: &[Category]) -> Value {
    let party = &registered.party;
    json!({
        "client_id": party.client_id,
        "name": party.name.in_language(Language::En),
        "kind": party.kind,
        "registered_by": registered.registered_by.as_str(),
        "profile": party.profile,
        "categories": words(categories),
        "suspended": !registered.is_served(),
        "created_at": registered.created_at,
    })
}

fn no_such_party() -> Stop {
    Stop::Refused("no party of that client_id is registered".into())
}
