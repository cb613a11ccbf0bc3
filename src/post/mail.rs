//! A mail server over SMTP: plain text, one recipient, the message's id as `Message-ID`.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::fault::Fault;
use crate::limits;
use crate::post::{NotSent, Parcel, Post, Sending};
use crate::secret::Secret;

/// A mail server.
pub struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
}

impl Server {
    /// The server that the URL names: `smtps://user:password@host`, or `smtp://` with STARTTLS. Without TLS only on this
    /// machine, which `config` has checked. `ca` holds further certificate authorities in PEM.
    pub fn new(url: &Secret<String>, from: &str, ca: Option<&[u8]>) -> Result<Self, Fault> {
        let unusable = || Fault::internal("email.server names no mail server");
        let url = Url::parse(url.expose()).map_err(|_| unusable())?;
        let host = url.host_str().ok_or_else(unusable)?;
        let tls = || -> Result<TlsParameters, Fault> {
            let mut tls = TlsParameters::builder(host.to_owned());
            if let Some(pem) = ca {
                let certificate = Certificate::from_pem(pem);
                tls = tls.add_root_certificate(
                    certificate
                        .map_err(|error| Fault::caused("a certificate authority of outbound.ca is none", error))?,
                );
            }
            tls.build_rustls().map_err(|error| Fault::caused("TLS could not be set up for mail", error))
        };
        let is_required = url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        let (tls, port) = match url.scheme() {
            "smtps" => (Tls::Wrapper(tls()?), 465),
            "smtp" if is_required => (Tls::Required(tls()?), 587),
            _ => (Tls::None, 25),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned).ok();
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(url.port().unwrap_or(port))
            .tls(tls)
            .timeout(Some(Duration::from_secs(limits::OUTBOUND.get().unsigned_abs())));
        if let (Some(user), Some(password)) = (decoded(url.username()), url.password().and_then(decoded)) {
            builder = builder.credentials(Credentials::new(user, password));
        }
        let from: Mailbox = from.parse().map_err(|_| Fault::internal("email.from is no address"))?;
        let domain = from.email.domain().to_owned();
        Ok(Self { transport: builder.build(), from, domain })
    }

    fn letter(&self, parcel: Parcel<'_>) -> Option<Message> {
        let (subject, body) = parcel.body.split_once("\n\n")?;
        Message::builder()
            .from(self.from.clone())
            .to(parcel.to.parse().ok()?)
            .subject(subject)
            .message_id(Some(format!("<{}@{}>", parcel.id, self.domain)))
            .header(ContentType::TEXT_PLAIN)
            .body(body.to_owned())
            .ok()
    }
}

impl Post for Server {
    fn send<'a>(&'a self, parcel: Parcel<'a>) -> Sending<'a> {
        Box::pin(async move {
            let letter = self.letter(parcel).ok_or(NotSent::Unwritable)?;
            match self.transport.send(letter).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() || error.is_transient() => Err(NotSent::Refused),
                Err(_) => Err(NotSent::Unreachable),
            }
        })
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(mail server)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> Result<Server, Fault> {
        Server::new(&Secret::new(url.to_owned()), "Định danh <no-reply@example.vn>", None)
    }

    #[tokio::test]
    async fn a_letter_is_plain_text_with_the_id_of_its_message() {
        let server = server("smtps://user:p%40ss@mail.example").unwrap();
        let parcel =
            Parcel { id: "msg_1", to: "an@example.vn", body: "Mã đăng nhập\n\nMã của bạn.\n\nHết." };
        let letter = String::from_utf8(server.letter(parcel).unwrap().formatted()).unwrap();
        for line in ["Message-ID: <msg_1@example.vn>", "Content-Type: text/plain; charset=utf-8", "To: an@example.vn"] {
            assert!(letter.contains(line), "{line} in {letter}");
        }
        assert!(!letter.contains("<html"));
        assert!(server.letter(Parcel { body: "no subject", ..parcel }).is_none());
        assert!(server.letter(Parcel { to: "an@example.vn\r\nBcc: x@y.vn", ..parcel }).is_none());
        assert!(!format!("{server:?}").contains("p@ss"));
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_unreachable() {
        let server = server("smtp://127.0.0.1:1").unwrap();
        let parcel = Parcel { id: "msg_1", to: "an@example.vn", body: "a\n\nb" };
        assert_eq!(server.send(parcel).await, Err(NotSent::Unreachable));
    }

    #[test]
    fn what_is_no_mail_server_refuses_to_start() {
        for url in ["", "mail.example", "smtp:"] {
            assert!(server(url).is_err(), "{url}");
        }
    }
}
