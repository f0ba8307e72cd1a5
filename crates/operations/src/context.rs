//! What every operation gets: the application and who asks.

use crate::access::policy::Action;
use futures::future::BoxFuture;
use kernel::secret::SigningKey;
use kernel::{Actor, Channel, Clock, Failure, Instant, Locale, Outcome};
use std::path::PathBuf;
use std::sync::Arc;
use storage::{Db, Tx};
use tokio::sync::Notify;

/// A mail on its way out.
#[derive(Debug, Clone)]
pub struct OutgoingMail {
    /// Stable over retries, so that a receiver can tell a repetition.
    pub message_id: String,
    /// Address of the recipient.
    pub to_email: String,
    /// Name of the recipient; may be empty.
    pub to_name: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Where mails of this kind are switched off with one click (RFC 8058); absent for mails that cannot be.
    pub unsubscribe_url: Option<String>,
}

/// The port to a mail server; the connector implements it.
pub trait MailTransport: Send + Sync + 'static {
    /// Hands the mail over. `Ok` means the server has taken responsibility.
    fn send(&self, mail: OutgoingMail) -> BoxFuture<'_, anyhow::Result<()>>;
}

/// The port to where files lie; the connector implements it. Keys are ours: no part of them comes from outside.
pub trait FileStore: Send + Sync + 'static {
    /// Keeps the content under the key, over what was there. `Ok` means it is safe.
    fn put(&self, key: &str, content: bytes::Bytes) -> BoxFuture<'_, anyhow::Result<()>>;
    /// The content; nothing when there is none.
    fn get(&self, key: &str) -> BoxFuture<'_, anyhow::Result<Option<bytes::Bytes>>>;
    /// Removes it; nothing happens when there is none.
    fn remove(&self, key: &str) -> BoxFuture<'_, anyhow::Result<()>>;
}

/// How much may be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// Bytes of one file.
    pub bytes: usize,
    /// Files of one registration.
    pub files: usize,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { bytes: 10 * 1024 * 1024, files: 20 }
    }
}

/// What an installation is told by configuration.
#[derive(Clone)]
pub struct AppOptions {
    /// Where people reach us, without a slash at the end: links in mails begin with it.
    pub base_url: String,
    /// For files of ours (imports, rejects).
    pub data_dir: PathBuf,
    /// Key for signed links.
    pub signing: SigningKey,
    /// The mail server, if one is configured; otherwise mails are kept and shown at the outbox.
    pub mail: Option<Arc<dyn MailTransport>>,
    /// Where attachments lie; without it this process takes none.
    pub files: Option<Arc<dyn FileStore>>,
    /// How much may be attached.
    pub file_limits: FileLimits,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
}

/// The application: one per process, cheap to clone.
#[derive(Clone)]
pub struct App {
    db: Db,
    options: Arc<AppOptions>,
    wake: Arc<Notify>,
    limits: Arc<crate::access::limit::Limits>,
}

impl App {
    /// Puts the application together.
    pub fn new(db: Db, options: AppOptions) -> Self {
        let limits = Arc::new(crate::access::limit::Limits::default());
        Self { db, options: Arc::new(options), wake: Arc::new(Notify::new()), limits }
    }
    /// The database.
    pub fn db(&self) -> &Db {
        &self.db
    }
    /// The configuration.
    pub fn options(&self) -> &AppOptions {
        &self.options
    }
    /// The present moment.
    pub fn now(&self) -> Instant {
        self.options.clock.now()
    }
    /// Rate limits of this process.
    pub fn limits(&self) -> &crate::access::limit::Limits {
        &self.limits
    }
    /// Wakes the job workers.
    pub fn wake(&self) -> &Arc<Notify> {
        &self.wake
    }
    /// An absolute address for a path of ours.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.options.base_url)
    }
    /// A context for work of our own (clocks, jobs, the operator's command line).
    pub fn system(&self, channel: Channel) -> Ctx {
        Ctx {
            app: self.clone(),
            actor: Actor::System,
            channel,
            locale: Locale::En,
            request_id: String::new(),
            address: String::new(),
            claim: None,
            spends: None,
        }
    }
}

/// The application and who asks.
#[derive(Clone)]
pub struct Ctx {
    /// The application.
    pub app: App,
    /// Who asks.
    pub actor: Actor,
    /// Through which entrance.
    pub channel: Channel,
    /// In which language they read.
    pub locale: Locale,
    /// For the log.
    pub request_id: String,
    /// The asker's network address, for rate limits; empty for our own work.
    pub address: String,
    /// The idempotency key this request carries out, if it has one.
    pub claim: Option<crate::access::idempotency::Claim>,
    /// The one-time link this request comes by: whatever is committed uses it up, in the same transaction.
    pub spends: Option<kernel::id::LinkId>,
}

impl Ctx {
    /// The first line of every operation: may this actor do this at all? Which rows, says [`Actor::scope`].
    ///
    /// # Errors
    /// `Unauthenticated` for strangers, `Forbidden` when role or token do not allow it.
    pub fn allow(&self, action: Action) -> Outcome<()> {
        crate::access::policy::allow(&self.actor, action)
    }
    /// The present moment.
    pub fn now(&self) -> Instant {
        self.app.now()
    }
    /// The database, for reading.
    pub fn read(&self) -> &sea_orm::DatabaseConnection {
        self.app.db.read()
    }
    /// The database, for questions that read much: they let others pass.
    pub fn asking(&self) -> &sea_orm::DatabaseConnection {
        self.app.db.asking()
    }
    /// Begins the operation's one write transaction.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Outcome<Tx> {
        self.app.db.begin().await.map_err(Failure::from)
    }
    /// Commits and wakes the job workers. With an idempotency key, the same transaction says that its request was carried out.
    ///
    /// # Errors
    /// When the database refuses; then nothing happened.
    pub async fn commit(&self, tx: Tx) -> Outcome<()> {
        if let Some(claim) = &self.claim {
            crate::access::idempotency::carried_out(&tx, claim).await?;
        }
        if let Some(link) = self.spends {
            crate::access::link::use_up(&tx, link, self.now()).await?;
        }
        tx.commit().await?;
        self.app.wake.notify_one();
        Ok(())
    }
    /// The same application and language for another actor.
    #[must_use]
    pub fn as_actor(&self, actor: Actor, channel: Channel) -> Self {
        Self { actor, channel, ..self.clone() }
    }
}
