//! The JSON API under `/api/v1`. The OpenAPI document is made from these handlers.

mod approvals;
mod breaches;
mod bulk;
mod calendars;
mod coaching;
mod companies;
mod conflicts;
pub mod dashboards;
mod deals;
mod disputes;
mod drafts;
mod embed;
mod events;
mod exchange_rates;
mod files;
mod forms;
mod health_scores;
mod idempotency;
mod imports;
pub mod input;
mod kpi_alerts;
mod kpi_corrections;
mod kpi_targets;
pub mod kpis;
mod mails;
mod me;
mod outbox;
mod own;
mod partners;
mod products;
mod programs;
mod protection;
mod registrations;
mod segments;
mod settings;
mod tokens;
mod users;
mod views;

use axum::routing::get;
use axum::{Json, Router};
use operations::App;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(title = "Compagnon", description = "The partner lifecycle: programs, partners, registrations, deals, KPIs."),
    security(("token" = [])),
    modifiers(&Security)
)]
struct Document;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
        openapi
            .components
            .get_or_insert_default()
            .add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(mails::routes())
        .merge(me::routes())
        .merge(disputes::routes())
        .merge(drafts::routes())
        .merge(own::routes())
        .merge(outbox::routes())
        .merge(tokens::routes())
        .merge(users::routes())
        .merge(settings::routes())
        .merge(events::routes())
        .merge(deals::routes())
        .merge(kpis::routes())
        .merge(kpi_corrections::routes())
        .merge(exchange_rates::routes())
        .merge(dashboards::routes())
        .merge(views::routes())
        .merge(kpi_targets::routes())
        .merge(kpi_alerts::routes())
        .merge(breaches::routes())
        .merge(calendars::routes())
        .merge(coaching::routes())
        .merge(health_scores::routes())
        .merge(companies::routes())
        .merge(conflicts::routes())
        .merge(registrations::routes())
        .merge(bulk::routes())
        .merge(files::routes())
        .merge(embed::routes())
        .merge(protection::routes())
        .merge(approvals::routes())
        .merge(programs::routes())
        .merge(forms::routes())
        .merge(segments::routes())
        .merge(products::routes())
        .merge(partners::routes())
        .merge(imports::routes())
}

/// The OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    documented().into_openapi()
}

pub(crate) fn routes(app: &App) -> Router<App> {
    let (router, document) = documented().split_for_parts();
    router
        .route("/api/v1/openapi.json", get(move || async move { Json(document) }))
        .route("/api/{*rest}", axum::routing::any(async || crate::failure::ApiFailure::from(kernel::Failure::NotFound)))
        .layer(axum::middleware::from_fn_with_state(app.clone(), idempotency::repeat))
}
