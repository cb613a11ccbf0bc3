//! The registers of the state over HTTP, by the national exchange.
//!
//! Every question has a time, one repetition when nobody answered, and a breaker before it. Whatever is not a whole and
//! sensible answer to this very question is `Fault::RegistryDown`: nobody is ever matched because a register failed (F39).

use std::fmt::{self, Debug};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use url::Url;

use crate::clock::{Clock, Seconds};
use crate::entropy;
use crate::fault::Fault;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::Record;
use crate::identity::phone::Phone;
use crate::registry::breaker::{Breaker, Ticket};
use crate::registry::exchange::{NoSense, PersonAnswer, Question, SubscriberAnswer};
use crate::registry::{Answer, Registry, Standing};
use crate::secret::{Secret, encode};

/// How a question reaches the exchange; the house's one outbound client is behind it.
pub trait Line: Debug + Send + Sync {
    /// Posts the question and answers the HTTP status and a body of bounded size; none when nobody answered in time.
    fn ask<'a>(
        &'a self,
        url: &'a Url,
        token: &'a Secret<String>,
        within: Seconds,
        question: &'a Value,
    ) -> Pin<Box<dyn Future<Output = Option<(u16, Vec<u8>)>> + Send + 'a>>;
}

/// The registers behind the exchange.
pub struct Exchange {
    token: Secret<String>,
    within: Seconds,
    clock: Clock,
    line: Arc<dyn Line>,
    population: Service,
    subscribers: Service,
}

/// One service of the exchange with its breaker: one may be down while the other answers.
struct Service {
    name: &'static str,
    url: Url,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    breaker: Breaker,
    answered: u64,
    failed: u64,
    kept_back: u64,
}

impl Exchange {
    /// The exchange at this address.
    pub fn new(
        base: &Url,
        token: Secret<String>,
        within: Seconds,
        clock: Clock,
        line: Arc<dyn Line>,
    ) -> Result<Self, Fault> {
        let (population, subscribers) = (Service::new("population", base)?, Service::new("subscribers", base)?);
        Ok(Self { token, within, clock, line, population, subscribers })
    }

    /// Asks a service. What reads the answer also says whether it is one.
    async fn ask<T>(
        &self,
        service: &Service,
        number: &str,
        read: impl Fn(&[u8], &Question) -> Result<T, NoSense>,
    ) -> Result<T, Fault> {
        let question = Question { mark: encode(&entropy::bytes::<12>()?), number: number.to_owned() };
        let Some(ticket) = service.admit(&self.clock) else {
            return Err(down(service, "left alone for a while, after it failed"));
        };
        let repetitions = if ticket.is_probe { 0 } else { REPETITIONS };
        match self.answer(service, &question, repetitions).await.and_then(|body| {
            let unread = |error: NoSense| error.to_string();
            read(&body, &question).map_err(unread)
        }) {
            Ok(answer) => {
                service.answered(&ticket);
                Ok(answer)
            }
            Err(why) => {
                service.failed(&ticket, &self.clock);
                Err(down(service, &why))
            }
        }
    }

    /// The body of the answer, or in words why there is none.
    async fn answer(&self, service: &Service, question: &Question, repetitions: u8) -> Result<Vec<u8>, String> {
        let document = json!(question);
        let mut left = repetitions;
        loop {
            match self.line.ask(&service.url, &self.token, self.within, &document).await {
                Some((200, body)) => return Ok(body),
                // A question changes nothing, so it may be put again; what was refused would be refused again.
                None | Some((500.., _)) if left > 0 => left -= 1,
                None => return Err(String::from("no answer in time")),
                Some((status, _)) => return Err(format!("answered {status}")),
            }
        }
    }
}

impl Registry for Exchange {
    fn look_up<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Record>> {
        Box::pin(self.ask(&self.population, number.as_str(), PersonAnswer::read))
    }

    fn look_up_legacy<'a>(&'a self, number: &'a LegacyNumber) -> Answer<'a, Option<Record>> {
        Box::pin(self.ask(&self.population, number.as_str(), PersonAnswer::read))
    }

    fn subscriber<'a>(&'a self, phone: &'a Phone) -> Answer<'a, Option<PersonalNumber>> {
        Box::pin(self.ask(&self.subscribers, phone.as_str(), SubscriberAnswer::read))
    }

    fn may_answer(&self) -> bool {
        let now = self.clock.now();
        [&self.population, &self.subscribers].iter().all(|service| service.known().breaker.would_admit(now))
    }

    fn standing(&self) -> Vec<Standing> {
        let standing = |service: &Service| {
            let known = service.known();
            Standing {
                register: service.name,
                breaker: known.breaker.state(),
                answered: known.answered,
                failed: known.failed,
                kept_back: known.kept_back,
            }
        };
        vec![standing(&self.population), standing(&self.subscribers)]
    }
}

impl Service {
    fn new(name: &'static str, base: &Url) -> Result<Self, Fault> {
        let url = format!("{}/{name}", base.as_str().trim_end_matches('/'));
        let url = Url::parse(&url).map_err(|error| Fault::caused("the exchange's address is none", error))?;
        Ok(Self { name, url, known: Mutex::default() })
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        // Nothing that can panic happens under the lock, and counters are never half written.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn admit(&self, clock: &Clock) -> Option<Ticket> {
        let mut known = self.known();
        let ticket = known.breaker.admit(clock.now());
        known.kept_back += u64::from(ticket.is_none());
        ticket
    }

    fn answered(&self, ticket: &Ticket) {
        let mut known = self.known();
        known.answered += 1;
        known.breaker.answered(ticket);
    }

