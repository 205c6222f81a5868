use std::sync::mpsc;

use super::*;
use crate::port::seeded::CountedIds;

const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

fn hasher(cost: Cost, permits: usize) -> PasswordHasher {
    PasswordHasher::new(cost, NonZeroUsize::new(permits).unwrap(), None, Arc::new(CountedIds::new(1))).unwrap()
}

fn peppered(pepper: &[u8]) -> PasswordHasher {
    let pepper = Some(pepper.to_vec().into());
    PasswordHasher::new(CHEAP, NonZeroUsize::MIN, pepper, Arc::new(CountedIds::new(1))).unwrap()
}

fn horse() -> Password {
    Password::new("correct horse battery")
}

#[tokio::test]
async fn a_password_verifies_against_its_hash_only() {
    let hasher = hasher(CHEAP, 1);
    let stored = hasher.hash(&horse()).await.unwrap();
    assert!(stored.as_str().starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
    assert_eq!(hasher.verify(&horse(), &stored).await, Ok(true));
    assert_eq!(hasher.verify(&Password::new("correct horse batterz"), &stored).await, Ok(false));
    assert_eq!(hasher.verify(&Password::new(""), &stored).await, Ok(false));
    assert_eq!(hasher.evaluated(), 4);
}

#[tokio::test]
async fn one_password_never_has_the_same_hash_twice() {
    let hasher = hasher(CHEAP, 1);
    assert_ne!(hasher.hash(&horse()).await.unwrap(), hasher.hash(&horse()).await.unwrap());
}

#[tokio::test]
async fn the_default_is_what_owasp_recommends() {
    let hasher = hasher(Cost::default(), 1);
    let stored = hasher.hash(&horse()).await.unwrap();
    assert!(stored.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_eq!(hasher.verify(&horse(), &stored).await, Ok(true));
    assert!(!hasher.needs_rehash(&stored));
}

#[tokio::test]
async fn another_cost_asks_for_a_new_hash_and_still_verifies() {
    let old = hasher(CHEAP, 1).hash(&horse()).await.unwrap();
    for cost in [Cost { memory: 128, ..CHEAP }, Cost { passes: 2, ..CHEAP }, Cost { memory: 64, passes: 1, lanes: 2 }] {
        let hasher = hasher(cost, 1);
        assert!(hasher.needs_rehash(&old));
        assert_eq!(hasher.verify(&horse(), &old).await, Ok(true));
        let new = hasher.hash(&horse()).await.unwrap();
        assert!(!hasher.needs_rehash(&new));
    }
    let argon2i = PasswordHash::new(old.as_str().replace("argon2id", "argon2i"));
    let old_version = PasswordHash::new(old.as_str().replace("v=19", "v=16"));
    for foreign in [argon2i, old_version, PasswordHash::new("")] {
        assert!(hasher(CHEAP, 1).needs_rehash(&foreign), "{}", foreign.as_str());
    }
}

#[tokio::test]
async fn without_the_pepper_the_password_is_worth_nothing() {
    let stored = peppered(b"pepper").hash(&horse()).await.unwrap();
    assert_eq!(peppered(b"pepper").verify(&horse(), &stored).await, Ok(true));
    assert_eq!(peppered(b"salt").verify(&horse(), &stored).await, Ok(false));
    assert_eq!(hasher(CHEAP, 1).verify(&horse(), &stored).await, Ok(false));
}

#[tokio::test]
async fn an_unknown_user_costs_a_whole_hash() {
    for cost in [CHEAP, Cost::default()] {
        let hasher = hasher(cost, 1);
        assert_eq!(hasher.verify_dummy(&horse()).await, Ok(()));
        assert_eq!(hasher.evaluated(), 1);
        assert!(!hasher.needs_rehash(&hasher.unknown));
        assert_eq!(hasher.verify(&Password::new(""), &hasher.unknown).await, Ok(false));
    }
}

#[tokio::test]
async fn a_malformed_stored_hash_is_our_fault_and_no_answer() {
    let hasher = hasher(CHEAP, 1);
    let stored = hasher.hash(&horse()).await.unwrap();
    for text in ["", "plain", "$2b$12$abc", &stored.as_str().replace("argon2id", "scrypt")] {
        let outcome = hasher.verify(&horse(), &PasswordHash::new(text)).await;
        assert_eq!(outcome, Err(HashError::Malformed), "{text}");
    }
    // A hash that was cut lets nobody in.
    let cut = stored.as_str().rsplit_once('$').unwrap().0;
    assert_ne!(hasher.verify(&horse(), &PasswordHash::new(cut)).await, Ok(true));
}

#[test]
fn an_impossible_cost_is_refused() {
    for cost in [Cost { memory: 1, ..CHEAP }, Cost { passes: 0, ..CHEAP }, Cost { lanes: 0, ..CHEAP }] {
        let refused = PasswordHasher::new(cost, NonZeroUsize::MIN, None, Arc::new(CountedIds::new(1)));
        assert_eq!(refused.err(), Some(HashError::Cost));
    }
}

#[expect(clippy::disallowed_methods, reason = "the test holds the task and ends it")]
/// Keeps the hasher busy with a task that ends when it is told to.
fn occupy(hasher: &Arc<PasswordHasher>) -> (mpsc::Sender<()>, tokio::task::JoinHandle<Result<(), HashError>>) {
    let (end, ended) = mpsc::channel();
    let hasher = Arc::clone(hasher);
    let task = tokio::spawn(async move { hasher.in_turn(move || ended.recv().map_err(|_| HashError::Broken)).await });
    (end, task)
}

/// Lets the other tasks run until the hasher is as it should be. A hasher that never gets there fails the test by its end.
async fn until(hasher: &PasswordHasher, running: usize, waiting: usize) {
    let settled = async {
        while (hasher.running(), hasher.waiting()) != (running, waiting) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), settled).await.unwrap();
}

#[tokio::test]
async fn only_so_many_run_and_wait_and_the_next_is_sent_away() {
    let hasher = Arc::new(hasher(CHEAP, 2));
    let (ends, tasks): (Vec<_>, Vec<_>) = (0..2 + QUEUE).map(|_| occupy(&hasher)).unzip();
    until(&hasher, 2, QUEUE).await;

    assert_eq!(hasher.hash(&horse()).await, Err(HashError::Overloaded));
    let unknown = hasher.verify_dummy(&horse()).await;
    assert_eq!(unknown, Err(HashError::Overloaded));
    assert_eq!(hasher.evaluated(), 0);

    for end in ends {
        end.send(()).unwrap();
    }
    for task in tasks {
        assert_eq!(task.await.unwrap(), Ok(()));
    }
    until(&hasher, 0, 0).await;
    assert!(hasher.hash(&horse()).await.is_ok());
}

#[tokio::test]
async fn a_caller_who_leaves_the_queue_makes_room() {
    let hasher = Arc::new(hasher(CHEAP, 1));
    let (end, first) = occupy(&hasher);
    until(&hasher, 1, 0).await;
    let (_end_of_second, second) = occupy(&hasher);
    until(&hasher, 1, 1).await;
    second.abort();
    until(&hasher, 1, 0).await;
    end.send(()).unwrap();
    assert_eq!(first.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_caller_who_leaves_while_served_does_not_free_the_core() {
    let hasher = Arc::new(hasher(CHEAP, 1));
    let (end, first) = occupy(&hasher);
    until(&hasher, 1, 0).await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    assert_eq!(hasher.running(), 1);
    end.send(()).unwrap();
    until(&hasher, 0, 0).await;
}

#[test]
fn at_least_one_core_serves() {
    let cores = std::thread::available_parallelism().unwrap().get();
    assert_eq!(PasswordHasher::spare_cores().get(), (cores - 1).max(1));
}

#[tokio::test]
async fn nothing_prints_a_hash() {
    let hasher = hasher(CHEAP, 1);
    let stored = hasher.hash(&horse()).await.unwrap();
    assert_eq!(format!("{stored:?}"), "PasswordHash([redacted])");
    assert!(!format!("{hasher:?}").contains("argon2id$"));
}
