//! Protection is kept alive by work: where nothing happens for as long as the program says, the partner is told, and a week later it ends.

use super::letters;
use crate::cosell::registration::load::{advance, event};
use crate::cosell::registration::state::Step;
use crate::program::{self, ProtectionRules};
use crate::record::{EventKind, record};
use crate::settings::organisation;
use crate::{App, Ctx};
use kernel::id::{ProgramId, RegistrationId};
use kernel::time::DAY;
use kernel::words::RegistrationStatus;
use kernel::{Channel, Date, Failure, Instant, Outcome};
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult};
use storage::Sql;
use storage::entity::registration::{ActiveModel, Entity, Model};

/// Days between the word to the partner and the end.
const GRACE: i64 = 7;
const BATCH: i64 = 200;
/// The notice in `protection_notice`.
const QUIET: &str = "quiet";

/// Tells partners of registrations at which nothing has happened, and ends the protection of those who were told and did nothing. Returns how
/// many were told and how many ended.
///
/// # Errors
/// The database's.
pub async fn watch_activity(app: &App) -> Outcome<(u64, u64)> {
    #[derive(FromQueryResult)]
    struct Rules {
        program_id: ProgramId,
        definition_version: i64,
    }
    let cx = app.system(Channel::System);
    // The versions that say so; there are few.
    let rules: Vec<Rules> = Sql::new("SELECT program_id, definition_version FROM program_version WHERE definition LIKE '%\"activity_days\":%' AND definition NOT LIKE '%\"activity_days\":null%'").all(cx.read()).await?;
    let (mut told, mut ended) = (0, 0);
    for rule in rules {
        let definition = program::definition(cx.read(), rule.program_id, rule.definition_version).await?;
        let Some(days) = definition.protection.activity_days else { continue };
        let since = cx.now().plus(-i64::from(days) * DAY);
        loop {
            let mut this_time = 0;
            for id in quiet(&cx, rule.program_id, rule.definition_version, since, true).await? {
                this_time += u64::from(end(&cx, id).await?);
            }
            ended += this_time;
            if this_time == 0 {
                break;
            }
        }
        loop {
            let mut this_time = 0;
            for id in quiet(&cx, rule.program_id, rule.definition_version, since, false).await? {
                this_time += u64::from(tell(&cx, id, days).await?);
            }
            told += this_time;
            if this_time == 0 {
                break;
            }
        }
    }
    Ok((told, ended))
}

/// Protected registrations at which no person has done anything since: those who were told and whose week is over, or those to be told.
async fn quiet(cx: &Ctx, program: ProgramId, version: i64, since: Instant, told: bool) -> Outcome<Vec<RegistrationId>> {
    let today = today(cx).await?;
    let sql = Sql::new("SELECT r.id FROM registration r JOIN deal d ON d.id = r.deal_id WHERE r.status IN ('approved', 'expiring') AND d.outcome = 'open' AND r.program_id = ")
        .bind(program)
        .push(" AND r.definition_version = ")
        .bind(version)
        .push(" AND r.decided_at < ")
        .bind(since)
        .push(" AND NOT EXISTS (SELECT 1 FROM event e WHERE e.registration_id = r.id AND e.actor_kind <> 'system' AND e.at >= ")
        .bind(since)
        .push(") AND NOT EXISTS (SELECT 1 FROM event e WHERE e.deal_id = r.deal_id AND e.actor_kind <> 'system' AND e.at >= ")
        .bind(since)
        .push(") AND NOT EXISTS (SELECT 1 FROM extension_request x WHERE x.registration_id = r.id AND x.status = 'pending') AND ");
    let notice =
        "EXISTS (SELECT 1 FROM protection_notice n WHERE n.registration_id = r.id AND n.kind = 'quiet' AND n.at >= ";
    let sql = if told {
        // Told in this silence, not in one before.
        sql.push(notice).bind(since).push(" AND n.until_on < ").bind(today).push(")")
    } else {
        sql.push("NOT ").push(notice).bind(since).push(")")
    };
    Ok(sql.push(" ORDER BY r.id LIMIT ").bind(BATCH).column::<RegistrationId>(cx.read()).await?)
}

