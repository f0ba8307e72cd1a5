//! The dashboards the program offers: data beside this file, names in Fluent.

use super::kept::KeptQuestion;
use super::open::Tile;
use kernel::words::{Sharing, ShownAs};
use kernel::{Locale, Scope};
use serde::Deserialize;
use std::sync::LazyLock;

/// An offered dashboard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// Stands where a dashboard's id stands.
    pub key: String,
    /// Whether contacts of partners may open it.
    #[serde(default)]
    pub partners: bool,
    tiles: Vec<OfferedTile>,
}

// The fields of a kept question stand beside the others: a line is a tile.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferedTile {
    shown: ShownAs,
    #[serde(default = "one")]
    width: i64,
    metric: Option<String>,
    #[serde(default)]
    by: Vec<String>,
    period: Option<String>,
    compare: Option<String>,
    #[serde(default)]
    filters: Vec<String>,
}

fn one() -> i64 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    dashboard: Vec<Offered>,
}

static OFFERED: LazyLock<Vec<Offered>> = LazyLock::new(|| {
    // A file that cannot be read offers nothing; the test below reads it.
    toml::from_str::<File>(include_str!("offered.toml")).map(|file| file.dashboard).unwrap_or_default()
});

/// All of them, in order.
pub fn all() -> &'static [Offered] {
    &OFFERED
}

/// The one of this key.
pub fn find(key: &str) -> Option<&'static Offered> {
    OFFERED.iter().find(|o| o.key == key)
}

impl Offered {
    fn text_key(&self) -> String {
        format!("dashboard-offered-{}", self.key.replace('_', "-"))
    }
    /// For whom it is.
    pub fn name(&self, locale: Locale) -> String {
        i18n::text(locale, &self.text_key())
    }
    /// What it tells whom who sees these rows.
    pub fn description(&self, locale: Locale, scope: Scope) -> String {
        let all = format!("{}-text-all", self.text_key());
        // Who sees all partners is not told that these are their own.
        let key =
            if scope == Scope::All && i18n::has(locale, &all) { all } else { format!("{}-text", self.text_key()) };
        i18n::text(locale, &key)
    }
    /// Who may open it.
    pub fn sharing(&self) -> Sharing {
        if self.partners { Sharing::Partners } else { Sharing::Team }
    }
    /// Its tiles in order.
    pub(super) fn tiles(&self) -> Vec<Tile> {
        let tile = |(at, tile): (usize, &OfferedTile)| Tile {
            id: format!("{}-{}", self.key, at + 1),
            name: String::new(),
            shown: tile.shown,
            width: tile.width,
            question: KeptQuestion {
                metric: tile.metric.clone(),
                by: tile.by.clone(),
                period: tile.period.clone(),
                compare: tile.compare.clone(),
                filters: tile.filters.clone(),
                ..KeptQuestion::default()
            },
        };
        self.tiles.iter().enumerate().map(tile).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sees_all_partners_is_not_told_that_they_are_their_own() {
        let manager = find("partner_manager").expect("offered");
        let told = |locale, scope| manager.description(locale, scope);
        let own = Scope::OwnedBy(kernel::id::UserId::new());
        assert!(told(Locale::En, Scope::All).ends_with("pipeline of all partners."));
        assert!(told(Locale::De, Scope::All).ends_with("Pipeline aller Partner."));
        assert!(told(Locale::En, own).ends_with("of the partners one looks after."));
        // The others say the same to everybody.
        let seller = find("seller").expect("offered");
        assert_eq!(seller.description(Locale::En, Scope::All), seller.description(Locale::En, own));
    }

    #[test]
    fn each_role_of_the_mission_is_offered_a_dashboard_with_a_name_in_both_languages() {
        let keys: Vec<&str> = all().iter().map(|o| o.key.as_str()).collect();
        assert_eq!(
            keys,
            ["head_of_partnerships", "partner_manager", "seller", "marketing", "customer_success", "partner"]
        );
        for offered in all() {
            assert!(!offered.tiles().is_empty(), "{}", offered.key);
            for &locale in Locale::ALL {
                assert!(i18n::has(locale, &offered.text_key()), "{} in {locale}", offered.key);
                assert!(i18n::has(locale, &format!("{}-text", offered.text_key())), "{} in {locale}", offered.key);
            }
        }
        let for_partners: Vec<&str> = all().iter().filter(|o| o.partners).map(|o| o.key.as_str()).collect();
        assert_eq!(for_partners, ["partner"]);
    }
}
