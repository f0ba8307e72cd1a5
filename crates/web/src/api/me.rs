//! Who am I, and what may I do here?

use crate::api::input::ApiQuery;
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use kernel::id::{TokenId, UserId};
use kernel::words::Theme;
use kernel::{Failure, Locale, Role};
use operations::App;
use operations::access::account::{self, ChangePreferences};
use operations::access::user;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, change))
}

/// The person behind the token or session.
#[derive(Serialize, utoipa::ToSchema)]
struct Me {
    /// The person.
    #[schema(value_type = String)]
    id: UserId,
    /// Full name.
    name: String,
    /// Address.
    email: String,
    /// What they may do.
    #[schema(value_type = String)]
    role: Role,
    /// Whether they see all partners, or only those they own.
    all_partners: bool,
    /// Their language, if they chose one.
    #[schema(value_type = Option<String>)]
    locale: Option<Locale>,
    /// `auto`, `light` or `dark`.
    #[schema(value_type = String)]
    theme: Theme,
    /// The token used; null for a browser's session.
    token: Option<UsedToken>,
}

/// The token used.
#[derive(Serialize, utoipa::ToSchema)]
struct UsedToken {
    /// The token.
    #[schema(value_type = String)]
    id: TokenId,
    /// Whether it may change things.
    can_write: bool,
}

/// No parameters: whatever is given is a mistake, and is named.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn me(cx: &operations::Ctx) -> Result<Me, Failure> {
    let actor = cx.actor.user().ok_or(Failure::Unauthenticated)?;
    let person = user::get(cx, actor.id).await?;
    let preferences = account::preferences(cx).await?;
    Ok(Me {
        id: person.id,
        name: person.name,
        email: person.email,
        role: person.role,
        all_partners: person.all_partners,
        locale: preferences.locale,
        theme: preferences.theme,
        token: actor.token.as_ref().map(|t| UsedToken { id: t.id, can_write: t.can_write }),
    })
}

/// Who am I, and what may I do here?
#[utoipa::path(get, path = "/api/v1/me", operation_id = "show_me", tag = "account", responses(
    (status = 200, body = Me),
    (status = 401, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiQuery(Nothing {}): ApiQuery<Nothing>) -> Result<Json<Me>, ApiFailure> {
    Ok(Json(me(&cx).await?))
}

/// Change one's own language and look. Not for tokens.
#[utoipa::path(patch, path = "/api/v1/me", operation_id = "change_me", tag = "account", request_body = ChangePreferences, responses(
    (status = 200, body = Me),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(Api(cx): Api, JsonBody(input): JsonBody<ChangePreferences>) -> Result<Json<Me>, ApiFailure> {
    account::change_preferences(&cx, input).await?;
    Ok(Json(me(&cx).await?))
}
