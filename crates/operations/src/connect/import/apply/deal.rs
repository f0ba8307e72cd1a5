//! Deals with their lines and the history of their stages.

use super::bulk::{Bulk, set};
use super::programs::{Program, Stage};
use super::told::{Remember, Said, Standing, logged, standing};
use super::{Apply, Resolved, Work, Written, mapped};
use crate::connect::import::mapping::Table;
use crate::record::EventKind;
use kernel::id::{CompanyId, DealId, DealLineId, DealStageId, PartnerId, ProductId, UserId};
use kernel::words::{DealOutcome, DealSource};
use kernel::{Channel, Date, Instant, Outcome};
use sea_orm::sea_query::Value;
use std::collections::HashSet;
use storage::{Sql, Tx};

const COLUMNS: &[&str] = &[
    "id",
    "number",
    "name",
    "name_folded",
    "program_id",
    "partner_id",
    "company_id",
    "owner_id",
    "source",
    "stage_id",
    "outcome",
    "amount",
    "currency",
    "product_id",
    "category",
    "opened_on",
    "expected_close_on",
    "closed_on",
    "close_reason",
    "stage_entered_at",
    "search_text",
    "created_at",
    "changed_at",
    "version",
];
const MAPPED: &[(&str, &str)] = &[
    ("name", "name"),
    ("name", "name_folded"),
    ("name", "search_text"),
    ("partner", "partner_id"),
    ("company", "company_id"),
    ("owner", "owner_id"),
    ("amount", "amount"),
    ("currency", "currency"),
    ("product", "product_id"),
    ("opened", "opened_on"),
    ("expected_close", "expected_close_on"),
    ("close_reason", "close_reason"),
];
/// What follows from the stages; changed only when the file says something new about them.
const HISTORY: &[&str] = &["stage_id", "outcome", "closed_on", "stage_entered_at"];
const LINE_COLUMNS: &[&str] =
    &["id", "deal_id", "position", "product_id", "product_name", "category", "quantity", "amount"];
const STAGE_COLUMNS: &[&str] = &["id", "deal_id", "stage_id", "entered_at", "left_at", "actor_name", "channel"];
/// One piece.
const ONE: i64 = 10_000;

/// A stage, when it was entered, and by whom.
pub(super) type Entry = (Stage, Instant, String);

/// A deal's way through the stages, as the files tell it.
pub(super) struct History {
    entries: Vec<Entry>,
    opened_on: Option<Date>,
    closed_on: Option<Date>,
    /// Its last stage is the row's word alone.
    ended: bool,
}

impl History {
    fn last(&self) -> Option<(Stage, Instant)> {
        self.entries.last().map(|(stage, at, _)| (*stage, *at))
    }
}

