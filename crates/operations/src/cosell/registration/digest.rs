//! The week in one mail: what waits, what broke, what was answered in time. To whoever answers, for what they have; to managers also for those
//! they manage; to heads of partnerships for everything. Written when the first working day of the week begins, once, to those who want it and
//! have something to read.

use super::breach_board::broken;
use super::filter::{DUE, OWED};
use crate::record::mail::{self, Mail};
use crate::record::preference::{self, Reader};
use crate::settings::{self, Organisation, organisation};
use crate::{App, Ctx, calendar};
use jobs::{Claimed, JobError};
use kernel::calendar::Weekday;
use kernel::id::{RegistrationId, UserId};
use kernel::time::DAY;
use kernel::words::MailKind;
use kernel::{Channel, Date, Failure, Instant, Locale, Outcome, Role};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use storage::{Sql, Tx};

/// The job that writes digests; every hour, which is when the week begins somewhere.
pub const DIGESTS: &str = "registration.digests";
/// Rows a list shows; the rest is one click away.
const MOST_ROWS: i64 = 5;
/// How late a digest may come, when nothing ran at the beginning of the week.
const AT_MOST_LATE: i64 = 3 * DAY;

/// The week of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Digest {
    /// Registrations that wait for an answer.
    pub waiting: i64,
    /// Those due first.
    pub next: Vec<DigestLine>,
    /// Registrations of which a promise is broken.
    pub broken: i64,
    /// Those broken for the longest.
    pub oldest: Vec<DigestLine>,
    /// First answers given in the last seven days.
    pub answered: i64,
    /// How many of them in time.
    pub in_time: i64,
    /// What others have, for their manager and for the heads.
    pub people: Vec<DigestPerson>,
}

/// A registration in a digest.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct DigestLine {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// `REG-…`
    pub number: String,
    /// The customer.
    pub company_name: String,
    /// The partner, or what a stranger says of themselves.
    pub credited: String,
    /// When it is, or was, due.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
}

/// What somebody has.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct DigestPerson {
    /// The person; absent for what nobody has.
    #[schema(value_type = Option<String>)]
    pub id: Option<UserId>,
    /// Their name.
    pub name: Option<String>,
    /// Registrations that wait for them.
    pub waiting: i64,
    /// Of which a promise is broken.
    pub broken: i64,
}

#[derive(Debug, Clone, FromQueryResult)]
struct Person {
    id: UserId,
    name: String,
    email: String,
    role: Role,
    locale: Option<Locale>,
}

/// Whose registrations somebody's digest is about.
enum Circle {
    Everything,
    Of(Vec<UserId>),
}

impl Circle {
    async fn of(db: &impl ConnectionTrait, user: UserId, role: Role) -> Outcome<Self> {
        if role == Role::HeadOfPartnerships {
            return Ok(Self::Everything);
        }
        let managed = Sql::new("SELECT user_id FROM user_manager WHERE manager_id = ").bind(user);
        let mut people: Vec<UserId> = managed.push(" ORDER BY user_id").column(db).await?;
        people.insert(0, user);
        Ok(Self::Of(people))
    }
    fn narrow(&self, sql: Sql) -> Sql {
        match self {
            Self::Everything => sql,
            Self::Of(people) => sql.push(" AND r.reviewer_id IN ").bind_list(people.iter().copied()),
        }
    }
    fn has_others(&self) -> bool {
        !matches!(self, Self::Of(people) if people.len() < 2)
    }
}

impl Digest {
    fn is_empty(&self) -> bool {
        self.waiting == 0 && self.broken == 0 && self.answered == 0
    }

