//! What a process does all the time, part by part, until it is told to stop.
//!
//! What never happens: a part is gone, and the process goes on as if it was there.

use std::collections::HashMap;

use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

/// Parts that go on until they are told to stop.
#[derive(Debug, Default)]
pub(crate) struct Background {
    stop: CancellationToken,
    parts: JoinSet<()>,
    names: HashMap<Id, &'static str>,
}

/// How a part ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Gone {
    /// It came to its end.
    #[error("{0} ended by itself")]
    Ended(&'static str),
    /// What it stumbled over is on standard error.
    #[error("{0} panicked")]
    Panicked(&'static str),
}

impl Background {
    /// Cancelled when the parts are to end.
    pub(crate) fn told_to_stop(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Begins a part.
    pub(crate) fn spawn(
        &mut self,
        name: &'static str,
        part: impl Future<Output = ()> + Send + 'static,
    ) {
        let task = self.parts.spawn(part);
        self.names.insert(task.id(), name);
    }

    /// Waits until the process is to stop.
    ///
    /// # Errors
    /// At once, when a part is gone before.
    pub(crate) async fn run_until(&mut self, stop: &CancellationToken) -> Result<(), Gone> {
        tokio::select! {
            () = stop.cancelled() => Ok(()),
            Some(gone) = self.next() => {
                tracing::error!(%gone, "a part is gone, and the process stops");
                Err(gone)
            }
        }
    }

    /// Tells all parts to stop, and waits for them.
    ///
    /// # Errors
    /// One of them panicked.
    pub(crate) async fn stop(mut self) -> Result<(), Gone> {
        self.stop.cancel();
        let mut stopped = Ok(());
        while let Some(gone) = self.next().await {
            if let Gone::Panicked(_) = gone {
                stopped = Err(gone);
            }
        }
        stopped
    }

    async fn next(&mut self) -> Option<Gone> {
        let gone = match self.parts.join_next_with_id().await? {
            Ok((id, ())) => Gone::Ended(self.names[&id]),
            Err(error) => Gone::Panicked(self.names[&error.id()]),
        };
        Some(gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts, of which one goes on.
    fn background() -> Background {
        let mut background = Background::default();
        let stop = background.told_to_stop();
        background.spawn("the clock", async move { stop.cancelled().await });
        background
    }

    #[tokio::test]
    async fn a_part_that_panics_ends_the_wait_at_once_and_is_named() {
        let mut background = background();
        background.spawn("the door", async { panic!("planted") });
        let gone = background.run_until(&CancellationToken::new()).await;
        assert_eq!(gone.unwrap_err().to_string(), "the door panicked");
        assert_eq!(background.stop().await, Ok(()), "the others still stop");
    }

    #[tokio::test]
    async fn a_part_that_ends_by_itself_ends_the_wait_at_once_and_is_named() {
        let mut background = background();
        background.spawn("the door", async {});
        let gone = background.run_until(&CancellationToken::new()).await;
        assert_eq!(gone.unwrap_err().to_string(), "the door ended by itself");
    }

    #[tokio::test]
    async fn parts_that_end_when_told_to_are_not_missed() {
        let (mut background, stop) = (background(), CancellationToken::new());
        stop.cancel();
        assert_eq!(background.run_until(&stop).await, Ok(()));
        assert_eq!(background.stop().await, Ok(()));
    }

    #[tokio::test]
    async fn a_part_that_panics_while_it_stops_is_told_of() {
        let mut background = background();
        let stop = background.told_to_stop();
        background.spawn("the door", async move {
            stop.cancelled().await;
            panic!("planted")
        });
        let stopped = background.stop().await;
        assert_eq!(stopped, Err(Gone::Panicked("the door")));
    }
}
