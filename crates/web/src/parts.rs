//! Every shared part of the templates, rendered with sample data in both languages.

use crate::signature::{ClockFace, TrackStep};
use crate::ui::{Flash, Ui, UserBadge};
use askama::Template;
use kernel::time::{DAY, HOUR};
use kernel::words::Theme;
use kernel::{Instant, Locale, Role};

struct Choice {
    value: &'static str,
    label: &'static str,
    selected: bool,
}

struct Mistake {
    field: &'static str,
    label: &'static str,
    text: &'static str,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{% import "parts/signs.html" as signs %}
{% import "parts/fields.html" as fields %}
{% import "parts/lists.html" as lists %}
{% block title %}Parts{% endblock %}
{% block header %}<header class="page-head"><div class="page-title"><h1>Parts</h1>{{ signs::chip("accent", "Gold") }}{{ signs::chip_icon(ui, "warn", "triangle-alert", "two findings") }}</div>{{ signs::track_large(ui, steps) }}</header>{% endblock %}
{% block content %}
{{ signs::clock(clock) }}{{ signs::clock(paused, size = "large") }}{{ signs::track(ui, 3) }}{{ signs::track(ui, 0) }}{{ signs::person("IH", "Ines Hoffmann") }}
{% call signs::define(ui) %}<p>Won by won and lost.</p>{% endcall %}
<div class="kpis card">{{ lists::kpi(ui, "Win rate", "38 %", href = "/deals?won", note = "+1", trend = "up") }}{{ lists::kpi(ui, "Cycle", "57") }}</div>
{{ lists::empty(ui, "inbox", "Nothing yet", "It appears here.", href = "/partners", action = "Partners") }}
<table><thead><tr>{{ lists::sort(ui, "Name", "?sort=-name", "ascending") }}{{ lists::sort(ui, "Sum", "?sort=sum", "", numeric = true) }}</tr></thead></table>
{{ lists::pages(ui, "1–50", next = "?after=c") }}{{ lists::filter_chip(ui, "Phase", "?") }}
<ol class="timeline">{% call lists::entry("IH", "2026-11-24T10:00:00Z", "2 h", via = "API") %}<b>Ines</b>{% endcall %}</ol>
<form>{{ fields::summary(ui, mistakes) }}{{ fields::input(ui, "company", "Company", "<Krüger & \"Söhne\">", required = true, error = "Missing", hint = "As registered") }}{{ fields::textarea(ui, "note", "Note", "</textarea>") }}{{ fields::select(ui, "stage", "Stage", choices, blank = true) }}{{ fields::money(ui, "amount", "Amount", "48", "currency", choices) }}{{ fields::checkbox("told", "1", "Tell", true) }}{{ fields::choice("answer", "approve", "Approve", "Starts protection", false) }}{{ fields::trap(ui, "url2") }}</form>
{% endblock %}"##
)]
struct Vendor {
    ui: Ui,
    steps: Vec<TrackStep>,
    clock: ClockFace,
    paused: ClockFace,
    mistakes: Vec<Mistake>,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "public_layout.html" %}{% block content %}<h1>Register</h1>{% endblock %}"##
)]
struct Partner {
    ui: Ui,
}

fn ui(locale: Locale) -> Ui {
    Ui {
        locale,
        theme: Theme::Auto,
        path: "/register/reseller?from=mail".to_owned(),
        user: Some(UserBadge {
            name: "Ines Hoffmann".to_owned(),
            initials: "IH".to_owned(),
            role: Role::PartnerManager,
        }),
        org: "Älmhult Energy".to_owned(),
        zone: jiff::tz::TimeZone::UTC,
        fiscal_start: 1,
        now: Instant(20_000 * DAY),
        waiting: Some(3),
        flash: Some(Flash { kind: "good", text: "Done".to_owned() }),
    }
}

fn pages(locale: Locale) -> [String; 2] {
    let now = Instant(20_000 * DAY);
    let vendor = Vendor {
        ui: ui(locale),
        steps: TrackStep::all(locale, 3, Default::default()),
        clock: ClockFace::running(locale, now, now.plus(-DAY), now.plus(4 * HOUR)),
        paused: ClockFace::paused(locale, HOUR, DAY),
        mistakes: vec![Mistake { field: "company", label: "Company", text: "Missing" }],
        choices: vec![Choice { value: "EUR", label: "EUR", selected: true }],
    };
    [vendor.render().unwrap(), Partner { ui: ui(locale) }.render().unwrap()]
}

#[test]
fn no_part_needs_inline_styles_or_scripts_which_our_policy_refuses() {
    for html in pages(Locale::En) {
        assert!(!html.contains(" style="), "{html}");
        assert!(!html.contains("<style"), "{html}");
        assert!(!html.contains(" onclick="), "{html}");
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" type=\"module\" src=\"/assets/"), "{script}");
        }
    }
}

#[test]
fn every_sentence_of_the_frame_exists_in_both_languages() {
    for locale in [Locale::En, Locale::De] {
        for html in pages(locale) {
            assert!(!html.contains("shell-"), "a key shows where its sentence should be: {html}");
            assert!(!html.contains(">phase-"), "{html}");
        }
    }
    assert!(pages(Locale::De)[0].contains("Zum Inhalt springen"));
    assert!(pages(Locale::De)[1].contains("value=\"en\""));
}

#[test]
fn what_people_type_is_escaped_in_every_field() {
    let [html, _] = pages(Locale::En);
    assert!(!html.contains("<Krüger"));
    assert!(!html.contains("</textarea></textarea>"));
    assert!(
        html.contains("Kr\u{fc}ger &#38; &#34;S\u{f6}hne&#34;") || html.contains("Krüger &amp; &quot;Söhne&quot;"),
        "{html}"
    );
}

#[test]
fn a_wrong_field_is_tied_to_its_message_and_listed_on_top() {
    let [html, _] = pages(Locale::En);
    assert!(html.contains(r#"aria-invalid="true" aria-describedby="f-company-error f-company-hint""#), "{html}");
    assert!(html.contains(r##"<a href="#f-company">Company: Missing</a>"##), "{html}");
    assert!(html.contains(r#"id="f-company-error""#));
}

#[test]
fn every_icon_a_template_names_is_in_the_sprite() {
    let sprite = crate::assets::text("icons.svg");
    let known = |name: &str| sprite.contains(&format!("id=\"{name}\""));
    for html in pages(Locale::En) {
        for name in html.split(".svg#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(known(name), "no icon {name}");
        }
    }
}
