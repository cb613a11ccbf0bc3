//! From where, when and with what officers work (OF03): the operator's conditions beside the appointment itself. A stolen
//! session or a password that was talked out of somebody is worth nothing elsewhere, at night, or without the officer's key.

use std::net::IpAddr;

use crate::clock::Timestamp;
use crate::identity::assurance::Method;
use crate::identity::network::Networks;

/// The conditions; by default there are none.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct OfficerAccess {
    /// The networks that officers work from; everywhere when there are none.
    pub networks: Networks,
    /// The hours of the day in Viet Nam at which they work; any when none are set.
    pub hours: Option<Hours>,
    /// Whether only a passkey opens the office: shown in this very browser, since a square lets another one in.
    pub passkey: bool,
}

/// A condition that is not met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unmet {
    /// No officer works from there.
    Network,
    /// No officer works at this hour.
    Hours,
    /// The session was not opened by a passkey here.
    Passkey,
}

impl Unmet {
    /// The word in the journal and on the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Network => "officer_network",
            Self::Hours => "officer_hours",
            Self::Passkey => "officer_passkey",
        }
    }
}

/// From a minute of the day to before another; over midnight when the second is the smaller.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hours {
    from: i64,
    to: i64,
}

impl Hours {
    /// Reads `06:00-22:00`; none for anything else, and for no time at all.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let hours = Self { from: minute(from)?, to: minute(to)? };
        (hours.from != hours.to).then_some(hours)
    }

    /// Whether that instant is within.
    pub fn hold(self, now: Timestamp) -> bool {
        let (hour, minute) = now.time_in_vietnam();
        let now = hour * 60 + minute;
        if self.from < self.to { (self.from..self.to).contains(&now) } else { now >= self.from || now < self.to }
    }
}

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { from, to } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

impl OfficerAccess {
    /// The first condition that a session of these methods, from there and now, does not meet.
    pub fn unmet(&self, methods: &[Method], address: IpAddr, now: Timestamp) -> Option<Unmet> {
        if !self.networks.is_empty() && !self.networks.hold(address) {
            Some(Unmet::Network)
        } else if self.hours.is_some_and(|hours| !hours.hold(now)) {
            Some(Unmet::Hours)
        } else if self.passkey && (!methods.contains(&Method::Passkey) || methods.contains(&Method::Square)) {
            Some(Unmet::Passkey)
        } else {
            None
        }
    }
}

fn minute(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let two = |text: &str| (text.len() == 2).then(|| text.parse::<u8>().ok()).flatten().map(i64::from);
    let (hour, minute) = (two(hour)?, two(minute)?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That hour and minute of a day in Viet Nam.
    fn at(hour: i64, minute: i64) -> Timestamp {
        Timestamp::from_unix(1_794_243_600 - 1_794_243_600 % 86_400 + (hour - 7) * 3600 + minute * 60)
    }

    #[test]
    fn hours_begin_with_their_first_minute_end_before_their_last_and_may_pass_midnight() {
        let day = Hours::parse("06:00-22:00").unwrap();
        for (hour, minute, is_within) in [(5, 59, false), (6, 0, true), (21, 59, true), (22, 0, false)] {
            assert_eq!(day.hold(at(hour, minute)), is_within, "{hour}:{minute}");
        }
        let night = Hours::parse("22:00-06:00").unwrap();
        for (hour, is_within) in [(21, false), (22, true), (23, true), (0, true), (5, true), (6, false), (12, false)] {
            assert_eq!(night.hold(at(hour, 0)), is_within, "{hour}");
        }
        assert!(Hours::parse("00:00-24:00").unwrap().hold(at(23, 59)));
        assert_eq!(night.to_string(), "22:00-06:00");
        for wrong in ["", "06:00", "6-22", "06:00-06:00", "06:60-22:00", "25:00-26:00", "-1:00-22:00", "06:00-22:00:00"]
        {
            assert_eq!(Hours::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn of03_each_condition_alone_keeps_the_office_closed() {
        let networks = Networks::parse(["10.20.0.0/16 = Ba Đình"]).unwrap();
        let access = OfficerAccess { networks, hours: Hours::parse("06:00-22:00"), passkey: true };
        let (inside, outside) = ("10.20.3.4".parse().unwrap(), "10.21.3.4".parse().unwrap());
        let passkey = [Method::Passkey];
        assert_eq!(access.unmet(&passkey, inside, at(8, 0)), None);
        assert_eq!(access.unmet(&passkey, outside, at(8, 0)), Some(Unmet::Network));
        assert_eq!(access.unmet(&passkey, inside, at(23, 0)), Some(Unmet::Hours));
        let codes = [Method::Password, Method::Sms];
        assert_eq!(access.unmet(&codes, inside, at(8, 0)), Some(Unmet::Passkey));
        let relayed = [Method::Passkey, Method::Square];
        assert_eq!(access.unmet(&relayed, inside, at(8, 0)), Some(Unmet::Passkey));
        assert_eq!(OfficerAccess::default().unmet(&codes, outside, at(23, 0)), None);
    }
}
