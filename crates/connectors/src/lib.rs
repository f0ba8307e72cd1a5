//! The outside world. Stateless: the operations persist. Implements ports that operations declare.

pub mod files;
pub mod smtp;
