//! Messages on their way out: a gateway and a mail server that take them, refuse them, hang or come back late (F37).

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use crate::applicants::{Applicants, enrol, international};
use crate::harness::{House, Inbox};

/// A house that sends its text messages there.
fn house_with(gateway: &Inbox) -> House {
    let (address, token) =
        (format!("DINHDANH_SMS_GATEWAY={}", gateway.url("/send")), "DINHDANH_SMS_TOKEN=t0ken-of-gateway");
    House::start_with(&[&address, token])
}

/// What a gateway was sent for this telephone: the key and the document of each attempt. Letters to others may still be on
/// their way from the nation's founding.
fn taken(gateway: &Inbox, phone: &str) -> Vec<(String, Value)> {
    let letters = gateway.letters();
    let of = |letter: &crate::harness::Letter| {
        assert_eq!(letter.headers["authorization"], "Bearer t0ken-of-gateway");
        let key = letter.headers["idempotency-key"].to_str().unwrap().to_owned();
        (key, serde_json::from_slice::<Value>(&letter.body).unwrap())
    };
    letters.iter().map(of).filter(|(_, document)| document["to"] == international(phone).as_str()).collect()
}

#[tokio::test]
async fn a_gateway_gets_each_message_once_under_its_own_key() {
    let gateway = Inbox::open().await;
    let house = house_with(&gateway);
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    enrol(&house, an, &[]).await.expect(200);
    house.sweep().await;
    house.sweep().await;
    let taken = taken(&gateway, &an.phone);
    assert_eq!(taken.len(), 2, "{taken:?}");
    for (key, document) in &taken {
        assert_eq!(
            (document["id"].as_str(), document["to"].as_str()),
            (Some(key.as_str()), Some(international(&an.phone).as_str()))
        );
        assert!(document["text"].as_str().unwrap().is_ascii());
    }
    assert_ne!(taken[0].0, taken[1].0);
}

#[tokio::test]
async fn a_refusing_gateway_is_tried_again_with_the_same_key_and_a_late_code_is_not_sent() {
    let gateway = Inbox::open().await;
    gateway.answer(503);
    let house = house_with(&gateway);
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    enrol(&house, an, &[]).await.expect(200);
    house.sweep().await;
    house.advance(30).await;
    let keys: Vec<String> = taken(&gateway, &an.phone).into_iter().map(|(key, _)| key).collect();
    let mut distinct = keys.clone();
    distinct.sort();
    distinct.dedup();
    assert!(keys.len() > distinct.len() && distinct.len() == 2, "{keys:?}");
    // The gateway comes back after the code has died: the notice arrives, the code is not worth sending.
    gateway.answer(202);
    let before = taken(&gateway, &an.phone).len();
    house.advance(300).await;
    let later = &taken(&gateway, &an.phone)[before..];
    assert_eq!(later.len(), 1, "{later:?}");
    assert!(later[0].1["text"].as_str().unwrap().contains("phe duyet"));
}

#[tokio::test]
async fn a_gateway_that_leads_elsewhere_is_not_followed() {
    let gateway = Inbox::open().await;
    gateway.answer(307);
    let house = house_with(&gateway);
    let applicants = Applicants::of(&house);
    enrol(&house, applicants.anybody(), &[]).await.expect(200);
    house.sweep().await;
    assert!(gateway.letters().iter().all(|letter| letter.path == "/send"));
}

#[tokio::test]
async fn a_gateway_that_is_down_does_not_hold_an_applicant_up() {
    let house = House::start_with(&["DINHDANH_SMS_GATEWAY=http://127.0.0.1:1/send", "DINHDANH_SMS_TOKEN=x"]);
    let applicants = Applicants::of(&house);
    enrol(&house, applicants.anybody(), &[]).await.expect(200);
    house.sweep().await;
}

#[tokio::test]
async fn a_letter_reaches_the_mail_server_as_plain_text_in_the_applicants_language() {
    let (address, letters) = mail_server().await;
    let server = format!("DINHDANH_EMAIL_SERVER=smtp://{address}");
    let house = House::start_with(&[&server, "DINHDANH_EMAIL_FROM=no-reply@dinhdanh.example"]);
    let applicants = Applicants::of(&house);
    let an = applicants.with_email();
    enrol(&house, an, &[("channel", "email")]).await.expect(200);
    house.sweep().await;
    let letters = letters.lock().unwrap().clone();
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        assert!(letter.contains(&format!("RCPT TO:<{}>", an.email.as_deref().unwrap())), "{letter}");
        assert!(letter.contains("Content-Type: text/plain; charset=utf-8"), "{letter}");
        assert!(letter.contains("@dinhdanh.example>") && !letter.contains("<html"), "{letter}");
    }
    assert_eq!(house.outbox().await.iter().filter(|message| message.text.starts_with("Mã kích hoạt")).count(), 1);
}

#[tokio::test]
async fn a_message_that_went_out_is_forgotten_after_a_week_and_not_before() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let people = applicants.plain();
    enrol(&house, people[0], &[]).await.expect(200);
    house.sweep().await;
    let first = house.outbox().await.len();
    assert!(first > 0);
    house.advance(6 * 24 * 3600).await;
    assert_eq!(house.outbox().await.len(), first);
    enrol(&house, people[1], &[]).await.expect(200);
    house.sweep().await;
    let both = house.outbox().await;
    assert!(both.len() > first);
    house.advance(24 * 3600 + 60).await;
    let left = house.outbox().await;
    assert!(left.len() == both.len() - first && left.iter().all(|message| message.to == both[0].to), "{left:?}");
    house.close();
}

/// A mail server that takes everything; what it was told, a conversation each.
async fn mail_server() -> (std::net::SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, taken) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
    let kept = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let kept = Arc::clone(&kept);
            tokio::spawn(async move { converse(stream, &kept).await });
        }
    });
    (address, taken)
}

async fn converse(stream: tokio::net::TcpStream, kept: &Mutex<Vec<String>>) {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 mail\r\n").await.unwrap();
    let (mut said, mut in_letter) = (String::new(), false);
    while let Ok(Some(line)) = lines.next_line().await {
        said.push_str(&line);
        said.push('\n');
        let answer: &[u8] = match line.as_str() {
            "." if in_letter => {
                in_letter = false;
                kept.lock().unwrap().push(std::mem::take(&mut said));
                b"250 taken\r\n"
            }
            _ if in_letter => continue,
            "DATA" => {
                in_letter = true;
                b"354 go on\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        if writer.write_all(answer).await.is_err() {
            return;
        }
    }
}
