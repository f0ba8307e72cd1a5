//! What the shape of the file cannot say: names that must exist, keys that must be there, formats that must make sense.

use super::problem::Collector;
use super::{Expression, FieldKind, FieldSpec, File, Mapping, MappingProblems, Table, Target};
use crate::connect::import::transform::SERIAL;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;

const TEMPLATES: &[&str] = &["reseller", "referral", "integrator", "technology", "services"];

/// Checks names and references.
///
/// # Errors
/// Everything wrong.
pub(super) fn check(mapping: &Mapping, text: &str) -> Result<(), MappingProblems> {
    let mut out = Collector::new(text);
    check_source(mapping, &mut out);
    unique(mapping.files.iter().map(|f| &f.id), "file_twice", &mut out);
    unique(mapping.programs.iter().map(|p| &p.key), "program_twice", &mut out);
    for file in &mapping.files {
        check_file(file, &mut out);
    }
    for program in &mapping.programs {
        let key = program.key.as_ref();
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        // It becomes part of the address of the program's public page.
        if key.is_empty() || key.len() > 60 || !key.chars().all(sound) || key.starts_with('-') || key.ends_with('-') {
            out.add(program.key.span(), "program_key", [("name", key)]);
        }
        one_of(&program.template, TEMPLATES, "template_unknown", &mut out);
        unique(program.stages.iter().map(|s| &s.name), "stage_twice", &mut out);
    }
    for name in mapping.alias.keys() {
        if name.as_ref().parse::<Target>().is_err() {
            let known: Vec<&str> = Target::ALL.iter().map(|t| t.as_str()).collect();
            out.add(name.span(), "alias_target_unknown", [("name", name.as_ref()), ("known", &known.join(", "))]);
        }
    }
    for table in &mapping.tables {
        check_table(mapping, table, &mut out);
    }
    if out.found.is_empty() { Ok(()) } else { Err(MappingProblems(out.found)) }
}

fn check_source(mapping: &Mapping, out: &mut Collector<'_>) {
    let source = &mapping.source;
    let name = source.name.as_ref();
    if name.is_empty() || name.len() > 60 || !name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
        out.add(source.name.span(), "source_name", [("name", name)]);
    }
    if let Some(zone) = &source.time_zone
        && jiff::tz::TimeZone::get(zone.as_ref()).is_err()
    {
        out.add(zone.span(), "time_zone_unknown", [("name", zone.as_ref())]);
    }
    if let Some(currency) = &source.currency
        && currency.as_ref().parse::<kernel::Currency>().is_err()
    {
        out.add(currency.span(), "currency_unknown", [("name", currency.as_ref())]);
    }
    for format in &source.dates {
        check_date_format(format.as_ref(), format.span(), out);
    }
}

/// A format is sound when what it writes it can read.
fn check_date_format(format: &str, span: Range<usize>, out: &mut Collector<'_>) {
    if format == SERIAL {
        return;
    }
    let sample = jiff::Timestamp::UNIX_EPOCH.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let sound = jiff::fmt::strtime::format(format, &sample)
        .ok()
        .and_then(|written| jiff::fmt::strtime::parse(format, written).ok())
        .is_some_and(|parts| parts.to_date().is_ok());
    if !sound {
        out.add(span, "date_format", [("format", format)]);
    }
}

fn check_file(file: &File, out: &mut Collector<'_>) {
    let path = file.path.as_ref();
    let outside = path.is_empty()
        || path.starts_with(['/', '\\'])
        || path.contains(':')
        || path.split(['/', '\\']).any(|part| part == ".." || part.is_empty());
    if outside {
        out.add(file.path.span(), "path_outside", [("path", path)]);
    }
    let pattern_above = path.rsplit_once('/').is_some_and(|(folder, _)| folder.contains(['*', '?']));
    if pattern_above {
        out.add(file.path.span(), "pattern_in_folder", [("path", path)]);
    }
    if let Some(encoding) = &file.encoding
        && encoding_rs::Encoding::for_label(encoding.as_ref().as_bytes()).is_none()
    {
        out.add(encoding.span(), "encoding_unknown", [("name", encoding.as_ref())]);
    }
    if file.delimiter.is_some_and(|c| !c.is_ascii()) || file.quote.is_some_and(|c| !c.is_ascii()) {
        out.add(file.id.span(), "delimiter", []);
    }
    if crate::connect::import::source::format_of(file).is_none() {
        out.add(file.path.span(), "format_unknown", [("path", path)]);
    }
}

