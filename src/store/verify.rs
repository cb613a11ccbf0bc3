//! The invariants of the whole database (security.md 4h): read only, run after every test and by `dinhdanh verify`.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::store::verify_cases::CASES;
use crate::store::verify_factors::FACTORS;
use crate::store::verify_organisations::ORGANISATIONS;
use crate::store::verify_protocol::PROTOCOL;
use crate::store::verify_shown::SHOWN;
use crate::store::{Store, row};

/// An invariant: its name, and a query that lists the ids of rows that break it.
pub(super) struct Invariant {
    pub(super) name: &'static str,
    pub(super) query: &'static str,
}

impl Store {
    /// Checks every invariant and answers what is broken, in words; empty means sound.
    pub async fn verify(&self, now: Timestamp) -> Result<Vec<String>, Fault> {
        let mut broken = self.verify_ledger(now).await?;
        broken.extend(self.verify_asks().await?);
        broken.extend(self.verify_worth().await?);
        for invariant in [INVARIANTS, CASES, FACTORS, SHOWN, PROTOCOL, ORGANISATIONS].into_iter().flatten() {
            let rows = sqlx::query(invariant.query).fetch_all(self.pool()).await?;
            for row in rows.iter().take(3) {
                broken.push(format!("{}: {}", invariant.name, row::text(row, "id")?));
            }
        }
        Ok(broken)
    }
}

