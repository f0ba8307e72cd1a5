//! Partners: list, record, contacts, owners, programs, phases, notes, links, file.

use crate::api::input::{ApiPath, ApiQuery, ListQuery};
use crate::failure::{ApiFailure, ErrorBody};
use crate::form::JsonBody;
use crate::request::Api;
use axum::Json;
use axum::extract::RawQuery;
use axum::response::Response;
use http::StatusCode;
use kernel::id::{ContactId, EventId, LinkId, PartnerId, ProgramId};
use kernel::words::Phase;
use kernel::{Failure, FieldErrors, PageRequest};
use operations::App;
use operations::partner::{
    self, Bulk, BulkResult, ChangeContact, ChangePartner, CheckCriterion, Contact, CreatePartner, MovePhase,
    NewContact, NextStep, Owner, PartnerDetail, PartnerFilter, PartnerListed, PersonalLink, SetOwner, SetStatus,
};
use operations::record::preference::{self, MailPreference};
use operations::record::{self, TimelineEntry, TimelineOf};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(export))
        .routes(routes!(bulk))
        .routes(routes!(show, change))
        .routes(routes!(set_status))
        .routes(routes!(set_next_step))
        .routes(routes!(move_phase))
        .routes(routes!(check_criterion))
        .routes(routes!(join))
        .routes(routes!(leave))
        .routes(routes!(owners, set_owner))
        .routes(routes!(contacts, add_contact))
        .routes(routes!(change_contact))
        .routes(routes!(contact_mails, change_contact_mails))
        .routes(routes!(links, make_link))
        .routes(routes!(revoke_link))
        .routes(routes!(mail_link))
        .routes(routes!(timeline))
        .routes(routes!(note))
}

/// A page of partners.
#[derive(Serialize, utoipa::ToSchema)]
struct PartnerPage {
    /// The partners.
    items: Vec<PartnerListed>,
    /// Where the next page starts; null on the last page.
    next_cursor: Option<String>,
}

type Pairs = Vec<(String, String)>;

fn pairs(query: Option<&str>) -> Result<Pairs, Failure> {
    serde_html_form::from_str(query.unwrap_or_default()).map_err(|_| Failure::field("query", "invalid"))
}

/// Everything a list of partners understands; anything else is `unknown_field`.
fn only_known(pairs: &Pairs, further: &[&str]) -> Result<(), Failure> {
    const FILTER: [&str; 9] = ["q", "phase", "program", "segment", "region", "country", "owner", "status", "sort"];
    let mut errors = FieldErrors::default();
    for (name, _) in pairs {
        let known = FILTER.contains(&name.as_str()) || further.contains(&name.as_str());
        if !known && name.strip_prefix("attribute.").is_none_or(str::is_empty) {
            errors.add(name, "unknown_field");
        }
    }
    errors.into_result(())
}

