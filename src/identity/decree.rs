//! Which legal rules were in force on a day. Ages, terms and grounds stand here as dated data and nowhere as literals.

use crate::clock::{Day, Seconds};

/// A decree on electronic identification.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Decree {
    /// Decree 59/2022/NĐ-CP.
    D59,
    /// Decree 69/2024/NĐ-CP.
    D69,
    /// Decree 69/2024/NĐ-CP as amended by Decree 320/2026/NĐ-CP.
    D320,
}

/// The rules of a period.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rules {
    /// The decree they come from.
    pub decree: Decree,
    /// Since when: year, month, day.
    from: (i32, u8, u8),
    /// The least age at which a person applies by oneself.
    pub own_application_age: u8,
    /// The least age for an account of one's own at level 1 or 2, on a parent's or guardian's request; none: only under
    /// the parent's account.
    pub child_level_two_age: Option<u8>,
    /// Whether a younger child may have level 1 on request.
    pub infant_level_one: bool,
    /// The least age at which a person is given an identity card: 14 under the Law on Citizen Identification Art. 19, any
    /// since the Law on Identification Art. 19.
    pub least_card_age: u8,
    /// From this age who applies for a card comes in person, a child with whoever answers for it, and face and fingerprints
    /// are taken (Law on Identification Art. 23).
    pub card_in_person_age: u8,
    /// From this age a person is of age, and nobody answers for them but a guardian whom a court appoints (Civil Code 2015
    /// Art. 20).
    pub of_age: u8,
    /// At these ages a card is renewed; one issued after the last has no end (Law on Identification Art. 21, before it the
    /// Law on Citizen Identification Art. 21).
    pub card_renewal_ages: [u8; 4],
    /// A card issued within so many years before such an age holds to the next one.
    pub card_renewed_early_years: u8,
    /// Days from the notice of result within which the holder activates (D69 Art. 14(1)).
    pub activation_days: u16,
    /// Working days to decide level 1 (D69 Art. 13).
    pub level_one_working_days: u16,
    /// Working days to decide level 2 with a valid card (D69 Art. 13).
    pub level_two_working_days: u16,
    /// Working days to decide when there is no valid card (D69 Art. 13).
    pub without_card_working_days: u16,
    /// Working days to decide a foreigner's account when the biometrics are held.
    pub foreigner_working_days: u16,
    /// Working days to decide a foreigner's account when they are not.
    pub foreigner_without_biometrics_working_days: u16,
    /// Working days to decide an organisation's account when the databases know it.
    pub organisation_working_days: u16,
    /// Working days to decide an organisation's account when they do not: 15 days before D320 Art. 7, counted the same way.
    pub unknown_organisation_working_days: u16,
    /// Working days to approve a paper of the holder's that no database confirms (D320 new Art. 8).
    pub original_document_working_days: u16,
    /// Working days within which who received a request to lock or unlock hands it on (D69 Art. 15(2)-(3)).
    pub lock_receiving_working_days: u16,
    /// Working days for the head of the authority to decide it from then on (D69 Art. 15(2)-(3)).
    pub lock_working_days: u16,
    /// Days within which a person brings what a case was returned for, counted like the window of activation.
    pub supplement_days: u16,
    /// Whether a foreigner's account has a level.
    pub foreigner_has_level: bool,
    /// Whether an organisation's account locks while who registered it is under a decision on enforcement of a judgment
    /// (D320 new Art. 15(2)(b)).
    pub enforced_registrant_locks: bool,
    /// Whether an expired card locks the account (D69 Art. 15(1), ended by D320).
    pub expired_card_locks: bool,
    /// Whether a registered phone number that passed to somebody else locks the account (D320 new Art. 15(1)).
    pub lost_phone_locks: bool,
}

/// How long the history of access to a person's data is kept at least: five years, leap days included (D69 Art. 17).
pub const HISTORY_KEPT: Seconds = Seconds::days(5 * 366);

