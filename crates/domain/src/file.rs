//! A picture or a paper that a company has handed over: what it is, by its bytes and not by its name.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    actor::Actor,
    agreement::Agreement,
    id::{AgreementId, CompanyId, FileId, UserId},
    language::Language,
    permit::{Permit, Relation, Subject},
    policy::{AttachPaper, RemovePaper, SetLogo, StoreFile},
    stamp::{Stamp, Timestamp},
    words::words,
};

/// The largest file that is taken, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// What one company may have in the store, in bytes.
pub const MOST_BYTES_OF_COMPANY: u64 = 200 * 1024 * 1024;
/// How many texts a paper may have beside it.
pub const MOST_PAPERS: usize = 20;
/// How long a file waits to be put to its use: an hour less than it is kept, so that it cannot vanish while it is.
const WAITS: TimeDelta = TimeDelta::hours(23);

words! {
    /// What a file is for.
    pub enum FilePurpose {
        /// The picture that a company shows of itself; everybody sees it.
        Logo = "LOGO",
        /// A text of an agreement; its parties read it.
        Paper = "PAPER",
    }
}

words! {
    /// What a file is.
    pub enum MediaType {
        Png = "image/png",
        Jpeg = "image/jpeg",
        WebP = "image/webp",
        Pdf = "application/pdf",
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreFileError {
    #[error("the file is empty")]
    Empty,
    #[error("a file may have 5 MB at most")]
    TooLarge,
    #[error("a logo is a PNG, JPEG or WebP picture")]
    NotAPicture,
    #[error("the picture cannot be read, or has more than 25 million points")]
    BrokenPicture,
    #[error("a paper is a PDF document")]
    NotADocument,
    #[error("the document is broken, or is locked by a password")]
    BrokenDocument,
    #[error("the document holds a program or another file; print it into a plain PDF first")]
    ActiveDocument,
    #[error("a company may keep 200 MB; take back what is not needed")]
    QuotaExceeded,
}

impl MediaType {
    /// What the first bytes say, whatever the name and the sender say.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', ..] => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// What is handed over, found to be what it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    pub purpose: FilePurpose,
    pub media_type: MediaType,
}

/// Looks at the bytes. Pictures are drawn anew afterwards, so that nothing but the picture is kept.
pub fn check(purpose: FilePurpose, bytes: &[u8]) -> Result<Checked, StoreFileError> {
    if bytes.is_empty() {
        return Err(StoreFileError::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(StoreFileError::TooLarge);
    }
    let media_type = MediaType::of(bytes);
    match (purpose, media_type) {
        (FilePurpose::Logo, Some(media_type @ (MediaType::Png | MediaType::Jpeg | MediaType::WebP))) => Ok(Checked { purpose, media_type }),
        (FilePurpose::Logo, _) => Err(StoreFileError::NotAPicture),
        (FilePurpose::Paper, Some(MediaType::Pdf)) => {
            check_document(bytes)?;
            Ok(Checked { purpose, media_type: MediaType::Pdf })
        }
        (FilePurpose::Paper, _) => Err(StoreFileError::NotADocument),
    }
}

/// Names in a document that start a program, carry another file or lock it.
const ACTIVE: [&str; 6] = ["/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA"];

/// A document that ends where it should and, as far as it can be read without unpacking it, does nothing by itself. What is packed is not
/// looked into: browsers are told to save it and not to open it in our name.
fn check_document(bytes: &[u8]) -> Result<(), StoreFileError> {
    let tail = &bytes[bytes.len().saturating_sub(2_048)..];
    if !has(tail, b"%%EOF") || has_name(bytes, "/Encrypt") {
        return Err(StoreFileError::BrokenDocument);
    }
    if ACTIVE.iter().any(|name| has_name(bytes, name)) {
        return Err(StoreFileError::ActiveDocument);
    }
    Ok(())
}

fn has(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// A name of the document's own language, which ends where another sign begins.
fn has_name(bytes: &[u8], name: &str) -> bool {
    let length = name.len();
    bytes
        .windows(length)
        .enumerate()
        .any(|(at, window)| window == name.as_bytes() && bytes.get(at + length).is_none_or(|next| !next.is_ascii_alphanumeric()))
}

/// A file in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub id: FileId,
    pub company: CompanyId,
    pub purpose: FilePurpose,
    pub media_type: MediaType,
    /// What its owner calls it.
    pub name: String,
    pub size: u64,
    /// SHA-256 of what is kept.
    pub digest: [u8; 32],
    /// Width and height of a picture, in points.
    pub measures: Option<(u32, u32)>,
    pub stored_by: UserId,
    pub stored_at: Timestamp,
    /// When it was put to its use. Until then only its company sees it, and it is thrown away after a day.
    pub attached_at: Option<Timestamp>,
    pub removed_at: Option<Timestamp>,
    /// The paper that it is a text of.
    pub agreement: Option<AgreementId>,
    /// The language of the text.
    pub language: Option<Language>,
    pub version: i32,
}

/// What is kept of what was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub checked: Checked,
    pub name: String,
    pub size: u64,
    pub digest: [u8; 32],
    pub measures: Option<(u32, u32)>,
}

/// Why a file is not put to its use.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AttachFileError {
    #[error("this file was handed over for something else")]
    OtherPurpose,
    #[error("this file is in use already, was taken back, or is a day old")]
    NotWaiting,
    #[error("a paper may have 20 texts beside it")]
    TooMany,
}

/// Why a file is not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RemoveFileError {
    #[error("it was taken back already")]
    RemovedAlready,
}

