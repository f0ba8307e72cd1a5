//! Partner organisations with program, phase, segment, owners and attributes.

use super::bulk::{Bulk, set};
use super::programs::key_of;
use super::{Apply, Resolved, Work, Written, mapped, text};
use crate::connect::import::mapping::Table;
use crate::record::EventKind;
use kernel::id::{PartnerId, PhaseEntryId, SegmentId, UserId};
use kernel::words::{OwnerRole, PartnerStatus, Phase, Side};
use kernel::{Instant, Outcome};
use storage::{Sql, Tx};

const COLUMNS: &[&str] = &[
    "id",
    "name",
    "name_folded",
    "name_key",
    "domain",
    "country",
    "region",
    "city",
    "business_type",
    "size",
    "status",
    "segment_id",
    "signed_on",
    "search_text",
    "created_at",
    "changed_at",
    "version",
];
const MAPPED: &[(&str, &str)] = &[
    ("name", "name"),
    ("name", "name_folded"),
    ("name", "name_key"),
    ("name", "search_text"),
    ("domain", "domain"),
    ("country", "country"),
    ("region", "region"),
    ("city", "city"),
    ("business_type", "business_type"),
    ("size", "size"),
    ("segment", "segment_id"),
    ("signed", "signed_on"),
];
const OWNERS: &[(&str, OwnerRole)] = &[
    ("partner_manager", OwnerRole::PartnerManager),
    ("sales_lead", OwnerRole::SalesLead),
    ("marketing_lead", OwnerRole::MarketingLead),
];

