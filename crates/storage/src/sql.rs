//! Hand-written SQL with bound values, the same text for both databases.
//!
//! Values are always bound, never written into the text. Placeholders are `$1, $2, …`, and `?` where the database is quicker without numbers.

use crate::dialect::Dialect;
use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait, DbErr, ExecResult, FromQueryResult, QueryResult, Statement, StreamTrait};

/// A statement being put together.
///
/// ```
/// # use storage::Sql;
/// let mut sql = Sql::new("SELECT id FROM partner WHERE status = ").bind("active");
/// if let Some(region) = Some("North") {
///     sql = sql.push(" AND region = ").bind(region);
/// }
/// assert_eq!(sql.text(), "SELECT id FROM partner WHERE status = $1 AND region = $2");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
    /// Where in the text each placeholder stands.
    places: Vec<usize>,
}

impl Sql {
    /// Starts with `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
    /// Appends text (never anything that came from outside).
    #[must_use]
    pub fn push(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }
    /// Appends a placeholder and binds `value` to it.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self.places.push(self.text.len());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }
    /// Appends `($1, $2, …)`; an empty list matches nothing.
    #[must_use]
    pub fn bind_list<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.text.push('(');
        let mut first = true;
        for value in values {
            if !first {
                self.text.push_str(", ");
            }
            first = false;
            self = self.bind(value);
        }
        if first {
            self.text.push_str("NULL");
        }
        self.text.push(')');
        self
    }
    /// Appends `text`, in which each `?` stands for the next of `values`.
    #[must_use]
    pub fn push_with<const N: usize>(mut self, text: &str, values: [Value; N]) -> Self {
        let mut pieces = text.split('?');
        if let Some(first) = pieces.next() {
            self.text.push_str(first);
        }
        for (piece, value) in pieces.zip(values) {
            self = self.bind(value);
            self.text.push_str(piece);
        }
        self
    }
    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Values bound so far.
    pub fn bound(&self) -> usize {
        self.values.len()
    }
    fn statement(self, db: &impl ConnectionTrait) -> Statement {
        let backend = db.get_database_backend();
        let text = if Dialect::of_backend(backend).numbers_placeholders() { self.text } else { self.unnumbered() };
        Statement::from_sql_and_values(backend, text, self.values)
    }
    /// The text with `?` for each placeholder: they stand in order, and each once.
    fn unnumbered(&self) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for (at, place) in self.places.iter().enumerate() {
            text.push_str(self.text.get(done..*place).unwrap_or_default());
            text.push('?');
            done = place + 1 + (at + 1).to_string().len();
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        text
    }
    /// All rows, as `T`.
    ///
    /// # Errors
    /// The database's.
    pub async fn all<T: FromQueryResult>(self, db: &impl ConnectionTrait) -> Result<Vec<T>, DbErr> {
        let statement = self.statement(db);
        db.query_all_raw(statement).await?.iter().map(|row| T::from_query_result(row, "")).collect()
    }
    /// The first row, as `T`.
    ///
    /// # Errors
    /// The database's.
    pub async fn one<T: FromQueryResult>(self, db: &impl ConnectionTrait) -> Result<Option<T>, DbErr> {
        let statement = self.statement(db);
        db.query_one_raw(statement).await?.map(|row| T::from_query_result(&row, "")).transpose()
    }
    /// The rows as they come.
    ///
    /// # Errors
    /// The database's.
    pub async fn rows(self, db: &impl ConnectionTrait) -> Result<Vec<QueryResult>, DbErr> {
        let statement = self.statement(db);
        db.query_all_raw(statement).await
    }
    /// The rows one after another, for answers too long to hold.
    ///
    /// # Errors
    /// The database's.
    pub async fn stream<C: ConnectionTrait + StreamTrait>(self, db: &C) -> Result<C::Stream<'_>, DbErr> {
        let statement = self.statement(db);
        db.stream_raw(statement).await
    }
    /// The first column of the first row.
    ///
    /// # Errors
    /// The database's.
    pub async fn value<T: sea_orm::TryGetable>(self, db: &impl ConnectionTrait) -> Result<Option<T>, DbErr> {
        let statement = self.statement(db);
        match db.query_one_raw(statement).await? {
            Some(row) => Ok(Some(row.try_get_by_index(0)?)),
            None => Ok(None),
        }
    }
    /// The first column of all rows.
    ///
    /// # Errors
    /// The database's.
    pub async fn column<T: sea_orm::TryGetable>(self, db: &impl ConnectionTrait) -> Result<Vec<T>, DbErr> {
        let statement = self.statement(db);
        db.query_all_raw(statement).await?.iter().map(|row| row.try_get_by_index(0)).collect()
    }
    /// Runs the statement; how many rows it touched.
    ///
    /// # Errors
    /// The database's.
    pub async fn execute(self, db: &impl ConnectionTrait) -> Result<u64, DbErr> {
        let statement = self.statement(db);
        db.execute_raw(statement).await.map(|r: ExecResult| r.rows_affected())
    }
}

#[cfg(test)]
mod tests {
    use super::Sql;

    #[test]
    fn placeholders_lose_their_numbers_and_nothing_else() {
        let list = Sql::new("SELECT '$1' WHERE a = ").bind(1_i64).push(" AND b IN ").bind_list((0..11).map(i64::from));
        let sql = list.push_with(" AND c BETWEEN ? AND ? AND d = '$2'", [1_i64.into(), 2_i64.into()]);
        assert_eq!(
            sql.unnumbered(),
            "SELECT '$1' WHERE a = ? AND b IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AND c BETWEEN ? AND ? AND d = '$2'"
        );
        assert_eq!(Sql::new("SELECT 1").unnumbered(), "SELECT 1");
    }
}
