//! `dinhdanh officer …` and `dinhdanh permission …`: who works for which unit, and what groups of officers may do.

use std::io::{self, Write as _};

use clap::{Args, Subcommand};

use crate::cli::Stop;
use crate::cli::house::HouseArgs;
use crate::flow::appoint::{self, Candidate};
use crate::identity::event::Actor;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Group, Label, Module, Officer};
use crate::provider::Provider;
use crate::store::group::PermissionChange;

/// Officers: people with level-2 accounts who work for a unit.
#[derive(Args, Debug)]
pub(crate) struct OfficerArgs {
    #[command(subcommand)]
    what: OfficerCommand,
}

#[derive(Debug, Subcommand)]
enum OfficerCommand {
    /// Appoint somebody whose account is of level 2, or change an officer's unit, title and group.
    Add {
        /// The personal number.
        #[arg(long, value_parser = number)]
        number: PersonalNumber,
        #[command(flatten)]
        post: Post,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// Found the office of a new house: three or more people with level-1 accounts become its first officers and raise
    /// one another to level 2. Possible once, while the house has no officer; the journal keeps it.
    Found {
        /// The personal numbers, one flag each.
        #[arg(long, value_parser = number, required = true, num_args = 1)]
        number: Vec<PersonalNumber>,
        #[command(flatten)]
        post: Post,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// List the officers.
    List(HouseArgs),
    /// End an officer's appointment; it is over with the officer's next click.
    End {
        /// The personal number.
        #[arg(long, value_parser = number)]
        number: PersonalNumber,
        #[command(flatten)]
        house: HouseArgs,
    },
}

#[derive(Args, Debug)]
struct Post {
    /// The unit that the officer works for.
    #[arg(long, value_parser = label)]
    unit: Label,
    /// What the officer is there.
    #[arg(long, value_parser = label)]
    title: Label,
    /// The group that says what the officer may do; see `dinhdanh permission`.
    #[arg(long, value_parser = label)]
    group: Label,
}

/// What groups of officers may do.
#[derive(Args, Debug)]
pub(crate) struct PermissionArgs {
    #[command(subcommand)]
    what: PermissionCommand,
}

#[derive(Debug, Subcommand)]
enum PermissionCommand {
    /// List the groups with what they may do.
    List(HouseArgs),
    /// Make a group that may do nothing yet.
    AddGroup {
        /// Its name.
        #[arg(long, value_parser = label)]
        group: Label,
        #[command(flatten)]
        house: HouseArgs,
    },
    /// Let a group do something; effective at once.
    Grant(Grant),
    /// Take it away; effective at once.
    Revoke(Grant),
}

#[derive(Args, Debug)]
struct Grant {
    /// The group's name.
    #[arg(long, value_parser = label)]
    group: Label,
    /// The module: account, scan, lock, call, permanent, temporary, absence, stay or permission.
    #[arg(long, value_parser = module)]
    module: Module,
    /// The action: all, menu, sub_menu, receive, view, check, process, approve, add, update, delete or search.
    #[arg(long, value_parser = action)]
    action: Action,
    #[command(flatten)]
    house: HouseArgs,
}

pub(crate) async fn run(command: OfficerArgs) -> Result<(), Stop> {
    match command.what {
        OfficerCommand::Add { number, post, house } => {
            let provider = house.provider().await?;
            let candidate = candidate(number, &post, &provider).await?;
            appoint::appoint(&candidate, &provider, provider.now()).await.map_err(refused)?;
            say("appointed")
        }
        OfficerCommand::Found { number, post, house } => {
            let provider = house.provider().await?;
            let mut candidates = Vec::new();
            for number in number {
                candidates.push(candidate(number, &post, &provider).await?);
            }
            appoint::found(&candidates, &provider, provider.now()).await.map_err(refused)?;
            say("founded")
        }
        OfficerCommand::List(house) => list(&house.provider().await?.store.officers().await?),
        OfficerCommand::End { number, house } => {
            let provider = house.provider().await?;
            let ended = appoint::end(&number, &provider, provider.now()).await?;
            if ended { say("ended") } else { Err(Stop::Refused(String::from("nobody with this number is an officer"))) }
        }
    }
}

pub(crate) async fn permit(command: PermissionArgs) -> Result<(), Stop> {
    match command.what {
        PermissionCommand::List(house) => list_groups(&house.provider().await?.store.groups().await?),
        PermissionCommand::AddGroup { group, house } => {
            let provider = house.provider().await?;
            let added = provider.store.add_group(&group, Actor::Operator, provider.now()).await?;
            let taken = || Stop::Refused(String::from("there is a group of this name"));
            added.ok_or_else(taken).and_then(|_| say("added"))
        }
        PermissionCommand::Grant(grant) => change(grant, true).await,
        PermissionCommand::Revoke(grant) => change(grant, false).await,
    }
}

async fn change(grant: Grant, is_grant: bool) -> Result<(), Stop> {
    let provider = grant.house.provider().await?;
    let group = group_named(&grant.group, &provider).await?;
    let what = (grant.module, grant.action);
    if group.permissions.contains(&what) == is_grant {
        return say("nothing to change");
    }
    let (granted, revoked) = if is_grant { (vec![what], Vec::new()) } else { (Vec::new(), vec![what]) };
    let change = PermissionChange { group: group.id, version: group.version, granted, revoked };
    let changed = provider.store.change_permissions(&change, Actor::Operator, provider.now()).await?;
    match (changed, is_grant) {
        (false, _) => Err(Stop::Refused(String::from("somebody else changed the group at the same time: look again"))),
        (true, true) => say("granted"),
        (true, false) => say("revoked"),
    }
}

async fn candidate(number: PersonalNumber, post: &Post, provider: &Provider) -> Result<Candidate, Stop> {
    let group = group_named(&post.group, provider).await?.id;
    Ok(Candidate { number, unit: post.unit.clone(), title: post.title.clone(), group })
}

async fn group_named(name: &Label, provider: &Provider) -> Result<Group, Stop> {
    let groups = provider.store.groups().await?;
    let found = groups.into_iter().find(|group| &group.name == name);
    found.ok_or_else(|| Stop::Refused(format!("there is no group called {name}: see `dinhdanh permission list`")))
}

fn list(officers: &[Officer]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    for officer in officers {
        let Officer { account, name, unit, title, group, .. } = officer;
        let ended = if officer.ended_at.is_some() { "ended" } else { "on duty" };
        writeln!(out, "{account}\t{name}\t{title}\t{unit}\t{}\t{ended}", group.name)?;
    }
    Ok(())
}

fn list_groups(groups: &[Group]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    for group in groups {
        let may: Vec<String> = group
            .permissions
            .iter()
            .map(|(module, action)| format!("{}.{}", module.as_str(), action.as_str()))
            .collect();
        writeln!(out, "{}\t{}", group.name, may.join(" "))?;
    }
    Ok(())
}

fn refused(refusal: appoint::Refusal) -> Stop {
    match refusal {
        appoint::Refusal::Fault(fault) => Stop::from(fault),
        other => Stop::Refused(other.to_string()),
    }
}

fn say(word: &str) -> Result<(), Stop> {
    Ok(writeln!(io::stdout(), "{word}")?)
}

fn number(text: &str) -> Result<PersonalNumber, String> {
    PersonalNumber::parse(text).ok_or_else(|| String::from("a personal number has 12 digits"))
}

fn label(text: &str) -> Result<Label, String> {
    Label::parse(text).ok_or_else(|| String::from("one line of at most 120 characters"))
}

fn module(text: &str) -> Result<Module, String> {
    let words: Vec<&str> = Module::ALL.iter().map(|module| module.as_str()).collect();
    Module::parse(text).ok_or_else(|| format!("one of: {}", words.join(", ")))
}

fn action(text: &str) -> Result<Action, String> {
    let words: Vec<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
    Action::parse(text).ok_or_else(|| format!("one of: {}", words.join(", ")))
}