/// The partners in reach. Besides the parameters below, `attribute.NAME=VALUE` narrows by an imported attribute.
#[utoipa::path(get, path = "/api/v1/partners", operation_id = "list_partners", tag = "partners", params(
    ("q" = Option<String>, Query, description = "Words in name, domain and city, whatever case and accents."),
    ("phase" = Option<String>, Query, description = "In this phase (of `program`, when given)."),
    ("program" = Option<String>, Query, description = "In this program."),
    ("segment" = Option<String>, Query, description = "In this segment."),
    ("region" = Option<String>, Query, description = "In this region."),
    ("country" = Option<String>, Query, description = "In this country."),
    ("owner" = Option<String>, Query, description = "Owned by this user, or `none`: without a partner manager."),
    ("status" = Option<String>, Query, description = "`active`, `paused` or `exited`."),
    ("sort" = Option<String>, Query, description = "`name`, `-name`, `created`, `-created`."),
    ("limit" = Option<u32>, Query, description = "Rows on a page, 1 to 200; 50 when absent."),
    ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
), responses(
    (status = 200, body = PartnerPage),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn list(Api(cx): Api, RawQuery(query): RawQuery) -> Result<Json<PartnerPage>, ApiFailure> {
    let pairs = pairs(query.as_deref())?;
    only_known(&pairs, &["limit", "cursor"])?;
    let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let limit = find("limit").map(|text| text.parse().map_err(|_| Failure::field("limit", "invalid"))).transpose()?;
    let request = PageRequest::parse(limit, find("cursor"))?;
    let page = partner::list(&cx, &PartnerFilter::from_pairs(&pairs)?, &request).await?;
    Ok(Json(PartnerPage { items: page.items, next_cursor: page.next_cursor }))
}

/// Add a partner.
#[utoipa::path(post, path = "/api/v1/partners", operation_id = "create_partner", tag = "partners", request_body = CreatePartner, responses(
    (status = 201, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn create(
    Api(cx): Api,
    JsonBody(input): JsonBody<CreatePartner>,
) -> Result<(StatusCode, Json<PartnerDetail>), ApiFailure> {
    let id = partner::create(&cx, input).await?;
    Ok((StatusCode::CREATED, Json(partner::detail(&cx, id).await?)))
}

/// The filtered list as a file. Takes the parameters of the list, and `format`.
#[utoipa::path(get, path = "/api/v1/partners/export", operation_id = "export_partners", tag = "partners", params(
    ("format" = Option<String>, Query, description = "`csv` (also when absent) or `xlsx`."),
), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn export(Api(cx): Api, RawQuery(query): RawQuery) -> Result<Response, ApiFailure> {
    let pairs = pairs(query.as_deref())?;
    only_known(&pairs, &["format"])?;
    let format = pairs.iter().find(|(key, _)| key == "format").map_or("csv", |(_, value)| value.as_str());
    let format = format.parse().map_err(|_| Failure::field("format", "invalid"))?;
    Ok(crate::html::partner_file(&cx, format, PartnerFilter::from_pairs(&pairs)?).await?)
}

/// A change for many partners.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct BulkPartners {
    /// Which, at most 200.
    #[schema(value_type = Vec<String>)]
    partners: Vec<PartnerId>,
    /// What shall be changed.
    change: Bulk,
}

/// Change many partners; what is refused for one does not undo the others.
#[utoipa::path(post, path = "/api/v1/partners/bulk", operation_id = "change_partners", tag = "partners", request_body = BulkPartners, responses(
    (status = 200, body = BulkResult),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn bulk(Api(cx): Api, JsonBody(input): JsonBody<BulkPartners>) -> Result<Json<BulkResult>, ApiFailure> {
    Ok(Json(partner::bulk(&cx, &input.partners, &input.change).await?))
}

