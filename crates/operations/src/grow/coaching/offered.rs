//! The rules the program offers: data beside this file. Each can be changed or switched off; what is in force is in [`super::rules`].

use super::rule::Rule;
use serde::Deserialize;
use std::sync::LazyLock;

/// A rule as it is offered.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Names it for good.
    pub key: String,
    /// What it says.
    pub rule: Rule,
}

#[derive(Deserialize)]
struct File {
    rule: Vec<toml::Table>,
}

fn read() -> Result<Vec<Offered>, toml::de::Error> {
    let file: File = toml::from_str(include_str!("offered.toml"))?;
    let rules = file.rule.into_iter().map(|mut table| {
        let key = table.remove("key").and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default();
        Ok(Offered { key, rule: table.try_into()? })
    });
    rules.collect()
}

// A file that cannot be read offers nothing; the test below reads it.
static OFFERED: LazyLock<Vec<Offered>> = LazyLock::new(|| read().unwrap_or_default());

/// All of them, in order.
pub fn all() -> &'static [Offered] {
    &OFFERED
}

/// The one of this key.
pub fn find(key: &str) -> Option<&'static Offered> {
    OFFERED.iter().find(|offered| offered.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::FieldErrors;

    #[test]
    fn the_offered_rules_are_right_and_have_keys_of_their_own() {
        let rules = read().expect("a file that can be read");
        assert_eq!(rules.len(), 7);
        for (at, offered) in rules.iter().enumerate() {
            let mut errors = FieldErrors::default();
            offered.rule.clone().checked(&mut errors);
            assert!(errors.is_empty(), "{}: {errors:?}", offered.key);
            assert!(!offered.key.is_empty() && rules.iter().skip(at + 1).all(|o| o.key != offered.key), "{at}");
        }
    }
}
