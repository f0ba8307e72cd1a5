use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn at(text: &str) -> Instant {
    text.parse().expect("a moment")
}

fn hours(start: (u16, u16), end: (u16, u16)) -> Hours {
    Hours { start: WallTime::new(start.0, start.1).expect("a time"), end: WallTime::new(end.0, end.1).expect("a time") }
}

fn berlin() -> BusinessCalendar {
    BusinessCalendar::try_from(CalendarSettings {
        time_zone: "Europe/Berlin".to_owned(),
        holidays: HolidayRegion::GermanState { state: GermanState::Bavaria },
        ..CalendarSettings::default()
    })
    .expect("a calendar")
}

#[test]
fn elapsed_hours_run_day_and_night() {
    assert_eq!(berlin().due(at("2026-11-21T12:00:00Z"), Promise::FIRST_ANSWER), at("2026-11-22T12:00:00Z"));
}

#[test]
fn business_hours_run_while_somebody_works() {
    let calendar = berlin();
    // Friday 16:00 in Berlin: one hour on Friday, three on Monday.
    assert_eq!(calendar.due(at("2026-11-20T15:00:00Z"), Promise::BusinessHours(4)), at("2026-11-23T11:00:00Z"));
    // What fits to the minute is due at the close, not at the next opening.
    assert_eq!(calendar.due(at("2026-11-20T15:00:00Z"), Promise::BusinessHours(1)), at("2026-11-20T16:00:00Z"));
    // Christmas Eve is worked, the two holidays and the week-end are not.
    assert_eq!(calendar.due(at("2026-12-24T15:30:00Z"), Promise::BusinessHours(1)), at("2026-12-28T08:30:00Z"));
}

#[test]
fn business_days_end_at_the_close_of_the_last_one() {
    let calendar = berlin();
    // Received on Tuesday, whatever the hour: due on Thursday evening.
    for start in ["2026-11-24T05:00:00Z", "2026-11-24T10:00:00Z", "2026-11-24T20:00:00Z"] {
        assert_eq!(calendar.due(at(start), Promise::DECISION), at("2026-11-26T16:00:00Z"), "{start}");
    }
    // Received on Saturday: Monday and Tuesday.
    assert_eq!(calendar.due(at("2026-11-21T10:00:00Z"), Promise::DECISION), at("2026-11-24T16:00:00Z"));
    // Received on Maundy Thursday 2026: Good Friday and Easter Monday are free, summer time has begun.
    assert_eq!(calendar.due(at("2026-04-02T10:00:00Z"), Promise::DECISION), at("2026-04-08T15:00:00Z"));
    // None at all: this evening, or the next working evening.
    assert_eq!(calendar.due(at("2026-11-24T10:00:00Z"), Promise::BusinessDays(0)), at("2026-11-24T16:00:00Z"));
    assert_eq!(calendar.due(at("2026-11-24T16:00:00Z"), Promise::BusinessDays(0)), at("2026-11-25T16:00:00Z"));
}

#[test]
fn a_stopped_clock_goes_on_with_what_was_left() {
    let calendar = berlin();
    let (start, stopped, resumed) =
        (at("2026-11-24T09:00:00Z"), at("2026-11-24T15:00:00Z"), at("2026-11-30T11:00:00Z"));
    let due = calendar.due(start, Promise::DECISION);
    let left = calendar.business_micros_between(stopped, due);
    assert_eq!(left, 17 * HOUR);
    assert_eq!(calendar.plus_business_micros(resumed, left), at("2026-12-02T12:00:00Z"));
}

#[test]
fn closures_and_custom_holidays_are_not_worked() {
    let day = |text: &str| text.parse::<Date>().expect("a date");
    let calendar = BusinessCalendar::try_from(CalendarSettings {
        closures: [day("2026-11-25")].into(),
        holidays: HolidayRegion::Custom { dates: [day("2026-11-26")].into() },
        ..CalendarSettings::default()
    })
    .expect("a calendar");
    assert_eq!(calendar.due(at("2026-11-24T10:00:00Z"), Promise::BusinessDays(1)), at("2026-11-27T17:00:00Z"));
}

