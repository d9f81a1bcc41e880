//! Where pictures are kept: a folder, or a bucket of any store that speaks S3.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::web::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

use super::name::PictureName;
use crate::settings::Uploads;

/// What is written to find out whether anything can be.
const TRIAL: &str = ".seatlog";

/// Why a picture was neither kept nor found.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be used.
    #[error("{}: {}", .0.display(), .1)]
    Folder(PathBuf, io::Error),
    /// The store does not answer, or refuses.
    #[error("{}", one_line(.0))]
    Store(#[from] object_store::Error),
}

impl StoreError {
    /// Whether it may be otherwise in a moment. Wrong keys and missing buckets stay what they are.
    pub fn passes(&self) -> bool {
        use object_store::Error;
        match self {
            Self::Folder(..) => false,
            Self::Store(error) => !matches!(
                error,
                Error::NotFound { .. }
                    | Error::PermissionDenied { .. }
                    | Error::Unauthenticated { .. }
                    | Error::InvalidPath { .. }
                    | Error::NotSupported { .. }
            ),
        }
    }
}

/// Answers of stores are XML of many lines.
fn one_line(error: &object_store::Error) -> String {
    error
        .to_string()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A kept picture on its way out.
pub struct Found {
    /// How many bytes.
    pub size: u64,
    /// The bytes.
    pub bytes: BoxStream<'static, Result<Bytes, StoreError>>,
}

#[derive(Clone)]
pub(super) struct Store(Uploads);

impl Store {
    pub(super) fn new(uploads: &Uploads) -> Self {
        Self(uploads.clone())
    }

    /// The store, and what stands before the names in it. A folder is made when it is first needed.
    fn open(&self) -> Result<(Arc<dyn ObjectStore>, Path), StoreError> {
        match &self.0 {
            Uploads::Bucket(store, prefix) => Ok((Arc::clone(store) as _, prefix.clone())),
            Uploads::Folder(folder) => {
                let opened = std::fs::create_dir_all(folder).and_then(|()| {
                    LocalFileSystem::new_with_prefix(folder).map_err(io::Error::other)
                });
                let store = opened.map_err(|error| StoreError::Folder(folder.clone(), error))?;
                Ok((Arc::new(store), Path::default()))
            }
        }
    }

    pub(super) async fn check(&self) -> Result<(), StoreError> {
        let (store, prefix) = self.open()?;
        let written = store.put(&prefix.join(TRIAL), Bytes::new().into()).await;
        Ok(written.map(drop)?)
    }

    pub(super) async fn put(&self, name: &PictureName, bytes: Bytes) -> Result<(), StoreError> {
        let (store, prefix) = self.open()?;
        store
            .put(&prefix.join(name.to_string()), bytes.into())
            .await?;
        Ok(())
    }

    pub(super) async fn get(&self, name: &PictureName) -> Result<Option<Found>, StoreError> {
        let (store, prefix) = self.open()?;
        match store.get(&prefix.join(name.to_string())).await {
            Ok(found) => Ok(Some(Found {
                size: found.meta.size,
                bytes: found
                    .into_stream()
                    .map(|part| part.map_err(StoreError::from))
                    .boxed(),
            })),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
