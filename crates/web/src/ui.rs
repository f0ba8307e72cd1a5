//! What every template has at hand: language, time zone, the signed-in person, navigation, formatting.

use i18n::Arg;
use kernel::words::{Phase, Theme};
use kernel::{Date, FieldErrors, Instant, Locale, Money, Outcome, Role};
use operations::{Ctx, settings};

/// The signed-in person, as the shell shows them.
#[derive(Debug, Clone)]
pub struct UserBadge {
    /// Full name.
    pub name: String,
    /// One or two letters.
    pub initials: String,
    /// What they may do.
    pub role: Role,
}

/// One entry of the rail.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// Fluent text.
    pub label: String,
    /// Icon of the sprite.
    pub icon: &'static str,
    /// Whether it is the page we are on.
    pub active: bool,
    /// Shown behind the label when not zero.
    pub count: Option<u64>,
    /// Belongs to the lifecycle group.
    pub group: bool,
}

/// A message carried over one redirect.
#[derive(Debug, Clone)]
pub struct Flash {
    /// `good`, `warn` or `bad`.
    pub kind: &'static str,
    /// Fluent text.
    pub text: String,
}

/// The template's view of the request.
#[derive(Debug, Clone)]
pub struct Ui {
    pub(crate) locale: Locale,
    pub(crate) theme: Theme,
    pub(crate) path: String,
    pub(crate) user: Option<UserBadge>,
    pub(crate) org: String,
    pub(crate) zone: jiff::tz::TimeZone,
    pub(crate) fiscal_start: u8,
    pub(crate) now: Instant,
    pub(crate) waiting: Option<u64>,
    pub(crate) flash: Option<Flash>,
}

/// Up to two initials of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|w| w.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

