//! What a protection covers: a customer, a product, a region. Pure.

use kernel::id::ProductId;
use storage::entity::registration::Model;

/// What of a customer a protection covers. Whatever is not said covers all of it: a registration without a product protects the customer whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// One of our products. What a partner calls it in words of its own can be any of them.
    pub product: Option<ProductId>,
    /// The country.
    pub region: Option<String>,
}

impl Coverage {
    /// What `row` covers of its customer.
    pub(crate) fn of(row: &Model) -> Self {
        Self { product: row.product_id, region: row.company_country.clone() }
    }
    /// Whether both cover something in common.
    pub fn meets(&self, other: &Self) -> bool {
        meet(self.product.as_ref(), other.product.as_ref()) && meet(self.region.as_ref(), other.region.as_ref())
    }
}

/// Whether the two can be the same; one that is not said can be any.
fn meet<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn coverages() -> impl Strategy<Value = Coverage> {
        let product = proptest::option::of((0u128..3).prop_map(|n| ProductId(uuid::Uuid::from_u128(n))));
        let region = proptest::option::of(proptest::sample::select(vec!["AT", "CH", "DE"]));
        (product, region).prop_map(|(product, region)| Coverage { product, region: region.map(str::to_owned) })
    }

    proptest! {
        #[test]
        fn meeting_is_symmetric_and_everything_meets_itself(a in coverages(), b in coverages()) {
            prop_assert_eq!(a.meets(&b), b.meets(&a));
            prop_assert!(a.meets(&a));
        }

        #[test]
        fn saying_less_never_makes_a_meeting_go_away(a in coverages(), b in coverages()) {
            let wider = Coverage { product: None, ..a.clone() };
            prop_assert!(!a.meets(&b) || wider.meets(&b));
        }

        #[test]
        fn two_products_or_two_countries_never_meet(a in coverages(), b in coverages()) {
            let differ = (a.product.is_some() && b.product.is_some() && a.product != b.product)
                || (a.region.is_some() && b.region.is_some() && a.region != b.region);
            prop_assert_eq!(a.meets(&b), !differ);
        }
    }
}
