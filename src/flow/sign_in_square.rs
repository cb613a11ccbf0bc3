//! The side of the browser that waits: a square on its sign-in page, and the session that it gets when the wallet said yes.
//!
//! ```text
//! begin   -> counted ▣ a square, bound to this browser; its former one is over
//! picture -> the address of this second, drawn again each time: neither name nor proof nor number is kept
//! redeem  -> the square of this browser ⊙ approved a moment ago -> who approved, still there
//!         ▣ one conditional write: the square is spent, the session begins, the person is told
//! ```
//!
//! What leaves the page in a picture opens nothing here: this side goes by the browser's cookie and by the row's id, and
//! neither stands in a picture (XD01).

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{letter, not_me};
use crate::identity::assurance::{self, Level, Method};
use crate::limits;
use crate::oauth::session::{Device, SessionFacts};
use crate::provider::Provider;
use crate::secret::{ClientId, SessionId, SignInSquareId, Token, TokenKind, decode};
use crate::store::session::NewSession;
use crate::store::sign_in_square::NewSquare;
use crate::store::throttle::Throttle;
use crate::wallet::sign_in_square::{Code, Picture, SquareFacts, State, number};

/// A browser at its sign-in page.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'a> {
    /// Its cookie.
    pub browser: &'a Token,
    /// What is kept of it.
    pub device: &'a Device,
    /// Where it is, as attempts are counted.
    pub address: &'a str,
}

/// What the page shows beside the picture.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The facts.
    pub facts: SquareFacts,
    /// Where it stands now.
    pub state: State,
    /// What is typed where there is no camera.
    pub code: Code,
    /// What is typed into the wallet.
    pub number: u8,
}

/// Begins a square for a browser; or says when it may ask for another.
pub async fn begin(
    waiting: Waiting<'_>,
    party: Option<&ClientId>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<SignInSquareId, Timestamp>, Fault> {
    let browser = waiting.browser.digest();
    for (what, whom, limit, window) in [
        ("sign-in squares of an address", waiting.address, limits::SIGN_IN_SQUARES_ADDRESS_MINUTE, Seconds::minutes(1)),
        ("sign-in squares", browser.as_str(), limits::SIGN_IN_SQUARES_BROWSER_HOUR, Seconds::hours(1)),
    ] {
        if let Throttle::Closed(until) = provider.store.throttle(what, whom, limit, window, now).await? {
            return Ok(Err(until));
        }
    }
    let id = SignInSquareId::new(entropy::bytes()?);
    let new = NewSquare {
        digest: picture(&id, 0, provider)?.digest(),
        code: code_digest(&code(&id, provider)?, provider),
        browser,
        browser_kind: waiting.device.browser.clone(),
        address: waiting.address.to_owned(),
        party: party.cloned(),
        expires_at: now.plus(limits::SIGN_IN_SQUARE),
        id,
    };
    provider.store.show_sign_in_square(&new, now).await?;
    Ok(Ok(new.id))
}

/// The square that this browser shows; none when it is another browser's.
pub async fn shown(
    id: &SignInSquareId,
    browser: &Token,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Shown>, Fault> {
    let facts = provider.store.sign_in_square(id).await?;
    let Some(facts) = facts.filter(|facts| facts.browser.matches(&browser.digest())) else { return Ok(None) };
    let (code, number) = (code(id, provider)?, number_of(id, provider)?);
    Ok(Some(Shown { state: facts.state_at(now), facts, code, number }))
}

/// The address in the picture of this second: our own host, so that an ordinary camera finds a page that says what it is.
pub fn address(facts: &SquareFacts, provider: &Provider, now: Timestamp) -> Result<String, Fault> {
    let picture = picture(&facts.id, now.since(facts.began_at).get().max(0), provider)?;
    Ok(format!("{}{PATH}{}", provider.config.issuer.trim_end_matches('/'), picture.write()))
}

/// Gives the browser that waited its session, with what the wallet's own is worth and no longer than that one lasts; none
/// when it was redeemed, is over, or who approved it has been signed out or locked since.
pub async fn redeem(
    square: &SquareFacts,
    waiting: Waiting<'_>,
    former: Option<&SessionFacts>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Token>, Fault> {
    let Some((account, opened_by)) = &square.opened else { return Ok(None) };
    let approving = provider.store.session_of_id(opened_by).await?;
    // Who chose meanwhile to act at level 1 there, or showed the password alone again, has no second factor to lend.
    let lends = |session: &SessionFacts| {
        session.account_is_open && session.ended_at.is_none() && session.level >= Level::Two.number()
    };
    let Some(approving) = approving.filter(lends) else { return Ok(None) };
    let Some(holder) = provider.store.account(account).await? else { return Ok(None) };
    let mut methods = assurance::methods(&approving.methods);
    methods.push(Method::Square);
    let level = assurance::level_of(&methods).unwrap_or(Level::One).number().min(approving.level);
    let cookie = Token::mint(TokenKind::Session, entropy::bytes()?);
    let session = NewSession {
        id: SessionId::new(entropy::bytes()?),
        digest: cookie.digest(),
        account: account.clone(),
        browser: waiting.browser.digest(),
        // When a factor was shown, which was over there: a party that wants a younger one asks for it here (SE08).
        authenticated_at: approving.authenticated_at,
        level,
        methods: assurance::amr(&methods),
        ends_at: approving.ends_at,
        device: waiting.device.clone(),
        for_request: None,
        instead_of: former.cloned(),
    };
    let message = letter::sign_in::let_in(&holder, &waiting.device.browser, now, &provider.config);
    let notice = not_me::notice(&session, provider, now).await?;
    let redeemed =
        provider.store.redeem_sign_in_square(square, opened_by, &session, (&message, notice.as_ref()), now).await?;
    Ok(redeemed.then_some(cookie))
}

/// The picture of a square at that second.
pub(super) fn picture(id: &SignInSquareId, second: i64, provider: &Provider) -> Result<Picture, Fault> {
    let name = derived(&["name", id.as_str()], provider)?;
    Ok(Picture { name, second, proof: proof(&name, second, provider)? })
}

/// The proof that we drew a picture: nobody makes the one of a later second out of it.
pub(super) fn proof(name: &[u8; 16], second: i64, provider: &Provider) -> Result<[u8; 16], Fault> {
    derived(&["moment", &crate::secret::encode(name), &second.to_string()], provider)
}

/// What is kept of a short code.
pub(super) fn code_digest(code: &Code, provider: &Provider) -> crate::secret::Digest {
    provider.store.vault().square(&["code digest", code.as_str()])
}

/// The number that the waiting page shows once a wallet has opened its square.
pub(super) fn number_of(id: &SignInSquareId, provider: &Provider) -> Result<u8, Fault> {
    derived(&["number", id.as_str()], provider).map(number)
}

fn code(id: &SignInSquareId, provider: &Provider) -> Result<Code, Fault> {
    derived(&["code", id.as_str()], provider).map(Code::of)
}

/// 128 bits that nobody can tell from random ones without the master secret.
fn derived(parts: &[&str], provider: &Provider) -> Result<[u8; 16], Fault> {
    let keyed = decode(provider.store.vault().square(parts).as_str());
    let first = keyed.as_deref().and_then(|bytes| bytes.first_chunk::<16>().copied());
    first.ok_or_else(|| Fault::internal("a keyed digest is shorter than it is"))
}

/// Where the pictures lead.
pub(super) const PATH: &str = "/q/";
