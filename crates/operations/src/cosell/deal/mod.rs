//! Deals: what a registration becomes when it is approved, what an import brings, what direct sales has.
