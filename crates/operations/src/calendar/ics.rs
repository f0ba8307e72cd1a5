//! Whole-day entries of a calendar file. Pure.

use ical::parser::ical::component::IcalEvent;
use ical::property::Property;
use kernel::Date;

/// Entries a file may have before it is no list of closures.
const MOST_EVENTS: usize = 5_000;
/// Years ahead for which a yearly entry is written out.
const YEARS_AHEAD: i16 = 5;
/// The longest entry taken, days.
const LONGEST_DAYS: i64 = 366;

/// An entry of one or more whole days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub name: String,
    pub first_on: Date,
    pub last_on: Date,
}

/// What a file holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub entries: Vec<Entry>,
    pub left_out: usize,
}

/// The whole-day entries that are not over for more than a year; nothing when it is no calendar file.
pub(super) fn read(file: &[u8], today: Date) -> Option<Read> {
    let text = std::str::from_utf8(file).ok()?.trim_start_matches('\u{feff}').trim_start();
    let begin = text.get(..15)?;
    if !begin.eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        return None;
    }
    let mut read = Read::default();
    for calendar in ical::IcalParser::new(text.as_bytes()) {
        let calendar = calendar.ok()?;
        if calendar.events.len() > MOST_EVENTS {
            return None;
        }
        for event in &calendar.events {
            let found = occurrences(event, today).unwrap_or_default();
            read.left_out += usize::from(found.is_empty());
            read.entries.extend(found);
        }
    }
    read.entries.sort_by(|a, b| (a.first_on, a.last_on, &a.name).cmp(&(b.first_on, b.last_on, &b.name)));
    read.entries.dedup();
    Some(read)
}

fn property<'a>(event: &'a IcalEvent, name: &str) -> Option<&'a Property> {
    event.properties.iter().find(|p| p.name.eq_ignore_ascii_case(name))
}

fn value<'a>(event: &'a IcalEvent, name: &str) -> Option<&'a str> {
    property(event, name)?.value.as_deref().map(str::trim)
}

/// `20261224`; nothing for a time of day.
fn date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?)
}

/// Days of `P3D` or `P2W`.
fn days_of(duration: &str) -> Option<i64> {
    let rest = duration.strip_prefix('P').or_else(|| duration.strip_prefix("+P"))?;
    match (rest.strip_suffix('D'), rest.strip_suffix('W')) {
        (Some(days), _) => days.parse().ok(),
        (_, Some(weeks)) => weeks.parse::<i64>().ok()?.checked_mul(7),
        _ => None,
    }
}

fn occurrences(event: &IcalEvent, today: Date) -> Option<Vec<Entry>> {
    if value(event, "STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return None;
    }
    let first = date(value(event, "DTSTART")?)?;
    // The end of a whole-day entry is the day after (RFC 5545, 3.6.1).
    let days = match (value(event, "DTEND"), value(event, "DURATION")) {
        (Some(end), _) => date(end)?.days_since(first).max(1),
        (None, Some(duration)) => days_of(duration)?,
        (None, None) => 1,
    };
    if !(1..=LONGEST_DAYS).contains(&days) {
        return None;
    }
    let name: String = unescaped(value(event, "SUMMARY").unwrap_or_default()).chars().take(120).collect();
    let name = if name.trim().is_empty() { first.to_string() } else { name.trim().to_owned() };
    let entry = |first_on: Date| Entry { name: name.clone(), first_on, last_on: first_on.plus_days(days - 1) };
    let starts = match value(event, "RRULE") {
        None => vec![first],
        Some(rule) => yearly(rule, first, today)?,
    };
    let recent = today.plus_days(-366);
    Some(starts.into_iter().map(entry).filter(|entry| entry.last_on >= recent).collect())
}

