//! Every lifetime, size, count and attempt limit, in one table, each with where its number comes from.
//!
//! What the law says about people (ages, terms in working days) is in `identity::decree`, not here.

use crate::clock::Seconds;

// Sign-in and sessions

/// A session ends after this long without use (SE03; ministry portals use the same 15 minutes, `vietnam.md` 1.5).
pub const SESSION_IDLE: Seconds = Seconds::minutes(15);
/// A session ends after this long whatever happens (SE03).
pub const SESSION_ABSOLUTE: Seconds = Seconds::hours(12);
/// The shortest limit that a party may set for its own use of a session, instead of the two above.
pub const PARTY_SESSION_SHORTEST: Seconds = Seconds::minutes(1);
/// The shortest age of a proofing in person that a party may demand: nobody goes to an office every week to enter a portal.
pub const PARTY_PROOFING_SHORTEST: Seconds = Seconds::days(30);
/// A browser's cookie beside the session; it authenticates nobody.
pub const BROWSER: Seconds = Seconds::days(365);
/// Wrong passwords for one person before further tries wait (`vietnam.md` 1.5: 5 wrong, 15 minutes).
pub const PASSWORD_TRIES: u32 = 5;
/// The window in which [`PASSWORD_TRIES`] are counted.
pub const PASSWORD_WINDOW: Seconds = Seconds::minutes(15);
/// The longest that the next guess of a secret waits; the waits double from [`PASSWORD_WINDOW`] on (PW07).
pub const GUESS_WAIT_LONGEST: Seconds = Seconds::days(1);
/// Wrong guesses in a row of one person's secret, after which it is closed to every browser that the person does not use
/// (SP 800-63B §3.2.2 takes 100 for too many, PW07).
pub const GUESSES_IN_A_ROW: u32 = 100;
/// Wrong guesses are remembered for this long after the last of them.
pub const GUESSES_KEPT: Seconds = Seconds::days(30);
/// How long a browser counts guesses of its own after a code to the person's phone let it (RL04).
pub const BROWSER_PASS: Seconds = Seconds::minutes(15);
/// Codes for that sent to one person a day: whoever asks for them has shown nothing.
pub const LET_TRY_CODES_DAY: u32 = 5;
/// Wrong passwords of whomever in one browser in [`PASSWORD_WINDOW`].
pub const PASSWORD_TRIES_BROWSER: u32 = 30;
/// Wrong passwords from one address in [`PASSWORD_WINDOW`]: an office behind one address must still get in.
pub const PASSWORD_TRIES_ADDRESS: u32 = 100;
/// Wrong second-factor codes for one person in [`PASSWORD_WINDOW`], over all transactions.
pub const FACTOR_TRIES: u32 = 10;
/// Password hashes computed at once; each takes 19 MiB (PW05).
pub const HASHES_AT_ONCE: usize = 4;
/// Password hashes that may wait; beyond it the answer is 503 at once (PW05).
pub const HASHES_WAITING: usize = 64;
/// Longest password, in characters, looked at before hashing (PW01, V128).
pub const PASSWORD_LONGEST: usize = 128;
/// Shortest password (C40).
pub const PASSWORD_SHORTEST: usize = 8;

/// Changes to what opens an account need a second factor shown this recently (PW20).
pub const STEP_UP: Seconds = Seconds::minutes(10);

/// Answers about a person leave on a multiple of this since the question came: several times what the longest of them takes
/// on an idle node, a password's hash included (PM01, V097).
pub const ANSWER_BEAT_MILLISECONDS: u64 = 100;

/// A freeze opens again this long after its holder has asked for that: a night in which the holder hears of it and can take
/// it back.
pub const FREEZE_COOL_DOWN: Seconds = Seconds::hours(24);
/// Life of the code by which a holder says that a sign-in was not the own: a letter may lie over a weekend and longer.
pub const NOT_ME_CODE: Seconds = Seconds::days(7);
/// Such codes tried for one person an hour: of 20^8 codes a week of tries finds none, and many a slip finds the own.
pub const NOT_ME_NUMBER_HOUR: u32 = 20;
/// The same from one address: an office behind one address must still be heard.
pub const NOT_ME_ADDRESS_HOUR: u32 = 100;

// One-time codes (vietnam.md 6: 6 digits, 120 s, 5 tries, resend after 60 s)

