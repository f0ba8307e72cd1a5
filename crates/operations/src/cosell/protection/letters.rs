//! What partners read about their protection, in their language.

use crate::Ctx;
use crate::cosell::registration::letters::to_partner;
use kernel::Outcome;
use kernel::words::GrantedRole;
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
