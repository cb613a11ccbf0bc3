//! Pages that wait are told when to look again: "changed", and nothing else, so that nothing about anybody stands in a
//! stream.
//!
//! Each node asks the database once a second about everything that its streams wait for, in one statement, and not at all
//! while nobody waits; what another node wrote is seen the same way. A stream ends with its session, after its time, when
//! the database cannot be asked, and when the house closes: the page then asks by itself, as without streams.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, SessionId};
use crate::store::waiting::Standing;
use crate::wallet::awaited::Awaited;

/// The streams of this node.
#[derive(Clone, Debug, Default)]
pub struct Waiting(Arc<Mutex<Streams>>);

/// That something changed; what, only the page's own question tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Changed;

#[derive(Debug, Default)]
struct Streams {
    open: HashMap<u64, Stream>,
    next: u64,
    /// Whether somebody is asking the database each second.
    is_watched: bool,
    is_closed: bool,
}

#[derive(Debug)]
struct Stream {
    awaited: Awaited,
    session: SessionId,
    account: AccountId,
    ends_at: Timestamp,
    last: Option<String>,
    tell: Sender<Changed>,
}

/// Opens a stream for a page of this session; none when there are too many, and the page asks by itself.
pub fn follow(
    session: &SessionFacts,
    awaited: Awaited,
    provider: &Provider,
    now: Timestamp,
) -> Option<Receiver<Changed>> {
    let (tell, told) = mpsc::channel(1);
    let stream = Stream {
        awaited,
        session: session.id.clone(),
        account: session.account.clone(),
        ends_at: now.plus(limits::STREAM),
        last: None,
        tell,
    };
    if provider.waiting.take_in(stream)? {
        tokio::spawn(watch(provider.clone()));
    }
    Some(told)
}

/// Asks for all streams as long as there are any.
async fn watch(provider: Provider) {
    let every = Duration::from_secs(limits::STREAM_LOOK.get().unsigned_abs());
    loop {
        #[expect(clippy::disallowed_methods, reason = "the one watcher of a node waits, no request does")]
        tokio::time::sleep(every).await;
        let now = provider.now();
        let Some(streams) = provider.waiting.watched() else { return };
        match look(&streams, &provider, now).await {
            Ok(standing) => provider.waiting.tell(&standing, now),
            Err(fault) => {
                tracing::warn!(%fault, "waiting pages are left to ask by themselves");
                provider.waiting.lock().open.clear();
            }
        }
    }
}

async fn look(streams: &[(Awaited, SessionId)], provider: &Provider, now: Timestamp) -> Result<Standing, Fault> {
    let (awaited, sessions) = (streams.iter().map(|(awaited, _)| awaited), streams.iter().map(|(_, id)| id));
    provider.store.standing(awaited, sessions, now).await
}

impl Waiting {
    /// Ends every stream and takes in none: requests under way would otherwise hold up a house that closes.
    pub fn close(&self) {
        let mut streams = self.lock();
        streams.is_closed = true;
        streams.open.clear();
    }

    /// Takes a stream in; whether somebody has to begin asking. None when there are too many of the node or the person.
    fn take_in(&self, stream: Stream) -> Option<bool> {
        let mut streams = self.lock();
        // Whoever left in the last second is not counted.
        streams.open.retain(|_, open| !open.tell.is_closed());
        let of_person = streams.open.values().filter(|open| open.account == stream.account).count();
        if streams.is_closed || streams.open.len() >= limits::STREAMS || of_person >= limits::STREAMS_PERSON {
            return None;
        }
        let name = streams.next;
        streams.next = name.wrapping_add(1);
        streams.open.insert(name, stream);
        Some(!std::mem::replace(&mut streams.is_watched, true))
    }

    /// What is waited for, and in which sessions; none when nobody waits, and then nobody asks.
    fn watched(&self) -> Option<Vec<(Awaited, SessionId)>> {
        let mut streams = self.lock();
        streams.open.retain(|_, open| !open.tell.is_closed());
        streams.is_watched = !streams.open.is_empty();
        let watched = streams.open.values().map(|open| (open.awaited.clone(), open.session.clone()));
        streams.is_watched.then(|| watched.collect())
    }

    /// Ends what is over, and tells the others what changed. The first look is told too: something may have changed between
    /// the page and its stream.
    fn tell(&self, standing: &Standing, now: Timestamp) {
        self.lock().open.retain(|_, stream| {
            if now >= stream.ends_at || !standing.is_live(&stream.session) {
                return false;
            }
            let stands = standing.of(&stream.awaited);
            if stream.last.as_deref() != Some(stands) {
                stream.last = Some(stands.to_owned());
                // A page that has not taken the last word yet will look soon anyway.
                let _ = stream.tell.try_send(Changed);
            }
            true
        });
    }

    fn lock(&self) -> MutexGuard<'_, Streams> {
        // No code of ours panics while it holds the streams, and each of them stands by itself.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(account: u8) -> (Stream, Receiver<Changed>) {
        let (tell, told) = mpsc::channel(1);
        let account = AccountId::new([account; 16]);
        let stream = Stream {
            awaited: Awaited::Requests(account.clone()),
            session: SessionId::new([1; 16]),
            account,
            ends_at: Timestamp::from_unix(100),
            last: None,
            tell,
        };
        (stream, told)
    }

    #[test]
    fn a_person_has_a_few_streams_who_leaves_makes_room_and_one_asks_for_all() {
        let waiting = Waiting::default();
        let mut kept = Vec::new();
        for count in 0..limits::STREAMS_PERSON {
            let (stream, told) = stream(1);
            assert_eq!(waiting.take_in(stream), Some(count == 0));
            kept.push(told);
        }
        assert_eq!(waiting.take_in(stream(1).0), None);
        let (others, _told) = stream(2);
        assert_eq!(waiting.take_in(others), Some(false));
        kept.pop();
        let (again, _told) = stream(1);
        assert_eq!(waiting.take_in(again), Some(false));
        waiting.close();
        assert_eq!(waiting.take_in(stream(3).0), None);
        assert!(waiting.watched().is_none());
    }

    #[test]
    fn a_stream_ends_with_its_session() {
        let waiting = Waiting::default();
        let (one, mut told) = stream(1);
        waiting.take_in(one);
        waiting.tell(&Standing::default(), Timestamp::from_unix(1));
        assert_eq!(told.try_recv(), Err(mpsc::error::TryRecvError::Disconnected));
        assert!(waiting.watched().is_none());
    }
}
