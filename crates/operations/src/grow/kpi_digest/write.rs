//! Writing the mails, once a week.

use super::choose::chosen;
use super::read::{DigestFigure, KpiDigest, read};
use crate::access::reader::{Person, reader};
use crate::cosell::registration::digest::begun_week;
use crate::record::mail::{self, Mail};
use crate::record::preference::{self, Reader};
use crate::settings::{self, organisation};
use crate::{App, Ctx};
use jobs::{Claimed, JobError};
use kernel::id::UserId;
use kernel::words::MailKind;
use kernel::{Channel, Date, Locale, Outcome};
use storage::Sql;

/// The job that writes the figures of the week; every hour, which is when the week begins somewhere.
pub const DIGESTS: &str = "kpi.digests";
/// The setting with the Monday they were written for last.
const WEEK: &str = "kpi_digest.week";

/// Writes the figures of last week where the first working day of this one has begun and they are not written yet. Returns how many.
///
/// # Errors
/// The database's.
pub async fn write_digests(app: &App) -> Outcome<u64> {
    let cx = app.system(Channel::System);
    let Some(monday) = begun_week(&cx).await? else { return Ok(0) };
    let done = Sql::new("SELECT value FROM setting WHERE key = ").bind(WEEK).value::<String>(cx.read()).await?;
    if done.as_deref() == Some(monday.to_string().as_str()) {
        return Ok(0);
    }
    let people = Sql::new("SELECT id FROM app_user WHERE active ORDER BY id").column::<UserId>(cx.read()).await?;
    let mut written = 0;
    for person in people {
        written += u64::from(write_one(&cx, person, monday).await?);
    }
    let tx = cx.begin().await?;
    settings::keep(&cx, &tx, WEEK, monday.to_string()).await?;
    cx.commit(tx).await?;
    Ok(written)
}

/// One person's mail; whether there was anything to tell that they want to hear.
async fn write_one(cx: &Ctx, id: UserId, monday: Date) -> Outcome<bool> {
    if !preference::wants(cx.read(), Reader::User(id), MailKind::Figures).await? {
        return Ok(false);
    }
    let organisation = organisation(cx.read()).await?;
    let Some(person) = reader(cx, id, organisation.locale).await? else { return Ok(false) };
    let Some(dashboard) = chosen(&person.cx).await? else { return Ok(false) };
    let digest = read(&person.cx, dashboard, monday).await?;
    if !digest.counted {
        return Ok(false);
    }
    let tx = cx.begin().await?;
    let off = preference::url(&tx, cx, Reader::User(id)).await?;
    let written = letter(cx, &person, &digest, monday, id, &off, &organisation.name);
    mail::write_with(&tx, cx, written, Some(preference::one_click(&off, MailKind::Figures))).await?;
    cx.commit(tx).await?;
    Ok(true)
}

fn letter<'a>(
    cx: &Ctx,
    person: &'a Person,
    digest: &KpiDigest,
    monday: Date,
    id: UserId,
    off: &str,
    organisation: &str,
) -> Mail<'a> {
    let locale = person.cx.locale;
    Mail {
        template: "kpi_digest",
        dedupe_key: format!("kpi-digest:{monday}:{id}"),
        to_email: &person.email,
        to_name: &person.name,
        locale,
        values: vec![
            ("name", person.name.clone()),
            ("dashboard", digest.name.clone()),
            ("from", i18n::date(locale, digest.from)),
            ("to", i18n::date(locale, digest.to)),
            ("figures", content(locale, digest)),
            ("url", cx.app.url(&format!("/dashboards/{}", digest.dashboard))),
            ("organisation", organisation.to_owned()),
            ("off", off.to_owned()),
        ],
        partner: None,
        registration: None,
    }
}

/// A paragraph for each figure, and one for what is no figure.
fn content(locale: Locale, digest: &KpiDigest) -> String {
    let mut parts: Vec<String> = digest.figures.iter().map(|figure| paragraph(locale, figure)).collect();
    if !digest.without.is_empty() {
        let args = [("tiles", digest.without.join(", ").into())];
        parts.push(i18n::text_args(locale, "mail-kpi-digest-without", &args));
    }
    parts.join("\n\n")
}

fn paragraph(locale: Locale, figure: &DigestFigure) -> String {
    let none = || i18n::text(locale, "mail-kpi-digest-none");
    let known = |text: &Option<String>| text.clone().unwrap_or_else(none);
    let args = [
        ("name", i18n::Arg::from(&figure.name)),
        ("period", i18n::Arg::from(&figure.period)),
        ("value", known(&figure.value).into()),
    ];
    let mut lines = vec![i18n::text_args(locale, "mail-kpi-digest-figure", &args)];
    if let Some(target) = &figure.target {
        let args = [("target", i18n::Arg::from(target)), ("reached", known(&figure.reached).into())];
        lines.push(i18n::text_args(locale, "mail-kpi-digest-target", &args));
    }
    if figure.weekly {
        let key = if figure.moment { "mail-kpi-digest-moment" } else { "mail-kpi-digest-week" };
        let args = [("last", known(&figure.last_week).into()), ("before", known(&figure.week_before).into())];
        lines.push(i18n::text_args(locale, key, &args));
    }
    lines.join("\n")
}

/// Handler of [`DIGESTS`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn job(app: App, _job: Claimed) -> Result<(), JobError> {
    write_digests(&app).await?;
    Ok(())
}
