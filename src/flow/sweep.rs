//! The chores that every node runs: each idempotent, in bounded batches, claiming rows by lease or by taking turns.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::watch;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{
    activate, apply_for_organisation, correct, deliver, dependant, follow, follow_organisations, ledger, notify,
    rotate_keys, settle, supplement_organisation, visitors, wait, watch_cards, watch_officers, watch_returned,
};
use crate::limits;
use crate::provider::Provider;

/// Something done again and again.
struct Chore {
    name: &'static str,
    every: Duration,
    run: fn(Provider, Timestamp) -> Doing,
}

type Doing = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>>;

const CHORES: &[Chore] = &[
    Chore {
        name: "tell parties of sign-outs",
        every: Duration::from_secs(2),
        run: |provider, now| Box::pin(notify::notify(provider, now)),
    },
    // Acted on within a minute (issue 4): a person who has died keeps nothing.
    Chore {
        name: "follow the register",
        every: Duration::from_secs(5),
        run: |provider, now| Box::pin(follow::follow(provider, now)),
    },
    // Said within a minute; what the calendar closes is closed at its midnight by the rule, whatever this chore does.
    Chore {
        name: "hand dependants over",
        every: Duration::from_secs(30),
        run: |provider, now| Box::pin(dependant::by_calendar(provider, now)),
    },
    Chore {
        name: "follow the register of organisations",
        every: Duration::from_secs(5),
        run: |provider, now| Box::pin(follow_organisations::follow(provider, now)),
    },
    Chore {
        name: "lapse what representatives did not answer",
        every: Duration::from_secs(60),
        run: |provider, now| Box::pin(apply_for_organisation::lapse(provider, now)),
    },
    Chore {
        name: "watch cards",
        every: Duration::from_secs(30),
        run: |provider, now| Box::pin(watch_cards::watch(provider, now)),
    },
    // Within a minute (OF08).
    Chore {
        name: "watch officers",
        every: Duration::from_secs(30),
        run: |provider, now| Box::pin(watch_officers::watch(provider, now)),
    },
    Chore {
        name: "warn of and end cases to which nobody came back",
        every: Duration::from_secs(60),
        run: |provider, now| Box::pin(watch_returned::watch(provider, now)),
    },
    Chore {
        name: "warn of the end of organisations' applications that were returned",
        every: Duration::from_secs(60),
        run: |provider, now| Box::pin(supplement_organisation::watch(provider, now)),
    },
    Chore {
        name: "deliver messages",
        every: Duration::from_secs(2),
        run: |provider, now| Box::pin(deliver::deliver(provider, now)),
    },
    Chore {
        name: "go on with applications that wait",
        every: Duration::from_secs(5),
        run: |provider, now| Box::pin(wait::go_on(provider, now)),
    },
    Chore {
        name: "end lapsed activations",
        every: Duration::from_secs(60),
        run: |provider, now| Box::pin(activate::lapse(provider, now)),
    },
    Chore {
        name: "forget spent codes",
        every: Duration::from_secs(600),
        run: |provider, now| Box::pin(async move { provider.store.forget_codes(BATCH, now).await }),
    },
    Chore {
        name: "forget dead tokens",
        every: Duration::from_secs(600),
        run: |provider, now| Box::pin(forget_tokens(provider, now)),
    },
    Chore {
        name: "forget requests that were given up",
        every: Duration::from_secs(600),
        run: |provider, now| Box::pin(forget_requests(provider, now)),
    },
    Chore {
        name: "forget messages and counters",
        every: Duration::from_secs(600),
        run: |provider, now| Box::pin(forget_messages(provider, now)),
    },
    Chore {
        name: "forget contacts",
        every: Duration::from_secs(3600),
        run: |provider, now| Box::pin(forget_contacts(provider, now)),
    },
    Chore {
        name: "make and forget keys",
        every: Duration::from_secs(3600),
        run: |provider, now| Box::pin(async move { rotate_keys::look_after(&provider.store, now).await }),
    },
    // A key that was removed in an emergency is refused by every node within 5 s (KM03).
    Chore {
        name: "take up changed keys",
        every: Duration::from_secs(2),
        run: |provider, now| Box::pin(async move { rotate_keys::refresh(&provider, now).await }),
    },
    Chore {
        name: "hand corrections to the register",
        every: Duration::from_secs(5),
        run: |provider, now| Box::pin(correct::hand(provider, now)),
    },
    Chore {
        name: "look for corrections that were sent to the register",
        every: Duration::from_secs(60),
        run: |provider, now| Box::pin(settle::look_for(provider, now)),
    },
    Chore {
        name: "remind of visits, call off and let pass",
        every: Duration::from_secs(60),
        run: |provider, now| Box::pin(visitors::look_after(provider, now)),
    },
    Chore {
        name: "lapse questions and squares",
        every: Duration::from_secs(5),
        run: |provider, now| Box::pin(lapse(provider, now)),
    },
    Chore {
        name: "forget what was released",
        every: Duration::from_secs(30),
        run: |provider, now| Box::pin(async move { provider.store.forget_releases(now).await }),
    },
    // The last, so that doing every chore once leaves the events of all the others in the ledger.
    Chore {
        name: "integrate events into the ledger",
        every: Duration::from_secs(1),
        run: |provider, now| Box::pin(ledger::look_after(provider, now)),
    },
];

