//! Keeping facts and totals: with every event, and in bulk for imports.

use super::cells::{Deltas, Total};
use super::{deal_facts, leaders, partner_facts, registration_facts};
use crate::record::{Event, EventKind};
use crate::settings::organisation;
use kernel::id::{DealId, PartnerId, ProductId, RegistrationId};
use kernel::{Failure, Outcome};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;
use storage::dialect::Dialect;
use storage::{Sql, Tx};

/// Facts loaded and stored with one statement.
pub(super) const BATCH: usize = 500;

/// Brings the kept facts and totals of what `event` is about up to date. Called by `record` for every event, in its transaction.
///
/// # Errors
/// The database's.
pub async fn keep(tx: &Tx, event: &Event) -> Outcome<()> {
    keep_many(tx, std::slice::from_ref(event)).await
}

/// As [`keep`], for many events of one batch: few statements for all of them.
///
/// # Errors
/// The database's.
pub async fn keep_many(tx: &Tx, events: &[Event]) -> Outcome<()> {
    use EventKind as K;
    let (mut partners, mut products) = (Vec::new(), Vec::<ProductId>::new());
    let mut of_themselves = Vec::new();
    let (mut deals, mut registrations) = (Vec::new(), Vec::new());
    for event in events {
        match event.kind {
            // Words about a thing, not changes of it.
            K::PartnerNoted | K::RegistrationNoted | K::DealNoted | K::MailSent | K::MailFailed => {}
            K::PartnerCreated | K::PartnerStatusChanged => of_themselves.extend(event.partner),
            K::PartnerChanged
            | K::PartnerSegmentChanged
            | K::PartnerOwnerChanged
            | K::PartnerJoinedProgram
            | K::PartnerLeftProgram
            | K::PartnerPhaseMoved => partners.extend(event.partner),
            K::ProductChanged => {
                products.extend(event.payload.get("product").and_then(|id| id.as_str()?.parse::<ProductId>().ok()));
            }
            _ => {
                registrations.extend(event.registration);
                deals.extend(event.deal);
            }
        }
    }
    refresh_partners(tx, &partners).await?;
    keep_partners(tx, &of_themselves).await?;
    for product in products {
        refresh_product(tx, product).await?;
    }
    refresh_registrations(tx, &registrations).await?;
    refresh_deals(tx, &deals).await
}

/// Brings the facts of these deals and the totals up to date; few statements per 500 deals. Deals that are gone leave the totals.
///
/// # Errors
/// The database's.
pub async fn refresh_deals(tx: &Tx, ids: &[DealId]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let zone = organisation(tx).await?.zone();
    take_turn(tx).await?;
    let mut deltas = Deltas::default();
    for batch in distinct(ids).chunks(BATCH) {
        let mut partners = deal_facts::refresh(tx, batch, &zone, &mut deltas).await?;
        let registrations = moved_on(tx, batch).await?;
        if !registrations.is_empty() {
            partners.extend(registration_facts::refresh(tx, &registrations, &zone, &mut deltas).await?);
        }
        keep_days(tx, partners, &zone, &mut deltas).await?;
    }
    write_all(tx, deltas).await
}

/// Registrations of these deals whose facts have another outcome than the deal.
async fn moved_on(tx: &Tx, deals: &[DealId]) -> Outcome<Vec<RegistrationId>> {
    let sql = Sql::new(
        "SELECT r.id FROM registration r JOIN registration_fact f ON f.registration_id = r.id JOIN deal d ON d.id = r.deal_id \
         WHERE f.deal_outcome <> d.outcome AND r.deal_id IN ",
    );
    Ok(sql.bind_list(deals.iter().copied()).column(tx).await?)
}

/// The same for registrations.
///
/// # Errors
/// The database's.
pub async fn refresh_registrations(tx: &Tx, ids: &[RegistrationId]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let zone = organisation(tx).await?.zone();
    take_turn(tx).await?;
    let mut deltas = Deltas::default();
    for batch in distinct(ids).chunks(BATCH) {
        let partners = registration_facts::refresh(tx, batch, &zone, &mut deltas).await?;
        keep_days(tx, partners, &zone, &mut deltas).await?;
    }
    write_all(tx, deltas).await
}

/// Writes what events change, of single months and of those kept together.
async fn write_all(tx: &Tx, mut deltas: Deltas) -> Outcome<()> {
    leaders::add_stretches(tx, &mut deltas).await?;
    write(tx, deltas).await
}

/// What registrations and deals that changed mean for their partners.
async fn keep_days(
    tx: &Tx,
    partners: BTreeSet<PartnerId>,
    zone: &jiff::tz::TimeZone,
    deltas: &mut Deltas,
) -> Outcome<()> {
    let partners: Vec<PartnerId> = partners.into_iter().collect();
    if partners.is_empty() { Ok(()) } else { partner_facts::refresh_days(tx, &partners, zone, deltas).await }
}

