//! Which mails oneself wants.

use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use operations::App;
use operations::cosell::registration::{Digest, my_digest};
use operations::grow::kpi_digest::{self, ChooseDashboard, KpiDigest};
use operations::record::preference::{self, MailPreference};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, change))
        .routes(routes!(digest))
        .routes(routes!(show_kpi_digest, choose_kpi_digest))
}

/// Kinds of mail that can be switched off. Registrations to answer and overdue promises always come.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct MailPreferences {
    /// `reminder`, `digest` and `figures`; kinds that are left out of a change stay.
    mails: Vec<MailPreference>,
}

/// Which mails the person behind the token or session wants.
#[utoipa::path(get, path = "/api/v1/me/mails", operation_id = "show_my_mails", tag = "account", responses(
    (status = 200, body = MailPreferences),
    (status = 401, body = ErrorBody),
))]
async fn show(Api(cx): Api) -> Result<Json<MailPreferences>, ApiFailure> {
    Ok(Json(MailPreferences { mails: preference::own(&cx).await? }))
}

/// Switch kinds of mail off or on. In a browser; tokens change no account.
#[utoipa::path(patch, path = "/api/v1/me/mails", operation_id = "change_my_mails", tag = "account", request_body = MailPreferences, responses(
    (status = 200, body = MailPreferences),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(Api(cx): Api, JsonBody(input): JsonBody<MailPreferences>) -> Result<Json<MailPreferences>, ApiFailure> {
    Ok(Json(MailPreferences { mails: preference::change_own(&cx, &input.mails).await? }))
}

/// The week of the person behind the token or session, as the weekly mail would tell it now.
#[utoipa::path(get, path = "/api/v1/me/digest", operation_id = "show_my_digest", tag = "account", responses(
    (status = 200, body = Digest),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn digest(Api(cx): Api) -> Result<Json<Digest>, ApiFailure> {
    Ok(Json(my_digest(&cx).await?))
}

/// The figures of the week, as the weekly mail would tell them now.
#[derive(Serialize, ToSchema)]
struct MyKpiDigest {
    /// `null` for who has no dashboard, chosen or by their role.
    digest: Option<KpiDigest>,
}

/// The figures of last week of the person behind the token or session, as the weekly mail would tell them now.
#[utoipa::path(get, path = "/api/v1/me/kpi-digest", operation_id = "show_my_kpi_digest", tag = "account", responses(
    (status = 200, body = MyKpiDigest),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
))]
async fn show_kpi_digest(Api(cx): Api) -> Result<Json<MyKpiDigest>, ApiFailure> {
    Ok(Json(MyKpiDigest { digest: kpi_digest::my_digest(&cx).await? }))
}

/// Choose the dashboard of your weekly mail. In a browser; tokens change no account.
#[utoipa::path(put, path = "/api/v1/me/kpi-digest", operation_id = "choose_my_kpi_digest", tag = "account", request_body = ChooseDashboard, responses(
    (status = 200, body = MyKpiDigest),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn choose_kpi_digest(
    Api(cx): Api,
    JsonBody(input): JsonBody<ChooseDashboard>,
) -> Result<Json<MyKpiDigest>, ApiFailure> {
    kpi_digest::choose(&cx, input).await?;
    Ok(Json(MyKpiDigest { digest: kpi_digest::my_digest(&cx).await? }))
}
