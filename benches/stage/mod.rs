//! A small sandbox in this process for benches: a house, a signed-in citizen, an officer, a portal.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use dinhdanh::clock::{Seconds, Timestamp};
use dinhdanh::config::Config;
use dinhdanh::flow::authorize::{self, Outcome};
use dinhdanh::flow::{consent, rotate_keys, sandbox};
use dinhdanh::identity::event::Actor;
use dinhdanh::identity::number::PersonalNumber;
use dinhdanh::oauth::consent::Choice;
use dinhdanh::oauth::relying_party::metadata::Metadata;
use dinhdanh::oauth::reply::Reply;
use dinhdanh::oauth::session::SessionFacts;
use dinhdanh::provider::Provider;
use dinhdanh::secret::{AccountId, ClientId, Digest, RequestId, Secret, SessionId, Token, TokenKind};
use dinhdanh::store::session::NewSession;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

/// The person with every claim, of the sandbox's cast.
const CITIZEN: &str = "001190999921";
/// An officer at the counter.
const OFFICER: &str = "001080999911";

pub(crate) struct Stage {
    pub(crate) runtime: Runtime,
    pub(crate) provider: Provider,
    pub(crate) session: SessionFacts,
    pub(crate) officer: AccountId,
    pub(crate) secret: Token,
    browser: Token,
    now: Cell<Timestamp>,
    _folder: TempDir,
}

impl Stage {
    /// On SQLite in a folder of its own, or on the database that the URL names, which must be empty.
    pub(crate) fn new(database: Option<&str>) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let folder = TempDir::new().expect("a folder");
        let file = format!("sqlite://{}", folder.path().join("bench.sqlite").display());
        let url = database.unwrap_or(&file);
        let config = format!("[sandbox]\nenabled = true\n[database]\nurl = \"{url}\"");
        let config = Config::load(&config, &BTreeMap::new()).expect("a configuration");
        let (provider, session, officer, browser, secret, now) = runtime.block_on(async {
            let provider = Provider::assemble(config, &Secret::new([7; 32])).await.expect("a house");
            let now = provider.now();
            rotate_keys::begin(&provider, now).await.expect("keys");
            sandbox::seed(&provider, now).await.expect("a nation");
            let (citizen, officer) = (account(&provider, CITIZEN).await, account(&provider, OFFICER).await);
            let browser = Token::mint(TokenKind::Browser, [1; 32]);
            let session = signed_in(&provider, &citizen, &browser, now).await;
            let secret = Token::mint(TokenKind::ClientSecret, [3; 32]);
            register(&provider, &secret, now).await;
            (provider, session, officer, browser, secret, now)
        });
        let stage = Self { runtime, provider, session, officer, secret, browser, now: Cell::new(now), _folder: folder };
        stage.runtime.block_on(stage.agree());
        stage
    }

    /// An instant far enough after the last that no counter of attempts is full.
    pub(crate) fn later(&self) -> Timestamp {
        self.now.set(self.now.get().plus(Seconds::minutes(4)));
        self.now.get()
    }

    /// A portal's request by single sign-on, answered with a code.
    pub(crate) async fn code(&self, now: Timestamp) -> String {
        match self.begin(now).await {
            Outcome::Issued(Reply::Redirect(url), _) => {
                let url = Url::parse(&url).expect("an address");
                let code = url.query_pairs().find(|(name, _)| name == "code");
                code.expect("a code").1.into_owned()
            }
            other => panic!("no code was sent: {other:?}"),
        }
    }

    async fn begin(&self, now: Timestamp) -> Outcome {
        let query = format!(
            "client_id=rp_bench&redirect_uri=https%3A%2F%2Fportal.example%2Fcb&response_type=code&scope=openid+vn_identity\
             &state=s&nonce=n&code_challenge_method=S256&code_challenge={}",
            Digest::sha256(VERIFIER.as_bytes()).as_str()
        );
        let begun = authorize::begin(query.as_bytes(), Some(&self.browser), Some(&self.session), &self.provider, now);
        begun.await.expect("no fault")
    }

    /// The citizen agrees once; every later request is answered at once.
    async fn agree(&self) {
        let now = self.now.get();
        let Outcome::Visit(page) = self.begin(now).await else { panic!("nobody was asked") };
        let id = page.split_once("request=").expect("a request").1.split('&').next().unwrap_or_default();
        let open = authorize::open(&RequestId::from_text(id), &self.browser, &self.provider, now).await;
        let open = open.expect("no fault").expect("an open request");
        let asked = consent::question(&open, &self.session, &self.provider, now).await.expect("no fault");
        let (asked, _) = asked.expect("a question");
        let all = Choice::All(BTreeSet::new());
        let mark = asked.mark();
        let allowed = consent::allow(&open, &self.session, &all, mark.as_str(), &self.provider, now);
        allowed.await.expect("no fault");
    }
}

/// PKCE's verifier of every request here.
pub(crate) const VERIFIER: &str = "a-verifier-of-forty-three-characters-at-least-0123";

async fn account(provider: &Provider, number: &str) -> AccountId {
    let number = PersonalNumber::parse(number).expect("a number");
    let person = provider.store.person_digest(&number);
    provider.store.account_of_person(&person).await.expect("no fault").expect("an account").id
}

async fn signed_in(provider: &Provider, account: &AccountId, browser: &Token, now: Timestamp) -> SessionFacts {
    let digest = Digest::sha256(b"bench");
    let session = NewSession {
        id: SessionId::new([2; 16]),
        digest: digest.clone(),
        account: account.clone(),
        browser: browser.digest(),
        authenticated_at: now,
        level: 2,
        methods: vec!["pwd".into(), "sms".into()],
        // Benches move the clock by minutes a round, so that this session outlives the twelve hours of a real one.
        ends_at: now.plus(Seconds::days(36_500)),
        device: Default::default(),
        for_request: None,
        instead_of: None,
    };
    provider.store.begin_session(&session, None, now).await.expect("a session");
    provider.store.session(&digest).await.expect("no fault").expect("the session")
}

async fn register(provider: &Provider, secret: &Token, now: Timestamp) {
    let metadata = r#"{"client_id": "rp_bench", "client_name": "Cổng", "scope": "openid vn_identity",
        "redirect_uris": ["https://portal.example/cb"], "id_token_signed_response_alg": "ES256"}"#;
    let metadata = Metadata::read(metadata).expect("metadata");
    let (id, digest) = (ClientId::from_text("rp_bench"), secret.digest());
    let registered = provider.store.register_party(&id, &metadata, Some(&digest), Actor::Operator, now);
    assert!(registered.await.expect("no fault"), "the party is new");
}
