//! The two signature parts as a page shows them: the clock and the phase track. Their macros are in `templates/parts/signs.html`.

use i18n::{duration_short, text, text_args};
use kernel::{Instant, Locale};

/// What a clock shows: a ring that empties until a promise is due, and the time in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockFace {
    /// The style: `ok`, `warn`, `bad`, `paused` or `done`.
    pub state: &'static str,
    /// How much of the ring is filled, in percent.
    pub left: u8,
    /// The time in words: "4 h 12 m left".
    pub text: String,
    /// When the promise was given, in epoch milliseconds; only while the clock runs, so that the open page keeps it true.
    pub start: Option<i64>,
    /// When it is due, in epoch milliseconds; only while the clock runs.
    pub due: Option<i64>,
}

impl ClockFace {
    /// A promise given at `started` and due at `due`: amber when less than an eighth of the time is left, red and
    /// counting up with a full ring once it is broken.
    pub fn running(locale: Locale, now: Instant, started: Instant, due: Instant) -> Self {
        let left = due.since(now);
        let whole = due.since(started).max(1);
        let percent = share(left, whole);
        let (state, left_percent, key) = if left < 0 {
            ("bad", 100, "shell-clock-over")
        } else if i128::from(left) * 8 < i128::from(whole) {
            ("warn", percent, "shell-clock-left")
        } else {
            ("ok", percent, "shell-clock-left")
        };
        let time = duration_short(locale, left.saturating_abs());
        Self {
            state,
            left: left_percent,
            text: text_args(locale, key, &[("time", time.into())]),
            start: Some(started.millis()),
            due: Some(due.millis()),
        }
    }

    /// A clock that stands because the other side was asked something; `left` of `whole` microseconds remain.
    pub fn paused(locale: Locale, left: i64, whole: i64) -> Self {
        Self {
            state: "paused",
            left: share(left, whole.max(1)),
            text: text(locale, "shell-clock-paused"),
            start: None,
            due: None,
        }
    }

    /// A promise that was kept, or one that was answered `late` microseconds after it was due.
    pub fn stopped(locale: Locale, late: i64) -> Self {
        let text = if late > 0 {
            text_args(locale, "shell-clock-late", &[("time", duration_short(locale, late).into())])
        } else {
            text(locale, "shell-clock-kept")
        };
        Self { state: if late > 0 { "bad" } else { "done" }, left: 100, text, start: None, due: None }
    }
}

fn share(left: i64, whole: i64) -> u8 {
    let percent = (i128::from(left) * 100 / i128::from(whole)).clamp(0, 100);
    u8::try_from(percent).unwrap_or(100)
}

/// One of the five segments of the large phase track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackStep {
    /// The style: `past`, `here` or `ahead`.
    pub state: &'static str,
    /// The phase's name.
    pub name: String,
    /// What stands below it ("41 days", "3 of 4 criteria met"); empty for nothing.
    pub note: String,
}

impl TrackStep {
    /// The five phases with `notes` below them, for a partner in phase `at` (1 to 5; 0 for none).
    pub fn all(locale: Locale, at: u8, notes: [String; 5]) -> Vec<Self> {
        let keys = ["phase-attract", "phase-onboard", "phase-cosell", "phase-grow", "phase-renew"];
        keys.into_iter()
            .zip(notes)
            .zip(1u8..)
            .map(|((key, note), position)| Self {
                state: match position.cmp(&at) {
                    std::cmp::Ordering::Less => "past",
                    std::cmp::Ordering::Equal => "here",
                    std::cmp::Ordering::Greater => "ahead",
                },
                name: text(locale, key),
                note,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::time::{DAY, HOUR, MINUTE};

    fn face(now: i64) -> ClockFace {
        let start = Instant(1_000 * DAY);
        ClockFace::running(Locale::En, start.plus(now), start, start.plus(DAY))
    }

    #[test]
    fn a_clock_empties_turns_amber_below_an_eighth_and_red_once_broken() {
        let seen = |now| {
            let face = face(now);
            (face.state, face.left, face.text)
        };
        assert_eq!(seen(0), ("ok", 100, "1 d left".to_owned()));
        assert_eq!(seen(18 * HOUR), ("ok", 25, "6 h left".to_owned()));
        assert_eq!(seen(21 * HOUR), ("ok", 12, "3 h left".to_owned()));
        assert_eq!(seen(21 * HOUR + MINUTE), ("warn", 12, "2 h 59 m left".to_owned()));
        assert_eq!(seen(DAY), ("warn", 0, "under 1 m left".to_owned()));
        assert_eq!(seen(DAY + 4 * HOUR + 12 * MINUTE), ("bad", 100, "4 h 12 m over".to_owned()));
    }

    #[test]
    fn only_a_running_clock_tells_the_page_its_times() {
        assert_eq!(face(0).due, Some(1_001 * DAY / 1_000));
        let paused = ClockFace::paused(Locale::De, 6 * HOUR, DAY);
        assert_eq!((paused.state, paused.left, paused.due), ("paused", 25, None));
        assert_eq!(ClockFace::stopped(Locale::De, 0).text, "Eingehalten");
        assert_eq!(ClockFace::stopped(Locale::De, HOUR).text, "1 Std. zu spät");
    }

    #[test]
    fn a_promise_due_when_it_was_given_does_not_divide_by_zero() {
        let at = Instant(1_000 * DAY);
        assert_eq!(ClockFace::running(Locale::En, at, at, at).left, 0);
    }

    #[test]
    fn the_track_shows_what_is_past_and_what_lies_ahead() {
        let steps = TrackStep::all(Locale::De, 3, Default::default());
        let states: Vec<_> = steps.iter().map(|step| step.state).collect();
        assert_eq!(states, ["past", "past", "here", "ahead", "ahead"]);
        assert_eq!(steps.last().map(|step| step.name.as_str()), Some("Verlängerung"));
        assert!(TrackStep::all(Locale::En, 0, Default::default()).iter().all(|step| step.state == "ahead"));
    }
}
