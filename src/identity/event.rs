//! The catalogue of audited events. An event names rows by id and never holds personal data.

use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::secret::{AccountId, ClientId, OrganisationId};

/// Declares the kinds with their column text.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum Kind { $($(#[$doc])* $name,)+ }

        impl Kind {
            /// Every kind, for pages that list them and tests that count them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The column text.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Reads the column text.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// Somebody asked for an account.
    EnrolmentSubmitted = "enrolment_submitted",
    /// The declaration matched the register; a pending account was made.
    EnrolmentMatched = "enrolment_matched",
    /// The declaration did not match, or may not have an account; the truth stands in the case.
    EnrolmentRefused = "enrolment_refused",
    /// No register answered; the application waits and goes on by itself.
    EnrolmentWaiting = "enrolment_waiting",
    /// The decree's term is over and the application still waits; the applicant was told.
    EnrolmentLate = "enrolment_late",
    /// The holder took the account over.
    AccountActivated = "account_activated",
    /// The window of activation passed without it.
    ActivationLapsed = "activation_lapsed",
    /// The call centre opened another window of activation.
    ActivationReopened = "activation_reopened",
    /// Somebody declared a person whom they answer for, and the register says so.
    DependantDeclared = "dependant_declared",
    /// Somebody declared a person whom they do not answer for, or who needs nobody; the truth stands in the case.
    DependantRefused = "dependant_refused",
    /// Who answers for the person looked at the person's data.
    DependantViewed = "dependant_viewed",
    /// The hour came from which the person acts alone.
    DependantGrown = "dependant_grown",
    /// Somebody answers for the person no more.
    DependantEnded = "dependant_ended",
    /// The person applied to take over the account in which others acted.
    HandOverOpened = "hand_over_opened",
    /// The person took that account over.
    AccountHandedOver = "account_handed_over",
    /// The account was raised to level 2.
    AccountRaised = "account_raised",
    /// The account's number gave way to the one that is in force now.
    AccountRenumbered = "account_renumbered",
    /// A ground for a lock was added.
    AccountLocked = "account_locked",
    /// A ground for a lock was lifted.
    AccountUnlocked = "account_unlocked",
    /// The holder was warned that the card ends soon.
    CardEnding = "card_ending",
    /// The card ended, and with it the e-card.
    CardEnded = "card_ended",
    /// The register has a card that holds again, and with it the e-card is back.
    CardRestored = "card_restored",
    /// The foreigner was warned that passport or stay ends soon.
    StayEnding = "stay_ending",
    /// The foreigner's passport or stay ended.
    StayEnded = "stay_ended",
    /// A password was set or changed.
    PasswordSet = "password_set",
    /// Somebody who knows what the register knows began to take the account back.
    RecoveryBegun = "recovery_begun",
    /// Something was shown for it.
    RecoveryProven = "recovery_proven",
    /// Enough was shown; the holder was told by every channel and may say no.
    RecoveryWaiting = "recovery_waiting",
    /// The holder said no.
    RecoveryStopped = "recovery_stopped",
    /// The account was taken back.
    AccountRecovered = "account_recovered",
    /// The house has sent as many codes as a day allows, and sends no more.
    CodesStopped = "codes_stopped",
    /// A second factor was confirmed.
    FactorAdded = "factor_added",
    /// A second factor was removed.
    FactorRemoved = "factor_removed",
    /// A passkey signed with a count that went back: a copy of it may exist.
    FactorSuspected = "factor_suspected",
    /// A code of the sheet on paper was used up, and its holder was told by every channel.
    PaperCodeUsed = "paper_code_used",
    /// Somebody signed in.
    SignedIn = "signed_in",
    /// It was a browser that the account did not know, and its holder was told at every address.
    BrowserNew = "browser_new",
    /// The holder said that a sign-in was somebody else's: everything ended, and an officer looks into it.
    SignInDisowned = "sign_in_disowned",
    /// The holder closed the account to parties of some categories.
    Frozen = "frozen",
    /// The holder asked for a freeze to be lifted; it opens after its cool-down.
    FreezeLifting = "freeze_lifting",
    /// That was taken back.
    FreezeKept = "freeze_kept",
    /// A party got nothing because of a freeze.
    ReleaseFrozen = "release_frozen",
    /// A sign-in with a wrong password or code.
    SignInFailed = "sign_in_failed",
    /// The wallet opened the square of a sign-in page.
    SignInOpened = "sign_in_opened",
    /// The person let the browser in that shows it.
    SignInApproved = "sign_in_approved",
    /// The person did not, typed another number than it shows, or had not asked for it.
    SignInDenied = "sign_in_denied",
    /// A session rose to a higher authentication level.
    SessionRaised = "session_raised",
    /// The holder of a level-2 account chose to act at level 1 in a session.
    SessionLowered = "session_lowered",
    /// A session ended.
    SignedOut = "signed_out",
    /// The holder let a party have claims.
    ConsentGiven = "consent_given",
    /// The holder took that back.
    ConsentWithdrawn = "consent_withdrawn",
    /// The holder said no to a party.
    ConsentDenied = "consent_denied",
    /// A party was given an authorization code.
    CodeIssued = "code_issued",
    /// A party was given tokens by way of the browser, and no code.
    TokensIssued = "tokens_issued",
    /// A party redeemed a code.
    CodeRedeemed = "code_redeemed",
    /// A code was presented again; what it bought is ended.
    CodeReplayed = "code_replayed",
    /// A refresh token was rotated.
    TokenRefreshed = "token_refreshed",
    /// A spent refresh token was presented; its family is ended.
    RefreshReplayed = "refresh_replayed",
    /// A party gave a token back.
    TokenRevoked = "token_revoked",
    /// What an answered request bought was ended as a whole.
    FamilyEnded = "family_ended",
    /// A party was told that a session ended.
    PartyTold = "party_told",
    /// A party could not be told that a session ended.
    PartyNotTold = "party_not_told",
    /// Claims were released at userinfo or in an ID token.
    ClaimsReleased = "claims_released",
    /// A party was registered or changed.
    PartyRegistered = "party_registered",
    /// An officer opened or took a case.
    CaseOpened = "case_opened",
    /// An officer began to work on a case.
    CaseBegun = "case_begun",
    /// An officer returned a case to the person, for everything that was lacking.
    CaseReturned = "case_returned",
    /// The person had brought what was lacking.
    CaseSupplemented = "case_supplemented",
    /// Somebody at the counter was recognised as the holder of the account.
    HolderRecognised = "holder_recognised",
    /// The person did not bring it within the term; the case ended by itself.
    CaseLapsed = "case_lapsed",
    /// An officer had what was declared compared with the registers.
    CaseChecked = "case_checked",
    /// An officer looked for cases of the own unit.
    CasesSearched = "cases_searched",
    /// An officer printed a form of a case.
    CasePrinted = "case_printed",
    /// The identity card was applied for together with the account.
    CardApplied = "card_applied",
    /// An officer mended what was declared.
    DeclarationMended = "declaration_mended",
    /// An officer compared a paper with its original.
    OriginalCompared = "original_compared",
    /// An officer took such a paper out of the case again.
    OriginalRemoved = "original_removed",
    /// An officer tried to open a case and was refused.
    CaseNotOpened = "case_not_opened",
    /// An officer handed a case to another officer.
    CaseSubmitted = "case_submitted",
    /// Another officer gave a case back to be completed.
    CaseGivenBack = "case_given_back",
    /// An officer recorded who came along with the person, as the register has it.
    CompanyRecorded = "company_recorded",
    /// An officer entered a companion who does not count.
    CompanyRefused = "company_refused",
    /// An officer recorded evidence.
    EvidenceRecorded = "evidence_recorded",
    /// An officer received a measure on an account.
    MeasureReceived = "measure_received",
    /// An officer tried to receive one and was refused.
    MeasureNotReceived = "measure_not_received",
    /// An officer handed a measure on to who decides.
    MeasureSubmitted = "measure_submitted",
    /// A second officer approved a measure, and it was done.
    MeasureApproved = "measure_approved",
    /// A second officer refused a measure.
    MeasureRefused = "measure_refused",
    /// The account was closed for good.
    AccountClosed = "account_closed",
    /// The account stays in place of a second one of its person.
    AccountMerged = "account_merged",
    /// Somebody called the call centre about the account and was, or was not, recognised as its holder.
    CallTaken = "call_taken",
    /// A second officer approved a case.
    CaseApproved = "case_approved",
    /// An officer refused a case.
    CaseRefused = "case_refused",
    /// An officer was not let work: from a strange network, at a strange hour, or without a passkey.
    OfficerTurnedAway = "officer_turned_away",
    /// An officer looked at a person's data in a case.
    RecordViewed = "record_viewed",
    /// An officer was appointed or ended.
    OfficerChanged = "officer_changed",
    /// A permission group was changed.
    PermissionChanged = "permission_changed",
    /// The holder switched the verification QR on or off.
    PresentationSwitched = "presentation_switched",
    /// A QR was made.
    PresentationMade = "presentation_made",
    /// A QR was scanned and was genuine.
    PresentationScanned = "presentation_scanned",
    /// A scan was refused.
    PresentationRefused = "presentation_refused",
    /// A QR had been checked without the network; the scan arrived afterwards and was the only one.
    PresentationConfirmed = "presentation_confirmed",
    /// A QR that was checked without the network had been used by somebody else.
    PresentationDoubled = "presentation_doubled",
    /// A scanner asked for named fields.
    FieldsAsked = "fields_asked",
    /// The holder allowed some; they were released with a receipt.
    FieldsAllowed = "fields_allowed",
    /// The holder allowed none.
    FieldsDenied = "fields_denied",
    /// The holder did not answer in time.
    FieldsLapsed = "fields_lapsed",
    /// A square of an organisation was made.
    OrganisationSquareMade = "organisation_square_made",
    /// The wallet opened a square of an organisation, which asks from then on.
    OrganisationSquareOpened = "organisation_square_opened",
    /// A square of an organisation was taken back.
    OrganisationSquareRevoked = "organisation_square_revoked",
    /// Somebody applied for an organisation's account.
    OrganisationApplied = "organisation_applied",
    /// A legal representative was asked, or answered, whether an organisation is to have an account.
    OrganisationConsent = "organisation_consent",
    /// An application for an organisation's account was handed on, or ended.
    OrganisationDecided = "organisation_decided",
    /// An organisation's account was made, or somebody else answers for it now.
    OrganisationRegistered = "organisation_registered",
    /// An officer looked at an application for an organisation's account.
    OrganisationViewed = "organisation_viewed",
    /// A ground for a lock of an organisation's account was added.
    OrganisationLocked = "organisation_locked",
    /// Such a ground was lifted.
    OrganisationUnlocked = "organisation_unlocked",
    /// An officer proposed or decided a lock of an organisation's account, or its lifting.
    OrganisationMeasure = "organisation_measure",
    /// Somebody was offered a role for an organisation, or answered.
    RepresentationOffered = "representation_offered",
    /// Somebody may act for an organisation from now on.
    RepresentationBegun = "representation_begun",
    /// What somebody may do for an organisation was changed.
    RepresentationChanged = "representation_changed",
    /// Somebody may no longer act for an organisation.
    RepresentationEnded = "representation_ended",
    /// A signing key was made, became current, or was retired.
    KeyMoved = "key_moved",
    /// An application nearly matched and waits for an officer.
    NearMatchOpened = "near_match_opened",
    /// An officer decided what becomes of it.
    NearMatchDecided = "near_match_decided",
    /// Somebody who holds the register's phone, or an officer, asked for a correction of the register.
    CorrectionAsked = "correction_asked",
    /// An officer proposed a decision.
    CorrectionProposed = "correction_proposed",
    /// Another officer decided, or gave it back.
    CorrectionDecided = "correction_decided",
    /// The register took it, or the authority was sent it.
    CorrectionHanded = "correction_handed",
    /// An officer said how what the register refused or did not answer has ended.
    CorrectionSettled = "correction_settled",
    /// A unit was added, changed or closed, or closed for a day.
    UnitChanged = "unit_changed",
    /// A person booked a visit to a unit.
    VisitBooked = "visit_booked",
    /// The person moved it.
    VisitMoved = "visit_moved",
    /// The person cancelled it, or the unit called it off.
    VisitCancelled = "visit_cancelled",
    /// An officer looked at who is expected: initials and times.
    VisitsListed = "visits_listed",
    /// The person came, and showed the card.
    VisitKept = "visit_kept",
    /// The person did not come, or nobody said so until the day was over.
    VisitMissed = "visit_missed",
    /// An officer opened a contact with the person.
    ContactOpened = "contact_opened",
    /// It ended before its time.
    ContactEnded = "contact_ended",
    /// An officer tried to open one and was refused.
    ContactNotOpened = "contact_not_opened",
    /// Somebody who was not signed in checked whether an officer contacts them.
    ContactChecked = "contact_checked",
    /// Somebody reported a contact, or somebody who pretended to be an officer.
    ContactReported = "contact_reported",
    /// An officer read such a report.
    ContactReportRead = "contact_report_read",
    /// An officer dealt with such a report.
    ContactReportSettled = "contact_report_settled",
}

