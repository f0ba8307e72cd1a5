//! Several registrations of a partner at once.

use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use kernel::FieldError;
use kernel::id::{ContactId, PartnerId, ProgramId, RegistrationId};
use kernel::words::{FindingKind, FindingLevel};
use operations::App;
use operations::cosell::protection::{Cap, open_limit};
use operations::cosell::registration::bulk::{Bulk, BulkRow, RowOutcome, commit, preview};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(enter_registrations))
}

/// Deals of one partner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnterRegistrations {
    /// In which program.
    #[schema(value_type = String)]
    program: ProgramId,
    /// Whose they become.
    #[schema(value_type = String)]
    partner: PartnerId,
    /// Who there is credited and gets the receipts.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    contact: Option<ContactId>,
    /// At most 200: the texts of a row by the key of the question (`company`, `amount`, `expected_close_on`, …), written as in a spreadsheet:
    /// numbers as in the caller's language; a country by its letters or its name, a choice by its key or what it is called, in English or German;
    /// several choices separated by `;`; a consent as `yes` or `no`.
    #[schema(example = json!([{"company": "Acme Ltd", "amount": "48,000", "expected_close_on": "2027-03-31"}]))]
    rows: Vec<BTreeMap<String, String>>,
    /// Only say what would happen.
    #[serde(default)]
    preview: bool,
}

/// What became of a row, or would.
#[derive(Serialize, ToSchema)]
struct EnteredRow {
    /// Its place in `rows`, from 1 on.
    line: usize,
    /// What is wrong with it; it was not entered.
    #[schema(value_type = Vec<Object>)]
    errors: Vec<FieldError>,
    /// What speaks against it, in a preview.
    findings: Vec<RowFinding>,
    /// The registration it is; a draft while `files` are missing.
    #[schema(value_type = Option<String>)]
    registration: Option<RegistrationId>,
    /// The questions that need a file, by key. Such a row is kept as a draft of the caller's: add the references of its files
    /// (`POST /registration-files`) to the draft and send it.
    files: Vec<String>,
    /// It was registered before, or stands further up among the rows.
    repeated: bool,
}

/// One thing that speaks against a row.
#[derive(Serialize, ToSchema)]
struct RowFinding {
    /// What it is.
    #[schema(value_type = String)]
    kind: FindingKind,
    /// How sure.
    #[schema(value_type = String)]
    level: FindingLevel,
}

/// What became of the rows.
#[derive(Serialize, ToSchema)]
struct EnteredRows {
    /// In the order they came.
    rows: Vec<EnteredRow>,
    /// How many registrations the partner has open and may have, where the program sets a limit. It holds for what the partner sends; what a person
    /// of the vendor enters is entered beyond it.
    open_limit: Option<Cap>,
}

fn entered(outcome: RowOutcome) -> EnteredRow {
    EnteredRow {
        line: outcome.line,
        errors: outcome.errors,
        findings: outcome.findings.into_iter().map(|(kind, level)| RowFinding { kind, level }).collect(),
        registration: outcome.registration.map(|(id, _)| id),
        files: outcome.files,
        repeated: outcome.repeated,
    }
}

/// Registers several deals on a partner's behalf, each for itself. What was registered before, whenever that was, is not registered again.
///
/// A row that lacks nothing but a required file is kept as a draft.
#[utoipa::path(
    post, path = "/api/v1/registrations/bulk", operation_id = "enter_registrations", tag = "registrations", request_body = EnterRegistrations,
    responses(
        (status = 200, body = EnteredRows),
        (status = 401, body = ErrorBody), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 429, body = ErrorBody),
    )
)]
async fn enter_registrations(
    Api(cx): Api,
    JsonBody(input): JsonBody<EnterRegistrations>,
) -> Result<Json<EnteredRows>, ApiFailure> {
    let bulk = Bulk { program: input.program, partner: input.partner, contact: input.contact };
    let rows: Vec<BulkRow> = (1..).zip(input.rows).collect();
    let outcomes = if input.preview { preview(&cx, bulk, &rows).await } else { commit(&cx, bulk, &rows).await };
    let outcomes = outcomes.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    let limit = open_limit(&cx, bulk.program, bulk.partner).await;
    let open_limit = limit.map_err(|failure| ApiFailure::new(failure, cx.locale))?;
    Ok(Json(EnteredRows { rows: outcomes.into_iter().map(entered).collect(), open_limit }))
}
