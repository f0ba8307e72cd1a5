//! Partners as facts: when they were signed and what they did first, read from the facts of their deals and registrations along the index by
//! partner. So they can say what was so on any day; what is so today of all of them is kept ([`super::partner_totals`]).

use super::policy::{Business, Policies};

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
pub(super) fn facts(business: Option<Business>) -> String {
    let signed = day("p.signed_on");
    let year_month = signed_month("p");
    let business = business.map_or_else(String::new, first_business);
    format!(
        "(SELECT p.id AS partner_id, p.name, p.status, p.segment_id, COALESCE(p.region, '') AS region, COALESCE(p.country, '') AS country, \
         {signed} AS signed_day, {year_month} AS signed_month, \
         (SELECT po.user_id FROM partner_owner po WHERE po.partner_id = p.id AND po.role = 'partner_manager' AND po.side = 'vendor') AS owner_id, \
         (SELECT MIN(x.submitted_day) FROM registration_fact x WHERE x.partner_id = p.id) AS registration_day, \
         (SELECT MIN(x.closed_day) FROM deal_fact x WHERE x.partner_id = p.id AND x.outcome = 'won') AS won_day \
         {business} FROM partner p WHERE p.signed_on IS NOT NULL)"
    )
}

/// Tables, days and conditions of what counts as business.
fn kinds(business: Business) -> &'static [(&'static str, &'static str, &'static str)] {
    const SUBMITTED: (&str, &str, &str) = ("registration_fact", "submitted_day", "");
    const APPROVED: (&str, &str, &str) = ("registration_fact", "decided_day", " AND y.decision = 'approved'");
    const OPENED: (&str, &str, &str) = ("deal_fact", "opened_day", "");
    const WON: (&str, &str, &str) = ("deal_fact", "closed_day", " AND y.outcome = 'won'");
    match business {
        Business::RegistrationOrDeal => &[SUBMITTED, OPENED],
        Business::RegistrationSubmitted => &[SUBMITTED],
        Business::RegistrationApproved => &[APPROVED],
        Business::DealOpened => &[OPENED],
        Business::DealWon => &[WON],
    }
}

/// The column with the day of a partner's first business.
fn first_business(business: Business) -> String {
    let firsts: Vec<String> = kinds(business)
        .iter()
        .map(|(table, day, also)| format!("SELECT MIN(y.{day}) AS day FROM {table} y WHERE y.partner_id = p.id{also}"))
        .collect();
    format!(", (SELECT MIN(z.day) FROM ({}) z) AS business_day", firsts.join(" UNION ALL "))
}

/// Whether the partner has left by the day asked about. Who came back has not.
pub(super) fn has_left() -> &'static str {
    "(f.status = 'exited' AND COALESCE((SELECT MAX(e.at) FROM event e WHERE e.partner_id = f.partner_id AND e.kind = 'partner.status_changed'), 0) \
     < {end})"
}

/// Whether the partner did business from the day `first` to the one asked about, and under this condition on the day `{at}`.
fn did_business(business: Business, first: &str, further: &str) -> String {
    let kinds = kinds(business).iter().map(|(table, day, also)| {
        let further = further.replace("{at}", &format!("y.{day}"));
        format!(
            "EXISTS (SELECT 1 FROM {table} y WHERE y.partner_id = f.partner_id AND y.{day} >= {first} AND y.{day} <= {{day}}{further}{also})"
        )
    });
    format!("({})", kinds.collect::<Vec<_>>().join(" OR "))
}

/// Whether the partner did business soon after signing. What it did before, it did without us.
pub(super) fn is_activated(policies: &Policies) -> String {
    let soon = format!(" AND {{at}} <= f.signed_day + {}", policies.activation_days);
    did_business(policies.business, "f.signed_day", &soon)
}

/// Whether the partner did business in the days up to the one asked about.
pub(super) fn is_active(policies: &Policies) -> String {
    did_business(policies.business, &format!("{{day}} - {}", policies.active_days - 1), "")
}

/// Whether the partner won a deal in the days up to the one asked about.
pub(super) fn is_producing(policies: &Policies) -> String {
    format!(
        "EXISTS (SELECT 1 FROM deal_fact y WHERE y.partner_id = f.partner_id AND y.outcome = 'won' AND y.closed_day > {{day}} - {} AND y.closed_day <= {{day}})",
        policies.producing_days
    )
}