#[test]
fn a_promise_nobody_means_is_due_in_a_century() {
    let (calendar, start) = (BusinessCalendar::default(), at("2026-11-24T10:00:00Z"));
    for promise in [Promise::Hours(u32::MAX), Promise::BusinessDays(u32::MAX), Promise::BusinessHours(u32::MAX)] {
        assert_eq!(calendar.due(start, promise), start.plus(36_525 * DAY));
    }
}

#[test]
fn a_calendar_without_working_time_is_refused_field_by_field() {
    let errors = BusinessCalendar::try_from(CalendarSettings {
        time_zone: "Mars/Olympus".to_owned(),
        working_days: BTreeSet::new(),
        hours: vec![hours((9, 0), (12, 0)), hours((11, 0), (13, 0)), hours((15, 0), (15, 0))],
        ..CalendarSettings::default()
    })
    .expect_err("not a calendar");
    let found: Vec<(&str, &str)> = errors.0.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
    assert_eq!(
        found,
        [
            ("time_zone", "time_zone_invalid"),
            ("working_days", "required"),
            ("hours.1", "overlaps"),
            ("hours.2", "invalid"),
        ]
    );
}

#[test]
fn times_on_the_wall_are_read_and_written() {
    assert_eq!("09:30".parse::<WallTime>().map(WallTime::minutes), Ok(570));
    assert_eq!("24:00".parse::<WallTime>().map(|t| t.to_string()), Ok("24:00".to_owned()));
    for text in ["24:01", "9:5", "09:60", "", "09", "+9:00", "09:30:00"] {
        assert!(text.parse::<WallTime>().is_err(), "{text}");
    }
}

#[test]
fn a_calendar_survives_its_json() {
    let text = r#"{"time_zone":"Europe/Berlin","working_days":["monday","friday"],"hours":[{"start":"09:00","end":"12:30"}],"holidays":{"kind":"german_state","state":"BY"},"closures":["2026-12-24"]}"#;
    let calendar: BusinessCalendar = serde_json::from_str(text).expect("a calendar");
    assert_eq!(serde_json::to_string(&calendar).expect("JSON"), text);
    assert!(calendar.is_working_day("2026-11-27".parse().expect("a date")));
    assert!(!calendar.is_working_day("2026-12-25".parse().expect("a date")));
    let short = r#"{"time_zone":"UTC","working_days":["monday"],"hours":[{"start":"00:00","end":"24:00"}]}"#;
    assert!(serde_json::from_str::<BusinessCalendar>(short).is_ok());
    for wrong in ["Mars/Olympus", ""] {
        assert!(serde_json::from_str::<BusinessCalendar>(&short.replace("UTC", wrong)).is_err());
    }
    assert_eq!(serde_json::to_string(&Promise::DECISION).expect("JSON"), r#"{"business_days":2}"#);
    let none = r#"{"kind":"none"}"#;
    assert_eq!(serde_json::from_str::<HolidayRegion>(none).expect("a region"), HolidayRegion::None);
}

/// The obvious way: look at the wall once a minute.
struct MinuteByMinute<'a>(&'a BusinessCalendar);

impl MinuteByMinute<'_> {
    fn works_at(&self, minute: Instant) -> Option<Date> {
        let wall = self.0.time_zone().to_datetime(minute.timestamp());
        let shown = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
        let date = Date(wall.date());
        let settings = self.0.settings();
        let hours = settings.hours_of.get(&Weekday::of(date)).unwrap_or(&settings.hours);
        let open = settings.working_days.contains(&Weekday::of(date))
            && !settings.closures.contains(&date)
            && !settings.holidays.contains(date)
            && hours.iter().any(|h| (i64::from(h.start.minutes())..i64::from(h.end.minutes())).contains(&shown));
        (open && !settings.holidays.contains(date)).then_some(date)
    }
    fn after_minutes(&self, start: Instant, minutes: i64) -> Instant {
        let (mut now, mut worked) = (start, 0);
        while worked < minutes {
            worked += i64::from(self.works_at(now).is_some());
            now = now.plus(MINUTE);
        }
        now
    }
    fn between(&self, a: Instant, b: Instant) -> i64 {
        (0..b.since(a) / MINUTE).filter(|n| self.works_at(a.plus(n * MINUTE)).is_some()).count() as i64 * MINUTE
    }
    fn close_after_days(&self, start: Instant, days: usize) -> Instant {
        let mut counted: Vec<Date> = Vec::new();
        let mut close = None;
        let today = start.date_in(self.0.time_zone());
        // Three weeks and a bit hold the few days asked for here.
        for minute in (0..24 * 24 * 60).map(|n| start.plus(n * MINUTE)) {
            let Some(date) = self.works_at(minute).filter(|date| *date > today || (days == 0 && *date == today)) else {
                continue;
            };
            if !counted.contains(&date) {
                if counted.len() == days.max(1) {
                    break;
                }
                counted.push(date);
            }
            close = Some(minute.plus(MINUTE));
        }
        assert_eq!(counted.len(), days.max(1), "the days asked for lie within the weeks looked at");
        close.expect("a minute was worked")
    }
}

