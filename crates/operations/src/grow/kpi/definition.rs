//! Definitions as data: `definitions/<key>.toml` is read once; what is wrong in one is found by a test that names the file.

use super::cells::Measure;
use super::dimension::Dimension;
use super::policy::{NegativeDurations, Policies, Policy};
use super::registry::{DateMeant, Family, Metric, Room, Shape, Unit, Waiting};
use kernel::words::Phase;
use kernel::{Locale, text_enum};
use serde::Deserialize;
use std::sync::LazyLock;

/// The files, in the order pages show them: one line per definition.
macro_rules! files {
    ($($key:literal),+ $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($key, include_str!(concat!("definitions/", $key, ".toml")))),+];
    };
}

files![
    "bookings",
    "won_count",
    "lost_count",
    "win_rate",
    "win_rate_all",
    "open_pipeline",
    "open_count",
    "average_deal",
    "sourced_bookings",
    "cycle_time_won",
    "cycle_time_closed",
    "stage_conversion",
    "registrations",
    "first_answer_time",
    "decision_time",
    "answered_within_target",
    "open_breaches",
    "open_breach_age",
    "acceptance_rate",
    "conflict_rate",
    "expiry_rate",
    "reinstatement_rate",
    "registered_share",
    "activation_rate",
    "time_to_first_business",
    "time_to_first_registration",
    "time_to_first_revenue",
    "active_partner_rate",
    "producing_partner_rate",
    "partner_churn",
    "partners_in_phase",
    "phase_entries",
    "phase_exits",
    "phase_conversion",
    "days_in_phase",
    "stuck_partners",
    "influenced_bookings",
    "delivered_bookings",
    "expansion_bookings",
    "renewal_rate",
    "ramp_time",
    "plans_within_a_week",
    "enablement_finished",
    "content_use",
    "meeting_rhythm",
    "response_time",
];

text_enum! {
    /// Whose definition it is.
    pub enum SourceKind {
        /// What vendors of CRM systems call so.
        Crm = "crm",
        /// Usual in partner programs.
        Field = "field",
        Own = "own",
    }
}

text_enum! {
    /// In which direction one is glad.
    enum Better {
        More = "more",
        Less = "less",
    }
}

/// Where a definition was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub kind: SourceKind,
    /// The work that says so.
    pub name: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// A definition in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    name: String,
    formula: String,
    excluded: String,
    /// What is left out when negative durations count as zero, where that makes a difference.
    excluded_at_zero: Option<String>,
}

/// By what a figure can be divided.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Divider {
    /// Every stretch of time.
    Time,
    /// When the partner signed, and how long ago.
    Cohort,
    /// Every attribute of partners.
    Attributes,
    One(Dimension),
}

/// What a definition says besides how it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    en: Words,
    de: Words,
    pub source: Source,
    /// Phases of the lifecycle it tells of.
    pub phases: Vec<Phase>,
    /// Whether one is glad when it gets smaller.
    pub less_is_better: bool,
    dividers: Vec<Divider>,
    /// The choices that change its figures.
    pub policies: Vec<Policy>,
}

impl About {
    fn words(&self, locale: Locale) -> &Words {
        match locale {
            Locale::En => &self.en,
            Locale::De => &self.de,
        }
    }
    /// What people call it.
    pub fn name(&self, locale: Locale) -> &str {
        &self.words(locale).name
    }
    /// The formula in words, with these choices.
    pub fn formula(&self, locale: Locale, policies: &Policies) -> String {
        policies.fill(locale, &self.words(locale).formula)
    }
    /// What is left out, in words, with these choices.
    pub fn excluded(&self, locale: Locale, policies: &Policies) -> String {
        let words = self.words(locale);
        let zero = words.excluded_at_zero.as_ref().filter(|_| policies.negative_durations == NegativeDurations::Zero);
        policies.fill(locale, zero.unwrap_or(&words.excluded))
    }
    /// Whether it can be divided and filtered by `dimension`.
    pub fn divides_by(&self, dimension: &Dimension) -> bool {
        self.dividers.iter().any(|divider| match divider {
            Divider::Time => dimension.is_time() && !dimension.is_of_signing(),
            Divider::Cohort => dimension.is_of_signing(),
            Divider::Attributes => matches!(dimension, Dimension::Attribute(_)),
            Divider::One(one) => one == dimension,
        })
    }
    /// Whether it can be divided by attributes of partners.
    pub fn has_attributes(&self) -> bool {
        self.dividers.contains(&Divider::Attributes)
    }
}

