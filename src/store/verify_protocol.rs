//! The invariants of the protocol: consents, families, tokens, sessions' ends, parties and keys.

use crate::store::verify::Invariant;

/// What holds of what parties are given.
pub(super) const PROTOCOL: &[Invariant] = &[
    Invariant {
        name: "I16 nothing was handed to a party of a category that was frozen before the request began",
        query: "SELECT f.id FROM family f JOIN party_category k ON k.relying_party_id = f.relying_party_id \
                JOIN account_freeze z ON z.account_id = f.account_id AND z.category = k.category \
                WHERE f.began_at > z.since_at + 1 AND f.began_at > k.since_at + 1 AND z.lifts_at IS NULL",
    },
    Invariant {
        name: "I16 a family follows an answer of its person to its party",
        query: "SELECT f.id FROM family f WHERE NOT EXISTS (SELECT 1 FROM consent c WHERE c.account_id = f.account_id \
                AND c.relying_party_id = f.relying_party_id AND c.given_at <= f.began_at)",
    },
    Invariant {
        name: "I11 a consent and the event of its first answer belong together",
        query: "SELECT c.id FROM consent c WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.kind = 'consent_given' \
                AND e.account_id = c.account_id AND e.relying_party_id = c.relying_party_id AND e.at = c.given_at)",
    },
    Invariant {
        name: "I1 a pushed request is answered once, by a request of its own party that came in its time",
        query: "SELECT p.digest AS id FROM pushed_request p \
                WHERE (SELECT COUNT(*) FROM request r WHERE r.pushed = p.digest AND r.answered_at IS NOT NULL) > 1 \
                OR (p.answered_at IS NULL AND EXISTS \
                    (SELECT 1 FROM request r WHERE r.pushed = p.digest AND r.answered_at IS NOT NULL)) \
                OR EXISTS (SELECT 1 FROM request r WHERE r.pushed = p.digest AND (r.relying_party_id <> p.relying_party_id \
                    OR r.created_at + 30 < p.created_at OR r.created_at >= p.expires_at)) \
                OR p.expires_at > p.created_at + 90 OR p.answered_at + 30 < p.created_at",
    },
    Invariant {
        name: "I2 whoever has a refresh token redeemed a code",
        query: "SELECT DISTINCT r.family_id AS id FROM refresh r WHERE NOT EXISTS \
                (SELECT 1 FROM code c WHERE c.family_id = r.family_id AND c.redeemed_at IS NOT NULL)",
    },
    Invariant {
        name: "I2 a family hangs from a session of its own person, in which its party takes part",
        query: "SELECT f.id FROM family f JOIN session s ON s.id = f.session_id \
                LEFT JOIN participant p ON p.session_id = f.session_id AND p.relying_party_id = f.relying_party_id \
                WHERE s.account_id <> f.account_id OR p.sid IS NULL OR p.sid <> f.sid OR f.began_at < s.began_at",
    },
    Invariant {
        name: "I11 what a party was given for a request stands in the journal, by the name of what it was",
        query: "SELECT f.id FROM family f LEFT JOIN code c ON c.family_id = f.id WHERE NOT EXISTS \
                (SELECT 1 FROM audit_event e WHERE e.account_id = f.account_id \
                AND e.relying_party_id = f.relying_party_id AND e.at = f.began_at \
                AND e.kind = CASE WHEN c.digest IS NULL THEN 'tokens_issued' ELSE 'code_issued' END)",
    },
    Invariant {
        name: "I2 what has no code ends with its session",
        query: "SELECT f.id FROM family f JOIN session s ON s.id = f.session_id LEFT JOIN code c ON c.family_id = f.id \
                WHERE c.digest IS NULL AND (f.offline = 1 OR f.ends_at > s.ends_at)",
    },
    Invariant {
        name: "I5 a family has at most one live refresh token",
        query: "SELECT family_id AS id FROM refresh WHERE spent_at IS NULL GROUP BY family_id HAVING COUNT(*) > 1",
    },
    Invariant {
        name: "I7 a code was redeemed in its time",
        query: "SELECT family_id AS id FROM code \
                WHERE redeemed_at < issued_at OR redeemed_at >= expires_at OR expires_at > issued_at + 60",
    },
    Invariant {
        name: "I7 no token outlives its family",
        query: "SELECT f.id FROM family f JOIN access t ON t.family_id = f.id WHERE t.expires_at > f.ends_at \
                UNION SELECT f.id FROM family f JOIN refresh r ON r.family_id = f.id WHERE r.expires_at > f.ends_at",
    },
    Invariant {
        name: "I7 an access token lives for at most five minutes",
        query: "SELECT family_id AS id FROM access WHERE expires_at > issued_at + 300 OR issued_at > expires_at",
    },
    Invariant {
        name: "I16 a token is good elsewhere exactly when its family was granted it",
        query: "SELECT f.id FROM family f JOIN access t ON t.family_id = f.id \
                WHERE (CASE WHEN f.resources = '' THEN 0 ELSE 1 END) <> (CASE WHEN t.audience = '' THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "I6 nothing was handed out by a family that had ended before the request began",
        query: "SELECT f.id FROM family f JOIN access t ON t.family_id = f.id WHERE t.issued_at > f.ended_at + 30 \
                UNION SELECT f.id FROM family f JOIN refresh r ON r.family_id = f.id WHERE r.issued_at > f.ended_at + 30",
    },
    Invariant {
        name: "I6 what ended says why, and a notice is of an ended session",
        query: "SELECT id FROM family WHERE (CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END) \
                <> (CASE WHEN ended_by IS NULL THEN 0 ELSE 1 END) \
                UNION SELECT id FROM session WHERE (CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END) \
                <> (CASE WHEN ended_by IS NULL THEN 0 ELSE 1 END) \
                UNION SELECT o.id FROM outbox o JOIN session s ON s.id = o.session_id \
                WHERE o.channel = 'logout' AND s.ended_at IS NULL",
    },
    Invariant {
        name: "DR04 a deleted party has no secret and no token left, is not served, and nothing of it lives",
        query: "SELECT id FROM relying_party WHERE deleted_at IS NOT NULL \
                AND (suspended_at IS NULL OR secret_digest IS NOT NULL OR registration_digest IS NOT NULL) \
                UNION SELECT p.id FROM relying_party p JOIN family f ON f.relying_party_id = p.id \
                WHERE f.ended_at IS NULL AND f.began_at + 30 < p.deleted_at",
    },
    Invariant {
        name: "V018 no page of a party that was deleted reads or frames anything, nor one without a name",
        query: "SELECT s.relying_party_id AS id FROM page_origin s JOIN relying_party p ON p.id = s.relying_party_id \
                WHERE p.deleted_at IS NOT NULL OR s.origin = 'null' OR s.origin = ''",
    },
    Invariant {
        name: "DR01 a party that registered itself has bounds, and one that an operator registered changes nothing itself",
        query: "SELECT id FROM relying_party WHERE (CASE WHEN registered_by = 'operator' THEN 0 ELSE 1 END) \
                <> (CASE WHEN scope_bound IS NULL OR pkce_optional IS NULL THEN 0 ELSE 1 END) \
                OR (registered_by = 'operator' AND (registration_digest IS NOT NULL OR deleted_at IS NOT NULL))",
    },
    Invariant {
        name: "I13 one key of a purpose and algorithm signs at a time",
        query: "SELECT a.kid AS id FROM signing_key a JOIN signing_key b \
                ON a.purpose = b.purpose AND a.algorithm = b.algorithm AND a.kid <> b.kid \
                WHERE a.active_from <= b.active_from AND (a.retired_at IS NULL OR a.retired_at > b.active_from) \
                AND (b.retired_at IS NULL OR b.retired_at > b.active_from)",
    },
    Invariant {
        name: "I13 a key is published before it signs and forgotten after it retired",
        query: "SELECT kid AS id FROM signing_key WHERE active_from < created_at OR forget_at < retired_at \
                OR (forget_at IS NOT NULL AND retired_at IS NULL)",
    },
];
