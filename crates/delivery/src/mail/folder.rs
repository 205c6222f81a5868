//! A post office that puts every letter into a folder, for an installation without a mail server and for development.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::port::{BoxFuture, Clock, Letter, MailError, Mailer};
use chrono::{DateTime, Utc};
use mail_parser::{Address, Message, MessageParser};

use super::message::{self, Sender};

/// Writes each letter to a file of its own, which only the owner may read.
///
/// Names begin with the moment at which the letter was written, so that sorting them is sorting by time, and end with its
/// identity, so that a letter that is sent twice is there once.
pub struct FolderMailer {
    folder: PathBuf,
    sender: Sender,
    clock: Arc<dyn Clock>,
}

impl FolderMailer {
    /// Letters will go into this folder, which is made when the first one comes.
    pub fn new(folder: impl Into<PathBuf>, sender: Sender, clock: Arc<dyn Clock>) -> Self {
        Self { folder: folder.into(), sender, clock }
    }
}

impl Mailer for FolderMailer {
    fn send(&self, letter: Letter) -> BoxFuture<'_, Result<(), MailError>> {
        Box::pin(async move {
            let at = message::written_at(&letter, self.clock.now());
            let bytes = message::write(&self.sender, &letter, at)?.formatted();
            let name = format!("{}-{}.eml", at.format("%Y%m%dT%H%M%S%.3fZ"), letter.id);
            let folder = self.folder.clone();
            tokio::task::spawn_blocking(move || put(&folder, &name, &bytes))
                .await
                .map_err(|error| MailError::Temporary(error.to_string()))?
                .map_err(|error| MailError::Temporary(format!("the folder of letters: {error}")))
        })
    }
}

/// The file appears under its name when it is whole and safe on the disk, or not at all.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let (unfinished, finished) = (folder.join(format!(".{name}.part")), folder.join(name));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, &finished)?;
    File::open(folder)?.sync_all()
}

/// A letter as it lies in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLetter {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// To whom.
    pub to: String,
    /// About what.
    pub subject: String,
    /// The text, with line feeds between its lines and none at its end.
    pub text: String,
}

/// The letters in the folder, the oldest first. A folder that does not exist has none; what is no letter is passed over.
pub fn list(folder: &Path) -> io::Result<Vec<StoredLetter>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    paths.sort();
    let mut letters = Vec::with_capacity(paths.len());
    for path in paths {
        letters.extend(parse(&fs::read(path)?));
    }
    Ok(letters)
}

fn parse(bytes: &[u8]) -> Option<StoredLetter> {
    let message = MessageParser::default().parse(bytes)?;
    Some(StoredLetter {
        at: DateTime::from_timestamp(message.date()?.to_timestamp(), 0)?,
        to: message.to().and_then(Address::first)?.address()?.to_owned(),
        subject: message.subject().unwrap_or_default().to_owned(),
        text: text_of(&message)?,
    })
}

/// The text as it was before it became a message. Writing one may add a line break at the end, so none is kept there.
pub(super) fn text_of(message: &Message<'_>) -> Option<String> {
    Some(message.body_text(0)?.replace("\r\n", "\n").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use app::port::seeded::StoppedClock;
    use chrono::TimeDelta;

    use super::super::message::tests::{letter, noon, sender};
    use super::*;

    /// A folder that is gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("forum-mail-{}-{name}", std::process::id()));
            fs::remove_dir_all(&path).ok();
            Self(path)
        }

        fn names(&self) -> Vec<String> {
            let mut names: Vec<String> =
                fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    fn mailer(folder: &Folder, clock: &Arc<StoppedClock>) -> FolderMailer {
        FolderMailer::new(folder.0.join("mail"), sender(), Arc::<StoppedClock>::clone(clock))
    }

    #[tokio::test]
    async fn letters_are_listed_by_time_as_they_were_written() {
        let (folder, clock) = (Folder::new("list"), Arc::new(StoppedClock::new(noon())));
        let mailer = mailer(&folder, &clock);
        let urdu = Letter {
            subject: "خوش آمدید".to_owned(), text: "محترم ساتھی،\nخوش آمدید۔\n".to_owned(), ..letter(9)
        };
        mailer.send(urdu.clone()).await.unwrap();
        clock.advance(TimeDelta::seconds(1));
        mailer.send(letter(1)).await.unwrap();

        let stored =
            |letter: Letter, at| StoredLetter { at, to: letter.to, subject: letter.subject, text: letter.text.trim_end().to_owned() };
        let expected = [stored(urdu, noon()), stored(letter(1), noon() + TimeDelta::seconds(1))];
        assert_eq!(list(&folder.0.join("mail")).unwrap(), expected);
    }

    #[tokio::test]
    async fn only_the_owner_may_read_letters() {
        let (folder, clock) = (Folder::new("mode"), Arc::new(StoppedClock::new(noon())));
        mailer(&folder, &clock).send(letter(1)).await.unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let mail = Folder(folder.0.join("mail"));
        assert_eq!(mail.names(), ["20260921T141320.000Z-00000000-0000-0000-0000-000000000001.eml"]);
        assert_eq!(mode(&mail.0), 0o700);
        assert_eq!(mode(&mail.0.join(&mail.names()[0])), 0o600);
    }

    #[tokio::test]
    async fn a_letter_sent_again_later_is_there_once() {
        let (folder, clock) = (Folder::new("retry"), Arc::new(StoppedClock::new(noon())));
        let mailer = mailer(&folder, &clock);
        let dated = Letter { id: app::port::uuid_v7_from(noon(), 1, [0; 4]), ..letter(1) };
        mailer.send(dated.clone()).await.unwrap();
        clock.advance(TimeDelta::hours(1));
        mailer.send(dated).await.unwrap();
        assert_eq!(list(&folder.0.join("mail")).unwrap().len(), 1);
    }

    #[tokio::test]
    async fn unfinished_and_foreign_files_are_passed_over() {
        let (folder, clock) = (Folder::new("foreign"), Arc::new(StoppedClock::new(noon())));
        let mail = folder.0.join("mail");
        assert_eq!(list(&mail).unwrap(), []);
        mailer(&folder, &clock).send(letter(1)).await.unwrap();
        fs::write(mail.join(".x.eml.part"), "half").unwrap();
        fs::write(mail.join("notes.txt"), "x").unwrap();
        fs::write(mail.join("empty.eml"), "").unwrap();
        assert_eq!(list(&mail).unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_written_is_a_temporary_matter() {
        let (folder, clock) = (Folder::new("file"), Arc::new(StoppedClock::new(noon())));
        fs::create_dir_all(&folder.0).unwrap();
        fs::write(folder.0.join("mail"), "a file").unwrap();
        let outcome = mailer(&folder, &clock).send(letter(1)).await;
        assert!(matches!(outcome, Err(MailError::Temporary(_))));
    }
}
