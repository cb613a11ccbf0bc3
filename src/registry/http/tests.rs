//! What the house makes of the exchange's answers, on a line where they are known beforehand.

use super::*;
use crate::limits;
use crate::registry::breaker::State;

/// A line on which the answers are known beforehand; it counts the questions.
#[derive(Debug)]
struct Played {
    answers: Mutex<Vec<Option<(u16, &'static str)>>>,
    asked: Mutex<Vec<Value>>,
}

impl Line for Played {
    fn ask<'a>(
        &'a self,
        url: &'a Url,
        token: &'a Secret<String>,
        _: Seconds,
        question: &'a Value,
    ) -> Pin<Box<dyn Future<Output = Option<(u16, Vec<u8>)>> + Send + 'a>> {
        assert_eq!((url.path(), token.expose().as_str()), ("/base/population", "t0ken"));
        assert!(url.query().is_none() && !url.as_str().contains(NUMBER), "no number in an address");
        self.asked.lock().unwrap().push(question.clone());
        let answer = self.answers.lock().unwrap().pop().flatten();
        let mark = question["MaYeuCau"].as_str().unwrap().to_owned();
        Box::pin(async move { answer.map(|(status, body)| (status, body.replace("MARK", &mark).into_bytes())) })
    }
}

const NUMBER: &str = "001090000001";
const NOBODY: &str = r#"{"MaYeuCau":"MARK","SoHoi":"001090000001","CongDan":null}"#;

fn exchange(answers: &[Option<(u16, &'static str)>]) -> (Exchange, Arc<Played>, crate::clock::Hand) {
    let answers = Mutex::new(answers.iter().rev().copied().collect());
    let line = Arc::new(Played { answers, asked: Mutex::default() });
    let (clock, hand) = Clock::with_hand();
    let base = Url::parse("https://exchange.example/base/").unwrap();
    let token = Secret::new(String::from("t0ken"));
    let exchange = Exchange::new(&base, token, Seconds::new(1), clock, Arc::clone(&line) as Arc<dyn Line>).unwrap();
    (exchange, line, hand)
}

fn standing_of_population(exchange: &Exchange) -> Standing {
    exchange.standing().into_iter().find(|standing| standing.register == "population").unwrap()
}

async fn asked(exchange: &Exchange) -> Result<bool, String> {
    let number = PersonalNumber::parse(NUMBER).unwrap();
    exchange.look_up(&number).await.map(|record| record.is_some()).map_err(|fault| fault.to_string())
}

#[tokio::test]
async fn a_question_that_nobody_answered_is_put_once_more_and_a_refusal_is_not() {
    for (answers, questions, outcome) in [
        (vec![Some((200, NOBODY))], 1, Ok(false)),
        (vec![None, Some((200, NOBODY))], 2, Ok(false)),
        (vec![Some((503, "")), Some((200, NOBODY))], 2, Ok(false)),
        (vec![None, None, Some((200, NOBODY))], 2, Err("no answer in time")),
        (vec![Some((500, "")), Some((502, ""))], 2, Err("answered 502")),
        (vec![Some((401, "")), Some((200, NOBODY))], 1, Err("answered 401")),
        (vec![Some((302, "")), Some((200, NOBODY))], 1, Err("answered 302")),
        (vec![Some((204, "")), Some((200, NOBODY))], 1, Err("answered 204")),
        (vec![Some((200, "{"))], 1, Err("not the agreed document")),
        (vec![Some((200, r#"{"MaYeuCau":"MARK","SoHoi":"001090000002","CongDan":null}"#))], 1, Err("another")),
    ] {
        let (exchange, line, _) = exchange(&answers);
        match (asked(&exchange).await, outcome) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(why), Err(word)) => assert!(why.contains(word) && !why.contains(NUMBER), "{why}"),
            (found, expected) => panic!("{answers:?}: {found:?} and not {expected:?}"),
        }
        assert_eq!(line.asked.lock().unwrap().len(), questions, "{answers:?}");
    }
}

#[tokio::test]
async fn who_failed_again_and_again_is_left_alone_and_then_asked_once() {
    let (exchange, line, hand) = exchange(&[]);
    let failures = usize::try_from(limits::REGISTER_FAILURES).unwrap();
    for _ in 0..failures {
        assert!(asked(&exchange).await.is_err());
    }
    assert!(!exchange.may_answer());
    assert!(asked(&exchange).await.unwrap_err().contains("left alone"));
    assert_eq!(line.asked.lock().unwrap().len(), 2 * failures);
    let standing = standing_of_population(&exchange);
    assert_eq!((standing.register, standing.breaker), ("population", State::Open));
    assert_eq!((standing.answered, standing.failed, standing.kept_back), (0, failures as u64, 1));

    hand.advance(limits::REGISTER_OPEN);
    assert!(exchange.may_answer());
    assert!(asked(&exchange).await.is_err());
    assert_eq!(line.asked.lock().unwrap().len(), 2 * failures + 1, "a probe is not repeated");
    hand.advance(limits::REGISTER_OPEN);
    line.answers.lock().unwrap().push(Some((200, NOBODY)));
    assert_eq!(asked(&exchange).await, Ok(false));
    assert_eq!(standing_of_population(&exchange).breaker, State::Closed);
    let marks: Vec<String> = line.asked.lock().unwrap().iter().map(|asked| asked["MaYeuCau"].to_string()).collect();
    assert_ne!(marks.first(), marks.last());
}