/// Who did it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Actor {
    /// Somebody who has not shown who they are.
    Nobody,
    /// An officer on duty, by the officer's account.
    Officer(AccountId),
    /// An operator at the command line.
    Operator,
    /// A person, by account.
    Person(AccountId),
    /// A relying party.
    RelyingParty(ClientId),
    /// The house itself, by a chore.
    System,
}

impl Actor {
    /// The column text of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Officer(_) => "officer",
            Self::Operator => "operator",
            Self::Person(_) => "person",
            Self::RelyingParty(_) => "relying_party",
            Self::System => "system",
        }
    }

    /// The row that the actor is, when it is one.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Officer(account) | Self::Person(account) => Some(account.as_str()),
            Self::RelyingParty(party) => Some(party.as_str()),
            Self::Nobody | Self::Operator | Self::System => None,
        }
    }
}

/// One audited event, before it has an id.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: Kind,
    /// Who.
    pub actor: Actor,
    /// About whom.
    pub account: Option<AccountId>,
    /// For which party.
    pub relying_party: Option<ClientId>,
    /// Why, in a registered word.
    pub purpose: Option<String>,
    /// Which fields were seen.
    pub fields: Vec<String>,
    /// Further facts without personal data.
    pub detail: Map<String, Value>,
}

impl Event {
    /// An event about nobody yet.
    pub fn new(kind: Kind, actor: Actor, at: Timestamp) -> Self {
        Self {
            at,
            kind,
            actor,
            account: None,
            relying_party: None,
            purpose: None,
            fields: Vec::new(),
            detail: Map::new(),
        }
    }

    /// About this account.
    #[must_use]
    pub fn about(mut self, account: &AccountId) -> Self {
        self.account = Some(account.clone());
        self
    }

    /// About this organisation's account, which has a history of its own.
    #[must_use]
    pub fn about_organisation(mut self, organisation: &OrganisationId) -> Self {
        self.account = Some(AccountId::from_text(organisation.as_str()));
        self
    }

    /// Done for this party.
    #[must_use]
    pub fn for_party(mut self, party: &ClientId) -> Self {
        self.relying_party = Some(party.clone());
        self
    }

    /// Done for this purpose.
    #[must_use]
    pub fn because(mut self, purpose: impl Into<String>) -> Self {
        self.purpose = Some(purpose.into());
        self
    }

    /// These fields were seen.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// With one more fact; ids and words of ours only, never personal data.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }
}
