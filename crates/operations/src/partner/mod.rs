//! Partner organisations, their contacts, owners and phases.
