//! A database of its own for each test: a copy of one migrated template.
//!
//! SQLite: a temporary file copied from a template made once per process. PostgreSQL (when `COMPAGNON_TEST_DATABASE_URL` names a server):
//! `CREATE DATABASE … TEMPLATE …`, dropped again when the guard goes.

use crate::{Db, DbOptions, migration};
use sea_orm::{ConnectionTrait, Database, DbErr};
use tokio::sync::OnceCell;

/// A database that lives as long as this value.
pub struct TestDatabase {
    /// The open database.
    pub db: Db,
    /// Its address.
    pub url: String,
    _folder: Option<tempfile::TempDir>,
    drop_on_server: Option<(String, String)>,
}

static TEMPLATE: OnceCell<String> = OnceCell::const_new();

impl TestDatabase {
    /// Makes a migrated, empty database on the kind of server the environment names.
    ///
    /// # Errors
    /// The database's.
    pub async fn create() -> Result<Self, DbErr> {
        match std::env::var("COMPAGNON_TEST_DATABASE_URL") {
            Ok(server) if !server.is_empty() => Self::on_server(&server).await,
            _ => Self::sqlite().await,
        }
    }

    /// Makes a database without a schema.
    ///
    /// # Errors
    /// The database's.
    pub async fn create_empty() -> Result<Self, DbErr> {
        match std::env::var("COMPAGNON_TEST_DATABASE_URL") {
            Ok(server) if !server.is_empty() => Self::postgres_from(&server, "template0").await,
            _ => Self::sqlite_empty().await,
        }
    }

    async fn sqlite() -> Result<Self, DbErr> {
        let test = Self::sqlite_empty().await?;
        migration::migrate(&test.db).await?;
        Ok(test)
    }

    async fn sqlite_empty() -> Result<Self, DbErr> {
        let folder = tempfile::tempdir().map_err(io_error)?;
        let path = folder.path().join("test.db");
        let url = format!("sqlite://{}", path.display());
        let db = Db::connect(&url, DbOptions { connections: 3 }).await?;
        Ok(Self { db, url, _folder: Some(folder), drop_on_server: None })
    }

    /// Makes a migrated, empty database on that PostgreSQL server.
    ///
    /// # Errors
    /// The database's.
    pub async fn on_server(server: &str) -> Result<Self, DbErr> {
        // The template's name carries the schema's hash, so that test processes share it and a changed migration makes a new one.
        let template =
            TEMPLATE
                .get_or_try_init(|| async {
                    let all: String = migration::MIGRATIONS.iter().map(|(_, sql)| *sql).collect();
                    let name = format!("template_c_{}", &kernel::secret::content_hash(all.as_bytes())[..12]);
                    let lock = "SELECT pg_advisory_lock(724501)";
                    let session = Database::connect({
                        let mut one = sea_orm::ConnectOptions::new(server.to_owned());
                        one.max_connections(1);
                        one
                    })
                    .await?;
                    session.execute_unprepared(lock).await?;
                    let exists = crate::Sql::new("SELECT datname::TEXT FROM pg_database WHERE datname = ")
                        .bind(name.as_str())
                        .value::<String>(&session)
                        .await?
                        .is_some();
                    if !exists {
                        let building = format!("{name}_building");
                        session.execute_unprepared(&format!("DROP DATABASE IF EXISTS {building}")).await?;
                        session.execute_unprepared(&format!(
                            "CREATE DATABASE {building} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
                        )).await?;
                        let db = Db::connect(&with_database(server, &building), DbOptions { connections: 2 }).await?;
                        migration::migrate(&db).await?;
                        db.close().await?;
                        session.execute_unprepared(&format!("ALTER DATABASE {building} RENAME TO {name}")).await?;
                    }
                    session.execute_unprepared("SELECT pg_advisory_unlock(724501)").await?;
                    session.close().await?;
                    Ok::<_, DbErr>(name)
                })
                .await?;
        Self::postgres_from(server, template).await
    }

    async fn postgres_from(server: &str, template: &str) -> Result<Self, DbErr> {
        let admin = Database::connect(server.to_owned()).await?;
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
        admin.close().await?;
        let url = with_database(server, &name);
        let db = Db::connect(&url, DbOptions { connections: 5 }).await?;
        Ok(Self { db, url, _folder: None, drop_on_server: Some((server.to_owned(), name)) })
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = self.drop_on_server.take() {
            // A thread of its own: Drop may run inside a runtime that is about to end.
            let worker = std::thread::spawn(move || {
                let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
                runtime.block_on(async {
                    if let Ok(admin) = Database::connect(server).await {
                        let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                        if let Err(error) = admin.execute_unprepared(&drop).await {
                            tracing::warn!(%error, %name, "could not drop a test database");
                        }
                    }
                });
            });
            if worker.join().is_err() {
                tracing::warn!("the thread that drops a test database panicked");
            }
        }
    }
}

fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, None), |(b, q)| (b, Some(q)));
    let root = match base.rsplit_once('/') {
        Some((root, _)) if root.contains("//") && !root.ends_with('/') => root,
        _ => base,
    };
    match query {
        Some(q) => format!("{root}/{name}?{q}"),
        None => format!("{root}/{name}"),
    }
}

fn io_error(error: std::io::Error) -> DbErr {
    DbErr::Custom(error.to_string())
}
