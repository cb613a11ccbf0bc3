//! The assembled house: what every flow is handed. Cheap to clone.

use std::ops::Deref;
use std::sync::Arc;

use crate::clock::{Clock, Hand, Timestamp};
use crate::config::Config;
use crate::fault::Fault;
use crate::flow::credential::Hashing;
use crate::flow::party_keys::PartyKeys;
use crate::flow::request_file::RequestFiles;
use crate::flow::rotate_keys;
use crate::flow::waiting::Waiting;
use crate::identity::passkey::Passkeys;
use crate::jose::key_ring::KeyHook;
use crate::post::Post;
use crate::post::mail::Server;
use crate::post::sms::Gateway;
use crate::provider::outbound::Outbound;
use crate::registry::Registry;
use crate::registry::biometrics::{Biometrics, Simulated, Unconnected};
use crate::registry::cards::Cards;
use crate::registry::chips::{self, Chips};
use crate::registry::embedded::Embedded;
use crate::registry::http::Exchange;
use crate::registry::immigration::Immigration;
use crate::registry::insurance::Insurance;
use crate::registry::licences::Licences;
use crate::registry::organisations::Organisations;
use crate::seal::Vault;
use crate::secret::Secret;
use crate::store::engine::Database;
use crate::store::{Store, migrations};

pub mod outbound;

/// The house.
#[derive(Clone, Debug)]
pub struct Provider(Arc<House>);

/// What the house is made of.
#[derive(Debug)]
pub struct House {
    /// The checked configuration.
    pub config: Config,
    /// Where the present instant comes from; read once a request.
    pub clock: Clock,
    /// The hand of the clock; there only in the sandbox.
    pub hand: Option<Hand>,
    /// The turns in which passwords are hashed.
    pub hashing: Hashing,
    /// The keys with which the house signs.
    pub keys: KeyHook,
    /// The one client for calls to the outside.
    pub outbound: Outbound,
    /// The passkeys of this host; none where the house is called by an address.
    pub passkeys: Option<Passkeys>,
    /// Keys of parties that were fetched from their addresses.
    pub party_keys: PartyKeys,
    /// Request objects of parties that were fetched from their addresses.
    pub request_files: RequestFiles,
    /// The register of the population.
    pub registry: Arc<dyn Registry>,
    /// The register of identity cards.
    pub cards: Arc<dyn Cards>,
    /// The readers of cards at the counters, where a verifying system is connected.
    pub chips: Option<Arc<dyn Chips>>,
    /// The register of immigration.
    pub immigration: Arc<dyn Immigration>,
    /// The register of social insurance.
    pub insurance: Arc<dyn Insurance>,
    /// The register of driving licences.
    pub licences: Arc<dyn Licences>,
    /// The register of organisations.
    pub organisations: Arc<dyn Organisations>,
    /// What compares faces and fingerprints with the card database.
    pub biometrics: Arc<dyn Biometrics>,
    /// The SMS gateway, when there is one.
    pub sms: Option<Arc<dyn Post>>,
    /// The mail server, when there is one.
    pub mail: Option<Arc<dyn Post>>,
    /// The database.
    pub store: Store,
    /// The streams to pages that wait.
    pub waiting: Waiting,
}

impl Provider {
    /// Opens the database, migrates it, and assembles the house.
    pub async fn assemble(config: Config, master: &Secret<[u8; 32]>) -> Result<Self, Fault> {
        let database = Database::open(config.database_url.expose()).await?;
        migrations::run(&database).await?;
        let embedded = Embedded::new(database.clone());
        let store = Store::new(database, Arc::new(Vault::new(master)?));
        let (clock, hand) = if config.sandbox {
            let (clock, hand) = Clock::with_hand();
            (clock, Some(hand))
        } else {
            (Clock::system(), None)
        };
        let keys = KeyHook::new(rotate_keys::ring(&store, clock.now()).await?);
        let biometrics: Arc<dyn Biometrics> = if config.sandbox { Arc::new(Simulated) } else { Arc::new(Unconnected) };
        let outbound = Outbound::new(&config)?;
        let (hashing, party_keys) = (Hashing::new(), PartyKeys::default());
        let Registers { cards, chips, immigration, insurance, licences, organisations, registry } =
            registers(&config, embedded, &clock, &outbound)?;
        let (sms, mail) = (gateway(&config, &outbound), mail_server(&config)?);
        let house = House {
            passkeys: Passkeys::of(config.origin()),
            config,
            clock,
            hand,
            hashing,
            keys,
            outbound,
            party_keys,
            request_files: RequestFiles::default(),
            cards,
            chips,
            immigration,
            insurance,
            licences,
            organisations,
            registry,
            biometrics,
            sms,
            mail,
            store,
            waiting: Waiting::default(),
        };
        Ok(Self(Arc::new(house)))
    }

    /// The present instant. A request reads it once, by the extractor `Now`.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// Every register, each behind its port.
struct Registers {
    cards: Arc<dyn Cards>,
    chips: Option<Arc<dyn Chips>>,
    immigration: Arc<dyn Immigration>,
    insurance: Arc<dyn Insurance>,
    licences: Arc<dyn Licences>,
    organisations: Arc<dyn Organisations>,
    registry: Arc<dyn Registry>,
}

impl Registers {
    fn of<T>(all: Arc<T>, chips: Option<Arc<dyn Chips>>) -> Self
    where
        T: Cards + Immigration + Insurance + Licences + Organisations + Registry + 'static,
    {
        Self {
            cards: Arc::<T>::clone(&all),
            chips,
            immigration: Arc::<T>::clone(&all),
            insurance: Arc::<T>::clone(&all),
            licences: Arc::<T>::clone(&all),
            organisations: Arc::<T>::clone(&all),
            registry: all,
        }
    }
}

/// The registers of the state where they are set, else those in our own database.
fn registers(config: &Config, embedded: Embedded, clock: &Clock, outbound: &Outbound) -> Result<Registers, Fault> {
    let Some(set) = &config.registry else {
        let chips = config.sandbox.then(|| Arc::new(chips::Simulated::new(embedded.clone())) as Arc<dyn Chips>);
        return Ok(Registers::of(Arc::new(embedded), chips));
    };
    let line = Arc::new(outbound.clone());
    let exchange = Arc::new(Exchange::new(&set.url, set.token.clone(), set.within, clock.clone(), line)?);
    let chips: Arc<dyn Chips> = Arc::<Exchange>::clone(&exchange);
    Ok(Registers::of(exchange, Some(chips)))
}

fn gateway(config: &Config, outbound: &Outbound) -> Option<Arc<dyn Post>> {
    let sms = config.sms.as_ref()?;
    Some(Arc::new(Gateway::new(sms.gateway.clone(), sms.token.clone(), Arc::new(outbound.clone()))))
}

fn mail_server(config: &Config) -> Result<Option<Arc<dyn Post>>, Fault> {
    let Some(email) = &config.email else { return Ok(None) };
    let unread = |error| Fault::caused("the certificate authorities of outbound.ca cannot be read", error);
    let ca = config.outbound_ca.as_ref().map(std::fs::read).transpose().map_err(unread)?;
    Ok(Some(Arc::new(Server::new(&email.server, &email.from, ca.as_deref())?)))
}

impl Deref for Provider {
    type Target = House;

    fn deref(&self) -> &House {
        &self.0
    }
}
