//! Configuration: embedded defaults, then a file, then the environment.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The documented defaults; also the reference of all keys.
pub(crate) const DEFAULTS: &str = include_str!("defaults.toml");

/// What an installation is told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    pub base_url: String,
    pub listen: String,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub database_connections: u32,
    pub secret: String,
    pub workers: usize,
    pub metrics: bool,
    pub mail: MailConfiguration,
    pub files: FilesConfiguration,
    pub log: LogConfiguration,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailConfiguration {
    pub host: String,
    pub port: u16,
    pub security: String,
    pub user: String,
    pub password: String,
    pub from_email: String,
    pub from_name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilesConfiguration {
    pub store: String,
    pub max_megabytes: usize,
    pub max_files: usize,
    pub bucket: String,
    pub region: String,
    pub endpoint: String,
    pub access_key: String,
    pub secret_key: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogConfiguration {
    pub level: String,
    pub format: String,
}

/// Keys that may also come from a file named by `<KEY>_FILE`.
const SECRETS: &[(&str, &str)] = &[
    ("COMPAGNON_SECRET", "secret"),
    ("COMPAGNON_DATABASE_URL", "database_url"),
    ("COMPAGNON_MAIL__PASSWORD", "mail.password"),
    ("COMPAGNON_FILES__SECRET_KEY", "files.secret_key"),
];

impl Configuration {
    /// Reads the configuration. `file` must exist when given; `compagnon.toml` in the working folder is read when present.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self> {
        let mut builder =
            config::Config::builder().add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml));
        builder = match file {
            Some(path) => builder.add_source(config::File::from(path).format(config::FileFormat::Toml).required(true)),
            None => builder.add_source(config::File::new("compagnon.toml", config::FileFormat::Toml).required(false)),
        };
        let known = |name: &String| {
            !name.ends_with("_FILE") && !name.starts_with("COMPAGNON_TEST_") && name != "COMPAGNON_SHARED_DATA"
        };
        let environment: std::collections::HashMap<String, String> =
            std::env::vars().filter(|(name, _)| name.starts_with("COMPAGNON_") && known(name)).collect();
        builder = builder.add_source(
            config::Environment::with_prefix("COMPAGNON")
                .prefix_separator("_")
                .separator("__")
                .try_parsing(true)
                .source(Some(environment)),
        );
        for (variable, key) in SECRETS {
            if let Ok(path) = std::env::var(format!("{variable}_FILE")) {
                let text =
                    std::fs::read_to_string(&path).with_context(|| format!("{variable}_FILE: cannot read {path}"))?;
                builder = builder.set_override(*key, text.trim().to_owned())?;
            }
        }
        let mut read: Self = builder.build()?.try_deserialize().context("the configuration cannot be understood")?;
        read.base_url = read.base_url.trim_end_matches('/').to_owned();
        if read.base_url.is_empty() {
            read.base_url = format!("http://{}", read.listen);
        }
        if !(read.base_url.starts_with("http://") || read.base_url.starts_with("https://")) {
            bail!("base_url must begin with http:// or https://, not {:?}", read.base_url);
        }
        if !matches!(read.mail.security.as_str(), "none" | "starttls" | "tls") {
            bail!("mail.security must be none, starttls or tls, not {:?}", read.mail.security);
        }
        if !matches!(read.files.store.as_str(), "folder" | "s3") {
            bail!("files.store must be folder or s3, not {:?}", read.files.store);
        }
        if !(1..=100).contains(&read.files.max_megabytes) || !(1..=100).contains(&read.files.max_files) {
            bail!("files.max_megabytes and files.max_files must lie between 1 and 100");
        }
        if !read.secret.is_empty() && read.secret.len() < 32 {
            bail!("secret must have 32 characters or more");
        }
        Ok(read)
    }

    /// Another port of the configured address.
    pub(crate) fn set_port(&mut self, port: u16) {
        let host = self.listen.rsplit_once(':').map_or("127.0.0.1", |(host, _)| host).to_owned();
        let followed = self.base_url == format!("http://{}", self.listen);
        self.listen = format!("{host}:{port}");
        if followed {
            self.base_url = format!("http://{}", self.listen);
        }
    }

    /// On this machine only, for the demonstration: never the configured database or mail server.
    pub(crate) fn set_local(&mut self, port: u16) {
        self.listen = format!("127.0.0.1:{port}");
        self.base_url = format!("http://127.0.0.1:{port}");
        self.database_url = String::new();
        self.mail.host = String::new();
    }

    /// The database's address.
    pub(crate) fn database_url(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite://{}", self.data_dir.join("compagnon.db").display())
        } else {
            self.database_url.clone()
        }
    }

    /// The key for signed links: configured, or generated once and kept readable for the owner only.
    pub(crate) fn secret(&self) -> Result<Vec<u8>> {
        if !self.secret.is_empty() {
            return Ok(self.secret.clone().into_bytes());
        }
        let path = self.data_dir.join("secret.key");
        match std::fs::read_to_string(&path) {
            Ok(text) if text.trim().len() >= 32 => Ok(text.trim().as_bytes().to_vec()),
            Ok(_) => bail!("{} is too short to be a key", path.display()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = format!("{}{}", kernel::secret::random_token(), kernel::secret::random_token());
                write_private(&path, &key).with_context(|| format!("cannot write {}", path.display()))?;
                Ok(key.into_bytes())
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_alone_are_a_complete_configuration() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let read = Configuration::load(Some(file.path())).expect("a configuration");
        assert_eq!(read.listen, "127.0.0.1:8080");
        assert_eq!(read.base_url, "http://127.0.0.1:8080");
        assert!(read.database_url().starts_with("sqlite://data"));
    }

    #[test]
    fn a_misspelt_key_and_a_wrong_value_are_refused() {
        let write = |text: &str| {
            let file = tempfile::NamedTempFile::new().expect("a file");
            std::fs::write(file.path(), text).expect("written");
            Configuration::load(Some(file.path())).map(|_| ()).map_err(|e| format!("{e:#}"))
        };
        assert!(write("listn = \"x\"").expect_err("refused").contains("listn"));
        assert!(write("base_url = \"ftp://x\"").is_err());
        assert!(write("secret = \"short\"").is_err());
        assert!(write("[mail]\nsecurity = \"maybe\"").is_err());
        assert!(write("[files]\nstore = \"tape\"").is_err());
        assert!(write("[files]\nmax_megabytes = 0").is_err());
    }
}
