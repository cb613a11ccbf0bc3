//! The invariants of officers' cases: four eyes, evidence, the clock, and that each case has done what its state says.

use crate::store::verify::Invariant;

/// What holds of every case, and of what came of it.
pub(super) const CASES: &[Invariant] = &[
    Invariant {
        name: "I19 an account of level 2 has an approved case",
        query: "SELECT a.id FROM account a WHERE a.level = 2 AND NOT EXISTS (SELECT 1 FROM officer_case c \
                WHERE c.account_id = a.id AND c.state = 'approved' AND c.decided_at = a.raised_at)",
    },
    Invariant {
        name: "I19 an approved case has raised or made its account, and a case about an account that is there has one",
        query: "SELECT c.id FROM officer_case c LEFT JOIN account a ON a.id = c.account_id WHERE \
                (c.kind = 'raise_level' AND c.state = 'approved' AND (a.raised_at IS NULL OR a.raised_at <> c.decided_at)) \
                OR (c.kind IN ('make_account', 'make_foreigner_account') AND c.state = 'approved' \
                    AND (a.id IS NULL OR a.created_at <> c.decided_at OR a.person_digest <> c.person_digest)) \
                OR (c.kind IN ('make_account', 'make_foreigner_account') AND c.state <> 'approved' AND a.id IS NOT NULL) \
                OR (c.kind NOT IN ('make_account', 'make_foreigner_account') AND a.id IS NULL)",
    },
    Invariant {
        name: "I19 a holder was proofed when the last case that compares face and fingerprints was approved, and at no other time",
        query: "SELECT a.id FROM account a WHERE COALESCE(a.proofed_at, 0) <> COALESCE((SELECT MAX(c.decided_at) \
                FROM officer_case c WHERE c.account_id = a.id AND c.state = 'approved' \
                AND c.kind NOT IN ('integrate_documents', 'integrate_foreigner_documents')), 0)",
    },
    Invariant {
        name: "PM05 what is declared stands in a case that makes an account, and in no other",
        query: "SELECT id FROM officer_case WHERE (CASE WHEN kind IN ('make_account', 'make_foreigner_account') \
                THEN 1 ELSE 0 END) <> (CASE WHEN declared_sealed IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "K08 a case waits for its person exactly while one round is unanswered, and rounds follow one another",
        query: "SELECT c.id FROM officer_case c WHERE (CASE WHEN c.state = 'returned' THEN 1 ELSE 0 END) <> \
                (SELECT COUNT(*) FROM supplement s WHERE s.case_id = c.id AND s.answered_at IS NULL AND s.lapsed_at IS NULL) \
                UNION ALL SELECT s.case_id AS id FROM supplement s WHERE s.answered_at < s.returned_at \
                OR s.returned_at < (SELECT c.opened_at FROM officer_case c WHERE c.id = s.case_id) \
                OR (s.round > 1 AND NOT EXISTS (SELECT 1 FROM supplement p WHERE p.case_id = s.case_id \
                AND p.round = s.round - 1 AND p.answered_at <= s.returned_at))",
    },
    Invariant {
        name: "K08 a case lapses exactly with a round that nobody answered, not before its term, and the journal says so",
        query: "SELECT c.id FROM officer_case c WHERE (CASE WHEN c.state = 'lapsed' THEN 1 ELSE 0 END) <> \
                (SELECT COUNT(*) FROM supplement s WHERE s.case_id = c.id AND s.lapsed_at IS NOT NULL) \
                OR (c.state = 'lapsed' AND (c.decided_at IS NULL OR c.decided_by IS NOT NULL OR c.submitted_at IS NOT NULL \
                OR NOT EXISTS (SELECT 1 FROM audit_event v WHERE v.kind = 'case_lapsed' AND v.account_id = c.account_id \
                AND v.at = c.decided_at))) \
                UNION ALL SELECT s.case_id AS id FROM supplement s WHERE s.ends_at <= s.returned_at OR s.lapsed_at < s.ends_at \
                OR (s.lapsed_at IS NOT NULL AND s.answered_at IS NOT NULL) OR s.warned_at < s.returned_at OR s.warned_at >= s.ends_at",
    },
    Invariant {
        name: "I11 each return and each completion stands in the journal",
        query: "SELECT s.case_id AS id FROM supplement s JOIN officer_case c ON c.id = s.case_id WHERE NOT EXISTS \
                (SELECT 1 FROM audit_event v WHERE v.kind = 'case_returned' AND v.account_id = c.account_id \
                AND v.actor_id = s.returned_by AND v.at = s.returned_at) OR (s.answered_at IS NOT NULL AND NOT EXISTS \
                (SELECT 1 FROM audit_event v WHERE v.kind = 'case_supplemented' AND v.account_id = c.account_id \
                AND v.at = s.answered_at))",
    },
    Invariant {
        name: "OF05 a paper stands in the wallet of the case's own account exactly since another officer approved the case",
        query: "SELECT d.id FROM original_document d JOIN officer_case c ON c.id = d.case_id \
                WHERE d.account_id <> c.account_id OR d.recorded_by = c.decided_by OR d.recorded_by = c.account_id \
                OR (d.approved_at IS NOT NULL AND (c.state <> 'approved' OR d.removed_at IS NOT NULL \
                    OR d.approved_at <> c.decided_at)) \
                OR (d.approved_at IS NULL AND d.removed_at IS NULL AND c.state = 'approved') \
                OR (c.kind IN ('integrate_documents', 'integrate_foreigner_documents') AND c.state = 'approved' AND NOT EXISTS (SELECT 1 \
                    FROM original_document o WHERE o.case_id = c.id AND o.approved_at IS NOT NULL))",
    },
    Invariant {
        name: "OF05 a decided case was decided by an officer who had no hand in it and whom it is not about",
        query: "SELECT c.id FROM officer_case c WHERE c.state IN ('approved', 'refused') AND (c.decided_by = c.opened_by \
                OR c.decided_by = c.submitted_by OR c.decided_by = c.account_id OR c.account_id = c.opened_by \
                OR c.account_id = c.submitted_by OR EXISTS (SELECT 1 FROM evidence e WHERE e.case_id = c.id \
                AND (e.recorded_by = c.decided_by OR e.recorded_by = c.account_id)))",
    },
    Invariant {
        name: "A02 who is raised while another answers for them came with one who did, and that one decided nothing",
        query: "SELECT c.id FROM officer_case c JOIN dependant d ON d.account_id = c.account_id WHERE c.kind = 'raise_level' \
                AND c.state = 'approved' AND d.proven_at <= c.opened_at AND (d.ended_at IS NULL OR d.ended_at > c.decided_at) \
                AND (d.hands_over_at IS NULL OR d.hands_over_at > c.decided_at) \
                AND NOT EXISTS (SELECT 1 FROM companion m WHERE m.case_id = c.id) \
                UNION ALL SELECT m.case_id AS id FROM companion m JOIN officer_case c ON c.id = m.case_id \
                WHERE m.account_id IN (c.account_id, c.decided_by, m.recorded_by) OR m.recorded_by = c.decided_by \
                OR m.position > c.version OR m.recorded_at > c.submitted_at OR NOT EXISTS (SELECT 1 FROM audit_event v \
                WHERE v.kind = 'company_recorded' AND v.account_id = c.account_id AND v.actor_id = m.recorded_by \
                AND v.at = m.recorded_at)",
    },
    Invariant {
        name: "OF05 an approved case rests on all that its kind needs, passed at the last look",
        query: "SELECT c.id FROM officer_case c WHERE c.state = 'approved' AND (SELECT COUNT(DISTINCT e.kind) FROM evidence e \
                WHERE e.case_id = c.id AND e.result = 'passed' AND (e.kind IN ('face', 'fingerprints') OR e.kind = \
                    CASE WHEN c.kind IN ('make_foreigner_account', 'prove_foreigner_again', 'integrate_foreigner_documents') \
                    THEN 'travel_document' ELSE 'card' END) \
                AND NOT EXISTS (SELECT 1 FROM evidence later \
                WHERE later.case_id = e.case_id AND later.kind = e.kind AND later.position > e.position)) \
                < CASE WHEN c.kind IN ('integrate_documents', 'integrate_foreigner_documents') THEN 1 ELSE 3 END",
    },
    Invariant {
        name: "OF05 nothing is recorded in a case after it was handed on for good",
        query: "SELECT e.id FROM evidence e JOIN officer_case c ON c.id = e.case_id WHERE e.position > c.version \
                OR (c.state IN ('submitted', 'approved', 'refused') AND e.recorded_at > c.submitted_at)",
    },
    Invariant {
        name: "I23 a case is opened, submitted and decided in this order, and a refusal has its reason",
        query: "SELECT id FROM officer_case WHERE due_at <= opened_at OR submitted_at < opened_at OR decided_at < submitted_at \
                OR (state IN ('received', 'open', 'returned') AND (submitted_at IS NOT NULL OR decided_at IS NOT NULL)) \
                OR (state = 'submitted' AND (submitted_at IS NULL OR submitted_by IS NULL OR decided_at IS NOT NULL)) \
                OR (state IN ('approved', 'refused') AND (submitted_by IS NULL OR decided_at IS NULL OR decided_by IS NULL)) \
                OR (state = 'refused' AND (reason IS NULL OR ground IS NULL)) \
                OR (state <> 'refused' AND (reason IS NOT NULL OR ground IS NOT NULL))",
    },
    Invariant {
        name: "A11 an officer has an account of level 2",
        query: "SELECT o.account_id AS id FROM officer o JOIN account a ON a.id = o.account_id \
                WHERE a.level IS NULL OR a.level <> 2",
    },
    Invariant {
        name: "I11 what officers did to a case stands in the journal",
        query: "SELECT c.id FROM officer_case c WHERE NOT EXISTS (SELECT 1 FROM audit_event v WHERE v.kind = 'case_opened' \
                AND v.account_id = c.account_id AND v.actor_id = c.opened_by AND v.at = c.opened_at) \
                OR (c.state IN ('approved', 'refused') AND NOT EXISTS (SELECT 1 FROM audit_event v \
                WHERE v.kind = CASE WHEN c.state = 'approved' THEN 'case_approved' ELSE 'case_refused' END \
                AND v.account_id = c.account_id AND v.actor_id = c.decided_by AND v.at = c.decided_at)) \
                OR (c.state = 'approved' AND c.kind IN ('raise_level', 'make_account') AND NOT EXISTS \
                (SELECT 1 FROM audit_event v WHERE v.kind = 'account_raised' AND v.account_id = c.account_id AND v.actor_id = c.decided_by AND v.at = c.decided_at))",
    },
    Invariant {
        name: "I11 what officers saw stands in the journal",
        query: "SELECT e.id FROM evidence e JOIN officer_case c ON c.id = e.case_id WHERE NOT EXISTS \
                (SELECT 1 FROM audit_event v WHERE v.kind = 'evidence_recorded' AND v.account_id = c.account_id \
                AND v.actor_id = e.recorded_by AND v.at = e.recorded_at)",
    },
    Invariant {
        name: "I11 what the journal says of decided cases is so",
        query: "SELECT v.id FROM audit_event v WHERE v.kind IN ('case_approved', 'case_refused', 'account_raised') \
                AND NOT EXISTS (SELECT 1 FROM officer_case c WHERE c.account_id = v.account_id AND c.decided_by = v.actor_id \
                AND c.decided_at = v.at AND c.state = CASE WHEN v.kind = 'case_refused' THEN 'refused' ELSE 'approved' END)",
    },
];
