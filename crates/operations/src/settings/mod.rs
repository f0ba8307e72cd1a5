//! What the organisation decides for itself: name, currency, time zone, brand.

mod partner_pages;

pub use partner_pages::{PartnerPages, change_partner_pages, partner_pages};

use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::{Currency, FieldErrors, Locale, Outcome};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx};

/// The organisation that runs this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Organisation {
    /// Shown to partners.
    pub name: String,
    /// For new programs and for figures without a program.
    #[schema(value_type = String, example = "EUR")]
    pub currency: Currency,
    /// IANA name; days, months and business hours are counted here.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// For people who have not chosen.
    #[schema(value_type = String, example = "en")]
    pub locale: Locale,
    /// The month the fiscal year starts in, 1 to 12. It is named by the calendar year it ends in.
    #[serde(default = "january")]
    #[schema(minimum = 1, maximum = 12, example = 4)]
    pub fiscal_year_start_month: u8,
}

const fn january() -> u8 {
    1
}

impl Default for Organisation {
    fn default() -> Self {
        Self {
            name: "Compagnon".to_owned(),
            currency: Currency::EUR,
            time_zone: "Europe/Berlin".to_owned(),
            locale: Locale::En,
            fiscal_year_start_month: january(),
        }
    }
}

impl Organisation {
    /// The zone; UTC when the name is unknown to this machine.
    pub fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.time_zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

/// The organisation's settings; readable by every operation.
///
/// # Errors
/// The database's.
pub async fn organisation(db: &impl ConnectionTrait) -> Outcome<Organisation> {
    let stored = Sql::new("SELECT value FROM setting WHERE key = 'organisation'").value::<String>(db).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Keeps `value` under `key`, instead of what was kept there.
///
/// # Errors
/// The database's.
pub(crate) async fn keep(cx: &Ctx, tx: &Tx, key: &str, value: impl Into<sea_orm::Value>) -> Outcome<()> {
    Sql::new("INSERT INTO setting (key, value, changed_at) VALUES (")
        .push_with("?, ?, ?)", [key.into(), value.into(), cx.now().into()])
        .push(" ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at")
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps `value` as JSON under `key`, instead of what was kept there.
///
/// # Errors
/// The database's.
pub(crate) async fn keep_json(cx: &Ctx, tx: &Tx, key: &str, value: &impl Serialize) -> Outcome<()> {
    keep(cx, tx, key, serde_json::to_string(value).map_err(kernel::Failure::internal)?).await
}

/// What is to be different about the organisation; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeOrganisation {
    /// Shown to partners.
    #[schema(max_length = 120)]
    pub name: Option<String>,
    /// For new programs and for figures without a program.
    #[schema(value_type = Option<String>, example = "EUR")]
    pub currency: Option<Currency>,
    /// IANA name.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: Option<String>,
    /// For people who have not chosen.
    #[schema(value_type = Option<String>, example = "en")]
    pub locale: Option<Locale>,
    /// The month the fiscal year starts in, 1 to 12.
    #[schema(minimum = 1, maximum = 12, example = 4)]
    pub fiscal_year_start_month: Option<u8>,
}

/// Changes some of the organisation's settings.
///
/// # Errors
/// As [`change_organisation`].
pub async fn patch_organisation(cx: &Ctx, input: ChangeOrganisation) -> Outcome<Organisation> {
    cx.allow(Action::Administer)?;
    let now = organisation(cx.read()).await?;
    let whole = Organisation {
        name: input.name.unwrap_or(now.name),
        currency: input.currency.unwrap_or(now.currency),
        time_zone: input.time_zone.unwrap_or(now.time_zone),
        locale: input.locale.unwrap_or(now.locale),
        fiscal_year_start_month: input.fiscal_year_start_month.unwrap_or(now.fiscal_year_start_month),
    };
    change_organisation(cx, whole).await
}

/// Changes the organisation's settings.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name`, `time_zone`, `fiscal_year_start_month` (`out_of_range`).
pub async fn change_organisation(cx: &Ctx, input: Organisation) -> Outcome<Organisation> {
    cx.allow(Action::Administer)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 120);
    if jiff::tz::TimeZone::get(&input.time_zone).is_err() {
        errors.add("time_zone", "time_zone_invalid");
    }
    if !(1..=12).contains(&input.fiscal_year_start_month) {
        let range = [("min", "1".to_owned()), ("max", "12".to_owned())];
        errors.add_with("fiscal_year_start_month", "out_of_range", range);
    }
    errors.into_result(())?;
    let after = Organisation { name, ..input };
    let tx = cx.begin().await?;
    let before = organisation(&tx).await?;
    keep_json(cx, &tx, "organisation", &after).await?;
    if before.time_zone != after.time_zone {
        // What was opened, closed and submitted on which day is kept.
        crate::grow::kpi::recount::ask(&tx).await?;
    }
    let payload = serde_json::json!({ "before": before, "after": after });
    record(&tx, cx, Event::new(EventKind::SettingsChanged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(after)
}
