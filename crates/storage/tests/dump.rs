//! A backup read into an empty database holds the same rows.

use sea_orm::ConnectionTrait;
use storage::test_database::TestDatabase;
use storage::{Sql, dump};

#[tokio::test]
async fn what_was_dumped_is_what_is_restored() {
    let from = TestDatabase::create().await.expect("a database");
    let write = from.db.writer();
    let of_migrations = dump::dump(&from.db, &mut Vec::new()).await.expect("dumped");
    // The child comes first in the table's order: restore must not depend on it.
    for (id, parent) in [(2, None), (1, Some(2)), (3, Some(1))] {
        Sql::new(
            "INSERT INTO company (id, name, name_folded, name_key, attributes, parent_id, search_text, created_at, version) VALUES ",
        )
        .bind_list::<sea_orm::Value>([
            uuid::Uuid::from_u128(id).into(),
            "Müller \"&\" Söhne\nGmbH".into(),
            "muller".into(),
            "muller".into(),
            "{}".into(),
            parent.map(uuid::Uuid::from_u128).into(),
            "muller".into(),
            i64::MAX.into(),
            1_i64.into(),
        ])
        .execute(write)
        .await
        .expect("inserted");
    }
    let mut file = Vec::new();
    let rows = dump::dump(&from.db, &mut file).await.expect("dumped");
    assert_eq!(rows, of_migrations + 3);

    let to = TestDatabase::create().await.expect("a database");
    let restored = dump::restore(&to.db, &mut file.as_slice()).await.expect("restored");
    assert_eq!(restored, rows);
    let mut again = Vec::new();
    dump::dump(&to.db, &mut again).await.expect("dumped again");
    let sorted = |bytes: &[u8]| {
        let mut lines: Vec<String> = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&file), sorted(&again));
    to.db.writer().execute_unprepared("SELECT 1").await.expect("still open");

    let cut = &file[..file.len() - 20];
    let third = TestDatabase::create().await.expect("a database");
    assert!(dump::restore(&third.db, &mut &cut[..]).await.is_err(), "a damaged file is refused");
    let left =
        Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM company").value::<i64>(third.db.read()).await.expect("a count");
    assert_eq!(left, Some(0), "and nothing of it stays");
}

#[tokio::test]
async fn attachments_come_back_before_anything_is_committed_and_only_those_a_row_speaks_of() {
    let from = TestDatabase::create().await.expect("a database");
    Sql::new("INSERT INTO attachment (id, name, media_type, bytes, content_hash, store_key, by_partner, shared, added_at, added_by) VALUES ")
        .bind_list::<sea_orm::Value>([
            uuid::Uuid::from_u128(1).into(),
            "a.pdf".into(),
            "application/pdf".into(),
            3_i64.into(),
            "hash".into(),
            "attachments/known".into(),
            true.into(),
            true.into(),
            1_i64.into(),
            "Jana".into(),
        ])
        .execute(from.db.writer())
        .await
        .expect("inserted");
    let mut file = Vec::new();
    let rows = dump::dump(&from.db, &mut file).await.expect("dumped");
    for key in ["attachments/known", "attachments/unknown"] {
        file.extend_from_slice(format!("{{\"attachment\":\"{key}\",\"content\":\"YWJj\"}}\n").as_bytes());
    }
    let to = TestDatabase::create().await.expect("a database");
    let refused = dump::restore_with(&to.db, &mut file.as_slice(), async |_, _| {
        Err(dump::DumpError::Format("the disk is full".to_owned()))
    })
    .await;
    assert!(refused.is_err());
    let count = "SELECT CAST(COUNT(*) AS BIGINT) FROM attachment";
    assert_eq!(Sql::new(count).value::<i64>(to.db.read()).await.expect("a count"), Some(0), "nothing stays of it");
    let mut kept = Vec::new();
    let restored = dump::restore_with(&to.db, &mut file.as_slice(), async |key, content| {
        kept.push((key.to_owned(), content.to_owned()));
        Ok(())
    })
    .await;
    assert_eq!(restored.expect("restored"), rows);
    assert_eq!(kept, [("attachments/known".to_owned(), "YWJj".to_owned())]);
    assert_eq!(Sql::new(count).value::<i64>(to.db.read()).await.expect("a count"), Some(1));
}
