use proptest::prelude::*;

use super::*;

const START: Timestamp = Timestamp::from_unix(1_800_000_000);
const SLOT: (Purpose, KeyAlgorithm) = (Purpose::Token, KeyAlgorithm::Sign(Algorithm::Es256));

/// What the store does with a succession: one write, or nothing when the predecessor was already succeeded.
fn carry_out(keys: &mut Vec<KeyLife>, step: &Succession, now: Timestamp) -> bool {
    let kid = format!("key {}", keys.len());
    let life = KeyLife {
        kid,
        purpose: step.purpose,
        algorithm: step.algorithm,
        created_at: now,
        active_from: step.active_from,
        retired_at: None,
        forget_at: None,
    };
    let open = last(keys, step.purpose, step.algorithm).map(|last| last.kid.clone());
    if open != step.predecessor.as_ref().map(|life| life.kid.clone()) {
        return false;
    }
    if let Some(last) = keys.iter_mut().find(|key| Some(&key.kid) == open.as_ref()) {
        last.retired_at = Some(step.active_from);
        last.forget_at = Some(last.forget_after(step.active_from));
    }
    keys.push(life);
    true
}

fn of_slot(keys: &[KeyLife], stage: Stage, now: Timestamp) -> usize {
    keys.iter().filter(|key| (key.purpose, key.algorithm) == SLOT && key.stage(now) == stage).count()
}

#[test]
fn the_first_start_makes_a_key_for_every_purpose_at_once_and_nothing_a_second_time() {
    let mut keys = Vec::new();
    let first = due(&keys, START);
    assert_eq!(first.len(), 9);
    for step in &first {
        assert_eq!((step.active_from, &step.predecessor), (START, &None));
        assert!(carry_out(&mut keys, step, START));
    }
    assert!(due(&keys, START).is_empty());
    for step in &first {
        assert!(!carry_out(&mut keys, step, START), "the node that comes second makes nothing");
    }
}

#[test]
fn a_key_passes_through_its_stages_at_the_very_second() {
    let at = |seconds: i64| START.plus(Seconds::new(seconds));
    let life = KeyLife {
        kid: String::new(),
        purpose: SLOT.0,
        algorithm: SLOT.1,
        created_at: at(0),
        active_from: at(10),
        retired_at: Some(at(20)),
        forget_at: Some(at(30)),
    };
    let stages =
        [(9, Stage::Next), (10, Stage::Current), (19, Stage::Current), (20, Stage::Retired), (29, Stage::Retired)];
    for (seconds, stage) in stages {
        assert_eq!(life.stage(at(seconds)), stage, "{seconds}");
    }
    assert_eq!(life.stage(at(30)), Stage::Forgotten);
    let removed = KeyLife { retired_at: None, forget_at: Some(at(5)), ..life };
    assert_eq!(removed.stage(at(15)), Stage::Forgotten);
}

#[test]
fn a_successor_is_made_a_day_before_it_signs() {
    let mut keys = Vec::new();
    carry_out(&mut keys, &succeed(&[], SLOT.0, SLOT.1, START), START);
    let of_slot =
        |keys: &[KeyLife], now| due(keys, now).into_iter().find(|step| (step.purpose, step.algorithm) == SLOT);
    let eve = START.plus(CURRENT_FOR).minus(PUBLISHED_BEFORE_USE);
    assert_eq!(of_slot(&keys, eve.minus(Seconds::new(1))), None);
    assert_eq!(of_slot(&keys, eve).unwrap().active_from, START.plus(CURRENT_FOR));
    // A house that was switched off for a year still publishes first.
    let late = START.plus(Seconds::days(400));
    assert_eq!(of_slot(&keys, late).unwrap().active_from, late.plus(PUBLISHED_BEFORE_USE));
}

proptest! {
    /// Two nodes look after the keys at random times, an operator rotates now and then.
    #[test]
    fn one_key_signs_at_any_time_and_none_signs_unannounced(
        visits in proptest::collection::vec((0..40_i64, any::<bool>()), 1..60),
    ) {
        let (mut keys, mut now) = (Vec::new(), START);
        let mut instants = vec![START];
        for (days, operator) in visits {
            now = now.plus(Seconds::days(days)).plus(Seconds::new(days * 7));
            let steps = if operator && !keys.is_empty() { vec![succeed(&keys, SLOT.0, SLOT.1, now)] } else { due(&keys, now) };
            for step in steps {
                carry_out(&mut keys, &step, now);
                carry_out(&mut keys, &step, now);
            }
            instants.push(now);
        }
        let first = keys.iter().filter(|key| (key.purpose, key.algorithm) == SLOT).map(|key| key.active_from).min();
        let Some(first) = first else { return Ok(()) };
        instants.extend(keys.iter().flat_map(|key| [key.active_from, key.active_from.minus(Seconds::new(1))]));
        for at in instants.into_iter().filter(|at| *at >= first) {
            prop_assert_eq!(of_slot(&keys, Stage::Current, at), 1);
        }
        for key in &keys {
            let announced = key.active_from.since(key.created_at);
            prop_assert!(key.active_from == first || announced >= PUBLISHED_BEFORE_USE);
            prop_assert!(key.retired_at.is_none_or(|retired| key.forget_at.is_some_and(|forget| forget > retired)));
        }
    }
}
