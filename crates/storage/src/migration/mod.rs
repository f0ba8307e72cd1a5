//! One file per migration, the same SQL on both databases. Additive only; each is tested from the one before with rows in it.

#[cfg(test)]
mod upgrade;

use sea_orm_migration::prelude::*;

/// Runs the migrations.
pub struct Migrator;

struct SqlMigration {
    name: &'static str,
    sql: &'static str,
}

/// Every migration, oldest first: name and SQL.
pub const MIGRATIONS: &[(&str, &str)] = &[
    ("m0001_first", include_str!("m0001_first.sql")),
    ("m0002_kpi", include_str!("m0002_kpi.sql")),
    ("m0004_calendar", include_str!("m0004_calendar.sql")),
    ("m0005_approval", include_str!("m0005_approval.sql")),
    ("m0006_protection", include_str!("m0006_protection.sql")),
    ("m0007_form", include_str!("m0007_form.sql")),
    ("m0011_extension", include_str!("m0011_extension.sql")),
    ("m0013_attachments", include_str!("m0013_attachments.sql")),
    ("m0019_dispute", include_str!("m0019_dispute.sql")),
    ("m0020_conflict", include_str!("m0020_conflict.sql")),
    ("m0021_phase", include_str!("m0021_phase.sql")),
    ("m0022_draft", include_str!("m0022_draft.sql")),
    ("m0023_lead", include_str!("m0023_lead.sql")),
    ("m0024_kpi_definitions", include_str!("m0024_kpi_definitions.sql")),
    ("m0025_dashboard", include_str!("m0025_dashboard.sql")),
    ("m0027_exchange_rate", include_str!("m0027_exchange_rate.sql")),
    ("m0028_kpi_target", include_str!("m0028_kpi_target.sql")),
    ("m0029_kpi_alert", include_str!("m0029_kpi_alert.sql")),
    ("m0030_kpi_digest", include_str!("m0030_kpi_digest.sql")),
    ("m0031_coaching", include_str!("m0031_coaching.sql")),
    ("m0032_health", include_str!("m0032_health.sql")),
    ("m0034_beside_decision", include_str!("m0034_beside_decision.sql")),
    ("m0035_deal_spell", include_str!("m0035_deal_spell.sql")),
    ("m0036_partner_fact", include_str!("m0036_partner_fact.sql")),
    ("m0037_leaders", include_str!("m0037_leaders.sql")),
    ("m0038_as_told", include_str!("m0038_as_told.sql")),
    ("m0039_undated_answers", include_str!("m0039_undated_answers.sql")),
    ("m0040_decided_about", include_str!("m0040_decided_about.sql")),
    ("m0041_turns", include_str!("m0041_turns.sql")),
    ("m0042_mail_kinds", include_str!("m0042_mail_kinds.sql")),
    ("m0043_stays", include_str!("m0043_stays.sql")),
    ("m0044_deal_was", include_str!("m0044_deal_was.sql")),
    ("m0045_sources", include_str!("m0045_sources.sql")),
];

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        MIGRATIONS.iter().map(|(name, sql)| Box::new(SqlMigration { name, sql }) as Box<dyn MigrationTrait>).collect()
    }
}

impl MigrationName for SqlMigration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SqlMigration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in statements(self.sql) {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

/// The statements of a migration file: comments dropped, split at the semicolons that end a line.
pub(crate) fn statements(sql: &str) -> Vec<String> {
    let without_comments: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default().trim_end())
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    without_comments.split(";\n").map(|s| s.trim_end_matches(';').trim().to_owned()).filter(|s| !s.is_empty()).collect()
}

/// Brings the schema up to date. Returns how many migrations ran.
///
/// # Errors
/// The database's.
pub async fn migrate(db: &crate::Db) -> Result<usize, DbErr> {
    let pending = Migrator::get_pending_migrations(db.writer()).await?.len();
    if pending > 0 {
        Migrator::up(db.writer(), None).await?;
    }
    Ok(pending)
}

/// How many migrations this program knows that the database has not seen.
///
/// # Errors
/// The database's.
pub async fn pending(db: &crate::Db) -> Result<usize, DbErr> {
    Migrator::get_pending_migrations(db.writer()).await.map(|p| p.len())
}
