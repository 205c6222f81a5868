//! The figures that everybody sees: counted by this node from what all parties confirmed, anew after each change.

use std::sync::Arc;

use domain::{scoreboard::Tally, stamp::Timestamp};

use crate::{application::Application, failure::Failure};

/// The figures, and the moment for which they hold.
#[derive(Debug, Clone, Default)]
pub struct Board {
    pub tally: Tally,
    pub as_of: Timestamp,
}

impl Application {
    /// The figures as this node last counted them.
    pub fn board(&self) -> Arc<Board> {
        self.board.load_full()
    }

    pub(crate) async fn count_board(&self) -> Result<(), Failure> {
        let as_of = self.now();
        let tally = self.view_system().await?.tally().take().await?;
        self.board.store(Arc::new(Board { tally, as_of }));
        Ok(())
    }
}
