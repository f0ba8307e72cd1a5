//! Making facts and totals again from history.

use super::cells::{Deltas, Sets, deal_cells, registration_cells};
use super::keep::{BATCH, take_turn, write};
use super::{deal_facts, leaders, partner_facts, recount, registration_facts};
use crate::Ctx;
use crate::access::policy::Action;
use crate::settings::organisation;
use jiff::tz::TimeZone;
use kernel::Outcome;
use kernel::id::{DealId, PartnerId, RegistrationId};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use storage::dialect::Dialect;
use storage::{Db, Sql, Tx};
use uuid::Uuid;

/// What a rebuild went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// Deals counted.
    pub deals: u64,
    /// Registrations counted.
    pub registrations: u64,
}

/// Makes the facts again where they are not what history says, then all totals from the facts. In between, the facts answer.
///
/// # Errors
/// `Forbidden`; the database's: what is missing is then made up for by the job.
pub async fn rebuild(cx: &Ctx) -> Outcome<Rebuilt> {
    cx.allow(Action::Administer)?;
    let (rebuilt, asked) = facts(cx.app.db()).await?;
    let tx = cx.begin().await?;
    totals(cx.read(), &tx, &asked).await?;
    recount::begin_month(&cx.app, &tx).await?;
    cx.commit(tx).await?;
    Ok(rebuilt)
}

/// Of what there are facts.
#[derive(Debug, Clone, Copy)]
enum Of {
    Deals,
    Registrations,
    Partners,
}

impl Of {
    /// The table, that of the facts, and the facts' key.
    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Deals => ("deal", "deal_fact", "deal_id"),
            Self::Registrations => ("registration", "registration_fact", "registration_id"),
            Self::Partners => ("partner", "partner_fact", "partner_id"),
        }
    }
    /// The totals are all made again: what changes in them does not matter.
    async fn refresh(self, tx: &Tx, ids: &[Uuid], zone: &TimeZone) -> Outcome<()> {
        let mut changes = Deltas::default();
        match self {
            Self::Deals => deal_facts::refresh(tx, &named(ids, DealId), zone, &mut changes).await.map(drop),
            Self::Registrations => {
                registration_facts::refresh(tx, &named(ids, RegistrationId), zone, &mut changes).await.map(drop)
            }
            Self::Partners => partner_facts::refresh(tx, &named(ids, PartnerId), zone, &mut changes).await,
        }
    }
}

fn named<Id>(ids: &[Uuid], id: fn(Uuid) -> Id) -> Vec<Id> {
    ids.iter().copied().map(id).collect()
}

/// Makes the facts again that are not what history says, some thousand in a transaction: others write in between. From here on until the totals
/// are made again, the facts answer; the word is what [`totals`] takes for it.
///
/// # Errors
/// The database's.
pub(super) async fn facts(db: &Db) -> Outcome<(Rebuilt, String)> {
    let tx = db.begin().await?;
    let asked = recount::ask(&tx).await?;
    tx.commit().await?;
    let rebuilt =
        Rebuilt { deals: through(db, Of::Deals).await?, registrations: through(db, Of::Registrations).await? };
    // Partners last: what their deals and registrations say of them is read from the facts.
    through(db, Of::Partners).await?;
    Ok((rebuilt, asked))
}

async fn through(db: &Db, of: Of) -> Outcome<u64> {
    let zone = organisation(db.read()).await?.zone();
    let (table, facts, key) = of.names();
    let (mut count, mut after) = (0, None);
    while let Some(ids) = next(db.read(), table, "id", &mut after).await? {
        count += ids.len() as u64;
        let tx = db.begin().await?;
        take_turn(&tx).await?;
        for batch in ids.chunks(BATCH) {
            of.refresh(&tx, batch, &zone).await?;
        }
        tx.commit().await?;
    }
    // Facts of what is no longer there.
    let gone = format!("SELECT f.{key} FROM {facts} f WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = f.{key})");
    let gone = Sql::new(gone).column::<Uuid>(db.read()).await?;
    let tx = db.begin().await?;
    take_turn(&tx).await?;
    for batch in gone.chunks(BATCH) {
        of.refresh(&tx, batch, &zone).await?;
    }
    tx.commit().await?;
    Ok(count)
}

