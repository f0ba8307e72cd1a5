//! Customers and prospects.

use super::bulk::{Bulk, set};
use super::rejects::Listed;
use super::{Apply, Work, Written, mapped, rejects, text};
use crate::connect::import::mapping::{Table, Target};
use crate::connect::import::transform::problem;
use crate::cosell::conflict::keys::keep_companies;
use crate::record::EventKind;
use kernel::Outcome;
use kernel::id::{CompanyId, ImportRowId};
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, HashMap};
use storage::{Sql, Tx};
use uuid::Uuid;

const COLUMNS: &[&str] = &[
    "id",
    "name",
    "name_folded",
    "name_key",
    "domain",
    "country",
    "city",
    "industry",
    "phone",
    "attributes",
    "search_text",
    "created_at",
    "version",
    "vat",
];
const MAPPED: &[(&str, &str)] = &[
    ("name", "name"),
    ("name", "name_folded"),
    ("name", "name_key"),
    ("name", "search_text"),
    ("domain", "domain"),
    ("country", "country"),
    ("city", "city"),
    ("industry", "industry"),
    ("phone", "phone"),
    ("vat", "vat"),
];
/// Marks a parent that may still come further down in the file.
const LATER: &str = "parent_later";

#[derive(FromQueryResult)]
struct Waiting {
    id: ImportRowId,
    file: String,
    line: i64,
    params: String,
    raw: String,
}

impl Apply<'_> {
    /// Writes companies with the keys by which they are found again. Two that share a name stay two: the source says so.
    pub(super) async fn write_companies(&mut self, tx: &Tx, table: &Table, work: &Work) -> Outcome<Written> {
        let mut written = Written::default();
        let mut update = set(&mapped(table, MAPPED));
        if !table.attributes.is_empty() {
            update.extend(set(&["attributes"]));
        }
        update.push("version = company.version + 1".to_owned());
        let mut rows = Bulk::upsert("company", COLUMNS, "id", &update);
        let mut keys =
            Bulk::upsert("match_key", &["kind", "value", "company_id", "shown"], "kind, value, company_id", &[]);
        let ids: Vec<CompanyId> = work.all().map(|(_, resolved)| CompanyId(resolved.id)).collect();
        for (new, resolved) in work.all() {
            let fields = &resolved.record.fields;
            let name = fields.text("name").unwrap_or_default();
            let name_key = kernel::company_name::name_key(name);
            let domain = fields.text("domain");
            let attributes: BTreeMap<_, _> = resolved.record.attributes.iter().cloned().collect();
            let found_by = [name, domain.unwrap_or_default(), fields.text("city").unwrap_or_default()];
            rows.push([
                resolved.id.into(),
                name.into(),
                kernel::fold::fold(name).into(),
                name_key.as_str().into(),
                text(fields, "domain"),
                text(fields, "country"),
                text(fields, "city"),
                text(fields, "industry"),
                text(fields, "phone"),
                serde_json::json!(attributes).to_string().into(),
                kernel::fold::search_text(&found_by).into(),
                self.now.into(),
                1_i64.into(),
                text(fields, "vat"),
            ]);
            for (alias, _) in self
                .mapping
                .alias
                .get(Target::Company.as_str())
                .into_iter()
                .flatten()
                .filter(|(_, id)| **id == resolved.record.key)
            {
                let value = kernel::company_name::name_key(alias);
                if !value.is_empty() {
                    keys.push(["alias".into(), value.into(), resolved.id.into(), alias.as_str().into()]);
                }
            }
            if new {
                written.happened.push(self.event(EventKind::CompanyCreated, resolved));
            }
        }
        rows.write(tx).await?;
        keep_companies(tx, &ids).await?;
        keys.write(tx).await?;
        self.link_parents(tx, work).await?;
        Ok(written)
    }

    /// Sets the parents that are known; the others wait for the end of the table, in the run's own list.
    async fn link_parents(&mut self, tx: &Tx, work: &Work) -> Outcome<()> {
        let here: HashMap<&str, Uuid> = work.all().map(|(_, r)| (r.record.key.as_str(), r.id)).collect();
        let mut waiting = Vec::new();
        for (_, resolved) in work.all() {
            let Some(parent) = resolved.record.fields.reference("parent") else { continue };
            match resolved.references.get("parent").copied().or_else(|| here.get(parent).copied()) {
                Some(id) => set_parent(tx, resolved.id, id).await?,
                None => {
                    let error = problem(
                        "parent",
                        LATER,
                        [("target", "company"), ("value", parent), ("id", &resolved.id.to_string())],
                    );
                    if let Some(row) = resolved.record.rows.first() {
                        waiting.push((Listed::Unresolved, error, row.clone()));
                    }
                }
            }
        }
        let waiting: Vec<_> = waiting.iter().map(|(outcome, error, row)| (*outcome, error, row)).collect();
        rejects::list(self, tx, &waiting).await
    }

    /// At the end of a table of companies: links the parents that came later, and reports those that never came.
    pub(super) async fn link_waiting_parents(&mut self, tx: &Tx) -> Outcome<()> {
        let waiting = Sql::new("SELECT id, file, line, params, raw FROM import_row WHERE code = ")
            .bind(LATER)
            .push(" AND run_id = ")
            .bind(self.run)
            .all::<Waiting>(tx)
            .await?;
        for row in waiting {
            let params: BTreeMap<String, String> = serde_json::from_str(&row.params).unwrap_or_default();
            let value = params.get("value").cloned().unwrap_or_default();
            let child = params.get("id").and_then(|id| id.parse::<Uuid>().ok());
            let found = self.remembered(tx, Target::Company, std::slice::from_ref(&value)).await?;
            Sql::new("DELETE FROM import_row WHERE id = ").bind(row.id).execute(tx).await?;
            if let (Some(child), Some(parent)) = (child, found.get(&value)) {
                set_parent(tx, child, parent.id).await?;
                continue;
            }
            let error = problem("parent", "reference_unknown", [("target", "company"), ("value", &value)]);
            rejects::list_raw(self, tx, &error, &row.file, row.line, &row.raw).await?;
            self.report.unresolved(Target::Company, "parent", &value, 1);
        }
        Ok(())
    }
}

async fn set_parent(tx: &Tx, child: Uuid, parent: Uuid) -> Outcome<()> {
    Sql::new("UPDATE company SET parent_id = ")
        .bind(CompanyId(parent))
        .push(" WHERE id = ")
        .bind(CompanyId(child))
        .execute(tx)
        .await?;
    Ok(())
}
