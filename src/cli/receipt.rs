//! `dinhdanh receipt`: whether a receipt is genuine, by the published keys alone.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::Stop;
use crate::cli::house::in_vietnam;
use crate::cli::published::{KeysArgs, file};
use crate::flow::check_ledger::{self, GenuineReceipt, Wrong};

/// Check receipts, as citizens, officers and parties hold them.
#[derive(Args, Debug)]
pub(crate) struct ReceiptArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check one receipt, and its proof when it holds one; needs no database and no secret.
    ///
    /// Exit code 0 for genuine; 1 for anything else, with the reason; 2 when the file or the keys cannot be read.
    Check {
        /// The signed text, or the file that the receipt's page offers.
        file: PathBuf,
        #[command(flatten)]
        keys: KeysArgs,
    },
}

pub(crate) async fn run(receipt: ReceiptArgs) -> Result<(), Stop> {
    let What::Check { file: path, keys } = receipt.what;
    let text = file(&path)?;
    let refused = |wrong: Wrong| Stop::Refused(format!("not genuine: {wrong}"));
    let keys = keys.read(|| check_ledger::unchecked_issuer(&text).map_err(refused)).await?;
    print(&check_ledger::receipt(&text, &keys).map_err(refused)?);
    Ok(())
}

fn print(genuine: &GenuineReceipt) {
    let receipt = &genuine.receipt;
    println!("genuine: a receipt of {}", genuine.issuer);
    println!("number: {}", receipt.id);
    println!("time: {}", in_vietnam(receipt.issued_at));
    let who = [&receipt.asker.name, &receipt.asker.title, &receipt.asker.unit];
    let who: Vec<&str> = who.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    println!("seen by: {}", who.join(", "));
    println!("purpose: {} ({})", receipt.purpose.as_str(), receipt.purpose.ground());
    println!("fields: {}", receipt.fields.words().collect::<Vec<_>>().join(" "));
    if !receipt.place.is_empty() {
        println!("place: {}", receipt.place);
    }
    match &genuine.place {
        Some((number, head)) => println!(
            "ledger: leaf {number} under head {} of {} leaves, signed {}",
            head.number,
            head.size,
            in_vietnam(head.signed_at)
        ),
        None => println!(
            "ledger: this file holds no proof; ask {}/ledger/inclusion?leaf={}&size=SIZE",
            genuine.issuer, receipt.leaf
        ),
    }
}