    async fn read(db: &impl ConnectionTrait, now: Instant, circle: &Circle) -> Outcome<Self> {
        const LINE: &str =
            "SELECT r.id, r.number, r.company_name, COALESCE(p.name, r.sender_company, r.sender_name) AS credited, ";
        const FROM: &str = " FROM registration r LEFT JOIN partner p ON p.id = r.partner_id ";
        const BROKEN: &str = " FROM broken b JOIN registration r ON r.id = b.id LEFT JOIN partner p ON p.id = r.partner_id WHERE r.status NOT IN ('draft', 'unconfirmed')";
        let owed = |start: &str| Sql::new(start).push(FROM).push("WHERE r.status IN ").bind_list(OWED);
        let waiting = circle.narrow(owed("SELECT CAST(COUNT(*) AS BIGINT)")).value::<i64>(db).await?.unwrap_or(0);
        let next = circle
            .narrow(owed(&format!("{LINE}{DUE} AS due_at")).push(" AND ").push(DUE).push(" >= ").bind(now))
            .push(" ORDER BY 5, r.id LIMIT ")
            .bind(MOST_ROWS)
            .all(db)
            .await?;
        let count = broken(now).push("SELECT CAST(COUNT(*) AS BIGINT)").push(BROKEN);
        let over = circle.narrow(count).value::<i64>(db).await?.unwrap_or(0);
        let oldest = circle
            .narrow(broken(now).push(LINE).push("b.since AS due_at").push(BROKEN))
            .push(" ORDER BY 5, r.id LIMIT ")
            .bind(MOST_ROWS)
            .all(db)
            .await?;
        #[derive(FromQueryResult)]
        struct Answered {
            answered: i64,
            in_time: i64,
        }
        let answered = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) AS answered, CAST(COALESCE(SUM(CASE WHEN r.first_answered_at <= r.first_answer_due_at THEN 1 ELSE 0 END), 0) AS BIGINT) AS in_time FROM registration r WHERE r.first_answer_due_at IS NOT NULL AND r.submitted_at >= ")
            .bind(now.plus(-90 * DAY))
            .push(" AND r.first_answered_at >= ")
            .bind(now.plus(-7 * DAY));
        let answered = circle.narrow(answered).one::<Answered>(db).await?;
        Ok(Self {
            waiting,
            next,
            broken: over,
            oldest,
            answered: answered.as_ref().map_or(0, |a| a.answered),
            in_time: answered.as_ref().map_or(0, |a| a.in_time),
            people: if circle.has_others() { people(db, now, circle).await? } else { Vec::new() },
        })
    }
}

async fn people(db: &impl ConnectionTrait, now: Instant, circle: &Circle) -> Outcome<Vec<DigestPerson>> {
    let sql = broken(now)
        .push("SELECT r.reviewer_id AS id, u.name AS name, CAST(COUNT(*) AS BIGINT) AS waiting, CAST(COUNT(b.id) AS BIGINT) AS broken FROM registration r LEFT JOIN broken b ON b.id = r.id LEFT JOIN app_user u ON u.id = r.reviewer_id WHERE r.status IN ")
        .bind_list(OWED);
    Ok(circle.narrow(sql).push(" GROUP BY r.reviewer_id, u.name ORDER BY 4 DESC, 3 DESC, 2 LIMIT 30").all(db).await?)
}

/// The actor's own week, as the next digest would tell it now.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`.
pub async fn my_digest(cx: &Ctx) -> Outcome<Digest> {
    cx.allow(crate::access::policy::Action::Read)?;
    let user = cx.actor.user().ok_or(Failure::Unauthenticated)?;
    let circle = Circle::of(cx.read(), user.id, user.role).await?;
    Digest::read(cx.read(), cx.now(), &circle).await
}

/// The Monday of a date's week.
pub(crate) fn monday_of(date: Date) -> Date {
    let days = Weekday::ALL.iter().position(|day| *day == Weekday::of(date)).unwrap_or(0);
    date.plus_days(-i64::try_from(days).unwrap_or(0))
}

/// The Monday of this week, once its first working day has begun; nothing before, nothing when that is too long ago, and nothing in a week that
/// is closed.
///
/// # Errors
/// The database's.
pub(crate) async fn begun_week(cx: &Ctx) -> Outcome<Option<Date>> {
    let calendar = calendar::default(cx.read()).await?;
    let monday = monday_of(cx.now().date_in(calendar.time_zone()));
    // The first moment of working time since the week began.
    let begin = calendar.plus_business_micros(monday.start_in(calendar.time_zone()), 1);
    let over = monday.plus_days(7).start_in(calendar.time_zone());
    let due = begin < over && cx.now() >= begin && cx.now().since(begin) <= AT_MOST_LATE;
    Ok(due.then_some(monday))
}

/// Writes the digests of this week where its first working day has begun and they are not written yet. Returns how many.
///
/// # Errors
/// The database's.
pub async fn write_digests(app: &App) -> Outcome<u64> {
    let cx = app.system(Channel::System);
    let Some(monday) = begun_week(&cx).await? else { return Ok(0) };
    let done = Sql::new("SELECT value FROM setting WHERE key = 'digest.week'").value::<String>(cx.read()).await?;
    if done.as_deref() == Some(monday.to_string().as_str()) {
        return Ok(0);
    }
    let people =
        Sql::new("SELECT id, name, email, role, locale FROM app_user WHERE active AND role <> 'viewer' ORDER BY id")
            .all::<Person>(cx.read())
            .await?;
    let mut written = 0;
    for person in people {
        written += u64::from(write_one(&cx, &person, monday).await?);
    }
    let tx = cx.begin().await?;
    settings::keep(&cx, &tx, "digest.week", monday.to_string()).await?;
    cx.commit(tx).await?;
    Ok(written)
}

