//! What partners read about their protection, in their language.

use super::extension::Extension;
use crate::Ctx;
use crate::cosell::registration::letters::{to_partner, to_reviewer};
use kernel::words::GrantedRole;
use kernel::{Date, Outcome};
use storage::Tx;
use storage::entity::registration::Model;

/// Yes, in a reduced role.
pub(crate) async fn role(tx: &Tx, cx: &Ctx, row: &Model, role: GrantedRole, note: Option<&str>) -> Outcome<()> {
    to_partner(tx, cx, row, "registration_role", &row.id.to_string(), |locale, _| {
        vec![
            ("role", i18n::text(locale, &format!("granted-role-{role}"))),
            ("note", note.unwrap_or_default().to_owned()),
            ("has_note", if note.is_some() { "yes" } else { "no" }.to_owned()),
        ]
    })
    .await
}

/// The customer's written choice took it away. Nothing in it says for whom.
pub(crate) async fn moved(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<()> {
    to_partner(tx, cx, row, "registration_moved", &row.id.to_string(), |_, _| Vec::new()).await
}

/// It ends soon.
pub(crate) async fn ends_soon(tx: &Tx, cx: &Ctx, row: &Model, days: i64) -> Outcome<()> {
    let until = row.protected_until_on;
    let occasion = format!("{}:{}:{days}", row.id, until.map(|d| d.to_string()).unwrap_or_default());
    to_partner(tx, cx, row, "registration_expiring", &occasion, |locale, _| {
        vec![("until", until.map(|date| i18n::date_long(locale, date)).unwrap_or_default())]
    })
    .await
}

/// The partner asks for more time; to whoever has the registration.
pub(crate) async fn extension_asked(tx: &Tx, cx: &Ctx, row: &Model, asked: &Extension) -> Outcome<()> {
    let until = asked.until_before_on;
    to_reviewer(tx, cx, row, "extension_asked", &asked.id.to_string(), |locale, _| {
        vec![("until", i18n::date_long(locale, until)), ("evidence", asked.evidence.clone())]
    })
    .await
}

/// Yes to more time.
pub(crate) async fn extension_granted(tx: &Tx, cx: &Ctx, row: &Model, answered: &Extension) -> Outcome<()> {
    let until = row.protected_until_on;
    to_partner(tx, cx, row, "extension_granted", &answered.id.to_string(), |locale, _| {
        vec![
            ("until", until.map(|date| i18n::date_long(locale, date)).unwrap_or_default()),
            ("note", answered.note.clone().unwrap_or_default()),
            ("has_note", if answered.note.is_some() { "yes" } else { "no" }.to_owned()),
        ]
    })
    .await
}

/// No to more time.
pub(crate) async fn extension_refused(tx: &Tx, cx: &Ctx, row: &Model, answered: &Extension) -> Outcome<()> {
    let until = answered.until_before_on;
    to_partner(tx, cx, row, "extension_refused", &answered.id.to_string(), |locale, _| {
        vec![("until", i18n::date_long(locale, until)), ("note", answered.note.clone().unwrap_or_default())]
    })
    .await
}

/// Protected again.
pub(crate) async fn reinstated(tx: &Tx, cx: &Ctx, row: &Model, reason: &str) -> Outcome<()> {
    let until = row.protected_until_on;
    let occasion = format!("{}:{}", row.id, row.version);
    to_partner(tx, cx, row, "registration_reinstated", &occasion, |locale, _| {
        vec![
            ("until", until.map(|date| i18n::date_long(locale, date)).unwrap_or_default()),
            ("reason", reason.to_owned()),
        ]
    })
    .await
}

/// Nothing has happened for `days`; protection ends after `until` unless something does.
pub(crate) async fn quiet(tx: &Tx, cx: &Ctx, row: &Model, days: u32, until: Date) -> Outcome<()> {
    to_partner(tx, cx, row, "registration_quiet", &format!("{}:{until}", row.id), |locale, _| {
        vec![("days", days.to_string()), ("until", i18n::date_long(locale, until))]
    })
    .await
}
