//! People at partners.

use super::bulk::{Bulk, set};
use super::{Apply, Work, Written, mapped, text};
use crate::connect::import::mapping::Table;
use crate::record::EventKind;
use kernel::Outcome;
use kernel::id::{ContactId, PartnerId};
use kernel::words::ContactRole;
use std::collections::HashMap;
use storage::{Sql, Tx};
use uuid::Uuid;

const COLUMNS: &[&str] = &[
    "id",
    "partner_id",
    "name",
    "email",
    "email_folded",
    "phone",
    "role",
    "locale",
    "active",
    "created_at",
    "version",
];

#[derive(sea_orm::FromQueryResult)]
struct Taken {
    id: ContactId,
    partner_id: PartnerId,
    email_folded: String,
}

impl Apply<'_> {
    /// Writes contacts. The same address at the same partner is the same person.
    pub(super) async fn write_contacts(&mut self, tx: &Tx, table: &Table, work: &Work) -> Outcome<Written> {
        let mut written = Written::default();
        let folded = |resolved: &super::Resolved| resolved.record.fields.text("email").map(kernel::fold::fold);
        let addresses: Vec<String> = work.created.iter().filter_map(folded).collect();
        let mut taken: HashMap<(Uuid, String), Uuid> =
            Sql::new("SELECT id, partner_id, email_folded FROM partner_contact WHERE email_folded IN ")
                .bind_list(addresses)
                .all::<Taken>(tx)
                .await?
                .into_iter()
                .map(|row| ((row.partner_id.0, row.email_folded), row.id.0))
                .collect();
        let columns = [
            ("name", "name"),
            ("email", "email"),
            ("email", "email_folded"),
            ("phone", "phone"),
            ("role", "role"),
            ("language", "locale"),
            ("partner", "partner_id"),
        ];
        let mut update = set(&mapped(table, &columns));
        update.push("version = partner_contact.version + 1".to_owned());
        let mut rows = Bulk::upsert("partner_contact", COLUMNS, "id", &update);
        for (new, resolved) in work.all() {
            let fields = &resolved.record.fields;
            // A contact without its partner was rejected when references were looked up.
            let Some(partner) = resolved.reference("partner", PartnerId) else { continue };
            let folded = folded(resolved);
            if let Some(address) = folded.clone().filter(|_| new) {
                if let Some(id) = taken.get(&(partner.0, address.clone())) {
                    written.linked.insert(resolved.id, *id);
                    continue;
                }
                taken.insert((partner.0, address), resolved.id);
            }
            let role: ContactRole = fields.text("role").and_then(|r| r.parse().ok()).unwrap_or(ContactRole::Seller);
            rows.push([
                resolved.id.into(),
                partner.into(),
                text(fields, "name"),
                text(fields, "email"),
                folded.into(),
                text(fields, "phone"),
                role.into(),
                fields.language("language").into(),
                true.into(),
                self.now.into(),
                1_i64.into(),
            ]);
            let kind = if new { EventKind::PartnerContactAdded } else { EventKind::PartnerContactChanged };
            written.happened.push(self.event(kind, resolved).partner(partner));
        }
        rows.write(tx).await?;
        Ok(written)
    }
}
