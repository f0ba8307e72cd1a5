//! Data in and out.