impl Apply<'_> {
    /// Writes deals. A deal whose stages the file tells as before keeps what people did with it since.
    pub(super) async fn write_deals(&mut self, tx: &Tx, table: &Table, work: &Work) -> Outcome<Written> {
        let mut written = Written::default();
        let taken = self.taken_numbers(tx, "deal", &work.created).await?;
        let mut columns = mapped(table, MAPPED);
        if table.field("currency").is_none() && self.mapping.source.currency.is_some() {
            columns.push("currency");
        }
        if table.field("amount").is_none() && table.line.is_some() {
            columns.push("amount");
        }
        if table.field("opened").is_none() && (table.event.is_some() || !table.stage_entry.is_empty()) {
            columns.push("opened_on");
        }
        if table.field("product").is_none() && table.line.is_some() {
            columns.push("product_id");
        }
        if table.line.is_some() {
            columns.push("category");
        }
        columns.push("changed_at");
        let dated = columns.contains(&"opened_on");
        let mut own = vec!["version = deal.version + 1".to_owned()];
        if dated {
            // Of a deal whose opening nobody knows any more, what is known begins now.
            own.push(
                "created_at = CASE WHEN excluded.opened_on IS NULL AND deal.opened_on IS NULL THEN deal.created_at ELSE excluded.created_at END"
                    .to_owned(),
            );
        }
        let update: Vec<String> = set(&columns).into_iter().chain(own.iter().cloned()).collect();
        let with_history: Vec<String> = set(&[&columns, HISTORY].concat()).into_iter().chain(own).collect();
        let known: Vec<DealId> = work.changed.iter().map(|r| DealId(r.id)).collect();
        let before = standing(tx, &known).await?;
        let from_log = logged(tx, &before).await?;
        let (has_log, mut remember) = (self.has_stage_log(), Remember::default());
        let mut rows = Bulk::upsert("deal", COLUMNS, "id", &update);
        let mut rows_with_history = Bulk::upsert("deal", COLUMNS, "id", &with_history);
        let mut lines = Bulk::insert("deal_line", LINE_COLUMNS);
        let mut stages = Bulk::insert("deal_stage", STAGE_COLUMNS);
        let (mut lines_again, mut stages_again) = (Vec::new(), Vec::new());
        for (new, resolved) in work.all() {
            let fields = &resolved.record.fields;
            // A program that is not known was refused when references were looked up.
            let Some(program) = fields.text("program").and_then(|key| self.programs.get(key)) else { continue };
            let id = DealId(resolved.id);
            let was = before.get(&id);
            // Stages in the row itself leave nothing to a log.
            let own_way = !resolved.record.stages.is_empty() || !resolved.record.events.is_empty();
            let log = from_log.get(&id).filter(|_| !own_way).map_or(&[][..], Vec::as_slice);
            let row_says = said(program, resolved);
            let mut said = row_says;
            if !Self::names_stage(table, fields) {
                said.stage = None;
            }
            let history = self.history(program, resolved, log, if log.is_empty() { &row_says } else { &said });
            let Some((stage, entered)) = history.last() else { continue };
            let key = &resolved.record.key;
            let name = fields.text("name").unwrap_or(key);
            let number = if taken.contains(key) { format!("{key} ({})", self.source) } else { key.clone() };
            let amount = fields.number("amount").or_else(|| sum(resolved));
            // A log from before it was remembered as one told the opening.
            let told_once = was.filter(|was| has_log && !was.was_told()).and_then(|was| was.opened_on);
            let opened_on = history.opened_on.or(told_once);
            let begun = opened_on.map_or(self.now, |day| self.day(day));
            let row: [Value; 24] = [
                id.into(),
                number.as_str().into(),
                name.into(),
                kernel::fold::fold(name).into(),
                program.id.into(),
                resolved.reference("partner", PartnerId).into(),
                resolved.reference("company", CompanyId).into(),
                resolved.reference("owner", UserId).into(),
                DealSource::Imported.into(),
                stage.id.into(),
                stage.outcome.into(),
                amount.into(),
                fields.currency("currency").unwrap_or(self.default_currency(program)).into(),
                resolved.reference("product", ProductId).or_else(|| only_product(resolved)).into(),
                only_category(resolved).into(),
                opened_on.into(),
                fields.date("expected_close").into(),
                history.closed_on.into(),
                super::text(fields, "close_reason"),
                entered.into(),
                kernel::fold::search_text(&[name, &number]).into(),
                begun.into(),
                self.now.into(),
                1_i64.into(),
            ];
            // Where nobody has moved it, its first stage begins when it was opened.
            let reopened = was.is_some_and(|was| dated && !was.is_moved() && was.opened_on != opened_on);
            let history_differs = resolved.history_differs() || reopened;
            if has_log || was.is_some_and(Standing::was_told) {
                let is_logged = !log.is_empty();
                let ended = if history_differs { history.ended } else { was.is_some_and(Standing::is_ended) };
                remember.put(id, said, is_logged, is_logged && ended);
            }
            if history_differs {
                rows_with_history.push(row)
            } else {
                rows.push(row)
            }
            if history_differs {
                self.push_stages(&mut stages, id, &history);
            }
            push_lines(&mut lines, id, resolved);
            if !new {
                lines_again.push(id);
                if history_differs {
                    stages_again.push(id);
                }
            }
            let kind = if new { EventKind::DealCreated } else { EventKind::DealChanged };
            let partner = resolved.reference("partner", PartnerId);
            written.happened.push(self.event(kind, resolved).deal(id).partner(partner).program(program.id));
        }
        rows.write(tx).await?;
        rows_with_history.write(tx).await?;
        if !lines_again.is_empty() && table.line.is_some() {
            Sql::new("DELETE FROM deal_line WHERE deal_id IN ").bind_list(lines_again).execute(tx).await?;
        }
        if !stages_again.is_empty() {
            Sql::new("DELETE FROM deal_stage WHERE deal_id IN ").bind_list(stages_again).execute(tx).await?;
        }
        lines.write(tx).await?;
        stages.write(tx).await?;
        remember.write(tx).await?;
        Ok(written)
    }

    /// Writes the stage history of deals that are there already, out of a log of its own. What their rows say has the last word.
    pub(super) async fn write_deal_stages(&mut self, tx: &Tx, work: &Work) -> Outcome<Written> {
        let mut written = Written::default();
        let mut stages = Bulk::insert("deal_stage", STAGE_COLUMNS);
        let (mut deals, mut remember) = (Vec::new(), Remember::default());
        let known: Vec<DealId> = work.all().filter_map(|(_, r)| r.reference("deal", DealId)).collect();
        let before = standing(tx, &known).await?;
        let logged = logged(tx, &before).await?;
        for (_, resolved) in work.all() {
            let Some(deal) = resolved.reference("deal", DealId) else { continue };
            let Some(program) = resolved.record.fields.text("program").and_then(|key| self.programs.get(key)) else {
                continue;
            };
            let Some(was) = before.get(&deal) else { continue };
            let log = self.entries(program, resolved);
            let said = was.said(History::ends(&log, &self.zone));
            let history = self.way(log, &said);
            let Some((stage, entered)) = history.last() else { continue };
            let opened_on = match logged.get(&deal) {
                // What only the log of before told is no longer so.
                Some(old) => {
                    let told = self.way(old.clone(), &said).opened_on;
                    history.opened_on.or(was.opened_on.filter(|day| Some(*day) != told))
                }
                None => was.opened_on.or(history.opened_on),
            };
            Sql::new("UPDATE deal SET stage_id = ")
                .bind(stage.id)
                .push(", outcome = ")
                .bind(stage.outcome)
                .push(", stage_entered_at = ")
                .bind(entered)
                .push(", opened_on = ")
                .bind(opened_on)
                .push(", closed_on = ")
                .bind(history.closed_on)
                .push(", changed_at = ")
                .bind(self.now)
                .push(", version = version + 1 WHERE id = ")
                .bind(deal)
                .execute(tx)
                .await?;
            self.push_stages(&mut stages, deal, &history);
            remember.put(deal, said, true, history.ended);
            deals.push(deal);
            let event = self.event(EventKind::DealStageMoved, resolved);
            written.happened.push(event.deal(deal).partner(was.partner_id).program(program.id));
        }
        if !deals.is_empty() {
            Sql::new("DELETE FROM deal_stage WHERE deal_id IN ").bind_list(deals).execute(tx).await?;
        }
        stages.write(tx).await?;
        remember.write(tx).await?;
        Ok(written)
    }

    /// The stages that a record's columns and events tell.
    fn entries(&self, program: &Program, resolved: &Resolved) -> Vec<Entry> {
        let record = &resolved.record;
        let importer = self.cx.actor.name();
        let columns = record.stages.iter().map(|(stage, at)| (stage, *at, None));
        let events = record.events.iter().map(|event| (&event.activity, event.at, event.by.as_deref()));
        let told = columns.chain(events);
        told.filter_map(|(name, at, by)| Some((program.stage(name)?, at, by.unwrap_or(importer).to_owned()))).collect()
    }

    /// The way of a deal's own row, with what a log told of it before.
    fn history(&self, program: &Program, resolved: &Resolved, log: &[Entry], said: &Said) -> History {
        let mut entries = self.entries(program, resolved);
        entries.extend_from_slice(log);
        self.way(entries, said)
    }

    /// The way through the stages, by time; at the end the stage the row says the deal is in, if the way does not lead there by itself.
    /// A day that nothing tells stays unknown: neither the opening nor the closing is made up.
    fn way(&self, mut told: Vec<Entry>, said: &Said) -> History {
        told.sort_by_key(|(_, at, _)| *at);
        let mut entries: Vec<Entry> = Vec::new();
        for (stage, at, by) in told {
            // A log may say twice that a deal is where it is.
            if entries.last().is_none_or(|(last, _, _)| last.id != stage.id) {
                entries.push((stage, at, by));
            }
        }
        let first = entries.iter().find(|(stage, _, _)| stage.outcome == DealOutcome::Open);
        let opened_on = said.opened.or(first.map(|(_, at, _)| at.date_in(&self.zone)));
        let dated: Vec<(Stage, Date)> = entries.iter().map(|(stage, at, _)| (*stage, at.date_in(&self.zone))).collect();
        let last = said.stage.filter(|stage| entries.last().is_none_or(|(last, _, _)| last.id != stage.id));
        if let Some(stage) = last {
            let last = entries.last().map(|(_, at, _)| *at);
            let begun = last.or_else(|| opened_on.map(|day| self.day(day)));
            let at = match (stage.outcome, said.closed) {
                (DealOutcome::Won | DealOutcome::Lost, Some(day)) => self.day(day),
                _ => begun.unwrap_or(self.now),
            };
            entries.push((stage, at, self.cx.actor.name().to_owned()));
        }
        let ended = entries.last().map(|(stage, _, _)| *stage).filter(|stage| stage.outcome != DealOutcome::Open);
        let entered = |ended: Stage| dated.iter().rev().find(|(stage, _)| stage.id == ended.id).map(|(_, day)| *day);
        let closed_on = ended.and_then(|ended| said.closed.or_else(|| entered(ended)));
        History { entries, opened_on, closed_on, ended: last.is_some() }
    }

    fn push_stages(&self, stages: &mut Bulk, deal: DealId, history: &History) {
        let ends = history.entries.iter().skip(1).map(|(_, at, _)| Some(*at)).chain([None]);
        for ((stage, entered, by), left) in history.entries.iter().zip(ends) {
            stages.push([
                DealStageId::new().into(),
                deal.into(),
                stage.id.into(),
                (*entered).into(),
                left.into(),
                by.as_str().into(),
                Channel::Import.into(),
            ]);
        }
    }

    /// The currency of amounts that say none: the source's, or else the program's.
    pub(super) fn default_currency(&self, program: &Program) -> kernel::Currency {
        if self.mapping.source.currency.is_some() { self.currency } else { program.currency }
    }

    /// Which of the new records' external ids are the number of another one already.
    pub(super) async fn taken_numbers(&self, tx: &Tx, entity: &str, created: &[Resolved]) -> Outcome<HashSet<String>> {
        if created.is_empty() {
            return Ok(HashSet::new());
        }
        let taken = Sql::new(format!("SELECT number FROM {entity} WHERE number IN "))
            .bind_list(created.iter().map(|r| r.record.key.as_str()))
            .column::<String>(tx)
            .await?;
        Ok(taken.into_iter().collect())
    }
}

