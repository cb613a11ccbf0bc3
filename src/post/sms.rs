//! An SMS gateway over HTTP: one JSON document a message, a bearer token, and the message's id as idempotency key.

use std::sync::Arc;

use serde_json::{Value, json};
use url::Url;

use crate::post::{NotSent, Parcel, Post, Sending};
use crate::secret::Secret;

/// How a document reaches a gateway; the house's one outbound client is behind it.
pub trait Line: std::fmt::Debug + Send + Sync {
    /// Posts the document and answers the HTTP status.
    fn post<'a>(
        &'a self,
        gateway: &'a Url,
        token: &'a Secret<String>,
        key: &'a str,
        document: &'a Value,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<u16, NotSent>> + Send + 'a>>;
}

/// A gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    url: Url,
    token: Secret<String>,
    line: Arc<dyn Line>,
}

impl Gateway {
    /// The gateway at this address.
    pub fn new(url: Url, token: Secret<String>, line: Arc<dyn Line>) -> Self {
        Self { url, token, line }
    }
}

impl Post for Gateway {
    fn send<'a>(&'a self, parcel: Parcel<'a>) -> Sending<'a> {
        Box::pin(async move {
            let document = json!({ "id": parcel.id, "to": parcel.to, "text": parcel.body });
            match self.line.post(&self.url, &self.token, parcel.id, &document).await? {
                200..=299 => Ok(()),
                _ => Err(NotSent::Refused),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Debug)]
    struct Told(u16, Mutex<Vec<(String, Value)>>);

    impl Line for Told {
        fn post<'a>(
            &'a self,
            _: &'a Url,
            token: &'a Secret<String>,
            key: &'a str,
            document: &'a Value,
        ) -> std::pin::Pin<Box<dyn Future<Output = Result<u16, NotSent>> + Send + 'a>> {
            self.1.lock().unwrap().push((format!("{} {key}", token.expose()), document.clone()));
            Box::pin(async { Ok(self.0) })
        }
    }

    #[tokio::test]
    async fn a_message_goes_with_its_id_and_anything_but_success_is_a_refusal() {
        for (status, outcome) in
            [(200, Ok(())), (202, Ok(())), (302, Err(NotSent::Refused)), (500, Err(NotSent::Refused))]
        {
            let line = Arc::new(Told(status, Mutex::default()));
            let url = Url::parse("https://sms.example/send").unwrap();
            let gateway = Gateway::new(url, Secret::new("t0ken".into()), Arc::clone(&line) as Arc<dyn Line>);
            assert_eq!(gateway.send(Parcel { id: "msg_1", to: "+84912345678", body: "Xin chao" }).await, outcome);
            let told = line.1.lock().unwrap().clone();
            let document = json!({ "id": "msg_1", "to": "+84912345678", "text": "Xin chao" });
            assert_eq!(told, [("t0ken msg_1".to_owned(), document)]);
        }
    }
}
