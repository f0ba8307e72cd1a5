//! Approvers who have not answered are reminded, and somebody else is asked for those who went away meanwhile.

use super::of_round;
use super::seat::seat;
use crate::Ctx;
use crate::access::absence::answers_for;
use crate::cosell::registration::{letters, promises};
use crate::program;
use crate::settings::organisation;
use kernel::id::{ApprovalId, UserId};
use kernel::words::ApprovalState;
use kernel::{Date, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::collections::BTreeSet;
use storage::entity::registration_approval::{self, Model};
use storage::{Sql, Tx};

/// Rows looked at in one go.
const BATCH: i64 = 200;

/// Reminds every approver who has not answered in time, and asks the stand-in of one who went away meanwhile. Returns how many mails were due.
///
/// # Errors
/// The database's.
pub async fn remind_approvers(app: &crate::App) -> Outcome<u64> {
    let cx = app.system(kernel::Channel::System);
    let now = cx.now();
    let today = now.date_in(&organisation(cx.read()).await?.zone());
    let tx = cx.begin().await?;
    // Who went away after being asked is not waited for until the reminder.
    Sql::new("UPDATE registration_approval SET remind_at = ")
        .bind(now)
        .push(" WHERE state = 'asked' AND reminders = 0 AND remind_at > ")
        .bind(now)
        .push(" AND user_id IN (SELECT user_id FROM user_absence WHERE from_on <= ")
        .bind(today)
        .push(" AND until_on >= ")
        .bind(today)
        .push(")")
        .execute(&tx)
        .await?;
    cx.commit(tx).await?;
    let mut reminded = 0;
    loop {
        let due = Sql::new("SELECT a.id FROM registration_approval a JOIN registration r ON r.id = a.registration_id AND r.approval_round = a.round WHERE r.status = 'pending_approval' AND a.state = 'asked' AND a.remind_at <= ")
            .bind(now)
            .push(" ORDER BY a.remind_at, a.id LIMIT ")
            .bind(BATCH)
            .column::<ApprovalId>(cx.read())
            .await?;
        let mut this_time = 0;
        for id in due {
            let tx = cx.begin().await?;
            if remind(&tx, &cx, id, today).await? {
                this_time += 1;
            }
            cx.commit(tx).await?;
        }
        reminded += this_time;
        if this_time == 0 {
            return Ok(reminded);
        }
    }
}

async fn remind(tx: &Tx, cx: &Ctx, id: ApprovalId, today: Date) -> Outcome<bool> {
    use sea_orm::EntityTrait;
    let Some(asked) = registration_approval::Entity::find_by_id(id).one(tx).await? else { return Ok(false) };
    let row = storage::entity::registration::Entity::find_by_id(asked.registration_id).one(tx).await?;
    let Some(row) = row else { return Ok(false) };
    let definition = program::definition(tx, row.program_id, row.definition_version).await?;
    let calendar = promises::calendar(tx, row.program_id).await?;
    let next = promises::due(&calendar, cx.now(), definition.approval.remind_after);
    let count = asked.reminders + 1;
    // Only whoever changes the row writes the mail.
    let changed = Sql::new("UPDATE registration_approval SET reminders = ")
        .bind(count)
        .push(", remind_at = ")
        .bind(next)
        .push(" WHERE state = 'asked' AND reminders = ")
        .bind(asked.reminders)
        .push(" AND id = ")
        .bind(id)
        .execute(tx)
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    let answers = answers_for(tx, asked.user_id, today).await?;
    if answers == Some(asked.user_id) {
        letters::please_approve(tx, cx, &row, &asked, &format!("reminder:{count}")).await?;
        return Ok(true);
    }
    let round = of_round(tx, &row).await?;
    let waits = |a: &Model, user: UserId| a.step == asked.step && a.user_id == user && a.state == ApprovalState::Asked;
    if let Some(answers) = answers
        && !asked.everyone
        && round.iter().any(|a| waits(a, answers))
    {
        // One yes is enough, and the stand-in is asked for it already.
        passed(tx, id).await?;
        return Ok(true);
    }
    let taken: BTreeSet<UserId> =
        round.iter().filter(|a| a.id != id && a.state != ApprovalState::Passed).map(|a| a.user_id).collect();
    let other = seat(tx, asked.user_id, today, &taken).await?.filter(|user| !taken.contains(user));
    let (asked, occasion) = match other {
        Some(user) => {
            passed(tx, id).await?;
            let other = registration_approval::ActiveModel {
                id: Set(ApprovalId::new()),
                user_id: Set(user),
                for_user_id: Set(Some(asked.user_id)),
                asked_at: Set(Some(cx.now())),
                remind_at: Set(Some(next)),
                reminders: Set(0),
                registration_id: Set(asked.registration_id),
                round: Set(asked.round),
                place: Set(asked.place),
                step: Set(asked.step),
                name_en: Set(asked.name_en.clone()),
                name_de: Set(asked.name_de.clone()),
                everyone: Set(asked.everyone),
                state: Set(ApprovalState::Asked),
                answered_at: Set(None),
                note: Set(None),
            }
            .insert(tx)
            .await?;
            (other, "asked".to_owned())
        }
        None => (asked, format!("reminder:{count}")),
    };
    letters::please_approve(tx, cx, &row, &asked, &occasion).await?;
    Ok(true)
}

async fn passed(tx: &Tx, id: ApprovalId) -> Outcome<()> {
    Sql::new("UPDATE registration_approval SET state = 'passed' WHERE id = ").bind(id).execute(tx).await?;
    Ok(())
}
