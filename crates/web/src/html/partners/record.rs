//! The record of one partner.

use super::edit::NextStepForm;
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{date, filled};
use crate::html::insights::coaching::{self, FindingLine};
use crate::html::insights::scores::{self, ScoreCard};
use crate::html::insights::{Tile, partner_tiles};
use crate::html::timeline::{self, Entry};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::signature::TrackStep;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, RawQuery};
use kernel::id::PartnerId;
use kernel::time::DAY;
use kernel::words::{DealOutcome, OwnerRole, PartnerStatus, Phase, RegistrationStatus, Side};
use kernel::{Failure, FieldErrors, Money, PageRequest};
use operations::Ctx;
use operations::access::policy::Action;
use operations::partner::{self, Membership, PartnerDetail};
use operations::record::{self, TimelineOf};
use operations::settings;
use serde::Deserialize;

/// The id in the path; what is none names nothing.
pub(super) fn partner_id(text: &str) -> Result<PartnerId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

/// A program the partner is in, as the header shows it.
pub(super) struct Track {
    pub(super) program: String,
    pub(super) steps: Vec<TrackStep>,
}

/// What every tab of the record shows above it.
pub(super) struct Head {
    pub(super) id: PartnerId,
    pub(super) name: String,
    pub(super) note: String,
    pub(super) segment: Option<String>,
    pub(super) status: PartnerStatus,
    pub(super) deals: String,
    pub(super) registrations: String,
    pub(super) contacts: String,
    /// Where things are done: `…/notes`, `…/contacts`, `…/contacts/new`, `…/programs`.
    pub(super) notes_href: String,
    pub(super) contacts_href: String,
    pub(super) new_contact_href: String,
    pub(super) programs_href: String,
    pub(super) tracks: Vec<Track>,
    /// The primary action: where it leads and what it is called.
    pub(super) action: Option<(String, String)>,
    pub(super) may_change: bool,
    pub(super) tab: &'static str,
}

fn days(ui: &Ui, micros: i64) -> String {
    ui.tn("partner-days", "count", micros.max(0) / DAY)
}

/// What stands below each phase of the large track.
fn notes(ui: &Ui, partner: &PartnerDetail, membership: &Membership) -> [String; 5] {
    let mut notes = <[String; 5]>::default();
    for (note, phase) in notes.iter_mut().zip(Phase::ALL) {
        if *phase == membership.phase {
            let since = ui.now().since(membership.phase_entered_at).max(0) / DAY;
            let since = ui.tn("partner-phase-since", "count", since);
            let met = membership.criteria.iter().filter(|c| c.met).count();
            *note = if membership.criteria.is_empty() {
                since
            } else {
                let met = ui.t2("partner-criteria-met", "met", met, "all", membership.criteria.len());
                format!("{since} · {met}")
            };
            continue;
        }
        let stays = partner.phases.iter().filter(|s| s.program_id == membership.program_id && s.phase == *phase);
        let spent: Vec<i64> = stays.filter_map(|s| Some(s.left_at?.since(s.entered_at))).collect();
        if !spent.is_empty() {
            *note = days(ui, spent.iter().sum());
        }
    }
    notes
}

pub(super) async fn head(cx: &Ctx, ui: &Ui, partner: &PartnerDetail, tab: &'static str) -> Result<Head, Failure> {
    let facts = &partner.facts;
    let tracks = partner
        .programs
        .iter()
        .map(|membership| {
            let at = u8::try_from(membership.phase.index() + 1).unwrap_or(0);
            Track {
                program: membership.program.clone(),
                steps: TrackStep::all(ui.locale(), at, notes(ui, partner, membership)),
            }
        })
        .collect();
    let may_change = ui.may(Action::WorkWithPartners);
    let action =
        partner.programs.first().filter(|_| may_change && facts.status != PartnerStatus::Exited).and_then(|m| {
            let next = m.phase.next()?;
            let href = format!("/partners/{}/move?program={}", facts.id, m.program_id);
            Some((href, ui.t1("partner-move-to", "phase", ui.word("phase", next))))
        });
    let place: Vec<&str> =
        [&facts.domain, &facts.city, &facts.country].into_iter().flatten().map(String::as_str).collect();
    let counts = partner::related_counts(cx, facts.id).await?;
    Ok(Head {
        deals: ui.number(counts.deals),
        registrations: ui.number(counts.registrations),
        contacts: ui.number(counts.contacts),
        notes_href: format!("/partners/{}/notes", facts.id),
        contacts_href: format!("/partners/{}/contacts", facts.id),
        new_contact_href: format!("/partners/{}/contacts/new", facts.id),
        programs_href: format!("/partners/{}/programs", facts.id),
        id: facts.id,
        name: facts.name.clone(),
        note: place.join(" · "),
        segment: facts.segment.clone(),
        status: facts.status,
        tracks,
        action,
        may_change,
        tab,
    })
}

