//! Whole-day entries of a calendar file. Pure.

use super::recurrence::{Taken, starts};
use ical::parser::ical::component::IcalEvent;
use ical::property::Property;
use kernel::{Date, text_enum};
use std::collections::BTreeSet;

/// Entries a file may have before it is no list of closures.
const MOST_EVENTS: usize = 5_000;
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
    pub left_out: Vec<LeftOut>,
}

text_enum! {
    /// Why an entry of a file becomes no closure.
    pub enum Why {
        /// It has a time of day, or no day at all.
        NotWholeDays = "not_whole_days",
        Cancelled = "cancelled",
        /// It was over a year ago, or lies too far ahead.
        Over = "over",
        /// Longer than a year.
        TooLong = "too_long",
        /// It repeats in a way that is not followed here, such as on the first Monday of a month.
        Repeats = "repeats",
        /// It repeats every day or week without end, or more than two hundred times: those are working hours.
        Endless = "endless",
    }
}

/// An entry that becomes no closure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct LeftOut {
    /// What it is called.
    pub name: String,
    /// Its first day, where that can be told.
    #[schema(value_type = Option<String>, format = Date)]
    pub first_on: Option<Date>,
    /// Why: `not_whole_days`, `cancelled`, `over`, `too_long`, `repeats` (in a way that is not followed), `endless`.
    #[schema(value_type = String)]
    pub why: Why,
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
            match occurrences(event, today) {
                Ok(found) => read.entries.extend(found),
                Err(why) => read.left_out.push(LeftOut {
                    name: name_of(event),
                    first_on: value(event, "DTSTART").and_then(|start| date(start.get(..8)?)),
                    why,
                }),
            }
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
pub(super) fn date(text: &str) -> Option<Date> {
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

/// What an entry is called; by its first day where it has no name.
fn name_of(event: &IcalEvent) -> String {
    let name: String = unescaped(value(event, "SUMMARY").unwrap_or_default()).chars().take(120).collect();
    if !name.trim().is_empty() {
        return name.trim().to_owned();
    }
    value(event, "DTSTART").and_then(date).map(|first| first.to_string()).unwrap_or_default()
}

fn occurrences(event: &IcalEvent, today: Date) -> Result<Vec<Entry>, Why> {
    if value(event, "STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return Err(Why::Cancelled);
    }
    let first = value(event, "DTSTART").and_then(date).ok_or(Why::NotWholeDays)?;
    // The end of a whole-day entry is the day after (RFC 5545, 3.6.1).
    let days = match (value(event, "DTEND"), value(event, "DURATION")) {
        (Some(end), _) => date(end).ok_or(Why::NotWholeDays)?.days_since(first).max(1),
        (None, Some(duration)) => days_of(duration).ok_or(Why::NotWholeDays)?,
        (None, None) => 1,
    };
    if !(1..=LONGEST_DAYS).contains(&days) {
        return Err(Why::TooLong);
    }
    let name = name_of(event);
    let entry = |first_on: Date| Entry { name: name.clone(), first_on, last_on: first_on.plus_days(days - 1) };
    let excepted: BTreeSet<Date> = event
        .properties
        .iter()
        .filter(|p| p.name.eq_ignore_ascii_case("EXDATE"))
        .flat_map(|p| p.value.as_deref().unwrap_or_default().split(','))
        .filter_map(|day| date(day.trim().get(..8)?))
        .collect();
    // Over a year ago is over.
    let from = today.plus_days(-366 - (days - 1));
    let starts = match value(event, "RRULE") {
        None if first < from || excepted.contains(&first) => Vec::new(),
        None => vec![first],
        Some(rule) => starts(rule, first, &Taken { from, today, excepted: &excepted })?,
    };
    if starts.is_empty() {
        return Err(Why::Over);
    }
    Ok(starts.into_iter().map(entry).collect())
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
    fn a_repeating_day_is_written_out_and_rules_nobody_follows_are_left_out() {
        let eve = found("DTSTART;VALUE=DATE:20151224|SUMMARY:Eve|RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24");
        let days: Vec<&str> = eve.iter().map(|(_, first, _)| first.as_str()).collect();
        assert_eq!(
            days,
            ["2025-12-24", "2026-12-24", "2027-12-24", "2028-12-24", "2029-12-24", "2030-12-24", "2031-12-24"]
        );
        assert_eq!(found("DTSTART:20261224|RRULE:FREQ=YEARLY;COUNT=2").len(), 2);
        assert_eq!(found("DTSTART:20261224|RRULE:FREQ=YEARLY;UNTIL=20281231T000000Z").len(), 3);
        let first = |rule: &str| -> Vec<String> {
            found(&format!("DTSTART:20261224|RRULE:{rule}")).into_iter().map(|(_, first, _)| first).collect()
        };
        // The 24th of December 2026 is a Thursday.
        assert_eq!(first("FREQ=WEEKLY;COUNT=3"), ["2026-12-24", "2026-12-31", "2027-01-07"]);
        assert_eq!(first("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270121"), ["2026-12-24", "2027-01-07", "2027-01-21"]);
        assert_eq!(first("FREQ=WEEKLY;BYDAY=FR,MO;COUNT=3"), ["2026-12-25", "2026-12-28", "2027-01-01"]);
        assert_eq!(first("FREQ=DAILY;COUNT=2"), ["2026-12-24", "2026-12-25"]);
        assert_eq!(first("FREQ=MONTHLY;COUNT=3"), ["2026-12-24", "2027-01-24", "2027-02-24"]);
        assert_eq!(first("FREQ=MONTHLY;BYMONTHDAY=24").len(), 61, "five years and this December");
        let last_days = found("DTSTART:20261231|RRULE:FREQ=MONTHLY;COUNT=3");
        let last_days: Vec<_> = last_days.iter().map(|(_, first, _)| first.as_str()).collect();
        assert_eq!(last_days, ["2026-12-31", "2027-01-31", "2027-03-31"], "February has none");
        let but_one = found("DTSTART:20261224|RRULE:FREQ=WEEKLY;COUNT=3|EXDATE;VALUE=DATE:20261231");
        assert_eq!(but_one.len(), 2);
        for (rule, why) in [
            ("FREQ=WEEKLY", Why::Endless),
            ("FREQ=DAILY;COUNT=201", Why::Endless),
            ("FREQ=YEARLY;BYDAY=1MO", Why::Repeats),
            ("FREQ=MONTHLY;BYDAY=1MO", Why::Repeats),
            ("FREQ=WEEKLY;INTERVAL=0;COUNT=3", Why::Repeats),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=3", Why::Repeats),
            ("COUNT=3", Why::Repeats),
            ("nonsense", Why::Repeats),
        ] {
            let text = lines(&event(&format!("SUMMARY:Eve|DTSTART:20261224|RRULE:{rule}")));
            let read = read(text.as_bytes(), today()).expect("a calendar");
            let first_on = Date::new(2026, 12, 24);
            assert_eq!(read.left_out, [LeftOut { name: "Eve".to_owned(), first_on, why }], "{rule}");
            assert!(read.entries.is_empty(), "{rule}");
        }
    }

    #[test]
    fn a_rule_that_repeats_millions_of_days_is_refused_before_they_are_written_out() {
        let endless = |start: &str, rule: &str| {
            let text = lines(&event(&format!("SUMMARY:Open|DTSTART:{start}|RRULE:{rule}")));
            let read = read(text.as_bytes(), today()).expect("a calendar");
            (read.entries.len(), read.left_out.first().map(|left_out| left_out.why))
        };
        for start in ["20261224", "20150105", "00010101"] {
            for rule in [
                "FREQ=DAILY;COUNT=2147483647",
                "FREQ=DAILY;UNTIL=99991231",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=2147483647",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=99991231T235959Z",
            ] {
                assert_eq!(endless(start, rule), (0, Some(Why::Endless)), "{start} {rule}");
            }
        }
        assert_eq!(
            endless("00010101", "FREQ=DAILY;COUNT=700000"),
            (0, Some(Why::Over)),
            "ends in July of the year 1917"
        );
        // A whole file of them takes no longer than a file of as many other entries.
        let many = event("SUMMARY:Open|DTSTART:00010101|RRULE:FREQ=DAILY;COUNT=2147483647").repeat(MOST_EVENTS);
        let read = read(lines(&many).as_bytes(), today()).expect("a calendar");
        assert_eq!((read.entries.len(), read.left_out.len()), (0, MOST_EVENTS));
    }

    #[test]
    fn what_is_over_counts_without_being_gone_through() {
        let first = |start: &str, rule: &str| -> Vec<String> {
            let days = found(&format!("DTSTART:{start}|RRULE:{rule}"));
            days.into_iter().map(|(_, first, _)| first).collect()
        };
        // The first of January 2001 was a Monday. 2025-11-23 is the first day that is not over; it lies 9,092 days later, a Sunday, in week 1,298.
        assert_eq!(first("20010101", "FREQ=DAILY;COUNT=9094"), ["2025-11-23", "2025-11-24"]);
        assert_eq!(first("20010101", "FREQ=DAILY;INTERVAL=10;COUNT=911"), ["2025-12-01"]);
        assert_eq!(first("20010103", "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=3898"), ["2025-11-24", "2025-11-26"]);
        assert_eq!(first("20010101", "FREQ=MONTHLY;COUNT=301"), ["2025-12-01", "2026-01-01"]);
        assert_eq!(first("20010115", "FREQ=YEARLY;COUNT=26"), ["2026-01-15"]);
        assert_eq!(first("20040229", "FREQ=YEARLY;COUNT=7"), ["2028-02-29"]);
    }

    #[test]
    fn meetings_cancelled_days_and_the_distant_past_are_left_out_and_named() {
        let all = [
            event("DTSTART:20261224T100000Z|DTEND:20261224T110000Z|SUMMARY:Meeting"),
            event("DTSTART:20261224|STATUS:CANCELLED"),
            event("DTSTART:20191224|SUMMARY:Long ago"),
            event("DTSTART:20261301"),
            event("DTSTART:20260101|DTEND:20290101"),
            event("SUMMARY:No day at all"),
        ];
        let read = read(lines(&all.concat()).as_bytes(), today()).expect("a calendar");
        let why: Vec<Why> = read.left_out.iter().map(|entry| entry.why).collect();
        let all = [Why::NotWholeDays, Why::Cancelled, Why::Over, Why::NotWholeDays, Why::TooLong, Why::NotWholeDays];
        assert_eq!((read.entries.len(), why), (0, all.to_vec()));
        assert_eq!(read.left_out[0].name, "Meeting");
        assert_eq!(read.left_out[0].first_on, Date::new(2026, 12, 24));
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
