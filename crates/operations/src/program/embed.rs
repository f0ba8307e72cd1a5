//! Whose pages may show a program's registration form inside their own.

use super::row;
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::ProgramId;
use kernel::{FieldErrors, Outcome};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use storage::Sql;

/// More than anybody looks after.
const MOST: usize = 20;

/// The allowed pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmbedOrigins {
    /// Where such pages lie: `https://www.example.com`, with a port where it is not the usual one, without a path. None: nobody's.
    #[schema(example = json!(["https://www.example.com"]))]
    pub origins: Vec<String>,
}

/// An origin in the form a browser compares: scheme, host in ASCII, port. Nothing when it is none, or could let in more than one site.
fn origin(text: &str) -> Option<String> {
    let lower = text.trim().trim_end_matches('/').to_lowercase();
    let (scheme, rest) = lower.split_once("://")?;
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok().filter(|p| *p > 0)?)),
        None => (rest, None),
    };
    if host.contains(['/', '?', '#', '\\', '@', ';', '\'', '"', ' ']) {
        return None;
    }
    let local = matches!(host, "localhost" | "127.0.0.1");
    // The way to a page that embeds must be safe, or somebody on it could frame the form; on this machine there is nobody.
    if !(scheme == "https" || scheme == "http" && local) {
        return None;
    }
    let host = if local { host.to_owned() } else { kernel::domain::host(host)? };
    Some(match port {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// The origins allowed for a program, whoever asks: they are in the header of the embedded page.
///
/// # Errors
/// The database's.
pub async fn allowed_origins(db: &impl ConnectionTrait, program: ProgramId) -> Outcome<Vec<String>> {
    let sql = Sql::new("SELECT origin FROM program_embed WHERE program_id = ").bind(program);
    Ok(sql.push(" ORDER BY origin").column::<String>(db).await?)
}

/// The origins allowed for a program.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn embed_origins(cx: &Ctx, program: ProgramId) -> Outcome<EmbedOrigins> {
    cx.allow(Action::Read)?;
    row(cx.read(), program).await?;
    Ok(EmbedOrigins { origins: allowed_origins(cx.read(), program).await? })
}

/// Says whose pages may embed the form: these and no others.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `origins`: `origin_invalid` (`value`), `too_many` (`max`).
pub async fn set_embed_origins(cx: &Ctx, program: ProgramId, input: EmbedOrigins) -> Outcome<EmbedOrigins> {
    cx.allow(Action::ManagePrograms)?;
    let row = row(cx.read(), program).await?;
    let mut errors = FieldErrors::default();
    let mut origins = Vec::new();
    for text in input.origins.iter().filter(|text| !text.trim().is_empty()) {
        match origin(text) {
            Some(origin) => origins.push(origin),
            None => {
                let shown: String = text.trim().chars().take(80).collect();
                errors.add_with("origins", "origin_invalid", [("value", shown)]);
            }
        }
    }
    origins.sort();
    origins.dedup();
    if origins.len() > MOST {
        errors.add_with("origins", "too_many", [("max", MOST.to_string())]);
    }
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let before = allowed_origins(&tx, program).await?;
    if before != origins {
        Sql::new("DELETE FROM program_embed WHERE program_id = ").bind(program).execute(&tx).await?;
        for origin in &origins {
            Sql::new("INSERT INTO program_embed (program_id, origin, added_at, added_by) VALUES ")
                .bind_list([
                    sea_orm::Value::from(program),
                    origin.as_str().into(),
                    cx.now().into(),
                    cx.actor.name().into(),
                ])
                .execute(&tx)
                .await?;
        }
        let payload = serde_json::json!({ "name": row.name, "before": { "embed_origins": before }, "after": { "embed_origins": origins } });
        record(&tx, cx, Event::new(EventKind::ProgramChanged).program(program).with(payload)).await?;
        cx.commit(tx).await?;
    }
    Ok(EmbedOrigins { origins })
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_is_one_site_and_reached_safely() {
        let read = |text| origin(text).unwrap_or_default();
        assert_eq!(read(" https://WWW.Example.com/ "), "https://www.example.com");
        assert_eq!(read("https://partner.example.com:8443"), "https://partner.example.com:8443");
        assert_eq!(read("http://localhost:3000"), "http://localhost:3000");
        assert_eq!(read("https://müller.de"), "https://xn--mller-kva.de");
        for wrong in [
            "",
            "*",
            "https://*",
            "https://*.example.com",
            "http://www.example.com",
            "https://example.com/path",
            "example.com",
            "javascript://example.com",
            "https://a.example;script-src *",
            "https://a.example b",
            "https://a.example:0",
            "https://a.example:99999",
            "https://user@a.example",
            "data:",
            "https://'self'",
            "https://",
        ] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }
}