struct Fact {
    label: String,
    /// Empty when it is not known.
    value: String,
}

struct OwnerLine {
    role: String,
    ours: Option<String>,
    theirs: Option<String>,
}

#[derive(Template)]
#[template(path = "partners/overview.html")]
struct Overview {
    ui: Ui,
    head: Head,
    partner: PartnerDetail,
    tiles: Vec<Tile>,
    /// What coaching rules say.
    findings: Vec<FindingLine>,
    /// The health score in each program.
    scores: Vec<ScoreCard>,
    owners: Vec<OwnerLine>,
    facts: Vec<Fact>,
    next_step: NextStepForm,
    note: String,
    errors: FieldErrors,
    timeline: Vec<Entry>,
    older: bool,
}

fn owner_lines(ui: &Ui, partner: &PartnerDetail) -> Vec<OwnerLine> {
    let name = |role: OwnerRole, side: Side| {
        partner.owners.iter().find(|o| o.role == role && o.side == side).map(|o| o.name.clone())
    };
    OwnerRole::ALL
        .iter()
        .map(|role| OwnerLine {
            role: ui.word("owner", role),
            ours: name(*role, Side::Vendor),
            theirs: name(*role, Side::Partner),
        })
        .collect()
}

fn fact_lines(ui: &Ui, partner: &PartnerDetail) -> Vec<Fact> {
    let facts = &partner.facts;
    let known = [
        ("field-domain", facts.domain.clone()),
        ("field-country", facts.country.clone()),
        ("field-region", facts.region.clone()),
        ("field-city", facts.city.clone()),
        ("field-business-type", facts.business_type.clone()),
        ("field-size", facts.size.clone()),
        ("field-signed-on", facts.signed_on.map(|day| ui.date(&day))),
    ];
    let known = known.into_iter().map(|(key, value)| Fact { label: ui.t(key), value: value.unwrap_or_default() });
    let further = partner.attributes.iter().map(|(key, value)| Fact { label: key.clone(), value: value.clone() });
    known.chain(further).collect()
}

async fn overview_of(
    cx: &Ctx,
    ui: Ui,
    id: PartnerId,
    errors: FieldErrors,
    next_step: Option<NextStepForm>,
    note: String,
) -> Result<Overview, Failure> {
    let partner = partner::detail(cx, id).await?;
    let request = PageRequest { limit: Some(20), after: None };
    let page = record::timeline(cx, TimelineOf::Partner(id), &request).await?;
    let here = format!("/partners/{id}");
    let home = settings::organisation(cx.read()).await?.currency;
    Ok(Overview {
        head: head(cx, &ui, &partner, "overview").await?,
        tiles: partner_tiles(cx, &ui, id, home).await?,
        findings: coaching::of_partner(cx, &ui, id).await?,
        scores: scores::of_partner(cx, &ui, id).await?,
        owners: owner_lines(&ui, &partner),
        facts: fact_lines(&ui, &partner),
        next_step: next_step.unwrap_or_else(|| NextStepForm {
            text: partner.facts.next_step.clone().unwrap_or_default(),
            on: partner.facts.next_step_on.map(|d| d.to_string()).unwrap_or_default(),
        }),
        timeline: timeline::entries(&ui, &page.items, &here),
        older: page.next_cursor.is_some(),
        note,
        errors,
        partner,
        ui,
    })
}

pub(super) async fn overview(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    let id = partner_id(&partner)?;
    render(&overview_of(&cx, ui, id, FieldErrors::default(), None, String::new()).await?)
}

#[derive(Deserialize)]
pub(super) struct NoteForm {
    #[serde(default)]
    text: String,
}

