//! What the partner sees and does with files, by the status link.

use super::keep::{FileAdded, NewFile, add, is_open_for_files};
use super::read::{FileContent, FileShown, content, list};
use crate::cosell::registration::partner_side::StatusLink;
use kernel::Outcome;
use kernel::id::AttachmentId;

impl StatusLink {
    /// The files that the partner may see: their own, and what was shared with them.
    ///
    /// # Errors
    /// The database's.
    pub async fn files(&self) -> Outcome<Vec<FileShown>> {
        list(&self.cx, self.row.id, true).await
    }

    /// The customer, as the registration names it.
    pub fn company(&self) -> &str {
        &self.row.company_name
    }

    /// Whether another may be added.
    pub fn takes_files(&self) -> bool {
        self.cx.app.options().files.is_some() && is_open_for_files(self.row.status)
    }

    /// Adds a file.
    ///
    /// # Errors
    /// As [`super::add_file`]; conflict `not_allowed_now` when the registration is over.
    pub async fn add_file(&self, file: NewFile) -> Outcome<FileAdded> {
        add(&self.cx, &self.row, file, true).await
    }

    /// One file with its content.
    ///
    /// # Errors
    /// `NotFound`, also for what is not meant for the partner.
    pub async fn file_content(&self, file: AttachmentId) -> Outcome<FileContent> {
        content(&self.cx, self.row.id, file, true).await
    }
}