/// One person's digest; whether there was anything to tell.
async fn write_one(cx: &Ctx, person: &Person, monday: Date) -> Outcome<bool> {
    let circle = Circle::of(cx.read(), person.id, person.role).await?;
    let digest = Digest::read(cx.read(), cx.now(), &circle).await?;
    if digest.is_empty() {
        return Ok(false);
    }
    let tx = cx.begin().await?;
    if !preference::wants(&tx, Reader::User(person.id), MailKind::Digest).await? {
        return Ok(false);
    }
    let organisation = organisation(&tx).await?;
    let off = preference::url(&tx, cx, Reader::User(person.id)).await?;
    letter(&tx, cx, person, &organisation, &digest, monday, off).await?;
    cx.commit(tx).await?;
    Ok(true)
}

async fn letter(
    tx: &Tx,
    cx: &Ctx,
    person: &Person,
    organisation: &Organisation,
    digest: &Digest,
    monday: Date,
    off: String,
) -> Outcome<()> {
    let locale = person.locale.unwrap_or(organisation.locale);
    let written = Mail {
        template: "digest",
        dedupe_key: format!("digest:{monday}:{}", person.id),
        to_email: &person.email,
        to_name: &person.name,
        locale,
        values: vec![
            ("name", person.name.clone()),
            ("day", i18n::date_long(locale, monday)),
            ("week", content(locale, organisation, digest)),
            ("url", cx.app.url(if digest.broken > 0 { "/breaches" } else { "/today" })),
            ("organisation", organisation.name.clone()),
            ("off", off.clone()),
        ],
        partner: None,
        registration: None,
    };
    mail::write_with(tx, cx, written, Some(preference::one_click(&off, MailKind::Digest))).await
}

/// The paragraphs of a digest; those with nothing to tell are left out.
fn content(locale: Locale, organisation: &Organisation, digest: &Digest) -> String {
    let zone = organisation.zone();
    let counted = |key: &str, count: i64| i18n::text_args(locale, key, &[("count", count.into())]);
    let line = |line: &DigestLine| {
        let args = [
            ("company", i18n::Arg::from(&line.company_name)),
            ("number", i18n::Arg::from(&line.number)),
            ("partner", i18n::Arg::from(&line.credited)),
            ("due", i18n::instant(locale, line.due_at, &zone).into()),
        ];
        i18n::text_args(locale, "mail-digest-line", &args)
    };
    let list = |head: String, lines: &[DigestLine]| {
        std::iter::once(head).chain(lines.iter().map(line)).collect::<Vec<_>>().join("\n")
    };
    let mut parts = Vec::new();
    if digest.broken > 0 {
        parts.push(list(counted("mail-digest-broken", digest.broken), &digest.oldest));
    }
    parts.push(list(counted("mail-digest-waiting", digest.waiting), &digest.next));
    if digest.answered > 0 {
        let args = [("in_time", digest.in_time.into()), ("count", digest.answered.into())];
        parts.push(i18n::text_args(locale, "mail-digest-answered", &args));
    }
    if !digest.people.is_empty() {
        let person = |person: &DigestPerson| {
            let nobody = || i18n::text(locale, "mail-digest-nobody");
            let args = [
                ("person", person.name.clone().unwrap_or_else(nobody).into()),
                ("waiting", person.waiting.into()),
                ("broken", person.broken.into()),
            ];
            i18n::text_args(locale, "mail-digest-person", &args)
        };
        let head = i18n::text(locale, "mail-digest-people");
        parts.push(std::iter::once(head).chain(digest.people.iter().map(person)).collect::<Vec<_>>().join("\n"));
    }
    parts.join("\n\n")
}

/// Handler of [`DIGESTS`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn job(app: App, _job: Claimed) -> Result<(), JobError> {
    write_digests(&app).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        for (day, monday) in [("2026-11-23", "2026-11-23"), ("2026-11-29", "2026-11-23"), ("2027-01-01", "2026-12-28")]
        {
            let day: Date = day.parse().expect("a day");
            assert_eq!(monday_of(day).to_string(), monday);
        }
    }
}