fn check_table(mapping: &Mapping, table: &Table, out: &mut Collector<'_>) {
    let span = table.file.span();
    if mapping.file(table.file.as_ref()).is_none() {
        let known: Vec<&str> = mapping.files.iter().map(|f| f.id.as_ref().as_str()).collect();
        out.add(span.clone(), "file_unknown", [("name", table.file.as_ref()), ("known", &known.join(", "))]);
    }
    let target = table.target;
    if table.key.is_none() && table.group_by.is_none() {
        out.add(span.clone(), "key_absent", [("target", target.as_str())]);
    }
    check_fields(mapping, &table.fields, target.fields(), &span, out);
    if !table.attributes.is_empty() && !target.has_attributes() {
        out.add(span.clone(), "attributes_not_here", [("target", target.as_str())]);
    }
    for expression in table.attributes.values() {
        check_expression(mapping, expression, &span, out);
    }
    if let Some(line) = &table.line {
        if target != Target::Deal {
            out.add(span.clone(), "lines_not_here", [("target", target.as_str())]);
        }
        check_fields(mapping, line, Target::line_fields(), &span, out);
    }
    if !table.stage_entry.is_empty() && target != Target::Deal {
        out.add(span.clone(), "stage_entries_not_here", [("target", target.as_str())]);
    }
    match (&table.event, target) {
        (None, Target::DealStage) => out.add(span.clone(), "event_absent", [("target", target.as_str())]),
        (Some(_), Target::Deal | Target::DealStage | Target::Registration) if table.group_by.is_none() => {
            out.add(span.clone(), "event_without_group", []);
        }
        (Some(_), Target::Deal | Target::DealStage | Target::Registration) | (None, _) => {}
        (Some(_), _) => out.add(span.clone(), "event_not_here", [("target", target.as_str())]),
    }
    let placed = table.field("stage").is_some() || table.event.is_some() || !table.stage_entry.is_empty();
    if target == Target::Deal && !placed {
        out.add(span.clone(), "field_absent", [("field", "stage"), ("target", target.as_str())]);
    }
    if target == Target::Registration && table.field("submitted").is_none() && table.event.is_none() {
        out.add(span, "field_absent", [("field", "submitted"), ("target", target.as_str())]);
    }
}

fn check_fields(
    mapping: &Mapping,
    given: &BTreeMap<Spanned<String>, Expression>,
    specs: &[FieldSpec],
    table: &Range<usize>,
    out: &mut Collector<'_>,
) {
    for (name, expression) in given {
        match specs.iter().find(|spec| spec.name == name.as_ref()) {
            None => {
                let known: Vec<&str> = specs.iter().map(|s| s.name).collect();
                out.add(name.span(), "field_unknown", [("name", name.as_ref()), ("known", &known.join(", "))]);
            }
            Some(spec) => {
                check_expression(mapping, expression, &name.span(), out);
                check_constant(mapping, spec, expression, &name.span(), out);
            }
        }
    }
    for spec in specs.iter().filter(|s| s.required) {
        if !given.contains_key(spec.name) {
            out.add(table.clone(), "field_required", [("field", spec.name)]);
        }
    }
}

fn check_expression(mapping: &Mapping, expression: &Expression, span: &Range<usize>, out: &mut Collector<'_>) {
    if let Some(lookup) = &expression.lookup
        && mapping.file(lookup.file.as_ref()).is_none()
    {
        let known: Vec<&str> = mapping.files.iter().map(|f| f.id.as_ref().as_str()).collect();
        out.add(lookup.file.span(), "file_unknown", [("name", lookup.file.as_ref()), ("known", &known.join(", "))]);
    }
    if let Some(zone) = &expression.time_zone
        && jiff::tz::TimeZone::get(zone).is_err()
    {
        out.add(span.clone(), "time_zone_unknown", [("name", zone)]);
    }
    for format in &expression.dates {
        check_date_format(format, span.clone(), out);
    }
}

/// A constant that can never be taken is the mapping's mistake, not every row's.
fn check_constant(
    mapping: &Mapping,
    spec: &FieldSpec,
    given: &Expression,
    span: &Range<usize>,
    out: &mut Collector<'_>,
) {
    let values = given.constant.iter().chain(given.map.values()).chain(&given.default);
    for value in values {
        match spec.kind {
            FieldKind::Choice(words) if !words.contains(&value.as_str()) => {
                out.add(span.clone(), "word_unknown", [("name", value), ("known", &words.join(", "))]);
            }
            FieldKind::Program if mapping.program(value).is_none() => {
                let known: Vec<&str> = mapping.programs.iter().map(|p| p.key.as_ref().as_str()).collect();
                out.add(span.clone(), "program_unknown", [("name", value), ("known", &known.join(", "))]);
            }
            _ => {}
        }
    }
}

fn one_of(name: &Spanned<String>, known: &[&str], code: &str, out: &mut Collector<'_>) {
    if !known.contains(&name.as_ref().as_str()) {
        out.add(name.span(), code, [("name", name.as_ref()), ("known", &known.join(", "))]);
    }
}

fn unique<'a>(names: impl Iterator<Item = &'a Spanned<String>>, code: &str, out: &mut Collector<'_>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name.as_ref()) {
            out.add(name.span(), code, [("name", name.as_ref())]);
        }
    }
}