/// The next ids of a table in their order; nothing at its end.
async fn next(
    db: &impl ConnectionTrait,
    table: &str,
    key: &str,
    after: &mut Option<Uuid>,
) -> Outcome<Option<Vec<Uuid>>> {
    let sql = Sql::new(format!("SELECT {key} FROM {table}"));
    let sql = match *after {
        Some(id) => sql.push(&format!(" WHERE {key} > ")).bind(id),
        None => sql,
    };
    let ids = sql.push(&format!(" ORDER BY {key} LIMIT {PAGE}")).column::<Uuid>(db).await?;
    *after = ids.last().copied();
    Ok(Some(ids).filter(|ids| !ids.is_empty()))
}

/// Ids read at once.
const PAGE: u32 = 5_000;
/// As many cells are added up in memory before they are written: some hundred megabytes.
const CELLS_TOGETHER: usize = 500_000;

/// Throws the totals away and makes them again from the facts; then they answer again, unless it was `asked` for once more meanwhile. On SQLite the
/// facts are read through `db`, which sees what has been committed: nobody else keeps any while this transaction has its turn, and a transaction finds a
/// page more slowly the more it has written. A server reads through the transaction: those who wait for the turn may hold every other connection.
///
/// # Errors
/// The database's.
pub(super) async fn totals(db: &DatabaseConnection, tx: &Tx, asked: &str) -> Outcome<()> {
    take_turn(tx).await?;
    Sql::new("DELETE FROM kpi_total").execute(tx).await?;
    Sql::new("DELETE FROM setting WHERE key = 'kpi_recount' AND value = ").bind(asked).execute(tx).await?;
    leaders::forget(tx).await?;
    match Dialect::of_backend(tx.get_database_backend()) {
        Dialect::Sqlite => of_facts(db, tx).await,
        Dialect::Postgres => of_facts(tx, tx).await,
    }
}

async fn of_facts(db: &impl ConnectionTrait, tx: &Tx) -> Outcome<()> {
    let mut deltas = Deltas::default();
    let mut after = None;
    while let Some(ids) = next(db, "deal_fact", "deal_id", &mut after).await? {
        add_deals(db, &named(&ids, DealId), Sets::Others, &mut deltas).await?;
        write_many(tx, &mut deltas).await?;
    }
    let mut after = None;
    while let Some(ids) = next(db, "registration_fact", "registration_id", &mut after).await? {
        add_registrations(db, &named(&ids, RegistrationId), Sets::Others, &mut deltas).await?;
        write_many(tx, &mut deltas).await?;
    }
    // One partner after the other: their own totals are as many as there are deals, and adding to them in the order of deals would write each page
    // of them many times.
    let mut after = None;
    while let Some(ids) = next(db, "partner_fact", "partner_id", &mut after).await? {
        for batch in named(&ids, PartnerId).chunks(BATCH) {
            partner_facts::add(db, batch, &mut deltas).await?;
            let of = |what: &str| Sql::new(format!("{what} WHERE partner_id IN ")).bind_list(batch.iter().copied());
            let deals = of("SELECT deal_id FROM deal_fact").column::<DealId>(db).await?;
            add_deals(db, &deals, Sets::Partners, &mut deltas).await?;
            let registrations =
                of("SELECT registration_id FROM registration_fact").column::<RegistrationId>(db).await?;
            add_registrations(db, &registrations, Sets::Partners, &mut deltas).await?;
        }
        write_many(tx, &mut deltas).await?;
    }
    write(tx, deltas).await
}

async fn add_deals(db: &impl ConnectionTrait, ids: &[DealId], sets: Sets, deltas: &mut Deltas) -> Outcome<()> {
    for batch in ids.chunks(BATCH) {
        for fact in deal_facts::stored(db, batch).await?.values() {
            deltas.add(deal_cells(fact, sets), 1);
        }
    }
    Ok(())
}

async fn add_registrations(
    db: &impl ConnectionTrait,
    ids: &[RegistrationId],
    sets: Sets,
    deltas: &mut Deltas,
) -> Outcome<()> {
    for batch in ids.chunks(BATCH) {
        for fact in registration_facts::stored(db, batch).await?.values() {
            deltas.add(registration_cells(fact, sets), 1);
        }
    }
    Ok(())
}

/// Writes when there is much to write.
async fn write_many(tx: &Tx, deltas: &mut Deltas) -> Outcome<()> {
    if deltas.cells() < CELLS_TOGETHER { Ok(()) } else { write(tx, std::mem::take(deltas)).await }
}