    fn failed(&self, ticket: &Ticket, clock: &Clock) {
        let mut known = self.known();
        known.failed += 1;
        known.breaker.failed(ticket, clock.now());
    }
}

impl Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(exchange)")
    }
}

fn down(service: &Service, why: &str) -> Fault {
    Fault::RegistryDown(format!("{}: {why}", service.name))
}

/// How often a question is put again that nobody answered.
const REPETITIONS: u8 = 1;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits;
    use crate::registry::breaker::State;

    /// A line on which the answers are known beforehand; it counts the questions.
    #[derive(Debug)]
    struct Played {
        answers: Mutex<Vec<Option<(u16, &'static str)>>>,
        asked: Mutex<Vec<Value>>,
    }

    impl Line for Played {
        fn ask<'a>(
            &'a self,
            url: &'a Url,
            token: &'a Secret<String>,
            _: Seconds,
            question: &'a Value,
        ) -> Pin<Box<dyn Future<Output = Option<(u16, Vec<u8>)>> + Send + 'a>> {
            assert_eq!((url.path(), token.expose().as_str()), ("/base/population", "t0ken"));
            assert!(url.query().is_none() && !url.as_str().contains(NUMBER), "no number in an address");
            self.asked.lock().unwrap().push(question.clone());
            let answer = self.answers.lock().unwrap().pop().flatten();
            let mark = question["MaYeuCau"].as_str().unwrap().to_owned();
            Box::pin(async move { answer.map(|(status, body)| (status, body.replace("MARK", &mark).into_bytes())) })
        }
    }

    const NUMBER: &str = "001090000001";
    const NOBODY: &str = r#"{"MaYeuCau":"MARK","SoHoi":"001090000001","CongDan":null}"#;

    fn exchange(answers: &[Option<(u16, &'static str)>]) -> (Exchange, Arc<Played>, crate::clock::Hand) {
        let answers = Mutex::new(answers.iter().rev().copied().collect());
        let line = Arc::new(Played { answers, asked: Mutex::default() });
        let (clock, hand) = Clock::with_hand();
        let base = Url::parse("https://exchange.example/base/").unwrap();
        let token = Secret::new(String::from("t0ken"));
        let exchange = Exchange::new(&base, token, Seconds::new(1), clock, Arc::clone(&line) as Arc<dyn Line>).unwrap();
        (exchange, line, hand)
    }

    async fn asked(exchange: &Exchange) -> Result<bool, String> {
        let number = PersonalNumber::parse(NUMBER).unwrap();
        exchange.look_up(&number).await.map(|record| record.is_some()).map_err(|fault| fault.to_string())
    }

    #[tokio::test]
    async fn a_question_that_nobody_answered_is_put_once_more_and_a_refusal_is_not() {
        for (answers, questions, outcome) in [
            (vec![Some((200, NOBODY))], 1, Ok(false)),
            (vec![None, Some((200, NOBODY))], 2, Ok(false)),
            (vec![Some((503, "")), Some((200, NOBODY))], 2, Ok(false)),
            (vec![None, None, Some((200, NOBODY))], 2, Err("no answer in time")),
            (vec![Some((500, "")), Some((502, ""))], 2, Err("answered 502")),
            (vec![Some((401, "")), Some((200, NOBODY))], 1, Err("answered 401")),
            (vec![Some((302, "")), Some((200, NOBODY))], 1, Err("answered 302")),
            (vec![Some((204, "")), Some((200, NOBODY))], 1, Err("answered 204")),
            (vec![Some((200, "{"))], 1, Err("not the agreed document")),
            (vec![Some((200, r#"{"MaYeuCau":"MARK","SoHoi":"001090000002","CongDan":null}"#))], 1, Err("another")),
        ] {
            let (exchange, line, _) = exchange(&answers);
            match (asked(&exchange).await, outcome) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected),
                (Err(why), Err(word)) => assert!(why.contains(word) && !why.contains(NUMBER), "{why}"),
                (found, expected) => panic!("{answers:?}: {found:?} and not {expected:?}"),
            }
            assert_eq!(line.asked.lock().unwrap().len(), questions, "{answers:?}");
        }
    }

    #[tokio::test]
    async fn who_failed_again_and_again_is_left_alone_and_then_asked_once() {
        let (exchange, line, hand) = exchange(&[]);
        let failures = usize::try_from(limits::REGISTER_FAILURES).unwrap();
        for _ in 0..failures {
            assert!(asked(&exchange).await.is_err());
        }
        assert!(!exchange.may_answer());
        assert!(asked(&exchange).await.unwrap_err().contains("left alone"));
        assert_eq!(line.asked.lock().unwrap().len(), 2 * failures);
        let standing = exchange.standing().swap_remove(0);
        assert_eq!((standing.register, standing.breaker), ("population", State::Open));
        assert_eq!((standing.answered, standing.failed, standing.kept_back), (0, failures as u64, 1));

        hand.advance(limits::REGISTER_OPEN);
        assert!(exchange.may_answer());
        assert!(asked(&exchange).await.is_err());
        assert_eq!(line.asked.lock().unwrap().len(), 2 * failures + 1, "a probe is not repeated");
        hand.advance(limits::REGISTER_OPEN);
        line.answers.lock().unwrap().push(Some((200, NOBODY)));
        assert_eq!(asked(&exchange).await, Ok(false));
        assert_eq!(exchange.standing().swap_remove(0).breaker, State::Closed);
        let marks: Vec<String> = line.asked.lock().unwrap().iter().map(|asked| asked["MaYeuCau"].to_string()).collect();
        assert_ne!(marks.first(), marks.last());
    }
}
