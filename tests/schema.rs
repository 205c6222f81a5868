//! The schema that is checked in is the one that the binary serves, and says what everything in it means.

use std::path::Path;

/// Set to write the file anew: `FORUM_UPDATE=1 cargo test --test schema`.
const UPDATE: &str = "FORUM_UPDATE";

#[test]
#[expect(clippy::disallowed_methods, reason = "a test is told by its environment to write what it otherwise compares")]
fn the_schema_that_is_checked_in_is_the_one_that_is_served() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let served = api::sdl();
    if std::env::var(UPDATE).is_ok() {
        std::fs::write(&path, &served).unwrap();
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == served,
        "schema.graphql is not what the binary serves: run `{UPDATE}=1 cargo test --test schema` and read the difference"
    );
}
