//! The registers of the state over HTTP, by the national exchange.
//!
//! Every question has a time, one repetition when nobody answered, and a breaker before it. Whatever is not a whole and
//! sensible answer to this very question is `Fault::RegistryDown`: nobody is ever matched because a register failed (F39).

use std::fmt::{self, Debug};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use url::Url;

use crate::clock::{Clock, Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::identity::chip::{Challenge, Reading};
use crate::identity::correction::Handing;
use crate::identity::foreigner::{DocumentId, ForeignerRecord};
use crate::identity::insured::Insured;
use crate::identity::licence::Licence;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::organisation::{OrganisationNumber, OrganisationRecord};
use crate::identity::person::{Card, Record};
use crate::identity::phone::Phone;
use crate::identity::tax_code::TaxCode;
use crate::registry::breaker::{Breaker, Ticket};
use crate::registry::cards::Cards;
use crate::registry::chips::Chips;
use crate::registry::exchange::answer::Answer as About;
use crate::registry::exchange::card::{NguoiThamGia, TheCanCuoc};
use crate::registry::exchange::changes::{ChangesAnswer, ChangesQuestion};
use crate::registry::exchange::chip::{ChipAnswer, ChipQuestion};
use crate::registry::exchange::correction::{CorrectionAnswer, CorrectionQuestion};
use crate::registry::exchange::foreigner::{NguoiNuocNgoai, asked_by_document};
use crate::registry::exchange::licence::GiayPhepLaiXe;
use crate::registry::exchange::organisation::{ToChuc, asked_by_number, asked_by_tax_code};
use crate::registry::exchange::person::PersonAnswer;
use crate::registry::exchange::subscriber::SubscriberAnswer;
use crate::registry::exchange::{NoSense, Question};
use crate::registry::immigration::Immigration;
use crate::registry::insurance::Insurance;
use crate::registry::licences::Licences;
use crate::registry::organisations::Organisations;
use crate::registry::{Amendment, Answer, Change, Registry, Standing};
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
    cards: WithFeed,
    chips: Service,
    corrections: Service,
    immigration: WithFeed,
    insurance: WithFeed,
    licences: WithFeed,
    organisations: WithFeed,
    population: WithFeed,
    subscribers: Service,
}

