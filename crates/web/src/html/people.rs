//! People of the vendor, for administrators: who there is, what they may do, whether they may come in.

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::{get, post};
use kernel::id::UserId;
use kernel::{Failure, FieldErrors, Locale, PageRequest, Role};
use operations::access::line_manager::{self, Manager};
use operations::access::policy::Action;
use operations::access::user::{self, ChangeUser, CreateUser, User, UserFilter};
use operations::{App, Ctx};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/people", get(list).post(create))
        .route("/settings/people/new", get(new))
        .route("/settings/people/{id}", get(show).post(change))
        .route("/settings/people/{id}/access", post(access))
        .route("/settings/people/{id}/manager", post(set_manager))
        .route("/settings/people/{id}/invite", post(invite))
}

struct Choice {
    value: String,
    label: String,
    selected: bool,
}

fn languages(ui: &Ui, chosen: Locale) -> Vec<Choice> {
    Locale::ALL
        .iter()
        .map(|l| Choice { value: l.to_string(), label: ui.word("settings-language", l), selected: *l == chosen })
        .collect()
}

fn roles(ui: &Ui, chosen: &str) -> Vec<Choice> {
    Role::ALL
        .iter()
        .map(|r| Choice { value: r.to_string(), label: ui.word("role", r), selected: r.as_str() == chosen })
        .collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filter {
    q: String,
    role: String,
    active: String,
    cursor: String,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct List {
    ui: Ui,
    people: Vec<User>,
    count: i64,
    roles: Vec<Choice>,
    filter: Filter,
    first: String,
    next: String,
}

async fn list(page: Page, Query(filter): Query<Filter>) -> PageResult {
    let Page { cx, ui } = page;
    let request = PageRequest::parse(None, Some(&filter.cursor))?;
    let wanted =
        UserFilter { q: Some(filter.q.clone()), role: filter.role.parse().ok(), active: filter.active.parse().ok() };
    let found = user::list(&cx, &wanted, &request).await?;
    let address = |cursor: &str| {
        let pairs = [
            ("q", filter.q.as_str()),
            ("role", filter.role.as_str()),
            ("active", filter.active.as_str()),
            ("cursor", cursor),
        ];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/settings/people?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    };
    render(&List {
        count: user::active_count(&cx).await?,
        first: if filter.cursor.is_empty() { String::new() } else { address("") },
        next: found.next_cursor.as_deref().map(address).unwrap_or_default(),
        people: found.items,
        roles: roles(&ui, &filter.role),
        filter,
        ui,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PersonForm {
    name: String,
    email: String,
    role: String,
    all_partners: String,
    locale: String,
    invite: String,
    version: String,
}

#[derive(Template)]
#[template(path = "people/new.html")]
struct NewPage {
    ui: Ui,
    form: PersonForm,
    languages: Vec<Choice>,
    errors: FieldErrors,
}

impl NewPage {
    fn roles(&self) -> &'static [Role] {
        Role::ALL
    }
    fn hint(&self, role: &Role) -> String {
        self.ui.t(&format!("role-{}-hint", role.as_str().replace('_', "-")))
    }
}

async fn new(page: Page) -> PageResult {
    page.cx.allow(Action::ManagePeople)?;
    let organisation = operations::settings::organisation(page.cx.read()).await?;
    let form = PersonForm { role: Role::PartnerManager.to_string(), invite: "1".to_owned(), ..PersonForm::default() };
    render(&NewPage {
        languages: languages(&page.ui, organisation.locale),
        ui: page.ui,
        form,
        errors: FieldErrors::default(),
    })
}

async fn create(page: Page, Form(form): Form<PersonForm>) -> PageResult {
    let mut errors = FieldErrors::default();
    let role = form.role.parse().map_err(|_| errors.add("role", "required")).unwrap_or(Role::Viewer);
    let locale = form.locale.parse::<Locale>().ok();
    let input = CreateUser {
        name: form.name.clone(),
        email: form.email.clone(),
        role,
        all_partners: !form.all_partners.is_empty(),
        locale,
        invite: !form.invite.is_empty(),
    };
    let made = if errors.is_empty() { user::create(&page.cx, input).await } else { Err(Failure::Invalid(errors)) };
    match made {
        Ok(_) => {
            let key = if form.invite.is_empty() { "people-created" } else { "people-invited" };
            Ok(redirect_with("/settings/people", "good", key))
        }
        Err(Failure::Invalid(errors)) => {
            let languages = languages(&page.ui, locale.unwrap_or(page.cx.locale));
            render_invalid(&NewPage { ui: page.ui, form, languages, errors })
        }
        Err(failure) => Err(PageFailure(failure)),
    }
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    ui: Ui,
    person: User,
    form: PersonForm,
    errors: FieldErrors,
    /// A sentence above the form: somebody was faster, the last administrator.
    notice: String,
    managers: Vec<Choice>,
}

impl PersonPage {
    fn roles(&self) -> &'static [Role] {
        Role::ALL
    }
    fn hint(&self, role: &Role) -> String {
        self.ui.t(&format!("role-{}-hint", role.as_str().replace('_', "-")))
    }
    async fn load(cx: &Ctx, ui: Ui, person: User) -> Result<Self, Failure> {
        let chosen = line_manager::manager(cx, person.id).await?.manager;
        let managers = user::choices(cx)
            .await?
            .into_iter()
            .filter(|choice| choice.id != person.id)
            .map(|choice| Choice {
                value: choice.id.to_string(),
                selected: Some(choice.id) == chosen,
                label: choice.name,
            })
            .collect();
        Ok(Self { managers, ..Self::of(ui, person) })
    }
    fn of(ui: Ui, person: User) -> Self {
        let form = PersonForm {
            name: person.name.clone(),
            email: person.email.clone(),
            role: person.role.to_string(),
            all_partners: if person.all_partners { "1".to_owned() } else { String::new() },
            version: person.version.to_string(),
            ..PersonForm::default()
        };
        Self { ui, person, form, errors: FieldErrors::default(), notice: String::new(), managers: Vec::new() }
    }
}

fn person_id(text: &str) -> Result<UserId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

async fn show(page: Page, Path(id): Path<String>) -> PageResult {
    page.cx.allow(Action::ManagePeople)?;
    let person = user::get(&page.cx, person_id(&id)?).await?;
    render(&PersonPage::load(&page.cx, page.ui, person).await?)
}

async fn change(page: Page, Path(id): Path<String>, Form(form): Form<PersonForm>) -> PageResult {
    let id = person_id(&id)?;
    let mut errors = FieldErrors::default();
    let role = form.role.parse::<Role>().map_err(|_| errors.add("role", "required")).ok();
    let input = ChangeUser {
        name: Some(form.name.clone()),
        email: Some(form.email.clone()),
        role,
        all_partners: Some(!form.all_partners.is_empty()),
        active: None,
        version: form.version.parse().ok(),
    };
    let changed =
        if errors.is_empty() { user::change(&page.cx, id, input).await } else { Err(Failure::Invalid(errors)) };
    let failure = match changed {
        Ok(_) => return Ok(redirect_with("/settings/people", "good", "people-changed")),
        Err(failure) => failure,
    };
    let status = crate::failure::status(&failure);
    let mut shown = PersonPage::load(&page.cx, page.ui, user::get(&page.cx, id).await?).await?;
    shown.form = form;
    match failure {
        Failure::Invalid(errors) => shown.errors = errors,
        Failure::Conflict { code, .. } => shown.notice = shown.ui.error(code),
        other => return Err(PageFailure(other)),
    }
    let mut response = render(&shown)?;
    *response.status_mut() = status;
    Ok(response)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ManagerForm {
    manager: String,
}

async fn set_manager(page: Page, Path(id): Path<String>, Form(form): Form<ManagerForm>) -> PageResult {
    let id = person_id(&id)?;
    let named = match form.manager.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| Failure::field("manager", "unknown"))?),
    };
    line_manager::set_manager(&page.cx, id, Manager { manager: named }).await?;
    Ok(redirect_with(&format!("/settings/people/{id}"), "good", "people-manager-saved"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AccessForm {
    active: bool,
}

async fn access(page: Page, Path(id): Path<String>, Form(form): Form<AccessForm>) -> PageResult {
    let id = person_id(&id)?;
    let input = ChangeUser { active: Some(form.active), ..ChangeUser::default() };
    match user::change(&page.cx, id, input).await {
        Ok(_) => {
            let key = if form.active { "people-activated" } else { "people-deactivated" };
            Ok(redirect_with(&format!("/settings/people/{id}"), "good", key))
        }
        Err(Failure::Conflict { code, .. }) => {
            let mut shown = PersonPage::load(&page.cx, page.ui, user::get(&page.cx, id).await?).await?;
            shown.notice = shown.ui.error(code);
            let mut response = render(&shown)?;
            *response.status_mut() = http::StatusCode::CONFLICT;
            Ok(response)
        }
        Err(failure) => Err(PageFailure(failure)),
    }
}

async fn invite(page: Page, Path(id): Path<String>) -> PageResult {
    let id = person_id(&id)?;
    user::invite(&page.cx, id).await?;
    Ok(redirect_with(&format!("/settings/people/{id}"), "good", "people-invitation-sent"))
}