pub(super) async fn note(Page { cx, ui }: Page, Path(partner): Path<String>, Form(form): Form<NoteForm>) -> PageResult {
    let id = partner_id(&partner)?;
    match partner::note(&cx, id, &form.text).await {
        Ok(_) => Ok(redirect_with(&format!("/partners/{id}"), "good", "timeline-noted")),
        Err(Failure::Invalid(errors)) => render_invalid(&overview_of(&cx, ui, id, errors, None, form.text).await?),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn next_step(
    Page { cx, ui }: Page,
    Path(partner): Path<String>,
    Form(form): Form<NextStepForm>,
) -> PageResult {
    let id = partner_id(&partner)?;
    let mut errors = FieldErrors::default();
    let on = date(&mut errors, "next_step_on", &form.on);
    let outcome = match errors.into_result(()) {
        Ok(()) => partner::set_next_step(&cx, id, partner::NextStep { text: filled(&form.text), on }).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) => Ok(redirect_with(&format!("/partners/{id}"), "good", "partner-next-step-saved")),
        Err(Failure::Invalid(mut errors)) => {
            // The page has a second field named text: the note's.
            for error in &mut errors.0 {
                if error.field == "text" {
                    "next_step".clone_into(&mut error.field);
                }
            }
            render_invalid(&overview_of(&cx, ui, id, errors, Some(form), String::new()).await?)
        }
        Err(other) => Err(other.into()),
    }
}

struct DealLine {
    href: String,
    number: String,
    name: String,
    stage: String,
    outcome: DealOutcome,
    amount: String,
    made: String,
}

#[derive(Template)]
#[template(path = "partners/deals.html")]
struct Deals {
    ui: Ui,
    head: Head,
    summary: String,
    lines: Vec<DealLine>,
}

pub(super) async fn deals(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    let id = partner_id(&partner)?;
    let partner = partner::detail(&cx, id).await?;
    let lines = partner::latest_deals(&cx, id).await?;
    let summary = ui.tn("partner-latest-deals", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX));
    let lines = lines
        .into_iter()
        .map(|deal| DealLine {
            href: format!("/deals/{}", deal.id),
            stage: if ui.lang() == "de" && !deal.stage_de.is_empty() { deal.stage_de } else { deal.stage_en },
            outcome: deal.outcome,
            amount: deal.amount.map(|a| ui.money(&Money::new(a, deal.currency))).unwrap_or_default(),
            made: ui.date(&ui.day(&deal.created_at)),
            number: deal.number,
            name: deal.name,
        })
        .collect();
    render(&Deals { head: head(&cx, &ui, &partner, "deals").await?, summary, lines, ui })
}

struct RegistrationLine {
    href: String,
    number: String,
    company: String,
    status: RegistrationStatus,
    amount: String,
    submitted: String,
}

#[derive(Template)]
#[template(path = "partners/registrations.html")]
struct Registrations {
    ui: Ui,
    head: Head,
    summary: String,
    lines: Vec<RegistrationLine>,
}

pub(super) async fn registrations(Page { cx, ui }: Page, Path(partner): Path<String>) -> PageResult {
    let id = partner_id(&partner)?;
    let partner = partner::detail(&cx, id).await?;
    let lines = partner::latest_registrations(&cx, id).await?;
    let summary = ui.tn("partner-latest-registrations", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX));
    let lines = lines
        .into_iter()
        .map(|r| RegistrationLine {
            href: format!("/registrations/{}", r.id),
            status: r.status,
            amount: r.amount.map(|a| ui.money(&Money::new(a, r.currency))).unwrap_or_default(),
            submitted: ui.instant(&r.submitted_at),
            number: r.number,
            company: r.company_name,
        })
        .collect();
    render(&Registrations { head: head(&cx, &ui, &partner, "registrations").await?, summary, lines, ui })
}

struct StayLine {
    program: String,
    phase: Phase,
    entered: String,
    left: String,
    days: String,
    by: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "partners/history.html")]
struct History {
    ui: Ui,
    head: Head,
    stays: Vec<StayLine>,
    timeline: Vec<Entry>,
    first: String,
    next: String,
}

pub(super) async fn history(
    Page { cx, ui }: Page,
    Path(partner): Path<String>,
    RawQuery(query): RawQuery,
) -> PageResult {
    let id = partner_id(&partner)?;
    let partner = partner::detail(&cx, id).await?;
    let given = super::list::pairs(query.as_deref());
    let cursor = given.iter().find(|(key, _)| key == "cursor").map(|(_, value)| value.as_str());
    let request = PageRequest::parse(None, cursor).unwrap_or_default();
    let page = record::timeline(&cx, TimelineOf::Partner(id), &request).await?;
    let here = format!("/partners/{id}");
    let stays = partner
        .phases
        .iter()
        .rev()
        .map(|stay| StayLine {
            program: stay.program.clone(),
            phase: stay.phase,
            entered: ui.instant(&stay.entered_at),
            left: stay.left_at.map(|at| ui.instant(&at)).unwrap_or_default(),
            days: days(&ui, stay.left_at.unwrap_or(ui.now()).since(stay.entered_at)),
            by: if stay.entered_by.is_empty() { ui.t("shell-product") } else { stay.entered_by.clone() },
            reason: stay.reason.clone().unwrap_or_default(),
        })
        .collect();
    let template = History {
        head: head(&cx, &ui, &partner, "history").await?,
        stays,
        timeline: timeline::entries(&ui, &page.items, &here),
        first: if request.after.is_some() { format!("{here}/history") } else { String::new() },
        next: page.next_cursor.map(|c| format!("{here}/history?cursor={c}")).unwrap_or_default(),
        ui,
    };
    render(&template)
}