/// Working days to decide a correction of the register's data (Decree 70/2024 as amended by Decree 58/2026).
pub const CORRECTION_WORKING_DAYS: u16 = 2;

/// The rules in force on that day; before the first decree, the first one's.
pub fn in_force(day: Day) -> &'static Rules {
    let key = (day.year(), day.month(), day.day());
    PERIODS.iter().rev().find(|rules| rules.from <= key).unwrap_or(&FIRST)
}

/// The nationality by which the register knows citizens, ISO 3166-1 alpha-3.
pub const CITIZENSHIP: &str = "VNM";

const FIRST: Rules = Rules {
    decree: Decree::D59,
    from: (2022, 10, 20),
    own_application_age: 14,
    child_level_two_age: None,
    infant_level_one: false,
    least_card_age: 14,
    card_in_person_age: 14,
    of_age: 18,
    card_renewal_ages: [14, 25, 40, 60],
    card_renewed_early_years: 2,
    activation_days: 7,
    level_one_working_days: 1,
    level_two_working_days: 3,
    without_card_working_days: 7,
    foreigner_working_days: 3,
    foreigner_without_biometrics_working_days: 7,
    organisation_working_days: 1,
    unknown_organisation_working_days: 15,
    // No term was found before Decree 320; its own stands for the days before it.
    original_document_working_days: 5,
    lock_receiving_working_days: 1,
    lock_working_days: 2,
    // No text that was read has this term; a case that waits for ever helps nobody, and a new one is free.
    supplement_days: 30,
    foreigner_has_level: true,
    enforced_registrant_locks: false,
    expired_card_locks: true,
    lost_phone_locks: false,
};

const SECOND: Rules = Rules {
    decree: Decree::D69,
    from: (2024, 7, 1),
    child_level_two_age: Some(6),
    infant_level_one: true,
    least_card_age: 0,
    card_in_person_age: 6,
    organisation_working_days: 3,
    ..FIRST
};

const THIRD: Rules = Rules {
    decree: Decree::D320,
    from: (2026, 9, 28),
    foreigner_working_days: 2,
    foreigner_without_biometrics_working_days: 5,
    unknown_organisation_working_days: 10,
    foreigner_has_level: false,
    enforced_registrant_locks: true,
    expired_card_locks: false,
    lost_phone_locks: true,
    ..SECOND
};

static PERIODS: [Rules; 3] = [FIRST, SECOND, THIRD];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decree_changes_on_its_first_day() {
        for (day, decree) in [
            ("2020-01-01", Decree::D59),
            ("2022-10-20", Decree::D59),
            ("2024-06-30", Decree::D59),
            ("2024-07-01", Decree::D69),
            ("2026-09-27", Decree::D69),
            ("2026-09-28", Decree::D320),
            ("2026-11-21", Decree::D320),
        ] {
            assert_eq!(in_force(Day::parse(day).unwrap()).decree, decree, "{day}");
        }
    }

    #[test]
    fn a_request_to_lock_has_one_day_and_then_two_and_a_card_its_four_ages() {
        let rules = in_force(Day::new(2026, 11, 21).unwrap());
        assert_eq!((rules.lock_receiving_working_days, rules.lock_working_days), (1, 2));
        assert_eq!((rules.card_renewal_ages, rules.card_renewed_early_years), ([14, 25, 40, 60], 2));
    }

    #[test]
    fn today_a_person_of_fourteen_applies_alone_and_has_seven_days() {
        let rules = in_force(Day::new(2026, 11, 21).unwrap());
        assert_eq!((rules.own_application_age, rules.activation_days, rules.child_level_two_age), (14, 7, Some(6)));
        assert!(!rules.expired_card_locks && rules.lost_phone_locks && !rules.foreigner_has_level);
        assert_eq!((rules.of_age, rules.card_renewal_ages), (18, [14, 25, 40, 60]));
    }
}
