//! The one-minute QR: what the square carries, its states, and what a scan of it answers.
//!
//! ```text
//!            +--> expired                               (after 60 s by our clock)
//!   live ----+--> cancelled                             (a newer one, switch off, sign-out, lock, other level)
//!            +--> scanned ---> asked ---> allowed
//!                    |            +-----> denied
//!                    |            +-----> lapsed        (120 s without an answer)
//!                    +--> allowed                       (sharing: the fields were picked beforehand)
//!   live, expired ---> confirmed                        (a scan without the network arrived: nothing follows it)
//! ```
//!
//! The square holds a signed name and two instants and nothing about a person: all that is shown comes from the server.
//! Knows no signature and no row; whether the text was signed by us is asked before any of this.

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::identity::dependant::Relation;
use crate::limits;
use crate::secret::{AccountId, DependantId, Digest, PresentationId, SessionId, decode, encode};
use crate::wallet::asker::AskerId;
use crate::wallet::field::Fields;

/// The `typ` of the token in the square.
pub const TYP: &str = "vnqr+jwt";

/// What the square is for. A reader that wants one kind refuses the others.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// Is this app genuine, who is this: the officer's check.
    Verification,
    /// The fields that the holder picked.
    Sharing,
    /// The holder opened the square of an organisation, and is asked: there is no square of the holder's own.
    Organisation,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Verification, Self::Sharing, Self::Organisation];

    /// The word in the token, the column and the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::Sharing => "sharing",
            Self::Organisation => "organisation",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Reads the word of a square that a holder shows.
    pub fn of_holder(text: &str) -> Option<Self> {
        Self::parse(text).filter(|kind| *kind != Self::Organisation)
    }
}

/// What the square carries: a name of 128 random bits, when it was made, and its kind.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Square {
    jti: [u8; 16],
    kind: Kind,
    made_at: Timestamp,
}

impl Square {
    /// A square named by these bits.
    pub fn new(jti: [u8; 16], kind: Kind, made_at: Timestamp) -> Self {
        Self { jti, kind, made_at }
    }

    /// The claims to sign. No personal data, no URL: an ordinary camera sees inert text (QR07).
    pub fn claims(&self, issuer: &str) -> Value {
        json!({
            "iss": issuer,
            "jti": encode(&self.jti),
            "iat": self.made_at,
            "exp": self.expires_at(),
            "kind": self.kind.as_str(),
        })
    }

    /// Reads claims whose signature was ours: exactly the five that we write, as we write them.
    pub fn read(claims: &Map<String, Value>, issuer: &str) -> Option<Self> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let instant = |name: &str| claims.get(name).and_then(Value::as_i64).map(Timestamp::from_unix);
        let jti = decode(text("jti")?)?.try_into().ok()?;
        let square = Self { jti, kind: Kind::of_holder(text("kind")?)?, made_at: instant("iat")? };
        let ours = claims.len() == 5 && text("iss")? == issuer && instant("exp")? == square.expires_at();
        ours.then_some(square)
    }

    /// The first instant at which it is dead.
    pub fn expires_at(&self) -> Timestamp {
        self.made_at.plus(limits::PRESENTATION)
    }

    /// When it was made.
    pub fn made_at(&self) -> Timestamp {
        self.made_at
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What is kept of its name, and stands in receipts.
    pub fn digest(&self) -> Digest {
        Digest::sha256(&self.jti)
    }

    /// What can be said before any row is read: too old, or from a time that has not come.
    pub fn check(&self, now: Timestamp) -> Result<(), Answer> {
        if now >= self.expires_at() {
            Err(Answer::Expired)
        } else if self.made_at > now.plus(limits::SKEW) {
            // Signed by us and from the future: no clock of ours is that far off, so it was not made by the house.
            Err(Answer::Unknown)
        } else {
            Ok(())
        }
    }
}

/// Where a presentation stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum State {
    /// Shown, not scanned.
    Live,
    /// Scanned; the scanner may ask.
    Scanned,
    /// The holder is asked.
    Asked,
    /// The holder let something be seen.
    Allowed,
    /// The holder said no.
    Denied,
    /// The holder said nothing in time.
    Lapsed,
    /// Nobody scanned it in its minute.
    Expired,
    /// Taken back before anybody scanned it.
    Cancelled,
    /// Checked without the network, which was told afterwards.
    Confirmed,
}

/// What moves a presentation on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Move {
    /// A scan that wins.
    Scan,
    /// A question for fields.
    Ask,
    /// The holder allows some; or, for sharing, had picked them.
    Allow,
    /// The holder allows none.
    Deny,
    /// The time to answer is over.
    Lapse,
    /// The minute is over.
    Expire,
    /// The holder's switch, a newer one.
    Cancel,
    /// A scan that was made without the network arrives.
    Confirm,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Live,
        Self::Scanned,
        Self::Asked,
        Self::Allowed,
        Self::Denied,
        Self::Lapsed,
        Self::Expired,
        Self::Cancelled,
        Self::Confirmed,
    ];

    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Scanned => "scanned",
            Self::Asked => "asked",
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Lapsed => "lapsed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Confirmed => "confirmed",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Where a move leads, when it may be made; the diagram above as a function.
    pub const fn after(self, made: Move) -> Option<Self> {
        match (self, made) {
            (Self::Live, Move::Scan) => Some(Self::Scanned),
            (Self::Live, Move::Expire) => Some(Self::Expired),
            (Self::Live, Move::Cancel) => Some(Self::Cancelled),
            (Self::Live | Self::Expired, Move::Confirm) => Some(Self::Confirmed),
            (Self::Scanned, Move::Ask) => Some(Self::Asked),
            (Self::Scanned | Self::Asked, Move::Allow) => Some(Self::Allowed),
            (Self::Asked, Move::Deny) => Some(Self::Denied),
            (Self::Asked, Move::Lapse) => Some(Self::Lapsed),
            _ => None,
        }
    }

    /// Whether somebody has scanned it.
    pub const fn was_scanned(self) -> bool {
        matches!(self, Self::Scanned | Self::Asked | Self::Allowed | Self::Denied | Self::Lapsed | Self::Confirmed)
    }
}

