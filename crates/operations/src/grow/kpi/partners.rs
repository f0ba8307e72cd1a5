//! Partners as facts: when they were signed and what they did first. Not kept, but read from the facts of their deals and registrations, along
//! the index by partner: so they can say what was so on any day.

use std::sync::LazyLock;

/// Days after signing within which a partner that does business counts as activated.
pub const SOON: i64 = 90;
/// A partner that did business within so many days is active.
pub const LATELY: i64 = 90;
/// A partner that won a deal within so many days is producing.
pub const YEAR: i64 = 365;

/// Days since 1970-01-01 of a date kept as text, in whole numbers both databases reckon alike (the Julian day of a Gregorian date).
pub(crate) fn day(column: &str) -> String {
    let part = |from: u8, len: u8| format!("CAST(SUBSTR({column}, {from}, {len}) AS BIGINT)");
    let (year, month, of_month) = (part(1, 4), part(6, 2), part(9, 2));
    let early = format!("((14 - {month}) / 12)");
    let years = format!("({year} + 4800 - {early})");
    let months = format!("({month} + 12 * {early} - 3)");
    format!(
        "({of_month} + (153 * {months} + 2) / 5 + 365 * {years} + {years} / 4 - {years} / 100 + {years} / 400 - 32045 - 2440588)"
    )
}

/// The month (year × 12 + month − 1) in which a row of `partner` signed; NULL before.
pub(crate) fn signed_month(partner: &str) -> String {
    format!(
        "CAST(SUBSTR({partner}.signed_on, 1, 4) AS BIGINT) * 12 + CAST(SUBSTR({partner}.signed_on, 6, 2) AS BIGINT) - 1"
    )
}

/// The rows of partners, to stand where a table of facts stands.
pub(super) static FACTS: LazyLock<String> = LazyLock::new(|| {
    let signed = day("p.signed_on");
    let year_month = signed_month("p");
    format!(
        "(SELECT p.id AS partner_id, p.name, p.status, p.segment_id, COALESCE(p.region, '') AS region, COALESCE(p.country, '') AS country, \
         {signed} AS signed_day, {year_month} AS signed_month, \
         (SELECT po.user_id FROM partner_owner po WHERE po.partner_id = p.id AND po.role = 'partner_manager' AND po.side = 'vendor') AS owner_id, \
         (SELECT MIN(x.submitted_day) FROM registration_fact x WHERE x.partner_id = p.id) AS registration_day, \
         (SELECT MIN(x.closed_day) FROM deal_fact x WHERE x.partner_id = p.id AND x.outcome = 'won') AS won_day \
         FROM partner p WHERE p.signed_on IS NOT NULL)"
    )
});

/// Whether the partner registered or opened a deal from the day `first` to the one asked about, and under this condition on the day `{at}`.
fn did_business(first: &str, further: &str) -> String {
    let on = |table: &str, day: &str| {
        let further = further.replace("{at}", &format!("y.{day}"));
        format!(
            "EXISTS (SELECT 1 FROM {table} y WHERE y.partner_id = f.partner_id AND y.{day} >= {first} AND y.{day} <= {{day}}{further})"
        )
    };
    format!("({} OR {})", on("registration_fact", "submitted_day"), on("deal_fact", "opened_day"))
}

/// Whether the partner did business soon after signing. What it did before, it did without us.
pub(super) fn is_activated() -> String {
    did_business("f.signed_day", &format!(" AND {{at}} <= f.signed_day + {SOON}"))
}

/// Whether the partner did business in the days up to the one asked about.
pub(super) fn is_active() -> String {
    did_business(&format!("{{day}} - {}", LATELY - 1), "")
}

/// Whether the partner won a deal in the year up to the day asked about.
pub(super) fn is_producing() -> String {
    format!(
        "EXISTS (SELECT 1 FROM deal_fact y WHERE y.partner_id = f.partner_id AND y.outcome = 'won' AND y.closed_day > {{day}} - {YEAR} AND y.closed_day <= {{day}})"
    )
}
