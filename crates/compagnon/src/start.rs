//! From configuration to a running application.

use crate::configuration::Configuration;
use anyhow::{Context, Result};
use connectors::files::{Files, S3Options};
use connectors::smtp::{Security, Smtp, SmtpOptions};
use kernel::SystemClock;
use kernel::secret::SigningKey;
use operations::{App, AppOptions, FileLimits, FileStore, MailTransport};
use std::sync::Arc;
use storage::{Db, DbOptions};

/// Opens the configured database.
pub(crate) async fn open_database(configuration: &Configuration) -> Result<Db> {
    std::fs::create_dir_all(&configuration.data_dir)
        .with_context(|| format!("cannot make the data folder {}", configuration.data_dir.display()))?;
    Db::connect(&configuration.database_url(), DbOptions { connections: configuration.database_connections })
        .await
        .context("cannot open the database (see: compagnon doctor)")
}

/// The configured mail server, if one is configured.
pub(crate) fn mail_server(configuration: &Configuration) -> Result<Option<Smtp>> {
    let mail = &configuration.mail;
    if mail.host.is_empty() {
        return Ok(None);
    }
    let security = match mail.security.as_str() {
        "none" => Security::None,
        "tls" => Security::Tls,
        _ => Security::StartTls,
    };
    let credentials = (!mail.user.is_empty()).then(|| (mail.user.clone(), mail.password.clone()));
    let options = SmtpOptions {
        host: mail.host.clone(),
        port: mail.port,
        security,
        credentials,
        from_email: mail.from_email.clone(),
        from_name: mail.from_name.clone(),
    };
    Smtp::new(options).map(Some)
}

/// Where attachments lie, as configured.
pub(crate) fn file_store(configuration: &Configuration) -> Result<Arc<dyn FileStore>> {
    let files = &configuration.files;
    let store = if files.store == "s3" {
        let options = S3Options {
            bucket: files.bucket.clone(),
            region: files.region.clone(),
            endpoint: files.endpoint.clone(),
            access_key: files.access_key.clone(),
            secret_key: files.secret_key.clone(),
        };
        Files::at_s3(&options)?
    } else {
        Files::in_folder(&configuration.data_dir.join("files"))?
    };
    Ok(Arc::new(store))
}

/// The application on a migrated database.
pub(crate) async fn application(configuration: &Configuration) -> Result<App> {
    let db = open_database(configuration).await?;
    storage::migration::migrate(&db).await.context("the schema could not be brought up to date")?;
    let mail = mail_server(configuration)?.map(|smtp| Arc::new(smtp) as Arc<dyn MailTransport>);
    let options = AppOptions {
        base_url: configuration.base_url.clone(),
        data_dir: configuration.data_dir.clone(),
        signing: SigningKey::new(&configuration.secret()?),
        mail,
        files: Some(file_store(configuration)?),
        file_limits: FileLimits {
            bytes: configuration.files.max_megabytes * 1024 * 1024,
            files: configuration.files.max_files,
        },
        clock: Arc::new(SystemClock),
    };
    let app = App::new(db, options);
    if operations::cosell::conflict::renewal::ask(&app).await? {
        tracing::info!("the keys of companies and registrations are being made anew, by newer rules");
    }
    Ok(app)
}

/// Log lines to standard error, as text or JSON.
pub(crate) fn start_log(configuration: &Configuration) -> Result<()> {
    let filter =
        tracing_subscriber::EnvFilter::try_new(&configuration.log.level).context("log.level cannot be understood")?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match configuration.log.format.as_str() {
        "json" => builder.json().init(),
        "text" => builder.with_target(false).init(),
        other => anyhow::bail!("log.format must be text or json, not {other:?}"),
    }
    Ok(())
}
