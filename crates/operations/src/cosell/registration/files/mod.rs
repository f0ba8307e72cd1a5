//! Files attached to a registration.
//!
//! The bytes lie in the [file store](crate::FileStore), a row says whose they are. The row comes first, belonging to nobody; then the bytes;
//! then one transaction makes the row belong to the registration. Whatever fails in between leaves a row nobody sees, and [`clean`]
//! forgets it with its bytes: nothing half-written is ever shown, and nothing is kept without a row that knows of it.

mod clean;
mod content;
mod keep;
mod name;
mod partner;
mod read;

pub(crate) use clean::soon as clean_soon;
pub use clean::{CLEAN, clean};
pub use content::ACCEPTED;
pub use keep::{FileAdded, NewFile, Uploaded, add_file, remove_file, upload_file};
pub(super) use keep::{add_sent, upload};
pub use read::{FileContent, FileShown, file_content, files};
