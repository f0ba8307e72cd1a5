//! Products, as lines and registrations name them.
