//! Products of the vendor.

use super::bulk::{Bulk, set};
use super::{Apply, Work, Written, mapped, text};
use crate::connect::import::mapping::{Table, Target};
use crate::record::EventKind;
use kernel::Outcome;
use kernel::id::ProductId;
use std::collections::HashMap;
use storage::{Sql, Tx};

const COLUMNS: &[&str] = &["id", "key", "name", "name_folded", "category", "active", "created_at", "version"];

#[derive(sea_orm::FromQueryResult)]
struct Taken {
    id: ProductId,
    key: String,
}

impl Apply<'_> {
    /// Writes products. A product of the same key that another source brought is the same product.
    pub(super) async fn write_products(&mut self, tx: &Tx, table: &Table, work: &Work) -> Outcome<Written> {
        let mut written = Written::default();
        let taken: HashMap<String, ProductId> = Sql::new("SELECT id, key FROM product WHERE key IN ")
            .bind_list(work.created.iter().map(|r| r.record.key.as_str()))
            .all::<Taken>(tx)
            .await?
            .into_iter()
            .map(|row| (row.key, row.id))
            .collect();
        let mut update = set(&mapped(table, &[("name", "name"), ("name", "name_folded"), ("category", "category")]));
        update.push("version = product.version + 1".to_owned());
        let mut rows = Bulk::upsert("product", COLUMNS, "id", &update);
        let mut aliases = Bulk::upsert("product_alias", &["alias_folded", "product_id"], "alias_folded", &[]);
        for (new, resolved) in work.all() {
            let fields = &resolved.record.fields;
            let key = &resolved.record.key;
            if let Some(id) = taken.get(key).filter(|_| new) {
                written.linked.insert(resolved.id, id.0);
                continue;
            }
            let name = fields.text("name").unwrap_or_default();
            rows.push([
                resolved.id.into(),
                key.as_str().into(),
                name.into(),
                kernel::fold::fold(name).into(),
                text(fields, "category"),
                true.into(),
                self.now.into(),
                1_i64.into(),
            ]);
            // What the mapping knows as another spelling, registrations may say too.
            let spellings = self.mapping.alias.get(Target::Product.as_str()).into_iter().flatten();
            for (alias, _) in spellings.filter(|(_, id)| *id == key) {
                aliases.push([kernel::fold::fold(alias).into(), resolved.id.into()]);
            }
            written.happened.push(self.event(EventKind::ProductChanged, resolved));
        }
        rows.write(tx).await?;
        aliases.write(tx).await?;
        for changed in &work.changed {
            crate::grow::kpi::refresh_product(tx, ProductId(changed.id)).await?;
        }
        Ok(written)
    }
}
