//! Deal registration: a partner tells us of a customer, we answer in time.
