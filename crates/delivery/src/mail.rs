//! Letters: over SMTP, into a folder, or into memory.

mod folder;
mod memory;
mod message;
mod smtp;

pub use folder::{FolderMailer, StoredLetter, list};
pub use memory::MemoryMailer;
pub use message::{Sender, SenderError};
pub use smtp::{SmtpMailer, SmtpUrlError, Timeouts};
