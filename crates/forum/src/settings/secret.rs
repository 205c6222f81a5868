//! The secret that a single node keeps for itself, so that trying the forum takes no preparation.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::Path,
};

use app::{credential::seal::MasterSecret, port::Randomness};

use super::Secret;

impl Secret {
    /// The secret; where a file keeps it, it is made with the first node that asks.
    pub fn open(self, randomness: &dyn Randomness) -> io::Result<MasterSecret> {
        match self {
            Self::Given(secret) => Ok(secret),
            Self::Kept(path) => {
                kept(&path, randomness).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
            }
        }
    }
}

fn kept(path: &Path, randomness: &dyn Randomness) -> io::Result<MasterSecret> {
    if !path.try_exists()? {
        make(path, randomness)?;
    }
    if fs::metadata(path)?.mode() & 0o077 != 0 {
        return Err(io::Error::other("the secret is open to others; run `chmod 0600` on it"));
    }
    // What was found is not told: it may be a secret all the same.
    MasterSecret::parse(&fs::read_to_string(path)?).map_err(io::Error::other)
}

/// The file is there whole or not at all, and of two nodes that make it at once, one is first.
fn make(path: &Path, randomness: &dyn Randomness) -> io::Result<()> {
    let mut bytes = [0; 40];
    randomness.fill(&mut bytes);
    let (secret, name) = bytes.split_at(32);
    let folder = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let unfinished = folder.join(format!(".secret.key.{}", hex(name)));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    file.write_all(hex(secret).as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => fs::File::open(folder)?.sync_all(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt, path::PathBuf};

    use delivery::system::SystemIds;

    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("forum-secret-{}-{name}", std::process::id()));
            fs::remove_dir_all(&path).ok();
            Self(path)
        }

        fn key(&self) -> PathBuf {
            self.0.join("secret.key")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn a_secret_is_made_once_and_for_the_owner_alone() {
        let folder = Folder::new("once");
        Secret::Kept(folder.key()).open(&SystemIds::new()).unwrap();
        let text = fs::read_to_string(folder.key()).unwrap();
        assert_eq!((text.len(), text.trim_matches('0').is_empty()), (64, false));
        assert_eq!(fs::metadata(folder.key()).unwrap().mode() & 0o777, 0o600);
        Secret::Kept(folder.key()).open(&SystemIds::new()).unwrap();
        assert_eq!(fs::read_to_string(folder.key()).unwrap(), text);
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
    }

    #[test]
    fn of_many_that_make_it_at_once_all_get_the_same() {
        let folder = Folder::new("race");
        let makers: Vec<_> = (0..8)
            .map(|_| {
                let key = folder.key();
                std::thread::spawn(move || {
                    make(&key, &SystemIds::new()).unwrap();
                    fs::read_to_string(key).unwrap()
                })
            })
            .collect();
        let seen: Vec<String> = makers.into_iter().map(|maker| maker.join().unwrap()).collect();
        assert!(seen.iter().all(|text| *text == seen[0] && text.len() == 64), "{seen:?}");
    }

    #[test]
    fn a_secret_that_others_read_or_that_is_none_is_refused_and_not_told() {
        let folder = Folder::new("bad");
        fs::create_dir_all(&folder.0).unwrap();
        fs::write(folder.key(), "not-a-secret").unwrap();
        fs::set_permissions(folder.key(), fs::Permissions::from_mode(0o644)).unwrap();
        let error = Secret::Kept(folder.key()).open(&SystemIds::new()).unwrap_err().to_string();
        assert!(error.contains("chmod 0600"), "{error}");
        fs::set_permissions(folder.key(), fs::Permissions::from_mode(0o600)).unwrap();
        let error = Secret::Kept(folder.key()).open(&SystemIds::new()).unwrap_err().to_string();
        assert!(error.contains("32 bytes") && !error.contains("not-a-secret"), "{error}");
    }
}
