//! What the rules in force give to whom another answers for, and how a child comes to the identity card that it takes.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::identity::account::AccountLevel;
use crate::identity::decree::{self, Decree, Rules};
use crate::identity::dependant;
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::extract::{Now, SignedIn};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/child_card.html")]
struct ChildCard {
    shell: Shell,
    applies: Applies,
    steps: Vec<String>,
}

impl Page for ChildCard {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What applies today, in words.
pub(super) struct Applies {
    /// The decree.
    pub(super) decree: String,
    /// What it says, one line for each age.
    pub(super) lines: Vec<String>,
}

/// How a child comes to a card.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(_): SignedIn,
) -> Response {
    let (t, rules) = (browser.language, decree::in_force(now.day_in_vietnam()));
    let shell = Shell::new(&browser, &provider, t.child_card_title());
    page(StatusCode::OK, &ChildCard { shell, applies: applies(rules, t), steps: steps(rules, t) })
}

/// What the rules say about dependants.
pub(super) fn applies(rules: &Rules, t: Language) -> Applies {
    let decree = match rules.decree {
        Decree::D59 => t.rules_decree_59(),
        Decree::D69 => t.rules_decree_69(),
        Decree::D320 => t.rules_decree_320(),
    };
    let brackets = dependant::brackets(rules);
    let mut lines: Vec<String> = brackets
        .iter()
        .map(|one| match one.highest {
            None => t.rules_none(one.below),
            Some(AccountLevel::One) => t.rules_one(one.below),
            Some(AccountLevel::Two) => t.rules_two(one.from, one.below),
        })
        .collect();
    let have_own = brackets.iter().any(|one| one.highest.is_some());
    lines.push(if have_own { t.rules_ward() } else { t.rules_ward_none() });
    lines.push(t.rules_alone(rules.own_application_age));
    Applies { decree, lines }
}

/// What to do for a card, in order, and what then.
fn steps(rules: &Rules, t: Language) -> Vec<String> {
    let mut steps = Vec::new();
    if rules.least_card_age > 0 {
        steps.push(t.child_card_from(rules.least_card_age));
    }
    if rules.card_in_person_age > rules.least_card_age {
        steps.push(t.child_card_small(rules.card_in_person_age));
    }
    steps.push(t.child_card_in_person(rules.card_in_person_age));
    steps.push(t.child_card_then());
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Day;

    fn on(day: &str) -> &'static Rules {
        decree::in_force(Day::parse(day).unwrap())
    }

    #[test]
    fn each_regime_is_named_and_says_its_own_ages_in_both_languages() {
        for t in [Language::Vi, Language::En] {
            let of = |day| applies(on(day), t);
            let (first, second, third) = (of("2023-05-01"), of("2025-05-01"), of("2026-11-22"));
            assert!(first.decree.contains("59/2022") && !first.lines.iter().any(|line| line.contains("02")));
            assert!(first.lines[0].contains("14"), "{:?}", first.lines);
            assert!(second.decree.contains("69/2024") && !second.decree.contains("320/2026"));
            assert!(third.decree.contains("69/2024") && third.decree.contains("320/2026"));
            assert_eq!(second.lines, third.lines);
            assert!(third.lines[0].contains('6') && third.lines[1].contains("14"), "{:?}", third.lines);
        }
    }

    #[test]
    fn a_card_has_its_least_age_under_the_old_law_and_none_today() {
        let steps = |day| super::steps(on(day), Language::En);
        assert!(steps("2023-05-01")[0].contains("14"));
        assert_eq!(steps("2026-11-22").len(), 3);
        assert!(steps("2026-11-22").iter().any(|step| step.contains("under 6")));
    }
}
