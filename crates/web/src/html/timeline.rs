//! What happened, in sentences: the timeline of partners, registrations and deals.
//!
//! An entry reads "<who> <sentence>"; the sentence is `event-<kind>` in Fluent with the payload's values put in. Words of ours
//! among them (phases, roles, states) are put into the reader's language first.

use crate::ui::Ui;
use i18n::Arg;
use kernel::{Instant, Money};
use operations::program::Bilingual;
use operations::record::TimelineEntry;
use serde_json::Value;

/// One line of a timeline.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Of the actor; empty for the system.
    pub(crate) initials: String,
    /// Name of the actor, or of the product.
    pub(crate) actor: String,
    /// What they did.
    pub(crate) sentence: String,
    /// A note, question or reason in somebody's own words; empty for none.
    pub(crate) quote: String,
    /// Single facts that changed.
    pub(crate) changes: Vec<String>,
    /// Machine-readable moment.
    pub(crate) iso: String,
    /// How long ago.
    pub(crate) when: String,
    /// The moment in full, shown on hover.
    pub(crate) moment: String,
    /// Through which entrance, where it is not the page.
    pub(crate) via: String,
    /// Where the registration or deal it is about is found; empty for none.
    pub(crate) href: String,
}

/// Lines for a timeline's entries. `here`: the path of the record that shows them, so that no line links to its own page.
pub(crate) fn entries(ui: &Ui, items: &[TimelineEntry], here: &str) -> Vec<Entry> {
    items.iter().map(|item| entry(ui, item, here)).collect()
}

fn entry(ui: &Ui, item: &TimelineEntry, here: &str) -> Entry {
    let kind = item.kind.as_str();
    let key = format!("event-{}", kind.replace(['_', '.'], "-"));
    let values: Vec<(String, String)> = item
        .payload
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value_text(ui, kind, name, value)))
        .collect();
    let args: Vec<(&str, Arg<'_>)> = values.iter().map(|(name, value)| (name.as_str(), Arg::from(value))).collect();
    let own_words = ["text", "reason", "question", "answer", "note"];
    let quote = own_words.iter().find_map(|name| item.payload.get(name).and_then(Value::as_str)).unwrap_or_default();
    // A stranger has no account; the name is the one they gave.
    let stranger = item.payload.get("sender").and_then(Value::as_str).filter(|_| item.actor_kind == "anonymous");
    let actor_name = stranger.unwrap_or(&item.actor_name);
    let by_system = actor_name.is_empty();
    let href = match (item.deal_id, item.registration_id) {
        (Some(deal), _) => format!("/deals/{deal}"),
        (None, Some(registration)) => format!("/registrations/{registration}"),
        (None, None) => String::new(),
    };
    Entry {
        initials: ui.initials(actor_name),
        actor: if by_system { ui.t("shell-product") } else { actor_name.to_owned() },
        sentence: i18n::text_args(ui.locale(), &key, &args),
        // The next step is part of its sentence.
        quote: if kind == "partner.next_step_set" { String::new() } else { quote.to_owned() },
        changes: changes(ui, &item.payload),
        iso: item.at.to_string(),
        when: ui.ago(&item.at),
        moment: ui.instant(&item.at),
        via: if by_system || item.channel.as_str() == "web" { String::new() } else { ui.word("channel", item.channel) },
        href: if href == here { String::new() } else { href },
    }
}

/// The family of words a payload value belongs to, for values that are words of ours.
fn family(kind: &str, name: &str) -> Option<&'static str> {
    match (kind, name) {
        ("partner.phase_moved", "before" | "after") | (_, "phase") => Some("phase"),
        ("partner.status_changed", "before" | "after") => Some("partner-status"),
        ("partner.owner_changed", "role") => Some("owner"),
        (_, "side") => Some("side"),
        ("partner.contact_added", "role") => Some("contact-role"),
        ("registration.declined", "reason_code") => Some("decline-reason"),
        ("deal.lost", "close_reason") => Some("loss"),
        _ => None,
    }
}

fn value_text(ui: &Ui, kind: &str, name: &str, value: &Value) -> String {
    match value {
        Value::Null => ui.t(if kind == "partner.owner_changed" { "shell-open" } else { "shell-none" }),
        Value::String(text) => match family(kind, name) {
            Some(family) => ui.word(family, text),
            None => date_or_text(ui, text),
        },
        // Money is an object of two texts, as is a name in both languages.
        Value::Object(_) if serde_json::from_value::<Money>(value.clone()).is_ok() => {
            serde_json::from_value(value.clone()).map(|money| ui.money(&money)).unwrap_or_default()
        }
        Value::Object(both) => both.get(ui.lang()).and_then(Value::as_str).unwrap_or_default().to_owned(),
        Value::Bool(yes) => yes.to_string(),
        other => other.to_string(),
    }
}

/// Payloads carry days and moments in their machine form.
fn date_or_text(ui: &Ui, text: &str) -> String {
    if let Ok(date) = text.parse::<kernel::Date>() {
        return ui.date(&date);
    }
    match text.parse::<Instant>() {
        Ok(at) if text.contains('T') => ui.instant(&at),
        _ => text.to_owned(),
    }
}

/// `changed` of a registration's payload, as "Changed: What they need, Where does it run?", less what is told with its values; its own questions are
/// called as they were then.
fn changed(ui: &Ui, payload: &Value) -> Option<String> {
    let with_values = |name: &str| {
        let told = payload.get("changes").and_then(Value::as_array);
        told.is_some_and(|list| list.iter().any(|c| c.get("field").and_then(Value::as_str) == Some(name)))
    };
    let label = |name: &str| match name.strip_prefix("answers.") {
        Some(key) => {
            let both: Bilingual = serde_json::from_value(payload.get("labels")?.get(key)?.clone()).ok()?;
            Some(both.text(ui.locale()).to_owned())
        }
        None => Some(ui.word("review-field", name)),
    };
    let names = payload.get("changed")?.as_array()?.iter().filter_map(Value::as_str);
    let names: Vec<String> = names.filter(|name| !with_values(name)).filter_map(label).collect();
    (!names.is_empty()).then(|| ui.t1("review-edit-changed", "fields", names.join(", ")))
}

/// `changes: [{field, before, after}]` of the payload, as "Region: North → South"; of a registration also what was changed without its values.
fn changes(ui: &Ui, payload: &Value) -> Vec<String> {
    let list = payload.get("changes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    // A registration calls its fields as its forms do.
    let family = if payload.get("changed").is_some() { "review-field" } else { "field" };
    let told = list.iter().filter_map(|change| {
        let field = change.get("field")?.as_str()?;
        let key = format!("{family}-{}", field.replace('_', "-"));
        let label = if i18n::has(ui.locale(), &key) { ui.t(&key) } else { field.to_owned() };
        let side = |name| change.get(name).map_or_else(|| ui.t("shell-none"), |v| value_text(ui, "", "", v));
        Some(format!("{label}: {} → {}", side("before"), side("after")))
    });
    told.chain(changed(ui, payload)).collect()
}
