//! Conflict check: who else has this customer, and why we think so.
