//! Pictures of events: what organisers upload, made harmless, and kept where `UPLOADS_URL` says.
//!
//! What never happens: bytes that somebody sent are given to anybody else. A picture is decoded to
//! its pixels, within limits, and these are written anew; what else was in the file (places, names,
//! scripts, another file behind the picture) ends there.

mod name;
mod rendering;
mod store;

use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_web::web::Bytes;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

pub use name::{Format, PictureName, Size};
pub use rendering::Unusable;
pub use store::{Found, StoreError};

use crate::settings::Uploads;
use store::Store;

/// How long an upload queues for a core before its sender is told that the server is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most pictures that are decoded at once; each may need some hundred MiB for a moment.
const MOST_AT_ONCE: usize = 2;

/// Why a picture was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It is no picture that is taken here.
    #[error(transparent)]
    Unusable(#[from] Unusable),
    /// Too many others are being decoded.
    #[error("too many pictures are being decoded at once")]
    Busy,
    /// Where pictures are kept does not answer, or refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The decoder failed in a way it should not, or its thread was lost.
    #[error("a picture was not decoded: {0}")]
    Broken(String),
}

/// Takes pictures in and gives them out.
#[derive(Clone)]
pub struct Pictures {
    store: Store,
    cores: Arc<Semaphore>,
    patience: Duration,
}

impl Pictures {
    /// Pictures that are kept there.
    pub fn new(uploads: &Uploads) -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        Self {
            store: Store::new(uploads),
            cores: Arc::new(Semaphore::new(cores.min(MOST_AT_ONCE))),
            patience: PATIENCE,
        }
    }

    /// Whether pictures can be kept.
    ///
    /// # Errors
    /// Where they would be kept does not answer, or refuses.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.store.check().await
    }

    /// Keeps a picture, in both sizes; the name of the larger one. The same picture has the same
    /// name, however often it comes.
    ///
    /// # Errors
    /// It is no picture, there is no time for it, or it cannot be kept.
    pub async fn keep(&self, file: Bytes) -> Result<PictureName, PictureError> {
        let turn = timeout(self.patience, Arc::clone(&self.cores).acquire_owned())
            .await
            .map_err(|_| PictureError::Busy)?
            .map_err(|error| PictureError::Broken(error.to_string()))?;
        // The turn ends with the work, not with the sender, who may hang up earlier.
        let rendered = spawn_blocking(move || {
            let _turn = turn;
            rendering::render(&file)
        });
        let rendered = rendered
            .await
            .map_err(|error| PictureError::Broken(error.to_string()))??;
        let name = PictureName::of(&rendered.large, Size::Large, rendered.format);
        // The larger one last: whoever knows its name finds both.
        let smaller = name.in_size(Size::Small);
        self.store.put(&smaller, rendered.small.into()).await?;
        self.store.put(&name, rendered.large.into()).await?;
        Ok(name)
    }

    /// A picture, if there is one of that name.
    ///
    /// # Errors
    /// Where pictures are kept does not answer.
    pub async fn find(&self, name: &PictureName) -> Result<Option<Found>, StoreError> {
        self.store.get(name).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nowhere() -> Pictures {
        Pictures::new(&Uploads::Folder("/dev/null/uploads".into()))
    }

    #[tokio::test]
    async fn whoever_finds_no_core_for_long_is_told_that_the_server_is_busy() {
        let pictures = Pictures {
            patience: Duration::from_millis(1),
            ..nowhere()
        };
        let all = u32::try_from(pictures.cores.available_permits()).unwrap();
        let taken = pictures.cores.acquire_many(all).await.unwrap();
        let file = Bytes::from_static(b"no picture");
        let refused = pictures.keep(file.clone()).await.unwrap_err();
        assert!(matches!(refused, PictureError::Busy), "{refused}");
        drop(taken);
        let refused = pictures.keep(file).await.unwrap_err();
        assert!(matches!(refused, PictureError::Unusable(_)), "{refused}");
    }

    #[tokio::test]
    async fn a_place_where_nothing_can_be_kept_is_found_out() {
        let refused = nowhere().check().await.unwrap_err();
        assert!(!refused.to_string().contains('\n'), "{refused}");
        assert!(!refused.passes(), "{refused}");
    }
}
