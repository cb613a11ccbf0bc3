//! A stream of server-sent events, as a page hears it.

use std::time::Duration;

/// An open stream and everything that it has said.
#[derive(Debug)]
pub(crate) struct Listening {
    response: reqwest::Response,
    seen: String,
    told: usize,
}

impl Listening {
    pub(crate) fn to(response: reqwest::Response) -> Self {
        Self { response, seen: String::new(), told: 0 }
    }

    /// The next event that is more than a beat; none when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<String> {
        loop {
            while let Some(end) = self.seen[self.told..].find("\n\n") {
                let event = self.seen[self.told..self.told + end].to_owned();
                self.told += end + 2;
                if !event.starts_with(':') {
                    return Some(event);
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await;
            let chunk = chunk.expect("a stream that says nothing beats at least").expect("a stream ends whole")?;
            self.seen.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Everything that it has said.
    pub(crate) fn seen(&self) -> &str {
        &self.seen
    }
}

const PATIENCE: Duration = Duration::from_secs(60);
