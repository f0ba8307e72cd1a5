//! Deals through the whole stack: operations, API and pages.

mod api;
mod house;
mod lists;
mod pages;
mod rules;
