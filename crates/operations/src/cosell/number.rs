//! The numbers people say on the phone: `REG-7K2M9Q`, `D-4F7KXA`.

use kernel::{Failure, Outcome};
use storage::{Sql, Tx};

/// What gets a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberOf {
    /// `REG-…`
    Registration,
    /// `D-…`
    Deal,
}

/// Clashes are rare (one in 350 at three million deals); this many in a row mean that something else is wrong.
const TRIES: usize = 20;

/// A number nobody has yet: a prefix and six random letters of the id alphabet, which cannot be guessed from the one before.
///
/// # Errors
/// The database's.
pub async fn fresh(tx: &Tx, of: NumberOf) -> Outcome<String> {
    let (prefix, query) = match of {
        NumberOf::Registration => ("REG-", "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE number = "),
        NumberOf::Deal => ("D-", "SELECT CAST(COUNT(*) AS BIGINT) FROM deal WHERE number = "),
    };
    for _ in 0..TRIES {
        let letters: String = kernel::id::encode(&rand::random::<[u8; 4]>()).chars().take(6).collect();
        let number = format!("{prefix}{}", letters.to_ascii_uppercase());
        if Sql::new(query).bind(number.as_str()).value::<i64>(tx).await? == Some(0) {
            return Ok(number);
        }
    }
    Err(Failure::internal("no free number found"))
}