/// Life of a code by SMS or e-mail.
pub const SHORT_CODE: Seconds = Seconds::new(120);
/// Digits of such a code.
pub const SHORT_CODE_DIGITS: u32 = 6;
/// Tries for one code.
pub const SHORT_CODE_TRIES: i64 = 5;
/// How long until another may be asked for.
pub const SHORT_CODE_RESEND: Seconds = Seconds::new(60);
/// Codes sent to one person a day (PW12).
pub const SHORT_CODES_DAY: u32 = 20;
/// Codes sent to one phone or mailbox a day, for whatever accounts (PW12).
pub const SHORT_CODES_RECIPIENT_DAY: u32 = 40;
/// Codes asked for from one address an hour: an office behind one address must still get in (PW12).
pub const SHORT_CODES_ADDRESS_HOUR: u32 = 300;
/// Codes that the house sends a day before it stops and raises an alarm, unless the operator sets another number: an eighth of
/// the adults of the country (PW12).
pub const SHORT_CODES_HOUSE_DAY: u32 = 10_000_000;

// Recovery (PW18)

/// How long an account is waited for that is taken back: from so many points of proof on (`identity::recovery`), for an account
/// of level 1, and for any other. The time is the holder's, who was told by every channel and may say no.
pub const RECOVERY_WAITS: [(u32, Seconds, Seconds); 4] = [
    (2, Seconds::days(3), Seconds::days(7)),
    (3, Seconds::days(1), Seconds::days(3)),
    (4, Seconds::hours(12), Seconds::days(1)),
    (5, Seconds::hours(1), Seconds::hours(12)),
];
/// What an address, a telephone and a passkey are worth together for a recovery: one stolen telephone shows them all.
pub const RECOVERY_TELEPHONE: u32 = 2;
/// How long proofs may be gathered for one recovery.
pub const RECOVERY_OPEN: Seconds = Seconds::days(1);
/// How long after the waiting the person may finish it.
pub const RECOVERY_FINISH: Seconds = Seconds::days(7);
/// How long an account that was taken back acts at level 1, and enters no bank: documents come back first, finance last.
pub const RECOVERY_RESTRAINT: Seconds = Seconds::hours(72);
/// Recoveries begun, codes asked for and stops tried, for one person a day.
pub const RECOVERIES_NUMBER_DAY: u32 = 10;
/// The same from one address an hour: an office behind one address must still get in.
pub const RECOVERIES_ADDRESS_HOUR: u32 = 200;

// Passkeys and codes on paper (PW16, PW19)

/// Life of a passkey's challenge.
pub const PASSKEY_CHALLENGE: Seconds = Seconds::minutes(5);
/// Challenges that one browser asks for an hour: one each time that its sign-in page is shown.
pub const PASSKEY_CHALLENGES_BROWSER_HOUR: u32 = 120;
/// Challenges asked for from one address a minute: an office behind one address must still get in.
pub const PASSKEY_CHALLENGES_ADDRESS_MINUTE: u32 = 300;
/// Largest answer of a browser about a passkey: an attestation with its certificates has its place.
pub const PASSKEY_ANSWER: usize = 16 * 1024;
/// Passkeys of one person.
pub const PASSKEYS: usize = 20;
/// Characters in the name that a person gives to a passkey.
pub const PASSKEY_NAME: usize = 40;
/// Codes on a sheet.
pub const PAPER_CODES: usize = 10;
/// Sheets that one person makes a day.
pub const PAPER_SHEETS_DAY: u32 = 10;

// Enrolment (PM02)

/// Enrolments tried for one personal number a day.
pub const ENROLMENTS_NUMBER_DAY: u32 = 5;
/// Enrolments tried from one address an hour.
pub const ENROLMENTS_ADDRESS_HOUR: u32 = 60;
/// Dependants that one person declares or tries to declare a day: enough for a large family and its slips of the pen.
pub const DECLARATIONS_DAY: u32 = 20;
/// Activations tried for one personal number an hour, over all its codes.
pub const ACTIVATIONS_NUMBER_HOUR: u32 = 20;
/// Activations tried and codes asked for from one address an hour: an office behind one address must still get in.
pub const ACTIVATIONS_ADDRESS_HOUR: u32 = 200;

// Officers (OF01)