/// The days on which a yearly entry begins, as far as [`YEARS_AHEAD`]; nothing for any other rule.
fn yearly(rule: &str, first: Date, today: Date) -> Option<Vec<Date>> {
    let (mut every, mut count, mut until) = (1_i16, usize::MAX, None);
    let mut is_yearly = false;
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=')?;
        match name.to_ascii_uppercase().as_str() {
            "FREQ" => is_yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" => every = value.parse().ok().filter(|n| *n > 0)?,
            "COUNT" => count = value.parse().ok()?,
            "UNTIL" => until = Some(date(value.get(..8)?)?),
            // Saying again what the first day says changes nothing.
            "BYMONTH" => (value == first.0.month().to_string()).then_some(())?,
            "BYMONTHDAY" => (value == first.0.day().to_string()).then_some(())?,
            "WKST" => {}
            _ => return None,
        }
    }
    if !is_yearly {
        return None;
    }
    let last_year = today.0.year().checked_add(YEARS_AHEAD)?;
    let years =
        (0..).map_while(|n: i16| first.0.year().checked_add(n.checked_mul(every)?)).take_while(|y| *y <= last_year);
    let days = years.filter_map(|year| Date::new(year, first.0.month(), first.0.day()));
    Some(days.take(count).take_while(|day| until.is_none_or(|until| *day <= until)).collect())
}

/// `\,`, `\;`, `\n` and `\\` of a text value.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') | None => plain.push(' '),
                Some(other) => plain.push(other),
            },
            letter if letter.is_control() => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2026, 11, 24).expect("a day")
    }

    fn lines(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\n{events}END:VCALENDAR\r\n")
    }

    fn event(properties: &str) -> String {
        let properties: String = properties.split('|').map(|line| format!("{line}\r\n")).collect();
        format!("BEGIN:VEVENT\r\nUID:1\r\n{properties}END:VEVENT\r\n")
    }

    fn found(properties: &str) -> Vec<(String, String, String)> {
        let read = read(lines(&event(properties)).as_bytes(), today()).expect("a calendar");
        read.entries.into_iter().map(|e| (e.name, e.first_on.to_string(), e.last_on.to_string())).collect()
    }

    #[test]
    fn whole_days_are_taken_and_the_day_of_the_end_is_not() {
        let holidays = found("DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:20270102|SUMMARY:Between\\, the years");
        assert_eq!(holidays, [("Between, the years".into(), "2026-12-24".into(), "2027-01-01".into())]);
        assert_eq!(found("DTSTART;VALUE=DATE:20261130")[0].2, "2026-11-30");
        assert_eq!(found("DTSTART:20261130|DURATION:P2W")[0].2, "2026-12-13");
    }

    #[test]
    fn a_yearly_day_is_written_out_and_other_rules_are_left_out() {
        let eve = found("DTSTART;VALUE=DATE:20151224|SUMMARY:Eve|RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24");
        let days: Vec<&str> = eve.iter().map(|(_, first, _)| first.as_str()).collect();
        assert_eq!(
            days,
            ["2025-12-24", "2026-12-24", "2027-12-24", "2028-12-24", "2029-12-24", "2030-12-24", "2031-12-24"]
        );
        assert_eq!(found("DTSTART:20261224|RRULE:FREQ=YEARLY;COUNT=2").len(), 2);
        assert_eq!(found("DTSTART:20261224|RRULE:FREQ=YEARLY;UNTIL=20281231T000000Z").len(), 3);
        for rule in ["FREQ=WEEKLY", "FREQ=YEARLY;BYDAY=1MO", "COUNT=3", "nonsense"] {
            assert!(found(&format!("DTSTART:20261224|RRULE:{rule}")).is_empty(), "{rule}");
        }
    }

    #[test]
    fn meetings_cancelled_days_and_the_distant_past_are_left_out_and_counted() {
        let all = [
            event("DTSTART:20261224T100000Z|DTEND:20261224T110000Z|SUMMARY:Meeting"),
            event("DTSTART:20261224|STATUS:CANCELLED"),
            event("DTSTART:20191224|SUMMARY:Long ago"),
            event("DTSTART:20261301"),
            event("DTSTART:20260101|DTEND:20290101"),
            event("SUMMARY:No day at all"),
        ];
        let read = read(lines(&all.concat()).as_bytes(), today()).expect("a calendar");
        assert_eq!(read, Read { entries: Vec::new(), left_out: 6 });
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        for file in ["", "<html>", "BEGIN:VCARD\r\nEND:VCARD\r\n", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "\u{0}\u{1}"]
        {
            assert_eq!(read(file.as_bytes(), today()), None, "{file:?}");
        }
        assert_eq!(read(&[0xff, 0xfe, 0x00], today()), None);
        assert!(read(format!("\u{feff}{}", lines("")).as_bytes(), today()).is_some());
    }
}
