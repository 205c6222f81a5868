//! A post office that keeps every letter, for tests.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use app::port::{BoxFuture, Letter, MailError, Mailer};

/// Collects letters, and fails when it is told to.
#[derive(Debug, Default)]
pub struct MemoryMailer(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    letters: Vec<Letter>,
    failures: VecDeque<MailError>,
}

impl MemoryMailer {
    /// An empty post office.
    pub fn new() -> Self {
        Self::default()
    }

    /// All letters that were sent, a retry of one included, in their order.
    pub fn letters(&self) -> Vec<Letter> {
        self.state().letters.clone()
    }

    /// All letters since the last time, which are kept no longer.
    pub fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut self.state().letters)
    }

    /// The last letter to this address.
    pub fn last_to(&self, address: &str) -> Option<Letter> {
        self.state().letters.iter().rev().find(|letter| letter.to.eq_ignore_ascii_case(address)).cloned()
    }

    /// Refuses the next letter in this way. Called twice, it refuses the two next ones.
    pub fn fail_next(&self, error: MailError) {
        self.state().failures.push_back(error);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mailer for MemoryMailer {
    fn send(&self, letter: Letter) -> BoxFuture<'_, Result<(), MailError>> {
        Box::pin(async move {
            let mut state = self.state();
            if let Some(error) = state.failures.pop_front() {
                return Err(error);
            }
            state.letters.push(letter);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::message::tests::letter;
    use super::*;

    #[tokio::test]
    async fn letters_are_collected_and_failures_told() {
        let post = MemoryMailer::new();
        let mailer: &dyn Mailer = &post;
        post.fail_next(MailError::Temporary("full".to_owned()));
        assert_eq!(mailer.send(letter(1)).await, Err(MailError::Temporary("full".to_owned())));
        mailer.send(letter(1)).await.unwrap();
        mailer.send(letter(2)).await.unwrap();
        assert_eq!(post.letters(), [letter(1), letter(2)]);
        assert_eq!(post.last_to("AIGERIM@example.kz"), Some(letter(2)));
        assert_eq!(post.last_to("nobody@example.kz"), None);
        assert_eq!(post.take().len(), 2);
        assert!(post.letters().is_empty());
    }
}