/// Cases that one officer opens or tries to open a day; the next try is refused and raises an alarm.
pub const CASES_DAY: u32 = 50;
/// Companions that are entered in one case a day: who came along is known, and a case is no way to try out relatives.
pub const COMPANY_DAY: u32 = 10;
/// Searches among the own unit's cases that one officer makes a day (OF01).
pub const SEARCHES_DAY: u32 = 50;
/// The day in which they are counted.
pub const DAY: Seconds = Seconds::days(1);

/// Codes to the register's phone asked for, and corrections asked for, for one person a day.
pub const MENDS_NUMBER_DAY: u32 = 5;
/// The same from one address an hour, tries of codes included: an office behind one address must still get in.
pub const MENDS_ADDRESS_HOUR: u32 = 100;
/// Codes tried for one person a day, over all of them.
pub const MEND_TRIES_DAY: u32 = 20;
/// How long after an application its applicant may learn what to mend.
pub const MENDABLE: Seconds = Seconds::days(30);
/// How long a browser that had a right code may ask for a correction.
pub const MEND_TICKET: Seconds = Seconds::minutes(15);
/// How long what one administrator asks for waits for another one (OF05): over a weekend.
pub const GRANT_REQUEST: Seconds = Seconds::days(3);

// Cases returned to the person (inventory K08)

/// So long before a returned case ends by itself its person is told once more: a week has a working day to come on.
pub const SUPPLEMENT_WARNING: Seconds = Seconds::days(7);

// Corrections of the register

/// How often the register is asked whether it has a correction that was sent to its authority.
pub const CORRECTION_LOOK: Seconds = Seconds::hours(1);

// Visits to a unit (inventory C11)

/// Length of a slot: a case at the counter takes a quarter of an hour, and people come early and late.
pub const VISIT_SLOT: Seconds = Seconds::minutes(30);
/// Most people that a unit receives in one slot.
pub const VISIT_CAPACITY: u16 = 100;
/// A visit is booked at least this long before it begins: the desk prints its list.
pub const VISIT_SOONEST: Seconds = Seconds::hours(1);
/// Days ahead that can be booked.
pub const VISIT_DAYS_AHEAD: i64 = 30;
/// How often one visit may be moved.
pub const VISIT_MOVES: u32 = 3;
/// Visits that one person books or moves a day: whoever books and cancels all day keeps others out.
pub const VISITS_DAY: u32 = 10;
/// Lines of a file of units; there are 3,321 communes (`registry/province_34.csv`).
pub const UNITS: usize = 10_000;

// Organisations

/// How long another legal representative may take to answer, and who was offered a role: as long as an activation takes
/// (Decree 69/2024 Art. 14(1)); the law names no term for either.
pub const REPRESENTATIVE_ANSWER: Seconds = Seconds::days(7);
/// Applications for organisations that one person makes a day: each may ask strangers for their consent.
pub const ORGANISATION_APPLICATIONS_DAY: u32 = 5;
/// Roles that one person offers a day: each may be a message to a stranger.
pub const OFFERS_DAY: u32 = 30;

// Measures on accounts

/// A death that the register tells of stands this long before an account is closed for it: mistakes come out in that time.
pub const DEATH_STANDS: Seconds = Seconds::days(30);
/// Measures that one officer receives or tries to receive a day.
pub const MEASURES_DAY: u32 = 50;
/// Calls that one officer takes a day, and tries for one person a day: whoever tries out what a person's data are is stopped.
pub const CALLS_DAY: u32 = 200;
/// See [`CALLS_DAY`].
pub const CALLS_NUMBER_DAY: u32 = 5;

// Officers who contact people

/// Life of a contact and of its code: a call or a visit; who needs longer opens another.
pub const CONTACT: Seconds = Seconds::minutes(30);
/// Contacts that one officer opens or tries to open a day.
pub const CONTACTS_DAY: u32 = 50;
/// Codes of officers tried for one personal number an hour, and so in two lives of a code at most 20 of a million.
pub const CONTACT_CHECKS_NUMBER_HOUR: u32 = 10;
/// The same from one address: a village behind one address must still get an answer.
pub const CONTACT_CHECKS_ADDRESS_HOUR: u32 = 200;
/// Reports about officers for one person a day.
pub const CONTACT_REPORTS_NUMBER_DAY: u32 = 5;
/// The same from one address an hour.
pub const CONTACT_REPORTS_ADDRESS_HOUR: u32 = 30;
/// A contact is forgotten after this long, unless somebody reported it; the journal keeps that it was.
pub const KEEP_CONTACTS: Seconds = Seconds::days(365);

