//! Each migration, from the one before, with a row in every table.

use super::{MIGRATIONS, Migrator, statements};
use crate::dump::{Kind, Table, insert, tables_of};
use crate::test_database::TestDatabase;
use crate::{Db, Sql};
use sea_orm::sea_query::Value;
use sea_orm_migration::MigratorTrait;
use std::collections::HashMap;

/// The first word each CHECK allows, by table and column, read from the migrations.
fn allowed_words() -> HashMap<(String, String), String> {
    let mut words = HashMap::new();
    for statement in MIGRATIONS.iter().flat_map(|(_, sql)| statements(sql)) {
        let Some((name, body)) = statement.strip_prefix("CREATE TABLE ").and_then(|s| s.split_once(" (")) else {
            continue;
        };
        for line in body.lines() {
            let Some((_, check)) = line.split_once("CHECK (") else { continue };
            if let Some((column, list)) = check.split_once(" IN ('")
                && let Some((word, _)) = list.split_once('\'')
            {
                words.insert((name.trim().to_owned(), column.trim().to_owned()), word.to_owned());
            }
        }
    }
    words
}

/// A row that the table takes. Ids are the same in every table, so that each reference finds its row.
fn row(table: &Table, words: &HashMap<(String, String), String>) -> Vec<Value> {
    let id = uuid::Uuid::from_u128(7);
    table
        .columns
        .iter()
        .map(|(column, kind)| match kind {
            // The one CHECK over two columns: a vendor's owner is a user and not a contact. A company is not its own parent.
            Kind::Uuid if table.name == "partner_owner" && column == "contact_id" => None::<uuid::Uuid>.into(),
            Kind::Uuid if table.name == "company" && column == "parent_id" => None::<uuid::Uuid>.into(),
            Kind::Uuid => id.into(),
            Kind::BigInt => 1_i64.into(),
            Kind::Integer => 1_i32.into(),
            Kind::Boolean => true.into(),
            Kind::Text if table.name == "partner_owner" && column == "side" => "vendor".into(),
            Kind::Text => match words.get(&(table.name.clone(), column.clone())) {
                Some(word) => word.clone().into(),
                None if column.ends_with("_on") => "2026-01-01".into(),
                None => "EUR".into(),
            },
        })
        .collect()
}

async fn count(db: &Db, table: &str) -> i64 {
    let sql = Sql::new(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}"));
    sql.value::<i64>(db.read()).await.expect("a count").expect("a row")
}

#[tokio::test]
async fn every_migration_keeps_the_rows_of_the_one_before() {
    let words = allowed_words();
    for upto in 1..MIGRATIONS.len() {
        let test = TestDatabase::create_empty().await.expect("a database");
        let db = &test.db;
        let steps = u32::try_from(upto).expect("few migrations");
        Migrator::up(db.writer(), Some(steps)).await.expect("the migrations before");
        let tables = tables_of(&MIGRATIONS[..upto]);
        for table in &tables {
            // Some tables come with their one row.
            if count(db, &table.name).await > 0 {
                continue;
            }
            let filled = insert(db.writer(), table, vec![row(table, &words)]).await;
            filled.unwrap_or_else(|error| panic!("{}: {error}", table.name));
        }
        Migrator::up(db.writer(), Some(1)).await.unwrap_or_else(|e| panic!("{}: {e}", MIGRATIONS[upto].0));
        for table in &tables {
            // A migration may leave a note of what is to be done after it.
            let noted = i64::from(table.name == "setting");
            let rows = count(db, &table.name).await;
            assert!((1..=1 + noted).contains(&rows), "{} after {}: {rows}", table.name, MIGRATIONS[upto].0);
        }
    }
}

#[tokio::test]
async fn the_statuses_partners_had_before_are_told_by_the_record_of_changes() {
    let test = TestDatabase::create_empty().await.expect("a database");
    let db = &test.db;
    let at = MIGRATIONS.iter().position(|(name, _)| *name == "m0043_stays").expect("the migration");
    Migrator::up(db.writer(), Some(u32::try_from(at).expect("few migrations"))).await.expect("the migrations before");
    let partner = uuid::Uuid::from_u128(9);
    // Two changes fall into one moment: what it was in between was never so.
    for (id, at, kind, before, after) in [
        (1, 10, "partner.status_changed", "active", "paused"),
        (2, 15, "partner.noted", "exited", "exited"),
        (3, 20, "partner.status_changed", "paused", "exited"),
        (4, 20, "partner.status_changed", "exited", "active"),
    ] {
        let payload = format!(
            "{{\"after\":\"{after}\",\"before\":\"{before}\",\"reason\":\"was \\\"before\\\":\\\"exited\\\"\"}}"
        );
        Sql::new("INSERT INTO event (id, kind, at, actor_kind, actor_name, channel, partner_id, payload) VALUES ")
            .bind_list::<Value>([
                uuid::Uuid::from_u128(id).into(),
                kind.into(),
                i64::from(at).into(),
                "user".into(),
                "Maria".into(),
                "web".into(),
                partner.into(),
                payload.into(),
            ])
            .execute(db.writer())
            .await
            .expect("an event");
    }
    Migrator::up(db.writer(), None).await.expect("the migration");
    let rows = Sql::new("SELECT from_at, until_at, status FROM partner_status_spell ORDER BY from_at")
        .rows(db.read())
        .await
        .expect("spells");
    let spell = |row: &sea_orm::QueryResult| -> (i64, i64, String) {
        let number = |name: &str| row.try_get::<i64>("", name).expect("a moment");
        (number("from_at"), number("until_at"), row.try_get("", "status").expect("a status"))
    };
    let wanted = [(i64::MIN + 1, 10, "active".to_owned()), (10, 20, "paused".to_owned())];
    assert_eq!(rows.iter().map(spell).collect::<Vec<_>>(), wanted);
}