/// Who shows a square in somebody else's name: a parent or guardian, in a session of their own (G02, G05).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Presenter {
    /// By which relation.
    pub link: DependantId,
    /// Whose session it is.
    pub account: AccountId,
    /// How they answer for the holder.
    pub relation: Relation,
}

/// What is known of a presentation, its session and its account, in one read.
#[derive(Clone, Debug)]
pub struct PresentationFacts {
    /// The presentation.
    pub id: PresentationId,
    /// Digest of the square's name.
    pub digest: Digest,
    /// Its kind.
    pub kind: Kind,
    /// Whose it is.
    pub holder: AccountId,
    /// The session that made it.
    pub session: SessionId,
    /// Who shows it in the holder's name; none when the holder does.
    pub presenter: Option<Presenter>,
    /// What the holder picked for sharing.
    pub fields: Fields,
    /// When it was made.
    pub made_at: Timestamp,
    /// The first instant at which it is dead.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Who scanned it.
    pub scanner: Option<AskerId>,
    /// When.
    pub scanned_at: Option<Timestamp>,
    /// Whether the session that made it still lives, and account level and switch are still what they were.
    pub still_holds: bool,
    /// Whether the account is active and has no ground for a lock.
    pub account_is_open: bool,
    /// The account's level now.
    pub level: Option<i64>,
}

/// What a scan answers; each is a word of the contract.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// Signed by us, live, and this scan is the one.
    Genuine,
    /// Its minute is over.
    Expired,
    /// Somebody was first, at that instant.
    Used(Timestamp),
    /// Taken back.
    Cancelled,
    /// Not signed by us: to be treated as fake.
    Unknown,
    /// The account is locked or closed.
    Locked,
    /// The scanner's own square.
    Own,
}

impl Answer {
    /// The word in `data-result`, in answers to machines and in the history.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Expired => "expired",
            Self::Used(_) => "used",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
            Self::Locked => "locked",
            Self::Own => "own",
        }
    }
}

impl PresentationFacts {
    /// What a scan by this scanner answers now. `Genuine` still has to win the one conditional write.
    pub fn answer(&self, scanner: &AskerId, now: Timestamp) -> Answer {
        match self.state {
            State::Live if scanner.is_person(&self.holder) || self.is_shown_by(scanner) => Answer::Own,
            State::Live if now >= self.expires_at => Answer::Expired,
            State::Live if !self.account_is_open => Answer::Locked,
            State::Live if !self.still_holds => Answer::Cancelled,
            State::Live => Answer::Genuine,
            State::Expired => Answer::Expired,
            State::Cancelled => Answer::Cancelled,
            State::Scanned | State::Asked | State::Allowed | State::Denied | State::Lapsed | State::Confirmed => {
                Answer::Used(self.scanned_at.unwrap_or(self.made_at))
            }
        }
    }

    /// Whose screen shows it.
    pub fn shown_by(&self) -> &AccountId {
        self.presenter.as_ref().map_or(&self.holder, |presenter| &presenter.account)
    }

    fn is_shown_by(&self, scanner: &AskerId) -> bool {
        self.presenter.as_ref().is_some_and(|presenter| scanner.is_person(&presenter.account))
    }

    /// Whether this scanner may still put the one question that the scan bought. What a guardian shares was picked
    /// beforehand: there is nobody to ask for more.
    pub fn may_be_asked_by(&self, asker: &AskerId, now: Timestamp) -> bool {
        (self.presenter.is_none() || self.kind == Kind::Verification)
            && self.state.after(Move::Ask).is_some()
            && self.scanner.as_ref() == Some(asker)
            && self.scanned_at.is_some_and(|at| now.since(at) < limits::ASK_AFTER_SCAN)
            && self.account_is_open
            && self.still_holds
    }
}

/// Why no square was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Verification is for level-2 accounts.
    LevelTooLow,
    /// The holder's switch is off.
    SwitchedOff,
    /// No field was picked.
    NothingPicked,
    /// A field was picked that the account's level does not open.
    FieldBeyondLevel,
    /// The person does not answer for the one in whose name it was to be, or not any more.
    NotTheirs,
    /// The card that the e-card stands for does not hold today.
    CardNotValid,
    /// Too many in the last hour; again at that instant.
    TooMany(Timestamp),
    /// Session, level or switch changed while it was being made.
    NoLonger,
}

/// Whether a holder may make a square of this kind with these fields.
pub fn may_make(kind: Kind, fields: &Fields, level: Option<i64>, switch_is_on: bool) -> Result<(), Refusal> {
    match kind {
        Kind::Verification if level.is_some_and(|level| level < 2) => Err(Refusal::LevelTooLow),
        Kind::Verification if !switch_is_on => Err(Refusal::SwitchedOff),
        Kind::Verification => Ok(()),
        Kind::Sharing if fields.is_empty() => Err(Refusal::NothingPicked),
        Kind::Sharing if fields.opened_at(level) != *fields => Err(Refusal::FieldBeyondLevel),
        Kind::Sharing => Ok(()),
        // Made by opening an organisation's, and by nothing else.
        Kind::Organisation => Err(Refusal::NoLonger),
    }
}

#[cfg(test)]
mod tests;
