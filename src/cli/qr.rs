//! `dinhdanh qr`: whether the square on somebody's screen is genuine, without the network.

use std::io::Read as _;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use crate::cli::Stop;
use crate::cli::house::in_vietnam;
use crate::cli::published::{KeysArgs, file};
use crate::clock::{Clock, Timestamp};
use crate::flow::check_square::{self, Checked};
use crate::limits;
use crate::wallet::offline::Offline;
use crate::wallet::presentation::Kind;

/// Check the one-minute squares that citizens show.
#[derive(Args, Debug)]
pub(crate) struct QrArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check one square by the published keys alone; needs no database, no secret and, with the keys in a file, no network.
    ///
    /// The best answer is "genuine, not yet confirmed": whether it was used before, taken back or locked, only the house
    /// knows. Exit code 0 for that; 1 not signed by this house; 3 expired; 4 not made yet by the clock here; 5 of another
    /// kind than wanted; 2 when the text or the keys cannot be read.
    Check(CheckArgs),
}

#[derive(Args, Debug)]
struct CheckArgs {
    /// The text that the reader read; without it, or with -, it is read from standard input. It is never an argument,
    /// which others on the machine see.
    file: Option<PathBuf>,
    /// Whose squares are believed. A square names its issuer itself, and so would a forged one.
    #[arg(long, value_name = "URL")]
    issuer: String,
    #[command(flatten)]
    keys: KeysArgs,
    /// Which kind is wanted; without it both are.
    #[arg(long)]
    kind: Option<Wanted>,
    /// When it was scanned, in seconds since 1970, when that is not now.
    #[arg(long, value_name = "SECONDS")]
    at: Option<i64>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Wanted {
    Verification,
    Sharing,
}

pub(crate) async fn run(qr: QrArgs) -> Result<(), Stop> {
    let What::Check(command) = qr.what;
    let text = match &command.file {
        Some(path) if path.as_os_str() != "-" => file(path)?,
        _ => typed()?,
    };
    let issuer = command.issuer.trim_end_matches('/');
    let keys = command.keys.read(|| Ok(issuer.to_owned())).await?;
    let wanted = command.kind.map(|wanted| match wanted {
        Wanted::Verification => Kind::Verification,
        Wanted::Sharing => Kind::Sharing,
    });
    let at = command.at.map_or_else(|| Clock::system().now(), Timestamp::from_unix);
    let checked = check_square::check(&text, issuer, &keys, wanted, at);
    if command.json {
        println!("{}", as_json(&checked, issuer, at));
    } else {
        print(&checked, issuer);
    }
    match code(checked.answer) {
        0 => Ok(()),
        code => Err(Stop::Told(code)),
    }
}

/// The text on standard input, no longer than any of ours.
fn typed() -> Result<String, Stop> {
    let mut text = String::new();
    std::io::stdin().take(limits::JWT as u64).read_to_string(&mut text)?;
    Ok(text)
}

fn code(answer: Offline) -> u8 {
    match answer {
        Offline::NotConfirmed => 0,
        Offline::Unknown => 1,
        Offline::Expired => 3,
        Offline::Early => 4,
        Offline::OtherKind => 5,
    }
}

fn print(checked: &Checked, issuer: &str) {
    println!("{}", sentence(checked.answer));
    if let Some(square) = &checked.square {
        println!("kind: {}", square.kind().as_str());
        println!("issuer: {issuer}");
        println!("made: {}", in_vietnam(square.made_at()));
    }
}

fn sentence(answer: Offline) -> &'static str {
    match answer {
        Offline::NotConfirmed => {
            "genuine, not yet confirmed: whether it was used or taken back only a scan with the network tells"
        }
        Offline::Unknown => "not signed by this house: treat the app as fake",
        Offline::Expired => "expired: ask for a new one",
        Offline::Early => "not made yet by the clock here: set the clock, or ask for a new one",
        Offline::OtherKind => "of another kind than was asked for: ask for the right one",
    }
}

fn as_json(checked: &Checked, issuer: &str, at: Timestamp) -> serde_json::Value {
    let mut told = json!({ "answer": checked.answer.word(), "checked_at": at });
    if let (Some(told), Some(square)) = (told.as_object_mut(), &checked.square) {
        told.insert("issuer".into(), issuer.into());
        told.insert("kind".into(), square.kind().as_str().into());
        told.insert("made_at".into(), square.made_at().unix().into());
        told.insert("expires_at".into(), square.expires_at().unix().into());
    }
    told
}
