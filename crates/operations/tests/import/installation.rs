//! An installation with an empty database, and files to import.

use kernel::{Channel, FixedClock, Instant};
use operations::connect::import::{Report, RunError, StartRun, run_now};
use operations::{App, AppOptions, Ctx};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use storage::Sql;
use storage::test_database::TestDatabase;

pub(crate) struct Installation {
    pub(crate) cx: Ctx,
    pub(crate) folder: tempfile::TempDir,
    _database: TestDatabase,
}

impl Installation {
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::create().await.expect("a database");
        let folder = tempfile::tempdir().expect("a folder");
        let options = AppOptions {
            base_url: "http://localhost".to_owned(),
            data_dir: folder.path().join("data"),
            signing: kernel::secret::SigningKey::new(b"test"),
            mail: None,
            files: None,
            file_limits: operations::FileLimits::default(),
            clock: Arc::new(FixedClock::at("2026-11-24T10:00:00Z".parse::<Instant>().expect("an instant"))),
        };
        let cx = App::new(database.db.clone(), options).system(Channel::Import);
        Self { cx, folder, _database: database }
    }

    /// Writes a file into the import's folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.inbox()).expect("a folder");
        std::fs::write(self.inbox().join(name), content).expect("a file");
    }

    pub(crate) fn inbox(&self) -> PathBuf {
        self.folder.path().join("inbox")
    }

    pub(crate) async fn try_import(&self, mapping: &str) -> Result<Report, RunError> {
        self.run(mapping, &self.inbox(), false).await
    }

    pub(crate) async fn import(&self, mapping: &str) -> Report {
        self.try_import(mapping).await.expect("the import comes to its end")
    }

    pub(crate) async fn run(&self, mapping: &str, folder: &Path, dry_run: bool) -> Result<Report, RunError> {
        let input = StartRun { mapping: mapping.to_owned(), folder: folder.to_owned(), dry_run };
        run_now(&self.cx, &input).await.map(|(_, report)| report)
    }

    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let found = Sql::new(sql).value::<i64>(self.cx.read()).await.expect("sound SQL");
        found.unwrap_or_default()
    }

    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        Sql::new(sql).column::<String>(self.cx.read()).await.expect("sound SQL")
    }
}

/// Counts of one table of a report: created, changed, unchanged, skipped, repeated, rejected.
pub(crate) fn counts(report: &Report, target: &str) -> [u64; 6] {
    let table = report.tables.iter().find(|t| t.target == target).expect("a table of this target");
    [table.created, table.changed, table.unchanged, table.skipped, table.repeated, table.rejected]
}