/// Moments around which the clocks of both zones jump, and a plain one.
const STARTS: &[&str] = &[
    "2024-03-10T00:00:00Z",
    "2025-03-09T00:00:00Z",
    "2025-03-30T00:00:00Z",
    "2025-10-26T00:00:00Z",
    "2025-11-02T00:00:00Z",
    "2026-12-28T00:00:00Z",
];

/// A zone whose clocks jump at two in the night, one an hour later, one with half an hour, one with none.
const ZONES: &[&str] = &["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"];

fn calendars() -> impl Strategy<Value = BusinessCalendar> {
    let days = proptest::collection::btree_set(proptest::sample::select(Weekday::ALL), 2..=7);
    let night = prop_oneof![
        Just(vec![hours((9, 0), (17, 0))]),
        Just(vec![hours((8, 30), (12, 0)), hours((13, 0), (18, 15))]),
        Just(vec![hours((0, 0), (24, 0))]),
        Just(vec![hours((1, 30), (2, 30)), hours((2, 45), (4, 0))]),
        Just(vec![hours((0, 0), (1, 45)), hours((23, 0), (24, 0))]),
    ];
    let zone = proptest::sample::select(ZONES);
    let state = proptest::option::of(proptest::sample::select(GermanState::ALL));
    // A Friday and a Sunday of their own, so that the week is not the same every day.
    let other = proptest::sample::select(vec![
        Vec::new(),
        vec![(Weekday::Friday, vec![hours((8, 0), (12, 15))])],
        vec![(Weekday::Sunday, vec![hours((0, 0), (3, 0)), hours((22, 0), (24, 0))])],
    ]);
    (zone, days, night, state, other).prop_map(|(zone, working_days, hours, state, other)| {
        BusinessCalendar::try_from(CalendarSettings {
            time_zone: zone.to_owned(),
            working_days,
            hours,
            hours_of: other.into_iter().collect(),
            holidays: state.map_or(HolidayRegion::None, |state| HolidayRegion::GermanState { state }),
            closures: ["2025-03-28".parse().expect("a date")].into(),
        })
        .expect("a calendar")
    })
}

fn starts() -> impl Strategy<Value = Instant> {
    (proptest::sample::select(STARTS), -4 * 24 * 60..2 * 24 * 60_i64)
        .prop_map(|(near, minutes)| at(near).plus(minutes * MINUTE))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn working_time_added_is_the_same_minute_by_minute(calendar in calendars(), start in starts(), minutes in 1..900_i64) {
        let due = calendar.plus_business_micros(start, minutes * MINUTE);
        prop_assert_eq!(due, MinuteByMinute(&calendar).after_minutes(start, minutes));
        prop_assert_eq!(calendar.business_micros_between(start, due), minutes * MINUTE);
    }

    #[test]
    fn working_time_between_is_the_same_minute_by_minute(calendar in calendars(), start in starts(), minutes in 0..12_000_i64) {
        let end = start.plus(minutes * MINUTE);
        prop_assert_eq!(calendar.business_micros_between(start, end), MinuteByMinute(&calendar).between(start, end));
        prop_assert_eq!(calendar.business_micros_between(end, start), -calendar.business_micros_between(start, end));
    }

    #[test]
    fn business_days_close_at_the_same_minute(calendar in calendars(), start in starts(), days in 0..4_u32) {
        let slow = MinuteByMinute(&calendar).close_after_days(start, days as usize);
        prop_assert_eq!(calendar.due(start, Promise::BusinessDays(days)), slow);
    }
}
