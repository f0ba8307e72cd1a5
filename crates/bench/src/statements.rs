//! Which statements one registration runs, seen where they go to the database, so that the raw side runs the very same.

use crate::foundation::{self, Foundation};
use anyhow::{Result, bail};
use axum::body::Body;
use http::Request;
use sea_orm::Statement;
use sea_orm::sea_query::Value;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use storage::{Db, DbOptions, migration};
use tower::ServiceExt;

/// A statement and whether it went to the writer.
#[derive(Clone)]
pub struct Seen {
    pub writes: bool,
    pub text: String,
    pub values: Vec<Value>,
    /// Positions of values that are different in every registration.
    pub own: Vec<bool>,
}

/// The statements of one registration through the real router, after some others have warmed everything up.
pub async fn of_one_registration(db: Db, folder: &Path) -> Result<(Vec<Seen>, Foundation)> {
    let log: Arc<Mutex<Vec<(bool, Statement)>>> = Arc::default();
    let listener = Arc::clone(&log);
    let watched = db.watched(move |writes, statement| {
        listener.lock().unwrap_or_else(PoisonError::into_inner).push((writes, statement.clone()));
    });
    let app = foundation::app(watched, folder);
    let foundation = foundation::lay(&app).await?;
    let router = web::router(app, None);
    let mut runs: Vec<Vec<(bool, Statement)>> = Vec::new();
    // As many as it takes until the conflict check compares with as many others as it ever does.
    for number in 0..30 {
        log.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let token = foundation.tokens.first().map_or("", String::as_str);
        let request = Request::builder()
            .method("POST")
            .uri("/api/v1/registrations")
            .header("host", "127.0.0.1")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(foundation::registration(&foundation, 1_000_000 + number)))?;
        let answer = router.clone().oneshot(request).await?;
        if answer.status() != http::StatusCode::CREATED {
            bail!("a registration was answered with {}", answer.status());
        }
        runs.push(std::mem::take(&mut *log.lock().unwrap_or_else(PoisonError::into_inner)));
    }
    let (Some(last), Some(before)) = (runs.pop(), runs.pop()) else { bail!("no registration was made") };
    if last.len() != before.len() || last.iter().zip(&before).any(|((_, a), (_, b))| a.sql != b.sql) {
        bail!("two registrations ran different statements");
    }
    let seen = last
        .into_iter()
        .zip(before)
        .map(|((writes, statement), (_, other))| {
            let values = statement.values.map(|v| v.0).unwrap_or_default();
            let others = other.values.map(|v| v.0).unwrap_or_default();
            let own = values.iter().zip(&others).map(|(a, b)| a != b).collect();
            Seen { writes, text: statement.sql, values, own }
        })
        .collect();
    Ok((seen, foundation))
}

/// Prints them, for who wants fewer.
pub async fn print() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("statements.db").display());
    let db = Db::connect(&url, DbOptions::default()).await?;
    migration::migrate(&db).await?;
    let (seen, _) = of_one_registration(db, folder.path()).await?;
    for (number, one) in (1..).zip(&seen) {
        let text: String = one.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(240).collect();
        println!("{number:>3} {} {text}", if one.writes { "write" } else { "read " });
    }
    Ok(())
}
