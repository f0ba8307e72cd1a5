//! Imports that somebody starts on a page or through the API: the files are kept, a job does the work.

use super::mapping::Mapping;
use super::run::{RunError, StartRun, go_on, start_in};
use crate::access::policy::Action;
use crate::{App, Ctx};
use jobs::{Claimed, JobError, NewJob};
use kernel::id::ImportRunId;
use kernel::{Channel, Failure, FieldErrors, Outcome};
use std::path::{Path, PathBuf};

/// The job that works on one run.
pub const RUN: &str = "import.run";
/// Bytes of all files of one upload together.
pub const UPLOAD_BYTES: u64 = 200 * 1024 * 1024;
/// Files of one upload.
pub const UPLOAD_FILES: usize = 50;

/// Files on their way in: a folder of their own, gone again unless the import starts.
pub struct Inbox {
    folder: PathBuf,
    bytes: u64,
    files: usize,
    kept: bool,
}

impl Inbox {
    /// Makes an empty one.
    ///
    /// # Errors
    /// `Forbidden`; the disk's.
    pub fn new(cx: &Ctx) -> Outcome<Self> {
        cx.allow(Action::Import)?;
        let folder = inboxes(&cx.app).join(kernel::secret::random_token());
        std::fs::create_dir_all(&folder).map_err(Failure::internal)?;
        Ok(Self { folder, bytes: 0, files: 0, kept: false })
    }

    /// Opens a file for writing. Only the last part of the name counts, whatever the browser sends.
    ///
    /// # Errors
    /// `Invalid` at `files`: `name_invalid`, `taken`, `too_many`; the disk's.
    pub fn file(&mut self, name: &str) -> Outcome<InboxFile<'_>> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        let sound =
            !name.is_empty() && name.len() <= 200 && !name.starts_with('.') && !name.chars().any(char::is_control);
        if !sound {
            return Err(Failure::field("files", "name_invalid"));
        }
        self.files += 1;
        if self.files > UPLOAD_FILES {
            return Err(Failure::field("files", "too_many"));
        }
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(self.folder.join(name));
        match file {
            Ok(file) => Ok(InboxFile { inbox: self, file }),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Failure::field("files", "taken")),
            Err(error) => Err(Failure::internal(error)),
        }
    }

    /// Writes a file that came in base 64.
    ///
    /// # Errors
    /// `Invalid` at `files.N.content` when it is not base 64; otherwise as [`Inbox::file`] and [`InboxFile::write`].
    pub fn add_base64(&mut self, index: usize, name: &str, content: &str) -> Outcome<()> {
        let bytes = data_encoding::BASE64.decode(content.trim().as_bytes());
        let bytes = bytes.map_err(|_| Failure::field(&format!("files.{index}.content"), "invalid"))?;
        self.file(name)?.write(&bytes)
    }

    /// Starts the import of these files by `mapping`.
    ///
    /// # Errors
    /// `RunError::Mapping` when the mapping is wrong; `Invalid` at `files` (`required`) when there are none.
    pub async fn start(mut self, cx: &Ctx, mapping: String, dry_run: bool) -> Result<ImportRunId, RunError> {
        cx.allow(Action::Import)?;
        let parsed = Mapping::parse(&mapping)?;
        let mut errors = FieldErrors::default();
        if self.files == 0 {
            errors.add("files", "required");
        }
        errors.into_result(())?;
        let input = StartRun { mapping, folder: self.folder.clone(), dry_run };
        let tx = cx.begin().await?;
        let id = start_in(&tx, cx, &parsed, &input).await?;
        let job = NewJob {
            kind: RUN,
            payload: serde_json::json!({ "run": id, "locale": cx.locale }),
            run_at: cx.now(),
            dedupe_key: Some(format!("import:{id}")),
        };
        jobs::enqueue(&tx, cx.now(), job).await?;
        cx.commit(tx).await?;
        self.kept = true;
        Ok(id)
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = std::fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, "files of an import that was not started could not be removed");
        }
    }
}

/// A file being written.
pub struct InboxFile<'a> {
    inbox: &'a mut Inbox,
    file: std::fs::File,
}

impl InboxFile<'_> {
    /// Appends a piece.
    ///
    /// # Errors
    /// `Invalid` at `files` with `file_too_large` when all files together are too large; the disk's.
    pub fn write(&mut self, piece: &[u8]) -> Outcome<()> {
        self.inbox.bytes += piece.len() as u64;
        if self.inbox.bytes > UPLOAD_BYTES {
            let mut errors = FieldErrors::default();
            errors.add_with("files", "file_too_large", [("max", (UPLOAD_BYTES / 1024 / 1024).to_string())]);
            return errors.into_result(());
        }
        std::io::Write::write_all(&mut self.file, piece).map_err(Failure::internal)
    }
}

fn inboxes(app: &App) -> PathBuf {
    app.options().data_dir.join("imports").join("inbox")
}

/// Removes the files of a run that came by upload. A folder the operator named is not ours to touch.
fn remove_uploads(app: &App, folder: &Path) {
    if folder.parent() == Some(inboxes(app).as_path())
        && folder.exists()
        && let Err(error) = std::fs::remove_dir_all(folder)
    {
        tracing::warn!(%error, "uploaded files of a finished import could not be removed");
    }
}

#[derive(serde::Deserialize)]
struct RunInput {
    run: ImportRunId,
    locale: kernel::Locale,
}

/// Works on one run. Handler of [`RUN`]: a job whose worker died is given to another, and the run goes on where it was.
///
/// # Errors
/// When the database does not play along; the queue tries again later.
pub async fn run_job(app: App, job: Claimed) -> Result<(), JobError> {
    let input: RunInput = job.input()?;
    let cx = Ctx { locale: input.locale, ..app.system(Channel::Import) };
    let Some(folder) = super::run::folder_of(&cx, input.run).await? else { return Ok(()) };
    match go_on(&cx, input.run).await {
        // A file that is not as the mapping says is told on the run's page; trying again would not help.
        Ok(_) | Err(RunError::Stopped(..) | RunError::Mapping(_)) => {
            remove_uploads(&app, &folder);
            Ok(())
        }
        Err(RunError::Failure(failure)) if failure.code() == "import_taken_over" => Ok(()),
        Err(RunError::Failure(failure)) => Err(failure.into()),
    }
}
