//! The store of files: a folder, a store that speaks the protocol of S3, or memory.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use app::port::{BoxFuture, FileStore, StoreError};
use bytes::Bytes;
use object_store::{ObjectStore, PutPayload, aws::AmazonS3Builder, local::LocalFileSystem, memory::InMemory, path::Path as Key};
use secrecy::{ExposeSecret, SecretString};

/// A store of files.
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// The folder, if it is one: the library writes there without waiting for the disk.
    folder: Option<PathBuf>,
}

/// A bucket and how to get at it.
pub struct Bucket {
    pub name: String,
    pub region: String,
    /// The address of a store that is not Amazon's.
    pub endpoint: Option<String>,
    pub key_id: String,
    pub secret: SecretString,
}

impl Files {
    /// Files in a folder, which is made if it is not there and which nobody else may read.
    pub fn folder(path: &Path) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let path = fs::canonicalize(path)?;
        let store = LocalFileSystem::new_with_prefix(&path).map_err(io::Error::other)?;
        Ok(Self { store: Arc::new(store), folder: Some(path) })
    }

    /// Files in a bucket.
    pub fn bucket(bucket: &Bucket) -> Result<Self, StoreError> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.key_id)
            .with_secret_access_key(bucket.secret.expose_secret());
        if let Some(endpoint) = &bucket.endpoint {
            // Only a store on the same machine is reached without TLS.
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        Ok(Self { store: Arc::new(builder.build().map_err(unavailable)?), folder: None })
    }

    /// Files that go with the process: for tests.
    #[must_use]
    pub fn memory() -> Self {
        Self { store: Arc::new(InMemory::new()), folder: None }
    }
}

fn unavailable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

fn failed(error: object_store::Error) -> StoreError {
    match error {
        object_store::Error::NotFound { .. } => StoreError::Absent,
        other => unavailable(other),
    }
}

/// Waits until the file and its name are on the disk.
fn settle(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

impl FileStore for Files {
    fn put<'a>(&'a self, key: &'a str, bytes: Bytes) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.store.put(&Key::from(key), PutPayload::from_bytes(bytes)).await.map_err(failed)?;
            if let Some(folder) = &self.folder {
                let path = folder.join(key);
                let settled = tokio::task::spawn_blocking(move || settle(&path)).await.map_err(unavailable)?;
                settled.map_err(unavailable)?;
            }
            Ok(())
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Bytes, StoreError>> {
        Box::pin(async move { self.store.get(&Key::from(key)).await.map_err(failed)?.bytes().await.map_err(failed) })
    }

    fn delete<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            match self.store.delete(&Key::from(key)).await.map_err(failed) {
                Err(StoreError::Absent) => Ok(()),
                other => other,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn keeps_and_forgets(files: &Files) {
        assert_eq!(files.get("files/ab/abcd").await, Err(StoreError::Absent));
        files.put("files/ab/abcd", Bytes::from_static(b"a paper")).await.unwrap();
        assert_eq!(files.get("files/ab/abcd").await.unwrap(), Bytes::from_static(b"a paper"));
        files.delete("files/ab/abcd").await.unwrap();
        assert_eq!(files.get("files/ab/abcd").await, Err(StoreError::Absent));
        files.delete("files/ab/abcd").await.unwrap();
    }

    #[tokio::test]
    async fn memory_keeps_and_forgets() {
        keeps_and_forgets(&Files::memory()).await;
    }

    #[tokio::test]
    async fn a_folder_keeps_and_forgets_for_nobody_else_to_read() {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("forum-files-{}", std::process::id()));
        let files = Files::folder(&folder).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        keeps_and_forgets(&files).await;
        fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn a_bucket_that_does_not_answer_is_unavailable() {
        let bucket = Bucket {
            name: "forum".to_owned(),
            region: "eu-central-1".to_owned(),
            endpoint: Some("http://127.0.0.1:1".to_owned()),
            key_id: "key".to_owned(),
            secret: SecretString::from("secret"),
        };
        let files = Files::bucket(&bucket).unwrap();
        // Nobody listens there, and the library gives up after some tries: what matters is what it is called then.
        let asked = tokio::time::timeout(std::time::Duration::from_millis(1), files.get("files/ab/abcd")).await;
        assert!(matches!(asked, Err(_) | Ok(Err(StoreError::Unavailable(_)))), "{asked:?}");
    }
}