// Cards

/// How long before the end of a card its holder is told, each once: time for the seven working days of a new card
/// (`identity::decree`), and for who puts it off.
pub const CARD_WARNINGS: [Seconds; 3] = [Seconds::days(90), Seconds::days(30), Seconds::days(7)];

// OpenID and OAuth

/// Life of an authorization code (RFC 6749 §4.1.2 says at most 10 minutes, FAPI 2.0 at most 60 s).
pub const CODE: Seconds = Seconds::new(60);
/// Life of an access token (protocol.md C).
pub const ACCESS_TOKEN: Seconds = Seconds::minutes(5);
/// Life of an ID token (TK05).
pub const ID_TOKEN: Seconds = Seconds::minutes(10);
/// A refresh token that is not used for this long is dead (RT02).
pub const REFRESH_IDLE: Seconds = Seconds::days(14);
/// A refresh family ends after this long whatever happens (RT02).
pub const REFRESH_ABSOLUTE: Seconds = Seconds::days(90);
/// How long a person may take to answer an authorization request.
pub const REQUEST: Seconds = Seconds::minutes(30);
/// Life of a pushed authorization request (FAPI 2.0, protocol.md H9).
pub const PUSHED_REQUEST: Seconds = Seconds::new(90);
/// Furthest `exp` and oldest `nbf` of a request object (AZ07, FAPI 2.0 Message Signing §5.3.1).
pub const REQUEST_OBJECT_LONGEST: Seconds = Seconds::minutes(60);
/// A request object at an address that names its hash is fetched again after this long.
pub const REQUEST_FILE_KEPT: Seconds = Seconds::minutes(15);
/// An address without a request object is not called again sooner.
pub const REQUEST_FILE_TOO_SOON: Seconds = Seconds::new(30);
/// Addresses of request objects of which a node keeps what it fetched; with at most [`JWT`] each.
pub const REQUEST_FILES: usize = 1_000;
/// A consent is asked for again after this long.
pub const CONSENT: Seconds = Seconds::days(365);
/// Furthest `exp` of a client assertion (CA01, V053).
pub const ASSERTION_LONGEST: Seconds = Seconds::minutes(5);
/// Clocks of others may be off by this much (CA01).
pub const SKEW: Seconds = Seconds::new(30);
/// Life of a logout token (LO03).
pub const LOGOUT_TOKEN: Seconds = Seconds::minutes(2);
/// Failed client authentications for one client and address a minute (CA08).
pub const CLIENT_FAILURES_MINUTE: u32 = 30;

/// A party's key set is not fetched again sooner, whatever key a token names (protocol.md H5 waits 60 s).
pub const PARTY_KEYS_TOO_SOON: Seconds = Seconds::new(30);
/// A party's key set is fetched again after this long.
pub const PARTY_KEYS_KEPT: Seconds = Seconds::minutes(15);
/// Key sets of parties that a node keeps.
pub const PARTY_KEYS: usize = 10_000;
/// Registrations and changes of them tried from one address an hour (DR01).
pub const REGISTRATIONS_ADDRESS_HOUR: u32 = 100;
/// The same in the sandbox, where test benches register a party for every case.
pub const REGISTRATIONS_SANDBOX_HOUR: u32 = 3_000;
/// Parties that one invitation may register at most.
pub const INVITATION_USES: u32 = 100;
/// Days that an invitation may live at most.
pub const INVITATION_DAYS: u32 = 90;

// QR (qr.md)

