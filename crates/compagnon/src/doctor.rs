//! `compagnon doctor`: what is wrong, in plain words, and how to mend it.

use crate::configuration::Configuration;
use crate::start;
use anyhow::{Result, bail};
use storage::Sql;
use storage::dialect::Dialect;

struct Report {
    problems: usize,
}

impl Report {
    fn good(&self, text: &str) {
        println!("ok       {text}");
    }
    fn note(&self, text: &str) {
        println!("note     {text}");
    }
    fn problem(&mut self, text: &str, mend: &str) {
        self.problems += 1;
        println!("PROBLEM  {text}\n         {mend}");
    }
}

/// Looks at everything an installation needs. An error when something is wrong, so that scripts notice.
pub(crate) async fn doctor(configuration: &Configuration) -> Result<()> {
    let mut report = Report { problems: 0 };
    address(configuration, &mut report);
    folder(configuration, &mut report);
    database(configuration, &mut report).await;
    mail(configuration, &mut report).await;
    if report.problems > 0 {
        bail!(
            "{} to mend.",
            if report.problems == 1 { "One problem".to_owned() } else { format!("{} problems", report.problems) }
        );
    }
    println!("Everything is in order.");
    Ok(())
}

fn address(configuration: &Configuration, report: &mut Report) {
    let local = configuration.base_url.contains("127.0.0.1") || configuration.base_url.contains("localhost");
    if configuration.base_url.starts_with("https://") {
        report.good(&format!("people reach us at {}", configuration.base_url));
    } else if local {
        report.note(&format!("base_url is {}: links in mails work on this machine only", configuration.base_url));
    } else {
        report.problem(
            "base_url begins with http://: passwords and links travel unprotected",
            "Put a proxy with TLS in front (it must pass on Host and Origin) and set base_url to its https:// address.",
        );
    }
}

fn folder(configuration: &Configuration, report: &mut Report) {
    let folder = &configuration.data_dir;
    let probe = folder.join(".doctor");
    if let Err(error) = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&probe, b"")) {
        report.problem(
            &format!("the data folder {} cannot be written: {error}", folder.display()),
            "Make it, give it to the user that runs compagnon, or set data_dir.",
        );
        return;
    }
    if let Err(error) = std::fs::remove_file(&probe) {
        report.note(&format!("{} could not be removed again: {error}", probe.display()));
    }
    report.good(&format!("the data folder {} can be written", folder.display()));
    match configuration.secret() {
        Ok(_) => report.good("there is a key for signed links"),
        Err(error) => report
            .problem(&format!("{error:#}"), "Set secret (or COMPAGNON_SECRET_FILE) to 32 random characters or more."),
    }
}

async fn database(configuration: &Configuration, report: &mut Report) {
    let db = match start::open_database(configuration).await {
        Ok(db) => db,
        Err(error) => {
            report.problem(
                &format!("the database does not open: {error:#}"),
                "Check database_url. For PostgreSQL: is the server running, does the database exist, may the user connect?",
            );
            return;
        }
    };
    match db.dialect() {
        Dialect::Sqlite => report.good("the embedded database opens"),
        Dialect::Postgres => {
            match Sql::new("SELECT current_setting('server_version_num')::INT").value::<i32>(db.read()).await {
                Ok(Some(version)) if version >= 150_000 => report.good("PostgreSQL answers"),
                Ok(_) => report.problem("this PostgreSQL is older than 15", "Upgrade the server to 15 or newer."),
                Err(error) => report
                    .problem(&format!("PostgreSQL refuses a simple question: {error}"), "Look at the server's log."),
            }
        }
    }
    if db.dialect() == Dialect::Postgres {
        let collation = Sql::new("SELECT datcollate::TEXT FROM pg_database WHERE datname = current_database()");
        match collation.value::<String>(db.read()).await {
            Ok(Some(name)) if matches!(name.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") => report.good("names sort the same as on the embedded database"),
            Ok(name) => report.problem(
                &format!("the database sorts text by {}: long lists can skip or repeat rows between pages", name.unwrap_or_default()),
                "Make the database with: CREATE DATABASE compagnon TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
            ),
            Err(error) => report.problem(&format!("the collation cannot be read: {error}"), "Look at the server's log."),
        }
    }
    match storage::migration::pending(&db).await {
        Ok(0) => report.good("the schema is up to date"),
        Ok(n) => report.note(&format!("{n} migrations will run at the next start (or now: compagnon migrate)")),
        Err(error) => {
            report.problem(&format!("the schema's state cannot be read: {error}"), "Is it a Compagnon database?")
        }
    }
    // Before the first migration there is no table yet.
    if let Ok(Some(left)) = operations::cosell::conflict::renewal::to_renew(db.read()).await {
        report.note(&format!(
            "the conflict check has newer rules: a running server makes its keys anew while it answers, {} companies and {} open registrations \
             to go. Until then those are found by their older keys",
            left.companies, left.registrations
        ));
    }
    let failed =
        Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM job WHERE state = 'failed'").value::<i64>(db.read()).await;
    match failed {
        Ok(Some(n)) if n > 0 => report.problem(
            &format!("{n} jobs have failed for good"),
            "See Settings > Outbox for mails; the log names the cause. They can be tried again there.",
        ),
        Ok(_) => report.good("no job has failed"),
        // Before the first migration there is no table yet; the schema line has said so.
        Err(_) => {}
    }
}

async fn mail(configuration: &Configuration, report: &mut Report) {
    match start::mail_server(configuration) {
        Ok(None) => {
            report.note("no mail server is configured: mails are kept at Settings > Outbox and not sent (mail.host)")
        }
        Ok(Some(smtp)) => match smtp.check().await {
            Ok(()) => report.good("the mail server answers"),
            Err(error) => report.problem(
                &format!("the mail server does not take us: {error:#}"),
                "Check mail.host, mail.port, mail.security, mail.user and mail.password.",
            ),
        },
        Err(error) => report.problem(&format!("{error:#}"), "Correct the [mail] section."),
    }
}
