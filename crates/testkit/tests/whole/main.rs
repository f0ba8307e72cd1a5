//! Tests through the whole stack: operations, pages, API, public links, mails, clocks. One program, because each links everything.

mod access;
mod calendars;
mod coaching;
mod dashboards;
mod deals;
mod forms;
mod idempotency;
mod imports;
mod kpi_compared;
mod kpi_definitions;
mod kpi_exchange;
mod kpi_files;
mod kpi_policies;
mod kpi_stretches;
mod kpis;
mod leases;
mod outbox;
mod own;
mod partners;
mod phases;
mod programs;
mod registering;
mod search;
mod smtp;
mod walk;
mod year;
