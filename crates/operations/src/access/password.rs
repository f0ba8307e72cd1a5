//! Passwords: argon2id, never inside a transaction, and never more than a few at a time.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kernel::{Failure, FieldErrors, Outcome};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// The least number of characters of a password.
pub const MIN_LENGTH: usize = 12;
/// The most; argon2 would take more, but nobody types it.
const MAX_LENGTH: usize = 256;

/// One hash takes 19 MiB and some 20 ms of a core: a flood of sign-ins must not take the machine.
static AT_A_TIME: Semaphore = Semaphore::const_new(4);

/// What is checked for an account that does not exist or has no password, so that the answer takes as long.
static NOBODYS: LazyLock<Option<String>> =
    LazyLock::new(|| Argon2::default().hash_password(b"nobody's password").ok().map(|hash| hash.to_string()));

/// Notes at `field` what is wrong with a new password.
pub(crate) fn check(errors: &mut FieldErrors, field: &str, password: &str) {
    let length = password.chars().count();
    if length == 0 {
        errors.add(field, "required");
    } else if length < MIN_LENGTH {
        errors.add_with(field, "password_too_short", [("min", MIN_LENGTH.to_string())]);
    } else if length > MAX_LENGTH {
        errors.add_with(field, "too_long", [("max", MAX_LENGTH.to_string())]);
    }
}

/// The hash to be stored, with its salt and cost.
pub(crate) async fn hash(password: String) -> Outcome<String> {
    slowly(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
        .await?
        .map_err(|error| Failure::internal(error.to_string()))
}

/// Whether `password` is the one behind `stored`. Without a stored hash the answer is no, and takes as long.
pub(crate) async fn matches(password: String, stored: Option<String>) -> Outcome<bool> {
    if password.chars().count() > MAX_LENGTH {
        return Ok(false);
    }
    slowly(move || {
        let exists = stored.is_some();
        let Some(text) = stored.or_else(|| NOBODYS.clone()) else { return false };
        let Ok(parsed) = PasswordHash::new(&text) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && exists
    })
    .await
}

async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    let _turn = AT_A_TIME.acquire().await.map_err(Failure::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Failure::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_matches_and_nobodys_password_never_does() {
        let stored = hash("a long enough password".to_owned()).await.expect("hashed");
        assert!(stored.starts_with("$argon2id$"));
        assert!(matches("a long enough password".to_owned(), Some(stored.clone())).await.expect("checked"));
        assert!(!matches("another long password".to_owned(), Some(stored)).await.expect("checked"));
        assert!(!matches("nobody's password".to_owned(), None).await.expect("checked"));
    }

    #[test]
    fn a_new_password_has_at_least_twelve_characters_not_bytes() {
        let code = |password: &str| {
            let mut errors = FieldErrors::default();
            check(&mut errors, "password", password);
            errors.0.first().map(|e| e.code.clone())
        };
        assert_eq!(code(""), Some("required".to_owned()));
        assert_eq!(code("ääääääää"), Some("password_too_short".to_owned()));
        assert_eq!(code("ääääääääääää"), None);
        assert_eq!(code(&"x".repeat(257)), Some("too_long".to_owned()));
    }
}
