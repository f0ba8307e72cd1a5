//! Mails: written in the operation's transaction, sent by a job, kept when no mail server is configured.
//!
//! A mail is put together from Fluent texts `mail-<template>-subject` and `mail-<template>-body` in the recipient's language. In the body, a line
//! that is only an address becomes a button in the HTML form.

use crate::Ctx;
use jobs::{Claimed, JobError, NewJob};
use kernel::id::{MailId, PartnerId, RegistrationId};
use kernel::words::MailStatus;
use kernel::{Locale, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use storage::{Sql, Tx, entity};

/// The job that sends one mail.
pub const SEND: &str = "mail.send";

/// A mail to be written.
#[derive(Debug, Clone)]
pub struct Mail<'a> {
    /// Names the texts: `mail-<template>-subject`, `mail-<template>-body`.
    pub template: &'static str,
    /// One mail per occasion: the same key is never mailed twice.
    pub dedupe_key: String,
    /// Recipient's address.
    pub to_email: &'a str,
    /// Recipient's name.
    pub to_name: &'a str,
    /// Recipient's language.
    pub locale: Locale,
    /// Values for the texts.
    pub values: Vec<(&'static str, String)>,
    /// Shown at this partner's outbox entries.
    pub partner: Option<PartnerId>,
    /// Shown at this registration.
    pub registration: Option<RegistrationId>,
}

/// Writes the mail and enqueues its sending, in the operation's transaction.
///
/// # Errors
/// The database's.
pub async fn write(tx: &Tx, cx: &Ctx, mail: Mail<'_>) -> Outcome<()> {
    write_with(tx, cx, mail, None).await
}

/// As [`write`], for a mail that can be switched off: at `unsubscribe`, with one click (RFC 8058).
///
/// # Errors
/// The database's.
pub async fn write_with(tx: &Tx, cx: &Ctx, mail: Mail<'_>, unsubscribe: Option<String>) -> Outcome<()> {
    let args: Vec<(&str, i18n::Arg<'_>)> =
        mail.values.iter().map(|(k, v)| (*k, i18n::Arg::Str(v.as_str().into()))).collect();
    let key = mail.template.replace('_', "-");
    let subject = i18n::text_args(mail.locale, &format!("mail-{key}-subject"), &args);
    let body = i18n::text_args(mail.locale, &format!("mail-{key}-body"), &args);
    let id = MailId::new();
    let has_server = cx.app.options().mail.is_some();
    let status = if has_server { MailStatus::Queued } else { MailStatus::Kept };
    let inserted = Sql::new(
        "INSERT INTO mail (id, status, template, to_email, to_name, subject, body_text, body_html, locale, partner_id, registration_id, dedupe_key, unsubscribe_url, attempts, created_at) VALUES (",
    )
    .push_with(
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (dedupe_key) DO NOTHING",
        [
            id.into(),
            status.into(),
            mail.template.into(),
            mail.to_email.into(),
            mail.to_name.into(),
            subject.replace(['\r', '\n'], " ").into(),
            body.clone().into(),
            html_of(&body).into(),
            mail.locale.into(),
            mail.partner.into(),
            mail.registration.into(),
            mail.dedupe_key.clone().into(),
            unsubscribe.into(),
            cx.now().into(),
        ],
    )
    .execute(tx)
    .await?;
    if inserted > 0 && has_server {
        let job = NewJob {
            kind: SEND,
            payload: serde_json::json!({ "mail": id }),
            run_at: cx.now(),
            dedupe_key: Some(format!("mail:{id}")),
        };
        jobs::enqueue(tx, cx.now(), job).await?;
    }
    Ok(())
}

/// The HTML form of a plain body: escaped paragraphs, address lines as buttons. No outside images, no tracking.
fn html_of(text: &str) -> String {
    let escape = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut html = String::from(
        "<!doctype html><html><body style=\"margin:0;padding:24px;background:#f7f7f5;font:15px/1.5 system-ui,sans-serif;color:#26262b\"><div style=\"max-width:560px;margin:auto;background:#fff;border:1px solid #e2e2de;border-radius:8px;padding:24px\">",
    );
    for paragraph in text.split("\n\n") {
        let line = paragraph.trim();
        if line.is_empty() {
            continue;
        }
        if (line.starts_with("http://") || line.starts_with("https://")) && !line.contains(char::is_whitespace) {
            let address = escape(line);
            html.push_str(&format!(
                "<p style=\"margin:20px 0\"><a href=\"{address}\" style=\"display:inline-block;background:#006874;color:#fff;text-decoration:none;padding:10px 18px;border-radius:6px;font-weight:600\">{address}</a></p>"
            ));
        } else {
            html.push_str(&format!("<p style=\"margin:0 0 14px\">{}</p>", escape(line).replace('\n', "<br>")));
        }
    }
    html.push_str("</div></body></html>");
    html
}

#[derive(serde::Deserialize)]
struct SendInput {
    mail: MailId,
}

/// Sends one mail. Handler of [`SEND`].
///
/// # Errors
/// When the server does not take it; the queue tries again later.
pub async fn send(app: crate::App, job: Claimed) -> Result<(), JobError> {
    let input: SendInput = job.input()?;
    let Some(mail) = entity::mail::Entity::find_by_id(input.mail).one(app.db().read()).await? else {
        return Ok(());
    };
    if mail.status == MailStatus::Sent {
        return Ok(());
    }
    let Some(transport) = app.options().mail.clone() else {
        return mark(&app, mail, MailStatus::Kept, None, &job).await;
    };
    let outgoing = crate::OutgoingMail {
        message_id: mail.id.to_string(),
        to_email: mail.to_email.clone(),
        to_name: mail.to_name.clone(),
        subject: mail.subject.clone(),
        text: mail.body_text.clone(),
        html: mail.body_html.clone(),
        unsubscribe_url: mail.unsubscribe_url.clone(),
    };
    match transport.send(outgoing).await {
        Ok(()) => mark(&app, mail, MailStatus::Sent, None, &job).await,
        Err(error) => {
            let tx = app.db().begin().await?;
            let mut row: entity::mail::ActiveModel = mail.into();
            row.status = Set(MailStatus::Failed);
            row.attempts = Set(job.attempts);
            row.last_error = Set(Some(error.to_string()));
            row.update(&tx).await?;
            tx.commit().await?;
            Err(error.into())
        }
    }
}

async fn mark(
    app: &crate::App,
    mail: entity::mail::Model,
    status: MailStatus,
    error: Option<String>,
    job: &Claimed,
) -> Result<(), JobError> {
    let now = app.now();
    let tx = app.db().begin().await?;
    let mut row: entity::mail::ActiveModel = mail.into();
    row.status = Set(status);
    row.attempts = Set(job.attempts);
    row.last_error = Set(error);
    row.sent_at = Set((status == MailStatus::Sent).then_some(now));
    row.update(&tx).await?;
    job.complete(&tx).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::html_of;

    #[test]
    fn what_a_stranger_wrote_is_escaped_and_only_address_lines_become_links() {
        let html = html_of("Hello <script>\n\nhttps://example.com/x?a=1&b=2\n\nsee https://example.com too");
        assert!(html.contains("Hello &lt;script&gt;"));
        assert!(html.contains("href=\"https://example.com/x?a=1&amp;b=2\""));
        assert_eq!(html.matches("<a ").count(), 1);
    }
}
