//! Pictures and papers: how they are shown, put to their use, and handed over.

pub mod attach_paper;
pub mod door;
pub mod remove_logo;
pub mod remove_paper;
pub mod set_logo;

use async_graphql::{Context, Error, ID, Object};
use domain::file::StoredFile;

use crate::{company::Company, scalar::DateTime, word::LanguageTag};

/// Where the bytes of a file are fetched, below the address of the forum.
fn path(file: &StoredFile) -> String {
    format!("/files/{}", file.id)
}

/// A picture, drawn anew by the forum as PNG of at most 512 points a side.
pub struct Picture(pub StoredFile);

/// A picture, drawn anew by the forum as PNG of at most 512 points a side.
#[Object]
impl Picture {
    /// The identifier of the file.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Where it is fetched, as a path on this host. Another picture has another path.
    async fn path(&self) -> String {
        path(&self.0)
    }

    /// Its width in points.
    async fn width(&self) -> Option<u32> {
        self.0.measures.map(|(width, _)| width)
    }

    /// Its height in points.
    async fn height(&self) -> Option<u32> {
        self.0.measures.map(|(_, height)| height)
    }
}

/// A text of a paper: a PDF that a party has laid beside it. Its parties fetch it.
#[derive(Clone)]
pub struct AgreementText(pub StoredFile);

/// A text of a paper: a PDF that a party has laid beside it. Its parties fetch it.
#[Object]
impl AgreementText {
    /// The identifier of the file.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Where it is fetched, as a path on this host, with the same credential as this answer.
    async fn path(&self) -> String {
        path(&self.0)
    }

    /// What its owner called it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How long it is, in bytes.
    async fn size(&self) -> i32 {
        i32::try_from(self.0.size).unwrap_or(i32::MAX)
    }

    /// SHA-256 of the bytes in hexadecimal, so that both sides can see that they hold the same text.
    async fn sha256(&self) -> String {
        self.0.digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The language that it is written in.
    async fn language(&self) -> Option<LanguageTag> {
        self.0.language.map(Into::into)
    }

    /// When it was laid beside the paper.
    async fn attached_at(&self) -> Option<DateTime> {
        self.0.attached_at.map(Into::into)
    }

    /// The party that did so.
    #[graphql(complexity = "1 + child_complexity")]
    async fn attached_by(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        crate::error::nullable(Company::load(ctx, self.0.company).await)
    }
}
