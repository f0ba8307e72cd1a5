//! Mail over SMTP.

use anyhow::{Context, Result};
use futures::future::BoxFuture;
use lettre::message::header::{Header, HeaderName, HeaderValue, MessageId};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use operations::{MailTransport, OutgoingMail};
use std::time::Duration;

/// Where mails of this kind are switched off (RFC 2369).
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }
    fn parse(text: &str) -> std::result::Result<Self, BoxError> {
        Ok(Self(text.to_owned()))
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// One click is enough (RFC 8058).
#[derive(Clone)]
struct ListUnsubscribePost;

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }
    fn parse(_: &str) -> std::result::Result<Self, BoxError> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for a relay on the same machine.
    None,
    /// Upgraded after the greeting; refused when the server cannot.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Which server, and who we are there.
#[derive(Debug, Clone)]
pub struct SmtpOptions {
    /// Host name of the server.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub security: Security,
    /// User and password, if the server asks for them.
    pub credentials: Option<(String, String)>,
    /// Sender's address.
    pub from_email: String,
    /// Sender's name.
    pub from_name: String,
}

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// Prepares the connection; nothing is sent yet.
    ///
    /// # Errors
    /// When host or sender cannot be understood.
    pub fn new(options: SmtpOptions) -> Result<Self> {
        let builder = match options.security {
            Security::None => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&options.host),
            Security::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&options.host)?,
            Security::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&options.host)?,
        };
        let mut builder = builder.port(options.port).timeout(Some(Duration::from_secs(30)));
        if let Some((user, password)) = options.credentials {
            builder = builder.credentials(Credentials::new(user, password));
        }
        let address: Address = options.from_email.parse().context("mail.from_email is not an address")?;
        Ok(Self { transport: builder.build(), from: Mailbox::new(Some(options.from_name), address) })
    }

    /// Whether the server answers.
    ///
    /// # Errors
    /// What the server or the network said.
    pub async fn check(&self) -> Result<()> {
        anyhow::ensure!(self.transport.test_connection().await?, "the server does not answer");
        Ok(())
    }
}

impl MailTransport for Smtp {
    fn send(&self, mail: OutgoingMail) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let to: Address = mail.to_email.parse().context("the recipient is not an address")?;
            let name = Some(mail.to_name).filter(|n| !n.is_empty());
            let domain = self.from.email.domain().to_owned();
            let mut message = Message::builder()
                .from(self.from.clone())
                .to(Mailbox::new(name, to))
                .subject(mail.subject)
                // The same over all tries: a receiver can tell a repetition.
                .header(MessageId::from(format!("<{}@{domain}>", mail.message_id)));
            if let Some(url) = mail.unsubscribe_url {
                message = message.header(ListUnsubscribe(format!("<{url}>"))).header(ListUnsubscribePost);
            }
            let message = message.multipart(MultiPart::alternative_plain_html(mail.text, mail.html))?;
            self.transport.send(message).await?;
            Ok(())
        })
    }
}
