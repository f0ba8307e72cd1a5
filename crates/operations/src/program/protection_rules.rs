//! How long a program protects what, how many registrations a partner can have open, and what keeps protection alive.

use kernel::FieldErrors;
use kernel::id::ProductId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a program sets about protection beside its usual window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProtectionRules {
    /// Windows of single products by their id, days, 1 to 1000; the others have the program's.
    pub product_days: BTreeMap<String, u32>,
    /// How many registrations a partner can have open at a time, 1 to 10000; absent: any number. Fewer where many of theirs expired.
    pub most_open: Option<u32>,
    /// After how many days without activity protection ends, 7 to 365; absent: it does not. The partner is told a week before.
    pub activity_days: Option<u32>,
}

impl ProtectionRules {
    /// The window of a product, days.
    pub fn days_of(&self, product: Option<ProductId>, usual: u32) -> u32 {
        product.and_then(|id| self.product_days.get(&id.to_string())).copied().unwrap_or(usual)
    }
}

/// The rules, with everything wrong noted by its path.
pub(super) fn checked(errors: &mut FieldErrors, rules: ProtectionRules) -> ProtectionRules {
    for (product, days) in &rules.product_days {
        let path = format!("protection.product_days.{product}");
        if product.parse::<ProductId>().is_err() {
            errors.add(&path, "unknown");
        }
        super::validate::range(errors, &path, *days, 1, 1_000);
    }
    if let Some(most) = rules.most_open {
        super::validate::range(errors, "protection.most_open", most, 1, 10_000);
    }
    if let Some(days) = rules.activity_days {
        super::validate::range(errors, "protection.activity_days", days, 7, 365);
    }
    rules
}

/// Notes each setting that is another.
pub(super) fn differ(
    before: &ProtectionRules,
    after: &ProtectionRules,
    note: &mut impl FnMut(&'static str, String, String),
) {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_else(|| "–".to_owned());
    let days = |rules: &ProtectionRules| {
        rules.product_days.iter().map(|(id, days)| format!("{id}: {days}")).collect::<Vec<_>>().join(", ")
    };
    note("product_days", days(before), days(after));
    note("most_open", number(before.most_open), number(after.most_open));
    note("activity_days", number(before.activity_days), number(after.activity_days));
}