const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "I9 an account comes of exactly one matched enrolment, and a matched enrolment made an account",
        query: "SELECT a.id FROM account a LEFT JOIN enrolment e ON e.account_id = a.id AND e.outcome = 'matched' \
                AND e.person_digest = a.person_digest GROUP BY a.id HAVING COUNT(e.id) <> 1 \
                UNION ALL SELECT id FROM enrolment \
                WHERE (CASE WHEN outcome = 'matched' THEN 1 ELSE 0 END) <> (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "I9 an application waits exactly as long as nothing was found, has a term, and is tried in its order",
        query: "SELECT e.id FROM enrolment e LEFT JOIN enrolment_wait w ON w.enrolment_id = e.id \
                WHERE (CASE WHEN e.outcome = 'waiting' THEN 1 ELSE 0 END) \
                <> (CASE WHEN w.enrolment_id IS NULL THEN 0 ELSE 1 END) \
                OR w.due_at <= e.submitted_at OR w.next_at <= e.submitted_at OR w.tries < 0 \
                OR w.ends_at <= w.due_at OR w.told_late_at < w.due_at OR e.decided_at < e.submitted_at \
                OR (e.decided_at IS NOT NULL AND e.outcome = 'waiting')",
    },
    Invariant {
        name: "I11 as many applications wait or waited as the journal says",
        query: "SELECT 'enrolment_wait' AS id WHERE (SELECT COUNT(*) FROM enrolment_wait) > \
                (SELECT COUNT(*) FROM audit_event e WHERE e.kind = 'enrolment_waiting') \
                UNION ALL SELECT 'told_late_at' WHERE (SELECT COUNT(*) FROM enrolment_wait WHERE told_late_at IS NOT NULL) \
                > (SELECT COUNT(*) FROM audit_event e WHERE e.kind = 'enrolment_late')",
    },
    Invariant {
        name: "I11 an enrolment and the event of its decision are one to one",
        query: "SELECT a.id FROM account a WHERE (SELECT COUNT(*) FROM audit_event e WHERE e.account_id = a.id \
                AND e.kind = 'enrolment_matched') <> 1",
    },
    Invariant {
        name: "I11 an account is active since the one event that says so, with a password of its holder or in the care of another, inside its window",
        query: "SELECT a.id FROM account a LEFT JOIN credential c ON c.account_id = a.id \
                WHERE (a.activated_at IS NOT NULL AND ((c.account_id IS NULL AND NOT EXISTS \
                    (SELECT 1 FROM dependant d WHERE d.account_id = a.id)) OR a.activated_at >= a.activation_closes_at \
                  OR a.activated_at < a.created_at OR a.state NOT IN ('active', 'closed'))) \
                OR (a.activated_at IS NULL AND (c.account_id IS NOT NULL OR a.state = 'active')) \
                OR (SELECT COUNT(*) FROM audit_event e WHERE e.account_id = a.id AND e.kind = 'account_activated') \
                  <> (CASE WHEN a.activated_at IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "A04 who answers for somebody has a level-2 account of a citizen, and is not that person",
        query: "SELECT d.id FROM dependant d JOIN account g ON g.id = d.guardian_id JOIN account a ON a.id = d.account_id \
                WHERE d.guardian_id = d.account_id OR g.kind <> 'citizen' OR a.kind <> 'citizen' \
                OR g.level IS NULL OR g.level <> 2 OR g.raised_at > d.proven_at",
    },
    Invariant {
        name: "I11 a relation has the events of its beginning and of its end",
        query: "SELECT d.id FROM dependant d WHERE (SELECT COUNT(*) FROM audit_event e WHERE e.kind = 'dependant_declared' \
                AND e.account_id = d.account_id AND e.actor_id = d.guardian_id AND e.at = d.proven_at) < 1 \
                OR (SELECT COUNT(*) FROM audit_event e WHERE e.kind = 'dependant_ended' AND e.account_id = d.account_id \
                AND e.at = d.ended_at) < (CASE WHEN d.ended_at IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN d.ended_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN d.ended_by IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "A04 nobody looked at another person's data but by a relation that stood",
        query: "SELECT e.id FROM audit_event e WHERE e.kind = 'dependant_viewed' AND NOT EXISTS (SELECT 1 FROM dependant d \
                WHERE d.account_id = e.account_id AND d.guardian_id = e.actor_id AND d.proven_at <= e.at \
                AND (d.ended_at IS NULL OR d.ended_at >= e.at))",
    },
    Invariant {
        name: "C21 an account that was handed over has the password of its holder, and nobody took it over twice",
        query: "SELECT h.id FROM hand_over h LEFT JOIN credential c ON c.account_id = h.account_id \
                WHERE h.done_at IS NOT NULL AND (c.account_id IS NULL OR h.done_at >= h.closes_at \
                OR h.cancelled_at IS NOT NULL OR (SELECT COUNT(*) FROM audit_event e WHERE e.kind = 'account_handed_over' \
                AND e.account_id = h.account_id) <> 1)",
    },
    Invariant {
        name: "a register's feed has no gap, and ends where it says",
        query: "SELECT c.register AS id FROM register_change c WHERE c.sequence < 1 OR (c.sequence > 1 \
                AND NOT EXISTS (SELECT 1 FROM register_change p WHERE p.register = c.register \
                AND p.sequence = c.sequence - 1)) \
                UNION ALL SELECT f.register FROM register_feed f WHERE f.last_sequence \
                <> (SELECT COUNT(*) FROM register_change c WHERE c.register = f.register)",
    },
    Invariant {
        name: "a register's feed tells of whom the register knows",
        query: "SELECT c.register AS id FROM register_change c WHERE (c.register IN ('population', 'cards') \
                AND NOT EXISTS (SELECT 1 FROM population p WHERE p.number = c.subject) \
                AND NOT EXISTS (SELECT 1 FROM population_former_number f WHERE f.number = c.subject)) \
                OR (c.register = 'immigration' \
                AND NOT EXISTS (SELECT 1 FROM registered_foreigner r WHERE r.number = c.subject)) \
                OR (c.register = 'insurance' \
                AND NOT EXISTS (SELECT 1 FROM registered_insured r WHERE r.number = c.subject)) \
                OR (c.register = 'licences' \
                AND NOT EXISTS (SELECT 1 FROM registered_licence r WHERE r.number = c.subject)) \
                OR (c.register = 'organisations' \
                AND NOT EXISTS (SELECT 1 FROM registered_organisation r WHERE r.number = c.subject))",
    },
    Invariant {
        name: "a number leads to one person",
        query: "SELECT f.kind AS id FROM population_former_number f JOIN population p ON p.number = f.number",
    },
    Invariant {
        name: "XD a contact lasts half an hour at most and says how it ended, and none outlives its officer's appointment",
        query: "SELECT c.id FROM contact c JOIN officer o ON o.account_id = c.officer_id \
                WHERE c.expires_at <> c.opened_at + 1800 OR c.ended_at < c.opened_at OR c.ended_at > c.expires_at \
                OR (CASE WHEN c.ended_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN c.ended_by IS NULL THEN 0 ELSE 1 END) \
                OR (c.ended_at IS NULL AND o.ended_at >= c.opened_at AND o.ended_at < c.expires_at)",
    },
    Invariant {
        name: "I11 a contact and a report have the events that say so",
        query: "SELECT c.id FROM contact c WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.kind = 'contact_opened' \
                AND e.actor_id = c.officer_id AND e.at = c.opened_at AND e.purpose = c.purpose) \
                UNION ALL SELECT c.id FROM contact c WHERE c.ended_at IS NOT NULL AND NOT EXISTS \
                (SELECT 1 FROM audit_event e WHERE e.kind = 'contact_ended' AND e.at >= c.ended_at) \
                UNION ALL SELECT r.id FROM contact_report r WHERE NOT EXISTS \
                (SELECT 1 FROM audit_event e WHERE e.kind = 'contact_reported' AND e.at = r.reported_at)",
    },
    Invariant {
        name: "OF05 nobody settled what was said about the own conduct",
        query: "SELECT r.id FROM contact_report r JOIN contact c ON c.id = r.contact_id \
                WHERE r.settled_by = c.officer_id OR r.settled_at < r.reported_at \
                UNION ALL SELECT r.id FROM contact_report r WHERE r.settled_by = r.officer_id",
    },
    Invariant {
        name: "I1 one code is live for an account, a purpose and a binding",
        query: "SELECT MIN(id) AS id FROM short_code WHERE spent_at IS NULL AND cancelled_at IS NULL \
                GROUP BY account_id, purpose, bound_to HAVING COUNT(*) > 1",
    },
    Invariant {
        // One more than the limit marks a try that was refused unseen.
        name: "I8 no code was tried more often than allowed, and none was spent late, untried or cancelled",
        query: "SELECT id FROM short_code WHERE tries > 6 OR (spent_at IS NOT NULL AND (tries = 0 OR tries > 6 \
                OR cancelled_at IS NOT NULL OR spent_at >= expires_at OR spent_at < sent_at))",
    },
    Invariant {
        name: "I6 a locked account has no live session and no live family from before its lock",
        query: "SELECT l.id FROM account_lock l WHERE l.lifted_at IS NULL AND (EXISTS (SELECT 1 FROM session s \
                WHERE s.account_id = l.account_id AND s.ended_at IS NULL AND s.began_at < l.since_at) \
                OR EXISTS (SELECT 1 FROM family f WHERE f.account_id = l.account_id AND f.ended_at IS NULL \
                AND f.began_at < l.since_at))",
    },
    Invariant {
        name: "I15 who acts at level 1 has shown that it was chosen, is worth one factor, and shows no square of level 2",
        query: "SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE s.lowered_at IS NOT NULL \
                AND (s.level <> 1 OR a.level IS NULL OR a.level < 2 OR s.lowered_at < s.began_at \
                OR (s.ended_at IS NULL AND EXISTS (SELECT 1 FROM presentation p WHERE p.session_id = s.id \
                AND p.kind = 'verification' AND p.state = 'live')) OR NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.kind = 'session_lowered' AND e.account_id = s.account_id AND e.at = s.lowered_at))",
    },
    Invariant {
        name: "SE04 a sign-in that was disowned left no session and no family from before, and an officer has it",
        query: "SELECT e.id FROM audit_event e WHERE e.kind = 'sign_in_disowned' AND (EXISTS (SELECT 1 FROM session s \
                WHERE s.account_id = e.account_id AND s.ended_at IS NULL AND s.began_at < e.at) \
                OR EXISTS (SELECT 1 FROM family f WHERE f.account_id = e.account_id AND f.ended_at IS NULL \
                AND f.began_at < e.at) OR NOT EXISTS (SELECT 1 FROM contact_report r \
                WHERE r.account_id = e.account_id AND r.complaint = 'not_me' AND r.reported_at = e.at))",
    },
    Invariant {
        name: "a freeze opens no sooner than its cool-down after it was asked for, and the journal tells of it",
        query: "SELECT z.id FROM account_freeze z WHERE z.lifts_at < z.lift_asked_at + 86400 OR z.lift_asked_at < z.since_at \
                OR (CASE WHEN z.lifts_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN z.lift_asked_at IS NULL THEN 0 ELSE 1 END) \
                OR NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.kind = 'frozen' AND e.account_id = z.account_id \
                AND e.at = z.since_at)",
    },
    Invariant {
        name: "A04 nobody froze or unfroze in another person's name but by a relation that stood",
        query: "SELECT e.id FROM audit_event e WHERE e.kind IN ('frozen', 'freeze_lifting', 'freeze_kept') \
                AND e.actor_kind = 'person' AND e.actor_id <> e.account_id AND NOT EXISTS (SELECT 1 FROM dependant d \
                WHERE d.account_id = e.account_id AND d.guardian_id = e.actor_id AND d.proven_at <= e.at \
                AND (d.ended_at IS NULL OR d.ended_at >= e.at))",
    },
    Invariant {
        name: "I15 a confirmed authenticator was confirmed by a code",
        query: "SELECT id FROM second_factor WHERE confirmed_at IS NOT NULL AND last_step = 0",
    },
    Invariant {
        name: "OF05 a correction was decided by another officer than proposed it, and is handed over once it is approved; what the register did not do was settled by an officer with a reason",
        query: "SELECT id FROM correction WHERE decided_by = proposed_by \
                OR (CASE WHEN state IN ('approved', 'refused') THEN 1 ELSE 0 END) <> (CASE WHEN decided_at IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN handed_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN handing IS NULL THEN 0 ELSE 1 END) \
                OR (handed_at IS NOT NULL AND (state <> 'approved' OR handed_at < decided_at)) \
                OR (handing = 'sent' AND answer_due_at IS NULL) \
                OR (CASE WHEN settled_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN settled_by IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN settled_at IS NULL THEN 0 ELSE 1 END) <> (CASE WHEN settlement IS NULL THEN 0 ELSE 1 END) \
                OR (settled_at IS NOT NULL AND (settled_why IS NULL OR handing = 'applied' OR settled_at < COALESCE(answer_due_at, handed_at))) \
                OR (state IN ('proposed', 'approved', 'refused') AND (proposed_by IS NULL OR opinion IS NULL))",
    },
    Invariant {
        name: "a near match is of an application that differed, and made no account",
        query: "SELECT m.id FROM near_match m JOIN enrolment e ON e.id = m.enrolment_id \
                WHERE e.outcome <> 'differs' OR e.account_id IS NOT NULL OR e.person_digest <> m.person_digest \
                OR (CASE WHEN m.state = 'open' THEN 0 ELSE 1 END) <> (CASE WHEN m.decided_by IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        // One more than the limit marks a try that was refused unseen.
        name: "I8 no code to a register's phone was tried more often than allowed or spent late",
        query: "SELECT person_digest AS id FROM person_code WHERE tries > 6 OR spent_at >= expires_at OR spent_at < sent_at",
    },
    Invariant {
        name: "OF05 what an administrator asked for was decided by another one in its time, and made one change",
        query: "SELECT r.id FROM permission_request r WHERE (r.state = 'approved' AND (r.decided_by = r.requested_by \
                OR r.decided_by = r.account_id OR r.decided_at >= r.expires_at OR r.decided_at < r.requested_at)) \
                OR (CASE WHEN r.state = 'approved' THEN 1 ELSE 0 END) \
                <> (SELECT COUNT(*) FROM permission_change c WHERE c.request_id = r.id) \
                UNION SELECT c.id FROM permission_change c WHERE c.what = 'moved' AND c.request_id IS NULL",
    },
    Invariant {
        name: "K04 each version of a group has the line that made it, and each line its event",
        query: "SELECT g.id FROM permission_group g WHERE g.version <> 1 + (SELECT COUNT(*) FROM permission_change c \
                WHERE c.group_id = g.id AND c.what IN ('permissions', 'removed', 'renamed')) \
                UNION SELECT c.id FROM permission_change c WHERE NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.at = c.changed_at AND e.actor_kind = c.by_kind \
                AND e.kind = CASE WHEN c.what = 'moved' THEN 'officer_changed' ELSE 'permission_changed' END)",
    },
    Invariant {
        name: "a group that was removed may do nothing and has nobody on duty",
        query: "SELECT g.id FROM permission_group g WHERE g.removed_at IS NOT NULL AND (EXISTS \
                (SELECT 1 FROM permission p WHERE p.group_id = g.id) OR EXISTS \
                (SELECT 1 FROM officer o WHERE o.group_id = g.id AND o.ended_at IS NULL))",
    },
    Invariant {
        name: "no slot of a unit has more visits than it had places when they were booked",
        query: "SELECT unit AS id FROM visit WHERE state IN ('booked', 'came', 'missed') \
                GROUP BY unit, begins_at HAVING COUNT(*) > MAX(room)",
    },
    Invariant {
        name: "a visit ended once, was moved no more often than allowed, and the journal tells of each change",
        query: "SELECT v.id FROM visit v WHERE v.moves > 3 \
                OR (CASE WHEN v.state = 'booked' THEN 1 ELSE 0 END) <> (CASE WHEN v.ended_at IS NULL THEN 1 ELSE 0 END) \
                OR (v.reminded_at IS NOT NULL AND (v.remind_at IS NULL OR v.reminded_at < v.remind_at)) \
                OR (SELECT COUNT(*) FROM audit_event e WHERE e.account_id = v.account_id AND e.kind = 'visit_booked' \
                    AND e.at = v.booked_at) = 0 \
                OR (v.ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit_event e \
                    WHERE e.account_id = v.account_id AND e.at = v.ended_at \
                    AND e.kind IN ('visit_cancelled', 'visit_kept', 'visit_missed')))",
    },
    Invariant {
        name: "I20 a message is delivered, given up or queued, not two of them",
        query: "SELECT id FROM outbox WHERE delivered_at IS NOT NULL AND failed_at IS NOT NULL",
    },
    Invariant {
        name: "I6 nobody is signed in to an account that is locked or over",
        query: "SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE s.ended_at IS NULL \
                AND (a.state <> 'active' OR EXISTS \
                (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL))",
    },
    Invariant {
        name: "I11 a lock, its lifting and their events are one to one",
        query: "SELECT a.id FROM account a WHERE (SELECT COUNT(*) FROM account_lock l WHERE l.account_id = a.id) \
                <> (SELECT COUNT(*) FROM audit_event e WHERE e.account_id = a.id AND e.kind = 'account_locked') \
                OR (SELECT COUNT(*) FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NOT NULL) \
                <> (SELECT COUNT(*) FROM audit_event e WHERE e.account_id = a.id AND e.kind = 'account_unlocked')",
    },
    Invariant {
        name: "I23 a ground is lifted after it was added, and no warning is sent of a card that has no end",
        query: "SELECT id FROM account_lock WHERE lifted_at < since_at \
                UNION ALL SELECT account_id AS id FROM card_watch WHERE ends_at IS NULL AND warnings > 0",
    },
    Invariant {
        name: "OF05 a measure was decided by an officer who had no hand in it and whom it is not about",
        query: "SELECT id FROM measure WHERE state IN ('approved', 'refused') AND (decided_by = received_by \
                OR decided_by = submitted_by OR decided_by = account_id OR decided_by = COALESCE(into_account_id, '')) \
                UNION ALL SELECT id FROM measure WHERE account_id IN (received_by, COALESCE(submitted_by, ''))",
    },
    Invariant {
        name: "I23 a measure is received, handed on and decided in this order, with all that its deed rests on",
        query: "SELECT id FROM measure WHERE hand_on_by <= received_at OR submitted_at < received_at \
                OR decide_by <= submitted_at OR decided_at < submitted_at \
                OR (CASE WHEN state = 'received' THEN 0 ELSE 1 END) <> (CASE WHEN submitted_by IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN state IN ('approved', 'refused') THEN 1 ELSE 0 END) \
                <> (CASE WHEN decided_by IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN state = 'refused' THEN 1 ELSE 0 END) <> (CASE WHEN refusal IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN deed IN ('lock_authority', 'unlock_authority') THEN 1 ELSE 0 END) \
                <> (CASE WHEN document IS NULL OR authority IS NULL OR clause IS NULL THEN 0 ELSE 1 END) \
                OR (CASE WHEN deed IN ('unlock_own_request', 'unlock_death', 'unlock_phone', 'recover') THEN 1 ELSE 0 END) \
                <> (CASE WHEN comparison IS NULL THEN 0 ELSE 1 END) \
                OR (chip IS NOT NULL AND deed <> 'recover') \
                OR (CASE WHEN deed = 'merge' THEN 1 ELSE 0 END) <> (CASE WHEN into_account_id IS NULL THEN 0 ELSE 1 END)",
    },
    Invariant {
        name: "PW18 nothing was taken back that was not shown, waited for and told",
        query: "SELECT r.id FROM recovery r WHERE (r.state IN ('waiting', 'done') AND (r.account_id IS NULL \
                OR r.ready_at IS NULL OR r.veto IS NULL OR r.ready_at < r.waits_since + 3600 \
                OR NOT EXISTS (SELECT 1 FROM recovery_proof p WHERE p.recovery_id = r.id AND p.proof = 'register') \
                OR (SELECT COUNT(*) FROM recovery_proof p WHERE p.recovery_id = r.id AND p.proof <> 'register') \
                    < (CASE WHEN r.measure_id IS NULL THEN 2 ELSE 1 END) \
                OR NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.kind = 'recovery_waiting' \
                    AND e.account_id = r.account_id AND e.at >= r.waits_since))) \
                OR (r.state = 'done' AND (r.closed_at < r.ready_at OR NOT EXISTS (SELECT 1 FROM audit_event e \
                    WHERE e.kind = 'account_recovered' AND e.account_id = r.account_id AND e.at = r.closed_at) \
                    OR EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = r.account_id \
                    AND l.since_at >= r.opened_at AND l.since_at < r.closed_at))) \
                OR (CASE WHEN r.state IN ('open', 'waiting') THEN 0 ELSE 1 END) \
                    <> (CASE WHEN r.closed_at IS NULL THEN 0 ELSE 1 END) \
                OR (r.measure_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.id = r.measure_id \
                    AND m.state = 'approved' AND m.deed = 'recover' AND m.account_id = r.account_id)) \
                OR EXISTS (SELECT 1 FROM recovery_proof p WHERE p.recovery_id = r.id AND p.proof = 'officer' \
                    AND r.measure_id IS NULL) \
                OR EXISTS (SELECT 1 FROM recovery_proof p WHERE p.recovery_id = r.id AND p.proof = 'card' \
                    AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.id = r.measure_id AND m.chip IS NOT NULL))",
    },
    Invariant {
        name: "I11 what was approved was done in that commit, and stands in the journal",
        query: "SELECT m.id FROM measure m WHERE m.state = 'approved' AND (NOT EXISTS (SELECT 1 FROM audit_event v \
                WHERE v.kind = 'measure_approved' AND v.account_id = m.account_id AND v.actor_id = m.decided_by \
                AND v.at = m.decided_at) \
                OR (m.deed IN ('lock_authority', 'lock_breach') AND NOT EXISTS (SELECT 1 FROM account_lock l \
                WHERE l.account_id = m.account_id AND l.reason = m.id AND l.since_at = m.decided_at)) \
                OR (m.deed IN ('unlock_authority', 'unlock_breach', 'unlock_own_request', 'unlock_death', 'unlock_phone') \
                AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = m.account_id \
                AND l.lifted_at = m.decided_at)) \
                OR (m.deed IN ('close', 'merge') AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = m.account_id \
                AND a.state = 'closed' AND a.closed_at = m.decided_at \
                AND COALESCE(a.merged_into, '') = COALESCE(m.into_account_id, ''))))",
    },
    Invariant {
        name: "I6 what is closed is closed by an approved measure, and nothing of it counts any more",
        query: "SELECT a.id FROM account a WHERE (CASE WHEN a.state = 'closed' THEN 1 ELSE 0 END) \
                <> (CASE WHEN a.closed_at IS NULL THEN 0 ELSE 1 END) \
                OR (a.state <> 'closed' AND a.merged_into IS NOT NULL) OR a.merged_into = a.id \
                OR (a.state = 'closed' AND (NOT EXISTS (SELECT 1 FROM measure m WHERE m.account_id = a.id \
                AND m.state = 'approved' AND m.deed IN ('close', 'merge') AND m.decided_at = a.closed_at) \
                OR EXISTS (SELECT 1 FROM family f WHERE f.account_id = a.id AND f.ended_at IS NULL) \
                OR EXISTS (SELECT 1 FROM short_code c WHERE c.account_id = a.id AND c.sent_at > a.closed_at + 30) \
                OR EXISTS (SELECT 1 FROM officer o WHERE o.account_id = a.id AND o.ended_at IS NULL)))",
    },
    Invariant {
        name: "I11 who represents an organisation, and who no longer does, stands in the journal",
        query: "SELECT r.id FROM representation r WHERE NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.kind = 'representation_begun' AND e.account_id = r.account_id AND e.at = r.since_at) \
                OR (r.ended_by IN ('given_up', 'register', 'person') AND NOT EXISTS (SELECT 1 FROM audit_event e \
                WHERE e.kind = 'representation_ended' AND e.account_id = r.account_id AND e.at = r.ended_at))",
    },
];
