//! Backup and restore: one compressed file of JSON lines, the same for both databases.

use crate::configuration::Configuration;
use crate::start;
use anyhow::{Context, Result, bail};
use data_encoding::BASE64;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

/// Writes a backup from one snapshot; others go on working.
pub(crate) async fn backup(configuration: &Configuration, to: &Path) -> Result<()> {
    if to.exists() {
        bail!("{} exists already; a backup never overwrites another", to.display());
    }
    let db = start::open_database(configuration).await?;
    // Under another name first: a file with the right name is a complete one.
    let part = to.with_extension("part");
    let file = File::create(&part).with_context(|| format!("cannot write {}", part.display()))?;
    let mut out = GzEncoder::new(BufWriter::new(file), Compression::default());
    let rows = storage::dump::dump(&db, &mut out).await?;
    let files = write_files(configuration, &db, &mut out).await?;
    let mut file = out.finish()?;
    file.flush()?;
    file.get_ref().sync_all()?;
    std::fs::rename(&part, to)?;
    println!("{rows} rows and {files} files written to {}.", to.display());
    if configuration.secret.is_empty() {
        println!(
            "Keep {} with it: without this key, links in mails already sent stop working.",
            configuration.data_dir.join("secret.key").display()
        );
    }
    Ok(())
}

/// Reads a backup into an empty database.
pub(crate) async fn restore(configuration: &Configuration, from: &Path) -> Result<()> {
    let file = File::open(from).with_context(|| format!("cannot read {}", from.display()))?;
    let db = start::open_database(configuration).await?;
    storage::migration::migrate(&db).await?;
    let mut input = BufReader::new(GzDecoder::new(BufReader::new(file)));
    let store = start::file_store(configuration)?;
    let mut files = 0_u64;
    let keep = async |key: &str, content: &str| {
        let content = BASE64.decode(content.as_bytes()).map_err(std::io::Error::other)?;
        store.put(key, content.into()).await.map_err(std::io::Error::other)?;
        files += 1;
        Ok(())
    };
    let rows = storage::dump::restore_with(&db, &mut input, keep).await.context("nothing was restored")?;
    println!("{rows} rows and {files} files restored.");
    Ok(())
}

/// The attachments, after the rows. One that was removed while the backup ran is left out.
async fn write_files(configuration: &Configuration, db: &storage::Db, out: &mut impl Write) -> Result<u64> {
    let store = start::file_store(configuration)?;
    let kept = storage::Sql::new(
        "SELECT store_key FROM attachment WHERE registration_id IS NOT NULL AND removed_at IS NULL ORDER BY added_at, id",
    );
    let mut count = 0;
    for key in kept.column::<String>(db.read()).await? {
        let Some(content) = store.get(&key).await.with_context(|| format!("cannot read the attachment {key}"))? else {
            continue;
        };
        let line = serde_json::json!({ "attachment": key, "content": BASE64.encode(&content) });
        writeln!(out, "{line}")?;
        count += 1;
    }
    Ok(count)
}
