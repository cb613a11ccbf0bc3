//! What an answered authorization request bought: the code, the tokens and the refresh chain all hang from it.
//!
//! Liveness is joined, not copied: a family is alive when it, its session (unless the person allowed offline access), its
//! account, its consent and its party are. Ending any of them ends everything below at once, notices or not.

use crate::clock::{Seconds, Timestamp};
use crate::identity::assurance::{self, Method};
use crate::limits;
use crate::oauth::claims::ClaimsRequest;
use crate::oauth::resource::Resources;
use crate::oauth::scope::Scopes;
use crate::secret::{AccountId, ClientId, FamilyId, OrganisationId, RepresentationId, SessionId};

/// For whom somebody acts, other than for oneself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ActsFor {
    /// What lets the person act; when it ends, all that hangs from it is dead.
    pub representation: RepresentationId,
    /// The organisation.
    pub organisation: OrganisationId,
}

/// What is known of a family, in one read.
#[derive(Clone, Debug)]
pub struct Family {
    /// The family.
    pub id: FamilyId,
    /// The session in which the person agreed.
    pub session: SessionId,
    /// The person's account.
    pub account: AccountId,
    /// The organisation that the person acts for, if not for oneself.
    pub acts_for: Option<ActsFor>,
    /// The party that it belongs to.
    pub relying_party: ClientId,
    /// How the party knows the session.
    pub sid: String,
    /// What was granted.
    pub scope: Scopes,
    /// The claims that were granted by name and where they go.
    pub claims: ClaimsRequest,
    /// Where its access tokens may be good.
    pub resources: Resources,
    /// The request's nonce.
    pub nonce: Option<String>,
    /// `auth_time`.
    pub authenticated_at: Timestamp,
    /// The authentication level of the session then, 1 to 4.
    pub level: i64,
    /// The methods really used (RFC 8176).
    pub methods: Vec<String>,
    /// Whether it outlives the session.
    pub offline: bool,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// For how long its tokens may lie unused, where its party registered less than the house takes.
    pub idle: Option<Seconds>,
    /// Whether everything that it hangs from was alive when this was read.
    pub is_alive: bool,
}

impl Family {
    /// Whom its tokens are about: the organisation that the person acts for, or the person.
    pub fn holder(&self) -> &str {
        self.acts_for.as_ref().map_or(self.account.as_str(), |acts| acts.organisation.as_str())
    }

    /// Whether its tokens may be renewed: never where a wallet elsewhere let the browser in, whose holder may not be the one
    /// who sits there (XD06).
    pub fn may_be_renewed(&self) -> bool {
        !assurance::methods(&self.methods).contains(&Method::Square)
    }

    /// From when a refresh token that is handed out now is dead unless it is used: never after the family (RT02).
    pub fn refresh_expiry(&self, now: Timestamp) -> Timestamp {
        now.plus(self.at_most(limits::REFRESH_IDLE)).min(self.ends_at)
    }

    /// From when an access token that is handed out now is dead: never after the family.
    pub fn access_expiry(&self, now: Timestamp) -> Timestamp {
        now.plus(self.at_most(limits::ACCESS_TOKEN)).min(self.ends_at)
    }

    fn at_most(&self, ours: Seconds) -> Seconds {
        self.idle.map_or(ours, |idle| idle.min(ours))
    }
}

/// Why a family was ended, in the words of the column and the journal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ending {
    /// Its code was redeemed a second time.
    CodeReplayed,
    /// Its code was shown by another party or with a wrong proof.
    CodeBurnt,
    /// A spent refresh token was shown.
    RefreshReplayed,
    /// A refresh token was shown by another party.
    RefreshStolen,
    /// The party gave it back.
    Revoked,
    /// The party deleted its registration.
    PartyDeleted,
}

impl Ending {
    /// The column's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CodeReplayed => "code_replayed",
            Self::CodeBurnt => "code_burnt",
            Self::RefreshReplayed => "refresh_replayed",
            Self::RefreshStolen => "refresh_stolen",
            Self::Revoked => "revoked",
            Self::PartyDeleted => "party_deleted",
        }
    }
}

/// A family for the tests of rules.
#[cfg(test)]
pub(super) fn sample(now: Timestamp) -> Family {
    Family {
        id: FamilyId::new([1; 16]),
        session: SessionId::new([2; 16]),
        account: AccountId::new([3; 16]),
        acts_for: None,
        relying_party: ClientId::new([4; 16]),
        sid: "sid".into(),
        scope: Scopes::parse("openid email offline_access").unwrap_or_default(),
        claims: ClaimsRequest::default(),
        resources: Resources::default(),
        nonce: Some("n".into()),
        authenticated_at: now.minus(Seconds::minutes(1)),
        level: 2,
        methods: vec!["pwd".into(), "otp".into()],
        offline: true,
        ends_at: now.plus(limits::REFRESH_ABSOLUTE),
        idle: None,
        is_alive: true,
    }
}
