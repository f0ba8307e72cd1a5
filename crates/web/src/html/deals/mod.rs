//! Deals: list, board, record, the forms that change them; and the page of a customer.

mod board;
mod closing;
mod company;
mod customers;
mod edit;
mod export;
mod identity;
mod lines;
mod list;
mod merge;
mod record;

pub(crate) use list::view_query;

use axum::Router;
use axum::routing::{get, post};
use kernel::id::DealId;
use kernel::{Failure, Money};
use operations::App;
use operations::cosell::deal::{DealRow, sums};

use crate::failure::PageFailure;
use crate::ui::Ui;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/deals", get(list::page))
        .route("/deals/export", get(export::file))
        .route("/deals/bulk", post(list::assign))
        .route("/deals/views", post(list::save_view))
        .route("/deals/views/{view}/remove", post(list::remove_view))
        .route("/deals/new", get(edit::new).post(edit::create))
        .route("/deals/board", get(board::page))
        .route("/deals/{deal}", get(record::page))
        .route("/deals/{deal}/notes", post(record::note))
        .route("/deals/{deal}/stage", post(board::move_stage))
        .route("/deals/{deal}/win", get(closing::win_page).post(closing::win))
        .route("/deals/{deal}/lose", get(closing::lose_page).post(closing::lose))
        .route("/deals/{deal}/reopen", get(closing::reopen_page).post(closing::reopen))
        .route("/deals/{deal}/edit", get(edit::edit).post(edit::change))
        .route("/deals/{deal}/lines", get(lines::page).post(lines::add))
        .route("/deals/{deal}/lines/{line}", post(lines::change))
        .route("/deals/{deal}/lines/{line}/remove", post(lines::remove))
        .route("/companies", get(customers::list))
        .route("/companies/{company}", get(company::page))
        .route("/companies/{company}/identity", get(identity::form).post(identity::change))
        .route("/companies/{company}/name", post(customers::name))
        .route("/companies/{company}/release", post(customers::release))
        .route("/companies/{company}/merge", get(merge::merge_form).post(merge::merge_them))
        .route("/company-merges/{merge}/undo", post(merge::undo))
}

/// The id in the address; what is none names nothing.
fn id_of<T: std::str::FromStr>(text: &str) -> Result<T, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

fn path_of(id: DealId) -> String {
    format!("/deals/{id}")
}

/// An amount as a page shows it, with its exact value for the pointer.
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) exact: String,
}

impl Shown {
    fn of(ui: &Ui, money: &Money) -> Self {
        Self { text: ui.money(money), exact: money.to_string() }
    }
}

/// One deal as a row of a table.
pub(crate) struct Row {
    pub(crate) deal: DealRow,
    pub(crate) stage: String,
    pub(crate) amount: Option<Shown>,
    /// How long in this stage; empty for a closed deal.
    pub(crate) since: String,
    pub(crate) opened: String,
    /// When it closed or should close; empty when not known.
    pub(crate) closes: String,
}

/// Rows for a table of deals.
pub(crate) fn rows(ui: &Ui, deals: Vec<DealRow>) -> Vec<Row> {
    deals
        .into_iter()
        .map(|deal| Row {
            stage: deal.stage_name(ui.locale()).to_owned(),
            amount: deal.amount.as_ref().map(|money| Shown::of(ui, money)),
            since: match deal.outcome {
                kernel::words::DealOutcome::Open => ui.duration(&ui.now().since(deal.stage_entered_at).max(0)),
                _ => String::new(),
            },
            opened: deal.opened_on.map(|on| ui.date(&on)).unwrap_or_default(),
            closes: deal.closed_on.or(deal.expected_close_on).map(|on| ui.date(&on)).unwrap_or_default(),
            deal,
        })
        .collect()
}

/// The sums of the rows shown, one per currency, and how many rows have no amount.
pub(crate) fn totals(ui: &Ui, rows: &[Row]) -> (Vec<Shown>, i64) {
    let open = rows.iter().filter(|r| r.deal.amount.is_none()).count();
    let sums = sums(rows.iter().filter_map(|r| r.deal.amount));
    (sums.iter().map(|m| Shown::of(ui, m)).collect(), i64::try_from(open).unwrap_or(i64::MAX))
}
