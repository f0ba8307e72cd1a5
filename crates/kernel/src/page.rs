//! Lists: one request shape and one answer shape for every list of the product.

use crate::failure::{Failure, FieldErrors};

/// Where the next page starts: an opaque text made of the last row's sort value and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The sort column's value of the last row, as text.
    pub key: String,
    /// The last row's id, as text.
    pub id: String,
}

impl Cursor {
    /// The opaque form.
    pub fn encode(&self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(format!("{}\u{1f}{}", self.id, self.key).as_bytes())
    }
    /// Reads the opaque form.
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        // PostgreSQL refuses NUL in text, and no row of ours has one.
        if text.contains('\0') {
            return None;
        }
        let (id, key) = text.split_once('\u{1f}')?;
        Some(Self { key: key.to_owned(), id: id.to_owned() })
    }
}

/// The most rows one page can hold.
pub const MAX_LIMIT: u32 = 200;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// Rows wanted, 1 to [`MAX_LIMIT`]; 50 when absent.
    pub limit: Option<u32>,
    /// Where to start; the first page when absent.
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// From the `limit` and `cursor` parameters of a URL.
    ///
    /// # Errors
    /// `invalid` for a cursor we did not make, `out_of_range` for a limit beyond 1..=200.
    pub fn parse(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, Failure> {
        let mut errors = FieldErrors::default();
        if limit.is_some_and(|l| l == 0 || l > MAX_LIMIT) {
            errors.add_with("limit", "out_of_range", [("min", "1".to_owned()), ("max", MAX_LIMIT.to_string())]);
        }
        let after = match cursor.filter(|c| !c.is_empty()) {
            Some(text) => match Cursor::decode(text) {
                Some(cursor) => Some(cursor),
                None => {
                    errors.add("cursor", "invalid");
                    None
                }
            },
            None => None,
        };
        errors.into_result(Self { limit, after })
    }
    /// Rows on a page.
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(50).clamp(1, MAX_LIMIT)
    }
    /// Rows to ask the database for: one more than shown tells whether there is a next page.
    pub fn fetch(&self) -> u32 {
        self.limit() + 1
    }
}

/// One page of a list.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page starts; absent on the last page.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of rows fetched with [`PageRequest::fetch`].
    pub fn from_rows(mut rows: Vec<T>, request: &PageRequest, cursor_of: impl Fn(&T) -> Cursor) -> Self {
        let limit = request.limit() as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = if more { rows.last().map(|row| cursor_of(row).encode()) } else { None };
        Self { items: rows, next_cursor }
    }
    /// The same page with each row changed.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_more_than_the_limit_means_there_is_a_next_page() {
        let request = PageRequest { limit: Some(2), after: None };
        let cursor = |n: &i32| Cursor { key: n.to_string(), id: "x".to_owned() };
        let page = Page::from_rows(vec![1, 2, 3], &request, cursor);
        assert_eq!(page.items, [1, 2]);
        let next = page.next_cursor.expect("a next page");
        assert_eq!(Cursor::decode(&next), Some(Cursor { key: "2".to_owned(), id: "x".to_owned() }));
        assert!(Page::from_rows(vec![1, 2], &request, cursor).next_cursor.is_none());
    }

    #[test]
    fn a_foreign_cursor_and_a_limit_of_zero_are_field_errors() {
        assert!(PageRequest::parse(Some(0), None).is_err());
        assert!(PageRequest::parse(Some(201), None).is_err());
        assert!(PageRequest::parse(None, Some("%%%")).is_err());
        assert!(PageRequest::parse(Some(200), None).is_ok());
    }
}
