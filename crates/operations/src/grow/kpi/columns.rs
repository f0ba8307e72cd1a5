//! What a dimension is in a row of facts, as SQL.

use super::ask::Ask;
use super::conditions::{day_column, month_column, put};
use super::dimension::{Dimension, Kind};
use super::partners;
use super::policy::BlankSources;
use super::registry::{Family, Subject};
use super::stretch::{ERA, Span};
use storage::Sql;

/// The attributes the question needs, each once: their tables are `a0`, `a1`, ….
pub(super) fn attributes(ask: &Ask) -> Vec<&Dimension> {
    let mut found: Vec<&Dimension> = Vec::new();
    for dimension in ask.by.iter().chain(ask.filters.iter().map(|f| &f.dimension)) {
        if matches!(dimension, Dimension::Attribute(_)) && !found.contains(&dimension) {
            found.push(dimension);
        }
    }
    found
}

/// The customers of rows, where the question looks at them: `cd` says who it is, `cc` is the record.
pub(super) fn customers(ask: &Ask) -> Option<String> {
    let looks = |of: &[Dimension]| of.iter().any(|dimension| ask.uses(dimension));
    let (table, key) = match ask.metric.family.subject() {
        Subject::Deals => ("deal", "deal_id"),
        Subject::Registrations => ("registration", "registration_id"),
        Subject::Partners | Subject::Stays => return None,
    };
    let of_record = looks(&[Dimension::CustomerIndustry, Dimension::CustomerCountry]);
    let record = if of_record { " LEFT JOIN company cc ON cc.id = cd.company_id" } else { "" };
    (of_record || looks(&[Dimension::Customer])).then(|| format!(" JOIN {table} cd ON cd.id = f.{key}{record}"))
}

/// A dimension's value in a row.
pub(super) fn dimension(sql: Sql, ask: &Ask, dimension: &Dimension) -> Sql {
    let deals = ask.metric.family.subject() == Subject::Deals;
    let text = match dimension {
        Dimension::Program => "f.program_id",
        // The phase and stage of an open deal are those it had then.
        Dimension::Phase if ask.as_of.is_some() && ask.metric.family == Family::Pipeline => {
            "COALESCE((SELECT CASE WHEN ph.left_at < {end} THEN '' ELSE ph.phase END FROM partner_phase ph WHERE ph.partner_id = f.partner_id \
             AND ph.program_id = f.program_id AND ph.entered_at < {end} ORDER BY ph.entered_at DESC, ph.id DESC LIMIT 1), '')"
        }
        Dimension::Stage if ask.as_of.is_some() && ask.metric.family == Family::Pipeline => {
            "(SELECT st.stage_id FROM deal_stage st WHERE st.deal_id = f.deal_id AND st.entered_at < {end} \
             ORDER BY st.entered_at DESC, st.id DESC LIMIT 1)"
        }
        Dimension::Stage if ask.as_of.is_some() && matches!(ask.metric.family, Family::Opening | Family::Origin) => {
            "CASE WHEN f.outcome <> 'open' AND COALESCE(f.closed_day, f.known_day) <= {day} THEN f.stage_id ELSE \
             (SELECT st.stage_id FROM deal_stage st WHERE st.deal_id = f.deal_id AND st.entered_at < {end} \
             ORDER BY st.entered_at DESC, st.id DESC LIMIT 1) END"
        }
        Dimension::Phase => "f.phase",
        Dimension::Stage => "f.stage_id",
        Dimension::Segment => "f.segment_id",
        Dimension::Partner => "f.partner_id",
        Dimension::Owner => "f.owner_id",
        Dimension::Product if deals => "l.product_id",
        Dimension::Category if deals => "l.category",
        Dimension::Product => "f.product_id",
        Dimension::Category => "f.category",
        Dimension::Region => "f.region",
        Dimension::Country => "f.country",
        Dimension::Customer => "cd.company_id",
        Dimension::CustomerIndustry => "COALESCE(cc.industry, '')",
        Dimension::CustomerCountry if deals => "COALESCE(cc.country, '')",
        // Of a customer without a record there is what the partner wrote.
        Dimension::CustomerCountry => "COALESCE(cc.country, cd.company_country, '')",
        Dimension::Source if deals && ask.policies.blank_sources == BlankSources::Direct => {
            "CASE WHEN f.source = 'imported' AND f.partner_id IS NULL THEN 'direct' ELSE f.source END"
        }
        Dimension::Source => "f.source",
        Dimension::Currency => "f.currency",
        Dimension::Attribute(_) => {
            let at = attributes(ask).iter().position(|d| *d == dimension).unwrap_or_default();
            return sql.push(&format!("COALESCE(a{at}.value, '')"));
        }
        Dimension::Form => {
            let of = if deals {
                "deal fd JOIN registration fr ON fr.id = fd.registration_id WHERE fd.id = f.deal_id"
            } else {
                "registration fr WHERE fr.id = f.registration_id"
            };
            return sql.push(&format!("COALESCE((SELECT fr.kind FROM {of}), '')"));
        }
        Dimension::Day
        | Dimension::Week
        | Dimension::Month
        | Dimension::Quarter
        | Dimension::Year
        | Dimension::FiscalQuarter
        | Dimension::FiscalYear
        | Dimension::SignedMonth
        | Dimension::SignedQuarter
        | Dimension::SignedYear
        | Dimension::MonthsSinceSigning => return sql.push(&time(ask, dimension)),
    };
    put(sql, text, ask.as_of)
}

/// The number of the stretch of time a row lies in; -1 for none.
fn time(ask: &Ask, dimension: &Dimension) -> String {
    let family = ask.metric.family;
    let (day, month, lead) = (day_column(family), month_column(family), ask.lead(dimension));
    let of_partner =
        |number: &str| format!("COALESCE((SELECT {number} FROM partner sp WHERE sp.id = f.partner_id), -1)");
    let signed = partners::signed_month("sp");
    match dimension.kind() {
        Kind::Time(Span::Days(days)) => format!("CASE WHEN {day} IS NULL THEN -1 ELSE ({day} + {ERA}) / {days} END"),
        // Before, in the month itself, a month later, …
        Kind::Time(_) if *dimension == Dimension::MonthsSinceSigning => {
            of_partner(&format!("CASE WHEN {month} < {signed} THEN 0 ELSE {month} - ({signed}) + 1 END"))
        }
        Kind::Time(Span::Months(months)) if dimension.is_of_signing() => of_partner(&format!("({signed}) / {months}")),
        Kind::Time(Span::Months(months)) => {
            format!("CASE WHEN {month} IS NULL THEN -1 ELSE ({month} + {lead}) / {months} END")
        }
        Kind::Id | Kind::Text => "-1".to_owned(),
    }
}
