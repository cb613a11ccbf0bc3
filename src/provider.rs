//! The assembled house: what every flow is handed. Cheap to clone.

use std::ops::Deref;
use std::sync::Arc;

use crate::clock::{Clock, Hand, Timestamp};
use crate::config::Config;
use crate::fault::Fault;
use crate::flow::credential::Hashing;
use crate::flow::party_keys::PartyKeys;
use crate::flow::rotate_keys;
use crate::jose::key_ring::KeyHook;
use crate::provider::outbound::Outbound;
use crate::registry::Registry;
use crate::registry::biometrics::{Biometrics, Simulated, Unconnected};
use crate::registry::embedded::Embedded;
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
    /// Keys of parties that were fetched from their addresses.
    pub party_keys: PartyKeys,
    /// The register of the population.
    pub registry: Arc<dyn Registry>,
    /// What compares faces and fingerprints with the card database.
    pub biometrics: Arc<dyn Biometrics>,
    /// The database.
    pub store: Store,
}

impl Provider {
    /// Opens the database, migrates it, and assembles the house.
    pub async fn assemble(config: Config, master: &Secret<[u8; 32]>) -> Result<Self, Fault> {
        let database = Database::open(config.database_url.expose()).await?;
        migrations::run(&database).await?;
        let registry = Arc::new(Embedded::new(database.clone()));
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
        let house = House { config, clock, hand, hashing, keys, outbound, party_keys, registry, biometrics, store };
        Ok(Self(Arc::new(house)))
    }

    /// The present instant. A request reads it once, by the extractor `Now`.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Deref for Provider {
    type Target = House;

    fn deref(&self) -> &House {
        &self.0
    }
}