/// A register that also says what it changed. The feed has a breaker of its own: it may be down while questions are
/// answered, and the other way round.
struct WithFeed {
    register: Service,
    feed: Service,
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
        let with_feed = |register: &'static str, feed: &'static str| {
            let place = format!("{register}/changes");
            Ok::<_, Fault>(WithFeed {
                register: Service::new(register, register, base)?,
                feed: Service::new(feed, &place, base)?,
            })
        };
        Ok(Self {
            token,
            within,
            clock,
            line,
            cards: with_feed("cards", "cards_changes")?,
            chips: Service::new("chips", "chips", base)?,
            corrections: Service::new("population_corrections", "population/corrections", base)?,
            immigration: with_feed("immigration", "immigration_changes")?,
            insurance: with_feed("insurance", "insurance_changes")?,
            licences: with_feed("licences", "licences_changes")?,
            organisations: with_feed("organisations", "organisations_changes")?,
            population: with_feed("population", "population_changes")?,
            subscribers: Service::new("subscribers", "subscribers", base)?,
        })
    }

    /// Asks a register about one subject. What reads the answer also says whether it is one.
    async fn ask<T>(
        &self,
        service: &Service,
        number: String,
        read: impl Fn(&[u8], &Question) -> Result<T, NoSense>,
    ) -> Result<T, Fault> {
        let question = Question { mark: mark()?, number };
        self.put(service, &json!(question), |body| read(body, &question)).await
    }

    /// A person with the card as the register of cards has it: the population's record holds a copy, which may be older than
    /// a revocation (Law on Identification Art. 9(14)).
    async fn person(&self, number: String) -> Result<Option<Record>, Fault> {
        let record = self.ask(&self.population.register, number, PersonAnswer::read).await?;
        let Some(mut record) = record else { return Ok(None) };
        record.details.card = self.card(&record.number).await?;
        Ok(Some(record))
    }

    /// Asks a register's feed.
    async fn changes<T>(
        &self,
        service: &Service,
        (after, limit): (i64, u32),
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<Change<T>>, Fault> {
        let question = ChangesQuestion { mark: mark()?, after, limit };
        self.put(service, &json!(question), |body| ChangesAnswer::read(body, &question, &parse)).await
    }

    /// Puts a question, as far as the breaker lets it out.
    async fn put<T>(
        &self,
        service: &Service,
        question: &Value,
        read: impl Fn(&[u8]) -> Result<T, NoSense>,
    ) -> Result<T, Fault> {
        let Some(ticket) = service.admit(&self.clock) else {
            return Err(down(service, "left alone for a while, after it failed"));
        };
        let repetitions = if ticket.is_probe { 0 } else { REPETITIONS };
        let body = self.answer(service, question, repetitions).await;
        match body.and_then(|body| read(&body).map_err(|unread| unread.to_string())) {
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
    async fn answer(&self, service: &Service, question: &Value, repetitions: u8) -> Result<Vec<u8>, String> {
        let mut left = repetitions;
        loop {
            match self.line.ask(&service.url, &self.token, self.within, question).await {
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
        Box::pin(self.person(number.as_str().to_owned()))
    }

    fn look_up_legacy<'a>(&'a self, number: &'a LegacyNumber) -> Answer<'a, Option<Record>> {
        Box::pin(self.person(number.as_str().to_owned()))
    }

    fn subscriber<'a>(&'a self, phone: &'a Phone) -> Answer<'a, Option<PersonalNumber>> {
        Box::pin(self.ask(&self.subscribers, phone.as_str().to_owned(), SubscriberAnswer::read))
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(self.changes(&self.population.feed, (sequence, limit), PersonalNumber::parse))
    }

    // It may be put again like a question: handed over twice a correction changes nothing.
    fn correct<'a>(&'a self, amendment: &'a Amendment, _: Timestamp) -> Answer<'a, Handing> {
        Box::pin(async move {
            let question = CorrectionQuestion::of(mark()?, amendment);
            self.put(&self.corrections, &json!(question), |body| CorrectionAnswer::read(body, &question)).await
        })
    }

    fn may_answer(&self) -> bool {
        let now = self.clock.now();
        let needed = [&self.population.register, &self.cards.register, &self.subscribers];
        needed.iter().all(|service| service.known().breaker.would_admit(now))
    }

    fn standing(&self) -> Vec<Standing> {
        let with_feed =
            [&self.cards, &self.immigration, &self.insurance, &self.licences, &self.organisations, &self.population];
        let services = with_feed.into_iter().flat_map(|both| [&both.register, &both.feed]).chain([
            &self.chips,
            &self.corrections,
            &self.subscribers,
        ]);
        services.map(Service::standing).collect()
    }
}

impl Cards for Exchange {
    fn card<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Card>> {
        Box::pin(async move {
            let asked = number.as_str().to_owned();
            let held = self.ask(&self.cards.register, asked, About::<TheCanCuoc>::read).await?;
            Ok(held.map(|held| held.card))
        })
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(self.changes(&self.cards.feed, (sequence, limit), PersonalNumber::parse))
    }
}

impl Chips for Exchange {
    fn read<'a>(&'a self, number: &'a PersonalNumber, challenge: &'a Challenge) -> Answer<'a, Option<Reading>> {
        Box::pin(async move {
            let question = ChipQuestion::of(mark()?, number, challenge);
            self.put(&self.chips, &json!(question), |body| ChipAnswer::read(body, &question)).await
        })
    }
}

impl Immigration for Exchange {
    fn by_number<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<ForeignerRecord>> {
        let asked = number.as_str().to_owned();
        Box::pin(self.ask(&self.immigration.register, asked, About::<NguoiNuocNgoai>::read))
    }

    fn by_document<'a>(&'a self, document: &'a DocumentId) -> Answer<'a, Option<ForeignerRecord>> {
        let asked = asked_by_document(document);
        Box::pin(self.ask(&self.immigration.register, asked, About::<NguoiNuocNgoai>::read))
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(self.changes(&self.immigration.feed, (sequence, limit), PersonalNumber::parse))
    }
}

impl Insurance for Exchange {
    fn insured<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Insured>> {
        let asked = number.as_str().to_owned();
        Box::pin(self.ask(&self.insurance.register, asked, About::<NguoiThamGia>::read))
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(self.changes(&self.insurance.feed, (sequence, limit), PersonalNumber::parse))
    }
}

impl Licences for Exchange {
    fn licence<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Licence>> {
        let asked = number.as_str().to_owned();
        Box::pin(self.ask(&self.licences.register, asked, About::<GiayPhepLaiXe>::read))
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(self.changes(&self.licences.feed, (sequence, limit), PersonalNumber::parse))
    }
}

impl Organisations for Exchange {
    fn by_number<'a>(&'a self, number: &'a OrganisationNumber) -> Answer<'a, Option<OrganisationRecord>> {
        let asked = asked_by_number(number);
        Box::pin(self.ask(&self.organisations.register, asked, About::<ToChuc>::read))
    }

    fn by_tax_code<'a>(&'a self, code: &'a TaxCode) -> Answer<'a, Option<OrganisationRecord>> {
        let asked = asked_by_tax_code(code);
        Box::pin(self.ask(&self.organisations.register, asked, About::<ToChuc>::read))
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change<OrganisationNumber>>> {
        Box::pin(self.changes(&self.organisations.feed, (sequence, limit), OrganisationNumber::parse))
    }
}

impl Service {
    fn new(name: &'static str, place: &str, base: &Url) -> Result<Self, Fault> {
        let url = format!("{}/{place}", base.as_str().trim_end_matches('/'));
        let url = Url::parse(&url).map_err(|error| Fault::caused("the exchange's address is none", error))?;
        Ok(Self { name, url, known: Mutex::default() })
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        // Nothing that can panic happens under the lock, and counters are never half written.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn standing(&self) -> Standing {
        let known = self.known();
        Standing {
            register: self.name,
            breaker: known.breaker.state(),
            answered: known.answered,
            failed: known.failed,
            kept_back: known.kept_back,
        }
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

/// A mark that no other question has: the answer to another one is none.
fn mark() -> Result<String, Fault> {
    Ok(encode(&entropy::bytes::<12>()?))
}

fn down(service: &Service, why: &str) -> Fault {
    Fault::RegistryDown(format!("{}: {why}", service.name))
}

/// How often a question is put again that nobody answered.
const REPETITIONS: u8 = 1;

#[cfg(test)]
mod tests;