/// One partner.
#[utoipa::path(get, path = "/api/v1/partners/{partner}", operation_id = "get_partner", tag = "partners", params(("partner" = String, Path)), responses(
    (status = 200, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn show(Api(cx): Api, ApiPath(id): ApiPath<PartnerId>) -> Result<Json<PartnerDetail>, ApiFailure> {
    Ok(Json(partner::detail(&cx, id).await?))
}

/// Change the facts of a partner.
#[utoipa::path(patch, path = "/api/v1/partners/{partner}", operation_id = "change_partner", tag = "partners", params(("partner" = String, Path)), request_body = ChangePartner, responses(
    (status = 200, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<ChangePartner>,
) -> Result<Json<PartnerDetail>, ApiFailure> {
    partner::change(&cx, id, input).await?;
    Ok(Json(partner::detail(&cx, id).await?))
}

/// Pause, end or take up again the relation with a partner.
#[utoipa::path(put, path = "/api/v1/partners/{partner}/status", operation_id = "set_partner_status", tag = "partners", params(("partner" = String, Path)), request_body = SetStatus, responses(
    (status = 200, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn set_status(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<SetStatus>,
) -> Result<Json<PartnerDetail>, ApiFailure> {
    partner::set_status(&cx, id, input).await?;
    Ok(Json(partner::detail(&cx, id).await?))
}

/// Set or clear the next step.
#[utoipa::path(put, path = "/api/v1/partners/{partner}/next-step", operation_id = "set_partner_next_step", tag = "partners", params(("partner" = String, Path)), request_body = NextStep, responses(
    (status = 200, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn set_next_step(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<NextStep>,
) -> Result<Json<PartnerDetail>, ApiFailure> {
    partner::set_next_step(&cx, id, input).await?;
    Ok(Json(partner::detail(&cx, id).await?))
}

/// Move a partner to another phase of a program.
#[utoipa::path(post, path = "/api/v1/partners/{partner}/phase-moves", operation_id = "move_partner", tag = "partners", params(("partner" = String, Path)), request_body = MovePhase, responses(
    (status = 200, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn move_phase(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<MovePhase>,
) -> Result<Json<PartnerDetail>, ApiFailure> {
    partner::move_phase(&cx, id, input).await?;
    Ok(Json(partner::detail(&cx, id).await?))
}

/// Tick or untick an exit criterion that a person judges.
#[utoipa::path(put, path = "/api/v1/partners/{partner}/criteria", operation_id = "check_partner_criterion", tag = "partners", params(("partner" = String, Path)), request_body = CheckCriterion, responses(
    (status = 200, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn check_criterion(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<CheckCriterion>,
) -> Result<Json<PartnerDetail>, ApiFailure> {
    partner::check_criterion(&cx, id, input).await?;
    Ok(Json(partner::detail(&cx, id).await?))
}

/// A program to join.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct JoinProgram {
    /// The program.
    #[schema(value_type = String)]
    program: ProgramId,
    /// The phase to begin in; `attract` when absent.
    #[schema(value_type = Option<String>)]
    phase: Option<Phase>,
}

/// Let a partner join a program.
#[utoipa::path(post, path = "/api/v1/partners/{partner}/programs", operation_id = "join_program", tag = "partners", params(("partner" = String, Path)), request_body = JoinProgram, responses(
    (status = 201, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn join(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<JoinProgram>,
) -> Result<(StatusCode, Json<PartnerDetail>), ApiFailure> {
    partner::join_program(&cx, id, input.program, input.phase.unwrap_or(Phase::Attract)).await?;
    Ok((StatusCode::CREATED, Json(partner::detail(&cx, id).await?)))
}

/// Why a partner leaves a program.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct LeaveProgram {
    /// Why.
    reason: String,
}

/// Take a partner out of a program; its history there stays.
#[utoipa::path(post, path = "/api/v1/partners/{partner}/programs/{program}/leave", operation_id = "leave_program", tag = "partners", params(("partner" = String, Path), ("program" = String, Path)), request_body = LeaveProgram, responses(
    (status = 200, body = PartnerDetail),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn leave(
    Api(cx): Api,
    ApiPath((id, program)): ApiPath<(PartnerId, ProgramId)>,
    JsonBody(input): JsonBody<LeaveProgram>,
) -> Result<Json<PartnerDetail>, ApiFailure> {
    partner::leave_program(&cx, id, program, &input.reason).await?;
    Ok(Json(partner::detail(&cx, id).await?))
}

/// Named owners.
#[derive(Serialize, utoipa::ToSchema)]
struct PartnerOwners {
    /// A role without an owner is missing.
    items: Vec<Owner>,
}

/// The owners of a partner on both sides.
#[utoipa::path(get, path = "/api/v1/partners/{partner}/owners", operation_id = "list_partner_owners", tag = "partners", params(("partner" = String, Path)), responses(
    (status = 200, body = PartnerOwners),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn owners(Api(cx): Api, ApiPath(id): ApiPath<PartnerId>) -> Result<Json<PartnerOwners>, ApiFailure> {
    Ok(Json(PartnerOwners { items: partner::detail(&cx, id).await?.owners }))
}

/// Name the owner of a role on one side, or nobody. Answers with the owners still in the caller's reach.
#[utoipa::path(put, path = "/api/v1/partners/{partner}/owners", operation_id = "set_partner_owner", tag = "partners", params(("partner" = String, Path)), request_body = SetOwner, responses(
    (status = 200, body = PartnerOwners),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn set_owner(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<SetOwner>,
) -> Result<Json<PartnerOwners>, ApiFailure> {
    partner::set_owner(&cx, id, input).await?;
    // Who has just given the partner away sees nothing of it any more.
    Ok(Json(PartnerOwners { items: partner::owners(&cx, id).await? }))
}

/// People at a partner.
#[derive(Serialize, utoipa::ToSchema)]
struct PartnerContacts {
    /// Active ones first.
    items: Vec<Contact>,
}

/// The contacts of a partner.
#[utoipa::path(get, path = "/api/v1/partners/{partner}/contacts", operation_id = "list_contacts", tag = "partners", params(("partner" = String, Path)), responses(
    (status = 200, body = PartnerContacts),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn contacts(Api(cx): Api, ApiPath(id): ApiPath<PartnerId>) -> Result<Json<PartnerContacts>, ApiFailure> {
    partner::detail(&cx, id).await?;
    Ok(Json(PartnerContacts { items: partner::contacts(&cx, id).await? }))
}

/// Add a contact to a partner.
#[utoipa::path(post, path = "/api/v1/partners/{partner}/contacts", operation_id = "add_contact", tag = "partners", params(("partner" = String, Path)), request_body = NewContact, responses(
    (status = 201, body = Contact),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn add_contact(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<NewContact>,
) -> Result<(StatusCode, Json<Contact>), ApiFailure> {
    let made = partner::add_contact(&cx, id, input).await?;
    let found = partner::contacts(&cx, id).await?.into_iter().find(|c| c.id == made).ok_or(Failure::NotFound)?;
    Ok((StatusCode::CREATED, Json(found)))
}

/// Change a contact.
#[utoipa::path(patch, path = "/api/v1/partners/{partner}/contacts/{contact}", operation_id = "change_contact", tag = "partners", params(("partner" = String, Path), ("contact" = String, Path)), request_body = ChangeContact, responses(
    (status = 200, body = Contact),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change_contact(
    Api(cx): Api,
    ApiPath((id, contact)): ApiPath<(PartnerId, ContactId)>,
    JsonBody(input): JsonBody<ChangeContact>,
) -> Result<Json<Contact>, ApiFailure> {
    Ok(Json(partner::change_contact(&cx, id, contact, input).await?))
}

/// Which mails a contact gets: reminders, and warnings before protection ends. All others always come.
#[utoipa::path(get, path = "/api/v1/partners/{partner}/contacts/{contact}/mails", operation_id = "show_contact_mails", tag = "partners", params(("partner" = String, Path), ("contact" = String, Path)), responses(
    (status = 200, body = ContactMails),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn contact_mails(
    Api(cx): Api,
    ApiPath((id, contact)): ApiPath<(PartnerId, ContactId)>,
) -> Result<Json<ContactMails>, ApiFailure> {
    Ok(Json(ContactMails { mails: preference::of_contact(&cx, id, contact).await? }))
}

/// Switch mails of a contact off or on, as they asked for.
#[utoipa::path(patch, path = "/api/v1/partners/{partner}/contacts/{contact}/mails", operation_id = "change_contact_mails", tag = "partners", params(("partner" = String, Path), ("contact" = String, Path)), request_body = ContactMails, responses(
    (status = 200, body = ContactMails),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn change_contact_mails(
    Api(cx): Api,
    ApiPath((id, contact)): ApiPath<(PartnerId, ContactId)>,
    JsonBody(input): JsonBody<ContactMails>,
) -> Result<Json<ContactMails>, ApiFailure> {
    Ok(Json(ContactMails { mails: preference::change_of_contact(&cx, id, contact, &input.mails).await? }))
}

/// Mails of a contact that can be switched off.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactMails {
    /// `reminder` and `expiry`; kinds that are left out of a change stay.
    mails: Vec<MailPreference>,
}

/// Personal registration links.
#[derive(Serialize, utoipa::ToSchema)]
struct PersonalLinks {
    /// The living ones.
    items: Vec<PersonalLink>,
}

/// The living personal registration links of a partner's contacts.
#[utoipa::path(get, path = "/api/v1/partners/{partner}/links", operation_id = "list_links", tag = "partners", params(("partner" = String, Path)), responses(
    (status = 200, body = PersonalLinks),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn links(Api(cx): Api, ApiPath(id): ApiPath<PartnerId>) -> Result<Json<PersonalLinks>, ApiFailure> {
    partner::detail(&cx, id).await?;
    Ok(Json(PersonalLinks { items: partner::links(&cx, id).await? }))
}

/// Whose link, in which program.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct MakeLink {
    /// The contact.
    #[schema(value_type = String)]
    contact: ContactId,
    /// The program.
    #[schema(value_type = String)]
    program: ProgramId,
}

/// Make the personal registration link of a contact; the living one, when there is one.
#[utoipa::path(post, path = "/api/v1/partners/{partner}/links", operation_id = "make_link", tag = "partners", params(("partner" = String, Path)), request_body = MakeLink, responses(
    (status = 201, body = PersonalLink),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn make_link(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<MakeLink>,
) -> Result<(StatusCode, Json<PersonalLink>), ApiFailure> {
    let link = partner::make_link(&cx, id, input.contact, input.program).await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Revoke a personal registration link.
#[utoipa::path(delete, path = "/api/v1/partners/{partner}/links/{link}", operation_id = "revoke_link", tag = "partners", params(("partner" = String, Path), ("link" = String, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn revoke_link(
    Api(cx): Api,
    ApiPath((id, link)): ApiPath<(PartnerId, LinkId)>,
) -> Result<StatusCode, ApiFailure> {
    partner::revoke_link(&cx, id, link).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mail a personal registration link to its contact.
#[utoipa::path(post, path = "/api/v1/partners/{partner}/links/{link}/mail", operation_id = "mail_link", tag = "partners", params(("partner" = String, Path), ("link" = String, Path)), responses(
    (status = 202),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn mail_link(Api(cx): Api, ApiPath((id, link)): ApiPath<(PartnerId, LinkId)>) -> Result<StatusCode, ApiFailure> {
    partner::mail_link(&cx, id, link).await?;
    Ok(StatusCode::ACCEPTED)
}

/// A page of a partner's timeline.
#[derive(Serialize, utoipa::ToSchema)]
struct PartnerTimeline {
    /// Newest first.
    items: Vec<TimelineEntry>,
    /// Where the next page starts; null on the last page.
    next_cursor: Option<String>,
}

/// What happened with a partner, its registrations and deals.
#[utoipa::path(get, path = "/api/v1/partners/{partner}/timeline", operation_id = "list_partner_timeline", tag = "partners", params(("partner" = String, Path), ListQuery), responses(
    (status = 200, body = PartnerTimeline),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn timeline(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Json<PartnerTimeline>, ApiFailure> {
    let request = query.page()?;
    partner::detail(&cx, id).await?;
    let page = record::timeline(&cx, TimelineOf::Partner(id), &request).await?;
    Ok(Json(PartnerTimeline { items: page.items, next_cursor: page.next_cursor }))
}

/// A note.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PartnerNote {
    /// What it says; the partner never sees it.
    text: String,
}

/// A note that was written.
#[derive(Serialize, utoipa::ToSchema)]
struct PartnerNoted {
    /// Its entry in the timeline.
    #[schema(value_type = String)]
    id: EventId,
}

/// Write a note into a partner's timeline.
#[utoipa::path(post, path = "/api/v1/partners/{partner}/notes", operation_id = "note_partner", tag = "partners", params(("partner" = String, Path)), request_body = PartnerNote, responses(
    (status = 201, body = PartnerNoted),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
))]
async fn note(
    Api(cx): Api,
    ApiPath(id): ApiPath<PartnerId>,
    JsonBody(input): JsonBody<PartnerNote>,
) -> Result<(StatusCode, Json<PartnerNoted>), ApiFailure> {
    let id = partner::note(&cx, id, &input.text).await?;
    Ok((StatusCode::CREATED, Json(PartnerNoted { id })))
}