/// By when the program wants to hear of a protected registration, and every how many days: counted from the last thing a person did, or the last day
/// that was told where nobody did anything. Nothing where the program does not ask, or protection ends before anyway.
pub(crate) async fn wanted_by(cx: &Ctx, row: &Model, rules: &ProtectionRules) -> Outcome<Option<(u32, Date)>> {
    let (Some(days), Some(deal), Some(decided), Some(until)) =
        (rules.activity_days, row.deal_id, row.decided_at, row.protected_until_on)
    else {
        return Ok(None);
    };
    if !matches!(row.status, RegistrationStatus::Approved | RegistrationStatus::Expiring) {
        return Ok(None);
    }
    let db = cx.read();
    let open = Sql::new("SELECT 1 FROM deal d WHERE d.outcome = 'open' AND d.id = ").bind(deal);
    let open = open
        .push(" AND NOT EXISTS (SELECT 1 FROM extension_request x WHERE x.status = 'pending' AND x.registration_id = ");
    if open.bind(row.id).push(")").value::<i32>(db).await?.is_none() {
        return Ok(None);
    }
    let mut last = decided;
    for (column, id) in [("registration_id", row.id.0), ("deal_id", deal.0)] {
        let sql = Sql::new(format!("SELECT MAX(at) FROM event WHERE actor_kind <> 'system' AND {column} = ")).bind(id);
        last = last.max(sql.value::<Option<Instant>>(db).await?.flatten().unwrap_or(last));
    }
    let told = Sql::new("SELECT MAX(until_on) FROM protection_notice WHERE kind = ").bind(QUIET);
    let told = told.push(" AND registration_id = ").bind(row.id).push(" AND at >= ").bind(last);
    let told = told.value::<Option<Date>>(db).await?.flatten();
    let by = match told {
        Some(told) => told,
        None => last.date_in(&organisation(db).await?.zone()).plus_days(i64::from(days)),
    };
    Ok((by < until).then_some((days, by)))
}

async fn today(cx: &Ctx) -> Outcome<Date> {
    Ok(cx.now().date_in(&organisation(cx.read()).await?.zone()))
}

async fn tell(cx: &Ctx, id: RegistrationId, days: u32) -> Outcome<bool> {
    let until = today(cx).await?.plus_days(GRACE);
    let tx = cx.begin().await?;
    let Some(row) = Entity::find_by_id(id).one(&tx).await? else { return Ok(false) };
    let noted = Sql::new("INSERT INTO protection_notice (registration_id, kind, until_on, at) VALUES (")
        .push_with(
            "?, ?, ?, ?) ON CONFLICT (registration_id, kind, until_on) DO NOTHING",
            [id.into(), QUIET.into(), until.into(), cx.now().into()],
        )
        .execute(&tx)
        .await?;
    if noted == 0 {
        return Ok(false);
    }
    let payload = serde_json::json!({ "days": days, "until_on": until });
    record(&tx, cx, event(EventKind::RegistrationQuiet, &row, payload)).await?;
    letters::quiet(&tx, cx, &row, days, until).await?;
    cx.commit(tx).await?;
    Ok(true)
}

async fn end(cx: &Ctx, id: RegistrationId) -> Outcome<bool> {
    let today = today(cx).await?;
    let tx = cx.begin().await?;
    let Some(row) = Entity::find_by_id(id).one(&tx).await? else { return Ok(false) };
    let last = row.protected_until_on.map_or(today, |until| until.min(today));
    let change = ActiveModel { protected_until_on: Set(Some(last)), ..Default::default() };
    match advance(&tx, cx, &row, change, Step::Expire, Some("no_activity")).await {
        Ok(row) => {
            let payload = serde_json::json!({ "protected_until_on": last, "reason": "no_activity" });
            record(&tx, cx, event(EventKind::RegistrationExpired, &row, payload)).await?;
            crate::cosell::registration::letters::expired(&tx, cx, &row).await?;
            cx.commit(tx).await?;
            Ok(true)
        }
        // Somebody changed it at this moment; the next run looks again.
        Err(Failure::Conflict { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}
