//! What of the partner list is wanted: one filter for page, API, export and saved views, as it stands in the address.

use kernel::id::{PartnerId, ProgramId, SegmentId, UserId};
use kernel::words::{PartnerStatus, Phase};
use kernel::{FieldErrors, Outcome, text_enum};
use std::str::FromStr;

text_enum! {
    /// The order of the partner list.
    pub enum Sort {
        Name = "name",
        NameDescending = "-name",
        Created = "created",
        /// Newest first.
        CreatedDescending = "-created",
    }
}

/// An attribute beyond the columns every partner has, and the value wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub key: String,
    /// The value.
    pub value: String,
}

/// What of the partner list is wanted; everything absent does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartnerFilter {
    /// Words in name, domain and city; every word must be there.
    pub q: Option<String>,
    /// In this phase, of `program` when given, of any program otherwise.
    pub phase: Option<Phase>,
    /// In this program.
    pub program: Option<ProgramId>,
    /// In this segment.
    pub segment: Option<SegmentId>,
    /// In this region.
    pub region: Option<String>,
    /// In this country.
    pub country: Option<String>,
    /// Owned by this user, in whatever role.
    pub owner: Option<UserId>,
    /// Without a partner manager.
    pub without_manager: bool,
    /// With this status.
    pub status: Option<PartnerStatus>,
    /// With all of these attributes.
    pub attributes: Vec<Attribute>,
    /// One of these; not part of the address.
    pub ids: Vec<PartnerId>,
    /// The order; by name when absent.
    pub sort: Option<Sort>,
}

fn word<T: FromStr>(errors: &mut FieldErrors, field: &str, text: &str) -> Option<T> {
    let value = text.parse().ok();
    if value.is_none() {
        errors.add(field, "invalid");
    }
    value
}

impl PartnerFilter {
    /// From the parameters of an address: `q`, `phase`, `program`, `segment`, `region`, `country`, `owner` (an id or `none`), `status`,
    /// `attribute.KEY`, `sort`. Empty ones and others are ignored.
    ///
    /// # Errors
    /// `invalid` at each parameter that cannot be read.
    pub fn from_pairs(pairs: &[(String, String)]) -> Outcome<Self> {
        let mut filter = Self::default();
        let mut errors = FieldErrors::default();
        for (key, value) in pairs {
            let Some(value) = errors.optional(key, Some(value), 200) else { continue };
            match key.as_str() {
                "q" => filter.q = Some(value),
                "phase" => filter.phase = word(&mut errors, key, &value),
                "program" => filter.program = word(&mut errors, key, &value),
                "segment" => filter.segment = word(&mut errors, key, &value),
                "region" => filter.region = Some(value),
                "country" => filter.country = Some(value),
                "owner" if value == "none" => filter.without_manager = true,
                "owner" => filter.owner = word(&mut errors, key, &value),
                "status" => filter.status = word(&mut errors, key, &value),
                "sort" => filter.sort = word(&mut errors, key, &value),
                other => {
                    if let Some(key) = other.strip_prefix("attribute.").filter(|k| !k.is_empty()) {
                        filter.attributes.push(Attribute { key: key.to_owned(), value });
                    }
                }
            }
        }
        errors.into_result(filter)
    }

    /// The parameters again, without the order of the list; [`PartnerFilter::from_pairs`] of them is the same filter.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = [
            ("q", self.q.clone()),
            ("phase", self.phase.map(|v| v.to_string())),
            ("program", self.program.map(|v| v.to_string())),
            ("segment", self.segment.map(|v| v.to_string())),
            ("region", self.region.clone()),
            ("country", self.country.clone()),
            ("owner", self.owner.map(|v| v.to_string()).or(self.without_manager.then(|| "none".to_owned()))),
            ("status", self.status.map(|v| v.to_string())),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect();
        pairs.extend(self.attributes.iter().map(|a| (format!("attribute.{}", a.key), a.value.clone())));
        pairs
    }

    /// Whether anything narrows the list.
    pub fn narrows(&self) -> bool {
        !self.pairs().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn a_filter_survives_its_address_and_ignores_what_is_empty_or_foreign() {
        let id = ProgramId::new().to_string();
        let given = pairs(&[
            ("q", " Müller "),
            ("phase", "cosell"),
            ("program", &id),
            ("region", ""),
            ("owner", "none"),
            ("attribute.Tier", "A"),
            ("cursor", "x"),
            ("sort", "-created"),
        ]);
        let filter = PartnerFilter::from_pairs(&given).expect("readable");
        assert_eq!(filter.q.as_deref(), Some("Müller"));
        assert!(filter.without_manager && filter.region.is_none());
        assert_eq!(filter.sort, Some(Sort::CreatedDescending));
        let again = PartnerFilter::from_pairs(&filter.pairs()).expect("readable");
        assert_eq!(again, PartnerFilter { sort: None, ..filter });
    }

    #[test]
    fn each_unreadable_parameter_is_named() {
        let given = pairs(&[("phase", "sideways"), ("segment", "seg_x"), ("sort", "luck")]);
        let Err(kernel::Failure::Invalid(errors)) = PartnerFilter::from_pairs(&given) else { panic!("refused") };
        let fields: Vec<_> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["phase", "segment", "sort"]);
    }
}
