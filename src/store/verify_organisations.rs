//! The invariants of organisations: how their accounts came to be, who administers and represents them, what is done to them.

use crate::store::verify::Invariant;

/// What holds of every organisation, and of whoever acts for it.
pub(super) const ORGANISATIONS: &[Invariant] = &[
    Invariant {
        name: "A06 nobody signs in as an organisation",
        query: "SELECT id FROM account WHERE kind = 'organisation'",
    },
    Invariant {
        name: "A06 an organisation's account comes of one application that two officers approved",
        query: "SELECT o.id FROM organisation o WHERE (SELECT COUNT(*) FROM organisation_application a \
                WHERE a.organisation_id = o.id AND a.state = 'approved' AND a.number = o.number \
                AND a.decided_at = o.created_at) <> 1",
    },
    Invariant {
        name: "OF05 a decided application was decided by an officer who had no hand in it and whom it does not concern",
        query: "SELECT a.id FROM organisation_application a WHERE a.decided_by IS NOT NULL AND (a.submitted_by IS NULL \
                OR a.submitted_by = a.decided_by OR a.applicant_id IN (a.decided_by, a.submitted_by) \
                OR EXISTS (SELECT 1 FROM organisation_consent c WHERE c.application_id = a.id AND c.answered_by = a.decided_by))",
    },
    Invariant {
        name: "A06 an approved application has everybody's consent, and one that was declined has a no and its reason",
        query: "SELECT a.id FROM organisation_application a WHERE (a.state IN ('waiting', 'submitted', 'approved', 'refused') \
                AND EXISTS (SELECT 1 FROM organisation_consent c WHERE c.application_id = a.id \
                AND (c.answer IS NULL OR c.answer <> 'yes'))) OR (a.state = 'declined' AND (a.reason IS NULL OR NOT EXISTS \
                (SELECT 1 FROM organisation_consent c WHERE c.application_id = a.id AND c.answer = 'no')))",
    },
    Invariant {
        name: "K08 an application that was returned has one open round, no other has one, and rounds do not overlap",
        query: "SELECT a.id FROM organisation_application a \
                WHERE (CASE WHEN a.state = 'returned' THEN 1 ELSE 0 END) <> (SELECT COUNT(*) FROM organisation_supplement s \
                WHERE s.application_id = a.id AND s.answered_at IS NULL AND s.lapsed_at IS NULL) \
                UNION ALL SELECT s.application_id AS id FROM organisation_supplement s WHERE s.answered_at < s.returned_at \
                OR s.ends_at <= s.returned_at OR s.answered_at >= s.ends_at OR (s.round > 1 AND NOT EXISTS \
                (SELECT 1 FROM organisation_supplement p WHERE p.application_id = s.application_id \
                AND p.round = s.round - 1 AND p.answered_at <= s.returned_at))",
    },
    Invariant {
        name: "OF05 a measure on an organisation's account was decided by another officer, and what was approved was done",
        query: "SELECT m.id FROM organisation_measure m WHERE m.proposed_by = m.decided_by \
                OR (CASE WHEN m.state = 'proposed' THEN 1 ELSE 0 END) <> (CASE WHEN m.decided_at IS NULL THEN 1 ELSE 0 END) \
                OR (m.state = 'refused' AND m.reason IS NULL) \
                OR (m.state = 'approved' AND NOT EXISTS (SELECT 1 FROM organisation_lock l \
                WHERE l.organisation_id = m.organisation_id AND l.ground = m.ground \
                AND m.decided_at = CASE WHEN m.deed = 'lock' THEN l.since_at ELSE l.lifted_at END))",
    },
    Invariant {
        name: "I23 an application is whole, handed on and decided in this order, and a refusal has its reason",
        query: "SELECT id FROM organisation_application WHERE complete_at < made_at OR due_at <= complete_at \
                OR submitted_at < complete_at OR (CASE WHEN state IN ('asking', 'waiting', 'returned', 'submitted') THEN 1 ELSE 0 END) \
                <> (CASE WHEN decided_at IS NULL THEN 1 ELSE 0 END) \
                OR (state = 'asking' AND complete_at IS NOT NULL) \
                OR (state IN ('waiting', 'returned', 'submitted', 'approved', 'refused') AND (complete_at IS NULL OR due_at IS NULL)) \
                OR (state IN ('submitted', 'approved', 'refused') AND submitted_at IS NULL) \
                OR (state = 'refused' AND reason IS NULL)",
    },
    Invariant {
        name: "A07 an organisation that is not locked is administered by somebody",
        query: "SELECT o.id FROM organisation o WHERE NOT EXISTS (SELECT 1 FROM organisation_lock l \
                WHERE l.organisation_id = o.id AND l.lifted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM representation r \
                WHERE r.organisation_id = o.id AND r.ended_at IS NULL AND r.role = 'administer')",
    },
    Invariant {
        name: "A07 who represents an organisation had an account of level 2 then, and an end says why",
        query: "SELECT r.id FROM representation r JOIN account a ON a.id = r.account_id WHERE a.level IS NULL OR a.level <> 2 \
                OR a.raised_at > r.since_at OR (r.ended_at IS NULL AND r.ended_by IS NOT NULL) \
                OR (r.ended_at IS NOT NULL AND r.ended_by IS NULL)",
    },
    Invariant {
        name: "H06 a family acts for an organisation by a representation of its own person",
        query: "SELECT f.id FROM family f JOIN representation r ON r.id = f.representation_id \
                WHERE r.account_id <> f.account_id OR f.began_at < r.since_at",
    },
    Invariant {
        name: "I6 nothing acts for an organisation that was locked, or by a representation that had ended, before the request began",
        query: "SELECT f.id FROM family f JOIN representation r ON r.id = f.representation_id WHERE f.ended_at IS NULL \
                AND (r.ended_at IS NOT NULL OR r.role = 'view' OR EXISTS (SELECT 1 FROM organisation_lock l \
                WHERE l.organisation_id = r.organisation_id AND l.lifted_at IS NULL AND l.since_at >= f.began_at))",
    },
];
