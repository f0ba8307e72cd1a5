//! People of the vendor.

use super::bulk::{Bulk, set};
use super::{Apply, Work, Written, mapped};
use crate::connect::import::mapping::Table;
use crate::record::EventKind;
use kernel::id::UserId;
use kernel::words::Theme;
use kernel::{Outcome, Role};
use std::collections::HashMap;
use storage::{Sql, Tx};

const COLUMNS: &[&str] = &[
    "id",
    "email",
    "email_folded",
    "name",
    "name_folded",
    "role",
    "all_partners",
    "theme",
    "active",
    "created_at",
    "version",
];

#[derive(sea_orm::FromQueryResult)]
struct Taken {
    id: UserId,
    email_folded: String,
}

impl Apply<'_> {
    /// Writes people. Without an address they own partners but cannot sign in until an administrator gives them one.
    pub(super) async fn write_users(&mut self, tx: &Tx, table: &Table, work: &Work) -> Outcome<Written> {
        let mut written = Written::default();
        // `.invalid` can never receive mail (RFC 2606): it stands for "no address yet".
        let address = |resolved: &super::Resolved| {
            let own = resolved.record.fields.text("email").map(str::to_owned);
            own.unwrap_or_else(|| format!("{}@import.invalid", resolved.id.simple()))
        };
        let folded: Vec<String> = work.created.iter().map(|r| kernel::fold::fold(&address(r))).collect();
        let taken: HashMap<String, UserId> = Sql::new("SELECT id, email_folded FROM app_user WHERE email_folded IN ")
            .bind_list(folded.iter().map(String::as_str))
            .all::<Taken>(tx)
            .await?
            .into_iter()
            .map(|row| (row.email_folded, row.id))
            .collect();
        let mut update = set(&mapped(table, &[("name", "name"), ("name", "name_folded"), ("role", "role")]));
        update.push("version = app_user.version + 1".to_owned());
        let mut rows = Bulk::upsert("app_user", COLUMNS, "id", &update);
        let mut in_batch: HashMap<String, UserId> = HashMap::new();
        for (new, resolved) in work.all() {
            let fields = &resolved.record.fields;
            let email = address(resolved);
            let folded = kernel::fold::fold(&email);
            if let Some(id) = taken.get(&folded).or(in_batch.get(&folded)).filter(|_| new) {
                written.linked.insert(resolved.id, id.0);
                continue;
            }
            in_batch.insert(folded.clone(), UserId(resolved.id));
            let name = fields.text("name").unwrap_or_default();
            let role: Role = fields.text("role").and_then(|role| role.parse().ok()).unwrap_or(Role::PartnerManager);
            rows.push([
                resolved.id.into(),
                email.as_str().into(),
                folded.into(),
                name.into(),
                kernel::fold::fold(name).into(),
                role.into(),
                (role != Role::PartnerManager).into(),
                Theme::Auto.into(),
                fields.text("email").is_some().into(),
                self.now.into(),
                1_i64.into(),
            ]);
            written
                .happened
                .push(self.event(if new { EventKind::UserCreated } else { EventKind::UserChanged }, resolved));
        }
        rows.write(tx).await?;
        Ok(written)
    }
}