/// A file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    unit: Unit,
    better: Better,
    phases: Vec<Phase>,
    date: Option<DateMeant>,
    #[serde(default)]
    dimensions: Vec<String>,
    #[serde(default)]
    policies: Vec<Policy>,
    waits_for: Option<Room>,
    counts: Option<Counts>,
    source: Source,
    en: Words,
    de: Words,
}

/// How it is counted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    reads: Family,
    shape: Shape,
    counted: Vec<Measure>,
    #[serde(default)]
    part: Vec<Measure>,
    #[serde(default)]
    left_out: Vec<Measure>,
}

/// All definitions.
pub(super) struct Registry {
    pub metrics: Vec<Metric>,
    pub waiting: Vec<Waiting>,
}

/// One of both.
enum Entry {
    Counted(Metric),
    Waiting(Waiting),
}

/// What the files say. One that is wrong is left out here and found by the tests below.
pub(super) static READ: LazyLock<Registry> = LazyLock::new(|| {
    let mut registry = Registry { metrics: Vec::new(), waiting: Vec::new() };
    for (key, text) in FILES {
        match read(key, text) {
            Ok(Entry::Counted(metric)) => registry.metrics.push(metric),
            Ok(Entry::Waiting(waiting)) => registry.waiting.push(waiting),
            Err(_) => {}
        }
    }
    registry
});

/// Reads the file of `key`.
fn read(key: &'static str, text: &str) -> Result<Entry, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    if file.id != key {
        return Err(format!("id is {:?}, and the file is called {key:?}", file.id));
    }
    for words in [&file.en, &file.de] {
        if [&words.name, &words.formula, &words.excluded].iter().any(|text| text.trim().is_empty()) {
            return Err("a text is empty".to_owned());
        }
    }
    if file.phases.is_empty() {
        return Err("it belongs to no phase".to_owned());
    }
    let dividers = file.dimensions.iter().map(|name| divider(name)).collect::<Result<Vec<_>, _>>()?;
    let about = About {
        en: file.en,
        de: file.de,
        source: file.source,
        phases: file.phases,
        less_is_better: file.better == Better::Less,
        dividers,
        policies: file.policies,
    };
    match (file.counts, file.waits_for) {
        (Some(counts), None) => counted(key, file.unit, file.date, counts, about).map(Entry::Counted),
        (None, Some(waits_for)) => Ok(Entry::Waiting(Waiting { key, unit: file.unit, waits_for, about })),
        _ => Err("it either counts or waits_for".to_owned()),
    }
}

fn counted(
    key: &'static str,
    unit: Unit,
    date: Option<DateMeant>,
    counts: Counts,
    about: About,
) -> Result<Metric, String> {
    let Counts { reads, shape, counted, part, left_out } = counts;
    if date != Some(reads.date()) {
        return Err(format!("what reads {reads} goes by {}", reads.date()));
    }
    for divider in &about.dividers {
        if let Divider::One(dimension) = divider
            && !dimension.belongs_to(reads.subject())
        {
            return Err(format!("{} have no {dimension}", reads.subject()));
        }
    }
    if counted.is_empty() {
        return Err("it counts nothing".to_owned());
    }
    if !part.iter().all(|measure| counted.contains(measure)) {
        return Err("every part of a share is also counted".to_owned());
    }
    if left_out.iter().any(|measure| counted.contains(measure)) {
        return Err("what is left out is not counted".to_owned());
    }
    if (shape == Shape::Share) == part.is_empty() {
        return Err("a share has a part, and nothing else has".to_owned());
    }
    // A file that forgets the choice would not say by which its figure was made.
    if left_out.iter().any(|m| m.is_reversed()) != about.policies.contains(&Policy::NegativeDurations) {
        return Err("negative_durations is among its policies when it leaves such out, and only then".to_owned());
    }
    Ok(Metric { key, unit, family: reads, shape, counted, part, excluded: left_out, about })
}

