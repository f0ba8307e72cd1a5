//! Where the bytes of attachments lie: a folder of this machine, or an S3-compatible service.

use anyhow::{Context, Result};
use bytes::Bytes;
use futures::future::BoxFuture;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use operations::FileStore;
use std::path::Path;
use std::sync::Arc;

/// A service that speaks the S3 protocol.
#[derive(Debug, Clone, Default)]
pub struct S3Options {
    /// The bucket; it must exist.
    pub bucket: String,
    /// Its region.
    pub region: String,
    /// The service's address; empty for Amazon's own. `http://` is taken for a service inside the house.
    pub endpoint: String,
    /// The name of the key.
    pub access_key: String,
    /// The key itself.
    pub secret_key: String,
}

/// Files in an object store.
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// In a folder, which is made where it is missing.
    ///
    /// # Errors
    /// The disk's.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(store)))
    }

    /// At an S3-compatible service. Nothing is asked of it yet.
    ///
    /// # Errors
    /// When the options make no sense.
    pub fn at_s3(options: &S3Options) -> Result<Self> {
        anyhow::ensure!(!options.bucket.is_empty(), "files.bucket is missing");
        // The first caller of the process decides; mails use the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&options.bucket)
            .with_region(&options.region)
            .with_access_key_id(&options.access_key)
            .with_secret_access_key(&options.secret_key)
            .with_allow_http(options.endpoint.starts_with("http://"));
        if !options.endpoint.is_empty() {
            builder = builder.with_endpoint(options.endpoint.trim_end_matches('/'));
        }
        Ok(Self(Arc::new(builder.build().context("the file store cannot be used as it is configured")?)))
    }
}

impl FileStore for Files {
    fn put(&self, key: &str, content: Bytes) -> BoxFuture<'_, Result<()>> {
        let key = Key::from(key);
        Box::pin(async move {
            self.0.put(&key, content.into()).await?;
            Ok(())
        })
    }

    fn get(&self, key: &str) -> BoxFuture<'_, Result<Option<Bytes>>> {
        let key = Key::from(key);
        Box::pin(async move {
            match self.0.get(&key).await {
                Ok(found) => Ok(Some(found.bytes().await?)),
                Err(Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }

    fn remove(&self, key: &str) -> BoxFuture<'_, Result<()>> {
        let key = Key::from(key);
        Box::pin(async move {
            match self.0.delete(&key).await {
                Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(error.into()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_put_into_a_folder_is_found_and_removed_once_and_for_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::in_folder(&folder.path().join("files")).expect("a store");
        assert_eq!(files.get("2026/a").await.expect("an answer"), None);
        files.put("2026/a", Bytes::from_static(b"one")).await.expect("put");
        files.put("2026/a", Bytes::from_static(b"two")).await.expect("put again");
        assert_eq!(files.get("2026/a").await.expect("an answer").as_deref(), Some(&b"two"[..]));
        // No key leads out of the folder.
        files.put("../out", Bytes::from_static(b"three")).await.expect("put");
        assert!(!folder.path().join("out").exists());
        files.remove("2026/a").await.expect("removed");
        files.remove("2026/a").await.expect("removed already");
        assert_eq!(files.get("2026/a").await.expect("an answer"), None);
    }

    #[test]
    fn a_service_is_reached_as_configured() {
        let options = S3Options {
            bucket: "files".to_owned(),
            region: "eu-central-1".to_owned(),
            endpoint: "http://127.0.0.1:9000/".to_owned(),
            access_key: "name".to_owned(),
            secret_key: "key".to_owned(),
        };
        assert!(Files::at_s3(&options).is_ok());
        assert!(Files::at_s3(&S3Options { bucket: String::new(), ..options }).is_err());
    }
}
