//! Where filled databases lie: with the run, or where they stay, so that the next run need not fill them again.

use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, Database};
use std::future::Future;
use std::path::{Path, PathBuf};
use storage::{Db, DbOptions, Sql, migration};

/// Folder of this run.
pub struct Kept {
    stays: Option<PathBuf>,
    goes: tempfile::TempDir,
}

/// A filled database.
pub struct Filled {
    pub url: String,
    /// Of SQLite.
    pub file: Option<PathBuf>,
}

impl Kept {
    /// `--folder=PATH`: filled databases stay there (those on a server stay there as `bench_…`).
    pub fn read(arguments: &[String]) -> Result<Self> {
        let stays = arguments.iter().find_map(|a| a.strip_prefix("--folder=")).map(PathBuf::from);
        if let Some(folder) = &stays {
            std::fs::create_dir_all(folder)?;
        }
        Ok(Self { stays, goes: tempfile::tempdir()? })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.stays.as_deref().unwrap_or_else(|| self.goes.path())
    }

    /// The database of this name, filled by `fill` unless an earlier run has: a file, or a database on `server`.
    pub async fn filled<F: Future<Output = Result<()>>>(
        &self,
        name: &str,
        server: Option<&str>,
        fill: impl FnOnce(Db) -> F,
    ) -> Result<Filled> {
        match server {
            None => self.filled_file(name, fill).await,
            Some(server) => self.filled_on(server, name, fill).await,
        }
    }

    async fn filled_file<F: Future<Output = Result<()>>>(
        &self,
        name: &str,
        fill: impl FnOnce(Db) -> F,
    ) -> Result<Filled> {
        let path = self.folder().join(format!("{name}.db"));
        if !path.exists() {
            let half = self.folder().join(format!("{name}.half"));
            if half.exists() {
                std::fs::remove_file(&half)?;
            }
            let db = Db::connect(&format!("sqlite://{}", half.display()), DbOptions::default()).await?;
            migration::migrate(&db).await?;
            fill(db.clone()).await?;
            db.close().await?;
            std::fs::rename(&half, &path)?;
        }
        Ok(Filled { url: format!("sqlite://{}", path.display()), file: Some(path) })
    }

    async fn filled_on<F: Future<Output = Result<()>>>(
        &self,
        server: &str,
        name: &str,
        fill: impl FnOnce(Db) -> F,
    ) -> Result<Filled> {
        let name = format!("bench_{}", name.replace('-', "_"));
        let (root, _) = server.rsplit_once('/').context("the server's address ends with a database")?;
        let url = format!("{root}/{name}");
        let admin = Database::connect(server.to_owned()).await?;
        let there =
            Sql::new("SELECT 1 FROM pg_database WHERE datname = ").bind(name.as_str()).value::<i32>(&admin).await?;
        if there.is_none() || self.stays.is_none() {
            let half = format!("{name}_half");
            for old in [&half, &name] {
                admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {old}")).await?;
            }
            let make = format!("CREATE DATABASE {half} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
            admin.execute_unprepared(&make).await?;
            let db = Db::connect(&format!("{root}/{half}"), DbOptions::default()).await?;
            migration::migrate(&db).await?;
            fill(db.clone()).await?;
            db.close().await?;
            admin.execute_unprepared(&format!("ALTER DATABASE {half} RENAME TO {name}")).await?;
        }
        admin.close().await?;
        Ok(Filled { url, file: None })
    }
}