/// Life of a verification or sharing token; at exactly this age it is dead.
pub const PRESENTATION: Seconds = Seconds::new(60);
/// Tokens that a holder may make an hour.
pub const PRESENTATIONS_HOUR: u32 = 20;
/// Scans by one officer or verifier a minute, refused ones included.
pub const SCANS_MINUTE: u32 = 30;
/// Different people whose data one officer touches in an hour before another officer is asked to look into it.
pub const OFFICER_PEOPLE_HOUR: u32 = 60;
/// Scans of one person's squares by one officer in an hour before that.
pub const OFFICER_ONE_PERSON_HOUR: u32 = 5;
/// Refused tries of one officer in an hour before that: numbers that open no case, squares that are none.
pub const OFFICER_REFUSED_HOUR: u32 = 20;
/// Scans by one party's systems a minute: all its counters together.
pub const SCANS_PARTY_MINUTE: u32 = 600;
/// Scans from one address a minute: an office behind one address must still work.
pub const SCANS_ADDRESS_MINUTE: u32 = 300;
/// How far off the clock may be of who checks a token without the network (qr.md).
pub const OFFLINE_CLOCK: Seconds = Seconds::new(5);
/// How late a scan that was made without the network may arrive: a shift in a valley, and the way home. No longer than the
/// key that signed the token is known after its successor has come (`jose::key_life`).
pub const QUEUED_SCAN_WITHIN: Seconds = Seconds::days(1);
/// Scans that a device keeps for the network to come back, and that are taken in at once.
pub const QUEUED_SCANS: usize = 50;
/// Scans made without the network that one officer sends a day, refused ones included.
pub const QUEUED_SCANS_DAY: u32 = 200;
/// How long a holder has to answer an officer's question for fields.
pub const ASK: Seconds = Seconds::new(120);
/// How long after a scan its one question may be put: the two stand before one another.
pub const ASK_AFTER_SCAN: Seconds = Seconds::minutes(5);
/// How long what was released can be read again by who asked; afterwards the receipt alone is left (data minimisation).
pub const RELEASE_READABLE: Seconds = Seconds::minutes(5);
/// How long a page leaves a person's data on an officer's screen (QR14).
pub const SHOWN_TO_OFFICER: Seconds = Seconds::new(30);

// Streams to waiting pages

/// Streams that a node keeps open; a page beyond it asks by itself.
pub const STREAMS: usize = 5_000;
/// Streams of one person: a square, its requests and an officer's question, on two devices.
pub const STREAMS_PERSON: usize = 6;
/// A stream ends after this long; a page that waits longer opens another one, or is not looked at.
pub const STREAM: Seconds = Seconds::minutes(10);
/// How often a node asks what changed, once for all its streams.
pub const STREAM_LOOK: Seconds = Seconds::new(1);
/// A stream without news says that it lives: proxies take one that is silent for a minute for dead.
pub const STREAM_BEAT: Seconds = Seconds::new(15);

// The square of an organisation (qr.md)

/// Life of a square on an organisation's screen.
pub const ORGANISATION_SQUARE: Seconds = Seconds::minutes(5);
/// Squares of organisations that one person opens an hour: each is a question that somebody waits for.
pub const ORGANISATION_SQUARES_HOUR: u32 = 20;
/// Short codes of organisations that one person types in [`PASSWORD_WINDOW`].
pub const ORGANISATION_CODES: u32 = 20;

// The square of a sign-in page (qr.md, XD02, XD03)

/// Life of such a square with all its pictures, from the page to the answer.
pub const SIGN_IN_SQUARE: Seconds = Seconds::new(60);
/// A picture that is older than this is stale: what was sent on to somebody else has grown old on its way.
pub const SIGN_IN_PICTURE: Seconds = Seconds::new(3);
/// How often the page without script takes another picture: well within [`SIGN_IN_PICTURE`].
pub const SIGN_IN_PICTURE_RENEWED: Seconds = Seconds::new(2);
/// How long an approval waits for the page that asks for it each second, and without script each other one.
pub const SIGN_IN_REDEEMED: Seconds = Seconds::new(15);
/// Squares that one browser asks for an hour.
pub const SIGN_IN_SQUARES_BROWSER_HOUR: u32 = 60;
/// Squares asked for from one address a minute: an office behind one address must still get in.
pub const SIGN_IN_SQUARES_ADDRESS_MINUTE: u32 = 120;
/// Numbers that one person answers in [`PASSWORD_WINDOW`] before one was right; each wrong one also ends its square.
pub const SIGN_IN_NUMBERS: u32 = 3;
/// Short codes that one person types in [`PASSWORD_WINDOW`] before one was right (XD02).
pub const SIGN_IN_CODES: u32 = 5;
/// The same from one address.
pub const SIGN_IN_CODES_ADDRESS: u32 = 100;

// Messages and notices out

/// How long a node holds a message before another may take it.
pub const OUTBOX_LEASE: Seconds = Seconds::new(30);
/// Attempts before a message is given up and said to be undeliverable.
pub const OUTBOX_ATTEMPTS: i64 = 8;
/// An outbound call, from connect to the last byte (SS01).
pub const OUTBOUND: Seconds = Seconds::new(5);
/// Largest outbound answer that is read (SS01).
pub const OUTBOUND_BYTES: usize = 64 * 1024;