impl Ui {
    /// For what is no page, such as a file: in the language of `cx`.
    ///
    /// # Errors
    /// The database's.
    pub async fn of(cx: &Ctx) -> Outcome<Self> {
        let organisation = settings::organisation(cx.read()).await?;
        Ok(Self {
            locale: cx.locale,
            theme: Theme::Auto,
            path: String::new(),
            user: None,
            zone: organisation.zone(),
            fiscal_start: organisation.fiscal_year_start_month,
            org: organisation.name,
            now: cx.now(),
            waiting: None,
            flash: None,
        })
    }
    /// Fluent text.
    pub fn t(&self, key: &str) -> String {
        i18n::text(self.locale, key)
    }
    /// Fluent text with one value.
    pub fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        i18n::text_args(self.locale, key, &[(name, Arg::Str(value.to_string().into()))])
    }
    /// Fluent text with two values.
    pub fn t2(&self, key: &str, a: &str, a_value: impl ToString, b: &str, b_value: impl ToString) -> String {
        let args = [(a, Arg::Str(a_value.to_string().into())), (b, Arg::Str(b_value.to_string().into()))];
        i18n::text_args(self.locale, key, &args)
    }
    /// An amount as its reader would type it: with two decimals or all four. Three may be thousands.
    pub fn typed_amount(&self, amount: i64) -> String {
        let decimals = if amount % 100 == 0 { 2 } else { 4 };
        i18n::decimal(self.locale, amount, decimals)
    }
    /// Fluent text with a number it may choose a plural by.
    pub fn tn(&self, key: &str, name: &str, value: i64) -> String {
        i18n::text_args(self.locale, key, &[(name, Arg::Int(value))])
    }
    /// The text of a stored word: key `<family>-<word>`, underscores and dots as hyphens (`phase-cosell`, `status-in-review`).
    pub fn word(&self, family: &str, word: impl ToString) -> String {
        self.t(&format!("{family}-{}", word.to_string().replace(['_', '.'], "-")))
    }
    /// The sentence for a failure's code.
    pub fn error(&self, code: &str) -> String {
        i18n::error_text(self.locale, code, &std::collections::BTreeMap::new())
    }
    /// The sentence for what is wrong with `field`, if anything is.
    pub fn field_error(&self, errors: &FieldErrors, field: &str) -> Option<String> {
        errors.0.iter().find(|e| e.field == field).map(|e| i18n::field_error_text(self.locale, e))
    }
    /// `en` or `de`.
    pub fn lang(&self) -> &'static str {
        self.locale.as_str()
    }
    /// The language.
    pub fn locale(&self) -> Locale {
        self.locale
    }
    /// `auto`, `light` or `dark`.
    pub fn theme(&self) -> &'static str {
        self.theme.as_str()
    }
    /// The hashed address of a built file.
    pub fn asset(&self, name: &str) -> String {
        crate::assets::asset_path(name)
    }
    /// The path and query of this page.
    pub fn path(&self) -> &str {
        &self.path
    }
    /// The signed-in person.
    pub fn user(&self) -> Option<&UserBadge> {
        self.user.as_ref()
    }
    /// Whether the signed-in person's role allows `action`.
    pub fn may(&self, action: operations::access::policy::Action) -> bool {
        self.user.as_ref().is_some_and(|u| operations::access::policy::role_may(u.role, action))
    }
    /// The organisation's name.
    pub fn org(&self) -> &str {
        &self.org
    }
    /// The message carried over a redirect.
    pub fn flash(&self) -> Option<&Flash> {
        self.flash.as_ref()
    }
    /// The moment the page was made.
    pub fn now(&self) -> Instant {
        self.now
    }
    /// Today in the organisation's time zone.
    pub fn today(&self) -> Date {
        self.now.date_in(&self.zone)
    }
    /// The month, 1 to 12, the organisation's fiscal year starts in.
    pub fn fiscal_start(&self) -> u8 {
        self.fiscal_start
    }
    /// Money, without empty decimals.
    pub fn money(&self, money: &Money) -> String {
        i18n::money(self.locale, money)
    }
    /// A whole number.
    pub fn number(&self, value: impl Into<i64>) -> String {
        i18n::number(self.locale, value.into())
    }
    /// The day of a moment, in the organisation's time zone.
    pub fn day(&self, at: &Instant) -> Date {
        at.date_in(&self.zone)
    }
    /// The day of a moment, as a date.
    pub fn day_text(&self, at: &Instant) -> String {
        self.date(&self.day(at))
    }
    /// A date.
    pub fn date(&self, date: &Date) -> String {
        i18n::date(self.locale, *date)
    }
    /// A date with the day's name.
    pub fn date_long(&self, date: &Date) -> String {
        i18n::date_long(self.locale, *date)
    }
    /// A moment, in the organisation's time zone.
    pub fn instant(&self, at: &Instant) -> String {
        i18n::instant(self.locale, *at, &self.zone)
    }
    /// How long ago, or in how long.
    pub fn ago(&self, at: &Instant) -> String {
        i18n::relative(self.locale, at.since(self.now))
    }
    /// A length of time: `4 h 12 m`.
    pub fn duration(&self, micros: &i64) -> String {
        i18n::duration_short(self.locale, *micros)
    }
    /// Initials of a name.
    pub fn initials(&self, name: &str) -> String {
        initials(name)
    }
    /// The rail.
    pub fn nav(&self) -> Vec<NavItem> {
        let path = self.path.split('?').next().unwrap_or_default();
        let item = |href: &str, key: &str, icon: &'static str| NavItem {
            href: href.to_owned(),
            label: self.t(key),
            icon,
            active: path == href || (href != "/" && path.starts_with(&format!("{href}/"))),
            count: None,
            group: false,
        };
        let mut today = item("/today", "shell-nav-today", "sun");
        today.count = self.waiting.filter(|n| *n > 0);
        let mut insights = item("/insights", "shell-nav-insights", "chart-column");
        insights.active |= path == "/dashboards" || path.starts_with("/dashboards/");
        let mut items = vec![
            today,
            item("/partners", "shell-nav-partners", "handshake"),
            item("/registrations", "shell-nav-registrations", "file-text"),
            item("/deals", "shell-nav-deals", "kanban"),
            insights,
        ];
        for (index, phase) in Phase::ALL.iter().enumerate() {
            let query = format!("phase={phase}");
            let icon =
                ["magnet", "graduation-cap", "rocket", "sprout", "refresh-cw"].get(index).copied().unwrap_or("circle");
            items.push(NavItem {
                href: format!("/partners?{query}"),
                label: self.word("phase", phase),
                icon,
                active: path == "/partners" && self.path.contains(&query),
                count: None,
                group: true,
            });
        }
        items.push(item("/settings", "shell-nav-settings", "settings"));
        items
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_are_the_first_and_last_words_letters() {
        assert_eq!(super::initials("Ines Hoffmann"), "IH");
        assert_eq!(super::initials("Anna Maria von Stein"), "AS");
        assert_eq!(super::initials("Öz"), "Ö");
        assert_eq!(super::initials(""), "");
    }
}
