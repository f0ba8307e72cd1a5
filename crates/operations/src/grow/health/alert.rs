//! A drop is told: on Monday, to the partner's manager, once. A low score alone is not.

use super::keep::{keep_scores, kept, monday_of};
use super::policy::health_policies;
use crate::grow::kpi::fact::{date_of, day_of};
use crate::record::mail::{self, Mail};
use crate::record::preference::{self, Reader};
use crate::settings::{self, Organisation, organisation};
use crate::{App, Ctx, calendar};
use jobs::{Claimed, JobError};
use kernel::id::{PartnerId, ProgramId, UserId};
use kernel::time::DAY;
use kernel::words::MailKind;
use kernel::{Channel, Date, Locale, Outcome};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use storage::Sql;

/// The job that tells of drops; every hour, which is when the week begins somewhere.
pub const ALERTS: &str = "health.alerts";
/// How late they may be told, when nothing ran at the beginning of the week.
const AT_MOST_LATE: i64 = 3 * DAY;

#[derive(FromQueryResult)]
struct Drop {
    partner_id: PartnerId,
    partner: String,
    program_id: ProgramId,
    program: String,
    score: i64,
    peak: i64,
    user_id: Option<UserId>,
}

#[derive(FromQueryResult)]
struct Person {
    id: UserId,
    name: String,
    email: String,
    locale: Option<Locale>,
}

/// Tells of this week's drops where its first working day has begun and they are not told yet. Returns how many mails were written.
///
/// # Errors
/// The database's.
pub async fn write_alerts(app: &App) -> Outcome<u64> {
    let cx = app.system(Channel::System);
    let calendar = calendar::default(cx.read()).await?;
    let organisation = organisation(cx.read()).await?;
    let today = day_of(cx.now().date_in(&organisation.zone()));
    let monday = monday_of(today);
    let begin = calendar.plus_business_micros(date_of(monday).start_in(calendar.time_zone()), 1);
    let over = date_of(monday).plus_days(7).start_in(calendar.time_zone());
    if begin >= over || cx.now() < begin || cx.now().since(begin) > AT_MOST_LATE {
        return Ok(0);
    }
    let done = Sql::new("SELECT value FROM setting WHERE key = 'health.alerted'").value::<String>(cx.read()).await?;
    if done.as_deref() == Some(date_of(monday).to_string().as_str()) {
        return Ok(0);
    }
    keep_scores(app).await?;
    if kept(cx.read()).await?.is_none_or(|(day, _)| day < monday) {
        return Ok(0);
    }
    let drops = drops(&cx, monday).await?;
    let mut by_person: BTreeMap<UserId, Vec<&Drop>> = BTreeMap::new();
    for drop in &drops {
        if let Some(user) = drop.user_id {
            by_person.entry(user).or_default().push(drop);
        }
    }
    let people = Sql::new("SELECT id, name, email, locale FROM app_user WHERE active AND id IN ")
        .bind_list(by_person.keys().copied())
        .all::<Person>(cx.read())
        .await?;
    // All of it or nothing: what is noted as told was told.
    let tx = cx.begin().await?;
    let mut written = 0;
    for person in people {
        let Some(drops) = by_person.get(&person.id) else { continue };
        if !preference::wants(&tx, Reader::User(person.id), MailKind::Digest).await? {
            continue;
        }
        let off = preference::url(&tx, &cx, Reader::User(person.id)).await?;
        let letter = letter(&cx, &person, &organisation, drops, date_of(monday), &off);
        mail::write_with(&tx, &cx, letter, Some(preference::one_click(&off, MailKind::Digest))).await?;
        written += 1;
    }
    for drop in &drops {
        Sql::new("INSERT INTO health_alert (partner_id, program_id, week_day, from_score, to_score, at) VALUES (")
            .push_with(
                "?, ?, ?, ?, ?, ?) ON CONFLICT (partner_id, program_id, week_day) DO NOTHING",
                [
                    drop.partner_id.into(),
                    drop.program_id.into(),
                    monday.into(),
                    drop.peak.into(),
                    drop.score.into(),
                    cx.now().into(),
                ],
            )
            .execute(&tx)
            .await?;
    }
    settings::keep(&cx, &tx, "health.alerted", date_of(monday).to_string()).await?;
    cx.commit(tx).await?;
    Ok(written)
}

/// Partners whose score is lower by so many points than at its highest in the weeks before. What was told once is measured from there on.
async fn drops(cx: &Ctx, monday: i64) -> Outcome<Vec<Drop>> {
    let policies = health_policies(cx.read()).await?;
    let sql = Sql::new(
        "SELECT h.partner_id, p.name AS partner, h.program_id, g.name AS program, h.score, MAX(b.score) AS peak, po.user_id \
         FROM health_score h JOIN health_score b ON b.partner_id = h.partner_id AND b.program_id = h.program_id \
         JOIN partner p ON p.id = h.partner_id JOIN program g ON g.id = h.program_id \
         LEFT JOIN partner_owner po ON po.partner_id = h.partner_id AND po.role = 'partner_manager' AND po.side = 'vendor' \
         WHERE b.week_day < h.week_day AND b.score IS NOT NULL AND h.score IS NOT NULL AND h.week_day = ",
    )
    .bind(monday)
    .push(" AND b.week_day >= ")
    .bind(monday - 7 * policies.drop_weeks)
    .push(
        " AND b.week_day >= COALESCE((SELECT MAX(a.week_day) FROM health_alert a WHERE a.partner_id = h.partner_id \
         AND a.program_id = h.program_id), 0) GROUP BY h.partner_id, p.name, h.program_id, g.name, h.score, po.user_id \
         HAVING MAX(b.score) - h.score >= ",
    )
    .bind(policies.drop_points);
    Ok(sql.push(" ORDER BY MAX(b.score) - h.score DESC, p.name, h.partner_id").all(cx.read()).await?)
}

fn letter<'a>(
    cx: &Ctx,
    person: &'a Person,
    organisation: &Organisation,
    drops: &[&Drop],
    monday: Date,
    off: &str,
) -> Mail<'a> {
    let locale = person.locale.unwrap_or(organisation.locale);
    let line = |drop: &&Drop| {
        let args = [
            ("partner", i18n::Arg::from(&drop.partner)),
            ("program", i18n::Arg::from(&drop.program)),
            ("from", drop.peak.into()),
            ("to", drop.score.into()),
            ("url", cx.app.url(&format!("/partners/{}/health", drop.partner_id)).into()),
        ];
        i18n::text_args(locale, "mail-health-line", &args)
    };
    Mail {
        template: "health",
        dedupe_key: format!("health:{monday}:{}", person.id),
        to_email: &person.email,
        to_name: &person.name,
        locale,
        values: vec![
            ("name", person.name.clone()),
            ("day", i18n::date_long(locale, monday)),
            ("drops", drops.iter().map(line).collect::<Vec<_>>().join("\n")),
            ("url", cx.app.url("/insights/health")),
            ("organisation", organisation.name.clone()),
            ("off", off.to_owned()),
        ],
        partner: None,
        registration: None,
    }
}

/// Handler of [`ALERTS`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn alerts_job(app: App, _job: Claimed) -> Result<(), JobError> {
    write_alerts(&app).await?;
    Ok(())
}
