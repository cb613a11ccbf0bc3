//! What stands on top of every page of the office: who is on duty, and the ways that the officer's group opens.

use crate::clock::{Seconds, Timestamp};
use crate::identity::language::Language;
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::proofing::WordsRefusal;

/// A page of the office that can be reached from every other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::web) enum Place {
    /// The queue.
    Queue,
    /// A new case about an account that is there.
    NewCase,
    /// A new case that makes an account.
    Apply,
    /// A new case that makes a foreigner's account.
    Foreigner,
    /// The search among the unit's cases.
    Search,
    /// The scanner.
    Scan,
    /// What the officer did.
    Deeds,
    /// Applications for organisations.
    Organisations,
    /// The groups.
    Groups,
    /// Applications that nearly matched.
    Matches,
    /// Corrections of the register.
    Corrections,
    /// Who has booked a visit.
    Visits,
    /// The measures on accounts.
    Measures,
    /// The call centre.
    Call,
    /// Contacts with people.
    Contact,
    /// What people reported about contacts.
    Reports,
    /// Somewhere inside a measure.
    Measure,
    /// Somewhere inside a case.
    Case,
}

/// The officer and the ways that are open; `office/desk.html` draws it.
#[derive(Clone, Debug)]
pub(in crate::web) struct Desk {
    /// The officer's name.
    pub(in crate::web) name: String,
    /// Title and unit.
    pub(in crate::web) post: String,
    /// The ways: address, words, whether it is this page.
    pub(in crate::web) ways: Vec<(&'static str, String, bool)>,
}

impl Desk {
    /// The desk of this officer, standing at that page.
    pub(in crate::web) fn new(officer: &Officer, here: Place, t: Language) -> Self {
        let ways = [
            (Place::Queue, "/office", t.office_way_queue(), Module::Account, Action::Menu),
            (Place::NewCase, "/office/case/new", t.office_way_new_case(), Module::Account, Action::Receive),
            (Place::Matches, "/office/matches", t.office_way_matches(), Module::NearMatch, Action::Menu),
            (Place::Corrections, "/office/corrections", t.office_way_corrections(), Module::Correction, Action::Menu),
            (Place::Visits, "/office/visits", t.office_way_visits(), Module::Visit, Action::Menu),
            (Place::Apply, "/office/case/new/account", t.office_way_apply(), Module::Account, Action::Receive),
            (
                Place::Foreigner,
                "/office/case/new/foreigner",
                t.office_way_foreigner(),
                Module::Account,
                Action::Receive,
            ),
            (Place::Search, "/office/search", t.office_way_search(), Module::Account, Action::Search),
            (Place::Measures, "/office/measures", t.office_way_measures(), Module::Lock, Action::Menu),
            (Place::Call, "/office/call", t.office_way_call(), Module::Call, Action::Process),
            (Place::Contact, "/office/contact", t.office_way_contact(), Module::Contact, Action::Add),
            (Place::Reports, "/office/contact/reports", t.office_way_reports(), Module::Contact, Action::View),
            (Place::Scan, "/office/scan", t.office_way_scan(), Module::Scan, Action::Check),
            (Place::Deeds, "/office/history", t.deeds_title(), Module::Scan, Action::Check),
            (
                Place::Organisations,
                "/office/organisations",
                t.office_way_organisations(),
                Module::Organisation,
                Action::Menu,
            ),
            (Place::Groups, "/office/groups", t.office_way_groups(), Module::Permission, Action::View),
        ];
        Self {
            name: officer.name.to_string(),
            post: format!("{}, {}", officer.title, officer.unit),
            ways: ways
                .into_iter()
                .filter(|(place, _, _, module, action)| *place == Place::Queue || officer.may(*module, *action))
                .map(|(place, address, words, _, _)| (address, words, place == here))
                .collect(),
        }
    }
}

/// What to do about words that an officer wrote.
pub(in crate::web) fn words_refused(refusal: WordsRefusal, t: Language) -> String {
    match refusal {
        WordsRefusal::TooShort => t.office_words_too_short(),
        WordsRefusal::TooLong => t.office_words_too_long(),
        WordsRefusal::Unprintable => t.office_words_unprintable(),
    }
}

/// A day and time of the day in Viet Nam.
pub(in crate::web) fn moment(at: Timestamp) -> String {
    let (day, (hour, minute)) = (at.day_in_vietnam(), at.time_in_vietnam());
    format!("{hour:02}:{minute:02} {:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// The time limit as a clock shows it.
#[derive(Clone, Debug)]
pub(in crate::web) struct Limit {
    /// The last moment that is in time.
    pub(in crate::web) until: String,
    /// What is left, or how late it is.
    pub(in crate::web) left: String,
    /// How urgent: the class of its tag.
    pub(in crate::web) tone: &'static str,
}

impl Limit {
    /// The limit that ends at `due`, looked at now.
    pub(in crate::web) fn new(due: Timestamp, now: Timestamp, t: Language) -> Self {
        let left = due.since(now).get();
        let (days, hours) = (left.abs() / DAY, left.abs() % DAY / HOUR);
        let (left, tone) = match (left <= 0, days) {
            (true, 0) => (t.office_late_hours(hours), "danger"),
            (true, _) => (t.office_late_days(days), "danger"),
            (false, 0) => (t.office_left_hours(hours), "warning"),
            (false, _) => (t.office_left_days(days, hours), ""),
        };
        // The term ends with the day: its last minute is still in time.
        Self { until: moment(due.minus(Seconds::new(1))), left, tone }
    }
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_says_what_is_left_and_how_late_it_is() {
        let due = Timestamp::from_unix(1_793_552_400);
        for (before, words, tone) in [
            (2 * DAY + 3 * HOUR, "còn 2 ngày 3 giờ", ""),
            (5 * HOUR + 60, "còn 5 giờ", "warning"),
            (0, "quá hạn 0 giờ", "danger"),
            (-3 * HOUR, "quá hạn 3 giờ", "danger"),
            (-49 * HOUR, "quá hạn 2 ngày", "danger"),
        ] {
            let limit = Limit::new(due, due.minus(Seconds::new(before)), Language::Vi);
            assert_eq!((limit.left.as_str(), limit.tone), (words, tone));
            assert_eq!(limit.until, "23:59 01/11/2026");
        }
    }
}