/// Brings what these partners are themselves up to date; not what their deals and registrations say of them.
async fn keep_partners(tx: &Tx, partners: &[PartnerId]) -> Outcome<()> {
    if partners.is_empty() {
        return Ok(());
    }
    let zone = organisation(tx).await?.zone();
    take_turn(tx).await?;
    let mut deltas = Deltas::default();
    for batch in distinct(partners).chunks(BATCH) {
        partner_facts::refresh(tx, batch, &zone, &mut deltas).await?;
    }
    write(tx, deltas).await
}

/// Brings everything these partners contribute up to date: after their segment, region, country, owner or phase changed.
///
/// # Errors
/// The database's.
pub async fn refresh_partners(tx: &Tx, partners: &[PartnerId]) -> Outcome<()> {
    for batch in distinct(partners).chunks(BATCH) {
        let of = |table: &str| {
            Sql::new(format!("SELECT id FROM {table} WHERE partner_id IN ")).bind_list(batch.iter().copied())
        };
        refresh_deals(tx, &of("deal").column::<DealId>(tx).await?).await?;
        refresh_registrations(tx, &of("registration").column::<RegistrationId>(tx).await?).await?;
        keep_partners(tx, batch).await?;
    }
    Ok(())
}

/// Brings everything about a product up to date: after its category changed.
///
/// # Errors
/// The database's.
pub async fn refresh_product(tx: &Tx, product: ProductId) -> Outcome<()> {
    let deals = Sql::new("SELECT id FROM deal WHERE product_id = ")
        .bind(product)
        .push(" UNION SELECT deal_id FROM deal_line WHERE product_id = ")
        .bind(product)
        .column::<DealId>(tx)
        .await?;
    refresh_deals(tx, &deals).await?;
    let registrations =
        Sql::new("SELECT id FROM registration WHERE product_id = ").bind(product).column::<RegistrationId>(tx).await?;
    refresh_registrations(tx, &registrations).await
}

fn distinct<T: Copy + Ord>(ids: &[T]) -> Vec<T> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Two transactions that add to the same cells in different orders would wait for each other for ever; so they queue at one row.
/// SQLite has one writer at a time anyway.
///
/// # Errors
/// The database's.
pub(crate) async fn take_turn(tx: &Tx) -> Outcome<()> {
    let lock = Dialect::of_backend(tx.get_database_backend()).for_update();
    if !lock.is_empty() {
        Sql::new("SELECT id FROM kpi_turn WHERE id = 1").push(lock).value::<i64>(tx).await?;
    }
    Ok(())
}

/// Adds to the totals.
pub(super) async fn write(tx: &Tx, deltas: Deltas) -> Outcome<()> {
    let mut totals = deltas.totals();
    for batch in totals.chunks_mut(BATCH) {
        add_kept_runs(tx, batch).await?;
        let mut sql = Sql::new(
            "INSERT INTO kpi_total (grouping_set, measure, group_value, month, currency, bucket, cases, amount, runs) VALUES ",
        );
        for (index, Total { key, cell, runs }) in batch.iter().enumerate() {
            sql = sql.push(if index == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>([
                key.set.into(),
                key.measure.into(),
                key.value.as_str().into(),
                key.month.into(),
                key.currency.as_str().into(),
                key.bucket.into(),
                cell.cases.into(),
                cell.amount.into(),
                runs.text().into(),
            ]);
        }
        sql.push(
            " ON CONFLICT (grouping_set, measure, group_value, month, currency, bucket) \
             DO UPDATE SET cases = kpi_total.cases + excluded.cases, amount = kpi_total.amount + excluded.amount, runs = excluded.runs",
        )
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Adds to the runs of these changes what is kept of the same totals. Between this and writing nobody else writes them ([`take_turn`]).
async fn add_kept_runs(tx: &Tx, totals: &mut [Total]) -> Outcome<()> {
    // What falls into buckets is not money. A row by itself is looked for along its key, even in a table a server knows nothing of yet: joined, each
    // of the changes would go through all of it.
    let mut sql = Sql::new(
        "SELECT v.column1 AS place, COALESCE((SELECT t.runs FROM kpi_total t WHERE t.grouping_set = v.column2 AND t.measure = v.column3 \
         AND t.group_value = v.column4 AND t.month = v.column5 AND t.currency = '' AND t.bucket = 0), '') AS runs FROM (VALUES ",
    );
    let mut any = false;
    for (place, Total { key, .. }) in totals.iter().enumerate().filter(|(_, total)| total.key.measure.has_buckets()) {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        sql = sql.push(if any { ", " } else { "" }).bind_list::<sea_orm::Value>([
            place.into(),
            key.set.into(),
            key.measure.into(),
            key.value.as_str().into(),
            key.month.into(),
        ]);
        any = true;
    }
    if !any {
        return Ok(());
    }
    let found = sql.push(") v");
    for row in found.rows(tx).await? {
        let place: i64 = row.try_get("", "place")?;
        let total = usize::try_from(place).ok().and_then(|place| totals.get_mut(place));
        let total = total.ok_or_else(|| Failure::internal("a total that was not asked for"))?;
        let kept = total.runs.extend_from_text(&row.try_get::<String>("", "runs")?);
        kept.ok_or_else(|| Failure::internal("kept runs cannot be read"))?;
    }
    totals.iter_mut().for_each(|total| total.runs.settle());
    Ok(())
}