impl StoredFile {
    /// A company hands a file over; `used` is what it keeps already.
    pub fn store(permit: &Permit<StoreFile>, kept: Kept, used: u64, stamp: Stamp) -> Result<Self, StoreFileError> {
        if used.saturating_add(kept.size) > MOST_BYTES_OF_COMPANY {
            return Err(StoreFileError::QuotaExceeded);
        }
        let by = permit.by();
        Ok(Self {
            id: stamp.id(),
            company: by.company,
            purpose: kept.checked.purpose,
            media_type: kept.checked.media_type,
            name: kept.name,
            size: kept.size,
            digest: kept.digest,
            measures: kept.measures,
            stored_by: by.person.user,
            stored_at: stamp.at,
            attached_at: None,
            removed_at: None,
            agreement: None,
            language: None,
            version: 1,
        })
    }

    fn waiting(&self, purpose: FilePurpose, at: Timestamp) -> Result<(), AttachFileError> {
        if self.purpose != purpose {
            return Err(AttachFileError::OtherPurpose);
        }
        if at - self.stored_at > WAITS || self.attached_at.is_some() || self.removed_at.is_some() {
            return Err(AttachFileError::NotWaiting);
        }
        Ok(())
    }

    /// The company shows the picture.
    pub fn show(mut self, _: &Permit<SetLogo>, stamp: Stamp) -> Result<Self, AttachFileError> {
        self.waiting(FilePurpose::Logo, stamp.at)?;
        self.attached_at = Some(stamp.at);
        Ok(self)
    }

    /// The company shows it no longer.
    pub fn hide(mut self, _: &Permit<SetLogo>, stamp: Stamp) -> Result<Self, RemoveFileError> {
        self.take_back(stamp)?;
        Ok(self)
    }

    /// A party lays the text beside a paper that has `others` already.
    pub fn attach(
        mut self,
        permit: &Permit<AttachPaper>,
        language: Language,
        others: usize,
        stamp: Stamp,
    ) -> Result<Self, AttachFileError> {
        self.waiting(FilePurpose::Paper, stamp.at)?;
        if others >= MOST_PAPERS {
            return Err(AttachFileError::TooMany);
        }
        self.attached_at = Some(stamp.at);
        self.agreement = Some(permit.subject().id);
        self.language = Some(language);
        Ok(self)
    }

    fn take_back(&mut self, stamp: Stamp) -> Result<(), RemoveFileError> {
        if self.removed_at.is_some() {
            return Err(RemoveFileError::RemovedAlready);
        }
        self.removed_at = Some(stamp.at);
        Ok(())
    }
}

/// A text that lies beside a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFile {
    pub file: StoredFile,
    pub agreement: Agreement,
}

/// It is the company's that laid it there.
impl Subject for PaperFile {
    fn relation(&self, actor: &Actor) -> Relation {
        match actor {
            Actor::Member(member) if member.company == self.file.company => Relation::Own,
            _ => match self.agreement.relation(actor) {
                Relation::Own => Relation::Counterpart,
                other => other,
            },
        }
    }
}

impl PaperFile {
    /// The company takes it back.
    pub fn remove(permit: Permit<RemovePaper>, stamp: Stamp) -> Result<Self, RemoveFileError> {
        let (mut paper, _) = permit.into_parts();
        paper.file.take_back(stamp)?;
        Ok(paper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(within: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj << {within} >> endobj\ntrailer\n%%EOF\n").into_bytes()
    }

    #[test]
    fn what_a_file_is_stands_in_its_first_bytes() {
        assert_eq!(MediaType::of(b"\x89PNG\r\n\x1a\n...."), Some(MediaType::Png));
        assert_eq!(MediaType::of(b"\xff\xd8\xff\xe0"), Some(MediaType::Jpeg));
        assert_eq!(MediaType::of(b"RIFF\x01\x02\x03\x04WEBPVP8 "), Some(MediaType::WebP));
        assert_eq!(MediaType::of(b"%PDF-1.4"), Some(MediaType::Pdf));
        for other in [&b"<svg xmlns="[..], b"GIF89a", b"PK\x03\x04", b"%PDF-x", b""] {
            assert_eq!(MediaType::of(other), None);
        }
    }

    #[test]
    fn a_logo_is_a_picture_and_a_paper_is_a_document() {
        assert_eq!(check(FilePurpose::Logo, &document("")), Err(StoreFileError::NotAPicture));
        assert_eq!(check(FilePurpose::Logo, b"<svg onload='x'/>"), Err(StoreFileError::NotAPicture));
        assert_eq!(check(FilePurpose::Paper, b"\x89PNG\r\n\x1a\n"), Err(StoreFileError::NotADocument));
        assert_eq!(check(FilePurpose::Paper, &document("/Type /Catalog")).unwrap().media_type, MediaType::Pdf);
        assert_eq!(check(FilePurpose::Paper, b""), Err(StoreFileError::Empty));
        assert_eq!(check(FilePurpose::Paper, &vec![b'x'; MOST_BYTES + 1]), Err(StoreFileError::TooLarge));
    }

    #[test]
    fn documents_that_act_or_are_locked_or_cut_off_are_refused() {
        for name in ACTIVE {
            assert_eq!(check(FilePurpose::Paper, &document(&format!("{name} (x)"))), Err(StoreFileError::ActiveDocument), "{name}");
        }
        assert_eq!(check(FilePurpose::Paper, &document("/Encrypt 5 0 R")), Err(StoreFileError::BrokenDocument));
        assert_eq!(check(FilePurpose::Paper, b"%PDF-1.7\n1 0 obj"), Err(StoreFileError::BrokenDocument));
        // A name that only begins so is another name.
        assert!(check(FilePurpose::Paper, &document("/JSize 1 /Launcher 2")).is_ok());
    }
}