impl Apply<'_> {
    /// Writes partners. The phase of a partner that is there already is moved by people, not by a file.
    pub(super) async fn write_partners(&mut self, tx: &Tx, table: &Table, work: &Work) -> Outcome<Written> {
        let mut written = Written::default();
        let mut update = set(&mapped(table, MAPPED));
        update.extend(set(&["changed_at"]));
        update.push("version = partner.version + 1".to_owned());
        let mut rows = Bulk::upsert("partner", COLUMNS, "id", &update);
        let mut programs = Bulk::upsert(
            "partner_program",
            &["partner_id", "program_id", "phase", "phase_entered_at", "joined_at"],
            "partner_id, program_id",
            &[],
        );
        let mut phases =
            Bulk::insert("partner_phase", &["id", "partner_id", "program_id", "phase", "entered_at", "entered_by"]);
        let mut attributes =
            Bulk::upsert("partner_attribute", &["partner_id", "key", "value"], "partner_id, key", &set(&["value"]));
        let mut owners = Bulk::upsert(
            "partner_owner",
            &["partner_id", "role", "user_id", "side", "since_at"],
            "partner_id, role, side",
            &set(&["user_id", "since_at"]),
        );
        let mut changed = Vec::new();
        for (new, resolved) in work.all() {
            let record = &resolved.record;
            let fields = &record.fields;
            let id = PartnerId(resolved.id);
            let name = fields.text("name").unwrap_or_default();
            let segment = match fields.text("segment") {
                Some(segment) => Some(self.segment(tx, segment).await?),
                None => None,
            };
            let domain = fields.text("domain").unwrap_or_default();
            let joined: Instant = fields.moment("joined").unwrap_or(self.now);
            rows.push([
                id.into(),
                name.into(),
                kernel::fold::fold(name).into(),
                kernel::company_name::name_key(name).into(),
                text(fields, "domain"),
                text(fields, "country"),
                text(fields, "region"),
                text(fields, "city"),
                text(fields, "business_type"),
                text(fields, "size"),
                PartnerStatus::Active.into(),
                segment.into(),
                fields.date("signed").into(),
                kernel::fold::search_text(&[name, domain, fields.text("city").unwrap_or_default()]).into(),
                joined.into(),
                self.now.into(),
                1_i64.into(),
            ]);
            let program = fields.text("program").and_then(|key| self.programs.get(key)).map(|program| program.id);
            if let Some(program) = program {
                let joins = new || !self.is_member(tx, id, program).await?;
                if joins {
                    let phase: Phase = fields.text("phase").and_then(|p| p.parse().ok()).unwrap_or(Phase::Onboard);
                    let since = fields.moment("phase_since").unwrap_or(joined);
                    programs.push([id.into(), program.into(), phase.into(), since.into(), joined.into()]);
                    phases.push([
                        PhaseEntryId::new().into(),
                        id.into(),
                        program.into(),
                        phase.into(),
                        since.into(),
                        self.cx.actor.name().into(),
                    ]);
                }
            }
            for (key, value) in &record.attributes {
                attributes.push([id.into(), key.as_str().into(), value.as_str().into()]);
            }
            self.push_owners(&mut owners, id, resolved);
            if !new {
                changed.push(id);
            }
            let kind = if new { EventKind::PartnerCreated } else { EventKind::PartnerChanged };
            written.happened.push(self.event(kind, resolved).partner(id).program(program));
        }
        rows.write(tx).await?;
        programs.write(tx).await?;
        phases.write(tx).await?;
        if !changed.is_empty() && !table.attributes.is_empty() {
            // An attribute whose cell is empty now is gone; attributes the mapping does not name are somebody else's.
            Sql::new("DELETE FROM partner_attribute WHERE key IN ")
                .bind_list(table.attributes.keys().map(|key| key.as_ref().as_str()))
                .push(" AND partner_id IN ")
                .bind_list(changed)
                .execute(tx)
                .await?;
        }
        attributes.write(tx).await?;
        owners.write(tx).await?;
        for (field, role) in OWNERS.iter().filter(|(field, _)| table.field(field).is_some()) {
            // An owner whose cell is empty now is gone.
            let without = work.changed.iter().filter(|resolved| resolved.record.fields.reference(field).is_none());
            let without: Vec<PartnerId> = without.map(|resolved| PartnerId(resolved.id)).collect();
            if !without.is_empty() {
                Sql::new("DELETE FROM partner_owner WHERE side = ")
                    .bind(Side::Vendor)
                    .push(" AND role = ")
                    .bind(*role)
                    .push(" AND partner_id IN ")
                    .bind_list(without)
                    .execute(tx)
                    .await?;
            }
        }
        Ok(written)
    }

    fn push_owners(&self, owners: &mut Bulk, partner: PartnerId, resolved: &Resolved) {
        for (field, role) in OWNERS {
            if let Some(user) = resolved.reference(field, UserId) {
                owners.push([partner.into(), (*role).into(), user.into(), Side::Vendor.into(), self.now.into()]);
            }
        }
    }

    async fn is_member(&self, tx: &Tx, partner: PartnerId, program: kernel::id::ProgramId) -> Outcome<bool> {
        let found = Sql::new("SELECT phase FROM partner_program WHERE partner_id = ")
            .bind(partner)
            .push(" AND program_id = ")
            .bind(program)
            .value::<String>(tx)
            .await?;
        Ok(found.is_some())
    }

    /// The segment called exactly so; made when there is none. "A", "a" and "A+" are three, as they are where figures are divided.
    async fn segment(&mut self, tx: &Tx, name: &str) -> Outcome<SegmentId> {
        if let Some(id) = self.segments.get(name) {
            return Ok(*id);
        }
        let found = Sql::new("SELECT id FROM segment WHERE name = ")
            .bind(name)
            .push(" ORDER BY position, id LIMIT 1")
            .value::<SegmentId>(tx)
            .await?;
        let id = match found {
            Some(id) => id,
            None => {
                let id = SegmentId::new();
                let key = free_key(tx, name).await?;
                let position = Sql::new("SELECT COUNT(*) FROM segment").value::<i64>(tx).await?.unwrap_or_default();
                Sql::new("INSERT INTO segment (id, key, name, position, created_at) VALUES (")
                    .push_with(
                        "?, ?, ?, ?, ?)",
                        [
                            id.into(),
                            key.as_str().into(),
                            name.into(),
                            i32::try_from(position).unwrap_or(i32::MAX).into(),
                            self.now.into(),
                        ],
                    )
                    .execute(tx)
                    .await?;
                id
            }
        };
        self.segments.insert(name.to_owned(), id);
        Ok(id)
    }
}

/// The name as a key, numbered where another segment has it.
async fn free_key(tx: &Tx, name: &str) -> Outcome<String> {
    let base = key_of(name);
    let mut key = base.clone();
    for number in 2_u32.. {
        let taken = Sql::new("SELECT id FROM segment WHERE key = ").bind(key.as_str()).value::<SegmentId>(tx).await?;
        if taken.is_none() {
            break;
        }
        key = format!("{base}_{number}");
    }
    Ok(key)
}
