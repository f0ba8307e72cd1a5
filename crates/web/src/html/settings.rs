//! Settings: where everything is that is set once, and the organisation's own facts.

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::routing::get;
use kernel::{Currency, Failure, FieldErrors, Locale};
use operations::App;
use operations::access::policy::Action;
use operations::settings::{self, ChangeOrganisation};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/settings", get(index)).route("/settings/organisation", get(organisation).post(change))
}

struct Room {
    href: &'static str,
    icon: &'static str,
    title: String,
    note: String,
}

#[derive(Template)]
#[template(path = "settings/index.html")]
struct Index {
    ui: Ui,
    rooms: Vec<Room>,
}

/// Every room of the settings, with who may enter.
const ROOMS: &[(&str, &str, &str, &str, Action)] = &[
    ("/settings/organisation", "building-2", "settings-organisation", "settings-organisation-note", Action::Administer),
    ("/settings/figures", "chart-column", "figures-title", "figures-room-note", Action::Read),
    ("/settings/health", "activity", "health-settings-title", "health-room-note", Action::Read),
    ("/settings/partner-pages", "globe", "my-settings", "my-settings-note", Action::Administer),
    ("/settings/people", "users", "people-title", "settings-people-note", Action::Administer),
    ("/settings/programs", "layers", "program-title", "program-about", Action::Read),
    ("/settings/calendars", "calendar", "calendar-title", "calendar-note", Action::Read),
    ("/settings/segments", "tag", "segment-title", "segment-note", Action::Read),
    ("/settings/products", "package", "product-title", "product-note", Action::Read),
    ("/settings/exchange-rates", "chart-column", "rates-title", "rates-note", Action::Administer),
    ("/companies", "building-2", "customers-title", "customers-note", Action::Read),
    ("/imports", "upload", "import-title", "settings-imports-note", Action::Import),
    ("/settings/outbox", "mail", "settings-outbox", "settings-outbox-note", Action::Administer),
    ("/settings/audit", "history", "settings-audit", "settings-audit-note", Action::Administer),
    ("/account/tokens", "key", "tokens-title", "settings-tokens-note", Action::ManageOwnAccount),
];

async fn index(page: Page) -> PageResult {
    let ui = page.ui;
    let rooms = ROOMS
        .iter()
        .filter(|(.., action)| ui.may(*action))
        .map(|(href, icon, title, note, _)| Room { href, icon, title: ui.t(title), note: ui.t(note) })
        .collect();
    render(&Index { rooms, ui })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OrganisationForm {
    name: String,
    currency: String,
    time_zone: String,
    locale: String,
    fiscal_year_start_month: String,
}

struct Choice {
    value: String,
    label: String,
    selected: bool,
}

#[derive(Template)]
#[template(path = "settings/organisation.html")]
struct OrganisationPage {
    languages: Vec<Choice>,
    months: Vec<Choice>,
    ui: Ui,
    form: OrganisationForm,
    errors: FieldErrors,
}

impl OrganisationPage {
    fn of(ui: Ui, form: OrganisationForm, errors: FieldErrors) -> Self {
        let languages = Locale::ALL
            .iter()
            .map(|l| Choice {
                value: l.to_string(),
                label: ui.word("settings-language", l),
                selected: l.as_str() == form.locale,
            })
            .collect();
        let months = (1..=12_u8).map(|month| Choice {
            value: month.to_string(),
            label: i18n::month_alone(ui.locale(), month).to_owned(),
            selected: month.to_string() == form.fiscal_year_start_month,
        });
        Self { languages, months: months.collect(), ui, form, errors }
    }
}

async fn organisation(page: Page) -> PageResult {
    page.cx.allow(Action::Administer)?;
    let now = settings::organisation(page.cx.read()).await?;
    let form = OrganisationForm {
        name: now.name,
        currency: now.currency.to_string(),
        time_zone: now.time_zone,
        locale: now.locale.to_string(),
        fiscal_year_start_month: now.fiscal_year_start_month.to_string(),
    };
    render(&OrganisationPage::of(page.ui, form, FieldErrors::default()))
}

async fn change(page: Page, Form(form): Form<OrganisationForm>) -> PageResult {
    let mut errors = FieldErrors::default();
    let currency: Option<Currency> = form.currency.parse().map_err(|_| errors.add("currency", "currency_invalid")).ok();
    let locale: Option<Locale> = form.locale.parse().map_err(|_| errors.add("locale", "unknown")).ok();
    let month = form.fiscal_year_start_month.trim();
    let fiscal_year_start_month = (!month.is_empty())
        .then(|| month.parse().map_err(|_| errors.add("fiscal_year_start_month", "unknown")).ok())
        .flatten();
    let input = ChangeOrganisation {
        name: Some(form.name.clone()),
        currency,
        time_zone: Some(form.time_zone.trim().to_owned()),
        locale,
        fiscal_year_start_month,
    };
    let changed = if errors.is_empty() {
        settings::patch_organisation(&page.cx, input).await
    } else {
        page.cx.allow(Action::Administer)?;
        Err(Failure::Invalid(errors))
    };
    match changed {
        Ok(_) => Ok(redirect_with("/settings", "good", "settings-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&OrganisationPage::of(page.ui, form, errors)),
        Err(failure) => Err(PageFailure(failure)),
    }
}