fn divider(name: &str) -> Result<Divider, String> {
    match name {
        "time" => Ok(Divider::Time),
        "cohort" => Ok(Divider::Cohort),
        "attribute" => Ok(Divider::Attributes),
        other => match other.parse::<Dimension>() {
            Ok(one) if !one.is_time() => Ok(Divider::One(one)),
            _ => Err(format!("there is no dimension {other:?}")),
        },
    }
}

#[cfg(test)]
mod docs;

#[cfg(test)]
mod tests {
    use super::super::registry::{METRICS, definition, definitions};
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_can_be_read() {
        for (key, text) in FILES {
            if let Err(error) = read(key, text) {
                panic!("definitions/{key}.toml: {error}");
            }
        }
        assert_eq!(definitions().count(), FILES.len());
    }

    #[test]
    fn every_file_of_the_folder_is_in_the_list_once() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/grow/kpi/definitions");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".toml", ""))
            .collect();
        let listed: BTreeSet<String> = FILES.iter().map(|(key, _)| (*key).to_owned()).collect();
        assert_eq!(files, listed);
        assert_eq!(FILES.len(), listed.len());
    }

    #[test]
    fn a_wrong_file_says_what_is_wrong() {
        let right = FILES.iter().find(|(key, _)| *key == "win_rate").expect("a file").1;
        for (from, to, told) in [
            ("id = \"win_rate\"", "id = \"winrate\"", "the file is called"),
            ("date = \"closed_on\"", "date = \"opened_on\"", "goes by closed_on"),
            ("part = [\"won\", \"won_unvalued\"]", "part = [\"open\"]", "also counted"),
            ("part = [\"won\", \"won_unvalued\"]", "", "a share has a part"),
            ("part = [\"won\"", "left_out = [\"lost\"]\npart = [\"won\"", "not counted"),
            ("name = \"Win rate\"", "name = \" \"", "a text is empty"),
            ("\"stage\",", "\"stages\",", "no dimension \"stages\""),
            ("reads = \"closing\"", "reads = \"closings\"", "closings"),
            ("phases = [", "policies = [\"negative_durations\"]\nphases = [", "only then"),
            ("better = \"more\"", "better = \"more\"\ncolour = \"red\"", "colour"),
        ] {
            assert!(right.contains(from), "{from}");
            let Err(error) = read("win_rate", &right.replace(from, to)) else { panic!("{to} is taken") };
            assert!(error.contains(told), "{to}: {error}");
        }
    }

    #[test]
    fn what_waits_has_no_figure_and_what_is_counted_waits_for_nothing() {
        let waits = definition("plans_within_a_week").expect("a definition");
        assert_eq!((waits.metric(), waits.waits_for()), (None, Some(Room::ActionPlans)));
        let counted = definition("win_rate").expect("a definition");
        assert!(counted.metric().is_some() && counted.waits_for().is_none());
        assert!(METRICS.iter().all(|m| definition(m.key).is_some_and(|d| d.metric().is_some())));
    }

    #[test]
    fn every_word_of_a_definition_is_told_in_both_languages() {
        let told = |key: String| {
            for &locale in Locale::ALL {
                assert!(i18n::has(locale, &key), "{key} is missing in {locale}");
            }
        };
        let dashed = |text: &str| text.replace('_', "-");
        SourceKind::ALL.iter().for_each(|kind| told(format!("kpi-source-{kind}")));
        Room::ALL.iter().for_each(|room| told(format!("kpi-room-{}", dashed(room.as_str()))));
        DateMeant::ALL.iter().for_each(|date| told(format!("kpi-date-{}", dashed(date.as_str()))));
        Unit::ALL.iter().for_each(|unit| told(format!("kpi-unit-{unit}")));
        Measure::ALL.iter().for_each(|measure| told(format!("kpi-measure-{}", dashed(measure.as_str()))));
    }
}