// Registers of the state (F39)

/// How long a register has for an answer, unless the operator sets another time; at most [`OUTBOUND`].
pub const REGISTER_ANSWER: Seconds = Seconds::new(3);
/// Questions in a row without a sensible answer, after which a register is left alone.
pub const REGISTER_FAILURES: u32 = 5;
/// How long it is left alone before one question tries it.
pub const REGISTER_OPEN: Seconds = Seconds::new(15);
/// How long that one question may be out before the next one is let out instead of it; longer than [`OUTBOUND`].
pub const REGISTER_PROBE: Seconds = Seconds::new(10);

/// How long after its submission an application that waits for a register is tried again.
pub const WAIT_FIRST: Seconds = Seconds::new(15);
/// The longest time between two tries; each waits twice as long as the one before.
pub const WAIT_LONGEST: Seconds = Seconds::minutes(5);
/// How long an application waits at most: what a person declared is not kept for ever because a register is gone.
pub const WAIT_AT_MOST: Seconds = Seconds::days(30);
/// How long a declaration of a dependant that waited for nothing stands on the list of who declared.
pub const UNFINISHED_SHOWN: Seconds = Seconds::days(7);

// Sizes in (DS01)

/// Largest body of a form or of a machine endpoint.
pub const BODY: usize = 64 * 1024;
/// Largest registration of a party: twenty keys with certificates have their place.
pub const REGISTRATION: usize = 128 * 1024;
/// How much of a body that is too large is still taken in and thrown away, so that its sender reads the refusal.
pub const BODY_DISCARDED: usize = 4 * 1024 * 1024;
/// Longest origin of a page that is looked up: a name of 253 characters with its scheme and port.
pub const ORIGIN: usize = 280;
/// A browser remembers for this long that a page may call us.
pub const PREFLIGHT: Seconds = Seconds::minutes(10);
/// Largest query of an authorization request (AZ19).
pub const QUERY: usize = 8 * 1024;
/// Most parameters of one request (AZ19).
pub const PARAMETERS: usize = 64;
/// Most fields of a form of ours; the matrix of permissions has a box for each module and action.
pub const FIELDS: usize = 256;
/// Largest JWT from outside (V050).
pub const JWT: usize = 16 * 1024;
/// The whole head of a request must have come in this long; an idle connection is closed after as long (DS05).
pub const HEAD_TIME: Seconds = Seconds::new(10);
/// Connections served at once; more wait in the system's queue.
pub const CONNECTIONS: usize = 10_000;
/// Largest head of a request (DS01).
pub const HEAD: usize = 16 * 1024;
/// Most headers of a request (DS01).
pub const HEADERS: usize = 100;
/// How long requests under way may take when the house closes.
pub const CLOSING: Seconds = Seconds::new(10);
/// A request that takes longer is cut off.
pub const REQUEST_TIME: Seconds = Seconds::new(30);

// Keeping (vietnam.md 1.8; I22)

/// Spent and expired one-time things are forgotten after this long; refusal is by check at use, never by absence.
pub const KEEP_SPENT: Seconds = Seconds::days(1);
/// A message that was delivered or given up is forgotten after this long: support can still say that it went out, and the
/// page after a sign-out (half an hour) still finds who was told.
pub const KEEP_MESSAGES: Seconds = Seconds::days(7);

// The ledger

/// A ledger to which nothing is added still has a head signed this recently, so that who watches it knows that it lives.
pub const LEDGER_HEAD: Seconds = Seconds::hours(1);
/// Questions about the ledger from one address a minute: a witness asks three, and answers may be kept.
pub const LEDGER_ADDRESS_MINUTE: u32 = 120;
/// Largest file with a receipt or a proof that a command reads.
pub const LEDGER_FILE: usize = 64 * 1024;

// Import of the population

/// Longest line of a file of people; the longest synthetic one, with eight children, has about 2 KiB.
pub const IMPORT_LINE: usize = 16 * 1024;
/// Lines taken in by one commit: few enough that a killed import loses seconds, enough that commits do not cost.
pub const IMPORT_BATCH: usize = 1000;
/// How often a batch is begun again that the engine ended for the sake of another import.
pub const TRIES_OF_A_BATCH: u32 = 20;
