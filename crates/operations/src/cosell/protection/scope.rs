//! What a protection covers: a customer, a product, a region. Pure.

use kernel::fold::fold;
use kernel::id::CompanyId;
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
        let named = row.product_text.as_deref().map(fold).filter(|name| !name.is_empty());
        Some(Self {
            customer: row.company_id?,
            product: row.product_id.map(|id| id.to_string()).or(named),
            region: row.company_country.clone(),
        })
    }
}

/// Whether the two cover something in common.
pub fn overlap(a: &Scope, b: &Scope) -> bool {
    let meet = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
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
