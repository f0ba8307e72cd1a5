//! Rate limits by meaning, kept in memory per process.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use kernel::{Failure, Outcome};
use std::num::NonZeroU32;

/// The limits, one per kind of action.
pub struct Limits {
    sign_in_account: DefaultKeyedRateLimiter<String>,
    sign_in_address: DefaultKeyedRateLimiter<String>,
    public_form: DefaultKeyedRateLimiter<String>,
    signed_form: DefaultKeyedRateLimiter<String>,
    to_stranger: DefaultKeyedRateLimiter<String>,
    public_page: DefaultKeyedRateLimiter<String>,
    my_registrations: DefaultKeyedRateLimiter<String>,
    api: DefaultKeyedRateLimiter<String>,
}

const fn n(value: u32) -> NonZeroU32 {
    match NonZeroU32::new(value) {
        Some(v) => v,
        None => NonZeroU32::MIN,
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in_account: RateLimiter::keyed(Quota::per_minute(n(5)).allow_burst(n(10))),
            sign_in_address: RateLimiter::keyed(Quota::per_minute(n(20)).allow_burst(n(40))),
            public_form: RateLimiter::keyed(Quota::per_minute(n(6)).allow_burst(n(20))),
            signed_form: RateLimiter::keyed(Quota::per_minute(n(6)).allow_burst(n(20))),
            to_stranger: RateLimiter::keyed(Quota::per_hour(n(12)).allow_burst(n(6))),
            public_page: RateLimiter::keyed(Quota::per_second(n(10)).allow_burst(n(120))),
            my_registrations: RateLimiter::keyed(Quota::per_hour(n(6)).allow_burst(n(4))),
            api: RateLimiter::keyed(Quota::per_second(n(200)).allow_burst(n(2000))),
        }
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Outcome<()> {
    limiter.check_key(&key.to_owned()).map_err(|not_until| Failure::Throttled {
        retry_after_seconds: not_until.wait_time_from(limiter.clock().now()).as_secs().max(1),
    })
}

impl Limits {
    /// Tries to sign in: per account and per network address.
    ///
    /// # Errors
    /// `Throttled`.
    pub fn sign_in(&self, account: &str, address: &str) -> Outcome<()> {
        check(&self.sign_in_address, address)?;
        check(&self.sign_in_account, account)
    }
    /// Sends a public form.
    ///
    /// # Errors
    /// `Throttled`.
    pub fn public_form(&self, address: &str) -> Outcome<()> {
        check(&self.public_form, address)
    }
    /// Sends a public form with this address, which is written to: whoever types it need not have it.
    ///
    /// # Errors
    /// `Throttled`.
    pub fn to_stranger(&self, email: &str) -> Outcome<()> {
        check(&self.to_stranger, email)
    }
    /// Sends a form behind a signed link: per link, so that partners who share a network address do not use up each other's; and per address as
    /// often as pages are opened, for links that open nothing.
    ///
    /// # Errors
    /// `Throttled`.
    pub fn signed_form(&self, address: &str, link: &str) -> Outcome<()> {
        check(&self.public_page, address)?;
        check(&self.signed_form, link)
    }
    /// Opens a public page.
    ///
    /// # Errors
    /// `Throttled`.
    pub fn public_page(&self, address: &str) -> Outcome<()> {
        check(&self.public_page, address)
    }
    /// Asks for the link to "My registrations" with an address.
    ///
    /// # Errors
    /// `Throttled`.
    pub fn my_registrations(&self, email: &str) -> Outcome<()> {
        check(&self.my_registrations, email)
    }
    /// Calls the API with a token.
    ///
    /// # Errors
    /// `Throttled`.
    pub fn api(&self, token: &str) -> Outcome<()> {
        check(&self.api, token)
    }
}