/// What the row says of the deal's end.
fn said(program: &Program, resolved: &Resolved) -> Said {
    let fields = &resolved.record.fields;
    let stage = fields.text("stage").and_then(|name| program.stage(name));
    Said { stage, opened: fields.date("opened"), closed: fields.date("closed") }
}

/// The sum of the lines; none when there are none, or when it does not fit.
fn sum(resolved: &Resolved) -> Option<i64> {
    let mut amounts = resolved.record.lines.iter().filter_map(|line| line.number("amount")).peekable();
    amounts.peek()?;
    amounts.try_fold(0_i64, i64::checked_add)
}

/// The product of a deal whose only line says no amount, and so is no line.
fn only_product(resolved: &Resolved) -> Option<ProductId> {
    match resolved.record.lines.as_slice() {
        [line] if line.number("amount").is_none() => resolved.products.first().copied().flatten().map(ProductId),
        _ => None,
    }
}

/// The category of a deal whose only line says no amount.
fn only_category(resolved: &Resolved) -> Option<String> {
    match resolved.record.lines.as_slice() {
        [line] if line.number("amount").is_none() => line.text("category").map(str::to_owned),
        _ => None,
    }
}

fn push_lines(lines: &mut Bulk, deal: DealId, resolved: &Resolved) {
    let products = resolved.products.iter().copied().chain(std::iter::repeat(None));
    for ((line, product), position) in resolved.record.lines.iter().zip(products).zip(1_i32..) {
        let Some(amount) = line.number("amount") else { continue };
        let name = line.text("product_name").or(line.reference("product")).unwrap_or_default();
        lines.push([
            DealLineId::new().into(),
            deal.into(),
            position.into(),
            product.map(ProductId).into(),
            name.into(),
            super::text(line, "category"),
            line.number("quantity").unwrap_or(ONE).into(),
            amount.into(),
        ]);
    }
}
