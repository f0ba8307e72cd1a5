//! What a protection covers: a customer, a product, a region. Pure.

use kernel::fold::fold;
use kernel::id::{CompanyId, ProductId};
use storage::entity::registration::Model;

/// What a protection covers. Whatever is not said covers all of it: a registration without a product protects the customer whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The customer.
    pub customer: CompanyId,
    /// The product: its id, or its folded name where it is none of ours.
    pub product: Option<String>,
    /// The country.
    pub region: Option<String>,
}

impl Scope {
    /// What `row` covers; nothing while its customer is not known.
    pub(crate) fn of(row: &Model) -> Option<Self> {
        Some(Self {
            customer: row.company_id?,
            product: product(row.product_id, row.product_text.as_deref()),
            region: row.company_country.clone(),
        })
    }
}

/// What names a product: its id, or its folded name where it is none of ours.
pub(crate) fn product(id: Option<ProductId>, text: Option<&str>) -> Option<String> {
    id.map(|id| id.to_string()).or_else(|| text.map(fold).filter(|name| !name.is_empty()))
}

/// Whether two products or two regions can be the same; one that is not said can be any.
pub(crate) fn meet(a: &Option<String>, b: &Option<String>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Whether the two cover something in common.
pub fn overlap(a: &Scope, b: &Scope) -> bool {
    a.customer == b.customer && meet(&a.product, &b.product) && meet(&a.region, &b.region)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scopes() -> impl Strategy<Value = Scope> {
        let part = || proptest::option::of(proptest::sample::select(vec!["a", "b", "c"]));
        (0u128..3, part(), part()).prop_map(|(customer, product, region)| Scope {
            customer: CompanyId(uuid::Uuid::from_u128(customer)),
            product: product.map(str::to_owned),
            region: region.map(str::to_owned),
        })
    }

    proptest! {
        #[test]
        fn overlap_is_symmetric_and_everything_overlaps_itself(a in scopes(), b in scopes()) {
            prop_assert_eq!(overlap(&a, &b), overlap(&b, &a));
            prop_assert!(overlap(&a, &a));
        }

        #[test]
        fn saying_less_never_makes_an_overlap_go_away(a in scopes(), b in scopes()) {
            let wider = Scope { product: None, ..a.clone() };
            prop_assert!(!overlap(&a, &b) || overlap(&wider, &b));
        }

        #[test]
        fn two_customers_never_overlap(a in scopes(), b in scopes()) {
            prop_assert!(a.customer == b.customer || !overlap(&a, &b));
        }
    }
}