/// Runs every chore once; for tests and the sandbox, which do not wait.
pub async fn once(provider: &Provider) -> Result<(), Fault> {
    for chore in CHORES {
        (chore.run)(provider.clone(), provider.now()).await?;
    }
    Ok(())
}

/// Runs the chores, each at its own pace, until the house is closed. A failing chore is logged and tried again.
#[expect(clippy::disallowed_methods, reason = "the one place that waits")]
pub async fn until_closed(provider: Provider, closed: watch::Receiver<bool>) {
    let doing = CHORES.iter().map(|chore| {
        let (provider, mut closed) = (provider.clone(), closed.clone());
        tokio::spawn(async move {
            while !*closed.borrow() {
                if let Err(fault) = (chore.run)(provider.clone(), provider.now()).await {
                    tracing::warn!(chore = chore.name, %fault, "a chore failed and will be tried again");
                }
                tokio::select! {
                    () = tokio::time::sleep(chore.every) => {}
                    _ = closed.changed() => {}
                }
            }
        })
    });
    for chore in doing.collect::<Vec<_>>() {
        let _ = chore.await;
    }
}

/// What is dead stays for a while, so that a replay is still known as one, and is then of no use to anybody.
async fn forget_tokens(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    let until = now.minus(limits::KEEP_SPENT);
    while provider.store.forget_families(until, BATCH).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_invitations(until, BATCH).await? == BATCH.unsigned_abs() {}
    provider.store.forget_access(until).await?;
    provider.store.forget_assertions(now).await
}

/// An answered or expired request still says so for a while to whoever comes back to it.
async fn forget_requests(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    let until = now.minus(limits::KEEP_SPENT);
    while provider.store.forget_requests(until, BATCH).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_pushed(until, BATCH).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_sign_in_squares(until, BATCH).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_notices(until, BATCH).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_browsers(BATCH, now).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_organisation_squares(until, BATCH).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_challenges(BATCH, now).await? == BATCH.unsigned_abs() {}
    Ok(())
}

/// Who contacted somebody is told for a year; what was reported is kept with its report.
async fn forget_contacts(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    let until = now.minus(limits::KEEP_CONTACTS);
    while provider.store.forget_contacts(until, BATCH).await? == BATCH.unsigned_abs() {}
    Ok(())
}

/// A message lies sealed until nobody looks for it any more; a counter ends with its window.
async fn forget_messages(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    let until = now.minus(limits::KEEP_MESSAGES);
    while provider.store.forget_messages(until, BATCH).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_person_codes(BATCH, now).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_counters(BATCH, now).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_old_guesses(BATCH, now).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_recoveries(until, BATCH).await? == BATCH.unsigned_abs() {}
    while provider.store.forget_browser_passes(BATCH, now).await? == BATCH.unsigned_abs() {}
    Ok(())
}

async fn lapse(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    while provider.store.lapse_asks(BATCH, now).await? == BATCH.unsigned_abs() {}
    while provider.store.expire_presentations(BATCH, now).await? == BATCH.unsigned_abs() {}
    while provider.store.expire_sign_in_squares(BATCH, now).await? == BATCH.unsigned_abs() {}
    Ok(())
}

const BATCH: i64 = 500;
