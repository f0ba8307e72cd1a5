//! Web and mail domains: which organisation a host belongs to, and addresses.

use psl::Psl;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Hosts that say nothing about who owns what lies below them: free mail, pages of social networks, free site builders.
static SHARED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("shared_hosts.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// The host in a URL, an e-mail address or a plain host: lower case, in its ASCII form (`xn--…`), without port and
/// trailing dot. Nothing for IP addresses and for texts that are no host with at least two labels.
pub fn host(input: &str) -> Option<String> {
    let text = input.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.strip_prefix("mailto:").or_else(|| text.strip_prefix("//")).unwrap_or(text);
    let text = text.split(['/', '?', '#', '\\']).next()?;
    let text = text.rsplit('@').next()?;
    let text = text.split_once(':').map_or(text, |(host, _)| host);
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let ascii = idna::domain_to_ascii_strict(text).ok()?;
    let labels: Vec<&str> = ascii.split('.').collect();
    let well_formed = labels.len() >= 2
        && ascii.len() <= 253
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        // An IP address has no letters at its end; a top-level domain always has.
        && labels.last().is_some_and(|label| label.bytes().any(|b| b.is_ascii_alphabetic()));
    well_formed.then_some(ascii)
}

/// The domain an organisation registered, from a URL, an e-mail address or a host: `https://www.shop.acme.co.uk/a` →
/// `acme.co.uk`. Nothing when there is none (an IP address, a bare `co.uk`, no domain at all).
///
/// By the Public Suffix List, its private part included: `acme.github.io` is a domain of its own. Endings the list does
/// not know count as one label.
pub fn registrable_domain(input: &str) -> Option<String> {
    let host = host(input)?;
    let domain = psl::List.domain(host.as_bytes())?;
    std::str::from_utf8(domain.as_bytes()).ok().map(str::to_owned)
}

/// Whether an input's host is one that many organisations share, so that it identifies none of them.
pub fn is_shared_host(input: &str) -> bool {
    let Some(host) = host(input) else { return false };
    let mut rest = host.as_str();
    loop {
        if SHARED.contains(rest) {
            return true;
        }
        match rest.split_once('.') {
            Some((_, parent)) => rest = parent,
            None => return false,
        }
    }
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email {
    address: String,
    folded: String,
}

/// The text is not an e-mail address we could write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct BadEmail;

impl BadEmail {
    /// The stable code for a field error.
    pub const CODE: &'static str = "email_invalid";
}

impl Email {
    /// As it was written, but for spaces around it and the domain in lower case and ASCII. Write to this one.
    pub fn as_str(&self) -> &str {
        &self.address
    }
    /// All in lower case: two addresses with the same folded form are one mailbox. Compare and store unique by this.
    pub fn folded(&self) -> &str {
        &self.folded
    }
    /// The part behind the @.
    pub fn domain(&self) -> &str {
        self.folded.rsplit('@').next().unwrap_or_default()
    }
    /// Whether the domain is one that everybody can have an address at.
    pub fn is_free_mail(&self) -> bool {
        is_shared_host(self.domain())
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.address)
    }
}

/// Reads an e-mail address: what real mailboxes look like, not all that RFC 5322 allows (no quotes, comments or
/// letters outside ASCII before the @; those would not reach most servers).
///
/// # Errors
/// [`BadEmail`] when it is none.
pub fn email(text: &str) -> Result<Email, BadEmail> {
    let (local, domain) = text.trim().rsplit_once('@').ok_or(BadEmail)?;
    let local_is_fine = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    // A domain here is a host and nothing else: no port, no path.
    let domain_is_fine = !domain.contains([':', '/', '?', '#', '\\', ' ']) && !domain.ends_with('.');
    if !local_is_fine || !domain_is_fine {
        return Err(BadEmail);
    }
    let domain = host(domain).ok_or(BadEmail)?;
    let address = format!("{local}@{domain}");
    if address.len() > 254 {
        return Err(BadEmail);
    }
    Ok(Email { folded: address.to_ascii_lowercase(), address })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_registered_domain_is_found_in_urls_hosts_and_addresses() {
        for (input, domain) in [
            ("https://www.acme.de/kontakt?x=1#y", "acme.de"),
            ("ACME.de", "acme.de"),
            ("shop.acme.co.uk:8443", "acme.co.uk"),
            ("anna@mail.acme.com", "acme.com"),
            ("mailto:anna@acme.com", "acme.com"),
            ("http://user:pass@acme.com:80/", "acme.com"),
            ("www.acme.de.", "acme.de"),
            ("müller.de", "xn--mller-kva.de"),
            ("https://acme.github.io/x", "acme.github.io"),
            ("nordwind.example", "nordwind.example"),
        ] {
            assert_eq!(registrable_domain(input).as_deref(), Some(domain), "{input}");
        }
    }

    #[test]
    fn what_is_no_domain_gives_none() {
        for input in
            ["", "acme", "co.uk", "10.0.0.1", "http://[::1]/", "http://127.0.0.1:80", "acme .de", "-a.de", "a..de", "@"]
        {
            assert_eq!(registrable_domain(input), None, "{input}");
        }
    }

    #[test]
    fn shared_hosts_are_known_with_everything_below_them() {
        for input in
            ["anna@gmail.com", "GMX.de", "https://de.linkedin.com/company/acme", "acme.github.io", "t-online.de"]
        {
            assert!(is_shared_host(input), "{input}");
        }
        for input in ["acme.de", "notgmail.com", "gmail.com.acme.de", "", "com"] {
            assert!(!is_shared_host(input), "{input}");
        }
    }

    #[test]
    fn every_line_of_the_list_is_a_host_in_its_own_form() {
        for line in SHARED.iter() {
            assert_eq!(host(line).as_deref(), Some(*line));
        }
        assert!(SHARED.len() > 100);
    }

    #[test]
    fn addresses_are_read_and_folded() {
        let address = email("  Anna.Krueger+x@ACME.de ").expect("an address");
        assert_eq!(address.as_str(), "Anna.Krueger+x@acme.de");
        assert_eq!(address.folded(), "anna.krueger+x@acme.de");
        assert_eq!(address.domain(), "acme.de");
        assert!(!address.is_free_mail());
        assert_eq!(email("anna@müller.de").map(|e| e.to_string()), Ok("anna@xn--mller-kva.de".to_owned()));
    }

    #[test]
    fn what_nobody_could_write_to_is_refused() {
        for text in [
            "",
            "anna",
            "@acme.de",
            "anna@",
            "anna@acme",
            "anna@@acme.de",
            "an na@acme.de",
            "anna@acme.de:25",
            "anna@acme.de/x",
            ".anna@acme.de",
            "anna.@acme.de",
            "an..na@acme.de",
            "anna@10.0.0.1",
            "anna@-acme.de",
            "a@b.de\r\nBcc: c@d.de",
            "<anna@acme.de>",
            "änna@acme.de",
            "anna@acme.de.",
        ] {
            assert_eq!(email(text), Err(BadEmail), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn an_accepted_address_is_accepted_again_and_unchanged(text in "[ -~ä]{0,12}@[a-zA-Z0-9ü.-]{1,20}") {
            if let Ok(once) = email(&text) {
                prop_assert_eq!(email(once.as_str()), Ok(once.clone()));
                prop_assert!(!once.as_str().contains(char::is_whitespace));
            }
        }

        #[test]
        fn a_registered_domain_is_its_own_registered_domain(text in any::<String>()) {
            if let Some(domain) = registrable_domain(&text) {
                prop_assert_eq!(registrable_domain(&domain), Some(domain));
            }
        }
    }
}
