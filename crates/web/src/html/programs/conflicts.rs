//! What findings of the conflict check do in a program: set kind by kind, tried on the past year, published as a version.

use super::program_id;
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::ProgramId;
use kernel::words::{FindingEffect, FindingKind, FindingLevel};
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::access::policy::Action;
use operations::cosell::conflict::{Tried, try_rules};
use operations::program::{self, ConflictRules, Effects};
use std::collections::BTreeMap;

/// A kind of finding, with a select for each level.
struct KindLine {
    title: String,
    sentence: String,
    levels: Vec<LevelField>,
}

struct LevelField {
    name: String,
    level: String,
    label: String,
    /// Value, words, chosen.
    choices: Vec<(String, String, bool)>,
}

struct MoveLine {
    before: String,
    after: String,
    count: String,
    approved: String,
    differs: bool,
}

struct Different {
    href: String,
    company: String,
    note: String,
    change: String,
}

struct Trial {
    lead: String,
    moves: Vec<MoveLine>,
    different: Vec<Different>,
}

#[derive(Template)]
#[template(path = "programs/conflicts.html")]
struct ConflictsPage {
    ui: Ui,
    id: ProgramId,
    name: String,
    base: String,
    note: String,
    levels: Vec<String>,
    kinds: Vec<KindLine>,
    trial: Option<Trial>,
    errors: FieldErrors,
}

fn effect_words(ui: &Ui, effect: Option<FindingEffect>) -> String {
    effect.map_or_else(|| ui.t("conflicts-nothing"), |effect| ui.word("finding-does", effect))
}

fn trial(ui: &Ui, tried: Tried) -> Trial {
    let since = i18n::Arg::Str(ui.date(&tried.since).into());
    let count = i18n::Arg::Int(tried.registrations);
    let lead = i18n::text_args(ui.locale(), "conflicts-tried", &[("count", count), ("since", since)]);
    let moves = tried.moves.into_iter().map(|m| MoveLine {
        before: effect_words(ui, m.before),
        after: effect_words(ui, m.after),
        count: ui.number(m.count),
        approved: ui.number(m.approved),
        differs: m.before != m.after,
    });
    let different = tried.different.into_iter().map(|d| Different {
        href: format!("/registrations/{}", d.id),
        company: d.company_name,
        note: [d.number, ui.word("status", d.status), ui.instant(&d.submitted_at)].join(" · "),
        change: format!("{} → {}", effect_words(ui, d.before), effect_words(ui, d.after)),
    });
    Trial { lead, moves: moves.collect(), different: different.collect() }
}

/// What the page sent.
#[derive(Default)]
struct Sent {
    rules: ConflictRules,
    base: String,
    note: String,
    action: String,
}

fn read(pairs: &[(String, String)]) -> Result<Sent, Failure> {
    let sent: BTreeMap<&str, &str> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let text = |name: &str| sent.get(name).copied().unwrap_or_default().to_owned();
    let mut errors = FieldErrors::default();
    let mut rules = ConflictRules::default();
    for kind in FindingKind::ALL {
        let usual = ConflictRules::default().of(*kind);
        let mut at = |level: FindingLevel| match sent.get(format!("{kind}.{level}").as_str()) {
            None => usual.at(level),
            Some(value) => value.parse().unwrap_or_else(|_| {
                errors.add(&format!("{kind}.{level}"), "unknown");
                usual.at(level)
            }),
        };
        let effects = Effects {
            same: at(FindingLevel::Same),
            likely: at(FindingLevel::Likely),
            possible: at(FindingLevel::Possible),
        };
        if effects != usual {
            rules.effects.insert(kind.to_string(), effects);
        }
    }
    errors.into_result(Sent { rules, base: text("base"), note: text("note"), action: text("action") })
}

async fn conflicts_page(
    cx: &Ctx,
    ui: Ui,
    id: ProgramId,
    sent: Sent,
    tried: Option<Tried>,
    errors: FieldErrors,
) -> Result<ConflictsPage, Failure> {
    let row = program::row(cx.read(), id).await?;
    let field = |kind: FindingKind, level: FindingLevel| {
        let chosen = sent.rules.effect(kind, level);
        let choice = |e: &FindingEffect| (e.to_string(), ui.word("finding-does", *e), *e == chosen);
        LevelField {
            name: format!("{kind}.{level}"),
            level: ui.word("level", level),
            label: format!("{}, {}", ui.word("finding", kind), ui.word("level", level)),
            choices: FindingEffect::ALL.iter().map(choice).collect(),
        }
    };
    let line = |kind: &FindingKind| KindLine {
        title: ui.word("finding", *kind),
        sentence: ui.word("review-finding", *kind),
        levels: FindingLevel::ALL.iter().map(|level| field(*kind, *level)).collect(),
    };
    Ok(ConflictsPage {
        id,
        name: row.name,
        levels: FindingLevel::ALL.iter().map(|level| ui.word("level", *level)).collect(),
        kinds: FindingKind::ALL.iter().map(line).collect(),
        trial: tried.map(|tried| trial(&ui, tried)),
        base: sent.base,
        note: sent.note,
        errors,
        ui,
    })
}

pub(super) async fn page(Page { cx, ui }: Page, Path(program): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let (row, definition) = program::current(cx.read(), id).await?;
    let sent = Sent { rules: definition.conflicts, base: row.definition_version.to_string(), ..Sent::default() };
    render(&conflicts_page(&cx, ui, id, sent, None, FieldErrors::default()).await?)
}

pub(super) async fn act(
    Page { cx, ui }: Page,
    Path(program): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let id = program_id(&program)?;
    let sent = read(&pairs)?;
    if sent.action == "try" {
        let tried = try_rules(&cx, id, sent.rules.clone()).await?;
        return render(&conflicts_page(&cx, ui, id, sent, Some(tried), FieldErrors::default()).await?);
    }
    let (_, mut definition) = program::current(cx.read(), id).await?;
    definition.conflicts = sent.rules.clone();
    match program::publish_on(&cx, id, sent.base.parse().ok(), definition, Some(&sent.note)).await {
        Ok(_) => Ok(redirect_with(&format!("/settings/programs/{id}"), "good", "program-published")),
        Err(Failure::Invalid(errors)) => render_invalid(&conflicts_page(&cx, ui, id, sent, None, errors).await?),
        Err(other) => Err(other.into()),
    }
}
