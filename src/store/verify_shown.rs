//! The invariants of what people show: squares of every kind, the questions that follow a scan, releases and receipts.

use crate::store::verify::Invariant;

/// What holds of every square, question and receipt.
pub(super) const SHOWN: &[Invariant] = &[
    Invariant {
        name: "G05 a square is shown by its holder, or by who answered for the holder when it was made, and read no later",
        query: "SELECT p.id FROM presentation p JOIN session s ON s.id = p.session_id \
                LEFT JOIN dependant d ON d.id = p.dependant_id AND d.account_id = p.account_id \
                AND d.guardian_id = s.account_id AND d.proven_at <= p.made_at \
                WHERE (p.dependant_id IS NULL AND s.account_id <> p.account_id) \
                OR (p.dependant_id IS NOT NULL AND (d.id IS NULL OR p.made_at > d.ended_at OR p.scanned_at > d.ended_at))",
    },
    Invariant {
        name: "G05 who shows a square answers what is asked about it, and has the receipt",
        query: "SELECT k.id FROM ask k JOIN presentation p ON p.id = k.presentation_id JOIN session s ON s.id = p.session_id \
                LEFT JOIN dependant d ON d.id = p.dependant_id LEFT JOIN receipt r ON r.ask_id = k.id \
                WHERE k.asked_id <> s.account_id OR k.account_id <> p.account_id \
                OR (d.id IS NOT NULL AND k.state = 'allowed' AND k.answered_at > d.ended_at) \
                OR (r.id IS NOT NULL AND COALESCE(r.acted_by, k.account_id) <> k.asked_id)",
    },
    Invariant {
        name: "XD01 a browser that was let in got the session of who opened its square and said yes, worth no more, and once",
        query: "SELECT q.id FROM sign_in_square q JOIN session s ON s.id = q.session_id JOIN session o ON o.id = q.opened_by \
                WHERE q.state <> 'redeemed' OR q.answer <> 'approved' OR s.browser <> q.browser OR s.id = o.id \
                OR s.account_id <> q.account_id OR o.account_id <> q.account_id OR s.ends_at > o.ends_at \
                OR s.began_at <> q.redeemed_at OR s.began_at >= o.ended_at + 30 \
                UNION SELECT id FROM sign_in_square WHERE state = 'redeemed' AND session_id IS NULL",
    },
    Invariant {
        name: "XD02 a square was opened, answered and redeemed in this order and in its time, each with what it takes",
        query: "SELECT id FROM sign_in_square WHERE expires_at <> began_at + 60 OR opened_at + 30 < began_at \
                OR opened_at >= expires_at OR answered_at + 30 < opened_at OR answered_at >= expires_at \
                OR redeemed_at + 30 < answered_at OR redeemed_at >= answered_at + 15 \
                OR (CASE WHEN opened_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN opened_by IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN opened_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN answer IS NULL THEN 0 ELSE 1 END) \
                OR (answer IS NOT NULL AND opened_at IS NULL) OR (state = 'live' AND opened_at IS NOT NULL) \
                OR (state = 'opened' AND (opened_at IS NULL OR answer IS NOT NULL)) \
                OR (state = 'denied' AND answer NOT IN ('denied', 'reported', 'wrong_number')) \
                OR (state IN ('approved', 'redeemed', 'denied') AND answer IS NULL) \
                OR (CASE WHEN redeemed_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN state = 'redeemed' THEN 1 ELSE 0 END)",
    },
    Invariant {
        name: "I11 what became of the square of a sign-in page stands in its person's journal",
        query: "SELECT q.id FROM sign_in_square q WHERE (q.opened_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.kind = 'sign_in_opened' AND e.account_id = q.account_id AND e.at = q.opened_at)) \
                OR (q.answered_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.kind = CASE WHEN q.answer = 'approved' THEN 'sign_in_approved' ELSE 'sign_in_denied' END \
                AND e.account_id = q.account_id AND e.at = q.answered_at)) \
                OR (q.redeemed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.kind = 'signed_in' AND e.account_id = q.account_id AND e.at = q.redeemed_at))",
    },
    Invariant {
        name: "I1 a presentation has one scanner once it was scanned, and none before",
        query: "SELECT id FROM presentation WHERE (CASE WHEN state IN ('live', 'expired', 'cancelled') THEN 0 ELSE 1 END) \
                <> (CASE WHEN scanner_id IS NOT NULL AND scanner_kind IS NOT NULL AND scanned_at IS NOT NULL \
                AND scan_event_id IS NOT NULL THEN 1 ELSE 0 END)",
    },
    Invariant {
        name: "I1 a scan that won is the one scan of a presentation",
        query: "SELECT e.id FROM audit_event e LEFT JOIN presentation p ON p.scan_event_id = e.id \
                WHERE e.kind = 'presentation_scanned' AND (p.id IS NULL OR p.scanned_at <> e.at OR p.state = 'confirmed' \
                OR p.account_id <> e.account_id OR p.scanner_id <> e.actor_id)",
    },
    Invariant {
        name: "I1 a scan that was confirmed afterwards is the one scan of a presentation, and nothing followed it",
        query: "SELECT e.id FROM audit_event e LEFT JOIN presentation p ON p.scan_event_id = e.id \
                WHERE e.kind = 'presentation_confirmed' AND (p.id IS NULL OR p.state <> 'confirmed' \
                OR p.confirmed_at <> e.at OR p.confirmed_at > p.made_at + 86400 OR p.account_id <> e.account_id \
                OR p.scanner_id <> e.actor_id OR EXISTS (SELECT 1 FROM ask k WHERE k.presentation_id = p.id))",
    },
    Invariant {
        name: "I1 a presentation is confirmed afterwards when and only when it says when",
        query: "SELECT id FROM presentation WHERE (CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END) \
                <> (CASE WHEN confirmed_at IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "I7 no presentation was scanned after its minute or before it was made",
        query: "SELECT id FROM presentation WHERE scanned_at >= expires_at OR scanned_at < made_at \
                OR expires_at <> made_at + 60",
    },
    Invariant {
        name: "I19 a question belongs to the one who scanned, and stands where its presentation stands",
        query: "SELECT k.id FROM ask k JOIN presentation p ON p.id = k.presentation_id WHERE p.state <> k.state \
                OR p.scanner_id <> k.asker_id OR p.scanner_kind <> k.asker_kind OR p.account_id <> k.account_id",
    },
    Invariant {
        name: "I1 a square on a screen asked one person, in its time; whoever is asked by one opened it before it was taken back",
        query: "SELECT q.id FROM organisation_square q WHERE \
                (CASE WHEN q.kind = 'dynamic' THEN 1 ELSE 0 END) <> (CASE WHEN q.expires_at IS NULL THEN 0 ELSE 1 END) \
                OR (q.kind = 'dynamic' AND (q.expires_at <> q.made_at + 300 OR q.opened_at >= q.expires_at \
                OR (SELECT COUNT(*) FROM presentation p WHERE p.square_id = q.id) \
                <> (CASE WHEN q.opened_at IS NULL THEN 0 ELSE 1 END))) \
                OR (q.kind = 'static' AND q.place = '') OR EXISTS (SELECT 1 FROM presentation p WHERE p.square_id = q.id \
                AND (p.scanner_id <> q.relying_party_id OR p.made_at > q.opened_at + 30 OR p.made_at > q.revoked_at + 30)) \
                UNION ALL SELECT p.id FROM presentation p WHERE (CASE WHEN p.kind = 'organisation' THEN 1 ELSE 0 END) \
                <> (CASE WHEN p.square_id IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "I16 a square of an organisation asks for no more than it was made for, and its release is read once, in its time",
        query: "SELECT k.id FROM ask k WHERE k.read_at IS NOT NULL AND (k.state <> 'allowed' OR k.asker_kind <> 'relying_party' \
                OR k.read_at + 30 < k.answered_at OR k.read_at >= k.answered_at + 300) \
                UNION ALL SELECT p.id FROM presentation p JOIN ask k ON k.presentation_id = p.id \
                WHERE p.kind = 'organisation' AND (k.purpose <> 'registered_by_party' OR k.asked_at <> p.made_at)",
    },
    Invariant {
        name: "I11 a square of an organisation stands in the journal from its making to its end, and so does who opened it",
        query: "SELECT q.id FROM organisation_square q WHERE NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.kind = 'organisation_square_made' AND e.relying_party_id = q.relying_party_id AND e.at = q.made_at) \
                OR (q.revoked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.kind = 'organisation_square_revoked' AND e.relying_party_id = q.relying_party_id \
                AND e.at = q.revoked_at)) \
                UNION ALL SELECT p.id FROM presentation p LEFT JOIN audit_event e ON e.id = p.scan_event_id \
                WHERE p.kind = 'organisation' AND (e.id IS NULL OR e.kind <> 'organisation_square_opened' \
                OR e.account_id <> p.account_id OR e.relying_party_id <> p.scanner_id)",
    },
    Invariant {
        name: "I19 a presentation that was asked about has its question",
        query: "SELECT p.id FROM presentation p LEFT JOIN ask k ON k.presentation_id = p.id \
                WHERE p.state IN ('asked', 'allowed', 'denied', 'lapsed') AND k.id IS NULL",
    },
    Invariant {
        name: "I16 what is released has one receipt, and nothing else has one",
        query: "SELECT k.id FROM ask k LEFT JOIN receipt r ON r.ask_id = k.id AND r.presentation_id = k.presentation_id \
                AND r.account_id = k.account_id AND r.asker_id = k.asker_id AND r.issued_at = k.answered_at \
                WHERE (CASE WHEN k.state = 'allowed' THEN 1 ELSE 0 END) <> (CASE WHEN r.id IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "I11 a receipt and the event of its release are one to one",
        query: "SELECT e.id FROM audit_event e LEFT JOIN receipt r ON r.event_id = e.id AND r.account_id = e.account_id \
                WHERE e.kind = 'fields_allowed' AND r.id IS NULL \
                UNION ALL SELECT r.id FROM receipt r JOIN audit_event e ON e.id = r.event_id WHERE e.kind <> 'fields_allowed'",
    },
];
